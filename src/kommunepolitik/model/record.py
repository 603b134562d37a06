"""The base of every class of the model: described fields whose types define all that a value must be.

The types are read once per class into `FieldShape`s, which all else uses: coercion, walker, documents, docs.
"""

import datetime as dt
import operator
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Final, Literal, Self, Union, get_args, get_origin, get_type_hints

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.errors import MAX_PROBLEMS, InvalidModel, Problem
from kommunepolitik.model.address import Address
from kommunepolitik.model.help_text import RecordDoc, RecordSignature
from kommunepolitik.model.mapping import FrozenMapping
from kommunepolitik.model.period import Period
from kommunepolitik.model.scalars import SCALARS, coerce_choice, coerce_scalar, describe
from kommunepolitik.model.text import check_length, is_slug, slug_of
from kommunepolitik.model.unit import Unit

MAX_COLLECTED: Final = 10 * MAX_PROBLEMS
"""About how many problems are collected at most."""


@attrs.frozen(init=False)
class Ref:
    """Marks a text as the id of another element of the same policy, of one of the named classes (any, if none)."""

    kinds: tuple[str, ...]

    def __init__(self, *kinds: str) -> None:
        """Name the classes the reference may lead to."""
        self.__attrs_init__(kinds)


@attrs.frozen
class Slug:
    """Marks a text as an id: `a-z`, `0-9` and single hyphens."""


class _Last:
    """Marks a field that a person writes after all others of its element."""


LAST: Final = _Last()


class _Lone:
    """Marks a list of texts that may be written as a single text."""


LONE: Final = _Lone()


def arrange(_cls: type, fields: "list[attrs.Attribute[Any]]") -> "list[attrs.Attribute[Any]]":
    """Give each field its description, put the last fields last, and leave coercion to `Record`.

    A converter of a field only declares to type checkers what the field takes: `Record` coerces all fields together, so
    that all problems are raised together.
    """
    for field in fields:
        if not field.metadata:  # it is the class's own, and new: copies by `evolve` would take a fifth of the import
            object.__setattr__(field, "converter", None)
            object.__setattr__(field, "metadata", types.MappingProxyType({"description": get_args(field.type)[-1]}))
    return sorted(fields, key=lambda field: LAST in get_args(field.type))


class Record:
    """The base of all classes of the model: values are coerced and checked when an object is made.

    Lists become tuples, texts are normalised (see `normalise_text`), periods may be given as text; all that is wrong
    with the fields is raised together as `InvalidModel`, and only then are the rules between the fields checked. What
    attrs would generate for each class (equality, hash, repr) is here once, as it takes long to compile.
    """

    __slots__ = ()
    __signature__ = RecordSignature(lambda cls: shapes_of(cls))  # noqa: PLW0108 - it is defined below

    def __init_subclass__(cls) -> None:
        if isinstance(text := cls.__dict__.get("__doc__"), str):  # attrs makes each class twice
            cls.__doc__ = RecordDoc(text, shapes_of)  # type: ignore[assignment]

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, shape.name) for shape in shapes_of(type(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record) or type(self) is not type(other):
            return NotImplemented
        return self is other or self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), self._values()))

    __repr__ = short_repr

    def __attrs_post_init__(self) -> None:
        problems: list[Problem] = []
        for shape in shapes_of(type(self)):
            value = getattr(self, shape.name)
            if value is shape.default:
                continue
            try:
                coerced = shape.coerce(value)
            except InvalidModel as error:
                problems += within(shape.name, error)
            else:
                if coerced is not value:
                    object.__setattr__(self, shape.name, coerced)
        problems = problems or list(self._problems())
        if problems:
            raise InvalidModel(*problems)

    @classmethod
    def of_coerced(cls, values: Mapping[str, Any]) -> Self:
        """Return an object of values that were coerced already; only the rules between the fields are checked."""
        made = cls.__new__(cls)
        for shape in shapes_of(cls):
            object.__setattr__(made, shape.name, values.get(shape.name, shape.default))
        if problems := list(made._problems()):
            raise InvalidModel(*problems)
        return made

    def _problems(self) -> Iterator[Problem]:
        """Yield what breaks the rules between the fields; each class defines its own."""
        return iter(())


