"""Rules on follow-up: tracks, reports, remarks of decisions, and targets that are over."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from kommunepolitik.checks.registry import Found, Subject, found, rule
from kommunepolitik.errors.marks import N_
from kommunepolitik.model import Indicator, Period
from kommunepolitik.model.element import name_of
from kommunepolitik.model.measurability import followed_up


@rule("KP112", "warning", N_("Track that is not followed up"))
def track_not_followed_up(subject: Subject) -> Iterator[Found]:
    """Find tracks of the plan that have neither an indicator nor a text on how they are followed up.

    **Why.** A plan is followed up track by track; a track without a follow-up is left out of the report.

    **Fix.** Write how under `follow_up` (a description in words is a follow-up too), or name indicators under
    `measured_by`.

    **Example.** Found:

    ```yaml
    tracks:
      - id: spor-2
        title: Borgermøde
        # fix:
        follow_up: Antal deltagere, og hvad mødet førte til, beskrives hvert år.
    ```
    """
    if subject.policy.plan is None:
        return
    for track in subject.policy.plan.tracks:
        if track.follow_up is None and not followed_up(track, subject.policy):
            yield found(track, "track_not_followed_up", why=track.gap("follow_up") or track.gap("measured_by"))


@rule("KP113", "warning", N_("Report that is overdue"))
def report_overdue(subject: Subject) -> Iterator[Found]:
    """Find first reports that were due before the date of the check and that no account covers.

    Only checked with a date (`--at`). A track is covered by an account of the track, of its focus area or of the plan.
    The report to a body is covered by any account of the plan, a track, an area, a goal or an indicator.

    **Why.** A report that is not made the first time is seldom made the second.

    **Fix.** Write the account in `accounts.yaml`, or decide a new date.

    **Example.** Found with `--at 2024-Q2`, as long as there is no account:

    ```yaml
    plan:
      id: implementeringsplan
      title: Implementeringsplan
      reporting:
        - {to: Økonomiudvalget, frequency: yearly, first: 2024-Q1}
    ```
    """
    plan = subject.policy.plan
    if plan is None:
        return
    for index, each in enumerate(plan.reporting):
        if subject.is_past(each.first) and not subject.is_accounted_for(subject.policy.reported):
            within = ("reporting", index)
            yield found(plan, "plan_report_overdue", within=within, to=each.to, expected=each.first, at=subject.at)
    for track in plan.tracks:
        if subject.is_past(track.first_report) and not subject.is_accounted_for(plan.accounted_by(track)):
            yield found(track, "track_report_overdue", expected=track.first_report, at=subject.at)


@rule("KP114", "warning", N_("Remark of a decision that is not answered"))
def remark_unanswered(subject: Subject) -> Iterator[Found]:
    """Find what a body asked for in a decision and no account answers.

    It is a warning when the answer is overdue at the date of the check (`--at`), and information before that or where
    no date is given.

    **Why.** A remark in the minutes is what the elected body asked for. It is easily lost once the plan is approved.

    **Fix.** Write an account in `accounts.yaml` whose `element` is the remark's id.

    **Example.** The remark, and the account that answers it:

    ```yaml
    decisions:
      - id: byraadet-2023-11-27
        body: Byrådet
        remarks:
          - {id: tydeligere-maal, statement: Planens mål gøres tydeligere., expected: 2024-Q1}
    ```

    ```yaml
    kommunepolitik: 1
    accounts:
      - {element: tydeligere-maal, period: 2024, text: Hvert måltal har nu tal og frist.}
    ```
    """
    for decision in subject.policy.decisions:
        for remark in decision.remarks:
            if subject.is_accounted_for({remark.id}):
                continue
            data: dict[str, Any] = {"body": name_of(decision), "element": remark.id}
            data |= {"expected": remark.expected, "at": subject.at}
            if subject.is_past(remark.expected):
                yield found(remark, "remark_overdue", **data)
            else:
                wording = "remark_unanswered" if remark.expected is None else "remark_expected"
                yield found(remark, wording, severity="info", **data)


@rule("KP117", "warning", N_("Expired target that none follows"))
def expired(subject: Subject) -> Iterator[Found]:
    """Find targets whose deadline has passed, where the indicator has no later one for the same group.

    The deadline has passed if it ended before the date of the check (`--at`) begins, or, without a date, before the
    newest figure of the series. A target without a deadline, such as a standing one, counts as a later one. Targets
    that a decision replaced, and policies that are superseded or no longer in force, are left out.

    **Why.** What was to be reached in 2025 is judged once. New figures keep coming after that, with nothing to judge
    them by.

    **Fix.** Write the next target under `targets`, when it is decided. Until then, name the gap under `missing` of the
    indicator; it is still found, with that reason.

    **Example.** Found with `--at 2026`, as long as there is no later target:

    ```yaml
    targets:
      - {kind: level, value: 60, comparison: at_least, due: 2025}
      # fix:
      - {kind: level, value: 65, comparison: at_least, due: 2029}
    ```
    """
    policy = subject.policy
    for indicator in subject.followed:
        for group in dict.fromkeys(target.group for target in indicator.targets):
            targets = {n: each for n, each in enumerate(indicator.targets) if each.group == group}
            dues = {n: getattr(each, "due", None) for n, each in targets.items() if each.replaced_by is None}
            ends = {n: dt.date.max if due is None else _last_day(due) for n, due in dues.items()}
            day = _reference_day(subject, indicator, group)
            if not ends or day is None or policy.is_over(day):
                continue
            number = max(ends, key=ends.__getitem__)
            if ends[number] < day:
                data: dict[str, Any] = {"target": targets[number].key, "due": dues[number]}
                yield found(indicator, "expired", within=("targets", number), why=indicator.gap("targets"), **data)


@rule("KP118", "warning", N_("Promise that is overdue"))
def promise_overdue(subject: Subject) -> Iterator[Found]:
    """Find what an element lists under `missing` as promised, where the time it was expected is over.

    Only checked with a date (`--at`). Baselines of indicators that follow up the policy are left out; see KP108.

    **Why.** A promise with a date is easily lost once the date has passed, as no figure awaits it.

    **Fix.** Add what was promised and remove the gap, or write the new date under `expected`, when it is decided.

    **Example.** Found with `--at 2027`:

    ```yaml
    missing:
      - {what: de unges egen oplevelse, why: promised, expected: 2026-09..2026-11}
    ```
    """
    followed = {indicator.id for indicator in subject.followed}
    for element in (subject.policy, *subject.policy.elements.values()):
        for index, gap in enumerate(element.missing):
            is_baseline = gap.what == "baseline" and element.id in followed
            if gap.why == "promised" and subject.is_past(gap.expected) and not is_baseline:
                data: dict[str, Any] = {"what": gap.what, "expected": gap.expected, "at": subject.at}
                yield found(element, "promise_overdue", within=("missing", index), **data)


def _reference_day(subject: Subject, indicator: Indicator, group: str | None) -> dt.date | None:
    """Return the first day of the date of the check, or else of the newest figure of a series."""
    periods = [row.period for row in subject.measured(indicator.id, group) if row.period is not None]
    period = subject.at or max(periods, default=None)
    return None if period is None else min(period.start, _last_day(period))


def _last_day(period: Period) -> dt.date:
    """Return the last day of a period; a single day that is the first of a month counts as the day before."""
    if period.kind == "day" and period.start.day == 1:
        return period.start - dt.timedelta(days=1)
    return period.end or dt.date.max
