"""The formulas, each once, as array expressions. Months are `Period.ordinal`s; NaN stands where there is no number.

Linear: the share of the way that should have been gone by now. `cagr`: the compound annual growth so far against the
growth needed, as Open SDG and Statistics Canada use it (Open SDG, "Automatic progress calculation"; Statistics Canada,
Canadian Indicator Framework, methodology), there attributed to Eurostat's method.
"""

import numpy as np
import numpy.typing as npt

from kommunepolitik.evaluation.results import BEHIND, ON_TRACK, TOLERANCE
from kommunepolitik.figures.periods import Mask, Numbers, Whole

Words = npt.NDArray[np.str_]

_ZERO = 0.001
"""What a base or target of zero counts as in the cagr method (Open SDG)."""

_HALF_LIFE = 4.44
"""The exponent of Statistics Canada's curve, which flattens near the natural limit."""

_FASTEST, _SLOW = 0.015, 0.005
"""Statistics Canada's classes of growth a year."""

_FARTHEST = 1200
"""Months beyond which nothing is projected."""


def reaches(value: Numbers, limit: Numbers | float, sign: Numbers | float) -> Mask:
    """Return where a value is at least (sign +1) or at most (sign −1) a limit, within `TOLERANCE`."""
    slack = TOLERANCE * np.maximum(np.abs(value), np.abs(limit))
    with np.errstate(invalid="ignore"):
        return sign * (value - limit) >= -np.where(np.isinf(value), 0.0, slack)


def status_of(progress: Numbers) -> Words:
    """Return the status that a progress ratio means; NaN means worsening."""
    conditions = [reaches(progress, ON_TRACK, 1), reaches(progress, BEHIND, 1), progress >= 0]
    return np.select(conditions, ["on_track", "behind", "far_behind"], "worsening")


def linear_progress(value: Numbers, base: Numbers, required: Numbers, sign: Numbers) -> Numbers:
    """ρ = d·(y − y0) / |r(t) − y0|; NaN where nothing is required yet."""
    with np.errstate(invalid="ignore", divide="ignore"):
        needed = np.abs(required - base)
        return np.where(needed == 0, np.nan, sign * (value - base) / needed)


def growth(first: Numbers, last: Numbers, years: Numbers) -> Numbers:
    """Return the compound annual growth rate between two values of the same sign; NaN where there is none."""
    with np.errstate(all="ignore"):
        ratio = last / first
        return np.where((ratio > 0) & (years > 0), ratio ** (1 / years) - 1, np.nan)


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
    pace = sign * np.sign(first) * growth(first, value, years)
    pace = np.where(years < 1, np.nan, pace)
    easing = limit_factor(first, limit)
    classes = [
        (easing == 0) & (pace >= 0),
        easing == 0,
        reaches(pace, _FASTEST * easing, 1),
        reaches(pace, _SLOW * easing, 1),
        pace >= 0,
    ]
    status = np.select(classes, ["on_track", "worsening", "on_track", "behind", "far_behind"], "worsening")
    return status, pace


def limit_factor(base: Numbers, limit: Numbers) -> Numbers:
    """Return C, which eases the demand near the natural limit: 1 − (y0/L)^4.44, mirrored above L."""
    with np.errstate(all="ignore"):
        below, above = 1 - (base / limit) ** _HALF_LIFE, 1 - ((2 * limit - base) / limit) ** _HALF_LIFE
    without = np.isnan(limit) | (limit <= 0) | (base < 0) | (base >= 2 * limit)
    return np.select([without, base <= limit], [1.0, below], above)


def compound(base: Numbers, percent: Numbers, years: Numbers) -> Numbers:
    """Return what a base has become after so many years of so many percent a year; NaN for a base of 0 or below."""
    with np.errstate(all="ignore"):
        return np.where(base > 0, base * (1 + percent / 100) ** years, np.nan)


def projected_month(
    value: Numbers, month: Whole, base: Numbers, base_month: Whole, target: Numbers, *, compounding: bool
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


def rounded(value: Numbers, decimals: Numbers) -> Numbers:
    """Round half away from zero, as Integrationsbarometeret does; where decimals are NaN, not at all."""
    with np.errstate(all="ignore"):
        scale = 10.0 ** np.nan_to_num(decimals)
        # The product of 2.675 and 100 is a hair too small; what is within a billionth of a half counts as one.
        near = np.copysign(np.floor(np.abs(value) * scale * (1 + 1e-12) + 0.5), value) / scale
    return np.where(np.isnan(decimals), value, near)
