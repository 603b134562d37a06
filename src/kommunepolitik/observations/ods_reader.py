"""Open document spreadsheets (.ods), read from their XML: the library for workbooks drops percent formats and errors.

A cell has its value, and the text that the program showed for it; where the two differ, the text gives the scale.
"""

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO, Final
from xml.etree.ElementTree import Element, iterparse

import attrs

from kommunepolitik.documents.limits import MAX_CELLS, MAX_COLUMNS, MAX_FIGURES, MAX_MARKS_OF_ODS, MAX_MERGED, MAX_ROWS
from kommunepolitik.errors import Problem
from kommunepolitik.observations.grid import Grid, Merged, Place, Row, cell_name
from kommunepolitik.observations.number_format import DatePart, Shown, ShownDate
from kommunepolitik.observations.period_words import period_text
from kommunepolitik.observations.sheet_scan import check_name, check_parts, check_sheets, part_of

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALC: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_NUMBER: Final = re.compile(r"[-+\u2212]?[0-9][0-9.,\u00a0\u202f ']*(?:E[-+]?[0-9]+)?", re.ASCII | re.IGNORECASE)
_MAX_BLANKS: Final = 1_000
"""The most blanks of a cell that are written as a count."""
_POWERS: Final = (0, 2, -3, -6, -9)


def read_sheets(file: BinaryIO, place: Place) -> Iterator[Grid]:
    """Yield the visible sheets of an .ods workbook."""
    with zipfile.ZipFile(file) as archive:
        check_parts(archive, place, MAX_MARKS_OF_ODS, ["content.xml"])
        content = part_of(archive, "content.xml", place)
    hidden, names = set[str](), set[str]()
    sheet: _Sheet | None = None
    read, concealed = list[_Sheet](), list[str]()
    table: Element | None = None
    cells = 0
    for event, element in iterparse(BytesIO(content), ("start", "end")):
        if event == "start":
            if element.tag == f"{_TABLE}table":
                check_sheets(len(read) + len(concealed), place)
                table, sheet = element, _begun(element, sheet, names, place, cells)
                is_hidden = element.get(f"{_TABLE}style-name") in hidden
        elif element.tag == f"{_STYLE}style":
            shown = (each.get(f"{_TABLE}display") for each in element)
            hidden |= {element.get(f"{_STYLE}name", "")} if "false" in shown else set()
        elif sheet is not None and element.tag == f"{_TABLE}table-column":
            sheet.add_column(element)
        elif sheet is not None and element.tag == f"{_TABLE}table-row":
            sheet.add(element)
            element.clear()
            if table is not None and len(table) and table[-1] is element:
                table.remove(element)
        elif sheet is not None and element.tag == f"{_TABLE}table":
            if is_hidden:
                concealed.append(sheet.place.sheet or "")
            else:
                read.append(sheet)
            cells, sheet = sheet.cells, None
            element.clear()
    for each in read:
        columns = frozenset(each.hidden_columns)
        yield Grid(
            place=each.place, rows=each.rows, merged=each.merged, hidden_columns=columns, hidden_sheets=concealed
        )


def _begun(element: Element, outer: "_Sheet | None", names: set[str], place: Place, cells: int) -> "_Sheet":
    """Return a new sheet; raise for one in a cell of another, and for a second one of a name."""
    if outer is not None:
        outer.place.refuse("not_a_workbook", detail=f"table:table ({cell_name(outer.number, 1)})")
    if name := element.get(f"{_TABLE}name", ""):
        check_name(name, names, place)
        names.add(name)
    return _Sheet(attrs.evolve(place, sheet=name), cells=cells)


