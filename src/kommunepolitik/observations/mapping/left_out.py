"""Notices of what a proposed import leaves out of a file, so that nothing is lost unseen."""

from collections.abc import Iterator, Sequence

from kommunepolitik.errors import Problem
from kommunepolitik.model import Unit
from kommunepolitik.observations import grid as cells
from kommunepolitik.observations.grid import Grid, Row
from kommunepolitik.observations.mapping.ends import figure_in, first_text, row_numbers
from kommunepolitik.observations.mapping.layout import Layout, is_data
from kommunepolitik.observations.mapping.several_tables import pattern_of
from kommunepolitik.observations.values import Notation
from kommunepolitik.observations.wide_form import period_of


def left_out(
    grids: Sequence[Grid], layouts: Sequence[Layout], used: Sequence[str], units: Sequence[Unit]
) -> Iterator[Problem]:
    """Yield a notice of each sheet, table and row that is not in the proposal, the form of the first table.

    `used` are texts below the tables that are in the proposal in another way, as a source or a date.
    """
    form = pattern_of(layouts[0])
    for grid in grids:
        here = [each for each in layouts if each.grid.place == grid.place]
        alike = [each for each in here if pattern_of(each) == form]
        if here and not alike:
            yield grid.place.locate(Problem(code="sheet_not_proposed"))
            continue
        for layout in here:
            if layout not in alike:
                yield grid.locate(Problem(code="table_not_proposed"), layout.top)
        inside = {row.number for layout in here for row in layout.rows}
        heads = {number for layout in here for number in range(layout.top, layout.bottom + 1)}
        rows = [row for row in grid.rows if row.number not in inside | heads and is_data(row, units)]
        if rows:
            data = {"rows": row_numbers([row.number for row in rows])}
            yield grid.locate(Problem(code="rows_not_proposed", data=data), rows[0].number)
        for layout in alike:
            unnamed = [row for row in layout.rows if not is_data(row, units) and _has_figure(row)]
            if unnamed:
                data = {"rows": row_numbers([row.number for row in unnamed])}
                yield grid.locate(Problem(code="rows_without_text", data=data), unnamed[0].number)
            below = [row for row in layout.below if row not in rows and first_text(row)]
            below = [row for row in below if not any(text in first_text(row) for text in used if text)]
            if below:
                shown = {"count": len(below), "text": first_text(below[0])[:60]}
                yield grid.locate(Problem(code="rows_below_not_proposed", data=shown), below[0].number)


def _has_figure(row: Row) -> bool:
    shown = (cell for cell in row.cells if cell is not None and not period_of(cells.text(cells.period(cell))))
    return any(figure_in(cell, Notation()) for cell in shown)
