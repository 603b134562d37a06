"""Which rows belong to which series: a policy's own, those of its municipality's area, and those that all share."""

from collections.abc import Mapping, Sequence

import attrs
import numpy as np

from kommunepolitik.figures.periods import Mask, Whole
from kommunepolitik.model import Portfolio
from kommunepolitik.observations import Observations

OWN, AREA, SHARED = 2, 1, 0
"""How near a row is to a policy; of rows published the same day the nearest counts."""


@attrs.frozen(eq=False, kw_only=True)
class Codes:
    """Numbers for indicators and groups, and one key for a policy, an indicator and a group."""

    indicators: Mapping[str, int]
    groups: Mapping[str, int]
    indicator: Whole
    """The number of each row's indicator; -1 where no policy has it."""
    group: Whole

    @classmethod
    def of(cls, table: Observations, portfolio: Portfolio) -> "Codes":
        """Give each indicator of the policies and each group of the rows a number."""
        names = dict.fromkeys(indicator.id for policy in portfolio for indicator in policy.indicators)
        indicators = {name: number for number, name in enumerate(names)}
        of_row = table.texts["indicator"].each(lambda word: indicators.get(word, -1), np.int64)
        groups = {word: number for number, word in enumerate(table.texts["group"].words)}
        return cls(indicators=indicators, groups=groups, indicator=of_row, group=table.texts["group"].codes)

    def joined(self, policies: Whole, indicators: Whole, groups: Whole) -> Whole:
        """Return one number for a policy's, an indicator's and a group's."""
        return (policies * self.width + indicators * len(self.groups)) + groups

    @property
    def width(self) -> int:
        """How many keys a policy has."""
        return max(len(self.indicators) * len(self.groups), 1)


def looked_up(numbers: Mapping[str, int], words: Sequence[str]) -> Whole:
    """Return the number of each word; -1 where it has none."""
    return np.fromiter((numbers.get(word, -1) for word in words), dtype=np.int64, count=len(words))


@attrs.frozen(eq=False, kw_only=True)
class Scope:
    """Rows of the table with the key of the series they belong to; a row may belong to several."""

    row: Whole
    key: Whole
    owner: Whole
    """Whether it is the policy's own, its area's or shared."""
    weight: Whole

    @classmethod
    def of(cls, table: Observations, portfolio: Portfolio, codes: Codes) -> "Scope":
        """Give each row to the policy it names, or to all; add shared rows to own series."""
        ids = {policy.id: number for number, policy in enumerate(portfolio)} | {"": len(portfolio)}
        policy = table.texts["policy"].each(lambda word: ids.get(word, -1), np.int64)
        is_shared = table.texts["policy"].isin("")
        of_area = ~table.texts["area"].isin("")
        policy = np.where(is_shared & of_area, -1, policy)  # the country's, or that of a municipality without a policy
        row = np.flatnonzero((policy >= 0) & (codes.indicator >= 0))
        key = codes.joined(policy[row], codes.indicator[row], codes.group[row])
        owner = np.where(is_shared[row], SHARED, np.where(of_area[row], AREA, OWN))
        scope = cls(row=row, key=key, owner=owner, weight=owner)
        return scope._completed(len(portfolio) * codes.width, codes.width)

    def _completed(self, shared_from: int, width: int) -> "Scope":
        """Add the shared rows to each series of a policy that has rows of its own."""
        is_shared = self.key >= shared_from
        if not is_shared.any() or is_shared.all():
            return self
        series = np.unique(self.key[~is_shared])
        order = np.flatnonzero(is_shared)
        order = order[np.argsort(self.key[order], kind="stable")]
        wanted = shared_from + series % width
        starts, ends = (np.searchsorted(self.key[order], wanted, side=side) for side in ("left", "right"))
        counts = ends - starts
        offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        added = self.taken(order[np.repeat(starts, counts) + offsets])
        added = attrs.evolve(added, key=np.repeat(series, counts))
        return self.joined(added)

    def joined(self, other: "Scope") -> "Scope":
        """Return the rows of both."""
        return Scope(**{name: np.concatenate([getattr(s, name) for s in (self, other)]) for name in _FIELDS})

    def only(self, wanted: Mask) -> "Scope":
        """Return some of the rows."""
        return self if wanted.all() else self.taken(np.flatnonzero(wanted))

    def taken(self, numbers: Whole) -> "Scope":
        """Return the rows at some numbers, in that order."""
        return Scope(**{name: getattr(self, name)[numbers] for name in _FIELDS})


_FIELDS = ("row", "key", "owner", "weight")
