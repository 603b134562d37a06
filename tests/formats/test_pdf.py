"""A report as a PDF file: opened and read back."""

import builtins
import logging
import sys
import urllib.request
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

import kommunepolitik.blocks as b
from kommunepolitik.errors import MissingExtra, RenderingError
from kommunepolitik.formats import pdf as pdf_module
from kommunepolitik.formats.pdf import write_pdf
from kommunepolitik.i18n import language
from kommunepolitik.testing.specimen import HOSTILE, specimen, words
from tests.claims import some
from tests.formats.pdf_structure import elements, links, opened, problems, within

LOREM = "Kommunen har i perioden arbejdet med at få flere i job og uddannelse sammen med virksomheder og foreninger. "


def report(*sections: b.Section, **more: Any) -> b.Report:
    """Return a report of some sections."""
    return b.Report(kind="paper", title="Opfølgning", language="da", publisher="Nybro", sections=sections, **more)


def section(id: str, *blocks: b.Block, role: str = "") -> b.Section:
    """Return a section whose title is its id."""
    return b.Section(id=id, title=(b.Text(f"Afsnit {id}"),), blocks=blocks, role=role, listed=True)


def rows(count: int) -> b.Table:
    """Return a table of so many rows in two groups."""
    columns = (b.Column("Pejlemærke", "head", 3), b.Column("Nu", "number"), b.Column("Bemærkning", width=2))
    found = [b.Row((words(f"Indikator {n}"), words(f"{n} %"), words("tosprogede"))) for n in range(count)]
    groups = [b.Row((words("Første spor"),)), b.Row((words("Andet spor"),))]
    half = count // 2
    made = (groups[0], *found[:half], groups[1], *found[half:])
    return b.Table(title="Pejlemærker", columns=columns, rows=made)


def unbudgeted(language: str = "da", words_of_policy: str = "Tekst") -> b.Report:
    """Return the report with every block, of any length."""
    return attrs.evolve(specimen(language, words_of_policy), budgets=())


@pytest.fixture(scope="module")
def pdf() -> PdfReader:
    """The report with every block, opened."""
    return opened(write_pdf(unbudgeted()))


@pytest.fixture(scope="module")
def long() -> PdfReader:
    """A report with a table of sixty rows."""
    return opened(write_pdf(report(section("section_long", rows(60)))))


def flat(text: str) -> str:
    """Return a text in one line, words that a line's end parted put together again."""
    return " ".join(text.replace("\u2010\n", "").replace("-\n", "").replace("\xad", "").split())


def page_texts(reader: PdfReader) -> list[str]:
    """Return the text of each page, in one line."""
    return [flat(page.extract_text()) for page in reader.pages]


def titles(outline: list[Any], level: int = 1) -> Iterator[tuple[int, str]]:
    """Yield the bookmarks with their levels."""
    for entry in outline:
        if isinstance(entry, list):
            yield from titles(entry, level + 1)
        elif isinstance(entry, Destination):
            yield level, str(entry.title)


@pytest.mark.parametrize(
    "made",
    [
        unbudgeted(),
        unbudgeted("en"),
        unbudgeted(words_of_policy=HOSTILE),
        unbudgeted(words_of_policy="Integrationspolitikkens virkning " * 95),
        report(section("section_long", rows(60))),
    ],
    ids=["every-block", "english", "hostile", "long-titles", "sixty-rows"],
)
def test_the_structure_is_that_of_pdf_ua(made: b.Report) -> None:
    """Heads with scope and index, named tables, described links and pictures, headings nested, language and title."""
    assert problems(opened(write_pdf(made))) == []


def test_the_file_has_the_title_and_language_of_the_report(pdf: PdfReader) -> None:
    """A reader shows the title in place of the file's name, and a screen reader reads Danish."""
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Tekst – Nybro Kommune"
    assert pdf.metadata.author == "Nybro Kommune"
    assert pdf.trailer["/Root"]["/Lang"] == "da"  # type: ignore[index]


def test_an_english_file_states_where_it_turns_danish() -> None:
    """The words of the policy are read aloud in Danish; the page numbers are English."""
    reader = opened(write_pdf(unbudgeted("en")))
    assert reader.trailer["/Root"]["/Lang"] == "en"  # type: ignore[index]
    danish = {str(element["/S"]) for element in elements(reader) if element.get("/Lang") == "da"}
    assert {"/H1", "/Span", "/Link"} <= danish
    assert f"page 1 of {len(reader.pages)}" in page_texts(reader)[0]


