"""What a follow-up report is made of: tiles, targets in lists, shortfalls, news."""

from collections.abc import Sequence

import attrs

from kommunepolitik.model import Indicator
from kommunepolitik.rendering.followup import Line
from kommunepolitik.rendering.written import Explanation


@attrs.frozen(kw_only=True)
class Item:
    """One current target as a list tells it."""

    indicator: Indicator
    line: Line
    home: str
    """The track or area it stands under."""
    responsible: str
    words: str
    """The target and the latest figure."""


@attrs.frozen
class OffTrackTarget:
    """A target that is missed or lags, with what was written about why and what will be done."""

    item: Item
    accounts: Sequence[Explanation]
    """The newest account of each thing it belongs to that has one; the nearest first."""

    @property
    def action(self) -> bool:
        """Whether an account of its own says what will be done; what is done for a whole track may be about others."""
        return any(told.account.action for told in self.accounts if not told.general)

    @property
    def explained(self) -> bool:
        """Whether an account is about it, and not older than its figure."""
        return any(not told.caution for told in self.accounts)
