"""How Sphinx builds the docs; `make docs` runs it, and a warning is an error.

Before the build, `generate` writes the pages and pictures that follow from the library itself.
"""

import sys
from pathlib import Path
from typing import Any

import click
from sphinx.application import Sphinx

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

import kommunepolitik  # noqa: E402
from docs.generate import write_pages  # noqa: E402
from docs.generate.pictures import write_pictures  # noqa: E402

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
html_show_copyright = False

write_pages(HERE / "reference")
write_pictures(HERE / "_pictures")


def setup(app: Sphinx) -> None:
    """Connect what prepares the texts of commands and properties."""
    app.connect("html-page-context", _finish_page, priority=900)  # after the theme
    app.connect("sphinx-click-process-description", _examples_as_code)
    app.connect("autodoc-process-docstring", _hide_colon, priority=400)
    app.connect("autodoc-process-docstring", _show_colon, priority=600)


DANISH = (
    *("tutorial/en-ny-kommune", "tutorial/tre-slags-politikker", "tutorial/nybro/", "aarets-gang/"),
    *("reference/sidefiler", "reference/felter", "reference/schema"),
)
"""How the names of pages in Danish begin."""


def _finish_page(_app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Give a page its language, and the headings of the navigation their level, for those who have it read aloud."""
    if page.startswith(DANISH):
        context["language"] = "da"
    tree = context.get("furo_navigation_tree", "")
    context["furo_navigation_tree"] = tree.replace('role="heading"', 'role="heading" aria-level="2"')


HIDDEN_COLON = chr(0xE000)  # a character for private use


def _hide_colon(_app: Sphinx, what: str, _name: str, _of: object, _options: object, lines: list[str]) -> None:
    """Hide the colons in the first sentence of a property from Napoleon, which takes what is before one for a type."""
    if what in ("property", "attribute") and lines:
        lines[0] = lines[0].replace(":", HIDDEN_COLON)
    _join_entries(lines)


def _join_entries(lines: list[str]) -> None:
    """Put each entry of Fields and Columns on one line: Napoleon reads no type that goes on in the next."""
    joined: list[str] = []
    is_entry = False
    for line in lines:
        if line.startswith("        ") and is_entry and joined[-1].strip():
            joined[-1] += " " + line.strip()
            continue
        is_entry = line in ("Fields:", "Columns:") or (is_entry and (line.startswith("    ") or not line))
        joined.append(line)
    lines[:] = joined


def _show_colon(_app: Sphinx, _what: str, _name: str, _of: object, _options: object, lines: list[str]) -> None:
    lines[:] = [line.replace(HIDDEN_COLON, ":") for line in lines]


def _examples_as_code(_app: Sphinx, _context: click.Context, lines: list[str]) -> None:
    """Turn the examples of a command's help, which are lines of verse for Sphinx, into a block of code."""
    if "| Examples:" not in lines:
        return
    at = lines.index("| Examples:")
    end = next(i for i in range(at + 1, len(lines)) if not lines[i].startswith("| "))
    commands = [f"   {line[2:].strip()}" for line in lines[at + 1 : end]]
    lines[at:end] = ["Examples:", "", ".. code-block:: shell", "", *commands, ""]
