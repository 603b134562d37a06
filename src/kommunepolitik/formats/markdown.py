"""A report as Markdown (CommonMark with tables): one function per block."""

import re
from collections.abc import Callable, Iterable
from functools import partial, singledispatch

import kommunepolitik.blocks as b
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.formats import Addresses
from kommunepolitik.formats.plain import GAP, cell_lines, link_target, quote_source, row_details, simpler

Line = Callable[[Iterable[b.Inline]], str]

_EMPHASIS = {"strong": "**", "aside": "*", "gap": "*"}


def write_markdown(report: b.Report, addresses: Addresses | None = None) -> str:
    """Return a report as Markdown; a place without an address is written as text, as are places of the same page.

    Nothing in a policy's text becomes a heading, list, table cell, link or tag.
    """
    line = partial(_line, addresses=addresses)
    links = [(link,) for link in report.links if _target(link, addresses)]
    heads = ((b.Text(report.kicker, "strong"),), report.lead, *links)
    above = tuple(b.Paragraph(inlines) for inlines in heads if line(inlines))
    facts = () if report.facts is None else (report.facts,)
    title = f"# {line((b.Text(report.title),))}"
    return f"{title}\n\n{_stack((*report.notices, *above, *facts, *report.sections), 2, line)}\n"


def escaped(words: str) -> str:
    """Return words on one line, escaped so that none is Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>#|~$^]|!$)", r"\\\1", _seen(words)).replace("&", "&amp;")


def _seen(words: str) -> str:
    """Return words on one line, without what nobody sees."""
    line = re.sub(r"[^\S\xa0\u202f]+", " ", words)
    return "".join(c for c in line if c.isprintable() or c in "\xa0\u202f\xad")


def _line(inlines: Iterable[b.Inline], addresses: Addresses | None = None) -> str:
    """Return inlines as one line that does not begin a list, heading or rule."""
    parts, line = list(inlines), ""
    for each in parts:
        part = _inline(each, addresses, single=len(parts) == 1)
        # Adjacent signs would be read as one.
        line += escaped(each.words) if line.endswith("*") and part.startswith("*") else part
    line = re.sub(r"^([-+=])(?=\s|$|[-=\s]+$)", r"\\\1", line.strip())
    return re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", line)


def _inline(inline: b.Inline, addresses: Addresses | None, *, single: bool) -> str:
    match inline:
        case b.Text(words, "tag"):
            return rf"\[{escaped(words)}\]"
        case b.Text(words, mark):
            return _emphasised(words, _EMPHASIS.get(mark, ""), single=single)
        case b.Link(words) if target := _target(inline, addresses):
            return f"[{escaped(words)}](<{target}>)"
        case b.StatusMark(words=words, shape=shape):
            return escaped(f"{shape} {words}".strip())
    return escaped(inline.words)


def _emphasised(words: str, sign: str, *, single: bool = True) -> str:
    """Return words between signs; next to other words, leading and trailing punctuation is outside the signs.

    A sign between a letter and a full stop, or beside a space, would be shown as it is.
    """
    words, inside = _seen(words), re.compile(r"\S" if single else r"[^\W_]")
    first, last = inside.search(words), inside.search(words[::-1])
    if first is None or last is None:
        return escaped(words)
    start, end = first.start(), len(words) - last.start()
    before, core, after = map(escaped, (words[:start], words[start:end], words[end:]))
    return f"{before}{sign}{core}{sign}{after}"


def _target(link: b.Link, addresses: Addresses | None) -> str | None:
    found = link_target(link, addresses) if isinstance(link.to, str) or link.to.page else None
    return found and re.sub(r"[\s<>\\]", lambda c: f"%{ord(c[0]):02X}", found)


def _stack(blocks: Iterable[b.Block], level: int, line: Line) -> str:
    return "\n\n".join(filter(None, (_markdown(block, level, line) for block in blocks)))


def _indented(text: str, by: str, first: str) -> str:
    return first + re.sub(r"\n(?!\n|$)", f"\n{by}", text)


@singledispatch
def _markdown(block: b.Block, level: int, line: Line) -> str:
    return line(block.inlines) if isinstance(block, b.Paragraph) else _stack(simpler(block), level, line)


@_markdown.register
def _(block: b.Notice, level: int, line: Line) -> str:
    text = _stack(block.blocks, level, line)
    return GAP + text if block.kind == "gap" else _quoted(text)


@_markdown.register
def _(block: b.Quote, level: int, line: Line) -> str:
    return _quoted(_stack((*block.blocks, *quote_source(block)), level, line))


def _quoted(text: str) -> str:
    return re.sub(r"(?m)^", "> ", text).replace("> \n", ">\n")


@_markdown.register
def _(block: b.List, level: int, line: Line) -> str:
    items = [_stack(item, level, line) for item in block.items]
    marks = [f"{number}. " if block.ordered else "- " for number in range(1, len(items) + 1)]
    between = "\n\n" if any("\n\n" in item for item in items) else "\n"
    return between.join(_indented(item, " " * len(mark), mark) for mark, item in zip(marks, items, strict=True))


@_markdown.register
def _(block: b.Fields, level: int, line: Line) -> str:
    return "\n".join(_field(label, value, level, line) for label, value in block.items)


def _field(label: str, value: Blocks, level: int, line: Line) -> str:
    head = f"{_emphasised(label, '**')}:"
    text = _stack(value, level, line)
    return _indented(
        f"{head} {text}" if value and isinstance(value[0], b.Paragraph) else f"{head}\n\n{text}", "  ", "- "
    )


@_markdown.register
def _(block: b.Section, level: int, line: Line) -> str:
    title = line(block.title)
    head = f"{'#' * level} {title}" if level <= 6 else f"**{title}**"
    return "\n\n".join(filter(None, (head, _stack(block.blocks, level + 1, line))))


@_markdown.register
def _(block: b.Table, level: int, line: Line) -> str:
    def row(cells: Iterable[str]) -> str:
        return f"| {' | '.join(cells)} |"

    def cell(blocks: Blocks) -> str:
        return "; ".join(filter(None, map(line, cell_lines(blocks))))

    def cells(found: b.Row) -> list[str]:
        if len(found.cells) == len(block.columns):
            return [cell(each) for each in found.cells]
        names_group = "; ".join(map(b.plain, cell_lines(found.cells[0])))
        return [_emphasised(names_group, "**"), *[""] * (len(block.columns) - 1)]

    sides = ["---:" if column.kind == "number" else "---" for column in block.columns]
    titles = [escaped(column.title) for column in block.columns]
    table = "\n".join(map(row, [titles, sides, *map(cells, block.rows)]))
    title = _emphasised(block.title, "**") if block.titled else ""
    return "\n\n".join(filter(None, (title, table, _stack(row_details(block), level, line))))
