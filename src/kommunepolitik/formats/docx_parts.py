"""Paragraphs of Word, with their runs, links and bookmarks.

Text is inserted as text: nothing in a policy becomes a mark, a field or a placeholder. Needs the extra
`docx`; without it, importing this module raises `MissingExtra`.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

import attrs

import kommunepolitik.blocks as b
from kommunepolitik.errors import MissingExtra
from kommunepolitik.errors.system import missing_extra
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
    raise MissingExtra(missing_extra("docxtpl", "docx")) from error

TAGS: Final = {"da": "da-DK", "en": "en-GB"}
COLORS: Final = {
    "achieved": "1D6B34",
    "done": "1D6B34",
    "on_track": "0B5360",
    "off_track": "7A4B00",
    "missed": "A3211B",
}
"""The colours of statuses, as in `style.css`; their words and shapes mean the same."""
IN_TABLES: Final = ("Report Cell", "Report Dense")
_SIGNS: Final = {"\t": "tab", "\n": "br", "\N{SOFT HYPHEN}": "softHyphen"}
_SPARK: Final = 9 * 36_000
"""The width of a sparkline: 9 mm."""
_MARKS: Final = {"strong": "Strong", "aside": "Report Soft", "gap": "Report Missing", "tag": "Report Tag"}
_NO_XML: Final = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TIED: Final = re.compile("(?<=\\d)\N{NO-BREAK SPACE}(?=\\w{4})")
"""A no-break space between a number and a unit that is too long for a column."""
_ADDRESS: Final = re.compile(r"https://[^\s\"<>\[\]\\^`{|}]{1,2000}")


@attrs.frozen(kw_only=True)
class BlockContext:
    """The context in which a block is written: the document, the depth and the style."""

    report: b.Report
    document: Document
    styles: Mapping[str, str]
    """The id of each style by its name in lower case."""
    anchors: frozenset[str]
    numbers: Iterator[int]
    """Unique numbers for pictures and bookmarks."""
    listed: Mapping[str, int]
    """The level of each section that is in the contents, by its id."""
    room: int
    """The width of the text, in EMU."""
    level: int = 1
    heading: str = ""
    style: str = "Normal"
    right: bool = False
    """Whether lines are aligned to the right."""
    bold: bool = False
    depth: int = 0
    """The number of lists around the block."""


def paragraph(at: BlockContext, inlines: Sequence[b.Inline], style: str = "", place: str = "") -> Any:
    """Return a paragraph in a style, else that of the context; `place` is the anchor that leads to it."""
    align = [word_element("jc", val="right")] if at.right else []
    look = word_element("pPr", word_element("pStyle", val=at.styles[(style or at.style).lower()]), *align)
    return placed(word_element("p", look, *_runs(inlines, at)), place, at)


def placed(paragraph: Any, place: str, at: BlockContext) -> Any:
    """Return a paragraph as the target of links to a place."""
    if place:
        number = str(next(at.numbers))
        paragraph.insert(1, word_element("bookmarkStart", id=number, name=_bookmark(place)))  # after its properties
        paragraph.append(word_element("bookmarkEnd", id=number))
    return paragraph


def _bookmark(place: str) -> str:
    """Return the bookmark of a place: Word allows 40 letters, digits and underscores; a leading one hides it."""
    return f"_Place_{sha256(place.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _runs(inlines: Iterable[b.Inline], at: BlockContext) -> Iterator[Any]:
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
                    run.rPr.insert_element_before(word_element("color", val=color), "w:lang")
                yield run
            case b.Spark() if charts.available():
                yield picture(at, _spark(inline, at), inline.words, _SPARK)
            case b.Spark(words=words):
                yield _run(words, at)
            case b.Link(words, str(address), code) if _ADDRESS.fullmatch(address):
                link = word_element("hyperlink", _run(words, at, "Hyperlink", code), history="1")
                kind = RELATIONSHIP_TYPE.HYPERLINK
                link.set(qn("r:id"), at.document.part.relate_to(address, kind, is_external=True))
                yield link
            case b.Link(words, b.Place(anchor) as place, code) if anchor in at.anchors and _is_here(place, at):
                yield word_element(
                    "hyperlink", _run(words, at, "Hyperlink", code), anchor=_bookmark(anchor), history="1"
                )
            case b.Link(words, _, code):
                yield _run(words, at, "", code)


def _is_here(place: b.Place, at: BlockContext) -> bool:
    return attrs.evolve(place, anchor="") in (b.Place(), attrs.evolve(at.report.place, anchor=""))


def _run(words: str, at: BlockContext, style: str = "", code: str = "") -> Any:
    code = code or at.report.language
    look = word_element("rPr", *([word_element("rStyle", val=at.styles[style.lower()])] if style else []))
    look.extend([word_element("b")] if at.bold and style != "Report Soft" else [])
    look.append(word_element("lang", val=TAGS.get(code, code)))
    run = word_element("r", look)
    for piece in re.split("([\t\n\N{SOFT HYPHEN}])", clean(in_cell(words) if at.style in IN_TABLES else words)):
        if piece in _SIGNS:
            run.append(word_element(_SIGNS[piece]))
        elif piece:
            run.add_t(piece)
    return run


def _spark(spark: b.Spark, at: BlockContext) -> bytes:
    """Return a sparkline as a picture, as on the web page."""
    words = language(at.report.language)
    page = Page(report=at.report, words=words, env=environment({}), addresses=None, anchors=at.anchors)
    svg = str(page.inlines((attrs.evolve(spark, words=""),))).replace(
        "<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1
    )
    return bytes(converter().svg_to_png(svg, scale=4))


def in_cell(words: str) -> str:
    """Return words with places to break them, where a column is too narrow."""
    return softened(_TIED.sub(" ", words))


def picture(at: BlockContext, png: bytes, words: str, width: int) -> Any:
    """Return a run with a picture of a width in EMU, described in words."""
    number, drawn = str(next(at.numbers)), at.document.part.new_pic_inline(io.BytesIO(png), width=width)
    drawn.docPr.attrib.update({"id": number, "name": f"Picture {number}", "descr": clean(words)})
    drawn.attrib.update({"distL": "0", "distR": "0"})
    return word_element("r", word_element("drawing", drawn))


def field(code: str) -> list[Any]:
    """Return the runs of a Word field: its begin, its content and its end."""
    begin, end = (word_element("r", word_element("fldChar", fldCharType=kind)) for kind in ("begin", "end"))
    inside = word_element("instrText")
    inside.text = clean(code)
    return [begin, word_element("r", inside), end]


def clean(text: str) -> str:
    """Return a text without the characters that XML does not allow."""
    return _NO_XML.sub("", text)


def together(elements: Iterable[Any]) -> None:
    """Keep paragraphs, including those of tables, on the page of what follows each of them."""
    for each in (paragraph for element in elements for paragraph in element.iter(tag("p"))):
        each.get_or_add_pPr().get_or_add_keepNext()


def word_element(name: str, /, *inside: Any, **attributes: str) -> Any:
    """Return an element in Word's namespace."""
    element = OxmlElement(f"w:{name}", {tag(key): value for key, value in attributes.items()})
    element.extend(inside)
    return element


def tag(name: str) -> str:
    """Return the full name of an element or attribute in Word's namespace."""
    return qn(f"w:{name}")
