"""The Danish page of the most used fields names fields that exist, and marks those that must be given."""

import re
from pathlib import Path

import pytest

import kommunepolitik.model as m
from kommunepolitik.model.record import FieldShape, Record, shapes_of

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "felter.md").read_text("utf-8")
CLASSES = {name.lower(): getattr(m, name) for name in m.__all__}
TABLES = dict(re.findall(r"^\| \[.*?\]\(fields\.md#(\w+)\).*\n\|---.*\n((?:^\|.*\n)+)", PAGE, re.M))
"""The rows of each table, by the class that it is about."""


def shape_of(cls: type[Record], name: str) -> FieldShape | None:
    """Return a field of a class, or of the records in a field of it (`baseline.value`)."""
    first, _, rest = name.partition(".")
    shape = next((each for each in shapes_of(cls) if each.name == first), None)
    if shape is None or not rest:
        return shape
    return next((found for record in shape.records if (found := shape_of(record, rest))), None)


@pytest.mark.parametrize("name", TABLES)
def test_every_field_of_a_table_exists(name: str) -> None:
    """It is a field of the class in the head of the table, and bold where it must be given."""
    fields = [
        (cell.startswith("**"), field)
        for cell in re.findall(r"^\| ([^|]+) \|", TABLES[name], re.M)
        for field in re.findall(r"`([\w.]+)`", cell)
    ]
    shapes = {field: shape_of(CLASSES[name], field) for _, field in fields}
    assert [field for field, shape in shapes.items() if shape is None] == []
    wrong = [field for bold, field in fields if "." not in field and bold != getattr(shapes[field], "required", None)]
    assert (len(fields) > 2, wrong) == (True, [])


def test_the_parts_of_a_policy_have_tables() -> None:
    """Whoever begins needs these."""
    assert list(TABLES) == ["policy", "goal", "indicator", "leveltarget", "plan", "missing"]
