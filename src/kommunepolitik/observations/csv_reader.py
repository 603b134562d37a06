"""CSV files as they come out of a spreadsheet: Danish or English, with or without titles above the header."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice, repeat
from pathlib import Path

from kommunepolitik.errors import InvalidObservations, Problem
from kommunepolitik.observations.tables import TITLE_ROWS, Fit, Place, RawTable, find_header, read_header
from kommunepolitik.observations.values import Notation

_SEPARATORS = (";", "\t", ",")
_WORDS = ("judgement", "source", "publisher", "note", "reported_by")
"""Columns in which a number of a few digits says nothing."""


def read_csv(path: Path, place: Place) -> RawTable:
    """Read a CSV file: UTF-8 or Windows-1252; semicolons, tabs or commas; Danish or English headers.

    Raises:
        InvalidObservations: the file is empty.
    """
    text = _decode(path)
    fits = {mark: _fit(text, mark) for mark in _SEPARATORS}
    separator = max(_SEPARATORS, key=lambda mark: fits[mark][:2])
    lines = _Lines(text, separator)
    at, head = next(islice(lines, max(fits[separator].at, 0), None), (0, []))
    if not head:
        problems = lines.problems or [(None, Problem(code="empty_document"))]
        raise InvalidObservations(*(place.locate(problem, line) for line, problem in problems))
    header = read_header(head, place, at)
    rows: list[int] = []
    broken: dict[int, Problem] = {}
    by_position: list[list[str]] = [[] for _ in head]
    for line, row in lines:
        if len(row) > len(head) and "".join(row[len(head) :]).strip():
            broken[len(rows)] = Problem(code="extra_cells", data={"found": len(row), "expected": len(head)})
        rows.append(line)
        for column, cell in zip(by_position, chain(row, repeat("")), strict=False):
            column.append(cell)
    columns = {name: by_position[position - 1] for name, position in header.positions.items()}
    if separator == ",":
        broken |= _swallowed_decimals(header.positions, by_position)
    figures = [*columns.get("value", ()), *columns.get("value_high", ())]
    return RawTable(
        columns=columns,
        rows=rows,
        notation=Notation.of(figures, separator),
        place=place,
        positions=header.positions,
        problems=[*header.problems, *(place.locate(problem, line) for line, problem in lines.problems)],
        broken=broken,
    )


def _swallowed_decimals(positions: Mapping[str, int], cells: Sequence[Sequence[str]]) -> Mapping[int, Problem]:
    """Return the rows of a file separated by commas in which the decimals of a value are in the next column.

    So they are, without quotes (`65,5`), if the next column is one of texts and holds nothing but a few digits.
    """
    next_to = positions.get("value", 0) + 1
    names = {position: name for name, position in positions.items()}
    if names.get(next_to) not in _WORDS:
        return {}
    said = {row: cell for row, cell in enumerate(cells[next_to - 1]) if cell.strip()}
    if not all(cell.isdigit() and len(cell) < 4 and cells[next_to - 2][row].isdigit() for row, cell in said.items()):
        return {}
    return {row: Problem(code="swallowed_decimals", data={"value": cell}) for row, cell in said.items()}


class _Lines:
    """The rows of a CSV text that hold anything, each with the line it begins in."""

    def __init__(self, text: str, separator: str) -> None:
        self._separator = separator
        self._lines = io.StringIO(text, newline="").readlines()
        self._reader = csv.reader(self._lines, delimiter=separator)
        self.problems: list[tuple[int | None, Problem]] = []
        self._rows = self._read()

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        return self._rows

    def _read(self) -> Iterator[tuple[int, list[str]]]:
        line = 0
        try:
            for row in self._reader:
                first, line = line + 1, self._reader.line_num
                if line > first and self._swallows(first, line, row):
                    self.problems.append((first, Problem(code="unclosed_quote")))
                    return
                if "".join(row).strip():
                    yield first, row
        except csv.Error as error:
            self.problems.append((line + 1, Problem(code="syntax", data={"detail": str(error)})))

    def _swallows(self, first: int, last: int, row: Sequence[str]) -> bool:
        """Return whether a row over several lines has a quotation mark that is not closed, or holds further rows.

        A note may have several lines; a line in it with as many separators as a row has is a row.
        """
        lines = "".join(self._lines[first - 1 : last])
        try:
            list(csv.reader([lines], delimiter=self._separator, strict=True))
        except csv.Error:
            return True
        inner = (line for cell in row for line in cell.splitlines()[1:])
        return any(line.count(self._separator) >= max(len(row) - 1, 1) for line in inner)


def _fit(text: str, separator: str) -> Fit:
    return find_header(row for _, row in islice(_Lines(text, separator), TITLE_ROWS))


def _decode(path: Path) -> str:
    raw = path.read_bytes()
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # Excel's "Unicode text"
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What a Danish Excel writes as "CSV"; every byte sequence that is not UTF-8 is read so.
        return raw.decode("cp1252", "replace")
