"""Changes claimed by a policy's documents, tested by lineage and counts."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Final, Literal, get_args

import attrs

from kommunepolitik.comparison.elements import gap_of
from kommunepolitik.comparison.graph import Graph
from kommunepolitik.comparison.relations import LineageLink, Relation, Side
from kommunepolitik.display import short_repr
from kommunepolitik.model import Change, Counted, Effect, Policy, StatedCount
from kommunepolitik.model.help_text import described
from kommunepolitik.model.measurability import count_or_stated

Verdict = Literal["agrees", "disagrees", "disputed", "open"]
"""Whether the comparison confirms a claim of a document; `disputed` where it may, but the policy itself states that
another document contradicts it; `open` where too little is known."""

Evidence = Literal["reading", "same_document", "documents", "counts"]
"""The basis of a verdict, the weakest first: the modeller's own links, or restatements of texts, so that it is only
consistent with our reading; the document that makes the claim; other documents; or elements that were counted."""

_EVIDENCE: Final[tuple[Evidence, ...]] = get_args(Evidence)

_SOME: Final[frozenset[Effect]] = frozenset({"regrouped", "merged"})
"""Effects for which a few of the elements suffice: some goals were merged, others were not."""


@attrs.frozen(kw_only=True, field_transformer=described)
class Claim:
    """One effect that a change of the new policy claims, and whether the comparison shows it."""

    change: Annotated[Change, "The change that the documents claim"]
    effect: Annotated[Effect, "The effect that is claimed"]
    verdict: Annotated[Verdict, "Whether the comparison shows it (see `Verdict`)"]
    evidence: Annotated[Evidence | None, "The basis of the verdict; None where it is open"] = None
    holds_of: Annotated[tuple[str, ...], "Ids of the elements for which it is true"] = ()
    against: Annotated[tuple[str, ...], "Ids of the elements for which it is false, where it disagrees"] = ()
    before: Annotated[
        Counted | None,
        "How many there were, where it is about a number; where they are not available, what a document states",
    ] = None
    after: Annotated[Counted | None, "How many there are now, as `before`"] = None
    is_count: Annotated[bool, "Whether it is about a number: that there are fewer, more or (kept) as many"] = False
    same_document: Annotated[bool, "Whether links it is tested by cite the document that makes the claim"] = False

    __repr__ = short_repr


def claims(graph: Graph) -> tuple[Claim, ...]:
    """Test the claims of the new policy by lineage; empty where it carries on another policy than `old`.

    Kept: each element carries on one of its kind; where the change counts something, there are also as many of it. New:
    none carries on one of its kind. Reworded: those that carry on one of their kind, and one does, are worded
    differently. Merged: an element came from several of its kind. Regrouped: it did, or shares what it came from with
    another. Fewer, more: the counts of both policies show it, or those that their documents state where elements are
    not available.
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
                found.append(_by_lineage(graph, change, effect, by_id))
            if effect in by_number or as_many:
                found.append(_by_counts(change, effect, graph.old, graph.new))
    return tuple(
        attrs.evolve(claim, verdict="disputed") if claim.change.disputed and claim.verdict != "disagrees" else claim
        for claim in found
    )


def _by_lineage(graph: Graph, change: Change, effect: Effect, by_id: Mapping[str, Relation]) -> Claim:
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
    decisive = {"agrees": holds_of, "disagrees": against, "open": ()}[verdict]
    # Where one element decides, the most certain counts; where all must be as claimed, the least certain.
    pick = max if (effect in _SOME) == (verdict == "agrees") else min
    evidence = pick(
        (_evidence(graph, change, effect, id, by_id[id]) for id in decisive), key=_EVIDENCE.index, default=None
    )
    return Claim(
        change=change,
        effect=effect,
        verdict=verdict,
        evidence=evidence,
        holds_of=holds_of,
        against=against if verdict == "disagrees" else (),
        same_document=any(_cites(link, change) for id in known for link in by_id[id].links if link.new == id),
    )


def _evidence(graph: Graph, change: Change, effect: Effect, id: str, relation: Relation) -> Evidence:
    """Return the certainty of whether a claim is true of an element."""

    def shown_by(links: Iterable[LineageLink]) -> bool:
        positive: Effect = "kept" if effect == "new" else effect
        return _holds(positive, id, attrs.evolve(relation, links=tuple(links)))

    if not shown_by(relation.links):  # a missing link is a reading, unless there was nothing to link to
        kind = graph.places["new"][id].kind
        nothing = not any(place.kind == kind for place in graph.places["old"].values())
        return "counts" if nothing and gap_of(graph.old, kind) is None else "reading"
    stated = [link for link in relation.links if link.basis == "source"]
    if effect == "reworded":  # our restatements of one text always differ from those of another

        def wording(side: Side, id: str) -> str | None:
            return getattr(graph.places[side][id].element, "wording", None)

        stated = [link for link in stated if wording("old", link.old) and wording("new", link.new)]
    if not shown_by(stated):
        return "reading"
    return "documents" if shown_by(link for link in stated if not _cites(link, change)) else "same_document"


def _cites(by: LineageLink | StatedCount, change: Change) -> bool:
    """Return whether a link or a stated count cites the document that makes the claim."""
    cited = by.citation
    return cited is not None and change.citation is not None and cited.source == change.citation.source


def _own(id: str, relation: Relation) -> list[LineageLink]:
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
    before, after = count_or_stated(old, change.counted), count_or_stated(new, change.counted)
    found = Claim(change=change, effect=effect, verdict="open", before=before, after=after, is_count=True)
    if before is None or after is None:
        return found
    holds = {"fewer": after.high < before.low, "more": after.low > before.high, "kept": after == before}[effect]
    evidence: Evidence = "documents" if before.stated or after.stated else "counts"
    if after.stated and any(_cites(each, change) for each in new.stated_counts if each.what == change.counted):
        evidence = "same_document"
    return attrs.evolve(found, verdict="agrees" if holds else "disagrees", evidence=evidence)
