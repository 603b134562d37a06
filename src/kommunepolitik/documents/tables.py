"""The tables of a policy: one for each class of the model, with columns for its fields."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Final, Literal

import attrs

from kommunepolitik.model import Element, Municipality, Policy
from kommunepolitik.model.mapping import FrozenMapping
from kommunepolitik.model.record import FieldShape, Record, Ref, Slug, shapes_of
from kommunepolitik.model.selections import Selections, Share

Kind = Literal["text", "number", "integer", "boolean", "json", "ids"]
"""The kind of a cell: `json` is JSON in a text, for lists of texts and mappings; `ids` are ids with spaces between."""

_NAMES: Final = {
    "Policy": "policies",
    "CoreValue": "values",
    "MeasuredBy": "measured_by",
    "Activity": "activities",
    "Missing": "gaps",
    "Continuation": "lineage",
    "JudgementWord": "judgement_scale",
    "IgnoredCheck": "ignored",
    "Reporting": "reporting",
}
_TARGETS: Final = "targets"
_HOLDERS: Final = {"goals": "parent"}
"""The name of the column with the holder of a row, where it is not that of the class."""


@attrs.frozen(kw_only=True)
class TableColumn:
    """The column of a field; the field may be one of a record within the row's own."""

    name: str
    path: tuple[str, ...]
    kind: Kind
    description: str
    default: object = None
    """The value of the field where the cell is empty."""
    is_mark: bool = False
    """Whether it only states that the record exists, which the record's other columns need not show."""
    needed: bool = False
    """Whether every row of its class has a value there."""
    refers: tuple[str, ...] | None = None
    """The classes of the elements it names (none: of any class); None where it names no elements."""


@attrs.frozen(kw_only=True)
class TableShape:
    """A table: its name, the classes its rows are of, and its columns."""

    name: str
    classes: tuple[type[Record], ...]
    holder: str
    """The column that names what a row belongs to (empty there: the policy); none where all belong to the policy."""
    columns: tuple[TableColumn, ...]
    lists: tuple[tuple[tuple[str, ...], str], ...]
    """The fields whose records are rows of other tables, each with the table."""
    fields: tuple[tuple[str, ...], ...]
    """The fields that its rows are in; none for policies. No class has two such fields."""
    is_single: bool
    """Whether what a row belongs to has at most one."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, in order."""
        shown = ("target",) if self.name == "targets" else ()
        return tuple(dict.fromkeys((*HEAD, *self.place, *shown, *(column.name for column in self.columns))))

    @property
    def place(self) -> tuple[str, ...]:
        """The columns of what a row belongs to."""
        holder = (self.holder,) if self.holder else ()
        area = ("area",) if self.name == "goals" else ()
        return (*area, *holder, "position") if self.fields else ()

    @cached_property
    def by_name(self) -> Mapping[str, TableColumn]:
        """The columns that are read, by name; `title` is among them where it is a field."""
        return {column.name: column for column in self.columns}

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """The columns that every row has a value in; a policy has its id in `policy` too."""
        holder = (self.holder,) if self.needs_holder else ()
        own = [column.name for column in self.columns if column.needed] if len(self.classes) == 1 else ["kind"]
        return ("policy", *holder, *(name for name in own if self.fields or name != "id"))

    @cached_property
    def needs_holder(self) -> bool:
        """Whether its rows belong to rows of other tables, and never to the policy itself."""
        return bool(self.holder) and "policies" not in holders_of(self.name)

    @cached_property
    def needs_id(self) -> bool:
        """Whether its rows are elements, each with an id that is unique within the policy."""
        return bool(self.fields) and issubclass(self.classes[0], Element)


FIGURES: Final = ("observations", "results")
"""The tables that may be beside those of policies, but are not part of them."""

HEAD: Final = ("policy", "municipality_code", "municipality", "title")
"""The first columns of each table: id of the policy, code and name of its municipality, and the name of the row."""


@cache
def table_shapes() -> dict[str, TableShape]:
    """Return the tables by name, in the order of the fields of a policy."""
    holders: dict[str, dict[tuple[str, str], tuple[str, ...]]] = {}
    single: set[str] = set()
    classes: dict[str, list[type[Record]]] = {"policies": [Policy]}
    waiting: list[type[Record]] = [Policy]
    for cls in waiting:  # grows while it is read
        for path, shape in _lists(cls):
            name = table_of(shape)
            holders.setdefault(name, {})[cls.__name__, ".".join(path)] = path
            if not shape.many:
                single.add(name)
            records = classes.setdefault(name, [])
            new = [each for each in shape.records if each not in records]
            records += new
            waiting += new
    return {
        name: _table(name, tuple(records), holders.get(name, {}), is_single=name in single)
        for name, records in classes.items()
    }


