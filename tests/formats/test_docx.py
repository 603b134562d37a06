"""A report as a Word document: opened and read back, in Word's own terms and on pages."""

import importlib
import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import attrs
import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Cm

import kommunepolitik.blocks as b
from kommunepolitik.errors import MissingExtra
from kommunepolitik.formats.docx import write_docx
from kommunepolitik.testing.specimen import HOSTILE, line_chart, specimen, table, words
from tests.claims import some
from tests.formats.word_files import converted, flat, on_pages, text_of, words_of


@pytest.fixture(scope="module")
def made() -> bytes:
    """The report that holds every block."""
    return write_docx(specimen())


@pytest.fixture(scope="module")
def word(made: bytes) -> Document:
    """The same, opened."""
    return opened(made)


def opened(content: bytes) -> Document:
    """Open a document."""
    return docx.Document(io.BytesIO(content))


def written(*blocks: b.Block, **changed: Any) -> Document:
    """Write blocks as the only section of a report, and open the document."""
    section = b.Section(id="section_one", title=(b.Text("Afsnit"),), listed=True, blocks=blocks)
    report = b.Report(kind="paper", title="Titel", language="da", publisher="Nybro Kommune", sections=(section,))
    return opened(write_docx(attrs.evolve(report, **changed)))


def section(id: str, *blocks: b.Block, role: str = "") -> b.Section:
    """Make a section with a heading."""
    return b.Section(id=id, title=(b.Text(id),), blocks=blocks, role=role)


def texts(document: Document, style: str) -> list[str]:
    """Return the paragraphs of a style."""
    return [p.text for p in document.paragraphs if p.style is not None and p.style.name == style]


def widths_of(table: Any) -> list[int]:
    """Return the widths of columns in hundredths of a percent of the page."""
    return [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.gridCol_lst]


def kept(paragraph: Any) -> bool:
    """Whether a paragraph stays on the page of what follows it."""
    found = paragraph._p if hasattr(paragraph, "_p") else paragraph
    return found.pPr is not None and found.pPr.find(qn("w:keepNext")) is not None


def test_headings_are_real_and_nested(word: Document) -> None:
    """A section of the report is a Heading 1, a section in it a Heading 2."""
    assert texts(word, "Title") == ["Tekst"]
    assert texts(word, "Subtitle") == ["Nybro Kommune"]
    assert texts(word, "Heading 1") == ["Overblik", "Spor for spor"]
    assert texts(word, "Heading 2") == ["Tekst"]


def test_the_deepest_headings_are_alike() -> None:
    """Word shows nine levels, and nobody reads more than six."""
    inner = section("i8", *words("inderst"))
    for number in range(7, 1, -1):
        inner = section(f"i{number}", inner)
    assert texts(written(inner), "Heading 6") == ["i6", "i7", "i8"]


def test_tables_have_a_head_that_is_repeated_and_a_name(word: Document) -> None:
    """The first row is marked as the head, no row is broken by a page's end, and a screen reader hears the title."""
    for each in some([each for each in word.tables if each.style is not None and each.style.name == "Report Table"]):
        assert each.rows[0]._tr.trPr is not None
        assert each.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in each.rows)
        assert each._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) in ("Tal", "Tallene i figuren")


def test_columns_have_their_widths_and_numbers_end_at_the_right(word: Document) -> None:
    """The first is twice as wide as the others."""
    first = word.tables[0]
    assert [cell.text for cell in first.rows[0].cells] == ["Pejlemærke", "Nu", "Status", "Forløb"]
    widths = widths_of(first)
    assert widths == [2 * widths[1], widths[1], widths[1], widths[1]]
    ends = [[cell.paragraphs[0].alignment is not None for cell in row.cells] for row in first.rows]
    assert ends[0] == ends[2] == [False, True, False, False]


def test_a_column_is_as_wide_as_its_longest_word() -> None:
    """It takes room from those that have some; a known compound may be parted; all together are as wide as the page."""
    titles = {"Handling": 1, "Pejlemærke": 12, "Udgangspunkt": 1, "Nu": 1}
    table = b.Table(
        title="T",
        columns=tuple(b.Column(title, width=width) for title, width in titles.items()),
        rows=(),
        role="overview",
    )
    (made,) = written(table).tables
    widths = dict(zip(titles, widths_of(made), strict=True))
    assert sum(widths.values()) == pytest.approx(10_000, abs=4)
    assert widths["Handling"] > widths["Udgangspunkt"] > widths["Nu"] > 0
    assert made.rows[0].cells[2]._tc.find(f".//{qn('w:softHyphen')}") is not None
    narrow = attrs.evolve(table, columns=tuple(b.Column("Integrationspolitikker") for _ in range(20)))
    assert sum(widths_of(written(narrow).tables[0])) == pytest.approx(10_000, abs=40)


