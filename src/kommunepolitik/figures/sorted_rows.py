"""Rows sorted by series and period, so that every lookup is a binary search for many keys at once."""

from collections.abc import Callable
from typing import Final

import attrs
import numpy as np

from kommunepolitik.figures.columns import Whole
from kommunepolitik.figures.periods import NEVER, PeriodTable

_KIND_ORDER: Final = ("span", "day", "week", "month", "quarter", "tertial", "half_year", "school_year", "year")
"""Among figures that end the same day, the longer single period is the latest; a span comes first in order."""


@attrs.frozen(eq=False, kw_only=True)
class Places:
    """The distinct periods of a table in order of time: periods with the same days share a position."""

    of_period: Whole
    """The position of each entry of the period table; -1 for a period without an end."""
    last: Whole
    """The last day of each position."""

    @classmethod
    def of(cls, table: PeriodTable) -> "Places":
        """Order the periods by last day, then spans, shorter single periods and longer ones."""
        days = list(zip(table.first.tolist(), table.last.tolist(), strict=True))
        ranks: dict[tuple[int, int], int] = {}
        for span, kind in zip(days, table.kind, strict=True):
            if span[1] != NEVER:
                ranks[span] = max(_KIND_ORDER.index(kind), ranks.get(span, 0))
        ordered = sorted(ranks, key=lambda span: (span[1], ranks[span], -span[0]))
        numbers = {span: place for place, span in enumerate(ordered)}
        last = np.array([last for _, last in ordered], dtype=np.int64)
        return cls(of_period=np.array([numbers.get(span, -1) for span in days], dtype=np.int64), last=last)


@attrs.frozen(eq=False, kw_only=True)
class SortedRows:
    """Rows of a table in order of series and period; positions count in this order, -1 means none."""

    places: Places
    row: Whole
    """The row of the table at each position."""
    keys: Whole
    """The key of each series, ascending; its number is its index here."""
    starts: Whole
    """The position of the first row of each series."""
    joined: Whole
    """Key and place in one number, ascending, for searching."""

    @classmethod
    def of(
        cls, places: Places, row: Whole, key: Whole, place: Whole, weigh: Callable[[Whole], Whole] | None
    ) -> "SortedRows":
        """Sort rows by key and place; with weights, keep the heaviest of each key and place (the first in a tie)."""
        joined = key * max(len(places.last), 1) + place
        if (joined[1:] < joined[:-1]).any():
            order = np.argsort(joined, kind="stable")
            row, key, place, joined = row[order], key[order], place[order], joined[order]
        same = joined[1:] == joined[:-1]
        if weigh is not None and same.any():
            order = np.lexsort((-weigh(row), joined))  # stable: the first of equals stays the first
            kept = order[np.concatenate(([True], ~same))]
            row, key, joined = row[kept], key[kept], joined[kept]
        starts = np.concatenate(([0], np.flatnonzero(key[1:] != key[:-1]) + 1)) if len(key) else np.zeros(0, np.int64)
        return cls(places=places, row=row, keys=key[starts], starts=starts, joined=joined)

    @property
    def series(self) -> Whole:
        """The number of the series of each row."""
        counts = np.diff(np.append(self.starts, len(self.row)))
        return np.repeat(np.arange(len(counts)), counts)

    def number(self, key: Whole) -> Whole:
        """Return the number of the series with each key; -1 where it has no row."""
        if not len(self.keys):
            return np.full(len(key), -1)
        found = np.minimum(np.searchsorted(self.keys, key), len(self.keys) - 1)
        return np.where(self.keys[found] == key, found, -1)

    def newest(self, series: Whole, until: Whole) -> Whole:
        """Return the position of the newest row of each series whose period ends by a day."""
        if not len(self.row):
            return np.full(len(series), -1)
        places = np.searchsorted(self.places.last, until, side="right")
        found = np.searchsorted(self.joined, self.keys[series] * max(len(self.places.last), 1) + places) - 1
        return np.where((series >= 0) & (found >= self.starts[series]), found, -1)

    def of_series(self, series: int) -> slice:
        """Return the positions of the rows of one series; none of the series -1."""
        if series < 0:
            return slice(0, 0)
        first, end = [*self.starts[series : series + 2].tolist(), len(self.row)][:2]
        return slice(first, end)
