"""The margin of each case: the smallest movement that is meaningful."""

from typing import Final

import attrs
import numpy as np

from kommunepolitik.evaluation.cases import Cases
from kommunepolitik.evaluation.results import TOLERANCE
from kommunepolitik.evaluation.selection import Values
from kommunepolitik.figures import Figures
from kommunepolitik.figures.columns import Mask, Numbers, Whole, cells_at

_MOST_DECIMALS: Final = 3
"""Figures with more decimals are computed, not published."""

_LIKELY: Final = 1.96
"""Standard deviations that random variation stays within 19 times out of 20 (normal distribution)."""


@attrs.frozen(eq=False, kw_only=True)
class Margins:
    """The margins of all cases, in the unit of the indicator."""

    cases: Cases
    plain: Numbers
    """The margin that the policy states, else half a unit of the last published decimal."""

    @classmethod
    def of(cls, cases: Cases, figures: Figures) -> "Margins":
        """Return the margins of some cases."""
        plain = np.where(np.isnan(cases.margin), 0.5 / 10.0**cases.decimals, cases.margin)
        if (unknown := np.isnan(plain)).any():
            digits = _digits_of_series(figures)
            most = np.maximum(_decimals(cases.stated), cells_at(digits, cases.series, 0))
            most = np.maximum(most, np.where(cases.is_relative, cells_at(digits, cases.reference, 0), 0))
            plain = np.where(unknown, 0.5 / 10.0**most, plain)
        return cls(cases=cases, plain=plain)

    def steady(self, before: Values, now: Values) -> Numbers:
        """Return the margin of movements between two figures without random variation: at least one person."""
        with np.errstate(divide="ignore", invalid="ignore"):
            person = self.cases.scale / np.fmin(before.denominator, now.denominator)
        return np.fmax(self.plain, np.where(np.isfinite(person), person, 0.0))

    def between(self, before: Values, now: Values) -> Numbers:
        """Return the margin of movements between two figures.

        Where each period has new people, it covers random variation in 19 years of 20: for a share
        1.96·√(p0(1−p0)/n0 + p(1−p)/n), for a count of events 1.96·√(y0 + y): the normal approximations of the
        difference of two binomial shares and of two Poisson counts (Armitage, Berry and Matthews, Statistical Methods
        in Medical Research).
        """
        cases, steady = self.cases, self.steady(before, now)
        if not cases.chance.any():
            return steady
        y0, y = np.where(np.isnan(before.own), now.own, before.own), now.own
        first, last = before.denominator, now.denominator
        n0, n = np.where(np.isnan(first), last, first), np.where(np.isnan(last), first, last)
        with np.errstate(divide="ignore", invalid="ignore"):
            p0, p = y0 / cases.scale, y / cases.scale
            share = _LIKELY * cases.scale * np.sqrt(p0 * (1 - p0) / n0 + p * (1 - p) / n)
            events = np.where(cases.is_whole, _LIKELY * np.sqrt(y0 + y), np.nan)
            chance = np.where(np.isnan(cases.scale), events, share)
        return np.where(cases.chance & np.isfinite(chance), np.fmax(steady, chance), steady)


def is_beyond(movement: Numbers, margin: Numbers, side: "Numbers | float" = 0.0) -> Mask:
    """Return where a movement exceeds a margin; one just above it (`side` +1) does, too."""
    slack = TOLERANCE * np.maximum(1.0, np.abs(margin))
    with np.errstate(invalid="ignore"):
        is_there = np.abs(movement - margin) <= slack
        exceeds: Mask = np.where(is_there, np.greater(side, 0), movement > margin)
    return exceeds


def _digits_of_series(figures: Figures) -> Numbers:
    """Return the largest number of decimals among the figures of each series, without forecasts."""
    rows, numbers = figures.measured, figures.observations.numbers
    if not len(rows.row):
        return np.zeros(0)
    digits, high = _most_decimals(numbers["value"][rows.row], rows.starts), numbers["value_high"]
    return digits if np.isnan(high).all() else np.maximum(digits, _most_decimals(high[rows.row], rows.starts))


def _most_decimals(values: Numbers, starts: Whole) -> Numbers:
    """Return the largest number of decimals in each run of values, which begin at some positions."""
    rounded = np.rint(values)
    is_part = (rounded != values) & ~np.isnan(values)
    digits = np.where(np.logical_or.reduceat(is_part, starts), 1.0, 0.0)
    for decimals in range(_MOST_DECIMALS - 1, 0, -1):
        if (digits != 1).all():
            break
        has_more = (np.round(values, decimals, out=rounded) != values) & is_part
        digits = np.where((digits == 1) & np.logical_or.reduceat(has_more, starts), decimals + 1, digits)
    return digits


def _decimals(values: Numbers) -> Numbers:
    """Return the decimals of the shortest text of each number, at most three; 0 for none."""
    return _most_decimals(values, np.arange(len(values))) if len(values) else values
