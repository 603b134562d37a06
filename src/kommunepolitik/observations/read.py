"""From files and frames to one validated long table."""

import os
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from kommunepolitik.errors import FileError, InvalidModel, InvalidObservations, KommunepolitikError, Problem
from kommunepolitik.model import Policy
from kommunepolitik.observations.cells import Cells, Place
from kommunepolitik.observations.check import Rows, disagreements, row_problems
from kommunepolitik.observations.columns import NAMES
from kommunepolitik.observations.csv_reader import read_csv
from kommunepolitik.observations.frames import from_frame, read_parquet
from kommunepolitik.observations.numbers import Cell
from kommunepolitik.observations.values import ABSENT, reader
from kommunepolitik.observations.workbook_reader import read_excel

if TYPE_CHECKING:
    import pandas as pd

_READERS: Final[Mapping[str, Callable[[Path, Place], Cells]]] = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".txt": read_csv,
    ".xlsx": read_excel,
    ".xlsm": read_excel,
    ".parquet": read_parquet,
}
# What a row says of its figure; where one of them cannot be read, the others cannot be judged.
_FIGURES: Final = ("value", "value_high", "qualifier", "quality", "judgement")


def read_observations(source: "str | os.PathLike[str] | Any", policy: Policy | None = None) -> "pd.DataFrame":
    """Read figures into one long table, a row per figure.

    A source is a file (`.csv`, `.xlsx` with the extra `excel`, `.parquet` with the extra `parquet`) or a data frame of
    any engine that narwhals knows (pandas, Polars, DuckDB, PyArrow); a list of sources is joined into one table.

    The columns are those of `COLUMNS`, all present: texts are text (empty where nothing is said), `value` and
    `value_high` numbers (NaN where there is none), `period` and `published` in the form of `Period`. A row that repeats
    another adds none.

    With a policy, its indicators and groups must be known, values possible for their unit, and qualitative indicators
    judged; rows that name no policy get its id. Of several sources, one whose policy column is there and empty
    throughout holds figures that policies share: it may hold indicators and groups that this policy does not have.

    Raises:
        FileError: there is no such file, or its suffix is none of those.
        MissingExtra: the package that reads the file is not installed.
        InvalidObservations: with every problem of every source, each with file, row and column.
    """
    if isinstance(source, list | tuple):
        tables, problems = _read_all(source)
    else:
        tables, problems = [_Table.read(_cells_of(source))], []
    frame, found = _join(tables, policy)
    problems += found
    if problems:
        raise InvalidObservations(*problems)
    return frame.drop_duplicates(ignore_index=True)


def _read_all(sources: Sequence[Any]) -> "tuple[list[_Table], list[Problem]]":
    """Read several sources; what is wrong with one as a whole is told beside the others' problems."""
    tables: list[_Table] = []
    errors: list[KommunepolitikError] = []
    for index, source in enumerate(sources):
        try:
            # A frame has no name: it is called what it is called in Python.
            cells = _cells_of(source, f"source[{index}]")
        except (FileError, InvalidObservations) as error:
            errors.append(error)
        else:
            tables.append(_Table.read(cells, shared=_is_shared(cells)))
    problems = [problem for error in errors for problem in error.problems]
    if errors and not tables and all(isinstance(error, FileError) for error in errors):
        raise FileError(*problems)
    return tables, problems


def _cells_of(source: Any, name: str | None = None) -> Cells:
    if not isinstance(source, str | os.PathLike):
        return from_frame(source, Place(file=name))
    path, place = Path(source), Place(file=str(source))
    suffix = path.suffix.lower()
    if suffix and suffix not in _READERS:
        data = {"suffix": suffix, "choices": ", ".join(_READERS)}
        raise FileError(place.locate(Problem(code="unknown_table_format", data=data)))
    try:
        return _READERS.get(suffix, read_csv)(path, place)
    except FileNotFoundError:
        raise FileError(place.locate(Problem(code="not_found"))) from None
    except OSError as error:
        if isinstance(error, KommunepolitikError):
            raise
        data = {"detail": error.strerror or str(error)}
        raise FileError(place.locate(Problem(code="cannot_read", data=data))) from error


def _is_shared(cells: Cells) -> bool:
    return "policy" in cells.columns and not any(map(_says, cells.columns["policy"]))


def _says(cell: Any) -> bool:
    return cell is not None and cell == cell and bool(str(cell).strip())  # noqa: PLR0124 - NaN


