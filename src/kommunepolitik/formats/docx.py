"""A report as a Word document, in our template or the municipality's own: one function per kind of block.

Needs the extra `docx`; without it, importing this module raises `MissingExtra`.
"""

import io
import itertools
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from functools import singledispatch
from pathlib import Path
from typing import Any, Final

import attrs

import kommunepolitik.blocks as b
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.formats import charts
from kommunepolitik.formats.docx_parts import (
    IN_TABLES,
    TAGS,
    BlockContext,
    clean,
    field,
    in_cell,
    paragraph,
    picture,
    placed,
    tag,
    together,
    word_element,
)
from kommunepolitik.formats.docx_template import MARK, add_list, fill, our_template, read_template, style_ids
from kommunepolitik.formats.plain import cell_lines, quote_source, simpler
from kommunepolitik.i18n import language

__all__ = ["read_template", "write_docx"]

_ROLES: Final = {"lead": "Report Lead", "aside": "Report Note", "foot": "Report Note"}
_LONGEST: Final = 255
"""The maximum of characters in a property of a document."""
_SHORT: Final = 6
"""A table of up to this number of rows, or a list of lines, stays on one page."""
_WHOLE: Final = 5000
"""The full width, in the unit of Word's tables: fiftieths of a percent."""
_LETTERS: Final = {"Report Cell": 5.5, "Report Dense": 4.5}
"""The average width of a letter in tables in points, in a wide font."""
_PICTURE: Final = 9 * 360_000
"""The width of a chart: 9 cm."""
_ROOM: Final = 17 * 360_000
"""The width of the text where a template does not define it."""
_AFTER_UPDATE: Final = ("hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids", "themeFontLang")
"""The elements that must follow the setting that fields are updated."""


def write_docx(report: b.Report, template: Path | None = None) -> bytes:
    """Return a report as a Word document, in our template or another; the same input gives the same bytes.

    Raises:
        FileError: the template does not exist, or is not a Word document.
        RenderingError: some of its placeholders cannot be filled, or it has none for the report.
    """
    place, filled = ("report.docx", our_template()) if template is None else (str(template), read_template(template))
    document, named = fill(filled, _texts(report), place)
    numbers = itertools.count(2000)  # docxtpl numbers the contents of a template from 1000
    ids = frozenset(_ids(report))
    listed = {section.id: level for level, section in report.contents() if level <= 2}
    styles, page = style_ids(document), next(iter(document.sections), None)
    sizes = (page.page_width, page.left_margin, page.right_margin) if page else (None,)
    room = _ROOM if None in sizes else max(sizes[0] - sum(sizes[1:]), _PICTURE)
    at = BlockContext(
        report=report, document=document, styles=styles, anchors=ids, numbers=numbers, listed=listed, room=room
    )
    for mark in list(document.element.body.iter(MARK)):
        holder = next(mark.iterancestors(tag("p")), mark)
        for element in _contents(at) if mark.get("part") == "contents" else _body(at, named):
            holder.addprevious(element)
        around = mark.getparent()
        around.text = (around.text or "") + (mark.tail or "")
        around.remove(mark)
        if holder is not mark and not any(piece.text for piece in holder.iter(tag("t"))):
            holder.getparent().remove(holder)
    _describe(document, report)
    buffer = io.BytesIO()
    document.save(buffer)
    return _undated(buffer.getvalue())


def _texts(report: b.Report) -> dict[str, str]:
    """Return the texts that a template can name; `notice` is what every reader of the page must know."""
    known = [block for notice in report.notices if notice.kind in ("made_up", "internal") for block in notice.blocks]
    notice = " ".join(b.plain(block.inlines) for block in known if isinstance(block, b.Paragraph))
    texts = {"title": report.title, "kicker": report.kicker, "lead": b.plain(report.lead), "notice": notice}
    page, of, _ = re.split(r"\{pages?\}", language(report.language).gettext("page {page} of {pages}"))
    texts |= {"municipality": report.publisher, "page": page.strip(), "of": of.strip()}
    return {name: clean(text) for name, text in texts.items()}


def _ids(report: b.Report) -> Iterator[str]:
    """Yield the ids of the sections and rows in a report."""
    for block in b.walk(report.sections):
        match block:
            case b.Section(id=id):
                yield id
            case b.Table(rows=rows):
                yield from (row.id for row in rows)


