"""A workbook as it came back: its sheets and the cells that hold anything, whatever program saved it."""

import datetime as dt
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from kommunepolitik.collect.identity import PROPERTY
from kommunepolitik.errors import FileError, InvalidObservations, MissingExtra, Problem

SUFFIXES: Final = (".xlsx", ".xlsm", ".xls", ".ods")
_MAX_BYTES: Final = 20_000_000
"""A form is a hundred kilobytes; no larger file, and no larger sheet in it, is opened."""
_MAX_CELLS: Final = 2_000_000
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')
# The literal texts of a number format, and its colours, conditions and locales, are no format codes.
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')

Range = tuple[int, int, int, int]
"""First column, first row, last column, last row; counted from 1."""


@attrs.frozen
class Entry:
    """What is in a cell."""

    value: Any
    """A text, number, date or truth; a `Problem` where it cannot be read."""
    is_percent: bool = False
    """Whether it is shown as a percentage: 0.573 as 57.3 %."""

    @property
    def text(self) -> str:
        """What is in the cell, as one text."""
        return "" if isinstance(self.value, Problem) else " ".join(str(self.value).split())


@attrs.frozen(kw_only=True)
class OpenedSheet:
    """A sheet with its cells, by row and column from 1."""

    name: str
    is_visible: bool
    cells: Mapping[tuple[int, int], Entry]
    merged: Sequence[Range]


@attrs.frozen(kw_only=True)
class OpenedBook:
    """A workbook with its sheets."""

    sheets: Sequence[OpenedSheet]
    property: str
    """The mark in its own property; empty where it has none, or where the kind of file keeps none."""
    keeps_formats: bool
    """Whether it is known which numbers are shown as percentages."""


def open_book(path: Path) -> OpenedBook:
    """Open a workbook; needs the extra `excel`.

    Raises:
        FileError: there is no such file, it is of another kind, or too large.
        InvalidObservations: it is damaged, or reaches too far.
        MissingExtra: the packages that read it are not installed.
    """
    file = str(path)
    if path.suffix.lower() not in SUFFIXES:
        data = {"suffix": path.suffix or path.name, "choices": ", ".join(SUFFIXES)}
        raise FileError(Problem(code="form_format", data=data, file=file))
    try:
        size = path.stat().st_size
        if size > _MAX_BYTES:
            data = {"size": str(size), "limit": str(_MAX_BYTES)}
            raise FileError(Problem(code="too_large", data=data, file=file))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and validations that it leaves out
            return _read_xlsx(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _read_other(path)
    except FileNotFoundError:
        raise FileError(Problem(code="not_found", file=file)) from None
    except (FileError, InvalidObservations):
        raise
    except ImportError as error:
        data = {"package": "openpyxl", "extra": "excel"}
        raise MissingExtra(Problem(code="missing_extra", data=data, file=file)) from error
    except Exception as error:  # a damaged workbook makes its reader raise whatever its parts raise
        detail = str(error) or type(error).__name__
        raise InvalidObservations(Problem(code="not_a_form_file", data={"detail": detail}, file=file)) from error


def _read_xlsx(path: Path) -> OpenedBook:
    from openpyxl import load_workbook

    _check_extent(path)
    book = load_workbook(path)
    results: Any = None
    sheets = []
    for sheet in book.worksheets:
        if sheet.max_row * sheet.max_column > _MAX_CELLS:
            last = sheet.cell(sheet.max_row, sheet.max_column).coordinate
            problem = Problem(code="sheet_too_large", data={"cell": last}, file=str(path), sheet=sheet.title)
            raise InvalidObservations(problem)
        cells = {}
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.value is None:
                continue
            if cell.data_type == "f":
                results = results or load_workbook(path, data_only=True)
                found = results[sheet.title][cell.coordinate]
                entry = _entry(found.value, found.data_type, cell.number_format)
                if found.value is None:
                    data = {"value": str(getattr(cell.value, "text", cell.value))}
                    entry = Entry(Problem(code="formula_without_value", data=data))
            else:
                entry = _entry(cell.value, cell.data_type, cell.number_format)
            if entry is not None:
                cells[cell.row, cell.column] = entry
        merged: list[Range] = [each.bounds for each in sheet.merged_cells.ranges]
        is_visible = sheet.sheet_state == "visible"
        sheets.append(OpenedSheet(name=sheet.title, is_visible=is_visible, cells=cells, merged=merged))
    own: Any = getattr(book, "custom_doc_props", ())
    found = next((str(each.value) for each in own if each.name == PROPERTY), "")
    return OpenedBook(sheets=tuple(sheets), property=found, keeps_formats=True)


def _check_extent(path: Path) -> None:
    """Raise if a sheet, unpacked, is larger than a form can be, or merges more cells than there is room for."""
    from openpyxl.utils import column_index_from_string

    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            is_sheet = info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml")
            if info.file_size > _MAX_BYTES:
                data = {"size": str(info.file_size), "limit": str(_MAX_BYTES)}
                raise FileError(Problem(code="too_large", data=data, file=str(path)))
            area = 0
            for left, top, right, bottom in _MERGED.findall(archive.read(info)) if is_sheet else ():
                width = column_index_from_string(right.decode()) - column_index_from_string(left.decode()) + 1
                area += width * (int(bottom) - int(top) + 1)
            if area > _MAX_CELLS:
                data = {"cell": f"{right.decode()}{bottom.decode()}"}
                raise InvalidObservations(Problem(code="sheet_too_large", data=data, file=str(path)))


def _entry(value: Any, kind: str, number_format: str) -> Entry | None:
    if kind == "e":
        return Entry(Problem(code="error_cell", data={"value": value}))
    if isinstance(value, str):
        value = value.strip()
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return None if value in (None, "") else Entry(value, is_number and "%" in _LITERAL.sub("", number_format))


def _read_other(path: Path) -> OpenedBook:
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    book = CalamineWorkbook.from_path(path)
    sheets = []
    for about in book.sheets_metadata:
        sheet = book.get_sheet_by_name(about.name)
        if sheet.total_height * sheet.total_width > _MAX_CELLS:
            data = {"cell": f"{sheet.total_height}:{sheet.total_height}"}
            raise InvalidObservations(Problem(code="sheet_too_large", data=data, file=str(path), sheet=about.name))
        cells = {}
        for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
            for column, value in enumerate(row, start=1):
                entry = _entry(value, "", "")
                if entry is not None:
                    cells[number, column] = entry
        # calamine counts rows and columns from 0
        merged = [
            (left + 1, top + 1, right + 1, bottom + 1)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        ]
        is_visible = about.visible == SheetVisibleEnum.Visible
        sheets.append(OpenedSheet(name=about.name, is_visible=is_visible, cells=cells, merged=merged))
    return OpenedBook(sheets=tuple(sheets), property="", keeps_formats=False)


def day_of(value: Any) -> dt.date | None:
    """Return the day that a cell holds, if it is a date."""
    return value.date() if isinstance(value, dt.datetime) else value if isinstance(value, dt.date) else None


def files_in(path: Path) -> Iterator[Path]:
    """Yield the workbooks of a folder, or the file itself; not the marks that programs leave beside open ones."""
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.iterdir()):
        is_mark = file.name.startswith(("~$", ".~lock.", "."))
        if file.is_file() and file.suffix.lower() in SUFFIXES and not is_mark:
            yield file
