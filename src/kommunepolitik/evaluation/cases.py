"""The table of cases: one for each target, and one for each series that is followed up without a target."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import attrs
import numpy as np
import numpy.typing as npt

from kommunepolitik.evaluation.path import Breaks, Knots
from kommunepolitik.figures import Figures
from kommunepolitik.figures.periods import Mask, Numbers, Objects, PeriodTable, Whole, numbered, objects
from kommunepolitik.model import (
    Baseline,
    ChangeTarget,
    Indicator,
    Interval,
    LevelTarget,
    Period,
    Policy,
    Portfolio,
    Target,
    Unit,
)

PER_MONTHS: Final = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}
"""How long the period is that a standing target is kept for."""
STEPS: Final = {
    "weekly": 7 * 12 / 365.2425,
    "monthly": 1,
    "quarterly": 3,
    "every_four_months": 4,
    "half_yearly": 6,
    "yearly": 12,
    "every_two_years": 24,
    "every_four_years": 48,
}
"""Months from one figure to the next, by frequency; a continuous series has none."""


@attrs.frozen(eq=False, kw_only=True)
class Cases:
    """The cases as columns. Periods are numbers in `periods`, -1 for none; absent numbers are NaN."""

    policies: Sequence[Policy]
    """The policies judged; `policy` is a number in them."""
    policy: Whole
    indicators: Sequence[Indicator]
    groups: Sequence[str]
    targets: Sequence[Target | None]
    baselines: Sequence[Baseline | None]
    """What the policy states as baseline."""
    kind: npt.NDArray[np.str_]
    """The kind of target; `judgement` where people judge, empty where there is no target."""
    periods: PeriodTable
    series: Whole
    """The series of figures; -1 where it has none."""
    is_undated: Mask
    """Where figures of the series give no period."""
    reference: Whole
    """The series that a relative target compares with."""
    is_relative: Mask
    is_cumulative: Mask
    is_total: Mask
    """Whether a change is for all years together."""
    sign: Numbers
    """+1 where more is asked for, -1 where less is."""
    target: Numbers
    due: Whole
    baseline: Whole
    """The period of the baseline."""
    stated: Numbers
    """The value that the policy states for it."""
    base_low: Numbers
    base_high: Numbers
    is_inexact: Mask
    """Whether that is a range, or has a qualifier."""
    per: Numbers
    """Months of the period that a standing target is kept for."""
    amount: Numbers
    mode: Objects
    start: Whole
    """The period that a change is counted from, or that a running sum begins with."""
    policy_period: Whole
    lag: Numbers
    step: Numbers
    """Months from one figure to the next, where the policy says how often it is measured."""
    is_flow: Mask
    """Where figures of different lengths can never be compared."""
    over_time: Objects
    margin: Numbers
    decimals: Numbers
    scale: Numbers
    """How much of a share is all of its base: 100 for percent."""
    is_whole: Mask
    """Where the unit counts whole things."""
    chance: Mask
    direction: Numbers
    """+1 where an increase is wanted, -1 for a decrease, 0 where neither is; else what the target asks for."""
    knots: Knots
    breaks: Breaks

    def __len__(self) -> int:
        return len(self.targets)

    def policy_of(self, case: int) -> Policy:
        """Return the policy of a case."""
        return self.policies[int(self.policy[case])]

    @classmethod
    def of(cls, portfolio: Portfolio, figures: Figures, until: int) -> "Cases":
        """List the cases of some policies, and make the columns.

        A series without a target is a case if its indicator follows up the policy; one for each group with a figure by
        a day.
        """
        listed = _listed(portfolio, figures, until)
        policies, policy, indicators, groups, targets = tuple(portfolio), *listed
        units = _by_value([each.unit for each in indicators], _unit_facts)
        baselines = [_baseline(*each) for each in zip(targets, indicators, groups, strict=True)]
        levels = [target if isinstance(target, LevelTarget) else None for target in targets]
        changes = [target if isinstance(target, ChangeTarget) else None for target in targets]
        base = _numbers([None if each is None else each.value for each in baselines])
        low, high, is_inexact = base.copy(), base.copy(), np.zeros(len(base), dtype=bool)
        for number, each in enumerate(baselines):
            if each is not None and each.value is not None and (each.value_high is not None or each.qualifier):
                is_inexact[number] = True
                ends = interval(each.value, each.value_high, each.qualifier, indicators[number])
                low[number], high[number] = ends.both
        of_policy = [policies[number].period for number in policy.tolist()]
        periods, (due, baseline, start, policy_period) = numbered(
            [None if target is None else getattr(target, "due", None) for target in targets],
            [
                None if each is None or each.period is None or each.period.end is None else each.period
                for each in baselines
            ],
            [_start(*each) for each in zip(targets, baselines, of_policy, strict=True)],
            of_policy,
        )
        asks = [None if target is None else target.asks_for for target in targets]
        reference, is_relative = _references(figures, policy, indicators, targets)
        is_cumulative = np.array([level is not None and level.cumulative for level in levels], dtype=bool)
        values = _numbers([getattr(target, "value", None) for target in targets])
        over_time = objects([each.over_time for each in indicators])
        ids = [indicator.id for indicator in indicators]
        return cls(
            policies=policies,
            policy=policy,
            indicators=indicators,
            groups=groups,
            targets=targets,
            baselines=baselines,
            kind=np.array([_kind(*each) for each in zip(targets, indicators, strict=True)], dtype=np.str_),
            periods=periods,
            series=figures.series_of(figures.measured, policy, ids, groups),
            is_undated=figures.has_undated(policy, ids, groups),
            reference=reference,
            is_relative=is_relative,
            is_cumulative=is_cumulative,
            is_total=np.array([change is not None and change.per == "total" for change in changes], dtype=bool),
            sign=_signs(asks),
            target=values,
            due=due,
            baseline=baseline,
            stated=base,
            base_low=low,
            base_high=high,
            is_inexact=is_inexact,
            per=_numbers([PER_MONTHS.get(getattr(target, "per", ""), None) for target in targets]),
            amount=_numbers([None if change is None else change.amount for change in changes]),
            mode=objects([None if change is None else change.mode for change in changes]),
            start=start,
            policy_period=policy_period,
            lag=_numbers([None if each.data_source is None else each.data_source.lag for each in indicators]),
            step=_numbers([STEPS.get(each.frequency or "") for each in indicators]),
            is_flow=~(units["relative"].astype(bool) | (over_time == "mean") | (over_time == "last")),
            over_time=over_time,
            margin=_numbers([each.margin for each in indicators]),
            decimals=_numbers([each.decimals for each in indicators]),
            scale=units["scale"].astype(np.float64),
            is_whole=units["whole"].astype(bool),
            chance=np.array([bool(each.chance) for each in indicators], dtype=bool),
            direction=_signs(each.direction or ask for each, ask in zip(indicators, asks, strict=True)),
            knots=Knots.of(targets, indicators, periods.time[due], values),
            breaks=Breaks.of(indicators, _reference_indicators(policies, policy, indicators, targets)),
        )


def _listed(
    portfolio: Portfolio, figures: Figures, until: int
) -> tuple[Whole, list[Indicator], list[str], list[Target | None]]:
    """Return for each case the number of its policy, the indicator, the group and the target."""
    numbers: list[int] = []
    indicators: list[Indicator] = []
    groups: list[str] = []
    targets: list[Target | None] = []
    for number, policy in enumerate(portfolio):
        for indicator in policy.indicators:
            if indicator.targets:
                found: Sequence[Target | None] = indicator.targets
                names = [target.group or "" for target in indicator.targets]
            elif indicator.role == "follow_up":
                names = _groups(figures, number, indicator.id, until) or [""]
                found = [None] * len(names)
            else:
                continue
            targets.extend(found)
            groups.extend(names)
            indicators.extend([indicator] * len(names))
            numbers.extend([number] * len(names))
    return np.array(numbers, dtype=np.int64), indicators, groups, targets


def _groups(figures: Figures, policy: int, indicator: str, until: int) -> list[str]:
    groups = figures.all_groups
    size = len(groups)
    series = figures.series_of(figures.measured, np.full(size, policy), [indicator] * size, groups)
    found = figures.measured.newest(series, np.full(size, until)) >= 0
    return sorted(group for group, is_found in zip(groups, found.tolist(), strict=True) if is_found)


def _kind(target: Target | None, indicator: Indicator) -> str:
    if target is not None:
        return target.kind
    return "judgement" if indicator.kind == "qualitative" else ""


def _by_value(values: Sequence[Any], facts: Callable[[Any], Mapping[str, Any]]) -> dict[str, npt.NDArray[Any]]:
    """Return facts on some values as columns; those of a value that occurs often are made once."""
    known: dict[Any, int] = {}
    codes = np.array([known.setdefault(value, len(known)) for value in values], dtype=np.int64)
    rows = [facts(value) for value in known] or [facts(None)]
    return {name: np.array([row[name] for row in rows], dtype=object)[codes] for name in rows[0]}


def _unit_facts(unit: Unit | None) -> Mapping[str, Any]:
    if unit is None:
        return {"relative": False, "whole": False, "scale": np.nan}
    return {"relative": unit.relative, "whole": unit.whole, "scale": np.nan if unit.scale is None else unit.scale}


def interval(value: float, high: float | None, qualifier: str | None, indicator: Indicator) -> Interval:
    """Return the values that a figure of an indicator can be."""
    return Interval.of(value, high, qualifier, indicator.unit, indicator.limit)


def is_other(target: Target | None, group: str) -> bool:
    """Return whether a target is of a group or a difference: the indicator's baseline is of another series."""
    return bool(group or getattr(target, "relative_to", None))


