"""What became of each element: the relations that the graph of `continues` shows between two policies."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, Literal, get_args

import attrs

from kommunepolitik.comparison.chain import beyond, composed, weightiest
from kommunepolitik.comparison.elements import KINDS, Kind, Placed, hole_of, placed
from kommunepolitik.comparison.wording import redefined, reworded
from kommunepolitik.model import Basis, Citation, Continuation, Element, Missing, Policy
from kommunepolitik.model.nearest import nearest

RelationKind = Literal["one_to_one", "merged", "split", "regrouped", "new", "dropped", "unknown"]
"""What became of elements: one lives on as one; several became one; one became several; several became several others;
it has no predecessor; it has no successor; or that cannot be known."""

RELATIONS: Final[tuple[RelationKind, ...]] = get_args(RelationKind)

Flag = Literal["reworded", "redefined", "moved", "changed_kind"]
"""What else differs along a link: the words; what an indicator measures (its unit, definition or population, or whether
it is figures or a judgement); the focus area, to one that does not carry on its own; the kind."""

FLAGS: Final[tuple[Flag, ...]] = get_args(Flag)

Fate = Literal["one_to_one", "merged", "split", "regrouped", "new", "dropped", "unknown", "changed_kind"]
"""What became of an element among those of its own kind; `changed_kind` where it only lives on as, or only comes of,
something of another kind."""

UnknownReason = Literal["no_lineage", "not_at_hand", "unclear", "no_such_element", "edition_between"]
"""Why a relation is unknown: nobody said what either policy carries on from the other; the other policy says that not
all its elements of that kind are known; the element says that what it carries on is not known; it names an element that
the other policy does not have; or its line may go through an edition between, which is not at hand or does not tell."""

Side = Literal["old", "new"]
_Node = tuple[Side, str]


@attrs.frozen(kw_only=True)
class Link:
    """One declared line from an element of the one policy to an element of the other."""

    old: str
    """Id of the element of the old policy."""
    new: str
    """Id of the element of the new policy."""
    basis: Basis | None
    """Whether a document says so or the modeller judged; None where both are versions of one policy, by id."""
    note: str | None = None
    citation: Citation | None = None
    """Where the policy that says so has it from."""
    declared_in: str
    """Id of the policy that says so; of a composed line, of the one that declares its last step."""
    through: tuple[str, ...] = ()
    """Addresses of the elements of editions between, where the line is composed through them; else none."""
    comparable: bool = True
    """Whether figures before and after may be compared."""
    flags: tuple[Flag, ...] = ()


@attrs.frozen(kw_only=True)
class Relation:
    """Elements of both policies that lineage binds together, or one that it leaves alone."""

    kind: RelationKind
    old: tuple[str, ...]
    """Ids of the elements of the old policy, in the order of its document."""
    new: tuple[str, ...]
    """Ids of the elements of the new policy, in the order of its document."""
    links: tuple[Link, ...] = ()
    reason: UnknownReason | None = None
    """Why the relation is unknown, where it is."""
    hole: Missing | None = None
    """What the policy says of the hole that makes it unknown, where it says so."""

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What differs along any of its links."""
        found = {flag for link in self.links for flag in link.flags}
        return tuple(flag for flag in FLAGS if flag in found)

    @property
    def interpreted(self) -> bool:
        """Whether any of its links rests on the modeller's judgement."""
        return any(link.basis == "interpretation" for link in self.links)


@attrs.frozen
class Dangling:
    """A continuation of an element that the other policy does not have."""

    element: str
    """Address of the element that says so."""
    address: str
    """The address it names."""
    nearest: str | None = None
    """The address that may be meant, where one is near."""


