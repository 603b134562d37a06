"""Charts of an indicator: what they show is what was measured and what is required, and their words state the same."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import pandas as pd
import pytest

import kommunepolitik as kp
import kommunepolitik.blocks as b
import kommunepolitik.model as m
from kommunepolitik.documents import read_all
from kommunepolitik.i18n import language
from kommunepolitik.report.context import Context
from kommunepolitik.report.series_charts import indicator_charts, main_chart, spark
from tests.claims import some

NYBRO = Path(__file__).parents[2] / "docs" / "tutorial" / "nybro"


def indicator(*targets: m.Target, **more: Any) -> m.Indicator:
    """Return an indicator in percent with some targets."""
    fields: dict[str, Any] = {"id": "i", "title": "Andel", "unit": "%", "direction": "increase", **more}
    return m.Indicator(targets=targets, **fields)


def context(own: m.Indicator, rows: Mapping[str, object], *, at: str | None = None, **more: Any) -> Context:
    """Return what the report of a policy with an indicator and some figures by period is built from, in English."""
    others: Mapping[tuple[str, str], Mapping[str, object]] = more.pop("beside", {})
    code = more.pop("code", "en")
    policy = kp.Policy(
        id="p",
        title="P",
        municipality=m.Municipality(name="Nybro", fictitious=True),
        period=m.Period("2024..2027"),
        indicators=(own, *more.pop("indicators", ())),
        **more,
    )
    table = [(own.id, "", period, value) for period, value in rows.items()]
    table += [(id, group, period, value) for (id, group), series in others.items() for period, value in series.items()]
    frame = pd.DataFrame(table, columns=["indicator", "group", "period", "value"], dtype="string")
    figures = kp.read_observations(frame, policy)
    evaluation = kp.evaluate(policy, figures, at=at)
    return Context(policy=policy, language=language(code), evaluation=evaluation, observations=figures)


def blocks(own: m.Indicator, rows: Mapping[str, object], **more: Any) -> tuple[b.Block, ...]:
    """Return what is shown of an indicator."""
    return indicator_charts(context(own, rows, **more), own)


def charts(own: m.Indicator, rows: Mapping[str, object], **more: Any) -> list[b.Chart]:
    """Return the charts of an indicator."""
    return [block for block in blocks(own, rows, **more) if isinstance(block, b.Chart)]


def chart(own: m.Indicator, rows: Mapping[str, object], **more: Any) -> b.Chart:
    """Return the one chart of an indicator."""
    (found,) = charts(own, rows, **more)
    return found


def text_of_line(own: m.Indicator, rows: Mapping[str, object], **more: Any) -> str:
    """Return the one line of text that an indicator has in place of a chart."""
    (found,) = blocks(own, rows, **more)
    assert isinstance(found, b.Paragraph)
    return plain(b.plain(found.inlines))


def lines(chart: b.Chart) -> tuple[b.TargetLine, ...]:
    """Return the lines of the targets."""
    assert isinstance(chart.data, b.LineChart)
    return chart.data.targets


def points(chart: b.Chart, number: int = 0) -> list[b.Point]:
    """Return the figures of one of the series."""
    assert isinstance(chart.data, b.LineChart)
    return [point for segment in chart.data.series[number].segments for point in segment]


def axis(chart: b.Chart) -> list[str]:
    """Return the names of the periods on the axis."""
    assert isinstance(chart.data, b.LineChart)
    return [span.label for span in chart.data.spans]


def cells(chart: b.Chart) -> list[list[str]]:
    """Return the words of the table beside a chart."""
    assert chart.table is not None
    return [[plain(b.plain(block.inlines)) for cell in row.cells for block in cell] for row in chart.table.rows]  # type: ignore[union-attr]


def plain(text: str) -> str:
    """Return a text with plain blanks."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


BASE = m.Baseline(period=m.Period("2023"), value=50)
TO_60 = m.LevelTarget(value=60, comparison="at_least", due=m.Period("2027"))
AT_LEAST_60 = m.StandingTarget(value=60, comparison="at_least")


# Time


def test_a_period_is_in_the_middle_of_itself_under_its_own_year() -> None:
    """A year is at the name of the year, and the years between figures are named too."""
    shown = chart(indicator(), {"2023": 1, "2024": 2, "2026": 3})
    assert [point.at for point in points(shown)] == pytest.approx([2023.5, 2024.5, 2026.5])
    assert axis(shown) == ["2023", "2024", "2025", "2026"]


