"""The follow-up report as a Word document, from our template or the municipality's own (docs/word-template.md).

Needs the extra `docx` (docxtpl). A template is filled in a sandbox: it reads the texts below and nothing else, and what
a policy says is never read as a placeholder. The report itself is put in place afterwards, as finished parts.
"""

# mypy: ignore-errors

import copy
import io
import itertools
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.parts.numbering import NumberingPart
from docx.shared import Pt
from markupsafe import Markup

from kommunepolitik.errors import Problem, RenderingError
from kommunepolitik.formats.word_template import fill, read_template
from kommunepolitik.formats.word_writer import TAGS, Room, Writer, bookmark, clean, format_of, made
from kommunepolitik.rendering.report import ReportView, report_sections
from kommunepolitik.rendering.word_walker import Sections
from kommunepolitik.report.disclosure import Notice
from kommunepolitik.site.workers import call_limited

_MARK: Final = "kommunepolitik"
"""The element that keeps the place of a part until it is put there; no text can make one."""

_OURS: Final = "report.docx"
_SIZES: Final = (1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6)
"""How large the summary is tried beside the sizes of the template, until all of it has room."""
_READABLE: Final = 4
"""How many of them may be tried to let it share the first page with the title and the contents."""
_FULL: Final = 0.9
"""How much of a page may be filled by a rough count."""
_LOWERED: Final = {"Subtitle": 190, "TOCHeading": 60}
"""The space above parts of a cover, in points, by the ids of their styles."""


def word_bytes(report: ReportView, template: Path | None = None) -> bytes:
    """Return the report as a Word document, in our template or another.

    The same report and template give the same bytes.

    Raises:
        MissingExtra: docxtpl, or the package that draws charts, is not installed.
        FileError: the template is not there, or is not a Word document.
        RenderingError: some of its placeholders cannot be filled, or it has none.
    """
    place = _OURS if template is None else str(template)
    if template is None:
        filled = fill(_default(), _context(report), place)
    else:
        filled = call_limited(place, fill, read_template(template), _context(report), place)
    document = docx.Document(io.BytesIO(filled))
    _put_in_place(document, report, place)
    _name(document, report)
    held = io.BytesIO()
    document.save(held)
    return _undated(held.getvalue())


@cache
def _default() -> bytes:
    return resources.files(__package__).joinpath("templates/docx/report.docx").read_bytes()


def _mark(part: str) -> Markup:
    """Keep the place of a part of the report while a template is filled."""
    return Markup('<{} part="{}"/>').format(_MARK, part)


def _context(report: ReportView) -> Mapping[str, Any]:
    """Return what a template can name; docs/word-template.md tells what each means."""
    _, view, policy = report.language.gettext, report.view, report.policy
    municipality = policy.municipality.full_name
    since = view.period(report.earlier.at) if report.earlier and report.earlier.at else ""
    judged = " ".join(filter(None, (report.followup.judged, report.compared)))
    page, _sep, of = _("page {page} of {pages}").partition("{page}")
    texts = {
        "title": report.title,
        "policy": policy.title,
        "municipality": municipality,
        "policy_area": policy.policy_area or "",
        "period": view.period(policy.period),
        "at": report.followup.at,
        "since": since,
        "judged": judged,
        "headline": report.headline,
        "news": report.news_words,
        "notice": _banner(report),
        "fictitious": _made_up(report),
    }
    case = {name: getattr(report.case, name, None) or "" for name in ("title", "number", "competence")}
    tiles = [{"count": str(tile.count), "shape": tile.shape, "words": tile.words} for tile in report.tiles]
    return {
        "report": {name: clean(text) for name, text in texts.items()},
        "case": {name: clean(text) for name, text in case.items()},
        "tiles": tiles,
        "sections": [
            {"id": each.template, "title": each.title, "content": _mark(each.template)}
            for each in report_sections(report)
        ],
        "words": {"contents": _("Contents"), "page": page.strip(), "of": of.replace("{pages}", "").strip()},
        "contents": _mark("contents"),
        "body": _mark("body"),
    }


