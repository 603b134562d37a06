"""Municipalities on a shared indicator: rank and distance to the median, for one period only."""

import pandas as pd
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.comparison import benchmark
from kommunepolitik.errors import InvalidModel, InvalidObservations, UnknownElement
from kommunepolitik.model import Portfolio
from tests.claims import some

NAMES = ("Slagelse", "Furesø", "Odense", "Aarhus")


def policy(municipality: str, *, id: str | None = None, indicator: str = "ledige", **fields: object) -> m.Policy:
    """Return a policy with one indicator, better the lower."""
    own = {"unit": "%", "direction": "decrease"}
    given = {key: fields.pop(key) for key in ("unit", "direction", "kind") if key in fields}
    content = m.Indicator(id=indicator, title="Ledige", **{**own, **given})  # type: ignore[arg-type]
    more = {"groups": [m.Group(id="kvinder", title="Kvinder")], **fields}
    return m.Policy(
        id=id or municipality[:1].lower(), title="P", municipality=municipality, indicators=[content], **more
    )  # type: ignore[arg-type]


FOUR = Portfolio(policy(name) for name in NAMES)


def figures(*rows: tuple[object, ...], **columns: object) -> pd.DataFrame:
    """Return a table of figures: policy, period, value."""
    frame = pd.DataFrame(rows, columns=["policy", "period", "value"])
    return kp.read_observations(frame.assign(**{"indicator": "ledige", **columns})).frame


def year(*values: float, period: str = "2023") -> pd.DataFrame:
    """Return a figure each for the first of the four."""
    return figures(*((name[:1].lower(), period, value) for name, value in zip(NAMES, values, strict=False)))


def column(frame: pd.DataFrame, name: str) -> dict[str, object]:
    """Return a column by municipality, blanks as None."""
    pairs = zip(frame["municipality"], frame[name], strict=True)
    return {key: None if pd.isna(value) else value for key, value in pairs}


def test_the_best_by_the_desired_direction_is_first() -> None:
    """Equals share the better rank and the next is left out; the distance is to the median, in the unit."""
    frame = benchmark(FOUR, "ledige", year(5.0, 4.0, 5.0, 8.5))
    assert frame["municipality"].tolist() == ["Furesø", "Slagelse", "Odense", "Aarhus"]
    assert frame["rank"].tolist() == [1, 2, 2, 4]
    assert frame["distance"].tolist() == [-1.0, 0.0, 0.0, 3.5]
    assert (set(frame["median"]), set(frame["of"]), set(frame["period"])) == ({5.0}, {4}, {"2023"})
    assert frame["reason"].isna().all()


def test_where_more_is_better_the_highest_is_first() -> None:
    """The distance keeps its sign."""
    portfolio = Portfolio(policy(name, direction="increase") for name in NAMES)
    frame = benchmark(portfolio, "ledige", year(5.0, 4.0, 6.0, 8.5))
    assert frame["municipality"].tolist()[0] == "Aarhus"
    assert frame["distance"].tolist()[0] == 3.0


def test_values_that_only_the_computer_distinguishes_are_equal() -> None:
    """0.1 + 0.2 is 0.3."""
    assert set(benchmark(FOUR, "ledige", year(0.1 + 0.2, 0.3))["rank"].dropna()) == {1}


def test_nobody_is_left_out() -> None:
    """Who has no figure that can be compared stays, with the reason and without a rank."""
    table = pd.concat(
        [
            figures(("s", "2023", 5), ("f", "2023", 6)),
            figures(("o", "2023", None), quality="suppressed"),
            figures(("a", "2023", 4), qualifier="about"),
        ]
    )
    frame = benchmark(FOUR, "ledige", table)
    assert column(frame, "reason") == {"Slagelse": None, "Furesø": None, "Odense": "suppressed", "Aarhus": "inexact"}
    assert column(frame, "value") == {"Slagelse": 5, "Furesø": 6, "Odense": None, "Aarhus": None}
    assert column(frame, "rank") == {"Slagelse": 1, "Furesø": 2, "Odense": None, "Aarhus": None}
    assert set(frame["of"]) == {2}


def test_a_range_is_no_figure_to_rank() -> None:
    """Where it lies is not known."""
    table = pd.concat([year(5, 6), figures(("o", "2023", 3), value_high=9)])
    assert column(benchmark(FOUR, "ledige", table), "reason")["Odense"] == "inexact"


