"""The obvious wide form: a column of indicators, and a column of figures for each period, or for each group."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model import Period, Policy, Unit
from kommunepolitik.observations import grid as cells
from kommunepolitik.observations.columns import BY_HEADER
from kommunepolitik.observations.grid import Grid, Row
from kommunepolitik.observations.headers import TITLE_ROWS, plain
from kommunepolitik.observations.long_form import SUM, body, extra_cells, hidden, mark_lost_formats, read_column, sums
from kommunepolitik.observations.period_words import period_text
from kommunepolitik.observations.tables import RawTable
from kommunepolitik.observations.titles import Titles, folded
from kommunepolitik.observations.values import DecimalMark, Notation

_UNITS: Final = ("enhed", "unit")
_MARKED: Final = re.compile(r"(?P<period>.*\w)\s*(?:[*†¹²³]+|\([^()]*\)|[a-z]\))", re.IGNORECASE)
"""A period with a mark after it, such as 2024*."""


@attrs.frozen(kw_only=True)
class WideHeader:
    """The heading of a table in the wide form: its row, by its number from 0 among those that are not empty."""

    at: int
    known: Mapping[str, int]
    """The sheet column of each known column."""
    unit: int | None
    periods: Mapping[int, str]
    """The period of each column of figures that has one."""
    groups: Mapping[int, str]
    problems: Sequence[tuple[int, Problem]] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it names all columns; one that continues in the next row does not."""
        return all(problem.code != "heading_over_rows" for _, problem in self.problems)

    @property
    def figures(self) -> list[int]:
        """The columns of figures."""
        return [*(self.periods or self.groups)]


def period_of(text: str) -> str:
    """Return the period in a text, in the form of `Period`; an empty text for other text.

    >>> period_of("4. kvartal 2024"), period_of("I alt")
    ('2024-Q4', '')
    """
    written = period_text(text)
    try:
        return written if written and Period(written).end is not None else ""
    except InvalidModel:
        return ""


def find_wide_header(grid: Grid, titles: Titles) -> WideHeader | None:
    """Find the heading of a table in the wide form among the first rows."""
    found = (_header(grid, at, titles) for at in range(min(TITLE_ROWS, len(grid.rows))))
    return next((header for header in found if header is not None), None)


def _header(grid: Grid, at: int, titles: Titles) -> WideHeader | None:
    texts = heading_texts(grid.rows[at])
    known: dict[str, int] = {}
    twice: list[int] = []
    for column, text in texts.items():
        name = BY_HEADER.get(plain(text))
        if name is not None and known.setdefault(name, column) != column:
            twice.append(column)
    if "indicator" not in known or {"value", "judgement"}.intersection(known):
        return None
    unit = next((column for column, text in texts.items() if folded(text) in _UNITS), None)
    rest = {column: text for column, text in texts.items() if column not in (*known.values(), *twice, unit)}
    periods = {column: period for column, text in rest.items() if (period := period_of(text))}
    marked = {column for column, text in rest.items() if (m := _MARKED.fullmatch(text)) and period_of(m["period"])}
    groups = {column: id for column, text in rest.items() if (id := titles.group(text)) is not None}
    if "period" in known:
        chosen, others = (groups, periods)
    elif periods or marked:
        chosen, others = (periods, groups)
    else:
        return None
    if not (chosen or marked):
        return None
    problems = [(column, Problem(code="duplicate_column", data={"column": texts[column]})) for column in twice]
    for column, text in rest.items():
        if column in marked:
            problems.append((column, Problem(code="marked_period", data={"value": text})))
        elif column in others or column not in chosen:
            problems.append((column, _unknown(text)))
    problems += _over_rows(grid, at, known, chosen)
    return WideHeader(
        at=at,
        known=known,
        unit=unit,
        periods={} if "period" in known else periods,
        groups=groups if "period" in known else {},
        problems=sorted(problems, key=lambda each: each[0]),
    )