@attrs.frozen(kw_only=True)
class FieldShape:
    """What one field of a class contains, read from its type."""

    name: str
    description: str
    default: Any
    """The default, or `attrs.NOTHING` for a field that must be given."""
    many: bool
    optional: bool
    scalar: type | None = None
    choices: tuple[str, ...] = ()
    records: tuple[type[Record], ...] = ()
    """The classes allowed; of several, the key `kind` selects one."""
    mark: Ref | Slug | None = None
    lone: bool = False
    """Whether a list may be given as its only text."""

    @property
    def required(self) -> bool:
        """Whether it must be given."""
        return self.default is attrs.NOTHING

    def coerce(self, value: Any, coercion: "Coercion | None" = None) -> Any:
        """Return the value as the model stores it, or raise all that is wrong with it."""
        coercion = coercion or _PYTHON
        if not self.many:
            return self._coerce_one(value, coercion)
        if value is None:
            return ()
        if self.lone and isinstance(value, str):
            value = (value,)
        if isinstance(value, (str, Mapping, Record)) or not isinstance(value, Iterable):
            raise InvalidModel(Problem(code="expected_list", data={"found": describe(value)}))
        items, problems = [], list[Problem]()
        for index, item in enumerate(value):
            try:
                items.append(self._coerce_one(item, coercion))
            except InvalidModel as error:
                problems += within(index, error)
            if len(problems) > MAX_COLLECTED:
                break
        if problems:
            raise InvalidModel(*problems)
        return value if isinstance(value, tuple) and all(map(operator.is_, value, items)) else tuple(items)

    def _coerce_one(self, value: Any, coercion: "Coercion") -> Any:
        if value is None:
            return self._coerce_absent()
        if self.records and not (self.scalar is str and isinstance(value, str)):
            return coercion.record(value, self.records)
        if self.choices:
            return coerce_choice(value, self.choices)
        assert self.scalar is not None
        coerced = coercion.scalar(value, self.scalar)
        if coerced is None or coerced == "":  # a blank text
            return self._coerce_absent()
        if self.mark is not None:
            if not is_slug(coerced):
                data = {"value": coerced, "suggestion": slug_of(coerced)}
                raise InvalidModel(Problem(code="not_slug", data=data))
            check_length(coerced)
        return coerced

    def _coerce_absent(self) -> None:
        if self.many or not self.optional:
            raise InvalidModel(Problem(code="empty"))


class Coercion:
    """How single values are read: here as Python gives them; documents add what they write in another way."""

    def scalar(self, value: Any, scalar: type) -> Any:
        """Return a value of one of `SCALARS`, or raise what is wrong."""
        return coerce_scalar(value, scalar)

    def record(self, value: Any, classes: tuple[type[Record], ...]) -> Any:
        """Return an object of one of several classes, or raise what is wrong."""
        if isinstance(value, classes):
            return value
        if isinstance(value, str) and (find := getattr(classes[0], "find", None)) is not None:
            return find(value)
        expected = " or ".join(cls.__name__ for cls in classes)
        raise InvalidModel(Problem(code="expected_object", data={"expected": expected, "found": describe(value)}))


_PYTHON: Final = Coercion()


def repeated(values: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield each value that an earlier one equals, with its index."""
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value in seen:
            yield index, value
        seen.add(value)


def within(step: str | int, error: InvalidModel) -> list[Problem]:
    """Return the problems of a part with their paths from the whole."""
    return [attrs.evolve(problem, path=(step, *problem.path)) for problem in error.problems]


# Converters that declare to type checkers what fields of these types take, and are never called (see `arrange`).


def to_period(value: Period | str | int | dt.date) -> Period:  # type: ignore[empty-body]
    """Return a period."""


def maybe_period(value: Period | str | int | dt.date | None) -> Period | None:
    """Return a period, if there is one."""


def maybe_unit(value: Unit | str | None) -> Unit | None:
    """Return a unit, if there is one."""


def to_mapping(value: Mapping[str, Any]) -> FrozenMapping:  # type: ignore[empty-body]
    """Return a mapping that does not change."""


def to_address(value: Address | str) -> Address:  # type: ignore[empty-body]
    """Return an address."""


_SHAPES: dict[type, tuple[FieldShape, ...]] = {}


def shapes_of(cls: type) -> tuple[FieldShape, ...]:
    """Return the shapes of a class's fields, in order."""
    if cls not in _SHAPES:
        hints = get_type_hints(cls, include_extras=True)
        _SHAPES[cls] = tuple(_shape(field, hints[field.name]) for field in attrs.fields(cls))
    return _SHAPES[cls]


def _shape(field: "attrs.Attribute[Any]", hint: Any) -> FieldShape:
    kind, *marks = get_args(hint)
    many = get_origin(kind) is Sequence
    members = get_args(kind) if many or get_origin(kind) in (Union, types.UnionType) else (kind,)
    if many and get_origin(members[0]) in (Union, types.UnionType):
        members = get_args(members[0])
    kind = members[0]  # None is written last
    if get_origin(kind) is Annotated:
        kind, *inner = get_args(kind)
        marks += inner
    return FieldShape(
        name=field.name,
        description=field.metadata["description"],
        default=field.default,
        many=many,
        optional=type(None) in members,
        scalar=kind if kind in SCALARS else None,
        choices=get_args(kind) if get_origin(kind) is Literal else (),
        records=tuple(m for m in members if isinstance(m, type) and issubclass(m, Record)),
        mark=next((mark for mark in marks if isinstance(mark, Ref | Slug)), None),
        lone=LONE in marks,
    )
