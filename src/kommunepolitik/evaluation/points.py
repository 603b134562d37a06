"""The figures that cases are judged on: those published, and those that are made of others."""

from collections.abc import Sequence
from typing import Any

import attrs
import numpy as np

from kommunepolitik.evaluation.cases import interval
from kommunepolitik.figures import Figures
from kommunepolitik.figures.periods import (
    ALL_DAYS,
    NEVER,
    Mask,
    Numbers,
    Whole,
    period_between,
    size_of,
    year_before,
)
from kommunepolitik.model import Indicator


@attrs.frozen(eq=False, kw_only=True)
class Ends:
    """The lowest and the highest value that each of some figures can be; NaN where it is withheld."""

    low: Numbers
    high: Numbers
    low_side: Numbers
    """+1 where the value is just above the low end, -1 where it is just below, 0 where it is that end."""
    high_side: Numbers

    def __len__(self) -> int:
        return len(self.low)

    @classmethod
    def joined(cls, parts: "Sequence[Ends]") -> "Ends":
        """Return several, one after the other."""
        names = [field.name for field in attrs.fields(cls)]
        return cls(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})

    def __getitem__(self, wanted: Any) -> "Ends":
        return Ends(
            low=self.low[wanted],
            high=self.high[wanted],
            low_side=self.low_side[wanted],
            high_side=self.high_side[wanted],
        )

    def plus(self, other: "Ends") -> "Ends":
        """Return the ends of the sums."""
        return Ends(
            low=self.low + other.low,
            high=self.high + other.high,
            low_side=np.sign(self.low_side + other.low_side),
            high_side=np.sign(self.high_side + other.high_side),
        )

    def times(self, factor: "Numbers | float") -> "Ends":
        """Return the ends of the products with a factor of at least 0, or with -1."""
        ends = attrs.evolve(self, low=self.low * factor, high=self.high * factor)
        if not isinstance(factor, float) or factor >= 0:
            return ends
        return Ends(low=ends.high, high=ends.low, low_side=-self.high_side, high_side=-self.low_side)


