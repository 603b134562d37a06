"""The path to a level: its knots, and the breaks on it."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

import attrs
import numpy as np

from kommunepolitik.evaluation.listing import Listed
from kommunepolitik.figures.columns import Mask, Numbers, Whole
from kommunepolitik.figures.periods import ALL_DAYS
from kommunepolitik.model import Break, Indicator, LevelTarget, Target

_MONTHS: Final = 1 << 20
"""More months than a calendar has, so that path and time fit into one number."""


def dated_level(target: Target | None) -> LevelTarget | None:
    """Return a target that is a step of a path, a level with a deadline that is not a sum; None for any other."""
    if isinstance(target, LevelTarget) and target.due is not None and not target.cumulative:
        return target
    return None


def path_of(level: LevelTarget) -> tuple[object, ...]:
    """Return what the levels of one path of an indicator have in common."""
    return level.group, level.relative_to, level.comparison


@attrs.frozen(eq=False, kw_only=True)
class Knots:
    """The paths of dated levels: each leads through the levels of its series that are due before it, to its own.

    Levels of one series, comparison and reference share their steps, in order of path and time.
    """

    path: Whole
    """The number of the shared path of each case; -1 for a level that has none."""
    due: Numbers
    """The time of the own level of each case; NaN for a target that is not a dated level."""
    value: Numbers
    step_path: Whole
    step_time: Numbers
    step_value: Numbers
    joined: Numbers
    """Path and time of each step in one number, ascending, for searching."""

    @classmethod
    def of(cls, cases: Listed, due: Numbers, value: Numbers) -> "Knots":
        """Return the paths of all cases, from the deadline and value of each."""
        is_level = np.zeros(len(due), np.bool_)
        is_level[cases.targets.by_class.get(LevelTarget, [])] = True
        numbers: dict[object, int] = {}
        steps = [(n, level) for n in cases.several if (level := dated_level(cases.targets.listed[n])) is not None]
        steps.sort(key=lambda step: step[1].due.sort_key)  # type: ignore[union-attr]
        path = np.full(len(due), -1, np.int64)
        for n, level in steps:
            key = (int(cases.policy[n]), cases.indicators[n].id, *path_of(level))
            path[n] = numbers.setdefault(key, len(numbers))
        case = np.array([n for n, _ in steps], np.int64)
        case = case[np.lexsort((due[case], path[case]))]
        own = np.where(is_level, due, np.nan)
        return cls(
            path=path,
            due=own,
            value=value,
            step_path=path[case],
            step_time=due[case],
            step_value=value[case],
            joined=path[case] * _MONTHS + due[case],
        )

    def value_at(self, case: Whole, time: Numbers, base_time: Numbers, base_value: Numbers) -> Numbers:
        """Return the value at a time of the straight lines from a baseline through the steps after it."""
        path, due = self.path[case], self.due[case]
        after = np.searchsorted(self.joined, path * _MONTHS + time)
        next_path, next_time, next_value = self._step(after)
        is_step = (next_path == path) & (path >= 0) & (next_time < due)
        end, goal = np.where(is_step, next_time, due), np.where(is_step, next_value, self.value[case])
        last_path, last_time, last_value = self._step(after - 1)
        is_base = (last_path != path) | (path < 0) | (last_time <= base_time)
        first, value = np.where(is_base, base_time, last_time), np.where(is_base, base_value, last_value)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = (time - first) / (end - first)
            found = value * (1 - share) + goal * share  # also where the baseline has no bound
        return np.where(time <= due, found, np.nan)

    def _step(self, number: Whole) -> tuple[Whole, Numbers, Numbers]:
        """Return path, time and value of steps by their numbers; those of no step have the path -1."""
        if not len(self.step_path):
            return np.full(len(number), -1), np.zeros(len(number)), np.zeros(len(number))
        is_one, at = (number >= 0) & (number < len(self.step_path)), np.clip(number, 0, len(self.step_path) - 1)
        return np.where(is_one, self.step_path[at], -1), self.step_time[at], self.step_value[at]

    def of_case(self, case: int) -> list[tuple[float, float]]:
        """Return time and value of the knots of one case, its own last."""
        if math.isnan(due := float(self.due[case])):
            return []
        path = int(self.path[case])
        first, end = np.searchsorted(self.joined, [path * _MONTHS, path * _MONTHS + due]) if path >= 0 else (0, 0)
        steps = zip(self.step_time[first:end].tolist(), self.step_value[first:end].tolist(), strict=True)
        return [*steps, (due, float(self.value[case]))]


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
