"""The docs build as a site without a warning, and every public name can be looked up in it."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from sphinx.util.inventory import InventoryFile

from docs.generate import PACKAGES

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` builds it."""
    folder = tmp_path_factory.mktemp("site")
    options = ["--quiet", "--fail-on-warning", "--keep-going", "-b", "html", "-d", str(folder / "doctrees")]
    command = [sys.executable, "-m", "sphinx", *options, str(DOCS), str(folder / "html")]
    built = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (built.returncode, built.stderr) == (0, "")
    return folder / "html"


def test_every_public_name_is_in_the_index_of_the_site(site: Path) -> None:
    """Sphinx and editors find it by its full name, as other projects do that link to it."""
    inventory = InventoryFile.loads((site / "objects.inv").read_bytes(), uri="").data
    found = {name for kind, names in inventory.items() if kind.startswith("py:") for name in names}
    wanted = {
        f"kommunepolitik.{package}.{name}"
        for package in PACKAGES
        for name in import_module(f"kommunepolitik.{package}").__all__
    }
    assert (len(wanted) > 250, wanted - found) == (True, set())


def test_every_command_is_on_the_page_of_the_command_line(site: Path) -> None:
    """Each under its own heading, with its options."""
    from kommunepolitik.cli.app import app

    page = (site / "reference" / "cli.html").read_text("utf-8")
    assert [name for name in app.commands if f'id="kommunepolitik-{name}"' not in page] == []


def test_the_pictures_of_the_site_are_made(site: Path) -> None:
    """Of the tutorial's policy: none is kept that could be out of date."""
    assert {"target-paths.svg", "lineage.svg", "paper-overview.png"} <= {
        path.name for path in (DOCS / "_pictures").iterdir()
    }