def _body(at: BlockContext, named: set[str]) -> Iterator[Any]:
    """Yield the report, without the parts that the template's page contains itself."""
    report = at.report
    title = (b.Text(report.title, language=report.title_language),)
    heads = (
        ("kicker", (b.Text(report.kicker),), "Subtitle"),
        ("title", title, "Title"),
        ("lead", report.lead, "Report Lead"),
    )
    yield from (paragraph(at, line, style) for name, line, style in heads if name not in named and b.plain(line))
    yield from _written((*report.notices, *([report.facts] if report.facts else [])), at)
    if "contents" not in named:
        yield from _contents(at)
    yield from _written(report.sections, at)


def _contents(at: BlockContext) -> Iterator[Any]:
    """Yield a contents field of the listed sections, with links; Word fills in the pages on opening."""
    entries = [(level, section) for level, section in at.report.contents() if section.id in at.listed]
    if len(entries) < 2 or at.report.kind == "paper":  # a paper is too short for contents
        return
    yield paragraph(at, (b.Text(language(at.report.language).gettext("Contents")),), "TOC Heading")
    lines = [paragraph(at, (b.Link(b.plain(each.title), b.Place(each.id)),), f"toc {level}") for level, each in entries]
    *begin, end = field('TOC \\f \\l "1-2" \\h \\z')
    lines[0][1:1] = [*begin, word_element("r", word_element("fldChar", fldCharType="separate"))]
    lines[-1].append(end)
    yield from lines


def _written(blocks: Sequence[b.Block], at: BlockContext) -> list[Any]:
    """Return blocks one after the other; an introducing line stays on the page of what follows."""
    found = []
    for block, following in itertools.zip_longest(blocks, blocks[1:]):
        part = list(_elements(block, at))
        if isinstance(block, b.Paragraph) and not isinstance(following, b.Paragraph | b.Section | None):
            together(part)
        if isinstance(block, b.Table) and isinstance(following, b.Paragraph) and following.role == "foot":
            together([part[-2].tr_lst[-1], part[-1]])
        found += part
    return found


@singledispatch
def _elements(block: Any, at: BlockContext) -> Iterator[Any]:
    """Yield the paragraphs and tables of a block."""
    raise TypeError(f"no block of a {at.report.kind}: {type(block).__name__}")


@_elements.register
def _(block: b.Paragraph, at: BlockContext) -> Iterator[Any]:
    if any(each.words for each in block.inlines):
        yield paragraph(at, block.inlines, _ROLES.get(block.role, at.style))


@_elements.register
def _(block: b.Section, at: BlockContext) -> Iterator[Any]:
    heading = paragraph(at, block.title, f"heading {min(at.level, 6)}", block.id)
    if block.role == "sheet" and block is not at.report.sections[0]:  # the first begins below the title
        heading.get_or_add_pPr().get_or_add_pageBreakBefore()
    if level := at.listed.get(block.id):
        words = re.sub(r'(["\\])', r"\\\1", " ".join(b.plain(block.title).split()))
        heading.extend(field(f'TC "{words}" \\l {level}'))
    found = [heading, *_written(block.blocks, attrs.evolve(at, level=at.level + 1, heading=b.plain(block.title)))]
    if block.role == "track":
        together(found[:-1])
        for last in found[-1].iter(tag("p")):
            last.get_or_add_pPr().get_or_add_keepLines()
    elif any(isinstance(each, b.Chart) for each in block.blocks):
        together(itertools.takewhile(lambda each: not each.xpath("self::w:tbl | .//w:drawing"), found))
    yield from found


@_elements.register
def _(block: b.Notice, at: BlockContext) -> Iterator[Any]:
    style = "Report Gap" if block.kind in ("gap", "missing_text") else "Report Notice"
    yield from _written(block.blocks, attrs.evolve(at, style=style))