def _put_in_place(document: Document, report: ReportView, place: str) -> None:
    _complete_styles(document, docx.Document(io.BytesIO(_default())))
    numbers = itertools.count(2000)  # docxtpl numbers what a template holds from 1000
    sections = Sections(report)
    for mark in list(document.element.body.iter(_MARK)):
        holder = next(mark.iterancestors(qn("w:p")), mark)
        above = list(holder.itersiblings(preceding=True))
        ended = sum(next(each.iter(qn("w:sectPr")), None) is not None for each in above)
        writer = Writer(document, report.language.code, numbers, section=ended)
        cover = _write(writer, sections, str(mark.get("part")), above)
        if cover and place == _OURS:
            _set_as_cover(above)
        for element in writer.elements:
            holder.addprevious(element)
        mark.getparent().remove(mark)
        if holder is not mark and not any(piece.text for piece in holder.iter(qn("w:t"))):
            holder.getparent().remove(holder)
    for part in document.part.package.iter_parts():
        if part is not document.part and f"<{_MARK} part=".encode() in part.blob:
            raise RenderingError(Problem(code="placeholder_in_margin", file=place))


def _write(writer: Writer, sections: Sections, part: str, above: Sequence[Any]) -> bool:
    """Write one part of the report: all of it, its contents, or a section without its heading.

    The summary has a page that can stand by itself. Without a case it begins the report: below the title, where it has
    room there; else what is above is a page of its own, and that is returned.
    """
    report, listed = sections.report, report_sections(sections.report)
    if part == "contents":
        writer.contents([(bookmark(section.template), section.title) for section in listed])
    elif part == "glance":
        _write_summary(writer, sections, ())
    elif part != "body":
        sections.write(writer, part)
    else:
        if banner := _banner(report):
            writer.paragraph(banner, "Report Hole")
        begun = [*above, *writer.elements]
        shared = report.case is None and _has_room_below(writer, sections, begun)
        before = ""
        for section in listed:
            begins = "glance" in (section.template, before) and not (shared and not before)
            writer.heading(section.title, 1, place=bookmark(section.template), new_page=begins)
            if section.template == "glance":
                _write_summary(writer, sections, begun if shared else ())
            else:
                sections.write(writer, section.template)
            before = section.template
        return report.case is None and not shared
    return False


def _write_summary(writer: Writer, sections: Sections, above: Sequence[Any], sizes: Sequence[float] = _SIZES) -> bool:
    """Write the summary, so small that it stays on one page with what is above it; return whether it does."""
    begin, room = len(writer.elements), Room(writer.document)
    for size in sizes:
        del writer.elements[begin:]
        for words in filter(None, (_banner(sections.report), _made_up(sections.report))):
            writer.paragraph(words, "Report Hole")
        sections.write(writer, "glance")
        if size < 1:
            room.tighten(writer.elements[begin:], size)
        if room.height([*above, *writer.elements[begin:]], writer.width) <= _FULL * writer.height:
            return True
    return False


def _has_room_below(writer: Writer, sections: Sections, above: Sequence[Any]) -> bool:
    """Return whether the summary has room on the page that some elements begin; how high a picture is, nobody knows."""
    if any(next(each.iter(qn("w:drawing"), qn("w:pict"), qn("w:sectPr")), None) is not None for each in above):
        return False
    begin = len(writer.elements)
    fits = _write_summary(writer, sections, above, _SIZES[:_READABLE])
    del writer.elements[begin:]
    return fits


def _banner(report: ReportView) -> str:
    return Notice(report.language, (report.policy,), report.view.observations).banner


def _made_up(report: ReportView) -> str:
    of = report.policy.municipality
    words = report.language.gettext("{name} is made up, and so are all its figures.")
    return words.format(name=of.full_name) if of.fictitious else ""


