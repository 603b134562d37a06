"""Writers: a report of blocks in each format that people and programs read; each writer is loaded on first use."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from kommunepolitik.blocks import Place, Report
from kommunepolitik.errors import Problem, RenderingError

if TYPE_CHECKING:
    from kommunepolitik.formats.theme import Theme

Addresses = Callable[[Place], str | None]
"""Where a place is, as a page links to it; None where there is no such page."""

__all__ = ["FORMATS", "Addresses", "to_format"]

FORMATS = ("html", "md", "pdf", "docx", "json", "text")
"""The formats a report can be written in."""


def to_format(
    report: Report,
    format: str,
    addresses: Addresses | None = None,
    theme: "Theme | None" = None,
    template: Path | None = None,
) -> str | bytes:
    """Return a report in one of `FORMATS`: `pdf` and `docx` as bytes, the others as text.

    `addresses` returns where a place of another page is, None where it is nowhere; `template` is a Word document.

    Raises:
        RenderingError: there is no such format, or the report is longer on paper than it may be.
        MissingExtra: a package that the format needs is not installed.
    """
    if format not in FORMATS:
        raise RenderingError(Problem(code="unknown_output", data={"value": format, "choices": ", ".join(FORMATS)}))
    name, writer, options = {
        "html": ("html", "write_html", (addresses, theme)),
        "md": ("markdown", "write_markdown", (addresses,)),
        "pdf": ("pdf", "write_pdf", (theme,)),
        "docx": ("docx", "write_docx", (template,)),
        "json": ("data", "write_json", ()),
        "text": ("text", "write_text", ()),
    }[format]
    written: str | bytes = getattr(import_module(f"kommunepolitik.formats.{name}"), writer)(report, *options)
    return written
