"""The command that sums up many policies, as a user meets it."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.command import Answer
from tests.cli.command import run as command_line

OLD = """\
kommunepolitik: 1
id: nybro-2020
title: Integrationspolitik for hele Nybro Kommune og dens borgere
municipality: {name: Nybro, fictitious: true}
period: 2020..2023
stage: superseded
missing:
  - {what: plan, why: not_in_sources}
focus_areas:
  - {id: job, title: Job, measured_by: [frekvens]}
indicators:
  - {id: frekvens, title: Frekvens, unit: "%", baseline: {period: 2020, value: 50}}
  - {id: ledige, title: Ledige, unit: "%"}
"""
NEW = """\
kommunepolitik: 1
id: nybro-2024
title: Politik 2024
municipality: {name: Nybro, fictitious: true}
supersedes: nybro-2020
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two editions of a made-up municipality."""
    for name, text in (("gammel", OLD), ("ny", NEW)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "policy.yaml").write_text(text, "utf-8")
    return tmp_path


def run(*arguments: object) -> Answer:
    """Run the command."""
    return command_line("portfolio", *arguments)


def test_each_municipality_has_its_editions_below_it(folder: Path) -> None:
    """Oldest first, whatever the order of the paths; a long title takes several lines, a share of nothing is none."""
    done = run(folder / "ny", folder / "gammel", "--language", "en")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[3] == "Nybro Kommune (made up)"
    assert " ".join(lines[4].split()) == "Integrationspolitik for hele Nybro 2020–2023 1 0 2 0 of 2 1 of 2 unknown 1"
    assert lines[5:7] == ["  Kommune og dens borgere", "    nybro-2020 · Superseded"]
    assert " ".join(lines[7].split()) == "Politik 2024 unknown 0 0 0 – – 0 0"
    assert lines[8] == "    nybro-2024 · Stage: unknown · earlier edition: nybro-2020"
    assert lines[-1].startswith("2 policies, 1 municipality.")


def test_numbers_stand_under_their_heading(folder: Path) -> None:
    """Each column ends where its heading ends."""
    lines = run(folder, "--language", "en").stdout.splitlines()
    tracks = lines[0].index("Tracks") + len("Tracks")
    assert lines[4][:tracks].endswith(" unknown")
    assert lines[7][:tracks].endswith(" 0")


def test_it_is_danish_by_default(folder: Path) -> None:
    """What is not known is ukendt."""
    out = run(folder).stdout
    assert "ukendt" in out
    assert "Periode" in out
    assert "2 politikker, 1 kommune." in out


def test_programs_get_raw_numbers_and_blanks(folder: Path) -> None:
    """JSON has null and CSV nothing where it is not known; a share has its whole beside it."""
    old, new = json.loads(run(folder, "--format", "json").stdout)
    assert (old["policy"], old["period"], old["fictitious"]) == ("nybro-2020", "2020..2023", True)
    assert (old["tracks"], new["tracks"], new["stage"], new["supersedes"]) == (None, 0, None, "nybro-2020")
    assert (old["with_baseline"], old["with_baseline_of"], old["gaps"]) == (1, 2, 1)
    first, second = csv.DictReader(io.StringIO(run(folder, "--format", "csv").stdout))
    assert (first["tracks"], second["tracks"], second["period"]) == ("", "0", "")
    assert list(first) == list(old)


def test_all_problems_are_reported_at_once(folder: Path) -> None:
    """On standard error, with exit code 1; nothing is summed up in part."""
    (folder / "ny" / "policy.yaml").write_text(NEW + "hverken: ny\n", "utf-8")
    done = run(folder, folder / "nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.parametrize("arguments", [(), ("--format", "xlsx", "x")])
def test_wrong_usage_exits_2(arguments: tuple[str, ...]) -> None:
    """No path, or no such format."""
    assert run(*arguments).returncode == 2


def test_help_shows_an_example() -> None:
    """As every command does."""
    assert "kommunepolitik portfolio examples" in run("--help").stdout


def test_a_number_that_only_documents_state_is_marked(tmp_path: Path) -> None:
    """The goals are in an annex; the case states that there are 26."""
    text = NEW + "missing: [{what: focus_areas, why: not_in_sources}]\nstated_counts: [{what: goals, low: 26}]\n"
    (tmp_path / "policy.yaml").write_text(text, "utf-8")
    done = run(tmp_path, "--language", "en")
    assert " 26* " in done.stdout
    assert "* that only the documents state the number." in done.stdout
