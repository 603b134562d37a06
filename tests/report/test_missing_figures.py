"""Figures that those who measure them say are not to be had, or come later: both reports say so in their place."""

from pathlib import Path

import attrs
import pytest

import kommunepolitik.model as m
from kommunepolitik.report.context import Context
from kommunepolitik.report.followup import unassessed
from kommunepolitik.report.paper import paper
from tests.report.made import folder, nybro, text_of

UNIT = "Center for Job og Læring"


def reported(**more: object) -> Context:
    """Return the context of Nybro, where the unit reported of the figure for employment in 2026."""
    fields = {"indicator": "beskaeftigelse", "period": "2026", "reported_by": UNIT, **more}
    return attrs.evolve(nybro(), missing_figures=[m.MissingFigure(**fields)])  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def later() -> Context:
    """The figure comes later than its source usually does."""
    return reported(why="later", expected="2027-05")


def test_the_follow_up_says_when_the_figure_comes_and_from_whom(later: Context) -> None:
    """In place of the month that follows from the lag of its source."""
    text = text_of(unassessed(later))
    assert "kommer maj 2027 (Center for Job og Læring)" in text
    assert "tallet ventes i marts 2027" not in text


def test_the_paper_says_it_as_what_it_takes(later: Context) -> None:
    """In the annex, and the overview names the same month."""
    text = text_of(paper(later))
    assert "Kommer maj 2027 (Center for Job og Læring)." in text
    assert "kommer marts 2027" not in text


def test_a_figure_that_is_not_measured_is_not_waited_for(later: Context) -> None:
    """No month is named for it."""
    context = reported(why="not_measured")
    assert "Måles ikke i 2026." in text_of(paper(context))
    assert "måles ikke i 2026" in text_of(unassessed(context))
    assert "ventes i marts 2027" not in text_of(unassessed(context))


def test_what_was_reported_ends_with_the_figure_itself() -> None:
    """A figure of the period, or of a later one, goes before what was said of it."""
    context = reported(why="later", indicator="trivsel-unge", expected="2027-05")
    assert "kommer maj 2027" not in text_of(unassessed(context))


def test_it_is_read_from_the_folder_of_the_year(tmp_path: Path) -> None:
    """`opfoelgning/2026/accounts.yaml` says so under `missing`."""
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
