"""What became of each element: the relations that the graph of `continues` shows between two policies."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, Literal, get_args

import attrs

from kommunepolitik.comparison._elements import KINDS, Kind, Placed, name_of, placed
from kommunepolitik.measurability import unknown
from kommunepolitik.model import Basis, Citation, Continuation, Element, Missing, Policy
from kommunepolitik.model._nearest import nearest

RelationKind = Literal["one_to_one", "merged", "split", "regrouped", "new", "dropped", "unknown"]
"""What became of elements: one lives on as one; several became one; one became several; several became several others;
it has no predecessor; it has no successor; or that cannot be known."""

RELATIONS: Final[tuple[RelationKind, ...]] = get_args(RelationKind)

Flag = Literal["reworded", "moved", "changed_kind"]
"""What else differs along a link: the words; the focus area, to one that does not carry on its own; the kind."""

FLAGS: Final[tuple[Flag, ...]] = get_args(Flag)

Fate = Literal["one_to_one", "merged", "split", "regrouped", "new", "dropped", "unknown", "changed_kind"]
"""What became of an element among those of its own kind; `changed_kind` where it only lives on as, or only comes of,
something of another kind."""

UnknownReason = Literal["no_lineage", "not_at_hand", "unclear", "no_such_element"]
"""Why a relation is unknown: nobody said what either policy carries on from the other; the other policy says that not
all its elements of that kind are known; the element says that what it carries on is not known; or it names an element
that the other policy does not have."""

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
    """Id of the policy that says so."""
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


@attrs.frozen(slots=False, eq=False)
class Graph:
    """Two policies and the links between them, whichever of the two declares them."""

    old: Policy
    new: Policy

    @cached_property
    def elements(self) -> Mapping[Side, Mapping[str, Placed]]:
        """The elements of both sides, by id."""
        return {"old": placed(self.old), "new": placed(self.new)}

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """All links, in the order of the old document, then the new, each with its flags."""
        return tuple(attrs.evolve(link, flags=tuple(self._flags(link))) for link in self._bare)

    @cached_property
    def dangling(self) -> tuple[Dangling, ...]:
        """Continuations of elements that the other policy does not have."""
        sides: Sequence[tuple[Policy, Policy, Side]] = ((self.new, self.old, "old"), (self.old, self.new, "new"))
        return tuple(
            Dangling(f"{by.id}#{element.id}", continuation.address)
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
                result[frozenset([(side, id)])] = self._alone(side, id)
        return tuple(result.values())

    @cached_property
    def _order(self) -> Mapping[_Node, int]:
        """The place of every element: those of the old policy first, as documents go."""
        nodes: list[_Node] = [(side, id) for side, elements in self.elements.items() for id in elements]
        return {node: place for place, node in enumerate(nodes)}

    @cached_property
    def _bare(self) -> tuple[Link, ...]:
        """All links without their flags; of several between the same two elements, what a document says counts."""
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
        links = [_weightiest(same) for same in found.values()]
        return tuple(sorted(links, key=lambda link: (self._order["old", link.old], self._order["new", link.new])))

    @cached_property
    def _pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset((link.old, link.new) for link in self._bare)

    @cached_property
    def _linked(self) -> frozenset[_Node]:
        return frozenset(node for link in self._bare for node in _ends(link))

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
        if _differ(old.element, new.element):
            yield "reworded"
        if old.area is not None and new.area is not None and (old.area, new.area) not in self._pairs:
            fates = [self._alone(*node).kind for node in _nodes(old.area, new.area) if node not in self._linked]
            if "unknown" not in fates:
                yield "moved"

    def _alone(self, side: Side, id: str) -> Relation:
        """Say what became of an element that no link touches."""
        policy, other = (self.old, self.new) if side == "old" else (self.new, self.old)
        place = self.elements[side][id]
        own = place.element.hole("continues")
        reason: UnknownReason | None = None
        hole: Missing | None = None
        if f"{policy.id}#{id}" in self._misled:
            reason = "no_such_element"
        elif own is not None and own.why != "not_set" and _follows(policy, other):
            reason, hole = "unclear", own
        elif not self._bare and self.old.id != self.new.id:
            reason = "no_lineage"
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
            elif node in self._linked:
                found[node] = "changed_kind"
            elif self.elements[side][id].kind != "other":
                found[node] = self._alone(side, id).kind
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


def _weightiest(same: Sequence[Link]) -> Link:
    """Return of several links between the same two elements one that a document tells, if one does.

    Figures are comparable only where no link says otherwise.
    """
    told = min(same, key=lambda link: (link.basis != "source", link.declared_in))
    return attrs.evolve(told, comparable=all(link.comparable for link in same))


def _declared(by: Policy, other: Policy) -> Iterator[tuple[Element, Continuation, str]]:
    """Yield what the elements of a policy say they carry on of another, with the id there."""
    for element in by.elements.values():
        for continuation in element.continues:
            policy, _, id = continuation.address.partition("#")
            if policy == other.id and id:
                yield element, continuation, id


def _misspelt(by: Policy, other: Policy) -> Iterator[tuple[Element, Continuation, None]]:
    """Yield continuations of a policy that no edition has, but whose id is nearly that of the earlier one."""
    if by.supersedes != other.id:
        return
    for element in by.elements.values():
        for continuation in element.continues:
            policy = continuation.address.partition("#")[0]
            if policy not in (other.id, by.id, other.supersedes) and nearest(policy, [other.id]) is not None:
                yield element, continuation, None


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


_HOLDERS: Final[Mapping[Kind, str]] = {
    "vision": "vision",
    "purpose": "purpose",
    "value": "values",
    "concept": "concepts",
    "target_group": "target_groups",
    "overarching_goal": "goals",
    "focus_area": "focus_areas",
    "goal": "focus_areas",
    "indicator": "indicators",
    "track": "plan",
}
"""The field of the policy that holds the elements of a kind."""


def hole_of(policy: Policy, kind: Kind) -> Missing | None:
    """Return what a policy says of elements of a kind that are not known in full, if it says so anywhere."""
    holders: list[tuple[Element, str]] = [(policy, _HOLDERS[kind])] if kind in _HOLDERS else []
    if kind == "goal":
        holders += [(area, "goals") for area in policy.focus_areas] + [(goal, "goals") for goal in policy.area_goals()]
    elif kind == "overarching_goal":
        holders += [(goal, "goals") for goal in policy.goals]
    elif kind == "track" and policy.plan is not None:
        holders.append((policy.plan, "tracks"))
    return next((holder.hole(field) for holder, field in holders if unknown(holder, field)), None)


def _differ(old: Element, new: Element) -> bool:
    """Tell whether two elements of a kind are worded differently; the official text counts where both have it."""
    official = getattr(old, "wording", None), getattr(new, "wording", None)
    texts = official if all(official) else (name_of(old), name_of(new))
    return _bare_words(str(texts[0])) != _bare_words(str(texts[1]))


def _bare_words(text: str) -> list[str]:
    """Return the words and numbers of a text, and the signs that change what it says; other marks do not."""
    return re.findall(r"\w+|[%‰<>≤≥]", text.casefold())
