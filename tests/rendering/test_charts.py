"""Charts: what they show is what was measured and what is required, and what they cannot show they say."""

import datetime as dt
import itertools
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import pandas as pd
import pytest
from bs4 import BeautifulSoup

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.formats.charts import draw, specification
from kommunepolitik.i18n import language
from kommunepolitik.report.chart_data import Chart, Dot, dot_of
from kommunepolitik.report.policy_words import PolicyWords
from kommunepolitik.report.results import FollowUp, Line, Part
from kommunepolitik.report.series_charts import Picture
from tests.claims import some


def indicator(*targets: m.Target, **more: Any) -> m.Indicator:
    """Return an indicator in percent with some targets."""
    fields: dict[str, Any] = {"id": "i", "title": "Andel", "unit": "%", "direction": "increase", **more}
    return m.Indicator(targets=targets, **fields)


def part(own: m.Indicator, rows: Mapping[str, object], *, at: str | None = None, **more: Any) -> Part:
    """Return the follow-up of an indicator with some figures by period, in English."""
    others: Mapping[tuple[str, str], Mapping[str, object]] = more.pop("beside", {})
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
    followup = FollowUp(PolicyWords(policy, language("en"), figures), kp.evaluate(policy, figures, at=at))
    return next(each for _, _, parts in followup.groups for each in parts if each.indicator.id == own.id)


def chart(own: m.Indicator, rows: Mapping[str, object], **more: Any) -> Chart:
    """Return the one chart of an indicator."""
    (found,) = [picture.drawing for picture in part(own, rows, **more).pictures if picture.drawing is not None]
    return found


def line(part: Part) -> Line:
    """Return the one result of a follow-up."""
    (found,) = part.lines
    return found


def dots(*figures: tuple[str, float]) -> Sequence[Dot]:
    """Return exact figures."""
    return [dot_of(m.Period(text), value, None, "", indicator(), str(value)) for text, value in figures]


def plain(*segments: Sequence[Dot], **more: Any) -> Chart:
    """Return a chart without targets."""
    return Chart(id="c", title="T", unit="%", measured=segments, language=language("en"), **more)


def layers(chart: Chart, mark: str, **looks: object) -> list[Mapping[str, Any]]:
    """Return the layers of a sort of mark that stand in the plot, not in the legend."""
    found = [layer for layer in specification(chart)["layer"] if layer["mark"]["type"] == mark]
    return [
        layer
        for layer in found
        if layer["data"]["values"] != [{}] and all(layer["mark"].get(key) == value for key, value in looks.items())
    ]


def words(chart: Chart) -> list[str]:
    """Return the words of the legend and of the upright lines."""
    texts = [layer["mark"]["text"] for layer in specification(chart)["layer"] if layer["mark"]["type"] == "text"]
    return [text if isinstance(text, str) else " ".join(text) for text in texts]


def axis(chart: Chart) -> Mapping[str, Any]:
    """Return the axis of time."""
    return next(layer for layer in specification(chart)["layer"] if "x" in layer["encoding"])["encoding"]["x"]  # type: ignore[no-any-return]


def named(chart: Chart) -> list[int]:
    """Return the years that have their name on the axis."""
    return [math.floor(value) for value in axis(chart)["axis"]["values"] if value % 1]


# Time


def test_a_period_stands_in_the_middle_of_itself_under_its_own_year() -> None:
    """A year is at the name of the year; its quarters lie around it; a fourth quarter is not in the year after."""
    year, *quarters = dots(("2023", 1), ("2023-Q1", 1), ("2023-Q2", 1), ("2023-Q3", 1), ("2023-Q4", 1))
    assert year.at == pytest.approx(2023.5)
    assert [quarter.at for quarter in quarters] == pytest.approx([2023.125, 2023.375, 2023.625, 2023.875], abs=0.01)
    shown = plain(dots(("2023", 1), ("2024", 2), ("2026", 3)))
    assert axis(shown)["scale"]["domain"] == [2023, 2027]
    assert named(shown) == [2023, 2024, 2025, 2026]
    assert set(axis(shown)["axis"]["values"]) > {2023.5, 2024.5, 2026.5}