def test_a_forecast_is_no_measurement() -> None:
    """It never replaces one, however new; alone it is reported as what it is."""
    forecasts = figures(("s", "2023", 1), ("o", "2023", 1), quality="forecast", published="2025")
    table = pd.concat([figures(("s", "2023", 5), ("f", "2023", 6), published="2024"), forecasts])
    frame = benchmark(FOUR, "ledige", table)
    assert column(frame, "value")["Slagelse"] == 5
    assert column(frame, "reason") == {"Slagelse": None, "Furesø": None, "Odense": "forecast", "Aarhus": "no_data"}


def test_the_newest_published_figure_counts() -> None:
    """A day within a year is distinguished from the year by its end."""
    table = pd.concat(
        [
            figures(("s", "2023", 9), ("f", "2023", 6), published="2024-03-01"),
            figures(("s", "2023", 5), published="2024-06"),
        ]
    )
    assert column(benchmark(FOUR, "ledige", table), "value")["Slagelse"] == 5


def test_only_figures_of_one_period_are_compared() -> None:
    """The latest that two share, though one has a newer figure; one without a figure for it shows its latest."""
    table = figures(("s", "2022", 5), ("f", "2022", 6), ("f", "2023", 4), ("o", "2021", 3))
    frame = benchmark(FOUR, "ledige", table)
    assert set(frame["period"]) == {"2022"}
    assert column(frame, "value") == {"Slagelse": 5, "Furesø": 6, "Odense": None, "Aarhus": None}
    assert column(frame, "latest") == {"Slagelse": "2022", "Furesø": "2023", "Odense": "2021", "Aarhus": None}
    assert column(frame, "reason")["Odense"] == "no_data"


def test_figures_of_different_periods_are_never_compared() -> None:
    """Two municipalities with one figure each, a year apart: nothing is ranked, and no median is made."""
    frame = benchmark(FOUR, "ledige", figures(("s", "2022", 5), ("f", "2023", 6)))
    assert column(frame, "reason") == {
        "Slagelse": "no_shared_period",
        "Furesø": "no_shared_period",
        "Odense": "no_data",
        "Aarhus": "no_data",
    }
    assert frame[["period", "value", "rank", "median", "distance"]].isna().all(axis=None)
    assert set(frame["of"]) == {0}


def test_a_quarter_and_its_year_are_two_periods() -> None:
    """Though they end on the same day; of two shared ones the longer is the latest."""
    table = figures(("s", "2023-Q4", 5), ("f", "2023", 6))
    assert benchmark(FOUR, "ledige", table)["period"].isna().all()
    table = figures(("s", "2023-Q4", 5), ("f", "2023-Q4", 6), ("s", "2023", 5), ("f", "2023", 6))
    assert set(benchmark(FOUR, "ledige", table)["period"]) == {"2023"}


def test_a_period_can_be_asked_for() -> None:
    """Who is alone in it has a value, but nobody to be ranked among."""
    table = figures(("s", "2022", 5), ("f", "2022", 6), ("f", "2023", 4))
    frame = benchmark(FOUR, "ledige", table, m.Period("2023"))
    assert column(frame, "value")["Furesø"] == 4
    assert column(frame, "reason")["Furesø"] == "alone"
    assert frame[["rank", "median", "distance"]].isna().all(axis=None)
    with pytest.raises(InvalidModel, match="has no end"):
        benchmark(FOUR, "ledige", table, "2023..")
    with pytest.raises(InvalidModel, match="is not a period"):
        benchmark(FOUR, "ledige", table, "i år")


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [(None, None, "no_direction"), ("increase", "decrease", "directions_disagree"), (None, "decrease", None)],
)
def test_no_direction_no_rank(first: str | None, second: str | None, reason: str | None) -> None:
    """Median and distance are facts all the same; one policy's silence does not contradict the other."""
    portfolio = Portfolio([policy("Slagelse", direction=first), policy("Furesø", direction=second)])
    frame = benchmark(portfolio, "ledige", year(5, 6))
    assert set(column(frame, "reason").values()) == {reason}
    assert frame["rank"].isna().all() == (reason is not None)
    assert frame["distance"].tolist() == [-0.5, 0.5]


def test_another_unit_is_not_compared() -> None:
    """The most common unit counts; who gives none where others do may count anything."""
    odd = [policy("Odense", unit="antal"), policy("Aarhus", unit=None)]
    portfolio = Portfolio([policy("Slagelse"), policy("Furesø"), *odd])
    frame = benchmark(portfolio, "ledige", year(5, 6, 70, 4))
    assert column(frame, "reason") == {
        "Slagelse": None,
        "Furesø": None,
        "Odense": "other_unit",
        "Aarhus": "unknown_unit",
    }
    assert set(frame["of"]) == {2}
    without = Portfolio(policy(name, unit=None) for name in NAMES)
    assert set(benchmark(without, "ledige", year(5, 6, 7, 4))["of"]) == {4}


