"""Every public function takes figures of every kind, and refuses the same mistakes with the same words."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.comparison import benchmark, compare_editions
from kommunepolitik.errors import InvalidObservations
from kommunepolitik.observations import Observations
from kommunepolitik.observations.normalise import normalise
from kommunepolitik.site import Site
from tests.frames import filled

POLICY = kp.Policy(
    id="p",
    title="P",
    municipality="Slagelse",  # type: ignore[arg-type]
    groups=[m.Group(id="kvinder", title="Kvinder")],
    indicators=[
        m.Indicator(
            id="job",
            title="J",
            unit="%",
            limit=100,
            direction="increase",
            codes=["dst:AKU"],
            targets=[m.LevelTarget(value=60, comparison="at_least", due=m.Period("2023"))],
        )
    ],
)
EARLIER = kp.Policy(id="q", title="Q", municipality="Slagelse")  # type: ignore[arg-type]
BOTH = kp.Portfolio([EARLIER, POLICY])
ROWS = [
    {"indicator": "job", "period": "2022", "value": 50.5},
    {"indicator": "job", "period": "2023", "value": 60.0},
]
FRAME = pd.DataFrame(ROWS)


def _file(folder: Path, rows: pd.DataFrame = FRAME, name: str = "tal.csv") -> Path:
    rows.to_csv(folder / name, index=False)
    return folder / name


KINDS: dict[str, Callable[[Path], Any]] = {
    "observations": lambda _: kp.read_observations(FRAME, POLICY),
    "path": _file,
    "text of a path": lambda folder: str(_file(folder)),
    "paths": lambda folder: [_file(folder, FRAME[:1]), _file(folder, FRAME[1:], "mere.csv")],
    "records": lambda _: ROWS,
    "pandas": lambda _: FRAME,
    "pandas categorical": lambda _: FRAME.astype({"indicator": "category", "period": "category"}),
    "pandas nullable": lambda _: FRAME.convert_dtypes(),
    "pandas pyarrow": lambda _: FRAME.convert_dtypes(dtype_backend="pyarrow"),
    "pandas objects": lambda _: FRAME.astype(object),
    "keys in the index": lambda _: FRAME.set_index(["indicator", "period"]),
    "integer years": lambda _: FRAME.astype({"period": "int64"}),
    "polars": lambda _: pl.DataFrame(ROWS),
    "polars lazy": lambda _: pl.LazyFrame(ROWS),
    "polars categorical": lambda _: pl.DataFrame(ROWS).cast({"indicator": pl.Categorical}),
    "duckdb": lambda _: duckdb.from_arrow(pa.Table.from_pylist(ROWS)),
    "pyarrow": lambda _: pa.Table.from_pylist(ROWS),
    "pyarrow dictionary": lambda _: pa.table(FRAME.astype({"indicator": "category"})),
}
FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "read_observations": lambda figures: (
        kp.read_observations(figures, POLICY).frame[["period", "value"]].values.tolist()
    ),
    "evaluate": lambda figures: kp.evaluate(POLICY, figures).frame[["status", "value"]].values.tolist(),
    "check": lambda figures: [finding.code for finding in kp.check(POLICY, figures, "2030")],
    "render": lambda figures: kp.render(POLICY, "md", observations=figures),
    "render an evaluation": lambda figures: kp.render(kp.evaluate(POLICY, ROWS), "md", observations=figures),
    "site": lambda figures: Site(kp.Portfolio([POLICY]), {"p": figures}).observations.frame["value"].tolist(),
}
OF_SEVERAL: dict[str, Callable[[Any], Any]] = {
    "compare": lambda figures: kp.compare(EARLIER, POLICY, figures),
    "compare_editions": lambda figures: compare_editions(BOTH, figures),
    "benchmark": lambda figures: benchmark(BOTH, "job", figures),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_figures_of_every_kind_give_the_same_answer(function: str, kind: str, tmp_path: Path) -> None:
    """A frame of any engine, a path, several paths, records, and observations read before."""
    call = FUNCTIONS[function]
    assert call(KINDS[kind](tmp_path)) == call(ROWS)


@pytest.mark.parametrize("kind", KINDS)
def test_municipalities_are_compared_by_figures_of_every_kind(kind: str, tmp_path: Path) -> None:
    """Shared rows do not distinguish municipalities; rows that name their policy do."""
    figures = kp.read_observations({"p": KINDS[kind](tmp_path)}, BOTH)
    assert benchmark(BOTH, "job", figures, "2023")["value"].dropna().tolist() == [60.0]


def _rows(**columns: Any) -> list[dict[str, Any]]:
    return [{**row, **columns} for row in ROWS]


MISTAKES: dict[str, tuple[list[dict[str, Any]], str]] = {
    "unknown column": (_rows(grupe="kvinder"), "unknown column 'grupe'; did you mean 'gruppe'?"),
    "no value column": ([{"indicator": "job", "period": "2023"}], "the column 'value' is missing"),
    "unreadable period": (_rows(period="i fjor"), "1: period: 'i fjor' is not a period"),
    "infinite value": (_rows(value=float("inf")), "1: value: the number inf is not a finite number"),
    "extreme value": (_rows(value=1e-320), "1: value: the number 1e-320 is too large or too close to zero"),
    "infinite text": (_rows(value="1e999"), "1: value: '1e999' is not a number"),
    "empty indicator": (_rows(indicator=""), "1: indicator: is empty"),
    "disagreeing rows": (_rows(period="2023"), "2: value: the same series and period is in row 1"),
    "tie": (
        [{**r, "period": "2023", "published": p} for r, p in zip(ROWS, ["2024-12-31", "2024"], strict=True)],
        "row 1",
    ),
    "publication without an end": (_rows(published="2024.."), "1: published: '2024..' has no end"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("function", [*FUNCTIONS, *OF_SEVERAL])
def test_every_function_refuses_the_same_mistakes_with_the_same_words(function: str, mistake: str) -> None:
    """A misspelt `grupe` does not judge the whole population, `inf` is not achieved, an absent column is not silent."""
    rows, words = MISTAKES[mistake]
    with pytest.raises(InvalidObservations) as caught:
        (FUNCTIONS | OF_SEVERAL)[function](pd.DataFrame(rows))
    assert words in str(caught.value)


@pytest.mark.parametrize("function", [*FUNCTIONS, *OF_SEVERAL])
def test_an_unknown_indicator_is_an_error_in_a_row_that_names_the_policy(function: str) -> None:
    """And a shared row may be another policy's: it is counted."""
    call = (FUNCTIONS | OF_SEVERAL)[function]
    with pytest.raises(InvalidObservations, match="no indicator has the id 'jop'; did you mean 'job'"):
        call(pd.DataFrame(_rows(indicator="jop", policy="p")))
    shared = [{**row, "policy": "p"} for row in ROWS] + _rows(policy="", indicator="jop")
    call(pd.DataFrame(shared))
    assert normalise(shared, POLICY).unused == {"jop": 2}


