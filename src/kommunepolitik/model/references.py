"""The one walker through a policy, and the check of all references by what the types declare.

It walks the plain data of a document too, so that dangling references are reported with everything else.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import attrs

from kommunepolitik.errors import MAX_LISTED, MAX_PROBLEMS, Problem, element_of, no_element_of, show_path
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.record import FieldShape, Record, Ref, Slug, shapes_of
from kommunepolitik.model.text import is_slug

Path = tuple[str | int, ...]


@attrs.frozen
class Visit:
    """A record visited on the walk: where, of what class, and the object or plain mapping itself."""

    path: Path
    kind: type[Record]
    value: Any

    def get(self, name: str) -> Any:
        """Return a field of the record, in either form."""
        return getattr(self.value, name) if isinstance(self.value, Record) else self.value.get(name)

    @property
    def is_element(self) -> bool:
        """Whether records of its class are elements: their id is unique within the policy."""
        return self.facts.is_element

    @property
    def facts(self) -> "_ClassFacts":
        """What the walk uses of its class."""
        return _facts(self.kind)  # type: ignore[arg-type]  # mypy: a class as its objects

    @property
    def id(self) -> str | None:
        """The record's id as an element of the policy, if it is one and has a usable one."""
        value = self.get("id") if self.is_element else None
        return str(value) if isinstance(value, str) and is_slug(value) else None

    def items(self, shape: FieldShape) -> Iterator[tuple[Path, Any]]:
        """Yield the values of a field, each with its path."""
        value, path = self.get(shape.name), (*self.path, shape.name)
        if shape.many and isinstance(value, list | tuple):
            yield from (((*path, index), item) for index, item in enumerate(value))
        else:
            yield path, value


class _ClassFacts(NamedTuple):
    """What the walk uses of a class: whether it is of elements; its fields with records, and with references."""

    is_element: bool
    records: tuple[FieldShape, ...]
    references: tuple[tuple[FieldShape, Ref], ...]


@cache
def _facts(kind: type) -> _ClassFacts:
    shapes = shapes_of(kind)
    return _ClassFacts(
        is_element=any(each.name == "id" and isinstance(each.mark, Slug) and each.required for each in shapes),
        records=tuple(shape for shape in shapes if shape.records),
        references=tuple((shape, shape.mark) for shape in shapes if isinstance(shape.mark, Ref)),
    )


def walk(value: Any, kind: type[Record], path: Path = ()) -> list[Visit]:
    """Visit a record and all records in it, in the order of the document; all other values are skipped."""
    visits: list[Visit] = []
    _visit(visits, Visit(path, kind, value))
    return visits


def _visit(visits: list[Visit], visit: Visit) -> None:
    visits.append(visit)
    for shape in visit.facts.records:
        if visit.get(shape.name) in (None, ()):  # as most fields are
            continue
        for place, item in visit.items(shape):
            if (cls := _class_of(item, shape)) is not None:
                _visit(visits, Visit(place, cls, item))


def _class_of(item: Any, shape: FieldShape) -> type[Record] | None:
    if isinstance(item, Record):
        return type(item)
    if not isinstance(item, Mapping):
        return None
    if len(shape.records) == 1:
        return shape.records[0]
    return next((cls for cls in shape.records if getattr(cls, "kind", None) == item.get("kind")), None)


def reference_problems(value: Any, kind: type[Record], home: Record | None = None) -> list[Problem]:
    """Return ids used twice, and references to nothing or a wrong class; elements of `home` are known too."""
    problems: list[Problem] = []
    visits = walk(value, kind)
    beside = () if home is None else walk(home, type(home))
    known = {visit.id: visit for visit in beside if visit.id is not None}
    for visit in visits:
        if (id := visit.id) is None:
            continue
        if id in known:
            data = {"value": id, "first": show_path(known[id].path) or "policy"}
            problems.append(Problem(code="duplicate_id", data=data, path=(*visit.path, "id")))
        else:
            known[id] = visit
    dangling = 0
    for visit in visits:
        for shape, ref in visit.facts.references:
            for path, target in visit.items(shape):
                # A text that is not an id was reported where it was read.
                if not isinstance(target, str) or not is_slug(target):
                    continue
                if (problem := _problem(str(target), ref, known, dangling < MAX_PROBLEMS)) is not None:
                    problems.append(attrs.evolve(problem, path=path))
                    dangling += 1
    return problems


def _problem(target: str, ref: Ref, known: Mapping[str, Visit], look: bool) -> Problem | None:
    """Return what is wrong with a reference; looks for the nearest id only as often as a message shows it."""
    found = known.get(target)
    if found is not None and (not ref.kinds or found.kind.__name__ in ref.kinds):
        return None
    data: dict[str, Any] = {"value": target, "kind": no_element_of(*ref.kinds)}
    if found is not None:
        data = {"value": target, "kind": element_of(*ref.kinds), "found": element_of(found.kind.__name__)}
    code = "dangling" if found is None else "wrong_kind"
    if not look:
        return Problem(code=code, data=data)
    right = sorted(key for key, each in known.items() if not ref.kinds or each.kind.__name__ in ref.kinds)
    near = nearest(target, right)
    choices = tuple(right) if near is None and len(right) <= MAX_LISTED else ()
    return Problem(code=code, data=data, nearest=near, choices=choices)
