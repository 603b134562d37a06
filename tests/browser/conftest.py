"""Pages in a real browser: the library writes them, Chromium opens them.

Without Chromium or Playwright these tests are skipped on a developer's machine; where CI or KOMMUNEPOLITIK_ALL_TESTS is
set they fail, so that no run passes by leaving them out.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from kommunepolitik.documents import read_all
from kommunepolitik.formats.html import write_html
from kommunepolitik.site import Build, gather
from kommunepolitik.testing.specimen import specimen
from tests.browser.reports import HOSTILE, filtered, index
from tests.programs import absent, program

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Page(NamedTuple):
    """A written page: what kind it is, its language, and where it lies."""

    kind: str
    language: str
    path: Path

    @property
    def name(self) -> str:
        """What a failure calls it."""
        return f"{self.language}/{self.path.stem}"


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    """Reports that hold every block, and the pages of the examples and the tutorial, some of them in English too."""
    folder = tmp_path_factory.mktemp("browser")
    examples, tutorial = ROOT / "examples", ROOT / "docs" / "tutorial" / "nybro"
    pages = []
    for language, places in (("da", [examples, tutorial]), ("en", [examples / "furesoe_2018", tutorial])):
        site = gather(read_all(places), shared=[tutorial / "national.csv"])
        build = Build(site, folder / language, ["html"], language, paper=True)
        assert list(build.run())
        pages += [
            Page(page.kind, language, folder / language / page.name) for page in build.files if page.kind != "record"
        ]
        reports = {
            "everything": specimen(language, "Flere i arbejde"),
            "hostile": specimen(language, HOSTILE),
            "filters": filtered(language),
            "many": index(language, municipalities=13),
        }
        for kind, report in reports.items():
            pages.append(Page(kind, language, folder / language / f"{kind}.html"))
            pages[-1].path.write_text(write_html(report), "utf-8")
    return sorted(pages, key=lambda page: (page.path.stat().st_size, page.path))


@pytest.fixture(scope="session")
def chosen(written: list[Page]) -> list[Page]:
    """A small but full set: in Danish all kinds of pages and sorts of parts, in English the shortest page of a kind.

    Of those in Danish the longest is among them, the follow-up that a committee's secretary gets; the rest are short.
    """
    english = {page.kind: page for page in reversed(written) if page.language == "en"}
    danish = [page for page in written if page.language == "da"]
    parts = {page: _parts(page) for page in danish}
    for page in danish[-2::-1]:
        others = [other for other in danish if other != page]
        if page.kind in {other.kind for other in others} and parts[page] <= set().union(*map(parts.get, others)):
            danish = others
    return [*danish, *english.values()]


@pytest.fixture(scope="session")
def full(chosen: list[Page]) -> list[Page]:
    """The chosen pages in Danish, which hold all sorts of parts."""
    return [page for page in chosen if page.language == "da"]


def _parts(page: Page) -> set[str]:
    """Return the sorts of elements on a page, by name and class; those within charts apart."""
    return set(re.findall(r'<(?!g )(\w+(?: class="[^"]*")?)', page.path.read_text("utf-8").partition("</style>")[2]))


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One Chromium for all tests of a run."""
    chromium = program("chromium-headless-shell", "chromium")  # the first is made for this: pages open in half the time
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        absent("playwright")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


Opener = Callable[..., "Tab"]


@pytest.fixture(scope="session")
def opened(browser: "Browser") -> "Iterator[Opener]":
    """Open a page in a tab of its look (width, colour scheme, …); one tab for each look, used again and again."""
    tabs: dict[tuple[object, ...], Tab] = {}

    def open_page(page: Page, width: int = 1280, scheme: str = "light", **look: Any) -> "Tab":
        key = (width, scheme, *sorted(look.items()))
        if key not in tabs:
            viewport = {"width": width, "height": 900}
            tabs[key] = browser.new_context(viewport=viewport, color_scheme=scheme, **look).new_page()
            tabs[key].set_default_timeout(600_000)  # only how late a failure is noticed
        tabs[key].goto(page.path.as_uri())
        return tabs[key]

    yield open_page
    for tab in tabs.values():
        tab.context.close()
