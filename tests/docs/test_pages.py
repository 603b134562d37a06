"""Every page of the docs does what it shows: files, commands, Python."""

import re
import shutil
from pathlib import Path

import pytest

from tests.docs.walk import follow

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    page.relative_to(ROOT / "docs").as_posix()
    for page in (ROOT / "docs").rglob("*.md")
    if page.relative_to(ROOT / "docs").parts[:2] != ("tutorial", "nybro") and "```" in page.read_text("utf-8")
)
MODULES = {"howto/own-rules.md": "nybro_regler", "howto/own-formats.md": "nybro_liste"}
"""The module that the program of a page says it is."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A reader's folder: the examples and the tutorial, to change and to write beside."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copytree(ROOT / "docs" / "tutorial" / "nybro", tmp_path / "docs" / "tutorial" / "nybro")
    (tmp_path / "build").mkdir()
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_shows_is_what_happens(page: str, folder: Path) -> None:
    """Block by block, in one folder, as its reader would do it."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    wrong = [each for each in follow(text, folder, MODULES.get(page, "__main__")) if not each.is_true]
    assert not wrong, "the page should show:\n" + "\n\n".join(
        f"$ {each.what}\n" + "\n".join(each.printed) for each in wrong
    )


def test_a_command_is_in_a_block_that_is_run() -> None:
    """Not in an indented one, which is only to be read."""
    found = [
        f"{page}: {line.strip()}"
        for page in PAGES
        for line in re.sub(
            r"^ *```.*?^ *```$", "", (ROOT / "docs" / page).read_text("utf-8"), flags=re.M | re.S
        ).splitlines()
        if line.startswith("    kommunepolitik ")
    ]
    assert found == []


def test_what_is_not_run_has_a_reason() -> None:
    """A server that goes on until it is stopped, an installation, the network."""
    reasons = [
        reason
        for page in PAGES
        for reason in re.findall(r"<!-- not run: (.*?) -->", (ROOT / "docs" / page).read_text("utf-8"))
    ]
    assert set(reasons) <= {"it serves until it is stopped", "it installs", "it asks the network", "your own files"}
