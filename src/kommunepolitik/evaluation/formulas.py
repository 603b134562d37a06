"""The formulas as array expressions. Months are `Period.ordinal`s; NaN means that there is no number.

Linear: the share of the way expected by now. `cagr`: the compound annual growth so far against the
growth needed, as Open SDG and Statistics Canada use it (Open SDG, "Automatic progress calculation"; Statistics Canada,
Canadian Indicator Framework, methodology), there attributed to Eurostat's method.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from kommunepolitik.evaluation.results import BEHIND, ON_TRACK, TOLERANCE
from kommunepolitik.figures.columns import Mask, Numbers

Words = npt.NDArray[np.str_]
Some = Numbers | float

_ZERO = 0.001
"""The value that replaces a base or target of zero in the cagr method (Open SDG)."""

_HALF_LIFE = 4.44
"""The exponent of Statistics Canada's curve, which flattens near the natural limit."""

_FASTEST, _SLOW = 0.015, 0.005
"""Statistics Canada's classes of growth a year."""

_FARTHEST = 1200
"""Months beyond which nothing is projected."""


def reaches(value: Numbers, limit: Some, sign: Some, side: Some = 0.0) -> Mask:
    """Return where a value is at least (sign +1) or at most (sign −1) a limit, within `TOLERANCE`.

    A value just above (`side` +1) or just below (−1) the given number reaches that number only from its own side.
    """
    slack = TOLERANCE * np.maximum(np.abs(value), np.abs(limit))
    with np.errstate(invalid="ignore"):
        distance = sign * (value - limit)
        is_there = np.abs(distance) <= np.where(np.isinf(slack), 0.0, slack)
        is_reached: Mask = np.where(is_there, side * sign >= 0, distance > 0)
    return is_reached


def status_of(progress: Numbers) -> Words:
    """Return the status for a progress ratio; far behind where there is none."""
    return np.select(
        [reaches(progress, limit, 1.0) for limit in (ON_TRACK, BEHIND)], ["on_track", "behind"], "far_behind"
    )


def first_of(rules: Sequence[tuple[Mask, Any]]) -> Words:
    """Return for each case the word of the first rule that holds; empty where none does."""
    conditions, words = zip(*rules, strict=True)
    found: Words = np.select(conditions, words, "")
    return found


def linear_progress(value: Numbers, base: Numbers, required: Numbers, sign: Numbers) -> Numbers:
    """ρ = d·(y − y0) / |r(t) − y0|; NaN where nothing is required."""
    with np.errstate(invalid="ignore", divide="ignore"):
        needed = np.abs(required - base)
        return np.where(needed == 0, np.nan, sign * (value - base) / needed)


def growth(first: Numbers, last: Numbers, years: Numbers) -> Numbers:
    """Return the compound annual growth rate between two values of the same sign; NaN where there is none.

    `years` are above 0.
    """
    with np.errstate(all="ignore"):
        ratio = last / first
        return np.where(ratio > 0, ratio ** (1 / years) - 1, np.nan)


def growth_to_zero(first: Numbers, last: Numbers, years: Numbers) -> Numbers:
    """Return the compound annual growth rate, where a fall from above zero to zero is −1 (−100 %)."""
    return np.where((first > 0) & (last == 0), -1.0, growth(first, last, years))


def percent_pace(base: Numbers, value: Numbers, years: Numbers) -> Numbers:
    """Return the compound change a year in percent of a base above zero; to below zero it counts as −100 %."""
    return 100 * growth_to_zero(base, np.maximum(value, 0.0), years)


def cagr_progress(
    value: Numbers, base: Numbers, target: Numbers, years: Numbers, whole: Numbers, sign: Numbers
) -> Numbers:
    """ρ = sign(y0)·d·CAGR(y0→y) / |CAGR(y0→v)|; NaN where the method does not apply.

    `years` have passed of the `whole`. Zero base or target counts as 0.001; the method does not apply to mixed signs,
    to less than a year of figures or where no growth is needed.
    """
    first, goal = np.where(base == 0, _ZERO, base), np.where(target == 0, _ZERO, target)
    needed = growth(first, goal, whole)
    with np.errstate(invalid="ignore", divide="ignore"):
        progress = np.sign(first) * sign * growth(first, value, years) / np.abs(needed)
    return np.where((years < 1) | (needed == 0), np.nan, progress)


def trend_class(value: Numbers, base: Numbers, years: Numbers, sign: Numbers, limit: Numbers) -> tuple[Words, Numbers]:
    """Return Statistics Canada's class of a series without a target, and its growth a year signed by the direction.

    d·CAGR against 1.5 %, 0.5 % and 0 a year, the first two times C below a natural limit L. NaN where there is none.
    """
    first = np.where(base == 0, _ZERO, base)
    pace = sign * np.sign(first) * growth_to_zero(first, value, years)
    pace = np.where(years < 1, np.nan, pace)
    easing = limit_factor(first, limit)
    classes = [
        ((easing == 0) & (pace >= 0), "on_track"),
        (easing == 0, "worsening"),
        (reaches(pace, _FASTEST * easing, 1.0), "on_track"),
        (reaches(pace, _SLOW * easing, 1.0), "behind"),
        (pace >= 0, "far_behind"),
        (~(pace >= 0), "worsening"),
    ]
    return first_of(classes), pace


def limit_factor(base: Numbers, limit: Numbers) -> Numbers:
    """Return C, which eases the demand near the natural limit: 1 − (y0/L)^4.44; 1 without a limit or above it."""
    with np.errstate(all="ignore"):
        eased = 1 - (base / limit) ** _HALF_LIFE
    return np.where((limit > 0) & (base >= 0) & (base <= limit), eased, 1.0)


def compound(base: Numbers, percent: Numbers, years: Numbers) -> Numbers:
    """Return a base after some years of growth in percent a year; NaN for a base of 0 or below."""
    with np.errstate(all="ignore"):
        return np.where(base > 0, base * (1 + percent / 100) ** years, np.nan)


def projected_month(
    value: Numbers, month: Numbers, base: Numbers, base_month: Numbers, target: Numbers, *, compounding: bool
) -> Numbers:
    """Return the month in which the pace so far reaches the target; NaN if never, or not within 100 years.

    The value must have moved toward the target since the baseline.
    """
    months = month - base_month
    with np.errstate(all="ignore"):
        if compounding:
            ahead = months * np.log(target / value) / np.log(value / base)
            ahead = np.where((base * value <= 0) | (value * target <= 0), np.nan, ahead)
        else:
            ahead = months * (target - value) / (value - base)
        return np.where(ahead > _FARTHEST, np.nan, month + np.ceil(np.round(ahead, 9)))
