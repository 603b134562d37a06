"""Suggesting what may carry on what between two policies, where nobody has declared it: by likeness of Danish text."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal

import attrs

from kommunepolitik.comparison.elements import Kind, Placed, name_of, placed
from kommunepolitik.comparison.likeness import Text, likeness, most_telling
from kommunepolitik.errors import InvalidModel, Problem, UnknownElement
from kommunepolitik.model import Address, Element, FocusArea, Goal, Indicator, Policy
from kommunepolitik.model.nearest import nearest

THRESHOLD: Final = 0.18
"""The least score of a suggested pair, unless another is asked for."""

MAX_WORDS_TOLD: Final = 6
"""Matched words a suggestion tells of."""

_OWN: Final = 0.5
"""The least part of a pair's score that its own words must carry; what is said around it strengthens, no more."""

_WEAK: Final = 0.5
"""How strong a weak suggestion must be, beside the threshold."""

_COMPANY: Final = 0.6
"""How strong a further pair of a merger or split must be, beside the strongest."""

_RUNNING_FIELDS: Final = ("statement", "wording", "summary", "definition", "population", "follow_up")
_AROUND_FIELDS: Final = ("target_group", "means", "experience")

_NEAR: Final = 0.7
_FAR: Final = 0.4
_GROUND: Final[frozenset[Kind]] = frozenset({"vision", "purpose", "value", "concept", "overarching_goal"})
_INTENT: Final[frozenset[Kind]] = frozenset({"overarching_goal", "goal", "indicator"})
_THEME: Final[frozenset[Kind]] = frozenset({"focus_area", "track"})
_DEED: Final[frozenset[Kind]] = frozenset({"goal", "track"})

Relation = Literal["one_to_one", "merged", "split"]


@attrs.frozen(kw_only=True)
class Pair:
    """Two elements whose texts are alike."""

    old: str
    """Id of the element in the old policy."""
    new: str
    """Id of the element in the new policy."""
    old_kind: Kind
    new_kind: Kind
    score: float
    """How alike they are, over 0 to 1 (the same words, in elements of the same kind)."""
    words: tuple[str, ...]
    """The words that matched, the most telling first, six at most."""


@attrs.frozen(kw_only=True)
class Suggestion:
    """A lineage that nobody has declared, and that the texts suggest; for a person to judge."""

    old: tuple[str, ...]
    """Ids in the old policy, the most alike first; one, unless it suggests a merger."""
    new: tuple[str, ...]
    """Ids in the new policy, the most alike first; one, unless it suggests a split."""
    score: float
    """The mean score of its pairs: over 0 to 1. It ranks suggestions; it is no probability."""
    words: tuple[str, ...]
    """The words that matched, as `bolig` or as `beskæftigelse ~ beskæftigelsesfrekvens` (old ~ new); the most telling
    first, six at most."""
    pairs: tuple[Pair, ...]
    """Each pair of an old and a new element in it, the most alike first."""
    weak: bool = False
    """Whether it is under the threshold: the best there is for a focus area that has no other."""

    @property
    def relation(self) -> Relation:
        """`one_to_one`; `merged`, many old in one new; or `split`, one old in many new."""
        if len(self.old) > 1:
            return "merged"
        return "split" if len(self.new) > 1 else "one_to_one"


def suggest_lineage(
    old: Policy, new: Policy, *, threshold: float = THRESHOLD, but: Collection[str] = ()
) -> tuple[Suggestion, ...]:
    """Suggest which elements of `new` may carry on which of `old`, the most alike first.

    Only elements without a declared lineage between the two policies are looked at, and elements of one id in two
    drafts of one edition are taken for the same; what is suggested is never mixed with what was declared. `but` are
    addresses (`policy-id#element-id`) of further elements to leave out.

    A pair scores by likeness of text, 0 to 1 (see `likeness`). Elements of kinds that seldom become each other score
    lower: seven tenths for neighbours (a goal and an indicator, a value and an overarching goal), two fifths for
    others. An element stands in one suggestion at most: the strongest pairs are taken first, and one of them grows to a
    merger or a split by pairs of at least three fifths of its score.

    `threshold` is the least score of a pair, 0 to 1; nothing is suggested unless at least half of the score comes from
    words of the elements themselves, and not only from the title of their area and the like. The default and the
    few weights were chosen on judgement, with one pair of editions at hand (Slagelse 2013 and 2023): there, of five
    pairs suggested three were also declared by a person, and small changes of them change little. What other thresholds
    give is told by `benchmarks/lineage.py`. An aim restated in other words is not found: no suggestion is no proof that
    nothing lives on.

    Raises:
        InvalidModel: the threshold is not within 0 to 1.
        UnknownElement: an address of `but` leads to no element of either policy; the nearest is given.
    """
    if not 0 <= threshold <= 1:
        raise InvalidModel(Problem(code="out_of_range", data={"value": threshold, "low": 0, "high": 1}))
    compared = _undeclared(old, new, but)
    if compared is None:
        return ()
    found = [compared.suggestion(star) for star in stars(compared.pairs(threshold))]
    return _ranked(old, new, found)


