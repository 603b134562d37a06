"""A report as a Word document, in our template or the municipality's own: one function per kind of block.

Text is put in as text: whatever a policy says, none of it becomes a mark, a field or a placeholder. Needs the extra
`docx`; without it, importing this module raises `MissingExtra`.
"""

import copy
import io
import itertools
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from functools import singledispatch
from pathlib import Path
from typing import Any, Final

import attrs

import kommunepolitik.blocks as b
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.formats import charts
from kommunepolitik.formats.docx_parts import TAGS, At, add_place, clean, made, paragraph, tag, together, unlink
from kommunepolitik.formats.docx_template import fill, numbering, our_template, read_template, style_ids
from kommunepolitik.i18n import language

__all__ = ["read_template", "write_docx"]

_ROLES: Final = {"lead": "Report Lead", "aside": "Report Note", "foot": "Report Note"}
_LONGEST: Final = 255
"""So many characters a property of a document may have."""
_DEEPEST: Final = 6
"""The level of headings below which all are alike."""
_SHORT: Final = 6
"""A table of so many rows stays on one page."""
_CM: Final = 360_000
_PICTURE: Final = 12 * _CM
"""How wide a chart is, where there is room."""
_AFTER_UPDATE: Final = (
    *("w:hdrShapeDefaults", "w:footnotePr", "w:endnotePr", "w:compat", "w:docVars", "w:rsids", "m:mathPr"),
    *("w:themeFontLang", "w:clrSchemeMapping", "w:decimalSymbol", "w:listSeparator"),
)
"""What Word wants after the setting that fields are updated."""


def write_docx(report: b.Report, template: Path | None = None) -> bytes:
    """Return a report as a Word document, in our template or another; the same of both gives the same bytes.

    Raises:
        FileError: the template is not there, or is not a Word document.
        RenderingError: some of its placeholders cannot be filled, or it has none for the report.
    """
    place, source = ("report.docx", our_template()) if template is None else (str(template), read_template(template))
    filled = fill(source, _texts(report), place)
    document = filled.document
    # docxtpl numbers what a template holds from 1000
    at = At(report=report, document=document, styles=style_ids(document), numbers=itertools.count(2000))
    for mark in filled.marks:
        holder = next(mark.iterancestors(tag("p")), mark)
        part = _contents(at) if mark.get("part") == "contents" else _body(at, filled.named)
        for element in part:
            holder.addprevious(element)
        mark.getparent().remove(mark)
        if holder is not mark and not any(piece.text for piece in holder.iter(tag("t"))):
            holder.getparent().remove(holder)
    unlink(document)
    _describe(document, report)
    held = io.BytesIO()
    document.save(held)
    return _undated(held.getvalue())


def _texts(report: b.Report) -> dict[str, str]:
    """Return the texts that a template can name; `notice` is what must be known of a page by itself."""
    known = [block for notice in report.notices if notice.kind in ("made_up", "internal") for block in notice.blocks]
    notice = " ".join(b.plain(block.inlines) for block in known if isinstance(block, b.Paragraph))
    texts = {"title": report.title, "kicker": report.kicker, "lead": b.plain(report.lead), "notice": notice}
    return {name: clean(text) for name, text in {**texts, "municipality": report.publisher}.items()}


def _body(at: At, named: frozenset[str]) -> Iterator[Any]:
    """Yield the report, without what the page of the template names itself."""
    report = at.report
    if report.kicker and "kicker" not in named:
        yield paragraph(at, (b.Text(report.kicker),), "Subtitle")
    if "title" not in named:
        yield paragraph(at, (b.Text(report.title, language=report.title_language),), "Title")
    if report.lead and "lead" not in named:
        yield paragraph(at, report.lead, "Report Lead")
    yield from _written((*report.notices, *([report.facts] if report.facts else [])), at)
    if "contents" not in named:
        yield from _contents(at)
    for number, section in enumerate(report.sections):
        # the first is below the title, whatever its role
        yield from _elements(section if number else attrs.evolve(section, role=section.role.replace("sheet", "")), at)