def test_the_overview_is_dense() -> None:
    """Small letters; the lines of a cell are one line; the name of a row is bold, and of whom it is is not."""
    name = (*words("Ledige"), b.Paragraph((b.Text("unge", "aside"),)))
    status = (b.Paragraph((b.StatusMark("missed", "ikke nået", "✖"),)), *words("udløbet"))
    columns = (b.Column("Pejlemærke", "head"), b.Column("Status"))
    (made,) = written(b.Table(title="T", columns=columns, rows=(b.Row((name, status)),), role="overview")).tables
    assert [cell.text for cell in made.rows[1].cells] == ["Ledige · unge", "✖\N{NO-BREAK SPACE}ikke nået: udløbet"]
    lines = [cell.paragraphs[0] for cell in made.rows[1].cells]
    assert [line.style.name for line in lines if line.style is not None] == ["Report Dense", "Report Dense"]
    assert [bool(run.font.bold) for run in lines[0].runs] == [True, False, False]


def test_text_and_chart_are_side_by_side() -> None:
    """In a table without lines; the chart is as wide as its side."""
    chart = b.Chart(id="c", title="Ledige", description="Falder.", data=line_chart())
    document = written(b.Columns((words("tekst"), (chart,))))
    (made,) = document.tables
    assert [cell.text.split() for cell in made.rows[0].cells] == [["tekst"], ["Ledige"]]
    assert made._tbl.tblPr.find(qn("w:tblBorders")) is None
    (shape,) = document.inline_shapes
    assert Cm(8) < shape.width < Cm(9)


def test_only_long_lists_are_parted_and_no_item_is_left_alone() -> None:
    """BlockContext the end of a page or at the beginning of the next."""
    short, long = (b.List(tuple(words(f"{count} {n}") for n in range(count))) for count in (6, 9))
    lines = [p for p in written(short, long).paragraphs if p.style is not None and p.style.name == "List Bullet"]
    assert [kept(line) for line in lines[:6]] == [True] * 5 + [False]
    assert [kept(line) for line in lines[6:]] == [True, *[False] * 6, True, False]


def test_without_the_package_that_draws_figures_are_described(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of a small line of them."""
    monkeypatch.setattr("kommunepolitik.formats.charts.available", lambda: False)
    assert "52, 71, 58" in text_of(written(b.Paragraph((b.Spark((52, 71, 58), None, "52, 71, 58"),))))


def test_a_group_and_what_a_row_is_based_on_span_the_table(word: Document) -> None:
    """The group stays with its first row, and a row with the line below it."""
    _head, group, row, detail = word.tables[0].rows
    assert [each.text for each in group._tr.tc_lst[0].p_lst[0].r_lst] == ["Job og uddannelse"]
    assert [each.text for each in detail._tr.tc_lst[0].p_lst[0].r_lst] == ["Løftet er 60."]
    assert [len(each._tr.tc_lst) for each in (group, row, detail)] == [1, 4, 1]
    assert all(kept(paragraph) for each in (group, row) for paragraph in each._tr.iter(qn("w:p")))


def test_only_a_short_table_stays_on_one_page() -> None:
    """A long one is parted between two rows."""
    rows = tuple(b.Row((words(str(number)),)) for number in range(9))
    tables = [b.Table(title=f"Tal {count}", columns=(b.Column("Nu"),), rows=rows[:count]) for count in (4, 9)]
    short, long = written(*tables).tables
    assert [kept(row.cells[0].paragraphs[0]) for row in short.rows] == [True, True, True, True, False]
    assert not any(kept(row.cells[0].paragraphs[0]) for row in long.rows[1:])


def test_a_number_may_be_parted_from_a_long_unit_in_a_table() -> None:
    """With it, it is too wide for a column; elsewhere they stay together."""
    long = "1,6\N{NO-BREAK SPACE}karakterpoint, 7\N{NO-BREAK SPACE}%"
    content = b.Table(title="Tal", columns=(b.Column("Nu", "number"),), rows=(b.Row((words(long),)),))
    document = written(*words(long), content)
    assert document.tables[0].rows[1].cells[0].text == "1,6 karakterpoint, 7\N{NO-BREAK SPACE}%"
    assert long in [paragraph.text for paragraph in document.paragraphs]


def test_lists_are_real(word: Document) -> None:
    """Numbers and bullets come from Word's lists; what has no bullets is moved in as deep as it is."""
    assert texts(word, "List Number") == ["et", "to"]
    assert texts(word, "List Continue 2") == ["inde i to"]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in texts(word, "List Bullet")] == [
        "✔ nået: 3",
        "✖ ikke nået: 1 (heraf 1 udløbet)",
    ]
    lists = {each.get(qn("w:numId")) for each in word.part.numbering_part.element.findall(qn("w:num"))}
    used = {each.get(qn("w:val")) for each in word.element.iter(qn("w:numId"))}
    assert used <= lists
    assert word.styles["List Bullet"].element.pPr.numPr is not None


