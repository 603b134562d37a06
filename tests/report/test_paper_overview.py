"""The overview of the paper and its tracks: each figure with its period, and nothing called what it is not."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.blocks import Chart, LineChart, Report, Section, Spark, Table, plain
from kommunepolitik.evaluation import evaluate
from kommunepolitik.report.context import Context
from kommunepolitik.report.decimals import with_decimals
from kommunepolitik.report.followup import followup_page
from kommunepolitik.report.paper import paper
from kommunepolitik.report.policy import policy_page
from tests.report.made import Rows, context, folder, plain_text, policy, sections, table, text_of

FEWER = m.DirectionTarget(direction="decrease")
USE = {"title": "Energiforbrug", "unit": "MWh", "direction": "decrease", "frequency": "yearly"}
USED: Rows = [("2023", 30110), ("2024", 29870), ("2025", 30400)]
OVER = m.StandingTarget(value=0, comparison="at_least", relative_to=m.RelativeTo(indicator="landet"))


def found(own: kp.Policy, figures: Any, at: str, **more: Any) -> Context:
    """Return what the reports of a policy are built from, with the decimals of its figures."""
    made = context(own, figures, at, **more)
    assert made.evaluation is not None
    return attrs.evolve(made, policy=with_decimals(own, made.evaluation))


def directed(at: str = "2026", rows: Rows = USED, **fields: Any) -> Context:
    """Return the context of a policy that asks for less energy."""
    own = policy(FEWER, indicator=USE | fields)
    return found(own, table(own, rows), at)


def compared(title: str = "Elever, der består", other: str = "Elever, der består, hele landet") -> Context:
    """Return the context of a policy that wants to be at least as good as the country every year, and fewer absent."""
    fields: dict[str, Any] = {"unit": "%", "frequency": "yearly"}
    absent = {"unit": "dage", "frequency": "yearly", "direction": "decrease", "targets": [FEWER]}
    rows = [
        ("fravaer", "2024", 9),
        ("fravaer", "2025", 8),
        ("i", "2024", 86.0),
        ("i", "2025", 85.7),
        ("landet", "2024", 86.8),
        ("landet", "2025", 87.1),
    ]
    own = policy(
        indicators=[
            m.Indicator(id="i", title=title, direction="increase", targets=[OVER], **fields),
            m.Indicator(id="fravaer", title="Fravær", **absent),
            m.Indicator(id="landet", title=other, role="context", **fields),
        ]
    )
    return found(own, [{"indicator": id, "period": year, "value": value} for id, year, value in rows], "2026")


def overview(made: Context) -> tuple[list[str], list[list[str]], str]:
    """Return the heads of the overview, the words of its rows without the groups, and what is below."""
    (part,) = [each for each in sections(paper(made)) if each.id == "section_overview"]
    (shown,) = [each for each in part.blocks if isinstance(each, Table)]
    rows = [[plain_text(cell_words(cell)) for cell in row.cells] for row in shown.rows if len(row.cells) > 1]
    below = text_of(*(each for each in part.blocks if each is not shown))
    return [plain_text(each.title) for each in shown.columns], rows, below


def cell_words(cell: Sequence[Any]) -> str:
    """Return the words of a cell on one line."""
    return "; ".join(plain(block.inlines) for block in cell)


def tracks(made: Context) -> str:
    """Return the part of the paper after the overview."""
    (part,) = [each for each in sections(paper(made)) if each.id == "section_tracks"]
    return text_of(part)


def drawn(report: Report) -> LineChart:
    """Return the data of the first chart of a report."""
    (chart, *_) = [each for part in sections(report) for each in charts(part)]
    assert isinstance(chart.data, LineChart)
    return chart.data


def charts(part: Section) -> list[Chart]:
    """Return the charts of a section."""
    return [each for each in part.blocks if isinstance(each, Chart)]


# Without a starting point


def test_the_previous_figure_is_never_called_a_starting_point() -> None:
    """A direction without a baseline is judged against the figure before, which each page calls just that."""
    made = directed()
    (card,) = [each for each in sections(followup_page(made)) if each.id == "followup_i"]
    page = text_of(card, details=True)
    assert "siden 2024 (29.870 MWh)" in page
    assert "Siden det forrige tal på 29.870 MWh (2024)" in page
    assert "dgangspunkt" not in page
    assert [each.label for each in drawn(followup_page(made)).targets] == ["Forrige tal"]


def test_a_stated_starting_point_is_called_one() -> None:
    """In the line of the follow-up, and at its line in the chart."""
    made = directed(baseline=m.Baseline(period="2023", value=30110))
    assert "siden udgangspunktet" in text_of(followup_page(made))
    assert [each.label for each in drawn(followup_page(made)).targets] == ["Udgangspunkt"]


@pytest.mark.parametrize(
    ("baseline", "dashed", "said"),
    [(None, None, ""), (m.Baseline(period="2023", value=30110), 30110.0, "er den udgangspunktet")],
)
def test_the_dashed_line_is_what_the_key_says(baseline: m.Baseline | None, dashed: float | None, said: str) -> None:
    """A direction has no target value: its line is the starting point, and without one there is no line."""
    made = directed(baseline=baseline)
    (part,) = [each for each in sections(paper(made)) if each.id == "section_overview"]
    (shown,) = [each for each in part.blocks if isinstance(each, Table)]
    sparks = [inline for row in shown.rows for cell in row.cells for block in cell for inline in block.inlines]  # type: ignore[attr-defined]
    assert [each.target for each in sparks if isinstance(each, Spark)] == [dashed]
    assert ("Stiplet streg" in overview(made)[2]) == bool(said)
    assert said in overview(made)[2]


# Periods


@pytest.mark.parametrize(
    ("at", "heads", "figures"),
    [
        ("2025", ["Sidst (2024)", "Nu (2025)"], ["29.870", "30.400"]),
        ("2026", ["Sidst", "Nu"], ["29.870 (2024)", "30.400 (2025)"]),
    ],
)
def test_a_heading_names_a_year_only_if_a_figure_is_of_it(at: str, heads: list[str], figures: list[str]) -> None:
    """A figure of another year carries its own."""
    titles, ((_, _, *cells), *_), _ = overview(directed(at))
    assert (titles[2:4], cells[:2]) == (heads, figures)


def test_a_verdict_on_an_earlier_year_says_that_the_year_s_figure_is_missing() -> None:
    """A direction is judged by the newest figure there is; in the year of the report nothing has come."""
    assert overview(directed("2026"))[1][0][5].endswith("tal for 2026 er ikke kommet")
    assert "Tal for 2026 er ikke kommet." in tracks(directed("2026"))
    assert "30.400 MWh (2025); tal for 2026 er ikke kommet" in text_of(followup_page(directed("2026")))
    assert "ikke kommet" not in overview(directed("2025"))[1][0][5]


def test_a_series_that_has_no_figure_that_year_lacks_none() -> None:
    """Bicycles are counted every two years: after 2025 the next figure is that of 2027."""
    made = directed(rows=[("2023", 4310), ("2025", 4290)], frequency="every_two_years")
    assert overview(made)[1][0][5] == "på rette vej"


def test_a_target_that_awaits_its_figure_keeps_its_last_verdict_and_trend() -> None:
    """Two years below the country, and the gap grew: that is known while 2026 is awaited."""
    _, ((_, _, before, now, _, status, since, *_), _), _ = overview(compared())
    assert (before, now) == ("−1,4", "ikke kommet endnu")
    assert status == "kan ikke vurderes; venter på tal (2025: ikke nået)"
    assert since == "↓ værre (siden 2024)"


def test_what_was_required_is_dated() -> None:
    """In a report on 2026 the required value is that of the figure's year."""
    change = m.ChangeTarget(amount=1, mode="points", per="year", start="2024", due="2028")
    own = policy(change, indicator={"frequency": "yearly"})
    rows = table(own, [("2024", 82.5), ("2025", 82.9)], quality=["", "provisional"])
    words = tracks(found(own, rows, "2026"))
    assert "82,9 % i 2025 (foreløbigt)" in words
    assert "Skulle være i 2025: 83,5 %" in words
    assert "83,5 % (2025)" in text_of(followup_page(found(own, rows, "2026")))


