"""Computed figures: differences between two series, longer periods built from their parts, and running sums."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

import numpy as np

from kommunepolitik.evaluation.points import Computed, ComputedFigures, Intervals, Points
from kommunepolitik.figures.columns import Mask, Numbers, Objects, Whole, objects
from kommunepolitik.figures.periods import ALL_DAYS, NEVER, month_end, months_before, size_of
from kommunepolitik.model import Indicator

_SCHOOL_YEAR_ENDS: Final = 7
"""The month in which a school year ends."""


def differences(
    points: Points, own: Whole, reference: Whole, series: Whole, indicators: Sequence[tuple[Indicator, Indicator]]
) -> ComputedFigures:
    """Return the differences between pairs of series, by their numbers: one for each period that both have."""
    pair, position = points.of_series(own)
    found = points.at(reference[pair], points.cells("length", position), points.cells("last", position))
    both = np.flatnonzero(found >= 0)
    pair, position, found = pair[both], position[both], found[both]
    ends = points.ends_at(position, [indicators[n][0] for n in pair.tolist()])
    others = points.ends_at(found, [indicators[n][1] for n in pair.tolist()])
    flags = {
        name: points.cells(name, position) | points.cells(name, found) for name in ("is_provisional", "is_derived")
    }
    exact = np.where(others.is_exact, others.low, np.nan)  # of "under 5", no end is what it is
    columns = {"other": exact, "denominator": points.cells("denominator", position), **flags}
    return _computed(points, position, series[pair], ends.plus(others.times(-1.0)), columns)


def _computed(
    points: Points, last: Whole, series: Whole, ends: Intervals, columns: Mapping[str, Any], **spans: Any
) -> ComputedFigures:
    """Return computed figures; parts of their periods that are not given are those of the last figure of each."""
    computed = Computed.of(ends, **columns)
    return ComputedFigures(series=series, row=points.row[last], computed=computed, **{**points.spans(last), **spans})


def built(
    points: Points, wanted: Mapping[tuple[int, int], Indicator], over_time: str | None = None
) -> list[ComputedFigures]:
    """Return the figures of series and lengths, in whole months, that are built from those of shorter periods.

    `wanted` are the indicators by series and length; `over_time` replaces theirs. Years are calendar years unless the
    series has school years. The longest parts count, if all are present (for `last`, the last) and none is published.
    """
    if not wanted:
        return []
    series, length = (np.array([key[n] for key in wanted], dtype=np.int64) for n in (0, 1))
    indicators = list(wanted.values())
    rules = objects([over_time or indicator.over_time for indicator in indicators])
    found: list[ComputedFigures] = []
    for whole in np.unique(length[(length > 1) & (12 % np.maximum(length, 1) == 0)]).tolist():
        chosen = np.flatnonzero(length == whole)
        done = np.zeros(0, dtype=np.int64)
        for part in points.lengths[::-1].tolist():
            if size_of(part) >= whole or part < 0:
                continue
            of = np.flatnonzero((rules[chosen] == "last") | (part > 0 and whole % part == 0))
            which, position = _last_parts(points, series[chosen[of]], whole, part)
            which = chosen[of[which]]
            key = which * ALL_DAYS + points.cells("last", position)
            new = np.flatnonzero(~np.isin(key, done))
            made, kept = _of_parts(points, series, rules, indicators, which[new], position[new], whole, part)
            found.append(made)
            done = np.append(done, key[new][kept])
    return found


def _last_parts(points: Points, series: Whole, whole: int, part: int) -> tuple[Whole, Whole]:
    """Return series and position of the figures that end with a longer period for which none is published."""
    which, position = points.of_series(series, part)
    month = np.round(points.cells("time", position), 6)
    has_school = np.zeros(len(series), dtype=bool)
    if whole == 12:
        of, years = points.of_series(series, 12)
        has_school[of[points.cells("time", years) % 12 == _SCHOOL_YEAR_ENDS]] = True
    is_end = month % whole == np.where(has_school, _SCHOOL_YEAR_ENDS, 0)[which]
    published = points.at(series[which], np.full(len(which), whole), points.cells("last", position))
    kept = np.flatnonzero(is_end & (published < 0))
    return which[kept], position[kept]


def _of_parts(
    points: Points,
    series: Whole,
    over_time: Objects,
    indicators: Sequence[Indicator],
    which: Whole,
    last: Whole,
    whole: int,
    part: int,
) -> tuple[ComputedFigures, Whole]:
    """Return the figures built from the parts that end with some last parts, and which of them are complete."""
    count = whole // part if part > 0 and whole % part == 0 else 1
    time, size = np.round(points.cells("time", last)), len(which)
    is_last = over_time[which] == "last"
    positions = [last]
    for back in range(1, count):
        last_day = month_end(time - back * part)
        positions.append(np.where(is_last, -1, points.at(series[which], np.full(size, part), last_day)))
    kept = np.flatnonzero(np.logical_and.reduce([is_last | (each >= 0) for each in positions]))
    which, last, is_last, time = which[kept], last[kept], is_last[kept], time[kept]
    is_mean = over_time[which] == "mean"
    weights: list[Numbers] = [points.cells("denominator", each[kept]) for each in positions]
    is_weighted = is_mean & np.logical_and.reduce([weight > 0 for weight in weights])
    total = np.where(is_weighted, np.nansum(weights, axis=0) if len(kept) else 0.0, np.where(is_mean, count, 1.0))
    ends = Intervals.of(np.zeros(len(kept)), np.zeros(len(kept)))
    is_provisional = np.zeros(len(kept), dtype=bool)
    for each, weight in zip(positions, weights, strict=True):
        part_ends = points.ends_at(each[kept], [indicators[n] for n in which.tolist()])
        added = ends.plus(part_ends.times(np.where(is_weighted, weight, 1.0) / total))
        ends = added.mapped(partial(np.where, each[kept] >= 0), ends)
        is_provisional |= points.cells("is_provisional", each[kept])
    columns = {
        "other": points.cells("other", last),
        "denominator": np.where(is_weighted, total, np.where(is_last, weights[0], np.nan)),
        "is_provisional": is_provisional,
        "is_derived": np.ones(len(kept), dtype=bool),
    }
    span = {"first": month_end(time - whole) + 1, "time": time, "length": np.full(len(kept), whole)}
    return _computed(points, last, series[which], ends, columns, **span), kept


def sums(
    points: Points, own: Whole, series: Whole, start: Whole, until: Whole, indicators: Sequence[Indicator]
) -> tuple[ComputedFigures, Whole]:
    """Return running sums of series from a first day until the first missing part, and the length of their parts.

    The parts are those that reach furthest without a gap by a last day; the longest in a tie. A published figure
    for a span that begins on the first day counts as the sum at its end. `series` are the numbers of the sums.
    """
    size = len(own)
    reach, parts = np.full(size, NEVER), np.zeros(size, dtype=np.int64)
    rows: list[tuple[Whole, Whole, int]] = []
    for length in points.lengths.tolist():
        runs, last = _run(points, own, series, start, until, length)
        rows += [(case, position, length) for case, position in runs]
        is_better = (last > NEVER) & (last >= reach)
        reach, parts = np.where(is_better, last, reach), np.where(is_better, length, parts)
    made: list[tuple[Whole, Whole, Intervals, Mask]] = []
    total, is_provisional = Intervals.of(np.zeros(size), np.zeros(size)), np.zeros(size, dtype=bool)
    for cases, positions, length in rows:
        of = np.flatnonzero(parts[cases] == length)
        case, position = cases[of], positions[of]
        added = total[case].plus(points.ends_at(position, [indicators[n] for n in case.tolist()]))
        total.put(case, added)
        is_provisional[case] |= points.cells("is_provisional", position)
        made.append((case, position, added, is_provisional[case]))
    case, position = points.of_series(own)
    is_span = points.cells("first", position) == start[case]
    spans = np.flatnonzero(is_span & (points.cells("last", position) <= until[case]))
    case, position = case[spans], position[spans]
    ends = points.ends_at(position, [indicators[n] for n in case.tolist()])
    made.append((case, position, ends, points.cells("is_provisional", position)))
    return _joined_sums(points, made, series, start), parts


def _joined_sums(
    points: Points, made: Sequence[tuple[Whole, Whole, Intervals, Mask]], series: Whole, start: Whole
) -> ComputedFigures:
    """Return the sums and spans as figures; the span, which comes last, wins where two end on a day."""
    cases, positions, ends, is_provisional = zip(*made, strict=True)
    case, position = np.concatenate(cases), np.concatenate(positions)
    is_figure = np.flatnonzero(
        points.row[position] >= 0
    )  # a sum that ends with a baseline that is only stated is not a figure
    key = case[is_figure] * ALL_DAYS + points.cells("last", position[is_figure])
    kept = is_figure[len(key) - 1 - np.unique(key[::-1], return_index=True)[1]]
    case, position = case[kept], position[kept]
    columns = {"is_provisional": np.concatenate(is_provisional)[kept]}
    span = {"first": start[case], "length": np.zeros(len(kept), dtype=np.int64)}
    return _computed(points, position, series[case], ends[0].joined(*ends[1:])[kept], columns, **span)


def _run(
    points: Points, own: Whole, series: Whole, start: Whole, until: Whole, length: int
) -> tuple[list[tuple[Whole, Whole]], Whole]:
    """Return the parts of a length that follow each other without a gap from a first day, and their last day.

    A part is of the series that is added up, else of the sum's own.
    """
    case, first = np.flatnonzero(own >= 0), start
    end = np.full(len(own), NEVER)
    runs: list[tuple[Whole, Whole]] = []
    while len(case):
        last = _last_day(first[case], length)
        wanted = np.full(len(case), length)
        position = points.at(own[case], wanted, last)
        position = np.where(position < 0, points.at(series[case], wanted, last), position)
        kept = np.flatnonzero(
            (position >= 0) & (last <= until[case]) & (points.cells("first", position) == first[case])
        )
        case, position, last = case[kept], position[kept], last[kept]
        if len(case):
            runs.append((case, position))
            end[case] = last
            first = first.copy()
            first[case] = last + 1
    return runs, end


def _last_day(first: Whole, length: int) -> Whole:
    """Return the last day of the period of a length that begins on a day."""
    if length <= 0:
        return first if length == 0 else first - length - 1
    return np.asarray(month_end(months_before(first) + length))
