"""A page as a PDF file: opened and read back."""

import builtins
import io
import logging
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader

from kommunepolitik.errors import MissingExtra
from kommunepolitik.formats import pdf as pdf_module
from kommunepolitik.formats.pdf import pdf_bytes
from kommunepolitik.rendering import language_of, render_report
from kommunepolitik.rendering.report import report_sections
from kommunepolitik.report.disclosure import Notice
from tests.claims import some
from tests.rendering.paper import HOSTILE, report_with, tutorial_report


@pytest.fixture(scope="module")
def made() -> bytes:
    """The report of the tutorial."""
    return pdf_bytes(render_report(tutorial_report(), "html"))


@pytest.fixture(scope="module")
def pdf(made: bytes) -> PdfReader:
    """The same, opened."""
    return PdfReader(io.BytesIO(made))


@pytest.fixture(scope="module")
def texts(pdf: PdfReader) -> list[str]:
    """The text of each of its pages, in one line."""
    return [flat(page.extract_text()) for page in pdf.pages]


@pytest.fixture(scope="module")
def thirty() -> PdfReader:
    """A report of thirty indicators with long names."""
    words = "Andelen af nytilkomne borgere i beskæftigelse eller ordinær uddannelse efter tre år, opgjort pr. gruppe"
    return PdfReader(io.BytesIO(pdf_bytes(render_report(report_with(30, words), "html"))))


def elements(reader: PdfReader) -> Iterator[Any]:
    """Yield the elements of the structure tree in reading order."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]  # type: ignore[index]
    while waiting:
        element = waiting.pop().get_object()
        if not hasattr(element, "get"):
            continue
        if "/S" in element:
            yield element
        inner = element.get("/K", [])
        waiting += reversed(inner if isinstance(inner, list) else [inner])


def titles(outline: list[Any], level: int = 1) -> Iterator[tuple[int, str]]:
    """Yield the bookmarks with their levels."""
    for entry in outline:
        if isinstance(entry, list):
            yield from titles(entry, level + 1)
        else:
            yield level, entry.title


def flat(text: str) -> str:
    """Return a text in one line, words that a line's end parted put together again."""
    return " ".join(text.replace("\u2010\n", "").replace("-\n", "").split())


