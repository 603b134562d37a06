"""The command line as a user meets it: real processes, exit codes, both streams."""

import json
from pathlib import Path

import pytest

from kommunepolitik import __version__, load
from kommunepolitik.documents import parse
from tests.cli.command import run

BROKEN = "kommunepolitik: 1\nid: p\ntitel: P\nmunicipality: Slagelse\nperiod: 2022/2023\n"


def test_check_summarises_a_policy_in_a_line(examples: Path) -> None:
    """Exit 0, a line for each policy, in Danish or English."""
    done = run("check", examples)
    assert (done.returncode, done.stderr) == (0, "")
    assert sum(line.startswith("✓ ") for line in done.stdout.splitlines()) == 3
    assert "slagelse-integration-2013: 5 fokusområder, 20 delmål" in done.stdout
    assert "38 figures from the sources" in run("check", examples / "slagelse_2013", "--language", "en").stdout


def test_check_reports_every_problem_and_exits_1(tmp_path: Path) -> None:
    """In Danish by default, to standard error, with file, line and column; never a traceback."""
    path = tmp_path / "policy.yaml"
    path.write_text(BROKEN, "utf-8")
    done = run("check", path, tmp_path / "nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        f"{path}:3:1: titel: ukendt nøgle »titel«; mente du »title«?",
        f"{path}:5:9: period: »2022/2023« kan læses på to måder; skriv 2022/23 for skoleåret eller 2022..2023 for de to år",
        f"{tmp_path / 'nowhere'}: der er ingen sådan fil eller mappe",
    ]
    assert "did you mean 'title'?" in run("check", path, "--language", "en").stderr


def test_check_looks_at_the_figures_too(tmp_path: Path) -> None:
    """An unknown indicator in observations.csv is reported with its row."""
    (tmp_path / "policy.yaml").write_text("kommunepolitik: 1\nid: p\ntitle: P\nmunicipality: 330\n", "utf-8")
    (tmp_path / "observations.csv").write_text("indicator;value\nx;1\n", "utf-8")
    done = run("check", tmp_path)
    assert done.returncode == 1
    assert f"{tmp_path / 'observations.csv'}:2: indicator: ingen indikator har id »x«" in done.stderr


def test_report_writes_pages_and_states_where(examples: Path, tmp_path: Path) -> None:
    """A folder of policies gives a page each and an index, and each edition a comparison; one policy gives one page."""
    done = run("report", examples, "--output", tmp_path / "ud", "--format", "html,md")
    assert done.returncode == 0
    assert [Path(line).name for line in done.stdout.splitlines()][7] == "index.html"
    assert len([path for path in (tmp_path / "ud").iterdir() if not path.name.startswith(".")]) == 16 + 3
    one = run("report", examples / "furesoe_2018", "-o", tmp_path / "en", "--format", "md", "--language", "en")
    names = ["furesoe-integration-2018.md", "furesoe-integration-2018--opfoelgning.md"]
    assert one.stdout.splitlines() == [str(tmp_path / "en" / name) for name in names]


def test_report_of_a_broken_policy_writes_nothing(tmp_path: Path) -> None:
    """All or nothing: problems first, pages only when all is well."""
    (tmp_path / "policy.yaml").write_text(BROKEN, "utf-8")
    assert run("report", tmp_path, "--output", tmp_path / "ud").returncode == 1
    assert not (tmp_path / "ud").exists()


def test_report_to_a_place_that_cannot_be_written_fails_with_a_message(examples: Path, tmp_path: Path) -> None:
    """A file where the folder should be is reported, without a traceback."""
    (tmp_path / "ud").write_text("", "utf-8")
    done = run("report", examples / "furesoe_2018", "--output", tmp_path / "ud")
    assert done.returncode == 1
    assert "kan ikke skrives" in done.stderr
    assert "Traceback" not in done.stderr


def test_show_gives_an_outline_or_the_policy_itself(examples: Path) -> None:
    """Text for people, JSON that reads back equal."""
    done = run("show", examples / "slagelse_2023")
    assert done.returncode == 0
    assert "Bolig (2 mål)" in done.stdout
    assert "● Unge, der får vejledning om fritidsjob: mindst 100 hvert år" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 90
    as_json = run("show", examples / "slagelse_2023", "--format", "json").stdout
    assert json.loads(as_json)["kommunepolitik"] == 1
    assert parse(as_json, ".json") == load(examples / "slagelse_2023")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("chek",),
        ("check",),
        ("report", "x"),
        ("report", "x", "-o", "y", "--format", "odt"),
        ("show", "x", "--language", "de"),
    ],
)
def test_wrong_usage_exits_2(arguments: tuple[str, ...]) -> None:
    """Missing and unknown commands, arguments and options are usage errors."""
    done = run(*arguments)
    assert done.returncode == 2
    assert "Usage" in done.stderr + done.stdout


def test_help_and_version() -> None:
    """Help has examples; the version is the package's."""
    assert run("--version").stdout.strip() == f"kommunepolitik {__version__}"
    for command in ((), ("check",), ("report",), ("show",), ("new",), ("preview",)):
        done = run(*command, "--help")
        assert done.returncode == 0
        assert "Examples:" in done.stdout


def test_the_report_before_lies_before_this_one(tmp_path: Path) -> None:
    """--since after --at is wrong usage."""
    (tmp_path / "policy.yaml").write_text("kommunepolitik: 1\nid: p\ntitle: P\nmunicipality: 330\n", "utf-8")
    done = run("report", tmp_path, "-o", tmp_path / "ud", "--at", "2025", "--since", "2026", "--since-known", "2027")
    assert done.returncode == 2
    assert "is not before --at" in done.stderr
