"""What `help` and a notebook show of a class: its fields and, for a class of the model, its parameters.

Both are made on demand, as importing the model would take longer otherwise.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from inspect import Parameter, Signature, cleandoc
from textwrap import fill
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeVar, Union, get_args, get_origin

import attrs

if TYPE_CHECKING:
    from kommunepolitik.model.record import FieldShape

    ShapesOf = Callable[[type], Iterable[FieldShape]]

F = TypeVar("F", bound=Callable[..., Any])

_WIDTH: Final = 110


class RecordDoc:
    """The docstring of a class of the model, with a line for each of its fields."""

    __slots__ = ("_shapes_of", "_text")

    def __init__(self, text: str, shapes_of: "ShapesOf") -> None:
        self._text = text
        self._shapes_of = shapes_of

    def __get__(self, instance: object, owner: type) -> str:
        shapes = self._shapes_of(owner) if attrs.has(owner) else ()
        return _with_fields(self._text, _field_lines(shapes))


class FieldsDoc:
    """The docstring of another attrs class, with a line for each field that has a description."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __get__(self, instance: object, owner: type) -> str:
        return _with_fields(self._text, map(_described_line, _described(owner)))


def described(cls: type, fields: "list[attrs.Attribute[Any]]") -> "list[attrs.Attribute[Any]]":
    """Take the description of each field out of its type (`Annotated`), for `help` and `descriptions`.

    It is the `field_transformer` of a class outside the model.
    """
    cls.__doc__ = FieldsDoc(cls.__doc__ or "")  # type: ignore[assignment]
    return [
        field.evolve(type=get_args(field.type)[0], metadata={"description": get_args(field.type)[1]})
        if get_origin(field.type) is Annotated
        else field
        for field in fields
    ]


def described_by(words: Mapping[str, str]) -> Callable[..., "list[attrs.Attribute[Any]]"]:
    """Return a transformer like `described` for fields whose descriptions come from elsewhere, by name."""

    def transform(cls: type, fields: "list[attrs.Attribute[Any]]") -> "list[attrs.Attribute[Any]]":
        cls.__doc__ = FieldsDoc(cls.__doc__ or "")  # type: ignore[assignment]
        return [field.evolve(metadata={"description": words[field.name]}) for field in fields]

    return transform


def _described(cls: type) -> Iterator["attrs.Attribute[Any]"]:
    return (field for field in (attrs.fields(cls) if attrs.has(cls) else ()) if "description" in field.metadata)


def descriptions(cls: type) -> dict[str, str]:
    """Return what each field of an attrs class means, by its name."""
    return {field.name: field.metadata["description"] for field in _described(cls)}


class RecordSignature:
    """The signature of a class of the model, with the types of its fields as short words."""

    __slots__ = ("_shapes_of",)

    def __init__(self, shapes_of: "ShapesOf") -> None:
        self._shapes_of = shapes_of

    def __get__(self, instance: object, owner: type) -> Signature | None:
        if not attrs.has(owner):
            return None
        shapes = sorted(self._shapes_of(owner), key=lambda shape: not shape.required)
        return Signature([_parameter(shape) for shape in shapes], return_annotation=None)


class _Words(str):
    """The type of a parameter in words, which a signature shows without quotation marks."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def with_columns(columns: Mapping[str, str]) -> Callable[[F], F]:
    """Return a decorator that adds the columns of a table to the docstring of the function that returns it."""

    def add(function: F) -> F:
        lines = (_line(f"{name}: {about}")[4:] for name, about in columns.items())
        function.__doc__ = "\n".join([cleandoc(function.__doc__ or ""), "", "Columns:", *lines])
        return function

    return add


def _with_fields(text: str, lines: Iterable[str]) -> str:
    return "\n".join([text.rstrip(), "", "    Fields:", *lines, "    "])


def _line(text: str) -> str:
    return fill(text, _WIDTH, initial_indent=" " * 8, subsequent_indent=" " * 12, break_on_hyphens=False)


def _described_line(field: "attrs.Attribute[Any]") -> str:
    return _line(f"{field.name} ({type_words(field.type)}): {field.metadata['description']}")


def type_words(type: Any) -> str:
    """Return a type as it is written: `float | None`, `'better' | 'worse'`, `tuple[Reading, ...]`."""
    if type is NoneType:
        return "None"
    if get_origin(type) in (Union, UnionType):
        return " | ".join(map(type_words, get_args(type)))
    if get_origin(type) is Literal:
        return " | ".join(map(repr, get_args(type)))
    if get_origin(type) is None:
        return "..." if type is ... else getattr(type, "__name__", str(type))
    return f"{get_origin(type).__name__}[{', '.join(map(type_words, get_args(type)))}]"


def _field_lines(shapes: "Iterable[FieldShape]") -> Iterator[str]:
    for shape in shapes:
        text = f"{shape.name} ({_type(shape)}): {shape.description}"
        text = text if shape.default in (attrs.NOTHING, None, ()) else f"{text}. Default: {shape.default}"
        yield _line(text)


def _parameter(shape: "FieldShape") -> Parameter:
    default: Any = Parameter.empty if shape.required else shape.default
    return Parameter(shape.name, Parameter.KEYWORD_ONLY, default=default, annotation=_Words(_type(shape)))


def _type(shape: "FieldShape") -> str:
    """Return what a field takes: `str | None`, `Sequence[Goal]`, `'source' | 'interpretation'`."""
    scalars = () if shape.scalar is None else (_SCALARS.get(shape.scalar.__name__, shape.scalar.__name__),)
    words = " | ".join((*scalars, *map(repr, shape.choices), *(cls.__name__ for cls in shape.records)))
    words = f"Sequence[{words}]" if shape.many else words
    return f"{words} | None" if shape.optional and not shape.many else words


_SCALARS: Final = {
    "Period": "Period | str",
    "Unit": "Unit | str",
    "Address": "Address | str",
    "FrozenMapping": "Mapping[str, Any]",
    "Selections": "Mapping[str, Any]",
    "Share": "Mapping[str, Any]",
}
"""What is accepted in place of a value of the model."""