def _baseline(target: Target | None, indicator: Indicator, group: str) -> Baseline | None:
    """Return the baseline stated for a case: its own, else the indicator's if that is of the same series."""
    own: Baseline | None = getattr(target, "baseline", None)
    return own if own is not None or is_other(target, group) else indicator.baseline


def _start(target: Target | None, baseline: Baseline | None, policy: Period | None) -> Period | None:
    """Return what a change is counted from, or a running sum begins with."""
    base = None if baseline is None else baseline.period
    if isinstance(target, LevelTarget) and target.cumulative:
        if target.start is not None or policy is None or base is None or base.end is None or base.end < policy.start:
            return target.start or policy
        return Period(f"{base.end + dt.timedelta(days=1)}..")  # what comes after the baseline
    if not isinstance(target, ChangeTarget):
        return None
    if target.start is not None:
        return target.start
    if base is not None and base.end is not None:
        return base
    return None if policy is None else first_year(policy)


def first_year(period: Period) -> Period:
    """Return the first twelve months of a period.

    >>> str(first_year(Period("2023..2027"))), str(first_year(Period("2022-08..2026-07")))
    ('2023', '2022/23')
    """
    year, month = period.start.year, period.start.month
    if month == 1:
        return Period(str(year))
    return Period(f"{year}/{(year + 1) % 100:02}" if month == 8 else f"{year}-{month:02}..{year + 1}-{month - 1:02}")


