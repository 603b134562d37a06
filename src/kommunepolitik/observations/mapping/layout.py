"""The place and the form of the table in an unknown sheet; for proposals of mappings."""

from collections.abc import Sequence
from typing import Final

import attrs

from kommunepolitik.model import Unit
from kommunepolitik.observations import grid as cells
from kommunepolitik.observations.grid import Grid, Row
from kommunepolitik.observations.long_form import NOTE
from kommunepolitik.observations.mapping.ends import figure_in
from kommunepolitik.observations.mapping.headings import filled_stacks, plain_stack, stacks_of
from kommunepolitik.observations.titles import folded
from kommunepolitik.observations.values import Notation
from kommunepolitik.observations.wide_form import heading_texts, period_of

_ROWS: Final = 80
_DEPTH: Final = 4


@attrs.frozen(kw_only=True)
class Layout:
    """The table of a sheet, as far as its form shows without a mapping."""

    grid: Grid
    top: int
    bottom: int
    """The first and last row of the heading."""
    stacks: dict[int, tuple[str, ...]]
    """The headings of each column, from above, each once."""
    rows: Sequence[Row]
    below: Sequence[Row]
    """What follows the table: sources and notes."""

    @property
    def depth(self) -> int:
        """The number of rows of the heading."""
        return self.bottom - self.top + 1

    def texts(self, column: int) -> list[str]:
        """Return what the cells of a column show, merged ones in each row."""
        found = self.grid.filled(self.rows, column) if self.rows else ()
        return [cells.text(cells.period(cell)) for cell in found]

    @property
    def titles(self) -> list[str]:
        """The texts above the table, the nearest first."""
        above = [text for row in self.grid.rows if row.number < self.top for text in _shown(row)]
        return above[::-1]

    @property
    def starts(self) -> str:
        """The heading by which the table is found: the first that no row above has too."""
        above = {folded(text) for row in self.grid.rows if row.number < self.top for text in _shown(row)}
        first = next(row for row in self.grid.rows if row.number >= self.top)
        own = [text for number in range(self.top, self.bottom + 1) for text in self._texts(number)] or _shown(first)
        return next((text for text in own if folded(text) not in above and not period_of(text)), own[0])

    def _texts(self, number: int) -> list[str]:
        return next((_shown(row) for row in self.grid.rows if row.number == number), [])


def find_layout(grid: Grid, units: Sequence[Unit]) -> Layout | None:
    """Return the table of a sheet: its heading is what is directly above the first row of figures."""
    rows = grid.rows[:_ROWS]
    first = next((at for at, row in enumerate(rows) if at and is_data(row, units)), None)
    if first is None:
        return None
    above = first - 1
    while above > 0 and not _is_heading(rows[above], rows[first]) and first - above < 3:  # a title within the table
        above -= 1
    if not _is_heading(rows[above], rows[first]):
        return None
    top = above
    while (
        top > 0
        and above - top + 1 < _DEPTH
        and rows[top - 1].number == rows[top].number - 1
        and _width(grid, rows[top - 1]) > 1
    ):
        top -= 1
    start, end = rows[top].number, rows[above].number
    stacks = stacks_of(grid, start, end)
    filled = filled_stacks(stacks)
    whole = {column: plain_stack(filled.get(column, ())) for column in range(1, grid.width + 1)}
    body = [row for row in grid.rows if row.number > end]
    last = max((at for at, row in enumerate(body) if is_data(row, units)), default=0)
    stop = next((at for at, row in enumerate(body) if at > last and _is_below(row)), len(body))
    return Layout(grid=grid, top=start, bottom=end, stacks=whole, rows=body[:stop], below=body[stop:])


def _is_heading(row: Row, data: Row) -> bool:
    """Return whether a row above one with figures may be their heading: several texts, or one period above a figure."""
    texts = heading_texts(row)
    above_figures = (column for column, text in texts.items() if period_of(text))
    return len(texts) > 1 or any(figure_in(data.cell(column), Notation()) is not None for column in above_figures)


def is_data(row: Row, units: Sequence[Unit]) -> bool:
    """Return whether a row has a text and a figure."""
    figures = labels = 0
    for cell in row.cells:
        text = cells.text(cells.period(cell))
        found = figure_in(cell, Notation())
        if found is not None and not period_of(text) and not period_of(text.split("(")[0].rstrip("* ")):
            figures += not found.unit or any(unit.is_written(found.unit) for unit in units)
        else:
            labels += bool(text)
    return figures > 0 and labels > 0


def _is_below(row: Row) -> bool:
    shown = _shown(row)
    return 0 < len(shown) <= 2 and NOTE.match(shown[0]) is not None


def _width(grid: Grid, row: Row) -> int:
    """Return in how many columns a row of headings has a text; a merged heading is in all its columns."""
    columns = {column for column, cell in enumerate(row.cells, start=1) if cells.text(cell)}
    spans = [span for span in grid.merged if span.top <= row.number <= span.bottom and span.left in columns]
    return 0 if len(columns) == 1 and spans and len(row.cells) == spans[0].right else len(columns)


def _shown(row: Row) -> list[str]:
    return [text for cell in row.cells if (text := cells.text(cells.period(cell)))]
