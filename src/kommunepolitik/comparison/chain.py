"""Lines composed through the editions between two policies."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from kommunepolitik.model import Missing, Policy

if TYPE_CHECKING:
    from kommunepolitik.comparison.relations import Graph, Link, Side, UnknownReason


def editions_between(policies: Mapping[str, Policy], old: Policy, new: Policy) -> tuple[Policy, ...]:
    """Return the editions between two of a chain, from `old` to `new`; none where they are neighbours or unrelated.

    `policies` are those at hand, by id. A chain with an edition missing is no chain.
    """
    back = _back(policies, new, old)
    if back is not None:
        return tuple(reversed(back))
    return tuple(_back(policies, old, new) or ())


def _back(policies: Mapping[str, Policy], later: Policy, earlier: Policy) -> list[Policy] | None:
    """Return what stands between, the latest first; None where the one does not lead back to the other."""
    found: list[Policy] = []
    step = later
    while step.supersedes != earlier.id:
        before = policies.get(step.supersedes or "")
        if before is None or before in found:
            return None
        found.append(before)
        step = before
    return found


def composed(steps: "Sequence[Graph]") -> "Iterator[Link]":
    """Yield the lines that go through all steps: as sure as their least sure step, comparable if all are."""
    lines = list(steps[0].bare) if steps else []
    for step in steps[1:]:
        onward: dict[str, list[Link]] = {}
        for link in step.bare:
            onward.setdefault(link.old, []).append(link)
        found: dict[tuple[str, str], list[Link]] = {}
        for first in lines:
            for second in onward.get(first.new, ()):
                found.setdefault((first.old, second.new), []).append(_joined(first, second, step.old.id))
        lines = [weightiest(same) for same in found.values()]
    yield from lines


def _joined(first: "Link", second: "Link", between: str) -> "Link":
    weaker = first if first.basis == "interpretation" else second
    return attrs.evolve(
        second,
        old=first.old,
        basis=weaker.basis,
        note="; ".join(note for note in (first.note, second.note) if note) or None,
        citation=None,  # each step has its own
        comparable=first.comparable and second.comparable,
        through=(*first.through, f"{between}#{second.old}"),
    )


def weightiest(same: "Sequence[Link]") -> "Link":
    """Return of several links between the same two elements the surest: a direct one, then what a document tells.

    Figures are comparable only where no link says otherwise.
    """
    told = min(
        same, key=lambda link: (len(link.through), link.basis != "source", link.declared_in, sorted(link.through))
    )
    return attrs.evolve(told, comparable=all(link.comparable for link in same))


def beyond(steps: "Sequence[Graph]", side: "Side", id: str) -> "tuple[UnknownReason | None, Missing | None]":
    """Say why it is not known where the line of an element leads beyond the steps; none where it is known to end.

    Its line may fork; one branch that is lost sight of is enough.
    """
    way = steps if side == "old" else steps[::-1]
    edge = {id}
    for place, step in enumerate(way):
        reached: set[str] = set()
        for here in sorted(edge):
            there = step.reached.get((side, here), ())
            alone = None if there else step.alone(side, here)
            if alone is not None and alone.kind == "unknown":
                own = place == 0 and alone.reason in ("unclear", "no_such_element")
                ends = place == len(way) - 1 and alone.reason == "not_at_hand"
                return (alone.reason, alone.hole) if own or ends else ("edition_between", None)
            reached.update(there)
        edge = reached
    return None, None
