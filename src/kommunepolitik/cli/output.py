"""Writes the results of commands: text for people, which does nothing to a terminal, and data for programs."""

import os
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

import click

from kommunepolitik.errors import Problem
from kommunepolitik.errors.interruption import exit_code
from kommunepolitik.errors.marks import N_, NN_
from kommunepolitik.errors.system import detail_of
from kommunepolitik.errors.terminal import one_line, safe_lines

if TYPE_CHECKING:
    from kommunepolitik.i18n import Language

READER_GONE: Final = 141
"""The exit code where the reader of standard output has ended: the one by which shells know such a program."""
CHANGES: Final = {
    "new": NN_("{count} new", "{count} new"),
    "revised": NN_("{count} revised", "{count} revised"),
    "unchanged": NN_("{count} unchanged", "{count} unchanged"),
    "vanished": NN_("{count} vanished", "{count} vanished"),
}
"""The number of figures read, by their relation to known ones."""


def change_counts(counts: "Mapping[str, int]", words: "Language") -> str:
    """Return the number of figures of each kind of change that occurs; empty without any."""
    shown = [words.ngettext(*CHANGES[kind], count).format(count=count) for kind, count in counts.items() if count]
    return ", ".join(shown)


def aligned(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> list[str]:
    """Return the lines of rows, whose columns are as wide as their widest cell; a cell may have several lines.

    `right` contains the numbers of the columns aligned to the right.

    >>> aligned([("Mål", "8"), ("Indikatorer", "12")], right=[1])
    ['Mål           8', 'Indikatorer  12']
    """
    return [line for row in aligned_rows(rows, right) for line in row]


def aligned_rows(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> list[list[str]]:
    """Return the lines of each row, as `aligned` does."""
    cells = [[[one_line(line) for line in cell.split("\n")] for cell in row] for row in rows]
    widths = [max(len(line) for cell in column for line in cell) for column in zip(*cells, strict=True)]

    def text(line: Sequence[str]) -> str:
        padded = (cell.rjust(widths[n]) if n in right else cell.ljust(widths[n]) for n, cell in enumerate(line))
        return "  ".join(padded).rstrip()

    return [[*map(text, zip_longest(*row, fillvalue=""))] for row in cells]


def write_lines(lines: Iterable[object], *, err: bool = False) -> None:
    """Write lines for people, if there are any; a line break within one is a blank."""
    if shown := [one_line(line) for line in lines]:
        _write(safe_lines("\n".join(shown)) + "\n", err=err)


def write_block(text: str) -> None:
    """Write a text of several lines for people, which ends with a line break."""
    _write(safe_lines(text))


def write_data(content: str | bytes) -> None:
    """Write data for programs: the bytes of a file, or text in UTF-8, whatever the encoding of the terminal.

    Half of a character, as in the name of a file that is no text, is written as JSON does it.
    """
    _write(content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace"))


def _write(content: str | bytes, *, err: bool = False) -> None:
    stream = sys.stderr if err else sys.stdout  # click itself would write UTF-8 where the encoding is ASCII
    try:
        click.echo(content, nl=False, file=stream)
    except OSError as error:
        raise LostOutput(error, err=err) from error


class LostOutput(Exception):
    """Standard output, or standard error, cannot be written."""

    def __init__(self, error: OSError, *, err: bool = False) -> None:
        super().__init__(error)
        self.error = error
        self.err = err

    def report(self, translate: Callable[[str], str] = str) -> int:
        """Report it, and return the exit code; nothing is reported where a reader has ended, as `head` does.

        What could not be written is given up, so that Python does not report it again when it ends.
        """
        with suppress(OSError, ValueError, AttributeError):  # a stream without a number
            os.dup2(os.open(os.devnull, os.O_WRONLY), (sys.stderr if self.err else sys.stdout).fileno())
        if isinstance(self.error, BrokenPipeError):
            return READER_GONE
        if not self.err:
            name = translate(N_("standard output"))
            problem = Problem(code="cannot_write", data=detail_of(self.error), file=name)
            with suppress(LostOutput):
                write_lines([problem.show(translate)], err=True)
        return 1


def report_interruption(end: KeyboardInterrupt | click.Abort, translate: Callable[[str], str]) -> int:
    """Report that the program was asked to end, and return the exit code; click has its own error for that.

    It is 1 where the input of a question has ended.
    """
    text = translate(N_("Interrupted; each file is whole, old or new"))
    cause = end if isinstance(end, KeyboardInterrupt) else end.__context__
    write_lines([text] if cause is end else ["", text], err=True)  # not on the line of a question
    return exit_code(cause) if isinstance(cause, KeyboardInterrupt) else 1


def json_text(value: Any) -> str:
    """Return a value as JSON."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=2)


def write_json(value: Any) -> None:
    """Write a value as JSON."""
    write_data(f"{json_text(value)}\n")
