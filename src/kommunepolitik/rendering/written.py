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
