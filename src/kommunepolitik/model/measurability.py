"""What can be measured in a policy: counts of elements, how goals are measured, which parts indicators lack."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal, get_args

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.errors.marks import N_
from kommunepolitik.model.element import Element, GapReason
from kommunepolitik.model.goals import FocusArea, Goal, goals_below
from kommunepolitik.model.indicators import Indicator
from kommunepolitik.model.plan import Track
from kommunepolitik.model.policy import Policy, StatedCount
from kommunepolitik.model.process import Countable
from kommunepolitik.model.scalars import check_object, coerce_choice

COUNT_WORDS: Final[Mapping[str, str]] = {
    "goals": N_("goals in the focus areas"),
    "overarching_goals": N_("overarching goals"),
    "focus_areas": N_("focus areas"),
    "target_groups": N_("target groups"),
    "values": N_("values"),
    "framework_items": N_("items of the framework"),
    "tracks": N_("implementation tracks"),
    "tracks_with_indicators": N_("tracks with indicators"),
    "indicators_per_track": N_("indicators per track"),
}
"""What is counted in a policy, in words."""

Measured = Literal["own", "around", "not", "unknown"]
"""How a goal is measured: by an indicator of its own; only by one of a related element (its area, a track of its area,
the goal above it, a goal below it); not at all; or its indicators are in a document that is not available."""

Part = Literal["targets", "baseline", "direction", "unit", "responsible", "data_source", "frequency"]
"""One of `PARTS`."""

PARTS: Final[tuple[Part, ...]] = get_args(Part)
"""What an indicator needs before it can follow anything up."""

_OF_FIGURES: Final = frozenset({"targets", "baseline", "direction", "unit"})


def unknown(element: Element, field: str) -> bool:
    """Return whether a field is not known in full; what nobody decided (`not_set`) is known: there is none."""
    gap = element.gap(field)
    return gap is not None and gap.why != "not_set"


def followed_up(element: Goal | FocusArea | Track, policy: Policy, *, documented: bool = False) -> tuple[str, ...]:
    """Return the ids of the follow-up indicators that measure an element.

    `documented` leaves out what the modeller set up: the indicator, or that it measures the element.
    """
    if not documented:
        return tuple(id for id in element.indicator_ids if policy.indicator(id).role == "follow_up")
    stated = (link.indicator for link in element.indicator_links if link.basis == "source")
    return tuple(id for id in stated if (each := policy.indicator(id)).role == "follow_up" and each.basis == "source")


# Counts.


@attrs.frozen
class Counted:
    """A number, or the least and the most of several (indicators per track: 2 to 3)."""

    low: int
    high: int
    stated: bool = attrs.field(default=False, eq=False)
    """Whether a document states it of elements that are not available; else they are counted."""

    __repr__ = short_repr

    def agrees(self, stated: StatedCount) -> bool:
        """Return whether it is what a document states.

        >>> found = Counted(low=2, high=3)
        >>> print(found, found.agrees(StatedCount(what="indicators_per_track", low=2, high=4)))
        2-3 True
        """
        least, most = stated.ends
        return least <= self.low and self.high <= most

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low}-{self.high}"


def count(policy: Policy, what: Countable) -> Counted | None:
    """Count something in a policy; None where it is not known how many there are.

    Goals are those of the focus areas, sub-goals among them. Indicators are counted only where they follow up and
    documents name them, and per track only in tracks that have any.

    Raises:
        InvalidModel: it is not a policy, or the name is not one of those that are counted.

    >>> import kommunepolitik.model as m
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse")
    >>> str(count(policy, "goals"))
    '0'
    """
    check_object(policy, Policy)
    coerce_choice(what, get_args(Countable))
    if what == "indicators_per_track":
        numbers = _indicators_of_tracks(policy)
        return Counted(min(numbers), max(numbers)) if numbers else None
    number = counted(policy, what)
    return None if number is None else Counted(number, number)


def count_or_stated(policy: Policy, what: Countable) -> Counted | None:
    """Count something; where that is not known, return the least and the most that the documents state."""
    found = count(policy, what)
    stated = [each.ends for each in policy.stated_counts if each.what == what]
    if found is not None or not stated:
        return found
    lows, highs = zip(*stated, strict=True)
    return Counted(min(lows), max(highs), stated=True)


def counted(policy: Policy, what: Countable) -> int | None:
    """Count something of which there is one number."""
    if what in _COUNTERS:
        return _COUNTERS[what](policy)
    return _length(policy, "goals" if what == "overarching_goals" else what)


def goals_of_area(area: FocusArea) -> int | None:
    """Count the goals of a focus area, sub-goals among them; None where it is not known how many there are."""
    goals = list(goals_below(area))
    return None if any(unknown(holder, "goals") for holder in (area, *goals)) else len(goals)


def _tracks(policy: Policy) -> Sequence[Track] | None:
    """Return the tracks of the plan; None where the plan, or what is in it, is not known."""
    if policy.plan is None:
        return None if unknown(policy, "plan") else ()
    return None if unknown(policy.plan, "tracks") else policy.plan.tracks


def _indicators_of_tracks(policy: Policy) -> list[int] | None:
    tracks = _tracks(policy)
    if tracks is None or any(unknown(track, "measured_by") for track in tracks):
        return None
    return [number for track in tracks if (number := len(followed_up(track, policy, documented=True)))]


def _length(element: Element, field: str) -> int | None:
    return None if unknown(element, field) else len(getattr(element, field))


def _total(policy: Policy, field: str, numbers: Iterable[int | None]) -> int | None:
    """Add up the numbers of the parts in a field, where all are known."""
    known = list(numbers)
    return None if unknown(policy, field) or None in known else sum(filter(None, known))


_COUNTERS: Final[Mapping[str, Callable[[Policy], int | None]]] = {
    "goals": lambda policy: _total(policy, "focus_areas", map(goals_of_area, policy.focus_areas)),
    "framework_items": lambda policy: _total(policy, "frameworks", (_length(f, "items") for f in policy.frameworks)),
    "tracks": lambda policy: None if (tracks := _tracks(policy)) is None else len(tracks),
    "tracks_with_indicators": lambda policy: None if (n := _indicators_of_tracks(policy)) is None else len(n),
}


# How goals are measured.


def measured(policy: Policy, *, documented: bool = False) -> dict[str, Measured]:
    """Return how each goal is measured, by id, in the order of the document; see `followed_up` for `documented`."""
    elsewhere = unknown(policy, "indicators")

    def has(holder: Goal | FocusArea | Track) -> bool:
        return bool(followed_up(holder, policy, documented=documented))

    found: dict[str, Measured] = {}
    for goal in policy.goals:
        found |= _judge(goal, has, around=False, elsewhere=elsewhere)
    for area in policy.focus_areas:
        tracks = () if policy.plan is None else policy.plan.tracks
        around = has(area) or any(has(track) for track in tracks if track.focus_area == area.id)
        for goal in area.goals:
            found |= _judge(goal, has, around=around, elsewhere=elsewhere or unknown(area, "measured_by"))
    return found


def _judge(goal: Goal, has: Callable[[Goal], bool], *, around: bool, elsewhere: bool) -> dict[str, Measured]:
    """Judge a goal and those below it; `around` is whether the elements above it are measured."""
    own = has(goal)
    found: dict[str, Measured] = {goal.id: "not"}  # the goal comes before those below it
    for below in goal.goals:
        found |= _judge(below, has, around=around or own, elsewhere=elsewhere)
    if own:
        found[goal.id] = "own"
    elif around or any(map(has, goals_below(goal))):
        found[goal.id] = "around"
    elif elsewhere or unknown(goal, "measured_by"):
        found[goal.id] = "unknown"
    return found


# What indicators have and lack.


def is_given(indicator: Indicator, part: Part) -> bool:
    """Return whether an indicator has a part.

    A baseline is given when its value is, not when only its period is. Where each target has a baseline of its own, the
    indicator needs none, unless the policy states that it does.
    """
    if part != "baseline":
        return bool(getattr(indicator, part))
    if indicator.baseline is not None and indicator.baseline.value is not None:
        return True
    own = [getattr(target, "baseline", None) for target in indicator.targets]
    all_have = bool(own) and all(baseline is not None and baseline.value is not None for baseline in own)
    return all_have and indicator.gap("baseline") is None


def is_needed(indicator: Indicator, part: Part) -> bool:
    """Return whether an indicator needs a part.

    An indicator that people judge has no target figures, baseline figure, direction or unit of its own; it needs one
    only where the policy itself lists it as missing.
    """
    return indicator.kind == "quantitative" or part not in _OF_FIGURES or indicator.gap(part) is not None


@attrs.frozen(kw_only=True)
class Tally:
    """Which of some indicators have a part, as their ids."""

    given: tuple[str, ...]
    missing: Mapping[GapReason | None, tuple[str, ...]]
    """Those that lack it, by the reason the policy gives; None where it gives none."""
    not_needed: tuple[str, ...]
    """Those judged by people, which do not need it."""

    __repr__ = short_repr

    @property
    def unknown(self) -> tuple[str, ...]:
        """Those where it is not known: it is in a document not available, or is unclear."""
        return self.missing.get("not_in_sources", ()) + self.missing.get("unclear", ())

    @property
    def needed(self) -> int:
        """How many have it or should have it."""
        return len(self.given) + sum(map(len, self.missing.values()))


def tally(
    indicators: Iterable[Indicator], part: Part, policy: Policy | None = None, *, documented: bool = False
) -> Tally:
    """Return which indicators have a part, which lack it and why, and which do not need it.

    With their policy, who is responsible is looked up as in reports: at the indicator itself, or else at a track, goal
    or area that it measures, or the reason why nobody is. `documented` leaves out targets that the modeller read or set
    up.
    """
    given: list[str] = []
    not_needed: list[str] = []
    missing: dict[GapReason | None, list[str]] = {}
    holders = policy.holders if policy is not None and part == "responsible" else {}
    for indicator in indicators:
        around = holders.get(indicator.id, ())
        given_here = is_given(indicator, part)
        if documented and part == "targets":
            given_here = any(target.basis == "source" for target in indicator.targets)
        if given_here or any(holder.responsible for holder in around):
            given.append(indicator.id)
        elif is_needed(indicator, part):
            gaps = (holder.gap(part) for holder in (indicator, *around))
            missing.setdefault(next((gap.why for gap in gaps if gap is not None), None), []).append(indicator.id)
        else:
            not_needed.append(indicator.id)
    by_reason = MappingProxyType({reason: tuple(ids) for reason, ids in missing.items()})
    return Tally(given=tuple(given), missing=by_reason, not_needed=tuple(not_needed))


# The whole for one policy.


@attrs.frozen(kw_only=True)
class Measurability:
    """What a policy contains, how it is measured, and what its indicators have; None where it is not known."""

    policy: str
    focus_areas: int | None
    goals: int | None
    """Goals in the focus areas, sub-goals among them."""
    goals_per_area: Mapping[str, int | None]
    """By id of the area, in the order of the document."""
    overarching_goals: int | None
    target_groups: int | None
    values: int | None
    follow_up_indicators: int | None
    context_indicators: int | None
    tracks: int | None
    tracks_with_indicators: int | None
    indicators_per_track: Counted | None
    """The least and the most, of the tracks that have any; None also where no track has."""
    framework_items: int | None
    framework_items_answered: int | None
    """How many of them a goal supports."""
    measured: Mapping[str, Measured]
    parts: Mapping[Part, Tally]
    """Which of the follow-up indicators have a target, a baseline, a direction and so on."""
    target_kinds: Mapping[str, int]
    """How many targets of each kind there are; a document may set one without naming an indicator."""
    gaps: Mapping[GapReason, int]

    __repr__ = short_repr

    def goals_measured(self, how: Measured) -> tuple[str, ...]:
        """Return the ids of the goals that are measured in a way.

        >>> import kommunepolitik as kp
        >>> facts = measure(kp.load("docs/tutorial/nybro/integration_2024"))
        >>> facts.goals_measured("not"), len(facts.goals_measured("own"))
        (('sige-det-aabent',), 13)
        """
        return tuple(goal for goal, way in self.measured.items() if way == how)


def measure(policy: Policy, *, documented: bool = False) -> Measurability:
    """Return what of a policy can be measured; raises `InvalidModel` if it is not a policy.

    `documented` leaves out the indicators, targets and links of them that no document names and the modeller set up
    (`basis: interpretation`).

    >>> import kommunepolitik.model as m
    >>> indicator = m.Indicator(id="ledige", title="Ledige", unit="antal")
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse", indicators=[indicator])
    >>> facts = measure(policy)
    >>> facts.follow_up_indicators, facts.parts["unit"].given, dict(facts.parts["targets"].missing)
    (1, ('ledige',), {None: ('ledige',)})
    """
    check_object(policy, Policy)
    indicators = [each for each in policy.indicators if not documented or each.basis == "source"]
    followed = [indicator for indicator in indicators if indicator.role == "follow_up"]
    indicators_known = not unknown(policy, "indicators")
    asked = (target for each in policy.indicators if each.role == "follow_up" for target in each.targets)
    targets = (target for target in asked if not documented or target.basis == "source")
    numbers = {what: counted(policy, what) for what in get_args(Countable) if what != "indicators_per_track"}
    answered = None
    if numbers["framework_items"] is not None and numbers["goals"] is not None and not unknown(policy, "goals"):
        supports = (support for goal in policy.all_goals() for support in goal.supports)
        answered = len({each.item for each in supports if not documented or each.basis == "source"})
    return Measurability(
        policy=policy.id,
        **numbers,
        goals_per_area=MappingProxyType({area.id: goals_of_area(area) for area in policy.focus_areas}),
        follow_up_indicators=len(followed) if indicators_known else None,
        context_indicators=len(indicators) - len(followed) if indicators_known else None,
        indicators_per_track=count(policy, "indicators_per_track"),
        framework_items_answered=answered,
        measured=MappingProxyType(measured(policy, documented=documented)),
        parts=MappingProxyType({part: tally(followed, part, policy, documented=documented) for part in PARTS}),
        target_kinds=MappingProxyType(Counter(target.kind for target in targets)),
        gaps=MappingProxyType(Counter(gap.why for each in (policy, *policy.elements.values()) for gap in each.missing)),
    )
