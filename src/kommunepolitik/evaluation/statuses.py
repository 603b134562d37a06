"""Statuses and reasons: how a target is judged, and why it cannot be."""

from collections.abc import Iterable
from typing import Final, Literal, get_args

Status = Literal["achieved", "on_track", "behind", "far_behind", "worsening", "missed", "ambiguous", "not_assessed"]

STATUSES: Final[tuple[Status, ...]] = get_args(Status)
"""In the order of the table; the first six from best to worst."""

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


def worst(statuses: Iterable[str]) -> Status | None:
    """Return the worst of the statuses that can be ranked; ambiguous and not assessed are not."""
    given = set(statuses)
    return next((status for status in reversed(STATUSES[:6]) if status in given), None)
