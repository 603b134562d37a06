"""What a preview answers to a browser, and to whom."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import attrs
import httpx
import pytest

from kommunepolitik.errors import Problem
from kommunepolitik.preview.app import Preview, application
from kommunepolitik.preview.pages import PreviewState

PAGE = b"<!DOCTYPE html><html><head><title>Mig</title></head><body class='policy'><h1>Unge</h1></body></html>"
SHOWN = PreviewState(pages={"unge.html": PAGE, "index.html": b"<head></head><body></body>"}, first="index.html")
PROBLEM = Problem(code="unknown_key", data={"key": "<b>titel"}, file="p/policy.yaml", line=3, column=1, nearest="title")


def get(path: str, shown: PreviewState = SHOWN, host: str = "127.0.0.1:8000") -> httpx.Response:
    """Return what a preview answers to a browser that calls it by a name."""

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(application(Preview(shown)))
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
            return await client.get(path)

    with ThreadPoolExecutor(1) as thread:  # a browser of another test may have a loop of its own in this one
        return thread.submit(asyncio.run, asked()).result()


def test_the_start_leads_to_the_first_page() -> None:
    """The index page, or that of the only policy."""
    answer = get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/index.html")


def test_a_page_gets_the_script_and_a_place_for_problems() -> None:
    """Nothing else of it is changed, and without problems nothing is shown there."""
    text = get("/unge.html").text
    assert '<script src="/preview/preview.js" defer></script></head>' in text
    place, rest = text.partition("<body class='policy'>")[2].split("<h1>")
    assert rest == "Unge</h1></body></html>"
    assert place.strip().endswith("></div>")
    assert f'data-name="unge.html" data-page="{SHOWN.mark("unge.html")}"' in place


def test_problems_are_above_the_page_with_place_and_what_to_do() -> None:
    """What a file holds is shown as text, never as HTML; many problems are counted."""
    wrong = attrs.evolve(SHOWN, problems=[PROBLEM] * 103)
    text = get("/unge.html", wrong).text
    assert "<h1>Unge</h1>" in text
    assert "103 fejl i filerne" in text
    item = "<li><code>p/policy.yaml:3:1</code><br>ukendt nøgle »&lt;b&gt;titel«; mente du »title«?</li>"
    assert text.count(item) == 100
    assert "<li>… og 3 til</li>" in text
    assert get("/preview/problems?page=unge.html", wrong).text.strip() in text
    assert get("/preview/problems").text.strip() == ""


def test_only_of_an_old_page_is_said_that_it_is_old() -> None:
    """The pages of policies that can be read follow; the start is its first page."""
    wrong = attrs.evolve(SHOWN, problems=[PROBLEM], old=frozenset(["index.html"]))
    sentence = "Siden nedenfor er, som den var før"
    shown = {name: sentence in get(f"/{name}", wrong).text for name in ("index.html", "unge.html", "andet.html")}
    assert shown == {"index.html": True, "unge.html": False, "andet.html": False}
    asked = [sentence in get(f"/preview/problems?page={name}", wrong).text for name in ("", "index.html", "unge.html")]
    assert asked == [True, True, False]
    assert attrs.evolve(wrong, old=frozenset()).mark_of_problems != wrong.mark_of_problems


def test_a_name_of_a_file_that_is_no_text_is_shown_nevertheless() -> None:
    """With a sign for what cannot be."""
    wrong = attrs.evolve(SHOWN, problems=[attrs.evolve(PROBLEM, file="caf\udce9/policy.yaml")])
    assert "<code>caf\ufffd/policy.yaml:3:1</code>" in get("/unge.html", wrong).text


def test_a_page_that_there_is_not_names_those_that_there_are() -> None:
    """Also one that was there before its policy got another id; it follows the changes too."""
    answer = get("/andet.html")
    assert (answer.status_code, '<a href="/unge.html">' in answer.text) == (404, True)
    assert 'data-name="andet.html"' in answer.text
    first = get("/", PreviewState(problems=[PROBLEM]))
    assert (first.status_code, "Der er ingen sider endnu" in first.text, "p/policy.yaml" in first.text) == (
        200,
        True,
        True,
    )


@pytest.mark.parametrize("path", ["/../pyproject.toml", "/..%2f..%2fetc%2fpasswd", "/preview/app.py", "/preview/"])
def test_nothing_but_the_pages_is_served(path: str) -> None:
    """No path leads to a file: a page is looked up by its name."""
    assert get(path).status_code == 404


@pytest.mark.parametrize("host", ["nybro.dk", "127.0.0.1.nybro.dk:8000", "0.0.0.0", "localhost.nybro.dk"])
def test_a_page_of_another_name_that_leads_here_gets_nothing(host: str) -> None:
    """Else any page on the web could read policies that are not published (DNS rebinding)."""
    for path in ("/", "/unge.html", "/preview/problems", "/preview/events"):
        assert get(path, host=host).status_code == 400
    assert get("/unge.html", host="localhost:8000").status_code == 200


def test_no_page_of_others_may_show_or_keep_it() -> None:
    """Each answer says so to the browser."""
    for path in ("/", "/unge.html", "/andet.html", "/preview/problems", "/preview/preview.js", "/preview/preview.css"):
        headers = get(path).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_a_mark_changes_with_its_page_alone() -> None:
    """The start has that of the first page, and no page has none."""
    other = attrs.evolve(SHOWN, pages={**SHOWN.pages, "unge.html": b"nyt"}, problems=[PROBLEM])
    assert other.mark("unge.html") != SHOWN.mark("unge.html")
    assert other.mark("") == SHOWN.mark("index.html")
    assert SHOWN.mark("andet.html") == ""
    assert other.mark_of_problems != SHOWN.mark_of_problems
