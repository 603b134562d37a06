"""Every page of the docs does what it shows: files, commands, Python."""

import re
import shutil
from pathlib import Path

import pytest

from docs.generate import pages
from tests.docs.walk import follow

ROOT = Path(__file__).parents[2]
WRITTEN = {
    page.relative_to(ROOT / "docs").as_posix(): page.read_text("utf-8")
    for page in (ROOT / "docs").rglob("*.md")
    if page.relative_to(ROOT / "docs").parts[:2] != ("tutorial", "nybro")  # which has tests of its own
}
MADE = {f"reference/{name}": text for name, text in pages().items()}
PAGES = {name: text for name, text in sorted((WRITTEN | MADE).items()) if "```" in text and "/api/" not in name}
"""The pages with blocks; the examples of Python names are docstrings, which are run as such."""

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
    wrong = [each for each in follow(PAGES[page], folder, MODULES.get(page, "__main__")) if not each.is_true]
    assert not wrong, "the page should show:\n" + "\n\n".join(
        f"$ {each.command}\n" + "\n".join(each.printed) for each in wrong
    )


def test_a_command_is_in_a_block_that_is_run() -> None:
    """Not in an indented one, which is only to be read."""
    found = [
        f"{page}: {line.strip()}"
        for page in PAGES
        for line in re.sub(r"^ *```.*?^ *```$", "", PAGES[page], flags=re.M | re.S).splitlines()
        if line.startswith("    kommunepolitik ")
    ]
    assert found == []


def test_what_is_not_run_has_a_reason() -> None:
    """A server that goes on until it is stopped, an installation, the network."""
    reasons = [reason for page in PAGES for reason in re.findall(r"<!-- not run: (.*?) -->", PAGES[page])]
    assert set(reasons) <= {"it serves until it is stopped", "it installs", "it asks the network", "your own files"}
