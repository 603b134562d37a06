"""What `help` and a notebook show of a class of the model: its fields, and what a call of it takes.

Both are made when somebody asks, as importing the model would take longer otherwise.
"""

from collections.abc import Callable, Iterable, Iterator
from inspect import Parameter, Signature
from textwrap import fill
from typing import TYPE_CHECKING, Any, Final

import attrs

if TYPE_CHECKING:
    from kommunepolitik.model.record import FieldShape

    ShapesOf = Callable[[type], Iterable[FieldShape]]

_WIDTH: Final = 110


class RecordDoc:
    """The docstring of a class of the model, with a line for each of its fields."""

    __slots__ = ("_shapes_of", "_text")

    def __init__(self, text: str, shapes_of: "ShapesOf") -> None:
        self._text = text
        self._shapes_of = shapes_of

    def __get__(self, instance: object, owner: type) -> str:
        shapes = self._shapes_of(owner) if attrs.has(owner) else ()
        return "\n".join([self._text.rstrip(), "", "    Fields:", *_field_lines(shapes), "    "])


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


def _field_lines(shapes: "Iterable[FieldShape]") -> Iterator[str]:
    for shape in shapes:
        text = f"{shape.name} ({_type(shape)}): {shape.description}"
        text = text if shape.default in (attrs.NOTHING, None, ()) else f"{text}. Default: {shape.default}"
        yield fill(text, _WIDTH, initial_indent=" " * 8, subsequent_indent=" " * 12, break_on_hyphens=False)


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
