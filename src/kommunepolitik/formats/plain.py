"""Helpers of the formats without pictures: blocks as simpler blocks, and as lines."""

import re
from collections.abc import Callable, Iterable, Iterator

import kommunepolitik.blocks as b
from kommunepolitik.blocks.blocks import Blocks

GAP = "\N{DOTTED CIRCLE} "
"""The mark before something that is not known."""


def simpler(block: b.Block) -> Blocks:
    """Return a block as paragraphs, lists and tables where that is possible; else unchanged.

    A writer with functions for `Paragraph`, `Notice`, `List`, `Fields`, `Table`, `Quote` and `Section` can thus write
    every block.

    >>> [type(each).__name__ for each in simpler(b.Columns(((b.Paragraph((b.Text("venstre"),)),), ())))]
    ['Paragraph']
    """
    match block:
        case b.Distribution():
            counts = ((each, f": {each.count}" + (f" ({each.note})" if each.note else "")) for each in block.shares)
            items = tuple((b.Paragraph((share.status, b.Text(count))),) for share, count in counts)
            return (_title(block.title), b.List(items))
        case b.Chart():
            shown = b.Paragraph((b.Text(block.description, "aside"),), "aside")
            return (_title(block.title), shown, *(() if block.table is None else (block.table,)))
        case b.Columns():
            return tuple(each for part in block.parts for each in part)
        case b.Download():
            return ()
    return (block,)


def cell_lines(blocks: Iterable[b.Block]) -> Iterator[tuple[b.Inline, ...]]:
    """Yield the lines of blocks in short form, such as for a cell of a table.

    >>> items = ((b.Paragraph((b.Text("et"),)),), (b.Paragraph((b.Text("to"),)),))
    >>> [b.plain(line) for line in cell_lines([b.List(items)])]
    ['et', 'to']
    """
    for block in blocks:
        match block:
            case b.Paragraph():
                yield block.inlines
            case b.List():
                yield from cell_lines(tuple(each for item in block.items for each in item))
            case b.Fields():
                for label, value in block.items:
                    yield from _begun(f"{label}: ", value)
            case b.Notice():
                yield from _begun(GAP if block.kind == "gap" else "", block.blocks)
            case b.Quote():
                yield from cell_lines((*block.blocks, *quote_source(block)))
            case b.Section():
                yield from cell_lines((b.Paragraph(block.title), *block.blocks))
            case b.Table():
                cells = (cell for row in block.rows for cell in (*row.cells, row.detail))
                yield from cell_lines(tuple(each for cell in cells for each in cell))
            case _:
                yield from cell_lines(simpler(block))


def quote_source(quote: b.Quote) -> Blocks:
    """Return the author and source of a quote as a paragraph; empty where neither is known.

    >>> [b.plain(line.inlines) for line in quote_source(b.Quote((), who="Centerchef", where="for 2025"))]
    ['– Centerchef, for 2025']
    """
    words = ", ".join(filter(None, (quote.who, quote.where)))
    return (b.Paragraph((b.Text(f"\N{EN DASH} {words}"),), "foot"),) if words else ()


def row_details(table: b.Table) -> Blocks:
    """Return the details of a table's rows, each under the words of the row's first cell.

    >>> row = b.Row(((b.Paragraph((b.Text("I job"),)),),), detail=(b.Paragraph((b.Text("Løftet er 60."),)),))
    >>> [fields.items[0][0] for fields in row_details(b.Table(title="Tal", columns=(b.Column("Mål"),), rows=(row,)))]
    ['I job']
    """
    named = (("; ".join(map(b.plain, cell_lines(row.cells[0]))), row.detail) for row in table.rows if row.detail)
    return (b.Fields(items),) if (items := tuple(named)) else ()


def link_target(link: b.Link, addresses: Callable[[b.Place], str | None] | None) -> str | None:
    """Return the target of a link: an address of the web, or of a place; None where it is written as text.

    >>> link_target(b.Link("nettet", "https://www.nybro.dk"), None)
    'https://www.nybro.dk'
    >>> link_target(b.Link("andet", "javascript:alert()"), None)
    """
    if isinstance(link.to, str):
        return link.to if re.match(r"(?i)https?://", link.to) else None
    return addresses(link.to) if addresses is not None else None


def _title(words: str) -> b.Paragraph:
    return b.Paragraph((b.Text(words, "strong"),))


def _begun(words: str, blocks: Blocks) -> Iterator[tuple[b.Inline, ...]]:
    """Yield the lines of blocks, the first one with words before it."""
    first, *rest = [*cell_lines(blocks)] or [()]
    yield (b.Text(words), *first)
    yield from rest