def test_headings_are_bookmarks_in_their_order(pdf: PdfReader) -> None:
    """The title holds the sections, and a section its parts."""
    assert list(titles(pdf.outline)) == [(1, "Tekst"), (2, "Overblik"), (2, "Spor for spor"), (3, "Tekst")]


def test_every_page_has_its_number_and_whose_it_is(long: PdfReader) -> None:
    """Side 2 af 3; from the second page on also municipality and title."""
    words_of_policy = language("da").gettext("page {page} of {pages}")
    texts = page_texts(long)
    assert len(texts) > 1
    for number, text in some(enumerate(texts, start=1)):
        assert words_of_policy.format(page=number, pages=len(texts)) in text
        assert number == 1 or "Nybro Opfølgning" in text


@pytest.mark.parametrize("kind", ["made_up", "internal"])
def test_what_may_be_misunderstood_is_stated_on_every_page(kind: Any) -> None:
    """A page that is taken out by itself is still known for what it is."""
    notice = b.Notice(kind, words("Nybro er opdigtet."))
    reader = opened(write_pdf(report(section("section_long", rows(60)), notices=(notice,))))
    assert [text.count("Nybro er opdigtet.") for text in page_texts(reader)] == [1] * len(reader.pages)


def test_the_contents_have_the_page_of_each_section() -> None:
    """A paper is too short for contents; other reports have them."""
    sections = (section("section_one", *words("en")), section("section_two", *words("to"), role="sheet"))
    made = report(*sections)
    first = page_texts(opened(write_pdf(attrs.evolve(made, kind="followup"))))[0]
    lines = first.replace(" .", "").replace(".", "")
    assert "Afsnit section_one 1 Afsnit section_two 2" in " ".join(lines.split())
    assert page_texts(opened(write_pdf(made)))[0].count("Afsnit section_two") == 0


def test_a_sheet_begins_a_page_but_not_after_the_head_alone() -> None:
    """The first one shares its page with the title."""
    made = report(*(section(f"section_{n}", *words("tekst"), role="sheet") for n in range(3)))
    assert [text.count("Afsnit") for text in page_texts(opened(write_pdf(made)))] == [1, 1, 1]


def test_a_track_and_a_heading_with_its_table_and_chart_are_never_parted() -> None:
    """What does not fit below what is before it begins the next page."""
    fill = tuple(each for _ in range(17) for each in words(LOREM * 2))
    parts = (section("spor-1", *words(LOREM), rows(14), role="track"), section("i-1", rows(3), role="card"))
    made = report(section("section_one", *fill, *parts), section("section_two", *fill, parts[1]))
    made = attrs.evolve(made, sections=(made.sections[0],))
    texts = page_texts(opened(write_pdf(made)))
    (page,) = [n for n, text in enumerate(texts) if "Afsnit spor-1" in text]
    assert page > 0
    assert all(f"Indikator {n} " in texts[page] for n in range(14))


def test_tables_have_heads_on_every_page_and_names_of_their_own(long: PdfReader) -> None:
    """A table that runs over a page begins there with its head, and is distinguished from the part before."""
    tables = [element for element in elements(long) if element["/S"] == "/Table"]
    assert len(tables) == len(long.pages) > 1
    assert all("/THead" in [part["/S"] for part in within(table)] for table in tables)
    names = [table["/A"]["/Summary"] for table in tables]
    assert names == ["Pejlemærker", *(f"Pejlemærker ({n})" for n in range(2, len(names) + 1))]


def test_a_cell_belongs_to_its_group_row_and_column(long: PdfReader) -> None:
    """A screen reader can announce all three; the head of a group leads down, that of a row to the right."""
    heads = {str(e["/ID"]): e for e in elements(long) if e["/S"] == "/TH"}
    cells = [element for element in elements(long) if element["/S"] == "/TD"]
    for cell in some(cells):
        found = [heads[str(key)]["/A"] for key in cell["/A"]["/Headers"]]
        assert sorted((head["/Scope"], "/ColSpan" in head) for head in found)[-1] == ("/Row", False)
    grouped = [cell for cell in cells if any("/ColSpan" in heads[str(k)]["/A"] for k in cell["/A"]["/Headers"])]
    assert len(grouped) >= 60