# Numbers


def test_the_figures_of_a_series_have_the_same_number_of_decimals() -> None:
    """9 after 8,8 is 9,0, and so is the target."""
    own = policy(
        m.LevelTarget(value=9, comparison="at_most", due="2027"), indicator={"unit": "µg/m3", "direction": "decrease"}
    )
    made = found(own, table(own, [("2024", 8.8), ("2025", 9)]), "2025")
    row = overview(made)[1][0]
    assert row[2:5] == ["8,8", "9,0", "højst 9,0 µg/m3 (2027)"]


def test_a_computed_figure_adds_no_decimals() -> None:
    """A third is written with the decimals of the published figures."""
    own = policy(indicator={"unit": "%"})
    judged = evaluate(own, table(own, [("2024", 50), ("2025", 100 / 3)]))
    assert with_decimals(own, judged).indicator("i").decimals is None


def test_a_unit_keeps_its_letters_at_the_head_of_a_column() -> None:
    """A capital µ is a mega, not a micro."""
    own = policy(indicator={"unit": "µg/m3"})
    page = text_of(followup_page(context(own, table(own, [("2023", 9.1), ("2024", 8.8), ("2025", 9)]), "2025")))
    assert "Periode | µg/m3" in page


def test_the_two_figures_of_a_difference_are_in_the_paper() -> None:
    """−1,4 alone does not say whether the pupils do well."""
    _, ((name, *_), _), _ = overview(compared())
    assert name == "Elever, der består; afstand til hele landet (procentpoint): 85,7 % mod 87,1 %"


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Elever, der består", "Elever, der består, hele landet"),
        ("Elever, der består, i Nybro", "Elever, der består, i hele landet"),
        ("Elever, der består", "Elever, der består (hele landet)"),
        ("Elever, der består", "Hele landet"),
    ],
)
def test_a_compared_series_is_called_by_what_distinguishes_it(title: str, other: str) -> None:
    """Its label in the chart has little room, and begins with what is its own."""
    series = drawn(followup_page(compared(title, other))).series
    assert series[1].label == "Hele landet"