@cache
def tables_with(classes: tuple[str, ...]) -> frozenset[str]:
    """Return the tables whose rows are elements of some classes, given by name; with none, of any class."""
    return frozenset(
        name
        for name, shape in table_shapes().items()
        if shape.needs_id and (not classes or any(cls.__name__ in classes for cls in shape.classes))
    )


@cache
def holders_of(name: str) -> frozenset[str]:
    """Return the tables whose rows may have rows of a table."""
    return frozenset(each for each, shape in table_shapes().items() if any(name == other for _, other in shape.lists))


def table_of(shape: FieldShape) -> str:
    """Return the name of the table whose rows are the records of a field."""
    if len(shape.records) > 1:
        return _TARGETS
    name = shape.records[0].__name__
    return _NAMES.get(name) or f"{_snake(name)}s"


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def is_row(shape: FieldShape) -> bool:
    """Return whether the records of a field are rows of a table, and not columns of the row they are in."""
    return bool(shape.records) and (shape.many or issubclass(shape.records[0], Element))


def _lists(cls: type[Record], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], FieldShape]]:
    """Yield the fields of a class, and of the records within its rows, whose records are rows of tables."""
    for shape in shapes_of(cls):
        if is_row(shape):
            yield (*path, shape.name), shape
        elif shape.records and shape.records != (Municipality,):
            yield from _lists(shape.records[0], (*path, shape.name))


def _table(
    name: str,
    classes: tuple[type[Record], ...],
    holders: dict[tuple[str, str], tuple[str, ...]],
    *,
    is_single: bool,
) -> TableShape:
    columns: dict[str, TableColumn] = {}
    lists: dict[tuple[str, ...], str] = {}
    for cls in classes:
        if len(classes) > 1:
            columns["kind"] = TableColumn(name="kind", path=("kind",), kind="text", description="What kind it is")
        columns |= {column.name: column for column in _columns(cls)}
        lists |= {path: table_of(shape) for path, shape in _lists(cls)}
    owners = {owner for owner, _ in holders}
    holder = _HOLDERS.get(name, "")
    if not holder and owners - {"Policy"}:
        only = owners.pop() if len(owners) == 1 else "element"
        holder = _snake(only)
    return TableShape(
        name=name,
        classes=classes,
        holder=holder,
        columns=tuple(columns.values()),
        lists=tuple(lists.items()),
        fields=tuple(dict.fromkeys(holders.values())),
        is_single=is_single,
    )


def _columns(cls: type[Record], path: tuple[str, ...] = ()) -> Iterator[TableColumn]:
    for shape in shapes_of(cls):
        here = (*path, shape.name)
        name, about = "_".join(here), shape.description
        if shape.records == (Municipality,):
            yield TableColumn(name="fictitious", path=(*here, "fictitious"), kind="boolean", description=_MADE_UP)
        elif is_row(shape):
            continue
        elif shape.records:
            if not has_required(shape.records[0]):
                words = f"Whether there is any: {about}"
                yield TableColumn(name=name, path=here, kind="boolean", description=words, is_mark=True)
            yield from _columns(shape.records[0], here)
        else:
            default = shape.default if isinstance(shape.default, str | bool | int | float) else None
            refers = shape.mark.kinds if isinstance(shape.mark, Ref) else None
            yield TableColumn(
                name=name,
                path=here,
                kind=_kind(shape),
                description=about,
                default=default,
                needed=shape.required and not path,
                refers=refers,
            )


def has_required(cls: type[Record]) -> bool:
    """Return whether a record has a column that is never empty, so that it shows whether the record is there."""
    required = [shape for shape in shapes_of(cls) if shape.required and not is_row(shape) and not shape.many]
    return any(not shape.records or has_required(shape.records[0]) for shape in required)


_MADE_UP: Final = "Whether the municipality is made up"


def _kind(shape: FieldShape) -> Kind:
    if shape.many:
        return "ids" if isinstance(shape.mark, Ref | Slug) else "json"
    if shape.scalar in (FrozenMapping, Selections, Share):
        return "json"
    kinds: Sequence[tuple[type, Kind]] = ((float, "number"), (int, "integer"), (bool, "boolean"))
    return next((kind for cls, kind in kinds if shape.scalar is cls), "text")