def test_the_file_says_its_title_and_language(pdf: PdfReader) -> None:
    """A reader shows the title in place of the file's name, and a screen reader speaks Danish."""
    root: Any = pdf.trailer["/Root"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Opfølgning på Integrationspolitik 2024-2027 – Sammen i Nybro – Nybro Kommune"
    assert root["/Lang"] == "da"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_the_file_is_tagged_as_pdf_ua(pdf: PdfReader) -> None:
    """It claims PDF/UA-1, and holds the tree that the claim is about."""
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert 'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data().decode()
    kinds = Counter(element["/S"] for element in elements(pdf))
    assert kinds["/H1"] == 1
    assert min(kinds[kind] for kind in ("/H2", "/H3", "/H4", "/P", "/L", "/LI", "/Table", "/Link", "/Figure")) > 0


def test_a_language_is_the_page_s_own() -> None:
    """An English report is English, page numbers and all."""
    reader = PdfReader(io.BytesIO(pdf_bytes(render_report(report_with(1, "Andel", "en"), "html"))))
    assert reader.trailer["/Root"]["/Lang"] == "en"  # type: ignore[index]
    assert f"page 1 of {len(reader.pages)}" in flat(reader.pages[0].extract_text())


def test_headings_are_bookmarks_in_their_order(pdf: PdfReader) -> None:
    """The title holds the sections, and a section its parts; indicators would be too many."""
    found = list(titles(pdf.outline))
    assert found[0] == (1, "Opfølgning på Integrationspolitik 2024-2027 – Sammen i Nybro")
    sections = [title for level, title in found if level == 2]
    assert sections == [section.title for section in report_sections(tutorial_report())]
    assert (3, "Job fra første dag (spor 1)") in found
    assert max(level for level, _ in found) == 3
    assert "Indhold" not in [title for _, title in found]


def test_the_text_is_read_in_the_order_of_the_page(texts: list[str]) -> None:
    """Title, contents, the case, then the summary and what follows."""
    text = " ".join(texts)
    words = ["Opfølgning på Integrationspolitik", "Indhold", "Indstilling", tutorial_report().headline]
    places = [*(text.index(word) for word in words), text.rindex("Spor for spor"), text.rindex("Metode og kilder")]
    assert places == sorted(places)


def test_every_page_has_its_number_and_whose_it_is(texts: list[str]) -> None:
    """Side 3 af 9; from the second page on also municipality and title."""
    words = language_of("da").gettext("page {page} of {pages}")
    assert len(texts) > 1
    for number, text in some(enumerate(texts, start=1)):
        assert words.format(page=number, pages=len(texts)) in text
        assert number == 1 or "Nybro Kommune · integration" in text


def test_a_made_up_municipality_is_said_on_every_page(texts: list[str]) -> None:
    """A page that is taken out by itself is still known for what it is."""
    assert texts
    assert all("Nybro Kommune er opdigtet, og det er alle dens tal også." in text for text in texts)


def test_without_a_case_the_summary_follows_the_title_where_it_has_room(thirty: PdfReader) -> None:
    """A short one stands on the first page; a long one begins a page, after the title and the contents."""
    short = PdfReader(io.BytesIO(pdf_bytes(render_report(report_with(1, "Andel"), "html"))))
    first = flat(short.pages[0].extract_text())
    assert first.index("Indhold") < first.index("Kort fortalt") < first.index("Værd at vide")
    assert short.get_destination_page_number(short.named_destinations["section_areas"]) == 1
    begin = thirty.get_destination_page_number(thirty.named_destinations["section_glance"])
    cover = flat("\n".join(page.extract_text() for page in thirty.pages[:begin]))
    assert 0 < cover.index("Opfølgning på") < cover.index("Indhold")
    assert "Værd at vide" not in cover
    assert flat(thirty.pages[begin].extract_text()).startswith("Kort fortalt")  # type: ignore[index]


def test_a_heading_stands_on_the_page_of_its_table(pdf: PdfReader) -> None:
    """With who answers for it, and what was written; the chart, which may begin the next page, says what it is of."""
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(pdf.pages)}  # type: ignore[union-attr]
    parts = [elements_in(art) for art in elements(pdf) if art["/S"] == "/Art"]
    followed = [part for part in parts if part[0]["/S"] == "/H4" and any(each["/S"] == "/Table" for each in part)]
    assert len(followed) > 12
    for part in followed:
        table = next(each for each in part if each["/S"] == "/Table")
        assert pages[part[0].raw_get("/Pg").idnum] == pages[table.raw_get("/Pg").idnum]


def test_a_chart_on_paper_says_what_it_is_of(texts: list[str]) -> None:
    """Its figures are named as the heading above is, wherever the page ends."""
    text = " ".join(texts)
    assert "Voksne i beskæftigelse · Tal" in text
    assert "Ledige unge · Tal: Kvinder på 18-29 år" in text or "Ledige unge · Tal: Kvinder 18-29 år" in text


def elements_in(element: Any) -> list[Any]:
    """Return the elements directly in another."""
    inner = element["/K"]
    held = [each.get_object() for each in (inner if isinstance(inner, list) else [inner])]
    return [each for each in held if hasattr(each, "get") and "/S" in each]


def test_an_english_file_says_where_it_turns_danish() -> None:
    """The titles of the policy's own indicators are spoken in Danish, and the labels of the page in English."""
    reader = PdfReader(io.BytesIO(pdf_bytes(render_report(report_with(1, "Andel", "en"), "html"))))
    assert "da" in {element.get("/Lang") for element in elements(reader) if element["/S"] == "/Span"}
    assert not [element for element in elements(reader) if element["/S"] == "/H2" and element.get("/Lang") == "da"]


