"""How high a stretch of a Word document is, by a rough count, and how to make it smaller.

Only Word itself lays out its pages, so that letters are counted here, in the sizes of the document's styles.
"""

import math
from collections import ChainMap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from kommunepolitik.rendering.word_writer import format_of, made

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


TextStyle = Mapping[str, float]
"""What takes room, as Word writes it: `sz` in half points, `before` and `after` in twentieths of a point, and so on."""
_FIRST: Final[TextStyle] = {"sz": 20, "before": 0, "after": 0, "line": 240, "exact": 0, "close": 0}


class Room:
    """The room that paragraphs and tables take in the styles of a document."""

    def __init__(self, document: "Document") -> None:
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
    """Return what the properties directly in an element say of the room it takes."""
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
