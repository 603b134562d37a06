"""The summary of a comparison: sentences that a committee can use, each made of what was found."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kommunepolitik.comparison import Kind, Measure, Outcome, Side
from kommunepolitik.comparison.labels import CLAIMS, MEASURE_WORDS, OUTCOMES
from kommunepolitik.rendering.comparison import COUNTED_KINDS, ComparisonView
from kommunepolitik.rendering.comparison_claims import told_by
from kommunepolitik.rendering.gaps import versions_at_hand

_LEVELS: Final[tuple[tuple[Measure, Kind], ...]] = (
    ("focus_areas", "focus_area"),
    ("overarching_goals", "overarching_goal"),
    ("goals", "goal"),
    ("target_groups", "target_group"),
    ("values", "value"),
)

_GOALS: Final[tuple[Kind, ...]] = ("goal", "overarching_goal")
_SIDES: Final[tuple[Side, ...]] = ("old", "new")
_TELLING: Final[tuple[Measure, ...]] = ("goals_measured", "with_targets")
"""The measures of structure that a committee asks for first."""


def summary(view: ComparisonView) -> Sequence[str]:
    """Return the sentences, the most telling first."""
    parts = (
        _order(view),
        _levels(view),
        _outcomes(view),
        _areas(view),
        _claims(view),
        _names(view),
        _measured(view),
        _basis(view),
    )
    return [sentence for part in parts for sentence in part]


def _order(view: ComparisonView) -> Iterator[str]:
    """Say what a reader must know of the two before anything else."""
    old, new = view.comparison.old, view.comparison.new
    names = {"old": view.name("old"), "new": view.name("new")}
    if view.turned:
        yield view._(
            "Mind the order: {new} replaced {old}. The older is shown first here, whichever was given first."
        ).format(**names)
    if view.comparison.between:
        editions = [view.edition(policy) for policy in view.comparison.between]
        words = view._("Between {old} and {new} lies {between}; the lines of descent are composed through it.")
        yield words.format(between=view._(" and ").join(editions), **names)
    elif new.supersedes not in (None, old.id) and old.municipality == new.municipality and old.id != new.id:
        yield view._(
            "{new} replaced »{other}«, which is not one of these two. What no line binds directly is unknown, for it "
            "may come by the edition between."
        ).format(new=view.head("new"), other=new.supersedes)
    if old == new:
        yield view._("This is one policy, compared with itself.")
    for side in _SIDES:
        for version in versions_at_hand(view.view(side).policy):
            policy = view.view(side).policy
            name = view.name(side) if old.municipality == new.municipality else f"»{policy.title}«"
            yield view.word("at_hand", version).format(edition=name)


def _levels(view: ComparisonView) -> Iterator[str]:
    rows = {row.measure: row for row in view.comparison.structure}
    for measure, kind in _LEVELS:
        old, new = rows[measure].old.number, rows[measure].new.number
        if old == new == 0:
            continue
        heading = view.new.heading(kind) if new else view.old.heading(kind)
        plain = view.comparison.pair_kind == "other" or (kind in _GOALS and _only_moved(view, kind))
        yield _level(view, heading, old, new, neighbours=not plain)


def _only_moved(view: ComparisonView, kind: Kind) -> bool:
    """Tell whether goals only changed between the whole policy and the areas: then no level is new or gone."""
    places = view.comparison.elements("new"), view.comparison.elements("old")
    links = [link for link in view.comparison.links if kind in (places[0][link.new].kind, places[1][link.old].kind)]
    return bool(links) and all(
        places[0][link.new].kind in _GOALS and places[1][link.old].kind in _GOALS for link in links
    )


def _level(view: ComparisonView, heading: str, old: int | None, new: int | None, *, neighbours: bool) -> str:
    _ = view._
    names = {"old_name": view.name("old"), "new_name": view.name("new")}
    if old is None or new is None or not neighbours:
        said = [_("an unknown number") if number is None else str(number) for number in (old, new)]
        words = _("{heading}: {old} in {old_name}, {new} in {new_name}.")
        return words.format(heading=heading, old=said[0], new=said[1], **names)
    if old == new:
        return _("{heading}: still {new}.").format(heading=heading, new=new)
    if old == 0:
        return _("{heading} are a new level: there are {new}, and there were none before.").format(
            heading=heading, new=new
        )
    if new == 0:
        return _("{heading} are no longer a level: there were {old}.").format(heading=heading, old=old)
    return _("{heading}: {old} before, {new} now.").format(heading=heading, old=old, new=new)


def _outcomes(view: ComparisonView) -> Iterator[str]:
    """Say of the areas, goals and indicators of each side how many live on, and how."""
    if not view.comparison.links:
        yield view._("Neither policy says what it carries on from the other.")
        return
    for kind in COUNTED_KINDS:
        for side in _SIDES:
            counts = _counts(view, side, kind)
            told = kind in ("focus_area", "target_group") and not counts.keys() & {"new", "unknown", "changed_kind"}
            if not counts or (told and side == "new"):
                continue  # the sentence on the old ones tells it all
            yield _outcome(view, side, kind, counts)


def _counts(view: ComparisonView, side: Side, kind: Kind) -> Mapping[Outcome, int]:
    """Count what became of elements of a kind; of indicators only those that follow up, not the background."""
    if kind != "indicator":
        return view.comparison.count(side, kind)
    return Counter(view.comparison.outcome(side, indicator.id) for indicator in view.view(side).indicators("follow_up"))


def _outcome(view: ComparisonView, side: Side, kind: Kind, counts: Mapping[Outcome, int]) -> str:
    said = [
        view.language.ngettext(*words, counts[relation]).format(count=counts[relation])
        for relation, words in OUTCOMES[side].items()
        if counts.get(relation)
    ]
    total = sum(counts.values())
    ids = [id for id, place in view.comparison.elements(side).items() if place.kind == kind]
    if any(view.differs(side, id) for id in ids):  # the page shows relations among all kinds, which say another thing
        words = view._("Of {total} {elements} in {edition}, counted among {kind} alone: {parts}.")
    else:
        words = view._("Of {total} {elements} in {edition}: {parts}.")
    return words.format(
        total=total,
        elements=view.kind(side, kind, total),
        kind=view.kind(side, kind, 2),
        edition=view.name(side),
        parts=", ".join(said),
    )


def _areas(view: ComparisonView) -> Iterator[str]:
    """Say which areas feed which, by the new ones."""
    if view.flow is None:
        return
    titles = dict(view.flow.old)
    fed = []
    for id, title in view.flow.new:
        sources = [f"»{titles[stream.old]}«" for stream in view.flow.streams if stream.new == id and stream.declared]
        if sources:
            fed.append(view._("»{area}« comes of {sources}").format(area=title, sources=view._(" and ").join(sources)))
    if fed:
        yield f"{'; '.join(fed)}."


def _claims(view: ComparisonView) -> Iterator[str]:
    """Say how many claims hold, and on what ground; then where the documents disagree, and what does not hold."""
    told = [claim for change in view.changes for claim in change.claims]
    if not told:
        return
    counts = Counter(
        "same_document" if each.claim.verdict == "agrees" and each.claim.same_document else each.claim.verdict
        for each in told
    )
    parts = [
        view.language.ngettext(*words, counts[key]).format(count=counts[key])
        for key, words in CLAIMS.items()
        if counts[key]
    ]
    words = view.language.ngettext(
        "Of what {documents} says of changes, {claims} point can be tested: {parts}.",
        "Of what {documents} says of changes, {claims} points can be tested: {parts}.",
        len(told),
    )
    yield words.format(documents=told_by(view), claims=len(told), parts=", ".join(parts))
    for each in told:
        if each.claim.verdict == "disputed":
            words = view._("The documents disagree on »{title}« ({claim}): {note}")
            note = each.claim.change.note or each.verdict
            yield words.format(title=each.claim.change.title, claim=each.words, note=note)
        elif each.claim.verdict != "agrees":
            yield f"»{each.claim.change.title}« – {each.words}: {each.verdict}."


def _names(view: ComparisonView) -> Iterator[str]:
    if view.comparison.pair_kind == "other":
        return
    for own, other, where in view.names:
        words = view._("The documents disagree on a name: »{own}« is called »{other}« in {where}.")
        yield words.format(own=own, other=other, where=where or view._("another document"))


def _measured(view: ComparisonView) -> Iterator[str]:
    rows = {row.measure: row for row in view.comparison.structure}
    for measure in _TELLING:
        old, new = rows[measure].old, rows[measure].new
        if old.of or new.of:
            words = view._("{heading}: {old} in {old_name}, {new} in {new_name}.")
            yield words.format(
                heading=view._(MEASURE_WORDS[measure]),
                old=view.amount(old) if old.of != 0 else view._("none to count"),
                new=view.amount(new) if new.of != 0 else view._("none to count"),
                old_name=view.name("old"),
                new_name=view.name("new"),
            )


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
        said = words.format(element=dangling.element, address=dangling.address)
        if dangling.nearest is not None:
            said += " " + view._("Did you mean {nearest}?").format(nearest=dangling.nearest)
        yield said
