"""The figures that cases are judged on: published ones and computed ones."""

from collections.abc import Sequence
from typing import Any, Final, get_args

import attrs
import numpy as np

from kommunepolitik.evaluation.cases import interval
from kommunepolitik.figures import Figures
from kommunepolitik.figures.columns import Mask, Numbers, Table, Whole, cells_at, ranges
from kommunepolitik.figures.periods import ABSENT, ALL_DAYS, NEVER, Spans, period_between, size_of, year_before
from kommunepolitik.model import Indicator
from kommunepolitik.model.quantity import Qualifier


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

    @property
    def is_exact(self) -> Mask:
        """Where there is one value; not where none is known."""
        exact: Mask = self.low == self.high
        return exact

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


_INEXACT: Final = tuple(word for word in get_args(Qualifier) if word != "about")
_OF_MADE: Final = ("other", "denominator", "is_provisional", "is_derived")


@attrs.frozen(eq=False, kw_only=True)
class Points:
    """Figures of many series as columns, in order of series, length and last day.

    `series` continues the numbers of `figures.measured` with those of differences, then those of running sums.
    """

    figures: Figures
    series: Whole
    row: Whole
    made: Whole
    """The position in `computed` of a computed figure; -1 for one that is published."""
    computed: Computed
    span: Whole
    """The position in `periods_for` of the period that each is for."""
    periods_for: Spans
    """The distinct periods of the figures published, and those of computed figures."""
    lengths: Whole
    """The distinct lengths, shorter ones first."""
    joined: Whole
    """Series, length and last day in one number, ascending, for searching."""

    @classmethod
    def of(cls, figures: Figures) -> "Points":
        """Return the figures published, without rows that neither have a value nor are suppressed."""
        rows, table = figures.measured, figures.periods
        row, series = rows.row, rows.series
        if (empty := np.isnan(figures.observations.numbers["value"][row])).any():
            kept = ~empty | figures.observations.texts["quality"].isin("suppressed")[row]
            row, series = row[kept], series[kept]
        columns = {"series": series, "row": row, "made": np.broadcast_to(np.int64(-1), len(row))}
        columns["span"] = figures.observations.texts["period"].codes[row]
        computed = Computed.of(Intervals.of(np.zeros(0), np.zeros(0)))
        return cls._sorted(figures, computed, table, _distinct(table.length[:-1]), columns)

    @classmethod
    def _sorted(
        cls, figures: Figures, computed: Computed, table: Spans, lengths: Whole, columns: dict[str, Any]
    ) -> "Points":
        ends = _ranks(lengths, table.length) * ALL_DAYS + table.last
        joined = columns["series"] * (max(len(lengths), 1) * ALL_DAYS) + ends[columns["span"]]
        if (joined[1:] < joined[:-1]).any():
            order = np.argsort(joined, kind="stable")
            joined, columns = joined[order], {name: cells[order] for name, cells in columns.items()}
        return cls(figures=figures, computed=computed, periods_for=table, lengths=lengths, joined=joined, **columns)

    def having(self, more: Sequence[ComputedFigures]) -> "Points":
        """Return these figures together with some that are computed from them."""
        more = [each for each in more if len(each.series)]
        if not more:
            return self
        tables = (self.periods_for, *more)
        table = Spans(**{name: np.concatenate([getattr(each, name) for each in tables]) for name in ABSENT})
        computed = self.computed.joined(*(each.computed for each in more))
        added = np.arange(len(computed.ends) - len(self.computed.ends))
        columns = {
            "series": np.concatenate([self.series, *(each.series for each in more)]),
            "row": np.concatenate([self.row, *(each.row for each in more)]),
            "made": np.append(self.made, len(self.computed.ends) + added),
            "span": np.append(self.span, len(self.periods_for.last) + added),
        }
        lengths = _distinct(np.concatenate([self.lengths, *(each.length for each in more)]))
        return Points._sorted(self.figures, computed, table, lengths, columns)

    def spans(self, position: Whole) -> dict[str, Any]:
        """Return the periods of some figures, as judged."""
        return self.periods_for.spans(cells_at(self.span, position, -1))

    # Looking up many at once; positions are -1 where nothing is found

    def _start(self, series: Whole, length: "Whole | int") -> Whole:
        """Return the number in `joined` that the figures of each series and length begin with; -1 for none."""
        rank = _ranks(self.lengths, length)
        start: Whole = (series * max(len(self.lengths), 1) + rank) * ALL_DAYS
        return np.where((series >= 0) & (rank >= 0), start, -1)

    def newest(self, series: Whole, length: "Whole | int", until: Whole) -> Whole:
        """Return the position of the newest figure of each series and length that ends by a day."""
        if not len(self.joined):
            return np.full(len(series), -1)
        start = self._start(series, length)
        found = np.searchsorted(self.joined, start + until, side="right") - 1
        return np.where((start >= 0) & (found >= 0) & (self.joined[found] >= start), found, -1)

    def at(self, series: Whole, length: Whole, last: Whole) -> Whole:
        """Return the position of the figure of each series and length that ends on exactly a day."""
        if not len(self.joined):
            return np.full(len(series), -1)
        start = self._start(series, length)
        found = np.searchsorted(self.joined, start + last, side="right") - 1
        is_there = (start >= 0) & (last > NEVER) & (found >= 0)
        return np.where(is_there & (self.joined[found] == start + last), found, -1)

    def newest_of_any(self, series: Whole, until: Whole, least: "Whole | None" = None) -> Whole:
        """Return the position of the newest figure of at least a length, the longest if several end that day."""
        best, ends = np.full(len(series), -1), np.full(len(series), NEVER)
        for length in self.lengths.tolist():
            found = self.newest(series, length, until)
            last = self.cells("last", found)
            is_better = (found >= 0) & (last >= ends)
            if least is not None:
                is_better &= size_of(length) >= size_of(least)
            best, ends = np.where(is_better, found, best), np.where(is_better, last, ends)
        return best

    def count(self, series: Whole, length: "Whole | int", until: Whole, since: "Whole | int" = NEVER) -> Whole:
        """Return how many figures of a length each series has that end from one day on and by another."""
        start = self._start(series, length)
        first = np.searchsorted(self.joined, start + since)
        last = np.searchsorted(self.joined, start + until, side="right")
        return np.where(start >= 0, np.maximum(last - first, 0), 0)

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
        if not len(self.joined):
            return position
        before = np.maximum(position - 1, 0)
        is_same = self.joined[before] // ALL_DAYS == self.joined[position] // ALL_DAYS
        return np.where((position > 0) & is_same, before, -1)

    def step(self, series: Whole, length: Whole, until: Whole) -> Numbers:
        """Return the smallest distance in months between the ends of figures that end by a day; NaN for one."""
        last = self.newest(series, length, until)
        first = np.searchsorted(self.joined, self._start(series, length))
        steps, several = np.full(len(series), np.nan), np.flatnonzero((last >= 0) & (last > first))
        if not len(several):
            return steps
        time = self.periods_for.time[self.span]
        gaps = np.empty(len(time))
        np.subtract(time[1:], time[:-1], out=gaps[:-1])
        gaps[-1] = np.inf
        bounds = np.stack([first[several], last[several]], axis=1).ravel()
        steps[several] = np.minimum.reduceat(gaps, bounds)[::2]
        return steps

    def cells(self, name: str, position: Whole) -> Any:
        """Return a column of some figures; `NEVER`, NaN, -1 or False where there is none."""
        if name in ABSENT:
            return cells_at(getattr(self.periods_for, name), cells_at(self.span, position, -1), ABSENT[name])
        if name not in _OF_MADE:
            return cells_at(getattr(self, name), position, -1)
        if name == "is_provisional":
            cells: Any = self._has("quality", position, "provisional")
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

    def _has(self, name: str, position: Whole, *words: str) -> Mask:
        """Return where a text column of the table has one of some words."""
        column = self.figures.observations.texts[name]
        has_any = [word in words for word in column.words]
        if not any(has_any):
            return np.zeros(len(position), dtype=bool)
        found: Mask = np.array([*has_any, False])[cells_at(column.codes, self.cells("row", position), -1)]
        return found

    def ends_at(self, position: Whole, indicators: Sequence[Indicator]) -> Intervals:
        """Return the intervals of some figures; only those published as inexact are handled one by one."""
        value, high = self.numbers("value", position), self.numbers("value_high", position)
        ends, made = Intervals.of(value, value.copy()), self.cells("made", position)
        inexact = (~np.isnan(high) | self._has("qualifier", position, *_INEXACT)) & (made < 0) & ~np.isnan(value)
        rows = np.flatnonzero(inexact)
        for n, qualifier in zip(rows.tolist(), self.texts("qualifier", position[rows]).tolist(), strict=True):
            above = None if np.isnan(high[n]) else float(high[n])
            found = interval(float(value[n]), above, qualifier or None, indicators[n])
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


def _distinct(lengths: Whole) -> Whole:
    """Return the distinct lengths, shorter ones first."""
    found = np.array(list(dict.fromkeys(lengths.tolist())), dtype=np.int64)
    return found[np.argsort(size_of(found), kind="stable")]


def _ranks(lengths: Whole, length: "Whole | int") -> Whole:
    """Return the position of each length among the distinct ones; -1 where it is none of them."""
    if not len(lengths):
        return np.full(np.shape(length), -1)
    order = np.argsort(lengths)
    found = np.minimum(np.searchsorted(lengths, length, sorter=order), len(lengths) - 1)
    ranks = order[found]
    return np.where(lengths[ranks] == length, ranks, -1)