def test_what_must_not_be_published_says_so_on_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is taken out by itself is still marked."""
    monkeypatch.setattr(Notice, "banner", "INTERN UDGAVE")
    reader = PdfReader(io.BytesIO(pdf_bytes(render_report(report_with(1, "Andel"), "html"))))
    assert len(reader.pages) > 1
    assert all("INTERN UDGAVE" in page.extract_text() for page in reader.pages)


def test_tables_have_heads_on_every_page(pdf: PdfReader) -> None:
    """A table that runs over a page begins there with its head, and each figure knows its heads."""
    tables = [element for element in elements(pdf) if element["/S"] == "/Table"]
    for table in some(tables):
        parts = [part.get_object()["/S"] for part in table["/K"]]
        assert "/THead" in parts
    cells = [element for element in elements(pdf) if element["/S"] == "/TD"]
    assert cells
    assert all(cell["/A"]["/Headers"] for cell in cells)


def test_a_chart_is_told_in_words(pdf: PdfReader) -> None:
    """The alternative text says which series it is, from where it goes to where, and the target."""
    told = [str(element.get("/Alt", "")) for element in elements(pdf) if element["/S"] == "/Figure"]
    assert len(told) > 5
    assert all(". " in words and words.endswith(".") for words in told)
    (words,) = [words.replace("\xa0", " ") for words in told if words.startswith("Voksne i beskæftigelse. ")]
    assert all(part in words for part in ("53,4 % (2023)", "56,2 % (2025)", "mindst 58,0 %, senest 2027"))


@pytest.mark.parametrize("name", ["pdf", "thirty"])
def test_the_summary_is_one_page_that_can_stand_alone(name: str, request: pytest.FixtureRequest) -> None:
    """It begins a page, says whose it is and of when, and the next part begins the next page."""
    reader: PdfReader = request.getfixturevalue(name)
    at = {key: reader.get_destination_page_number(place) for key, place in reader.named_destinations.items()}
    start = at["section_glance"]
    assert min(page for page in at.values() if page is not None and page > start) == start + 1
    text = flat(reader.pages[start].extract_text())  # type: ignore[index]
    for words in (
        "Nybro Kommune",
        "Opfølgning på",
        "Opgjort ved udgangen af" if name == "pdf" else "nyeste tal",
        "Kort fortalt",
        "Værd at vide",
    ):
        assert words in text


def test_links_lead_somewhere(pdf: PdfReader) -> None:
    """The contents lead to the sections, and the summary to the indicators."""
    links = [a.get_object() for page in pdf.pages for a in page.get("/Annots", [])]
    assert len(links) > 20
    places = pdf.named_destinations
    assert all(str(link["/Dest"]) in places for link in links if "/Dest" in link)


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the web nor a file of the machine is asked for; what stands in the page itself is shown."""
    asked: list[str] = []
    original = urllib.request.OpenerDirector.open

    def remember(self: Any, url: Any, *args: Any, **kwargs: Any) -> Any:
        asked.append(url.full_url[:5] if hasattr(url, "full_url") else url[:5])
        return original(self, url, *args, **kwargs)

    monkeypatch.setattr(urllib.request.OpenerDirector, "open", remember)
    dot = "data:image/gif;base64,R0lGODlhAQABAAAAACw="
    pictures = "".join(
        f'<img alt="x" src="{url}">' for url in ("http://kommune.invalid/a", "file:///etc/hostname", dot)
    )
    style = '<link rel="stylesheet" href="file:///etc/hostname"><style>@import "http://kommune.invalid/b";</style>'
    pdf_bytes(f'<html lang="da"><head><title>T</title>{style}</head><body><p>{pictures}</body></html>')
    assert set(asked) <= {"data:"}


def test_hostile_text_stays_text() -> None:
    """Tags and placeholders in a policy are printed as they stand, and very long words are broken."""
    html = render_report(report_with(2, f"{HOSTILE} {'æ' * 300}"), "html")
    reader = PdfReader(io.BytesIO(pdf_bytes(html)))
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    assert "<b>fed</b>&amp;{{7*7}}{%raise%}" in text
    assert "<imgsrc=http://kommune.invalid/x.png>" in text
    assert "æ" * 30 in text


def test_the_same_page_gives_the_same_file() -> None:
    """Nothing in the file tells when it was made."""
    html = render_report(report_with(2, "Andel"), "html")
    assert pdf_bytes(html) == pdf_bytes(html)


def test_the_package_is_silent(caplog: pytest.LogCaptureFixture) -> None:
    """What it says of style rules it does not know is not for the user, and the levels are as before."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("weasyprint").setLevel(logging.WARNING)
    pdf_bytes("<html lang=da><head><title>T</title><style>p { no-such: 1 }</style></head><body><p>a</p></body></html>")
    assert not [record for record in caplog.records if record.name.startswith(("weasyprint", "fontTools"))]
    assert logging.getLogger("weasyprint").level == logging.WARNING


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how to install the extra."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    pdf_module.load_weasyprint.cache_clear()
    with pytest.raises(MissingExtra, match=r"kommunepolitik\[pdf\]"):
        pdf_bytes("<p>")


def test_missing_libraries_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package is there, but not Pango: the message names the Debian packages."""
    real = builtins.__import__

    def without_pango(name: str, *args: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libgobject-2.0-0'")
        return real(name, *args)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    pdf_module.load_weasyprint.cache_clear()
    with pytest.raises(MissingExtra, match="apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b"):
        pdf_bytes("<p>")
