"""The report as a Word document: opened and read back, in Word's own terms and on pages."""

import io
import sys
import zipfile
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

import attrs
import docx
import pandas as pd
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Cm

import kommunepolitik as kp
from kommunepolitik.errors import MissingExtra
from kommunepolitik.formats.word_template import load_docxtpl
from kommunepolitik.formats.word_writer import Writer, clean
from kommunepolitik.rendering import report_of
from kommunepolitik.rendering import word as word_module
from kommunepolitik.rendering.report import report_sections
from kommunepolitik.rendering.word import word_bytes
from kommunepolitik.report.disclosure import Notice
from tests.claims import some
from tests.rendering.paper import policy_of, report_with, tutorial_report
from tests.rendering.word_files import converted, flat, letterhead, on_pages, words_of

Template = Callable[..., Path]


@pytest.fixture(scope="module")
def made() -> bytes:
    """The report of the tutorial."""
    return word_bytes(tutorial_report())


@pytest.fixture(scope="module")
def word(made: bytes) -> Document:
    """The same, opened."""
    return docx.Document(io.BytesIO(made))


@pytest.fixture
def template(tmp_path: Path) -> Template:
    """A municipality's own template, made of paragraphs."""
    return partial(letterhead, tmp_path)


def test_headings_are_real_and_in_the_order_a_committee_reads(word: Document) -> None:
    """Each section is a Heading 1, its parts Heading 2, indicators Heading 3."""
    by_level: dict[str, list[str]] = {}
    for paragraph in some(word.paragraphs):
        assert paragraph.style is not None
        by_level.setdefault(str(paragraph.style.name), []).append(paragraph.text)
    assert by_level["Title"] == [tutorial_report().title]
    assert by_level["Heading 1"] == [section.title for section in report_sections(tutorial_report())]
    assert "Job fra første dag (spor 1)" in by_level["Heading 2"]
    assert "Voksne i beskæftigelse" in by_level["Heading 3"]
    assert by_level["List Number"][0].startswith("at opfølgningen")


def test_tables_have_a_head_that_is_repeated_and_a_name(word: Document) -> None:
    """The first row is marked as the head, no row is broken by a page's end, and a screen reader hears the title."""
    assert len(word.tables) > 20
    for table in word.tables:
        assert table.style is not None
        assert table.style.name == "Report Table"
        first = table.rows[0]._tr.trPr
        assert first is not None
        assert first.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_a_chart_is_told_in_words(word: Document) -> None:
    """Each picture has a number of its own and an alternative text that tells what it shows."""
    pictures = list(word.element.body.iter(qn("wp:docPr")))
    told = [picture.get("descr").replace("\xa0", " ") for picture in pictures]
    (words,) = [words for words in told if words.startswith("Voksne i beskæftigelse. ")]
    assert all(part in words for part in ("53,4 % (2023)", "56,2 % (2025)", "mindst 58,0 %, senest 2027"))
    assert len({picture.get("id") for picture in pictures}) == len(pictures) > 5


def test_the_contents_are_a_field_that_word_brings_up_to_date(word: Document) -> None:
    """The field names the headings, is marked to be renewed, and holds links to them until then."""
    body = word.element.body
    codes = [code.text.strip() for code in body.iter(qn("w:instrText"))]
    assert codes == ['TOC \\o "1-1" \\h \\z \\u']
    begin = next(body.iter(qn("w:fldChar")))
    assert begin.get(qn("w:dirty")) == "true"
    kinds = [mark.get(qn("w:fldCharType")) for mark in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]
    places = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    links = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    assert len(links) == len(places)
    assert set(links) == places


def test_the_properties_say_whose_it_is_and_in_what_language(word: Document) -> None:
    """Title, municipality, policy area, Danish."""
    properties = word.core_properties
    assert (properties.title, properties.author) == (tutorial_report().title, "Nybro Kommune")
    assert (properties.subject, properties.language) == ("integration", "da-DK")
    defaults = word.styles.element.find(qn("w:docDefaults"))
    assert next(defaults.iter(qn("w:lang"))).get(qn("w:val")) == "da-DK"


def test_an_english_report_marks_what_the_policy_says_as_danish() -> None:
    """The document is English, the titles of indicators are not."""
    document = docx.Document(io.BytesIO(word_bytes(report_with(2, "Andel", "en"))))
    assert document.core_properties.language == "en-GB"
    title = next(p for p in document.paragraphs if p.style is not None and p.style.name == "Heading 3")
    assert [mark.get(qn("w:val")) for mark in title._p.iter(qn("w:lang"))] == ["da-DK"]
    judged = next(p for p in document.paragraphs if "own newest figure" in p.text)
    assert not list(judged._p.iter(qn("w:lang")))


