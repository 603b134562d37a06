"""How many of something a policy has, counted as documents count when they state it themselves."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import attrs

from kommunepolitik.errors import N_
from kommunepolitik.model.goals import FocusArea
from kommunepolitik.model.measured_goals import followed_up, goals_below, unknown
from kommunepolitik.model.plan import Track
from kommunepolitik.model.policy import Policy, StatedCount
from kommunepolitik.model.process import Countable

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
"""What can be counted, in words; the catalogues translate them."""


@attrs.frozen
class Counted:
    """A number, or the least and the most of several (indicators per track: 2 to 3)."""

    low: int
    high: int

    def agrees(self, stated: StatedCount) -> bool:
        """Tell whether it is what a document states."""
        return stated.low <= self.low and self.high <= (stated.low if stated.high is None else stated.high)

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low}-{self.high}"


def count(policy: Policy, what: Countable) -> Counted | None:
    """Count something in a policy; None where it is not known how many there are.

    Goals are those of the focus areas, sub-goals among them. Indicators are counted only where they follow up, and per
    track only in tracks that have any.
    """
    return _COUNTERS[what](policy)


def counted(policy: Policy, what: Countable) -> int | None:
    """Count something of which there is one number."""
    number = count(policy, what)
    return None if number is None else number.low


def goals_of_area(area: FocusArea) -> int | None:
    """Count the goals of a focus area, sub-goals among them; None where it is not known how many there are."""
    goals = list(goals_below(area))
    return None if any(unknown(holder, "goals") for holder in (area, *goals)) else len(goals)


def tracks_of(policy: Policy) -> Sequence[Track] | None:
    """Return the tracks of the plan; None where the plan, or what is in it, is not known."""
    if policy.plan is None:
        return None if unknown(policy, "plan") else ()
    return None if unknown(policy.plan, "tracks") else policy.plan.tracks


def _listed(field: str) -> Callable[[Policy], Counted | None]:
    def counter(policy: Policy) -> Counted | None:
        return None if unknown(policy, field) else _just(len(getattr(policy, field)))

    return counter


def _goals(policy: Policy) -> Counted | None:
    of_areas = [goals_of_area(area) for area in policy.focus_areas]
    if unknown(policy, "focus_areas") or None in of_areas:
        return None
    return _just(sum(number for number in of_areas if number is not None))


def _framework_items(policy: Policy) -> Counted | None:
    if unknown(policy, "frameworks") or any(unknown(framework, "items") for framework in policy.frameworks):
        return None
    return _just(sum(len(framework.items) for framework in policy.frameworks))


def _tracks(policy: Policy) -> Counted | None:
    tracks = tracks_of(policy)
    return None if tracks is None else _just(len(tracks))


def _indicators_of_tracks(policy: Policy) -> list[int] | None:
    tracks = tracks_of(policy)
    if tracks is None or any(unknown(track, "measured_by") for track in tracks):
        return None
    return [number for track in tracks if (number := len(followed_up(track, policy)))]


def _tracks_with_indicators(policy: Policy) -> Counted | None:
    numbers = _indicators_of_tracks(policy)
    return None if numbers is None else _just(len(numbers))


def _indicators_per_track(policy: Policy) -> Counted | None:
    numbers = _indicators_of_tracks(policy)
    return Counted(min(numbers), max(numbers)) if numbers else None


def _just(number: int) -> Counted:
    return Counted(number, number)


_COUNTERS: Final[Mapping[Countable, Callable[[Policy], Counted | None]]] = {
    "goals": _goals,
    "overarching_goals": _listed("goals"),
    "focus_areas": _listed("focus_areas"),
    "target_groups": _listed("target_groups"),
    "values": _listed("values"),
    "framework_items": _framework_items,
    "tracks": _tracks,
    "tracks_with_indicators": _tracks_with_indicators,
    "indicators_per_track": _indicators_per_track,
}
