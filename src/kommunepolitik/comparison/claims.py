"""What a policy's documents say was changed, tested by lineage and counts."""

from typing import Final, Literal

import attrs

from kommunepolitik.comparison.graph import Graph
from kommunepolitik.comparison.relations import Link, Relation
from kommunepolitik.model import Change, Counted, Effect, Policy, count

Verdict = Literal["agrees", "disagrees", "disputed", "open"]
"""Whether the comparison shows what a document says; `disputed` where it may, but the policy itself says that another
document contradicts it; `open` where too little is known."""

_SOME: Final[frozenset[Effect]] = frozenset({"regrouped", "merged"})
"""Effects for which a few of the elements suffice: some goals were merged, others were not."""


@attrs.frozen(kw_only=True)
class Claim:
    """One effect that a change of the new policy claims, and whether the comparison shows it."""

    change: Change
    effect: Effect
    verdict: Verdict
    holds_of: tuple[str, ...] = ()
    """Ids of the elements of which it holds."""
    against: tuple[str, ...] = ()
    """Ids of the elements of which it does not hold, where it disagrees."""
    before: Counted | None = None
    """How many there were, where it is about a number."""
    after: Counted | None = None
    """How many there are."""
    is_count: bool = False
    """Whether it is about a number: that there are fewer, more or (kept) as many."""
    same_document: bool = False
    """Whether the links it is tested by cite the document that makes the claim: then they prove little."""


def claims(graph: Graph) -> tuple[Claim, ...]:
    """Test what the new policy says it changed by lineage; empty where it carries on another policy than `old`.

    Kept: each element carries on one of its kind; where the change counts something, there are also as many of it.
    New: none carries on one of its kind. Reworded: those that carry on one of their kind, and one does, are worded
    differently. Merged: an element came of several of its kind. Regrouped: it did, or shares what it came of with
    another. Fewer, more: the counts of both policies say so.
    """
    if graph.new.supersedes != graph.old.id:
        return ()
    by_id = {id: relation for relation in graph.relations for id in relation.new}
    found = []
    for change in graph.new.changes:
        by_number = {"fewer", "more"} & set(change.effects)
        for effect in dict.fromkeys(change.effects):
            as_many = effect == "kept" and change.counted is not None and not by_number
            if effect not in by_number and (change.elements or not as_many):
                found.append(_by_lineage(change, effect, by_id))
            if effect in by_number or as_many:
                found.append(_by_counts(change, effect, graph.old, graph.new))
    return tuple(
        attrs.evolve(claim, verdict="disputed") if claim.change.disputed and claim.verdict != "disagrees" else claim
        for claim in found
    )


def _by_lineage(change: Change, effect: Effect, by_id: dict[str, Relation]) -> Claim:
    known = [id for id in change.elements if id in by_id and by_id[id].kind != "unknown"]
    holds_of = tuple(id for id in known if _holds(effect, id, by_id[id]))
    against = tuple(id for id in known if id not in holds_of)
    if effect == "reworded" and holds_of:  # what has no predecessor cannot be reworded
        against = tuple(id for id in against if _own(id, by_id[id]))
    whole = bool(known) and len(known) == len(change.elements)
    if effect in _SOME:
        verdict: Verdict = "agrees" if holds_of else "disagrees" if whole else "open"
    else:
        verdict = "disagrees" if against else "agrees" if whole else "open"
    own = [link for id in known for link in by_id[id].links if link.new == id and link.citation is not None]
    said_by = None if change.citation is None else change.citation.source
    return Claim(
        change=change,
        effect=effect,
        verdict=verdict,
        holds_of=holds_of,
        against=against if verdict == "disagrees" else (),
        same_document=any(link.citation.source == said_by for link in own if link.citation is not None),
    )


def _own(id: str, relation: Relation) -> list[Link]:
    """Return the links to an element from others of its kind."""
    return [link for link in relation.links if link.new == id and "changed_kind" not in link.flags]


def _holds(effect: Effect, id: str, relation: Relation) -> bool:
    own = _own(id, relation)
    if effect == "kept":
        return bool(own)
    if effect == "new":
        return not own
    if effect == "reworded":
        return any({"reworded", "redefined"} & set(link.flags) for link in own)
    olds = {link.old for link in own}
    shared = any(link.old in olds for other in relation.new if other != id for link in _own(other, relation))
    return len(olds) > 1 or (effect == "regrouped" and shared)


def _by_counts(change: Change, effect: Effect, old: Policy, new: Policy) -> Claim:
    assert change.counted is not None  # the model checks it
    before, after = count(old, change.counted), count(new, change.counted)
    verdict: Verdict = "open"
    if before is not None and after is not None:
        holds = {"fewer": after.high < before.low, "more": after.low > before.high, "kept": after == before}[effect]
        verdict = "agrees" if holds else "disagrees"
    return Claim(change=change, effect=effect, verdict=verdict, before=before, after=after, is_count=True)
