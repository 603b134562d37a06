"""Suggests which elements may carry on which between two policies, where undeclared, by likeness of Danish text."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from statistics import fmean
from typing import Annotated, Final

import attrs

from kommunepolitik.comparison.elements import Kind, Placed, no_such
from kommunepolitik.comparison.graph import Graph
from kommunepolitik.comparison.likeness import Text, likeness, strongest_words
from kommunepolitik.comparison.relations import SIDES, RelationKind, Side
from kommunepolitik.display import hide_literal_type, short_repr
from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model import FocusArea, Goal, Indicator, Policy
from kommunepolitik.model.element import name_of
from kommunepolitik.model.help_text import described
from kommunepolitik.model.scalars import check_object

THRESHOLD: Final = 0.18
"""The least score of a suggested pair, by default."""

_MOST_WORDS: Final = 6  # that a suggestion lists
_OWN: Final = 0.5  # least part of a pair's score from its own words, not from the text around them
_WEAK: Final = 0.5  # least score of a weak suggestion, relative to the threshold
_MIN_RELATIVE_SCORE: Final = 0.6  # of a further pair of a merger or split, relative to the strongest

_RUNNING_FIELDS: Final = ("statement", "wording", "summary", "definition", "population", "follow_up")
_AROUND_FIELDS: Final = ("target_group", "means", "experience")

_NEAR: Final = 0.7  # kinds that often become each other
_FAR: Final = 0.4
_FAMILIES: Final[tuple[frozenset[Kind], ...]] = (
    frozenset({"vision", "purpose", "value", "concept", "overarching_goal"}),
    frozenset({"overarching_goal", "goal", "indicator"}),
    frozenset({"focus_area", "track"}),
    frozenset({"goal", "track"}),
)


@attrs.frozen(field_transformer=described)
class Pair:
    """An old and a new element, by their ids, whose texts are alike."""

    old: Annotated[str, "Id of the old element"]
    new: Annotated[str, "Id of the new element"]
    score: Annotated[
        float, "How alike they are: above 0, and 1 where they have the same words and are of the same kind"
    ]
    words: Annotated[tuple[str, ...], "The words that matched, the strongest first"]

    __repr__ = short_repr


@attrs.frozen(field_transformer=described)
class Suggestion:
    """An undeclared lineage that the texts suggest; for a person to judge."""

    old: Annotated[tuple[str, ...], "Ids in the old policy, the most alike first; one, unless it suggests a merger"]
    new: Annotated[tuple[str, ...], "Ids in the new policy, the most alike first; one, unless it suggests a split"]
    score: Annotated[float, "The mean score of its pairs: over 0 to 1. It ranks suggestions; it is not a probability"]
    words: Annotated[
        tuple[str, ...],
        "The words that matched, six at most, the strongest first: `bolig`, or `bolig ~ boligpolitik` (old ~ new)",
    ]
    pairs: Annotated[tuple[Pair, ...], "Each pair of an old and a new element in it, the most alike first"]
    weak: Annotated[bool, "Whether it is under the threshold: the best pair for an area that has no other"] = False

    __repr__ = short_repr

    def __str__(self) -> str:
        return f"{', '.join(self.old)} → {', '.join(self.new)} ({self.score:.2f}: {', '.join(self.words)})"

    @property
    @hide_literal_type
    def relation(self) -> RelationKind:
        """`one_to_one`; `merged`, many old in one new; or `split`, one old in many new."""
        if len(self.old) > 1:
            return "merged"
        return "split" if len(self.new) > 1 else "one_to_one"


def suggest_lineage(
    old: Policy, new: Policy, *, threshold: float = THRESHOLD, but: Collection[str] = ()
) -> tuple[Suggestion, ...]:
    """Suggest which elements of `new` may carry on which of `old`, the most alike first.

    Only elements without a declared lineage between the two policies are compared, and elements with the same id in two
    drafts of one edition count as the same; suggestions are never mixed with declared lineage. `but` are addresses
    (`policy-id#element-id`) of further elements to leave out.

    A pair scores by likeness of text, 0 to 1 (see `likeness`). Elements of kinds that seldom become each other score
    lower: seven tenths for neighbours (a goal and an indicator, a value and an overarching goal), two fifths for
    others. An element is in one suggestion at most: the strongest pairs are taken first, and one of them grows to a
    merger or a split by pairs of at least three fifths of its score.

    `threshold` is the least score of a pair, 0 to 1; nothing is suggested unless at least half of the score comes from
    words of the elements themselves, and not only from the title of their area and the like. The default and the few
    weights were chosen by judgement, on one pair of editions (Slagelse 2013 and 2023; see `benchmarks/lineage.py`):
    of five pairs suggested there, a person had declared three. An aim restated in other words is not found.

    Raises:
        InvalidModel: one of the two is not a policy, or the threshold is not within 0 to 1.
        UnknownElement: an address of `but` leads to no element of either policy; the nearest is given.

    >>> import kommunepolitik.model as m
    >>> goals = [m.Goal(id=id, statement="Flere flygtninge kommer i arbejde.") for id in ("arbejde", "job")]
    >>> old, new = (m.Policy(id=f"p-{g.id}", title="P", municipality="Slagelse", goals=[g]) for g in goals)
    >>> [(found.old, found.new) for found in suggest_lineage(old, new)]
    [(('arbejde',), ('job',))]
    """
    check_object(old, Policy)
    check_object(new, Policy)
    if not 0 <= threshold <= 1:
        raise InvalidModel(Problem(code="out_of_range", data={"value": threshold, "low": 0, "high": 1}))
    candidates = _Candidates(old, new, but)
    return candidates.ranked(map(candidates.suggestion, clusters(candidates.pairs(threshold))))


def weak_suggestions(old: Policy, new: Policy, found: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """Return the best suggestion of half the threshold or more for each focus area without one, marked as weak."""
    candidates = _Candidates(old, new)
    served = {(side, id) for each in found for side in SIDES for id in getattr(each, side)}
    best: dict[tuple[str, str], Scored] = {}
    for pair in candidates.pairs(THRESHOLD * _WEAK):
        for side, place in zip(SIDES, candidates.places(pair), strict=True):
            if place.kind == "focus_area" and (side, place.element.id) not in served:
                best.setdefault((side, place.element.id), pair)
    weak = (candidates.suggestion([pair]) for pair in dict.fromkeys(best.values()))
    return candidates.ranked(attrs.evolve(each, weak=True) for each in weak)


@attrs.frozen
class Scored:
    """A pair by its places on both sides, and its likeness."""

    row: int
    column: int
    score: float


def clusters(pairs: Iterable[Scored]) -> list[list[Scored]]:
    """Group pairs, strongest first, into clusters of one element with those similar to it; each element is in one."""
    # A cluster of one pair may grow on either side, and then only on that side.
    found: list[list[Scored]] = []
    home: dict[tuple[str, int], list[Scored]] = {}
    for pair in pairs:
        ends = (("old", pair.row), ("new", pair.column))
        of_old, of_new = (home.get(end) for end in ends)
        cluster: list[Scored]
        if of_old is None and of_new is None:
            found.append(cluster := [])
        elif of_old is not None and of_new is None and of_old[0].row == of_old[-1].row:
            cluster = of_old
        elif of_new is not None and of_old is None and of_new[0].column == of_new[-1].column:
            cluster = of_new
        else:
            continue
        if not cluster or pair.score >= _MIN_RELATIVE_SCORE * cluster[0].score:
            cluster.append(pair)
            home.update(dict.fromkeys(ends, cluster))
    return found


class _Candidates:
    """The elements of two policies that no declared lineage links, and how alike they are."""

    def __init__(self, old: Policy, new: Policy, but: Collection[str] = ()) -> None:
        known = {f"{policy.id}#{id}" for policy in (old, new) for id in policy.elements}
        if unknown := [address for address in but if address not in known]:
            raise no_such(unknown[0], sorted(known))
        graph = Graph(old, new)
        self.old, self.new = old, new

        def unlinked(side: Side, policy: Policy) -> list[Placed]:
            left = ((id, place) for id, place in graph.places[side].items() if (side, id) not in graph.neighbours)
            return [place for id, place in left if place.kind != "other" and f"{policy.id}#{id}" not in but]

        self.left, self.right = unlinked("old", old), unlinked("new", new)
        olds, news = [text_of(old, each) for each in self.left], [text_of(new, each) for each in self.right]
        self.likeness = likeness(olds, news)

    def places(self, pair: Scored) -> tuple[Placed, Placed]:
        """Return the old and the new element of a pair."""
        return self.left[pair.row], self.right[pair.column]

    def ranked(self, found: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
        """Return suggestions, the strongest first."""
        return tuple(sorted(found, key=lambda each: self._rank(each.score, each.old, each.new)))

    def _rank(self, score: float, olds: Iterable[str], news: Iterable[str]) -> tuple[float, list[str]]:
        """Return the sort key: the highest score first, then the addresses of both sides."""
        return -score, sorted([*(f"{self.old.id}#{id}" for id in olds), *(f"{self.new.id}#{id}" for id in news)])

    def pairs(self, threshold: float) -> list[Scored]:
        """Return the pairs at or over the threshold, the strongest first."""
        import numpy as np

        found = []
        scores = self.likeness.scores
        # Kind similarity only lowers a score, so scores too low before it are left out; the margin is for rounding.
        for row, column in np.argwhere((scores > 0) & (scores >= threshold - 1e-4)).tolist():
            plain, old, new = float(scores[row, column]), self.left[row], self.right[column]
            # Four decimals: smaller differences do not count.
            score = round(plain * kind_similarity(old.kind, new.kind), 4)
            if score > 0 and score >= threshold and self.likeness.own[row, column] >= _OWN * plain:
                found.append((self._rank(score, [old.element.id], [new.element.id]), Scored(row, column, score)))
        return [pair for _, pair in sorted(found, key=lambda ranked: ranked[0])]

    def suggestion(self, cluster: Sequence[Scored]) -> Suggestion:
        """Return a cluster as a suggestion."""
        parts: dict[str, float] = defaultdict(float)
        pairs = []
        for scored in cluster:
            words = self.likeness.words(scored.row, scored.column)
            for word, part in words.items():
                parts[word] += part
            old, new = (place.element.id for place in self.places(scored))
            pairs.append(Pair(old, new, scored.score, strongest_words(words, _MOST_WORDS)))
        olds, news = (tuple(dict.fromkeys(getattr(pair, side) for pair in pairs)) for side in SIDES)
        score = round(fmean(pair.score for pair in pairs), 4)
        return Suggestion(olds, news, score, strongest_words(parts, _MOST_WORDS), tuple(pairs))


def kind_similarity(one: Kind, other: Kind) -> float:
    """Return how likely elements of one kind carry on those of another."""
    if one == other:
        return 1.0
    return _NEAR if any({one, other} <= family for family in _FAMILIES) else _FAR


def text_of(policy: Policy, place: Placed) -> Text:
    """Return the texts of an element, and those around it; the modeller's notes are not texts of the policy."""
    element = place.element
    name = name_of(element)
    running = [text for field in _RUNNING_FIELDS if (text := getattr(element, field, None)) and text != name]
    running += [*getattr(element, "points", ()), *(each.title for each in getattr(element, "activities", ()))]
    around = [text for field in _AROUND_FIELDS if (text := getattr(element, field, None))]
    if place.area is not None:
        around.append(name_of(policy.element(place.area)))
    if isinstance(element, FocusArea):
        around += (goal.statement for goal in element.goals)
    if isinstance(element, Indicator):
        holders: list[Goal | FocusArea] = [*policy.all_goals(), *policy.focus_areas]
        around += (name_of(holder) for holder in holders if element.id in holder.indicator_ids)
    others = (other.name for other in getattr(element, "other_names", ()))
    return Text((name, *others), running, around)