def _contents(at: At) -> Iterator[Any]:
    """Yield a contents field of two levels, with links; Word fills in the pages when the document is opened."""
    entries = [(min(level, 2), section) for level, section in at.report.contents() if level <= 2]
    if not entries:
        return
    yield paragraph(at, (b.Text(language(at.report.language).gettext("Contents")),), "TOC Heading")
    code = made("instrText")
    code.text = 'TOC \\o "1-2" \\h \\z \\u'
    begin = [made("r", made("fldChar", fldCharType="begin")), made("r", code)]
    begin.append(made("r", made("fldChar", fldCharType="separate")))
    for number, (level, section) in enumerate(entries, start=1):
        line = paragraph(at, (b.Link(b.plain(section.title), b.Place(section.id)),), f"toc {level}")
        for run in line.iter(tag("rStyle")):
            run.getparent().remove(run)  # Word's own contents do not look like links
        if number == 1:
            line[1:1] = begin
        if number == len(entries):
            line.append(made("r", made("fldChar", fldCharType="end")))
        yield line


def _written(blocks: Sequence[b.Block], at: At) -> list[Any]:
    """Return blocks below each other; a line stays on the page of what it introduces."""
    found = []
    for block, following in itertools.zip_longest(blocks, blocks[1:]):
        part = list(_elements(block, at))
        if isinstance(block, b.Paragraph) and not isinstance(following, b.Paragraph | b.Section | None):
            together(part)
        found += part
    return found


@singledispatch
def _elements(block: Any, at: At) -> Iterator[Any]:
    """Yield the paragraphs and tables of a block."""
    raise TypeError(f"no block of a {at.report.kind}: {type(block).__name__}")


@_elements.register
def _(block: b.Paragraph, at: At) -> Iterator[Any]:
    if b.plain(block.inlines):
        yield paragraph(at, block.inlines, _ROLES.get(block.role, at.style))


@_elements.register
def _(block: b.Section, at: At) -> Iterator[Any]:
    heading = paragraph(at, block.title, f"heading {min(at.level, _DEEPEST)}", place=block.id)
    if block.role == "sheet":
        heading.get_or_add_pPr().get_or_add_pageBreakBefore()
    found = [heading, *_written(block.blocks, attrs.evolve(at, level=at.level + 1, heading=b.plain(block.title)))]
    together(found[:-1] if block.role == "track" else _before_picture(found))
    yield from found


def _before_picture(found: Sequence[Any]) -> Sequence[Any]:
    """Return a heading and the lines that stand between it and its picture."""
    for number, element in enumerate(found[1:], start=1):
        if next(element.iter(tag("drawing")), None) is not None:
            return found[:number]
        if element.tag == tag("tbl") or element.find(tag("bookmarkStart")) is not None:  # a table, or a heading
            break
    return ()


@_elements.register
def _(block: b.Notice, at: At) -> Iterator[Any]:
    style = "Report Gap" if block.kind in ("gap", "missing_text") else "Report Notice"
    yield from _written(block.blocks, attrs.evolve(at, style=style))


@_elements.register
def _(block: b.List, at: At) -> Iterator[Any]:
    depth = min(at.depth + 1, 3)
    last = f" {depth}" if depth > 1 else ""
    rest = attrs.evolve(at, style=f"List Continue{last}", depth=depth)
    kind = "Continue" if block.role == "plain" else "Number" if block.ordered else "Bullet"
    first = attrs.evolve(rest, style=f"List {kind}{last}")
    number = _begun(first) if kind == "Number" else None
    for head, *others in filter(None, block.items):
        found = [*_elements(head, first), *_written(others, rest)]
        if number is not None and found[0].tag == tag("p"):
            found[0].pPr.insert(1, copy.deepcopy(number))
        yield from found


