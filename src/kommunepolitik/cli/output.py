"""Writes the results of commands: aligned text and JSON."""

from collections.abc import Collection, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

import click

from kommunepolitik.display import without_commands
from kommunepolitik.errors.marks import NN_

if TYPE_CHECKING:
    from kommunepolitik.i18n import Language

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
    """Return each row as text, its columns as wide as their widest cell; a cell may have several lines.

    `right` contains the numbers of the columns aligned to the right.

    >>> aligned([("Mål", "8"), ("Indikatorer", "12")], right=[1])
    ['Mål           8', 'Indikatorer  12']
    """
    cells = [[cell.split("\n") for cell in row] for row in rows]
    widths = [max(len(line) for cell in column for line in cell) for column in zip(*cells, strict=True)]

    def text(line: Sequence[str]) -> str:
        padded = (cell.rjust(widths[n]) if n in right else cell.ljust(widths[n]) for n, cell in enumerate(line))
        return "  ".join(padded).rstrip()

    return [without_commands("\n".join(map(text, zip_longest(*row, fillvalue="")))) for row in cells]


def json_text(value: Any) -> str:
    """Return a value as JSON."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=2)


def echo_json(value: Any) -> None:
    """Write a value as JSON."""
    click.echo(json_text(value))