def test_a_fourth_quarter_is_not_in_the_year_after() -> None:
    """Quarters of many years are under their years."""
    shown = chart(indicator(), {"2023-Q4": 1, "2024-Q4": 3, "2026-Q4": 2})
    assert [point.at for point in points(shown)] == pytest.approx([2023.875, 2024.875, 2026.875], abs=0.01)
    assert axis(shown) == ["2023", "2024", "2025", "2026"]


def test_few_months_and_quarters_are_named_one_by_one() -> None:
    """With the year below the first of each."""
    months = chart(indicator(), {"2026-11": 1, "2026-12": 2, "2027-01": 3})
    assert axis(months) == ["Nov", "Dec", "Jan"]
    assert isinstance(months.data, b.LineChart)
    assert [span.below for span in months.data.spans] == ["2026", "2026", "2027"]
    assert len(axis(chart(indicator(), {"2025-Q4": 1, "2026-Q3": 2}))) == 4


def test_school_years_have_an_axis_of_school_years() -> None:
    """A school year is no point in January."""
    shown = chart(indicator(), {"2022/23": 5.1, "2023/24": 5.4})
    assert axis(shown) == ["2022/23", "2023/24"]
    assert isinstance(shown.data, b.LineChart)
    middles = [(span.start + span.end) / 2 for span in shown.data.spans]
    assert [point.at for point in points(shown)] == pytest.approx(middles, abs=0.01)


def test_the_axis_of_time_holds_all_that_is_drawn() -> None:
    """Figures, targets and breaks are within its first and last period."""
    shown = chart(indicator(TO_60, baseline=BASE), {"2023": 50, "2024": 51})
    assert axis(shown) == ["2023", "2024", "2025", "2026", "2027"]


def test_a_years_sum_and_single_quarters_never_share_a_chart() -> None:
    """Else a count that is now taken every quarter looks like a collapse; each length has a chart and a table."""
    target = m.StandingTarget(value=100, comparison="at_least", per="year")
    rows = {"2024": 112, "2025": 96, "2026-Q1": 31, "2026-Q2": 24, "2026-Q3": 12, "2026-Q4": 38}
    years, quarters = charts(indicator(target, unit="antal"), rows)
    assert [row[0] for row in cells(years)] == ["2024", "2025"]
    assert [row[0] for row in cells(quarters)] == ["Q1 2026", "Q2 2026", "Q3 2026", "Q4 2026"]
    assert [each.title for each in (years, quarters)] == ["Andel: whole years", "Andel: quarters"]
    assert years.id != quarters.id
    assert len(lines(years)) == 1
    assert lines(quarters) == ()  # a quarter is not compared with the sum of a year


# What is required


@pytest.mark.parametrize(
    ("target", "rows"),
    [
        (TO_60, {"2023": 50, "2024": 51, "2025": 54}),
        (
            m.ChangeTarget(amount=2, mode="points", due=m.Period("2027"), start=m.Period("2023")),
            {"2023": 50, "2025": 51},
        ),
        (m.ChangeTarget(amount=5, mode="percent", start=m.Period("2023")), {"2023": 50, "2024": 51, "2026": 60}),
        (
            m.LevelTarget(value=60, comparison="at_least", due=m.Period("2025")),
            {"2023-Q4": 50, "2024-Q1": 51, "2024-Q4": 52, "2025-Q1": 53, "2025-Q3": 53},
        ),
    ],
)
def test_the_line_passes_where_the_evaluation_requires_it(target: m.Target, rows: Mapping[str, object]) -> None:
    """At the place of each figure, the line has the value that the figure is judged against."""
    own = indicator(target, baseline=m.Baseline(period=m.Period(next(iter(rows))), value=50))
    shown = chart(own, rows)
    (drawn,) = lines(shown)
    for point, period in some([*zip(points(shown), rows, strict=True)][1:]):
        (result,) = context(own, rows, at=period).results.results
        value = next(value for at, value in drawn.line if at == pytest.approx(point.at, abs=0.02))
        assert value == pytest.approx(result.required_value)


