"""Figures that are reported as unavailable or late: both reports state it in their place."""

from pathlib import Path
from typing import Any

import attrs
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.report.context import Context
from kommunepolitik.report.followup import unassessed
from kommunepolitik.report.paper import paper
from tests.report.made import Rows, context, folder, level, lines_of, nybro, policy, table, text_of

UNIT = "Center for Job og Læring"


def reported(**more: object) -> Context:
    """Return the context of Nybro, where the unit reported of the figure for employment in 2026."""
    fields = {"indicator": "beskaeftigelse", "period": "2026", "reported_by": UNIT, **more}
    return attrs.evolve(nybro(), missing_figures=[m.MissingFigure(**fields)])  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def later() -> Context:
    """The figure comes later than its source usually does."""
    return reported(why="later", expected="2027-05")


def test_the_follow_up_states_when_the_figure_comes_and_from_whom(later: Context) -> None:
    """In place of the month that follows from the lag of its source."""
    text = text_of(unassessed(later))
    assert "kommer maj 2027 (Center for Job og Læring)" in text
    assert "tallet ventes i marts 2027" not in text


def test_the_paper_states_it_as_the_next_step(later: Context) -> None:
    """In the annex, and the overview names the same month."""
    text = text_of(paper(later))
    assert "Kommer maj 2027 (Center for Job og Læring)." in text
    assert "kommer marts 2027" not in text


def test_a_figure_that_is_not_measured_is_not_waited_for(later: Context) -> None:
    """No month is named for it."""
    context = reported(why="not_measured")
    assert "Måles ikke i 2026 (Center for Job og Læring)." in text_of(paper(context))
    assert "måles ikke i 2026" in text_of(unassessed(context))
    assert "ventes i marts 2027" not in text_of(unassessed(context))


def test_what_was_reported_ends_with_the_figure_itself() -> None:
    """A figure of the period, or of a later one, takes precedence over what was reported about it."""
    context = reported(why="later", indicator="trivsel-unge", expected="2027-05")
    assert "kommer maj 2027" not in text_of(unassessed(context))


# Only for the target and period that it is about


YEARLY: dict[str, Any] = {"frequency": "yearly", "data_source": m.DataSource(keeper="Center for Børn og Skole", lag=1)}


def judged(
    own: m.Policy, rows: Rows, *missing: m.MissingFigure, at: str = "2027", known: str = "2028-02-15"
) -> Context:
    """Return the context of a policy as it was judged with what was known on a day."""
    figures = table(own, rows)
    return context(own, figures, evaluation=kp.evaluate(own, figures, at=at, known=known), missing_figures=missing)


def lacks(period: str, why: str = "not_measured", **more: object) -> m.MissingFigure:
    """Return what a unit reports of a figure of the indicator i."""
    fields = {"indicator": "i", "period": period, "why": why, "reported_by": "Skoleafdelingen", **more}
    return m.MissingFigure(**fields)  # type: ignore[arg-type]


def kept_every_year(**more: object) -> m.Policy:
    """Return a policy whose only target is kept every year."""
    target = m.StandingTarget(value=90, comparison="at_least", per="year")
    return policy(target, indicator={**YEARLY, **more})


def shown(own: m.Policy, rows: Rows, *missing: m.MissingFigure) -> str:
    """Return the text of a paper, with another target that can be judged: then it is more than one page."""
    other = m.Indicator(id="j", title="Antal", targets=[level(5, "2027")])
    both = attrs.evolve(own, indicators=[*own.indicators, other])
    figures = table(both, [*rows, ("2027", 9)], indicator=[*["i"] * len(rows), "j"])
    evaluation = kp.evaluate(both, figures, at="2027", known="2028-02-15")
    return text_of(paper(context(both, figures, evaluation=evaluation, missing_figures=missing)))


def test_a_figure_that_comes_late_is_awaited_however_long_ago_it_was_due() -> None:
    """The overview names the month where the figure would be; the summary counts it; the follow-up lists it so."""
    made = (kept_every_year(), [("2025", 92), ("2026", 91)], lacks("2027", "later", expected="2028-03"))
    text = shown(*made)
    assert "for ét af dem" not in text
    assert "ventes i marts 2028" in text
    assert "kommer marts 2028" in text
    assert "venter på tal" in text
    assert "Kommer marts 2028 (Skoleafdelingen)." in text
    assert "Tallet er endnu ikke offentliggjort" in text_of(unassessed(judged(*made)))


