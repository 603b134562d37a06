"""A table of figures from any source: its header, its cells, and their values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from numbers import Number
from typing import Any, Final

import attrs
import numpy as np

from kommunepolitik.errors import InvalidModel, InvalidObservations, Problem
from kommunepolitik.model.scalars import coerce_float, is_extreme
from kommunepolitik.observations.columns import ABSENT, NAMES, NUMBERS
from kommunepolitik.observations.grid import Place
from kommunepolitik.observations.numbering import Codes, numbered_objects
from kommunepolitik.observations.observations import Floats, Observations, Texts
from kommunepolitik.observations.values import EMPTY, Cell, Notation, read_number, text_reader

RowProblem = tuple[int, Problem]
"""A problem with the number of its row, counted from 0; the column is the first step of its path."""

MAX_WRONG: Final = 10_000
"""A table with more problems is not read any further: it is not one of figures."""

FIGURES: Final = ("value", "value_high", "qualifier", "quality", "judgement")
"""The columns that describe a figure; where one of them cannot be read, the others cannot be judged."""


@attrs.frozen(eq=False)
class Cells:
    """A column whose distinct raw cells are known: for each row the number of its cell, -1 for an empty one."""

    codes: Codes
    distinct: Sequence[Any]


@attrs.frozen(kw_only=True, eq=False)
class RawTable:
    """A table before its cells are read: a list of raw cells, an array of numbers, or `Cells`, for each known column.

    All are of one length. A raw cell is a text, number, date or nothing; a `Cell` where its figure is known already; a
    `Problem` where it cannot be read in any column.
    """

    columns: Mapping[str, Any]
    rows: Sequence[int]
    """The place of each row: its line in a file, its number (from 1) in a frame."""
    place: Place = attrs.field(factory=Place)
    positions: Mapping[str, int] = attrs.field(factory=dict)
    """The column of each cell of a row, from 1."""
    value_columns: Sequence[int] = ()
    """The column of each row's value, where a row of the sheet has several."""
    notation: Notation = attrs.field(factory=Notation)
    problems: Sequence[Problem] = ()
    notices: Sequence[Problem] = ()
    broken: Mapping[int, Problem] = attrs.field(factory=dict)
    """Rows, by index, whose cells cannot be distinguished."""
    unused: Mapping[str, int] = attrs.field(factory=dict)
    narrowed: bool = False

    def locate(self, row: int, problem: Problem) -> Problem:
        """Return a problem of a row with its place."""
        name = str(problem.path[0]) if problem.path else ""
        column = self.positions.get(name)
        if self.value_columns and (column is None or name in FIGURES):
            column = self.value_columns[row]
        return self.place.locate(problem, self.rows[row], column)

    def origins(self) -> list[str]:
        """Return where the value of each row is: file and line, or file, sheet and cell."""
        columns = self.value_columns or (self.positions.get("value"),) * len(self.rows)
        where = {column: self.place.name(1, column).removesuffix("1") for column in set(columns)}
        return [f"{where[column]}{row}" for row, column in zip(self.rows, columns, strict=True)]


@attrs.frozen(kw_only=True, eq=False)
class Table:
    """A table with its cells read."""

    raw: RawTable
    figures: Observations
    written: Texts
    """The cells that show how figures are written."""
    problems: Sequence[RowProblem] = ()

    @classmethod
    def read(cls, raw: RawTable) -> "Table":
        """Read all cells, each distinct one of a column once; a cell with problems counts as empty.

        Raises:
            InvalidObservations: so many cells cannot be read that it is not a table of figures.
        """
        count = len(raw.rows)
        problems = [*raw.broken.items()]
        columns: dict[str, Any] = {}
        written = {"value": Texts.same(EMPTY, count)}
        for name in (name for name in NAMES if name in raw.columns):
            if name in NUMBERS:
                columns[name], written[name], found = _read_numbers(raw.columns[name], raw.notation)
            else:
                columns[name], found = _read_texts(name, raw.columns[name])
            problems += [(row, attrs.evolve(p, path=(name,))) for row, p in found if row not in raw.broken]
            if len(problems) > MAX_WRONG:
                shown = [raw.locate(*found) for found in problems[:MAX_WRONG]]
                raise InvalidObservations(*raw.problems, *shown, too_many_wrong(raw.place))
        if "origin" not in raw.columns and raw.place.is_file:
            columns["origin"] = raw.origins()
        figures = Observations.from_columns(columns, count)
        value = written.pop("value")
        if any(cell.value_high is not None or cell.qualifier for cell in value.words):
            high, own = value.each(lambda cell: cell.value_high, np.float64), figures.texts["qualifier"]
            high = np.where(np.isnan(high), figures.numbers["value_high"], high)
            qualifier = np.where(own.isin(""), value.each(lambda cell: cell.qualifier, object), own.objects())
            figures = figures.replace(value_high=high, qualifier=qualifier)
        if any(cell.quality for cell in value.words):
            own, marked = figures.texts["quality"], value.each(lambda cell: cell.quality, object)
            figures = figures.replace(quality=np.where(own.isin("final") & (marked != ""), marked, own.objects()))
        for other in written.values():
            both = Texts.joined([value, other])
            filled = value.each(lambda cell: cell.unit != "" or cell.number != "", np.bool_)
            value = Texts(np.where(filled, both.codes[:count], both.codes[count:]), both.words)
        return cls(raw=raw, figures=figures, written=value, problems=problems)._without_missing()

    def _without_missing(self) -> "Table":
        """Return the table without the rows whose value is a sign for a missing figure."""
        if not any(cell.missing for cell in self.written.words):
            return self
        signs, texts = self.written.each(lambda cell: cell.missing, object), self.figures.texts
        silent = (signs != "") & texts["judgement"].isin("") & ~texts["quality"].isin("suppressed")
        failed = {row for row, _ in self.problems}
        dropped = [row for row in np.flatnonzero(silent).tolist() if row not in failed]
        if not dropped:
            return self
        kept = np.ones(len(signs), np.bool_)
        kept[dropped] = False
        places = {old: new for new, old in enumerate(np.flatnonzero(kept).tolist())}
        words = ", ".join(sorted({str(signs[row]) for row in dropped}))
        first = self.raw.locate(dropped[0], Problem(code="empty", path=("value",)))
        missing = Problem(code="missing_signs", data={"count": len(dropped), "signs": words})
        notice = attrs.evolve(missing, file=first.file, sheet=first.sheet, line=first.line, column=first.column)
        columns = [column for column, keep in zip(self.raw.value_columns, kept, strict=False) if keep]
        rows = [row for row, keep in zip(self.raw.rows, kept, strict=True) if keep]
        return Table(
            raw=attrs.evolve(self.raw, rows=rows, value_columns=columns, notices=[*self.raw.notices, notice]),
            figures=self.figures.where(kept),
            written=self.written.rows(kept),
            problems=[(places[row], problem) for row, problem in self.problems],
        )


