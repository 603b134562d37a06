"""The sections of a report, from the elements of its HTML page to parts of a Word document.

What a reader of the page sees is what the document says; only charts are pictures here, and links are plain text.
"""

# mypy: ignore-errors

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import attrs
import lxml.html

from kommunepolitik.formats.word_writer import Room, Words, Writer
from kommunepolitik.rendering.old_chart_data import Chart
from kommunepolitik.rendering.old_charts import picture
from kommunepolitik.rendering.report import ReportView, render_report

_STYLES: Final = {"lead": "Report Lead", "gap": "Report Hole"}
_SMALL: Final = frozenset({"aside", "foot", "cite", "print-only"})
_HEADINGS: Final = {"h3": 2, "h4": 3}
_TOGETHER: Final = 4
"""A table of so many rows stays on one page, with its heading and its picture."""
_COLUMNS: Final = 5
_WIDTH: Final = 16.5 * 360_000
"""How wide the page must be for a table of more columns, in Word's units; where it is not, its letters are smaller."""
_ACROSS: Final = 6
"""So many figures of a chart are in a row beside each other; more are below each other."""


class Sections:
    """The sections of a report as HTML elements, by the name of their template."""

    def __init__(self, report: ReportView) -> None:
        self.report = report
        page = lxml.html.document_fromstring(render_report(report, "html"))
        self._found = {str(each.get("id")): each for each in page.iter("section")}
        pictures = (each for _id, _title, parts in report.groups for part in parts for each in part.pictures)
        self._charts = {each.drawing.id: each.drawing for each in pictures if each.drawing is not None}

    def write(self, writer: Writer, section: str) -> None:
        """Write what a section says, without its heading."""
        _Walk(writer, self._charts).blocks(self._found[f"section_{section}"])


@attrs.frozen
class _Walk:
    writer: Writer
    charts: "dict[str, Chart]"

    def blocks(self, holder: Any, style: str = "") -> None:
        """Write the blocks in an element; `style` is for its paragraphs."""
        for element in holder:
            self._block(element, style)

    def _block(self, element: Any, style: str) -> None:
        tag, kinds = element.tag, set((element.get("class") or "").split())
        if element.get("aria-hidden") == "true" or tag == "h2":
            return
        if tag in _HEADINGS:
            self.writer.heading(_line(element), _HEADINGS[tag])
        elif tag == "p":
            self._paragraph(element, kinds, style)
        elif "tiles" in kinds:
            self._tiles(element)
        elif tag in ("ul", "ol"):
            self._list(element, "List Number" if tag == "ol" else "List Bullet")
        elif tag == "table":
            self._table(element)
        elif tag == "figure":
            self._figure(element)
        else:
            self.blocks(element, "Report Account" if "account" in kinds else style)

    def _paragraph(self, element: Any, kinds: set[str], style: str) -> None:
        named = next((_STYLES[kind] for kind in kinds if kind in _STYLES), "Report Note" if kinds & _SMALL else style)
        self.writer.paragraph(_line(element), named or "Normal", with_next=_introduces(element, kinds))

    def _list(self, element: Any, style: str) -> None:
        for item in element:
            self.writer.paragraph(_line(item), style)
            for inner in item.iterchildren("ul", "ol"):
                self._list(inner, style)

    def _tiles(self, element: Any) -> None:
        tiles = [(tile.find("strong"), (tile.find("strong").tail or "").strip()) for tile in element]
        counts = ["".join(strong.itertext()).split() for strong, _ in tiles]
        head = [f"{shape} {words}" for (shape, _), (_, words) in zip(counts, tiles, strict=True)]
        self.writer.table(head, [[count for _, count in counts]], title=" · ".join(head), style="Report Count")

    def _table(self, table: Any) -> None:
        title = _plain(_line(table.find("caption")))
        begin, (head, *rows) = len(self.writer.elements), _rows(table)
        self._written(head, rows, title=title, with_next=len(rows) <= _TOGETHER)
        if len(head) > _COLUMNS and (narrow := self.writer.width / _WIDTH) < 1:
            Room(self.writer.document).tighten(self.writer.elements[begin:], narrow)

    def _figure(self, element: Any) -> None:
        svg = element.find("svg")
        chart = self.charts[svg.find("title").get("id").removesuffix("_title")]
        self.writer.picture(picture(chart), chart.title, chart.description)
        table = element.find("table")
        caption = _line(table.find("caption"))
        self.writer.paragraph(caption, "Caption", with_next=True)
        rows = _rows(table)
        part = 0.5 if len(rows[0]) == 2 else 0.8
        if len(rows) <= _ACROSS + 1:
            rows, part = list(zip(*rows, strict=True)), 1
        head, *others = rows
        lines = [[[attrs.evolve(piece, bold=True) for piece in name], *cells] for name, *cells in others]
        self._written(head, lines, title=f"{chart.title}: {_plain(caption)}", part=part)

    def _written(
        self, head: Sequence[Sequence[Words]], rows: Sequence[Sequence[Sequence[Words]]], **options: Any
    ) -> None:
        widths = [_width(column) for column in zip(head, *rows, strict=True)]
        self.writer.table([_plain(cell) for cell in head], rows, widths=widths, **options)


