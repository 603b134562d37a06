"""The model of a policy in pydantic and in msgspec, made from ours: the same classes, fields and types.

They check less: no references, no rules between fields, no form of ids, periods and units (which are texts here), no
place of a mistake. What is left is what both libraries do by themselves.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Annotated, Any, ForwardRef, Literal, Union

import msgspec
import pydantic

from kommunepolitik.model import FrozenMapping
from kommunepolitik.model.record import FieldShape, Record, shapes_of
from kommunepolitik.model.selections import Selections, Share

_OBJECTS = (FrozenMapping, Selections, Share)


def _type(shape: FieldShape, owner: type[Record], make: Callable[[type[Record]], Any]) -> Any:
    """Return the type of a field; texts may be in the place of some records, and a class contain itself."""

    def made(cls: type[Record]) -> Any:
        return ForwardRef(cls.__name__) if cls is owner else make(cls)

    if shape.choices:
        one: Any = Literal[shape.choices]
    elif shape.records:
        one = Union[tuple(made(cls) for cls in shape.records)]  # noqa: UP007 - of a number known at run time alone
        if shape.scalar is str or any(hasattr(cls, "find") for cls in shape.records):
            one = one | str
    elif shape.scalar in _OBJECTS:
        one = dict[str, Any]
    else:
        one = shape.scalar if shape.scalar in (float, int, bool) else str
    if shape.many:
        one = list[one] | str if shape.lone else list[one]
    return one if shape.required else one | None


def _kind(cls: type[Record]) -> str | None:
    kind = getattr(cls, "kind", None)
    return kind if isinstance(kind, str) else None


@cache
def pydantic_model(cls: Any) -> Any:
    """Return the class of pydantic for one of ours; texts become numbers where the field is one, as in YAML."""
    fields: dict[str, Any] = {"kind": (Literal[kind], ...)} if (kind := _kind(cls)) else {}
    for shape in shapes_of(cls):
        type = _type(shape, cls, pydantic_model)
        if len(shape.records) > 1 and all(map(_kind, shape.records)):
            one = Union[tuple(pydantic_model(each) for each in shape.records)]  # noqa: UP007
            type = list[Annotated[one, pydantic.Field(discriminator="kind")]] | None
        fields[shape.name] = (type, ... if shape.required else None)
    return pydantic.create_model(cls.__name__, __config__=pydantic.ConfigDict(extra="forbid", frozen=True), **fields)


@cache
def msgspec_struct(cls: Any) -> Any:
    """Return the class of msgspec for one of ours."""
    fields: Sequence[Any] = [
        (each.name, _type(each, cls, msgspec_struct), *(() if each.required else (None,))) for each in shapes_of(cls)
    ]
    tag = {"tag_field": "kind", "tag": kind} if (kind := _kind(cls)) else {}
    options: Any = {"frozen": True, "kw_only": True, "forbid_unknown_fields": True, **tag}
    made = msgspec.defstruct(cls.__name__, fields, module=__name__, **options)
    globals()[cls.__name__] = made  # where msgspec looks for a class that contains itself
    return made
