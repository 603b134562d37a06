"""A municipality's own Word template: what it can hold, and how its mistakes are reported."""

import importlib.util
import io
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

import kommunepolitik.blocks as b
from kommunepolitik.errors import FileError, RenderingError
from kommunepolitik.formats.docx import read_template, write_docx
from kommunepolitik.formats.docx_template import PARTS, TEXTS, our_template
from kommunepolitik.testing.specimen import HOSTILE, specimen, words
from tests.formats.word_files import letterhead, on_pages, text_of

ROOT = Path(__file__).parents[2]

Template = Callable[..., Path]


@pytest.fixture
def template(tmp_path: Path) -> Template:
    """A municipality's own template, made of paragraphs."""
    return partial(letterhead, tmp_path)


def lines(template: Path, report: b.Report | None = None) -> list[str]:
    """Return the paragraphs of a report in a template."""
    return [p.text for p in opened(template, report).paragraphs if p.text]


def opened(template: Path, report: b.Report | None = None) -> Document:
    """Write a report in a template, and open it."""
    return docx.Document(io.BytesIO(write_docx(report or specimen(), template)))


def test_the_smallest_template_is_one_word(template: Template) -> None:
    """It gets the whole report."""
    assert lines(template("{{ body }}"))[:5] == [
        *("Nybro Kommune", "Tekst", "Opgjort ved udgangen af 2025.", "Nybro Kommune findes ikke.", "Periode: 2024–2027")
    ]


def test_what_a_template_names_is_not_there_twice(template: Template) -> None:
    """Title, kicker, lead and contents are where it has put them; what is in its header does not count."""
    own = template("Om {{ title }}", "{{ lead }}", "{{ contents }}", "{{ body }}", header="{{ kicker }} {{ title }}")
    found = lines(own, specimen(words_of_policy="Trivsel"))
    assert found[:6] == [
        "Om Trivsel",
        "Opgjort ved udgangen af 2025.",
        "Indhold",
        "Overblik",
        "Spor for spor",
        "Trivsel",
    ]
    assert found[6:9] == ["Nybro Kommune", "Nybro Kommune findes ikke.", "Periode: 2024–2027"]
    assert found.count("Indhold") == 1


def test_a_municipality_has_its_own_letterhead(template: Template, tmp_path: Path) -> None:
    """Its header and words are there, and the report is set in its styles."""
    own = template("Brevhoved: {{ title }}", "{{ body }}", header="{{ municipality }}: {{ notice }}")
    content = write_docx(specimen(), own)
    document = docx.Document(io.BytesIO(content))
    assert document.sections[0].header.paragraphs[0].text == "Nybro Kommune: Nybro Kommune findes ikke."
    theirs = docx.Document(str(own)).styles["Heading 1"].element.xml
    assert document.styles["Heading 1"].element.xml == theirs
    assert {"Report Table", "Report Lead", "Report Gap"} <= {style.name for style in document.styles}
    text = " ".join(on_pages(content, tmp_path).pages[0].extract_text().split())
    assert text.startswith("Nybro Kommune: Nybro Kommune findes ikke. Brevhoved: Tekst")


def test_a_title_stays_with_its_table_whatever_the_style(template: Template) -> None:
    """The styles of many templates do not define it."""
    document = opened(template("{{ body }}"))
    titles = [p for p in document.paragraphs if p.style is not None and p.style.name == "Caption"]
    assert len(titles) == 3
    assert all(title.paragraph_format.keep_with_next for title in titles)


def test_the_same_template_gives_the_same_file(template: Template) -> None:
    """Also where it has no properties, which would be dated."""
    own = template("{{ body }}")
    assert write_docx(specimen(), own) == write_docx(specimen(), own)


def test_a_bare_template_gets_the_styles_it_lacks(tmp_path: Path) -> None:
    """A file with neither styles nor lists nor a size of its page works; bullets are bullets."""
    plain = tmp_path / "bare.docx"
    source = docx.Document()
    source.add_paragraph("{{ body }}")
    for style in list(source.styles.element.style_lst):
        if style.name_val.lower() not in ("normal", "default paragraph font"):
            source.styles.element.remove(style)
    part = source.part
    part.element.body.remove(part.element.body.sectPr)
    part.drop_rel(next(id for id, link in part.rels.items() if link.reltype.endswith("/numbering")))
    source.save(str(plain))
    document = opened(plain)
    numbers = {number.get(qn("w:val")) for number in document.styles["List Bullet"].element.iter(qn("w:numId"))}
    lists = {each.get(qn("w:numId")) for each in document.part.numbering_part.element.findall(qn("w:num"))}
    assert numbers
    assert numbers <= lists
    ids = {style.style_id for style in document.styles}
    based = {link.get(qn("w:val")) for link in document.styles.element.iter(qn("w:basedOn"), qn("w:next"))}
    assert based <= ids
    assert lines(plain).count("Opgjort ved udgangen af 2025.") == 1


