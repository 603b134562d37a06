"""The reference of all fields, from the classes; `python -m kommunepolitik.model.docs > docs/fields.md`."""

import sys
from collections.abc import Iterator

import attrs

from kommunepolitik.model.policy import Policy
from kommunepolitik.model.record import FieldShape, Record, Ref, Slug, shapes_of

_SCALARS = {
    "str": "text",
    "float": "number",
    "int": "whole number",
    "bool": "true or false",
    "Period": "period",
    "FrozenMapping": "keys with plain values",
    "Selections": "codes or texts by variable",
    "Share": "`of` and `in`, each codes or texts by variable",
    "Unit": "text",
    "Address": "address",
}

_HEAD = """\
# All fields

What a policy file may contain, and what the classes of `kommunepolitik.model` contain: the names are the same. Made
from the classes by `make docs-fields`; do not edit it by hand. **Bold** fields must be given, all others may be left
out.

A *period* is written `2012`, `2024-H1`, `2024-T1`, `2012-Q4`, `2024-03` (`2010-M11`, where it may be a school year),
`2024-W05`, `2024-03-31`, `2022/23` (school year), `2013..2016` or `2023..`. An *id* is `a-z`, `0-9` and single hyphens;
an *address* is `policy-id` or `policy-id#element-id`.
"""


def fields_page() -> str:
    """Return the reference as Markdown: a table for each class, the policy first."""
    classes: list[type[Record]] = [Policy]
    for cls in classes:  # grows while it is read: each class is followed by those it contains
        classes += [each for shape in shapes_of(cls) for each in dict.fromkeys(shape.records) if each not in classes]
    return "\n".join([_HEAD, *map(_section, classes)])


def _section(cls: type[Record]) -> str:
    meaning = (cls.__doc__ or "").split("\n\n", maxsplit=1)[0].replace("\n   ", "")
    head = [f"## {cls.__name__}", "", meaning, "", "| field | holds | meaning |", "|---|---|---|"]
    return "\n".join([*head, *_rows(cls), ""])


def _rows(cls: type[Record]) -> Iterator[str]:
    kind = getattr(cls, "kind", None)
    if isinstance(kind, str):  # of the targets; elsewhere it is a field
        yield f"| **kind** | `{kind}` | What kind of target it is |"
    for shape in shapes_of(cls):
        name = f"**{shape.name}**" if shape.required else shape.name
        yield f"| {name} | {_holds(shape)} | {shape.description}{_default(shape)} |"


def _holds(shape: FieldShape) -> str:
    if shape.records:
        words = " or ".join(f"[{cls.__name__}](#{cls.__name__.lower()})" for cls in shape.records)
    elif shape.choices:
        words = ", ".join(f"`{choice}`" for choice in shape.choices)
    elif isinstance(shape.mark, Ref):
        words = f"id of {' or '.join(shape.mark.kinds) or 'any element'}"
    elif isinstance(shape.mark, Slug):
        words = "id"
    else:
        words = _SCALARS[shape.scalar.__name__] if shape.scalar else ""
    return f"list of {words}" if shape.many else words


def _default(shape: FieldShape) -> str:
    if shape.default in (attrs.NOTHING, None, ()) or isinstance(shape.default, bool):
        return ""
    return f" (else `{shape.default}`)"


if __name__ == "__main__":
    sys.stdout.write(fields_page())
