"""Three hundred policies are found by typing, without a server, and without the script they are all there to read."""

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from kommunepolitik.formats.html import write_html
from tests.browser.reports import ALL, HOSTILE, index
from tests.browser.test_accessibility import STRICTER, WCAG, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page as Tab


@pytest.fixture(scope="module")
def index_page(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The index page of three hundred policies."""
    path = tmp_path_factory.mktemp("search") / "index.html"
    path.write_text(write_html(index()), "utf-8")
    return SimpleNamespace(path=path, name="index")


def shown(tab: "Tab") -> list[str]:
    """Return the municipalities whose policies can be seen, a name for each policy."""
    found: list[str] = tab.evaluate(
        """() => [...document.querySelectorAll(".entry")].filter((card) => card.checkVisibility())
            .map((card) => card.closest(".home").querySelector("h2").innerText)"""
    )
    return found


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("aarhus", {"Aarhus Kommune"}),
        ("ÅRHUS", {"Aarhus Kommune"}),
        ("ærø", {"Ærø Kommune"}),
        ("aeroe", {"Ærø Kommune"}),
        ("KOEBENHAVN", {"Københavns Kommune"}),
        ("ide nybro", {"Idé Nybro Kommune"}),
        ("odense klima", {"Odense Kommune"}),
        ("  klima   odense ", {"Odense Kommune"}),
        ("odense vedtaget", {"Odense Kommune"}),
        ("aerø 2020-2023 aeldre", {"Ærø Kommune"}),
        ("onerror", {f"{HOSTILE} Kommune"}),
        ("findes ikke", set()),
        ("indikatorer", set()),
    ],
)
def test_words_find_policies(index_page: Any, opened: Any, typed: str, finds: set[str]) -> None:
    """By municipality, title, area, period and stage; every word has to fit, however its letters are written."""
    tab = opened(index_page)
    tab.locator("#search_for").fill(typed)
    found = shown(tab)
    assert set(found) == finds
    assert len(found) == tab.locator(".entry:visible").count()
    assert tab.title() == "Kommunale politikker"


def test_how_many_were_found_is_announced(index_page: Any, opened: Any) -> None:
    """In a live region, when the typing rests; and again when all are back."""
    tab = opened(index_page)
    reported = tab.locator("#search_told[aria-live=polite]")
    assert reported.inner_text() == ""
    tab.get_by_role("searchbox").fill("odense")
    reported.get_by_text("3").wait_for()
    assert [word for word in reported.inner_text().split() if word.isdigit()] == ["3", str(ALL)]
    tab.get_by_role("searchbox").fill("")
    reported.get_by_text(f"{ALL}", exact=False).first.wait_for()
    tab.wait_for_function("(all) => document.getElementById('search_told').innerText.startsWith(all)", arg=str(ALL))
    assert len(shown(tab)) == ALL


def test_headings_and_letters_follow(index_page: Any, opened: Any) -> None:
    """No heading stands over nothing, and each letter leads to something that can be seen."""
    tab = opened(index_page)
    assert tab.locator(".letters li:visible").all_inner_texts()[-2:] == ["Æ", "Å"]
    tab.locator("#search_for").fill("borg klima")
    homes = tab.locator(".home:visible h2").all_inner_texts()
    letters = tab.locator(".letters li:visible")
    assert letters.all_inner_texts() == list(dict.fromkeys("Å" if home.startswith("Aa") else home[0] for home in homes))
    tab.locator(".letters a", has_text="V").click()
    assert tab.evaluate("() => document.querySelector(':target h2').checkVisibility()")


def test_the_keyboard_is_enough(index_page: Any, opened: Any) -> None:
    """Tab to the field, type, Tab to what was found; Escape brings all back."""
    tab = opened(index_page)
    tab.evaluate("() => document.getElementById('main_content').focus()")
    tab.keyboard.press("Tab")
    tab.keyboard.type("samsø ældre")
    assert set(shown(tab)) == {"Samsø Kommune"}
    for _ in range(2):
        tab.keyboard.press("Tab")
    assert tab.evaluate("() => document.activeElement.innerText") == "Politik for ældre"
    tab.locator("#search_for").press("Escape")
    assert tab.locator("#search_for").input_value() == ""
    assert len(shown(tab)) == ALL


def test_without_scripts_nothing_is_missing(index_page: Any, opened: Any) -> None:
    """All policies are there, and no search that would not work."""
    tab = opened(index_page, java_script_enabled=False)
    assert tab.locator(".entry:visible").count() == ALL
    assert not tab.locator("#search_box").is_visible()
    assert tab.locator(".letters a").count() > 20


def test_searching_touches_each_policy_at_most_once(index_page: Any, opened: Any) -> None:
    """A letter typed hides or shows what is there, once each; nothing is built anew."""
    tab = opened(index_page)
    changes = tab.evaluate(
        """(typed) => {
            const field = document.getElementById("search_for"), seen = new MutationObserver(() => {});
            seen.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
            return typed.map((words) => {
                field.value = words;
                field.dispatchEvent(new Event("input"));
                return seen.takeRecords();
            }).map((records) => ({
                kinds: [...new Set(records.map((record) => record.attributeName || record.type))].sort(),
                cards: new Set(records.map((record) => record.target)).size - records.length,
            }));
        }""",
        ["k", "kl", "kli", "klim", "klima", ""],
    )
    assert len(changes) == 6
    assert {kind for change in changes for kind in change["kinds"]} <= {"hidden", "href"}
    assert {change["cards"] for change in changes} == {0}


@pytest.mark.parametrize("typed", ["", "klima ar"])
def test_everybody_can_use_it(tmp_path: Path, opened: Any, typed: str) -> None:
    """Axe finds nothing, before and while searching; the policies of thirty municipalities look as those of all do."""
    path = tmp_path / "index.html"
    path.write_text(write_html(index(municipalities=30)), "utf-8")
    tab = opened(SimpleNamespace(path=path))
    tab.locator("#search_for").fill(typed)
    assert violations(tab, type="tag", values=WCAG + STRICTER) == []


def test_the_page_stays_light(index_page: Any) -> None:
    """As the browser gets it."""
    assert Path(index_page.path).stat().st_size < 350_000