def _references(
    figures: Figures, policy: Whole, indicators: Sequence[Indicator], targets: Sequence[Target | None]
) -> tuple[Whole, Mask]:
    """Return the series that relative targets compare with, and which targets are relative."""
    related: list[Any] = [getattr(target, "relative_to", None) for target in targets]
    is_relative = np.array([each is not None for each in related], dtype=bool)
    reference, chosen = np.full(len(targets), -1), np.flatnonzero(is_relative)
    ids = [related[case].indicator or indicators[case].id for case in chosen.tolist()]
    groups = [related[case].group or "" for case in chosen.tolist()]
    reference[chosen] = figures.series_of(figures.measured, policy[chosen], ids, groups)
    return reference, is_relative


def _reference_indicators(
    policies: Sequence[Policy], policy: Whole, indicators: Sequence[Indicator], targets: Sequence[Target | None]
) -> Mapping[int, Indicator]:
    """Return the indicator that a relative target compares with, by the number of the case, where it is another."""
    found = {}
    for number, target in enumerate(targets):
        other = getattr(getattr(target, "relative_to", None), "indicator", None)
        if other is not None and other != indicators[number].id:
            found[number] = policies[int(policy[number])].indicator(other)
    return found


def _numbers(values: Sequence[float | None]) -> Numbers:
    return np.array(values, dtype=np.float64)  # None becomes NaN


def _signs(directions: Iterable[str | None]) -> Numbers:
    signs = {"increase": 1.0, "decrease": -1.0}
    return np.array([signs.get(direction or "", 0.0) for direction in directions])