@attrs.frozen(slots=False, eq=False)
class Graph:
    """Two policies and the links between them, whichever of the two declares them."""

    old: Policy
    new: Policy
    steps: tuple["Graph", ...] = ()
    """The way through the editions between, where these are at hand: from `old` to the first, and so on to `new`."""

    @cached_property
    def elements(self) -> Mapping[Side, Mapping[str, Placed]]:
        """The elements of both sides, by id."""
        return {"old": placed(self.old), "new": placed(self.new)}

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """All links, in the order of the old document, then the new, each with its flags."""
        return tuple(attrs.evolve(link, flags=tuple(self._flags(link))) for link in self.bare)

    @cached_property
    def dangling(self) -> tuple[Dangling, ...]:
        """Continuations of elements that the other policy does not have."""
        sides: Sequence[tuple[Policy, Policy, Side]] = ((self.new, self.old, "old"), (self.old, self.new, "new"))
        return tuple(
            Dangling(f"{by.id}#{element.id}", str(continuation.address), _meant(continuation, other))
            for by, other, side in sides
            for element, continuation, id in (*_declared(by, other), *_misspelt(by, other))
            if id is None or id not in self.elements[side]
        )

    def relations(self) -> tuple[Relation, ...]:
        """Put every element of both policies into exactly one relation: those of the old first, as documents go."""
        groups = _components(self.links)
        links: dict[frozenset[_Node], list[Link]] = {}
        for link in self.links:
            links.setdefault(groups["old", link.old], []).append(link)
        result: dict[frozenset[_Node], Relation] = {}
        for side, id in self._order:
            group = groups.get((side, id))
            if group is not None:
                if group not in result:
                    result[group] = self._bound(group, links[group])
            elif self.elements[side][id].kind != "other":
                result[frozenset([(side, id)])] = self.alone(side, id)
        return tuple(result.values())

    @cached_property
    def _order(self) -> Mapping[_Node, int]:
        """The place of every element: those of the old policy first, as documents go."""
        nodes: list[_Node] = [(side, id) for side, elements in self.elements.items() for id in elements]
        return {node: place for place, node in enumerate(nodes)}

    @cached_property
    def bare(self) -> tuple[Link, ...]:
        """All links without their flags; of several between the same two elements, what a document says counts.

        What is declared between the two stands before what is composed through the editions between.
        """
        if self.old.id == self.new.id:  # two versions of one edition: an element is itself
            both = [id for id in self.elements["old"] if id in self.elements["new"]]
            return tuple(Link(old=id, new=id, basis=None, declared_in=self.new.id) for id in both)
        found: dict[tuple[str, str], list[Link]] = {}
        for element, continuation, id in _declared(self.new, self.old):
            if id in self.elements["old"]:
                found.setdefault((id, element.id), []).append(_link(id, element.id, continuation, self.new))
        for element, continuation, id in _declared(self.old, self.new):
            if id in self.elements["new"]:
                found.setdefault((element.id, id), []).append(_link(element.id, id, continuation, self.old))
        for link in composed(self.steps):
            found.setdefault((link.old, link.new), []).append(link)
        links = [weightiest(same) for same in found.values()]
        return tuple(sorted(links, key=lambda link: (self._order["old", link.old], self._order["new", link.new])))

    @cached_property
    def _pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset((link.old, link.new) for link in self.bare)

    @cached_property
    def _passes_by(self) -> bool:
        """Whether lines may go through an edition that is not looked at: who declares them replaced another policy."""
        pairs = ((self.new, self.old), (self.old, self.new))
        if any(by.supersedes == other.id for by, other in pairs):
            return False
        return any(by.supersedes is not None and any(True for _ in _declared(by, other)) for by, other in pairs)

    @cached_property
    def reached(self) -> Mapping[_Node, Sequence[str]]:
        """Ids on the other side that lines from an element lead to."""
        found: dict[_Node, list[str]] = {}
        for link in self.bare:
            found.setdefault(("old", link.old), []).append(link.new)
            found.setdefault(("new", link.new), []).append(link.old)
        return found

    @cached_property
    def _holes(self) -> Mapping[Side, Mapping[Kind, Missing | None]]:
        return {
            "old": {kind: hole_of(self.old, kind) for kind in KINDS},
            "new": {kind: hole_of(self.new, kind) for kind in KINDS},
        }

    @cached_property
    def _misled(self) -> frozenset[str]:
        """Addresses of the elements that name an element which the other policy does not have."""
        return frozenset(dangling.element for dangling in self.dangling)

    def _flags(self, link: Link) -> Iterator[Flag]:
        old, new = self.elements["old"][link.old], self.elements["new"][link.new]
        if old.kind != new.kind or type(old.element) is not type(new.element):
            yield "changed_kind"
            return
        if reworded(old.element, new.element):
            yield "reworded"
        if redefined(old.element, new.element):
            yield "redefined"
        if old.area is not None and new.area is not None and (old.area, new.area) not in self._pairs:
            fates = [self.alone(*node).kind for node in _nodes(old.area, new.area) if node not in self.reached]
            if "unknown" not in fates:
                yield "moved"

    def alone(self, side: Side, id: str) -> Relation:
        """Say what became of an element that no link touches."""
        policy, other = (self.old, self.new) if side == "old" else (self.new, self.old)
        place = self.elements[side][id]
        own = place.element.gap("continues")
        reason: UnknownReason | None = None
        hole: Missing | None = None
        if f"{policy.id}#{id}" in self._misled:
            reason = "no_such_element"
        elif own is not None and own.why != "not_set" and _follows(policy, other):
            reason, hole = "unclear", own
        elif self.steps:
            reason, hole = beyond(self.steps, side, id)
        elif not self.bare and self.old.id != self.new.id:
            reason = "no_lineage"
        elif self._passes_by:
            reason = "edition_between"
        elif (hole := self._holes["new" if side == "old" else "old"][place.kind]) is not None:
            reason = "not_at_hand"
        gone: RelationKind = "dropped" if side == "old" else "new"
        return Relation(
            kind="unknown" if reason else gone,
            old=(id,) if side == "old" else (),
            new=(id,) if side == "new" else (),
            reason=reason,
            hole=hole,
        )

    def fates(self) -> Mapping[_Node, Fate]:
        """Tell of each element what became of it among those of its own kind."""
        alike = [link for link in self.links if "changed_kind" not in link.flags]
        groups = _components(alike)
        found: dict[_Node, Fate] = {}
        for side, id in self._order:
            node: _Node = (side, id)
            if node in groups:
                found[node] = _kind_of(groups[node])
            elif node in self.reached:
                found[node] = "changed_kind"
            elif self.elements[side][id].kind != "other":
                found[node] = self.alone(side, id).kind
        return found

    def _bound(self, group: "frozenset[_Node]", links: Sequence[Link]) -> Relation:
        nodes = sorted(group, key=self._order.__getitem__)
        olds = tuple(id for side, id in nodes if side == "old")
        news = tuple(id for side, id in nodes if side == "new")
        return Relation(kind=_kind_of(group), old=olds, new=news, links=tuple(links))