# Words


@pytest.mark.parametrize(("at", "action"), [("2025", "nej"), ("2026", "–")])
def test_no_action_is_missed_where_none_is_asked_for(at: str, action: str) -> None:
    """A target that is not reached asks for one; one that awaits its figure does not."""
    made = compared()
    assert overview(found(made.policy, made.observations, at))[1][0][-1] == action


def test_a_direction_is_wished_for_and_is_no_target() -> None:
    """There is no value to reach."""
    words = tracks(directed("2025"))
    assert "ikke på rette vej: 30.400 MWh i 2025; ønsket: et fald." in words


def test_our_reading_is_marked_in_the_paper() -> None:
    """As on the page of the policy: a target and a link that no document states."""
    target = m.LevelTarget(value=60, comparison="at_least", due="2024", basis="interpretation")
    goal = m.Goal(id="g", statement="Flere i job.", measured_by=[m.MeasuredBy(indicator="i", basis="interpretation")])
    own = policy(target, goals=[goal])
    made = found(own, table(own, [("2023", 50), ("2024", 55)]), "2024")
    name, *_ = row = overview(made)[1][0]
    assert (name, row[4]) == ("Andel; koblingen er vores tolkning", "60 % (2024); vores tolkning")
    assert "måltallet var mindst 60 %, senest 2024 (vores tolkning)" in tracks(made)
    assert "vores tolkning" in text_of(followup_page(made))


@pytest.mark.parametrize(
    ("terms", "title"),
    [(None, "De enkelte fokusområder"), ({"singular": "tema", "plural": "temaer"}, "De enkelte temaer")],
)
def test_the_parts_are_called_in_the_policy_s_own_words(terms: dict[str, str] | None, title: str) -> None:
    """The same on the paper and the page, whatever the gender of the word."""
    area = m.FocusArea(id="a", title="Job", measured_by=["i"])
    more = {} if terms is None else {"terms": m.Terms(focus_area=m.Term(**terms))}
    own = policy(m.LevelTarget(value=60, comparison="at_least", due="2024"), focus_areas=[area], **more)
    made = found(own, table(own, [("2023", 50), ("2024", 55)]), "2024")
    for report in (paper(made), followup_page(made)):
        (part,) = [each for each in sections(report) if each.id == "section_tracks"]
        assert plain(part.title) == title


# What is left out


def test_figures_that_count_only_later_are_counted_in_a_line() -> None:
    """The figure of 2025 is taken to be known at the end of March, three months after its year."""
    source = m.DataSource(keeper="Nybro", lag=3)
    own = policy(FEWER, indicator=USE | {"data_source": source})
    figures = table(own, USED)
    words = "1 tal er ikke regnet med: uden udgivelsesdato regnes det først for kendt ved udgangen af marts 2026"
    early, late = (evaluate(own, figures, at="2025", known=day) for day in ("2026-02-28", "2026-03-31"))
    for purpose in ("page", "paper"):
        assert words in text_of(kp.build_report(early, purpose, observations=figures, language="da"))
        assert "regnet med" not in text_of(kp.build_report(late, purpose, observations=figures, language="da"))


def test_the_pages_of_a_folder_count_them_too(tmp_path: Path) -> None:
    """Though none of the folder's pages has more than was known."""
    lines = ("kommunepolitik: 1", "id: p", "title: P", "municipality: {name: Nybro, fictitious: true}", "indicators:")
    source = "data_source: {keeper: Nybro, lag: 3}"
    indicator = (
        "  - {id: i, title: Unge i job, unit: '%', " + source + ", targets: [{kind: direction, direction: increase}]}"
    )
    (tmp_path / "policy.yaml").write_text("\n".join((*lines, indicator)), "utf-8")
    rows = ("indikator;periode;værdi", "i;2023;50", "i;2024;51,5", "i;2025;52,1")
    (tmp_path / "observations.csv").write_text("\n".join(rows), "utf-8")
    words = text_of(followup_page(folder(tmp_path, at="2025", known="2026-02-28")))
    assert "1 tal er ikke regnet med" in words
    assert "52,1" not in words


def test_a_series_to_compare_with_has_its_newest_figure_on_the_policy_s_page() -> None:
    """All its figures are in the follow-up."""
    made = found(compared().policy, compared().observations, "2025")
    assert "87,1 % (2025)" in text_of(policy_page(made))