@attrs.frozen(kw_only=True)
class _Table:
    """One source with its cells read."""

    cells: Cells
    columns: Mapping[str, list[Any]]
    percent: list[bool]
    """Whether a row's figure says itself that it is in percent."""
    shared: bool
    problems: list[tuple[int, Problem]]
    """Problems of cells, each with the number of its row, counted from 0."""

    @classmethod
    def read(cls, cells: Cells, *, shared: bool = False) -> "_Table":
        """Read all cells."""
        problems = [(index, problem) for index, problem in cells.broken.items()]
        columns: dict[str, list[Any]] = {}
        for name in NAMES:
            if name in cells.columns:
                columns[name], found = _read_column(cells.columns[name], reader(name, cells.decimal))
                problems += [(i, attrs.evolve(p, path=(name,))) for i, p in found if i not in cells.broken]
            else:
                columns[name] = [ABSENT.get(name, "")] * len(cells.rows)
        percent = _spread_figures(columns)
        return cls(cells=cells, columns=columns, percent=percent, shared=shared, problems=problems)

    def __len__(self) -> int:
        return len(self.cells.rows)

    def fails(self, index: int, column: str) -> bool:
        """Tell whether what is said of a column would only follow from a cell of the row that could not be read."""
        failed = self._failed.get(index, frozenset())
        return (
            index in self.cells.broken or column in failed or (column in _FIGURES and not failed.isdisjoint(_FIGURES))
        )

    @cached_property
    def _failed(self) -> Mapping[int, Set[str]]:
        """The columns, by row, whose cells could not be read."""
        failed: dict[int, set[str]] = {}
        for index, problem in self.problems:
            failed.setdefault(index, set()).update(map(str, problem.path[:1]))
        return failed


def _read_column(raw: Sequence[Any], read: Callable[[Any], Any]) -> tuple[list[Any], list[tuple[int, Problem]]]:
    """Read the cells of a column, each distinct cell once; a cell with problems is read as if it were empty."""
    raw = [str(cell) if cell.__class__ is bool else cell for cell in raw]  # True is equal to 1, but is no number here
    known = {cell: _read_cell(cell, read) for cell in set(raw)}
    wrong = {cell: error.problems for cell, error in known.items() if isinstance(error, InvalidModel)}
    problems = [(index, p) for index, cell in enumerate(raw) if cell in wrong for p in wrong[cell]] if wrong else []
    known |= dict.fromkeys(wrong, read(None))
    return [known[cell] for cell in raw], problems


def _read_cell(cell: Any, read: Callable[[Any], Any]) -> Any:
    if isinstance(cell, Problem):
        return InvalidModel(cell)
    try:
        return read(cell)
    except InvalidModel as error:
        return error


def _spread_figures(columns: dict[str, list[Any]]) -> list[bool]:
    """Put ranges and qualifiers that stand in the value's cell into their own columns; tell which are in percent."""
    percent: list[bool] = []
    lows, highs, qualifiers = columns["value"], columns["value_high"], columns["qualifier"]
    for row, (low, high) in enumerate(zip(lows, highs, strict=True)):
        percent.append(any(isinstance(cell, Cell) and cell.percent for cell in (low, high)))
        highs[row] = None if high is None else high.value
        if low is None:
            continue
        lows[row] = low.value
        if low.value_high is not None:
            highs[row] = low.value_high
        if low.qualifier is not None and not qualifiers[row]:
            qualifiers[row] = low.qualifier
    return percent


def _join(tables: "Sequence[_Table]", policy: Policy | None) -> "tuple[pd.DataFrame, list[Problem]]":
    """Put tables under each other, and tell all that is wrong with any, in order of place."""
    import pandas as pd

    def joined(parts: Iterator[Sequence[Any]], dtype: Any) -> "pd.Series[Any]":
        cells: pd.Series[Any] = pd.Series([cell for part in parts for cell in part], dtype=dtype)
        return cells

    numbers = ("value", "value_high")
    columns = {
        name: joined((t.columns[name] for t in tables), "float64" if name in numbers else "object") for name in NAMES
    }
    rows = Rows(
        frame=pd.DataFrame(columns),
        percent=joined((t.percent for t in tables), "bool"),
        shared=joined(([t.shared] * len(t) for t in tables), "bool"),
    )
    problems = list(_problems(tables, rows, policy))
    if policy is not None:  # what no column says is this policy's; what several policies share stays nobody's
        own = (rows.frame["policy"] == "") & ~rows.shared
        rows.frame["policy"] = rows.frame["policy"].mask(own, policy.id)
    return rows.frame, problems


def _problems(tables: Sequence[_Table], rows: Rows, policy: Policy | None) -> Iterator[Problem]:
    starts = list(accumulate(map(len, tables), initial=0))
    found: dict[int, list[tuple[int, Problem]]] = {id(table): list(table.problems) for table in tables}

    def owner(row: int) -> tuple[_Table, int]:
        number = bisect_right(starts, row) - 1
        return tables[number], row - starts[number]

    def tell(row: int, problem: Problem) -> None:
        table, index = owner(row)
        # Without a sound header, what its rows lack is no news.
        if not table.cells.problems and not table.fails(index, str(problem.path[0])):
            found[id(table)].append((index, problem))

    for row, problem in row_problems(rows, policy):
        tell(row, problem)
    for row, first, column in disagreements(rows.frame):
        (table, _), (earlier, index) = owner(row), owner(first)
        if earlier.fails(index, column):
            continue
        code, place = "rows_disagree", str(earlier.cells.rows[index])
        if earlier is not table:
            code, place = "rows_disagree_between", earlier.cells.locate(Problem(code="empty"), index).place
        tell(row, Problem(code=code, data={"first": place}, path=(column,)))
    for table in tables:
        yield from table.cells.problems
        told = found[id(table)]
        yield from (
            table.cells.locate(problem, index)
            for index, problem in sorted(told, key=lambda told: (told[0], _order(told[1])))
        )


def _order(problem: Problem) -> int:
    return NAMES.index(str(problem.path[0])) if problem.path else -1
