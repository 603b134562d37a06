"""The report as a Word document: opened and read back, in Word's own terms and on pages."""

import importlib.util
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from paper import HOSTILE, report_with, tutorial_report
from programs import needs_program
from pypdf import PdfReader

from kommunepolitik.errors import FileError, MissingExtra, RenderingError
from kommunepolitik.rendering import _word
from kommunepolitik.rendering._disclosure import Notice
from kommunepolitik.rendering._report_page import report_sections
from kommunepolitik.rendering._word import word_bytes

ROOT = Path(__file__).parents[2]

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

    def make(*paragraphs: str, header: str = "") -> Path:
        document = docx.Document()
        for text in paragraphs:
            document.add_paragraph(text)
        document.sections[0].header.paragraphs[0].text = header
        document.save(str(tmp_path / "brevpapir.docx"))
        return tmp_path / "brevpapir.docx"

    return make


def text_of(document: Document) -> str:
    """Return all text of the page, tables included, paragraph by paragraph."""
    return "\n".join(words_of(paragraph) for paragraph in document.element.body.iter(qn("w:p")))


def words_of(paragraph: Any) -> str:
    """Return the text of a paragraph."""
    return "".join(piece.text or "" for piece in paragraph.iter(qn("w:t")))


def on_pages(content: bytes, folder: Path) -> PdfReader:
    """Let LibreOffice put a document on pages."""
    program = needs_program("soffice")
    (folder / "report.docx").write_bytes(content)
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, own, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "report.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return PdfReader(folder / "report.pdf")


def test_headings_are_real_and_in_the_order_a_committee_reads(word: Document) -> None:
    """Each section is a Heading 1, its parts Heading 2, indicators Heading 3."""
    by_level: dict[str, list[str]] = {}
    for paragraph in word.paragraphs:
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
    assert "Voksne i beskæftigelse. Fra 53,4 % (2023) til 56,2 % (2025). Måltal: 58 % (2027)." in told
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
    assert not list(document.paragraphs[1]._p.iter(qn("w:lang")))


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
    assert 12 < len(pages) < 30
    for number, text in enumerate(pages, start=1):
        assert f"{number} " in text
        assert text.rstrip().endswith(f" {len(pages)}") or f" {len(pages)} " in text
    summary = next(text for text in pages if tutorial_report().headline[:40] in text)
    assert "Nybro Kommune · Opfølgning på" in summary
    assert "Værd at vide" in summary
    assert "Indstilling" not in summary
    assert "Nye tal og andre ændringer" not in summary
    whole = " ".join(pages)
    for section in report_sections(tutorial_report()):
        assert section.title in whole


def test_the_summary_of_thirty_indicators_is_one_page(tmp_path: Path) -> None:
    """Long names and all; the next part begins the next page."""
    words = "Andelen af nytilkomne borgere i beskæftigelse eller ordinær uddannelse efter tre år, opgjort pr. gruppe"
    pages = [page.extract_text() for page in on_pages(word_bytes(report_with(30, words)), tmp_path).pages]
    begin = next(number for number, text in enumerate(pages) if "Værd at vide" in text)
    assert pages[begin].index("Kort fortalt") < pages[begin].index("Værd at vide")
    assert "Område for område" in pages[begin + 1]


def test_the_same_report_gives_the_same_file(made: bytes) -> None:
    """Nothing in the file tells when it was made."""
    assert word_bytes(tutorial_report()) == made


def test_hostile_text_stays_text(template: Template) -> None:
    """Tags, placeholders and entities in a policy are printed as they stand, in our template and in another."""
    report = report_with(2, f"{HOSTILE} {'æ' * 300}")
    own = template("{{ report.policy }}", "{{p body }}")
    for content in (word_bytes(report), word_bytes(report, own)):
        text = text_of(docx.Document(io.BytesIO(content)))
        assert f"{HOSTILE} {'æ' * 300} 1" in text
        assert "49" not in text
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            assert not [name for name in file.namelist() if name.endswith((".bin", ".vml"))]
            assert b'TargetMode="External"' not in file.read("word/_rels/document.xml.rels")


def test_a_control_character_does_no_harm() -> None:
    """A figure's source may hold what no XML file can; it is left out."""
    from kommunepolitik.rendering._word_writer import Writer, clean

    assert clean("a\x00\x0b\ufffeb\tc") == "ab\tc"
    document = docx.Document()
    writer = Writer(document, "da", iter(range(9)))
    assert words_of(writer.paragraph("kilde\x07")) == "kilde"


def test_a_municipality_has_its_own_letterhead(template: Template, tmp_path: Path) -> None:
    """Its header and words stand, and the report is set in its styles."""
    own = template(
        "Brevhoved: {{ report.title }}", "{{p contents }}", "{{p body }}", header="{{ report.municipality }}"
    )
    content = word_bytes(report_with(3, "Andel"), own)
    document = docx.Document(io.BytesIO(content))
    assert document.paragraphs[0].text.startswith("Brevhoved: Opfølgning på Politik Andel")
    assert document.sections[0].header.paragraphs[0].text == "Nybro Kommune"
    theirs = docx.Document(str(own)).styles["Heading 1"].element.xml
    assert document.styles["Heading 1"].element.xml == theirs
    assert {"Report Table", "Report Lead", "Report Hole"} <= {style.name for style in document.styles}
    text = " ".join(on_pages(content, tmp_path).pages[0].extract_text().split())
    assert text.startswith("Nybro Kommune Brevhoved: Opfølgning")