def test_a_level_on_the_way_is_on_the_same_line() -> None:
    """Yearly ambitions are one way, not several; the last is marked and written."""
    levels = [m.LevelTarget(value=v, comparison="at_least", due=m.Period(y)) for y, v in (("2024", 55), ("2026", 57))]
    (drawn,) = lines(chart(indicator(*levels, baseline=BASE), {"2023": 50, "2024": 54}))
    assert drawn.marks == ((2026.5, 57),)
    assert {(2024.5, 55), (2026.5, 57)} < set(drawn.line)
    assert (drawn.words, drawn.label) == ("at least 57", "target 2026")


def test_what_is_to_be_kept_is_a_level_as_far_as_there_are_figures() -> None:
    """From where the policy begins; before that, nothing was promised."""
    (drawn,) = lines(chart(indicator(AT_LEAST_60), {"2023": 52, "2024": 64, "2025": 61}))
    assert drawn.line == ((2024, 60), (pytest.approx(2026, abs=0.01), 60))
    assert (drawn.role, drawn.words, drawn.label) == ("level", "at least 60", "every year")


def test_both_ends_of_a_band_are_drawn() -> None:
    """Between 15 and 25: two levels, and one sentence."""
    low = m.StandingTarget(id="mindst", value=15, comparison="at_least")
    high = m.StandingTarget(id="hoejst", value=25, comparison="at_most")
    shown = chart(indicator(low, high, unit="antal", direction=None), {"2024": 21, "2025": 27})
    assert [drawn.words for drawn in lines(shown)] == ["at least 15", "at most 25"]
    assert "Between 15 and 25 every year: missed." in shown.description


def test_a_level_that_the_baseline_has_reached_already_has_a_path_like_any_other() -> None:
    """From 96 in 2023 down to 95 in 2027: the path counts, so that 94 in 2025 is off it."""
    level = m.LevelTarget(value=95, comparison="at_least", due=m.Period("2027"))
    (drawn,) = lines(
        chart(indicator(level, baseline=m.Baseline(period=m.Period("2023"), value=96)), {"2023": 96, "2025": 94})
    )
    assert [value for _, value in drawn.line] == [96, 95.75, 95.5, 95.25, 95]


def test_a_single_day_that_is_the_first_of_a_month_ends_the_month_before() -> None:
    """The way to 1 January 2028 ends with 2027, and passes each figure of a first of January where it is drawn."""
    level = m.LevelTarget(value=60, comparison="at_least", due=m.Period("2028-01-01"))
    own = indicator(level, baseline=m.Baseline(period=m.Period("2024-01-01"), value=50))
    shown = chart(own, {"2024-01-01": 50, "2025-01-01": 51, "2026-01-01": 54})
    (drawn,) = lines(shown)
    assert drawn.line[0] == (pytest.approx(2024, abs=0.01), 50)
    assert drawn.line[-1] == (pytest.approx(2028, abs=0.01), 60)
    assert [value for at, value in drawn.line if at == pytest.approx(2026, abs=0.01)] == [pytest.approx(55)]
    assert points(shown)[-1].at == pytest.approx(2026, abs=0.01)


def test_a_change_in_all_is_a_straight_way_to_what_it_comes_to() -> None:
    """20 % fewer by 2027 than in 2023: from 100 to 80; without a deadline there is no way."""
    target = m.ChangeTarget(amount=-20, mode="percent", per="total", due=m.Period("2027"))
    own = indicator(target, unit="antal", direction="decrease", baseline=m.Baseline(period=m.Period("2023"), value=100))
    (drawn,) = lines(chart(own, {"2023": 100, "2025": 92}))
    assert drawn.line == ((2023.5, 100), (2024.5, 95), (2025.5, 90), (2026.5, 85), (2027.5, 80))
    assert (drawn.words, drawn.label) == ("", "should be 80 in 2027")
    endless = attrs.evolve(own, targets=[attrs.evolve(target, due=None)])
    assert lines(chart(endless, {"2023": 100, "2025": 92})) == ()


def test_a_direction_shows_the_figure_that_it_is_to_leave() -> None:
    """Fewer than in 2023: a level line at the figure of 2023, until due."""
    target = m.DirectionTarget(direction="decrease", due=m.Period("2026"))
    own = indicator(target, direction="decrease", baseline=m.Baseline(period=m.Period("2023"), value=12))
    (drawn,) = lines(chart(own, {"2023": 12, "2024": 11}))
    assert drawn.line == ((2023.5, 12), (pytest.approx(2027, abs=0.01), 12))
    assert (drawn.label, drawn.words) == ("Baseline", "12")