def _set_as_cover(above: Sequence[Any]) -> None:
    """Let what our template begins with fill a page by itself: whose report and title lower down, then the contents."""
    for element in above:
        if (style := element.style or "") in _LOWERED:
            format_of(element).space_before = Pt(_LOWERED[style])


def _name(document: Document, report: ReportView) -> None:
    tag = TAGS[report.language.code]
    properties = document.core_properties
    properties.title = clean(report.title)[:255]
    properties.author = report.policy.municipality.full_name
    properties.subject = clean(report.policy.policy_area or "")[:255]
    properties.language = tag
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults is not None:
        if (language := defaults.find(qn("w:lang"))) is None:
            defaults.append(language := made("w:lang"))
        language.set(qn("w:val"), tag)


def _undated(packed: bytes) -> bytes:
    """Return a packed document with its parts dated alike, so that two runs give the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            target.writestr(info, source.read(name), zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _complete_styles(document: Document, ours: Document) -> None:
    """Give a document each of our styles that it has none of the same name for.

    Styles are known by name, since Word names its own alike in all languages (`heading 1`), while their ids differ.
    """
    own = document.styles.element
    known = {_style_name(style) for style in own.style_lst}
    lists: dict[str, str] = {}
    for style in ours.styles.element.style_lst:
        if _style_name(style) in known:
            continue
        taken = copy.deepcopy(style)
        _rebase(taken, own)
        for number in taken.iter(qn("w:numId")):
            old = number.get(qn("w:val"))
            if old not in lists:
                lists[old] = _add_list(document, ours, old)
            number.set(qn("w:val"), lists[old])
        own.append(taken)


def _style_name(style: Any) -> str:
    return str(style.name_val).lower()


def _rebase(style: Any, own: Any) -> None:
    """Let a style rest on the other document's default style of its kind, under an id that is free there."""
    kind = style.get(qn("w:type"))
    taken = {each.styleId for each in own.style_lst}
    while style.styleId in taken:
        style.styleId += "0"
    style.attrib.pop(qn("w:default"), None)
    defaults = [each for each in own.style_lst if each.get(qn("w:type")) == kind and each.get(qn("w:default")) == "1"]
    for rest in [*style.findall(qn("w:basedOn")), *style.findall(qn("w:next"))]:
        if defaults:
            rest.set(qn("w:val"), defaults[0].styleId)
        else:
            style.remove(rest)


def _add_list(document: Document, ours: Document, number: str) -> str:
    theirs, source = _numbering(document), ours.part.numbering_part.element
    abstract_id = source.find(f"w:num[@w:numId='{number}']/w:abstractNumId", source.nsmap).get(qn("w:val"))
    abstract = copy.deepcopy(source.find(f"w:abstractNum[@w:abstractNumId='{abstract_id}']", source.nsmap))
    abstract_ids = [int(each.get(qn("w:abstractNumId"))) for each in theirs.findall(qn("w:abstractNum"))]
    new = max(abstract_ids, default=0) + 1
    abstract.set(qn("w:abstractNumId"), str(new))
    for style in list(abstract.iter(qn("w:pStyle"))):  # the style points here; the way back is not needed
        style.getparent().remove(style)
    theirs.insert(len(abstract_ids) and theirs.index(theirs.findall(qn("w:abstractNum"))[-1]) + 1, abstract)
    return str(theirs.add_num(new).numId)


def _numbering(document: Document) -> Any:
    """Return the lists of a document; one that has none gets an empty part for them."""
    part = document.part
    for link in part.rels.values():
        if link.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return part.numbering_part.element
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    empty = f'<w:numbering xmlns:w="{space}"/>'.encode()
    added = NumberingPart.load(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, empty, part.package)
    part.relate_to(added, RELATIONSHIP_TYPE.NUMBERING)
    return part.numbering_part.element