@attrs.define
class _Sheet:
    """A sheet being read: rows in order, repeated empty rows only counted."""

    place: Place
    number: int = 1
    rows: list[Row] = attrs.field(factory=list)
    merged: list[Merged] = attrs.field(factory=list)
    cells: int = 0
    """The cells so far, with those of the sheets before it."""
    column: int = 1
    hidden_columns: set[int] = attrs.field(factory=set)

    def add_column(self, element: Element) -> None:
        """Record hidden columns."""
        times = _count(element, "number-columns-repeated", MAX_COLUMNS)
        if element.get(f"{_TABLE}visibility") in ("collapse", "filter") and self.column <= MAX_COLUMNS:
            self.hidden_columns.update(range(self.column, min(self.column + times, MAX_COLUMNS + 1)))
        self.column += times

    def add(self, element: Element) -> None:
        """Add a row, as often as it is repeated."""
        repeated = _count(element, "number-rows-repeated", MAX_ROWS)
        cells: list[Any] = []
        column, trailing = 1, 0
        for each in element:
            if each.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            times = _count(each, "number-columns-repeated", MAX_COLUMNS)
            cell = None if each.tag.endswith("covered-table-cell") else _cell(each)
            if cell is None:
                trailing += times
            else:
                cells += [None] * trailing + [cell] * times
                trailing = 0
            self._merge(each, column)
            column += times
            if len(cells) > MAX_COLUMNS:
                self._refuse(self.number, len(cells))
        if cells:
            self.cells += repeated * max(len(cells), MAX_CELLS // MAX_FIGURES)  # a short row takes room too
            if self.cells > MAX_CELLS or self.number + repeated - 1 > MAX_ROWS:
                self._refuse(self.number + repeated - 1, len(cells))
            is_hidden = element.get(f"{_TABLE}visibility") in ("collapse", "filter")
            self.rows += [Row(self.number + n, cells, is_hidden) for n in range(repeated)]
        self.number += repeated

    def _merge(self, cell: Element, column: int) -> None:
        right = column + _count(cell, "number-columns-spanned", MAX_COLUMNS) - 1
        bottom = self.number + _count(cell, "number-rows-spanned", MAX_ROWS) - 1
        if (right, bottom) != (column, self.number):
            self.merged.append(Merged(column, self.number, right, bottom))
            if len(self.merged) > MAX_MERGED:
                self.place.refuse("too_many_merged", limit=MAX_MERGED)

    def _refuse(self, row: int, column: int) -> None:
        self.place.refuse("sheet_too_large", cell=cell_name(row, column))


def _count(element: Element, name: str, limit: int) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return min(int(text), 10 * limit) if text.isdigit() and len(text) < 12 else 10 * limit


def _cell(element: Element) -> Any:
    kind, shown = element.get(f"{_OFFICE}value-type"), _text_of(element)
    if element.get(f"{_CALC}value-type") == "error":
        return Problem(code="error_cell", data={"value": shown})
    if kind in ("float", "percentage", "currency"):
        value = float(element.get(f"{_OFFICE}value", "nan"))
        return value if element.find(f"{_TEXT}p") is None else _number(value, shown, kind)
    if kind == "date":
        return _date(element.get(f"{_OFFICE}date-value", ""), shown)
    if kind == "boolean":
        return element.get(f"{_OFFICE}boolean-value") == "true"
    if kind is None and element.get(f"{_TABLE}formula") is not None:
        return Problem(code="formula_without_value", data={"value": element.get(f"{_TABLE}formula")})
    shown = shown or element.get(f"{_OFFICE}string-value", "")
    return shown if shown.strip() else None


def _text_of(element: Element) -> str:
    """Return the paragraphs of a cell as lines."""
    lines, blanks = [], _MAX_BLANKS
    for paragraph in element.findall(f"{_TEXT}p"):
        parts = [paragraph.text or ""]
        for each in paragraph.iter():
            if each is paragraph:
                continue
            if each.tag == f"{_TEXT}s":
                written = each.get(f"{_TEXT}c", "1")
                count = min(int(written), blanks) if written.isdecimal() and len(written) < 9 else 1
                parts.append(" " * count)
                blanks -= count
            elif each.tag in (f"{_TEXT}line-break", f"{_TEXT}tab"):
                parts.append(" ")
            parts += [each.text or "", each.tail or ""]
        lines.append("".join(parts))
    return "\n".join(lines)


def _number(value: float, shown: str, kind: str) -> Any:
    """Return a number with the power of ten that makes it the number in its text, and the words there."""
    match = _NUMBER.search(shown)
    if match is None:
        nothing = not shown.strip(" -\u2212")
        return shown if not nothing else value if value == 0 else Problem(code="shows_nothing", data={"value": value})
    before, after = shown[: match.start()].strip(" ()-+$"), shown[match.end() :].strip(" ()")
    powers = (2,) if kind == "percentage" else _POWERS
    power = next((each for each in powers if _is_written(value * 10.0**each, match[0])), None)
    if power is None:  # its format shows something else, such as <5 for what is withheld
        return shown
    return Shown(value, power, before, after) if power or before or after else value


def _is_written(value: float, text: str) -> bool:
    """Return whether a text writes a value, rounded, in the Danish or the English way."""
    for mark, other in ((",", "."), (".", ",")):
        plain = re.sub(rf"[\s'{re.escape(other)}]", "", text.replace("\u2212", "-")).replace(mark, ".")
        try:
            number = float(plain)
        except ValueError:
            continue
        mantissa, _, exponent = plain.casefold().partition("e")
        step = 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
        if abs(abs(value) - abs(number)) <= 0.5 * step * (1 + 1e-9):
            return True
    return False


def _date(text: str, shown: str) -> Any:
    """Return a date with how much of it the text shows."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return shown or None
    if (read := period_text(shown)) != shown:
        return read
    numbers = re.findall(r"[0-9]+", shown)
    years = [f"{moment.year}"], [f"{moment.year % 100:02}"]
    day = f"{moment.day}" in {number.lstrip("0") for number in numbers} and len(numbers) + _has_letters(shown) > 2
    part: DatePart = "day" if day else "year" if numbers in years and not _has_letters(shown) else "month"
    value = moment.date() if moment.time() == dt.time() else moment
    return ShownDate(value, part)


def _has_letters(text: str) -> bool:
    return any(c.isalpha() for c in text)
