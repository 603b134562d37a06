"""The headings of a sheet, one or several rows of them, and the columns of an import that they are."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

import attrs

from kommunepolitik.documents.imports import Import, ImportColumn
from kommunepolitik.errors import Problem
from kommunepolitik.observations.columns import NUMBERS
from kommunepolitik.observations.grid import Grid, Row
from kommunepolitik.observations.long_form import is_note
from kommunepolitik.observations.mapping.ends import end_of, figures_below, first_text
from kommunepolitik.observations.titles import folded
from kommunepolitik.observations.wide_form import heading_texts, period_of

PERIOD: Final = "{period}"
BLANK: Final = "{blank}"
"""The word of imports for the heading of a column without one."""


@attrs.frozen(kw_only=True)
class MatchedColumn:
    """A column of a sheet, by its number from 1, and the column of the import that it is."""

    number: int
    at: int
    """The place of the import's column among its columns."""
    spec: ImportColumn
    period: str = ""
    """The period in its heading."""
    quality: str = ""
    """The meaning of a mark at that period."""


@attrs.frozen(kw_only=True)
class Block:
    """The table of a sheet: its heading, and the rows below it."""

    header: int
    """The last row of the heading."""
    columns: Sequence[MatchedColumn]
    rows: Sequence[Row]
    problems: Sequence[Problem] = ()
    notices: Sequence[Problem] = ()


def find_block(grid: Grid, wanted: Import) -> Block | None:
    """Return the table of an import in a sheet; None where no cell has the text that its heading starts with."""
    starts = [
        row.number
        for row in grid.rows
        if any(matched(wanted.header.starts, text) for text in heading_texts(row).values())
    ]
    if not starts:
        return None
    depth = wanted.header.rows
    blocks = [_block(grid, wanted, top) for top in range(max(starts[0] - depth + 1, 1), starts[0] + 1)]
    # The text may be in the lower row of the heading: then the rows above it belong to it too.
    return min(reversed(blocks), key=lambda block: len(block.problems))


def _block(grid: Grid, wanted: Import, top: int) -> Block:
    bottom = top + wanted.header.rows - 1
    stacks = stacks_of(grid, top, bottom)
    filled = filled_stacks(stacks)
    rows, below, notices = _body(grid, wanted, bottom)
    rows, second = _without_second_table(grid, rows, stacks)
    filled_columns = {column for row in rows for column, cell in enumerate(row.cells, start=1) if cell is not None}
    anchor = next((c for c, stack in stacks.items() if any(matched(wanted.header.starts, text) for text in stack)), 1)
    found = {
        column: _match(wanted, stacks.get(column, ()), filled.get(column, ())) for column in filled_columns | {*stacks}
    }
    fits = [attrs.evolve(fit, number=n) for n, fit in sorted(found.items()) if isinstance(fit, MatchedColumn)]
    inside = _run({*found}, anchor)
    if any(_missing(grid, wanted, [fit for fit in fits if fit.number in inside], bottom)):
        inside |= set(range(min([anchor, *(f.number for f in fits)]), max([anchor, *(f.number for f in fits)]) + 1))
    columns = [fit for fit in fits if fit.number in inside]
    problems = [*second]
    for column, problem in sorted(found.items(), key=lambda each: each[0]):
        if not isinstance(problem, Problem) or column not in inside:
            continue
        if column in grid.hidden_columns:
            notices = [*notices, grid.locate(Problem(code="hidden_column_passed"), bottom, column)]
        else:
            problems.append(grid.locate(problem, bottom, column))
    problems += _missing(grid, wanted, columns, bottom)
    # What follows another heading below a declared end is another table: it is named, but not required here.
    below, other = _without_second_table(grid, below, stacks)
    notices = [*notices, *other]
    problems += figures_below(grid, below, [column.number for column in columns if column.spec.is_ in NUMBERS])
    if outside := sorted(found.keys() - inside):
        notices = [*notices, grid.locate(Problem(code="outside_block"), bottom, outside[0])]
    return Block(header=bottom, columns=columns, rows=rows, problems=problems, notices=notices)


def stacks_of(grid: Grid, top: int, bottom: int) -> dict[int, tuple[str, ...]]:
    """Return the headings of each column, from above; a merged heading counts for all its cells."""
    by_number = {row.number: heading_texts(row) for row in grid.rows if row.number <= bottom}
    spans = sorted(span for span in grid.merged if span.top <= bottom and span.bottom >= top)
    found: dict[int, list[str]] = {}
    width = grid.width
    for number in range(top, bottom + 1):
        texts = dict(by_number.get(number, {}))
        reach = 0  # ranges overlap only in malicious files
        for span in (each for each in spans if each.top <= number <= each.bottom and each.right > reach):
            if text := by_number.get(span.top, {}).get(span.left):
                texts |= dict.fromkeys(range(max(span.left, reach + 1), min(span.right, width) + 1), text)
            reach = span.right
        for column, text in texts.items():
            found.setdefault(column, [""] * (bottom - top + 1))[number - top] = text
    return {column: tuple(stack) for column, stack in found.items()}


