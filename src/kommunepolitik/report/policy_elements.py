"""The elements of a policy on its page: sections or rows, with a mark at each gap."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Final

from kommunepolitik.blocks import Column, Fields, Link, Place, Quote, Row, Section, Table, Text
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.model import Case, Citation, Element, Goal, MeasuredBy, Period, Plan, Source
from kommunepolitik.model.record import Ref, shapes_of
from kommunepolitik.model.references import walk
from kommunepolitik.report.compose import Part, bullets, content, own, own_link, paragraph, section, texts
from kommunepolitik.report.context import Context
from kommunepolitik.report.policy_words import PolicyWords

_FIELDS: Final[Mapping[str, str]] = {
    "Goal": "target_group means experience responsible measured_by",
    "FocusArea": "other_names responsible measured_by",
    "Plan": "period duration responsible",
    "Consultation": "period participants outcome",
    "Framework": "issuer",
    "Case": "number competence theme recommendation options assessment legal_basis economy consequences "
    "next_steps annexes",
}
"""The fields shown of an element beside its name and statement, by class."""


def link(context: Context, id: str) -> Link:
    """Return a link to an element on the page; sources are named by their number in the list."""
    element, _ = context.policy.element(id), context.language.gettext
    if isinstance(element, Source):
        number = context.policy.sources.index(element) + 1
        return Link(_("source {number}").format(number=number), Place(id))
    if isinstance(element, Plan):
        return Link(_("the plan"), Place(id))
    words = name(context, element) if getattr(element, "title", None) else context.words.named(element)
    is_counted = isinstance(element, Goal) and element.number and context.policy.terms is None
    return Link(words, Place(id)) if is_counted else own_link(words, Place(id), context.language)


def joined(parts: Iterable[Part], mark: str = ", ") -> tuple[Part, ...]:
    """Return parts with a mark between them."""
    return tuple(each for part in parts for each in (mark, part))[1:]


def lines(items: Sequence[Sequence[Part]]) -> Blocks:
    """Return lines as a list; a single one as a paragraph."""
    return bullets(items) if len(items) > 1 else content(*chain(*items))


def fields(*items: tuple[str, Blocks]) -> Blocks:
    """Return the fields that are not empty."""
    filled = tuple(item for item in items if item[1])
    return (Fields(filled),) if filled else ()


def table(title: str, heads: Mapping[str, float], rows: Iterable[Row], number: str = "") -> Blocks:
    """Return a table under a heading, without empty columns; `heads` has titles and widths, the first a heading."""
    rows, kinds = list(rows), {number: "number", next(iter(heads)): "head"}
    used = [n for n in range(len(heads)) if any(len(row.cells) > 1 and row.cells[n] for row in rows)]
    columns = [Column(name, kinds.get(name, "text"), width) for name, width in heads.items()]  # type: ignore[arg-type]
    cells = [row.cells if len(row.cells) == 1 else tuple(row.cells[n] or content("–") for n in used) for row in rows]
    kept = tuple(Row(shown, id=row.id, detail=row.detail) for shown, row in zip(cells, rows, strict=True))
    return (Table(title=title, columns=tuple(columns[n] for n in used), rows=kept, titled=False),) if used else ()


def unknown(context: Context, element: Element, field: str) -> Blocks:
    """Return a mark that leads to the list of gaps; empty where the policy does not name a gap."""
    anchor = context.words.gap_anchors.get((element.id, field))
    return content(Link(context.language.gettext("? missing"), Place(anchor))) if anchor else ()


def lacking(context: Context, element: Element, *shown: str) -> Blocks:
    """Return the gaps of an element other than in the shown fields, each linked to the list of gaps."""
    links = []
    for missing in (missing for missing in element.missing if missing.what not in shown):
        words = context.words.what(missing)
        links.append(Link(words[:1].lower() + words[1:], Place(context.words.gap_anchors[element.id, missing.what])))
    return content(Text(context.language.gettext("? Missing:"), "gap"), " ", *joined(links)) if links else ()


def value(context: Context, element: Element, field: str) -> Blocks:
    """Return the value of a field, or a mark where it is missing."""
    found, words, _ = getattr(element, field), context.words, context.language.gettext
    shape = next(each for each in shapes_of(type(element)) if each.name == field)
    if field == "subject" and found is None:
        return content(_("the policy itself"))
    if field == "date" and (expected := getattr(element, "expected", None)) is not None:
        return content(_("expected {period}").format(period=words.period(expected)))
    if found is None or found == ():
        return unknown(context, element, field)
    if isinstance(found, Period):
        return content(words.period(found))
    if shape.choices:
        return content(words.label("source_kind" if field == "kind" else field, found))
    if field == "measured_by":
        return _measured_by(context, element.indicator_links)  # type: ignore[attr-defined]
    if isinstance(shape.mark, Ref):
        return content(*joined(link(context, id) for id in (found if shape.many else [found])))
    if shape.many:
        return lines([[own(getattr(each, "name", each), context.language)] for each in found])
    return texts(found, context.language)


def _measured_by(context: Context, links: Sequence[MeasuredBy]) -> Blocks:
    parts: list[Part] = []
    for each in links:
        parts += ["; ", link(context, each.indicator), ours(context, each.basis)]
    return content(*parts[1:])


def ours(context: Context, basis: str) -> Part:
    """Return a mark for something that is our reading; empty where it is the source's."""
    return Text(f" ({context.words.label('basis', basis)})", "aside") if basis == "interpretation" else ""


