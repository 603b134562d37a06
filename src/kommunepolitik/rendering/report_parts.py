"""What a follow-up report is made of: targets in lists, targets off track with what was written about them."""

from collections.abc import Sequence

import attrs

from kommunepolitik.evaluation import Result
from kommunepolitik.model import Account, Element, FocusArea, Goal, Indicator, Track
from kommunepolitik.rendering.followup import Line
from kommunepolitik.rendering.gaps import numbered
from kommunepolitik.rendering.view import PolicyView


@attrs.frozen(kw_only=True)
class Item:
    """One current target in a list."""

    indicator: Indicator
    line: Line
    home: str
    """The title of its track or area."""
    responsible: str
    words: str
    """The target and the latest figure."""


@attrs.frozen(kw_only=True)
class Explanation:
    """An account as an explanation of a target that is off track."""

    element: str
    """Id of what it is about."""
    name: str
    account: Account
    caution: str
    """Why it may not explain the figure: it is older, or about a whole track or area; empty where neither is so."""
    general: bool
    """Whether it is about a whole track or area, where the report has it in full."""


@attrs.frozen
class OffTrackTarget:
    """A target that is missed or lags, with what was written about why and what will be done."""

    item: Item
    accounts: Sequence[Explanation]
    """The newest account of each thing it belongs to that has one; the nearest first."""

    @property
    def action(self) -> bool:
        """Whether an account of its own says what will be done; what is done for a whole track may be about others."""
        return any(each.account.action for each in self.accounts if not each.general)

    @property
    def explained(self) -> bool:
        """Whether an account is about it, and not older than its figure."""
        return any(not each.caution for each in self.accounts)


def explanations(view: PolicyView, indicator: Indicator, result: Result) -> Sequence[Explanation]:
    """Return the newest account of an indicator and of what it measures, the nearest first, each with its caution."""
    holders: list[Element] = [indicator, *view.measures(indicator)]
    holders.sort(key=lambda holder: (isinstance(holder, Track | FocusArea), isinstance(holder, Goal)))
    _, figure_end = view.language.gettext, None if result.period is None else result.period.end
    found = []
    for holder in holders:
        if not (accounts := view.answers(holder)):
            continue
        account, general, cautions = accounts[-1], isinstance(holder, Track | FocusArea), []
        if account.period.end is not None and figure_end is not None and account.period.end < figure_end:
            cautions.append(_("written before this figure was there"))
        if general:
            cautions.append(_("about the whole of it, not about this figure alone"))
        found.append(
            Explanation(
                element=holder.id,
                name=numbered(view, holder),
                account=account,
                caution="; ".join(cautions),
                general=general,
            )
        )
    return found