@_elements.register
def _(block: b.List, at: BlockContext) -> Iterator[Any]:
    depth, inside = min(at.depth + 1, 3), at.style in (*IN_TABLES, "Report Note")
    kind = "Continue" if block.role == "plain" else "Number" if block.ordered else "Bullet"
    rest = attrs.evolve(at, style=f"List Continue {depth}".removesuffix(" 1"), depth=depth)
    first = attrs.evolve(rest, style=f"List {kind} {depth}".removesuffix(" 1"))
    if inside or (kind == "Continue" and depth == 1):
        rest, first = at, attrs.evolve(at, style="Report Bullet") if kind == "Bullet" else at
    number = add_list(at.document, depth + 3) if kind == "Number" else ""  # begins at 1
    lines = []
    for head, *others in filter(None, block.items):
        found = [*_elements(head, first), *_written(others, rest)]
        if number and found and found[0].tag == tag("p"):
            found[0].pPr.insert(
                1, word_element("numPr", word_element("ilvl", val="0"), word_element("numId", val=number))
            )
        lines += found
    together(lines[:-1] if len(lines) <= _SHORT else (lines[0], lines[-2]))  # no page break leaves a single line
    yield from lines


@_elements.register
def _(block: b.Fields, at: BlockContext) -> Iterator[Any]:
    inside = at if at.style in IN_TABLES else attrs.evolve(at, style="Report Field")
    for label, blocks in block.items:
        head = blocks[0].inlines if blocks and isinstance(blocks[0], b.Paragraph) else ()
        found = [paragraph(inside, (b.Text(f"{label}: ", "strong"), *head))]
        together(found if blocks and not head else ())
        yield from (*found, *_written(blocks[1:] if head else blocks, inside))


@_elements.register
def _(block: b.Quote, at: BlockContext) -> Iterator[Any]:
    yield from _written(block.blocks, attrs.evolve(at, style="Quote"))
    yield from _written(quote_source(block), at)


@_elements.register
def _(block: b.Distribution, at: BlockContext) -> Iterator[Any]:
    yield from _written(simpler(block), at)


def _caption(words: str, at: BlockContext, language: str = "") -> Any:
    """Return a title that stays with what is below it, regardless of the template's style."""
    found = paragraph(at, (b.Text(words, language=language),), "caption")
    together([found])
    return found


@_elements.register
def _(block: b.Chart, at: BlockContext) -> Iterator[Any]:
    if block.title != at.heading:
        yield _caption(block.title, at, block.title_language)
    shown = paragraph(at, () if charts.available() else (b.Text(block.description),))
    if charts.available():
        words, png = f"{block.title}. {block.description}", charts.png(block, at.report.language)
        shown.append(picture(at, png, words, min(_PICTURE, at.room)))
    if block.table is not None:
        together([shown])
    yield shown
    yield from _written((block.table,) if block.table else (), at)


_elements.register(b.Download, lambda _block, _at: iter(()))  # paper has no files


