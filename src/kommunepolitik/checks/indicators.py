"""Rules on goals, indicators and targets: whether they can be measured, and whether they require anything."""

from collections.abc import Iterator
from typing import Any

from kommunepolitik.checks.finding import Severity
from kommunepolitik.checks.registry import Found, Subject, found, rule
from kommunepolitik.errors.marks import N_
from kommunepolitik.model import (
    Baseline,
    ChangeTarget,
    DirectionTarget,
    Indicator,
    Interval,
    LevelTarget,
    Part,
    Quantity,
    Term,
)
from kommunepolitik.model.goals import goals_below
from kommunepolitik.model.measurability import followed_up, is_given, is_needed, measured


@rule("KP101", "warning", N_("Goal that nothing measures"))
def goal_not_measured(subject: Subject) -> Iterator[Found]:
    """Find goals that no indicator measures.

    Where the goal's area, a track of its area, or a goal above or below it is measured, it is information only:
    something is measured, but not the goal itself. Background (`role: context`) measures nothing.

    **Why.** Whether a goal was reached cannot be judged later if nothing measures it. That may be intended (a goal can
    be a direction); then the policy should state so.

    **Fix.** Define an indicator and name it under `measured_by`, at the goal or at its area. If its indicators are in
    a document that is not available, name them under `missing`; it is still found, with that reason.

    **Example.** This goal is found, since `measured_by` is empty:

    ```yaml
    goals:
      - id: flere-i-arbejde
        statement: Flere nydanskere kommer i arbejde.
        measured_by: []          # fix: [beskaeftigelsesfrekvens]
    ```
    """
    for id, how in measured(subject.policy).items():
        goal = subject.policy.element(id)
        name = "overarching_goal" if goal in subject.policy.goals else "goal"
        own: Term | None = getattr(subject.policy.terms, name, None)
        data: dict[str, Any] = {} if own is None else {"term": own.singular}
        if how == "around":
            wording = "goal_measured_around" if own is None else "goal_measured_around_named"
            yield found(goal, wording, severity="info", **data)
        elif how != "own":
            wording = "goal_not_measured" if own is None else "goal_not_measured_named"
            yield found(goal, wording, why=goal.gap("measured_by"), **data)


def lacking(subject: Subject, part: Part, wording: str) -> Iterator[Found]:
    """Yield the follow-up indicators without a part they need, with the reason the policy gives."""
    for indicator in subject.followed:
        if is_needed(indicator, part) and not is_given(indicator, part):
            severity: Severity | None = "info" if indicator.kind == "qualitative" else None
            yield found(indicator, wording, severity=severity, why=indicator.gap(part))


@rule("KP102", "warning", N_("Indicator without target"))
def no_target(subject: Subject) -> Iterator[Found]:
    """Find indicators that follow up the policy and have no target (måltal).

    An indicator that people judge (`kind: qualitative`) cannot have target figures; it is found, as information, only
    where the policy itself lists its target as missing.

    **Why.** Without how far and by when, figures show a development, but never whether it is enough.

    **Fix.** Write the target under `targets`: a level to reach, a standing promise, or a change a year. If nobody has
    decided it, or it is in an annex that is not available, name it under `missing`; it is still found, with that
    reason, until there is a target.

    **Example.** Found, with the reason "not in the available sources":

    ```yaml
    indicators:
      - id: beskaeftigelsesfrekvens
        title: Beskæftigelsesfrekvens
        missing:
          - {what: targets, why: not_in_sources}
    # fix:
        targets:
          - {kind: level, value: 60, comparison: at_least, due: 2027}
    ```
    """
    yield from lacking(subject, "targets", "no_target")


@rule("KP104", "warning", N_("Indicator without desired direction"))
def no_direction(subject: Subject) -> Iterator[Found]:
    """Find indicators that follow up the policy and have no desired direction (rise or fall).

    Where it has a target, the target's direction is known, and it is not found. For indicators that people judge, see
    KP102.

    **Why.** A figure that rises is good news for one indicator and bad news for another; a report must not guess.

    **Fix.** Write `increase` or `decrease` under `direction`. If it depends on something that is unclear, name it under
    `missing`.

    **Example.** Found where `direction: increase` is missing.
    """
    for each in lacking(subject, "direction", "no_direction"):
        if not subject.policy.indicator(each.element.id).targets:
            yield each


@rule("KP105", "warning", N_("Indicator without unit"))
def no_unit(subject: Subject) -> Iterator[Found]:
    """Find indicators that follow up the policy and have no unit. For those that people judge, see KP102.

    **Why.** 40 may be a number of children or a share of them. A figure without a unit can be compared with nothing.

    **Fix.** Write what is counted under `unit`: `antal`, `%`, `karakterpoint`, `kr.`

    **Example.** Found where `unit: "% med høj trivsel"` is missing.
    """
    yield from lacking(subject, "unit", "no_unit")


