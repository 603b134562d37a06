"""A sheet of cells as a person sees them, whatever program wrote it."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import attrs

from kommunepolitik.documents.limits import MAX_CELLS
from kommunepolitik.errors import InvalidObservations, Problem, column_letter
from kommunepolitik.observations.number_format import Shown, ShownDate
from kommunepolitik.observations.values import Cell, shown_cell


@attrs.frozen(kw_only=True)
class Place:
    """The place of a table; a frame given alone has none."""

    file: str | None = None
    sheet: str | None = None
    """The sheet of a workbook; only there is a column reported too, since only there it has a visible name."""
    is_file: bool = False

    def locate(self, problem: Problem, line: int | None = None, column: int | None = None) -> Problem:
        """Return the problem with its place."""
        column = column if self.sheet is not None else None
        return attrs.evolve(problem, file=self.file, sheet=self.sheet, line=line, column=column)

    def refuse(self, code: str, line: int | None = None, **data: Any) -> NoReturn:
        """Raise `InvalidObservations` with a problem of the table as a whole, or of a line of it."""
        raise InvalidObservations(self.locate(Problem(code=code, data=data), line))

    def name(self, line: int, column: int | None = None) -> str:
        """Return a place as one text: file and line, or file, sheet and cell, without the folder."""
        short = attrs.evolve(self, file=Path(self.file or "").name)
        return short.locate(Problem(code="empty"), line, column).place


def cell_name(row: int, column: int) -> str:
    """Return a cell as a spreadsheet program names it.

    >>> cell_name(7, 28)
    'AB7'
    """
    return f"{column_letter(column)}{row}"


class Row(NamedTuple):
    """A row that is not empty: its number in the sheet, its cells, and whether the program hides it.

    A cell is a text, number, truth value, date or None; `Shown` or `ShownDate` where its format shows more; a `Problem`
    where it cannot be read in any column.
    """

    number: int
    cells: Sequence[Any]
    hidden: bool = False

    def cell(self, position: int) -> Any:
        """Return the cell at a position from 1; None after the last."""
        return self.cells[position - 1] if position <= len(self.cells) else None


class Merged(NamedTuple):
    """A range of merged cells: its first column and row, its last column and row, counted from 1."""

    left: int
    top: int
    right: int
    bottom: int


@attrs.frozen(kw_only=True, eq=False)
class Grid:
    """The cells of a CSV file, or of one sheet of a workbook."""

    place: Place
    rows: Sequence[Row]
    merged: Sequence[Merged] = ()
    separator: str = ""
    """The separator of a CSV file; empty for a workbook."""
    hidden_columns: frozenset[int] = frozenset()
    hidden_sheets: Sequence[str] = ()
    """The sheets of its workbook that the program hides, and that are not read."""
    problems: Sequence[Problem] = ()
    """What is wrong with the file below the last row that could be read."""

    def __attrs_post_init__(self) -> None:
        if sum(len(row.cells) for row in self.rows) > MAX_CELLS:
            self.place.refuse("too_many_cells", limit=MAX_CELLS)

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((len(row.cells) for row in self.rows), default=0)

    def part(self, first: int = 1, end: int | None = None) -> "Grid":
        """Return the rows from a number up to, but without, another; without `end` to the last one."""
        rows = [row for row in self.rows if first <= row.number and (end is None or row.number < end)]
        return attrs.evolve(self, rows=rows)

    def locate(self, problem: Problem, row: int, column: int | None = None) -> Problem:
        """Return a problem with its place, by the numbers of the sheet."""
        return self.place.locate(problem, row, column)

    def cell_name(self, row: int, column: int) -> str:
        """Return the name of a cell, such as `C4`; in a CSV file, the file and line."""
        return self.place.name(row, column).rpartition("!")[2]

    def filled(self, rows: Sequence[Row], column: int) -> Iterator[Any]:
        """Yield the cells of a column in some rows; a cell merged over several rows counts for each of them."""
        spans = [span for span in self.merged if span.left <= column <= span.right and span.bottom > span.top]
        cover = Cover(spans)
        cells = {row.number: row.cell(column) for row in self.rows} if spans else {}
        for row in rows:
            top = cover.top_of(row.number) if spans else None
            yield row.cell(column) if top is None or top < rows[0].number else cells.get(top)


class Cover:
    """Finds the merged range that covers a row, among ranges that do not overlap."""

    def __init__(self, spans: Iterable[Merged]) -> None:
        self._spans = sorted(spans, key=lambda span: span.top)
        self._tops = [span.top for span in self._spans]

    def top_of(self, row: int) -> int | None:
        """Return the first row of the range that covers a row; None where no range does."""
        at = bisect_right(self._tops, row) - 1
        return self._tops[at] if at >= 0 and row <= self._spans[at].bottom else None


def figure(cell: Any) -> Any:
    """Return a cell as a column of figures reads it."""
    return shown_cell(cell) if isinstance(cell, Shown) else cell.date if isinstance(cell, ShownDate) else cell


def period(cell: Any) -> Any:
    """Return a cell as a column of periods reads it: for a date, what it shows."""
    if isinstance(cell, dt.date):  # a datetime too
        return ShownDate(cell).text
    if isinstance(cell, Shown) and (cell.before or cell.after):  # 2024 shown as 2024K4, 40 as uge 40
        return f"{cell.before} {cell.number:.15g}{cell.after}".strip()
    return cell.text if isinstance(cell, ShownDate) else _plain(cell)


def words(cell: Any) -> Any:
    """Return a cell as a column of texts reads it."""
    return cell.date if isinstance(cell, ShownDate) else _plain(cell)


def text(cell: Any) -> str:
    """Return what a cell shows, on one line; an empty text for an empty or broken one."""
    cell = words(cell)
    if cell is None or isinstance(cell, Problem | Cell):
        return ""
    whole = isinstance(cell, float) and cell.is_integer()
    return " ".join(str(int(cell) if whole else cell).split())


def _plain(cell: Any) -> Any:
    return cell.value if isinstance(cell, Shown) else cell
