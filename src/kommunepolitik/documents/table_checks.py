"""Checks across the rows of tables: duplicates, and rows that do not fit what they belong to."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

from kommunepolitik.documents.table_rows import Row
from kommunepolitik.errors import Problem

ById = Mapping[tuple[str, str], Row]
"""The rows of elements, by the ids of policy and element."""


def check_rows(rows: Iterable[Row], by_id: ById) -> Iterator[Problem]:
    """Yield what is wrong among rows."""
    rows = list(rows)
    yield from _duplicates(rows)
    yield from _circles(by_id)
    yield from _other_areas(by_id)


def _duplicates(rows: Iterable[Row]) -> Iterator[Problem]:
    """Yield rows that repeat another one: its policy, its id, its place, or all its values."""
    first: dict[Hashable, Row] = {}
    for row in rows:
        name = row.shape.name
        home = (name, row.policy, row.holder)
        if name == "policies":
            earlier = first.setdefault(("policy", row.policy), row)
            if earlier is not row:
                yield row.problem("policy_row_twice", "policy", value=row.policy, **_named(earlier))
            first.setdefault(("id", row.policy, row.policy), row)  # no element has the id of its policy
            continue
        if row.id is not None:
            earlier = first.setdefault(("id", row.policy, row.id), row)
            if earlier is not row:
                yield row.problem("id_used_in_row", "id", value=row.id, **_named(earlier))
                if row.data == earlier.data:
                    continue  # the repeated position follows from it
        if row.shape.needs_holder and not row.holder:
            continue
        if row.id is None and row.table.is_whole:
            # A list may contain the same twice, each at its position; a row that was copied has the position of the
            # first.
            earlier = first.setdefault(("row", *home, repr(row.data), row.position), row)
            if earlier is not row:
                if name != "targets":  # the model compares those of an indicator
                    yield row.problem("row_twice", **_named(earlier))
                continue
        if isinstance(row.position, int):
            earlier = first.setdefault(("position", *home, row.position), row)
            if earlier is not row:
                yield row.problem("position_twice", "position", value=row.position, **_named(earlier))


def _named(row: Row) -> dict[str, Any]:
    return {"table": row.table.name, "first": row.number}


def _circles(by_id: ById) -> Iterator[Problem]:
    """Yield rows that belong to each other in a circle, and so to no policy."""
    for (policy, _), row in by_id.items():
        if not row.holder:
            continue
        seen = set[int]()
        step: Row | None = row
        while step is not None and id(step) not in seen:
            seen.add(id(step))
            step = by_id.get((policy, step.holder)) if step.holder else None
        if step is row:
            yield row.problem("holder_circle", row.shape.holder or "policy", value=row.holder)


def _other_areas(by_id: ById) -> Iterator[Problem]:
    """Yield goals whose area differs from the area of what they belong to."""
    for (policy, _), row in by_id.items():
        if not row.area:
            continue
        top, seen = row, set[int]()
        while id(top) not in seen and top.shape.name == "goals":
            seen.add(id(top))
            top = by_id.get((policy, top.holder), top)
        # Rows that belong to nothing known, or to each other in a circle, are reported as such.
        if top.shape.name == "focus_areas" and row.area != top.data.get("id"):
            yield row.problem("other_area", "area", value=row.area, holder=row.holder)