def test_a_change_of_unknown_mode_is_two_lines() -> None:
    """Read as percent and as points."""
    drawn = lines(chart(indicator(m.ChangeTarget(amount=2, start=m.Period("2023"))), {"2023": 50, "2024": 51}))
    assert [each.line[-1] for each in drawn] == [(2027.5, pytest.approx(50 * 1.02**4)), (2027.5, pytest.approx(58))]
    assert [each.label for each in drawn] == [
        "should be 54.1, read as percent",
        "should be 58, read as percentage points",
    ]
    assert [each.role for each in drawn] == ["path", "reading"]


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (indicator(TO_60), "without a baseline it is unknown how far it has come"),
        (
            indicator(TO_60, baseline=m.Baseline(period=m.Period("2022"), value=40, qualifier="under")),
            "At least 60 %, by 2027: ",
        ),
        (
            indicator(m.ChangeTarget(amount=2, mode="points", start=m.Period("2026"))),
            "all figures are from before the start",
        ),
    ],
)
def test_no_path_is_invented(own: m.Indicator, expected: str) -> None:
    """What is not known is not drawn; the description states how it is judged, or why not."""
    shown = chart(own, {"2023": 50, "2024": 51})
    assert [drawn.line for drawn in lines(shown) if drawn.line] == []
    assert expected in plain(shown.description)


def test_a_level_without_a_deadline_is_a_level() -> None:
    """It is known how much, and not by when."""
    shown = chart(indicator(m.LevelTarget(value=60, comparison="at_least"), baseline=BASE), {"2023": 50, "2024": 51})
    (drawn,) = lines(shown)
    assert (drawn.role, drawn.words, drawn.label) == ("level", "at least 60", "no deadline given")


def test_a_target_that_a_decision_replaced_is_drawn_only_on_the_way_to_others() -> None:
    """60 by 2026 gave way to 58 by 2026."""
    decision = m.Decision(id="beslutning", body="Byrådet", date=m.Period("2024-06-01"))
    replaced = m.ReplacedBy(target="ny", decision="beslutning")
    old = m.LevelTarget(value=60, comparison="at_least", due=m.Period("2026"), replaced_by=replaced)
    new = m.LevelTarget(id="ny", value=58, comparison="at_least", due=m.Period("2026"))
    shown = chart(indicator(old, new, baseline=BASE), {"2023": 50, "2024": 52}, decisions=[decision])
    assert [drawn.line[-1] for drawn in lines(shown)] == [(2026.5, 58)]


# What is judged is what is charted


def test_a_figure_built_from_its_parts_is_charted_beside_the_parts() -> None:
    """The quarters of 2026 come to 105; that is what a target of each year is compared with."""
    target = m.StandingTarget(value=100, comparison="at_least", per="year")
    rows = {"2024": 112, "2025": 96, "2026-Q1": 31, "2026-Q2": 24, "2026-Q3": 12, "2026-Q4": 38}
    years, quarters = charts(indicator(target, unit="antal", over_time="sum"), rows)
    assert cells(years) == [["2024", "112"], ["2025", "96"], ["2026", "105", "made of shorter periods"]]
    assert [(point.period, point.value) for point in points(years)] == [("2024", 112), ("2025", 96), ("2026", 105)]
    assert [row[1] for row in cells(quarters)] == ["31", "24", "12", "38"]


def test_a_running_sum_is_charted_where_it_has_come_to() -> None:
    """100, 130 and 125 are 355 at the end of 2026; the way goes from nothing to 500 at the end of 2027."""
    target = m.LevelTarget(value=500, comparison="at_least", due=m.Period("2027"), cumulative=True)
    single, summed = charts(indicator(target, unit="antal"), {"2024": 100, "2025": 130, "2026": 125})
    assert lines(single) == ()  # one year is not compared with the sum of four
    assert [(point.at, point.value) for point in points(summed)] == [(2025, 100), (2026, 230), (2027, 355)]
    (drawn,) = lines(summed)
    assert drawn.line == ((2024, 0), (2028, 500))
    assert cells(summed) == [["2024", "100"], ["2024–2025", "230"], ["2024–2026", "355"]]
    assert summed.title == "Andel: added up"


NATION = m.Indicator(id="landet", title="Hele landet", unit="%", role="context")
TO_NATION = m.RelativeTo(indicator="landet")


