"""Selects the figure that each case is judged by, the day of the judgement, and the reason if there is none."""

from functools import partial
from typing import Final

import attrs
import numpy as np

from kommunepolitik.evaluation.case_series import CaseSeries
from kommunepolitik.evaluation.formulas import Words, first_of
from kommunepolitik.evaluation.points import Intervals
from kommunepolitik.evaluation.results import TOLERANCE
from kommunepolitik.figures.columns import Mask, Numbers, Objects, Table, Whole
from kommunepolitik.figures.periods import ABSENT, FOREVER, NEVER, Spans, size_of, time_of, times_of

_YEAR: Final = 12
_NAN: Final = np.array(np.nan)


@attrs.frozen(eq=False, kw_only=True)
class Values(Spans, Table):
    """A figure or a baseline of each case, as two ends; for a relative target, the ends of the difference."""

    ends: Intervals
    """NaN where there is no value."""
    own: Numbers
    """The value itself; for a relative target, that of its own series."""
    denominator: Numbers
    position: Whole
    """The position of the figure; -1 where there is none, or for a baseline that only the policy states."""

    @property
    def is_known(self) -> Mask:
        """Where there is a value."""
        return ~np.isnan(self.ends.low)

    def where(self, wanted: Mask, other: "Values | None" = None) -> "Values":
        """Return these values in the wanted cases, and others or none elsewhere."""
        return self.mapped(partial(np.where, wanted), _NONE if other is None else other)


_NONE: Final = Values(
    ends=Intervals(low=_NAN, high=_NAN, low_side=np.zeros(()), high_side=np.zeros(())),
    own=_NAN,
    denominator=_NAN,
    position=np.array(-1),
    **ABSENT,  # type: ignore[arg-type]
)
"""No value, in any number of cases."""


@attrs.frozen(eq=False, kw_only=True)
class Seen:
    """The figure of each case, or why it has none."""

    values: Values
    reason: Words
    """Why there is nothing to judge, or not yet; empty where there is a figure."""
    over: Mask
    """Whether the deadline is over."""
    settled: Mask
    """Whether no further figure can change the verdict at the deadline."""
    until: Whole
    """The last day that a figure may end on."""
    at: Whole
    """The day of the judgement."""
    newest_first: Whole
    """The first day of the newest figure's period."""
    newest: Whole
    """The position among the published figures of the newest one of any length."""
    expected: Numbers
    """The month in which the next figure is expected."""
    is_other_length: Mask
    is_late_reference: Mask


