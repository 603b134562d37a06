"""The table of cases: one for each target, and one for each series that is followed up without a target."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import attrs
import numpy as np
import numpy.typing as npt

from kommunepolitik.evaluation.path import Breaks, Knots
from kommunepolitik.figures import Figures
from kommunepolitik.figures.periods import Mask, Numbers, Objects, PeriodTable, Whole, numbered, objects
from kommunepolitik.model import (
    Baseline,
    ChangeTarget,
    DirectionTarget,
    Indicator,
    Interval,
    LevelTarget,
    Period,
    Policy,
    Portfolio,
    Target,
)

PER_MONTHS: Final = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}
"""How long the period is that a standing target is kept for; it is named as the kind of period is."""


class Case(NamedTuple):
    """What is judged: a target of an indicator, or without one a series."""

    number: int
    """The number of the policy in the portfolio."""
    policy: Policy
    indicator: Indicator
    group: str
    target: Target | None

    @property
    def kind(self) -> str:
        """The kind of target; `judgement` where people judge, empty where there is no target."""
        if self.indicator.kind == "qualitative":
            return "judgement"
        return "" if self.target is None else self.target.kind


def listed_cases(portfolio: Portfolio, figures: Figures, until: int) -> Iterator[Case]:
    """Yield each target, and each group with figures by a day of what is followed up without one."""
    for number, policy in enumerate(portfolio):
        for indicator in policy.indicators:
            for target in indicator.targets:
                yield Case(number, policy, indicator, target.group or "", target)
            if not indicator.targets and indicator.role == "follow_up":
                for group in _groups(figures, number, indicator.id, until) or [""]:
                    yield Case(number, policy, indicator, group, None)


def _groups(figures: Figures, policy: int, indicator: str, until: int) -> list[str]:
    groups = figures.all_groups
    size = len(groups)
    series = figures.series_of(figures.measured, np.full(size, policy), [indicator] * size, groups)
    found = figures.measured.newest(series, np.full(size, until)) >= 0
    return sorted(group for group, is_found in zip(groups, found.tolist(), strict=True) if is_found)


@attrs.frozen(eq=False, kw_only=True)
class Cases:
    """The cases as columns. Periods are numbers in `periods`, -1 for none; absent numbers are NaN."""

    listed: Sequence[Case]
    kind: npt.NDArray[np.str_]
    periods: PeriodTable
    series: Whole
    is_undated: Mask
    """Where figures of the series give no period."""
    reference: Whole
    """The series that a relative target compares with."""
    is_relative: Mask
    is_unruled: Mask
    """Targets of a sort that is not judged so far."""
    sign: Numbers
    """+1 where more is asked for, -1 where less is."""
    target: Numbers
    due: Whole
    baseline: Whole
    """The period of the baseline."""
    base_value: Numbers
    """The value that the policy states for it."""
    base_low: Numbers
    base_high: Numbers
    per: Whole
    """Months of the period that a standing target is kept for; 1 for any other."""
    amount: Numbers
    mode: Objects
    start: Whole
    """For a change: the first part of the period that it starts in."""
    lag: Numbers
    direction: Numbers
    """+1 where an increase is wanted, -1 for a decrease, 0 where neither is; else what the target asks for."""
    decimals: Numbers
    knots: Knots
    breaks: Breaks

    def __len__(self) -> int:
        return len(self.listed)

    @classmethod
    def of(cls, listed: Sequence[Case], figures: Figures) -> "Cases":
        """Make the columns."""
        targets, indicators = [case.target for case in listed], [case.indicator for case in listed]
        policies = np.array([case.number for case in listed], dtype=np.int64)
        ids, groups = [indicator.id for indicator in indicators], [case.group for case in listed]

        def of_targets(name: str) -> list[Any]:
            return [getattr(target, name, None) for target in targets]

        related = of_targets("relative_to")
        is_relative = np.array([each is not None for each in related], dtype=bool)
        reference, compared = np.full(len(listed), -1), np.flatnonzero(is_relative)
        reference[compared] = figures.series_of(
            figures.measured,
            policies[compared],
            [related[case].indicator or ids[case] for case in compared.tolist()],
            [related[case].group or "" for case in compared.tolist()],
        )
        baselines = [_baseline(case) for case in listed]
        base_value = _numbers([None if held is None else held.value for held in baselines])
        low, high = base_value.copy(), base_value.copy()
        for number, (held, indicator) in enumerate(zip(baselines, indicators, strict=True)):
            if held is not None and held.value is not None and (held.value_high is not None or held.qualifier):
                ends = interval(held.value, held.value_high, held.qualifier, indicator)
                low[number], high[number] = ends.both
        base_periods = [_base_period(case, held) for case, held in zip(listed, baselines, strict=True)]
        periods, (due, baseline, start) = numbered(of_targets("due"), base_periods, [_start(case) for case in listed])
        values, asks = _numbers(of_targets("value")), of_targets("asks_for")
        return cls(
            listed=listed,
            kind=np.array([case.kind for case in listed], dtype=np.str_),
            periods=periods,
            series=figures.series_of(figures.measured, policies, ids, groups),
            is_undated=figures.has_undated(policies, ids, groups),
            reference=reference,
            is_relative=is_relative,
            is_unruled=np.array([_is_unruled(target) for target in targets], dtype=bool),
            sign=_signs(asks),
            target=values,
            due=due,
            baseline=baseline,
            base_value=base_value,
            base_low=low,
            base_high=high,
            per=np.array([PER_MONTHS.get(per, 1) for per in of_targets("per")], dtype=np.int64),
            amount=_numbers(of_targets("amount")),
            mode=objects(of_targets("mode")),
            start=start,
            lag=_numbers([None if each.data_source is None else each.data_source.lag for each in indicators]),
            direction=_signs(each.direction or ask for each, ask in zip(indicators, asks, strict=True)),
            decimals=_numbers([each.decimals for each in indicators]),
            knots=Knots.of(targets, indicators, periods.month[due], values),
            breaks=Breaks.of(indicators),
        )


def _is_unruled(target: Target | None) -> bool:
    match target:
        case LevelTarget():
            return target.cumulative
        case ChangeTarget():
            return target.per != "year" or target.baseline is not None
    return isinstance(target, DirectionTarget)


def _is_other(case: Case) -> bool:
    """Return whether a case is of a group or a difference: it only borrows the period of the indicator's baseline."""
    return bool(case.group or getattr(case.target, "relative_to", None))


def _baseline(case: Case) -> Baseline | None:
    """Return the baseline stated for a case: a level's own, else the indicator's."""
    own = case.target.baseline if isinstance(case.target, LevelTarget) else None
    return own if own is not None or _is_other(case) else case.indicator.baseline


def _base_period(case: Case, stated: Baseline | None) -> Period | None:
    period = None if stated is None else stated.period
    if period is None and case.indicator.baseline is not None and _is_other(case):
        period = case.indicator.baseline.period
    return None if period is None or period.end is None else period


def interval(value: float, high: float | None, qualifier: str | None, indicator: Indicator) -> Interval:
    """Return the values that a figure of an indicator can be."""
    return Interval.of(value, high, qualifier, indicator.unit, indicator.limit)


def _start(case: Case) -> Period | None:
    if not isinstance(case.target, ChangeTarget):
        return None
    start = case.target.start or case.policy.period
    return None if start is None else start.parts[0]


def _numbers(values: Sequence[float | None]) -> Numbers:
    return np.array(values, dtype=np.float64)  # None becomes NaN


def _signs(directions: Iterable[str | None]) -> Numbers:
    signs = {"increase": 1.0, "decrease": -1.0}
    return np.array([signs.get(direction or "", 0.0) for direction in directions])
