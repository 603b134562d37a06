"""What every class of the model is made of: described fields whose types say all that a value must be.

The types are read once per class into `FieldShape`s. They coerce and check values at construction, lead the one walker
through references, and tell documents, docs and test strategies what a class holds.
"""

import datetime as dt
import math
import types
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from numbers import Real
from typing import Annotated, Any, Literal, TypeVar, Union, dataclass_transform, get_args, get_origin

import attrs

from kommunepolitik.errors import InvalidModel, Phrase, Problem
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.period import Period
from kommunepolitik.model.text import MAX_ID, is_address, is_slug, normalise_text, slug_of

T = TypeVar("T")


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


@attrs.frozen
class Address:
    """Marks a text as an address in another policy: `policy-id` or `policy-id#element-id`."""


def described(description: str, *, default: Any = attrs.NOTHING) -> Any:
    """Declare a field of the model with what it means; without a default it must be given."""
    return attrs.field(default=default, metadata={"description": description})


def _trailing(description: str, *, default: Any) -> Any:
    """Declare a field that a person writes after all others."""
    return attrs.field(default=default, metadata={"description": description, "trailing": True})


def _order(_cls: type, fields: "list[attrs.Attribute[Any]]") -> "list[attrs.Attribute[Any]]":
    """Put the fields that every element shares after its own, as a person would write them."""
    return sorted(fields, key=lambda field: field.metadata.get("trailing", False))


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(described, _trailing))
def record(cls: type[T]) -> type[T]:
    """Make a frozen, keyword-only attrs class whose fields are in the order a person would write them."""
    return attrs.frozen(kw_only=True, field_transformer=_order)(cls)


class Record:
    """The base of all classes of the model: values are coerced and checked when an object is made.

    Lists become tuples, texts are normalised (see `normalise_text`), periods may be given as text; all that is wrong
    with the fields is raised together as `InvalidModel`, and only then the rules between the fields are looked at.
    """

    __slots__ = ()

    def __attrs_post_init__(self) -> None:
        problems: list[Problem] = []
        for shape in shapes_of(type(self)):
            value = getattr(self, shape.name)
            if value is shape.default:
                continue
            try:
                coerced = shape.coerce(value)
            except InvalidModel as error:
                problems += [attrs.evolve(p, path=(shape.name, *p.path)) for p in error.problems]
            else:
                if coerced is not value:
                    object.__setattr__(self, shape.name, coerced)
        problems = problems or list(self._problems())
        if problems:
            raise InvalidModel(*problems)

    def _problems(self) -> Iterator[Problem]:
        """Yield what breaks the rules between the fields; each class says its own."""
        return iter(())


@attrs.frozen(kw_only=True)
class FieldShape:
    """What one field of a class holds, read from its type."""

    name: str
    description: str
    default: Any
    """The default, or `attrs.NOTHING` for a field that must be given."""
    many: bool
    """Whether it holds a tuple of values."""
    optional: bool
    """Whether the value may be absent."""
    scalar: type | None = None
    """`str`, `float`, `int`, `bool` or `Period`."""
    choices: tuple[str, ...] = ()
    """The words allowed."""
    records: tuple[type[Record], ...] = ()
    """The classes allowed; of several, the key `kind` tells which."""
    mark: Ref | Slug | Address | None = None

    @property
    def required(self) -> bool:
        """Whether it must be given."""
        return self.default is attrs.NOTHING

    def coerce(self, value: Any) -> Any:
        """Return the value as the model keeps it, or raise all that is wrong with it."""
        if not self.many:
            return self._coerce_one(value)
        if value is None:
            return ()
        if isinstance(value, (str, Mapping, Record)) or not isinstance(value, Iterable):
            raise InvalidModel(Problem(code="expected_list", data={"found": describe(value)}))
        items: list[Any] = []
        problems: list[Problem] = []
        for index, item in enumerate(value):
            try:
                items.append(self._coerce_one(item))
            except InvalidModel as error:
                problems += [attrs.evolve(p, path=(index, *p.path)) for p in error.problems]
        if problems:
            raise InvalidModel(*problems)
        return value if isinstance(value, tuple) and all(map(_is, value, items)) else tuple(items)

    def _coerce_one(self, value: Any) -> Any:
        if value is None and self.optional and not self.many:
            return None
        if value is None:
            raise InvalidModel(Problem(code="empty"))
        if self.records:
            return self._coerce_record(value)
        if self.choices:
            return coerce_choice(value, self.choices)
        if self.scalar is str:
            return self._coerce_text(value)
        assert self.scalar is not None
        return coerce_scalar(value, self.scalar)

    def _coerce_record(self, value: Any) -> Any:
        if isinstance(value, self.records):
            return value
        for cls in self.records:
            read = getattr(cls, "from_text", None)
            if read is not None and isinstance(value, str):
                return read(value)
        expected = " or ".join(cls.__name__ for cls in self.records)
        raise InvalidModel(Problem(code="expected_object", data={"expected": expected, "found": describe(value)}))

    def _coerce_text(self, value: Any) -> Any:
        text = coerce_scalar(value, str)
        if not text:
            if self.optional and not self.many:
                return None
            raise InvalidModel(Problem(code="empty"))
        check_mark(text, self.mark)
        return text


