"""Rules on follow-up: tracks, reports, and remarks of decisions."""

from collections.abc import Iterator
from typing import Any, Final

from kommunepolitik.checks.registry import Found, found, rule
from kommunepolitik.checks.subject import Subject, title
from kommunepolitik.errors import N_
from kommunepolitik.model import FocusArea, Goal, Indicator, Plan, Track, followed_up

_REPORTED: Final = (Plan, Track, FocusArea, Goal, Indicator)


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
    """Find first reports that were due before the date that is looked at and that no account covers.

    Only asked with a date (`--at`). A track is covered by an account of the track, of its focus area or of the plan.
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
    reported = {id for id, element in subject.policy.elements.items() if isinstance(element, _REPORTED)}
    for index, reporting in enumerate(plan.reporting):
        if subject.is_past(reporting.first) and not subject.is_accounted_for(reported):
            data: dict[str, Any] = {"to": reporting.to, "expected": reporting.first, "at": subject.at}
            yield found(plan, "plan_report_overdue", within=("reporting", index), **data)
    for track in plan.tracks:
        covered_by = {track.id, plan.id} | ({track.focus_area} if track.focus_area else set())
        if subject.is_past(track.first_report) and not subject.is_accounted_for(covered_by):
            yield found(track, "track_report_overdue", expected=track.first_report, at=subject.at)


@rule("KP114", "warning", N_("Remark of a decision that is not answered"))
def remark_unanswered(subject: Subject) -> Iterator[Found]:
    """Find what a body asked for in a decision and no account answers.

    It is a warning when the answer is overdue at the date that is looked at (`--at`), and information before that or
    where no date is given.

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
            data: dict[str, Any] = {"body": title(decision), "element": remark.id}
            data |= {"expected": remark.expected, "at": subject.at}
            if subject.is_past(remark.expected):
                yield found(remark, "remark_overdue", **data)
            else:
                wording = "remark_unanswered" if remark.expected is None else "remark_expected"
                yield found(remark, wording, severity="info", **data)
