"""What a policy's documents say was changed, held against what lineage and counts show."""

from typing import Literal

import attrs

from kommunepolitik.comparison._relations import Graph, Relation
from kommunepolitik.measurability import Counted, count
from kommunepolitik.model import Change, Effect, Policy

Verdict = Literal["agrees", "disagrees", "open"]
"""Whether the comparison shows what a document says; `open` where too little is known to tell."""


@attrs.frozen(kw_only=True)
class Claim:
    """One effect that a change of the new policy claims, and whether the comparison shows it."""

    change: Change
    effect: Effect
    verdict: Verdict
    against: tuple[str, ...] = ()
    """Ids of the elements of which it does not hold, where it disagrees."""
    before: Counted | None = None
    """How many there were, where it claims that there are fewer or more."""
    after: Counted | None = None
    """How many there are."""
    same_document: bool = False
    """Whether the links it is tested by cite the very document that makes the claim: then they prove little."""


def claims(graph: Graph, relations: tuple[Relation, ...]) -> tuple[Claim, ...]:
    """Hold what the new policy says it changed against lineage; empty where it carries on another policy than `old`.

    Kept: each element carries on one of its kind. New: none does. Reworded: each carries on one of its kind that is
    worded differently. Regrouped: an element came of several of its kind, or shares what it came of with another.
    Fewer, more: the counts of both policies say so.
    """
    if graph.new.supersedes != graph.old.id:
        return ()
    by_id = {id: relation for relation in relations for id in relation.new}
    return tuple(
        _judge(change, effect, graph, by_id) for change in graph.new.changes for effect in dict.fromkeys(change.effects)
    )


def _judge(change: Change, effect: Effect, graph: Graph, by_id: dict[str, Relation]) -> Claim:
    if effect in ("fewer", "more"):
        return _counts(change, effect, graph.old, graph.new)
    known = [id for id in change.elements if id in by_id and by_id[id].kind != "unknown"]
    against = tuple(id for id in known if not _holds(effect, id, by_id[id]))
    whole = bool(known) and len(known) == len(change.elements)
    if effect == "regrouped":  # a few of the elements suffice
        verdict: Verdict = "agrees" if len(against) < len(known) else "disagrees" if whole else "open"
    else:
        verdict = "disagrees" if against else "agrees" if whole else "open"
    own = [link for id in known for link in by_id[id].links if link.new == id and link.citation is not None]
    said_by = None if change.citation is None else change.citation.source
    return Claim(
        change=change,
        effect=effect,
        verdict=verdict,
        against=against if verdict == "disagrees" else (),
        same_document=any(link.citation.source == said_by for link in own if link.citation is not None),
    )


def _holds(effect: Effect, id: str, relation: Relation) -> bool:
    alike = [link for link in relation.links if "changed_kind" not in link.flags]
    own = [link for link in alike if link.new == id]
    if effect == "kept":
        return bool(own)
    if effect == "new":
        return not own
    if effect == "reworded":
        return any("reworded" in link.flags for link in own)
    olds = {link.old for link in own}
    return len(olds) > 1 or any(link.old in olds for link in alike if link.new != id)


def _counts(change: Change, effect: Effect, old: Policy, new: Policy) -> Claim:
    assert change.counted is not None  # the model sees to it
    before, after = count(old, change.counted), count(new, change.counted)
    verdict: Verdict = "open"
    if before is not None and after is not None:
        holds = after.high < before.low if effect == "fewer" else after.low > before.high
        verdict = "agrees" if holds else "disagrees"
    return Claim(change=change, effect=effect, verdict=verdict, before=before, after=after)
