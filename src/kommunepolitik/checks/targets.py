"""Rules on targets: whether they are unambiguous, and whether they ask for anything."""

from collections.abc import Iterator

from kommunepolitik.checks.registry import Found, found, rule
from kommunepolitik.checks.subject import Subject
from kommunepolitik.errors import N_
from kommunepolitik.model import Baseline, ChangeTarget, Indicator, Interval, LevelTarget, Quantity


@rule("KP109", "warning", N_("Percent or percentage points unclear"))
def mode_unclear(subject: Subject) -> Iterator[Found]:
    """Find targets that ask for a change a year and do not say whether in percent or in points.

    **Why.** From 37 %, "2 % a year" is 0.74 percentage points or 2: after ten years 45 % or 57 %. A target that can be
    read in two ways can be met in one and missed in the other.

    **Fix.** Write `percent` (of the value) or `points` (units of the indicator) under `mode`, when those who decided
    the target have said which.

    **Example.** Found where `mode: points` is missing in `{kind: change, amount: 2, mode: points}`.
    """
    for indicator, target, within in subject.targets:
        if isinstance(target, ChangeTarget) and target.mode is None:
            yield found(indicator, "mode_unclear", within=within, amount=target.amount)


@rule("KP110", "warning", N_("Target without deadline"))
def no_due(subject: Subject) -> Iterator[Found]:
    """Find levels to be reached that have no deadline.

    A standing target (kept every year) and a change a year need no deadline.

    **Why.** A level without a deadline can be reached, but never missed, and nobody can say whether it is on track.

    **Fix.** Write the deadline under `due`. Where the document gives none, ask; do not assume the policy's last
    year.

    **Example.** Found where `due: 2027` is missing in `{kind: level, value: 95, comparison: at_least, due: 2027}`.
    """
    for indicator, target, within in subject.targets:
        if isinstance(target, LevelTarget) and target.due is None:
            yield found(indicator, "no_due", within=within, target=target.key)


@rule("KP111", "warning", N_("Target that its baseline already meets"))
def already_met(subject: Subject) -> Iterator[Found]:
    """Find levels that were reached already when they were set: their baseline meets them.

    The baseline is the target's own, else the indicator's; a figure of the baseline's period counts before what is
    stated. An inexact baseline is found only where it meets the target at both ends.

    **Why.** Such a target asks for nothing new. It is judged as a standing one: met or not, without any progress.

    **Fix.** Set it further, or write it as `kind: standing` if it is to be kept every year.

    **Example.** 62 is at least 60 already:

    ```yaml
    baseline: {period: 2022, value: 62}
    targets:
      - {kind: level, value: 60, comparison: at_least, due: 2027}
    ```
    """
    for indicator, target, within in subject.targets:
        if not isinstance(target, LevelTarget):
            continue
        baseline = _baseline_of(subject, indicator, target)
        if baseline is not None and _meets(baseline, target):
            yield found(indicator, "already_met", within=within, target=target.key, baseline=baseline)


def _baseline_of(subject: Subject, indicator: Indicator, target: LevelTarget) -> Quantity | None:
    """Return the figure a target starts from; None where there is none, or none that can be compared with it."""
    stated: Baseline | None = target.baseline
    if stated is None and target.relative_to is None and target.group is None:
        stated = indicator.baseline  # of the whole population, and no difference
    if stated is None:
        return None
    if stated.period is not None and target.relative_to is None:
        row = subject.measured_at(indicator.id, target.group, stated.period)
        if row is not None and row.value is not None:
            return row.quantity
    return None if stated.value is None else stated


def _meets(figure: Quantity, target: LevelTarget) -> bool:
    assert figure.value is not None
    ends = Interval.of(figure.value, figure.value_high, figure.qualifier)
    return ends.low >= target.value if target.comparison == "at_least" else ends.high <= target.value
