"""The path to a level: its knots, and the breaks on it."""

from collections.abc import Mapping, Sequence
from typing import Final

import attrs
import numpy as np

from kommunepolitik.evaluation.listing import Listed
from kommunepolitik.figures.columns import Mask, Numbers, Whole
from kommunepolitik.figures.periods import ALL_DAYS, judged_days, time_of
from kommunepolitik.model import Break, Indicator, LevelTarget, Target

_MONTHS: Final = 1 << 20
"""More months than a calendar has, so that case and time fit into one number."""


def earlier_targets(indicator: Indicator, target: Target | None) -> list[LevelTarget]:
    """Return the levels of the same series, comparison and reference that are due before a level, in order."""
    if not isinstance(target, LevelTarget) or target.due is None or target.cumulative:
        return []
    dues = [
        (other.due, other)
        for other in indicator.targets
        if isinstance(other, LevelTarget) and other.due is not None and not other.cumulative
        if (other.group, other.relative_to, other.comparison) == (target.group, target.relative_to, target.comparison)
    ]
    return [other for due, other in sorted(dues, key=lambda each: each[0].sort_key) if due < target.due]


@attrs.frozen(eq=False, kw_only=True)
class Knots:
    """The paths of dated levels as a table: case, time and value of each level on the path, the target itself last."""

    case: Whole
    time: Numbers
    value: Numbers

    @classmethod
    def of(cls, cases: Listed, due: Numbers, value: Numbers) -> "Knots":
        """Return the knots of all cases in order of case and time, from the deadline and value of each."""
        levels = np.array(cases.targets.by_class.get(LevelTarget, []), np.int64)
        dated = levels[~np.isnan(due[levels])]
        pairs = ((n, cases.indicators[n], cases.targets.listed[n]) for n in cases.several)
        steps = [(n, step) for n, indicator, target in pairs for step in earlier_targets(indicator, target)]
        times = [time_of(judged_days(step.due)[1]) for _, step in steps]
        case = np.append(np.array([n for n, _ in steps], np.int64), dated)
        time = np.append(np.array(times, np.float64), due[dated])
        values = np.append(np.array([step.value for _, step in steps], np.float64), value[dated])
        is_used = (time < due[case]) | (np.arange(len(case)) >= len(steps))
        order = np.flatnonzero(is_used)[np.lexsort((time[is_used], case[is_used]))]
        return cls(case=case[order], time=time[order], value=values[order])

    def value_at(self, case: Whole, time: Numbers, base_time: Numbers, base_value: Numbers) -> Numbers:
        """Return the value at a time of the straight lines from a baseline through the knots after it."""
        if not len(self.case):
            return np.full(len(case), np.nan)
        joined = self.case * _MONTHS + self.time
        after = np.minimum(np.searchsorted(joined, case * _MONTHS + time), len(joined) - 1)
        before = np.maximum(after - 1, 0)
        is_base = (after == 0) | (self.case[before] != case) | (self.time[before] <= base_time)
        first = np.where(is_base, base_time, self.time[before])
        value = np.where(is_base, base_value, self.value[before])
        with np.errstate(divide="ignore", invalid="ignore"):
            share = (time - first) / (self.time[after] - first)
            found = value * (1 - share) + self.value[after] * share  # also where the baseline has no bound
        return np.where(self.case[after] == case, found, np.nan)

    def of_case(self, case: int) -> list[tuple[float, float]]:
        """Return time and value of the knots of one case."""
        first, end = np.searchsorted(self.case, [case, case + 1])
        return list(zip(self.time[first:end].tolist(), self.value[first:end].tolist(), strict=True))


@attrs.frozen(eq=False, kw_only=True)
class Breaks:
    """The days from which series are measured in a new way, by number of the case."""

    joined: Whole

    @classmethod
    def of(cls, breaks: Sequence[Sequence[Break]], references: Mapping[int, Indicator]) -> "Breaks":
        """Return the breaks of the indicator of each case, and of the one that it is compared with."""
        several = [(number, each) for number, each in enumerate(breaks) if each]
        several += [(number, other.breaks) for number, other in references.items()]
        starts = [number * ALL_DAYS + each.period.start.toordinal() for number, of in several for each in of]
        return cls(joined=np.array(sorted(starts), dtype=np.int64))

    def between(self, first: Whole, last: Whole) -> Mask:
        """Return where a break lies between the first day of one figure and the last day of another."""
        if not len(self.joined):
            return np.zeros(len(first), dtype=bool)
        case = np.arange(len(first)) * ALL_DAYS
        counts = [
            np.searchsorted(self.joined, case + np.clip(day, 0, ALL_DAYS - 1), side="right") for day in (first, last)
        ]
        between: Mask = counts[1] > counts[0]
        return between
