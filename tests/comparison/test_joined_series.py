"""Indicators across editions: what may be in one line, and what may not."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.comparison import JoinedSeries, compare


def line(id: str, **fields: Any) -> list[m.Continuation]:
    """Return a line back to an element of the earlier edition."""
    return [m.Continuation(**{"address": f"foer#{id}", "basis": "source", **fields})]


def joined(
    figures: list[dict[str, Any]],
    *,
    comparable: bool = True,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    groups: tuple[list[m.Group], list[m.Group]] = ((), ()),  # type: ignore[assignment]
    **policy: Any,
) -> tuple[JoinedSeries, ...]:
    """Join the figures of one indicator that goes on from one edition to the next."""
    first = m.Indicator(**{"id": "foer-i", "title": "I", "unit": "procent", **(old or {})})
    second = m.Indicator(
        **{
            "id": "i",
            "title": "I",
            "unit": "procent",
            "continues": line("foer-i", comparable=comparable),
            **(new or {}),
        }
    )
    earlier = m.Policy(id="foer", title="Før", municipality="Slagelse", indicators=[first], groups=groups[0])
    later = m.Policy(
        **{"id": "efter", "title": "Efter", "municipality": "Slagelse", "period": "2020..2024", **policy},
        indicators=[second],
        groups=groups[1],
    )
    return compare(earlier, later, kp.read_observations(pd.DataFrame(figures))).series


def before(period: str, value: float | None, **more: Any) -> dict[str, Any]:
    """Return a figure of the earlier edition."""
    return {"policy": "foer", "indicator": "foer-i", "period": period, "value": value, **more}


def after(period: str, value: float | None, **more: Any) -> dict[str, Any]:
    """Return a figure of the later edition."""
    return {"policy": "efter", "indicator": "i", "period": period, "value": value, **more}


def segments(series: JoinedSeries) -> list[list[float]]:
    """Return the figures that count of each segment, in order of time."""
    found: dict[int, list[float]] = {}
    for point in series.points:
        if not point.outranked:
            found.setdefault(point.segment, []).append(point.value)
    return list(found.values())


def values_of(series: JoinedSeries) -> list[tuple[str, float]]:
    """Return periods and values in order."""
    return [(str(point.period), point.value) for point in series.points]


def test_a_series_goes_on_across_the_boundary() -> None:
    """One line in order of time, whatever the order of rows, with the day the new edition began."""
    (series,) = joined([after("2021", 55), before("2019", 50), before("2017", 45), after("2022", 60)])
    assert values_of(series) == [("2017", 45), ("2019", 50), ("2021", 55), ("2022", 60)]
    assert series.boundary == dt.date(2020, 1, 1)
    assert segments(series) == [[45, 50, 55, 60]]
    assert [point.side for point in series.points] == ["old", "old", "new", "new"]


def test_the_boundary_is_when_it_took_effect() -> None:
    """`in_force` before `period`; neither given, none is drawn."""
    figures = [before("2019", 50)]
    assert joined(figures, in_force="2020-09-25..")[0].boundary == dt.date(2020, 9, 25)
    assert joined(figures, period=None)[0].boundary is None


@pytest.mark.parametrize(
    "apart",
    [{"comparable": False}, {"new": {"unit": "antal"}}, {"new": {"unit": None}}],
    ids=["said", "unit", "unit unknown"],
)
def test_what_is_measured_differently_is_two_lines(apart: dict[str, Any]) -> None:
    """Where the link states it, or units differ, no difference is taken across, and neither figure outranks the other."""
    (series,) = joined([before("2018", 40), before("2020", 44), after("2020", 400), after("2022", 420)], **apart)
    assert not series.comparable
    assert segments(series) == [[40, 44], [400, 420]]
    assert not any(point.outranked for point in series.points)


def test_the_newer_edition_outranks_the_older_for_a_period() -> None:
    """Both figures of 2020 are kept; only the newer counts."""
    (series,) = joined([before("2019", 50), before("2020", 51), after("2020", 53), after("2021", 54)])
    assert [(p.value, p.outranked) for p in series.points] == [(50, False), (51, True), (53, False), (54, False)]
    assert segments(series) == [[50, 53, 54]]


def test_a_revised_figure_replaces_the_one_before_it() -> None:
    """Of several rows of one edition and period the last published counts, by its day and not by its place."""
    rows = [after("2021", 55, published="2022-10-01"), after("2021", 54, published="2022-03-01"), after("2021", 53)]
    assert values_of(joined(rows)[0]) == [("2021", 55)]


def test_own_and_shared_figures_compete_by_the_day_they_were_published() -> None:
    """Rows without a policy are for all that know the indicator; of the same day an edition's own comes first."""
    shared = {"indicator": "i", "period": "2021", "value": 99, "policy": "", "published": "2023-01-01"}
    for day, value in (("2022-01-01", 99), ("2023-01-01", 55), ("2024-01-01", 55)):
        assert values_of(joined([after("2021", 55, published=day), shared])[0]) == [("2021", value)]
    (series,) = joined([before("2019", 50), shared])
    assert [(str(p.period), p.side) for p in series.points] == [("2019", "old"), ("2021", "new")]