def _begun(at: At) -> Any | None:
    """Return the numbers of a list that begins at 1; None where the style of its items has no numbers."""
    look, lists = at.document.styles.element.get_by_id(at.styles[at.style.lower()]).pPr, numbering(at.document)
    number = None if look is None else look.numPr
    used = None if number is None else next((each for each in lists.num_lst if each.numId == number.numId.val), None)
    if number is None or used is None:
        return None
    begun = lists.add_num(used.abstractNumId.val)
    begun.add_lvlOverride(0 if number.ilvl is None else number.ilvl.val).add_startOverride(1)
    number = copy.deepcopy(number)
    number.numId.val = begun.numId
    return number


@_elements.register
def _(block: b.Fields, at: At) -> Iterator[Any]:
    inside = at if at.style == "Report Cell" else attrs.evolve(at, style="Report Field")
    for label, (head, *others) in block.items:
        name = b.Text(f"{label}: ", "strong")
        inlines = head.inlines if isinstance(head, b.Paragraph) else ()
        yield paragraph(inside, (name, *inlines))
        yield from _written(others if isinstance(head, b.Paragraph) else (head, *others), inside)


@_elements.register
def _(block: b.Quote, at: At) -> Iterator[Any]:
    yield from _written(block.blocks, attrs.evolve(at, style="Quote"))
    if source := ", ".join(filter(None, (block.who, block.where))):
        yield paragraph(at, (b.Text(f"\N{EN DASH} {source}"),), "Report Note")


@_elements.register
def _(block: b.KeyFigures, at: At) -> Iterator[Any]:
    cells = tuple((b.Paragraph((b.Text(each.value),)),) for each in block.items)
    columns = tuple(b.Column(each.words) for each in block.items)
    title = " · ".join(f"{each.value} {each.words}" for each in block.items)
    yield from _rows(b.Table(title=title, columns=columns, rows=(b.Row(cells),)), at, "Report Count")


@_elements.register
def _(block: b.Distribution, at: At) -> Iterator[Any]:
    yield paragraph(at, (b.Text(block.title),), "caption")
    notes = [f": {each.count}" + (f" ({each.note})" if each.note else "") for each in block.shares]
    lines = [b.Paragraph((each.status, b.Text(note))) for each, note in zip(block.shares, notes, strict=True)]
    yield from _elements(b.List(tuple((line,) for line in lines)), at)


@_elements.register
def _(block: b.Chart, at: At) -> Iterator[Any]:
    if block.title != at.heading:
        yield paragraph(at, (b.Text(block.title, language=block.title_language),), "caption")
    shown = paragraph(at, () if charts.available() else (b.Text(block.description),))
    if charts.available():
        shown.append(made("r", made("drawing", _picture(block, at))))
    if block.table is not None:
        together([shown])
    yield shown
    if block.table is not None:
        yield from _elements(block.table, at)


def _picture(chart: b.Chart, at: At) -> Any:
    pages = at.document.sections
    room = min((page.page_width or 21 * _CM) - (page.left_margin or 0) - (page.right_margin or 0) for page in pages)
    png = io.BytesIO(charts.png(chart, at.report.language))
    inline, number = at.document.part.new_pic_inline(png, width=min(room, _PICTURE)), str(next(at.numbers))
    inline.docPr.set("id", number)
    inline.docPr.set("name", f"Chart {number}")
    inline.docPr.set("descr", clean(f"{chart.title}. {chart.description}"))
    return inline


@_elements.register
def _(block: b.Columns, at: At) -> Iterator[Any]:
    for part in block.parts:
        yield from _written(part, at)


@_elements.register
def _(block: b.Table, at: At) -> Iterator[Any]:
    if block.titled:
        yield paragraph(at, (b.Text(block.title),), "caption")
    yield from _rows(block, at)


