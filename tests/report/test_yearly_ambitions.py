"""A policy with an ambition for each year, reported every year against the record of the year before.

Made up: from half of the young (2020) the town wants 52 % in job or school in 2021, 54 % in 2022, 57 % in 2023 and 60 %
in 2024. The source is half a year late, the figure for 2021 is corrected a year later, and that for 2023 is not out when
the committee meets.
"""

from pathlib import Path

import pytest

from kommunepolitik.evaluation import Record, Result, read_record
from tests.cli.command import run

POLICY = """\
kommunepolitik: 1
id: unge
title: Ungepolitik
municipality: {name: Nybro, fictitious: true}
period: 2021..2024
indicators:
  - id: job
    title: Unge i job eller uddannelse
    unit: "%"
    decimals: 1
    frequency: yearly
    data_source: {keeper: Nybro, lag: 6}
    baseline: {period: 2020, value: 50}
    targets:
      - {kind: level, value: 52, comparison: at_least, due: 2021}
      - {kind: level, value: 54, comparison: at_least, due: 2022}
      - {kind: level, value: 57, comparison: at_least, due: 2023}
      - {kind: level, value: 60, comparison: at_least, due: 2024}
"""
FIGURES = """\
indikator;periode;værdi;offentliggjort
job;2021;53,0;2022-06-30
job;2021;51,5;2023-06-30
job;2022;54,5;2023-06-30
job;2023;56,0;2024-06-30
job;2024;61,0;2025-06-30
"""
REPORTS = {"2021": "2022-08-31", "2022": "2023-08-31", "2023": "2024-03-31", "2024": "2025-08-31"}
"""The year that each report is about, and the day of knowledge."""


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the years of the policy, with the four reports made in turn."""
    folder = tmp_path_factory.mktemp("unge")
    (folder / "policy.yaml").write_text(POLICY, "utf-8")
    (folder / "observations.csv").write_text(FIGURES, "utf-8")
    before: list[object] = []
    for year, known in REPORTS.items():
        output = folder / "opfoelgning" / year
        output.parent.mkdir(exist_ok=True)
        done = run("report", folder, "-o", output, "--at", year, "--known", known, "--format", "md", *before)
        assert done.returncode == 0, done.stderr
        before = ["--since", output]
    return folder / "opfoelgning"


@pytest.fixture(scope="module")
def records(years: Path) -> dict[str, Record]:
    """What was reported each year."""
    return {year: read_record(years / year / "record.json") for year in REPORTS}


def verdicts(record: Record) -> dict[str, tuple[str, str]]:
    """Return stage and status of each target, or why it has none, by the year it is due."""
    return {str(each.due): (each.stage, str(each.reason or each.status)) for each in record.results}


def section(years: Path, year: str, title: str) -> str:
    """Return a section of the report of a year."""
    text = (years / year / "unge--opfoelgning.md").read_text("utf-8").replace("\N{NO-BREAK SPACE}", " ")
    _, found, rest = text.partition(f"## {title}\n")
    assert found, title
    return rest.partition("\n## ")[0]


def test_each_report_leads_with_the_target_of_its_year(records: dict[str, Record]) -> None:
    """Reached, reached, not out yet, reached; those of later years are later, those that are settled are past."""
    reported = {year: verdicts(record) for year, record in records.items()}
    assert reported["2021"] == {
        "2021": ("current", "achieved"),
        "2022": ("later", "on_track"),
        "2023": ("later", "on_track"),
        "2024": ("later", "on_track"),
    }
    assert reported["2022"] == {
        "2021": ("past", "missed"),  # the figure it was called reached by is corrected
        "2022": ("current", "achieved"),
        "2023": ("later", "on_track"),
        "2024": ("later", "on_track"),
    }
    assert reported["2023"] == {
        "2021": ("past", "missed"),
        "2022": ("past", "achieved"),
        "2023": ("current", "awaiting_data"),
        "2024": ("later", "on_track"),
    }
    assert reported["2024"] == {
        "2021": ("past", "missed"),
        "2022": ("past", "achieved"),
        "2023": ("past", "missed"),
        "2024": ("current", "achieved"),
    }


def test_a_target_that_awaited_its_figure_is_in_the_headline_of_the_report_that_has_it(years: Path) -> None:
    """2023 was not out when 2023 was reported: the report on 2024 counts the targets of both years."""
    counted = {year: section(years, year, "Kort fortalt") for year in REPORTS}
    assert "Politikkens ene aktuelle måltal er nået." in counted["2022"]
    assert "Politikkens ene aktuelle måltal kan ikke vurderes endnu" in counted["2023"]
    assert "Af 2 aktuelle måltal er 1 nået og 1 " in counted["2024"]


def test_a_settled_verdict_stands_unless_its_figure_was_corrected(records: dict[str, Record]) -> None:
    """From report to report: only that on 2021 was taken back."""
    taken_back = []
    for then, now in zip(list(REPORTS)[:-1], list(REPORTS)[1:], strict=True):
        before = {each.target: each for each in records[then].results}
        changed = [each for each in records[now].results if each.status != before[each.target].status]
        for result in changed:
            if before[result.target].settled:
                assert revised(records[then], records[now], before[result.target])
                taken_back.append((now, result.target))
    assert taken_back == [("2022", "level-2021")]


def revised(then: Record, now: Record, result: Result) -> bool:
    """Return whether the figure that a result was judged by is another now."""
    content = [{each.period: each.value for each in record.figures} for record in (then, now)]
    return result.period is not None and content[0][result.period] != content[1][result.period]


def test_the_second_report_takes_back_what_the_first_stated_of_a_corrected_figure(years: Path) -> None:
    """As a revision with both figures, and as a verdict that is worse; the newest figure is reported as new."""
    text = section(years, "2022", "Hvad der er ændret siden sidst")
    assert "| Unge i job eller uddannelse | 53,0 % (2021) | 51,5 % (2021) |" in text
    assert "| mindst 52,0 %, senest 2021 | ✔ nået: 53,0 % (2021) | ✖ ikke nået: 51,5 % (2021) |" in text.replace(
        "Unge i job eller uddannelse; ", ""
    )
    assert "| Unge i job eller uddannelse | 53,0 % (2021) | 54,5 % (2022) |" in text


def test_a_report_without_a_new_figure_states_only_what_it_no_longer_knows(years: Path) -> None:
    """The target for 2023 was on its way, and awaits its figure now, because time has passed."""
    text = section(years, "2023", "Hvad der er ændret siden sidst")
    assert text.count("| Unge i job eller uddannelse") == 1
    assert "mindst 57,0 %, senest 2023 | ▲ på rette vej: 54,5 % (2022) | ◌ kan ikke vurderes" in text


def test_the_last_report_has_both_figures_and_lists_the_newest(years: Path) -> None:
    """61 % in 2024, after 54.5 % in 2022; the target of 2023 can be assessed now."""
    text = section(years, "2024", "Hvad der er ændret siden sidst")
    assert "| Unge i job eller uddannelse | 54,5 % (2022) | 61,0 % (2024) |" in text
    assert "mindst 57,0 %, senest 2023 | ◌ kan ikke vurderes" in text
    assert "✖ ikke nået: 56,0 % (2023)" in text


def test_every_report_can_be_verified_when_all_is_known(years: Path) -> None:
    """Figures published later, the correction among them, change nothing of what was reported."""
    for year in REPORTS:
        done = run("verify", years / year / "record.json")
        assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_a_goalpost_moved_between_two_reports_is_reported_once(years: Path, tmp_path: Path) -> None:
    """In the report after it; the one after that compares with what was reported by then."""
    folder = tmp_path / "unge"
    folder.mkdir()
    (folder / "observations.csv").write_text(FIGURES, "utf-8")
    reported = {}
    before: list[object] = []
    for year, known in REPORTS.items():
        text = POLICY if year == "2021" else POLICY.replace("value: 60,", "value: 58,")
        (folder / "policy.yaml").write_text(text, "utf-8")
        output = tmp_path / year
        run("report", folder, "-o", output, "--at", year, "--known", known, "--format", "md", *before)
        reported[year] = "58,0 %, senest 2024 | ingen beslutning siger det |" in " ".join(
            (output / "unge--opfoelgning.md").read_text("utf-8").replace("\N{NO-BREAK SPACE}", " ").split()
        )
        before = ["--since", output]
    assert reported == {"2021": False, "2022": True, "2023": False, "2024": False}
