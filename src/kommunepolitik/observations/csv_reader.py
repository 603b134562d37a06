"""Reads CSV files as spreadsheets write them: semicolons, tabs or commas, with or without titles above the header."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import attrs

from kommunepolitik.documents.limits import MAX_CELLS, MAX_COLUMNS, MAX_FIGURES, MAX_SIZE_OF_FIGURES
from kommunepolitik.documents.paths import read_bytes
from kommunepolitik.documents.spreadsheet_text import without_mark
from kommunepolitik.errors import InvalidObservations, Problem
from kommunepolitik.observations.grid import Grid, Place, Row
from kommunepolitik.observations.headers import TITLE_ROWS, find_header

_LOOKED_AT: Final = 200_000
"""The characters at the beginning of a file by which its separator is found."""
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_SEPARATORS: Final = (";", "\t", ",")
_OPENS: Final = re.compile(r"[“”„»][^“”«]*")
_CLOSES: Final = re.compile(r"[^“”„»]*[“”«]")
"""A cell that opens with a typographic quotation mark and does not close it, and one that only closes it."""
_TYPOGRAPHIC: Final = re.compile("[“”„»«]")
_CP850: Final = re.compile(
    rb"[A-Za-z][\x91\x9b\x86\x92\x9d\x8f](?=[A-Za-z;\t,\r\n])|[;\t\n,][\x91\x9b\x86\x92\x9d\x8f][A-Za-z]"
)
"""The Danish letters of code page 850 in a word; in Windows-1252 they are quotation marks and other signs."""
_CP1252: Final = re.compile(rb"[\xe6\xf8\xe5\xc6\xd8\xc5]")


def read_csv(path: Path, place: Place) -> list[Grid]:
    """Read a CSV file in UTF-8, UTF-16 or Windows-1252.

    Raises:
        FileError: it cannot be read, or is too large.
        InvalidObservations: it is in another encoding, empty or too large, or a quotation mark is not closed.
    """
    text = _decode(read_bytes(path, MAX_SIZE_OF_FIGURES), place)
    separator = max(_SEPARATORS, key=lambda mark: _likeness(text[:_LOOKED_AT], mark))
    wrong: list[tuple[int | None, Problem]] = []
    rows: list[Row] = []
    count = 0
    for line, row in _read_lines(text, separator, wrong):
        if len(row) > MAX_COLUMNS:
            place.refuse("too_many_columns", line, limit=MAX_COLUMNS, separator=separator)
        cells = [_cell(cell) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            rows.append(Row(line, cells))
        if len(rows) > MAX_FIGURES:
            place.refuse("too_many_rows", line, limit=MAX_FIGURES)
        count += len(cells)
        if count > MAX_CELLS:
            place.refuse("too_many_cells", line, limit=MAX_CELLS)
    problems = [place.locate(problem, line) for line, problem in wrong]
    if not rows:
        raise InvalidObservations(*(problems or [place.locate(Problem(code="empty_document"))]))
    return [Grid(place=place, rows=rows, separator=separator, problems=problems)]


def _likeness(text: str, separator: str) -> tuple[bool, int, int, int]:
    """Return how much a text looks like a table with a separator: its header, else how many rows are equally wide.

    Of two headers the first counts: a second table below has a header with another separator, if it is another export.
    """
    filled = (row for _, row in _read_lines(text, separator, []) if any(map(str.strip, row)))
    rows = [*islice(filled, TITLE_ROWS)]
    fit = find_header(rows)
    (width, times) = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
    return fit.whole, -fit.at if fit.whole else 0, max(fit.known, 0), (width - 1) * times


def _cell(text: str) -> str | None:
    text = without_mark(text)
    return text if text.strip() else None


def _read_lines(
    text: str, separator: str, problems: list[tuple[int | None, Problem]]
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV text, each with its first line; add what is wrong to a list."""
    of_row: list[str] = []  # the lines of the row that is read

    def lines() -> Iterator[str]:
        for match in _LINE.finditer(text):
            of_row.append(match[0])
            yield match[0]

    reader = csv.reader(lines(), delimiter=separator)
    line, quoted = 0, _TYPOGRAPHIC.search(text) is not None
    try:
        for row in reader:
            first, line = line + 1, reader.line_num
            if line > first and _swallows("".join(of_row), separator, row):
                problems.append((first, Problem(code="unclosed_quote")))
                return
            of_row.clear()
            if quoted and _is_split(row):
                problems.append((first, Problem(code="smart_quote")))
            else:
                yield first, row
    except csv.Error as error:
        problems.append((line + 1, Problem(code="syntax", data={"detail": str(error)})))


def _is_split(row: Sequence[str]) -> bool:
    """Return whether typographic quotation marks are around a text that the separator has divided."""
    opened = next((at for at, cell in enumerate(row) if _OPENS.fullmatch(cell)), len(row))
    return any(map(_CLOSES.fullmatch, row[opened + 1 :]))


def _swallows(lines: str, separator: str, row: Sequence[str]) -> bool:
    """Return whether a row over several lines has an unclosed quotation mark, or a line that is itself a row."""
    try:
        list(csv.reader([lines], delimiter=separator, strict=True))
    except csv.Error:
        return True
    inner = (line for cell in row for line in cell.splitlines()[1:])
    return any(line.count(separator) >= max(len(row) - 1, 1) for line in inner)


def _decode(raw: bytes, place: Place) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # Excel's "Unicode text"
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        if _CP850.search(raw) and not _CP1252.search(raw):
            raise InvalidObservations(place.locate(Problem(code="code_page_850"))) from None
    try:
        return raw.decode("cp1252")  # what a Danish Excel writes as "CSV"
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InvalidObservations(attrs.evolve(place.locate(Problem(code="not_text")), line=line)) from None
