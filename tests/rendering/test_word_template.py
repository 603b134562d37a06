"""A municipality's own Word template: what it can hold, and how its slips are told."""

import importlib.util
import io
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from kommunepolitik.errors import FileError, RenderingError
from kommunepolitik.formats.word_template import NAMES
from kommunepolitik.rendering import word
from kommunepolitik.rendering.jobs import require
from kommunepolitik.rendering.word import word_bytes
from kommunepolitik.site import workers
from tests.rendering.paper import HOSTILE, report_with
from tests.rendering.word_files import letterhead, on_pages, text_of

ROOT = Path(__file__).parents[2]

Template = Callable[..., Path]


@pytest.fixture
def template(tmp_path: Path) -> Template:
    """A municipality's own template, made of paragraphs."""
    return partial(letterhead, tmp_path)


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
        (
            "{{ report.titel }}",
            r"brevpapir\.docx: {{ report\.titel }}: there is no 'titel' here; did you mean 'title'\?",
        ),
        ("{{ boddy }} {{ reprot }}", r"'boddy' here; did you mean 'body'\?\n.*'reprot' here; did you mean 'report'\?"),
        ("{% for x in %}", "brevpapir.docx: {% for x in %}: the template cannot be read: Expected an expression"),
        ("{{ report.title.__class__ }}", "the template fails: access to attribute '__class__'"),
        ("{{ 1 / 0 }} {{ report.title }}", "the template fails: ZeroDivisionError"),
        (
            "{% for i in range(9999) %}{% for j in range(9999) %}{% endfor %}{% endfor %}{{ body }}",
            "takes more time or memory",
        ),
    ],
)
def test_a_broken_template_is_told_with_its_placeholder(
    template: Template, paragraph: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which template, which placeholder, and the nearest right one."""
    monkeypatch.setattr(workers, "LIMITS", workers.Limits(seconds=0.5))
    with pytest.raises(RenderingError, match=says):
        word_bytes(report_with(1, "Andel"), template(paragraph))


def test_all_slips_of_a_template_are_told_once_with_their_places(template: Template) -> None:
    """Names, fields, those of a loop and of the header, and what cannot be read; before any page is made."""
    own = template(
        "Til {{ report.titel }}",
        "{{ case.nummer }}",
        "{% for tile in tiles %}{{ tile.word }}{% endfor %}",
        "{{p bodi }}",
        header="{{ words.pagee }}",
    )
    with pytest.raises(RenderingError) as told:
        require("docx", own)
    assert sorted(line.removeprefix(f"{own}: ") for line in told.value.lines()) == [
        "Til {{ report.titel }}: there is no 'titel' here; did you mean 'title'?",
        "{% for tile in tiles %}{{ tile.word }}{% endfor %}: there is no 'word' here; did you mean 'words'?",
        "{{ case.nummer }}: there is no 'nummer' here; did you mean 'number'?",
        "{{ words.pagee }}: there is no 'pagee' here; did you mean 'page'?",
        "{{p bodi }}: there is no 'bodi' here; did you mean 'body'?",
    ]


@pytest.mark.parametrize(
    ("paragraph", "says"),
    [
        ("{% for x in tiles %}", "Unexpected end of template"),
        ("{% if body %}{% endfor %}", "Encountered unknown tag 'endfor'"),
        ("{{ report.title | uper }}", "No filter named 'uper'"),
        ("{{ report. }}", "expected name or number"),
        ("{{ body", "unexpected"),
        ("{{ body contents }}", "expected token 'end of print statement', got 'contents'"),
    ],
)
def test_a_template_that_cannot_be_read_is_reported_with_its_paragraph(
    template: Template, paragraph: str, says: str
) -> None:
    """And with the words of Jinja, which its documentation explains."""
    with pytest.raises(RenderingError) as told:
        word_bytes(report_with(1, "Andel"), template(paragraph))
    (line,) = told.value.lines()
    assert f"{paragraph}: the template cannot be read: " in line
    assert says in line


def test_a_template_s_names_are_those_that_it_is_given() -> None:
    """What is told before any report is made is what every report has."""
    context = word._context(report_with(1, "Andel"))
    assert {name: tuple(fields(held)) for name, held in context.items()} == dict(NAMES)


def fields(held: Any) -> Any:
    """Return the fields of what a template can name, or of the entries of a list."""
    if isinstance(held, list):
        return held[0]
    return held if isinstance(held, dict) else ()


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
    with zipfile.ZipFile(io.BytesIO(word._default())) as file:
        assert {name: file.read(name).decode() for name in file.namelist()} == maker().parts()


def test_every_placeholder_is_documented() -> None:
    """docs/word-template.md names all that a template can name, and nothing else."""
    context = word._context(report_with(1, "Andel"))
    known = {name for name, value in context.items() if isinstance(value, str)}
    known |= {f"{name}.{field}" for name, held in context.items() if isinstance(held, dict) for field in held}
    known |= {f"{name[:-1]}.{field}" for name in ("tiles", "sections") for field in context[name][0]}
    lines = (ROOT / "docs" / "word-template.md").read_text(encoding="utf-8").splitlines()
    told = {line.split("`")[1].strip("{} ").removeprefix("p ") for line in lines if line.startswith("| `{{")}
    assert told == known