@rule("KP106", "info", N_("Indicator without data source"))
def no_data_source(subject: Subject) -> Iterator[Found]:
    """Find indicators that follow up the policy and do not name who keeps their figures.

    **Why.** Next year somebody else writes the follow-up. Who keeps the figures, and how late they come, also shows
    whether a missing figure is late or forgotten.

    **Fix.** Name the keeper under `data_source`, and the months until a figure is out as `lag`.

    **Example.** Found where `data_source: {keeper: Danmarks Statistik (RAS), lag: 11}` is missing.
    """
    yield from lacking(subject, "data_source", "no_data_source")


@rule("KP107", "info", N_("Indicator that nobody is responsible for"))
def no_responsible(subject: Subject) -> Iterator[Found]:
    """Find indicators that follow up the policy and that nobody is responsible for.

    **Why.** What nobody is responsible for is not followed up. Who is responsible for a track is not always responsible
    for each of its indicators.

    **Fix.** Name a body, centre or unit under `responsible`; never a person.

    **Example.** Found where `responsible: Center for Arbejdsmarked og Integration` is missing.
    """
    yield from lacking(subject, "responsible", "no_responsible")


@rule("KP109", "warning", N_("Percent or percentage points unclear"))
def mode_unclear(subject: Subject) -> Iterator[Found]:
    """Find targets for a change, a year or in all, where it is unclear whether it is in percent or in points.

    **Why.** From 37 %, "2 % a year" is 0.74 percentage points or 2: after ten years 45 % or 57 %. A target that can be
    read in two ways can be met in one and missed in the other.

    **Fix.** Write `percent` (of the value) or `points` (units of the indicator) under `mode`, when those who decided
    the target have confirmed which.

    **Example.** Found where `mode: points` is missing in `{kind: change, amount: 2, mode: points}`.
    """
    for indicator, target, within in subject.targets:
        if isinstance(target, ChangeTarget) and target.mode is None:
            wording = "mode_unclear" if target.per == "year" else "mode_unclear_in_all"
            yield found(indicator, wording, within=within, amount=target.amount)


@rule("KP110", "warning", N_("Target without deadline"))
def no_due(subject: Subject) -> Iterator[Found]:
    """Find levels to be reached that have no deadline.

    A standing target (kept every year) and a change a year need no deadline. A target for a direction without one is
    found as information: its figures show whether it goes the right way, and never that it was reached.

    **Why.** A level without a deadline can be reached, but never missed, and whether it is on track cannot be judged.

    **Fix.** Write the deadline under `due`. Where the document gives none, ask; do not assume the policy's last
    year.

    **Example.** Found where `due: 2027` is missing in `{kind: level, value: 95, comparison: at_least, due: 2027}`.
    """
    for indicator, target, within in subject.targets:
        if isinstance(target, LevelTarget) and target.due is None:
            yield found(indicator, "no_due", within=within, target=target.key)
        elif isinstance(target, DirectionTarget) and target.due is None:
            yield found(indicator, "no_due_of_direction", severity="info", within=within, target=target.key)


@rule("KP111", "warning", N_("Target that its baseline already meets"))
def already_met(subject: Subject) -> Iterator[Found]:
    """Find levels that were already reached when they were set: their baseline meets them.

    The baseline is the target's own, else the indicator's; a figure of the baseline's period counts before what is
    stated. An inexact baseline is found only where it meets the target at both ends.

    **Why.** Such a target requires nothing new. It is judged as a standing one: met or not, without any progress.

    **Fix.** Set it further, or write it as `kind: standing` if it is to be kept every year.

    **Example.** 62 is already at least 60:

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


@rule("KP115", "warning", N_("Goal that no outcome measures"))
def no_outcome(subject: Subject) -> Iterator[Found]:
    """Find goals that are measured only by what the municipality does or delivers (`result_level`).

    All indicators of the goal and of the goals below it must have a level: `activity` (what is done), `output` (what is
    delivered) or `outcome` (what is achieved). Where one has none, nothing is found.

    **Why.** All meetings may take place and all guides be handed out while nobody is better off. A report in which
    every target is reached, and all are activities, does not show whether the goal is.

    **Fix.** Define an indicator of what is achieved, and name it under `measured_by`. Where the goal itself is that
    something is done, ignore the rule for it.

    **Example.** Found, unless an indicator with `result_level: outcome` measures the goal too:

    ```yaml
    goals:
      - {id: flere-i-job, statement: Flere unge kommer i job., measured_by: [samtaler]}
    indicators:
      - {id: samtaler, title: Samtaler med unge, unit: antal, result_level: activity}
    ```
    """
    for goal in subject.policy.all_goals():
        own = followed_up(goal, subject.policy)
        ids = [id for each in (goal, *goals_below(goal)) for id in followed_up(each, subject.policy)]
        levels = {subject.policy.indicator(id).result_level for id in ids}
        if own and not levels & {None, "outcome"}:
            yield found(goal, "no_outcome")


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