def _kind_of(group: "frozenset[_Node]") -> RelationKind:
    """Return the relation of elements that links bind together."""
    olds = sum(side == "old" for side, _ in group)
    kinds: Mapping[tuple[bool, bool], RelationKind] = {
        (False, False): "one_to_one",
        (True, False): "merged",
        (False, True): "split",
        (True, True): "regrouped",
    }
    return kinds[olds > 1, len(group) - olds > 1]


def _nodes(old: str, new: str) -> tuple[_Node, _Node]:
    return ("old", old), ("new", new)


def _ends(link: Link) -> tuple[_Node, _Node]:
    return _nodes(link.old, link.new)


def _link(old: str, new: str, continuation: Continuation, by: Policy) -> Link:
    return Link(
        old=old,
        new=new,
        basis=continuation.basis,
        note=continuation.note,
        citation=continuation.citation,
        declared_in=by.id,
        comparable=continuation.comparable,
    )


def _declared(by: Policy, other: Policy) -> Iterator[tuple[Element, Continuation, str]]:
    """Yield what the elements of a policy say they carry on of another, with the id there."""
    for element in by.elements.values():
        for continuation in element.continues:
            address = continuation.address
            if address.policy == other.id and address.element is not None:
                yield element, continuation, address.element


def _misspelt(by: Policy, other: Policy) -> Iterator[tuple[Element, Continuation, None]]:
    """Yield continuations of a policy that no edition has, but whose id is nearly that of the earlier one."""
    if by.supersedes != other.id:
        return
    for element in by.elements.values():
        for continuation in element.continues:
            policy = continuation.address.policy
            if policy not in (other.id, by.id, other.supersedes) and nearest(policy, [other.id]) is not None:
                yield element, continuation, None


def _meant(continuation: Continuation, other: Policy) -> str | None:
    """Return the address of the other policy that a continuation which leads nowhere may mean."""
    id = continuation.address.element or ""
    near = id if id in other.elements else nearest(id, other.elements)
    return near and f"{other.id}#{near}"


def _follows(policy: Policy, other: Policy) -> bool:
    """Tell whether a policy carries on another; only then do the holes of its lineage speak of that one."""
    return policy.supersedes == other.id or any(True for _ in _declared(policy, other))


def _components(links: Sequence[Link]) -> Mapping[_Node, frozenset[_Node]]:
    """Return for each element that links touch all those it is bound to, itself among them."""
    groups: dict[_Node, set[_Node]] = {}
    for link in links:
        small, large = sorted((groups.setdefault(node, {node}) for node in _ends(link)), key=len)
        if small is not large:  # the smaller joins, so that long chains stay cheap
            large |= small
            groups.update(dict.fromkeys(small, large))
    frozen: dict[int, frozenset[_Node]] = {}
    return {node: frozen.setdefault(id(group), frozenset(group)) for node, group in groups.items()}