@pytest.mark.parametrize("first", [1985, 2004, 2011, 2018, 2020, 2025])
def test_the_last_year_is_named_and_no_two_names_touch(first: int) -> None:
    """However long the series is."""
    shown = plain(dots((str(first), 1), ("2026", 2)))
    names = named(shown)
    low, high = axis(shown)["scale"]["domain"]
    assert names[-1] == 2026
    assert all(235 * (later - earlier) / (high - low) >= 36 for earlier, later in some(itertools.pairwise(names)))
    assert "2026</text>" in draw(shown)


def test_school_years_have_an_axis_of_school_years() -> None:
    """A school year is no point in January."""
    drawn = draw(plain(dots(("2022/23", 5.1), ("2023/24", 5.4), ("2024/25", 5.5))))
    assert all(f"{name}</text>" in drawn for name in ("2022/23", "2023/24", "2024/25"))
    (points,) = layers(plain(dots(("2022/23", 5.1), ("2023/24", 5.4))), "point")
    assert [each["at"] for each in points["data"]["values"]] == pytest.approx([2022.5, 2023.5], abs=0.01)


def test_a_years_sum_and_single_quarters_never_share_a_chart() -> None:
    """Else a count that is now taken every quarter looks like a collapse; each length has a chart and a table."""
    target = m.StandingTarget(value=100, comparison="at_least", per="year")
    rows = {"2024": 112, "2025": 96, "2026-Q1": 31, "2026-Q2": 24, "2026-Q3": 12, "2026-Q4": 38}
    found = part(indicator(target, unit="antal"), rows)
    years, quarters = found.pictures
    assert [[row[0] for row in each.figures] for each in (years, quarters)] == [
        ["2024", "2025"],
        ["Q1 2026", "Q2 2026", "Q3 2026", "Q4 2026"],
    ]
    assert [years.rhythm, quarters.rhythm] == ["whole years", "quarters"]
    assert years.drawing is not None
    assert quarters.drawing is not None
    assert years.drawing.id != quarters.drawing.id
    assert len(years.drawing.guides) == 1
    assert quarters.drawing.guides == []  # a quarter is not held against the sum of a year
    assert "The chart shows quarters only" in quarters.drawing.description


# What is required


