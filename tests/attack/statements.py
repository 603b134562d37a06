"""What one public output states of one figure, and what all of them together do."""

import datetime as dt
import math
from collections.abc import Iterable, Mapping

import attrs

Days = tuple[dt.date, dt.date]
"""The first and the last day of a period."""

Cell = tuple[str, str, Days]
"""Indicator, group and days."""


@attrs.frozen
class Statement:
    """That a figure is within bounds, or that it is withheld; and which output states it."""

    cell: Cell
    low: float
    high: float
    where: str
    withheld: bool = False


def exactly(cell: Cell, text: str, where: str, *, decimals: int | None = None) -> Statement:
    """Return that a figure has the value of a text, rounded to its own decimals or to a given number of them."""
    value = float(text)
    digits = len(text.rpartition(".")[2].rstrip("0")) if "." in text and "e" not in text else 0
    half = 0.5 * 10.0 ** -(digits if decimals is None else decimals)
    if digits >= 7:  # all digits of a computed number
        half = 1e-9 * max(1, abs(value))
    return Statement(cell, value - half, value + half, where)


@attrs.frozen
class Known:
    """What a reader of all outputs knows of the figures."""

    bounds: Mapping[Cell, tuple[float, float]]
    """The figures that are shown, exact or not."""
    withheld: frozenset[Cell]
    """The figures that an output marks as withheld."""
    leaks: tuple[str, ...]
    """Withheld figures that another output shows, and figures of which two outputs state different values."""

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> "Known":
        """Combine statements."""
        bounds: dict[Cell, tuple[float, float]] = {}
        where: dict[Cell, list[str]] = {}
        withheld = {each.cell for each in statements if each.withheld}
        leaks = []
        for each in statements:
            if each.withheld:
                continue
            if each.cell in withheld:
                leaks.append(f"{each.where} shows {named(each.cell)}, which is withheld: {each.low} to {each.high}")
                continue
            low, high = bounds.get(each.cell, (-math.inf, math.inf))
            low, high = max(low, each.low), min(high, each.high)
            if low > high + 1e-6 * max(1, abs(high)):
                leaks.append(f"{each.where} contradicts {where[each.cell]} on {named(each.cell)}")
                continue
            bounds[each.cell] = low, max(low, high)
            where.setdefault(each.cell, []).append(each.where)
        return cls(bounds, frozenset(withheld), tuple(leaks))


def named(cell: Cell) -> str:
    """Return a figure in words."""
    return f"{cell[0]} {cell[1] or '(all)'} {cell[2][0]}..{cell[2][1]}"