@pytest.mark.parametrize("engine", [pl.LazyFrame, lambda rows: duckdb.from_arrow(pa.Table.from_pylist(rows))])
def test_of_a_database_only_the_rows_of_the_policies_are_fetched(engine: Callable[[Any], Any]) -> None:
    """Others' rows stay there, unknown ids are counted first, and a mistake is reported with the number of its row."""
    other = _rows(policy="andre", indicator="ukendt") + _rows(policy="", indicator="ukendt")
    rows = [*other, *_rows(policy="p")]
    figures = kp.read_observations(engine(rows), POLICY)
    assert figures.frame["value"].tolist() == [50.5, 60.0]
    assert figures.unused == {"ukendt": 2}
    with pytest.raises(InvalidObservations, match="were read for other policies and lack those of q"):
        kp.evaluate(BOTH, figures)
    with pytest.raises(InvalidObservations, match=r"^6: value: 600 is impossible"):
        kp.read_observations(engine([*rows[:-1], {**rows[-1], "value": 600.0}]), POLICY)


def test_observations_are_given_on_as_they_are() -> None:
    """What was checked is not checked again; what was read without a policy is checked against it."""
    figures = kp.read_observations(ROWS, POLICY)
    assert normalise(figures, POLICY) is figures
    assert normalise(figures) is figures
    with pytest.raises(InvalidObservations, match="1: value: 500 is impossible|1: value: 500.0 is impossible"):
        kp.evaluate(POLICY, kp.read_observations(_rows(value=500, policy="p")[:1]))


