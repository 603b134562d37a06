"""The report that compares two policies: the outcome of each element, and how far each can be measured."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

import attrs

import kommunepolitik.blocks as b
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.comparison import Comparison, Kind, Relation, Side, Suggestion
from kommunepolitik.comparison import LineageLink as Line
from kommunepolitik.comparison.labels import TOPICS
from kommunepolitik.comparison.relations import SIDES
from kommunepolitik.i18n import Language
from kommunepolitik.model import Missing, Portfolio
from kommunepolitik.report import disclosure
from kommunepolitik.report.comparison_measures import claims, series, structure
from kommunepolitik.report.comparison_summary import summary
from kommunepolitik.report.comparison_words import ComparisonWords
from kommunepolitik.report.compose import bullets, content, gap, own, paragraph, row, section, table

_TOPIC_OF = {kind: topic for topic, (_, kinds) in TOPICS.items() for kind in kinds}
_UNLINKED = ("dropped", "new", "unknown")
"""The outcomes of elements without lineage, in the order of the lists."""
_SENTENCE = 90
"""The length from which the name of an element has its own line."""


def comparison_page(
    comparison: Comparison, language: Language, *, portfolio: Portfolio | None = None, internal: bool = False
) -> b.Report:
    """Return the report of a comparison, the older policy first; disclosure control must be applied already.

    With `internal` it has workshop material, too: the reason for each line of descent, addresses, and suggestions
    beside declared lineage. `portfolio` contains the policies that it may name beside the two.
    """
    words = ComparisonWords(comparison, language, portfolio or Portfolio(), internal=internal)
    old, new, is_linked = words.comparison.old, words.comparison.new, words.comparison.pair_kind != "other"
    both = words._("{old} and {new}").format(old=words.short("old"), new=words.short("new"))
    place = f"{old.municipality.name}: " if words.same_municipality else ""
    proposed = suggestions(words) if internal or not words.comparison.links else None
    sections = (
        section("section_summary", language.gettext("In short"), bullets(summary(words)), listed=True),
        None if is_linked else proposed,
        flow(words),
        *([topic(words, name) for name in TOPICS] if is_linked else [side_by_side(words)]),
        claims(words),
        structure(words),
        series(words),
        proposed if is_linked else None,
        gaps(words),
        method(words),
    )
    return b.Report(
        kind="comparison",
        title=" – ".join((language.gettext("Comparison"), f"{place}{both}")),
        language=language.code,
        kicker=" · ".join(dict.fromkeys((old.municipality.full_name, new.municipality.full_name))),
        publisher=new.municipality.full_name if words.same_municipality else "",
        facts=b.Fields(tuple((words.head(side), _fact(words, side)) for side in SIDES)),
        notices=disclosure.notices(language, (old, new), words.comparison.observations),
        links=(b.Link(language.gettext("All policies"), b.Place(page="index")),),
        sections=tuple(each for each in sections if each is not None),
        place=b.Place(page="comparison", policies=(old.id, new.id)),
    )


def _fact(words: ComparisonWords, side: Side) -> Blocks:
    policy = words.of(side).policy
    link = b.Link(policy.title, b.Place(page="policy", policies=(policy.id,)), words.own_language)
    return content(link, f" ({words.of(side).label('stage', policy.stage)})" if policy.stage else "")


# Focus areas


def flow(words: ComparisonWords) -> b.Section | None:
    """Show the flow between focus areas, and the names on which documents disagree."""
    streams = _streams(words)
    if not streams:
        return None
    old, new = ([area.title for area in words.of(side).policy.focus_areas] for side in SIDES)
    title = words._("From the focus areas of {old} to those of {new}")
    title = title.format(old=words.name("old"), new=words.name("new"))
    heads = words.short("old"), words.short("new")
    areas = b.Column(heads[0], "head", 3), b.Column(heads[1], width=3)
    columns = (*areas, b.Column(words.new.heading("goal"), "number"), b.Column(words._("Basis"), width=2))
    rows = (
        row(own(old[each.old], words.language), own(new[each.new], words.language), str(each.count), basis)
        for each, basis in streams.items()
    )
    chart = b.Chart(
        id="chart_flow",
        title=title,
        description=words._("Lines lead from the areas on the left to those on the right; the table has them all."),
        data=b.FlowChart(old=tuple(old), new=tuple(new), heads=heads, streams=tuple(streams)),
        table=table(title, columns, rows),
    )
    differing = words._("The documents disagree on a name: »{own}« is called »{other}« in {where}.")
    disagreements = [
        differing.format(
            own=each.area.title,
            other=each.other.name,
            where=words.of(each.side).where(each.other.citation) or words._("another document"),
        )
        for each in words.comparison.area_names
    ]
    legend = words._(
        "In the figure a line is solid where a document states it, dashed where it is our interpretation, and dotted "
        "where only goals go that way; its number is that of the goals."
    )
    heading, foot = words._("From focus area to focus area"), paragraph(legend, role="foot")
    return section("section_flow", heading, chart, foot, bullets(disagreements), listed=True)


def _streams(words: ComparisonWords) -> Mapping[b.Stream, str]:
    """Return the flows from area to area, each with its basis."""
    goals, lines = Counter[tuple[str | None, str | None]](), dict[tuple[str, str], Line]()
    for line in words.comparison.links:
        old, new = words.comparison.elements("old")[line.old], words.comparison.elements("new")[line.new]
        if old.kind == new.kind == "focus_area":
            lines[line.old, line.new] = line
        elif old.kind == new.kind == "goal":
            goals[old.area, new.area] += 1
    found = {}
    for (old_place, before), (new_place, after) in product(
        *(enumerate(words.of(side).policy.focus_areas) for side in SIDES)
    ):
        between, count = lines.get((before.id, after.id)), goals[before.id, after.id]
        if between or count:
            basis = (between.basis or "source") if between else "goals"
            stream = b.Stream(old=old_place, new=new_place, count=count, basis=basis)
            found[stream] = words.basis(between) if between else words._("only goals go that way")
    return found


# Elements


def topic(words: ComparisonWords, name: str) -> b.Section | None:
    """Show the outcome of the elements of a topic: a row for each relation, then what is dropped, new and unknown.

    A relation is in the first topic of its elements; under the topics of the others it is only named.
    """
    heading, kinds = words._(TOPICS[name][0]), TOPICS[name][1]
    linked: list[Relation] = []
    unlinked: dict[tuple[str, str], list[tuple[Side, str]]] = {}
    elsewhere: dict[tuple[str, Side], list[b.Link]] = {}
    for relation in words.comparison.relations:
        members = [(side, id) for side in SIDES for id in getattr(relation, side)]
        topics = [_TOPIC_OF[words.comparison.elements(side)[id].kind] for side, id in members]
        home = next(each for each in TOPICS if each in topics)
        if home != name:
            for side, id in [member for member, of in zip(members, topics, strict=True) if of == name]:
                link = attrs.evolve(words.link(side, id), to=b.Place(words.anchors[relation]))
                elsewhere.setdefault((home, side), []).append(link)
        elif relation.links:
            linked.append(relation)
        else:
            unlinked.setdefault((relation.kind, words.unknown(relation)), []).extend(members)
    if not linked and not unlinked and not elsewhere:
        return None
    order = sorted(unlinked, key=lambda key: _UNLINKED.index(key[0]))
    lists = [_unlinked(words, *key, unlinked[key], kinds) for key in order]
    shown = words._("Shown under »{topic}«")
    for (home, side), links in elsewhere.items():
        title = shown.format(topic=words._(TOPICS[home][0]))
        lists.append(content(f"{title} ({words.head(side)}): ", *_run_in(links)))
    judged = words._("The lines of descent are our interpretation, unless the row states otherwise.")
    note = judged if any(relation.interpreted for relation in linked) else ""
    rows = [_row(words, relation, kinds) for relation in linked]
    pairs = (_pairs(words, heading, rows, words._("What became of it")),) if rows else ()
    return section(f"section_{name}", heading, content(note), pairs, bullets(lists), listed=True)


def _row(words: ComparisonWords, relation: Relation, kinds: tuple[Kind, ...]) -> b.Row:
    flags = ", ".join(words.word("flag", flag) for flag in relation.flags)
    lines = [line for line in relation.links if line.basis is not None]
    bases = list(dict.fromkeys(words.basis(line) for line in lines))
    basis = "" if bases == [words.new.label("basis", "interpretation")] else "; ".join(bases)
    state = (*content(words.relation(relation.kind)), *content(flags, role="aside"), *content(basis, role="aside"))
    old, new = (_members(words, side, getattr(relation, side), kinds) for side in SIDES)
    detail = bullets(map(words.reason, lines)) if words.internal else ()
    return b.Row((old, state, new), id=words.anchors[relation], detail=detail)


def _unlinked(
    words: ComparisonWords, kind: str, why: str, members: Sequence[tuple[Side, str]], kinds: tuple[Kind, ...]
) -> Blocks:
    """Name the elements without lineage: one by one where they are sentences, else by kind."""
    found: list[b.Block] = [paragraph(words.relation(kind), f" ({len(members)})", f": {why}" if why else "")]
    for side in SIDES:
        ids = [id for of, id in members if of == side]
        head = f"{words.head(side)}: " if kind == "unknown" else ""
        whole = [words.member(side, id, kinds) for id in ids]
        if any(len(each.inlines) > 2 or len(b.plain(each.inlines)) > _SENTENCE for each in whole):
            found += [*content(head), b.List(tuple((each,) for each in whole), role="plain")]
        else:
            notes: dict[str, list[b.Link]] = {}
            for id in ids:
                notes.setdefault(words.note(side, id, kinds), []).append(words.link(side, id))
            found += [paragraph(head, f"{note}: " if note else "", *_run_in(links)) for note, links in notes.items()]
    return tuple(found)


def _run_in(links: Iterable[b.Link]) -> Sequence[b.Link | str]:
    return [part for link in links for part in ("; ", link)][1:]


def _members(words: ComparisonWords, side: Side, ids: Iterable[str], kinds: tuple[Kind, ...] = ()) -> Blocks:
    return tuple(words.member(side, id, kinds) for id in ids)


def _pairs(words: ComparisonWords, title: str, rows: Iterable[b.Row], between: str = "") -> b.Table:
    old, new = (b.Column(words.head(side), width=3) for side in SIDES)
    return table(title, (old, *([b.Column(between, width=2)] if between else []), new), rows, "pairs")


def side_by_side(words: ComparisonWords) -> b.Section:
    """Show the contents of each of two policies without lineage between them."""
    rows: list[b.Row] = []
    for title, kinds in TOPICS.values():
        cells: list[Blocks] = []
        for side in SIDES:
            ids = [id for each in words.comparison.relations for id in getattr(each, side)]
            ids = [id for id in ids if words.comparison.elements(side)[id].kind in kinds]
            unknown = ((kind, words.comparison.gap(side, kind)) for kind in kinds)
            missing = [_missing(words, side, kind, each) for kind, each in unknown if each]
            cells.append((*_members(words, side, ids, kinds), *missing) or content(words._("none that we know")))
        rows += [row(words._(title)), row(*cells)]
    nothing = words._(
        "Neither policy states what it carries on from the other, so nothing here is called new or dropped: this is "
        "what each contains."
    )
    heading = words._("Side by side")
    return section("section_side_by_side", heading, paragraph(nothing), _pairs(words, heading, rows), listed=True)


def _missing(words: ComparisonWords, side: Side, kind: Kind, missing: Missing) -> b.Notice:
    name = words.kind(side, kind, 2)
    reason = f"{name[:1].upper()}{name[1:]}: {words.of(side).reason(missing)}"
    return gap(reason, own(f". {missing.note}", words.language) if missing.note else "")


def suggestions(words: ComparisonWords) -> b.Section | None:
    """Show elements that may belong together because their words are similar, marked as suggestions."""
    found: Sequence[Suggestion] = (*words.comparison.suggestions, *words.comparison.weak_suggestions)
    if not found:
        return None
    rows, _ = [], words._
    for each in found:
        likeness = _("weak suggestion, {score} %") if each.weak else _("suggestion, {score} %")
        state = paragraph(b.Text(likeness.format(score=round(100 * each.score)), "gap"))
        alike = content(own(", ".join(each.words), words.language), role="aside")
        rows.append(row(_members(words, "old", each.old), (state, *alike), _members(words, "new", each.new)))
    note = _("Suggestions by similarity of words only: nobody has stated that these belong together.")
    if any(each.weak for each in found):
        note += " " + _("A weak suggestion is the best there is for a focus area that has no other.")
    heading = _("Suggestions: what may belong together")
    pairs = _pairs(words, heading, rows, _("Likeness and the words that are alike"))
    return section("section_suggestions", heading, gap(note), pairs, listed=True)


# Gaps and method


def gaps(words: ComparisonWords) -> b.Section | None:
    """List what is missing in the documents of each policy, and on internal pages addresses that do not exist."""
    fields: list[tuple[str, Blocks]] = []
    for side in SIDES:
        view = words.of(side)
        notes = (
            (missing, own(f". {missing.note}", words.language) if missing.note else "")
            for missing in view.policy.missing
        )
        fields.append((words.head(side), bullets([view.why(missing), note] for missing, note in notes)))
    dangling = words._("{element} carries on {address}, which does not exist (nearest: {nearest}).")
    addresses = [
        dangling.format(element=each.element, address=each.address, nearest=each.nearest or "–")
        for each in (words.comparison.dangling if words.internal else ())
    ]
    fields.append((words._("Addresses that lead nowhere"), bullets(addresses)))
    heading, found = words._("What is missing in the documents"), tuple(each for each in fields if each[1])
    return section("section_gaps", heading, b.Fields(found), listed=True) if found else None


def method(words: ComparisonWords) -> b.Section:
    """Describe how relations, counts and suggestions are made."""
    _ = words._
    lineage = _(
        "Lines of descent are those that the policies declare, each with its basis: a document, or "
        "our interpretation. What lines bind together is one row; what has no line is new or without a successor, "
        "unless a policy states that its elements are not all known: then it is unknown."
    )
    counts = _(
        "The summary counts each kind of element separately; where that gives another outcome than the row, which may "
        "bind several kinds together, the row lists both."
    )
    wording = _(
        "»Worded anew« means that the official text differs or, where that is not known, the title or our short "
        "restatement."
    )
    made = map(paragraph, (lineage, counts, wording))
    return section("section_method", _("How the comparison is made"), *made, listed=True)
