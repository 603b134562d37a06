"""The day on which a sheet was published, by the words before it."""

import re
from collections.abc import Iterator
from typing import Final

from kommunepolitik.observations import grid as cells
from kommunepolitik.observations.grid import Grid
from kommunepolitik.observations.titles import folded
from kommunepolitik.observations.wide_form import period_of

DATE: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}"
    r"|[0-9]{1,2}\.? [a-zæøå]+\.? [0-9]{4}|[a-zæøå]+\.? [0-9]{4}"
)


def published_after(grid: Grid, words: str) -> str:
    """Return the first date after some words, in their cell or the next ones of the row; nothing where there is none.

    A date is a day (`14. januar 2027`, `14-01-2027`), else a month.
    """
    for text in _after(grid, folded(words)):
        for match in DATE.finditer(text):
            if date := period_of(match[0].replace("/", "-")):
                return date
    return ""


def _after(grid: Grid, words: str) -> Iterator[str]:
    """Yield the text after some words, including the remaining cells of their row."""
    for row in grid.rows:
        shown = [folded(cells.text(cells.period(cell))) for cell in row.cells]
        for at, text in enumerate(shown):
            if words in text:
                yield " ".join((text.partition(words)[2], *shown[at + 1 :]))