def test_columns_are_as_wide_in_each_table_of_a_report() -> None:
    """Numbers that are compared are below each other."""
    made = report(section("section_one", rows(2)), section("section_two", rows(2)))
    found: list[tuple[str, float]] = []

    def note(text: str, _cm: Any, matrix: Any, *_rest: Any) -> None:
        found.extend((word, matrix[4]) for word in ("Bemærkning",) if word in text)

    opened(write_pdf(made)).pages[0].extract_text(visitor_text=note)
    assert len(found) == 2
    assert len({place for _, place in found}) == 1


def test_no_word_is_parted_without_a_hyphen() -> None:
    """Danish words are parted where Danish allows; one that is longer than its column has a hyphen too."""
    cells = (words("Integrationspolitikkens beskæftigelsesindikatorer"), words("æ" * 300), words("1"), words("2"))
    columns = tuple(b.Column(f"Kolonne {n}", width=1 + (n > 1)) for n in range(4))
    made = report(section("section_one", b.Table(title="T", columns=columns, rows=(b.Row(cells),))))
    text = opened(write_pdf(made)).pages[0].extract_text()
    assert flat(text).replace(" ", "").count("æ" * 300) == 1
    assert "Integrationspolitikkens beskæftigelsesindikatorer" in flat(text)


def test_danish_compounds_are_parted_where_their_words_meet() -> None:
    """In narrow columns; a short word is not parted at all."""
    compounds = ("procent-point", "karakter-point", "dansk-undervisningen", "udgangs-punktet", "kvartalet", "september")
    lines = [f"{'o' * before} {word.replace('-', '')}" for word in compounds for before in range(24)]
    cell = tuple(b.Paragraph((b.Text(line),)) for line in lines)
    table = b.Table(title="T", columns=(b.Column("A", width=1), b.Column("B", width=4)), rows=(b.Row((cell, ())),))
    texts = [page.extract_text() for page in opened(write_pdf(report(section("section_one", table)))).pages]
    found = {line.split()[-1] for text in texts for line in text.splitlines() if line.endswith("\u2010")}
    assert found == {f"{word.split('-', 1)[0]}\u2010" for word in compounds if "-" in word}


def test_a_chart_and_a_line_of_figures_are_described_in_words(pdf: PdfReader) -> None:
    """The alternative text of a line of figures is its words."""
    reported = [str(element.get("/Alt", "")) for element in elements(pdf) if element["/S"] == "/Figure"]
    assert "52, 71, 58; måltal 60" in reported