@pytest.mark.parametrize("dtype", ["object", "bool", "boolean", "category"])
def test_true_is_no_number_in_any_column(dtype: str) -> None:
    """It is equal to 1, but nobody measured 1."""
    frame = pd.DataFrame({"indicator": ["job"], "period": ["2024"], "value": pd.Series([True]).astype(dtype)})
    with pytest.raises(InvalidObservations, match="'True' is not a number"):
        kp.read_observations(frame)


DATES = pd.DataFrame({"indicator": "job", "period": pd.to_datetime(["2023-01-01", "2024-12-31"]), "value": [1.0, 2.0]})


@pytest.mark.parametrize(
    "figures",
    [
        DATES,
        DATES.astype({"period": "category"}),
        DATES.set_index(["indicator", "period"]),
        DATES.to_dict("records"),
        pl.DataFrame(
            {"indicator": "job", "period": [dt.datetime(2023, 1, 1), dt.datetime(2024, 12, 31)], "value": [1.0, 2.0]}
        ),
    ],
    ids=["column", "category", "index", "records", "polars"],
)
def test_times_that_begin_or_end_months_are_refused_as_periods(figures: Any) -> None:
    """January 1 may be a day, or the month, quarter or year that begins on it; the message explains what to write."""
    with pytest.raises(InvalidObservations, match="may be a day or the month, quarter or year around it; write"):
        kp.read_observations(figures)


def test_dates_are_days_where_they_can_be_nothing_else() -> None:
    """Dates without a time are; so are times of which one is within a month, and every day of publication."""
    days = [dt.date(2023, 1, 1), dt.date(2024, 12, 31)]
    read = kp.read_observations(DATES.assign(period=days, published=DATES["period"])).frame
    assert list(read["period"]) == list(read["published"]) == ["2023-01-01", "2024-12-31"]
    within = kp.read_observations(DATES.assign(period=pd.to_datetime(["2023-01-01", "2024-03-05"])))
    assert list(within.frame["period"]) == ["2023-01-01", "2024-03-05"]


@pytest.mark.parametrize(
    ("frequency", "span"),
    [("Q-NOV", "2023-M12..2024-M02"), ("Y-JUN", "2023-M07..2024-M06"), ("2M", "2024-M01..2024-M02")],
)
def test_a_period_of_pandas_with_other_days_is_refused(frequency: str, span: str) -> None:
    """A quarter that ends in November is none of the calendar's; its months can be written."""
    periods = pd.PeriodIndex(["2024-01"], freq="M").asfreq(frequency)
    with pytest.raises(InvalidObservations, match=f"has other days than the calendar's; write {span}"):
        kp.read_observations(pd.DataFrame({"indicator": "job", "period": periods, "value": [1]}))
    again = kp.read_observations([{"indicator": "job", "period": span, "value": 1}])
    assert list(again.frame["period"]) == [str(kp.Period(span))]


@pytest.mark.parametrize(
    ("frequency", "text"), [("Q", "2024-Q1"), ("Y", "2024"), ("M", "2024-01"), ("D", "2024-01-01")]
)
def test_a_period_of_pandas_with_the_calendar_s_days_is_read(frequency: str, text: str) -> None:
    """Quarters, years, months and days."""
    frame = pd.DataFrame({"indicator": "job", "period": [pd.Period("2024-01-01", freq=frequency)], "value": [1]})
    assert list(kp.read_observations(frame).frame["period"]) == [text]


