"""The series that cases are judged on, with all their figures, and the length of the periods they are judged in."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

import attrs
import numpy as np

from kommunepolitik.evaluation.cases import Cases
from kommunepolitik.evaluation.computed import built, differences, sums
from kommunepolitik.evaluation.points import Computed, ComputedFigures, Intervals, Points
from kommunepolitik.evaluation.results import TOLERANCE
from kommunepolitik.figures import Figures
from kommunepolitik.figures.columns import Numbers, Whole
from kommunepolitik.figures.periods import FOREVER, NEVER, day_of, month_end, size_of, times_of
from kommunepolitik.model import Indicator, Period

_YEAR: Final = 12


@attrs.frozen(eq=False, kw_only=True, slots=False)
class CaseSeries:
    """The series of all cases, at one date or each at its own newest figure."""

    figures: Figures
    cases: Cases
    at: Period | None

    # The figures

    @cached_property
    def published(self) -> Points:
        """The figures published, and differences: where a series has only parts, built by its `over_time`."""
        positions = {pair: self._raw.of_series(np.array(pair))[1] for pair in self._differences}
        asked = {pair: set(self._raw.cells("length", found).tolist()) for pair, found in positions.items()}
        return self._raw.having([self._differences_of(asked)])

    @cached_property
    def _counted(self) -> Points:
        """The figures published, and the differences between two that are."""
        return self._raw.having([self._differences_of(dict.fromkeys(self._differences, ()))])

    @cached_property
    def _raw(self) -> Points:
        return Points.of(self.figures)

    def _differences_of(self, asked: Mapping[tuple[int, int], Iterable[int]]) -> ComputedFigures:
        """Return the differences of some pairs of series, including the requested lengths that must be built."""
        firsts = {self._pair(case): case for case in np.flatnonzero(self.cases.is_relative).tolist()}
        indicators = [self._indicators_of(firsts[pair]) for pair in asked]
        numbers = np.array([self._differences[pair] for pair in asked], dtype=np.int64)
        own, reference = (np.array([pair[n] for pair in asked], dtype=np.int64) for n in (0, 1))
        wanted = {
            (series, length): indicator
            for pair, of in zip(asked, indicators, strict=True)
            for series, indicator in zip(pair, of, strict=True)
            if indicator.over_time is not None
            for length in asked[pair]
        }
        both = self._raw.having(built(self._raw, wanted))
        return differences(both, own, reference, numbers, indicators)

    def _built_differences(self) -> ComputedFigures:
        """Return the differences in the length that targets are judged in, where none is published in it."""
        asked: dict[tuple[int, int], set[int]] = {}
        for case in np.flatnonzero(self.cases.is_relative).tolist():
            asked.setdefault(self._pair(case), set()).add(int(self.length[case]))
        made = self._differences_of(asked)
        return made[self.published.at(made.series, made.length, made.last) < 0]

    def _pair(self, case: int) -> tuple[int, int]:
        return int(self.cases.series[case]), int(self.cases.reference[case])

    def _indicators_of(self, case: int) -> tuple[Indicator, Indicator]:
        own, target = self.cases.indicators[case], self.cases.targets[case]
        related = getattr(getattr(target, "relative_to", None), "indicator", None)
        return own, own if related is None else self.cases.policy_of(case).indicator(related)

    @cached_property
    def _differences(self) -> dict[tuple[int, int], int]:
        """The number of the series of each pair of series that is compared."""
        found = dict.fromkeys(self._pair(case) for case in np.flatnonzero(self.cases.is_relative).tolist())
        return {pair: number for number, pair in enumerate(found, len(self.figures.measured.keys))}

    @cached_property
    def base_series(self) -> Whole:
        """The series of the figures of each case; for a running sum, the series that is added up."""
        series = self.cases.series.copy()
        for case in np.flatnonzero(self.cases.is_relative).tolist():
            series[case] = self._differences[self._pair(case)]
        return series

    @cached_property
    def series(self) -> Whole:
        """The series that each case is judged on."""
        series, summed = self.base_series.copy(), np.flatnonzero(self.cases.is_cumulative)
        count = len(self.figures.measured.keys) + len(self._differences)
        series[summed] = count + np.arange(len(summed))
        return series

    @cached_property
    def points(self) -> Points:
        """All figures: published, differences, built from parts by `over_time`, and running sums."""
        cases, points = self.cases, self.published
        of = (cases.over_time != None) & ~cases.is_cumulative & ~cases.is_relative  # noqa: E711 - of each cell
        chosen = np.flatnonzero(of.astype(bool))
        lengths = (self.length, cases.periods.length[cases.start])  # those judged, and what changes start from
        wanted = {
            (int(self.series[case]), int(length[case])): cases.indicators[case]
            for length in lengths
            for case in chosen.tolist()
        }
        return points.having([*built(points, wanted), self._built_differences(), self._sums[0]])

    @property
    def part_length(self) -> Whole:
        """The length of the parts of each running sum; 0 for other cases."""
        lengths = np.zeros(len(self.cases), dtype=np.int64)
        lengths[self.cases.is_cumulative] = self._sums[1]
        return lengths

    @cached_property
    def _sums(self) -> tuple[ComputedFigures, Whole]:
        cases = self.cases
        chosen = np.flatnonzero(cases.is_cumulative)
        until = np.minimum(self.at_published, self.due_last)[chosen]
        start = cases.periods.first[cases.start[chosen]]
        of = [cases.indicators[case] for case in chosen.tolist()]
        own = self.base_series[chosen]
        points = self.published.having(self._longer_parts(own, of))
        points = points.having([self._stated_parts(chosen, points)])
        return sums(points, own, self.series[chosen], start, until, of)

    def _longer_parts(self, own: Whole, indicators: Sequence[Indicator]) -> list[ComputedFigures]:
        """Build the figures of each length from those of shorter periods, for series that are added up."""
        wanted: dict[tuple[int, int], Indicator] = {}
        for series, indicator in zip(own.tolist(), indicators, strict=True):
            _, positions = self.published.of_series(np.array([series]))
            wanted |= {(series, length): indicator for length in self.published.cells("length", positions).tolist()}
        return built(self.published, wanted, over_time="sum")

    def _stated_parts(self, chosen: Whole, points: Points) -> ComputedFigures:
        """Return the baselines that begin a running sum as no figure does: parts of that sum alone, and no figures."""
        cases, periods = self.cases, self.cases.periods
        is_stated = (cases.baseline[chosen] >= 0) & ~np.isnan(cases.base_low[chosen])
        of, positions = points.of_series(self.base_series[chosen])
        is_stated[of[points.cells("first", positions) == periods.first[cases.start[chosen[of]]]]] = False
        of = chosen[is_stated]
        computed = Computed.of(Intervals.of(cases.base_low[of], cases.base_high[of]))
        return ComputedFigures(
            series=self.series[of], row=np.full(len(of), -1), computed=computed, **periods.spans(cases.baseline[of])
        )

    # The days

    @cached_property
    def newest(self) -> Whole:
        """The position among the published figures of the newest one of each case's own series by the date."""
        return self.published.newest_of_any(self.cases.series, np.full(len(self.cases), day_of(self.at)))

    @cached_property
    def at_published(self) -> Whole:
        """The day of the judgement: the date's last, else that of the newest figure."""
        if self.at is not None:
            return np.full(len(self.cases), day_of(self.at))
        last: Whole = self.published.cells("last", self.newest)
        return last

    @cached_property
    def due_last(self) -> Whole:
        """The last day of the deadline; `FOREVER` where there is none."""
        return np.where(self.cases.due >= 0, self.cases.periods.last[self.cases.due], FOREVER)

    @cached_property
    def length(self) -> Whole:
        """The length of the periods that each case is judged in."""
        cases, at = self.cases, np.full(len(self.cases), day_of(self.at))
        is_standing, due_last = cases.kind == "standing", self.due_last.copy()
        if len(standing := np.flatnonzero(is_standing)):
            due_last[standing] = self.standing_dues(self.published, standing, self.at_published[standing])[1]
        length = self._commonest(np.minimum(due_last, at), at)
        due = cases.periods.length[cases.due]
        shortest = self.shortest(np.minimum(self.due_last, at))
        shortest = np.where(np.isinf(shortest), self.shortest(at), shortest)
        by_due = (cases.due >= 0) & cases.is_flow & (size_of(due) <= _YEAR)
        by_due &= (size_of(due) >= shortest) | np.isinf(shortest)
        length = np.where(by_due, due, length)
        length = np.where(cases.baseline >= 0, cases.periods.length[cases.baseline], length)
        per = np.nan_to_num(cases.per).astype(np.int64)
        return np.where(is_standing & cases.is_flow, per, length)

    def shortest(self, until: Whole) -> Numbers:
        """Return how many months the shortest periods with a figure by a day have; infinite where there is none."""
        shortest = np.full(len(self.cases), np.inf)
        for length in self.published.lengths[::-1].tolist():
            has_any = self.published.newest(self.base_series, length, until) >= 0
            shortest = np.where(has_any, size_of(length), shortest)
        return shortest

    def standing_dues(self, points: Points, chosen: Whole, at: Whole) -> tuple[Numbers, Whole]:
        """Return, for some standing targets, when the last period that is over by a day ends: in months, and as a day.

        The periods follow the newest figure of that length, else the calendar; they end with the policy.
        """
        cases, per = self.cases, self.cases.per[chosen]
        ends = cases.periods.last[cases.policy_period[chosen]]
        now = np.minimum(at, np.where(ends > NEVER, ends, FOREVER))
        grid = points.cells("time", points.newest(self.series[chosen], per.astype(np.int64), now))
        offset = np.where(np.isnan(grid), 0, grid % per)
        due = np.floor((times_of(now) - offset) / per + TOLERANCE) * per + offset
        return due, month_end(due)

    def _commonest(self, due: Whole, at: Whole) -> Whole:
        """Return the commonest length of figures by the deadline, else of all; the longest in a tie; else a year."""
        size = len(self.cases)
        best, most = np.full(size, _YEAR), np.zeros(size, dtype=np.int64)
        for series, until in ((self.base_series, due), (self.base_series, at), (self.cases.series, at)):
            if not (is_open := most == 0).any():
                break
            for each in self._counted.lengths.tolist():
                count = np.where(is_open, self._counted.count(series, each, until), 0)
                is_more = (count > 0) & (count >= most)
                best, most = np.where(is_more, each, best), np.where(is_more, count, most)
        return best
