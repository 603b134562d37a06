"""A page is one file that works by itself: on a stick, in a mail, without a script, on paper."""

import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from tests.claims import some
from tests.programs import program

LOOK = """() => ({
    ids: [...document.querySelectorAll('[id]')].map((e) => e.id),
    links: [...document.querySelectorAll('a[href]')].map((e) => e.href),
})"""


@pytest.fixture(scope="module")
def visits(written: list[Any], opened: Any) -> dict[Path, dict[str, list[str]]]:
    """What every page asks for when it is opened, its ids and its links."""
    asked: list[str] = []
    opened(written[0]).context.on("request", lambda request: asked.append(request.url))
    found = {}
    for page in some(written):
        asked.clear()
        found[page.path] = opened(page).evaluate(LOOK) | {"asked": [*asked]}
    return found


def test_a_page_loads_nothing(visits: dict[Path, dict[str, list[str]]]) -> None:
    """The page itself is all that is asked for: no font, picture, style or script from elsewhere."""
    assert {path: seen["asked"] for path, seen in visits.items()} == {path: [path.as_uri()] for path in visits}


def test_a_page_is_the_same_without_scripts(chosen: list[Any], opened: Any) -> None:
    """With scripts turned off it states all that it states with them, save a search box or filters."""
    for page in some(chosen):
        tab = opened(page)
        assert tab.evaluate(
            "[...document.querySelectorAll('*')].every((e) => !/ on/.test(' ' + e.getAttributeNames()))"
        )
        tab.evaluate("document.querySelectorAll('[role=search], .filters').forEach((e) => e.remove())")
        text = tab.locator("body").inner_text().split()
        assert opened(page, java_script_enabled=False).locator("body").inner_text().split() == text, page.name


def test_every_link_leads_somewhere(visits: dict[Path, dict[str, list[str]]]) -> None:
    """An anchor is on the page it names, and a page that is linked to exists; the browser has no id twice."""
    for path, page in visits.items():
        assert len(page["ids"]) == len(set(page["ids"])), path.name
        for link in some(page["links"]):
            parts = urlsplit(link)
            if parts.scheme == "file":
                target = Path(unquote(parts.path))
                assert target in visits, f"{path.name}: {link}"
                assert not parts.fragment or unquote(parts.fragment) in visits[target]["ids"], f"{path.name}: {link}"
            else:
                assert parts.scheme in {"http", "https"} or link.startswith("data:text/csv;"), f"{path.name}: {link}"


def test_paper_has_the_content_and_no_navigation(chosen: list[Any], opened: Any, tmp_path: Path) -> None:
    """Printed, a page is dark on white, without its menus, and what is folded away on the screen is there."""
    reader = program("pdftotext")
    hidden = "() => [...document.querySelectorAll('.contents, .skip, .up, .download, select')].filter((e) => e.checkVisibility()).length"
    folded = "() => [...document.querySelectorAll('details:not([open]) :is(p, li)')].map((e) => e.textContent)"
    seen_folded = 0
    for page in some(chosen):
        tab = opened(page, 1280, "dark")
        details = tab.evaluate(folded)
        paper = tmp_path / f"{page.language}-{page.path.stem}.pdf"
        tab.pdf(path=paper, prefer_css_page_size=True, print_background=True)
        tab.emulate_media(media="print")
        assert tab.evaluate(hidden) == 0, page.name
        assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        tab.emulate_media(media="null")
        text = subprocess.run([reader, paper, "-"], capture_output=True, check=True).stdout.decode()
        letters = "".join(filter(str.isalnum, text))
        for words in details:
            seen_folded += 1
            assert "".join(filter(str.isalnum, words))[:25] in letters, (page.name, words)
    assert seen_folded
