"""The formulas, each once. Plain numbers in, plain numbers out; months are `Period.ordinal`s.

Linear: the share of the way that should have been gone by now. `cagr`: the compound annual growth so far against the
growth needed, as Open SDG and Statistics Canada use it (Open SDG, "Automatic progress calculation"; Statistics Canada,
Canadian Indicator Framework, methodology), there attributed to Eurostat's method.
"""

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

from kommunepolitik.evaluation.statuses import Status, reaches

_ZERO = 0.001
"""What a base or target of zero is read as by the cagr method (Open SDG)."""

_HALF_LIFE = 4.44
"""The exponent of Statistics Canada's curve, which flattens near the natural limit."""


class Point(NamedTuple):
    """A place on a path: a month and a value."""

    month: int
    value: float


def path_value(month: int, path: Sequence[Point]) -> float:
    """Return the value at a month of the straight path through the points; outside them, that of the nearest."""
    if month <= path[0].month:
        return path[0].value
    for earlier, later in itertools.pairwise(path):
        if month <= later.month:
            share = (month - earlier.month) / (later.month - earlier.month)
            return earlier.value + share * (later.value - earlier.value)
    return path[-1].value


def linear_progress(value: float, base: float, required: float, sign: int) -> float | None:
    """ρ = d·(y − y0) / |r(t) − y0|; none where nothing is required yet."""
    needed = abs(required - base)
    return None if needed == 0 else sign * (value - base) / needed


def growth(first: float, last: float, years: float) -> float:
    """Return the compound annual growth rate between two values of the same sign."""
    return float((last / first) ** (1 / years)) - 1


def cagr_progress(value: Point, base: Point, target: Point, sign: int) -> float | None:
    """ρ = sign(y0)·d·CAGR(y0→y) / |CAGR(y0→v)|; none where the method does not apply.

    Zero base or target is read as 0.001; mixed signs, less than a year of figures or no growth needed cannot be read.
    """
    first, goal = base.value or _ZERO, target.value or _ZERO
    years, whole = (value.month - base.month) / 12, (target.month - base.month) / 12
    if years < 1 or whole <= 0 or first * goal <= 0 or value.value / first <= 0:
        return None
    needed = growth(first, goal, whole)
    if needed == 0:
        return None
    return math.copysign(1, first) * sign * growth(first, value.value, years) / abs(needed)


def trend_class(value: Point, base: Point, sign: int, limit: float | None) -> tuple[Status, float] | None:
    """Return Statistics Canada's class of a series without a target, and its growth rate.

    d·CAGR against 1.5 %, 0.5 % and 0 a year, the first two times C below a natural limit L.
    """
    years = (value.month - base.month) / 12
    first = base.value or _ZERO
    if years < 1 or value.value / first <= 0:
        return None
    rate = growth(first, value.value, years)
    easing = limit_factor(first, limit)
    pace = sign * math.copysign(1, first) * rate
    if easing == 0:
        return ("on_track" if pace >= 0 else "worsening"), rate
    if reaches(pace, 0.015 * easing, 1):
        return "on_track", rate
    if reaches(pace, 0.005 * easing, 1):
        return "behind", rate
    return ("far_behind" if pace >= 0 else "worsening"), rate


def limit_factor(base: float, limit: float | None) -> float:
    """Return C, which eases the demand near the natural limit: 1 − (y0/L)^4.44, mirrored above L."""
    if limit is None or limit <= 0 or base < 0:
        return 1.0
    if base <= limit:
        return float(1 - (base / limit) ** _HALF_LIFE)
    return float(1 - ((2 * limit - base) / limit) ** _HALF_LIFE) if base < 2 * limit else 1.0


def compound(base: float, percent: float, years: float) -> float:
    """Return what a base has become after so many years of so many percent a year."""
    return float(base * (1 + percent / 100) ** years)


def pace_percent(base: float, value: float, years: float) -> float | None:
    """Return the average compound change a year in percent, where it can be said."""
    return 100 * growth(base, value, years) if base > 0 and value > 0 else None


def projected_month(value: Point, base: Point, target: float, sign: int, *, compounding: bool) -> int | None:
    """Return the month in which the pace so far reaches the target; none if never, or not within 100 years."""
    months = value.month - base.month
    if months <= 0 or sign * (value.value - base.value) <= 0:
        return None
    if compounding:
        if base.value * value.value <= 0 or value.value * target <= 0:
            return None
        ahead = months * math.log(target / value.value) / math.log(value.value / base.value)
    else:
        ahead = months * (target - value.value) / (value.value - base.value)
    return None if ahead > 1200 else value.month + math.ceil(round(ahead, 9))


def rounded(value: float, decimals: int | None) -> float:
    """Round half away from zero, as Integrationsbarometeret does; without decimals, not at all."""
    if decimals is None:
        return value
    scale = 10.0**decimals
    # The product of 2.675 and 100 is a hair too small; what is within a billionth of a half counts as one.
    return math.copysign(math.floor(abs(value) * scale * (1 + 1e-12) + 0.5), value) / scale
