"""How high a stretch of a Word document is, by a rough count, and how to make it smaller.

Only Word itself lays out its pages, so that letters are counted here, in the sizes of the document's styles.
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from docx.text.paragraph import Paragraph

if TYPE_CHECKING:
    from docx.document import Document

_EMU: Final = 12_700
"""Word's units of a point."""
_WIDE: Final = 0.5
"""How wide a letter is on the average, beside its size; a little more than in common fonts, since lines end early."""
_HIGH: Final = 1.17
"""How high a line of single spacing is, beside the size of its letters."""
_SMALLEST: Final = 6.5
_CELL: Final = (10.0, 6.0)
"""How much of a cell's width and height is not text, in points."""


@attrs.frozen(kw_only=True)
class _Look:
    """What of a style takes room, in points; `line` is the height of a line, in single lines or exactly."""

    size: float = 10
    before: float = 0
    after: float = 0
    line: float = 1
    exact: float = 0
    close: bool = False
    """Whether paragraphs of the style stand close below each other, such as those of a list."""


class Room:
    """The room that paragraphs and tables take in the styles of a document."""

    def __init__(self, document: "Document") -> None:
        """Take the styles of a document, each by its id."""
        root = document.styles.element
        self._styles = {style.styleId: style for style in root.style_lst}
        self._first = _Look()
        for defaults in root.findall(qn("w:docDefaults")):
            for each in defaults:
                self._first = _changed(self._first, each)
        self._normal = next((s.styleId for s in root.style_lst if s.name_val and s.name_val.lower() == "normal"), "")

    def height(self, elements: Sequence[Any], width: int) -> float:
        """Return how high elements stand below each other, in a width, both in Word's units (EMU)."""
        return _EMU * sum(self._height(each, width / _EMU) for each in elements)

    def tighten(self, elements: Sequence[Any], factor: float) -> None:
        """Make letters and the space around paragraphs smaller by a factor; letters stay at least 6.5 points."""
        for paragraph in (each for element in elements for each in element.iter(qn("w:p"))):
            look = self._look(paragraph.style or self._normal)
            held = Paragraph(paragraph, None).paragraph_format  # type: ignore[arg-type]
            held.space_before, held.space_after = Pt(look.before * factor), Pt(look.after * factor)
            held.line_spacing = 1.0
            size = Pt(max(_SMALLEST, round(2 * look.size * factor) / 2))
            for run in Paragraph(paragraph, None).runs:  # type: ignore[arg-type]
                run.font.size = size
            mark = OxmlElement("w:rPr")  # of the paragraph's end and its bullet
            paragraph.get_or_add_pPr().append(mark)
            mark.append(_sized(size))

    def _height(self, element: Any, width: float) -> float:
        if element.tag == qn("w:tbl"):
            return sum(max(self._cell(cell) for cell in row.tc_lst) for row in element.tr_lst)
        if element.tag != qn("w:p"):
            return 0
        look = self._look(element.style or self._normal)
        look = look if element.pPr is None else _changed(look, element)
        sizes = [run.rPr.find(qn("w:sz")) for run in element.r_lst if run.rPr is not None]
        size = next((_number(each, "val") / 2 for each in sizes if each is not None), look.size)
        text = "".join("\n" if piece.tag == qn("w:br") else piece.text or "" for piece in element.iter(*_TEXT))
        rows = sum(max(1, math.ceil(len(line) * size * _WIDE / max(width, size))) for line in text.split("\n"))
        around = 0 if look.close else look.before + look.after
        return around + rows * (look.exact or look.line * _HIGH * size)

    def _cell(self, cell: Any) -> float:
        inside = (cell.width or 0) / _EMU - _CELL[0]
        return _CELL[1] + sum(self._height(each, inside) for each in cell.p_lst)

    def _look(self, style: str) -> _Look:
        """Return what a style takes, on top of those it rests on."""
        chain: list[Any] = []
        while (found := self._styles.get(style)) is not None and found not in chain:
            chain.append(found)
            base = found.find(qn("w:basedOn"))
            style = "" if base is None else base.get(qn("w:val"))
        look = self._first
        for each in reversed(chain):
            look = _changed(look, each)
        return look


_TEXT: Final = (qn("w:t"), qn("w:br"))


def _changed(look: _Look, element: Any) -> _Look:
    """Return a look with what the properties directly in an element say of it."""
    for size in element.findall(f"{qn('w:rPr')}/{qn('w:sz')}"):
        look = attrs.evolve(look, size=_number(size, "val") / 2)
    if element.find(f"{qn('w:pPr')}/{qn('w:contextualSpacing')}") is not None:
        look = attrs.evolve(look, close=True)
    for space in element.findall(f"{qn('w:pPr')}/{qn('w:spacing')}"):
        if space.get(qn("w:before")) is not None:
            look = attrs.evolve(look, before=_number(space, "before") / 20)
        if space.get(qn("w:after")) is not None:
            look = attrs.evolve(look, after=_number(space, "after") / 20)
        if space.get(qn("w:line")) is not None:
            exact = space.get(qn("w:lineRule")) in ("exact", "atLeast")
            line = _number(space, "line")
            look = attrs.evolve(look, exact=line / 20) if exact else attrs.evolve(look, line=line / 240, exact=0.0)
    return look


def _sized(size: Length) -> Any:
    element = OxmlElement("w:sz")
    element.set(qn("w:val"), f"{2 * size.pt:.0f}")
    return element


def _number(element: Any, name: str) -> float:
    """Return a measure; one that is none, such as in a file made by another program, counts for nothing."""
    try:
        return float(element.get(qn(f"w:{name}")) or 0)
    except ValueError:
        return 0