def test_what_people_judge_has_no_rank() -> None:
    """An indicator judged by people is reported as such."""
    portfolio = Portfolio([*FOUR, policy("Aalborg", id="x", kind="qualitative", unit=None)])
    assert column(benchmark(portfolio, "ledige", year(5, 6)), "reason")["Aalborg"] == "qualitative"


def test_the_newest_edition_represents_its_municipality() -> None:
    """Figures of an older one are another edition's, and not mixed in."""
    newer = policy("Slagelse", id="s2", supersedes="s")
    table = figures(("s", "2023", 1), ("s2", "2023", 5), ("f", "2023", 6))
    frame = benchmark(Portfolio([*FOUR, newer]), "ledige", table)
    assert len(frame) == 4
    assert column(frame, "policy")["Slagelse"] == "s2"
    assert column(frame, "value")["Slagelse"] == 5


def test_of_policies_that_nothing_binds_the_one_with_the_indicator_counts() -> None:
    """A municipality with a policy for something else is there once; of two that have it, the later."""
    youth = m.Policy(id="unge", title="U", municipality="Slagelse", period="2026")
    later = policy("Furesø", id="f2", period="2024")
    frame = benchmark(Portfolio([*FOUR, youth, later]), "ledige", year(5, 6))
    assert column(frame, "policy") == {"Slagelse": "s", "Furesø": "f2", "Odense": "o", "Aarhus": "a"}


def test_a_policy_without_the_indicator_stays() -> None:
    """Its municipality is not left out."""
    frame = benchmark(Portfolio([*FOUR, policy("Aalborg", id="x", indicator="andet")]), "ledige", year(5, 6))
    assert column(frame, "reason")["Aalborg"] == "no_indicator"
    assert column(frame, "indicator")["Aalborg"] is None


def test_policies_may_name_it_differently() -> None:
    """The mapping states what is meant, also in an older edition; who is not in it has no such indicator."""
    own = policy("Aalborg", id="x", indicator="ledighed")
    newer = policy("Slagelse", id="s2", indicator="andet", supersedes="s")
    table = pd.concat([year(5, 6), figures(("x", "2023", 4), indicator="ledighed")])
    frame = benchmark(Portfolio([*FOUR, newer, own]), {"s": "ledige", "x": "ledighed"}, table)
    assert column(frame, "rank") == {"Aalborg": 1, "Slagelse": 2, "Furesø": None, "Odense": None, "Aarhus": None}
    assert column(frame, "policy")["Slagelse"] == "s"
    assert column(frame, "indicator")["Aalborg"] == "ledighed"
    assert column(frame, "reason")["Furesø"] == "no_indicator"


def test_figures_without_a_policy_do_not_distinguish_municipalities() -> None:
    """They belong to several policies: nobody is ranked by them."""
    table = pd.concat([year(5, 6), figures(("", "2023", 7))])
    assert column(benchmark(FOUR, "ledige", table), "reason")["Odense"] == "shared"
    frame = benchmark(FOUR, "ledige", figures(("", "2023", 7)))
    assert set(column(frame, "reason").values()) == {"shared"}
    assert frame["value"].isna().all()


def test_a_group_is_compared_with_itself() -> None:
    """The whole population and a group are two series."""
    table = pd.concat([year(5, 6), figures(("s", "2023", 9), ("f", "2023", 3), group="kvinder")])
    assert column(benchmark(FOUR, "ledige", table), "rank")["Slagelse"] == 1
    assert column(benchmark(FOUR, "ledige", table, group="kvinder"), "rank")["Slagelse"] == 2
    with pytest.raises(UnknownElement, match="did you mean 'kvinder'"):
        benchmark(FOUR, "ledige", table, group="kvnder")


def test_made_up_municipalities_are_marked() -> None:
    """They count like others."""
    made_up = policy("Slagelse", id="n")
    nybro = m.Policy(
        id="n", title="P", municipality=m.Municipality(name="Nybro", fictitious=True), indicators=made_up.indicators
    )
    frame = benchmark(Portfolio([*FOUR, nybro]), "ledige", figures(("s", "2023", 5), ("n", "2023", 4)))
    assert column(frame, "fictitious") == {
        "Nybro": True,
        "Slagelse": False,
        "Furesø": False,
        "Odense": False,
        "Aarhus": False,
    }
    assert column(frame, "rank")["Nybro"] == 1
    assert column(frame, "municipality_code")["Nybro"] is None


