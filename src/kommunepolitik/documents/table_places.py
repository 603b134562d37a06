"""The problems of policies joined from tables, each at its table, row and column."""

from collections.abc import Iterable, Mapping, Set
from typing import Any, Final

import attrs

from kommunepolitik.documents.table_checks import ById
from kommunepolitik.documents.table_rows import Row, Table
from kommunepolitik.documents.tables import tables_with
from kommunepolitik.errors import Problem

_MUNICIPALITY: Final[Mapping[tuple[str, ...], str]] = {
    ("municipality", "name"): "municipality",
    ("municipality", "code"): "municipality_code",
}


@attrs.frozen
class _Reference:
    """The problem of an id without a row, and the tables that could have the row."""

    problem: Problem
    row: Row
    tables: frozenset[str]
    id: str


class Places:
    """Records where in the data each row is, and places problems; leaves out those that follow from others."""

    def __init__(self, by_id: ById) -> None:
        self._by_id = by_id
        self._rows: dict[tuple[int, str | int], Row] = {}
        self._lost: set[str] = set()
        self._twice: set[tuple[str, str]] = set()
        self._doubtful: list[Row] = []
        self._references: list[_Reference] = []
        self._found: list[Problem] = []

    def note_row(self, container: Any, step: str | int, row: Row) -> None:
        """Note that a row is in a mapping or list, at a key or index."""
        self._rows[id(container), step] = row

    def row_of(self, container: Any, step: str | int) -> Row:
        """Return the row that is in a mapping or list at a key or index."""
        return self._rows[id(container), step]

    def note_lost(self, row: Row) -> None:
        """Note a row that belongs to no policy: ids without a row there follow from it."""
        if row.id is not None:
            self._lost.add(row.id)

    def note_doubtful(self, row: Row) -> None:
        """Note a row without a valid id: an id without a row may follow from it."""
        self._doubtful.append(row)

    def note_duplicate(self, row: Row) -> None:
        """Note a row whose id another row of its policy has: a reference to the wrong one follows from it."""
        if row.id is not None:
            self._twice.add((row.policy, row.id))

    def is_duplicate(self, policy: str, id: str) -> bool:
        """Return whether two rows of a policy have an id."""
        return (policy, id) in self._twice

    def add_reference(self, problem: Problem, row: Row, tables: frozenset[str], id: str) -> None:
        """Add the problem of an id without a row."""
        self._references.append(_Reference(problem, row, tables, id))

    def add(self, problems: Iterable[Problem], policy: Row) -> None:
        """Add the problems of a policy, each at its row and column."""
        for problem in problems:
            row, left = self._row_at(problem.path, policy)
            column = _column_of(row, left)
            here = row.problem(problem.code, column)
            placed = attrs.evolve(problem, sheet=here.sheet, line=here.line, path=here.path)
            if problem.code == "missing_key":
                self._found.append(_missing(placed, row, left))
            elif problem.code == "unknown_key" and row.shape.name == "targets":
                kind = row.data.get("kind", "")
                self._found.append(row.problem("not_of_kind", column, kind=kind, other=column))
            elif problem.code == "dangling":
                refers = row.shape.by_name[column].refers if column in row.shape.by_name else None
                if (policy.policy, problem.data["value"]) not in self._by_id:  # else its row is lost, and reported
                    self.add_reference(placed, row, tables_with(refers or ()), str(problem.data["value"]))
            elif problem.code == "wrong_kind" and self.is_duplicate(policy.policy, str(problem.data["value"])):
                continue
            elif problem.code != "duplicate_id":  # reported where the rows are compared
                self._found.append(placed)

    @property
    def references(self) -> list[Problem]:
        """All problems of ids without a row, also those that follow from others."""
        return [each.problem for each in self._references]

    def problems(self, tables: Mapping[str, Table], empty: Set[str]) -> list[Problem]:
        """Return all problems, except those that only follow from a missing row, column or table."""
        unreadable = {name for name, table in tables.items() if not table.has_ids}
        doubtful = {(row.policy, row.shape.name) for row in self._doubtful}
        open_ones = [
            each
            for each in self._references
            if each.id not in self._lost
            and not each.tables & unreadable
            # The owner of a doubtful row is reported, or neither of the two would be.
            and (each.row in self._doubtful or not any((each.row.policy, name) in doubtful for name in each.tables))
        ]
        absent: dict[str, Problem] = {}
        for each in open_ones:
            missing = each.tables - tables.keys() or each.tables & (empty if len(each.tables) == 1 else set())
            if len(missing) == 1 and (missing == each.tables or each.problem.nearest is None):
                (name,) = missing
                data = {"value": name, "id": each.id, "table": each.row.table.name, "first": each.row.number}
                absent.setdefault(name, Problem(code="missing_table_of_rows", data=data, sheet=name))
        rest = [each.problem for each in open_ones if not each.tables & absent.keys()]
        return [*absent.values(), *rest, *self._found]

    def _row_at(self, path: Iterable[str | int], policy: Row) -> tuple[Row, tuple[str | int, ...]]:
        """Return the row that a path of a document leads to, and what is left of the path there."""
        row, left, part = policy, tuple(path), policy.data
        for place, step in enumerate(path, 1):
            below = self._rows.get((id(part), step))
            if below is not None:
                row, left = below, tuple(path)[place:]
            try:
                part = part[step]
            except (KeyError, IndexError, TypeError):
                break
        return row, left


def _column_of(row: Row, path: Iterable[str | int]) -> str:
    """Return the column that a part of a row's data came from; empty for the whole row."""
    if not isinstance(row.data, Mapping):  # an id in place of a record
        return row.shape.columns[0].name
    steps = tuple(step for step in path if isinstance(step, str))
    if steps[:1] == ("municipality",) and steps not in {column.path for column in row.shape.columns}:
        column = _MUNICIPALITY.get(steps, "municipality")
        return "municipality_code" if row.table.lacks(column) else column
    by_path = {column.path: column.name for column in row.shape.columns if not column.is_mark}
    for size in range(len(steps), 0, -1):
        if steps[:size] in by_path:
            return by_path[steps[:size]]
    below = [name for at, name in by_path.items() if steps and at[: len(steps)] == steps and _has(row.data, at)]
    marks = [column.name for column in row.shape.columns if column.path == steps[:1]]
    return next(iter(below + marks), "")


def _has(data: Any, path: Iterable[str]) -> bool:
    for step in path:
        if not isinstance(data, Mapping) or step not in data:
            return False
        data = data[step]
    return True


def _missing(problem: Problem, row: Row, left: tuple[str | int, ...]) -> Problem:
    """Return the problem of an empty cell or, once for all rows, of a column that the table lacks."""
    key = str(problem.data["key"])
    path = left if left[-1:] == (key,) else (*left, key)
    is_column = isinstance(row.data, Mapping) and any(column.path == path for column in row.shape.columns)
    if not is_column and path[:1] != ("municipality",):
        return problem
    column = "municipality" if path[:1] == ("municipality",) else _column_of(row, path)
    if row.table.lacks(column):
        return row.table.problem("missing_table_column", column, value=column)
    return attrs.evolve(row.problem("empty_cell", column), choices=problem.choices)
