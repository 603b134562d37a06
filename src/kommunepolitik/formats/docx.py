"""A report as a Word document, in our template or the municipality's own: one function per kind of block.

Needs the extra `docx`; without it, importing this module raises `MissingExtra`.
"""

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
from kommunepolitik.formats.docx_parts import TAGS, At, clean, made, paragraph, placed, tag, together
from kommunepolitik.formats.docx_template import MARK, add_list, fill, our_template, read_template, style_ids
from kommunepolitik.i18n import language

__all__ = ["read_template", "write_docx"]

_ROLES: Final = {"lead": "Report Lead", "aside": "Report Note", "foot": "Report Note"}
_LONGEST: Final = 255
"""So many characters a property of a document may have."""
_SHORT: Final = 6
"""A table of so many rows stays on one page."""
_PICTURE: Final = 9 * 360_000
"""How wide a chart is: 9 cm."""
_AFTER_UPDATE: Final = ("hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids", "themeFontLang")
"""What Word wants after the setting that fields are updated."""


def write_docx(report: b.Report, template: Path | None = None) -> bytes:
    """Return a report as a Word document, in our template or another; the same of both gives the same bytes.

    Raises:
        FileError: the template is not there, or is not a Word document.
        RenderingError: some of its placeholders cannot be filled, or it has none for the report.
    """
    place, source = ("report.docx", our_template()) if template is None else (str(template), read_template(template))
    document, named = fill(source, _texts(report), place)
    numbers = itertools.count(2000)  # docxtpl numbers what a template holds from 1000
    ids = frozenset(_ids(report))
    at = At(report=report, document=document, styles=style_ids(document), anchors=ids, numbers=numbers)
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
    return {name: clean(text) for name, text in {**texts, "municipality": report.publisher}.items()}


def _ids(held: Any) -> Iterator[str]:
    """Yield the ids of the sections and rows in a report."""
    if isinstance(held, b.Section | b.Row):
        yield held.id
    inside = held if isinstance(held, tuple) else attrs.astuple(held, recurse=False) if attrs.has(type(held)) else ()
    for each in inside:
        yield from _ids(each)


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
    """Yield a contents field of two levels, with links; Word fills in the pages when the document is opened."""
    entries = [(level, section) for level, section in at.report.contents() if level <= 2]
    if len(entries) < 2:
        return
    yield paragraph(at, (b.Text(language(at.report.language).gettext("Contents")),), "TOC Heading")
    code = made("instrText")
    code.text = 'TOC \\o "1-2" \\h \\z \\u'
    lines = [paragraph(at, (b.Link(b.plain(each.title), b.Place(each.id)),), f"toc {level}") for level, each in entries]
    begin, middle, end = (made("r", made("fldChar", fldCharType=kind)) for kind in ("begin", "separate", "end"))
    lines[0][1:1] = [begin, made("r", code), middle]
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
    if b.plain(block.inlines):
        yield paragraph(at, block.inlines, _ROLES.get(block.role, at.style))


@_elements.register
def _(block: b.Section, at: At) -> Iterator[Any]:
    heading = paragraph(at, block.title, f"heading {min(at.level, 6)}", block.id)
    if block.role == "sheet" and block is not at.report.sections[0]:  # the first begins below the title
        heading.get_or_add_pPr().get_or_add_pageBreakBefore()
    found = [heading, *_written(block.blocks, attrs.evolve(at, level=at.level + 1, heading=b.plain(block.title)))]
    if block.role == "track":
        together(found[:-1])
    elif any(isinstance(each, b.Chart) for each in block.blocks):
        together(itertools.takewhile(lambda each: not each.xpath("self::w:tbl | .//w:drawing"), found))
    yield from found


@_elements.register
def _(block: b.Notice, at: At) -> Iterator[Any]:
    style = "Report Gap" if block.kind in ("gap", "missing_text") else "Report Notice"
    yield from _written(block.blocks, attrs.evolve(at, style=style))


@_elements.register
def _(block: b.List, at: At) -> Iterator[Any]:
    depth, inside = min(at.depth + 1, 3), at.style in ("Report Cell", "Report Note")
    kind = "Continue" if block.role == "plain" else "Number" if block.ordered else "Bullet"
    rest = attrs.evolve(at, style=f"List Continue {depth}".removesuffix(" 1"), depth=depth)
    first = attrs.evolve(rest, style=f"List {kind} {depth}".removesuffix(" 1"))
    if inside or (kind == "Continue" and depth == 1):
        rest, first = at, attrs.evolve(at, style="Report Bullet") if kind == "Bullet" else at
    number = add_list(at.document, depth + 3) if kind == "Number" else ""  # begins at 1
    for head, *others in filter(None, block.items):
        found = [*_elements(head, first), *_written(others, rest)]
        if number and found and found[0].tag == tag("p"):
            found[0].pPr.insert(1, made("numPr", made("ilvl", val="0"), made("numId", val=number)))
        yield from found


