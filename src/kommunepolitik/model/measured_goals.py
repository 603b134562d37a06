"""Which goals are measured, and how near the goal the indicator stands."""

from collections.abc import Iterator, Sequence
from typing import Literal

from kommunepolitik.model.element import Element
from kommunepolitik.model.goals import FocusArea, Goal
from kommunepolitik.model.plan import Track
from kommunepolitik.model.policy import Policy

Measured = Literal["own", "around", "not", "unknown"]
"""How a goal is measured: by an indicator of its own; only by one that stands around it (its area, a track of its area,
the goal above it, a goal below it); not at all; or its indicators stand in a document that is not at hand."""


def unknown(element: Element, field: str) -> bool:
    """Tell whether an element says that a field is not known in full.

    What nobody decided (`not_set`) is known: there is none. All other reasons leave open how many there are.
    """
    gap = element.gap(field)
    return gap is not None and gap.why != "not_set"


def followed_up(element: Goal | FocusArea | Track, policy: Policy) -> tuple[str, ...]:
    """Return the ids of the indicators that measure an element; background (`context`) measures nothing."""
    return tuple(id for id in element.indicator_ids if policy.indicator(id).role == "follow_up")


def measured(policy: Policy) -> dict[str, Measured]:
    """Tell of every goal how it is measured, by id, in the order of the document."""
    elsewhere = unknown(policy, "indicators")
    found: dict[str, Measured] = {}
    for goal in policy.goals:
        found |= _judge(goal, policy, around=False, elsewhere=elsewhere)
    for area in policy.focus_areas:
        tracks = [track for track in _tracks(policy) if track.focus_area == area.id]
        around = bool(followed_up(area, policy)) or any(followed_up(track, policy) for track in tracks)
        for goal in area.goals:
            found |= _judge(goal, policy, around=around, elsewhere=elsewhere or unknown(area, "measured_by"))
    return found


def _judge(goal: Goal, policy: Policy, *, around: bool, elsewhere: bool) -> dict[str, Measured]:
    """Judge a goal and those below it; `around` tells whether what stands above it is measured."""
    own = bool(followed_up(goal, policy))
    found: dict[str, Measured] = {goal.id: "not"}  # the goal stands before those below it
    for below in goal.goals:
        found |= _judge(below, policy, around=around or own, elsewhere=elsewhere)
    if own:
        found[goal.id] = "own"
    elif around or any(followed_up(below, policy) for below in goals_below(goal)):
        found[goal.id] = "around"
    elif elsewhere or unknown(goal, "measured_by"):
        found[goal.id] = "unknown"
    return found


def goals_below(holder: Goal | FocusArea) -> Iterator[Goal]:
    """Yield the goals of an area or goal, and those below them."""
    for goal in holder.goals:
        yield goal
        yield from goals_below(goal)


def _tracks(policy: Policy) -> Sequence[Track]:
    return () if policy.plan is None else policy.plan.tracks
