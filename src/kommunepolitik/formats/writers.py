"""Writers of other packages: functions that write a report in a format of their own."""

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import redirect_stdout
from typing import Final

import attrs

from kommunepolitik.blocks import Place, Report
from kommunepolitik.display import short_repr
from kommunepolitik.documents.extensions import Extension, ExtensionPart, failure, parts_of
from kommunepolitik.errors import ExtensionError, KommunepolitikError, Problem, RenderingError
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.scalars import describe

FORMATS: Final = ("html", "md", "pdf", "docx", "json", "text")
"""The formats of the library that a report can be written in."""

Addresses = Callable[[Place], str | None]
"""A function that returns the address of a place for links; None where there is no such page."""

Write = Callable[[Report, Addresses | None], str | bytes]

_NAME: Final = re.compile(r"[a-z0-9]{1,16}")


@attrs.frozen(kw_only=True)
class Writer(ExtensionPart):
    """A function that writes a report in one format, made by `writer`."""

    format: str
    """The name of the format, and the suffix of its files."""
    write: Write = attrs.field(repr=False)

    __repr__ = short_repr

    @property
    def function(self) -> Write:
        """The function of the writer."""
        return self.write


def writer(format: str) -> Callable[[Write], Writer]:
    """Make a writer from a function that takes a report, and returns it in a format as text or bytes.

    The name of the format, lowercase letters and digits, is also the suffix of its files. The function's second
    argument returns the address of a place, None where there is no such page; the argument is None for a report that is
    not part of a site. A writer is used only if it is given: see `extensions` of `to_format`.

    >>> from kommunepolitik.formats import to_format
    >>> @writer("titel")
    ... def title_alone(report, addresses):
    ...     return report.title
    >>> to_format(Report(kind="outline", title="Unge", language="da", sections=()), "titel", extensions=title_alone)
    'Unge'

    Raises:
        ExtensionError: the name is invalid, or that of a format of the library.
    """
    if callable(format):
        raise TypeError("a writer needs the name of its format: @writer('wiki')")

    def make(write: Write) -> Writer:
        made = Writer(format=format, write=write)
        code = "format_taken" if format in FORMATS else "format_name"
        if code == "format_taken" or not isinstance(format, str) or not _NAME.fullmatch(format):
            raise ExtensionError(made.located(Problem(code=code, data={"value": format})))
        return made

    return make


def own_writers(extensions: Extension | Iterable[Extension] = ()) -> Mapping[str, Writer]:
    """Return the writers of extensions by format; extensions are modules, their names, or writers.

    >>> own_writers()
    {}

    Raises:
        ExtensionError: an extension cannot be loaded, or two writers have the same format.
    """
    writers: dict[str, Writer] = {}
    problems = []
    for each in parts_of(extensions):
        if isinstance(each, Writer) and (first := writers.setdefault(each.format, each)) is not each:
            data = {"value": each.format, "package": first.package}
            problems.append(each.located(Problem(code="format_twice", data=data)))
    if problems:
        raise ExtensionError(*problems)
    return writers


def check_formats(formats: Iterable[str], known: Iterable[str]) -> None:
    """Raise `RenderingError` with each unknown format, the nearest one, and the known ones."""
    known = tuple(known)
    problems = [
        Problem(code="unknown_output", data={"value": each, "choices": ", ".join(known)}, nearest=nearest(each, known))
        for each in formats
        if each not in known
    ]
    if problems:
        raise RenderingError(*problems)


def write_own(writer: Writer, report: Report, addresses: Addresses | None) -> str | bytes:
    """Return the output of another package's writer for a report; what it prints goes to standard error.

    Raises:
        RenderingError: the writer fails, or returns neither text nor bytes.
    """
    try:
        with redirect_stdout(sys.stderr):  # what a writer prints is not its result
            written = writer.write(report, addresses)
    except KommunepolitikError:
        raise
    except (Exception, SystemExit) as error:  # a writer of another package may fail in any way
        raise RenderingError(failure("writer_failed", error, *writer.place, format=writer.format)) from error
    if not isinstance(written, str | bytes):
        data = {"format": writer.format, "found": describe(written)}
        raise RenderingError(writer.located(Problem(code="writer_returns", data=data)))
    return written
