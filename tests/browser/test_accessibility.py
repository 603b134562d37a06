"""Everybody can read the pages: axe, keyboard, narrow screens, no colours, no pictures, no motion."""

from typing import TYPE_CHECKING, Any

import pytest

from tests.claims import some

if TYPE_CHECKING:
    from playwright.sync_api import Page as Tab

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
STRICTER = ["best-practice", "wcag22aa"]
COLOURS = ["color-contrast", "link-in-text-block"]


def violations(tab: "Tab", **options: Any) -> list[str]:
    """Return what axe finds on a page: the rule, how often, and the first place."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(tab, options=options | {"resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']} ({len(rule['nodes'])}): {rule['nodes'][0]['html'][:200]}" for rule in found]


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(chosen: list[Any], full: list[Any], opened: Any, width: int) -> None:
    """WCAG 2.1 A and AA on every kind of page, at desk and phone width, and more than that.

    Beyond it: landmarks hold everything, headings do not skip, targets are large enough to hit. The English pages
    differ from the Danish in words alone, so that one look at them is enough; of colours, see below.
    """
    wanted = {"runOnly": WCAG + STRICTER, "rules": {rule: {"enabled": False} for rule in COLOURS}}
    pages = chosen if width == 1280 else full
    found = {page.name: violations(opened(page, width), **wanted) for page in pages}
    assert found == {page.name: [] for page in pages}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out(full: list[Any], opened: Any, scheme: str) -> None:
    """From what is behind it, and every link from the text around it; colours are the same at every width."""
    found = {page.name: violations(opened(page, 1280, scheme), runOnly=COLOURS) for page in full}
    assert found == {page.name: [] for page in full}


@pytest.mark.parametrize("width", [320, 390, 768, 980, 1200])
def test_nothing_is_read_sideways(full: list[Any], opened: Any, width: int) -> None:
    """A page is as wide as the screen; only a table in a region that the keyboard reaches may be wider."""
    too_wide = """() => {
        const free = (e) => !e.closest('[role=region][tabindex="0"]') && !e.closest('.unseen, .skip, svg, thead');
        return [document.scrollingElement.scrollWidth, ...[...document.querySelectorAll('body *')]
            .filter((e) => free(e) && e.getBoundingClientRect().right > innerWidth + 1)
            .map((e) => e.outerHTML.slice(0, 120))].slice(0, 5);
    }"""
    found = {page.name: opened(page, width).evaluate(too_wide) for page in full}
    assert found == {page.name: [width] for page in full}


def test_the_keyboard_reaches_everything_in_order(full: list[Any], opened: Any) -> None:
    """Tab goes through all that can be used, as it is on the page, and shows where it is.

    The first thirty stops are walked; the rest can take the focus too, and none jumps the queue.
    """
    mark = """() => {
        const all = [...document.querySelectorAll('a[href], summary, button, input, select, [tabindex]')];
        window.stops = all.filter((e) => e.checkVisibility() && e.tabIndex !== -1);
        window.shown = (e) => { const style = getComputedStyle(e);
            return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2; };
        return stops.length;
    }"""
    where = "() => [stops.indexOf(document.activeElement), shown(document.activeElement)]"
    lost = """() => stops.filter((e) => {
        e.focus({focusVisible: true, preventScroll: true});
        return e.tabIndex !== 0 || document.activeElement !== e || !shown(e);
    }).map((e) => e.outerHTML.slice(0, 120))"""
    for page in some(full):
        tab = opened(page)
        walked = []
        for _ in range(min(tab.evaluate(mark), 30)):
            tab.keyboard.press("Tab")
            walked.append(tab.evaluate(where))
        assert walked == [[number, True] for number in range(len(walked))], page.name
        assert tab.evaluate(lost) == [], page.name


def test_the_skip_link_leads_past_the_navigation(full: list[Any], opened: Any) -> None:
    """It is the first stop, is seen there, and the next stop lies within the content."""
    for page in some(full):
        tab = opened(page)
        tab.keyboard.press("Tab")
        box = tab.locator(".skip:focus").bounding_box()
        assert box["x"] >= 0, page.name
        assert box["y"] >= 0, page.name
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == "main_content", page.name
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.closest('header, nav') === null"), page.name


def test_on_a_phone_the_contents_are_never_far(full: list[Any], opened: Any) -> None:
    """After each section is a link back to the list of contents, large enough for a thumb, that hides no text."""
    for page in some(full):
        tab = opened(page, 390)
        if tab.locator(".contents").count():
            assert tab.locator("main > section:not(:has(+ .up))").count() == 0, page.name
            assert tab.locator(".up").first.bounding_box()["height"] >= 36, page.name
            assert tab.locator(".up").first.evaluate("(e) => getComputedStyle(e).position") == "static"


def test_every_status_has_a_word_beside_its_shape(chosen: list[Any], opened: Any) -> None:
    """Nothing is shown by colour alone: each status is a shape, not read aloud, and a word."""
    script = """() => [...document.querySelectorAll('.status:not(.relation)')].map((e) => {
        const shape = e.querySelector('[aria-hidden=true]');
        return [shape !== null && shape.textContent.trim() !== '',
            e.textContent.replace(shape?.textContent ?? '', '').trim().length > 2];
    })"""
    reported = [state for page in chosen for state in opened(page).evaluate(script)]
    assert all(shape and word for shape, word in some(reported))


def test_bars_and_lines_are_distinguished_without_colour(chosen: list[Any], opened: Any) -> None:
    """A bar has its counts below; lines of a chart that differ in colour differ in dash, and so do their points."""
    script = """() => ({
        bars: [...document.querySelectorAll('.bar span')]
            .map((e) => e.closest('figure').querySelector(`li.${e.className} strong`).textContent > 0),
        charts: [...document.querySelectorAll('.card .chart')].map((e) => {
            const apart = (marks, look) => {
                const seen = new Map();
                for (const mark of e.querySelectorAll(marks)) {
                    const style = getComputedStyle(mark);
                    const colour = style.stroke === 'none' ? style.fill : style.stroke;
                    const key = look(mark);
                    if (!seen.has(key)) seen.set(key, new Set());
                    seen.get(key).add(colour);
                }
                return [...seen.values()].every((colours) => colours.size === 1);
            };
            return [e.querySelectorAll('.mark-line path').length,
                apart('.mark-line path', (p) => p.getAttribute('stroke-dasharray'))
                && apart('.mark-symbol path', (p) => p.getAttribute('d'))];
        }),
    })"""
    reported = [opened(page).evaluate(script) for page in chosen]
    bars, charts = ([state for page in reported for state in page[part]] for part in ("bars", "charts"))
    assert all(some(bars))
    assert any(lines > 1 for lines, _ in charts)
    assert all(apart for _, apart in some(charts))


def test_a_picture_has_a_name_a_description_and_a_table(chosen: list[Any], opened: Any) -> None:
    """Its words are its own title and description, its figures in a table (save on the short paper); sparks have words."""
    script = """() => [...document.querySelectorAll('.chart')].map((e) => {
        const [title, text] = e.getAttribute('aria-labelledby').split(' ').map((id) => document.getElementById(id));
        return e.getAttribute('role') === 'img' && title.tagName === 'title' && text.tagName === 'desc'
            && title.textContent !== '' && text.textContent !== ''
            && (document.body.className === 'paper' || e.closest('section').querySelector('table') !== null);
    }).concat([...document.querySelectorAll('.spark')].map((e) => e.getAttribute('aria-label') !== ''))"""
    reported = [state for page in chosen for state in opened(page).evaluate(script)]
    assert reported
    assert all(reported)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_words_of_a_picture_can_be_read(chosen: list[Any], opened: Any, width: int) -> None:
    """No text in a chart is smaller than 10 pixels, on a phone either, and none lies outside the screen."""
    script = """() => [...document.querySelectorAll('.chart text')].map((e) => {
        const scale = e.getScreenCTM(), box = e.getBoundingClientRect();
        const size = parseFloat(getComputedStyle(e).fontSize) * Math.hypot(scale.a, scale.b);
        return [e.textContent, size, box.left, innerWidth - box.right];
    }).filter(([, size, left, right]) => size < 10 || left < 0 || right < 0)"""
    assert {page.name: opened(page, width).evaluate(script) for page in chosen} == {page.name: [] for page in chosen}


@pytest.mark.parametrize(("width", "least"), [(1280, 12), (390, 12), (320, 10)])
def test_the_words_of_a_chart_are_as_large_as_small_print(
    chosen: list[Any], opened: Any, width: int, least: int
) -> None:
    """Twelve pixels at least, also on a phone; a page that is enlarged four times has larger ones."""
    script = """() => [...document.querySelectorAll('.card .chart text')].map((e) => {
        const scale = e.getScreenCTM();
        return parseFloat(getComputedStyle(e).fontSize) * Math.hypot(scale.a, scale.b);
    })"""
    sizes = [size for page in chosen for size in opened(page, width).evaluate(script)]
    assert min(some(sizes)) >= least


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_lines_of_a_picture_stand_out(full: list[Any], opened: Any, scheme: str) -> None:
    """Lines and points have a contrast of 3:1 to the page (WCAG 1.4.11), in dark too, where axe does not look.

    Not so the lines behind them, and the inside of the bar of an inexact figure, whose ends are drawn.
    """
    script = """() => {
        const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map((c) => c / 255)
            .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
            .reduce((sum, c, place) => sum + c * [0.2126, 0.7152, 0.0722][place], 0);
        const paper = light(getComputedStyle(document.body).backgroundColor);
        const marks = '.mark-line path, .mark-symbol path, .role-mark line';
        return [...document.querySelectorAll('.chart :is(' + marks + ')')]
            .filter((e) => e.getAttribute('stroke') !== '#ddd' && e.getAttribute('opacity') !== '0.35').map((e) => {
            const style = getComputedStyle(e);
            const colour = light(style.stroke === 'none' ? style.fill : style.stroke);
            return (Math.max(colour, paper) + 0.05) / (Math.min(colour, paper) + 0.05) * style.opacity;
        });
    }"""
    for page in some(full):
        assert all(contrast >= 3 for contrast in opened(page, 1280, scheme).evaluate(script)), page.name


def test_forced_colours_lose_no_borders(full: list[Any], opened: Any) -> None:
    """Who reads with own colours still sees cards, states, gaps and bars: they have borders, or keep their fill."""
    script = """() => [...document.querySelectorAll('.card, .entry, .status, .notice:not(.banner *), .tag, .bar span')]
        .filter((e) => e.checkVisibility() && e.getBoundingClientRect().width > 0)
        .filter((e) => {
            const style = getComputedStyle(e);
            const paper = getComputedStyle(document.body).backgroundColor;
            const lined = parseFloat(style.borderLeftWidth) > 0 && style.borderLeftColor !== paper;
            return !lined && (style.forcedColorAdjust !== 'none' || style.backgroundColor === paper);
        }).map((e) => e.outerHTML.slice(0, 120))"""
    found = {page.name: opened(page, forced_colors="active").evaluate(script) for page in full}
    assert found == {page.name: [] for page in full}


def test_nothing_moves(full: list[Any], opened: Any) -> None:
    """No animation and no transition, whether or not the reader asks for less motion."""
    script = """() => document.getAnimations().length + [...document.querySelectorAll('*')]
        .filter((e) => getComputedStyle(e).transitionDuration !== '0s').length"""
    for wish in ("reduce", "no-preference"):
        assert [opened(page, reduced_motion=wish).evaluate(script) for page in full] == [0] * len(full)


def test_the_language_is_marked(chosen: list[Any], opened: Any) -> None:
    """A page states its own language; on an English page the policy's Danish words are marked as Danish."""
    script = """() => [document.documentElement.lang,
        [...new Set([...document.querySelectorAll('body [lang]')].map((e) => e.getAttribute('lang')))]]"""
    for page in some(chosen):
        language, others = opened(page).evaluate(script)
        assert language == page.language, page.name
        assert others == (["da"] if page.language == "en" else []), page.name