def weak_suggestions(old: Policy, new: Policy, found: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """Return for each focus area that stands in none of the suggestions found the best one under the threshold.

    It scores half the threshold at least, and is marked as weak. What it leads to may stand in other suggestions.
    """
    compared = _undeclared(old, new, ())
    if compared is None:
        return ()
    served = {("old", id) for each in found for id in each.old} | {("new", id) for each in found for id in each.new}
    best: dict[tuple[str, int], Scored] = {}
    for pair in sorted(compared.pairs(THRESHOLD * _WEAK), key=lambda pair: pair.rank):
        for side, place, (address, held) in (
            ("old", pair.row, compared.left[pair.row]),
            ("new", pair.column, compared.right[pair.column]),
        ):
            if held.kind == "focus_area" and (side, Address.read(address).element) not in served:
                best.setdefault((side, place), pair)
    weak = (compared.suggestion([pair]) for pair in dict.fromkeys(best.values()))
    return _ranked(old, new, [attrs.evolve(each, weak=True) for each in weak])


def _ranked(old: Policy, new: Policy, found: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    return tuple(sorted(found, key=lambda suggestion: rank(suggestion.score, _addresses(old, new, suggestion))))


def _undeclared(old: Policy, new: Policy, but: Collection[str]) -> "_Sides | None":
    """Return the elements of both policies that no lineage binds, and how alike they are; None if a side has none."""
    settled = _declared(old, new) | _left_out(old, new, but)
    left = {f"{old.id}#{id}": place for id, place in placed(old).items()}
    right = {f"{new.id}#{id}": place for id, place in placed(new).items()}
    if old.id == new.id:
        settled |= left.keys() & right.keys()
    sides = [
        {address: place for address, place in side.items() if address not in settled and place.kind != "other"}
        for side in (left, right)
    ]
    return _Sides(old, new, *sides) if all(sides) else None


def _addresses(old: Policy, new: Policy, suggestion: Suggestion) -> Iterator[str]:
    yield from (f"{old.id}#{id}" for id in suggestion.old)
    yield from (f"{new.id}#{id}" for id in suggestion.new)


def _declared(old: Policy, new: Policy) -> set[str]:
    """Return the addresses on both sides of every lineage declared between two policies, whichever way."""
    found: set[str] = set()
    for later, earlier in ((new, old), (old, new)):
        for element in later.elements.values():
            for continuation in element.continues:
                address = continuation.address
                if address.policy == earlier.id and address.element in earlier.elements:
                    found |= {str(address), str(Address(later.id, element.id))}
    return found


def _left_out(old: Policy, new: Policy, but: Collection[str]) -> set[str]:
    known = {f"{policy.id}#{id}" for policy in (old, new) for id in policy.elements}
    for address in but:
        if address not in known:
            data = {"value": address}
            raise UnknownElement(Problem(code="no_such_element", data=data, nearest=nearest(address, sorted(known))))
    return set(but)


@attrs.frozen
class Scored:
    """A pair by its places on both sides, how alike it is, and what sorts it before others."""

    row: int
    column: int
    score: float
    rank: tuple[float, tuple[str, ...]]


def rank(score: float, addresses: Iterable[str]) -> tuple[float, tuple[str, ...]]:
    """Return what to sort by: the highest score first, then the addresses, whichever side they are of."""
    return -score, tuple(sorted(addresses))


def stars(pairs: Iterable[Scored]) -> list[list[Scored]]:
    """Gather pairs in stars, one element with those it is alike to, so that no element stands in two.

    The strongest pairs come first; a star of one pair may grow on either side, and then on that side alone.
    """
    found: list[list[Scored]] = []
    home: dict[tuple[str, int], list[Scored]] = {}
    for pair in sorted(pairs, key=lambda pair: pair.rank):
        ends = (("old", pair.row), ("new", pair.column))
        of_old, of_new = (home.get(end) for end in ends)
        grown: list[Scored]
        if of_old is None and of_new is None:
            found.append(grown := [])
        elif of_old is not None and of_new is None and of_old[0].row == of_old[-1].row:
            grown = of_old
        elif of_new is not None and of_old is None and of_new[0].column == of_new[-1].column:
            grown = of_new
        else:
            continue
        if not grown or pair.score >= _COMPANY * grown[0].score:
            grown.append(pair)
            home.update(dict.fromkeys(ends, grown))
    return found


class _Sides:
    """Two sides and how alike their elements are."""

    def __init__(self, old: Policy, new: Policy, left: Mapping[str, Placed], right: Mapping[str, Placed]) -> None:
        self.left = list(left.items())
        self.right = list(right.items())
        self.likeness = likeness(
            [text_of(old, place) for place in left.values()], [text_of(new, place) for place in right.values()]
        )

    def pairs(self, threshold: float) -> Iterator[Scored]:
        """Yield the pairs at or over the threshold."""
        import numpy as np

        scores = self.likeness.scores
        # Kinship only lowers a score, so what is too low before it is passed over; the margin is for the rounding.
        for row, column in np.argwhere((scores > 0) & (scores >= threshold - 1e-4)).tolist():
            (one, mine), (other, its) = self.left[row], self.right[column]
            # Four decimals: what is less is no difference.
            score = round(float(scores[row, column]) * kinship(mine.kind, its.kind), 4)
            carried = self.likeness.own_part(row, column) >= _OWN * float(scores[row, column])
            if score > 0 and score >= threshold and carried:
                yield Scored(row, column, score, rank(score, (one, other)))

    def suggestion(self, star: Sequence[Scored]) -> Suggestion:
        """Return a star as it is told."""
        told: dict[str, float] = defaultdict(float)
        pairs = []
        for held in star:
            words = self.likeness.words(held.row, held.column)
            for word, part in words.items():
                told[word] += part
            mine, its = self.left[held.row][1], self.right[held.column][1]
            pair = Pair(
                old=mine.element.id,
                new=its.element.id,
                old_kind=mine.kind,
                new_kind=its.kind,
                score=held.score,
                words=most_telling(words, MAX_WORDS_TOLD),
            )
            pairs.append(pair)
        return Suggestion(
            old=tuple(dict.fromkeys(pair.old for pair in pairs)),
            new=tuple(dict.fromkeys(pair.new for pair in pairs)),
            score=round(math.fsum(pair.score for pair in pairs) / len(pairs), 4),
            words=most_telling(told, MAX_WORDS_TOLD),
            pairs=tuple(pairs),
        )


def kinship(one: Kind, other: Kind) -> float:
    """Return how readily elements of two kinds carry each other on."""
    if one == other:
        return 1.0
    near = any({one, other} <= family for family in (_GROUND, _INTENT, _THEME, _DEED))
    return _NEAR if near else _FAR


def text_of(policy: Policy, place: Placed) -> Text:
    """Return what an element says, and what is said around it; the modeller's notes are no text of the policy."""
    element = place.element
    name = name_of(element)
    running = [text for field in _RUNNING_FIELDS if (text := getattr(element, field, None)) and text != name]
    running += getattr(element, "points", ())
    running += (activity.title for activity in getattr(element, "activities", ()))
    around = [text for field in _AROUND_FIELDS if (text := getattr(element, field, None))]
    around += _surroundings(policy, place, element)
    others = (other.name for other in getattr(element, "other_names", ()))
    return Text(names=(name, *others), running=running, around=around)


def _surroundings(policy: Policy, place: Placed, element: Element) -> Iterator[str]:
    """Yield the title of the area a goal stands in, the goals of an area, and what an indicator measures."""
    if place.area is not None:
        yield name_of(policy.element(place.area))
    if isinstance(element, FocusArea):
        yield from (goal.statement for goal in element.goals)
    if isinstance(element, Indicator):
        holders: list[Goal | FocusArea] = [*policy.all_goals(), *policy.focus_areas]
        yield from (name_of(holder) for holder in holders if element.id in holder.indicator_ids)
