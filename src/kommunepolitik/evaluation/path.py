"""The way to a level: the knots of its path, and the breaks on it."""

from collections.abc import Sequence
from typing import Final

import attrs
import numpy as np

from kommunepolitik.figures.periods import Mask, Numbers, Whole
from kommunepolitik.model import Indicator, LevelTarget, Target

_MONTHS: Final = 1 << 20
"""More months than a calendar has: case and month go into one number."""


def earlier_targets(indicator: Indicator, target: Target | None) -> list[LevelTarget]:
    """Return the levels of the same series and comparison that are due before a level, in order."""
    if not isinstance(target, LevelTarget) or target.due is None:
        return []
    due, way = target.due, (target.group, target.relative_to, target.comparison)
    same = [
        other
        for other in indicator.targets
        if isinstance(other, LevelTarget)
        and not other.cumulative
        and other.due is not None
        and other.due < due
        and (other.group, other.relative_to, other.comparison) == way
    ]
    return sorted(same, key=lambda other: () if other.due is None else other.due.sort_key)


@attrs.frozen(eq=False, kw_only=True)
class Knots:
    """The paths of dated levels as a table: case, month and value of each level on the way, the target's own last."""

    case: Whole
    month: Whole
    value: Numbers

    @classmethod
    def of(
        cls, targets: Sequence[Target | None], indicators: Sequence[Indicator], due: Whole, value: Numbers
    ) -> "Knots":
        """Return the knots of all cases by case and month, from the month each is due (0 for none) and its value."""
        is_dated = np.array(
            [isinstance(target, LevelTarget) and not target.cumulative for target in targets], dtype=bool
        ) & (due > 0)
        several = [n for n in np.flatnonzero(is_dated).tolist() if len(indicators[n].targets) > 1]
        steps = [(n, step) for n in several for step in earlier_targets(indicators[n], targets[n])]
        months = [(step.due.ordinal or 0) if step.due else 0 for _, step in steps]
        case = np.append(np.array([n for n, _ in steps], np.int64), np.flatnonzero(is_dated))
        month = np.append(np.array(months, np.int64), due[is_dated])
        values = np.append(np.array([step.value for _, step in steps]), value[is_dated])
        is_earlier = (month < due[case]) | (np.arange(len(case)) >= len(steps))
        order = np.flatnonzero(is_earlier)[np.lexsort((month[is_earlier], case[is_earlier]))]
        return cls(case=case[order], month=month[order], value=values[order])

    def value_at(self, case: Whole, month: Whole, base_month: Whole, base_value: Numbers) -> Numbers:
        """Return the value at a month of the straight lines from a baseline through the knots after it."""
        if not len(self.case):
            return np.full(len(case), np.nan)
        joined = self.case * _MONTHS + self.month
        after = np.minimum(np.searchsorted(joined, case * _MONTHS + month), len(joined) - 1)
        before = np.maximum(after - 1, 0)
        is_base = (after == 0) | (self.case[before] != case) | (self.month[before] <= base_month)
        first = np.where(is_base, base_month, self.month[before])
        value = np.where(is_base, base_value, self.value[before])
        with np.errstate(divide="ignore", invalid="ignore"):
            share = (month - first) / (self.month[after] - first)
            found = value + share * (self.value[after] - value)
        return np.where(self.case[after] == case, found, np.nan)

    def of_case(self, case: int) -> list[tuple[int, float]]:
        """Return month and value of the knots of one case."""
        first, end = np.searchsorted(self.case, [case, case + 1])
        return list(zip(self.month[first:end].tolist(), self.value[first:end].tolist(), strict=True))


@attrs.frozen(eq=False, kw_only=True)
class Breaks:
    """The months from which series are measured in a new way, by number of the case."""

    joined: Whole

    @classmethod
    def of(cls, indicators: Sequence[Indicator]) -> "Breaks":
        """Return the breaks of the indicator of each case."""
        starts = [
            number * _MONTHS + each.period.start.year * 12 + each.period.start.month
            for number, indicator in enumerate(indicators)
            for each in indicator.breaks
        ]
        return cls(joined=np.array(sorted(starts), dtype=np.int64))

    def between(self, first: Whole, last: Whole) -> Mask:
        """Return for each case whether a break lies after one month and not after another."""
        case = np.arange(len(first)) * _MONTHS
        counts = [np.searchsorted(self.joined, case + month, side="right") for month in (first, last)]
        return counts[1] > counts[0]
