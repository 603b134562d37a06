"""Verdicts on single numbers, and how the verdicts on the ends of an inexact value are joined.

Part of the reference implementation ("oracle") of `evaluation.md`. `# open N` points to entry N of README.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.oracle.figures import Value

TOLERANCE = 1e-9  # comparisons hold within this # open 48
FAR = 1e12  # stands for an end without bound

SHOWN = {
    "achieved": "nået",
    "on_track": "på rette vej",
    "behind": "ikke på rette vej",
    "far_behind": "ikke på rette vej",
    "unchanged": "ikke på rette vej",
    "worsening": "ikke på rette vej",
    "missed": "ikke nået",
    "ambiguous": "kan ikke vurderes",
    "not_assessed": "kan ikke vurderes",
}

# Of two finer words with one shown word, the later one is worse.
FINER = ("behind", "far_behind", "unchanged", "worsening")


@dataclass(frozen=True)
class Point:
    """A single number, or (side +1 or -1) what is just above or just below it."""

    value: float
    side: int = 0


def compare(point: Point, limit: float) -> int:
    """-1, 0 or +1: whether a point lies below, at or above a number."""
    if abs(point.value - limit) <= TOLERANCE:
        return point.side
    return 1 if point.value > limit else -1


def side_of_margin(point: Point, origin: float, margin: float) -> int:
    """+1 or -1 where the point lies more than the margin above or below the origin, else 0 (strictly more)."""
    if compare(point, origin + margin) > 0:
        return 1
    if compare(point, origin - margin) < 0:
        return -1
    return 0


def at_least(progress: float, threshold: float, side: int = 0) -> bool:
    """Whether a progress reaches a threshold; `side` is that of its point, in the desired direction."""
    if abs(progress - threshold) <= TOLERANCE:
        return side >= 0
    return progress > threshold


@dataclass(frozen=True)
class Verdict:
    """The properties of one point."""

    status: str
    reason: str | None = None
    progress: float | None = None
    required: float | None = None


def not_assessed(reason: str) -> Verdict:
    """The verdict that there is none, with the reason."""
    return Verdict("not_assessed", reason)


def by_progress(progress: float | None, side: int) -> str:
    """Rule 9; a blank progress reads as far behind (silent points)."""
    if progress is None:
        return "far_behind"
    if at_least(progress, 0.95, side):
        return "on_track"
    if at_least(progress, 0.60, side):
        return "behind"
    return "far_behind"


def points_of(value: Value, inside: Iterable[float] = (), probes: Iterable[float] = ()) -> list[Point]:
    """The points at which a value is judged: both ends, and the target's value if inside.

    Beyond an end without bound all values must give the same verdict, so there the probes (the numbers at
    which a verdict can turn) are judged too, a little to both sides of each. # open 34
    """
    points: list[Point] = []
    unbounded = not (math.isfinite(value.low) and math.isfinite(value.high))
    if math.isfinite(value.low):
        points.append(Point(value.low, value.low_side))
    else:
        points.append(Point(-FAR))
    if value.high != value.low or value.high_side != value.low_side:
        points.append(Point(value.high, value.high_side) if math.isfinite(value.high) else Point(FAR))
    between = [n for n in inside if value.low < n < value.high]
    points.extend(Point(n) for n in between)
    if unbounded:
        for probe in probes:
            for n in (probe - 1e-6, probe, probe + 1e-6):
                if value.low < n < value.high:
                    points.append(Point(n))
    return points


@dataclass(frozen=True)
class Joined:
    """The verdict on an inexact value, with the lowest and highest progress."""

    status: str
    reason: str | None
    progress: float | None
    progress_high: float | None
    required: float | None


def join(verdicts: list[Verdict]) -> Joined:
    """`ambiguous` only where the shown words differ; else the worse finer word."""
    shown = {SHOWN[verdict.status] for verdict in verdicts}
    progress = [v.progress for v in verdicts if v.progress is not None and abs(v.progress) < FAR / 1e6]
    required = {v.required for v in verdicts if v.required is not None}
    status: str
    reason: str | None
    if len(shown) > 1:
        status, reason = "ambiguous", None
    else:
        worst = max(verdicts, key=lambda v: FINER.index(v.status) if v.status in FINER else -1)
        status, reason = worst.status, worst.reason
    return Joined(
        status,
        reason,
        min(progress) if progress else None,
        max(progress) if progress else None,
        required.pop() if len(required) == 1 else None,
    )


def judge_points(
    figure_points: list[Point], origins: list[float | None], rule: Callable[[Point, float | None], Verdict]
) -> Joined:
    """Judge every point of the figure against every end of the baseline, and join the verdicts."""
    return join([rule(point, origin) for origin in origins for point in figure_points])