def test_a_row_that_both_editions_share_is_one_figure() -> None:
    """With the same id in both, a shared figure is not outranked by itself."""
    rows = [{"indicator": "i", "period": year, "value": value} for year, value in (("2019", 50), ("2021", 55))]
    (series,) = joined(rows, old={"id": "i"}, new={"continues": line("i")})
    assert values_of(series) == [("2019", 50), ("2021", 55)]
    assert not any(point.outranked for point in series.points)


BREAK = {"breaks": [m.Break(period="2020")]}


@pytest.mark.parametrize(("old", "new"), [(BREAK, {}), ({}, BREAK), (BREAK, BREAK)])
def test_a_break_reported_by_either_edition_parts_the_line(old: dict[str, Any], new: dict[str, Any]) -> None:
    """From the first period measured in a new way, figures are a segment of their own."""
    (series,) = joined([before("2018", 40), before("2019", 42), after("2020", 30), after("2021", 33)], old=old, new=new)
    assert [str(period) for period in series.breaks] == ["2020"]
    assert segments(series) == [[40, 42], [30, 33]]


def test_a_figure_that_a_break_cuts_through_stands_alone() -> None:
    """An average over the break is measured both ways; two such figures are not compared with each other either."""
    rows = [before("2018", 40), before("2019..2021", 35), before("2019/20", 36), after("2021", 30), after("2022", 33)]
    for some in (rows, rows[1:]):
        (series,) = joined(some, new=BREAK)
        found = {str(point.period): point.segment for point in series.points}
        assert len(set(found.values())) == len(some) - 1
        assert found["2021"] == found["2022"]


def test_where_editions_do_not_measure_alike_a_break_is_its_own_edition_s() -> None:
    """The old edition's break means nothing for the new one's figures, nor the other way round."""
    rows = [before("2018", 40), before("2021", 42), after("2018", 400), after("2021", 440)]
    (series,) = joined(rows, comparable=False, old=BREAK)
    assert segments(series) == [[40], [400, 440], [42]]


UNGE = [m.Group(id="unge", title="Unge")]


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (UNGE, [("unge", 2, True)]),
        ([m.Group(id="unge-25", title="Unge", continues=line("unge"))], [("unge-25", 2, True)]),
        ([m.Group(id="unge-25", title="Unge", continues=line("unge", comparable=False))], [("unge-25", 2, False)]),
        ([m.Group(id="unge-25", title="Unge")], [("unge", 1, True), ("unge-25", 1, True)]),
    ],
    ids=["same id", "carried on", "other population", "unrelated"],
)
def test_groups_are_joined_by_lineage_or_by_id(later: list[m.Group], expected: list[tuple[str, int, bool]]) -> None:
    """A group that carries on another goes on in its line, if its figures may be compared."""
    rows = [before("2019", 50, group="unge"), after("2021", 55, group=later[0].id)]
    series = joined(rows, groups=(UNGE, later))
    assert [(each.group, len(each.points), each.comparable) for each in series] == expected


def test_lineage_of_groups_comes_before_their_ids() -> None:
    """Where »unge« lives on as another group, the new edition's own »unge« is not its successor."""
    later = [m.Group(id="unge-25", title="Unge", continues=line("unge")), m.Group(id="unge", title="Helt unge")]
    rows = [before("2019", 50, group="unge"), after("2021", 55, group="unge-25"), after("2021", 20, group="unge")]
    assert {each.group: values_of(each) for each in joined(rows, groups=(UNGE, later))} == {
        "unge-25": [("2019", 50), ("2021", 55)],
        "unge": [("2021", 20)],
    }


def test_groups_merged_or_split_keep_series_of_their_own() -> None:
    """Men and women together are another population than either."""
    earlier = [m.Group(id="maend", title="Mænd"), m.Group(id="kvinder", title="Kvinder")]
    later = [m.Group(id="alle", title="Alle", continues=[*line("maend"), *line("kvinder")])]
    rows = [before("2019", 50, group="maend"), before("2019", 60, group="kvinder"), after("2021", 57, group="alle")]
    series = joined(rows, groups=(earlier, later))
    assert {each.group: values_of(each) for each in series} == {
        "maend": [("2019", 50)],
        "kvinder": [("2019", 60)],
        "alle": [("2021", 57)],
    }


