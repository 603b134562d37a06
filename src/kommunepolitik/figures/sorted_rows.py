"""Rows sorted by series and period, so that every lookup is a binary search for many keys at once."""

from collections.abc import Callable, Mapping
from typing import Final

import attrs
import numpy as np

from kommunepolitik.figures.periods import NEVER, PeriodTable, Whole

_KIND_ORDER: Final = ("span", "day", "week", "month", "quarter", "tertial", "half_year", "school_year", "year")
"""Of figures that end the same day the one for the longer single period is the latest; a span is the last resort."""


@attrs.frozen(eq=False, kw_only=True)
class Places:
    """The distinct periods of a table in order of time: two periods with the same days have the same place."""

    of_period: Whole
    """The place of each entry of the period table; -1 for a period without an end."""
    last: Whole
    """The last day of each place."""
    numbers: Mapping[tuple[int, int], int]
    """The place of a first and a last day."""

    @classmethod
    def of(cls, table: PeriodTable) -> "Places":
        """Order the periods by last day, then the longer single period after the shorter, and spans before both."""
        order = {kind: rank for rank, kind in enumerate(_KIND_ORDER)}
        ranks: dict[tuple[int, int], int] = {}
        for days, kind in zip(table.days, table.kind, strict=True):
            if days[1] != NEVER:
                ranks[days] = max(order.get(kind, 0), ranks.get(days, -1))
        ordered = sorted(ranks, key=lambda days: (days[1], ranks[days], -days[0]))
        numbers = {days: place for place, days in enumerate(ordered)}
        last = np.array([last for _, last in ordered], dtype=np.int64)
        return cls(of_period=_places(numbers, table), last=last, numbers=numbers)

    def __len__(self) -> int:
        return len(self.last)

    def until(self, day: Whole) -> Whole:
        """Return how many places end on or before each day."""
        return np.searchsorted(self.last, day, side="right")

    def find(self, table: PeriodTable) -> Whole:
        """Return the place of each period of another table; -1 where no row has a period of the same days."""
        return _places(self.numbers, table)


def _places(numbers: Mapping[tuple[int, int], int], table: PeriodTable) -> Whole:
    return np.array([numbers.get(days, -1) for days in table.days], dtype=np.int64)


@attrs.frozen(eq=False, kw_only=True)
class SortedRows:
    """Rows of a table in order of series and period; positions count in this order, -1 is none."""

    places: Places
    row: Whole
    """The row of the table at each position."""
    place: Whole
    """The place of its period."""
    series: Whole
    """The number of its series."""
    keys: Whole
    """The key of each series, ascending; its number is its index here."""
    joined: Whole
    """Series and place in one number, ascending: what is searched."""

    @classmethod
    def of(
        cls, places: Places, row: Whole, key: Whole, place: Whole, weigh: Callable[[Whole], Whole] | None
    ) -> "SortedRows":
        """Sort rows by key and place; with weights, keep the heaviest of one key and place (of equals the first)."""
        joined = key * max(len(places), 1) + place
        if (joined[1:] < joined[:-1]).any():
            order = np.argsort(joined, kind="stable")
            row, key, place, joined = row[order], key[order], place[order], joined[order]
        same = joined[1:] == joined[:-1]
        if weigh is not None and same.any():
            order = np.lexsort((-weigh(row), joined))  # stable: the first of equals stays the first
            kept = order[np.concatenate(([True], ~same))]
            row, key, place = row[kept], key[kept], place[kept]
        is_first = np.concatenate(([True], key[1:] != key[:-1])) if len(key) else np.zeros(0, dtype=bool)
        series = np.cumsum(is_first) - 1
        joined = series * max(len(places), 1) + place
        return cls(places=places, row=row, place=place, series=series, keys=key[is_first], joined=joined)

    def number(self, key: Whole) -> Whole:
        """Return the number of the series with each key; -1 where it has no row."""
        if not len(self.keys):
            return np.full(len(key), -1)
        found = np.minimum(np.searchsorted(self.keys, key), len(self.keys) - 1)
        return np.where(self.keys[found] == key, found, -1)

    def newest(self, series: Whole, until: Whole) -> Whole:
        """Return the position of the newest row of each series whose period ends by a day."""
        return self._last_before(series, self.places.until(until))

    def previous(self, position: Whole) -> Whole:
        """Return the position of the newest row of the same series whose period ends on an earlier day."""
        if not len(self.row):
            return np.full(len(position), -1)
        last = self.places.last[self.place[position]]
        found = self.newest(self.series[position], last - 1)
        return np.where(position >= 0, found, -1)

    def at(self, series: Whole, place: Whole) -> Whole:
        """Return the position of the row of each series at exactly a place."""
        found = self._last_before(series, place + 1)
        if not len(self.row):
            return found
        return np.where((place >= 0) & (self.place[found] == place), found, -1)

    def count(self, series: Whole, first: Whole, until: Whole) -> Whole:
        """Return how many rows of each series end on or between two days."""
        many = self._bound(series, self.places.until(until)) - self._bound(series, self.places.until(first - 1))
        return np.where(series >= 0, np.maximum(many, 0), 0)

    def only(self, positions: Whole) -> "SortedRows":
        """Return some of the rows, with the same numbers of series; positions count in the smaller table."""
        chosen = {name: getattr(self, name)[positions] for name in ("row", "place", "series", "joined")}
        return attrs.evolve(self, **chosen)

    def of_series(self, series: int) -> slice:
        """Return the positions of the rows of one series."""
        bounds = np.searchsorted(self.series, [series, series + 1])
        return slice(int(bounds[0]), int(bounds[1]))

    def _bound(self, series: Whole, places: Whole) -> Whole:
        """Return the position before which lie the rows of all smaller series, and of this one so many places."""
        return np.searchsorted(self.joined, series * max(len(self.places), 1) + places)

    def _last_before(self, series: Whole, places: Whole) -> Whole:
        found = self._bound(series, places) - 1
        if not len(self.row):
            return np.full(len(series), -1)
        return np.where((series >= 0) & (found >= 0) & (self.series[found] == series), found, -1)
