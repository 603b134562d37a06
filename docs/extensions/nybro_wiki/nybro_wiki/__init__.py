"""Nybro's wiki: reports as pages in the markup of MediaWiki, one function for each block."""

import re
from collections.abc import Callable, Iterable
from functools import partial, singledispatch
from urllib.parse import quote

import kommunepolitik.blocks as b
from kommunepolitik.formats import Addresses, cell_lines, link_target, quote_source, row_details, simpler, writer

Line = Callable[[Iterable[b.Inline]], str]


@writer("wiki")
def wiki(report: b.Report, addresses: Addresses | None) -> str:
    """Write a report as a page of the wiki; pages are called as the files are, without `.wiki`."""
    line = partial(_line, addresses=addresses)
    heads = ((b.Text(report.kicker, "strong"),), report.lead, *((link,) for link in report.links))
    facts = () if report.facts is None else (report.facts,)
    blocks = (*report.notices, *map(b.Paragraph, heads), *facts, *report.sections)
    return f"= {_escaped(report.title)} =\n\n{_stack(blocks, 2, line)}\n"


def _escaped(words: str) -> str:
    """Return words in one line that mean nothing to the wiki but themselves."""
    shown = "".join(sign for sign in re.sub(r"[^\S\xa0]+", " ", words) if sign.isprintable() or sign in "\xa0\xad")
    return re.sub(r"[&<>\[\]{}|'=~]|([!_-])(?=\1)", _coded, shown)


def _coded(sign: re.Match[str]) -> str:
    return f"&#{ord(sign[0])};"


def _line(inlines: Iterable[b.Inline], addresses: Addresses | None) -> str:
    """Return a line of text; none begins a list, a heading or a rule."""
    return re.sub(r"^[*#:;!-]", _coded, "".join(_inline(each, addresses) for each in inlines).strip())


def _inline(inline: b.Inline, addresses: Addresses | None) -> str:
    words = _escaped(inline.words)
    if isinstance(inline, b.Link) and (target := link_target(inline, addresses)):
        is_web = isinstance(inline.to, str)
        return f"[{quote(target, safe='/:?&=#%@+,;~')} {words}]" if is_web else f"[[{_page(target)}|{words}]]"
    return f"'''{words}'''" if words and isinstance(inline, b.Text) and inline.mark == "strong" else words


def _page(address: str) -> str:
    return address.replace(".wiki", "", 1)


def _stack(blocks: Iterable[b.Block], level: int, line: Line) -> str:
    return "\n\n".join(filter(None, (_wiki(block, level, line) for block in blocks)))


def _short(blocks: Iterable[b.Block], line: Line) -> str:
    return "<br>".join(filter(None, map(line, cell_lines(blocks))))


@singledispatch
def _wiki(block: b.Block, level: int, line: Line) -> str:
    return line(block.inlines) if isinstance(block, b.Paragraph) else _stack(simpler(block), level, line)


@_wiki.register(b.Notice | b.Quote)
def _(block: b.Notice | b.Quote, level: int, line: Line) -> str:
    source = quote_source(block) if isinstance(block, b.Quote) else ()
    return f"<blockquote>\n{_stack((*block.blocks, *source), level, line)}\n</blockquote>"


@_wiki.register
def _(block: b.List, _level: int, line: Line) -> str:
    return "\n".join(f"{'#' if block.ordered else '*'} {_short(item, line)}" for item in block.items)


@_wiki.register
def _(block: b.Fields, _level: int, line: Line) -> str:
    return "\n".join(f"* '''{_escaped(label)}''' {_short(value, line)}" for label, value in block.items)


@_wiki.register
def _(block: b.Section, level: int, line: Line) -> str:
    sign, anchor = "=" * min(level, 6), f'<span id="{block.id}"></span>'
    return f"{sign} {anchor}{line(block.title)} {sign}\n\n{_stack(block.blocks, level + 1, line)}"


@_wiki.register
def _(block: b.Table, level: int, line: Line) -> str:
    rows = [f"|+ {_escaped(block.title)}", *(f"! {_escaped(column.title)}" for column in block.columns)]
    for row in block.rows:
        span = f'colspan="{len(block.columns)}" | ' if len(row.cells) < len(block.columns) else ""
        rows += [f'|- id="{row.id}"' if row.id else "|-", *(f"| {span}{_short(cell, line)}" for cell in row.cells)]
    table = "\n".join(['{| class="wikitable"', *rows, "|}"])
    return f"{table}\n\n{_stack(row_details(block), level, line)}".strip()
