"""The assertion that a writer writes the words of every block, whatever a policy's text contains."""

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any, Final

import attrs

import kommunepolitik.blocks as b
from kommunepolitik.errors import KommunepolitikError
from kommunepolitik.formats import Addresses, Writer
from kommunepolitik.formats.writers import write_own
from kommunepolitik.testing.specimen import HOSTILE, empty, spaced, specimen

HOSTILE_TEXTS: Final = (
    HOSTILE,
    "",
    "* punkt",
    "# nummer",
    "== afsnit ==",
    "::error::fejl",
    "'''fed''' ''kursiv'' **fed** __fed__ `kode` ~~ikke~~ [[side|ord]] [ord](adresse) {{skabelon}} || celle ^ celle",
    "</nowiki></code></pre> <!-- --> {% raw %} %% $$ \\begin{x}",
    "linje\nlinje\r\n\n  indrykket\tcelle",
    "\x00\x1b[31m\u202e\u2028\ufeff\u00ad\U0001f600",
    "o" * 300,
)
"""Texts that some format may interpret as markup, as terminal commands, or as the end of a line."""

_WORDS: Final = ("words", "title", "description", "note", "who", "where", "kicker", "label")
"""The fields of blocks and inlines that contain words for a reader."""
_LEFT: Final = (b.Download, b.LineChart, b.FlowChart, b.Spark, b.Filter)
"""The blocks a format may leave out: files, and drawings that are also described in words."""


@attrs.frozen
class _Marked:
    """A text of the report, and the word by which it is found."""

    word: str
    text: str
    owners: tuple[tuple[int, str], ...]
    """Number and class of the blocks that contain it, from the outermost."""
    field: str


def assert_writer_is_complete(writer: Writer, read: Callable[[Any], str] | None = None) -> None:
    """Assert that a writer keeps the words of every block and inline, whatever characters a policy's text has.

    The writer is called with a report of every block and inline, with and without addresses, with texts that a format
    could interpret as markup, and with an empty report. `read` returns the visible text of the output, for formats
    in bytes or with escapes; with it, each text must be present letter by letter, and none may have become markup.

    >>> from kommunepolitik.formats import writer
    >>> @writer("titel")
    ... def title_alone(report, addresses):
    ...     return report.title
    >>> assert_writer_is_complete(title_alone)
    Traceback (most recent call last):
    AssertionError: the writer of the format 'titel' loses the words of: Report.kicker, Text, Fields, Notice, Section

    Raises:
        AssertionError: the writer fails, or loses words, with the blocks whose words are lost.
    """
    shown = read or _decoded
    name, line = f"the writer of the format {writer.format!r}", "Det gælder 58 % af alle."
    _written(writer, empty(), None)
    if read is not None and line not in (found := " ".join(read(_written(writer, spaced(), None)).split())):
        raise AssertionError(f"{name} writes no spaces between the inlines of a line: {found!r}")
    for turn in range(len(HOSTILE_TEXTS)):
        report, marked = _marked_report(HOSTILE_TEXTS[turn:] + HOSTILE_TEXTS[:turn])
        text = _seen(shown(_written(writer, report, _address if turn % 2 else None)))
        lost = [each for each in marked if (_seen(each.text) if read else each.word) not in text]
        if lost:
            names = ", ".join(dict.fromkeys(_names(lost, marked)))
            raise AssertionError(f"{name} loses the words of: {names}")


def _written(writer: Writer, report: b.Report, addresses: Addresses | None) -> str | bytes:
    try:
        return write_own(writer, report, addresses)
    except KommunepolitikError as error:
        raise AssertionError(f"\n{error}") from error.__cause__


def _address(place: b.Place) -> str | None:
    return f"side#{place.anchor}" if place.page else f"#{place.anchor}"


def _decoded(written: str | bytes) -> str:
    return written if isinstance(written, str) else written.decode("utf-8", "replace")


def _seen(text: str) -> str:
    """Return the visible characters of a text, without spaces and case; a format may write words in capitals."""
    return "".join(sign for sign in text if sign.isprintable() and not sign.isspace()).casefold()


def _marked_report(hostile: Sequence[str]) -> tuple[b.Report, list[_Marked]]:
    """Return a report with hostile texts, and the texts to be found in it."""
    numbers, marked = count(1), list[_Marked]()

    def worded(words: str, owners: tuple[tuple[int, str], ...], field: str) -> str:
        number = len(marked)
        word = f"kp{number:03}"
        text = f"{hostile[number % len(hostile)]} {words} {word}"
        marked.append(_Marked(word, text, owners, field))
        return text

    def changed(value: Any, owners: tuple[tuple[int, str], ...]) -> Any:
        if isinstance(value, tuple):
            return tuple(changed(each, owners) for each in value)
        if not attrs.has(type(value)) or isinstance(value, _LEFT):
            return value
        owners = (*owners, (next(numbers), type(value).__name__))
        return attrs.evolve(value, **dict(fields(value, owners)))

    def fields(value: Any, owners: tuple[tuple[int, str], ...]) -> Iterator[tuple[str, Any]]:
        for field in attrs.fields(type(value)):
            content = getattr(value, field.name)
            if isinstance(value, b.Column) and value.kind == "head":
                yield field.name, content  # the column that names the rows needs no name
            elif field.name in _WORDS and isinstance(content, str):
                yield field.name, worded(content, owners, field.name)
            elif isinstance(value, b.Fields):
                yield (
                    "items",
                    tuple((worded(each, owners, "label"), changed(blocks, owners)) for each, blocks in content),
                )
            elif field.name != "links":  # links lead to pages that may not exist
                yield field.name, changed(content, owners)

    report: b.Report = changed(attrs.evolve(specimen(), budgets=()), ())  # a budget would limit its length
    return report, marked


def _names(lost: Sequence[_Marked], marked: Sequence[_Marked]) -> Iterator[str]:
    """Yield for each lost text the outermost block that is lost entirely."""
    kept = {number for each in marked if each not in lost for number, _ in each.owners}
    for each in lost:
        whole = (name for number, name in each.owners if number not in kept)
        yield next(whole, f"{each.owners[-1][1]}.{each.field}")
