"""The parts of a Word document: paragraphs, lists, tables, pictures and a table of contents, in a template's styles.

Text is put in as text: whatever a policy says, none of it becomes a mark, a field or a placeholder. How high parts are
is a rough count of letters in the sizes of the document's styles: only Word itself lays out its pages.
"""

import io
import math
import re
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.oxml.text.paragraph import CT_P
from docx.shared import Emu, Pt
from docx.text.paragraph import Paragraph

TAGS: Final = {"da": "da-DK", "en": "en-GB"}

_NO_XML: Final = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CM: Final = 360_000
_PICTURE: Final = round(8.5 * _CM)
_TIED: Final = re.compile("\N{NO-BREAK SPACE}(?=\\w{4})")
"""What ties a number to a long unit, with which it is too wide for a narrow column."""

_EMU: Final = 12_700
_WIDE: Final = 0.5
"""How wide a letter is on the average, beside its size; a little more than in common fonts, since lines end early."""
_HIGH: Final = 1.17
"""How high a line of single spacing is, beside the size of its letters."""
_SMALLEST: Final = 6.5
_CELL: Final = (10.0, 6.0)
"""How much of a cell's width and height is not text, in points."""

_FIRST: Final[Mapping[str, float]] = {"sz": 20, "before": 0, "after": 0, "line": 240, "exact": 0, "close": 0}
"""What takes room, as Word writes it: `sz` in half points, `before` and `after` in twentieths of a point, and so on."""


@attrs.frozen
class Words:
    """A piece of text in a paragraph."""

    text: str
    bold: bool = False
    own: bool = False
    """Whether the policy itself says it; then it is Danish in every report."""


Line = str | Sequence[Words]


def clean(text: str) -> str:
    """Return a text without the characters that no XML file can hold.

    >>> clean("a\\x00b")
    'ab'
    """
    return _NO_XML.sub("", text)


def pieces(line: Line) -> Sequence[Words]:
    """Return what a line says, piece by piece."""
    return [Words(line)] if isinstance(line, str) else line


def bookmark(section: str) -> str:
    """Return the name of the place of a section's heading; Word takes those that begin so for its contents."""
    return f"_Toc_{section}"


