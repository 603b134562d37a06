"""The one walker through a policy, and the check of all references by what the types declare.

It walks objects of the model as well as the plain data of a document that could not be built yet, so that dangling
references are told together with everything else that is wrong with a file.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from kommunepolitik.errors import MAX_PROBLEMS, Problem, show_path
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.record import FieldShape, Record, Ref, Slug, shapes_of
from kommunepolitik.model.text import is_slug

Path = tuple[str | int, ...]


@attrs.frozen
class Visit:
    """One record met on the walk: where, of what class, and the object or plain mapping itself."""

    path: Path
    kind: type[Record]
    value: Any

    def get(self, name: str) -> Any:
        """Return a field of the record, whichever form it has."""
        return self.value.get(name) if isinstance(self.value, Mapping) else getattr(self.value, name)

    @property
    def id(self) -> str | None:
        """The record's id as an element of the policy, if it is one and has a usable one."""
        if not is_element(self.kind):
            return None
        value = self.get("id")
        return str(value) if isinstance(value, str) and is_slug(value) else None


def is_element(kind: type[Record]) -> bool:
    """Tell whether the records of a class are elements: their id is unique within the policy."""
    return any(shape.name == "id" and isinstance(shape.mark, Slug) and shape.required for shape in shapes_of(kind))


def walk(value: Any, kind: type[Record], path: Path = ()) -> Iterator[Visit]:
    """Visit a record and all records in it, in the order of the document; what is not a record is passed over."""
    visit = Visit(path, kind, value)
    yield visit
    for shape in shapes_of(kind):
        if not shape.records:
            continue
        held = visit.get(shape.name)
        items = enumerate(held) if shape.many and isinstance(held, list | tuple) else ((None, held),)
        for index, item in items:
            cls = _class_of(item, shape)
            if cls is not None:
                yield from walk(item, cls, (*path, shape.name) if index is None else (*path, shape.name, index))


def _class_of(item: Any, shape: FieldShape) -> type[Record] | None:
    if isinstance(item, Record):
        return type(item)
    if not isinstance(item, Mapping):
        return None
    if len(shape.records) == 1:
        return shape.records[0]
    return next((cls for cls in shape.records if getattr(cls, "kind", None) == item.get("kind")), None)


def reference_problems(value: Any, kind: type[Record], home: Record | None = None) -> list[Problem]:
    """Return every id used twice and every reference that leads nowhere, or to an element of a wrong class.

    `home` is the policy whose elements are known beside the value's own, for what stands in a file beside it.
    """
    problems: list[Problem] = []
    visits = list(walk(value, kind))
    known: dict[str, Visit] = {}
    if home is not None:
        known = {visit.id: visit for visit in walk(home, type(home)) if visit.id is not None}
    doubtful: set[str] = set()
    for visit in visits:
        if visit.id is None:
            # The id itself is wrong and told as such; that references to it dangle would be noise.
            doubtful |= _texts(visit) if is_element(visit.kind) else set()
        elif visit.id in known:
            data = {"value": visit.id, "first": show_path(known[visit.id].path) or "policy"}
            problems.append(Problem(code="duplicate_id", data=data, path=(*visit.path, "id")))
        else:
            known[visit.id] = visit
    check = _Check(known)
    for visit in visits:
        for shape in shapes_of(visit.kind):
            if isinstance(shape.mark, Ref):
                for path, target in _references(visit, shape):
                    problem = None if target in doubtful else check.problem(target, shape.mark)
                    if problem is not None:
                        problems.append(attrs.evolve(problem, path=path))
    return problems


class _Check:
    """Checks references against the ids of a policy; looks for the nearest id only as often as a message shows it."""

    def __init__(self, known: Mapping[str, Visit]) -> None:
        self._known = known
        self._right: dict[Ref, list[str]] = {}
        self._told = 0

    def problem(self, target: str, ref: Ref) -> Problem | None:
        if not is_slug(target):
            return None  # told where the text is read
        found = self._known.get(target)
        if found is not None and (not ref.kinds or found.kind.__name__ in ref.kinds):
            return None
        data = {"value": target, "kind": " or ".join(ref.kinds) or "element"}
        if found is not None:
            data["found"] = found.kind.__name__
        code = "dangling" if found is None else "wrong_kind"
        self._told += 1
        if self._told > MAX_PROBLEMS:
            return Problem(code=code, data=data)
        right = self._ids_of(ref)
        near = nearest(target, right)
        choices = tuple(right) if near is None and 0 < len(right) <= 8 else ()
        return Problem(code=code, data=data, nearest=near, choices=choices)

    def _ids_of(self, ref: Ref) -> list[str]:
        if ref not in self._right:
            wanted = ref.kinds
            self._right[ref] = sorted(
                key for key, visit in self._known.items() if not wanted or visit.kind.__name__ in wanted
            )
        return self._right[ref]


def _references(visit: Visit, shape: FieldShape) -> Iterator[tuple[Path, str]]:
    held = visit.get(shape.name)
    path = (*visit.path, shape.name)
    if isinstance(held, str):
        yield path, str(held)
    elif shape.many and isinstance(held, list | tuple):
        for index, item in enumerate(held):
            if isinstance(item, str):
                yield (*path, index), str(item)


def _texts(visit: Visit) -> set[str]:
    values = visit.value.values() if isinstance(visit.value, Mapping) else ()
    return {str(value) for value in values if isinstance(value, str)}