def test_the_whole_population_is_a_series_beside_its_groups() -> None:
    """Figures without a group never join those with one."""
    series = joined([before("2019", 50), after("2021", 55), after("2021", 40, group="unge")], groups=(UNGE, UNGE))
    assert {each.group: len(each.points) for each in series} == {"": 2, "unge": 1}


def test_a_withheld_figure_is_not_shown_nor_replaced_by_one_published_before() -> None:
    """What was later suppressed stays so; the line goes on after it."""
    rows = [
        after("2020", 50),
        after("2021", 3, published="2022-01-01"),
        after("2021", None, quality="suppressed", published="2022-06-01"),
        after("2022", 52),
    ]
    assert values_of(joined(rows)[0]) == [("2020", 50), ("2022", 52)]
    assert joined([after("2021", None, quality="suppressed")]) == ()


def test_forecasts_are_shown_but_count_for_nothing() -> None:
    """A course ends with what was measured; a measured figure precedes a forecast of its period."""
    rows = [after("2020", 50), after("2021", 52), after("2022", 60, quality="forecast")]
    (series,) = joined([*rows, after("2021", 58, quality="forecast", published="2020-01-01")])
    assert values_of(series) == [("2020", 50), ("2021", 52), ("2022", 60)]
    assert {point.segment for point in series.points} == {series.points[0].segment}


def test_figures_without_a_period_or_without_an_end_cannot_be_placed() -> None:
    """They are left out of the line."""
    assert joined([before("", 50), before("2019..", 50)]) == ()


def test_without_figures_there_is_no_series() -> None:
    """No observations, none of these indicators, or none of these policies."""
    assert joined([{"indicator": "andet", "period": "2020", "value": 1, "policy": ""}]) == ()
    assert joined([{"indicator": "i", "period": "2020", "value": 1, "policy": "nabo"}]) == ()
    policy = m.Policy(id="p", title="P", municipality="Slagelse")
    assert compare(policy, policy).series == ()


def test_only_indicators_that_carry_on_indicators_are_joined() -> None:
    """A delmål that became an indicator had no figures of its own."""
    earlier = m.Policy(id="foer", title="F", municipality="Slagelse", goals=[m.Goal(id="g", statement="G")])
    later = m.Policy(
        id="efter", title="E", municipality="Slagelse", indicators=[m.Indicator(id="i", title="I", continues=line("g"))]
    )
    assert compare(earlier, later, kp.read_observations(pd.DataFrame([after("2021", 5)]))).series == ()


def test_other_words_for_what_is_measured_call_for_care() -> None:
    """Definition and population are compared with each other where both editions give them."""
    rows = [before("2019", 50)]
    alike = {"definition": "Andel i job", "population": "16-64 år"}
    assert joined(rows, old=alike, new=alike)[0].worded_alike
    assert joined(rows, old=alike)[0].worded_alike
    assert not joined(rows, old=alike, new={**alike, "population": "25-64 år"})[0].worded_alike


def test_a_forecast_never_takes_the_place_of_a_measurement() -> None:
    """The later edition only guessed at 2019, which the earlier one measured."""
    figures = [before("2018", 50), before("2019", 55), after("2019", 53, quality="forecast"), after("2020", 60)]
    (series,) = joined(figures)
    assert [(point.value, point.outranked) for point in series.points if str(point.period) == "2019"] == [
        (55, False),
        (53, True),
    ]


def test_the_later_edition_counts_whichever_was_named_first() -> None:
    """Both give 2019; that the editions are swapped in the call makes the older one no newer."""
    earlier = m.Policy(
        id="foer", title="F", municipality="Slagelse", indicators=[m.Indicator(id="i", title="I", unit="%")]
    )
    line_back = m.Continuation(address="foer#i", basis="source")
    again = m.Indicator(id="i", title="I", unit="%", continues=[line_back])
    later = m.Policy(id="efter", title="E", municipality="Slagelse", indicators=[again], supersedes="foer")
    rows = [
        {"policy": id, "indicator": "i", "period": "2019", "value": value}
        for id, value in (("foer", 55), ("efter", 53))
    ]
    table = kp.read_observations(pd.DataFrame(rows))
    for one, other in ((earlier, later), (later, earlier)):
        (series,) = compare(one, other, table).series
        assert {point.value: point.outranked for point in series.points} == {55: True, 53: False}
