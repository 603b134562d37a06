"""Excel workbooks (.xlsx): the sheet that holds the figures, its cells as a person sees them."""

import datetime as dt
import re
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple

import attrs

from kommunepolitik.errors import InvalidObservations, MissingExtra, Problem
from kommunepolitik.observations.tables import TITLE_ROWS, Fit, Place, RawTable, find_header, read_header
from kommunepolitik.observations.values import Notation, percent_cell

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_SHEETS: Final = ("observationer", "observations")
_FIGURES: Final = ("value", "value_high")
_PERIODS: Final = ("period", "published")

# Read from the sheet's own XML: openpyxl tells of merged cells only when it keeps the whole sheet in memory.
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="([0-9]+)"')
_FAR_CELL = re.compile(rb'\br="([A-Z]{3,})[0-9]+"')

_MAX_ROWS, _MAX_COLUMNS = 1_048_576, 16_384
"""As far as a sheet reaches in Excel; a small file may name a cell beyond."""
_MAX_CELLS: Final = 20_000_000
_MAX_BYTES: Final = 500_000_000
"""A sheet, unpacked, that is larger is not read."""

# What a number format says literally, and its colours, conditions and locales, are no format codes.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def read_excel(path: Path, place: Place) -> RawTable:
    """Read the sheet `observationer` or `observations`, else the first sheet with a header; needs the extra `excel`.

    Formulas count as the results stored with them, percent cells as the percentage they show, date cells as periods of
    what they show of the date. Empty rows and merged heading rows are passed over; a text merged over several rows
    counts for each.
    """
    try:
        import openpyxl  # noqa: F401
    except ImportError as error:
        data = {"package": "openpyxl", "extra": "excel"}
        raise MissingExtra(place.locate(Problem(code="missing_extra", data=data))) from error
    with path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of styles and validations it leaves out; no figure is
        try:
            sheet = _read_sheet(file, place)
        except InvalidObservations:
            raise
        except Exception as error:
            # A damaged workbook makes openpyxl raise whatever its parts raise: zip, XML, missing keys, bad numbers.
            detail = str(error) or type(error).__name__
            raise InvalidObservations(place.locate(Problem(code="not_a_workbook", data={"detail": detail}))) from error
    return _to_cells(sheet, attrs.evolve(place, sheet=sheet.name))


class _Sheet(NamedTuple):
    """A sheet taken out of its workbook."""

    name: str
    fit: Fit
    rows: Sequence[tuple[int, Sequence[Any]]]
    merged: Sequence[tuple[int, int, int, int]]
    """Ranges of merged cells: first column, first row, last column, last row; counted from 1."""
    formulas: Mapping[tuple[int, int], str]
    notices: Sequence[Problem]


def _read_sheet(file: BinaryIO, place: Place) -> _Sheet:
    from openpyxl.utils import range_boundaries

    book = _open(file, results=True)
    name, fit, others = _choose(book, place)
    xml = _xml_of(book, name, place)
    rows = list(_filled(book, name))
    formulas = {}
    if _FORMULA.search(xml):
        book = _open(file, results=False)
        cells = ((number, cell) for number, row in _filled(book, name) for cell in row)
        formulas = {(number, cell.column): str(cell.value) for number, cell in cells if cell.data_type == "f"}
    unread = Problem(code="sheet_not_read", data={"sheet": name})
    notices = [attrs.evolve(place, sheet=other).locate(unread) for other in others]
    merged: list[Any] = [range_boundaries(ref.decode()) for ref in dict.fromkeys(_MERGED.findall(xml))]
    return _Sheet(name, fit, rows, merged, formulas, notices)


def _xml_of(book: "Workbook", name: str, place: Place) -> bytes:
    """Return a sheet's own XML, if it is no larger than a table can be; openpyxl has no public way while streaming."""
    streamed: Any = book[name]
    archive, path = streamed.parent._archive, streamed._worksheet_path
    size = archive.getinfo(path).file_size
    xml: bytes = archive.read(path) if size <= _MAX_BYTES else b""
    last = max((int(number) for number in _ROW.findall(xml)), default=0)
    letters = max(_FAR_CELL.findall(xml), key=lambda found: (len(found), found), default=b"A")
    width = sum((letter - 64) * 26**power for power, letter in enumerate(reversed(letters)))
    if size > _MAX_BYTES or last > _MAX_ROWS or width > _MAX_COLUMNS or last * width > _MAX_CELLS:
        sheet = attrs.evolve(place, sheet=name)
        data = {"cell": f"{letters.decode()}{last}"}
        raise InvalidObservations(sheet.locate(Problem(code="sheet_too_large", data=data)))
    return xml