def test_a_relative_target_is_drawn_as_the_difference_with_what_it_is_to_be() -> None:
    """From 1.6 over the country in 2023 to 0.5 over it in 2027."""
    baseline = m.Baseline(period=m.Period("2023"), value=1.6)
    target = m.LevelTarget(
        value=0.5, comparison="at_most", due=m.Period("2027"), relative_to=TO_NATION, baseline=baseline
    )
    own, difference = charts(
        indicator(target, direction="decrease"),
        {"2023": 6.8, "2024": 6.4, "2025": 6.2},
        indicators=[NATION],
        beside={("landet", ""): {"2023": 5.2, "2024": 5.1, "2025": 5.2}},
    )
    assert lines(own) == ()
    assert difference.title == "Andel: difference from hele landet"
    assert [point.value for point in points(difference)] == pytest.approx([1.6, 1.3, 1.0])
    assert isinstance(difference.data, b.LineChart)
    assert difference.data.unit == "percentage points"
    (drawn,) = lines(difference)
    assert drawn.line[0] == (2023.5, pytest.approx(1.6))
    assert drawn.line[-1] == (2027.5, 0.5)


def test_the_series_compared_with_is_beside_the_own_in_chart_and_table() -> None:
    """Only where there is an own figure; and each is named, for there are two."""
    target = m.LevelTarget(value=0.5, comparison="at_most", due=m.Period("2027"), relative_to=TO_NATION)
    own, _ = charts(
        indicator(target, direction="decrease"),
        {"2023": 6.8, "2024": 6.4, "2025": 6},
        indicators=[NATION],
        beside={("landet", ""): {"2022": 5.9, "2023": 5.2, "2024": 5.1}},
    )
    assert isinstance(own.data, b.LineChart)
    assert [(series.label, series.role) for series in own.data.series] == [
        ("Nybro", "measured"),
        ("Hele landet", "reference"),
    ]
    assert [(point.period, point.value) for point in points(own, 1)] == [("2023", 5.2), ("2024", 5.1)]
    assert cells(own) == [["2023", "6.8", "5.2"], ["2024", "6.4", "5.1"], ["2025", "6", ""]]
    assert "Hele landet goes from 5.2 (2023) to 5.1 (2024)." in own.description


def test_without_figures_to_compare_with_the_own_series_is_alone() -> None:
    """And the description states why it is not judged."""
    target = m.LevelTarget(value=0.5, comparison="at_most", due=m.Period("2027"), relative_to=TO_NATION)
    shown = chart(indicator(target, direction="decrease"), {"2023": 6.8, "2024": 6.4}, indicators=[NATION])
    assert isinstance(shown.data, b.LineChart)
    assert len(shown.data.series) == 1
    assert "the series that it is compared with has no figure for the same period" in shown.description


# Figures that are not exact, few, withheld or of no period


def test_an_inexact_figure_has_all_that_it_can_be() -> None:
    """Under 5 people is 0 to 4, and no point at 5."""
    rows = {"2023": 11, "2024": 5, "2025": "under 5", "2026": "3-6", "2027": 7}
    shown = chart(indicator(unit="antal", direction="decrease"), rows)
    ends = {point.words: (point.low_end, point.high_end) for point in points(shown) if not point.is_exact}
    assert ends == {"under 5": (0, 4), "3–6": (3, 6)}
    assert "Bars show figures that are not exact: under 5 (2025); 3–6 (2026)." in shown.description


def test_a_count_begins_at_zero() -> None:
    """Of whole things; a share has no such axis."""
    for unit, whole in (("antal", True), ("personer", True), ("%", False)):
        shown = chart(indicator(unit=unit), {"2023": 110, "2024": 117})
        assert isinstance(shown.data, b.LineChart)
        assert shown.data.whole is whole


def test_one_figure_is_a_line_of_text() -> None:
    """With its unit and period, and its group where it is of one."""
    assert text_of_line(indicator(), {"2024": 50}) == "Figures: 50 % (2024)"
    girls = m.Group(id="piger", title="Piger")
    target = m.LevelTarget(value=60, comparison="at_least", due=m.Period("2027"), group="piger")
    assert (
        text_of_line(indicator(target), {}, groups=[girls], beside={("i", "piger"): {"2024": "ca. 40"}})
        == "Figures: Piger: c. 40 % (2024)"
    )


