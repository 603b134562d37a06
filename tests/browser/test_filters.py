"""A long follow-up is narrowed to a status or a department, and nothing is lost without a script."""

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from kommunepolitik.formats.html import write_html
from tests.browser.reports import filtered

if TYPE_CHECKING:
    from playwright.sync_api import Page as Tab


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The page of a follow-up of four indicators."""
    path: Path = tmp_path_factory.mktemp("filters") / "opfoelgning.html"
    path.write_text(write_html(filtered()), "utf-8")
    return SimpleNamespace(path=path, name="filters")


def shown(tab: "Tab", selector: str) -> list[str]:
    """Return the ids of the elements that can be seen."""
    found: list[str] = tab.evaluate(
        "(selector) => [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility()).map((e) => e.id)",
        selector,
    )
    return found


@pytest.mark.parametrize(
    ("status", "responsible", "found"),
    [
        ("", "", ["i-1", "i-2", "i-3", "i-4"]),
        ("missed", "", ["i-2", "i-3"]),
        ("", "born", ["i-3", "i-4"]),
        ("achieved", "job", ["i-1"]),
    ],
)
def test_filters_narrow_sections_and_rows_alike(
    page: Any, opened: Any, status: str, responsible: str, found: list[str]
) -> None:
    """What fits all filters is shown; a track or a group of rows without any is not, nor is its entry in the contents."""
    tab = opened(page)
    tab.get_by_label("Status").select_option(status)
    tab.get_by_label("Ansvarlig").select_option(responsible)
    assert shown(tab, ".card") == found
    assert shown(tab, "tr[id]") == [f"row_{id}" for id in found]
    tracks = [track for track, ids in (("track_0", "i-1 i-2"), ("track_1", "i-3 i-4")) if {*ids.split()} & {*found}]
    assert shown(tab, ".area") == tracks
    assert len(tab.locator(".group:visible").all()) == len(tracks)
    links = tab.locator(".contents a:visible").evaluate_all("(all) => all.map((e) => e.hash.slice(1))")
    assert links == [
        id
        for id in ("section_overview", "section_tracks", "track_0", "i-1", "i-2", "track_1", "i-3", "i-4")
        if id in {*tracks, *found} or "section" in id
    ]
    assert tab.get_by_text("Der er ingen tolerance.").is_visible()
    reported = tab.locator(".filters [role=status]").inner_text()
    assert reported == (f"Viser {len(found)} af 4" if status or responsible else "")


def test_nothing_fits(page: Any, opened: Any) -> None:
    """Then the number states it, and what is not filtered is still there."""
    tab = opened(page)
    tab.get_by_label("Status").select_option("off_track")
    assert tab.locator(".filters [role=status]").inner_text() == "Viser 0 af 4"
    assert shown(tab, ".card, tr[id]") == []
    assert tab.get_by_text("Der er ingen tolerance.").is_visible()


def test_the_keyboard_is_enough(page: Any, opened: Any) -> None:
    """Tab to a choice, choose, Tab to the button that shows all again."""
    tab = opened(page)
    tab.get_by_label("Status").focus()
    tab.keyboard.type("ikke n")
    tab.keyboard.press("Tab")
    assert shown(tab, ".card") == ["i-2", "i-3"]
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.innerText") == "Vis alle"
    tab.keyboard.press("Enter")
    tab.wait_for_function("document.querySelector('.filters [role=status]').innerText === ''")
    assert shown(tab, ".card") == ["i-1", "i-2", "i-3", "i-4"]


def test_a_link_to_what_is_hidden_shows_it(page: Any, opened: Any) -> None:
    """Then all is shown again."""
    tab = opened(page)
    tab.get_by_label("Status").select_option("achieved")
    tab.evaluate("location.hash = 'i-2'")
    tab.wait_for_function("document.getElementById('i-2').checkVisibility()")
    assert tab.get_by_label("Status").input_value() == ""


def test_without_scripts_nothing_is_missing(page: Any, opened: Any) -> None:
    """All is there, and no filter that would not work."""
    tab = opened(page, java_script_enabled=False)
    assert tab.locator(".card:visible").count() == 4
    assert not tab.locator(".filters").is_visible()
