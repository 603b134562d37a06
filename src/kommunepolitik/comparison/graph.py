"""The links between two policies, and the relations that follow from them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

import attrs

from kommunepolitik.comparison.elements import KINDS, Kind, Placed, gap_of, placed, redefined, reworded
from kommunepolitik.comparison.relations import (
    SIDES,
    Flag,
    LineageLink,
    Outcome,
    Relation,
    RelationKind,
    Side,
    UnknownReason,
)
from kommunepolitik.model import Continuation, Element, Missing, Policy
from kommunepolitik.model.nearest import nearest

_Node = tuple[Side, str]

OTHER: Final[Mapping[Side, Side]] = {"old": "new", "new": "old"}


@attrs.frozen
class Dangling:
    """An element that continues an `address` which the other policy does not have; `nearest` is what may be meant."""

    element: str
    address: str
    nearest: str | None = None


@attrs.frozen(slots=False, eq=False)
class Graph:
    """Two policies and the links between them, declared by either of the two."""

    old: Policy
    new: Policy
    between: tuple[Policy, ...] = ()
    """The editions between, from `old` to `new`, that lineage is composed through; see `compare`."""

    @cached_property
    def steps(self) -> tuple["Graph", ...]:
        """The graphs from each edition to the next, from `old` to `new`; none without intermediate editions."""
        return tuple(Graph(*pair) for pair in pairwise((self.old, *self.between, self.new))) if self.between else ()

    @cached_property
    def policies(self) -> Mapping[Side, Policy]:
        """Both policies by side."""
        return {"old": self.old, "new": self.new}

    @cached_property
    def places(self) -> Mapping[Side, Mapping[str, Placed]]:
        """The elements of both sides by id, each with its kind and focus area."""
        return {side: placed(policy) for side, policy in self.policies.items()}

    @cached_property
    def links(self) -> tuple[LineageLink, ...]:
        """Every declared link from an old element to a new one, in the order of the old document, then the new."""
        return tuple(attrs.evolve(link, flags=tuple(self._flags(link))) for link in self.raw_links)

    @cached_property
    def dangling(self) -> tuple[Dangling, ...]:
        """The continuations of elements that are not in the other policy: mostly a misspelt id."""
        return tuple(
            Dangling(f"{policy.id}#{element.id}", str(line.address), _nearest_address(line, self.policies[OTHER[side]]))
            for side, policy in reversed(list(self.policies.items()))
            for element, line, id in self._declared[side]
            if id not in self.places[OTHER[side]]
        )

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Every element of both policies in exactly one relation; those of the old policy first, as documents go."""
        groups = _components(self.links)
        result: dict[frozenset[_Node], Relation] = {}
        for side, id in self._order:
            group = groups.get((side, id), frozenset([(side, id)]))
            if len(group) == 1:
                if self.places[side][id].kind != "other":
                    result[group] = self.unlinked(side, id)
            elif group not in result:
                nodes = sorted(group, key=self._order.__getitem__)
                olds, news = (tuple(id for at, id in nodes if at == end) for end in SIDES)
                links = tuple(link for id in olds for link in self._links_by_end["old", id])
                result[group] = Relation(kind=_kind_of(group), old=olds, new=news, links=links)
        return tuple(result.values())

    @cached_property
    def _outcomes(self) -> Mapping[_Node, Outcome]:
        """What became of each element among those of its own kind."""
        groups = _components(link for link in self.links if "changed_kind" not in link.flags)
        found: dict[_Node, Outcome] = {}
        for node in self._order:
            if node in groups:
                found[node] = _kind_of(groups[node])
            elif node in self.neighbours:
                found[node] = "changed_kind"
            elif self.places[node[0]][node[1]].kind != "other":
                found[node] = self.unlinked(*node).kind
        return found

    @cached_property
    def _declared(self) -> Mapping[Side, Sequence[tuple[Element, Continuation, str | None]]]:
        """The elements of the other policy that those of each policy carry on."""
        return {side: list(_declared(policy, self.policies[OTHER[side]])) for side, policy in self.policies.items()}

    @cached_property
    def _order(self) -> Mapping[_Node, int]:
        """The place of every element: those of the old policy first, as documents go."""
        return {node: place for place, node in enumerate((side, id) for side in SIDES for id in self.places[side])}

    @cached_property
    def raw_links(self) -> tuple[LineageLink, ...]:
        """All links without their flags, one for each two elements."""
        if self.old.id == self.new.id:  # two versions of one edition: an element is itself
            both = [id for id in self.places["old"] if id in self.places["new"]]
            return tuple(LineageLink(old=id, new=id, basis=None, declared_in=self.new.id) for id in both)
        direct = (
            LineageLink(
                old=element.id if side == "old" else id,
                new=id if side == "old" else element.id,
                basis=line.basis,
                note=line.note,
                citation=line.citation,
                declared_in=self.policies[side].id,
                comparable=line.comparable,
                proposed=line.proposed,
            )
            for side in SIDES
            for element, line, id in self._declared[side]
            if id is not None and id in self.places[OTHER[side]]
        )
        links = strongest([*direct, *composed(self.steps)])
        return tuple(sorted(links, key=lambda link: (self._order["old", link.old], self._order["new", link.new])))

    @cached_property
    def _skips_editions(self) -> bool:
        """Whether links may pass an edition that is not compared: the declaring policy replaced another one."""
        if any(policy.supersedes == self.policies[OTHER[side]].id for side, policy in self.policies.items()):
            return False
        return any(policy.supersedes is not None and self._declared[side] for side, policy in self.policies.items())

    @cached_property
    def neighbours(self) -> Mapping[_Node, Sequence[str]]:
        """Ids on the other side that links lead to, by element."""
        found = _by_end(self.raw_links)
        return {node: [getattr(link, OTHER[node[0]]) for link in links] for node, links in found.items()}

    @cached_property
    def _links_by_end(self) -> Mapping[_Node, Sequence[LineageLink]]:
        return _by_end(self.links)

    @cached_property
    def _gaps(self) -> Mapping[tuple[Side, Kind], Missing | None]:
        return {(side, kind): gap_of(policy, kind) for side, policy in self.policies.items() for kind in KINDS}

    def _flags(self, link: LineageLink) -> Iterator[Flag]:
        old, new = self.places["old"][link.old], self.places["new"][link.new]
        if old.kind != new.kind or type(old.element) is not type(new.element):
            yield "changed_kind"
            return
        if reworded(old.element, new.element):
            yield "reworded"
        if redefined(old.element, new.element):
            yield "redefined"
        if old.area is not None and new.area is not None and new.area not in self.neighbours.get(("old", old.area), ()):
            areas: list[_Node] = [("old", old.area), ("new", new.area)]
            if all(area in self.neighbours or self.unlinked(*area).kind != "unknown" for area in areas):
                yield "moved"

    def unlinked(self, side: Side, id: str) -> Relation:
        """Return the relation of an element that has no link."""
        policy, place = self.policies[side], self.places[side][id]
        own = place.element.gap("continues")
        reason: UnknownReason | None = None
        gap: Missing | None = None
        follows = policy.supersedes == self.policies[OTHER[side]].id or self._declared[side]
        if any(each.element == f"{policy.id}#{id}" for each in self.dangling):
            reason = "no_such_element"
        elif own is not None and own.why != "not_set" and follows:
            reason, gap = "unclear", own
        elif self.steps:
            reason, gap = unresolved_reason(self.steps, side, id)
        elif not self.raw_links and self.old.id != self.new.id:
            reason = "no_lineage"
        elif self._skips_editions:
            reason = "edition_between"
        elif (gap := self._gaps[OTHER[side], place.kind]) is not None:
            reason = "not_at_hand"
        gone: RelationKind = "dropped" if side == "old" else "new"
        old, new = ((id,), ()) if side == "old" else ((), (id,))
        return Relation(kind="unknown" if reason else gone, old=old, new=new, reason=reason, gap=gap)


