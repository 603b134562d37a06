"""The same table gives the same answers, whichever engine holds it, and however many machines judge it."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import hypothesis.strategies as st
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.errors import InvalidObservations
from tests.observations.test_inputs import POLICY
from tests.programs import absent
from tests.strategies import HALF

Rows = list[dict[str, Any]]
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("policy", "indicator", "gruppe", "periode")),
        ("value", pa.float64()),
        ("published", pa.date32()),
    ]
)
NAMES = {"policy": "string", "indicator": "string", "gruppe": "string", "periode": "string", "value": "double"}
SPARK_SCHEMA = ", ".join(f"{name} {kind}" for name, kind in NAMES.items()) + ", published date"
pytestmark = pytest.mark.filterwarnings("ignore:Dask support is moving:FutureWarning")


def table(rows: Rows, schema: pa.Schema = SCHEMA) -> pa.Table:
    """Return rows as an Arrow table; what a row lacks is null."""
    return pa.Table.from_pylist(rows, schema)


def of_dask(rows: Rows) -> Any:
    """Return rows in three partitions, of which one is empty."""
    try:
        import dask.dataframe as dd
    except ImportError:
        absent("dask")
    frame = table(rows).to_pandas()
    half = len(frame) // 2
    parts = [frame[:half], frame[:0], frame[half:]]
    return dd.from_map(lambda part: part, parts, meta=frame[:0])


EAGER: dict[str, Callable[[Rows], Any]] = {
    "pandas": lambda rows: table(rows).to_pandas(),
    "Polars": lambda rows: pl.DataFrame(pl.from_arrow(table(rows))),
    "Polars lazy": lambda rows: pl.DataFrame(pl.from_arrow(table(rows))).lazy(),
    "DuckDB": lambda rows: duckdb.from_arrow(table(rows)),
    "pyarrow": table,
}
ENGINES = [*EAGER, "Dask", "Spark"]
LAZY = ["Polars lazy", "DuckDB", "Dask", "Spark"]


@pytest.fixture
def to_engine(request: pytest.FixtureRequest) -> Callable[[str, Rows], Any]:
    """Return what gives rows to an engine; Spark is started only where it is asked for."""

    def give(engine: str, rows: Rows) -> Any:
        if engine == "Spark":
            cells = [tuple(row.get(name) for name in SCHEMA.names) for row in rows]
            return request.getfixturevalue("spark").createDataFrame(cells, SPARK_SCHEMA)
        return of_dask(rows) if engine == "Dask" else EAGER[engine](rows)

    return give


def read(figures: Any) -> pd.DataFrame:
    """Return the table that is read, in an order that no engine decides."""
    frame = kp.read_observations(figures, POLICY).frame
    return frame.sort_values(
        ["policy", "indicator", "group", "period", "value"], ignore_index=True, na_position="first"
    )


OWN = [
    {"policy": "p", "indicator": "job", "periode": "2022", "value": 50.5, "published": dt.date(2023, 2, 1)},
    {"policy": "p", "indicator": "job", "periode": "2023", "value": 60.0, "published": None},
    {"policy": "p", "indicator": "job", "gruppe": "kvinder", "periode": "2023K1", "value": 58.25},
]
OTHERS = [
    {"policy": "andre", "indicator": "ukendt", "periode": "2023", "value": 5.0},
    {"policy": None, "indicator": "ukendt", "periode": "2023", "value": 5.0},
    {"policy": "", "indicator": "ukendt", "periode": "2022", "value": 5.0},
]


@pytest.mark.parametrize("rows", [OWN, [*OTHERS, *OWN], []], ids=["own", "with others", "none"])
@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gives_the_same_figures_and_results(to_engine: Any, engine: str, rows: Rows) -> None:
    """With Danish headers, nulls, dates, rows of others, an empty partition, and without any row."""
    figures, expected = to_engine(engine, rows), EAGER["pandas"](rows)
    own = kp.read_observations(figures, POLICY)
    concerned = [read(each)[lambda frame: frame["indicator"] != "ukendt"] for each in (own, expected)]
    pd.testing.assert_frame_equal(*(frame.reset_index(drop=True) for frame in concerned))
    assert own.unused == kp.read_observations(expected, POLICY).unused
    assert kp.evaluate(POLICY, figures).results == kp.evaluate(POLICY, expected).results


@pytest.mark.parametrize("engine", LAZY)
def test_rows_of_other_policies_stay_where_they_are(to_engine: Any, engine: str) -> None:
    """A period there that nobody could read is not even seen."""
    figures = kp.read_observations(to_engine(engine, [{**OTHERS[0], "periode": "i fjor"}, *OTHERS[1:], *OWN]), POLICY)
    assert figures.narrowed
    assert len(figures) == len(OWN)
    assert figures.unused == {"ukendt": 2}


MISTAKES: dict[str, dict[str, Any]] = {
    "period": {"periode": "i fjor"},
    "impossible value": {"value": 600.0},
    "indicator": {"indicator": "jop"},
    "contradiction": {"periode": "2022", "published": dt.date(2023, 2, 1)},
}


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_has_the_same_mistakes_reported_in_the_same_words(
    to_engine: Any, engine: str, mistake: str
) -> None:
    """With the number of the row in the order in which the engine hands the rows over: here the order given."""
    rows = [*OTHERS[1:], OWN[0], {**OWN[1], **MISTAKES[mistake]}]
    with pytest.raises(InvalidObservations) as expected:
        kp.read_observations(EAGER["pandas"](rows), POLICY)
    with pytest.raises(InvalidObservations) as caught:
        kp.read_observations(to_engine(engine, rows), POLICY)
    assert caught.value.problems == expected.value.problems


@pytest.mark.parametrize("engine", ENGINES)
def test_an_unknown_column_is_refused_by_every_engine(to_engine: Any, engine: str) -> None:
    """And the nearest one is named."""
    frame = to_engine(engine, OWN)
    if engine == "Spark":
        frame = frame.withColumnRenamed("gruppe", "grupe")
    elif engine in ("pandas", "Dask"):
        frame = frame.rename(columns={"gruppe": "grupe"})
    elif engine == "DuckDB":
        frame = frame.project("policy, indicator, gruppe AS grupe, periode, value")
    elif engine == "pyarrow":
        frame = frame.rename_columns(["policy", "indicator", "grupe", *SCHEMA.names[3:]])
    else:
        frame = frame.rename({"gruppe": "grupe"})
    with pytest.raises(InvalidObservations, match="unknown column 'grupe'; did you mean 'gruppe'"):
        kp.read_observations(frame, POLICY)


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("value", pa.decimal128(6, 2)),
        ("value", pa.float32()),
        ("indicator", pa.large_string()),
        ("indicator", pa.dictionary(pa.int32(), pa.string())),
        ("periode", pa.int64()),
        ("published", pa.timestamp("us")),
    ],
    ids=str,
)
def test_a_column_of_another_type_with_the_same_cells_is_read_the_same(column: str, kind: pa.DataType) -> None:
    """Decimals, short floats, large and coded texts, whole years, times at midnight."""
    rows = OWN[:2]
    cells = pa.array([row.get(column) for row in rows], SCHEMA.field(column).type).cast(kind)
    other = table(rows).set_column(SCHEMA.names.index(column), column, cells)
    expected = read(table(rows))
    for engine in (other, other.to_pandas(), pl.from_arrow(other), duckdb.from_arrow(other)):
        pd.testing.assert_frame_equal(read(engine), expected)


def test_decimals_and_days_of_spark_are_read(spark: Any) -> None:
    """As the same numbers and days of Python are."""
    rows = [("job", Decimal("50.50"), dt.date(2023, 2, 1)), ("job", Decimal(60), dt.date(2023, 2, 2))]
    frame = spark.createDataFrame(rows, "indicator string, value decimal(6,2), period date")
    expected = [{"indicator": id, "value": value, "period": day} for id, value, day in rows]
    pd.testing.assert_frame_equal(read(frame), read(expected))


CELLS = st.fixed_dictionaries(
    {
        "policy": st.sampled_from(["p", "andre", "", None]),
        "indicator": st.sampled_from(["job", "dst:AKU", "ukendt"]),
        "gruppe": st.sampled_from(["", "kvinder", None]),
        "periode": st.sampled_from(["2022", "2023K1", "2023", None]),
        "value": st.none() | st.floats(0, 100, allow_nan=False),
        "published": st.none() | st.dates(dt.date(2023, 1, 1), dt.date(2025, 1, 1)),
    }
)


def answer(figures: Any) -> Any:
    """Return nothing wrong, and what is read of a table and judged by it; or what is wrong with it."""
    try:
        own = kp.read_observations(figures, POLICY)
    except InvalidObservations as error:
        return error.problems
    return None, own.unused, kp.evaluate(POLICY, own).results


def is_fetched(row: dict[str, Any]) -> bool:
    """Return whether a lazy engine is asked for a row where all ids are known."""
    return row["policy"] == "p" or (not row["policy"] and row["indicator"] == "job")


@HALF
@given(st.lists(CELLS, max_size=6))
def test_any_table_gives_the_same_answer_in_every_engine(rows: Rows) -> None:
    """Law: the answer depends on the cells alone, except that mistakes in rows that are not fetched are not seen."""
    expected = answer(EAGER["pandas"](rows))
    is_seen = expected[0] is None or any(is_fetched(rows[each.line - 1]) for each in expected if each is not None)
    for name, engine in EAGER.items():
        found = answer(engine(rows))
        if is_seen or name not in LAZY or not any(row["policy"] for row in rows):
            assert found == expected, name
        else:
            assert found[0] is None, name


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_without_a_policy_are_shared_where_others_name_one(to_engine: Any, engine: str) -> None:
    """Also where the rows that name one are not fetched; and they are the policy's own where none does."""
    shared = {**OWN[1], "policy": None}
    assert read(to_engine(engine, [shared, OTHERS[0]]))["policy"].isna()[0]
    assert read(to_engine(engine, [shared]))["policy"].tolist() == ["p"]
    with pytest.raises(InvalidObservations, match="no indicator has the id 'ukendt'"):
        kp.read_observations(to_engine(engine, [shared, OTHERS[1]]), POLICY)


