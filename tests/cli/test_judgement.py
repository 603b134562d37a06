"""The commands that judge, as a user meets them."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.command import run

POLICY = """\
kommunepolitik: 1
id: p
title: P
municipality: {name: Nybro, fictitious: true}
focus_areas:
  - {id: job, title: Job, measured_by: [frekvens]}
indicators:
  - id: frekvens
    title: Frekvens
    unit: "%"
    baseline: {period: 2020, value: 50}
    targets:
      - {kind: level, value: 60, comparison: at_least, due: 2024}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A policy with two figures."""
    (tmp_path / "policy.yaml").write_text(POLICY, "utf-8")
    (tmp_path / "observations.csv").write_text("indikator;periode;værdi\nfrekvens;2021;53\nfrekvens;2022;54\n", "utf-8")
    return tmp_path


def test_evaluate_shows_each_target_in_a_line(folder: Path) -> None:
    """Status, id and figure, then title, target and progress; the date and the method on top."""
    done = run("evaluate", folder)
    assert (done.returncode, done.stderr) == (0, "")
    first, line = done.stdout.splitlines()
    assert first == "Hvert måltal er opgjort efter sit nyeste tal. Metode: linear."
    assert line.split("  ") == [
        "◆ lidt bagud",
        "frekvens",
        "54 % (2022)",
        "Frekvens (mindst 60 %, senest 2024): 80 % af vejen",
    ]
    assert "53 % (2021)" in run("evaluate", folder, "--at", "2021").stdout


@pytest.mark.parametrize(
    ("rows", "figure", "more"),
    [
        ("2022;ca. 54\n2023-Q1;55\n", "ca. 54 % (2022); nyeste 55 % (1. kvartal 2023)", "80 % af vejen"),
        ("2022;36,6\n", "36,6 % (2022)", "13,4 procentpoint den forkerte vej"),
        ("2022;57\n", "57 % (2022)", "længere end ventet"),
        ("2022;54,748\n", "54,748 % (2022)", "94,96 % af vejen"),
        ("", "", "der er intet tal"),
    ],
)
def test_a_line_holds_what_is_newest_and_no_share_below_nought(folder: Path, rows: str, figure: str, more: str) -> None:
    """Figures with unit and qualifier; the wrong way is a movement; the target is there without figures too."""
    lines = [f"frekvens;{row}\n" for row in rows.splitlines()]
    text = "".join(lines).replace("ca. 54", "54;about").replace("\n", ";\n").replace("about;", "about")
    (folder / "observations.csv").write_text(f"indikator;periode;værdi;qualifier\n{text}", "utf-8")
    line = run("evaluate", folder).stdout.splitlines()[1]
    assert line.endswith(f"Frekvens (mindst 60 %, senest 2024): {more}")
    assert f"  {figure}  " in line


def test_several_policies_are_named_in_each_line(folder: Path) -> None:
    """By the address that `explain` takes."""
    for id in ("p", "q"):
        (folder / id).mkdir()
        (folder / id / "policy.yaml").write_text(POLICY.replace("id: p\n", f"id: {id}\n"), "utf-8")
    (folder / "policy.yaml").unlink()
    (folder / "observations.csv").unlink()
    lines = run("evaluate", folder).stdout.splitlines()[1:]
    assert [address for line in lines for address in line.split() if "#" in address] == ["p#frekvens", "q#frekvens"]
    assert run("explain", folder, "q#frekvens").stdout.startswith("P, Nybro: Frekvens (mindst 60 %, senest 2024): ")


def test_evaluate_gives_tables_for_programs(folder: Path) -> None:
    """JSON is the plain data of the evaluation, CSV its frame; --by counts statuses."""
    data = json.loads(run("evaluate", folder, "--format", "json").stdout)
    (row,) = data["results"]
    assert (data["method"], data["audience"], data["policies"][0]["municipality"]) == ("linear", "public", "Nybro")
    assert (row["status"], row["progress"], row["due"]) == ("behind", 0.8, "2024")
    (line,) = csv.DictReader(io.StringIO(run("evaluate", folder, "--format", "csv", "--by", "area").stdout))
    assert (line["area"], line["behind"], line["worst"]) == ("job", "1", "behind")
    assert "p / job  ◆ 1 lidt bagud" in run("evaluate", folder, "--by", "area").stdout


def test_figures_in_a_file_of_their_own_are_joined_in(folder: Path) -> None:
    """A shared table adds to the policy's own."""
    (folder / "national.csv").write_text("indikator;periode;værdi\nfrekvens;2023;61\n", "utf-8")
    done = run("evaluate", folder, "--observations", folder / "national.csv")
    assert "nået" in done.stdout
    assert run("evaluate", folder, "--observations", folder / "nowhere.csv").returncode == 1