@attrs.frozen(eq=False, kw_only=True, slots=False)
class Selection(CaseSeries):
    """Finds the figure of each case, what it is compared with, and whether the verdict is final."""

    def seen(self) -> Seen:
        """Find the figure of each case: the newest of the right length that ends by the date and by the deadline."""
        cases, points = self.cases, self.points
        at, due_last, due_time = self._dues()
        over, until = (due_last < FOREVER) & (due_last > NEVER) & (at >= due_last), np.minimum(at, due_last)
        length = np.where(cases.is_cumulative, 0, self.length)
        position = points.newest(self.series, length, until)
        is_other, lengths = np.zeros(len(cases), dtype=bool), self.published.lengths
        if len(lengths) and (len(lengths) > 1 or (self.length != lengths[0]).any()):
            position, is_other = self._with_other_lengths(position, until)
        step = self._step(position, length, until)
        is_day = (np.where(position >= 0, points.cells("length", position), length) == 0) & ~cases.is_cumulative
        wait = np.where(np.isnan(cases.lag), np.where(is_day, _YEAR, step), cases.lag)
        with np.errstate(invalid="ignore"):
            settled = (position >= 0) & (points.cells("time", position) + step > due_time + TOLERANCE)
        lacking = np.full(len(cases), "no_data", dtype="U13")
        late = np.flatnonzero(over & ~settled)
        lacking[late[self._now(at[late]) < due_time[late] + wait[late] - TOLERANCE]] = "awaiting_data"
        values = self.values(position)
        is_same = self.published.cells("length", self.newest) == values.length
        newest = np.where(is_same | (position < 0), self.published.cells("time", self.newest), values.time)
        expected = np.where(over & ~settled, due_time, newest + step) + np.nan_to_num(cases.lag)
        return Seen(
            values=values,
            reason=self._reason(values, until, length, lacking, over & ~settled),
            over=over,
            settled=settled,
            until=until,
            at=at,
            newest_first=self.published.cells("first", self.newest),
            newest=self.newest,
            expected=np.ceil(np.round(expected, 6)),
            is_other_length=is_other,
            is_late_reference=self._is_late(position, until),
        )

    def _dues(self) -> tuple[Whole, Whole, Numbers]:
        """Return the day of the judgement, the last day of the deadline (`FOREVER` for none), and its month."""
        cases = self.cases
        at, last = self.at_published, self.due_last
        time = np.where(cases.due >= 0, cases.periods.time[cases.due], np.inf)
        chosen = np.flatnonzero(cases.kind == "standing")
        if not len(chosen):
            return at, last, time
        at, last = at.copy(), last.copy()
        if self.at is None:  # a newer figure for a shorter period does not start a new one
            until = np.full(len(chosen), FOREVER)
            found = self.points.newest_of_any(cases.series[chosen], until, self.length[chosen])
            at[chosen] = np.where(found >= 0, self.points.cells("last", found), at[chosen])
        time[chosen], last[chosen] = self.standing_dues(self.points, chosen, at[chosen])
        return at, last, time

    def _with_other_lengths(self, position: Whole, until: Whole) -> tuple[Whole, Mask]:
        """Take a rate or stock of another length where none of the right one lies after the baseline."""
        cases, points, published = self.cases, self.points, self.published
        base = cases.periods.last[np.where(cases.kind == "change", cases.start, cases.baseline)]
        found = published.newest_of_any(self.series, until)
        other = points.at(self.series, published.cells("length", found), published.cells("last", found))
        is_later = points.cells("last", other) > base
        is_taken = ~cases.is_flow & ~cases.is_cumulative & (other >= 0) & (other != position)
        is_taken &= (position < 0) | (is_later & (points.cells("last", position) <= base))
        return np.where(is_taken, other, position), is_taken

    def _step(self, position: Whole, length: Whole, until: Whole) -> Numbers:
        """Return the months from one figure of each case to the next."""
        cases = self.cases
        found = np.where(position >= 0, self.points.cells("length", position), length)
        own = np.where(cases.is_relative & ~cases.is_cumulative, cases.series, self.series)
        measured = self.points.step(own, found, until)
        own_length = np.where(cases.is_cumulative, self.part_length, found)
        size = np.where((position < 0) & (own_length == 0), _YEAR, size_of(own_length))
        return np.where(np.isnan(cases.step), np.where(np.isnan(measured), size, measured), cases.step)

    def _now(self, at: Whole) -> Numbers:
        """Return the day of knowledge, else that of the judgement, in months."""
        known = self.figures.known
        if known is not None and known.end is not None:
            return np.full(len(at), time_of(known.end.toordinal()))
        return times_of(at)

    def previous(self, seen: Seen) -> Values:
        """Return the previous figure of each case; none for running sums."""
        position = self.points.previous(seen.values.position)
        return self.values(np.where(self.cases.is_cumulative, -1, position))

    def _is_late(self, position: Whole, until: Whole) -> Mask:
        """Whether the series of a relative target has a newer figure of that length than the other."""
        if not self.cases.is_relative.any():
            return self.cases.is_relative
        own = self.points.newest(self.cases.series, self.points.cells("length", position), until)
        newer: Mask = self.points.cells("last", own) > self.points.cells("last", position)
        newer &= self.cases.is_relative & (position >= 0)
        return newer

    def _reason(self, values: Values, until: Whole, length: Whole, lacking: Words, is_unsettled: Mask) -> Words:
        """Return why each case has nothing to judge, or not yet."""
        cases, is_found = self.cases, values.position >= 0
        own, any_length = np.zeros(len(cases), dtype=bool), np.full(len(cases), -1)
        absent = np.flatnonzero(~is_found)
        own[absent] = self.points.newest_of_any(cases.series[absent], until[absent]) >= 0
        any_length[absent] = self.points.newest_of_any(self.base_series[absent], until[absent])
        has_parts = (cases.over_time == "sum") & ~is_found
        if has_parts.any():
            has_parts &= self.shortest(until) < size_of(length)
        is_mismatch = cases.is_flow & ~cases.is_cumulative & ~is_found & (any_length >= 0) & ~has_parts
        rules = [
            (is_found & ~values.is_known, "suppressed"),
            ((self.newest < 0) & cases.is_undated & ~is_found, "no_period"),
            (is_mismatch, "period_mismatch"),
            (~is_found & cases.is_relative & own & (lacking == "no_data") & (any_length < 0), "no_reference"),
            (~is_found | is_unsettled, lacking),
        ]
        return first_of(rules)

    # Values

    def values(self, position: Whole) -> Values:
        """Return the figures at a position for each case, as they are judged."""
        points = self.points
        ends = points.ends_at(position, self.cases.indicators)
        return Values(
            ends=ends,
            **points.spans(position),
            own=np.where(self.cases.is_relative, self.relative_values(position)[0], ends.low),
            denominator=points.cells("denominator", position),
            position=position,
        )

    def baseline(self) -> Values:
        """Return the baseline of each case: a figure for exactly its period, else the one stated by the policy."""
        cases = self.cases
        last = cases.periods.last[cases.baseline]
        position = self.points.at(self.series, cases.periods.length[cases.baseline], last)
        counts = (cases.baseline >= 0) & ~cases.is_cumulative & (last <= self.at_published)
        found = self.values(np.where(counts, position, -1))
        values = found.where(found.is_known, self._stated())
        return values.where(~cases.is_cumulative, self._nothing_before()) if cases.is_cumulative.any() else values

    def _stated(self) -> Values:
        """Return the baselines that the policies state."""
        cases, nothing = self.cases, _NONE.mapped(partial(np.full, len(self.cases)))
        low, high = (np.where(cases.baseline >= 0, each, np.nan) for each in (cases.base_low, cases.base_high))
        own = np.where(cases.is_relative, np.nan, low)
        return attrs.evolve(nothing, ends=Intervals.of(low, high), own=own, **cases.periods.spans(cases.baseline))

    def _nothing_before(self) -> Values:
        """Return zero on the day before a running sum begins."""
        nothing, zero = _NONE.mapped(partial(np.full, len(self.cases))), np.zeros(len(self.cases))
        first = self.cases.periods.first[self.cases.start]
        time = times_of(first - 1)
        return attrs.evolve(nothing, ends=Intervals.of(zero, zero), own=zero, first=first, last=first - 1, time=time)

    def _newest_known(self, length: Whole, until: Whole) -> Whole:
        """Return the newest figure of a length that has a value: the newest by a day, else the one before it."""
        near = self.points.newest(self.series, length, until)
        return np.where(self.values(near).is_known, near, self.points.previous_in_row(near))

    def start(self, seen: Seen) -> tuple[Values, Mask]:
        """Return the values that changes are counted from, and where a figure is from before the start."""
        cases, points = self.cases, self.points
        is_change = (cases.kind == "change") & (cases.start >= 0)
        length = cases.periods.length[cases.start]
        first, last = cases.periods.first[cases.start], cases.periods.last[cases.start]
        is_comparable = is_change & (~cases.is_flow | (length == self.length))
        is_comparable &= last <= seen.until
        exact = self.values(np.where(is_comparable, points.at(self.series, length, last), -1))
        stated = self.baseline()
        is_earlier = stated.is_known & (stated.last <= last) & ~np.isnan(cases.stated)
        until = np.where(is_change, np.minimum(last, seen.until), NEVER)
        near = self._newest_known(self.length, until)
        judged = self._newest_known(np.where(cases.is_flow, self.length, seen.values.length), until)
        near = np.where(points.cells("last", judged) > points.cells("last", near), judged, near)
        step = self._step(seen.values.position, self.length, seen.until)
        with np.errstate(invalid="ignore"):
            is_near = points.cells("time", near) + step >= cases.periods.time[cases.start] - TOLERANCE
        base = stated.where(is_earlier, self.values(np.where(is_near, near, -1)))
        base = exact.where(exact.is_known, base).where(is_change)
        is_before = is_change & (seen.values.last < first)
        return base.where(~is_before), is_before

    def period_of(self, values: Values) -> Objects:
        """Return the periods of figures or baselines; None where there is no value and no figure."""
        stated = self.cases.periods.periods[self.cases.baseline]
        is_stated = (values.position < 0) & (values.last > NEVER)
        return np.where(is_stated, stated, self.points.periods(values.position))

    def relative_values(self, position: Whole) -> tuple[Numbers, Numbers]:
        """Return the own values of relative targets and the values that they are compared with."""
        own = np.where(self.cases.is_relative, self.points.numbers("value", position), np.nan)
        return own, self.points.cells("other", position)