def _open(file: BinaryIO, *, results: bool) -> "Workbook":
    """Open a workbook to be streamed: with the results stored beside formulas, or with the formulas themselves."""
    from openpyxl import load_workbook

    file.seek(0)
    return load_workbook(file, read_only=True, data_only=results, keep_links=False)


def _choose(book: "Workbook", place: Place) -> tuple[str, Fit, list[str]]:
    """Return the sheet that holds the figures, which of its filled rows is the header, and the other sheets."""
    sheets = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    named = [name for name in sheets if name.strip().casefold() in _SHEETS]
    best: tuple[str, Fit] | None = None
    for name in named[:1] or sheets:
        _xml_of(book, name, place)
        fit = find_header([cell.value for cell in row] for _, row in islice(_filled(book, name), TITLE_ROWS))
        if best is None or fit[:2] > best[1][:2]:
            best = name, fit
        if fit.whole:
            break
    if best is None or best[1].known < 0:
        raise InvalidObservations(place.locate(Problem(code="empty_document")))
    return *best, [name for name in sheets if name != best[0]]


def _filled(book: "Workbook", name: str) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield the rows of a sheet that hold anything, each with its number."""
    sheet: Any = book[name]
    sheet.reset_dimensions()  # some programs write wrong ones, and openpyxl would read no further
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if any(cell.value is not None and str(cell.value).strip() for cell in row):
            yield number, row


def _to_cells(sheet: _Sheet, place: Place) -> RawTable:
    at, head = sheet.rows[sheet.fit.at]
    positions, problems = read_header([cell.value for cell in head], place, at)
    body = list(_without_headings(sheet, positions.values()))
    columns = {
        name: [_raw(sheet, number, row, position, name) for number, row in body] for name, position in positions.items()
    }
    rows = [number for number, _ in body]
    for name, position in positions.items():
        for left, top, right, bottom in sheet.merged:
            # One number over two rows is one figure, and nobody knows whose; a text counts for each of them.
            first, end = bisect_left(rows, top), bisect_right(rows, bottom)
            if name not in _FIGURES and left == position == right and rows[first : first + 1] == [top]:
                columns[name][first:end] = [columns[name][first]] * (end - first)
    texts = [cell for name in _FIGURES for cell in columns.get(name, ())]
    return RawTable(
        columns=columns,
        rows=rows,
        notation=Notation.of(texts),
        notices=sheet.notices,
        place=place,
        positions=positions,
        problems=problems,
    )


def _without_headings(sheet: _Sheet, positions: Collection[int]) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield the rows that say something in the table, but not those whose text is one range merged over columns."""
    body = sheet.rows[sheet.fit.at + 1 :]
    last = body[-1][0] if body else 0
    wide: dict[int, list[int]] = {}
    for left, top, right, bottom in sheet.merged:
        if sum(left <= position <= right for position in positions) > 1:
            for number in range(top, min(bottom, last) + 1):
                wide.setdefault(number, []).append(left)
    for number, cells in body:
        said = {n for n, cell in enumerate(cells, start=1) if cell.value is not None and n in positions}
        if said and not any(said <= {column} for column in wide.get(number, ())):
            yield number, cells


def _raw(sheet: _Sheet, number: int, row: Sequence[Any], position: int, name: str) -> Any:
    """Return a cell as it is read: what a person sees in it, or what is wrong with it."""
    if position > len(row):
        return None
    cell = row[position - 1]
    value = cell.value
    if value is None:
        formula = sheet.formulas.get((number, position))
        # A result that is an empty text has the type "str": the formula has run, and shows nothing.
        if formula is not None and cell.data_type != "str":
            return Problem(code="formula_without_value", data={"value": formula})
        return None
    if cell.data_type == "e":
        return Problem(code="error_cell", data={"value": value})
    if isinstance(value, dt.date) and name in _PERIODS:  # a datetime too
        return _shown_date(value, cell.number_format)
    if name in _FIGURES and type(value) in (int, float) and "%" in _LITERAL.sub("", cell.number_format):
        return percent_cell(value)
    return value


def _shown_date(date: dt.date, number_format: str) -> str:
    """Return of a date what its format shows: who types 2024-03 sees `mar-24`, and has written 1 March."""
    codes = _LITERAL.sub("", number_format).casefold()
    if "d" in codes or not ("y" in codes or "å" in codes):
        return date.strftime("%Y-%m-%d")
    return date.strftime("%Y-M%m") if "m" in codes else date.strftime("%Y")
