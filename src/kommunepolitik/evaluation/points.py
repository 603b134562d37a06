"""The figures that cases are judged on: published ones and computed ones."""

from collections.abc import Sequence
from typing import Any, Final

import attrs
import numpy as np

from kommunepolitik.evaluation.cases import interval
from kommunepolitik.figures import Figures
from kommunepolitik.figures.columns import Mask, Numbers, Table, Whole, cells_at, ranges
from kommunepolitik.figures.periods import ABSENT, ALL_DAYS, NEVER, Spans, period_between, size_of, year_before
from kommunepolitik.model import Indicator


@attrs.frozen(eq=False, kw_only=True)
class Intervals(Table):
    """The lowest and the highest possible value of each figure; NaN where it is withheld."""

    low: Numbers
    high: Numbers
    low_side: Numbers
    """+1 where the value is just above the low end, -1 where it is just below, 0 where it equals it."""
    high_side: Numbers

    def __len__(self) -> int:
        return len(self.low)

    @classmethod
    def of(cls, low: Numbers, high: Numbers) -> "Intervals":
        """Return intervals that include both ends."""
        return cls(low=low, high=high, low_side=np.zeros(len(low)), high_side=np.zeros(len(low)))

    def plus(self, other: "Intervals") -> "Intervals":
        """Return the intervals of the sums."""
        total = self.mapped(np.add, other)
        return attrs.evolve(total, low_side=np.sign(total.low_side), high_side=np.sign(total.high_side))

    def times(self, factor: "Numbers | float") -> "Intervals":
        """Return the intervals of the products with a factor of at least 0, or with -1."""
        ends = attrs.evolve(self, low=self.low * factor, high=self.high * factor)
        if not isinstance(factor, float) or factor >= 0:
            return ends
        return Intervals(low=ends.high, high=ends.low, low_side=-self.high_side, high_side=-self.low_side)

    def put(self, rows: Any, others: "Intervals") -> None:
        """Write other intervals into some rows."""
        for name in attrs.fields_dict(Intervals):
            getattr(self, name)[rows] = getattr(others, name)


@attrs.frozen(eq=False, kw_only=True)
class Computed(Table):
    """The columns of computed figures that the table of figures does not have."""

    ends: Intervals
    other: Numbers
    """For a difference, the value that is compared with."""
    denominator: Numbers
    is_provisional: Mask
    is_derived: Mask
    """Whether a figure is built from its parts by `over_time`."""

    @classmethod
    def of(cls, ends: Intervals, **columns: Any) -> "Computed":
        """Return the columns of some figures; those not given are empty."""
        numbers = {name: np.full(len(ends), np.nan) for name in ("other", "denominator")}
        masks = {name: np.zeros(len(ends), dtype=bool) for name in ("is_provisional", "is_derived")}
        return cls(ends=ends, **{**numbers, **masks, **columns})


@attrs.frozen(eq=False, kw_only=True)
class ComputedFigures(Spans, Table):
    """Figures computed from others; each has the row of the last of those."""

    series: Whole
    row: Whole
    computed: Computed


_COLUMNS: Final = (*ABSENT, "series", "row")
_OF_MADE: Final = ("other", "denominator", "is_provisional", "is_derived")