def test_a_published_verdict_is_no_other_figure_of_its_period() -> None:
    """A figure and verdicts on two targets fit together; two verdicts on one target do not."""
    figure = {"indicator": "job", "period": "2024", "value": 58}
    verdicts = [{"indicator": "job", "period": "2024", "target": id, "judgement": "Nået"} for id in ("a", "b")]
    assert len(kp.read_observations([figure, *verdicts])) == 3
    with pytest.raises(InvalidObservations, match="is in row 2 with another value"):
        kp.read_observations([figure, *verdicts, {**verdicts[0], "judgement": "Ikke nået"}])
    with pytest.raises(InvalidObservations, match="is in row 1 with another value"):
        kp.read_observations([figure, {**figure, "value": 59, "target": "a", "judgement": "Nået"}])


def test_no_figures_are_none() -> None:
    """A policy without any figure is judged: each target states what is missing."""
    assert len(kp.read_observations(None, POLICY)) == 0
    assert kp.evaluate(POLICY, None).frame["reason"].tolist() == kp.evaluate(POLICY, []).frame["reason"].tolist()


def test_the_frame_and_mappings_handed_out_cannot_change_the_object() -> None:
    """Each frame is a new one, and the arrays cannot be written to."""
    figures = kp.read_observations(ROWS, POLICY)
    frame = figures.frame
    frame["value"] = 0.0
    frame.loc[0, "period"] = "2099"
    assert figures.frame[["period", "value"]].values.tolist() == [["2022", 50.5], ["2023", 60.0]]
    with pytest.raises(ValueError, match="read-only"):
        figures.numbers["value"][0] = 0.0
    with pytest.raises(TypeError):
        figures.unused["x"] = 1  # type: ignore[index]


def test_observations_show_themselves_in_short() -> None:
    """In a terminal one line, in a notebook the first rows with the columns that hold anything."""
    figures = kp.read_observations(ROWS, POLICY)
    assert repr(figures) == "<Observations: 2 rows, 1 indicator>"
    assert ">value</th>" in figures._repr_html_()
    assert ">note</th>" not in figures._repr_html_()


def test_the_frame_is_read_back_as_it_is() -> None:
    """Law: all columns, with what is shared and what is withheld."""
    rows = [
        *_rows(policy="p"),
        {"policy": "", "indicator": "job", "group": "kvinder", "value": 5, "quality": "suppressed"},
    ]
    rows[-1]["value"] = None
    figures = kp.read_observations(rows, POLICY)
    assert filled(figures.frame)["suppressed"].tolist() == ["", "", "source"]
    pd.testing.assert_frame_equal(kp.read_observations(figures.frame, POLICY).frame, figures.frame)


def test_a_row_of_an_area_belongs_to_the_policies_of_that_municipality() -> None:
    """By code or name, by the indicator's id or code elsewhere; the country's figure is kept for reference and judges nobody; a misspelt name is an error."""
    rows = [
        {"area": 330, **ROWS[1], "indicator": "dst:AKU"},
        {"area": "000", **ROWS[0]},
        {"area": "Odense Kommune", **ROWS[0]},
    ]
    frame = filled(kp.read_observations(rows, POLICY).frame)
    assert frame[["policy", "area"]].values.tolist() == [["p", "330"], ["", "000"], ["", "461"]]
    assert kp.evaluate(POLICY, rows).frame["value"].tolist() == [60.0]
    assert kp.evaluate(POLICY, kp.read_observations(rows)).frame["value"].tolist() == [60.0]
    with pytest.raises(InvalidObservations, match="1: area: 'Slagelsse' is not one of the 98"):
        kp.read_observations([{"area": "Slagelsse", **ROWS[0]}], POLICY)
    with pytest.raises(InvalidObservations, match="1: area: give only one of policy, area"):
        kp.read_observations([{"area": "Odense", "policy": "p", **ROWS[0]}], POLICY)


def test_a_made_up_municipality_is_an_area_by_its_name() -> None:
    """It has no code."""
    nybro = kp.Policy(
        id="n", title="N", municipality=m.Municipality(name="Nybro", fictitious=True), indicators=POLICY.indicators
    )
    assert kp.read_observations([{"area": "Nybro", **ROWS[0]}], nybro).frame["policy"].tolist() == ["n"]


def test_observations_is_a_public_class() -> None:
    """It is what `read_observations` returns."""
    assert isinstance(kp.read_observations(ROWS), Observations)