def _by_end(links: Iterable[LineageLink]) -> dict[_Node, list[LineageLink]]:
    found: dict[_Node, list[LineageLink]] = defaultdict(list)
    for link in links:
        found["old", link.old].append(link)
        found["new", link.new].append(link)
    return found


def _kind_of(group: frozenset[_Node]) -> RelationKind:
    olds = sum(side == "old" for side, _ in group)
    split: RelationKind = "one_to_one" if len(group) == 2 else "split"
    return split if olds == 1 else "merged" if len(group) - olds == 1 else "regrouped"


def _declared(by: Policy, other: Policy) -> Iterator[tuple[Element, Continuation, str | None]]:
    """Yield what the elements of a policy carry on from another, with the id there; None if that is misspelt."""
    own = (other.id, by.id, other.supersedes)
    for element in by.elements.values():
        for continuation in element.continues:
            policy, id = continuation.address.policy, continuation.address.element
            if policy == other.id and id is not None:
                yield element, continuation, id
            # No edition has this id of a policy, and it is near that of the earlier one.
            elif by.supersedes == other.id and policy not in own and nearest(policy, [other.id]) is not None:
                yield element, continuation, None


def _nearest_address(continuation: Continuation, other: Policy) -> str | None:
    """Return the address in the other policy that a continuation without a target may mean."""
    id = continuation.address.element or ""
    near = id if id in other.elements else nearest(id, other.elements)
    return near and f"{other.id}#{near}"


