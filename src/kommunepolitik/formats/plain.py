"""What the formats without pictures share: blocks in simpler blocks, and in lines."""

from collections.abc import Iterator

import kommunepolitik.blocks as b
from kommunepolitik.blocks.blocks import Blocks

GAP = "\N{DOTTED CIRCLE} "
"""What stands before that which is not known."""


def simpler(block: b.Block) -> Blocks:
    """Return a block as paragraphs, lists and tables where it is made of less than those; else as it is."""
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


def cell_lines(blocks: Blocks) -> Iterator[tuple[b.Inline, ...]]:
    """Yield the lines of blocks that have to be short, such as those of a table's cell."""
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
                yield from cell_lines((*block.blocks, *source(block)))
            case b.Section():
                yield from cell_lines((b.Paragraph(block.title), *block.blocks))
            case b.Table():
                cells = (cell for row in block.rows for cell in (*row.cells, row.detail))
                yield from cell_lines(tuple(each for cell in cells for each in cell))
            case _:
                yield from cell_lines(simpler(block))


def source(quote: b.Quote) -> Blocks:
    """Return who wrote a quote and where, as a paragraph; nothing where neither is known."""
    words = ", ".join(filter(None, (quote.who, quote.where)))
    return (b.Paragraph((b.Text(f"\N{EN DASH} {words}"),), "foot"),) if words else ()


def details(table: b.Table) -> Blocks:
    """Return what the rows of a table are based on, each under the words of the row's first cell."""
    named = (("; ".join(map(b.plain, cell_lines(row.cells[0]))), row.detail) for row in table.rows if row.detail)
    return (b.Fields(items),) if (items := tuple(named)) else ()


def _title(words: str) -> b.Paragraph:
    return b.Paragraph((b.Text(words, "strong"),))


def _begun(words: str, blocks: Blocks) -> Iterator[tuple[b.Inline, ...]]:
    """Yield the lines of blocks, the first one with words before it."""
    first, *rest = [*cell_lines(blocks)] or [()]
    yield (b.Text(words), *first)
    yield from rest