def test_explain_states_how_it_was_judged(folder: Path) -> None:
    """Numbers, path and due in words; an unknown indicator is an error with the nearest."""
    done = run("explain", folder, "frekvens")
    assert done.stdout == (
        "Frekvens (mindst 60 %, senest 2024): lidt bagud. Tallet for 2022 er 54 %, altså 6 procentpoint under måltallet. "
        "Fra 50 % (2020) skulle tallet på det tidspunkt være nået til 55 %; det er nået 80 % af vejen.\n"
    )
    wrong = run("explain", folder, "frekvensen")
    assert wrong.returncode == 1
    assert "mente du »frekvens«?" in wrong.stderr


def test_figures_on_few_people_are_for_internal_use_only(folder: Path) -> None:
    """Tables, lines and explanations for the public are without them; --internal shows them."""
    policy = POLICY.replace('unit: "%"', "unit: antal\n    counts_people: true") + "disclosure: {minimum: 5}\n"
    (folder / "policy.yaml").write_text(policy, "utf-8")
    (folder / "observations.csv").write_text("indikator;periode;værdi\nfrekvens;2022;3\n", "utf-8")
    for more in (["--format", "json"], ["--format", "csv"], []):
        public, internal = run("evaluate", folder, *more).stdout, run("evaluate", folder, "--internal", *more).stdout
        assert "2022" in internal
        assert internal != public
    (public,) = json.loads(run("evaluate", folder, "--format", "json").stdout)["results"]
    assert (public["status"], public["reason"], public["value"]) == ("not_assessed", "suppressed", None)
    (internal,) = json.loads(run("evaluate", folder, "--internal", "--format", "json").stdout)["results"]
    assert internal["value"] == 3
    assert "3 (2022)" not in run("explain", folder, "frekvens").stdout
    assert "tilbageholdt" in run("explain", folder, "frekvens").stdout
    assert "tilbageholdt" not in run("explain", folder, "frekvens", "--internal").stdout


@pytest.mark.parametrize("arguments", [("--method", "lineær"), ("--by", "kommune"), ("--format", "xlsx")])
def test_wrong_usage_exits_2(folder: Path, arguments: tuple[str, str]) -> None:
    """Unknown words for options."""
    assert run("evaluate", folder, *arguments).returncode == 2


def test_a_date_that_is_none_is_wrong_usage(folder: Path) -> None:
    """It states what a period looks like; an open period is no date."""
    done = run("evaluate", folder, "--at", "i går")
    assert done.returncode == 2
    assert "er ikke en periode" in done.stderr
    assert run("evaluate", folder, "--at", "2023..").returncode == 2


def test_a_minimum_and_a_maximum_are_one_line() -> None:
    """Between 45 and 55 %: one target, by the worse of the two."""
    place = Path(__file__).parents[1] / "evaluation" / "field_cases" / "15-band"
    _, *lines = run("evaluate", place).stdout.splitlines()
    assert len(lines) == 1
    assert "andel (mellem 45 og 55 % hvert år)" in lines[0]


def test_explain_has_what_a_unit_reported_of_the_figure_that_is_lacking(tmp_path: Path) -> None:
    """When it comes, in place of what it would take; not at a date before the period that it is about."""
    (tmp_path / "policy.yaml").write_text(
        "kommunepolitik: 1\nid: p\ntitle: P\nmunicipality: {name: Nybro, fictitious: true}\nindicators:\n  - id: i\n"
        "    title: Børn i dagtilbud\n    data_source: {keeper: K, lag: 1}\n"
        "    targets: [{kind: level, value: 95, comparison: at_least, due: 2027}]\n",
        "utf-8",
    )
    (tmp_path / "observations.csv").write_text("indicator;period;value\ni;2026;94\n", "utf-8")
    entry = "{indicator: i, period: 2027, why: later, expected: 2028-03, reported_by: HR}"
    (tmp_path / "accounts.yaml").write_text(f"kommunepolitik: 1\nmissing: [{entry}]\n", "utf-8")
    text = run("explain", tmp_path, "i", "--at", "2027", "--known", "2028-02-15").stdout
    assert "Kommer marts 2028 (HR)." in text
    assert "Få det målt" not in text
    assert "Kommer marts 2028" not in run("explain", tmp_path, "i", "--at", "2026").stdout
