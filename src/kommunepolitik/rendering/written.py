"""What was written about the parts of a policy, and where a report tells it: nothing that was written is left out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from kommunepolitik.evaluation import Result
from kommunepolitik.model import Account, Element, FocusArea, Goal, Indicator, Track
from kommunepolitik.rendering.gaps import numbered

if TYPE_CHECKING:
    from kommunepolitik.rendering.report import ReportView


@attrs.frozen(kw_only=True)
class Explanation:
    """An account as an explanation of a target that lags."""

    element: str
    """Id of what it is about."""
    name: str
    """What it is about."""
    account: Account
    caution: str
    """Why it may not explain the figure: it is older, or about a whole track or area; empty where neither is so."""
    general: bool
    """Whether it is about a whole track or area, where the report tells it in full."""


def goal_accounts(report: "ReportView", indicator: str) -> Sequence[tuple[str, Account]]:
    """Return what was written about the goals that an indicator measures, with their names; each is told once.

    A goal with several indicators has its accounts under the first of them.
    """
    told = []
    for goal in report.policy.all_goals():
        shown = [each for each in report.indicators_shown if each in goal.measured_by]
        if shown and shown[0] == indicator:
            told += [(numbered(report.view, goal), account) for account in reversed(report.view.answers(goal))]
    return told


def other_accounts(report: "ReportView") -> Sequence[tuple[str, Account]]:
    """Return what was written about anything that no other part of the report shows."""
    goals = {goal.id for goal in report.policy.all_goals() if set(goal.measured_by) & set(report.indicators_shown)}
    remarks = {remark.id for _, remark, _ in report.remarks}
    plan = set() if report.policy.plan is None else {report.policy.plan.id}
    elsewhere = {id for id, _, _ in report.groups} | set(report.indicators_shown) | goals | remarks | plan
    rest = [account for account in report.view.accounts if account.element not in elsewhere]
    return [(numbered(report.view, report.view.policy.element(account.element)), account) for account in rest]


def explanations(report: "ReportView", indicator: Indicator, result: Result) -> Sequence[Explanation]:
    """Return the newest account of an indicator and of what it measures, the nearest first, each with its caution."""
    holders: list[Element] = [indicator, *report.view.measures(indicator)]
    holders.sort(key=lambda holder: (isinstance(holder, Track | FocusArea), isinstance(holder, Goal)))
    told = [(holder, report.view.answers(holder)) for holder in holders]
    return [
        Explanation(
            element=holder.id,
            name=numbered(report.view, holder),
            account=accounts[-1],
            caution=_caution(report, holder, accounts[-1], result),
            general=isinstance(holder, Track | FocusArea),
        )
        for holder, accounts in told
        if accounts
    ]


def _caution(report: "ReportView", holder: Element, account: Account, result: Result) -> str:
    _ = report.language.gettext
    words = []
    ends = account.period.end, None if result.period is None else result.period.end
    if ends[0] is not None and ends[1] is not None and ends[0] < ends[1]:
        words.append(_("written before this figure was there"))
    if isinstance(holder, Track | FocusArea):
        words.append(_("about the whole of it, not about this figure alone"))
    return "; ".join(words)
