"""Paragraphs of Word, with their runs, links and bookmarks.

Text is put in as text: whatever a policy says, none of it becomes a mark, a field or a placeholder. Needs the extra
`docx`; without it, importing this module raises `MissingExtra`.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

import attrs

import kommunepolitik.blocks as b
from kommunepolitik.errors import MissingExtra, Problem
from kommunepolitik.formats import charts
from kommunepolitik.formats.drawing import converter
from kommunepolitik.formats.html import Page, environment
from kommunepolitik.formats.hyphens import softened
from kommunepolitik.i18n import language

try:
    import docxtpl  # noqa: F401
    from docx.document import Document
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
except ImportError as error:
    raise MissingExtra(Problem(code="missing_extra", data={"package": "docxtpl", "extra": "docx"})) from error

TAGS: Final = {"da": "da-DK", "en": "en-GB"}
COLORS: Final = {
    "achieved": "1D6B34",
    "done": "1D6B34",
    "on_track": "0B5360",
    "off_track": "7A4B00",
    "missed": "A3211B",
}
"""Of the words of a status, as in `style.css`; its word and shape say the same."""
IN_TABLES: Final = ("Report Cell", "Report Dense")
_SIGNS: Final = {"\t": "tab", "\n": "br", "\N{SOFT HYPHEN}": "softHyphen"}
_SPARK: Final = 9 * 36_000
"""How wide a small line of figures is: 9 mm."""
_MARKS: Final = {"strong": "Strong", "aside": "Report Soft", "gap": "Report Missing", "tag": "Report Tag"}
_NO_XML: Final = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TIED: Final = re.compile("(?<=\\d)\N{NO-BREAK SPACE}(?=\\w{4})")
"""What ties a number to a long unit, with which it is too wide for a column."""
_ADDRESS: Final = re.compile(r"https://[^\s\"<>\[\]\\^`{|}]{1,2000}")


@attrs.frozen(kw_only=True)
class At:
    """Where a block is written: the document, and how deep and in which style."""

    report: b.Report
    document: Document
    styles: Mapping[str, str]
    """The id of each style by its name in lower case."""
    anchors: frozenset[str]
    numbers: Iterator[int]
    """No two pictures or bookmarks share one."""
    listed: Mapping[str, int]
    """The level of each section that is in the contents, by its id."""
    room: int
    """How wide the text is, in EMU."""
    level: int = 1
    heading: str = ""
    style: str = "Normal"
    right: bool = False
    """Whether lines end at the right."""
    bold: bool = False
    depth: int = 0
    """In how many lists this is."""


def paragraph(at: At, inlines: Sequence[b.Inline], style: str = "", place: str = "") -> Any:
    """Return a paragraph in a style, else that of where it is; `place` is the anchor that leads to it."""
    align = [made("jc", val="right")] if at.right else []
    look = made("pPr", made("pStyle", val=at.styles[(style or at.style).lower()]), *align)
    return placed(made("p", look, *_runs(inlines, at)), place, at)


def placed(paragraph: Any, place: str, at: At) -> Any:
    """Return a paragraph to which links to a place lead."""
    if place:
        number = str(next(at.numbers))
        paragraph.insert(1, made("bookmarkStart", id=number, name=_bookmark(place)))  # after its properties
        paragraph.append(made("bookmarkEnd", id=number))
    return paragraph


def _bookmark(place: str) -> str:
    """Return the name of a place: Word takes 40 letters, digits and underscores, and hides those that begin so."""
    return f"_Place_{sha256(place.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _runs(inlines: Iterable[b.Inline], at: At) -> Iterator[Any]:
    """Yield the parts of a line."""
    for inline in inlines:
        match inline:
            case b.Text(words, mark, code):
                yield _run(words, at, _MARKS.get(mark, ""), code)
            case b.Number(words):
                yield _run(words, at)
            case b.StatusMark():
                run = _run(f"{inline.shape}\N{NO-BREAK SPACE}{inline.words}".strip(), at, "Strong")
                if color := COLORS.get(inline.key):
                    run.rPr.insert_element_before(made("color", val=color), "w:lang")
                yield run
            case b.Spark() if charts.available():
                yield picture(at, _spark(inline, at), inline.words, _SPARK)
            case b.Spark(words=words):
                yield _run(words, at)
            case b.Link(words, str(address), code) if _ADDRESS.fullmatch(address):
                link = made("hyperlink", _run(words, at, "Hyperlink", code), history="1")
                kind = RELATIONSHIP_TYPE.HYPERLINK
                link.set(qn("r:id"), at.document.part.relate_to(address, kind, is_external=True))
                yield link
            case b.Link(words, b.Place(anchor) as place, code) if anchor in at.anchors and _is_here(place, at):
                yield made("hyperlink", _run(words, at, "Hyperlink", code), anchor=_bookmark(anchor), history="1")
            case b.Link(words, _, code):
                yield _run(words, at, "", code)


def _is_here(place: b.Place, at: At) -> bool:
    return attrs.evolve(place, anchor="") in (b.Place(), attrs.evolve(at.report.place, anchor=""))


def _run(words: str, at: At, style: str = "", code: str = "") -> Any:
    code = code or at.report.language
    look = made("rPr", *([made("rStyle", val=at.styles[style.lower()])] if style else []))
    look.extend([made("b")] if at.bold and style != "Report Soft" else [])
    look.append(made("lang", val=TAGS.get(code, code)))
    run = made("r", look)
    for piece in re.split("([\t\n\N{SOFT HYPHEN}])", clean(in_cell(words) if at.style in IN_TABLES else words)):
        if piece in _SIGNS:
            run.append(made(_SIGNS[piece]))
        elif piece:
            run.add_t(piece)
    return run


def _spark(spark: b.Spark, at: At) -> bytes:
    """Return a small line of figures as a picture: as on the web page."""
    words = language(at.report.language)
    page = Page(report=at.report, words=words, env=environment({}), addresses=None, anchors=at.anchors)
    svg = str(page.inlines((attrs.evolve(spark, words=""),))).replace(
        "<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1
    )
    return bytes(converter().svg_to_png(svg, scale=4))


def in_cell(words: str) -> str:
    """Return words with places to part them, where a column is too narrow for them."""
    return softened(_TIED.sub(" ", words))


def picture(at: At, png: bytes, words: str, width: int) -> Any:
    """Return a run that holds a picture, so wide in EMU and told in words."""
    number, drawn = str(next(at.numbers)), at.document.part.new_pic_inline(io.BytesIO(png), width=width)
    drawn.docPr.attrib.update({"id": number, "name": f"Picture {number}", "descr": clean(words)})
    drawn.attrib.update({"distL": "0", "distR": "0"})
    return made("r", made("drawing", drawn))


def field(code: str) -> list[Any]:
    """Return the runs of a field of Word's own: its begin, what is in it, and its end."""
    begin, end = (made("r", made("fldChar", fldCharType=kind)) for kind in ("begin", "end"))
    inside = made("instrText")
    inside.text = clean(code)
    return [begin, made("r", inside), end]


def clean(text: str) -> str:
    """Return a text without the characters that no XML file can hold."""
    return _NO_XML.sub("", text)


def together(elements: Iterable[Any]) -> None:
    """Keep paragraphs, and those of tables, on the page of what follows each of them."""
    for each in (paragraph for element in elements for paragraph in element.iter(tag("p"))):
        each.get_or_add_pPr().get_or_add_keepNext()


def made(name: str, /, *inside: Any, **attributes: str) -> Any:
    """Return an element of Word's own."""
    element = OxmlElement(f"w:{name}", {tag(key): value for key, value in attributes.items()})
    element.extend(inside)
    return element


def tag(name: str) -> str:
    """Return the full name of an element or attribute of Word's own."""
    return qn(f"w:{name}")
