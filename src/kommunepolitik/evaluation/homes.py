"""What an indicator measures, and who answers for it."""

from collections.abc import Iterable
from typing import Any, Literal

from kommunepolitik.model import FocusArea, Goal, Policy


def responsible_for(policy: Policy, indicator: str) -> str:
    """Return who answers for an indicator: itself, else its track, its goal, its area; empty where nobody is named."""
    own = policy.indicator(indicator).responsible
    tracks = policy.plan.tracks if policy.plan else ()
    holders: Iterable[Any] = [*tracks, *policy.all_goals(), *policy.focus_areas]
    return own or next((h.responsible for h in holders if indicator in h.indicator_ids and h.responsible), "")


def homes(policy: Policy, indicator: str, by: Literal["area", "goal", "track"]) -> list[str]:
    """Return the ids of the areas, goals or tracks that an indicator measures."""
    if by == "goal":
        return [goal.id for goal in policy.all_goals() if indicator in goal.indicator_ids]
    if by == "track":
        return [track.id for track in (policy.plan.tracks if policy.plan else ()) if indicator in track.indicator_ids]
    return [area.id for area in policy.focus_areas if _measures(area, indicator)]


def _measures(holder: FocusArea | Goal, indicator: str) -> bool:
    return indicator in holder.indicator_ids or any(_measures(goal, indicator) for goal in holder.goals)
