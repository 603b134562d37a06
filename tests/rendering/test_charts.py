"""Charts: what they show is what was measured and what is required, and what they cannot show they say."""

import datetime as dt
import itertools
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.i18n import language
from kommunepolitik.rendering.chart_parts import Chart, Dot, dot_of
from kommunepolitik.rendering.charts import draw, specification
from kommunepolitik.rendering.followup import FollowUp, Line, Part
from kommunepolitik.rendering.pictures import Picture
from kommunepolitik.rendering.view import PolicyView
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
    followup = FollowUp(PolicyView(policy, language("en"), figures), kp.evaluate(policy, figures, at=at))
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
    """A standing target, through the policy's period; and a level that the baseline has reached already."""
    standing = chart(indicator(m.StandingTarget(value=60, comparison="at_least")), {"2023": 52, "2024": 64})
    (guide,) = standing.guides
    assert guide.line == [(2024, 60), (pytest.approx(2028, abs=0.01), 60)]
    assert words(standing) == ["Measured", "To be kept every year"]
    assert (
        "The line of long dashes shows what is to be kept: at least 60 % every year."
        in standing.description.replace("\N{NO-BREAK SPACE}", " ")
    )
    level = m.LevelTarget(value=95, comparison="at_least", due=m.Period("2027"))
    reached = chart(
        indicator(level, baseline=m.Baseline(period=m.Period("2023"), value=96)), {"2023": 96, "2024": 95.5}
    )
    assert {value for _, value in reached.guides[0].line} == {95}
    assert reached.guides[0].look == "kept"


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
    (picture,) = found.pictures
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
    """A quarter of a target for years, and a figure whose reference is not out: known, marked as not judged."""
    yearly = m.StandingTarget(value=100, comparison="at_least", per="year")
    rows = {"2025": 96, "2026-Q3": 12, "2026-Q4": 38}
    assert line(part(indicator(yearly, unit="antal"), rows)).latest == "38 (Q4 2026), not judged"
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
    followup = FollowUp(PolicyView(policy, language("en"), figures), kp.evaluate(policy, figures))
    assert followup.figures.newest(policy.indicator("i"), "", None) == "withheld (2024)"


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