def test_a_template_may_shorten_and_leave_out(template: Template) -> None:
    """Filters and conditions of Jinja work, on the page and in a header."""
    own = template(
        "{%p if kicker %}", "Af {{ kicker }}", "{%p endif %}", "{{ body }}", header="{{ title | truncate(9) }}"
    )
    assert lines(own)[0] == "Af Nybro Kommune"
    plain = attrs.evolve(specimen(words_of_policy="En meget lang titel"), kicker="")
    assert lines(own, plain)[0] == "En meget lang titel"
    assert opened(own, plain).sections[0].header.paragraphs[0].text == "En..."


@pytest.mark.parametrize("paragraph", ["{{p body }}", "{{body}}", "{{ body }} slut"])
def test_the_place_of_the_report_may_be_written_otherwise(template: Template, paragraph: str) -> None:
    """As docxtpl has it for paragraphs, without spaces, and with words beside it, which come after."""
    found = lines(template(paragraph))
    assert found[0] == "Nybro Kommune"
    assert (found[-1].strip() == "slut") == paragraph.endswith("slut")


def test_the_report_may_be_in_a_table(tmp_path: Path) -> None:
    """Many letterheads have a narrow column beside the text."""
    source = docx.Document()
    cells = source.add_table(1, 2).rows[0].cells
    cells[0].paragraphs[0].text, cells[1].paragraphs[0].text = "{{ body }}", "Rådhuset"
    source.save(str(tmp_path / "brev.docx"))
    content = write_docx(specimen(), tmp_path / "brev.docx")
    (values, beside) = docx.Document(io.BytesIO(content)).tables[0].rows[0].cells
    assert (values.paragraphs[0].text, beside.text) == ("Nybro Kommune", "Rådhuset")
    assert values._tc[-1].tag == qn("w:p")
    assert len(on_pages(content, tmp_path).pages) >= 1


def test_a_text_is_never_read_as_a_placeholder(template: Template) -> None:
    """Wherever a template puts it."""
    own = template("{{ title }}", "{{ kicker }}", "{{ body }}", header="{{ title }}")
    document = opened(own, attrs.evolve(specimen(words_of_policy=HOSTILE), kicker=HOSTILE))
    assert document.paragraphs[0].text == document.paragraphs[1].text == HOSTILE
    assert document.sections[0].header.paragraphs[0].text == HOSTILE
    assert "49" not in text_of(document)


def test_what_must_not_be_published_is_marked_whatever_the_template(template: Template) -> None:
    """BlockContext the beginning of the report."""
    report = attrs.evolve(specimen(), notices=(b.Notice("internal", words("INTERN UDGAVE")),))
    own = template("{{ title }}", "{{ kicker }}", "{{ lead }}", "{{ body }}")
    assert lines(own, report)[3] == "INTERN UDGAVE"


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("intet", r"brevpapir\.docx: the template has no place for the report; write {{ body }} in a paragraph"),
        ("{% if false %}{{ body }}{% endif %}", "the template has no place for the report"),
        ("{{ titel }}", r"brevpapir\.docx: {{ titel }}: there is no 'titel' here; did you mean 'title'\?"),
        ("{{ report.title }}", "there is no 'report' here; known: title, kicker, lead"),
        ("{{ boddy }} {{ kiker }}", r"'boddy' here; did you mean 'body'\?\n.*'kiker' here; did you mean 'kicker'\?"),
        ("{{ title.__class__ }} {{ body }}", "the template fails: access to attribute '__class__'"),
        ("{{ title.name }} {{ body }}", "the template fails: .*has no attribute 'name'"),
        ("{{ 1 / 0 }} {{ body }}", "the template fails: ZeroDivisionError"),
        ("{{ title | truncate(0) }} {{ body }}", "the template fails: AssertionError: expected length"),
        ("{{ range(999999999) }} {{ body }}", "the template fails: OverflowError: Range too big"),
        (f"{{{{ {'9' * 9000} }}}} {{{{ body }}}}", "too long a number"),
        ("{{ body() }}", "the template fails: TypeError"),
        (
            f"{'{% if title %}' * 150}{{{{ body }}}}{'{% endif %}' * 150}",
            "too deeply nested",
        ),
    ],
)
def test_a_broken_template_is_reported_with_its_placeholder(template: Template, paragraph: str, expected: str) -> None:
    """Which template, which placeholder, and the nearest right one."""
    with pytest.raises(RenderingError, match=expected):
        write_docx(specimen(), template(paragraph))


