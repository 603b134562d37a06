"""The table of cases: one for each target, and one for each series that is followed up without a target."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs
import numpy as np
import numpy.typing as npt

from kommunepolitik.evaluation.listing import Listed, Targets, fields
from kommunepolitik.evaluation.path import Breaks, Knots
from kommunepolitik.figures import Figures
from kommunepolitik.figures.columns import Mask, Numbers, Objects, Whole, each_of, numbers_of, objects
from kommunepolitik.figures.periods import NEVER, PeriodTable, numbered
from kommunepolitik.model import (
    Baseline,
    DataSource,
    Indicator,
    Interval,
    Period,
    Policy,
    Portfolio,
    RelativeTo,
    Target,
    Unit,
)
from kommunepolitik.model.targets import ChangeTarget
from kommunepolitik.observations.observations import Texts

PER_MONTHS: Final = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}
"""The length of the period that a standing target is kept for."""
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
_FACTS: Final = (
    *("id", "kind", "unit", "direction", "decimals", "margin", "chance", "over_time", "frequency", "data_source"),
    *("baseline", "breaks"),
)
_BASE_FIELDS: Final = ("value", "value_high", "qualifier", "period")
_NONE: Final = Baseline()
_DIRECTIONS: Final = {"increase": 1.0, "decrease": -1.0}


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
    """+1 where the target asks for more, -1 where it asks for less."""
    target: Numbers
    due: Whole
    baseline: Whole
    """The period of the baseline."""
    stated: Numbers
    """The value that the policy states for it."""
    base_low: Numbers
    base_high: Numbers
    is_inexact: Mask
    """Whether that value is a range, or has a qualifier."""
    per: Numbers
    """Months of the period that a standing target is kept for."""
    amount: Numbers
    mode: Objects
    start: Whole
    """The period that a change is counted from, or that a running sum begins with."""
    policy_period: Whole
    lag: Numbers
    """For a relative target, the longer lag of the two indicators."""
    step: Numbers
    """Months from one figure to the next, where the policy states how often it is measured."""
    is_flow: Mask
    """Where figures for periods of different lengths cannot be compared."""
    over_time: Objects
    margin: Numbers
    decimals: Numbers
    scale: Numbers
    """The value of a share that is all of its base: 100 for percent."""
    is_whole: Mask
    """Where the unit counts whole things."""
    chance: Mask
    direction: Numbers
    """+1 where an increase is wanted, -1 for a decrease, else 0; without a direction, what the target asks for."""
    knots: Knots
    breaks: Breaks

    def __len__(self) -> int:
        return len(self.targets)

    def policy_of(self, case: int) -> Policy:
        """Return the policy of a case."""
        return self.policies[int(self.policy[case])]

    @classmethod
    def of(cls, portfolio: Portfolio, figures: Figures, until: int) -> "Cases":
        """List the cases of some policies as columns.

        A series without a target is a case if its indicator follows up the policy; one for each group with a figure by
        a day.
        """
        policies, cases = tuple(portfolio), Listed.of(portfolio, figures, until)
        policy, indicators, groups, columns = cases.policy, cases.indicators, cases.groups, cases.targets
        facts = fields(indicators, *_FACTS)
        ids, due_periods, others = facts["id"], columns.cells["due"], columns.cells["relative_to"]
        related = {case: other for case, other in enumerate(others) if other is not None}
        own = zip(columns.cells["baseline"], facts["baseline"], groups, others, strict=True)
        # A group or a difference is not the indicator's series, and has only a baseline of its own.
        baselines = [base if base or group or other else stated for base, stated, group, other in own]
        is_cumulative = each_of(columns.cells["cumulative"], bool, np.bool_)
        start = _starts(columns, baselines, policies, policy, is_cumulative)
        base = fields([_NONE if each is None else each for each in baselines], *_BASE_FIELDS)
        periods, (due, baseline, starts, of_policies) = numbered(
            due_periods, base["period"], start, [each.period for each in policies]
        )
        baseline = np.where(periods.last[baseline] > NEVER, baseline, -1)
        values, amount = numbers_of(columns.cells["value"]), numbers_of(columns.cells["amount"])
        asked, wanted = _asked(columns, amount), _signs(facts["direction"], _DIRECTIONS)
        references = _reference_indicators(policies, policy, indicators, related)
        return cls(
            policies=policies,
            policy=policy,
            indicators=indicators,
            groups=groups,
            targets=columns.listed,
            baselines=baselines,
            kind=_kinds(columns, facts["kind"]),
            periods=periods,
            series=figures.series_of(figures.measured, policy, ids, groups),
            is_undated=figures.has_undated(policy, ids, groups),
            **_references(figures, policy, indicators, related),
            is_cumulative=is_cumulative,
            is_total=each_of(columns.cells["per"], lambda per: per == "total", np.bool_),
            sign=asked,
            target=values,
            due=due,
            baseline=baseline,
            **_base_ends(base, indicators),
            per=each_of(columns.cells["per"], lambda per: PER_MONTHS.get(per, np.nan), np.float64),
            amount=amount,
            mode=objects(columns.cells["mode"]),
            start=starts,
            policy_period=of_policies[policy],
            lag=_lags(facts["data_source"], references),
            direction=np.where(wanted == 0, asked, wanted),
            knots=Knots.of(cases, periods.time[due], values),
            breaks=Breaks.of(facts["breaks"], references),
            **_indicator_columns(facts),
        )


def _kinds(targets: Targets, of_indicators: Sequence[str]) -> npt.NDArray[np.str_]:
    kinds = np.full(len(of_indicators), "", dtype="U10")
    for kind, numbers in targets.by_class.items():
        kinds[numbers] = getattr(kind, "kind")  # noqa: B009 - every class of target has one
    kinds[each_of(of_indicators, lambda kind: kind == "qualitative", np.bool_)] = "judgement"
    return kinds


def _asked(targets: Targets, amount: Numbers) -> Numbers:
    """Return the direction that each target asks for: +1 for more, -1 for less."""
    signs = _signs(targets.cells["comparison"], {"at_least": 1.0, "at_most": -1.0})
    return signs + np.sign(np.nan_to_num(amount)) + _signs(targets.cells["direction"], _DIRECTIONS)


def _indicator_columns(facts: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """Return the columns that come from the indicators alone."""
    over_time = facts["over_time"]
    units = Texts.of("" if unit is None else unit.text for unit in facts["unit"])
    is_rate = each_of(over_time, lambda rule: rule in ("mean", "last"), np.bool_)
    return {
        "step": each_of(facts["frequency"], lambda frequency: STEPS.get(frequency, np.nan), np.float64),
        "is_flow": ~(is_rate | units.each(lambda text: Unit(text).relative, np.bool_)),
        "over_time": objects(over_time),
        "margin": numbers_of(facts["margin"]),
        "decimals": numbers_of(facts["decimals"]),
        "scale": units.each(lambda text: Unit(text).scale, np.float64),
        "is_whole": units.each(lambda text: Unit(text).whole, np.bool_),
        "chance": each_of(facts["chance"], bool, np.bool_),
    }


def _lags(sources: Sequence[DataSource | None], others: Mapping[int, Indicator]) -> Numbers:
    """Return the lag of each indicator, or of the one that it is compared with if that is longer."""
    lags = numbers_of([None if each is None else each.lag for each in sources])
    for number, other in others.items():
        if other.data_source is not None and other.data_source.lag is not None:
            lags[number] = np.fmax(lags[number], other.data_source.lag)
    return lags


def interval(value: float, high: float | None, qualifier: str | None, indicator: Indicator) -> Interval:
    """Return the values that a figure of an indicator can be."""
    return Interval.of(value, high, qualifier, indicator.unit, indicator.limit)


def _base_ends(base: Mapping[str, Sequence[Any]], indicators: Sequence[Indicator]) -> dict[str, Any]:
    """Return the value of each baseline, its lowest and highest possible value, and which are inexact."""
    value, above, qualifier = numbers_of(base["value"]), base["value_high"], base["qualifier"]
    low, high = value.copy(), value.copy()
    is_inexact = ~np.isnan(numbers_of(above)) | each_of(qualifier, lambda word: word is not None, np.bool_)
    for number in np.flatnonzero(is_inexact).tolist():
        found = interval(value[number], above[number], qualifier[number], indicators[number])
        low[number], high[number] = found.both
    return {"stated": value, "base_low": low, "base_high": high, "is_inexact": is_inexact}


def _starts(
    targets: Targets,
    baselines: Sequence[Baseline | None],
    policies: Sequence[Policy],
    policy_of: Whole,
    is_cumulative: Mask,
) -> list[Period | None]:
    """Return the period that each change is counted from, or that each running sum begins with."""
    starts: list[Period | None] = [None] * len(baselines)
    chosen = sorted({*np.flatnonzero(is_cumulative).tolist(), *targets.by_class.get(ChangeTarget, [])})
    for number in chosen:
        target, base = targets.listed[number], baselines[number]
        own: Period | None = getattr(target, "start", None)
        before = None if base is None or base.period is None or base.period.end is None else base.period
        policy = policies[int(policy_of[number])].period
        if is_cumulative[number]:
            # A day is what is counted from; the first of a month means the day before only where it ends a period.
            starts[number] = policy if own is None else Period(f"{own}..") if own.kind == "day" else own
        else:
            starts[number] = own or before or (None if policy is None else first_year(policy))
    return starts


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
    figures: Figures, policy: Whole, indicators: Sequence[Indicator], related: Mapping[int, RelativeTo]
) -> dict[str, Any]:
    """Return the series that relative targets compare with, and which targets are relative."""
    reference, is_relative = np.full(len(policy), -1), np.zeros(len(policy), np.bool_)
    if related:
        chosen = np.array([*related])
        ids = [each.indicator or indicators[case].id for case, each in related.items()]
        groups = [each.group or "" for each in related.values()]
        reference[chosen] = figures.series_of(figures.measured, policy[chosen], ids, groups)
        is_relative[chosen] = True
    return {"reference": reference, "is_relative": is_relative}


def _reference_indicators(
    policies: Sequence[Policy], policy: Whole, indicators: Sequence[Indicator], related: Mapping[int, RelativeTo]
) -> Mapping[int, Indicator]:
    """Return the other indicator that a relative target compares with, by the number of the case."""
    return {
        case: policies[int(policy[case])].indicator(each.indicator)
        for case, each in related.items()
        if each.indicator is not None and each.indicator != indicators[case].id
    }


def _signs(words: Sequence[str | None], signs: Mapping[str, float]) -> Numbers:
    found: Numbers = each_of(words, lambda word: signs.get(word or "", 0.0), np.float64)
    return found
