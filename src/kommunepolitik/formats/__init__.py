"""Writers of reports in each format for people and programs; each is imported on first use.

Other packages have formats of their own (`writer`); `simpler` and the functions beside it do most of the work.
"""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from kommunepolitik.blocks import Report
from kommunepolitik.documents.extensions import Extension
from kommunepolitik.formats.plain import cell_lines, link_target, quote_source, row_details, simpler
from kommunepolitik.formats.writers import FORMATS, Addresses, Writer, check_formats, own_writers, write_own, writer
from kommunepolitik.model.scalars import check_object

if TYPE_CHECKING:
    from kommunepolitik.formats.theme import Theme

__all__ = [
    "FORMATS",
    "Addresses",
    "Writer",
    "cell_lines",
    "link_target",
    "own_writers",
    "quote_source",
    "row_details",
    "simpler",
    "to_format",
    "writer",
]

__dir__ = __all__.copy  # what Tab offers


def to_format(
    report: Report,
    format: str,
    addresses: Addresses | None = None,
    theme: "Theme | None" = None,
    template: Path | None = None,
    *,
    extensions: Extension | Iterable[Extension] = (),
) -> str | bytes:
    """Return a report in one of `FORMATS`, `pdf` and `docx` as bytes, the others as text; or in that of an extension.

    `addresses` returns the address of a place on another page, None if there is none; `template` is a Word document.
    `extensions` are modules with writers, their names, or writers.

    Raises:
        InvalidModel: it is not a report.
        RenderingError: there is no such format; the report exceeds its length on paper; a writer of an extension
            fails.
        ExtensionError: an extension cannot be loaded, or two writers have the same format.
        MissingExtra: a package that the format needs is not installed.

    >>> from kommunepolitik.blocks import Paragraph, Section, Text
    >>> goals = Section(id="_goals", title=(Text("Mål"),), blocks=(Paragraph((Text("Flere i job."),)),))
    >>> report = Report(kind="outline", title="Unge i Nybro", language="da", sections=(goals,))
    >>> to_format(report, "md").splitlines()[0]
    '# Unge i Nybro'
    """
    check_object(report, Report)
    own = own_writers(extensions)
    check_formats([format], [*FORMATS, *own])
    if format in own:
        return write_own(own[format], report, addresses)
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
