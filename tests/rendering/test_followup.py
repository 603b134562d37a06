"""The follow-up part of a page."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.evaluation import STATUSES
from kommunepolitik.evaluation.results import SHOWN_AS
from kommunepolitik.rendering import SHAPES
from kommunepolitik.report.lines import SHOWN_WORDS
from tests.claims import some


def words(tag: Any) -> str:
    """Return the text of a tag with plain single blanks."""
    return " ".join(tag.get_text(" ").split())


def policy() -> kp.Policy:
    """Return a policy with one indicator that is followed up, and one without a target."""
    targets = [
        m.LevelTarget(value=55, comparison="at_least", due=m.Period("2022")),
        m.LevelTarget(value=60, comparison="at_least", due=m.Period("2024")),
    ]
    hole = m.Missing(what="targets", why="not_in_sources")
    return kp.Policy(
        id="p",
        title="P",
        municipality=m.Municipality(name="Nybro", fictitious=True),
        focus_areas=(m.FocusArea(id="job", title="Job", measured_by=("frekvens", "uden")),),
        indicators=(
            m.Indicator(
                id="frekvens",
                title="Frekvens <b>",
                unit="%",
                direction="increase",
                targets=tuple(targets),
                baseline=m.Baseline(period=m.Period("2020"), value=50),
            ),
            m.Indicator(id="uden", title="Uden mål", missing=(hole,)),
        ),
    )


FIGURES = pd.DataFrame(
    {"indicator": ["frekvens"] * 3 + ["uden"], "period": ["2021", "2022", "2023", "2023"], "value": [52, 54, 56.5, 7]}
)


@pytest.fixture(scope="module")
def page() -> BeautifulSoup:
    """The page of the policy with its figures."""
    table = kp.read_observations(FIGURES, policy())
    return BeautifulSoup(kp.render(policy(), observations=table), "html5lib")


def test_every_word_that_readers_see_has_a_shape_of_its_own() -> None:
    """Five words, five shapes, never colour alone; a finer status has the shape of its word."""
    assert set(SHAPES) == {*STATUSES, *SHOWN_WORDS}
    assert len({SHAPES[word] for word in SHOWN_WORDS}) == len(SHOWN_WORDS) == 5
    assert all(SHAPES[status] == SHAPES[SHOWN_AS[status]] for status in some(STATUSES))


def test_a_line_says_target_baseline_latest_required_status_and_trend(page: BeautifulSoup) -> None:
    """56.5 of 57.5 on the way from 55 (2022) to 60 (2024); the target of 2022, which is over, comes after."""
    rows = page.select("#followup_frekvens tbody tr")
    cells = [[words(cell) for cell in row.find_all(["th", "td"])] for row in rows[:2]]
    assert cells[0] == [
        "mindst 60 %, senest 2024",
        "50 % (2020)",
        "56,5 % (2023)",
        "57,5 %",
        "◆ ikke på rette vej lidt bagud",
        "↗ steget siden baseline og 2022 (54 %): bedre",
    ]
    assert cells[1] == [
        "mindst 55 %, senest 2022 tidligere måltal",
        "50 % (2020)",
        "54 % (2022) nyeste: 56,5 % (2023)",
        "55 %",
        "✖ ikke nået",
        "↗ steget siden baseline og 2021 (52 %): bedre",
    ]


def test_a_chart_has_a_name_a_description_and_a_table_beside(page: BeautifulSoup) -> None:
    """Hostile text in a title stays text; one figure is shown as that figure, without a chart."""
    figure = page.select_one("#followup_frekvens figure")
    assert figure is not None
    svg = figure.svg
    assert svg["role"] == "img"
    assert svg.find("title").get_text() == "Frekvens <b>"
    described = words(svg.find("desc"))
    assert "52 % (2021)" in described
    assert "56,5 % (2023)" in described
    assert "mindst 60 %, senest 2024" in described
    assert [words(row) for row in figure.select("table tbody tr")] == ["2021 52 %", "2022 54 %", "2023 56,5 %"]
    assert page.select_one("#followup_uden figure") is None
    assert "7 (2023)" in page.select_one("#followup_uden").get_text(" ", strip=True)


def test_what_cannot_be_assessed_says_why_and_what_the_policy_says_of_the_hole(page: BeautifulSoup) -> None:
    """No target, because it is not in the sources at hand."""
    text = page.select_one("#section_followup").get_text(" ", strip=True)
    assert "dens måltal kendes ikke her (1)" in text
    assert "Uden mål – står ikke i de kilder, vi har" in text


def test_at_and_method_are_said(page: BeautifulSoup) -> None:
    """Never today's date."""
    assert "Hvert måltal er opgjort efter sit nyeste tal." in page.select_one("#section_followup").get_text()
    evaluation = kp.evaluate(policy(), FIGURES, at="2022", method="cagr")
    text = kp.render(evaluation, language="en", observations=kp.read_observations(FIGURES, policy()))
    assert "Judged as of the end of 2022. Method: compound annual growth (cagr)" in text


def test_the_real_policies_say_honestly_that_they_cannot_be_assessed(examples: Path) -> None:
    """Slagelse 2013 has eight targets, and not one that can be judged; the page says why for each."""
    slagelse = kp.load(examples / "slagelse_2013")
    table = kp.read_observations(examples / "slagelse_2013" / "observations.csv", slagelse)
    section = BeautifulSoup(kp.render(slagelse, observations=table), "html5lib").select_one("#section_followup")
    assert section.select_one(".distribution tbody tr:last-child td").get_text() == "8"
    markdown = kp.render(slagelse, "md", observations=table)
    assert "| ◌ kan ikke vurderes | 8 |" in markdown


def test_each_series_that_is_judged_has_a_chart_of_its_own() -> None:
    """A target for a group shows the group's figures and its path, named for the group."""
    target = m.LevelTarget(value=60, comparison="at_least", due=m.Period("2024"), group="kvinder")
    grouped = kp.Policy(
        id="p",
        title="P",
        municipality=m.Municipality(name="Nybro", fictitious=True),
        groups=(m.Group(id="kvinder", title="Kvinder"),),
        indicators=(m.Indicator(id="i", title="Frekvens", unit="%", targets=(target,)),),
    )
    rows = {
        "indicator": ["i"] * 3,
        "group": ["kvinder", "kvinder", ""],
        "period": ["2021", "2022", "2022"],
        "value": [50, 52, 70],
    }
    soup = BeautifulSoup(kp.render(grouped, observations=kp.read_observations(pd.DataFrame(rows), grouped)), "html5lib")
    (figure,) = soup.select("#followup_i figure")
    assert words(figure.svg.find("title")) == "Frekvens: Kvinder"
    assert [words(row) for row in figure.select("tbody tr")] == ["2021 50 %", "2022 52 %"]
