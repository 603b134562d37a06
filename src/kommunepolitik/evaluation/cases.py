"""The table of cases: one for each target, and one for each series that is followed up without a target."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import attrs
import numpy as np
import numpy.typing as npt

from kommunepolitik.evaluation.intervals import interval
from kommunepolitik.evaluation.path import Breaks, Knots
from kommunepolitik.figures import Figures, Mask, Numbers, Objects, PeriodTable, Whole, numbered
from kommunepolitik.model import (
    Baseline,
    ChangeTarget,
    DirectionTarget,
    Indicator,
    LevelTarget,
    Period,
    Policy,
    Portfolio,
    Target,
)

PER_MONTHS: Final = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}
"""How long the period is that a standing target is kept for; it is named as the kind of period is."""


@attrs.frozen(eq=False, kw_only=True)
class Listed:
    """What is judged, as lists of one length: a target of an indicator, or without one a series."""

    number: list[int] = attrs.field(factory=list)
    """The number of the policy in the portfolio."""
    policies: list[Policy] = attrs.field(factory=list)
    indicators: list[Indicator] = attrs.field(factory=list)
    groups: list[str] = attrs.field(factory=list)
    targets: list[Target | None] = attrs.field(factory=list)

    @classmethod
    def of(cls, portfolio: Portfolio, figures: Figures, until: int) -> "Listed":
        """List each target, and each group with figures by a day of what is followed up without one."""
        listed = cls()
        for number, policy in enumerate(portfolio):
            for indicator in policy.indicators:
                for target in indicator.targets:
                    listed._append(number, policy, indicator, target.group or "", target)
                if not indicator.targets and indicator.role == "follow_up":
                    for group in _groups(figures, number, indicator.id, until) or [""]:
                        listed._append(number, policy, indicator, group, None)
        return listed

    def _append(self, number: int, policy: Policy, indicator: Indicator, group: str, target: Target | None) -> None:
        self.number.append(number)
        self.policies.append(policy)
        self.indicators.append(indicator)
        self.groups.append(group)
        self.targets.append(target)

    def __len__(self) -> int:
        return len(self.targets)

    @property
    def keys(self) -> dict[str, list[str]]:
        """Policy, indicator, group and id of the target, as columns."""
        return {
            "policy": [policy.id for policy in self.policies],
            "indicator": [indicator.id for indicator in self.indicators],
            "group": self.groups,
            "target": ["" if target is None else target.key for target in self.targets],
        }

    @property
    def kinds(self) -> list[str]:
        """The kind of each target; `judgement` where people judge, empty where there is no target."""
        pairs = zip(self.indicators, self.targets, strict=True)
        return ["judgement" if i.kind == "qualitative" else "" if t is None else t.kind for i, t in pairs]


def _groups(figures: Figures, policy: int, indicator: str, until: int) -> list[str]:
    groups = figures.all_groups
    size = len(groups)
    series = figures.series_of(figures.measured, np.full(size, policy), [indicator] * size, groups)
    found = figures.measured.newest(series, np.full(size, until)) >= 0
    return sorted(group for group, is_found in zip(groups, found.tolist(), strict=True) if is_found)


@attrs.frozen(eq=False, kw_only=True)
class Cases:
    """The cases as columns. Periods are numbers in `periods`, -1 for none; absent numbers are NaN."""

    listed: Listed
    indicators: Objects
    kind: npt.NDArray[np.str_]
    periods: PeriodTable
    series: Whole
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
    def of(cls, listed: Listed, figures: Figures) -> "Cases":
        """Make the columns."""
        targets, indicators = listed.targets, listed.indicators
        is_relative = np.array([getattr(target, "relative_to", None) is not None for target in targets], dtype=bool)
        baselines, base_periods = _baselines(listed, is_relative)
        dates = [
            [getattr(target, "due", None) for target in targets],
            base_periods,
            [_start(target, policy) for target, policy in zip(targets, listed.policies, strict=True)],
        ]
        periods, (due, baseline, start) = numbered(*dates)
        values = _numbers([getattr(target, "value", None) for target in targets])
        asks = [getattr(target, "asks_for", None) for target in targets]
        value, low, high = _stated(baselines, indicators)
        return cls(
            listed=listed,
            indicators=objects(indicators),
            kind=np.array(listed.kinds, dtype=np.str_),
            periods=periods,
            series=figures.series_of(
                figures.measured, np.array(listed.number, np.int64), [each.id for each in indicators], listed.groups
            ),
            reference=_references(listed, is_relative, figures),
            is_relative=is_relative,
            is_unruled=np.array([target is not None and _is_unruled(target) for target in targets], dtype=bool),
            sign=_signs(asks),
            target=values,
            due=due,
            baseline=baseline,
            base_value=value,
            base_low=low,
            base_high=high,
            per=np.array([PER_MONTHS.get(getattr(target, "per", ""), 1) for target in targets], dtype=np.int64),
            amount=_numbers([getattr(target, "amount", None) for target in targets]),
            mode=objects([getattr(target, "mode", None) for target in targets]),
            start=start,
            lag=_numbers([None if each.data_source is None else each.data_source.lag for each in indicators]),
            direction=_signs(each.direction or ask for each, ask in zip(indicators, asks, strict=True)),
            decimals=_numbers([each.decimals for each in indicators]),
            knots=Knots.of(targets, indicators, periods.month[due], values),
            breaks=Breaks.of(indicators),
        )


def _is_unruled(target: Target) -> bool:
    match target:
        case LevelTarget():
            return target.cumulative
        case ChangeTarget():
            return target.per != "year" or target.baseline is not None
    return isinstance(target, DirectionTarget)


def _baselines(listed: Listed, is_relative: Mask) -> tuple[list[Baseline | None], list[Period | None]]:
    """Return the baseline stated for each case, and its period: a level's own, else the indicator's.

    A group's value and a difference are not the indicator's; they only borrow the period of its baseline.
    """
    baselines = [indicator.baseline for indicator in listed.indicators]
    periods = [None if baseline is None else baseline.period for baseline in baselines]
    for case, target in enumerate(listed.targets):
        own = target.baseline if isinstance(target, LevelTarget) else None
        if own is not None or listed.groups[case] or is_relative[case]:
            baselines[case] = own
            borrowed = periods[case] if listed.groups[case] or is_relative[case] else None
            periods[case] = borrowed if own is None or own.period is None else own.period
    return baselines, [None if period is None or period.end is None else period for period in periods]


def _start(target: Target | None, policy: Policy) -> Period | None:
    if not isinstance(target, ChangeTarget):
        return None
    start = target.start or policy.period
    return None if start is None else start.parts[0]


def _stated(baselines: Sequence[Baseline | None], indicators: Sequence[Indicator]) -> tuple[Numbers, Numbers, Numbers]:
    """Return the values of baselines, and their ends."""
    value = _numbers([None if baseline is None else baseline.value for baseline in baselines])
    low, high = value.copy(), value.copy()
    for case, (held, indicator) in enumerate(zip(baselines, indicators, strict=True)):
        if held is not None and held.value is not None and (held.value_high is not None or held.qualifier is not None):
            low[case], high[case] = interval(held.value, held.value_high, held.qualifier, indicator).both
    return value, low, high


def _references(listed: Listed, is_relative: Mask, figures: Figures) -> Whole:
    """Return the series that each relative target compares with; -1 for any other."""
    found, cases = np.full(len(listed), -1), np.flatnonzero(is_relative)
    related = [getattr(listed.targets[case], "relative_to") for case in cases.tolist()]  # noqa: B009
    ids = [relative.indicator or listed.indicators[case].id for case, relative in zip(cases, related, strict=True)]
    policies = np.array(listed.number, dtype=np.int64)[cases]
    found[cases] = figures.series_of(figures.measured, policies, ids, [relative.group or "" for relative in related])
    return found


def objects(values: Sequence[Any]) -> Objects:
    """Return an array of any objects."""
    held = np.empty(len(values), dtype=object)
    held[:] = values
    return held


def _numbers(values: Sequence[float | None]) -> Numbers:
    return np.array(values, dtype=np.float64)  # None becomes NaN


def _signs(directions: Iterable[str | None]) -> Numbers:
    signs = {"increase": 1.0, "decrease": -1.0}
    return np.array([signs.get(direction or "", 0.0) for direction in directions])
