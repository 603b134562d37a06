"""Policies from tables: rows are joined by their ids, then read in the same way as documents."""

from collections.abc import Iterator, Mapping
from typing import Any

from kommunepolitik.documents.structure import build
from kommunepolitik.documents.table_checks import check_rows
from kommunepolitik.documents.table_places import Places
from kommunepolitik.documents.table_rows import Row, Table, read_table
from kommunepolitik.documents.tables import FIGURES, TableShape, holders_of, table_shapes
from kommunepolitik.errors import InvalidDocument, Problem
from kommunepolitik.model import Policy, Portfolio
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.scalars import describe
from kommunepolitik.model.text import is_slug


def from_frames(frames: Mapping[str, Any]) -> Portfolio:
    """Return the policies in tables, in the order of their rows: the tables of `to_frames`, edited or not.

    Tables and columns may be missing where they would be empty, cells may be texts as in a CSV file, and rows may be in
    any order: `position` orders those that belong together. `title`, where it is not a field, and the columns of the
    municipality in tables other than `policies` only describe, and are not read; `area` must agree with `parent`, or
    replaces it. Tables of figures (`observations`, `results`) are not part of policies, and are not read.

    Raises:
        InvalidDocument: with everything that is wrong, each with table (`sheet`), row (`line`, from 1) and column.

    >>> import kommunepolitik as kp
    >>> policy = kp.load("examples/furesoe_2018")
    >>> kp.from_frames(kp.to_frames(policy))[policy.id] == policy
    True
    """
    if not isinstance(frames, Mapping):
        raise InvalidDocument(Problem(code="not_frames", data={"found": describe(frames)}))
    assembly = _Assembly()
    named = {str(name): frame for name, frame in frames.items() if name not in FIGURES}
    for shape, name in assembly.find(named):
        assembly.read(shape, name, named[name])
    return assembly.portfolio()


class _Assembly:
    """Joins rows to policies, and reports what is wrong with each at its table, row and column."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._tables: dict[str, Table] = {}
        self._rows: dict[str, list[Row]] = {name: [] for name in table_shapes()}
        self._by_id: dict[tuple[str, str], Row] = {}
        self._homeless: dict[str, list[Row]] = {}
        self._places = Places(self._by_id)

    def find(self, frames: Mapping[str, Any]) -> list[tuple[TableShape, str]]:
        """Return the tables given, each with its name as given; one nearly right counts as right."""
        shapes, found = table_shapes(), {name: name for name in frames if name in table_shapes()}
        for name in frames:
            if name not in shapes:
                near = nearest(name, [each for each in shapes if each not in found]) or nearest(name, shapes)
                choices = () if near else tuple(shapes)
                data = {"value": name}
                self.problems.append(
                    Problem(code="unknown_table", data=data, sheet=name, nearest=near, choices=choices)
                )
                if near is not None:
                    found.setdefault(near, name)
        if "policies" not in found:
            self.problems.append(Problem(code="missing_table", data={"value": "policies"}, sheet="policies"))
        return [(shape, found[name]) for name, shape in shapes.items() if name in found]

    def read(self, shape: TableShape, name: str, frame: Any) -> None:
        """Read the rows of a table."""
        table, rows, problems = read_table(shape, name, frame)
        self._tables[shape.name] = table
        self.problems += problems
        self._rows[shape.name] = rows
        for row in rows:
            if (id := row.id) is not None and self._by_id.setdefault((row.policy, id), row) is not row:
                self._places.note_duplicate(row)
            if shape.needs_id and (row.id is None or not is_slug(row.id)):
                self._places.note_doubtful(row)

    def portfolio(self) -> Portfolio:
        """Return the policies, or raise all that is wrong."""
        top = self._rows["policies"]
        policies = {row.policy: row for row in reversed(top)}
        self.problems += check_rows([row for rows in self._rows.values() for row in rows], self._by_id)
        fields = {
            (cls, table): path
            for shape in table_shapes().values()
            for path, table in shape.lists
            for cls in shape.classes
        }
        for name, shape in table_shapes().items():
            for row in sorted(self._rows[name], key=lambda row: row.position) if shape.fields else ():
                self._attach(row, shape, policies, fields)
        built = []
        for row in top:
            try:
                built.append(build(row.data, Policy))
            except InvalidDocument as error:
                self._places.add(error.problems, row)
        self.problems += self._unknown_policies(policies)
        placed = self._places.problems(self._tables, {name for name, rows in self._rows.items() if not rows})
        # A problem follows only from problems that are reported: no row is left out in silence.
        self.problems += placed if placed or self.problems else self._places.references
        if self.problems:
            order = {table.name: place for place, table in enumerate(self._tables.values())}
            by_place = sorted(
                dict.fromkeys(self.problems), key=lambda each: (order.get(str(each.sheet), -1), each.line or 0)
            )
            raise InvalidDocument(*by_place)
        return Portfolio(built)

    def _attach(
        self, row: Row, shape: TableShape, policies: Mapping[str, Row], fields: Mapping[Any, tuple[str, ...]]
    ) -> None:
        """Put a row into the list of what it belongs to."""
        if not row.policy:
            self._report_lost(row, row.problem("no_policy_cell", "policy"))
            return
        if row.policy not in policies:
            self._report_lost(row, None)
            self._homeless.setdefault(row.policy, []).append(row)
            return
        if shape.needs_holder and not row.holder:
            lacks = row.table.lacks(shape.holder)
            self._report_lost(row, None if lacks else row.problem("empty_cell", shape.holder))
            return
        holder = self._by_id.get((row.policy, row.holder)) if row.holder else policies[row.policy]
        if holder is None:
            near = nearest(row.holder, [id for policy, id in self._by_id if policy == row.policy])
            problem = row.problem("no_such_row", shape.holder, near, value=row.holder)
            self._places.add_reference(problem, row, holders_of(shape.name) - {"policies"}, row.holder)
            return
        classes = holder.shape.classes
        path = next((fields[cls, shape.name] for cls in classes if (cls, shape.name) in fields), None)
        if path is None:
            if not self._places.is_duplicate(row.policy, row.holder):
                value = row.holder or row.policy
                self.problems.append(row.problem("wrong_holder", shape.holder or "policy", value=value))
            return
        data = holder.data
        for step in path[:-1]:
            data = data.setdefault(step, {})
        if shape.is_single:
            if path[-1] in data:
                first = self._places.row_of(data, path[-1])
                self.problems.append(
                    row.problem("one_row_only", "policy", value=row.policy, table=row.table.name, first=first.number)
                )
            else:
                data[path[-1]] = row.data
                self._places.note_row(data, path[-1], row)
        else:
            several = data.setdefault(path[-1], [])
            self._places.note_row(several, len(several), row)
            several.append(row.data)

    def _unknown_policies(self, policies: Mapping[str, Row]) -> Iterator[Problem]:
        """Yield each policy that rows name and that has no row, once, at the first of them."""
        if "policies" not in self._tables or not self._tables["policies"].has_ids:
            return  # that is reported
        for policy, (row, *more) in self._homeless.items():
            code = "no_such_policy_rows" if more else "no_such_policy_row"
            yield row.problem(code, "policy", nearest(policy, policies), value=policy, count=len(more))

    def _report_lost(self, row: Row, problem: Problem | None) -> None:
        """Report a row that belongs to no policy, unless the reason is reported once for all such rows."""
        self._places.note_lost(row)
        if problem is not None:
            self.problems.append(problem)
