"""Inexact values as the lowest and highest that they can be."""

import numpy as np

from kommunepolitik.figures import Figures, Numbers, Objects, Whole
from kommunepolitik.model import Indicator, Interval


def interval(value: float, high: float | None, qualifier: str | None, indicator: Indicator) -> Interval:
    """Return the values that a figure of an indicator can be."""
    return Interval.of(value, high, qualifier, indicator.unit, indicator.limit)


def intervals(figures: Figures, positions: Whole, indicators: Objects) -> tuple[Numbers, Numbers]:
    """Return the ends of the figures at some positions; only inexact ones are looked at one by one."""
    value, above = figures.numbers("value", positions), figures.numbers("value_high", positions)
    qualifier = figures.texts("qualifier", positions)
    low, high = value.copy(), value.copy()
    for number in np.flatnonzero(~np.isnan(above) | (qualifier == "under") | (qualifier == "over")).tolist():
        upper = None if np.isnan(above[number]) else above[number]
        low[number], high[number] = interval(value[number], upper, qualifier[number], indicators[number]).both
    return low, high