@_elements.register
def _(block: b.Columns, at: BlockContext) -> Iterator[Any]:
    width, gap = _WHOLE // len(block.parts), 8
    inner = attrs.evolve(at, room=at.room // len(block.parts) - gap * 12700)
    row = word_element(
        "tr", word_element("trPr", word_element("cantSplit")), *(_cell(part, inner, width) for part in block.parts)
    )
    margins = word_element(
        "tblCellMar", word_element("left", w="0", type="dxa"), word_element("right", w=str(20 * gap), type="dxa")
    )
    yield _table(at, "normal table", [width] * len(block.parts), [row], margins)
    yield paragraph(at, (), "Report Space")


@_elements.register
def _(block: b.Table, at: BlockContext) -> Iterator[Any]:
    if block.titled:
        yield _caption(block.title, at)
    at = attrs.evolve(at, depth=0, style="Report Dense" if block.role == "overview" else "Report Cell")
    head, note = attrs.evolve(at, bold=True), attrs.evolve(at, style="Report Note")
    widths = _widths(block, at)

    def row(cells: Iterable[Blocks], *marks: Any, is_head: bool = False) -> Any:
        ats = (
            attrs.evolve(at, right=column.kind == "number", bold=is_head or column.kind == "head")
            for column in block.columns
        )
        return word_element(
            "tr", word_element("trPr", word_element("cantSplit"), *marks), *map(_cell, cells, ats, widths)
        )

    def across(blocks: Blocks, at: BlockContext) -> Any:
        return word_element(
            "tr", word_element("trPr", word_element("cantSplit")), _cell(blocks, at, sum(widths), len(widths))
        )

    titles = [(b.Paragraph((b.Text(column.title),)),) for column in block.columns]
    rows = [row(titles, word_element("tblHeader"), is_head=True)]
    for each in block.rows:
        is_group = len(each.cells) < len(block.columns)
        rows.append(across(each.cells[0], head) if is_group else row(each.cells))
        placed(next(rows[-1].iter(tag("p"))), each.id, at)
        together(rows[-1:] if is_group or each.detail else ())
        if each.detail:
            rows.append(across(each.detail, note))
    together(rows[:-1] if len(rows) <= _SHORT else rows[:1])
    look = word_element("tblLook", firstRow="1", firstColumn="0", noHBand="1", noVBand="1")
    yield _table(at, "report table", widths, rows, look, word_element("tblCaption", val=clean(block.title)[:_LONGEST]))
    yield paragraph(at, (), "Report Space")  # adjacent tables would be merged


def _table(at: BlockContext, style: str, widths: Sequence[int], rows: Iterable[Any], *more: Any) -> Any:
    look, whole = word_element("tblStyle", val=at.styles[style]), word_element("tblW", w=str(sum(widths)), type="pct")
    grid = word_element("tblGrid", *(word_element("gridCol", w=str(2 * width)) for width in widths))
    return word_element(
        "tbl", word_element("tblPr", look, whole, word_element("tblLayout", type="fixed"), *more), grid, *rows
    )


def _widths(table: b.Table, at: BlockContext) -> list[int]:
    """Return the widths of columns: as in the table, but wide enough for their longest words if others have room."""
    whole = _WHOLE * 3 // 5 if table.role == "figures" else _WHOLE
    letter, share = _WHOLE * _LETTERS[at.style] * 12700 / at.room, whole / sum(each.width for each in table.columns)
    rows = [row.cells for row in table.rows if len(row.cells) == len(table.columns)]
    titles = [(b.Paragraph((b.Text(column.title),)),) for column in table.columns]
    needed = [letter * (1 + max(map(_longest, cells))) for cells in zip(titles, *rows, strict=True)]
    wide = [max(share * column.width, need) for column, need in zip(table.columns, needed, strict=True)]
    spare = sum(wide) - sum(needed)
    taken = min(1, (sum(wide) - whole) / (spare or 1))
    found = [each - taken * (each - need) for each, need in zip(wide, needed, strict=True)]
    return [round(whole * each / sum(found)) for each in found]


def _longest(cell: Blocks) -> int:
    """Return the number of letters of the longest unbreakable part of a cell."""
    words = " ".join(map(b.plain, cell_lines(cell)))
    return min(20, max(map(len, re.split("[ \n\N{SOFT HYPHEN}\N{EN DASH}/-]", in_cell(words)))))


def _cell(blocks: Blocks, at: BlockContext, width: int, span: int = 1) -> Any:
    spans = [word_element("gridSpan", val=str(span))] if span > 1 else []
    if at.style == "Report Dense":
        joint = b.Text(" · " if at.bold else ": ", "aside")
        lines = ((joint, *line) for line in cell_lines(blocks))
        blocks = (b.Paragraph(tuple(itertools.chain(*lines))[1:]),)
    inside = _written(blocks, at) or [paragraph(at, ())]
    return word_element("tc", word_element("tcPr", word_element("tcW", w=str(width), type="pct"), *spans), *inside)


def _describe(document: Any, report: b.Report) -> None:
    """Write the properties of a document, its language, and the setting that Word fills in its contents."""
    code, properties = TAGS.get(report.language, report.language), document.core_properties
    properties.title, properties.language = clean(report.title)[:_LONGEST], code
    properties.author = properties.last_modified_by = clean(report.publisher)[:_LONGEST]
    for date in properties._element.xpath("dcterms:created | dcterms:modified"):  # two runs give the same bytes
        properties._element.remove(date)
    for default in document.styles.element.xpath("w:docDefaults//w:lang"):
        default.set(tag("val"), code)
    settings = document.settings.element
    settings.remove_all("w:updateFields")
    if document.element.body.xpath(".//w:instrText[contains(., 'TOC')]"):
        settings.insert_element_before(
            word_element("updateFields", val="true"), *(f"w:{name}" for name in _AFTER_UPDATE)
        )


def _undated(packed: bytes) -> bytes:
    """Return a packed document with one date for all parts, so that two runs give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