def test_each_list_of_numbers_begins_at_one() -> None:
    """Its items have the numbers of a list of its own."""
    two = b.List((words("et"), words("to")), ordered=True)
    items = [p for p in written(two, two).paragraphs if p.style is not None and p.style.name == "List Number"]
    numbers = [item._p.pPr.numPr.numId.val for item in items]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]


def test_lists_in_tables_have_the_letters_of_tables() -> None:
    """Bullets are bullets there, too."""
    cell = (b.List((words("et"), words("to"))), b.List((words("uden"),), role="plain"))
    document = written(b.Table(title="Tal", columns=(b.Column("Nu"),), rows=(b.Row((cell,)),)))
    styles = [p.style.name for p in document.tables[0].rows[1].cells[0].paragraphs if p.style is not None]
    assert styles == ["Report Bullet", "Report Bullet", "Report Cell"]
    assert document.styles["Report Bullet"].element.pPr.numPr is not None


def test_status_is_reported_by_shape_and_word(word: Document) -> None:
    """In bold, and never by colour alone."""
    paragraph = word.tables[0].rows[2].cells[2].paragraphs[0]
    assert paragraph.text == "✖\N{NO-BREAK SPACE}ikke nået"
    assert [run.style.name for run in paragraph.runs if run.style is not None] == ["Strong"]
    assert str(paragraph.runs[0].font.color.rgb) == "A3211B"


def test_a_chart_is_a_sharp_picture_that_is_described_in_words(word: Document) -> None:
    """BlockContext least 200 points an inch; what it shows is its alternative text; no two pictures have one number."""
    pictures = list(word.element.body.iter(qn("wp:inline")))
    reported = [picture.find(qn("wp:docPr")).get("descr") for picture in pictures]
    charts = ["Tekst. Fra 50 % til 56 %.", "Fra 2013 til 2023. Job går til Job og skole."]
    assert [each for each in reported if each in charts] == charts
    assert "52, 71, 58; måltal 60" in reported
    assert len({picture.find(qn("wp:docPr")).get("id") for picture in pictures}) == len(pictures)
    for shape in some(word.inline_shapes):
        image = word.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].image
        assert image.px_width / shape.width.inches > 200


def test_a_chart_is_never_parted_from_its_heading() -> None:
    """Nor from what is words_of_policy between them; its title is not words_of_policy twice."""
    chart = b.Chart(id="c", title="Ledige", description="Falder.", data=line_chart())
    inner = b.Section(id="i-1", title=(b.Text("Ledige"),), blocks=(*words("a"), *words("b"), chart, *words("c")))
    lines = written(inner).paragraphs
    begin = next(number for number, line in enumerate(lines) if line.text == "Ledige")
    assert [line.text for line in lines[begin:]] == ["Ledige", "a", "b", "", "c"]
    assert [kept(line) for line in lines[begin:]] == [True, True, True, False, False]


def test_a_line_stays_with_what_it_introduces() -> None:
    """A table, a list, a chart; and the line that ends a table stays with its last row."""
    document = written(*words("Tal:"), *words("Sådan:"), table(), b.Paragraph((b.Text("Kilde"),), "foot"))
    lines = {line.text: line for line in document.paragraphs}
    assert [kept(lines[text]) for text in ("Tal:", "Sådan:", "", "Kilde")] == [False, True, True, False]
    assert all(kept(each) for each in document.tables[0].rows[-1].cells[0].paragraphs)


