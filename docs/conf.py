"""How Sphinx builds the docs; `make docs` runs it, and a warning is an error.

Before the build, `reference_pages` and `pictures` write what follows from the library itself.
"""

import sys
from pathlib import Path

import click
from sphinx.application import Sphinx

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import pictures  # noqa: E402
import reference_pages  # noqa: E402

import kommunepolitik  # noqa: E402

project = "kommunepolitik"
author = "kommunepolitik"
version = release = kommunepolitik.__version__
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click"]
exclude_patterns = ["extensions/*/*/*", "themes"]
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline"]

autodoc_default_options = {"member-order": "bysource"}
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_custom_sections = [(name, "params_style") for name in ("Fields", "Columns")]
default_role = "code"
smartquotes = False  # --option is two hyphens

html_theme = "furo"
html_title = "kommunepolitik"
html_static_path = ["_static"]
html_css_files = ["docs.css"]
html_show_sphinx = False

reference_pages.write(HERE / "reference")
pictures.write(HERE / "_pictures")


def setup(app: Sphinx) -> None:
    """Give pages that are also read outside the site what only Sphinx needs."""
    app.connect("source-read", _list_rules)
    app.connect("sphinx-click-process-description", _examples_as_code)
    app.connect("autodoc-process-docstring", _hide_colon, priority=400)
    app.connect("autodoc-process-docstring", _show_colon, priority=600)


HIDDEN_COLON = chr(0xE000)  # a character for private use


def _hide_colon(_app: Sphinx, what: str, _name: str, _of: object, _options: object, lines: list[str]) -> None:
    """Hide the colons in the first sentence of a property from Napoleon, which takes what is before one for a type."""
    if what in ("property", "attribute") and lines:
        lines[0] = lines[0].replace(":", HIDDEN_COLON)


def _show_colon(_app: Sphinx, _what: str, _name: str, _of: object, _options: object, lines: list[str]) -> None:
    lines[:] = [line.replace(HIDDEN_COLON, ":") for line in lines]


def _list_rules(_app: Sphinx, page: str, source: list[str]) -> None:
    if page == "reference/rules/README":
        source[0] += "\n```{toctree}\n:glob:\n:hidden:\nKP*\n```\n"


def _examples_as_code(_app: Sphinx, _context: click.Context, lines: list[str]) -> None:
    """Turn the examples of a command's help, which are lines of verse for Sphinx, into a block of code."""
    if "| Examples:" not in lines:
        return
    at = lines.index("| Examples:")
    end = next(i for i in range(at + 1, len(lines)) if not lines[i].startswith("| "))
    commands = [f"   {line[2:].strip()}" for line in lines[at + 1 : end]]
    lines[at:end] = ["Examples:", "", ".. code-block:: shell", "", *commands, ""]