def _is(one: Any, other: Any) -> bool:
    return one is other


def check_mark(text: str, mark: object) -> None:
    """Raise what is wrong with a text that is marked as an id, a reference or an address."""
    if isinstance(mark, Slug | Ref) and not is_slug(text):
        raise InvalidModel(Problem(code="not_slug", data={"value": text, "suggestion": slug_of(text)}))
    if isinstance(mark, Slug | Ref | Address) and (longest := max(map(len, text.split("#")))) > MAX_ID:
        raise InvalidModel(Problem(code="too_long", data={"length": longest, "limit": MAX_ID}))
    if isinstance(mark, Address) and not is_address(text):
        raise InvalidModel(Problem(code="not_an_address", data={"value": text}))


def coerce_scalar(value: Any, scalar: type) -> Any:
    """Return a value of a scalar type of the model, or raise what is wrong; nothing is converted by guess."""
    if scalar is str:
        if not isinstance(value, str):
            raise InvalidModel(Problem(code="expected_text", data={"found": describe(value)}))
        return normalise_text(value)
    if scalar is Period:
        if isinstance(value, Period):
            return value
        if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            return Period(str(value))
        if isinstance(value, dt.date):
            return Period(value)
        raise InvalidModel(Problem(code="not_period", data={"value": describe(value)}))
    if scalar is bool:
        if not isinstance(value, bool):
            near = nearest(value, ("true", "false")) if isinstance(value, str) else None
            raise InvalidModel(Problem(code="expected_yes_no", data={"found": describe(value)}, nearest=near))
        return value
    return _coerce_number(value, scalar)


def _coerce_number(value: Any, scalar: type) -> float | int:
    code = "expected_whole_number" if scalar is int else "expected_number"
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        raise InvalidModel(Problem(code=code, data={"found": describe(value)}))
    try:
        number = float(value)
    except (OverflowError, ValueError):  # beyond a float; a Decimal that signals
        number = math.inf
    if not math.isfinite(number):
        raise InvalidModel(Problem(code="not_finite", data={"value": describe(value)}))
    if scalar is int:
        if number != int(number):
            raise InvalidModel(Problem(code=code, data={"found": describe(value)}))
        return int(value) if isinstance(value, int) else int(number)
    return number


def coerce_choice(value: Any, choices: tuple[str, ...]) -> str:
    """Return one of the allowed words, or raise with the nearest."""
    if not isinstance(value, str):
        raise InvalidModel(Problem(code="expected_text", data={"found": describe(value)}))
    if value not in choices:
        data = {"value": value, "choices": ", ".join(choices)}
        raise InvalidModel(Problem(code="not_one_of", data=data, nearest=nearest(value, choices)))
    return str(value)


def describe(value: Any) -> Phrase:
    """Say what a value is, for a message to someone who wrote a document."""
    if value is None:
        return Phrase("found_nothing")
    if isinstance(value, str):
        return Phrase("found_text", value)
    if isinstance(value, Mapping):
        return Phrase("found_keys")
    if isinstance(value, list | tuple):
        return Phrase("found_list")
    if isinstance(value, bool):
        return Phrase("found_truth", str(value).lower())
    if isinstance(value, float):
        return Phrase("found_number", repr(value))
    if isinstance(value, int):
        return Phrase("found_number", str(value)) if value.bit_length() < 128 else Phrase("found_long_number")
    return Phrase("found_object", type(value).__name__)


_SHAPES: dict[type, tuple[FieldShape, ...]] = {}


def shapes_of(cls: type) -> tuple[FieldShape, ...]:
    """Return the shapes of a class's fields, in order."""
    shapes = _SHAPES.get(cls)
    if shapes is None:
        attrs.resolve_types(cls)
        shapes = _SHAPES[cls] = tuple(_shape(field) for field in attrs.fields(cls))
    return shapes


def _shape(field: "attrs.Attribute[Any]") -> FieldShape:
    kind: Any = field.type
    optional = many = False
    mark = None
    if get_origin(kind) is tuple:
        many, kind = True, get_args(kind)[0]
    if get_origin(kind) in (Union, types.UnionType) and type(None) in get_args(kind):
        optional = True
        rest = [arg for arg in get_args(kind) if arg is not type(None)]
        kind = Union[tuple(rest)]  # noqa: UP007 - built from a list
    if get_origin(kind) is Annotated:
        kind, mark = get_args(kind)
    members = get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,)
    return FieldShape(
        name=field.name,
        description=field.metadata["description"],
        default=field.default,
        many=many,
        optional=optional,
        scalar=kind if kind in (str, float, int, bool, Period) else None,
        choices=get_args(kind) if get_origin(kind) is Literal else (),
        records=tuple(m for m in members if isinstance(m, type) and issubclass(m, Record)),
        mark=mark,
    )