def test_an_english_report_does_not_mark_its_own_words_as_danish() -> None:
    """Explanations are English; of a line that names an account, only the name is Danish."""
    document = docx.Document(io.BytesIO(word_bytes(tutorial_report("en"))))
    marked = [
        words_of(run)
        for run in document.element.body.iter(qn("w:r"))
        if run.rPr is not None and (mark := run.rPr.find(qn("w:lang"))) is not None and mark.get(qn("w:val")) == "da-DK"
    ]
    assert "Voksne i beskæftigelse" in marked
    assert not [text for text in marked if text.startswith(("Missed", "Cannot be assessed", "Reached", "Account of"))]
    assert any(text.startswith("Delmål 1") for text in marked)


def test_what_must_not_be_published_says_so_whatever_the_template(
    template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the beginning of the report, and on the summary, which can stand by itself."""
    monkeypatch.setattr(Notice, "banner", "INTERN UDGAVE")
    content = word_bytes(report_with(1, "Andel"), template("{{p body }}"))
    lines = [p.text for p in docx.Document(io.BytesIO(content)).paragraphs]
    assert lines[:3] == ["INTERN UDGAVE", "Kort fortalt", "INTERN UDGAVE"]


def test_status_is_told_by_shape_and_word(word: Document) -> None:
    """Never by colour: the cells hold both, in black."""
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert {"✔ nået", "✖ ikke nået", "▲ på rette vej", "◌ kan ikke vurderes"} <= cells


def test_the_pages_read_as_they_should(made: bytes, tmp_path: Path) -> None:
    """LibreOffice opens it; every page has its number, the summary has a page of its own, and all is there."""
    reader = on_pages(made, tmp_path)
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert len(pages) > 1
    for number, text in some(enumerate(pages, start=1)):
        assert f"{number} " in text
        assert text.rstrip().endswith(f" {len(pages)}") or f" {len(pages)} " in text
    summary = next(text for text in pages if tutorial_report().headline[:40] in text)
    assert "Nybro Kommune · Opfølgning på" in summary
    assert "Værd at vide" in summary
    assert "Beslutningstema" not in summary
    assert "Nye tal og andre ændringer" not in summary
    whole = " ".join(pages)
    for section in some(report_sections(tutorial_report())):
        assert section.title in whole


def test_the_summary_of_thirty_indicators_is_one_page(tmp_path: Path) -> None:
    """Long names and all; the next part begins the next page."""
    words = "Andelen af nytilkomne borgere i beskæftigelse eller ordinær uddannelse efter tre år, opgjort pr. gruppe"
    pages = [page.extract_text() for page in on_pages(word_bytes(report_with(30, words)), tmp_path).pages]
    begin = next(number for number, text in enumerate(pages) if "Værd at vide" in text)
    assert pages[begin].index("Kort fortalt") < pages[begin].index("Værd at vide")
    assert "Område for område" in pages[begin + 1]


@pytest.mark.parametrize("side", [0, 1.2, 2.8])
def test_the_summary_is_one_page_on_any_letterhead(template: Template, tmp_path: Path, side: float) -> None:
    """Whatever the letters and the margins of the template; the next part begins the next page."""
    own = template("{{ report.title }}", "{{p body }}")
    paper = docx.Document(str(own))
    paper.sections[0].left_margin = Cm(3.2 + side)
    paper.sections[0].top_margin = Cm(2.5 + side)
    paper.save(str(own))
    pages = [page.extract_text() for page in on_pages(word_bytes(tutorial_report(), own), tmp_path).pages]
    begin = next(number for number, text in enumerate(pages) if tutorial_report().headline[:20] in flat(text))
    assert flat(pages[begin]).startswith("Kort fortalt")
    assert "Værd at vide" in pages[begin]
    assert flat(pages[begin + 1]).startswith("Hvad der er ændret siden sidst")


def test_without_a_case_the_summary_follows_the_title_where_it_has_room(tmp_path: Path) -> None:
    """A short one stands on the first page; before a long one the title and the contents fill a cover."""
    short = on_pages(word_bytes(report_with(1, "Andel")), tmp_path)
    first = short.pages[0].extract_text()
    assert first.index("Indhold") < first.index("Værd at vide")
    assert flat(short.pages[1].extract_text()).startswith("Område for område")
    words = "Andelen af nytilkomne borgere i beskæftigelse eller ordinær uddannelse efter tre år, opgjort pr. gruppe"
    cover = docx.Document(io.BytesIO(word_bytes(report_with(30, words))))
    whose = next(p for p in cover.paragraphs if p.style is not None and p.style.name == "Subtitle")
    assert whose.paragraph_format.space_before is not None
    assert whose.paragraph_format.space_before.pt > 100
    heading = next(
        p for p in cover.paragraphs if p.text == "Kort fortalt" and p.style is not None and p.style.name == "Heading 1"
    )
    assert heading._p.pPr.find(qn("w:pageBreakBefore")) is not None


def test_a_made_up_municipality_is_said_on_every_page(made: bytes, tmp_path: Path) -> None:
    """A page that is taken out by itself is still known for what it is."""
    for page in some(on_pages(made, tmp_path).pages):
        assert "Nybro Kommune er opdigtet" in flat(page.extract_text())


def test_no_heading_is_left_alone_and_no_chart(word: Document) -> None:
    """Heading, who answers, table and explanation stay together; a chart with its figures, and with what is above it.

    Only where an account makes that much of a page, the chart may go to the next.
    """
    drawing, keep = f".//{qn('w:drawing')}", qn("w:keepNext")
    account = False
    for element, following in some(pairwise(word.element.body)):
        if element.tag != qn("w:p"):
            continue
        text, kept = words_of(element), element.pPr is not None and element.pPr.find(keep) is not None
        account = element.style == "ReportAccount" or (account and element.style != "Heading3")
        if element.style == "Caption" or element.find(drawing) is not None or text.startswith("Ansvarlig: Center"):
            assert kept, text
        if following.find(drawing) is not None and element.style == "ReportNote" and not account:
            assert kept, text
        if following.tag == qn("w:tbl"):
            assert kept or element.style in ("Heading1", "Heading2", "ReportLead"), (
                text
            )  # a heading keeps by its style; the lead begins a page
    assert word.styles["Heading 3"].element.pPr.find(keep) is not None


def test_what_nothing_was_asked_of_is_a_sentence() -> None:
    """An indicator without target and figures gets no table of dashes, as on the page."""
    policy = policy_of(2, "Andel")
    bare = attrs.evolve(policy, indicators=tuple(attrs.evolve(i, targets=(), baseline=None) for i in policy.indicators))
    nothing = pd.DataFrame({"indicator": [], "period": [], "value": []})
    report = report_of(kp.evaluate(bare, kp.read_observations(nothing, bare)), "da")
    document = docx.Document(io.BytesIO(word_bytes(report)))
    heads = [table.rows[0].cells[0].text for table in document.tables]
    assert "Måltal" not in heads
    sentences = [p.text for p in document.paragraphs if "kan ikke vurderes. Der er intet måltal." in p.text]
    assert len(sentences) == 2


def test_a_long_unit_is_not_broken_in_a_narrow_column() -> None:
    """It may go to the next line of its cell, where a short one stays with its number."""
    writer = Writer(docx.Document(io.BytesIO(word_module._default())), "da", iter(range(9)))
    writer.table(["a"], [["1,6\N{NO-BREAK SPACE}karakterpoint, 7\N{NO-BREAK SPACE}%"]], title="t")
    assert words_of(writer.elements[0]).endswith("1,6 karakterpoint, 7\N{NO-BREAK SPACE}%")


def test_the_contents_are_an_index_in_libreoffice_too(made: bytes, tmp_path: Path) -> None:
    """There it can be brought up to date as well."""
    with zipfile.ZipFile(converted(made, tmp_path, "odt")) as file:
        assert b"<text:table-of-content " in file.read("content.xml")


def test_the_same_report_gives_the_same_file(made: bytes) -> None:
    """Nothing in the file tells when it was made."""
    assert word_bytes(tutorial_report()) == made


def test_a_control_character_does_no_harm() -> None:
    """A figure's source may hold what no XML file can; it is left out."""
    assert clean("a\x00\x0b\ufffeb\tc") == "ab\tc"
    document = docx.Document()
    writer = Writer(document, "da", iter(range(9)))
    assert words_of(writer.paragraph("kilde\x07")) == "kilde"


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how to install the extra."""
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    load_docxtpl.cache_clear()
    with pytest.raises(MissingExtra, match=r"kommunepolitik\[docx\]"):
        word_bytes(report_with(1, "Andel"))