def test_all_mistakes_of_a_template_are_reported_once_with_their_places(template: Template) -> None:
    """Those of the header, too; before any page is made."""
    own = template("Til {{ titel }}", "{{ titel }}", "{{ bodi }}", header="{{ notise }}")
    with pytest.raises(RenderingError) as reported:
        read_template(own)
    assert [line.removeprefix(f"{own}: ") for line in reported.value.lines()] == [
        "{{ bodi }}: there is no 'bodi' here; did you mean 'body'?",
        "{{ titel }}: there is no 'titel' here; did you mean 'title'?",
        "{{ notise }}: there is no 'notise' here; did you mean 'notice'?",
    ]


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("{% for x in title %}", "Unexpected end of template"),
        ("{% if body %}{% endfor %}", "Encountered unknown tag 'endfor'"),
        ("{{ title | uper }}", "No filter named 'uper'"),
        ("{{ title. }}", "expected name or number"),
        ("{{ body", "unexpected"),
        ("{{ body contents }}", "expected token 'end of print statement', got 'contents'"),
    ],
)
def test_a_template_that_cannot_be_read_is_reported_with_its_placeholder(
    template: Template, paragraph: str, expected: str
) -> None:
    """And with the words of Jinja, which its documentation explains."""
    with pytest.raises(RenderingError) as reported:
        write_docx(specimen(), template(paragraph))
    (line,) = reported.value.lines()
    assert f"{paragraph[:8]}" in line
    assert ": the template cannot be read: " in line
    assert expected in line


@pytest.mark.parametrize("part", PARTS)
def test_the_report_cannot_be_in_a_margin(template: Template, part: str) -> None:
    """A header holds a line, and no report."""
    with pytest.raises(RenderingError, match="cannot be in a header, footer or note"):
        write_docx(specimen(), template("{{ body }}", header=f"{{{{ {part} }}}}"))


def changed(path: Path, part: str, content: bytes) -> Path:
    """Change a part of a Word document."""
    with zipfile.ZipFile(path) as source:
        values = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, old in {**values, part: content}.items():
            target.writestr(name, content if name == part else old)
    return path


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("word/document.xml", b"<w:document"),
        ("word/document.xml", b""),
        ("word/document.xml", b"<html/>"),
        ("word/styles.xml", b"<w:styles><w:style>"),
        ("word/header1.xml", b"\x00"),
        ("word/numbering.xml", b"not XML"),
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", b"<?"),
        ("word/document.xml", b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>]><x>&a;</x>"),
    ],
)
def test_a_malformed_template_is_reported(template: Template, part: str, content: bytes) -> None:
    """Whatever the packages make of it."""
    own = changed(template("{{ body }}", header="{{ title }}"), part, content)
    with pytest.raises(FileError, match=r"brevpapir\.docx: is not a Word document that can be read"):
        write_docx(specimen(), own)


def test_what_is_no_word_document_is_reported(tmp_path: Path) -> None:
    """A missing file, a folder, a text, nothing, half a file, a workbook, each in words."""
    (tmp_path / "text.docx").write_text("intet")
    (tmp_path / "empty.docx").write_bytes(b"")
    (tmp_path / "half.docx").write_bytes(our_template()[:2000])
    with zipfile.ZipFile(tmp_path / "other.docx", "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
    for name, expected in (
        ("none.docx", "there is no such file"),
        (".", "cannot be read"),
        ("text.docx", "is not a Word document"),
        ("empty.docx", "is not a Word document"),
        ("half.docx", "is not a Word document"),
        ("other.docx", "is not a Word document"),
    ):
        with pytest.raises(FileError, match=expected):
            write_docx(specimen(), tmp_path / name)


def test_a_template_that_is_huge_when_unpacked_is_refused(template: Template) -> None:
    """Before any of it is unpacked."""
    own = changed(template("{{ body }}"), "word/media/a.bin", bytes(101 * 2**20))
    assert own.stat().st_size < 2**20
    with pytest.raises(FileError, match="the file is 10.* bytes; at most 104857600 are read"):
        write_docx(specimen(), own)


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
    with zipfile.ZipFile(io.BytesIO(our_template())) as file:
        assert {name: file.read(name).decode() for name in file.namelist()} == maker().parts()


def test_every_placeholder_is_documented() -> None:
    """docs/howto/word-template.md names all that a template can name, and nothing else."""
    page = (ROOT / "docs" / "howto" / "word-template.md").read_text(encoding="utf-8").splitlines()
    reported = {line.split("`")[1].strip("{} ") for line in page if line.startswith("| `{{")}
    assert reported == {*TEXTS, *PARTS}


def test_every_style_of_ours_is_documented() -> None:
    """docs/howto/word-template.md names the styles that begin with Report."""
    page = " ".join((ROOT / "docs" / "howto" / "word-template.md").read_text(encoding="utf-8").split())
    styles = docx.Document(io.BytesIO(our_template())).styles
    assert [style.name for style in styles if "Report" in str(style.name) and f"*{style.name}*" not in page] == []
