"""Policies from tables: rows put together by their ids, then read as documents are."""

import datetime as dt
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from kommunepolitik.documents.structure import build
from kommunepolitik.documents.tables import TableShape, table_shapes
from kommunepolitik.documents.tree import Plain
from kommunepolitik.errors import InvalidDocument, Problem
from kommunepolitik.model import Policy, Portfolio
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.record import describe, shapes_of

Origin = tuple[str, int]
"""The table of a row, and its number from 1."""

_TRUE: Final = {
    "true": True,
    "false": False,
    "sand": True,
    "falsk": False,
    "yes": True,
    "no": False,
    "ja": True,
    "nej": False,
    "1": True,
    "0": False,
}
_DECIMAL_COMMA: Final = re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),[0-9]+", re.ASCII)
_EITHER: Final = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}", re.ASCII)
"""What a Dane reads as a number with three decimals, and others as thousands."""


def from_frames(frames: Mapping[str, Any]) -> Portfolio:
    """Return the policies that tables hold, in the order of their rows: what `to_frames` gave, edited or not.

    Tables and columns may be missing where nothing is in them, cells may be texts as a CSV file has them, and rows may
    be in any order: `position` orders those that belong together. `title`, where it is no field, and the columns of
    the municipality in tables other than `policies` only describe, and are not read; `area` must agree with `parent`,
    or stand in its place.

    Raises:
        InvalidDocument: with everything that is wrong, each with table (`sheet`), row (`line`, from 1) and column.

    >>> import kommunepolitik as kp
    >>> policy = kp.load("examples/furesoe_2018")
    >>> kp.from_frames(kp.to_frames(policy))[policy.id] == policy
    True
    """
    assembly = _Assembly()
    shapes = table_shapes()
    for name in frames:
        if name not in shapes:
            near = nearest(str(name), shapes)
            assembly.report("unknown_table", name, near=near, choices=() if near else tuple(shapes), value=name)
    if "policies" not in frames:
        assembly.report("missing_table", "policies", value="policies")
    for name, shape in shapes.items():
        if name in frames:
            assembly.read(shape, frames[name])
    return assembly.portfolio()


@attrs.define
class _Row:
    """A row as plain data of a document, and where it belongs."""

    data: Any
    origin: Origin
    policy: str
    holder: str
    position: float
    area: str = ""


