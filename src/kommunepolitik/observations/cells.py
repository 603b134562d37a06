"""A table before its cells are read, whatever it came from; and how its header is found and read."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import attrs

from kommunepolitik.errors import Problem
from kommunepolitik.model.nearest import nearest
from kommunepolitik.observations.columns import BY_HEADER, COLUMNS, NAMES
from kommunepolitik.observations.numbers import DecimalMark

TITLE_ROWS: Final = 50
"""The header is looked for in so many rows; titles and notes may stand above it."""


@attrs.frozen(kw_only=True)
class Place:
    """Where a table stands; a frame that stands alone has no place."""

    file: str | None = None
    sheet: str | None = None
    """The sheet of a workbook; only there is a column told too, since only there it has a name people see."""

    def locate(self, problem: Problem, line: int | None = None, column: int | None = None) -> Problem:
        """Return the problem with its place."""
        column = column if self.sheet is not None else None
        return attrs.evolve(problem, file=self.file, sheet=self.sheet, line=line, column=column)


@attrs.frozen(kw_only=True)
class Cells:
    """A table before its cells are read: one list of raw cells per known column, all of one length.

    A raw cell is a text, number, date or nothing; a `Cell` where its figure is known already; a `Problem` where it
    cannot be read whatever it is for.
    """

    columns: Mapping[str, Sequence[Any]]
    rows: Sequence[int]
    """Where each row stands: its line in a file, its number (from 1) in a frame."""
    decimal: DecimalMark
    place: Place = Place()
    positions: Mapping[str, int] = attrs.field(factory=dict)
    """Where each column stands, from 1."""
    problems: Sequence[Problem] = ()
    """What is wrong with the table as a whole."""
    broken: Mapping[int, Problem] = attrs.field(factory=dict)
    """Rows, by index, whose cells cannot be told apart."""

    def locate(self, problem: Problem, index: int) -> Problem:
        """Return a problem of a row with its place; the column is the first step of its path."""
        name = problem.path[0] if problem.path else ""
        return self.place.locate(problem, self.rows[index], self.positions.get(str(name)))


class Fit(NamedTuple):
    """How well a row does as a header."""

    whole: bool
    """Whether it names an indicator and a value or judgement."""
    known: int
    """How many columns it names."""
    at: int
    """Which of the rows it is, counted from 0."""


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


class Header(NamedTuple):
    """A header as it was read."""

    names: Sequence[str | None]
    """The known column each cell names."""
    problems: Sequence[Problem]

    @property
    def positions(self) -> dict[str, int]:
        """Where each known column stands, from 1; the first counts where it stands twice."""
        return {name: index + 1 for index, name in reversed([*enumerate(self.names)]) if name is not None}


def read_header(header: Sequence[object], place: Place, line: int | None = None) -> Header:
    """Tell which column of the long table each cell of a header names, and what is wrong with them."""
    names: list[str | None] = []
    problems: list[Problem] = []
    meant: set[str] = set()
    for position, column in enumerate(header, start=1):
        name = BY_HEADER.get(plain(column))
        if name is None and plain(column):
            near = _near(plain(column))
            meant |= set() if near is None else {BY_HEADER[near]}
            choices = () if near else NAMES
            problem = Problem(code="unknown_column", data={"column": column}, nearest=near, choices=choices)
            problems.append(place.locate(problem, line, position))
        elif name is not None and name in names:
            problems.append(place.locate(Problem(code="duplicate_column", data={"column": column}), line, position))
        names.append(name)
    for wanted in COLUMNS:
        absent = wanted.name not in names and wanted.name not in meant
        if wanted.required and absent and not (wanted.name == "value" and "judgement" in names):
            problems.append(place.locate(Problem(code="missing_column", data={"column": wanted.name}), line))
    return Header(names, problems)


def _near(header: str) -> str | None:
    """Return the header that is meant; who writes `vaerdi` is shown `værdi`."""
    danish = header.replace("ae", "æ").replace("oe", "ø").replace("aa", "å")
    return danish if danish in BY_HEADER else nearest(header, BY_HEADER)
