"""Statuses and reasons: what can be said of a target, and why it cannot."""

from typing import Final, Literal

Status = Literal["achieved", "on_track", "behind", "far_behind", "worsening", "missed", "ambiguous", "not_assessed"]

STATUSES: Final[tuple[Status, ...]] = (
    "achieved",
    "on_track",
    "behind",
    "far_behind",
    "worsening",
    "missed",
    "ambiguous",
    "not_assessed",
)
"""In the order of the table; the first six from best to worst."""

RANKED: Final = STATUSES[:6]

Reason = Literal[
    "awaiting_data",
    "no_data",
    "no_period",
    "no_reference",
    "suppressed",
    "no_due",
    "no_baseline",
    "baseline_only",
    "break_in_series",
    "period_mismatch",
    "before_start",
    "undefined_percent",
    "method",
    "no_target",
    "own_words",
]
"""Why a target is `not_assessed`."""

Method = Literal["linear", "cagr"]

ON_TRACK: Final = 0.95
BEHIND: Final = 0.60
"""Progress from which a target is on track, and below which it is far behind."""

TOLERANCE: Final = 1e-9
"""Comparisons hold within this share of the larger number."""


def reaches(value: float, limit: float, sign: int) -> bool:
    """Tell whether a value is at least (sign +1) or at most (sign −1) a limit, within `TOLERANCE`."""
    slack = TOLERANCE * max(abs(value), abs(limit)) if abs(value) != float("inf") else 0.0
    return sign * (value - limit) >= -slack


def status_of(progress: float) -> Status:
    """Return the status that a progress ratio stands for."""
    if reaches(progress, ON_TRACK, 1):
        return "on_track"
    if reaches(progress, BEHIND, 1):
        return "behind"
    return "far_behind" if progress >= 0 else "worsening"


def worst(statuses: list[Status]) -> Status | None:
    """Return the worst of the statuses that can be ranked; ambiguous and not assessed stand outside."""
    ranked = [status for status in statuses if status in RANKED]
    return max(ranked, key=RANKED.index) if ranked else None