class Writer:
    """Writes one stretch of a document; its `elements` then take the place of a placeholder."""

    def __init__(self, document: Document, code: str, numbers: Iterator[int], section: int = 0) -> None:
        """Write for a section of a document, in a language; no two pictures or places share one of `numbers`."""
        self.document = document
        self._styles = {str(style.name).lower(): style.style_id for style in document.styles}
        self._code = code
        self._numbers = numbers
        page = document.sections[min(section, len(document.sections) - 1)]
        beside = sum(int(edge or 0) for edge in (page.left_margin, page.right_margin, page.gutter))
        above = sum(int(edge or 0) for edge in (page.top_margin, page.bottom_margin))
        self.width = int(page.page_width or 21 * _CM) - beside
        self.height = int(page.page_height or 29.7 * _CM) - above
        """The room that text has on a page, in Word's units (EMU)."""
        self.elements: list[Any] = []

    def heading(self, line: Line, level: int, *, place: str = "", new_page: bool = False) -> None:
        """Write a heading of level 1 to 4; `place` is the bookmark that leads to it."""
        paragraph = self.paragraph(line, f"Heading {level}")
        if new_page:
            format_of(paragraph).page_break_before = True
        if place:
            number = str(next(self._numbers))
            start, end = made("w:bookmarkStart", id=number, name=place), made("w:bookmarkEnd", id=number)
            paragraph.insert(1, start)  # after its properties
            paragraph.append(end)

    def paragraph(self, line: Line, style: str = "Normal", *, with_next: bool = False) -> CT_P:
        """Write a paragraph, which may have to stay on the page of what comes next."""
        paragraph = self._made(line, style)
        if with_next:
            format_of(paragraph).keep_with_next = True
        self.elements.append(paragraph)
        return paragraph

    def table(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[Line]],
        *,
        title: str,
        widths: Sequence[float] = (),
        part: float = 1,
        style: str = "Report Cell",
        with_next: bool = False,
    ) -> None:
        """Write a table with a head that is repeated on each page; `title` is what a screen reader calls it.

        `widths` says how wide the columns are beside each other, and `part` how much of the page they take together. No
        row is broken by the end of a page, and a table that stays with what comes next is not parted either; `style` is
        that of the cells below the head.
        """
        shares = widths or [1] * len(head)
        whole = round(self.width * part)
        table = CT_Tbl.new_tbl(len(rows) + 1, len(head), Emu(whole))
        table.tblStyle_val = self._style("Report Table")
        table.tblPr.autofit = False
        table.tblPr.append(made("w:tblCaption", val=clean(title)))
        columns = [round(whole * share / sum(shares)) for share in shares]
        for column, width in zip(table.tblGrid.gridCol_lst, columns, strict=True):
            column.w = Emu(width)
        header: Sequence[Line] = [[Words(word, bold=True)] for word in head]
        for number, (row, lines) in enumerate(zip(table.tr_lst, [header, *rows], strict=True)):
            properties = row.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if number == 0:
                properties.append(OxmlElement("w:tblHeader"))
            for cell, line, width in zip(row.tc_lst, lines, columns, strict=True):
                cell.width = Emu(width)
                loose = [attrs.evolve(piece, text=_TIED.sub(" ", piece.text)) for piece in pieces(line)]
                said = self._made(loose, style if number else "Report Cell")
                cell.replace(cell.p_lst[0], said)
                if number == 0 or with_next:
                    format_of(said).keep_with_next = True
        self.elements.append(table)
        self.paragraph("", "Report Gap", with_next=with_next)  # two tables in a row would become one

    def picture(self, png: bytes, title: str, description: str) -> None:
        """Write a picture with its alternative text."""
        inline = self.document.part.new_pic_inline(io.BytesIO(png), width=Emu(min(_PICTURE, self.width)))
        properties, number = inline.docPr, str(next(self._numbers))
        properties.set("id", number)
        properties.set("name", f"{clean(title)[:60]} ({number})")
        properties.set("descr", clean(f"{title}. {description}"))
        paragraph = self.paragraph("", with_next=True)
        paragraph.add_r().add_drawing(inline)

    def contents(self, entries: Sequence[tuple[str, str]]) -> None:
        """Write a table of contents, of places and titles; Word brings it up to date, with pages, when it is opened."""
        paragraphs = [self.paragraph("", "toc 1") for _ in entries]
        first = paragraphs[0]
        first.add_r().append(made("w:fldChar", fldCharType="begin", dirty="true"))
        code = made("w:instrText")
        code.set(qn("xml:space"), "preserve")
        code.text = ' TOC \\o "1-1" \\h \\z \\u '
        first.add_r().append(code)
        first.add_r().append(made("w:fldChar", fldCharType="separate"))
        for paragraph, (place, title) in zip(paragraphs, entries, strict=True):
            link, run = made("w:hyperlink", anchor=place, history="1"), made("w:r")
            paragraph.append(link)
            link.append(run)
            run.text = clean(title)
        paragraphs[-1].add_r().append(made("w:fldChar", fldCharType="end"))

    def _style(self, name: str) -> str:
        return str(self._styles[name.lower()])

    def _made(self, line: Line, style: str) -> CT_P:
        paragraph: CT_P = OxmlElement("w:p")
        if style:
            paragraph.style = self._style(style)
        for words in pieces(line):
            if not words.text:
                continue
            run = paragraph.add_r()
            if words.bold:
                run.get_or_add_rPr().append(made("w:b"))
            if words.own and self._code != "da":
                run.get_or_add_rPr().append(made("w:lang", val=TAGS["da"]))
            run.text = clean(words.text)
        return paragraph


def format_of(paragraph: CT_P) -> Any:
    """Return the format of a paragraph, in a document or not."""
    return Paragraph(paragraph, None).paragraph_format  # type: ignore[arg-type]