def test_a_bare_template_gets_the_styles_it_lacks(tmp_path: Path) -> None:
    """A file with neither styles nor lists works; bullets are bullets."""
    bare = tmp_path / "bare.docx"
    source = docx.Document()
    source.add_paragraph("{{p body }}")
    for style in list(source.styles.element.style_lst):
        if style.name_val.lower() not in ("normal", "default paragraph font"):
            source.styles.element.remove(style)
    part = source.part
    part.drop_rel(next(id for id, link in part.rels.items() if link.reltype.endswith("/numbering")))
    source.save(str(bare))
    document = docx.Document(io.BytesIO(word_bytes(report_with(2, "Andel"), bare)))
    style = document.styles["List Bullet"].element
    number = next(style.iter(qn("w:numId"))).get(qn("w:val"))
    lists = document.part.numbering_part.element
    assert number in [each.get(qn("w:numId")) for each in lists.findall(qn("w:num"))]
    assert text_of(document).count("Kort fortalt") == 1


def test_a_template_may_go_through_the_sections_itself(template: Template) -> None:
    """With headings of its own, or leaving some out."""
    own = template(
        "{% if case.title %}{{ case.title }}{% else %}Ingen sag{% endif %}; {{ tiles[0].count }} {{ tiles[0].words }}",
        "{%p for section in sections if section.id != 'method' %}",
        "§ {{ section.title }}",
        "{{p section.content }}",
        "{%p endfor %}",
    )
    lines = [p.text for p in docx.Document(io.BytesIO(word_bytes(report_with(7, "Andel"), own))).paragraphs]
    assert lines[0] == "Ingen sag; 2 nået"
    assert "§ Kort fortalt" in lines
    assert "§ Metode og kilder" not in lines


def test_body_in_the_middle_of_a_line_works_too(template: Template) -> None:
    """Who forgets the p gets the report all the same."""
    document = docx.Document(io.BytesIO(word_bytes(report_with(2, "Andel"), template("{{ body }}"))))
    assert document.paragraphs[0].text == "Kort fortalt"


@pytest.mark.parametrize(
    ("paragraph", "says"),
    [
        ("intet", r"brevpapir\.docx: the template has no placeholder; write {{p body }}"),
        ("{{ report.titel }}", r"brevpapir\.docx: there is no 'titel' here; did you mean 'title'\?"),
        ("{{ boddy }} {{ reprot }}", r"'boddy' here; did you mean 'body'\?\n.*'reprot' here; did you mean 'report'\?"),
        ("{% for x in %}", "brevpapir.docx: the template cannot be read: .*{% for x in %}"),
        ("{{ report.title.__class__ }}", "may not use '__class__'"),
        ("{{ 1 / 0 }} {{ report.title }}", "the template fails: ZeroDivisionError"),
        (
            "{% for i in range(9999) %}{% for j in range(9999) %}{% endfor %}{% endfor %}{{ body }}",
            "more than .* steps",
        ),
    ],
)
def test_a_broken_template_is_told_with_its_placeholder(template: Template, paragraph: str, says: str) -> None:
    """Which template, which placeholder, and the nearest right one."""
    with pytest.raises(RenderingError, match=says):
        word_bytes(report_with(1, "Andel"), template(paragraph))


def test_the_report_cannot_stand_in_a_margin(template: Template) -> None:
    """A header holds a line, and no report."""
    with pytest.raises(RenderingError, match="cannot stand in a header or footer"):
        word_bytes(report_with(1, "Andel"), template("{{p body }}", header="{{ contents }}"))


def test_what_is_no_word_document_is_told(tmp_path: Path) -> None:
    """A missing file, a folder, a text, a workbook, each in words."""
    (tmp_path / "text.docx").write_text("intet")
    with zipfile.ZipFile(tmp_path / "other.docx", "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
    report = report_with(1, "Andel")
    for name, says in (
        ("none.docx", "there is no such file"),
        (".", "cannot be read"),
        ("text.docx", "is not a Word document"),
        ("other.docx", "is not a Word document"),
    ):
        with pytest.raises(FileError, match=says):
            word_bytes(report, tmp_path / name)


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how to install the extra."""
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    _word.load_docxtpl.cache_clear()
    with pytest.raises(MissingExtra, match=r"kommunepolitik\[docx\]"):
        word_bytes(report_with(1, "Andel"))


def maker() -> Any:
    """The script that makes the template."""
    found = importlib.util.spec_from_file_location("make_word_template", ROOT / "tools" / "make_word_template.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_the_template_is_what_its_maker_makes() -> None:
    """The file in the package is up to date (`make word-template`)."""
    with zipfile.ZipFile(io.BytesIO(_word._default())) as file:
        assert {name: file.read(name).decode() for name in file.namelist()} == maker().parts()


def test_every_placeholder_is_documented() -> None:
    """docs/word-template.md names all that a template can name, and nothing else."""
    context = _word._context(report_with(1, "Andel"))
    known = {name for name, value in context.items() if isinstance(value, str)}
    known |= {f"{name}.{field}" for name, held in context.items() if isinstance(held, dict) for field in held}
    known |= {f"{name[:-1]}.{field}" for name in ("tiles", "sections") for field in context[name][0]}
    lines = (ROOT / "docs" / "word-template.md").read_text(encoding="utf-8").splitlines()
    told = {line.split("`")[1].strip("{} ").removeprefix("p ") for line in lines if line.startswith("| `{{")}
    assert told == known