def filled_stacks(stacks: Mapping[int, tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
    """Return the headings of each column where those above the last row count for the empty ones to their right."""
    filled: dict[int, tuple[str, ...]] = {}
    upper: tuple[str, ...] = ()
    for column, stack in sorted(stacks.items()):
        upper = tuple(own or before for own, before in zip(stack[:-1], upper or stack[:-1], strict=True))
        filled[column] = (*upper, stack[-1]) if stack[-1] else stack
    return filled


def _run(columns: set[int], anchor: int) -> set[int]:
    """Return the columns that no empty column separates from a given one."""
    found = {anchor}
    for step in (-1, 1):
        column = anchor + step
        while column in columns:
            found.add(column)
            column += step
    return found


def _match(wanted: Import, *stacks: tuple[str, ...]) -> MatchedColumn | Problem:
    """Return the column of an import that some headings are, or what is wrong with them."""
    for stack in dict.fromkeys(stacks):
        texts = plain_stack(stack)
        found = [
            MatchedColumn(number=0, at=at, spec=spec, period=period, quality=quality)
            for at, spec in enumerate(wanted.columns)
            if (fit := _fits(spec, texts)) is not None
            for period, quality in [fit]
        ]
        exact = [each for each in found if not each.period] or found
        if len(exact) > 1:
            others = ", ".join(f"columns[{each.at}]" for each in exact)
            return Problem(code="heading_fits_several", data={"heading": " / ".join(texts), "columns": others})
        if exact:
            return exact[0]
    texts = plain_stack(stacks[0])
    if not texts:
        return Problem(code="column_without_heading")
    return Problem(code="unknown_heading", data={"heading": " / ".join(texts)})


def plain_stack(stack: Sequence[str]) -> tuple[str, ...]:
    """Return headings without blanks, and each once where rows repeat it."""
    texts = [text for text in stack if text]
    return tuple(text for at, text in enumerate(texts) if not at or folded(text) != folded(texts[at - 1]))


def _fits(spec: ImportColumn, texts: Sequence[str]) -> tuple[str, str] | None:
    """Return the period in some headings, and the quality that a mark at it means; None where the headings differ."""
    wanted = plain_stack(spec.header)
    if wanted == (BLANK,):
        return ("", "") if not texts else None
    if len(wanted) != len(texts):
        return None
    period = quality = ""
    for pattern, text in zip(wanted, texts, strict=True):
        found = _period_in(pattern, text, spec.marks)
        if found is None:
            return None
        period, quality = found if found[0] else (period, quality)
    return period, quality


def _period_in(pattern: str, text: str, marks: Mapping[str, str]) -> tuple[str, str] | None:
    if PERIOD not in pattern:
        return ("", "") if folded(pattern) == folded(text) else None
    match = _pattern(pattern).fullmatch(" ".join(text.split()))
    if match is None:
        return None
    written = match[1].strip()
    if period := period_of(written):
        return period, ""
    for mark, meaning in marks.items():
        plain = written.removesuffix(mark).rstrip()
        if plain != written and (period := period_of(plain)):
            return period, meaning
    return None


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    before, _, after = pattern.partition(PERIOD)
    return re.compile(f"{_words(before)} ?(.+?) ?{_words(after)}", re.IGNORECASE)


def _words(text: str) -> str:
    return re.escape(" ".join(text.split()))


def matched(pattern: str, text: str) -> bool:
    """Return whether a heading is a text of an import, which may be any period."""
    return _period_in(pattern, text, {}) is not None


def _body(grid: Grid, wanted: Import, bottom: int) -> tuple[list[Row], list[Row], list[Problem]]:
    """Return the rows of the table, those from its end on, and a notice of the notes below it."""
    rows = [row for row in grid.rows if row.number > bottom]
    end = end_of(rows, wanted.ends)
    rows, after = rows[:end], rows[end:]
    below = 0
    while below < len(rows) and is_note(rows[-1 - below]):
        below += 1
    if not below:
        return rows, after, []
    first_note = rows[-below]
    text = first_text(first_note)
    notice = grid.locate(Problem(code="notes_passed", data={"count": below, "text": text[:60]}), first_note.number)
    return rows[:-below], after, [notice]


def _without_second_table(
    grid: Grid, rows: list[Row], stacks: Mapping[int, tuple[str, ...]]
) -> tuple[list[Row], list[Problem]]:
    """Return the rows above another heading with the same words, and a problem where there is one."""
    heads = {folded(text) for stack in stacks.values() for text in stack if text}
    for at, row in enumerate(rows):
        texts = heading_texts(row)
        words = {folded(text) for text in texts.values() if not period_of(text)}
        if len(texts) > 1 and words and words <= heads and len(words) < len(texts):
            return rows[:at], [grid.locate(Problem(code="table_below"), row.number)]
    return rows, []


def _missing(grid: Grid, wanted: Import, columns: Sequence[MatchedColumn], bottom: int) -> Iterator[Problem]:
    """Yield the columns of an import that the sheet does not have, or has twice."""
    for at, spec in enumerate(wanted.columns):
        matches = [column for column in columns if column.at == at]
        heading = " / ".join(spec.header)
        if not matches and not spec.passed:
            yield grid.locate(Problem(code="missing_heading", data={"heading": heading}), bottom)
        first: dict[str, int] = {}
        for column in matches if not spec.passed else ():
            if (other := first.setdefault(column.period, column.number)) != column.number:
                data = {"heading": heading, "period": column.period, "first": grid.cell_name(bottom, other)}
                code = "period_twice" if column.period else "heading_twice"
                yield grid.locate(Problem(code=code, data=data), bottom, column.number)
