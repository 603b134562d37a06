"""One table of figures, whatever it came from: its header, its cells, and what they are read as."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from datetime import date
from numbers import Number
from pathlib import Path
from typing import Any, Final, NamedTuple

import attrs
import numpy as np
import pandas as pd

from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model.nearest import nearest
from kommunepolitik.observations.columns import ABSENT, BY_HEADER, COLUMNS, DESCRIPTIVE, NAMES, NUMBERS
from kommunepolitik.observations.observations import Codes, Floats, Observations, Texts
from kommunepolitik.observations.values import EMPTY, Cell, Notation, read_number, text_reader

TITLE_ROWS: Final = 50
"""The header is looked for in so many rows; titles and notes may precede it."""

RowProblem = tuple[int, Problem]
"""A problem with the number of its row, counted from 0; the column is the first step of its path."""

FIGURES: Final = ("value", "value_high", "qualifier", "quality", "judgement")
"""What a row says of its figure; where one of them cannot be read, the others cannot be judged."""


@attrs.frozen(kw_only=True)
class Place:
    """Where a table is; a frame that is given alone has no place."""

    file: str | None = None
    sheet: str | None = None
    """The sheet of a workbook; only there is a column reported too, since only there it has a name people see."""
    is_file: bool = False

    def locate(self, problem: Problem, line: int | None = None, column: int | None = None) -> Problem:
        """Return the problem with its place."""
        column = column if self.sheet is not None else None
        return attrs.evolve(problem, file=self.file, sheet=self.sheet, line=line, column=column)


class Fit(NamedTuple):
    """How well a row, by its number from 0, does as a header, and how many columns it names."""

    whole: bool
    """Whether it names an indicator and a value or judgement."""
    known: int
    at: int


@attrs.frozen(kw_only=True, eq=False)
class RawTable:
    """A table before its cells are read: one list or pandas column of raw cells per known column, all of one length.

    A raw cell is a text, number, date or nothing; a `Cell` where its figure is known already; a `Problem` where it
    cannot be read whatever it is for.
    """

    columns: Mapping[str, Any]
    rows: Sequence[int]
    """The place of each row: its line in a file, its number (from 1) in a frame."""
    place: Place = Place()
    positions: Mapping[str, int] = attrs.field(factory=dict)
    notation: Notation = attrs.field(factory=Notation)
    problems: Sequence[Problem] = ()
    notices: Sequence[Problem] = ()
    broken: Mapping[int, Problem] = attrs.field(factory=dict)
    """Rows, by index, whose cells cannot be told apart."""
    unused: Mapping[str, int] = attrs.field(factory=dict)
    narrowed: bool = False

    def origins(self) -> list[str]:
        """Return where the value of each row is: file and line, or file, sheet and cell."""
        place = attrs.evolve(self.place, file=Path(self.place.file or "").name)
        if place.sheet is None:
            return [f"{place.file}:{row}" for row in self.rows]
        column = self.positions.get("value")
        return [place.locate(Problem(code="empty"), row, column).place for row in self.rows]


@attrs.frozen(kw_only=True, eq=False)
class Table:
    """A table with its cells read."""

    raw: RawTable
    figures: Observations
    written: Texts
    """The cells, as far as it matters how they write their figures."""
    problems: Sequence[RowProblem] = ()

    @classmethod
    def read(cls, raw: RawTable) -> "Table":
        """Read all cells, each distinct one of a column once; a cell with problems is read as if it were empty."""
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
        if "origin" not in raw.columns and raw.place.is_file:
            columns["origin"] = raw.origins()
        figures = Observations.from_columns(columns, count)
        value = written.pop("value")
        if any(cell.value_high is not None or cell.qualifier for cell in value.words):
            high, own = value.each(lambda cell: cell.value_high, np.float64), figures.texts["qualifier"]
            high = np.where(np.isnan(high), figures.numbers["value_high"], high)
            qualifier = np.where(own.isin(""), value.each(lambda cell: cell.qualifier, object), own.objects())
            figures = figures.replace(value_high=high, qualifier=qualifier)
        for other in written.values():
            both = Texts.joined([value, other])
            says = value.each(lambda cell: cell.percent or cell.number != "", np.bool_)
            value = Texts(np.where(says, both.codes[:count], both.codes[count:]), both.words)
        return cls(raw=raw, figures=figures, written=value, problems=problems)

    def locate(self, row: int, problem: Problem) -> Problem:
        """Return a problem of a row with its place."""
        name = str(problem.path[0]) if problem.path else ""
        return self.raw.place.locate(problem, self.raw.rows[row], self.raw.positions.get(name))


def _read_numbers(column: Any, notation: Notation) -> tuple[Floats, Texts, list[RowProblem]]:
    """Return the numbers of a column, its cells as read (a range may be written in them), and what is wrong."""
    if isinstance(column, pd.Series) and column.dtype.kind in "iuf":
        values = column.to_numpy(np.float64, na_value=np.nan)
        infinite = np.isinf(values)
        wrong = np.flatnonzero(infinite).tolist()
        problems = [(row, Problem(code="not_finite", data={"value": values[row]})) for row in wrong]
        return np.where(infinite, np.nan, values), Texts.same(EMPTY, len(values)), problems
    codes, cells = _distinct(column)
    read, problems = _read_each(codes, cells, lambda cell: read_number(cell, notation))
    written = Texts(codes + 1, (EMPTY, *(EMPTY if cell is None else cell for cell in read)))
    return written.each(lambda cell: cell.value, np.float64), written, problems


def _read_texts(name: str, column: Any) -> tuple[Texts, list[RowProblem]]:
    codes, cells = _distinct(column)
    absent = ABSENT.get(name, "")
    found, problems = _read_each(codes, cells, text_reader(name, cells))
    words = [absent if word is None else word for word in found]
    if len({*words}) == len(words) and codes.min(initial=0) >= 0:  # no two cells are read alike, and none is empty
        return Texts(codes, tuple(words)), problems
    return Texts.of([*words, absent]).rows(codes), problems


def _read_each(codes: Codes, cells: Sized, read: Callable[[Any], Any]) -> tuple[list[Any], list[RowProblem]]:
    """Read distinct cells; return them, with the problems of each row that holds a wrong one."""
    found: list[Any] = []
    wrong: dict[int, Sequence[Problem]] = {}
    for number, cell in enumerate(cells):  # type: ignore[arg-type, var-annotated]
        try:
            if isinstance(cell, Problem):
                raise InvalidModel(cell)
            found.append(read(cell))
        except InvalidModel as error:
            found.append(None)
            wrong[number] = error.problems
    rows = np.flatnonzero(np.isin(codes, list(wrong))) if wrong else ()
    return found, [(int(row), problem) for row in rows for problem in wrong[int(codes[row])]]


def _distinct(column: Any) -> tuple[Codes, Any]:
    """Return for each row of a column the number of its cell (-1 for an empty one), and the distinct cells."""
    series = column if isinstance(column, pd.Series) else pd.Series(column, dtype=object)
    if isinstance(series.dtype, pd.CategoricalDtype):
        used = series.cat.remove_unused_categories().cat
        numbers, cells = _distinct(pd.Series(used.categories))
        rows = used.codes.to_numpy().astype(np.int64)
        return np.where(rows < 0, -1, np.append(numbers, -1)[rows]), cells
    if series.dtype == object and pd.api.types.infer_dtype(series) not in ("string", "empty", "floating", "integer"):
        series = pd.Series([_scalar(cell) for cell in series], dtype=object)
    if series.dtype.kind == "b":
        series = series.astype(object).map(str, na_action="ignore")
    codes, cells = pd.factorize(series)
    return codes.astype(np.int64, copy=False), cells


def _scalar(cell: Any) -> Any:
    """Return a cell that can be told apart from others: True is equal to 1, but is no number here."""
    known = isinstance(cell, (str, Number, date, Cell, Problem, type(None), type(pd.NaT), type(pd.NA)))
    return str(cell) if isinstance(cell, (bool, np.bool_)) or not known else cell


def plain(header: object) -> str:
    """Return a header as it is looked up: `Værdi til` is `værdi_til`."""
    return "" if header is None else "_".join(str(header).strip().strip('"').casefold().split())


def find_header(rows: Iterable[Sequence[object]]) -> Fit:
    """Find the header among the first rows: the first whole one, else the one that names most columns."""
    best = Fit(False, -1, 0)
    for index, row in enumerate(rows):
        names = {BY_HEADER.get(plain(cell)) for cell in row} - {None}
        whole = "indicator" in names and bool(names & {"value", "judgement"})
        if whole:
            return Fit(True, len(names), index)
        if len(names) > best.known and any(map(plain, row)):
            best = Fit(False, len(names), index)
    return best


def read_header(
    header: Sequence[object], place: Place, line: int | None = None
) -> tuple[dict[str, int], list[Problem]]:
    """Return the position, from 1, of each known column (the first of a name counts), and what is wrong."""
    positions: dict[str, int] = {}
    problems: list[Problem] = []
    meant: set[str] = set()
    # Only beside the policy do they follow from it; elsewhere the code of a municipality would say whose a row is.
    known = {"", *DESCRIPTIVE} if "policy" in {BY_HEADER.get(plain(column)) for column in header} else {""}
    for position, column in enumerate(header, start=1):
        name = BY_HEADER.get(plain(column))
        if name is None and plain(column) not in known:
            danish = plain(column).replace("ae", "æ").replace("oe", "ø").replace("aa", "å")
            near = danish if danish in BY_HEADER else nearest(plain(column), BY_HEADER)
            meant |= set() if near is None else {BY_HEADER[near]}
            choices = () if near else NAMES
            problem = Problem(code="unknown_column", data={"column": column}, nearest=near, choices=choices)
            problems.append(place.locate(problem, line, position))
        elif name is not None and positions.setdefault(name, position) != position:
            problems.append(place.locate(Problem(code="duplicate_column", data={"column": column}), line, position))
    for wanted in COLUMNS:
        absent = wanted.name not in positions and wanted.name not in meant
        if wanted.required and absent and not (wanted.name == "value" and "judgement" in positions):
            problems.append(place.locate(Problem(code="missing_column", data={"column": wanted.name}), line))
    return positions, problems
