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
    At,
    clean,
    field,
    in_cell,
    made,
    paragraph,
    picture,
    placed,
    tag,
    together,
)
from kommunepolitik.formats.docx_template import MARK, add_list, fill, our_template, read_template, style_ids
from kommunepolitik.formats.plain import cell_lines, quote_source, simpler
from kommunepolitik.i18n import language

__all__ = ["read_template", "write_docx"]

_ROLES: Final = {"lead": "Report Lead", "aside": "Report Note", "foot": "Report Note"}
_LONGEST: Final = 255
"""So many characters a property of a document may have."""
_SHORT: Final = 6
"""A table of so many rows, or list of so many lines, stays on one page."""
_WHOLE: Final = 5000
"""All of the width there is, in the unit of Word's tables: fiftieths of a percent."""
_LETTERS: Final = {"Report Cell": 5.5, "Report Dense": 4.5}
"""How wide a letter in tables is in points, on average, in a wide font."""
_PICTURE: Final = 9 * 360_000
"""How wide a chart is: 9 cm."""
_ROOM: Final = 17 * 360_000
"""How wide the text is where a template does not say it."""
_AFTER_UPDATE: Final = ("hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids", "themeFontLang")
"""What Word wants after the setting that fields are updated."""


def write_docx(report: b.Report, template: Path | None = None) -> bytes:
    """Return a report as a Word document, in our template or another; the same of both gives the same bytes.

    Raises:
        FileError: the template is not there, or is not a Word document.
        RenderingError: some of its placeholders cannot be filled, or it has none for the report.
    """
    place, filled = ("report.docx", our_template()) if template is None else (str(template), read_template(template))
    document, named = fill(filled, _texts(report), place)
    numbers = itertools.count(2000)  # docxtpl numbers what a template holds from 1000
    ids = frozenset(_ids(report))
    listed = {section.id: level for level, section in report.contents() if level <= 2}
    styles, page = style_ids(document), next(iter(document.sections), None)
    sizes = (page.page_width, page.left_margin, page.right_margin) if page else (None,)
    room = _ROOM if None in sizes else max(sizes[0] - sum(sizes[1:]), _PICTURE)
    at = At(report=report, document=document, styles=styles, anchors=ids, numbers=numbers, listed=listed, room=room)
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
    held = io.BytesIO()
    document.save(held)
    return _undated(held.getvalue())


def _texts(report: b.Report) -> dict[str, str]:
    """Return the texts that a template can name; `notice` is what must be known of a page by itself."""
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


def _body(at: At, named: set[str]) -> Iterator[Any]:
    """Yield the report, without what the page of the template names itself."""
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


def _contents(at: At) -> Iterator[Any]:
    """Yield a contents field of what is listed, with links; Word fills in the pages when the document is opened."""
    entries = [(level, section) for level, section in at.report.contents() if section.id in at.listed]
    if len(entries) < 2 or at.report.kind == "paper":  # which is too short for them
        return
    yield paragraph(at, (b.Text(language(at.report.language).gettext("Contents")),), "TOC Heading")
    lines = [paragraph(at, (b.Link(b.plain(each.title), b.Place(each.id)),), f"toc {level}") for level, each in entries]
    *begin, end = field('TOC \\f \\l "1-2" \\h \\z')
    lines[0][1:1] = [*begin, made("r", made("fldChar", fldCharType="separate"))]
    lines[-1].append(end)
    yield from lines


def _written(blocks: Sequence[b.Block], at: At) -> list[Any]:
    """Return blocks below each other; a line stays on the page of what it introduces."""
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
def _elements(block: Any, at: At) -> Iterator[Any]:
    """Yield the paragraphs and tables of a block."""
    raise TypeError(f"no block of a {at.report.kind}: {type(block).__name__}")


@_elements.register
def _(block: b.Paragraph, at: At) -> Iterator[Any]:
    if any(each.words for each in block.inlines):
        yield paragraph(at, block.inlines, _ROLES.get(block.role, at.style))


@_elements.register
def _(block: b.Section, at: At) -> Iterator[Any]:
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
def _(block: b.Notice, at: At) -> Iterator[Any]:
    style = "Report Gap" if block.kind in ("gap", "missing_text") else "Report Notice"
    yield from _written(block.blocks, attrs.evolve(at, style=style))


@_elements.register
def _(block: b.List, at: At) -> Iterator[Any]:
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
            found[0].pPr.insert(1, made("numPr", made("ilvl", val="0"), made("numId", val=number)))
        lines += found
    together(lines[:-1] if len(lines) <= _SHORT else (lines[0], lines[-2]))  # no end of a page leaves one alone
    yield from lines