def too_many_wrong(place: Place) -> Problem:
    """Return the problem of a table with so many problems that the rest is not looked for."""
    return place.locate(Problem(code="too_many_wrong", data={"limit": MAX_WRONG}))


def _read_numbers(column: Any, notation: Notation) -> tuple[Floats, Texts, list[RowProblem]]:
    """Return the numbers of a column, its cells as read (a range may be written in them), and what is wrong."""
    if isinstance(column, np.ndarray):
        values = column + 0.0  # 0 for -0; and a copy, as the user's frame may change later
        wrong = np.flatnonzero(is_extreme(values))
        _, problems = _read_each(_cells(values[wrong].tolist()), coerce_float)
        values[wrong] = np.nan
        return values, Texts.same(EMPTY, len(values)), [(int(wrong[row]), problem) for row, problem in problems]
    cells = _cells(column)
    read, problems = _read_each(cells, lambda cell: read_number(cell, notation))
    written = Texts(cells.codes + 1, (EMPTY, *(EMPTY if cell is None else cell for cell in read)))
    return written.each(lambda cell: cell.value, np.float64), written, problems


def _read_texts(name: str, column: Any) -> tuple[Texts, list[RowProblem]]:
    cells, absent = _cells(column), ABSENT.get(name, "")
    found, problems = _read_each(cells, text_reader(name, cells.distinct))
    words = [absent if word is None else word for word in found]
    if len({*words}) == len(words) and cells.codes.min(initial=0) >= 0:  # all cells are distinct, and none is empty
        return Texts(cells.codes, tuple(words)), problems
    return Texts.of([*words, absent]).rows(cells.codes), problems


def _read_each(cells: Cells, read: Callable[[Any], Any]) -> tuple[list[Any], list[RowProblem]]:
    """Read distinct cells; return them, with the problems of each row that has a wrong one."""
    found: list[Any] = []
    wrong: dict[int, Sequence[Problem]] = {}
    for number, cell in enumerate(cells.distinct):
        try:
            if isinstance(cell, Problem):
                raise InvalidModel(cell)
            found.append(read(cell))
        except InvalidModel as error:
            found.append(None)
            wrong[number] = error.problems
            if len(wrong) > MAX_WRONG:
                found += [None] * (len(cells.distinct) - len(found))
                break
    rows = np.flatnonzero(np.isin(cells.codes, list(wrong)))[: MAX_WRONG + 1] if wrong else ()
    return found, [(int(row), problem) for row in rows for problem in wrong[int(cells.codes[row])]]


def _cells(column: "Iterable[Any] | Cells") -> Cells:
    if isinstance(column, Cells):
        return column
    codes, distinct = numbered_objects(cell if type(cell) is str else scalar(cell) for cell in column)
    if None not in distinct:
        return Cells(codes, distinct)
    empty = distinct.index(None)
    return Cells(np.where(codes == empty, -1, codes - (codes > empty)), (*distinct[:empty], *distinct[empty + 1 :]))


def scalar(cell: Any) -> Any:
    """Return a cell that differs from all others: True is equal to 1, but is not a number here; NaN is no cell."""
    if isinstance(cell, (bool, np.bool_)) or not isinstance(cell, (str, Number, date, Cell, Problem, type(None))):
        return str(cell)
    return None if isinstance(cell, Number) and cell != cell else cell  # noqa: PLR0124
