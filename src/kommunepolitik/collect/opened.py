"""Opens a returned workbook: its sheets and the cells that are not empty, from any spreadsheet program."""

import html
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from kommunepolitik.collect.identity import PROPERTY
from kommunepolitik.documents.limits import MAX_SIZE
from kommunepolitik.documents.paths import check_size, check_there, entries, is_folder, is_hidden, opened
from kommunepolitik.errors import FileError, Problem
from kommunepolitik.observations.files import read_grids
from kommunepolitik.observations.grid import Merged, Place, text
from kommunepolitik.observations.workbook_reader import refusing_damage

SUFFIXES: Final = (".xlsx", ".xlsm", ".xls", ".ods")
_PROPERTIES: Final = "docProps/custom.xml"
_MARK: Final = re.compile(rf'name="{PROPERTY}"[^>]*>\s*<vt:lpwstr>([^<]*)<')


@attrs.frozen
class Entry:
    """The content of a cell, as in `observations.grid.Row`."""

    value: Any

    @property
    def text(self) -> str:
        """The text of the cell, on one line."""
        return text(self.value)


@attrs.frozen(kw_only=True)
class OpenedSheet:
    """A sheet with its cells, by row and column from 1."""

    name: str
    cells: Mapping[tuple[int, int], Entry]
    merged: Sequence[Merged]


@attrs.frozen(kw_only=True)
class OpenedBook:
    """A workbook with its visible sheets."""

    sheets: Sequence[OpenedSheet]
    property: str
    """The mark in its custom property; empty where it has none, or where that kind of file cannot have one."""


def open_book(path: Path) -> OpenedBook:
    """Open a workbook; needs the extra `excel`.

    Raises:
        FileError: there is no such file, it is of another kind, or too large.
        InvalidObservations: it is damaged, or reaches too far.
        MissingExtra: the packages that read it are not installed.
    """
    check_there(path)
    if path.suffix.lower() not in SUFFIXES:
        raise FileError(Problem(code="form_format", data={"suffix": path.suffix or path.name}, file=str(path)))
    check_size(path, MAX_SIZE)  # which is less than for other workbooks of figures
    place = Place(file=str(path), is_file=True)
    grids = read_grids(path, place)
    with refusing_damage(place):
        mark = _property(path)
    sheets = []
    for grid in grids:
        cells = {
            (row.number, n): Entry(cell) for row in grid.rows for n, cell in enumerate(row.cells, 1) if _holds(cell)
        }
        sheets.append(OpenedSheet(name=grid.place.sheet or "", cells=cells, merged=grid.merged))
    return OpenedBook(sheets=tuple(sheets), property=mark)


def _holds(cell: Any) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _property(path: Path) -> str:
    """Return the custom property of the workbook; only Excel's have one."""
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return ""
    with opened(path) as file, zipfile.ZipFile(file) as archive:
        has_any = _PROPERTIES in archive.namelist() and archive.getinfo(_PROPERTIES).file_size < MAX_SIZE
        found = _MARK.search(archive.read(_PROPERTIES).decode("utf-8", "replace")) if has_any else None
    return "" if found is None else html.unescape(found[1])


def files_in(path: Path) -> Iterator[Path]:
    """Yield the workbooks of a folder, or the file itself, without the lock files of open ones."""
    if not is_folder(path):
        yield path
        return
    for file in entries(path):
        if not is_folder(file) and file.suffix.lower() in SUFFIXES and not is_hidden(file):
            yield file