def made(tag: str, **attributes: str) -> Any:
    """Return an element of Word's own with attributes."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


class Room:
    """The room that paragraphs and tables take in the styles of a document."""

    def __init__(self, document: Document) -> None:
        """Take the styles of a document, each by its id."""
        root = document.styles.element
        self._styles = {style.styleId: style for style in root.style_lst}
        defaults = [_own(each) for held in root.findall(qn("w:docDefaults")) for each in held]
        self._first = ChainMap(*map(dict, reversed(defaults)), dict(_FIRST))
        self._normal = next((s.styleId for s in root.style_lst if s.name_val and s.name_val.lower() == "normal"), "")

    def height(self, elements: Sequence[Any], width: int) -> float:
        """Return how high elements stand below each other, in a width, both in Word's units (EMU)."""
        return _EMU * sum(self._height(each, width / _EMU) for each in elements)

    def tighten(self, elements: Sequence[Any], factor: float) -> None:
        """Make letters and the space around paragraphs smaller by a factor; letters stay at least 6.5 points."""
        for paragraph in (each for element in elements for each in element.iter(qn("w:p"))):
            style = self._style(paragraph.style or self._normal)
            held = format_of(paragraph)
            held.space_before, held.space_after = Pt(style["before"] / 20 * factor), Pt(style["after"] / 20 * factor)
            held.line_spacing = 1.0
            size = Pt(max(_SMALLEST, round(style["sz"] * factor) / 2))
            for run in Paragraph(paragraph, None).runs:  # type: ignore[arg-type]
                run.font.size = size
            mark = made("w:rPr")  # of the paragraph's end and its bullet
            paragraph.get_or_add_pPr().append(mark)
            mark.append(made("w:sz", val=f"{2 * size.pt:.0f}"))

    def _height(self, element: Any, width: float) -> float:
        if element.tag == qn("w:tbl"):
            return sum(max(self._cell(cell) for cell in row.tc_lst) for row in element.tr_lst)
        if element.tag != qn("w:p"):
            return 0
        style = self._style(element.style or self._normal) | _own(element)
        sizes = [run.rPr.find(qn("w:sz")) for run in element.r_lst if run.rPr is not None]
        size = next((_number(each, "val") for each in sizes if each is not None), style["sz"]) / 2
        text = "".join("\n" if piece.tag == qn("w:br") else piece.text or "" for piece in element.iter(*_TEXT))
        rows = sum(max(1, math.ceil(len(line) * size * _WIDE / max(width, size))) for line in text.split("\n"))
        around = 0 if style["close"] else (style["before"] + style["after"]) / 20
        return around + rows * (style["line"] / 20 if style["exact"] else style["line"] / 240 * _HIGH * size)

    def _cell(self, cell: Any) -> float:
        inside = (cell.width or 0) / _EMU - _CELL[0]
        return _CELL[1] + sum(self._height(each, inside) for each in cell.p_lst)

    def _style(self, name: str) -> ChainMap[str, float]:
        """Return what a style takes, on top of those it is based on."""
        chain: list[Any] = []
        while (found := self._styles.get(name)) is not None and found not in chain:
            chain.append(found)
            base = found.find(qn("w:basedOn"))
            name = "" if base is None else base.get(qn("w:val"))
        return ChainMap(*map(_own, chain), *self._first.maps)


_TEXT: Final = (qn("w:t"), qn("w:br"))


def _own(element: Any) -> dict[str, float]:
    found: dict[str, float] = {}
    for size in element.findall(f"{qn('w:rPr')}/{qn('w:sz')}"):
        found["sz"] = _number(size, "val")
    if element.find(f"{qn('w:pPr')}/{qn('w:contextualSpacing')}") is not None:
        found["close"] = 1
    for space in element.findall(f"{qn('w:pPr')}/{qn('w:spacing')}"):
        found |= {name: _number(space, name) for name in ("before", "after", "line") if space.get(qn(f"w:{name}"))}
        if "line" in found:
            found["exact"] = space.get(qn("w:lineRule")) in ("exact", "atLeast")
    return found


def _number(element: Any, name: str) -> float:
    """Return a measure; one that is none, such as in a file made by another program, counts for nothing."""
    try:
        return float(element.get(qn(f"w:{name}")) or 0)
    except ValueError:
        return 0
