"""Policies as tidy data frames, a table for each class of the model, and back."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from kommunepolitik.documents.structure import unstructure
from kommunepolitik.documents.tables import TableColumn, TableShape, table_shapes
from kommunepolitik.model import Element, Policy, Portfolio
from kommunepolitik.model.element import name_of
from kommunepolitik.model.record import Record
from kommunepolitik.model.tables import ColumnType, frame_of_rows
from kommunepolitik.model.targets import BaseTarget

if TYPE_CHECKING:
    import pandas as pd

TYPES: Final[Mapping[str, ColumnType]] = {
    "text": "string",
    "json": "string",
    "ids": "string",
    "number": "float64",
    "integer": "Int64",
    "boolean": "boolean",
}
"""The type of a column of a frame, by the kind of its cells."""


def to_frames(subject: Policy | Portfolio | Iterable[Policy]) -> "dict[str, pd.DataFrame]":
    """Return every table of some policies as a tidy data frame, by name; `from_frames` gives the policies back equal.

    A table is there even when it has no rows. Each row has the id of its policy, the municipality's code and name, and
    a title for people; then what it belongs to (`parent`, `indicator`, `track`, `element`; empty: the policy itself),
    its position there, and its fields. A record within it has columns of its own (`baseline_value`), lists of ids have
    spaces between, lists of texts and annotations are JSON. Absent text is NA, an absent number NaN.

    >>> import kommunepolitik as kp
    >>> frames = kp.to_frames(kp.load_portfolio("examples"))
    >>> frames["gaps"].groupby("why").size().to_dict()
    {'not_in_sources': 85, 'not_set': 59, 'promised': 13, 'unclear': 20}
    """
    policies = [subject] if isinstance(subject, Policy) else list(Portfolio(subject))
    shapes = table_shapes()
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in shapes}
    for policy in policies:
        home = policy.municipality
        head = {"policy": policy.id, "municipality_code": home.code, "municipality": home.name}
        areas = {goal: area.id for goal, area in policy.area_of.items()}
        for name, place, record in _rows(policy, "policies", {}):
            shape = shapes[name]
            own = {
                "area": areas.get(getattr(record, "id", "")),
                "title": _title(record, policy, place.get(shape.holder)),
                "target": record.key if isinstance(record, BaseTarget) else None,
            }
            rows[name].append(_row(record, shape, {**head, **own, **place}))
    return {
        name: frame_of_rows(rows[name], shape.names, {column: TYPES[kind_of(shape, column)] for column in shape.names})
        for name, shape in shapes.items()
    }


def kind_of(shape: TableShape, name: str) -> str:
    """Return the kind of the cells of a column of a table."""
    column = shape.by_name.get(name)
    return column.kind if column is not None else "integer" if name == "position" else "text"


def _title(record: Any, policy: Policy, holder: str | None) -> str:
    """Return the title of a row: its own name, else that of the element it names or belongs to."""
    if isinstance(record, Element):
        return name_of(record)
    if own := getattr(record, "name", None) or getattr(record, "word", None):
        return str(own)
    named = record if isinstance(record, str) else getattr(record, "indicator", None) or getattr(record, "item", None)
    return name_of(policy.elements.get(str(named)) or policy.elements.get(str(holder)) or policy)


def _rows(record: Any, table: str, place: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Yield a record and the records in it that are rows, each with its table and what it belongs to."""
    yield table, place, record
    shape = table_shapes()[table]
    for path, name in shape.lists:
        value: Any = record
        for step in path:
            value = getattr(value, step, None)
        column = table_shapes()[name].holder
        owner = None if isinstance(record, Policy) else getattr(record, "id", None)
        several = value if isinstance(value, tuple) else () if value is None else (value,)
        for position, each in enumerate(several, 1):
            below = {"position": position} | ({column: owner} if column else {})
            yield from _rows(each, name, below)


def _row(record: Any, shape: TableShape, place: Mapping[str, Any]) -> dict[str, Any]:
    row = dict(place)
    if not isinstance(record, Record):  # an id in place of a record
        return row | {shape.columns[0].name: record}
    return row | {column.name: _cell(record, column) for column in shape.columns}


def _cell(record: Any, column: TableColumn) -> Any:
    value = record
    for step in column.path:
        value = getattr(value, step, None)
        if value is None:
            return False if column.is_mark and hasattr(record, column.path[0]) else None
    if column.is_mark:
        return True
    if column.kind == "ids":
        return " ".join(value) or None
    if column.kind == "json":
        return json.dumps(unstructure(value), ensure_ascii=False) if len(value) else None
    return value if isinstance(value, str | bool | int | float) else str(value)
