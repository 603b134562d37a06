"""The docs can be built as a site without a warning, and every public name and command can be looked up in it."""

import pickle
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from docs.generate import PACKAGES
from kommunepolitik.cli.app import app

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Sphinx knows after reading all pages and resolving all references as `make docs` does, by its domains."""
    folder = tmp_path_factory.mktemp("site")
    options = ["--quiet", "--fail-on-warning", "--keep-going", "-b", "dummy", "-d", str(folder / "doctrees")]
    command = [sys.executable, "-m", "sphinx", *options, str(DOCS), str(folder / "site")]
    built = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (built.returncode, built.stderr) == (0, "")
    environment = pickle.loads((folder / "doctrees" / "environment.pickle").read_bytes())  # ours, of this moment
    return dict(environment.domaindata)


def test_every_public_name_is_in_the_index_of_the_site(names: dict[str, Any]) -> None:
    """Sphinx and editors find it by its full name, as other projects do that link to it."""
    wanted = {
        f"kommunepolitik.{package}.{name}"
        for package in PACKAGES
        for name in import_module(f"kommunepolitik.{package}").__all__
    }
    assert (len(wanted) > 250, wanted - set(names["py"]["objects"])) == (True, set())


def test_every_command_is_on_the_page_of_the_command_line(names: dict[str, Any]) -> None:
    """With its options."""
    found = {program for program, _ in names["std"]["progoptions"]}
    assert [name for name in app.commands if not any(each.startswith(f"kommunepolitik-{name}") for each in found)] == []


def test_the_pictures_of_the_site_are_made(names: dict[str, Any]) -> None:
    """Of the tutorial's policy: none is kept that could be out of date."""
    assert names
    assert {"target-paths.svg", "lineage.svg", "statuses.svg", "paper-overview.png"} <= {
        path.name for path in (DOCS / "_pictures").iterdir()
    }