def name(context: Context, element: Element) -> str:
    """Return the heading of an element: its number and title, or its kind."""
    if isinstance(element, Goal):
        return context.words.title(element) if element.number else context.words.heading("goal", 1)
    title = getattr(element, "title", None) or context.language.gettext("Purpose")
    number = None if isinstance(element, Case | Source) else getattr(element, "number", None)
    return f"{number}. {title}" if number else title


def statement(context: Context, element: Element, role: str = "") -> Blocks:
    """Return the adopted wording as a quotation if its owner has entered it, else our restatement."""
    if adopted := getattr(element, "wording", None):
        return (Quote(texts(adopted, context.language)),)
    restated = (getattr(element, field, None) for field in ("statement", "summary", "definition"))
    points = bullets([own(point, context.language)] for point in getattr(element, "points", ()))
    return (*texts(next(filter(None, restated), None), context.language, role), *points)


def part(context: Context, element: Element, *more: Blocks, role: str = "", is_listed: bool = False) -> Section:
    """Return an element as a section: heading, statement, fields, gaps and goals."""
    shown = _FIELDS.get(type(element).__name__, "").split()
    known = fields(*((context.words.field(field), value(context, element, field)) for field in shown))
    goals = tuple(part(context, each, role="card") for each in getattr(element, "goals", ()))
    body = (*statement(context, element), *known, *lacking(context, element, *shown))
    heading = own(name(context, element), context.language)
    rest = (*more, workshop(context, element), goals)
    return section(element.id, heading, body, *rest, role=role, listed=is_listed)


def row(context: Context, element: Element, *cells: str | Blocks, detail: Blocks = ()) -> Row:
    """Return an element as a row; a cell is given as a field or as blocks."""
    contents = tuple(value(context, element, cell) if isinstance(cell, str) else cell for cell in cells)
    return Row(contents, id=element.id, detail=(*detail, *workshop(context, element)))


def listed(context: Context, id: str, title: str, elements: Sequence[Element], *blocks: Blocks) -> Section | None:
    """Return a section of the page about some elements, with their sources; None where there are none."""
    return section(id, title, *blocks, cited(context, elements), listed=True) if elements else None


def cited(context: Context, elements: Iterable[Element]) -> Blocks:
    """Return the sources of some elements and their parts, with the pages, on one line."""
    pages: dict[str, dict[str, None]] = {}
    for visit in (visit for element in elements for visit in walk(element, type(element))):
        if visit.kind is Citation and not {"missing", "continues"} & set(visit.path):
            found = pages.setdefault(visit.value.source, {})
            found |= {visit.value.page: None} if visit.value.page else {}
    _, parts = context.language.gettext, list[Part]()
    for id, found in pages.items():
        on = ", " + _("p. {page}").format(page=", ".join(found)) if found else ""
        parts += ["; ", link(context, id), on]
    return (paragraph(_("See"), " ", *parts[1:], role="foot"),) if parts else ()


def workshop(context: Context, element: Element) -> Blocks:
    """Return the internal part about an element: id, note, lineage with reasons, place in a source."""
    _, words, language = context.language.gettext, context.words, context.language
    if not context.internal:
        return ()
    lineage = []
    for each in element.continues:
        address, other = each.address, str(each.address)
        if address.policy in context.portfolio:
            older = PolicyWords(context.portfolio[address.policy], language)
            other = older.named(older.policy.elements.get(address.element or "", older.policy))
        reason = own(" ".join(filter(None, [each.note, words.where(each.citation)])), language)
        place = Place(address.element or "", "policy", (address.policy,))
        basis = _("a proposal that nobody has confirmed") if each.proposed else words.label("basis", each.basis)
        lineage.append((own_link(other, place, context.language), f" ({basis}). ", reason))
    return fields(
        (_("Id"), content(element.id)),
        (_("Note"), texts(element.note, language)),
        (_("Carries on"), bullets(lineage)),
        (_("Source"), texts(words.where(element.citation), language)),
    )