def test_without_figures_everybody_is_there_without_a_rank() -> None:
    """No figure, none that may be reported, words alone, none with a period: the reason states which."""
    nothing = year(5, 6).iloc[:0]
    assert set(benchmark(FOUR, "ledige", nothing)["reason"]) == {"no_data"}
    withheld = figures(*((name[:1].lower(), "2023", None) for name in NAMES), quality="suppressed")
    frame = benchmark(FOUR, "ledige", withheld)
    assert set(frame["reason"]) == {"suppressed"}
    assert frame[["period", "value", "rank", "latest"]].isna().all(axis=None)
    words = figures(("s", "2023", None), ("f", "2023", None), judgement="Det går godt")
    assert set(benchmark(FOUR, "ledige", words)["reason"]) == {"no_data"}
    undated = figures(("s", "", 5), ("f", "", 6))
    assert set(benchmark(FOUR, "ledige", undated)["reason"]) == {"no_data"}


def test_one_policy_has_nobody_to_be_compared_with() -> None:
    """And no policy gives an empty table of the same types."""
    single = benchmark(Portfolio([policy("Slagelse")]), "ledige", year(5))
    assert column(single, "reason") == {"Slagelse": "no_shared_period"}
    empty = benchmark(Portfolio(), "ledige", year(5))
    assert len(empty) == 0
    assert list(empty.dtypes.items()) == list(single.dtypes.items())


def test_a_misspelt_indicator_is_an_error_with_the_nearest() -> None:
    """As id, in a mapping, and as the policy of a mapping."""
    for wrong in ("ledge", {"s": "ledge"}):
        with pytest.raises(UnknownElement, match="did you mean 'ledige'"):
            benchmark(FOUR, wrong, year(5, 6))
    with pytest.raises(UnknownElement, match="no policy has the id 'slagelse-2013'"):
        benchmark(FOUR, {"slagelse-2013": "ledige"}, year(5, 6))
    with pytest.raises(InvalidModel, match="expected text, found the number 7"):
        benchmark(FOUR, 7, year(5, 6))  # type: ignore[arg-type]


def test_figures_come_in_any_frame_that_can_be_read() -> None:
    """Few columns, nulls or another engine; what is no table is reported."""
    import polars as pl

    few = pd.DataFrame({"policy": ["s", "f"], "indicator": "ledige", "period": ["2023", "2023"], "value": [5.0, 6.0]})
    expected = benchmark(FOUR, "ledige", year(5, 6))
    pd.testing.assert_frame_equal(benchmark(FOUR, "ledige", few), expected)
    pd.testing.assert_frame_equal(benchmark(FOUR, "ledige", pl.from_pandas(few)), expected)
    pd.testing.assert_frame_equal(benchmark(FOUR, "ledige", year(5, 6).convert_dtypes()), expected)
    blank = year(5, 6)
    blank["group"] = None
    pd.testing.assert_frame_equal(benchmark(FOUR, "ledige", blank), expected)
    with pytest.raises(InvalidObservations):
        benchmark(FOUR, "ledige", 7)


def test_each_column_and_reason_is_explained() -> None:
    """The docstring names every column."""
    for name in some(benchmark(FOUR, "ledige", year(5, 6)).columns):
        assert f"\n    {name}: " in benchmark.__doc__  # type: ignore[operator]


def test_a_chain_of_near_values_is_no_tie() -> None:
    """Each differs from the next by noise, but the last from the first by more."""
    step = 0.7e-9
    frame = benchmark(FOUR, "ledige", year(1.0, 1.0 + step, 1.0 + 2 * step, 1.0 + 3 * step))
    assert frame["rank"].tolist() == [1, 1, 3, 3]


def test_only_those_with_figures_state_what_it_is_counted_in() -> None:
    """Three that are judged in words, or have no figures, do not outvote two that measure in percent."""
    words = [policy(name, unit="x", kind="qualitative") for name in ("Køge", "Greve")]
    silent = [policy("Vejle", unit="antal"), policy("Hjørring", unit="antal"), policy("Tønder", unit="antal")]
    portfolio = Portfolio([*FOUR, *words, *silent])
    frame = benchmark(portfolio, "ledige", year(5.0, 4.0))
    assert frame["rank"].dropna().tolist() == [1, 2]
