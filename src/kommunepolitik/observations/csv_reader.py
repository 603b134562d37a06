"""CSV files as they come out of a spreadsheet: Danish or English, with or without titles above the header."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice, repeat
from pathlib import Path

from kommunepolitik.errors import InvalidObservations, Problem
from kommunepolitik.observations.tables import TITLE_ROWS, Place, RawTable, find_header, read_header
from kommunepolitik.observations.values import Notation

_SEPARATORS = (";", "\t", ",")
_INERT = re.compile(r"''*[=+\-@\t\r]")
"""A text that was marked as no formula when it was written."""
_WORDS = ("judgement", "source", "publisher", "note", "reported_by")
"""Columns in which a number of a few digits says nothing."""


def read_csv(path: Path, place: Place) -> RawTable:
    """Read a CSV file: UTF-8 or Windows-1252; semicolons, tabs or commas; Danish or English headers."""
    text = _decode(path)
    fits = {
        mark: find_header(row for _, row in islice(_read_lines(text, mark, []), TITLE_ROWS)) for mark in _SEPARATORS
    }
    separator = max(_SEPARATORS, key=lambda mark: fits[mark][:2])
    wrong: list[tuple[int | None, Problem]] = []
    lines = _read_lines(text, separator, wrong)
    at, head = next(islice(lines, max(fits[separator].at, 0), None), (0, []))
    if not head:
        wrong = wrong or [(None, Problem(code="empty_document"))]
        raise InvalidObservations(*(place.locate(problem, line) for line, problem in wrong))
    positions, problems = read_header(head, place, at)
    rows: list[int] = []
    broken: dict[int, Problem] = {}
    by_position: list[list[str]] = [[] for _ in head]
    for line, row in lines:
        if "".join(row[len(head) :]).strip():
            broken[len(rows)] = Problem(code="extra_cells", data={"found": len(row), "expected": len(head)})
        rows.append(line)
        for column, cell in zip(by_position, chain(row, repeat("")), strict=False):
            column.append(cell[1:] if _INERT.match(cell) else cell)
    columns = {name: by_position[position - 1] for name, position in positions.items()}
    if separator == ",":
        broken |= _swallowed_decimals(positions, by_position)
    figures = [*columns.get("value", ()), *columns.get("value_high", ())]
    return RawTable(
        columns=columns,
        rows=rows,
        notation=Notation.of(figures, separator),
        place=place,
        positions=positions,
        problems=[*problems, *(place.locate(problem, line) for line, problem in wrong)],
        broken=broken,
    )


def _swallowed_decimals(positions: Mapping[str, int], cells: Sequence[Sequence[str]]) -> Mapping[int, Problem]:
    """Return the rows of a comma file where a next column of texts holds nothing but the decimals of values (65,5)."""
    next_to = positions.get("value", 0) + 1
    names = {position: name for name, position in positions.items()}
    if names.get(next_to) not in _WORDS:
        return {}
    said = {row: cell for row, cell in enumerate(cells[next_to - 1]) if cell.strip()}
    if not all(cell.isdigit() and len(cell) < 4 and cells[next_to - 2][row].isdigit() for row, cell in said.items()):
        return {}
    return {row: Problem(code="swallowed_decimals", data={"value": cell}) for row, cell in said.items()}


def _read_lines(
    text: str, separator: str, problems: list[tuple[int | None, Problem]]
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV text that hold anything, each with the line it begins in; add what is wrong to a list."""
    lines = io.StringIO(text, newline="").readlines()
    reader = csv.reader(lines, delimiter=separator)
    line = 0
    try:
        for row in reader:
            first, line = line + 1, reader.line_num
            if line > first and _swallows("".join(lines[first - 1 : line]), separator, row):
                problems.append((first, Problem(code="unclosed_quote")))
                return
            if "".join(row).strip():
                yield first, row
    except csv.Error as error:
        problems.append((line + 1, Problem(code="syntax", data={"detail": str(error)})))


def _swallows(lines: str, separator: str, row: Sequence[str]) -> bool:
    """Return whether a row over several lines has an unclosed quotation mark, or a line that is itself a row."""
    try:
        list(csv.reader([lines], delimiter=separator, strict=True))
    except csv.Error:
        return True
    inner = (line for cell in row for line in cell.splitlines()[1:])
    return any(line.count(separator) >= max(len(row) - 1, 1) for line in inner)


def _decode(path: Path) -> str:
    raw = path.read_bytes()
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # Excel's "Unicode text"
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What a Danish Excel writes as "CSV"; every byte sequence that is not UTF-8 is read so.
        return raw.decode("cp1252", "replace")
