"""Reads workbooks (.xlsx, .xls, .ods): their visible sheets, with cells as a person sees them."""

import datetime as dt
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import attrs

from kommunepolitik.documents.limits import MAX_SIZE_OF_FIGURES
from kommunepolitik.documents.paths import check_size, opened, size_of
from kommunepolitik.errors import InvalidObservations, MissingExtra, Problem
from kommunepolitik.errors.system import missing_extra
from kommunepolitik.observations.grid import Grid, Merged, Place, Row
from kommunepolitik.observations.number_format import ShownDate, date_part, is_plain, show_number
from kommunepolitik.observations.sheet_scan import Scan, check_extent, scan_sheets

if TYPE_CHECKING:
    import xlrd

_NUMBERS: Final = frozenset((int, float, dt.date, dt.datetime, dt.time, dt.timedelta))


def read_workbook(path: Path, place: Place) -> list[Grid]:
    """Return the visible sheets of a workbook that are not empty; needs the extra `excel`.

    Formulas count as the results stored with them. A cell with an error, or a formula without a result, is a problem
    where it is read.

    Raises:
        MissingExtra: the package that reads the kind of workbook is not installed.
        FileError: it cannot be read, or is too large.
        InvalidObservations: it is not a workbook, is locked with a password, or reaches further than a table can.
    """
    read = _READERS[path.suffix.lower()]
    with opened(path) as file:
        if path.name.startswith("~$"):
            place.refuse("lock_file")
        if size_of(path) == 0:
            place.refuse("empty_document")
        check_size(path, MAX_SIZE_OF_FIGURES)
        with refusing_damage(place):
            grids = [grid for grid in read(file, place) if grid.rows]
    if not grids:
        place.refuse("empty_document")
    return grids


@contextmanager
def refusing_damage(place: Place) -> Iterator[None]:
    """Raise as a problem what a damaged workbook makes readers raise: of zip, XML, keys or numbers."""
    try:
        yield
    except (InvalidObservations, MissingExtra, MemoryError, OSError):  # `read_grids` reports the last two
        raise
    except Exception as error:
        detail = str(error) or type(error).__name__
        raise InvalidObservations(place.locate(Problem(code="not_a_workbook", data={"detail": detail}))) from error


def _package(name: str, place: Place) -> ModuleType:
    """Return a package of the extra `excel`, or raise what to install."""
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtra(place.locate(missing_extra(name.replace("_", "-"), "excel"))) from error


def _read_xlsx(file: BinaryIO, place: Place) -> Iterator[Grid]:
    calamine = _package("python_calamine", place)
    with zipfile.ZipFile(file) as archive:
        scans = scan_sheets(archive, place)
    file.seek(0)
    book = calamine.load_workbook(file)
    reach = 0
    hidden = [each.name for each in book.sheets_metadata if each.visible != calamine.SheetVisibleEnum.Visible]
    for sheet in book.sheets_metadata:
        if sheet.visible == calamine.SheetVisibleEnum.Visible and sheet.name in scans:
            scan, where = scans[sheet.name], attrs.evolve(place, sheet=sheet.name)
            reach = check_extent(scan, where, reach)
            values = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            if sum(type(value) in _NUMBERS for row in values for value in row) < scan.numbers:
                where.refuse("not_a_workbook", detail=sheet.name)
            yield Grid(
                place=where,
                rows=[*_rows(values, scan)],
                merged=scan.merged,
                hidden_columns=frozenset(scan.hidden_columns),
                hidden_sheets=hidden,
            )


def _rows(values: Sequence[Sequence[Any]], scan: Scan) -> Iterator[Row]:
    """Yield the rows that are not empty, with the findings of the scan in place of the values."""
    special: dict[int, list[int]] = {}
    for number, column in (*scan.errors, *scan.formats):
        special.setdefault(number, []).append(column)
    reach = max(len(values), max(special, default=0))
    for number in range(1, reach + 1):
        cells = [_cell(value) for value in values[number - 1]] if number <= len(values) else []
        for column in special.get(number, ()):
            cells += [None] * (column - len(cells))
            at = (number, column)
            cells[column - 1] = scan.errors.get(at) or _shown(cells[column - 1], scan.formats[at])
        if any(cell is not None for cell in cells):
            yield Row(number, cells, number in scan.hidden_rows)


def _cell(value: Any) -> Any:
    """Return a value as a cell; a text of blanks is an empty cell, and a time or a duration is its text."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return str(value) if isinstance(value, dt.time | dt.timedelta) else value


def _shown(value: Any, code: str) -> Any:
    """Return a value as its format shows it."""
    if isinstance(value, dt.date):
        return ShownDate(value, date_part(code) or "day")
    if isinstance(value, float | int) and not isinstance(value, bool) and date_part(code) is None:
        return show_number(float(value), code)
    return value


def _read_xls(file: BinaryIO, place: Place) -> Iterator[Grid]:
    xlrd = _package("xlrd", place)
    # The package writes remarks on small errors of a file to a log, which is discarded here.
    with Path(os.devnull).open("w") as log:
        book = xlrd.open_workbook(
            file_contents=file.read(), formatting_info=True, ragged_rows=True, on_demand=True, logfile=log
        )
    concealed = [sheet.name for sheet in book.sheets() if sheet.visibility]
    for sheet in book.sheets():
        if sheet.visibility == 0:
            where = attrs.evolve(place, sheet=sheet.name)
            hidden = {number for number, each in sheet.rowinfo_map.items() if each.hidden}
            rows = [
                Row(number + 1, [_xls_cell(cell, book) for cell in sheet.row(number)], number in hidden)
                for number in range(sheet.nrows)
                if sheet.row_len(number)
            ]
            merged = [Merged(left + 1, top + 1, right, bottom) for top, bottom, left, right in sheet.merged_cells]
            columns = frozenset(number + 1 for number, each in sheet.colinfo_map.items() if each.hidden)
            filled = [row for row in rows if any(cell is not None for cell in row.cells)]
            yield Grid(place=where, rows=filled, merged=merged, hidden_columns=columns, hidden_sheets=concealed)


def _xls_cell(cell: "xlrd.sheet.Cell", book: "xlrd.Book") -> Any:
    """Return a cell of an .xls workbook."""
    import xlrd

    value: Any = cell.value
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Problem(code="error_cell", data={"value": xlrd.error_text_from_code.get(value, "#?")})
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    code = book.format_map[book.xf_list[cell.xf_index or 0].format_key].format_str
    if cell.ctype == xlrd.XL_CELL_DATE:
        value = xlrd.xldate_as_datetime(value, book.datemode)
    return _cell(value) if is_plain(code) else _shown(_cell(value), code)


def _read_ods(file: BinaryIO, place: Place) -> Iterator[Grid]:
    from kommunepolitik.observations.ods_reader import read_sheets

    return read_sheets(file, place)


_READERS: Final[Mapping[str, Callable[[BinaryIO, Place], Iterator[Grid]]]] = {
    ".xlsx": _read_xlsx,
    ".xlsm": _read_xlsx,
    ".xls": _read_xls,
    ".ods": _read_ods,
}
