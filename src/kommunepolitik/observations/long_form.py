"""The long form: a header of known columns, and a row for each figure."""

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, Final

from kommunepolitik.errors import InvalidModel, Problem, column_letter
from kommunepolitik.observations import grid as cells
from kommunepolitik.observations.columns import NUMBERS, PERIODS
from kommunepolitik.observations.grid import Cover, Grid, Merged, Row
from kommunepolitik.observations.headers import find_header, read_header
from kommunepolitik.observations.tables import RawTable
from kommunepolitik.observations.values import Cell, DecimalMark, Notation, read_number, text_reader

NOTE: Final = re.compile(
    r"(?:kilder?|source|noter?|anm|anmærkning(?:er)?|bemærk(?:ning(?:er)?)?|fodnoter?|opdateret|opgjort|udtrukket|hentet)\b"
    r"|[*†¹²³]|[0-9]\)",
    re.IGNORECASE,
)
"""The beginnings of rows below a table that are notes."""
SUM: Final = re.compile(r"(?:i alt|total|sum|samlet|subtotal|hovedtotal|grand total)(?:[:. ].*)?", re.IGNORECASE)
"""The names of a row or column that adds up the others."""
_WORDS: Final = ("judgement", "source", "publisher", "note", "reported_by")
"""Columns in which a number of a few digits is no evidence."""


def long_table(grid: Grid, at: int, decimal: DecimalMark | None = None) -> RawTable:
    """Return the table whose header is a row of a grid, by its number from 0 among those that are not empty.

    Merged heading rows, and notes below the table, are skipped; a text merged over several rows counts for each.
    """
    head = grid.rows[at]
    positions, problems = read_header([cells.text(cell) for cell in head.cells], grid.place, head.number)
    rows, passed = body(grid, grid.rows[at + 1 :], positions)
    columns = {name: read_column(grid, rows, name, position) for name, position in positions.items()}
    above = _figures_above(grid.rows[:at], positions, grid.separator)
    broken = _second_tables(rows, positions) | sums(rows, positions)
    if grid.separator:
        broken |= extra_cells(rows, len(head.cells), grid.separator)
    if grid.separator == ",":
        broken |= _swallowed_decimals(rows, positions)
    mark_lost_formats(columns)
    figures = [cell for name in ("value", "value_high") for cell in columns.get(name, ())]
    return RawTable(
        columns=columns,
        rows=[row.number for row in rows],
        notation=Notation.of(figures, grid.separator or ";", decimal),
        place=grid.place,
        positions=positions,
        problems=[*problems, *(grid.locate(problem, row) for row, problem in above), *grid.problems],
        notices=[*passed, *hidden(grid, rows, positions.values()), *_unheaded(grid, head, rows)],
        broken=broken,
    )


def _figures_above(rows: Sequence[Row], positions: Mapping[str, int], separator: str) -> Iterator[tuple[int, Problem]]:
    """Yield the rows above the heading that are figures, as where a sheet was sorted with its heading."""
    named = [positions[name] for name in ("indicator", "period", "value") if name in positions]
    for row in rows if len(named) == 3 else ():
        id, period, value = (row.cell(position) for position in named)
        if cells.text(id) and _is_figure(cells.period(period), cells.figure(value), separator):
            yield row.number, Problem(code="figure_above_heading", data={"value": cells.text(id)})


def _is_figure(period: Any, value: Any, separator: str) -> bool:
    """Return whether one cell is a period and another a number, where titles have words, dates and times."""
    if any(cell is None or isinstance(cell, Problem) for cell in (period, value)):
        return False
    try:
        known = text_reader("period", [period])(period)
        number = read_number(value, Notation.of([value], separator or ";"))
    except InvalidModel:
        return False
    return bool(known) and not math.isnan(number.value)


def _unheaded(grid: Grid, head: Row, rows: Sequence[Row]) -> Iterator[Problem]:
    """Yield a notice of cells in columns without a heading, which are not read."""
    headed = {column for column, cell in enumerate(head.cells, start=1) if cells.text(cell)}
    found = [
        (row.number, column, text)
        for row in rows
        if len(row.cells) > len(headed)
        for column, cell in enumerate(row.cells, start=1)
        if column not in headed and (text := cells.text(cell))
    ]
    if found:
        number, column, text = found[0]
        data = {"count": len(found), "text": text[:60]}
        yield grid.locate(Problem(code="cells_not_read", data=data), number, column)


def hidden(grid: Grid, rows: Sequence[Row], columns: Collection[int]) -> Iterator[Problem]:
    """Yield a notice of rows and columns that the spreadsheet program hides, but that are read."""
    if numbers := [row.number for row in rows if row.hidden]:
        yield grid.locate(Problem(code="hidden_rows", data={"rows": _numbered(numbers)}), numbers[0])
    if found := sorted(grid.hidden_columns.intersection(columns)):
        letters = ", ".join(column_letter(column) for column in found)
        yield grid.place.locate(Problem(code="hidden_columns", data={"columns": letters}))


def _numbered(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:10]))
    return shown if len(numbers) <= 10 else f"{shown} …"