def _components(links: Iterable[LineageLink]) -> Mapping[_Node, frozenset[_Node]]:
    """Return for each linked element all those it is linked to, directly or not, including itself."""
    groups: dict[_Node, set[_Node]] = {}
    for link in links:
        ends: list[_Node] = [("old", link.old), ("new", link.new)]
        small, large = sorted((groups.setdefault(node, {node}) for node in ends), key=len)
        if small is not large:  # the smaller is merged into the larger, so that long chains stay cheap
            large |= small
            groups.update(dict.fromkeys(small, large))
    frozen: dict[int, frozenset[_Node]] = {}
    return {node: frozen.setdefault(id(group), frozenset(group)) for node, group in groups.items()}


# Editions between


def editions_between(policies: Mapping[str, Policy], old: Policy, new: Policy) -> tuple[Policy, ...]:
    """Return the editions between two, of the policies available; none where the chain lacks one or there is none."""
    back = editions_back(policies, new, old)
    return tuple(editions_back(policies, old, new) or ()) if back is None else tuple(reversed(back))


def editions_back(policies: Mapping[str, Policy], later: Policy, earlier: Policy) -> list[Policy] | None:
    """Return the editions between, the latest first; None where the later one does not lead back to the earlier."""
    found = [later]
    while found[-1].supersedes != earlier.id:
        before = policies.get(found[-1].supersedes or "")
        if before is None or before in found[1:]:
            return None
        found.append(before)
    return found[1:]


def composed(steps: Sequence[Graph]) -> Sequence[LineageLink]:
    """Return the links that go through all steps: as certain as their least certain step, comparable if all are."""
    links: Sequence[LineageLink] = steps[0].raw_links if steps else ()
    for step in steps[1:]:
        links = strongest(
            attrs.evolve(
                second,
                old=first.old,
                basis=(first if first.basis == "interpretation" else second).basis,
                note="; ".join(note for note in (first.note, second.note) if note) or None,
                citation=None,  # each step has its own
                comparable=first.comparable and second.comparable,
                proposed=first.proposed or second.proposed,
                through=(*first.through, f"{step.old.id}#{second.old}"),
            )
            for first in links
            for second in step.raw_links
            if second.old == first.new
        )
    return links


def strongest(links: Iterable[LineageLink]) -> list[LineageLink]:
    """Return the most certain link between each two elements: a direct one first, then one that a document states.

    A confirmed one precedes a proposal.
    """
    found: dict[tuple[str, str], list[LineageLink]] = defaultdict(list)
    for link in links:
        found[link.old, link.new].append(link)

    def doubt(link: LineageLink) -> tuple[int, bool, bool, str, list[str]]:
        return len(link.through), link.proposed, link.basis != "source", link.declared_in, sorted(link.through)

    # Figures are comparable only where no link states otherwise.
    return [attrs.evolve(min(s, key=doubt), comparable=all(link.comparable for link in s)) for s in found.values()]


def unresolved_reason(steps: Sequence[Graph], side: Side, id: str) -> tuple[UnknownReason | None, Missing | None]:
    """Return why the end of an element's line through the steps is not known; none where it is."""
    way = steps if side == "old" else steps[::-1]
    edge = {id}  # the line may fork; one branch whose end is not known is enough
    for place, step in enumerate(way):
        following: set[str] = set()
        for here in sorted(edge):
            there = step.neighbours.get((side, here), ())
            ending = None if there else step.unlinked(side, here)
            if ending is not None and ending.kind == "unknown":
                own = place == 0 and ending.reason in ("unclear", "no_such_element")
                last = place == len(way) - 1 and ending.reason == "not_at_hand"
                return (ending.reason, ending.gap) if own or last else ("edition_between", None)
            following.update(there)
        edge = following
    return None, None
