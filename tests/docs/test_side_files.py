"""The page of the side files names every field of each of them."""

import re
from pathlib import Path

import attrs
import pytest

import kommunepolitik as kp
from kommunepolitik.documents.extensions import SETTINGS
from kommunepolitik.evaluation import Record
from kommunepolitik.evaluation.record import UsedFigure
from kommunepolitik.observations.columns import COLUMNS
from kommunepolitik.site.settings import OPEN_DATA

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "sidefiler.md").read_text("utf-8")
SHARED = {"Citation", "Missing", "Continuation"}
"""What several files have: it is explained once, with the case."""


def section(title: str) -> str:
    """Return the section of a file."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    assert found, f"no section {title}"
    return found[1]


def tables(text: str) -> list[dict[str, bool]]:
    """Return the fields that each table explains in its first column, each with whether it is bold."""
    found = []
    for table in re.findall(r"(?:^\|.*\n)+", text, re.M):
        cells = re.findall(r"^\| ([^|]*`[^|]*) \|", table, re.M)
        found.append({field: cell.startswith("**") for cell in cells for field in re.findall(r"`([^`]+)`", cell)})
    return found


@pytest.mark.parametrize("name", ["accounts", "case", "organisation", "imports"])
def test_every_field_of_a_yaml_file_is_explained(name: str) -> None:
    """Each record of its schema has a table with all its fields and no others; those that must be given are bold."""
    records = {key: each for key, each in kp.json_schema(name)["$defs"].items() if "properties" in each}
    wanted = [
        {field: field in each["required"] for field in each["properties"]}
        for key, each in records.items()
        if name == "case" or key not in SHARED
    ]
    found = tables(section(f"{name}.yaml"))
    assert [each for each in wanted if each not in found] == []


def test_every_column_of_figures_is_explained() -> None:
    """By its Danish and its English name, in the order of the columns; those that must be there are bold."""
    found = re.findall(r"^\| (\**)`(\w+)`\** \| `(\w+)` \|", section("observations.csv"), re.M)
    assert found == [("**" if each.required else "", each.danish, each.name) for each in COLUMNS]


def test_every_setting_is_explained() -> None:
    """The keys of the file, and those of its tables."""
    (named,) = tables(section("kommunepolitik.toml"))
    theme = {"name", "logo", "logo_text", "colours", "dark", "words"}
    wanted = {f"open_data.{key}" for key in OPEN_DATA} | {f"theme.{key}" for key in theme} | {"statbank.url"}
    assert wanted | (set(SETTINGS) - {"open_data", "statbank"}) == set(named)


def test_every_key_of_a_record_is_explained() -> None:
    """The record's own, and those of the figures in it."""
    text = section("record.json")
    (named,) = tables(text)
    assert set(named) == {"kommunepolitik_record", *attrs.fields_dict(Record)}
    assert {field for field in attrs.fields_dict(UsedFigure) if f"`{field}`" not in text} == set()