class _Assembly:
    """Puts rows together to policies, and reports what is wrong with each at its table, row and column."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._rows: dict[str, list[_Row]] = {}
        self._by_id: dict[tuple[str, str], _Row] = {}
        self._origins: dict[int, Origin] = {}

    def report(
        self, code: str, table: str, row: int | None = None, column: str = "", near: str | None = None, **more: Any
    ) -> None:
        """Add a problem at a place of a table."""
        choices = more.pop("choices", ())
        path = (column,) if column else ()
        found = Problem(code=code, data=more, sheet=table, line=row, path=path, nearest=near, choices=choices)
        self.problems.append(found)

    def read(self, shape: TableShape, frame: Any) -> None:
        """Read the rows of a table."""
        if not hasattr(frame, "columns"):
            self.report("not_a_frame", shape.name, found=describe(frame))
            return
        names = [str(name) for name in frame.columns]
        for name, count in Counter(names).items():
            if count > 1:
                self.report("column_twice", shape.name, column=name, value=name)
            if name not in shape.names:
                near = nearest(name, shape.names)
                choices = () if near else shape.names
                self.report("unknown_table_column", shape.name, column=name, near=near, choices=choices, value=name)
        if len(frame) and "policy" not in names:
            self.report("missing_table_column", shape.name, column="policy", value="policy")
            return
        rows = self._rows.setdefault(shape.name, [])
        columns = (frame.iloc[:, place].tolist() for place in range(len(names)))
        for number, cells in enumerate(zip(*columns, strict=True), 1):
            given = {name: cell for name, cell in zip(names, cells, strict=True) if not _is_absent(cell)}
            if given:
                rows.append(self._row(shape, given, number))

    def _row(self, shape: TableShape, given: Mapping[str, Any], number: int) -> _Row:
        data: dict[str, Any] = {}
        for column in shape.columns:
            if column.name not in given or (column.name == "title" and not shape.has_title):
                continue
            if isinstance(given[column.name], dt.datetime) and given[column.name].day == 1:
                self.report("date_for_text", shape.name, number, column.name, value=given[column.name].date())
                continue
            try:
                value = _value(given[column.name], column.kind)
            except ValueError:
                what = describe(given[column.name])
                self.report("not_json_cell", shape.name, number, column.name, found=what)
                continue
            *above, last = column.path
            held = data
            for step in above:
                held = held.setdefault(step, {})
            if column.kind == "boolean" and column.default is None and last not in _flags(shape):
                if value is True:
                    held.setdefault(last, {})
            else:
                held[last] = value
        policy = _text(given.get("policy", ""))
        if shape.name == "policies":
            data.setdefault("id", policy)
            data["municipality"] = _municipality(given, data.get("municipality"))
            policy = _text(data["id"])
        held_data = data["indicator"] if shape.name == "measured_by" and set(data) == {"indicator"} else data
        position = self._position(shape, given, number)
        area = _text(given.get("area", "")) if "area" in shape.place else ""
        holder = _text(given.get(shape.holder, "")) or area
        row = _Row(held_data, (shape.name, number), policy, holder, position, area)
        self._origins[id(data)] = row.origin
        if "id" in data and shape.name not in ("targets", "policies"):
            self._by_id.setdefault((policy, _text(data["id"])), row)
        return row

    def _position(self, shape: TableShape, given: Mapping[str, Any], number: int) -> float:
        """Return where a row belongs among its siblings; rows without a position come last, in their order."""
        if "position" not in given:
            return math.inf
        try:
            return float(given["position"])
        except (TypeError, ValueError):
            self.report("not_a_position", shape.name, number, "position", found=describe(given["position"]))
            return math.inf

    def _report_twice(self) -> None:
        """Report policies that have two rows."""
        first: dict[str, int] = {}
        for row in self._rows.get("policies", []):
            if first.setdefault(row.policy, row.origin[1]) != row.origin[1]:
                self.report("policy_row_twice", *row.origin, "policy", value=row.policy, first=first[row.policy])

    def _report_circles(self) -> None:
        """Report rows that belong to each other in a circle, and so to no policy."""
        for (policy, _), row in self._by_id.items():
            seen: list[int] = []
            step: _Row | None = row
            while step is not None and id(step) not in seen:
                seen.append(id(step))
                step = self._by_id.get((policy, step.holder)) if step.holder else None
            if step is row:
                shape = table_shapes()[row.origin[0]]
                self.report("holder_circle", *row.origin, shape.holder or "policy", value=row.holder)

    def _report_other_areas(self) -> None:
        """Report goals whose area is another than the one that what they belong to is in."""
        for (policy, _), row in self._by_id.items():
            top, seen = row, set[int]()
            while id(top) not in seen and top.origin[0] == "goals":
                seen.add(id(top))
                top = self._by_id.get((policy, top.holder), top)
            # What belongs to nothing known, or to each other in a circle, is reported as that.
            if row.area and top.origin[0] == "focus_areas" and row.area != top.data["id"]:
                self.report("other_area", *row.origin, "area", value=row.area, holder=row.holder)

    def portfolio(self) -> Portfolio:
        """Return the policies, or raise all that is wrong."""
        policies = {row.policy: row for row in reversed(self._rows.get("policies", []))}
        self._report_twice()
        self._report_circles()
        self._report_other_areas()
        fields = {
            (cls, table): path
            for shape in table_shapes().values()
            for path, table in shape.lists
            for cls in shape.classes
        }
        for name, shape in table_shapes().items():
            for row in sorted(self._rows.get(name, []), key=lambda row: row.position) if shape.fields else ():
                self._attach(row, shape, policies, fields)
        built = []
        for row in self._rows.get("policies", []):
            try:
                built.append(build(row.data, Policy))
            except InvalidDocument as error:
                self.problems += [self._placed(problem, row.data) for problem in error.problems]
        if self.problems:
            raise InvalidDocument(*self.problems)
        return Portfolio(built)

    def _attach(
        self, row: _Row, shape: TableShape, policies: Mapping[str, _Row], fields: Mapping[Any, tuple[str, ...]]
    ) -> None:
        """Put a row into the list of what it belongs to."""
        table, number = row.origin
        if not row.policy:
            self.report("no_policy_cell", table, number, "policy")
            return
        if row.policy not in policies:
            near = nearest(row.policy, policies)
            self.report("no_such_policy_row", table, number, "policy", near=near, value=row.policy)
            return
        holder = self._by_id.get((row.policy, row.holder)) if row.holder else policies[row.policy]
        path = None
        if holder is not None:
            classes = table_shapes()[holder.origin[0]].classes
            path = next((fields[cls, shape.name] for cls in classes if (cls, shape.name) in fields), None)
        if holder is None or path is None:
            known = [id for policy, id in self._by_id if policy == row.policy]
            near = nearest(row.holder, known) if holder is None else None
            code = "no_such_row" if holder is None else "wrong_holder"
            self.report(code, table, number, shape.holder or "policy", near=near, value=row.holder or row.policy)
            return
        held = holder.data
        for step in path[:-1]:
            held = held.setdefault(step, {})
        if path[-1] in ("vision", "plan"):
            if path[-1] in held:
                self.report("one_row_only", table, number, "policy", value=row.policy)
            held[path[-1]] = row.data
        else:
            held.setdefault(path[-1], []).append(row.data)

    def _placed(self, problem: Problem, data: Any) -> Problem:
        """Return a problem of a document at its table, row and column."""
        (table, number), left, held = self._origins[id(data)], problem.path, data
        for place, step in enumerate(problem.path):
            try:
                held = held[step]
            except (KeyError, IndexError, TypeError):
                break
            if id(held) in self._origins:
                (table, number), left = self._origins[id(held)], problem.path[place + 1 :]
        column = "_".join(str(step) for step in left if isinstance(step, str))
        return attrs.evolve(problem, sheet=table, line=number, column=None, path=(column,) if column else ())


def _flags(shape: TableShape) -> Iterable[str]:
    """Return the fields of a table that are true or false, and no mark of a record."""
    names = {"fictitious"}
    for cls in shape.classes:
        names |= {each.name for each in shapes_of(cls) if each.scalar is bool}
    return names


def _municipality(given: Mapping[str, Any], made_up: Any) -> Any:
    """Return the municipality of a policy as a document has it."""
    name, code = _text(given.get("municipality", "")), _text(given.get("municipality_code", ""))
    if isinstance(made_up, Mapping) and made_up.get("fictitious") in (True, "true", "True"):
        return {"name": name, "fictitious": True}
    if name and code:
        return {"name": name, "code": code.zfill(3)}
    return name or code


def _value(cell: Any, kind: str) -> Any:
    """Return a cell as the plain data of a document."""
    if kind == "json":
        return json.loads(cell) if isinstance(cell, str) else cell
    if kind == "ids":
        return _text(cell).split()
    if kind == "text":
        return _text(cell)
    if kind == "boolean":
        return _TRUE.get(str(cell).strip().casefold().removesuffix(".0"), cell)
    if isinstance(cell, str):
        text = cell.strip()
        is_danish = _DECIMAL_COMMA.fullmatch(text) and not _EITHER.fullmatch(text)
        return Plain(text.replace(".", "").replace(",", ".") if is_danish else text)
    return int(cell) if float(cell).is_integer() and abs(cell) < 1e15 else float(cell)


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():  # a number that a spreadsheet program made of 301
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)


def _is_absent(cell: Any) -> bool:
    import pandas as pd

    if isinstance(cell, str):
        return not cell.strip()
    return False if isinstance(cell, list | tuple | dict) else bool(pd.isna(cell))
