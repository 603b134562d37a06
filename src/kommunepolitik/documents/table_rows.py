"""The rows of tables as plain data of documents, with the problems of headings and cells."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from kommunepolitik.documents.table_cells import municipality_of, read_position, read_value, text_of
from kommunepolitik.documents.tables import TableColumn, TableShape
from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.scalars import describe
from kommunepolitik.model.tables import cells_of


@attrs.frozen(eq=False)
class Table:
    """A table as given: its name, and the headings of its columns."""

    name: str
    shape: TableShape
    headings: Mapping[str, str]
    """The heading of each column in the table; one that is nearly right counts as right."""
    is_whole: bool = True
    """Whether it has all columns that every row has a value in; if not, that is reported."""
    has_ids: bool = True
    """Whether the ids of its rows are known; if not, that is reported."""

    def problem(
        self, code: str, column: str = "", line: int | None = None, near: str | None = None, **data: Any
    ) -> Problem:
        """Return a problem at a place of the table."""
        path = (self.headings.get(column, column),) if column else ()
        return Problem(code=code, data=data, sheet=self.name, line=line, path=path, nearest=near)

    def lacks(self, column: str) -> bool:
        """Return whether the table has no such column."""
        return column not in self.headings


@attrs.define(eq=False)
class Row:
    """A row as plain data of a document, and where it belongs."""

    data: Any
    table: Table
    number: int
    """Its number in the table, from 1."""
    policy: str
    holder: str
    position: float
    id: str | None = None
    """Its id, if its table has ids and it has one."""
    area: str = ""

    @property
    def shape(self) -> TableShape:
        """What its table is."""
        return self.table.shape

    def problem(self, code: str, column: str = "", near: str | None = None, **data: Any) -> Problem:
        """Return a problem of the row, at a column or the whole of it."""
        return self.table.problem(code, column, self.number, near, **data)


def check_frames(frames: Any) -> None:
    """Raise `InvalidModel` for what is not a mapping of names to data frames of pandas."""
    if not isinstance(frames, Mapping):
        raise InvalidModel(Problem(code="not_frames", data={"found": describe(frames)}))
    for name, frame in frames.items():
        if not _is_frame(frame):
            raise InvalidModel(Problem(code="not_a_frame", data={"found": describe(frame)}, sheet=str(name)))


def _is_frame(value: Any) -> bool:
    import pandas as pd

    return isinstance(value, pd.DataFrame)


def read_table(shape: TableShape, name: str, frame: Any) -> tuple[Table, list[Row], list[Problem]]:
    """Return a table with its rows, and all that is wrong with its headings and cells."""
    if not _is_frame(frame):
        table = Table(name, shape, {}, has_ids=False)
        return table, [], [table.problem("not_a_frame", found=describe(frame))]
    names = [str(each) for each in frame.columns]
    problems: list[Problem] = []
    headings = _headings(shape, name, names, problems)
    lacking = [column for column in shape.needed if column not in headings and len(frame)]
    table = Table(name, shape, headings, is_whole=not lacking, has_ids={"policy", "id"}.isdisjoint(lacking))
    problems += [table.problem("missing_table_column", column, value=column) for column in lacking]
    if table.lacks("policy"):
        return table, [], problems
    all_cells = cells_of(frame)
    columns = {column: all_cells[names.index(written)] for column, written in headings.items()}
    rows = []
    for number, cells in enumerate(zip(*columns.values(), strict=True), 1):
        given = {column: cell for column, cell in zip(columns, cells, strict=True) if not _is_empty(cell)}
        if given:
            rows.append(_row(table, given, number, problems))
    return table, rows, problems


def _is_empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _headings(shape: TableShape, table: str, names: Sequence[str], problems: list[Problem]) -> dict[str, str]:
    """Return the heading of each column, and report those that are there twice or belong to no column."""
    known = shape.names
    headings = {name: name for name in names if name in known}
    for name, count in Counter(names).items():
        if count > 1:
            problems.append(Problem(code="column_twice", data={"value": name}, sheet=table, path=(name,)))
        if name in known:
            continue
        near = nearest(name, [each for each in known if each not in headings]) or nearest(name, known)
        choices = () if near else known
        problems.append(
            Problem(
                code="unknown_table_column",
                data={"value": name},
                sheet=table,
                path=(name,),
                nearest=near,
                choices=choices,
            )
        )
        if near is not None:
            headings.setdefault(near, name)  # read as if it were right: one mistake is reported once
    return headings


def _row(table: Table, given: Mapping[str, Any], number: int, problems: list[Problem]) -> Row:
    """Return a row of the cells that are not empty."""
    shape = table.shape
    data = _data(table, given, number, problems)
    policy = text_of(given.get("policy", ""))
    if not shape.fields:
        _complete_policy(table, data, given, number, problems)
        policy = policy or text_of(data["id"])
    position: float = math.inf  # rows without a position come last, in their order
    if "position" in given:
        try:
            position = read_position(given["position"])
        except InvalidModel as error:
            problems += _at(table, number, "position", error)
    if shape.needs_id and "id" not in given and not table.lacks("id"):
        problems.append(table.problem("empty_cell", "id", number))
    own = text_of(data["id"]) if shape.needs_id and "id" in data else None
    area = text_of(given.get("area", ""))
    holder = text_of(given.get(shape.holder, "")) or area
    is_short = shape.name == "measured_by" and set(data) == {"indicator"}
    return Row(data["indicator"] if is_short else data, table, number, policy, holder, position, own, area)


def _data(table: Table, given: Mapping[str, Any], number: int, problems: list[Problem]) -> dict[str, Any]:
    """Return a row as plain data; a cell that cannot be read is reported, and left out."""
    data: dict[str, Any] = {}
    absent: list[TableColumn] = []
    by_name = table.shape.by_name
    for name, cell in given.items():
        if (column := by_name.get(name)) is None:
            continue
        try:
            value = read_value(cell, column)
        except InvalidModel as error:
            problems += _at(table, number, name, error)
            continue
        *above, last = column.path
        record = data
        for step in above:
            record = record.setdefault(step, {})
        if not column.is_mark:
            record[last] = value
        elif value:
            record.setdefault(last, {})
        else:
            absent.append(column)
    for column in absent:
        other = _given_below(column, given, table.shape)
        if other is not None:
            problems.append(table.problem("absent_but_given", column.name, number, other=other))
    return data


def _at(table: Table, number: int, column: str, error: InvalidModel) -> Iterator[Problem]:
    path = (table.headings.get(column, column),)
    return (attrs.evolve(each, sheet=table.name, line=number, path=path) for each in error.problems)


def _given_below(mark: TableColumn, given: Mapping[str, Any], shape: TableShape) -> str | None:
    """Return the first column of a record that has a value, though its mark states that there is no such record."""
    size = len(mark.path)
    below = (name for name, each in shape.by_name.items() if each.path[:size] == mark.path and each is not mark)
    return next((name for name in below if name in given), None)


def _complete_policy(
    table: Table, data: dict[str, Any], given: Mapping[str, Any], number: int, problems: list[Problem]
) -> None:
    """Give a policy its id and its municipality, which are among the first columns of the table."""
    policy = text_of(given.get("policy", ""))
    if data.setdefault("id", policy) != policy and policy:
        problems.append(table.problem("other_policy_id", "id", number, value=data["id"], policy=policy))
    municipality = municipality_of(given, data.pop("municipality", None))
    if municipality is not None:
        data["municipality"] = municipality
