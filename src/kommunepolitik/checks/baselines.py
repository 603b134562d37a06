"""Rules on baselines: those that a target needs, and those that are promised."""

import datetime as dt
from collections.abc import Iterator

import attrs

from kommunepolitik.checks.indicators import lacking
from kommunepolitik.checks.registry import Found, Subject, found, rule
from kommunepolitik.errors.marks import N_
from kommunepolitik.model import ChangeTarget, Indicator, LevelTarget, Target


@rule("KP103", "warning", N_("Indicator without baseline"))
def no_baseline(subject: Subject) -> Iterator[Found]:
    """Find indicators that follow up the policy and have no baseline value, neither stated nor among the figures.

    It is a warning where a target needs a baseline to be judged before its deadline: a level by a deadline, or a change
    from a time that the figures do not have. Standing and cumulative targets need none, nor do targets for a direction,
    which are judged by the figure before. Targets for a group or a difference only use a baseline of their own, and
    are left out. It is information where the indicator has no target at all, or where no target needs the baseline and
    the policy itself states its period or lists it as missing. For indicators that people judge, see KP102.

    **Why.** Progress is measured from somewhere. Without a baseline a level can only be judged at its deadline, when it
    is too late to act.

    **Fix.** Write `value` and `period` under `baseline`, or add a figure of the baseline's period.

    **Example.** Found, with the reason "promised (expected 2024-Q1)":

    ```yaml
    indicators:
      - id: karakterforskel
        title: Karakterforskel i 9. klasse
        baseline: {period: 2023}
        targets:
          - {kind: level, value: 1, comparison: at_most, due: 2027}
        missing:
          - {what: baseline, why: promised, expected: 2024-Q1}
    # fix:
        baseline: {period: 2023, value: 1.4}
    ```
    """
    for each in lacking(subject, "baseline", "no_baseline"):
        indicator = subject.policy.indicator(each.element.id)
        if _is_baseline_observed(subject, indicator):
            continue
        if any(_needs_baseline(subject, indicator, target) for target in indicator.targets):
            yield each
        elif not indicator.targets or indicator.baseline is not None or indicator.gap("baseline") is not None:
            yield attrs.evolve(each, severity="info")


def _needs_baseline(subject: Subject, indicator: Indicator, target: Target) -> bool:
    """Return whether a target can only be judged before its deadline from the baseline of its indicator."""
    if target.group is not None or target.replaced_by is not None:
        return False
    own = getattr(target, "baseline", None)
    if own is not None and own.value is not None:
        return False
    if isinstance(target, LevelTarget):
        if target.due is None or target.cumulative or target.relative_to is not None:
            return False
        return own is None or own.period is None or subject.measured_at(indicator.id, None, own.period) is None
    return isinstance(target, ChangeTarget) and not _has_start(subject, indicator, target)


def _has_start(subject: Subject, indicator: Indicator, target: ChangeTarget) -> bool:
    """Return whether the figures have the start of a change, or a figure at most a year before it."""
    baselines = (target.baseline, indicator.baseline)
    stated = [target.start, *(each.period for each in baselines if each is not None), subject.policy.period]
    start = next((period for period in stated if period is not None), None)
    if start is None:
        return False
    last = min(start.end or dt.date.max, _year_later(start.start) - dt.timedelta(days=1))
    ends = [row.period.end for row in subject.measured(indicator.id) if row.period is not None]
    return any(end is not None and end <= last and _year_later(end) >= last for end in ends)


def _year_later(day: dt.date) -> dt.date:
    return dt.date(day.year + 1, day.month, min(day.day, 28)) if day.month == 2 else day.replace(year=day.year + 1)


@rule("KP108", "warning", N_("Baseline that is promised and not measured"))
def baseline_promised(subject: Subject) -> Iterator[Found]:
    """Find baselines that are promised and have no figure yet.

    It is a warning when the promise is overdue at the date of the check (`--at`), and information before that or where
    no date is given. Where the baseline's period is known, a figure of that period fulfils the promise; else any
    measured figure of the indicator.

    **Why.** A council that was promised baselines wants to know which have come.

    **Fix.** Measure it and write the value under `baseline`, or add the figure to the observations.

    **Example.** Overdue with `--at 2024-Q2`:

    ```yaml
    indicators:
      - id: boern-i-fritidstilbud
        title: Børn i fritidstilbud
        missing:
          - {what: baseline, why: promised, expected: 2024-Q1}
    ```
    """
    for indicator in subject.followed:
        gap = indicator.gap("baseline")
        if gap is None or gap.why != "promised" or _is_promise_kept(subject, indicator):
            continue
        if subject.is_past(gap.expected):
            yield found(indicator, "baseline_overdue", expected=gap.expected, at=subject.at)
        elif gap.expected is not None:
            yield found(indicator, "baseline_promised_for", severity="info", expected=gap.expected)
        else:
            yield found(indicator, "baseline_promised", severity="info")


def _is_baseline_observed(subject: Subject, indicator: Indicator) -> bool:
    """Return whether the figures have the period that the baseline is for."""
    period = None if indicator.baseline is None else indicator.baseline.period
    return period is not None and subject.measured_at(indicator.id, None, period) is not None


def _is_promise_kept(subject: Subject, indicator: Indicator) -> bool:
    has_period = indicator.baseline is not None and indicator.baseline.period is not None
    return _is_baseline_observed(subject, indicator) if has_period else bool(subject.measured_groups(indicator.id))
