"""The headings of a sheet, one or several rows of them, and the columns of an import that they are."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import zip_longest
from typing import Final

import attrs

from kommunepolitik.documents.imports import LABELS, Import, ImportColumn
from kommunepolitik.errors import Problem, column_letter
from kommunepolitik.observations import grid as cells
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


def has_heading(grid: Grid, wanted: Import) -> bool:
    """Return whether a cell of a sheet has the text that the heading of an import starts with."""
    return _first_row(grid, wanted) is not None


def find_blocks(grid: Grid, wanted: Import) -> list[Block]:
    """Return the tables of an import in a sheet: the first, and with `repeats` those below with the same heading.

    There are none where no cell has the text that the heading starts with.
    """
    first = _first_row(grid, wanted)
    if first is None:
        return []
    depth = wanted.header.rows
    tops = [*_later_tops(grid, wanted, first)] if wanted.header.repeats else []
    part = grid.part(end=tops[0]) if tops else grid
    blocks = [_block(part, wanted, top) for top in range(max(first - depth + 1, 1), first + 1)]
    # The text may be in the lower row of the heading: then the rows above it belong to it too.
    found = [min(reversed(blocks), key=lambda block: len(block.problems))]
    for top, next_top in zip_longest(tops, tops[1:]):
        found.append(_block(grid.part(end=next_top), wanted, top))
    return found


def _first_row(grid: Grid, wanted: Import) -> int | None:
    """Return the first row with the text that a heading starts with.

    Where that is any period, a date in the titles is not the heading: a row of several periods below is, if only titles
    of one text are in between.
    """
    starts, patterns, found = wanted.header.starts, _patterns(wanted), None
    for row in grid.rows:
        texts = heading_texts(row).values()
        if found is None and any(matched(starts, text) for text in texts):
            found = row.number
            if starts != PERIOD or wanted.header.rows > 1:
                return found
        if found is not None and _are_headings(texts, patterns) and sum(bool(period_of(text)) for text in texts) > 1:
            return row.number
        if found not in (None, row.number) and len(texts) > 1:
            break
    return found


def _patterns(wanted: Import) -> list[str]:
    """Return the texts of the headings of an import."""
    return [*dict.fromkeys(text for spec in wanted.columns for text in spec.header if text != BLANK)]


def _are_headings(texts: Collection[str], patterns: Sequence[str]) -> bool:
    """Return whether each of some texts is one of a heading."""
    return all(any(matched(pattern, text) for pattern in patterns) for text in texts)


def _later_tops(grid: Grid, wanted: Import, first: int) -> Iterator[int]:
    """Yield the first row of each heading of an import below its first heading.

    A row of periods alone is one too, if it lacks the texts that a row of figures needs.
    """
    patterns, depth, bottom = _patterns(wanted), wanted.header.rows, first
    for at, row in enumerate(grid.rows):
        texts = heading_texts(row).values()
        if row.number <= bottom or not _are_headings(texts, patterns):
            continue
        if not needs_text(wanted) if all(map(period_of, texts)) else len(texts) < 2:
            continue
        stacks = stacks_of(attrs.evolve(grid, rows=grid.rows[at : at + depth]), row.number, row.number + depth - 1)
        filled = filled_stacks(stacks)
        found = [_match(wanted, column, stack, filled[column]) for column, stack in stacks.items()]
        fits = [each for each in found if isinstance(each, MatchedColumn)]
        if len(fits) == len(found) and any(fit.spec.is_ in ("value", "judgement") for fit in fits):
            bottom = row.number + depth - 1
            yield row.number


def _block(grid: Grid, wanted: Import, top: int) -> Block:
    bottom = top + wanted.header.rows - 1
    stacks = stacks_of(grid, top, bottom)
    filled = filled_stacks(stacks)
    rows, below, notices = _body(grid, wanted, bottom)
    rows, second = _without_second_table(grid, wanted, rows, stacks)
    filled_columns = {column for row in rows for column, cell in enumerate(row.cells, start=1) if cell is not None}
    anchor = next((c for c, stack in stacks.items() if any(matched(wanted.header.starts, text) for text in stack)), 1)
    found = {
        column: _match(wanted, column, stacks.get(column, ()), filled.get(column, ()))
        for column in filled_columns | {*stacks}
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
    # A heading of periods alone may be that of more figures of the import.
    below, other = _without_second_table(grid, wanted, below, stacks)
    is_named = other and any(not period_of(text) for text in _texts_at(grid, other[0].line))
    notices, problems = ([*notices, *other], problems) if is_named else (notices, [*problems, *other])
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


def _match(wanted: Import, number: int, *stacks: tuple[str, ...]) -> MatchedColumn | Problem:
    """Return the column of an import that a column with some headings is, or what is wrong with them."""
    for stack in dict.fromkeys(stacks):
        texts = plain_stack(stack)
        found = [
            MatchedColumn(number=0, at=at, spec=spec, period=period, quality=quality)
            for at, spec in enumerate(wanted.columns)
            if spec.column in (None, column_letter(number)) and (fit := _fits(spec, texts)) is not None
            for period, quality in [fit]
        ]
        found = [each for each in found if each.spec.column is not None] or found
        exact = [each for each in found if not each.period] or found
        if len(exact) > 1:
            others = ", ".join(f"columns[{each.at}]" for each in exact)
            data = {"heading": " / ".join(texts) or BLANK, "columns": others, "column": column_letter(number)}
            return Problem(code="heading_fits_several", data=data)
        if exact:
            return exact[0]
    texts = plain_stack(stacks[0])
    if not texts:
        return Problem(code="column_without_heading", data={"column": column_letter(number)})
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
    grid: Grid, wanted: Import, rows: list[Row], stacks: Mapping[int, tuple[str, ...]]
) -> tuple[list[Row], list[Problem]]:
    """Return the rows above another heading with the same words, and a problem where there is one."""
    heads = {folded(text) for stack in stacks.values() for text in stack if text}
    labels = {folded(text) for spec in wanted.columns if not spec.passed for text in spec.ignore}
    later = {*_later_tops(attrs.evolve(grid, rows=rows), wanted, 0)}
    fits = ((column, _match(wanted, column, stacks.get(column, ()))) for column in range(1, grid.width + 1))
    named = [column for column, fit in fits if isinstance(fit, MatchedColumn) and fit.spec.is_ in LABELS]
    for at, row in enumerate(rows):
        texts = heading_texts(row)
        words = {folded(text) for text in texts.values() if not period_of(text)}
        again = len(texts) > 1 and words and words <= heads and len(words) < len(texts)
        if again or (row.number in later and not words & labels):
            return rows[:at], [grid.locate(Problem(code="table_below"), row.number)]
        if needs_text(wanted) and _has_other_periods(row, stacks, named):
            return rows[:at], [grid.locate(Problem(code="other_table_below"), row.number)]
    return rows, []


def _texts_at(grid: Grid, number: int | None) -> Collection[str]:
    return next((heading_texts(row).values() for row in grid.rows if row.number == number), ())


def needs_text(wanted: Import) -> bool:
    """Return whether a row of figures needs a text that names it."""
    return any(column.is_ in ("indicator", "area", "period") for column in wanted.columns)


def _has_other_periods(row: Row, stacks: Mapping[int, tuple[str, ...]], named: Sequence[int]) -> bool:
    """Return whether a row has periods alone in columns with periods in their headings, and no text that names it."""
    dated = [column for column, stack in stacks.items() if any(map(period_of, stack))]
    shown = [cells.text(cells.period(row.cell(column))) for column in dated if row.cell(column) is not None]
    is_named = not named or any(row.cell(column) is not None for column in named)
    return len(shown) > 1 and not is_named and all(map(period_of, shown))


def heading_name(spec: ImportColumn) -> str:
    """Return the heading of a column of an import as one text, with its letter where it states one."""
    return " / ".join(spec.header) + (f" ({spec.column})" if spec.column is not None else "")


def _missing(grid: Grid, wanted: Import, columns: Sequence[MatchedColumn], bottom: int) -> Iterator[Problem]:
    """Yield the columns of an import that the sheet does not have, or has twice."""
    for at, spec in enumerate(wanted.columns):
        matches = [column for column in columns if column.at == at]
        heading = heading_name(spec)
        if not matches and not spec.passed:
            yield grid.locate(Problem(code="missing_heading", data={"heading": heading}), bottom)
        first: dict[str, int] = {}
        for column in matches if not spec.passed else ():
            if (other := first.setdefault(column.period, column.number)) != column.number:
                data = {"heading": heading, "period": column.period, "first": grid.cell_name(bottom, other)}
                data |= {"column": column_letter(column.number)}
                code = "period_twice" if column.period else "heading_twice"
                yield grid.locate(Problem(code=code, data=data), bottom, column.number)
