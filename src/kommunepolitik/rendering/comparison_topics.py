"""What became of the elements of two policies, sort by sort, as the page of their comparison shows it."""

from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from kommunepolitik.comparison import Kind, Relation, RelationKind, Side
from kommunepolitik.comparison.labels import TOPICS
from kommunepolitik.comparison.relations import SIDES
from kommunepolitik.model import Missing
from kommunepolitik.rendering.comparison import ComparisonView

_TOPIC_OF: Final[Mapping[Kind, str]] = {kind: name for name, (_, kinds) in TOPICS.items() for kind in kinds}


@attrs.frozen(kw_only=True)
class Topic:
    """What became of elements of a sort."""

    id: str
    title: str
    relations: Sequence[Relation]
    elsewhere: Mapping[str, Sequence[tuple[Side, str, Relation]]]
    """Elements that lineage links to others of another sort, by the title of that sort, where they are shown."""
    unknown: Mapping[str, Sequence[tuple[Side, str]]]
    """Elements of which it is not known, by why."""
    gaps: Mapping[Side, Sequence[Missing]]
    """What each policy says that it lacks of the sort."""

    @property
    def linked(self) -> Sequence[Relation]:
        """The relations that lineage makes."""
        return [relation for relation in self.relations if relation.links]

    def alone(self, kind: RelationKind) -> Sequence[str]:
        """Return the ids of the elements that are new, or that are dropped."""
        return [id for relation in self.relations if relation.kind == kind for id in relation.old + relation.new]

    def held(self, side: Side) -> Sequence[str]:
        """Return the ids of the elements of one policy of which it is not known."""
        return [id for found in self.unknown.values() for where, id in found if where == side]


def topics_of(view: ComparisonView) -> Sequence[Topic]:
    """Return the sorts that either policy has elements of, in order.

    A relation is shown in the first that one of its elements is of; the others are named among their own sort.
    """
    relations: dict[str, list[Relation]] = {name: [] for name in TOPICS}
    elsewhere: dict[str, dict[str, list[tuple[Side, str, Relation]]]] = {name: {} for name in TOPICS}
    for relation in view.comparison.relations:
        own = {
            (side, id): _TOPIC_OF[view.comparison.elements(side)[id].kind]
            for side in SIDES
            for id in getattr(relation, side)
        }
        home = next(name for name in TOPICS if name in own.values())
        relations[home].append(relation)
        for (side, id), name in own.items():
            if name != home:
                elsewhere[name].setdefault(view._(TOPICS[home][0]), []).append((side, id, relation))
    return [
        Topic(
            id=name,
            title=view._(title),
            relations=relations[name],
            elsewhere=elsewhere[name],
            unknown=_unknown(view, relations[name]),
            gaps={side: [gap for kind in kinds if (gap := view.comparison.gap(side, kind))] for side in SIDES},
        )
        for name, (title, kinds) in TOPICS.items()
        if relations[name] or elsewhere[name]
    ]


def _unknown(view: ComparisonView, relations: Sequence[Relation]) -> Mapping[str, Sequence[tuple[Side, str]]]:
    found: dict[str, list[tuple[Side, str]]] = {}
    for relation in relations:
        if relation.reason is None:
            continue
        side, other = SIDES if relation.old else SIDES[::-1]
        words = view.word("reason", relation.reason)
        if relation.hole is not None:
            owner = other if relation.reason == "not_at_hand" else side
            words += f" ({view.name(owner)}: {view.view(owner).why(relation.hole)})"
        found.setdefault(words, []).append((side, getattr(relation, side)[0]))
    return found
