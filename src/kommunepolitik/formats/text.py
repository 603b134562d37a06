"""A report as plain text for a terminal: one function per block, which returns its lines."""

import re
import shutil
import textwrap
import unicodedata
from collections.abc import Iterable
from functools import singledispatch

import kommunepolitik.blocks as b
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.errors.terminal import safe_lines
from kommunepolitik.formats.plain import GAP, cell_lines, quote_source, row_details, simpler

_SPACES = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")  # no-break spaces stay


def write_text(report: b.Report) -> str:
    """Return a report in lines of at most 100 characters, or as wide as the terminal.

    No text moves the cursor, or contains what build systems interpret as a command.
    """
    width = min(100, shutil.get_terminal_size().columns)
    heads = ((b.Text(report.title),), (b.Text(report.kicker),), report.lead)
    head = tuple(b.Paragraph(line) for line in heads if _words(line))
    facts = () if report.facts is None else (report.facts,)
    lines = _stack((*head, *facts, *report.notices, *report.sections), width)
    return safe_lines("\n".join(lines) + "\n")


def _words(inlines: Iterable[b.Inline]) -> str:
    """Return the words of a line, without line breaks and characters that only control a terminal."""
    parts = (f"{each.shape} {each.words}".strip() if isinstance(each, b.StatusMark) else each.words for each in inlines)
    shown = (c for c in _SPACES.sub(" ", "".join(parts)) if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return "".join(shown).strip()


def _cell(blocks: Blocks) -> str:
    return "; ".join(filter(None, map(_words, cell_lines(blocks))))


def _wrapped(words: str, width: int, hang: int = 0) -> list[str]:
    # An id stays whole, so that it can be searched for.
    return textwrap.wrap(words, max(width, 20), subsequent_indent=" " * hang, break_on_hyphens=False)


def _indented(blocks: Blocks, width: int, first: str = "", by: int = 2) -> list[str]:
    """Return blocks indented, with a mark before the first line."""
    found, *rest = _stack(blocks, width - by) or [""]
    return [first.ljust(by) + found, *(" " * by + line if line else "" for line in rest)]


def _stack(blocks: Iterable[b.Block], width: int) -> list[str]:
    """Return blocks one after the other; sections, tables, charts and long paragraphs are between empty lines."""
    lines: list[str] = []
    above: b.Block | None = None
    was_apart = False
    for block in blocks:
        found = _lines(block, width)
        is_long = isinstance(block, b.Paragraph) and len(found) > 1
        apart = is_long or isinstance(block, b.Section | b.Table | b.Chart | b.Distribution)
        belongs = isinstance(block, b.List) and isinstance(above, b.Paragraph)
        lines += [""] * (bool(lines) and (apart or was_apart) and not belongs) + found
        above, was_apart = block, apart
    return lines


@singledispatch
def _lines(block: b.Block, width: int) -> list[str]:
    return _stack(simpler(block), width)


@_lines.register
def _(block: b.Paragraph, width: int) -> list[str]:
    return _wrapped(_words(block.inlines), width)


@_lines.register
def _(block: b.Notice, width: int) -> list[str]:
    return _indented(block.blocks, width, GAP if block.kind == "gap" else "! ")


@_lines.register
def _(block: b.Quote, width: int) -> list[str]:
    return _indented((*block.blocks, *quote_source(block)), width)


@_lines.register
def _(block: b.List, width: int) -> list[str]:
    mark = "" if block.role == "plain" else "\N{BULLET} "
    marks = [f"{number}. " if block.ordered else mark for number in range(1, len(block.items) + 1)]
    by = max(map(len, marks), default=0) or 2  # continued lines of a plain list are indented too
    return [line for mark, item in zip(marks, block.items, strict=True) for line in _indented(item, width, mark, by)]


@_lines.register
def _(block: b.Fields, width: int) -> list[str]:
    lines: list[str] = []
    for label, value in block.items:
        match value:
            case (b.Paragraph(inlines),):
                lines += _wrapped(_words((b.Text(f"{label}: "), *inlines)), width, hang=2)
            case _:
                lines += [*_wrapped(_words((b.Text(f"{label}:"),)), width), *_indented(value, width)]
    return lines


@_lines.register
def _(block: b.Section, width: int) -> list[str]:
    return [*_wrapped(_words(block.title), width), *_indented(block.blocks, width)]


@_lines.register
def _(block: b.Table, width: int) -> list[str]:
    """Return aligned columns; where they are too wide, rows with the columns' titles."""
    titles = [_words((b.Text(column.title),)) for column in block.columns]
    rows = [[_cell(cell) for cell in row.cells] for row in block.rows]
    full = [titles, *(row for row in rows if len(row) == len(titles))]
    widths = [max(map(len, column)) for column in zip(*full, strict=True)]
    lines = _wrapped(_words((b.Text(block.title),)), width) if block.titled else []
    if sum(widths) + 2 * len(widths) - 2 <= width:
        numbers = [column.kind == "number" for column in block.columns]
        for row in [titles, *rows]:
            sides = zip(row, widths, numbers, strict=False)
            lines.append("  ".join(cell.rjust(n) if number else cell.ljust(n) for cell, n, number in sides).rstrip())
    else:
        for row in rows:
            lines += _wrapped(row[0], width, hang=2)
            for title, cell in zip(titles[1:], row[1:], strict=False):
                lines += ["  " + line for line in _wrapped(f"{title}: {cell}", width - 2, hang=2) if cell]
    return [*lines, *_stack(row_details(block), width)]