@_elements.register
def _(block: b.Fields, at: At) -> Iterator[Any]:
    inside = at if at.style == "Report Cell" else attrs.evolve(at, style="Report Field")
    for label, blocks in block.items:
        head = blocks[0].inlines if blocks and isinstance(blocks[0], b.Paragraph) else ()
        found = [paragraph(inside, (b.Text(f"{label}: ", "strong"), *head))]
        together(found if blocks and not head else ())
        yield from (*found, *_written(blocks[1:] if head else blocks, inside))


@_elements.register
def _(block: b.Quote, at: At) -> Iterator[Any]:
    yield from _written(block.blocks, attrs.evolve(at, style="Quote"))
    if source := ", ".join(filter(None, (block.who, block.where))):
        yield paragraph(at, (b.Text(f"\N{EN DASH} {source}"),), "Report Note")


@_elements.register
def _(block: b.Distribution, at: At) -> Iterator[Any]:
    notes = [f": {each.count}" + (f" ({each.note})" if each.note else "") for each in block.shares]
    lines = [b.Paragraph((each.status, b.Text(note))) for each, note in zip(block.shares, notes, strict=True)]
    found = [_caption(block.title, at), *_elements(b.List(tuple((line,) for line in lines)), at)]
    together(found[:-1])
    yield from found


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
        png, number = io.BytesIO(charts.png(block, at.report.language)), str(next(at.numbers))
        picture = at.document.part.new_pic_inline(png, width=_PICTURE)
        words = clean(f"{block.title}. {block.description}")
        picture.docPr.attrib.update({"id": number, "name": f"Chart {number}", "descr": words})
        picture.attrib.update({"distL": "0", "distR": "0"})
        shown.append(made("r", made("drawing", picture)))
    if block.table is not None:
        together([shown])
    yield shown
    yield from _written((block.table,) if block.table else (), at)


_elements.register(b.Download, lambda _block, _at: iter(()))  # paper has no files


@_elements.register
def _(block: b.Columns, at: At) -> Iterator[Any]:
    for part in block.parts:
        yield from _written(part, at)


@_elements.register
def _(block: b.Table, at: At) -> Iterator[Any]:
    if block.titled:
        yield _caption(block.title, at)
    every = range(len(block.columns))
    shown = [number for number in every if not _is_drawn(block, number)] or every
    columns = [block.columns[number] for number in shown]
    whole = 3000 if block.role == "figures" else 5000  # in fiftieths of a percent of the room
    widths = [round(whole * column.width / sum(each.width for each in columns)) for column in columns]
    cell, head, note = (attrs.evolve(at, depth=0, style=f"Report {name}") for name in ("Cell", "Head", "Note"))
    rights = [column.kind == "number" for column in columns]

    def row(cells: Iterable[Blocks], at: At, *marks: Any) -> Any:
        ats = (attrs.evolve(at, right=right) for right in rights)
        return made("tr", made("trPr", made("cantSplit"), *marks), *map(_cell, cells, ats, widths))

    def across(blocks: Blocks, at: At) -> Any:
        return made("tr", made("trPr", made("cantSplit")), _cell(blocks, at, whole, len(columns)))

    rows = [row([(b.Paragraph((b.Text(column.title),)),) for column in columns], head, made("tblHeader"))]
    for each in block.rows:
        is_group = len(each.cells) < len(block.columns)
        rows.append(across(each.cells[0], head) if is_group else row((each.cells[number] for number in shown), cell))
        placed(next(rows[-1].iter(tag("p"))), each.id, at)
        if each.detail:
            together(rows[-1:])
            rows.append(across(each.detail, note))
    together(rows[:-1] if len(rows) <= _SHORT else ())
    look = [
        made("tblStyle", val=at.styles["report table"]),
        made("tblW", w=str(whole), type="pct"),
        made("tblLayout", type="fixed"),
        made("tblLook", firstRow="1", firstColumn=str(int(columns[0].kind == "head")), noHBand="1", noVBand="1"),
        made("tblCaption", val=clean(block.title)[:_LONGEST]),
    ]
    grid = made("tblGrid", *(made("gridCol", w=str(2 * width)) for width in widths))
    yield made("tbl", made("tblPr", *look), grid, *rows)
    yield paragraph(at, (), "Report Space")  # two tables in a row would become one


def _cell(blocks: Blocks, at: At, width: int, span: int = 1) -> Any:
    spans = [made("gridSpan", val=str(span))] if span > 1 else []
    return made(
        "tc",
        made("tcPr", made("tcW", w=str(width), type="pct"), *spans),
        *(_written(blocks, at) or [paragraph(at, ())]),
    )


def _is_drawn(table: b.Table, number: int) -> bool:
    """Return whether a column holds small lines of figures only, which the others show in words."""
    cells = [row.cells[number] for row in table.rows if len(row.cells) == len(table.columns)]
    inlines = [inline for cell in cells for block in cell for inline in getattr(block, "inlines", (None,))]
    return bool(inlines) and all(isinstance(inline, b.Spark) for inline in inlines)


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