def test_a_sheet_begins_a_page_and_a_track_is_not_parted() -> None:
    """But the first section begins below the title."""
    sheets = (section("a", role="sheet"), section("b", *words("b"), table(), *words("end"), role="track"))
    report = attrs.evolve(specimen(), sections=(*sheets, section("c", role="sheet")), budgets=())
    document = opened(write_docx(report))
    begin = {p.text: p.paragraph_format.page_break_before for p in document.paragraphs if p.text in "abc"}
    assert (begin["a"], begin["c"]) == (None, True)
    body = [*document.element.body.iter(qn("w:p"))]
    first, last = (next(n for n, p in enumerate(body) if words_of(p) == text) for text in ("b", "end"))
    assert all(kept(paragraph) for paragraph in body[first:last])
    assert body[last].pPr.find(qn("w:keepLines")) is not None


def test_the_contents_are_a_field_that_word_fills_in(word: Document) -> None:
    """It names what is listed, not each heading, and holds links to it until Word has put in the pages."""
    body = word.element.body
    codes = [code.text for code in body.iter(qn("w:instrText"))]
    assert codes == [
        'TOC \\f \\l "1-2" \\h \\z',
        *(f'TC "{title}" \\l {level}' for title, level in (("Overblik", 1), ("Spor for spor", 1), ("Tekst", 2))),
    ]
    marks = [mark.get(qn("w:fldCharType")) for mark in body.iter(qn("w:fldChar"))]
    assert marks == ["begin", "separate", "end", *["begin", "end"] * 3]
    assert (texts(word, "toc 1"), texts(word, "toc 2")) == (["Overblik", "Spor for spor"], ["Tekst"])
    places = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} - {None} <= places
    assert word.settings.element.find(qn("w:updateFields")) is not None


@pytest.mark.parametrize("listed", [False, True])
def test_a_report_of_one_section_has_no_contents(listed: bool) -> None:
    """And Word asks nothing on opening; a paper has none, however many it has."""
    one = attrs.evolve(section("a", *words("b")), listed=listed)
    assert "Indhold" not in text_of(written(kind="paper", sections=(one, attrs.evolve(one, id="c"))))
    document = written(sections=(one,))
    assert "Indhold" not in text_of(document)
    assert document.settings.element.find(qn("w:updateFields")) is None


def test_links_lead_to_the_web_and_within_the_document(word: Document) -> None:
    """To the pages of a site they do not, since nobody has them beside the document."""
    linked = {words_of(each): each for each in word.element.body.iter(qn("w:hyperlink"))}
    assert set(linked) == {"Overblik", "Spor for spor", "Tekst", "nettet"}
    web = word.part.rels[linked["nettet"].get(qn("r:id"))]
    assert (web.target_ref, web.is_external) == ("https://www.nybro.dk/a?b=1&c=2", True)
    assert "en anden politik" in text_of(word)


@pytest.mark.parametrize(
    "to",
    [
        "http://www.nybro.dk",
        "javascript:alert(1)",
        "https://nybro.dk/a b",
        'https://nybro.dk/"',
        f"https://nybro.dk/{'a' * 3000}",
        b.Place("no_such_anchor"),
        b.Place("section_one", "policy", ("p",)),
        b.Place(),
    ],
)
def test_a_link_that_leads_nowhere_safe_is_text(to: b.Place | str) -> None:
    """Word opens encrypted addresses that it can read, and places of this document."""
    document = written(b.Paragraph((b.Link("her", to),)))
    assert "her" in [paragraph.text for paragraph in document.paragraphs]
    assert "her" not in [words_of(each) for each in document.element.body.iter(qn("w:hyperlink"))]


def test_a_link_to_the_same_page_by_its_name_leads_there() -> None:
    """A row is a place, too."""
    page = b.Place(page="followup", policies=("p",))
    link = b.Paragraph((b.Link("her", attrs.evolve(page, anchor="followup_praktik")),))
    document = written(link, table(), place=page)
    (found,) = [each for each in document.element.body.iter(qn("w:hyperlink")) if words_of(each) == "her"]
    row = document.tables[0].rows[2]._tr
    assert next(row.iter(qn("w:bookmarkStart"))).get(qn("w:name")) == found.get(qn("w:anchor"))


