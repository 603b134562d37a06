"""What is due next: deadlines of targets, promised holes, reports, activities, answers to remarks."""

from collections.abc import Iterator, Sequence

import attrs

from kommunepolitik.model import Element, Period, Plan, Policy
from kommunepolitik.rendering.view import PolicyView


@attrs.frozen(kw_only=True)
class Deadline:
    """What is expected by a period: one thing, of one or several elements."""

    period: Period
    when: str
    what: str
    """What is expected: a target to be reached, a baseline that was promised …"""
    titles: Sequence[str]
    """What it is expected of."""
    overdue: bool
    """Whether its period had ended at the date the report looks from."""


def dues(view: PolicyView, reference: Period | None) -> Sequence[Deadline]:
    """Return what is overdue, then all that is due, in order of time; targets and reports only while they can be met.

    What is expected of several elements by the same time is one deadline.
    """
    found: dict[tuple[bool, Period, str], list[str]] = {}
    now = None if reference is None else reference.end
    for period, what, element, keeps in _expected(view):
        overdue = now is not None and period.end is not None and period.end <= now
        if keeps or not overdue:
            found.setdefault((overdue, period, what), []).append(view.named(element))
    deadlines = [
        Deadline(
            period=period, when=view.period(period), what=what, titles=tuple(dict.fromkeys(titles)), overdue=overdue
        )
        for (overdue, period, what), titles in found.items()
    ]
    return sorted(deadlines, key=lambda due: (not due.overdue, due.period.sort_key))


def _expected(view: PolicyView) -> Iterator[tuple[Period, str, Element, bool]]:
    """Yield what is expected when: period, words, element, and whether it is still told once the period is over."""
    policy, _ = view.policy, view.language.gettext
    for element in (policy, *policy.elements.values()):
        for hole in element.missing:
            if hole.expected is not None:
                yield hole.expected, _("promised: {what}").format(what=view.what(hole)), element, True
    for indicator in view.indicators("follow_up"):
        for target in indicator.targets:
            if (due := getattr(target, "due", None)) is not None:
                yield due, _("target: {target}").format(target=view.target(target, indicator)), indicator, False
    for decision, remark in view.remarks:
        if remark.expected is not None and not view.answers(remark):
            yield remark.expected, _("answer to a remark of {body}").format(body=decision.body), remark, True
    if policy.plan is not None:
        yield from _plan(view, policy, policy.plan)


def _plan(view: PolicyView, policy: Policy, plan: Plan) -> Iterator[tuple[Period, str, Element, bool]]:
    _ = view.language.gettext
    for reporting in plan.reporting:
        if reporting.first is not None:
            yield reporting.first, _("first report to {body}").format(body=reporting.to), plan, False
    for track in plan.tracks:
        if track.first_report is not None:
            yield track.first_report, _("first report"), track, False
        for activity in track.activities:
            if activity.due is not None and activity.done is None:
                yield activity.due, _("activity to be done"), activity, True
    for decision in policy.decisions:
        if decision.expected is not None:
            subject = policy if decision.subject is None else policy.element(decision.subject)
            yield decision.expected, _("decision of {body}").format(body=decision.body), subject, True