@attrs.frozen(eq=False, kw_only=True)
class Points(Spans):
    """Figures of many series as columns, in order of series, length and last day.

    `series` continues the numbers of `figures.measured` with those of differences, then those of running sums.
    """

    figures: Figures
    series: Whole
    row: Whole
    made: Whole
    """The position in `computed` of a computed figure; -1 for one that is published."""
    computed: Computed
    lengths: Whole
    """The distinct lengths, shorter ones first."""
    joined: Whole

    @classmethod
    def of(cls, figures: Figures) -> "Points":
        """Return the figures published, without rows that neither have a value nor are suppressed."""
        rows = figures.measured
        value = figures.observations.numbers["value"][rows.row]
        kept: Any = slice(None)
        if (empty := np.isnan(value)).any():
            kept = ~empty | figures.observations.texts["quality"].isin("suppressed")[rows.row]
        row, table = rows.row[kept], figures.periods
        period = figures.observations.texts["period"].codes[row]
        lengths = _distinct(table.length[:-1])
        columns = {name: getattr(table, name)[period] for name in ABSENT}
        columns |= {"series": rows.series[kept], "row": row, "made": np.full(len(row), -1)}
        computed = Computed.of(Intervals.of(np.zeros(0), np.zeros(0)))
        return cls._sorted(figures, computed, lengths, _ranks(lengths, table.length)[period], columns)

    @classmethod
    def _sorted(
        cls, figures: Figures, computed: Computed, lengths: Whole, rank: Whole, columns: dict[str, Any]
    ) -> "Points":
        joined = _joined(columns["series"], rank, columns["last"], len(lengths))
        if (np.diff(joined) < 0).any():
            order = np.argsort(joined, kind="stable")
            joined, columns = joined[order], {name: cells[order] for name, cells in columns.items()}
        return cls(figures=figures, computed=computed, lengths=lengths, joined=joined, **columns)

    def having(self, more: Sequence[ComputedFigures]) -> "Points":
        """Return these figures together with some that are computed from them."""
        more = [each for each in more if len(each.series)]
        if not more:
            return self
        columns = {name: np.concatenate([getattr(each, name) for each in (self, *more)]) for name in _COLUMNS}
        computed = self.computed.joined(*(each.computed for each in more))
        columns["made"] = np.append(self.made, np.arange(len(self.computed.ends), len(computed.ends)))
        lengths = _distinct(np.concatenate([self.lengths, *(each.length for each in more)]))
        return Points._sorted(self.figures, computed, lengths, _ranks(lengths, columns["length"]), columns)

    # Looking up many at once; positions are -1 where nothing is found

    def newest(self, series: Whole, length: Whole, until: Whole) -> Whole:
        """Return the position of the newest figure of each series and length that ends by a day."""
        found = np.searchsorted(self.joined, self._key(series, length, until), side="right") - 1
        is_of = (found >= 0) & (series >= 0) & (self.cells("series", found) == series)
        return np.where(is_of & (self.cells("length", found) == length), found, -1)

    def at(self, series: Whole, length: Whole, last: Whole) -> Whole:
        """Return the position of the figure of each series and length that ends on exactly a day."""
        found = self.newest(series, length, last)
        return np.where((found >= 0) & (self.cells("last", found) == last), found, -1)

    def newest_of_any(self, series: Whole, until: Whole, least: "Whole | None" = None) -> Whole:
        """Return the position of the newest figure of at least a length, the longest if several end that day."""
        best, ends = np.full(len(series), -1), np.full(len(series), NEVER)
        for length in self.lengths.tolist():
            found = self.newest(series, np.full(len(series), length), until)
            last = self.cells("last", found)
            is_better = (found >= 0) & (last >= ends)
            if least is not None:
                is_better &= size_of(length) >= size_of(least)
            best, ends = np.where(is_better, found, best), np.where(is_better, last, ends)
        return best

    def count(self, series: Whole, length: "Whole | int", until: Whole, since: "Whole | int" = NEVER) -> Whole:
        """Return how many figures of a length each series has that end from one day on and by another."""
        lengths, days = np.broadcast_to(length, len(series)), np.broadcast_to(since, len(series))
        first = np.searchsorted(self.joined, self._key(series, lengths, days))
        last = np.searchsorted(self.joined, self._key(series, lengths, until), side="right")
        is_known = (series >= 0) & (_ranks(self.lengths, lengths) >= 0)
        return np.where(is_known, np.maximum(last - first, 0), 0)

    def previous(self, position: Whole) -> Whole:
        """Return the previous figure of the same length; for a part of a year, the same part a year before."""
        length, last = self.cells("length", position), self.cells("last", position)
        before = self.previous_in_row(position)
        is_part = (length < 12) & (length > -180)
        if is_part.any():
            earlier = np.where(length == -7, last - 52 * 7, year_before(np.maximum(last, 400)))
            before = np.where(is_part, self.at(self.cells("series", position), length, earlier), before)
        return np.where(position >= 0, before, -1)

    def previous_in_row(self, position: Whole) -> Whole:
        """Return the previous figure of the same length, whatever part of the year it is for."""
        before = np.maximum(position - 1, 0)
        same = [self.cells(name, before) == self.cells(name, position) for name in ("series", "length")]
        return np.where((position > 0) & same[0] & same[1], before, -1)

    def step(self, series: Whole, length: Whole, until: Whole) -> Numbers:
        """Return the smallest distance in months between the ends of figures that end by a day; NaN for one."""
        last = self.newest(series, length, until)
        first = np.searchsorted(self.joined, self._key(series, length, np.full(len(series), NEVER)))
        steps, several = np.full(len(series), np.nan), np.flatnonzero((last >= 0) & (last > first))
        if not len(several):
            return steps
        gaps = np.append(np.diff(self.time), np.inf)
        bounds = np.stack([first[several], last[several]], axis=1).ravel()
        steps[several] = np.minimum.reduceat(gaps, bounds)[::2]
        return steps

    def cells(self, name: str, position: Whole) -> Any:
        """Return a column of some figures; `NEVER`, NaN, -1 or False where there is none."""
        if name not in _OF_MADE:
            return cells_at(getattr(self, name), position, ABSENT.get(name, -1))
        if name == "is_provisional":
            cells: Any = self.texts("quality", position) == "provisional"
        elif name == "denominator":
            cells = self.numbers(name, position)
        else:
            cells = np.full(len(position), np.nan) if name == "other" else np.zeros(len(position), dtype=bool)
        made = self.cells("made", position)
        if (is_made := made >= 0).any():
            cells[is_made] = getattr(self.computed, name)[made[is_made]]
        return cells

    def numbers(self, name: str, position: Whole) -> Numbers:
        """Return the cells of a column of numbers in the table."""
        cells: Numbers = cells_at(self.figures.observations.numbers[name], self.cells("row", position))
        return cells

    def texts(self, name: str, position: Whole) -> Any:
        """Return the cells of a text column of the table; a computed figure has that of the last one it is made of."""
        column = self.figures.observations.texts[name]
        return np.array([*column.words, ""], dtype=object)[cells_at(column.codes, self.cells("row", position), -1)]

    def ends_at(self, position: Whole, indicators: Sequence[Indicator]) -> Intervals:
        """Return the intervals of some figures; only those published as inexact are handled one by one."""
        value, high, qualifier = self._published(position)
        ends, made = Intervals.of(value, value.copy()), self.cells("made", position)
        inexact = (~np.isnan(high) | ((qualifier != "") & (qualifier != "about"))) & (made < 0) & ~np.isnan(value)
        for n in np.flatnonzero(inexact).tolist():
            above = None if np.isnan(high[n]) else float(high[n])
            found = interval(float(value[n]), above, qualifier[n] or None, indicators[n])
            ends.low[n], ends.high[n] = found.both
            is_point = found.exact
            ends.low_side[n] = 1 if found.low_open else -1 if found.high_open and is_point else 0
            ends.high_side[n] = -1 if found.high_open else 1 if found.low_open and is_point else 0
        if (is_made := made >= 0).any():
            ends.put(is_made, self.computed.ends[made[is_made]])
        return ends

    def _published(self, position: Whole) -> tuple[Numbers, Numbers, Any]:
        """Return values, upper ends and qualifiers as the table has them; computed figures have no qualifier."""
        qualifier = self.texts("qualifier", np.where(self.cells("made", position) < 0, position, -1))
        return self.numbers("value", position), self.numbers("value_high", position), qualifier

    def shown(self, position: Whole) -> tuple[Numbers, Numbers, Any]:
        """Return the values, upper ends and qualifiers of some figures as they are shown."""
        value, high, qualifier = self._published(position)
        made = self.cells("made", position)
        if (is_made := made >= 0).any():
            ends = self.computed.ends[made[is_made]]
            low, top = ends.low, ends.high
            value[is_made] = np.where(np.isfinite(low), low, np.where(np.isfinite(top), top, np.nan))
            high[is_made] = np.where((top != low) & np.isfinite(top) & np.isfinite(low), top, np.nan)
            qualifier[is_made] = np.select([np.isneginf(low), np.isposinf(top)], ["under", "over"], "")
        return value, high, qualifier

    def periods(self, position: Whole) -> Any:
        """Return the periods of some figures; None where there is none."""
        table = self.figures.periods
        codes = cells_at(self.figures.observations.texts["period"].codes, self.cells("row", position), -1)
        periods, first, last = table.periods[codes], self.cells("first", position), self.cells("last", position)
        longer = (position >= 0) & ((table.last[codes] != last) | (table.first[codes] != first))
        for n in np.flatnonzero(longer).tolist():
            periods[n] = period_between(int(first[n]), int(last[n]))
        return periods

    def of_series(self, series: Whole, length: "int | None" = None) -> tuple[Whole, Whole]:
        """Return the numbers of the series given, repeated, and the positions of their figures (of one length)."""
        low, high, size = 0, len(self.lengths) - 1, max(len(self.lengths), 1)
        if length is not None:
            low = high = int(_ranks(self.lengths, np.array([length]))[0])
        starts = np.searchsorted(self.joined, (series * size + low) * ALL_DAYS)
        stops = np.where(series >= 0, np.searchsorted(self.joined, (series * size + high + 1) * ALL_DAYS), starts)
        return ranges(starts, stops if low >= 0 else starts)

    def _key(self, series: Whole, length: Whole, day: Whole) -> Whole:
        return _joined(series, _ranks(self.lengths, length), np.maximum(day, 0), len(self.lengths))


def _distinct(lengths: Whole) -> Whole:
    """Return the distinct lengths, shorter ones first."""
    found = np.array(list(dict.fromkeys(lengths.tolist())), dtype=np.int64)
    return found[np.argsort(size_of(found), kind="stable")]


def _ranks(lengths: Whole, length: Whole) -> Whole:
    """Return the position of each length among the distinct ones; -1 where it is none of them."""
    if not len(lengths):
        return np.full(len(length), -1)
    order = np.argsort(lengths)
    found = np.minimum(np.searchsorted(lengths, length, sorter=order), len(lengths) - 1)
    ranks = order[found]
    return np.where(lengths[ranks] == length, ranks, -1)


def _joined(series: Whole, rank: Whole, day: Whole, lengths: int) -> Whole:
    return (series * max(lengths, 1) + rank) * ALL_DAYS + day
