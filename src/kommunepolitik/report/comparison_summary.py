"""The summary of a comparison: sentences for a committee, each based on the comparison."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from kommunepolitik.comparison import Kind, Measure, Outcome, Side
from kommunepolitik.comparison.labels import CLAIMS, OUTCOMES
from kommunepolitik.comparison.relations import SIDES
from kommunepolitik.report.comparison_words import COUNTED_KINDS, ComparisonWords

_LEVELS: Final[Sequence[Kind]] = ("focus_area", "overarching_goal", "goal", "target_group", "value")
_GOALS: Final[frozenset[Kind]] = frozenset({"goal", "overarching_goal"})
_FIRST_ASKED: Final[Sequence[Measure]] = (
    "follow_up_indicators", "goals_measured", "goals_measured_around", "documented_targets",
)  # fmt: skip
"""The measures of structure that a committee needs first."""


def summary(words: ComparisonWords) -> Sequence[str]:
    """Return the points of the summary, the most important first; a point is one or several sentences."""
    levels, measured, basis = (" ".join(part(words)) for part in (_levels, _measured, _basis))
    return [each for each in (*_order(words), levels, *_outcomes(words), *_claims(words), measured, basis) if each]


def _order(words: ComparisonWords) -> Iterator[str]:
    """Yield what a reader must know about the two policies before anything else."""
    _, old, new = words._, words.comparison.old, words.comparison.new
    names = {"old": words.name("old"), "new": words.name("new")}
    if words.turned:
        text = _("The older policy, {old}, is shown first, whichever was given first.")
        yield text.format(old=words.short("old"))
    if words.comparison.between:
        editions = _(" and ").join(words.edition(words.new.edition(policy)) for policy in words.comparison.between)
        text = _("Between {old} and {new} lies {between}; the lines of descent are composed through it.")
        yield text.format(between=editions, **names)
    elif new.supersedes not in (None, old.id) and words.same_municipality and old.id != new.id:
        text = _(
            "{new} replaced {other}, which is not shown here. What no line binds directly is unknown, for it may come "
            "by the edition between."
        )
        name, id = names["new"], new.supersedes or ""
        known = words.edition(words.new.edition(words.portfolio[id])) if id in words.portfolio else ""
        yield text.format(new=name[:1].upper() + name[1:], other=known or _("another edition"))
    if old == new:
        yield _("This is one policy, compared with itself.")
    for side in SIDES:
        for version in words.of(side).available_versions:
            name = names[side] if words.same_municipality else f"»{words.of(side).policy.title}«"
            yield words.word("at_hand", version).format(edition=name)


def _levels(words: ComparisonWords) -> Iterator[str]:
    _, rows = words._, {row.measure: row for row in words.comparison.structure}
    for kind in _LEVELS:
        old, new = rows[f"{kind}s"].old, rows[f"{kind}s"].new
        if old.number == new.number == 0:
            continue
        heading = (words.new if new.number else words.old).heading(kind)
        numbers = [_("an unknown number") if each.number is None else words.amount(each) for each in (old, new)]
        text = ""
        if None in (old.number, new.number) or words.comparison.pair_kind == "other" or _only_moved(words, kind):
            pass  # they are counted side by side
        elif old.stated and new.stated:
            text = _("{heading}: {old} → {new} according to the documents.")
            numbers = [words.amount(attrs.evolve(each, stated=False)) for each in (old, new)]
        elif (old.number, old.high) == (new.number, new.high):
            text = _("{heading}: still {new}.")
        elif old.number == 0:
            text = _("{heading} are a new level ({new}).")
        elif new.number == 0:
            text = _("{heading} are no longer a level ({old} before).")
        yield text.format(heading=heading, old=numbers[0], new=numbers[1]) or _beside(words, heading, *numbers)


def _beside(words: ComparisonWords, heading: str, old: str, new: str) -> str:
    if words.are_editions:
        return words._("{heading}: {old} before, {new} now.").format(heading=heading, old=old, new=new)
    text = words._("{heading}: {old} in {old_name}, {new} in {new_name}.")
    return text.format(heading=heading, old=old, new=new, old_name=words.name("old"), new_name=words.name("new"))


def _only_moved(words: ComparisonWords, kind: Kind) -> bool:
    """Return whether goals only moved between the whole policy and the areas: then no level is new or dropped."""
    old, new = words.comparison.elements("old"), words.comparison.elements("new")
    pairs = [{old[link.old].kind, new[link.new].kind} for link in words.comparison.links]
    return kind in _GOALS and any(kind in pair for pair in pairs) and all(p <= _GOALS for p in pairs if kind in p)


def _outcomes(words: ComparisonWords) -> Iterator[str]:
    """Yield the outcomes of the elements of each kind; that all are our reading is stated only once."""
    if not words.comparison.links:
        yield words._("Neither policy states what it carries on from the other.")
        return
    counts = {(kind, side): _counts(words, side, kind) for kind in COUNTED_KINDS for side in SIDES}
    for kind in ("focus_area", "target_group"):
        if not counts[kind, "new"].keys() & {"new", "unknown", "changed_kind"}:
            del counts[kind, "new"]  # the sentence on the old ones is sufficient
    is_read = {key: _is_read(words, *key) for key, found in counts.items() if found}
    is_ours = all(is_read.values())
    if is_read and is_ours:
        yield words._("What became of the parts is counted by our reading of the documents.")
    for kind in COUNTED_KINDS:
        keys = [(kind, side) for side in SIDES if (kind, side) in is_read]
        yield " ".join(_outcome(words, *key, counts[key], is_read=is_read[key] and not is_ours) for key in keys)


def _outcome(words: ComparisonWords, kind: Kind, side: Side, counts: Mapping[Outcome, int], *, is_read: bool) -> str:
    total = sum(counts.values())
    return words._("Of {total} {elements} in {edition}{as_read}: {parts}.").format(
        total=total,
        elements=words.kind(side, kind, total),
        edition=words.name(side),
        as_read=words._(", by our reading") if is_read else "",
        parts=_parts(words, OUTCOMES[side], counts),
    )


def _counts(words: ComparisonWords, side: Side, kind: Kind) -> Mapping[Outcome, int]:
    """Count the outcomes of elements of a kind; for indicators, only follow-up ones that the documents name."""
    if kind != "indicator":
        return words.comparison.count(side, kind)
    named = [each for each in words.of(side).indicators("follow_up") if each.basis == "source"]
    return Counter(words.comparison.outcome(side, indicator.id) for indicator in named)


def _is_read(words: ComparisonWords, kind: Kind, side: Side) -> bool:
    ids = [id for id, place in words.comparison.elements(side).items() if place.kind == kind]
    return any(link.basis == "interpretation" for id in ids for link in words.comparison.links_of(side, id))


def _parts(words: ComparisonWords, table: Mapping[Any, tuple[str, str]], counts: Mapping[Any, int]) -> str:
    found = [(texts, counts[key]) for key, texts in table.items() if counts.get(key)]
    return "; ".join(words.language.ngettext(*texts, count).format(count=count) for texts, count in found)


def _claims(words: ComparisonWords) -> Iterator[str]:
    """Yield how many claims hold and on what basis, then where the documents disagree, and what does not hold."""
    claims = words.comparison.claims
    if not claims:
        return
    text = words.language.ngettext(
        "Of the changes according to {documents}, {claims} point can be tested: {parts}.",
        "Of the changes according to {documents}, {claims} points can be tested: {parts}.",
        len(claims),
    )
    parts = _parts(words, CLAIMS, Counter(map(words.verdict_key, claims)))
    yield text.format(documents=words._(" and ").join(words.documents), claims=len(claims), parts=parts)
    for claim in claims:
        title, claimed, verdict = claim.change.title, words.claimed(claim), words.verdict(claim).words
        if claim.verdict == "disputed":
            text = words._("The documents disagree on »{title}« ({claim}): {note}")
            yield text.format(title=title, claim=claimed, note=claim.change.note or verdict)
        elif claim.verdict != "agrees":
            yield f"»{title}« – {claimed}: {verdict}."


def _measured(words: ComparisonWords) -> Iterator[str]:
    rows = {row.measure: row for row in words.comparison.structure}
    for row in (rows[measure] for measure in _FIRST_ASKED):
        sides = (row.old, row.new)
        if any(each.of or (each.of is None and each.number != 0) for each in sides):
            old, new = (words._("none to count") if each.of == 0 else words.amount(each) for each in sides)
            yield _beside(words, words.measure(row.measure), old, new)
    for side in SIDES:
        number = getattr(rows["constructed_indicators"], side).number
        if number:
            text = words.language.ngettext(
                "For {edition} we have set up {count} indicator ourselves, from its text; it is counted apart.",
                "For {edition} we have set up {count} indicators ourselves, from its text; they are counted apart.",
                number,
            )
            yield text.format(edition=words.name(side), count=number)


def _basis(words: ComparisonWords) -> Iterator[str]:
    links = [link for link in words.comparison.links if link.basis is not None]
    if links:
        sourced = sum(link.basis == "source" for link in links)
        text = words.language.ngettext(
            "{links} line of descent is given: {sourced} by the documents, {judged} by our interpretation.",
            "{links} lines of descent are given: {sourced} by the documents, {judged} by our interpretation.",
            len(links),
        )
        yield text.format(links=len(links), sourced=sourced, judged=len(links) - sourced)
    if proposed := sum(link.proposed for link in links):
        text = words.language.ngettext(
            "{count} of them is only a proposal that nobody has confirmed.",
            "{count} of them are only proposals that nobody has confirmed.",
            proposed,
        )
        yield text.format(count=proposed)
    if composed := sum(bool(link.through) for link in links):
        text = words.language.ngettext(
            "{count} of them is composed through an edition between.",
            "{count} of them are composed through an edition between.",
            composed,
        )
        yield text.format(count=composed)
