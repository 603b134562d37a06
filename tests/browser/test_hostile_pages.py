"""Pages of a policy with hostile text in every field, in a real browser: nothing runs, and nothing is fetched."""

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from kommunepolitik.model import Portfolio
from kommunepolitik.site import Build
from kommunepolitik.site.settings import Settings
from tests.claims import some
from tests.hostile.filled import Filling, altered
from tests.hostile.made import hostile_folder, hostile_site
from tests.hostile.payloads import ADDRESS, MARKUP, PAYLOADS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OURS = re.compile(rf"#[\w-]+|[a-z0-9-]+\.html(#[\w-]+)?|https?://|data:text/csv;charset=utf-8;base64,|{ADDRESS}/")
"""What an address on a page may be."""
LOOK = """() => {
  const all = [...document.querySelectorAll("*")];
  const text = document.documentElement.cloneNode(true);
  for (const each of text.querySelectorAll("svg, script, style")) each.remove();
  return {
    ran: window.ran === undefined ? "" : String(window.ran),
    text: text.textContent,
    names: [...new Set(all.map(each => each.localName))],
    attributes: [...new Set(all.flatMap(each => [...each.attributes].map(own => own.name)))],
    addresses: all.flatMap(each => ["href", "src", "action", "xlink:href", "data"].map(name => each.getAttribute(name))),
  };
}"""
BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
EVENTS = ("request", "dialog", "console", "pageerror", "popup", "download", "frameattached")
OLD = "nybro-integration-2020"


@pytest.fixture(scope="module")
def filling() -> Filling:
    """The texts, by marker."""
    return Filling(PAYLOADS)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, filling: Filling) -> dict[str, list[Path]]:
    """The pages, with our words and with a theme that has hostile words for all of them."""
    folder = tmp_path_factory.mktemp("hostile")
    home = hostile_folder(folder, filling, MARKUP)
    site, theme = hostile_site(home), Settings.find([home / "integration_2024"]).theme
    assert list(Build(site, folder / "ours", ["html"]).run())
    one = attrs.evolve(site, portfolio=Portfolio([site.portfolio[OLD]]))
    assert list(Build(one, folder / "own", ["html"], theme=theme).run())
    return {words: sorted((folder / words).glob("*.html")) for words in ("ours", "own")}


@pytest.mark.parametrize("words", ["ours", "own"])
def test_nothing_of_a_text_runs_or_is_fetched(
    browser: "Browser", pages: dict[str, list[Path]], filling: Filling, words: str
) -> None:
    """No dialog, error or request, no element or attribute but ours, and each text letter by letter, within the page."""
    context, events = browser.new_context(), list[str]()
    for page in some(pages[words]):
        tab = context.new_page()
        for event in EVENTS:
            tab.on(event, partial(_keep, events, event))  # type: ignore[call-overload]
        tab.goto(page.as_uri())
        seen = tab.evaluate(LOOK)
        assert seen["ran"] == ""
        assert {*seen["names"]}.isdisjoint(("iframe", "object", "embed", "base", "link", "textarea", "img")), page
        assert [name for name in seen["attributes"] if name.startswith("on") or name in ("srcdoc", "autofocus")] == []
        assert [each for each in seen["addresses"] if each and not OURS.match(each)] == []
        assert altered(seen["text"], filling) == {}
        for width in (1280, 360):
            tab.set_viewport_size({"width": width, "height": 900})
            # How long their own words are is up to the municipality.
            assert words == "own" or tab.evaluate(BEYOND) <= 0, page
        tab.close()
    context.close()
    known = [f"request {page.as_uri()}" for page in pages[words]]
    assert [event for event in events if event not in known and not event.startswith("request data:font/")] == []


def _keep(events: list[str], event: str, what: Any) -> None:
    """Keep what a page did; `what` is a message, or what has an address."""
    events.append(f"{event} {getattr(what, 'url', None) or what}")