def test_links_lead_somewhere_and_are_described_by_their_words() -> None:
    """Those within the file to a place that there is; the others to the web."""
    reader = opened(write_pdf(unbudgeted(words_of_policy="Læs mere")))
    found = links(reader)
    assert {str(link["/Contents"]) for link in found} >= {"Læs mere", "nettet"}
    assert all(str(link["/Dest"]) in reader.named_destinations for link in found if "/Dest" in link)
    assert [link["/A"]["/URI"] for link in found if "/A" in link] == ["https://www.nybro.dk/a?b=1&c=2"]


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the web nor a file of the machine is asked for; what is in the page itself is shown."""
    asked: list[str] = []
    original = urllib.request.OpenerDirector.open

    def remember(self: Any, url: Any, *args: Any, **kwargs: Any) -> Any:
        asked.append(url.full_url if hasattr(url, "full_url") else url)
        return original(self, url, *args, **kwargs)

    monkeypatch.setattr(urllib.request.OpenerDirector, "open", remember)
    write_pdf(unbudgeted(words_of_policy=HOSTILE))
    assert all(url.startswith("data:") for url in some(asked))


def test_the_shipped_font_is_used(pdf: PdfReader) -> None:
    """Whatever fonts a machine has, lines and pages end in the same places."""
    fonts: set[str] = set()
    for page in some(pdf.pages):
        fonts |= {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}  # type: ignore[index]
    assert fonts
    assert all("Kommunepolitik" in name for name in fonts)


def test_hostile_text_stays_text() -> None:
    """Tags and placeholders in a policy are printed as they are."""
    text = "".join("".join(page_texts(opened(write_pdf(unbudgeted(words_of_policy=HOSTILE))))).split())
    assert "".join(HOSTILE.split()) in text


def test_the_same_report_gives_the_same_file() -> None:
    """Nothing in the file depends on when it was made."""
    assert write_pdf(unbudgeted()) == write_pdf(unbudgeted())


def over(made: b.Report, *budgets: b.Budget) -> list[Any]:
    """Return the problems of a report that is too long."""
    with pytest.raises(RenderingError) as caught:
        write_pdf(attrs.evolve(made, budgets=budgets))
    return list(caught.value.problems)


def test_a_section_that_exceeds_its_pages_is_an_error_that_names_what_to_shorten() -> None:
    """Title, pages, limit and the longest text; all sections at once, and nothing is cut or made smaller."""
    short = section("section_short", *words("kort"), role="sheet")
    made = report(section("section_long", *words(LOREM * 90)), short, section("spor-1", *words(LOREM * 40)))
    budgets = [b.Budget(section="section_long", pages=1), b.Budget(section="section_short", pages=1)]
    first, second = over(made, *budgets, b.Budget(section="spor-1", pages=0.5))
    assert first.code == "too_many_pages"
    assert first.data["title"] == "Afsnit section_long"
    assert (first.data["found"], first.data["limit"]) == (2, 1)
    assert (first.data["count"], first.data["text"]) == (18 * 90, "Kommunen har i perioden arbejdet med at få")
    assert second.code == "too_much_of_a_page"
    assert 50 < second.data["found"] < 100
    danish = second.message(language("da").gettext)
    assert danish.startswith("afsnittet 'Afsnit spor-1' fylder ")
    assert "må fylde 50 %; forkort dets tekster, først den på 720 ord, der begynder 'Kommunen har" in danish


def test_half_a_page_is_half_of_what_is_between_the_margins() -> None:
    """A section that fills the page is 100 % of it; what is within its budget is written."""
    lines = tuple(each for n in range(400) for each in words(f"linje {n}"))
    (problem,) = over(report(section("section_one", *lines, role="sheet")), b.Budget(section="section_one", pages=0.5))
    pages = len(opened(write_pdf(report(section("section_one", *lines)))).pages)
    assert 100 * (pages - 1) - 15 < problem.data["found"] <= 100 * pages
    half = report(section("section_one", *words(LOREM * 20)), budgets=(b.Budget(section="section_one", pages=0.5),))
    assert len(opened(write_pdf(half)).pages) == 1


def test_a_text_that_would_take_minutes_is_refused() -> None:
    """As the title of an indicator that somebody pasted a document into, which stands in a table too."""
    made = report(section("section_one", rows(2), *words("Job og " * 20_000)))
    with pytest.raises(RenderingError) as caught:
        write_pdf(made)
    (problem,) = caught.value.problems
    danish = problem.message(language("da").gettext)
    assert danish.startswith("teksten, der begynder 'Job og Job og Job og Job og', har ")
    assert danish.endswith(
        " tegn, og ingen tekst i en PDF må have flere end 20000; forkort den, eller brug et andet format"
    )


def test_the_package_is_silent(caplog: pytest.LogCaptureFixture) -> None:
    """Its messages about unknown style rules are not for the user, and the levels are as before."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("weasyprint").setLevel(logging.WARNING)
    write_pdf(unbudgeted())
    assert not [record for record in caplog.records if record.name.startswith(("weasyprint", "fontTools"))]
    assert logging.getLogger("weasyprint").level == logging.WARNING


def test_a_missing_package_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message states how to install the extra."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    pdf_module.load_weasyprint.cache_clear()
    with pytest.raises(MissingExtra, match=r"kommunepolitik\[pdf\]"):
        write_pdf(unbudgeted())


def test_missing_libraries_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package is there, but not Pango: the message names the Debian packages."""
    real = builtins.__import__

    def without_pango(name: str, *args: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libgobject-2.0-0'")
        return real(name, *args)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    pdf_module.load_weasyprint.cache_clear()
    with pytest.raises(MissingExtra, match="apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b"):
        write_pdf(unbudgeted())
