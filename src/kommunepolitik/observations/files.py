"""Files of figures: which reader is used for which, and which of a file's sheets contain tables."""

import os
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

import attrs

from kommunepolitik.documents.paths import read_bytes
from kommunepolitik.errors import FileError, InvalidObservations, KommunepolitikError, Problem
from kommunepolitik.errors.system import detail_of
from kommunepolitik.model import Policy
from kommunepolitik.observations import grid as cells
from kommunepolitik.observations.columns import COLUMNS
from kommunepolitik.observations.csv_reader import read_csv
from kommunepolitik.observations.flat_table import flat_to_raw, from_csv, from_cube
from kommunepolitik.observations.grid import Grid, Place, Row
from kommunepolitik.observations.headers import TITLE_ROWS, Fit, find_header
from kommunepolitik.observations.json_stat import Cube, read_json_stat
from kommunepolitik.observations.long_form import long_table
from kommunepolitik.observations.tables import RawTable
from kommunepolitik.observations.titles import Titles
from kommunepolitik.observations.values import DecimalMark
from kommunepolitik.observations.wide_form import find_wide_header, wide_table
from kommunepolitik.observations.workbook_reader import read_workbook

_GRIDS: Final[Mapping[str, Callable[[Path, Place], list[Grid]]]] = {
    **dict.fromkeys((".csv", ".tsv", ".txt", ""), read_csv),
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".ods"), read_workbook),
}
T = TypeVar("T")
_OTHER_LAYOUTS: Final = frozenset(
    [
        "unknown_column",
        "unknown_wide_column",
        "sum_column",
        "heading_over_rows",
        "marked_period",
        "flat_several",
        "flat_indicator",
        "flat_unclear",
    ]
)
"""Problems of a heading that a mapping solves."""
_SUFFIXES: Final = (*filter(None, _GRIDS), ".json", ".parquet")


def is_table_name(path: str | os.PathLike[str]) -> bool:
    """Return whether a path has the name of a file of figures."""
    return Path(path).suffix.lower() in _SUFFIXES


def read_grids(path: Path, place: Place) -> list[Grid]:
    """Return the cells of a CSV file, a JSON-stat file, or each visible sheet of a workbook that is not empty.

    Raises:
        FileError: there is no such file, it cannot be read, or its suffix is none of those.
        MissingExtra: the package that reads it is not installed.
        InvalidObservations: it is damaged, too large, or in an unknown encoding.
    """
    return _read_with({**_GRIDS, ".json": _read_cube_grid}, path, place)


def _read_with(readers: Mapping[str, Callable[[Path, Place], list[T]]], path: Path, place: Place) -> list[T]:
    suffix = path.suffix.lower()
    if suffix not in readers:
        data = {"suffix": suffix, "choices": ", ".join(_SUFFIXES)}
        raise FileError(place.locate(Problem(code="unknown_table_format", data=data)))
    try:
        return readers[suffix](path, place)
    except MemoryError as error:
        raise InvalidObservations(place.locate(Problem(code="out_of_memory"))) from error
    except OSError as error:  # also one of the place in a workbook that a damaged one names
        if isinstance(error, KommunepolitikError):
            raise
        raise FileError(place.locate(Problem(code="cannot_read", data=detail_of(error)))) from error


def read_tables(
    path: Path, policies: Sequence[Policy] | None, titles: Titles, decimal: DecimalMark | None
) -> list[RawTable]:
    """Return the tables of a file: that of each sheet with a header; the other sheets are named in a notice.

    `titles` are those of the policies.
    """
    place = Place(file=str(path), is_file=True)
    if path.suffix.lower() == ".parquet":
        from kommunepolitik.observations.frames import read_parquet

        return _read_with({".parquet": lambda path, place: [read_parquet(path, place)]}, path, place)
    if path.suffix.lower() == ".json":
        (cube,) = _read_with({".json": _read_cube}, path, place)
        return [_proposed(flat_to_raw(from_cube(cube, place), policies or (), titles))]
    return _grid_tables(read_grids(path, place), policies, titles, decimal)


def _grid_tables(
    grids: Sequence[Grid], policies: Sequence[Policy] | None, titles: Titles, decimal: DecimalMark | None
) -> list[RawTable]:
    """Return the tables of some sheets, in the long form or the obvious wide form, with ids for exact titles.

    Of sheets without any header, the one that is most like a table is returned, with what is wrong with it.
    """
    tables: dict[int, RawTable] = {}  # by the number of the sheet
    fits = [(grid, _fit(grid)) for grid in grids]
    for number, (grid, fit) in enumerate(fits):
        if fit.whole:
            tables[number] = long_table(grid, fit.at, decimal)
        elif (header := find_wide_header(grid, titles)) is not None:
            tables[number] = wide_table(grid, header, policies, titles, decimal)
        elif policies and (flat := from_csv(grid, decimal)) is not None:
            tables[number] = flat_to_raw(flat, policies, titles)
    if not tables:
        best = max(range(len(fits)), key=lambda number: fits[number][1][:2])
        tables = {best: long_table(grids[best], max(fits[best][1].at, 0), decimal)}
    read = ", ".join(grids[number].place.sheet or "" for number in tables)
    unread = [
        grid.place.locate(Problem(code="sheet_not_read", data={"sheet": read}))
        for number, grid in enumerate(grids)
        if number not in tables
    ]
    unread += hidden_sheets(grids)
    first, *rest = (_proposed(attrs.evolve(table, columns=titles.replace(table.columns))) for table in tables.values())
    return [attrs.evolve(first, notices=[*first.notices, *unread]), *rest]


def hidden_sheets(grids: Sequence[Grid]) -> list[Problem]:
    """Return a notice of each sheet that the spreadsheet program hides: it is not read."""
    place, names = grids[0].place, grids[0].hidden_sheets
    return [attrs.evolve(place, sheet=name).locate(Problem(code="hidden_sheet")) for name in names]


def _read_cube(path: Path, place: Place) -> list[Cube]:
    return [read_json_stat(read_bytes(path).decode("utf-8-sig", "replace"), place.file)]


def _read_cube_grid(path: Path, place: Place) -> list[Grid]:
    (cube,) = _read_cube(path, place)
    return [Grid(place=place, rows=[Row(number, row) for number, row in enumerate((cube.header, *cube.rows()), 1)])]


def _proposed(table: RawTable) -> RawTable:
    """Return a table of a file whose heading is not known, with a problem that names the remedy."""
    unknown = [p for p in table.problems if p.code in _OTHER_LAYOUTS and p.nearest is None]
    if not unknown or not table.place.is_file:
        return table
    help = Problem(code="propose_mapping", data={"file": table.place.file}, file=table.place.file)
    problems = [problem for problem in table.problems if problem not in unknown]
    if len(unknown) > 1 and any(
        problem.code == "missing_column" for problem in problems
    ):  # it is not one of our headings
        names = ", ".join(str(problem.data.get("column")) for problem in unknown)
        known = ", ".join(column.danish for column in COLUMNS if column.name in table.positions) or "–"
        data = {"columns": names, "known": known}
        first = attrs.evolve(unknown[0], code="other_layout", data=data, column=None, choices=())
        return attrs.evolve(table, problems=[first, *(p for p in problems if p.code != "missing_column"), help])
    return attrs.evolve(table, problems=[*table.problems, help])


def _fit(grid: Grid) -> Fit:
    return find_header([cells.text(cell) for cell in row.cells] for row in islice(grid.rows, TITLE_ROWS))
