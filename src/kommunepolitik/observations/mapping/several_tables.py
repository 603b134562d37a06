"""The tables of an unknown sheet, one below the other; for proposals of mappings."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

import attrs

from kommunepolitik.model import Unit
from kommunepolitik.observations.grid import Grid, Row
from kommunepolitik.observations.mapping.ends import figure_in
from kommunepolitik.observations.mapping.headings import filled_stacks, plain_stack, stacks_of
from kommunepolitik.observations.mapping.layout import Layout, find_layout, is_data
from kommunepolitik.observations.mapping.recognise import heading_of
from kommunepolitik.observations.values import Notation
from kommunepolitik.observations.wide_form import heading_texts, period_of


def layouts_of(grid: Grid, units: Sequence[Unit]) -> list[Layout]:
    """Return the tables of a sheet, from above: a further one begins at a heading below an earlier table."""
    first = find_layout(grid, units)
    if first is None:
        return []
    tops = [*_later_tops(first, units)]
    if not tops:
        return [first]
    parts = [(1, tops[0]), *zip_longest(tops, tops[1:])]
    found = (find_layout(grid.part(start, end), units) for start, end in parts)
    return [layout for layout in found if layout is not None]


def pattern_of(layout: Layout) -> set[tuple[str, ...]]:
    """Return the headings of a table, with {period} for periods."""
    return {heading_of(stack)[0] for stack in layout.stacks.values() if stack}


def with_columns_of(first: Layout, others: Sequence[Layout]) -> Layout:
    """Return a table with the headings, too, of columns that only the tables below it have."""
    stacks = dict(first.stacks)
    for other in (each for each in others if each.grid.place == first.grid.place):
        stacks |= {column: stack for column, stack in other.stacks.items() if stack and not stacks.get(column)}
    return attrs.evolve(first, stacks=dict(sorted(stacks.items())))


def _later_tops(first: Layout, units: Sequence[Unit]) -> Iterator[int]:
    """Yield the first row of each further heading: the same as the first one, or another below an empty row."""
    patterns = pattern_of(first)
    body = [*first.rows, *first.below]
    columns = {at for row in body for at, cell in enumerate(row.cells, start=1) if figure_in(cell, Notation())}
    before = bottom = first.bottom
    for at, row in enumerate(body):
        gap, before = row.number > before + 1, row.number
        if row.number <= bottom:
            continue
        if _repeats(first.grid, body[at : at + first.depth], patterns):
            bottom = row.number + first.depth - 1
            yield row.number
        elif gap and _is_other_heading(row, columns) and any(is_data(each, units) for each in body[at + 1 : at + 3]):
            bottom = row.number
            yield row.number


def _repeats(grid: Grid, rows: Sequence[Row], patterns: set[tuple[str, ...]]) -> bool:
    """Return whether some rows are the heading of the table again."""
    if not any(
        heading_of((text,))[0][0] in part for text in [*heading_texts(rows[0]).values()][:1] for part in patterns
    ):
        return False
    stacks = filled_stacks(stacks_of(attrs.evolve(grid, rows=rows), rows[0].number, rows[-1].number))
    found = [heading_of(plain_stack(stack)) for stack in stacks.values()]
    dated = any(period for _, period, _ in found)
    return (dated or len(found) > 1) and all(heading in patterns for heading, _, _ in found)


def _is_other_heading(row: Row, columns: set[int]) -> bool:
    """Return whether a row has texts or periods in columns of figures, and no figure."""
    texts = {column: text for column, text in heading_texts(row).items() if column in columns}
    plain = (column for column, text in texts.items() if not period_of(text))
    return len(texts) > 1 and not any(figure_in(row.cell(column), Notation()) for column in plain)