def body(grid: Grid, rows: Sequence[Row], positions: Mapping[str, int]) -> tuple[Sequence[Row], Sequence[Problem]]:
    """Return the rows of the table, and a notice of the notes below it."""
    table = list(_without_headings(grid, rows, positions.values()))
    below = [*takewhile(is_note, reversed(table))]
    if not below:
        return table, ()
    first = below[-1]
    text = next(text for cell in first.cells if (text := cells.text(cell)))
    notice = grid.locate(Problem(code="notes_passed", data={"count": len(below), "text": text[:60]}), first.number)
    return table[: -len(below)], (notice,)


def is_note(row: Row) -> bool:
    """Return whether a row contains only one text, which begins as notes do."""
    texts = [text for cell in row.cells if (text := cells.text(cell))]
    return len(texts) == 1 and NOTE.match(texts[0]) is not None


def _without_headings(grid: Grid, rows: Sequence[Row], positions: Collection[int]) -> Iterator[Row]:
    """Yield the rows that are not empty in the table, except those whose text is one range merged over columns."""
    wide: dict[int, list[Merged]] = {}
    for span in grid.merged:
        if sum(span.left <= position <= span.right for position in positions) > 1:
            wide.setdefault(span.left, []).append(span)
    covers = {column: Cover(spans) for column, spans in wide.items()}
    for row in rows:
        filled = {at for at, cell in enumerate(row.cells, start=1) if cell is not None}
        filled = filled if grid.separator else filled.intersection(positions)
        only = min(filled) if len(filled) == 1 else 0
        if filled and not (only in covers and covers[only].top_of(row.number) is not None):
            yield row


def read_column(grid: Grid, rows: Sequence[Row], name: str, position: int) -> list[Any]:
    """Return the cells of a column, each as the column reads it.

    A number merged over two rows is one figure of an unknown row; a text counts for each of them.
    """
    if name in NUMBERS:
        return [cells.figure(row.cell(position)) for row in rows]
    look = cells.period if name in PERIODS else cells.words
    return [look(cell) for cell in grid.filled(rows, position)] if rows else []


def extra_cells(rows: Sequence[Row], width: int, separator: str) -> dict[int, Problem]:
    """Return the rows that have more cells than the heading."""
    broken = {}
    for index, row in enumerate(rows):
        if any(cell is not None for cell in row.cells[width:]):
            more = cells.text(row.cell(width + 1))
            is_decimal = separator == "," and more.isdigit() and cells.text(row.cell(width)).lstrip("-").isdigit()
            data = {"found": len(row.cells), "expected": width}
            swallowed = Problem(code="swallowed_decimals", data={"value": more})
            broken[index] = swallowed if is_decimal else Problem(code="extra_cells", data=data)
    return broken


def _second_tables(rows: Sequence[Row], positions: Mapping[str, int]) -> dict[int, Problem]:
    """Return the rows that are the header of another table below."""
    value = positions.get("value", positions.get("judgement", 1))
    return {
        index: Problem(code="second_table")
        for index, row in enumerate(rows)
        if not (shown := cells.text(row.cell(value))) or not shown[-1].isdigit()
        if find_header([[cells.text(cell) for cell in row.cells]]).whole
    }


def sums(rows: Sequence[Row], positions: Mapping[str, int]) -> dict[int, Problem]:
    """Return the rows that add up others, which would count their figures twice."""
    first = positions.get("indicator")
    named = {} if first is None else {index: cells.text(row.cell(first)) for index, row in enumerate(rows)}
    return {i: Problem(code="sum_row", data={"value": word}) for i, word in named.items() if SUM.fullmatch(word)}


def _swallowed_decimals(rows: Sequence[Row], positions: Mapping[str, int]) -> dict[int, Problem]:
    """Return the rows of a comma file where a next column of texts contains only the decimals of values (65,5)."""
    value = positions.get("value", 0)
    names = {position: name for name, position in positions.items()}
    if names.get(value + 1) not in _WORDS:
        return {}
    decimals = {row: cell for row, each in enumerate(rows) if (cell := cells.text(each.cell(value + 1)))}
    if not all(
        cell.isdigit() and len(cell) < 4 and cells.text(rows[row].cell(value)).lstrip("-").isdigit()
        for row, cell in decimals.items()
    ):
        return {}
    return {row: Problem(code="swallowed_decimals", data={"value": cell}) for row, cell in decimals.items()}


def mark_lost_formats(columns: Mapping[str, list[Any]]) -> None:
    """Replace a plain number of at most 1 by a problem where others of its indicator are shown in percent."""
    values, owners = columns.get("value", ()), columns.get("indicator", ())
    in_percent = {
        owner for owner, cell in zip(owners, values, strict=False) if isinstance(cell, Cell) and "%" in cell.unit
    }
    for index, (owner, cell) in enumerate(zip(owners, values, strict=False)):
        if owner in in_percent:
            columns["value"][index] = lost_format(cell)


def lost_format(cell: Any) -> Any:
    """Return a figure among percentages; a problem where it may be a percentage that lost its format."""
    is_bare = isinstance(cell, int | float) and not isinstance(cell, bool) and 0 < abs(cell) <= 1
    return Problem(code="lost_format", data={"value": cell}) if is_bare else cell