def heading_texts(row: Row) -> dict[int, str]:
    """Return the texts of the cells of a heading that are not empty, by column from 1."""
    shown = ((column, cells.text(cells.period(cell))) for column, cell in enumerate(row.cells, start=1))
    return {column: text for column, text in shown if text}


def _unknown(text: str) -> Problem:
    code = "sum_column" if SUM.fullmatch(text) else "unknown_wide_column"
    return Problem(code=code, data={"column": text})


def _over_rows(
    grid: Grid, at: int, known: Mapping[str, int], chosen: Mapping[int, str]
) -> Iterator[tuple[int, Problem]]:
    """Yield a problem where a heading of figures is merged over columns, as one of two rows is."""
    number = grid.rows[at].number
    for span in grid.merged:
        if span.top <= number <= span.bottom and span.right > span.left and span.left in {*known.values(), *chosen}:
            yield span.left, Problem(code="heading_over_rows")


def wide_table(
    grid: Grid,
    header: WideHeader,
    policies: Sequence[Policy] | None,
    titles: Titles,
    decimal: DecimalMark | None = None,
) -> RawTable:
    """Return the table below a heading in the wide form: a row for each cell with a figure."""
    head = grid.rows[header.at]
    places = {**header.known, **{f"column {column}": column for column in header.figures}}
    rows, passed = body(grid, grid.rows[header.at + 1 :], places)
    labels = {name: read_column(grid, rows, name, column) for name, column in header.known.items()}
    wrong = {**sums(rows, header.known), **_unnamed(rows, heading_texts(head))}
    if grid.separator:
        wrong |= extra_cells(rows, len(head.cells), grid.separator)
    found = [
        (index, column, cell)
        for index, row in enumerate(rows if header.is_whole else ())
        for column in header.figures
        if (cell := cells.figure(row.cell(column))) is not None
    ]
    columns: dict[str, list[Any]] = {name: [cells[index] for index, _, _ in found] for name, cells in labels.items()}
    name, heads = ("period", header.periods) if header.periods else ("group", header.groups)
    columns |= {name: [heads[column] for _, column, _ in found], "value": [cell for _, _, cell in found]}
    columns = titles.replace(columns)
    broken = {at: wrong[index] for at, (index, _, _) in enumerate(found) if index in wrong}
    if header.unit is not None:
        units = read_column(grid, rows, "unit", header.unit)
        broken = _wrong_units(columns["indicator"], [units[index] for index, _, _ in found], policies or ()) | broken
    mark_lost_formats(columns)
    return RawTable(
        columns=columns,
        rows=[rows[index].number for index, _, _ in found],
        value_columns=[column for _, column, _ in found],
        notation=Notation.of(columns["value"], grid.separator or ";", decimal),
        place=grid.place,
        positions=header.known,
        problems=[*(grid.locate(p, head.number, column) for column, p in header.problems), *grid.problems],
        notices=[*passed, *hidden(grid, rows, places.values())],
        broken={} if header.problems else broken,
    )


def _unnamed(rows: Sequence[Row], headings: Mapping[int, str]) -> dict[int, Problem]:
    """Return the rows with a cell that is not empty in a column without a heading."""
    return {
        index: Problem(code="cell_without_heading", data={"value": text})
        for index, row in enumerate(rows)
        if (text := next((cells.text(c) for n, c in enumerate(row.cells, 1) if n not in headings and c), ""))
    }


def _wrong_units(indicators: Sequence[Any], units: Sequence[Any], policies: Sequence[Policy]) -> dict[int, Problem]:
    """Return the figures whose row names another unit than the indicator's."""
    own = {each.id: each.unit for policy in policies for each in policy.indicators if each.unit is not None}
    return {
        at: Problem(code="unit_of_cell", data={"found": unit, "unit": own[id].text})
        for at, (id, unit) in enumerate(zip(indicators, units, strict=True))
        if isinstance(unit, str) and id in own and not is_unit(unit, own[id])
    }


def is_unit(words: str, unit: Unit) -> bool:
    """Return whether words are a unit; a unit of whole things may be written as just a number."""
    return unit.is_written(words) or (unit.whole and Unit(words).plain)