def test_where_there_are_earlier_figures_something_is_measured() -> None:
    """»Endnu ingen målinger« is only stated where there is no figure at all."""
    assert "intet tal for 2027" in shown(kept_every_year(), [("2026", 91)])
    assert "endnu ingen målinger" not in shown(kept_every_year(), [("2026", 91)])
    due = policy(level(90, "2027"), indicator=YEARLY)
    assert "intet tal for 2027" in shown(due, [("2026", 91)])
    quarterly = policy(m.StandingTarget(value=90, comparison="at_least", per="quarter"), indicator=YEARLY)
    assert "intet nyere tal" in shown(quarterly, [("2026-Q4", 91)])
    assert "endnu ingen målinger" in shown(due, [])


def test_an_answer_for_a_year_means_nothing_for_a_target_of_the_year_before() -> None:
    """The figure for 2026 that it lacks is another than that for 2027."""
    own = policy(level(90, "2026"), level(95, "2027", id="senere"), indicator=YEARLY)
    found = judged(own, [("2025", 88)], lacks("2027"))
    text = {each.target: found.results.lines.reported_missing(each) for each in found.results.results}
    assert text == {"level-2026": "", "senere": "måles ikke i 2027 (Skoleafdelingen)"}


def test_an_answer_for_a_quarter_means_nothing_for_a_year_that_ends_with_another() -> None:
    """The figure at the deadline is that of the last quarter, whether it is there or not; a sum lacks any part."""
    quarterly = {"frequency": "quarterly", "data_source": m.DataSource(keeper="K", lag=1)}
    own = policy(level(90, "2027"), indicator=quarterly)
    rows = [("2026-Q4", 80), ("2027-Q1", 81), ("2027-Q2", 82)]
    for figures in (rows, [*rows, ("2027-Q4", 84)]):
        found = judged(own, figures, lacks("2027-Q3"))
        assert [found.results.lines.reported_missing(each) for each in found.results.results] == [""]
    target = m.StandingTarget(value=90, comparison="at_least", per="half_year")
    counted = policy(target, indicator={**quarterly, "unit": "antal", "over_time": "sum"})
    text = shown(counted, [*rows, ("2027-Q4", 84)], lacks("2027-Q3"))
    assert "måles ikke i 3. kvartal 2027" in text
    assert "163 (1. halvår 2027)" in text


def test_the_remark_of_a_unit_is_shown_with_its_answer() -> None:
    """Also where the target is judged without the figure."""
    answer = lacks("2027", note="Ny undersøgelse i 2028")
    words = "måles ikke i 2027 (Skoleafdelingen): Ny undersøgelse i 2028"
    text = shown(kept_every_year(), [("2026", 91)], answer)
    assert words[1:] in text
    assert "Også indberettet uden tal:" not in text
    rarely = policy(level(90, "2027"), indicator={"frequency": "every_two_years"})
    text = shown(rarely, [("2026", 91)], answer)
    assert "Også indberettet uden tal:" in text
    assert words in text


def test_the_explanation_of_a_target_has_it_in_place_of_what_it_would_take() -> None:
    """»Få det målt« is no answer to a unit that has stated when the figure comes."""
    found = judged(kept_every_year(), [("2026", 91)], lacks("2027", "later", expected="2028-03"))
    (line,) = lines_of(found)
    assert "Kommer marts 2028 (Skoleafdelingen)." in line.explanation
    assert "Få det målt" not in line.explanation


def test_it_is_read_from_the_folder_of_the_year(tmp_path: Path) -> None:
    """`opfoelgning/2026/accounts.yaml` states it under `missing`."""
    (tmp_path / "policy.yaml").write_text(
        "kommunepolitik: 1\nid: p\ntitle: P\nmunicipality: {name: Nybro, fictitious: true}\nindicators:\n  - id: i\n"
        "    title: Unge i job\n    targets: [{kind: level, value: 5, comparison: at_least, due: 2027}]\n",
        "utf-8",
    )
    year = tmp_path / "opfoelgning" / "2026"
    year.mkdir(parents=True)
    entry = "{indicator: i, period: 2026, why: later, expected: 2027-03, reported_by: HR}"
    (year / "accounts.yaml").write_text(f"kommunepolitik: 1\nmissing: [{entry}]\n", "utf-8")
    assert "kommer marts 2027 (HR)" in text_of(unassessed(folder(tmp_path, at="2026")))
    assert "kommer marts 2027" not in text_of(unassessed(folder(tmp_path, at="2025")))