@attrs.frozen(eq=False, kw_only=True)
class Points:
    """Figures of many series as columns, in order of series, length and last day.

    `series` counts on after the series of `figures.measured`: those of differences, then those of running sums. A
    figure that is made of others has the row of the last of them.
    """

    figures: Figures
    series: Whole
    first: Whole
    last: Whole
    time: Numbers
    length: Whole
    row: Whole
    made: Whole
    """The place of a figure that is made of others in `ends`; -1 for one that is published."""
    ends: Ends
    other: Numbers
    """For a difference the value that is compared with."""
    denominator: Numbers
    is_provisional: Mask
    is_derived: Mask
    """Whether a figure is built from its parts by `over_time`."""
    lengths: Whole
    """The distinct lengths, shorter ones first."""
    joined: Whole

    @classmethod
    def of(cls, figures: Figures) -> "Points":
        """Return the figures published, without rows that give neither a value nor that it is suppressed."""
        rows = figures.measured
        value = figures.observations.numbers["value"][rows.row]
        kept: Any = slice(None)
        if (empty := np.isnan(value)).any():
            kept = ~empty | figures.observations.texts["quality"].isin("suppressed")[rows.row]
        row, series = rows.row[kept], rows.series[kept]
        period = figures.observations.texts["period"].codes[row]
        table, nothing = figures.periods, np.zeros(0)
        lengths = _distinct(table.length[:-1])
        return cls._sorted(
            lengths,
            _ranks(lengths, table.length)[period],
            figures=figures,
            series=series,
            first=table.first[period],
            last=table.last[period],
            time=table.time[period],
            length=table.length[period],
            row=row,
            made=np.full(len(row), -1),
            ends=Ends(low=nothing, high=nothing, low_side=nothing, high_side=nothing),
            other=nothing,
            denominator=nothing,
            is_provisional=nothing.astype(bool),
            is_derived=nothing.astype(bool),
        )

    @classmethod
    def _sorted(cls, lengths: Whole, rank: Whole, **columns: Any) -> "Points":
        joined = _joined(columns["series"], rank, columns["last"], len(lengths))
        if (np.diff(joined) < 0).any():
            order = np.argsort(joined, kind="stable")
            joined = joined[order]
            for name in ("series", "first", "last", "time", "length", "row", "made"):
                columns[name] = columns[name][order]
        return cls(lengths=lengths, joined=joined, **columns)

    def having(self, more: "Sequence[Made]") -> "Points":
        """Return these figures together with some that are made of them."""
        more = [each for each in more if len(each.series)]
        if not more:
            return self
        columns = {
            name: np.concatenate([getattr(each, name) for each in (self, *more)])
            for name in ("series", "first", "last", "time", "length", "row")
        }
        count, added = len(self.ends), sum(len(each.series) for each in more)
        columns["made"] = np.concatenate([self.made, np.arange(count, count + added)])
        for name in ("other", "denominator", "is_provisional", "is_derived"):
            columns[name] = np.concatenate([getattr(each, name) for each in (self, *more)])
        lengths = _distinct(np.concatenate([self.lengths, *(each.length for each in more)]))
        ends = Ends.joined([self.ends, *(each.ends for each in more)])
        return Points._sorted(lengths, _ranks(lengths, columns["length"]), figures=self.figures, ends=ends, **columns)

    # Looking up many at once; positions are -1 where nothing is found

    def newest(self, series: Whole, length: Whole, until: Whole) -> Whole:
        """Return the position of the newest figure of each series and length that ends by a day."""
        found = np.searchsorted(self.joined, self._key(series, length, until), side="right") - 1
        return np.where(self._is_of(found, series, length), found, -1)

    def at(self, series: Whole, length: Whole, last: Whole) -> Whole:
        """Return the position of the figure of each series and length that ends on exactly a day."""
        found = self.newest(series, length, last)
        return np.where((found >= 0) & (_at(self.last, found, NEVER) == last), found, -1)

    def newest_of_any(self, series: Whole, until: Whole, least: "Whole | None" = None) -> Whole:
        """Return the position of the newest figure of any length, of those that end the same day the longest.

        `least` is the length that it must have at least.
        """
        best, ends = np.full(len(series), -1), np.full(len(series), NEVER)
        for length in self.lengths.tolist():
            found = self.newest(series, np.full(len(series), length), until)
            last = _at(self.last, found, NEVER)
            is_better = (found >= 0) & (last >= ends)
            if least is not None:
                is_better &= size_of(np.array([length])) >= size_of(least)
            best, ends = np.where(is_better, found, best), np.where(is_better, last, ends)
        return best

    def count(self, series: Whole, length: "Whole | int", until: Whole, since: "Whole | int" = NEVER) -> Whole:
        """Return how many figures of a length each series has that end from one day on and by another."""
        lengths = np.full(len(series), length) if isinstance(length, int) else length
        first = np.searchsorted(
            self.joined, self._key(series, lengths, np.full(len(series), since) if isinstance(since, int) else since)
        )
        last = np.searchsorted(self.joined, self._key(series, lengths, until), side="right")
        is_known = (series >= 0) & (_ranks(self.lengths, lengths) >= 0)
        return np.where(is_known, np.maximum(last - first, 0), 0)

    def previous(self, position: Whole) -> Whole:
        """Return the figure before, of the same length; for a part of a year the same part a year before."""
        series, length = _at(self.series, position, -1), _at(self.length, position, 0)
        last = _at(self.last, position, NEVER)
        before = self.previous_in_row(position)
        is_part = (length < 12) & (length > -180)
        if is_part.any():
            earlier = np.where(length == -7, last - 52 * 7, year_before(np.maximum(last, 400)))
            before = np.where(is_part, self.at(series, length, earlier), before)
        return np.where(position >= 0, before, -1)

    def previous_in_row(self, position: Whole) -> Whole:
        """Return the figure of the same length before, whatever part of the year it is for."""
        before = np.maximum(position - 1, 0)
        is_same = _at(self.series, before, -1) == _at(self.series, position, -1)
        is_same &= _at(self.length, before, 0) == _at(self.length, position, 0)
        return np.where((position > 0) & is_same, before, -1)

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

    def ends_at(self, position: Whole, indicators: Sequence[Indicator]) -> Ends:
        """Return the ends of some figures; only those published as inexact are looked at one by one."""
        numbers = self.figures.observations.numbers
        row = _at(self.row, position, -1)
        value = _at(numbers["value"], row)
        high, qualifier = _at(numbers["value_high"], row), self.qualifiers(position)
        ends = Ends(low=value, high=value.copy(), low_side=np.zeros(len(row)), high_side=np.zeros(len(row)))
        made = _at(self.made, position, -1)
        inexact = (~np.isnan(high) | ((qualifier != "") & (qualifier != "about"))) & (made < 0) & ~np.isnan(value)
        for n in np.flatnonzero(inexact).tolist():
            above = None if np.isnan(high[n]) else float(high[n])
            found = interval(float(value[n]), above, qualifier[n] or None, indicators[n])
            ends.low[n], ends.high[n] = found.both
            is_point = found.exact
            ends.low_side[n] = 1 if found.low_open else -1 if found.high_open and is_point else 0
            ends.high_side[n] = -1 if found.high_open else 1 if found.low_open and is_point else 0
        if (is_made := made >= 0).any():
            for name in ("low", "high", "low_side", "high_side"):
                getattr(ends, name)[is_made] = getattr(self.ends, name)[made[is_made]]
        return ends

    def qualifiers(self, position: Whole) -> Any:
        """Return how the inexact values of some figures are meant; empty for exact ones and those made of others."""
        return self.texts("qualifier", np.where(_at(self.made, position, -1) < 0, position, -1))

    def texts(self, name: str, position: Whole) -> Any:
        """Return the cells of a text column of the table; of a figure made of others that of the last of them."""
        column = self.figures.observations.texts[name]
        return np.array([*column.words, ""], dtype=object)[_at(column.codes, _at(self.row, position, -1), -1)]

    def cells(self, name: str, position: Whole) -> Any:
        """Return `other`, `denominator`, `is_provisional` or `is_derived` of some figures."""
        made = _at(self.made, position, -1)
        if name == "is_provisional":
            cells: Any = self.texts("quality", position) == "provisional"
        elif name == "denominator":
            cells = _at(self.figures.observations.numbers[name], _at(self.row, position, -1))
        else:
            cells = np.full(len(position), np.nan) if name == "other" else np.zeros(len(position), dtype=bool)
        if (is_made := made >= 0).any():
            cells[is_made] = getattr(self, name)[made[is_made]]
        return cells

    def shown(self, position: Whole) -> tuple[Numbers, Numbers, Any]:
        """Return the values, upper ends and qualifiers of some figures as they are shown."""
        numbers, row = self.figures.observations.numbers, _at(self.row, position, -1)
        value, high, qualifier = _at(numbers["value"], row), _at(numbers["value_high"], row), self.qualifiers(position)
        made = _at(self.made, position, -1)
        if (is_made := made >= 0).any():
            low, top = self.ends.low[made[is_made]], self.ends.high[made[is_made]]
            value[is_made] = np.where(np.isfinite(low), low, np.where(np.isfinite(top), top, np.nan))
            high[is_made] = np.where((top != low) & np.isfinite(top) & np.isfinite(low), top, np.nan)
            qualifier[is_made] = np.select([np.isneginf(low), np.isposinf(top)], ["under", "over"], "")
        return value, high, qualifier

    def periods(self, position: Whole) -> Any:
        """Return the periods of some figures; None where there is none."""
        row = _at(self.row, position, -1)
        codes = _at(self.figures.observations.texts["period"].codes, row, -1)
        periods = self.figures.periods.periods[codes]
        last = self.figures.periods.last[codes]
        first = self.figures.periods.first[codes]
        longer = (position >= 0) & ((last != self.days("last", position)) | (first != self.days("first", position)))
        for n in np.flatnonzero(longer).tolist():
            periods[n] = period_between(int(self.first[position[n]]), int(self.last[position[n]]))
        return periods

    def rows(self, position: Whole) -> Whole:
        """Return the rows of the table; -1 where there is none."""
        rows: Whole = _at(self.row, position, -1)
        return rows

    def days(self, name: str, position: Whole) -> Whole:
        """Return the first or the last day of some figures; `NEVER` where there is none."""
        days: Whole = _at(getattr(self, name), position, NEVER)
        return days

    def lengths_at(self, position: Whole) -> Whole:
        """Return the lengths of some figures; 0 where there is none."""
        lengths: Whole = _at(self.length, position, 0)
        return lengths

    def times(self, position: Whole) -> Numbers:
        """Return when some figures end, in months; NaN where there is none."""
        times: Numbers = _at(self.time, position, np.nan)
        return times

    def of_series(self, series: Whole, length: "int | None" = None) -> tuple[Whole, Whole]:
        """Return the numbers of the series given, repeated, and the positions of their figures (of one length)."""
        low, high = (
            (0, len(self.lengths) - 1) if length is None else [int(_ranks(self.lengths, np.array([length]))[0])] * 2
        )
        size = max(len(self.lengths), 1)
        starts = np.searchsorted(self.joined, (series * size + low) * ALL_DAYS)
        stops = np.where(series >= 0, np.searchsorted(self.joined, (series * size + high + 1) * ALL_DAYS), starts)
        return ranges(starts, stops if low >= 0 else starts)

    def _key(self, series: Whole, length: Whole, day: Whole) -> Whole:
        return _joined(series, _ranks(self.lengths, length), np.maximum(day, 0), len(self.lengths))

    def _is_of(self, position: Whole, series: Whole, length: Whole) -> Mask:
        is_of: Mask = (position >= 0) & (series >= 0)
        is_of &= (_at(self.series, position, -1) == series) & (_at(self.length, position, 0) == length)
        return is_of


