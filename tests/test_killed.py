"""A kill at any moment leaves each file as it was, or as it was to be."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import run
from tests.collect.made import fill, forms, municipality

FORM = {
    "unge#trivsel||2026": {"value": 75.5},
    "unge#spor-1|account:text|2026": {"account": "Vi holdt åbent (opdigtet)."},
}


def killed(folder: Path, copies: Path, *arguments: str) -> int:
    """Kill a command at each change it makes, and return at how many; a file that is neither old nor new fails."""
    copies.mkdir()
    command = [sys.executable, "-m", "tests.killed", str(folder), str(copies), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])
    assert done.returncode == 0, done.stderr
    *broken, last = done.stdout.splitlines()
    assert broken == []
    (count,) = re.findall(r"killed ([0-9]+) times", last)
    return int(count)


@pytest.mark.skipif(sys.platform == "win32", reason="processes part there in another way")
def test_figures_read_is_killed(tmp_path: Path) -> None:
    """The file of imported figures is the old one, or the new one."""
    home = municipality(tmp_path / "alt")
    file = tmp_path / "alt" / "tal.csv"
    file.write_text("indikator;periode;værdi\ntrivsel;2026;75,5\n", "utf-8")
    assert run("figures", "read", file, "--policy", home).returncode == 0
    file.write_text("indikator;periode;værdi\ntrivsel;2026;75,5\nfrivillige;2026;40\n", "utf-8")
    arguments = ("figures", "read", "{}/tal.csv", "--policy", "{}/politikker/unge")
    assert killed(tmp_path / "alt", tmp_path / "kopier", *arguments) > 1


@pytest.mark.skipif(sys.platform == "win32", reason="processes part there in another way")
def test_collect_read_is_killed(tmp_path: Path) -> None:
    """Figures, accounts and the copy of the form."""
    home = municipality(tmp_path / "alt")
    form = fill(forms(home)["Center for Skole"], FORM)
    arguments = ("collect", "read", f"{{}}/{form.relative_to(tmp_path / 'alt')}", "--policy", "{}/politikker/unge")
    assert killed(tmp_path / "alt", tmp_path / "kopier", *arguments) > 3


@pytest.mark.skipif(sys.platform == "win32", reason="processes part there in another way")
def test_export_is_killed(tmp_path: Path) -> None:
    """Open data that were there, and are written again with a figure more."""
    home = municipality(tmp_path / "alt")
    arguments = (
        "export",
        "{}/politikker/unge",
        "-o",
        "{}/data",
        "--licence",
        "CC-BY-4.0",
        "--contact",
        "a@nybro.example",
    )
    first = [each.replace("{}", str(tmp_path / "alt")) for each in arguments]
    assert run(*first).returncode == 0
    with (home / "observations.csv").open("a", encoding="utf-8") as file:
        file.write("trivsel;2026;76\n")
    assert killed(tmp_path / "alt", tmp_path / "kopier", *arguments) > 3


@pytest.mark.skipif(sys.platform == "win32", reason="processes part there in another way")
def test_new_is_killed(tmp_path: Path) -> None:
    """Each file with which a policy begins is whole, or not there."""
    (tmp_path / "alt").mkdir()
    arguments = ("new", "{}/unge", "--municipality", "Slagelse", "--period", "2026..2029")
    assert killed(tmp_path / "alt", tmp_path / "kopier", *arguments) > 12