def test_the_properties_state_whose_it_is_and_in_what_language(word: Document) -> None:
    """Title, municipality, Danish; nothing states when it was made."""
    properties = word.core_properties
    assert (properties.title, properties.author, properties.language) == ("Tekst", "Nybro Kommune", "da-DK")
    assert (properties.created, properties.modified) == (None, None)
    defaults = word.styles.element.find(qn("w:docDefaults"))
    assert next(defaults.iter(qn("w:lang"))).get(qn("w:val")) == "da-DK"


def test_an_english_report_marks_what_the_policy_states_as_danish() -> None:
    """The document is English; the title and the texts of the policy are not."""
    document = opened(write_docx(specimen("en", "Flere i arbejde")))
    assert document.core_properties.language == "en-GB"
    marks = {
        (words_of(run), mark.get(qn("w:val")))
        for run in document.element.body.iter(qn("w:r"))
        for mark in run.iter(qn("w:lang"))
    }
    assert ("Flere i arbejde", "da-DK") in marks
    assert ("Contents", "en-GB") in marks
    assert ("Opgjort ved udgangen af 2025.", "en-GB") in marks


def test_long_names_are_cut_in_the_properties_only() -> None:
    """Word takes 255 characters there; the page has all of them."""
    title, name = "Titel " * 500, "Nybro Kommune " * 20
    document = written(title=title, publisher=name)
    assert (len(document.core_properties.title), len(document.core_properties.author)) == (255, 255)
    assert texts(document, "Title") == [title]


def test_hostile_text_stays_text() -> None:
    """Tags, placeholders and entities in a policy are printed as they are, and fetch nothing."""
    content = write_docx(specimen(words_of_policy=HOSTILE))
    text = text_of(opened(content))
    assert text.count(HOSTILE) > 5
    assert "49" not in text
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        links = file.read("word/_rels/document.xml.rels").decode()
    assert links.count('TargetMode="External"') == links.count("https://www.nybro.dk") == 1


def test_a_control_character_does_no_harm() -> None:
    """What no XML file can hold is left out, wherever it is."""
    wild = "a\x00\x0b\ufffe\ud800b"
    chart = b.Chart(id="c", title=wild, description=wild, data=line_chart())
    document = written(*words(wild), chart, attrs.evolve(table(), title=wild), title=wild, publisher=wild, kicker=wild)
    assert "ab" in [paragraph.text for paragraph in document.paragraphs]
    assert (document.core_properties.title, document.core_properties.author) == ("ab", "ab")


def test_lines_of_one_text_are_lines_in_word() -> None:
    """And a tab is a tab."""
    document = written(*words("første\nanden\ttredje"))
    (paragraph,) = [p for p in document.paragraphs if p.text.startswith("første")]
    assert len(list(paragraph._p.iter(qn("w:br")))) == len(list(paragraph._p.iter(qn("w:tab")))) == 1


def test_the_pages_read_as_they_should(made: bytes, tmp_path: Path) -> None:
    """LibreOffice opens it; every page has its number, and states that the municipality is made up."""
    pages = [flat(page.extract_text()) for page in on_pages(made, tmp_path).pages]
    assert len(pages) > 1
    for number, text in some(enumerate(pages, start=1)):
        assert f"side {number} af {len(pages)}" in text
        assert "Nybro Kommune findes ikke." in text
    assert "Spor for spor" in pages[0]
    assert pages[1].startswith("Nybro Kommune Tekst Spor for spor")  # whose it is and what, from the second page on


def test_the_contents_are_an_index_in_libreoffice_too(made: bytes, tmp_path: Path) -> None:
    """There it can be brought up to date as well."""
    with zipfile.ZipFile(converted(made, tmp_path, "odt")) as file:
        assert b"<text:table-of-content " in file.read("content.xml")


def test_long_and_hostile_reports_are_laid_out(tmp_path: Path) -> None:
    """A title of 3,000 letters does not fill the foot of each page."""
    report = attrs.evolve(specimen(words_of_policy=f"{HOSTILE} {'æ ' * 1500}"), publisher="Nybro " * 60)
    assert len(on_pages(write_docx(report), tmp_path).pages) < 30


def test_the_same_report_gives_the_same_file(made: bytes) -> None:
    """Nothing in the file shows when it was made."""
    assert write_docx(specimen()) == made


def test_a_missing_package_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message states how to install the extra."""
    for name in ("docx", "docx_parts", "docx_template"):
        monkeypatch.delitem(sys.modules, f"kommunepolitik.formats.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    with pytest.raises(MissingExtra, match=r"kommunepolitik\[docx\]"):
        importlib.import_module("kommunepolitik.formats.docx")
