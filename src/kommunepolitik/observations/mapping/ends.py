"""Where the table of a sheet ends, and figures that would be lost below."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.observations import grid as cells
from kommunepolitik.observations.grid import Grid, Row
from kommunepolitik.observations.long_form import NOTE, SUM
from kommunepolitik.observations.titles import folded
from kommunepolitik.observations.values import Cell, Notation, read_number
from kommunepolitik.observations.wide_form import heading_texts, period_of

_NOTATIONS: Final = (Notation(","), Notation("."))
_MARKS: Final = "*†¹²³ "


def figure_in(cell: Any, notation: Notation) -> Cell | None:
    """Return the figure in a cell, if there is one."""
    cell = cells.figure(cell)
    if isinstance(cell, Cell):
        return cell
    if cell is None or isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return None
    try:
        found = read_number(cell, notation)
    except InvalidModel:
        return None
    return found if found.value == found.value else None


def begins(text: str, end: str) -> bool:
    """Return whether a text begins with some words."""
    rest = folded(text)[len(folded(end)) :]
    return folded(text).startswith(folded(end)) and not rest[:1].isalnum()


def first_text(row: Row) -> str:
    """Return the text of the first cell of a row that is not empty."""
    return next(iter(heading_texts(row).values()), "")


def end_of(rows: Sequence[Row], ends: Iterable[str]) -> int:
    """Return the place of the first row that is below the table; the number of rows if none is."""
    found = (at for at, row in enumerate(rows) if any(begins(first_text(row), end) for end in ends))
    return next(found, len(rows))


def figures_below(grid: Grid, below: Sequence[Row], columns: Collection[int]) -> list[Problem]:
    """Return the problem of rows below the end of a table with figures in its columns of figures, if there are any."""
    numbers = [row.number for row in below if _has_figures(row, columns)]
    if not numbers:
        return []
    column, text = next(iter(heading_texts(below[0]).items()))
    data = {"text": text[:60], "rows": row_numbers(numbers)}
    return [grid.locate(Problem(code="figures_below_end", data=data), below[0].number, column)]


def _has_figures(row: Row, columns: Collection[int]) -> bool:
    text = first_text(row)
    if SUM.fullmatch(text):
        return False
    shown = [cell for column in columns if (cell := row.cell(column)) is not None]
    if NOTE.match(text):  # the year of a source is not a figure
        shown = [cell for cell in shown if not period_of(cells.text(cells.period(cell)))]
    return any(figure_in(_unmarked(cell), each) for cell in shown for each in _NOTATIONS)


def _unmarked(cell: Any) -> Any:
    return cell.rstrip(_MARKS) if isinstance(cell, str) else cell


def row_numbers(numbers: Sequence[int]) -> str:
    """Return the numbers of rows in short.

    >>> row_numbers([5, 12, 13, 14])
    '5, 12–14'
    """
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    return ", ".join("–".join(map(str, span)) for span in spans)
