"""The summary of a comparison: sentences that a committee can use, each made of what was found."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from kommunepolitik.comparison import Amount, Kind, Measure, Outcome, Side
from kommunepolitik.comparison.labels import CLAIMS, OUTCOMES
from kommunepolitik.comparison.relations import SIDES
from kommunepolitik.rendering.flow import Stream
from kommunepolitik.rendering.old_comparison_words import COUNTED_KINDS, ComparisonView

_LEVELS: Final[Sequence[Kind]] = ("focus_area", "overarching_goal", "goal", "target_group", "value")
_GOALS: Final[frozenset[Kind]] = frozenset({"goal", "overarching_goal"})
_FIRST_ASKED: Final[Sequence[Measure]] = (
    "follow_up_indicators", "goals_measured", "goals_measured_around", "documented_targets",
)  # fmt: skip
"""The measures of structure that a committee asks for first."""


def summary(view: ComparisonView, streams: Sequence[Stream]) -> Sequence[str]:
    """Return the sentences, the most telling first."""
    found = [*_order(view), *_levels(view), *_outcomes(view), *_areas(view, streams)]
    return [*found, *_claims(view), *_names(view), *_measured(view), *_basis(view)]


def _order(view: ComparisonView) -> Iterator[str]:
    """Say what a reader must know of the two before anything else."""
    old, new = view.comparison.old, view.comparison.new
    names = {"old": view.name("old"), "new": view.name("new")}
    if view.turned:
        yield view._(
            "Mind the order: {new} replaced {old}. The older is shown first here, whichever was given first."
        ).format(**names)
    if view.comparison.between:
        edition = view._("the edition {period}")
        editions = [edition.format(period=view.new.edition(policy)) for policy in view.comparison.between]
        words = view._("Between {old} and {new} lies {between}; the lines of descent are composed through it.")
        yield words.format(between=view._(" and ").join(editions), **names)
    elif new.supersedes not in (None, old.id) and old.municipality == new.municipality and old.id != new.id:
        yield view._(
            "{new} replaced »{other}«, which is not one of these two. What no line binds directly is unknown, for it "
            "may come by the edition between."
        ).format(new=view.head("new"), other=new.supersedes)
    if old == new:
        yield view._("This is one policy, compared with itself.")
    for side in SIDES:
        for version in view.view(side).versions_at_hand:
            title = f"»{view.view(side).policy.title}«"
            name = view.name(side) if old.municipality == new.municipality else title
            yield view.word("at_hand", version).format(edition=name)


def _levels(view: ComparisonView) -> Iterator[str]:
    rows = {row.measure: row for row in view.comparison.structure}
    for kind in _LEVELS:
        old, new = rows[f"{kind}s"].old, rows[f"{kind}s"].new
        if old.number != 0 or new.number != 0:
            yield _level(view, kind, old, new)


def _level(view: ComparisonView, kind: Kind, old: Amount, new: Amount) -> str:
    _ = view._
    heading = view.new.heading(kind) if new.number else view.old.heading(kind)
    numbers = [_("an unknown number") if each.number is None else view.amount(each) for each in (old, new)]
    if old.number is None or new.number is None or view.comparison.pair_kind == "other" or _only_moved(view, kind):
        return _beside(view, heading, *numbers)
    if old.stated and new.stated:
        words = _("{heading}: {old} → {new} according to the documents.")
        numbers = [view.amount(attrs.evolve(each, stated=False)) for each in (old, new)]
    elif (old.number, old.high) == (new.number, new.high):
        words = _("{heading}: still {new}.")
    elif old.number == 0:
        words = _("{heading} are a new level: there are {new}, and there were none before.")
    elif new.number == 0:
        words = _("{heading} are no longer a level: there were {old}.")
    else:
        words = _("{heading}: {old} before, {new} now.")
    return words.format(heading=heading, old=numbers[0], new=numbers[1])


def _beside(view: ComparisonView, heading: str, old: object, new: object) -> str:
    words = view._("{heading}: {old} in {old_name}, {new} in {new_name}.")
    return words.format(heading=heading, old=old, new=new, old_name=view.name("old"), new_name=view.name("new"))


def _only_moved(view: ComparisonView, kind: Kind) -> bool:
    """Return whether goals only changed between the whole policy and the areas: then no level is new or gone."""
    old, new = view.comparison.elements("old"), view.comparison.elements("new")
    kinds = [{old[link.old].kind, new[link.new].kind} for link in view.comparison.links]
    own = [pair for pair in kinds if kind in pair]
    return kind in _GOALS and bool(own) and all(pair <= _GOALS for pair in own)


def _outcomes(view: ComparisonView) -> Iterator[str]:
    if not view.comparison.links:
        yield view._("Neither policy says what it carries on from the other.")
        return
    for kind in COUNTED_KINDS:
        for side in SIDES:
            counts = _counts(view, side, kind)
            told = kind in ("focus_area", "target_group") and not counts.keys() & {"new", "unknown", "changed_kind"}
            if counts and not (told and side == "new"):  # else the sentence on the old ones tells it all
                yield _outcome(view, side, kind, counts)


def _counts(view: ComparisonView, side: Side, kind: Kind) -> Mapping[Outcome, int]:
    """Count what became of elements of a kind; of indicators those that follow up and that the documents name."""
    if kind != "indicator":
        return view.comparison.count(side, kind)
    named = [each for each in view.view(side).indicators("follow_up") if each.basis == "source"]
    return Counter(view.comparison.outcome(side, indicator.id) for indicator in named)


def _outcome(view: ComparisonView, side: Side, kind: Kind, counts: Mapping[Outcome, int]) -> str:
    total = sum(counts.values())
    ids = [id for id, place in view.comparison.elements(side).items() if place.kind == kind]
    as_read = ""
    if any(view.differs(side, id) for id in ids):  # the page shows relations among all kinds, which say another thing
        as_read = view._(", counted among {kind} alone").format(kind=view.kind(side, kind, 2))
    if any(link.basis == "interpretation" for id in ids for link in view.comparison.links_of(side, id)):
        as_read += view._(", by our reading")
    words, parts = view._("Of {total} {elements} in {edition}{as_read}: {parts}."), _parts(view, OUTCOMES[side], counts)
    elements = view.kind(side, kind, total)
    return words.format(total=total, elements=elements, edition=view.name(side), as_read=as_read, parts=parts)


def _parts(view: ComparisonView, table: Mapping[Any, tuple[str, str]], counts: Mapping[Any, int]) -> str:
    found = [(words, counts[key]) for key, words in table.items() if counts.get(key)]
    return ", ".join(view.language.ngettext(*words, count).format(count=count) for words, count in found)


def _areas(view: ComparisonView, streams: Sequence[Stream]) -> Iterator[str]:
    words, joint = view._("»{area}« comes of {sources}"), view._(" and ")
    links = [each.link for each in streams if each.link is not None]
    fed = [
        words.format(area=area.title, sources=joint.join(sources))
        for area in view.comparison.new.focus_areas
        if (sources := [f"»{each.old.title}«" for each in streams if each.new is area and each.link is not None])
    ]
    if fed:
        said = f"{'; '.join(fed)}."
        read = any(link.basis == "interpretation" for link in links)
        yield view._("By our reading: {areas}").format(areas=said) if read else said


def _claims(view: ComparisonView) -> Iterator[str]:
    """Say how many claims hold, and on what ground; then where the documents disagree, and what does not hold."""
    claims = view.comparison.claims
    if not claims:
        return
    counts = Counter(map(view.verdict, claims))
    words = view.language.ngettext(
        "Of what {documents} says of changes, {claims} point can be tested: {parts}.",
        "Of what {documents} says of changes, {claims} points can be tested: {parts}.",
        len(claims),
    )
    yield words.format(documents=view.documents, claims=len(claims), parts=_parts(view, CLAIMS, counts))
    for claim in claims:
        title, claimed, verdict = claim.change.title, view.claimed(claim), view.word("verdict", view.verdict(claim))
        if claim.verdict == "disputed":
            words = view._("The documents disagree on »{title}« ({claim}): {note}")
            yield words.format(title=title, claim=claimed, note=claim.change.note or verdict)
        elif claim.verdict != "agrees":
            yield f"»{title}« – {claimed}: {verdict}."


def _names(view: ComparisonView) -> Iterator[str]:
    words = view._("The documents disagree on a name: »{own}« is called »{other}« in {where}.")
    for name in view.comparison.area_names if view.comparison.pair_kind != "other" else ():
        where = view.view(name.side).where(name.other.citation) or view._("another document")
        yield words.format(own=name.area.title, other=name.other.name, where=where)


def _measured(view: ComparisonView) -> Iterator[str]:
    rows = {row.measure: row for row in view.comparison.structure}
    for row in (rows[measure] for measure in _FIRST_ASKED):
        sides = (row.old, row.new)
        if any(each.of or (each.of is None and each.number != 0) for each in sides):
            old, new = (view._("none to count") if each.of == 0 else view.amount(each) for each in sides)
            yield _beside(view, view.measure(row.measure), old, new)
    for side in SIDES:
        number = getattr(rows["constructed_indicators"], side).number
        if number:
            words = view.language.ngettext(
                "For {edition} we have set up {count} indicator ourselves, from its text; it is counted apart.",
                "For {edition} we have set up {count} indicators ourselves, from its text; they are counted apart.",
                number,
            )
            yield words.format(edition=view.name(side), count=number)


def _basis(view: ComparisonView) -> Iterator[str]:
    links = [link for link in view.comparison.links if link.basis is not None]
    if links:
        sourced = sum(link.basis == "source" for link in links)
        words = view.language.ngettext(
            "{links} line of descent is given: {sourced} by the documents, {judged} by our interpretation.",
            "{links} lines of descent are given: {sourced} by the documents, {judged} by our interpretation.",
            len(links),
        )
        yield words.format(links=len(links), sourced=sourced, judged=len(links) - sourced)
    composed = sum(bool(link.through) for link in links)
    if composed:
        words = view.language.ngettext(
            "{count} of them is composed through an edition between.",
            "{count} of them are composed through an edition between.",
            composed,
        )
        yield words.format(count=composed)
    for dangling in view.comparison.dangling:
        words = view._("{element} carries on {address}, which is not there; mend the address.")
        near = "" if dangling.nearest is None else " " + view._("Did you mean {nearest}?")
        yield (words + near).format(element=dangling.element, address=dangling.address, nearest=dangling.nearest)
