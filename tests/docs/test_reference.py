"""The reference is made from the library: every public name, column and code is in it."""

import re
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

from docs.generate import PACKAGES, pages
from docs.generate.results import tables_of_results
from docs.generate.statuses import STAGE_MEANINGS, STATUS_MEANINGS
from kommunepolitik import figures, model
from kommunepolitik.evaluation.results import STATUSES, Stage

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    """The pages that are made from the library."""
    return pages()


def test_every_public_name_is_in_the_reference(made: dict[str, str]) -> None:
    """On the page of its package."""
    missing = [
        f"{package}.{name}"
        for package in PACKAGES
        for name in import_module(f"kommunepolitik.{package}").__all__
        if not re.search(rf"^\.\. \S+ (\S+\.)?{name}$", made[f"api/{package}.md"], re.M)
    ]
    assert (len(PACKAGES) > 15, missing) == (True, [])


def test_the_reference_of_results_has_every_column() -> None:
    """In the order that a table has them; those that are not in each table of a kind are among them."""
    tables = {name: (list(frame.columns), list(columns)) for name, (_, frame, columns) in tables_of_results().items()}
    assert len(tables) == 10
    for name, (columns, described) in tables.items():
        assert (name, [column for column in described if column in columns]) == (name, columns)
    absent = {name: {*described} - {*columns} for name, (columns, described) in tables.items() if described != columns}
    assert absent == {"Evaluation.summary": {"area", "goal", "track", "responsible"}}


def test_every_status_and_stage_has_a_meaning() -> None:
    """Reasons and warnings have theirs from the library, which explains judgements with them."""
    assert tuple(STATUS_MEANINGS) == STATUSES
    assert tuple(STAGE_MEANINGS) == get_args(Stage)


def test_the_glossary_names_what_there_is(made: dict[str, str]) -> None:
    """Each name in code is a class, or is a field or column of the reference."""
    glossary = (ROOT / "docs" / "reference" / "glossary.md").read_text("utf-8")
    cells = re.findall(r"^\| [^|]+ \| ([^|]*`[^|]*) \|", glossary, re.M)
    names = [name for cell in cells for name in re.findall(r"`([\w.]+)`", cell)]
    known = "".join(made[f"{page}.md"] for page in ("fields", "frames", "results"))
    unknown = [
        name
        for name in names
        if not (hasattr(model, name) or hasattr(figures, name.removeprefix("figures.")))
        and not re.search(rf"\b{name}\b", known)
    ]
    assert (len(names) > 40, unknown) == (True, [])