def test_single_figures_of_several_lengths_are_one_line() -> None:
    """About 70 of a year and 72 to 78 of a quarter."""
    assert (
        text_of_line(indicator(), {"2023": "ca. 70", "2025-Q4": "72-78"})
        == "Figures: c. 70 % (2023); 72–78 % (Q4 2025)"
    )


def test_a_figure_without_a_period_is_reported_and_never_drawn() -> None:
    """It is last in the table; alone it is a line of text."""
    assert text_of_line(indicator(), {"": "under 20"}) == "Figures: under 20 % (without a period)"
    shown = chart(indicator(), {"2023": 18, "2024": 17, "": "under 20"})
    assert [row[0] for row in cells(shown)] == ["2023", "2024", "without a period"]
    assert len(points(shown)) == 2


def test_an_indicator_without_figures_shows_nothing() -> None:
    """No empty chart or table."""
    assert blocks(indicator(TO_60), {}) == ()


def test_a_withheld_figure_is_in_the_table_and_not_in_the_chart() -> None:
    """The newest is withheld: that is stated, and no older one is in its place."""
    own = indicator()
    given = context(own, {"2022": 5, "2023": 6})
    frame = pd.DataFrame(
        {
            "indicator": ["i"] * 3,
            "period": ["2022", "2023", "2024"],
            "value": [5, 6, None],
            "quality": ["", "", "suppressed"],
        }
    )
    figures = kp.read_observations(frame, given.policy)
    hidden = attrs.evolve(given, observations=figures, evaluation=kp.evaluate(given.policy, figures))
    (shown,) = indicator_charts(hidden, own)
    assert isinstance(shown, b.Chart)
    assert cells(shown)[-1] == ["2024", "withheld"]
    assert [point.period for point in points(shown)] == ["2022", "2023"]


# Breaks


def test_the_way_of_the_old_measure_ends_at_a_break() -> None:
    """What is measured in a new way is right of the upright line and is compared with nothing that is older."""
    target = m.LevelTarget(value=65, comparison="at_least", due=m.Period("2027"))
    broken = m.Break(period=m.Period("2025"))
    own = indicator(target, baseline=m.Baseline(period=m.Period("2023"), value=48), breaks=(broken,))
    shown = chart(own, {"2023": 48, "2024": 51, "2025": 44, "2026": 47})
    assert isinstance(shown.data, b.LineChart)
    assert [(each.at, each.label) for each in shown.data.breaks] == [(2025, "new method")]
    assert [len(segment) for segment in shown.data.series[0].segments] == [2, 2]
    assert [at for at, _ in lines(shown)[0].line] == [2023.5, 2024.5]
    assert "from 2025 on it is measured in a new way" in shown.description
    assert shown.description.count("The figure goes from") == 2


# Words


def test_the_description_has_start_turning_points_end_and_status() -> None:
    """In sentences, so that they are read out one by one."""
    shown = chart(indicator(AT_LEAST_60), {"2023": 52, "2024": 71, "2025": 44, "2026": 58})
    assert plain(shown.description) == (
        "The figure goes from 52 % (2023) to 58 % (2026). Highest on the way: 71 % (2024). "
        "Lowest on the way: 44 % (2025). At least 60 % every year: missed."
    )


def test_the_title_is_the_indicators_name_with_its_population() -> None:
    """Of a group, that; and not twice where the name has it already."""
    rows = {"2023": 1, "2024": 2}
    assert chart(indicator(population="18-29-årige"), rows).title == "Andel (18–29-årige)"
    assert chart(indicator(title="Andel unge", population="Unge"), rows).title == "Andel unge"


def test_the_unit_is_once_in_the_head_of_the_table() -> None:
    """And on the axis; figures are without it, with their value for machines."""
    shown = chart(indicator(), {"2023": 53.4, "2024": "ca. 55"})
    assert shown.table is not None
    assert [(column.title, column.kind) for column in shown.table.columns] == [("Period", "head"), ("%", "number")]
    numbers = [row.cells[1][0].inlines[0] for row in shown.table.rows]  # type: ignore[union-attr]
    assert numbers == [b.Number("53.4", 53.4), b.Number("c. 55", None)]
    assert shown.table.download is not None
    assert shown.table.download.file == "andel.csv"
    heads, *figures = shown.table.download.rows
    assert heads == ("Period", "Value", "From", "To", "Caveats")
    assert figures == [("2023", "53.4", "", "", ""), ("2024", "55", "", "", "c. 55")]