@_elements.register
def _(block: b.Fields, at: At) -> Iterator[Any]:
    inside = at if at.style in IN_TABLES else attrs.evolve(at, style="Report Field")
    for label, blocks in block.items:
        head = blocks[0].inlines if blocks and isinstance(blocks[0], b.Paragraph) else ()
        found = [paragraph(inside, (b.Text(f"{label}: ", "strong"), *head))]
        together(found if blocks and not head else ())
        yield from (*found, *_written(blocks[1:] if head else blocks, inside))


@_elements.register
def _(block: b.Quote, at: At) -> Iterator[Any]:
    yield from _written(block.blocks, attrs.evolve(at, style="Quote"))
    yield from _written(quote_source(block), at)


@_elements.register
def _(block: b.Distribution, at: At) -> Iterator[Any]:
    yield from _written(simpler(block), at)


def _caption(words: str, at: At, language: str = "") -> Any:
    """Return a title that stays with what is below it, whatever the template's style says."""
    found = paragraph(at, (b.Text(words, language=language),), "caption")
    together([found])
    return found


@_elements.register
def _(block: b.Chart, at: At) -> Iterator[Any]:
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
def _(block: b.Columns, at: At) -> Iterator[Any]:
    width, gap = _WHOLE // len(block.parts), 8
    inner = attrs.evolve(at, room=at.room // len(block.parts) - gap * 12700)
    row = made("tr", made("trPr", made("cantSplit")), *(_cell(part, inner, width) for part in block.parts))
    margins = made("tblCellMar", made("left", w="0", type="dxa"), made("right", w=str(20 * gap), type="dxa"))
    yield _table(at, "normal table", [width] * len(block.parts), [row], margins)
    yield paragraph(at, (), "Report Space")


@_elements.register
def _(block: b.Table, at: At) -> Iterator[Any]:
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
        return made("tr", made("trPr", made("cantSplit"), *marks), *map(_cell, cells, ats, widths))

    def across(blocks: Blocks, at: At) -> Any:
        return made("tr", made("trPr", made("cantSplit")), _cell(blocks, at, sum(widths), len(widths)))

    titles = [(b.Paragraph((b.Text(column.title),)),) for column in block.columns]
    rows = [row(titles, made("tblHeader"), is_head=True)]
    for each in block.rows:
        is_group = len(each.cells) < len(block.columns)
        rows.append(across(each.cells[0], head) if is_group else row(each.cells))
        placed(next(rows[-1].iter(tag("p"))), each.id, at)
        together(rows[-1:] if is_group or each.detail else ())
        if each.detail:
            rows.append(across(each.detail, note))
    together(rows[:-1] if len(rows) <= _SHORT else rows[:1])
    look = made("tblLook", firstRow="1", firstColumn="0", noHBand="1", noVBand="1")
    yield _table(at, "report table", widths, rows, look, made("tblCaption", val=clean(block.title)[:_LONGEST]))
    yield paragraph(at, (), "Report Space")  # two tables in a row would become one


def _table(at: At, style: str, widths: Sequence[int], rows: Iterable[Any], *more: Any) -> Any:
    look, whole = made("tblStyle", val=at.styles[style]), made("tblW", w=str(sum(widths)), type="pct")
    grid = made("tblGrid", *(made("gridCol", w=str(2 * width)) for width in widths))
    return made("tbl", made("tblPr", look, whole, made("tblLayout", type="fixed"), *more), grid, *rows)


def _widths(table: b.Table, at: At) -> list[int]:
    """Return how wide columns are: as the table says, but as wide as their longest words where others have room."""
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
    """Return the letters of the longest part of a cell that stays in one line."""
    words = " ".join(map(b.plain, cell_lines(cell)))
    return min(20, max(map(len, re.split("[ \n\N{SOFT HYPHEN}\N{EN DASH}/-]", in_cell(words)))))


def _cell(blocks: Blocks, at: At, width: int, span: int = 1) -> Any:
    spans = [made("gridSpan", val=str(span))] if span > 1 else []
    if at.style == "Report Dense":
        joint = b.Text(" · " if at.bold else ": ", "aside")
        lines = ((joint, *line) for line in cell_lines(blocks))
        blocks = (b.Paragraph(tuple(itertools.chain(*lines))[1:]),)
    inside = _written(blocks, at) or [paragraph(at, ())]
    return made("tc", made("tcPr", made("tcW", w=str(width), type="pct"), *spans), *inside)


def _describe(document: Any, report: b.Report) -> None:
    """Write the properties of a document, its language, and that Word fills in its contents."""
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
        settings.insert_element_before(made("updateFields", val="true"), *(f"w:{name}" for name in _AFTER_UPDATE))


def _undated(packed: bytes) -> bytes:
    """Return a packed document with its parts dated alike, so that two runs give the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
    return held.getvalue()