@attrs.frozen(eq=False, kw_only=True)
class Made:
    """Figures that are made of others, as columns of `Points`."""

    series: Whole
    first: Whole
    last: Whole
    time: Numbers
    length: Whole
    row: Whole
    ends: Ends
    other: Numbers
    denominator: Numbers
    is_provisional: Mask
    is_derived: Mask

    def taken(self, wanted: Mask) -> "Made":
        """Return some of the figures."""
        return Made(**{name: held[wanted] for name, held in attrs.asdict(self, recurse=False).items()})


def ranges(starts: Whole, stops: Whole) -> tuple[Whole, Whole]:
    """Return for each number of several ranges which range it is in, and the number."""
    counts = np.maximum(stops - starts, 0)
    which = np.repeat(np.arange(len(starts)), counts)
    return which, np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + starts[which]


def _at(column: Any, position: Whole, absent: Any = np.nan) -> Any:
    """Return the cells at some positions; another value where a position is -1."""
    if not len(column):
        return np.full(len(position), absent)
    cells = column[position]
    cells[position < 0] = absent
    return cells


def _distinct(lengths: Whole) -> Whole:
    """Return the distinct lengths, shorter ones first."""
    found = np.array(list(dict.fromkeys(lengths.tolist())), dtype=np.int64)
    return found[np.argsort(size_of(found), kind="stable")]


def _ranks(lengths: Whole, length: Whole) -> Whole:
    """Return the place of each length among the distinct ones; -1 where it is none of them."""
    if not len(lengths):
        return np.full(len(length), -1)
    order = np.argsort(lengths)
    found = np.minimum(np.searchsorted(lengths, length, sorter=order), len(lengths) - 1)
    ranks = order[found]
    return np.where(lengths[ranks] == length, ranks, -1)


def _joined(series: Whole, rank: Whole, day: Whole, lengths: int) -> Whole:
    return (series * max(lengths, 1) + rank) * ALL_DAYS + day