def test_the_municipalitys_own_words_are_danish_on_an_english_page() -> None:
    """The title of a chart is marked; the description is in the page's language."""
    rows = {"2023": 50, "2024": 51}
    assert chart(indicator(), rows).title_language == "da"
    assert chart(indicator(), rows, code="da").title_language == ""


def test_a_file_has_what_was_published_and_no_more() -> None:
    """A range has its ends and no value; what is provisional, revised or measured anew is stated."""
    rows = {"2022": 50, "2023": "72-78", "2024": "under 20"}
    given = chart(indicator(breaks=(m.Break(period=m.Period("2024")),)), rows)
    assert given.table is not None
    assert given.table.download is not None
    assert [row[1:] for row in given.table.download.rows[1:]] == [
        ("50", "", "", ""),
        ("", "72", "78", "72–78"),
        ("", "0", "20", "under 20, new method"),
    ]


def test_two_figures_that_are_far_apart_are_a_line_of_text() -> None:
    """A chart of them would mean nothing for the years between."""
    assert text_of_line(indicator(), {"2000": 37, "2010": 48}) == "Figures: 37 % (2000); 48 % (2010)"


# One chart, and small lines


def test_the_main_chart_is_of_the_target_that_is_worst_off() -> None:
    """Of one that is reached and one that is missed, the missed; without its table."""
    other = indicator(AT_LEAST_60, id="j", title="Anden")
    given = context(
        indicator(AT_LEAST_60),
        {"2024": 61, "2025": 62},
        indicators=[other],
        beside={("j", ""): {"2024": 61, "2025": 59}},
    )
    shown = main_chart(given, given.policy.indicators)
    assert shown is not None
    assert (shown.id, shown.table) == ("chart_j", None)


def test_there_is_no_main_chart_where_nothing_is_judged() -> None:
    """Figures without a target mean nothing for a promise."""
    given = context(indicator(), {"2024": 61, "2025": 62})
    assert main_chart(given, given.policy.indicators) is None


def test_the_main_chart_of_a_relative_target_is_the_difference() -> None:
    """The line that is judged is in it."""
    target = m.StandingTarget(value=0, comparison="at_least", relative_to=TO_NATION)
    own = indicator(target)
    given = context(
        own, {"2024": 6.4, "2025": 6.1}, indicators=[NATION], beside={("landet", ""): {"2024": 6, "2025": 6}}
    )
    shown = main_chart(given, [own])
    assert shown is not None
    assert shown.title == "Andel: difference from hele landet"
    assert [drawn.words for drawn in lines(shown)] == ["at least 0"]


def test_a_small_line_has_the_newest_figures_and_the_value_asked_for() -> None:
    """At most eight, and none from before a break; a single figure makes no line."""
    own = indicator(AT_LEAST_60)
    given = context(own, {str(year): year - 1960 for year in range(2014, 2026)})
    (result,) = given.results.results
    drawn = spark(given, result)
    assert drawn is not None
    assert (len(drawn.values), drawn.values[-1], drawn.target) == (8, 65, 60)
    assert plain(drawn.words).endswith("From 58 % (2018) to 65 % (2025); at least 60 % every year: achieved")
    broken = indicator(AT_LEAST_60, breaks=(m.Break(period=m.Period("2025")),))
    given = context(broken, {"2023": 1, "2024": 2, "2025": 3, "2026": 4})
    drawn = spark(given, given.results.results[0])
    assert drawn is not None
    assert drawn.values == (3, 4)
    given = context(own, {"2025": 3})
    assert spark(given, given.results.results[0]) is None


# A whole policy


def test_the_charts_of_the_tutorial_have_ids_and_titles_of_their_own() -> None:
    """On one page; and each has its figures beside it, with a file of its own."""
    site = kp.site.gather(read_all([NYBRO]), [NYBRO / "national.csv"], m.Period("2026"))
    policy = next(policy for policy in site.portfolio if policy.id == "nybro-integration-2024")
    given = site.context(policy, language("da"))
    found = [each for own in policy.indicators for each in indicator_charts(given, own) if isinstance(each, b.Chart)]
    tables = [each.table for each in some(found) if each.table is not None]
    for names in (
        [each.id for each in found],
        [each.title for each in found],
        [table.download.file for table in tables if table.download],
    ):
        assert len(set(names)) == len(found)