# docs/howto/engines.md: one table per municipality, judged by Spark and by Dask.

_, COMMON, ON_SPARK, ON_DASK = re.findall(
    r"```python\n(.*?)```", (Path(__file__).parents[2] / "docs" / "howto" / "engines.md").read_text("utf-8"), re.S
)
KEYS = ["policy", "indicator", "group", "target"]


def edition(town: int, number: int) -> kp.Policy:
    """Return an edition of a made-up municipality, with an indicator of its own and one of the country."""
    target = m.LevelTarget(value=60 + town, comparison="at_least", due=str(2018 + 4 * number))
    base = m.Baseline(period="2014", value=40)
    indicators = [
        m.Indicator(id=id, title=id, unit="%", direction="increase", baseline=base, targets=[target])
        for id in ("job", "landet")
    ]
    return kp.Policy(
        id=f"by{town}-{number}",
        title="Opdigtet",
        municipality=m.Municipality(name=f"Nybro {town}", fictitious=True),
        supersedes=f"by{town}-{number - 1}" if number else None,
        indicators=indicators,
    )


PORTFOLIO = kp.Portfolio(edition(town, number) for town in range(12) for number in range(3))
FIGURES = pd.DataFrame(
    [
        *(
            {"policy": policy.id, "indicator": "job", "period": str(year), "value": 40.0 + (year - 2014) * (n % 7)}
            for n, policy in enumerate(PORTFOLIO.policies[3:])  # the first municipality has no row of its own
            for year in range(2014, 2024)
        ),
        *(
            {"policy": "", "indicator": "landet", "period": str(year), "value": 40.0 + year - 2014}
            for year in (2014, 2023)
        ),
        {"policy": "anden", "indicator": "job", "period": "2020", "value": 1.0},
    ]
).sample(frac=1, random_state=2026, ignore_index=True)


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Return results by their keys, with the types of the library."""
    types = kp.evaluate(kp.Portfolio([]), []).frame.dtypes
    return frame.astype(types).sort_values(KEYS, ignore_index=True)


def test_the_table_of_no_results_has_the_types_of_every_other() -> None:
    """So it can be the schema of a distributed table."""
    assert kp.evaluate(kp.Portfolio([]), []).frame.dtypes.equals(kp.evaluate(PORTFOLIO, FIGURES).frame.dtypes)


@pytest.mark.filterwarnings("ignore:The copy keyword is deprecated:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
def test_spark_gives_what_one_machine_gives(spark: Any) -> None:
    """Municipality by municipality, the one without figures too."""
    rows = spark.createDataFrame(list(FIGURES.itertuples(index=False, name=None)), list(FIGURES.columns))
    names: dict[str, Any] = {"kp": kp, "portfolio": PORTFOLIO, "figures": rows, "spark": spark}
    exec(COMMON + ON_SPARK, names)  # our own page
    expected = kp.evaluate(PORTFOLIO, FIGURES, at="2024").frame
    assert set(expected["status"]) > {"not_assessed", "achieved"}
    pd.testing.assert_frame_equal(in_order(names["results"]), in_order(expected))


def test_dask_gives_what_one_machine_gives() -> None:
    """However the rows were partitioned before."""
    try:
        import dask.dataframe as dd
    except ImportError:
        absent("dask")
    names: dict[str, Any] = {"kp": kp, "portfolio": PORTFOLIO, "figures": dd.from_pandas(FIGURES, npartitions=5)}
    exec(COMMON + ON_DASK, names)  # our own page
    pd.testing.assert_frame_equal(
        in_order(names["results"]), in_order(kp.evaluate(PORTFOLIO, FIGURES, at="2024").frame)
    )