def _rows(table: Any) -> list[Sequence[list[Words]]]:
    return [[_line(cell) for cell in row] for row in table.iter("tr")]


def _introduces(paragraph: Any, kinds: set[str]) -> bool:
    """Return whether a paragraph must stay on the page of what follows it."""
    following, holder = paragraph.getnext(), paragraph.getparent()
    if holder.get("class") == "account":
        return following is not None or getattr(holder.getnext(), "tag", "") == "table"
    return following is not None and (following.tag in ("table", "ul", "ol", "figure") or "aside" in kinds)


def _width(column: Iterable[Sequence[Words]]) -> float:
    """Return how wide a column is beside others: by its longest text, within bounds."""
    longest = max(len(_plain(cell)) for cell in column)
    return math.sqrt(min(max(longest, 12), 40))


def _line(element: Any) -> list[Words]:
    """Return the text of an element in pieces, without blocks in it other than line breaks and lists of names."""
    pieces = list(_pieces(element, bold=element.tag == "th", own=element.get("lang") == "da"))
    merged: list[Words] = []
    for piece in pieces:
        text = piece.text if not merged or not merged[-1].text.endswith((" ", "\n")) else piece.text.lstrip(" ")
        if text:
            merged.append(attrs.evolve(piece, text=text))
    if merged:
        merged[0] = attrs.evolve(merged[0], text=merged[0].text.lstrip())
        merged[-1] = attrs.evolve(merged[-1], text=merged[-1].text.rstrip())
    return [piece for piece in merged if piece.text]


def _pieces(element: Any, *, bold: bool, own: bool) -> Iterator[Words]:
    yield _words(element.text, bold, own)
    for inner in element:
        kinds = (inner.get("class") or "").split()
        if "colour-note" in kinds:  # there are no colours in Word
            pass
        elif inner.tag == "br":
            yield Words("\n")
        elif inner.tag == "li":
            yield from _pieces(inner, bold=bold, own=own or inner.get("lang") == "da")
            yield Words("\n" if inner.getnext() is not None else "")
        elif inner.tag not in ("ul", "ol", "svg") or element.tag == "td":
            strong = (bold and "aside" not in kinds) or inner.tag in ("b", "strong") or "status" in kinds
            yield from _pieces(inner, bold=strong, own=own or inner.get("lang") == "da")
            if "tag" in kinds and element.tag in _HEADINGS:
                yield Words(":")
        yield _words(inner.tail, bold, own)


def _words(text: str | None, bold: bool, own: bool) -> Words:
    return Words(re.sub(r"[ \t\n\r]+", " ", text or ""), bold=bold, own=own)


def _plain(line: Iterable[Words]) -> str:
    return "".join(piece.text for piece in line)