@pytest.mark.parametrize(
    ("target", "rows"),
    [
        (m.LevelTarget(value=60, comparison="at_least", due=m.Period("2027")), {"2023": 50, "2024": 51, "2025": 54}),
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
    first = next(iter(rows))
    own = indicator(target, baseline=m.Baseline(period=m.Period(first), value=50))
    shown = chart(own, rows)
    (guide,) = shown.guides
    for dot in some(shown.dots[1:]):
        required = line(part(own, rows, at=str(dot.period))).result.required_value
        drawn = next(value for at, value in guide.line if at == pytest.approx(dot.at, abs=0.02))
        assert drawn == pytest.approx(required)


def test_a_level_on_the_way_is_marked_on_the_same_line() -> None:
    """Yearly ambitions are one way, not several."""
    levels = [m.LevelTarget(value=v, comparison="at_least", due=m.Period(y)) for y, v in (("2024", 55), ("2026", 57))]
    own = indicator(*levels, baseline=m.Baseline(period=m.Period("2023"), value=50))
    (guide,) = chart(own, {"2023": 50, "2024": 54}).guides
    assert list(guide.marks) == [(2024.5, 55), (2026.5, 57)]
    assert set(guide.marks) < set(guide.line)


def test_what_is_to_be_kept_is_a_level_line() -> None:
    """A standing target, through the policy's period; it ends with the policy, also where figures go on."""
    standing = chart(indicator(m.StandingTarget(value=60, comparison="at_least")), {"2023": 52, "2024": 64})
    (guide,) = standing.guides
    assert guide.line == [(2024, 60), (pytest.approx(2028, abs=0.01), 60)]
    assert words(standing) == ["Measured", "To be kept every year"]
    assert (
        "The line of long dashes shows what is to be kept: at least 60 % every year."
        in standing.description.replace("\N{NO-BREAK SPACE}", " ")
    )
    longer = chart(indicator(m.StandingTarget(value=60, comparison="at_least")), {"2023": 52, "2029": 64})
    assert longer.guides[0].line == guide.line


def test_a_level_that_the_baseline_has_reached_already_has_a_path_like_any_other() -> None:
    """From 96 in 2023 down to 95 in 2027: the path counts, so that 94 in 2025 is off it."""
    level = m.LevelTarget(value=95, comparison="at_least", due=m.Period("2027"))
    own = indicator(level, baseline=m.Baseline(period=m.Period("2023"), value=96))
    rows = {"2023": 96, "2025": 94}
    (guide,) = chart(own, rows).guides
    assert guide.look == "path"
    assert [value for _, value in guide.line] == [96, 95.75, 95.5, 95.25, 95]
    assert line(part(own, rows)).result.required_value == 95.5


def test_a_single_day_that_is_the_first_of_a_month_ends_the_month_before() -> None:
    """The way to 1 January 2028 ends with 2027, and passes each figure of a first of January where it is drawn."""
    level = m.LevelTarget(value=60, comparison="at_least", due=m.Period("2028-01-01"))
    own = indicator(level, baseline=m.Baseline(period=m.Period("2024-01-01"), value=50))
    rows = {"2024-01-01": 50, "2025-01-01": 51, "2026-01-01": 54}
    (guide,) = chart(own, rows).guides
    assert guide.line[0] == (pytest.approx(2024, abs=0.01), 50)
    assert guide.line[-1] == (pytest.approx(2028, abs=0.01), 60)
    assert [value for at, value in guide.line if at == pytest.approx(2026, abs=0.01)] == [pytest.approx(55)]
    assert chart(own, rows).dots[-1].at == pytest.approx(2026, abs=0.01)


def test_a_change_in_all_is_a_straight_way_to_what_it_comes_to() -> None:
    """20 % fewer by 2027 than in 2023: from 100 to 80."""
    target = m.ChangeTarget(amount=-20, mode="percent", per="total", due=m.Period("2027"))
    own = indicator(target, unit="antal", direction="decrease", baseline=m.Baseline(period=m.Period("2023"), value=100))
    (guide,) = chart(own, {"2023": 100, "2025": 92}).guides
    assert guide.line == [(2023.5, 100), (2024.5, 95), (2025.5, 90), (2026.5, 85), (2027.5, 80)]
    without = chart(attrs.evolve(own, targets=[attrs.evolve(target, due=None)]), {"2023": 100, "2025": 92})
    assert without.guides == []
    assert "it has no deadline" in without.description


def test_a_direction_shows_the_figure_that_it_is_to_leave() -> None:
    """Fewer than in 2023: a level line at the figure of 2023, until due."""
    target = m.DirectionTarget(direction="decrease", due=m.Period("2026"))
    own = indicator(target, direction="decrease", baseline=m.Baseline(period=m.Period("2023"), value=12))
    shown = chart(own, {"2023": 12, "2024": 11})
    (guide,) = shown.guides
    assert guide.line == [(2023.5, 12), (pytest.approx(2027, abs=0.01), 12)]
    assert words(shown) == ["Measured", "Baseline"]
    assert "the figure from which it is to move: a decrease, by 2026." in shown.description


# What is judged is what is charted


def test_a_figure_built_from_its_parts_is_charted_beside_the_parts() -> None:
    """The quarters of 2026 come to 105; that is what a target of each year is held against."""
    target = m.StandingTarget(value=100, comparison="at_least", per="year")
    quarters = {"2026-Q1": 31, "2026-Q2": 24, "2026-Q3": 12, "2026-Q4": 38}
    found = part(indicator(target, unit="antal", over_time="sum"), {"2024": 112, "2025": 96, **quarters})
    years, parts = found.pictures
    assert years.figures == [("2024", "112"), ("2025", "96"), ("2026", "105, of shorter periods")]
    assert years.drawing is not None
    assert [(str(dot.period), dot.value) for dot in years.drawing.dots] == [("2024", 112), ("2025", 96), ("2026", 105)]
    assert [guide.look for guide in years.drawing.guides] == ["kept"]
    assert [value for _, value in parts.figures] == ["31", "24", "12", "38"]
    assert line(found).result.value == 105


def test_a_running_sum_is_charted_where_it_has_come_to() -> None:
    """100, 130 and 125 are 355 at the end of 2026; the way goes from nothing to 500 at the end of 2027."""
    target = m.LevelTarget(value=500, comparison="at_least", due=m.Period("2027"), cumulative=True)
    found = part(indicator(target, unit="antal"), {"2024": 100, "2025": 130, "2026": 125})
    single, summed = (picture.drawing for picture in found.pictures)
    assert single is not None
    assert single.guides == []  # one year is not held against the sum of four
    assert summed is not None
    assert [(dot.at, dot.value) for dot in summed.dots] == [(2025, 100), (2026, 230), (2027, 355)]
    (guide,) = summed.guides
    assert guide.line == [(2024, 0), (2028, 500)]
    assert found.pictures[1].figures == [("2024", "100"), ("2024–2025", "230"), ("2024–2026", "355")]
    required = line(found).result.required_value
    assert required == pytest.approx(375)
    assert guide.line[0][1] + (guide.line[1][1] - guide.line[0][1]) * 3 / 4 == pytest.approx(required)


def test_a_difference_is_charted_with_what_it_is_to_be() -> None:
    """From 1.6 over the country in 2023 to 0.5 over it in 2027."""
    baseline = m.Baseline(period=m.Period("2023"), value=1.6)
    to = m.RelativeTo(indicator="landet")
    target = m.LevelTarget(value=0.5, comparison="at_most", due=m.Period("2027"), relative_to=to, baseline=baseline)
    nation = m.Indicator(id="landet", title="Hele landet", unit="%", role="context")
    found = part(
        indicator(target, direction="decrease"),
        {"2023": 6.8, "2024": 6.4, "2025": 6.2},
        indicators=[nation],
        beside={("landet", ""): {"2023": 5.2, "2024": 5.1, "2025": 5.2}},
    )
    own, difference = found.pictures
    assert own.drawing is not None
    assert own.drawing.guides == []
    assert difference.group == "difference from Hele landet"
    assert difference.drawing is not None
    assert [dot.value for dot in difference.drawing.dots] == pytest.approx([1.6, 1.3, 1.0])
    assert difference.drawing.unit == "percentage points"
    (guide,) = difference.drawing.guides
    assert guide.line[0] == (2023.5, pytest.approx(1.6))
    assert guide.line[-1] == (2027.5, 0.5)
    drawn = next(value for at, value in guide.line if at == 2025.5)
    assert drawn == pytest.approx(line(found).result.required_value)


def test_a_target_that_a_decision_replaced_is_drawn_only_on_the_way_to_others() -> None:
    """60 by 2026 gave way to 58 by 2026."""
    decision = m.Decision(id="beslutning", body="Byrådet", date=m.Period("2024-06-01"))
    replaced = m.ReplacedBy(target="ny", decision="beslutning")
    old = m.LevelTarget(value=60, comparison="at_least", due=m.Period("2026"), replaced_by=replaced)
    new = m.LevelTarget(id="ny", value=58, comparison="at_least", due=m.Period("2026"))
    own = indicator(old, new, baseline=m.Baseline(period=m.Period("2023"), value=50))
    shown = chart(own, {"2023": 50, "2024": 52}, decisions=[decision])
    assert [guide.line[-1] for guide in shown.guides] == [(2026.5, 58)]


def test_a_change_of_unknown_mode_is_two_lines() -> None:
    """Read as percent and as points; dash and words tell them apart."""
    shown = chart(indicator(m.ChangeTarget(amount=2, start=m.Period("2023"))), {"2023": 50, "2024": 51})
    assert [guide.line[-1] for guide in shown.guides] == [
        (2027.5, pytest.approx(50 * 1.02**4)),
        (2027.5, pytest.approx(58)),
    ]
    assert words(shown) == ["Measured", "Required, read as percent", "Required, read as percentage points"]
    dashes = [layer["mark"].get("strokeDash") for layer in layers(shown, "line")]
    assert len({tuple(dash or ()) for dash in dashes}) == 3


def test_a_target_that_compares_shows_the_other_series() -> None:
    """In the chart with a dash and a name of its own, and in the table; only where there is an own figure."""
    relative = m.LevelTarget(
        value=0.5, comparison="at_most", due=m.Period("2027"), relative_to=m.RelativeTo(indicator="landet")
    )
    nation = m.Indicator(id="landet", title="Hele landet", unit="%", role="context")
    others = {("landet", ""): {"2022": 5.9, "2023": 5.2, "2024": 5.1}}
    found = part(
        indicator(relative, direction="decrease"),
        {"2023": 6.8, "2024": 6.4, "2025": 6},
        indicators=[nation],
        beside=others,
    )
    picture, _ = found.pictures
    assert picture.drawing is not None
    (reference,) = picture.drawing.references
    assert [(str(dot.period), dot.value) for dot in reference.dots] == [("2023", 5.2), ("2024", 5.1)]
    assert words(picture.drawing) == ["Measured", "Hele landet"]
    assert "»Hele landet«, which the target compares with" in picture.drawing.description
    assert [(name, [plain_text(value) for value in values]) for name, values in picture.beside] == [
        ("Hele landet", ["5.2 %", "5.1 %", ""])
    ]
    lone = chart(indicator(relative, direction="decrease"), {"2023": 6.8, "2024": 6.4}, indicators=[nation])
    assert "the series that it is compared with has no figure for the same period" in lone.description


def plain_text(text: str) -> str:
    """Return a text with plain blanks."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("own", "says"),
    [
        (indicator(m.LevelTarget(value=60, comparison="at_least")), "it has no deadline"),
        (indicator(m.LevelTarget(value=60, comparison="at_least", due=m.Period("2027"))), "no baseline is known"),
        (
            indicator(
                m.LevelTarget(value=60, comparison="at_least", due=m.Period("2027")),
                baseline=m.Baseline(period=m.Period("2022"), value=40, qualifier="under"),
            ),
            "the baseline is inexact",
        ),
        (
            indicator(m.ChangeTarget(amount=2, mode="points", start=m.Period("2026"))),
            "all figures are from before the start",
        ),
    ],
)
def test_what_is_not_known_is_not_drawn_but_said(own: m.Indicator, says: str) -> None:
    """No path is invented."""
    shown = chart(own, {"2023": 50, "2024": 51})
    assert [guide.line for guide in shown.guides if guide.line] == []
    assert says in shown.description


# Figures that are not exact


def test_an_inexact_figure_is_open_and_no_line_joins_it() -> None:
    """Under 5 is not 5: an open mark, with a line over all that it can be; a range has two marks."""
    rows = {"2023": 11, "2024": 5, "2025": "under 5", "2026": "3-6", "2027": 7}
    shown = chart(indicator(m.StandingTarget(value=5, comparison="at_most"), unit="antal", direction="decrease"), rows)
    joined = [len(layer["data"]["values"]) for layer in layers(shown, "line", color="#0b5360")]
    assert joined == [2]
    opened = [each["value"] for layer in layers(shown, "point", filled=False) for each in layer["data"]["values"]]
    assert opened == [5, 3, 6]
    assert 5 not in [
        each["value"]
        for layer in layers(shown, "point", filled=True)
        for each in layer["data"]["values"]
        if each["at"] > 2025
    ]
    spans = [
        (layer["data"]["values"][0]["value"], layer["encoding"]["y2"])
        for layer in layers(shown, "rule", color="#0b5360")
    ]
    assert spans == [(5, {"datum": 0}), (3, {"datum": 6})]
    assert "Inexact figure" in words(shown)
    assert "Open marks are inexact figures, and no line joins them: under 5 (2025); 3–6 (2026)." in shown.description


def test_an_open_end_runs_out_of_the_picture() -> None:
    """Over 40 without a known limit has no upper end."""
    shown = plain([*dots(("2023", 30)), dot_of(m.Period("2024"), 40, None, "over", indicator(), "over 40")])
    (rule,) = layers(shown, "rule")
    assert rule["encoding"]["y2"] == {"value": 0}
    assert rule["encoding"]["y"]["scale"]["domain"][1] > 40


@pytest.mark.parametrize("values", [(96, 95.4), (0, 6), (7, 7), (0, 0), (-3, 4), (1234567, 1300000), (5.15, 5.16)])
def test_the_axis_of_values_holds_all_figures_between_round_numbers(values: tuple[float, float]) -> None:
    """And never goes below zero where no figure does."""
    (points,) = layers(plain(dots(("2023", values[0]), ("2024", values[1]))), "point")
    low, high = points["encoding"]["y"]["scale"]["domain"]
    assert low <= min(values) <= max(values) <= high
    assert low < high
    assert low >= 0 or min(values) < 0


# Breaks and editions


def test_a_break_is_named_and_the_way_of_the_old_measure_ends_there() -> None:
    """What is measured in a new way stands right of the line and is held against nothing that is older."""
    target = m.LevelTarget(value=65, comparison="at_least", due=m.Period("2027"))
    own = indicator(
        target, baseline=m.Baseline(period=m.Period("2023"), value=48), breaks=(m.Break(period=m.Period("2025")),)
    )
    shown = chart(own, {"2023": 48, "2024": 51, "2025": 44, "2026": 47})
    assert "break" in words(shown)
    (rule,) = layers(shown, "rule")
    assert rule["data"]["values"] == [{"at": 2025}]
    assert [at for at, _ in shown.guides[0].line] == [2023.5, 2024.5]
    assert "The dotted upright line marks a break: from 2025 on it is measured in a new way." in shown.description
    assert "The dashed line ends at the break" in shown.description
    assert shown.description.count("The figure goes from") == 2


def test_the_beginning_of_an_edition_is_named_and_later_figures_stand_right_of_it() -> None:
    """Also a year's figure whose first months are before it, for most of the year is after."""
    shown = plain(dots(("2022", 1), ("2023", 2), ("2024", 3)), boundary=dt.date(2024, 4, 1))
    (rule,) = layers(shown, "rule")
    (points,) = layers(shown, "point")
    assert rule["data"]["values"][0]["at"] < points["data"]["values"][-1]["at"]
    assert rule["data"]["values"][0]["at"] > points["data"]["values"][-2]["at"]
    assert words(shown) == ["new edition"]
    assert "where the new edition begins: April 1, 2024." in shown.description


# Figures that are shown, not judged


def test_figures_of_later_periods_are_not_in_a_report_of_an_earlier_date() -> None:
    """Nor in its chart: as of the end of 2024 nobody has the figure of 2025."""
    found = part(
        indicator(m.StandingTarget(value=60, comparison="at_least")), {"2023": 50, "2024": 51, "2025": 70}, at="2024"
    )
    (picture,) = found.pictures
    assert [period for period, _ in picture.figures] == ["2023", "2024"]
    assert picture.drawing is not None
    assert "2025" not in picture.drawing.description
    assert (line(found).latest, line(found).newest) == ("51\N{NO-BREAK SPACE}% (2024)", "")


def test_figures_without_a_period_are_shown() -> None:
    """In the table, marked, and as the newest figure where there is no other."""
    target = m.LevelTarget(value=15, comparison="at_most", due=m.Period("2027"))
    found = part(indicator(target, direction="decrease"), {"": "under 20"})
    (picture,) = found.pictures
    assert [(period, plain_text(value)) for period, value in picture.figures] == [("without a period", "under 20 %")]
    assert picture.drawing is None
    assert plain_text(line(found).latest) == "under 20 % (without a period), not judged"
    dated = part(indicator(target, direction="decrease"), {"2023": 18, "2024": 17, "": "under 20"})
    assert [period for period, _ in dated.pictures[0].figures] == ["2023", "2024", "without a period"]


def test_the_real_policy_shows_its_figures_without_a_period(examples: Path) -> None:
    """Slagelse 2013 says nearly a fifth, of no year."""
    policy = kp.load(examples / "slagelse_2013")
    table = kp.read_observations(examples / "slagelse_2013" / "observations.csv", policy)
    page = BeautifulSoup(kp.render(policy, language="en", observations=table), "html5lib")
    shown = page.select_one("#followup_nydanskeres-andel-af-foertidspension")
    assert shown is not None
    texts = [" ".join(paragraph.get_text().split()) for paragraph in shown.find_all("p")]
    assert "just under 20 % (without a period)" in texts


def test_the_newest_own_figure_is_told_where_it_cannot_be_judged() -> None:
    """A quarter of a target for years is beside the year; a figure whose reference is not out is marked as not judged."""
    yearly = m.StandingTarget(value=100, comparison="at_least", per="year")
    found = part(indicator(yearly, unit="antal"), {"2024": 98, "2025": 96, "2026-Q3": 12, "2026-Q4": 38})
    assert (line(found).latest, line(found).newest) == ("96 (2025)", "38 (Q4 2026)")
    (drawing, _) = (picture.drawing for picture in found.pictures)
    assert drawing is not None
    assert "Judged: 96 (2025); newest: 38 (Q4 2026)." in drawing.description
    relative = m.StandingTarget(value=0, comparison="at_least", relative_to=m.RelativeTo(indicator="landet"))
    nation = m.Indicator(id="landet", title="Hele landet", unit="%", role="context")
    for at, latest in ((None, "6.1 % (2025), not judged"), ("2024", "6.4 % (2024), not judged")):
        found = part(indicator(relative), {"2024": 6.4, "2025": 6.1}, at=at, indicators=[nation])
        assert plain_text(line(found).latest) == latest


def test_a_withheld_figure_is_not_replaced_by_an_older_one() -> None:
    """The newest is withheld: that is said."""
    policy = kp.Policy(
        id="p", title="P", municipality=m.Municipality(name="Nybro", fictitious=True), indicators=(indicator(),)
    )
    frame = pd.DataFrame(
        {"indicator": ["i"] * 2, "period": ["2023", "2024"], "value": [5, None], "quality": ["", "suppressed"]}
    )
    figures = kp.read_observations(frame, policy)
    followup = FollowUp(PolicyWords(policy, language("en"), figures), kp.evaluate(policy, figures))
    ((_, _, (found,)),) = followup.groups
    assert line(found).latest == "withheld (2024)"


# Words


def test_the_municipalitys_own_words_are_danish_on_an_english_page() -> None:
    """The title of a chart and the caption of a table are marked; the description is in the page's language."""
    own = indicator(m.LevelTarget(value=60, comparison="at_least", due=m.Period("2027")))
    policy = kp.Policy(id="p", title="P", municipality=m.Municipality(name="Nybro", fictitious=True), indicators=(own,))
    frame = pd.DataFrame({"indicator": ["i"] * 2, "period": ["2023", "2024"], "value": [50, 51]})
    figures = kp.read_observations(frame, policy)
    page = BeautifulSoup(kp.render(policy, language="en", observations=figures), "html5lib")
    followup = page.select_one("#followup_i")
    assert followup is not None
    assert followup.svg.find("title")["lang"] == "da"  # type: ignore[union-attr, index]
    assert not followup.svg.find("desc").has_attr("lang")  # type: ignore[union-attr]
    caption = followup.select_one("table.stack caption")
    assert caption is not None
    assert caption.select_one('[lang="da"]').get_text() == "Andel"  # type: ignore[union-attr]
    danish = BeautifulSoup(kp.render(policy, observations=figures), "html5lib")
    assert danish.select_one("#followup_i svg title[lang]") is None


def test_a_legend_stands_only_where_there_is_something_to_tell_apart() -> None:
    """And each row of it has the marks of what it names."""
    assert words(plain(dots(("2023", 1), ("2024", 2)))) == []
    shown = chart(indicator(m.StandingTarget(value=60, comparison="at_least")), {"2023": 52, "2024": 64})
    legend = [layer["mark"] for layer in specification(shown)["layer"] if layer["data"]["values"] == [{}]]
    assert [mark["type"] for mark in legend] == ["rule", "point", "text", "rule", "text"]
    assert legend[3]["strokeDash"] == layers(shown, "line", color="#b7791f")[0]["mark"]["strokeDash"]


def test_a_picture_without_a_chart_has_its_figures() -> None:
    """One figure is told as it is."""
    (picture,) = part(indicator(), {"2024": 50}).pictures
    assert isinstance(picture, Picture)
    assert picture.drawing is None
    assert picture.chart == ""
    assert [plain_text(value) for _, value in picture.figures] == ["50 %"]
