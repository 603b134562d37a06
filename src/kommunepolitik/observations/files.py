"""Files of figures: which reader takes which, and which of a file's sheets hold tables."""

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

import attrs

from kommunepolitik.errors import FileError, KommunepolitikError, Problem
from kommunepolitik.model import Policy
from kommunepolitik.observations import grid as cells
from kommunepolitik.observations.csv_reader import read_csv
from kommunepolitik.observations.frames import read_parquet
from kommunepolitik.observations.grid import Grid, Place
from kommunepolitik.observations.headers import TITLE_ROWS, Fit, find_header
from kommunepolitik.observations.long_form import long_table
from kommunepolitik.observations.tables import RawTable
from kommunepolitik.observations.values import DecimalMark
from kommunepolitik.observations.workbook_reader import read_workbook

_GRIDS: Final[Mapping[str, Callable[[Path, Place], list[Grid]]]] = {
    **dict.fromkeys((".csv", ".tsv", ".txt", ""), read_csv),
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".ods"), read_workbook),
}
T = TypeVar("T")
_SUFFIXES: Final = (*filter(None, _GRIDS), ".parquet")


def read_grids(path: Path, place: Place) -> list[Grid]:
    """Return the cells of a CSV file, or of each visible sheet of a workbook that holds anything.

    Raises:
        FileError: there is no such file, it cannot be read, or its suffix is none of those.
        MissingExtra: the package that reads it is not installed.
        InvalidObservations: it is damaged, too large, or in an unknown encoding.
    """
    return _read_with(_GRIDS, path, place)


def _read_with(readers: Mapping[str, Callable[[Path, Place], list[T]]], path: Path, place: Place) -> list[T]:
    suffix = path.suffix.lower()
    if suffix not in readers:
        data = {"suffix": suffix, "choices": ", ".join(_SUFFIXES)}
        raise FileError(place.locate(Problem(code="unknown_table_format", data=data)))
    try:
        return readers[suffix](path, place)
    except FileNotFoundError:
        raise FileError(place.locate(Problem(code="not_found"))) from None
    except OSError as error:
        if isinstance(error, KommunepolitikError):
            raise
        data = {"detail": error.strerror or str(error)}
        raise FileError(place.locate(Problem(code="cannot_read", data=data))) from error


def read_tables(path: Path, policies: Sequence[Policy] | None, decimal: DecimalMark | None) -> list[RawTable]:
    """Return the tables of a file: that of each sheet with a header; the other sheets are named in a notice."""
    place = Place(file=str(path), is_file=True)
    if path.suffix.lower() == ".parquet":
        return _read_with({".parquet": lambda path, place: [read_parquet(path, place)]}, path, place)
    return grid_tables(read_grids(path, place), policies, decimal)


def grid_tables(
    grids: Sequence[Grid],
    policies: Sequence[Policy] | None,  # noqa: ARG001
    decimal: DecimalMark | None,
) -> list[RawTable]:
    """Return the tables of some sheets; of sheets without any header, the one that is most like a table."""
    fits = [(grid, _fit(grid)) for grid in grids]
    tables = {grid.place: long_table(grid, fit.at, decimal) for grid, fit in fits if fit.whole}
    if not tables:
        best, fit = max(fits, key=lambda found: found[1][:2])
        tables = {best.place: long_table(best, max(fit.at, 0), decimal)}
    read = ", ".join(place.sheet or "" for place in tables)
    unread = [
        grid.place.locate(Problem(code="sheet_not_read", data={"sheet": read}))
        for grid in grids
        if grid.place not in tables
    ]
    first, *rest = tables.values()
    return [attrs.evolve(first, notices=[*first.notices, *unread]), *rest]


def _fit(grid: Grid) -> Fit:
    return find_header([cells.text(cell) for cell in row.cells] for row in islice(grid.rows, TITLE_ROWS))
