"""What became of the elements of two policies, sort by sort, as the page of their comparison shows it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from kommunepolitik.comparison import Kind, Link, Relation, RelationKind, Side
from kommunepolitik.comparison.labels import TOPICS
from kommunepolitik.model import Address
from kommunepolitik.rendering.view import PolicyView

if TYPE_CHECKING:
    from kommunepolitik.rendering.comparison import ComparisonView, Member

RELATION_SHAPES: Final[Mapping[RelationKind, str]] = {
    "one_to_one": "1→1",
    "merged": "n→1",
    "split": "1→n",
    "regrouped": "n→n",
    "new": "+",
    "dropped": "−",
    "unknown": "?",
}
"""The shape of each relation, beside its word."""

_HOME: Final[Mapping[Kind, str]] = {kind: name for name, (_, kinds) in TOPICS.items() for kind in kinds}


@attrs.frozen(kw_only=True)
class Bound:
    """A relation as a row of a table."""

    id: str
    """Its anchor on the page."""
    relation: Relation
    shape: str
    words: str
    flags: Sequence[str]
    old: Sequence["Member"]
    new: Sequence["Member"]
    notes: Sequence[tuple[str, str, str, str]]
    """Of each link: from, to, basis and note."""


@attrs.frozen(kw_only=True)
class Elsewhere:
    """Elements that lineage binds to others of another sort, and that are shown there."""

    topic: str
    """Title of the other sort."""
    members: Sequence[tuple[Side, "Member", str]]
    """Each with the anchor of its row."""


@attrs.frozen(kw_only=True)
class Topic:
    """What became of elements of a sort: those that lineage binds, and those it leaves alone."""

    id: str
    title: str
    bound: Sequence[Bound]
    elsewhere: Sequence[Elsewhere]
    new: Sequence["Member"]
    dropped: Sequence["Member"]
    unknown: Mapping[str, Sequence[tuple[Side, "Member"]]]
    """By why it is not known."""


def topics_of(view: "ComparisonView") -> Sequence[Topic]:
    """Return the sorts that either policy has elements of, in order.

    A relation stands in the first that one of its elements is of; the others are named among their own sort.
    """
    anchors = {relation: f"relation_{number}" for number, relation in enumerate(view.comparison.relations, 1)}
    homes: dict[str, list[Relation]] = {name: [] for name in TOPICS}
    guests: dict[str, dict[str, list[tuple[Side, Member, str]]]] = {name: {} for name in TOPICS}
    for relation, anchor in anchors.items():
        members: list[tuple[Side, str]] = [*(("old", id) for id in relation.old), *(("new", id) for id in relation.new)]
        own = {(side, id): _HOME[view.comparison.elements(side)[id].kind] for side, id in members}
        home = next(name for name in TOPICS if name in own.values())
        homes[home].append(relation)
        for (side, id), name in own.items():
            if name != home:
                guests[name].setdefault(home, []).append((side, view.member(side, id), anchor))
    return [_topic(view, name, homes[name], guests[name], anchors) for name in TOPICS if homes[name] or guests[name]]


def _topic(
    view: "ComparisonView",
    name: str,
    relations: Sequence[Relation],
    guests: Mapping[str, Sequence[tuple[Side, "Member", str]]],
    anchors: Mapping[Relation, str],
) -> Topic:
    alone: dict[str, list[Member]] = {"new": [], "dropped": []}
    unknown: dict[str, list[tuple[Side, Member]]] = {}
    for relation in relations:
        if relation.links:
            continue
        side: Side = "old" if relation.old else "new"
        member = view.member(side, (relation.old or relation.new)[0])
        if relation.kind == "unknown":
            unknown.setdefault(_why(view, relation, side), []).append((side, member))
        else:
            alone[relation.kind].append(member)
    return Topic(
        id=name,
        title=view._(TOPICS[name][0]),
        bound=[_bound(view, relation, anchors[relation]) for relation in relations if relation.links],
        elsewhere=[Elsewhere(topic=view._(TOPICS[home][0]), members=found) for home, found in guests.items()],
        new=alone["new"],
        dropped=alone["dropped"],
        unknown=unknown,
    )


def _why(view: "ComparisonView", relation: Relation, side: Side) -> str:
    assert relation.reason is not None
    words = view.word("reason", relation.reason)
    if relation.hole is not None:
        other: Side = "new" if side == "old" else "old"
        teller = other if relation.reason == "not_at_hand" else side
        words += f" ({view.name(teller)}: {view.view(teller).why(relation.hole)})"
    return words


def _bound(view: "ComparisonView", relation: Relation, anchor: str) -> Bound:
    return Bound(
        id=anchor,
        relation=relation,
        shape=RELATION_SHAPES[relation.kind],
        words=view.word("relation", relation.kind),
        flags=[view.word("flag", flag) for flag in relation.flags],
        old=[view.member("old", id) for id in relation.old],
        new=[view.member("new", id) for id in relation.new],
        notes=[_note(view, link) for link in relation.links if link.basis is not None],
    )


def _note(view: "ComparisonView", link: Link) -> tuple[str, str, str, str]:
    old, new = view.old.policy.element(link.old), view.new.policy.element(link.new)
    declarer = view.old if link.declared_in == view.old.policy.id else view.new
    where = "" if link.through else declarer.where(link.citation)
    note = f"{link.note or ''}{f' ({where})' if where else ''}".strip()
    basis = view.new.label("basis", link.basis)
    if link.through:
        named = [_between(view, address) for address in link.through]
        basis += "; " + view._("composed through {elements}").format(elements=" → ".join(named))
    return (view.old.named(old), view.new.named(new), basis, note)


def _between(view: "ComparisonView", address: str) -> str:
    """Name an element of an edition between."""
    place = Address.read(address)
    edition = next(each for each in view.comparison.between if each.id == place.policy)
    own = PolicyView(edition, view.language)
    return f"»{own.named(own.policy.element(place.element or ''))}« ({own.edition(edition)})"