def _rows(table: b.Table, at: At, style: str = "Report Cell") -> Iterator[Any]:
    """Yield a table whose head is repeated on each page, and the line that keeps it apart from another."""
    shown = [number for number in range(len(table.columns)) if not _is_drawn(table, number)]
    columns = [table.columns[number] for number in shown]
    whole = 3000 if table.role == "figures" else 5000  # in fiftieths of a percent of the room
    widths = [round(whole * column.width / sum(each.width for each in columns)) for column in columns]
    at = attrs.evolve(at, depth=0)
    ats = [attrs.evolve(at, style=style, right=column.kind == "number") for column in columns]
    heads = [attrs.evolve(each, style="Report Cell") for each in ats]
    names = [(b.Paragraph((b.Text(column.title, "strong"),)),) for column in columns]
    rows = [_row(map(_cell, names, heads, widths), made("tblHeader"))]
    together(rows)
    for row in table.rows:
        if len(row.cells) == len(table.columns):
            rows.append(_row(map(_cell, (row.cells[number] for number in shown), ats, widths)))
        else:
            group = tuple(_strong(block) for block in row.cells[0])
            rows.append(_row([_cell(group, attrs.evolve(at, style=style), whole, len(columns))]))
            together(rows[-1:])
        if row.id:
            add_place(next(rows[-1].iter(tag("p"))), row.id, at)
        if row.detail:
            together(rows[-1:])
            rows.append(_row([_cell(row.detail, attrs.evolve(at, style="Report Note"), whole, len(columns))]))
    if len(rows) <= _SHORT:
        together(rows[:-1])
    look = [
        made("tblStyle", val=at.styles["report table"]),
        made("tblW", w=str(whole), type="pct"),
        made("tblLayout", type="fixed"),
        made("tblLook", firstRow="1", firstColumn=str(int(columns[0].kind == "head")), noHBand="1", noVBand="1"),
        made("tblCaption", val=clean(table.title)[:_LONGEST]),
    ]
    grid = made("tblGrid", *(made("gridCol", w=str(2 * width)) for width in widths))
    yield made("tbl", made("tblPr", *look), grid, *rows)
    yield paragraph(at, (), "Report Space")


def _row(cells: Iterable[Any], *marks: Any) -> Any:
    return made("tr", made("trPr", made("cantSplit"), *marks), *cells)


def _cell(blocks: Blocks, at: At, width: int, span: int = 1) -> Any:
    spans = [made("gridSpan", val=str(span))] if span > 1 else []
    found = _written(blocks, at) or [paragraph(at, ())]
    return made("tc", made("tcPr", made("tcW", w=str(width), type="pct"), *spans), *found)


def _is_drawn(table: b.Table, number: int) -> bool:
    """Return whether a column holds small lines of figures only, which other columns and charts show in words."""
    cells = [row.cells[number] for row in table.rows if len(row.cells) == len(table.columns)]
    inlines = [inline for cell in cells for block in cell for inline in getattr(block, "inlines", (None,))]
    return bool(inlines) and all(isinstance(inline, b.Spark) for inline in inlines)


def _strong(block: b.Block) -> b.Block:
    if not isinstance(block, b.Paragraph):
        return block
    texts = (attrs.evolve(each, mark="strong") if isinstance(each, b.Text) else each for each in block.inlines)
    return attrs.evolve(block, inlines=tuple(texts))


def _describe(document: Any, report: b.Report) -> None:
    """Write the properties of a document, its language, and that Word fills in its contents."""
    code, properties = TAGS.get(report.language, report.language), document.core_properties
    properties.title, properties.language = clean(report.title)[:_LONGEST], code
    properties.author = properties.last_modified_by = clean(report.publisher)[:_LONGEST]
    for date in properties._element.xpath("dcterms:created | dcterms:modified"):  # two runs give the same bytes
        properties._element.remove(date)
    holder = document.styles.element
    for name in ("docDefaults", "rPrDefault", "rPr", "lang"):
        if (found := holder.find(tag(name))) is None:
            found = made(name)
            holder.insert(len(holder) if name == "lang" else 0, found)
        holder = found
    holder.set(tag("val"), code)
    if any((code.text or "").startswith("TOC") for code in document.element.body.iter(tag("instrText"))):
        settings = document.settings.element
        for old in settings.findall(tag("updateFields")):
            settings.remove(old)
        settings.insert_element_before(made("updateFields", val="true"), *_AFTER_UPDATE)


def _undated(packed: bytes) -> bytes:
    """Return a packed document with its parts dated alike, so that two runs give the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
    return held.getvalue()
