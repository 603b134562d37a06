"""What each case is judged by: its figure, where it starts from, and why it has none."""

from typing import Final

import attrs
import numpy as np

from kommunepolitik.evaluation.cases import PER_MONTHS, Cases
from kommunepolitik.evaluation.formulas import Words
from kommunepolitik.evaluation.intervals import intervals
from kommunepolitik.figures import FOREVER, NEVER, Figures, Mask, Numbers, Objects, Whole
from kommunepolitik.model import Period

_SHORTER: Final = {12: ("half_year", "quarter", "month", "day"), 6: ("quarter", "month", "day"), 3: ("month", "day")}
"""Kinds of period whose figures are only a part of what a standing target is kept for, by its months."""


@attrs.frozen(eq=False, kw_only=True)
class Values:
    """Figures as they are judged: as two ends, for a relative target the ends of the difference."""

    position: Whole
    period: Objects
    month: Whole
    low: Numbers
    high: Numbers
    own: Numbers
    """The value observed."""
    reference: Numbers
    """For a relative target: the value of the other series."""
    problem: Words
    """Why the figure cannot be judged; empty where it can."""

    @property
    def is_exact(self) -> Mask:
        """Where there is one value."""
        exact: Mask = (self.problem == "") & (self.low == self.high)
        return exact


@attrs.frozen(eq=False, kw_only=True)
class Base:
    """Where each case starts from; NaN where there is no value."""

    period: Objects
    month: Whole
    low: Numbers
    high: Numbers
    value: Numbers
    """The value shown."""
    stated: Numbers
    """What the policy states, where a figure of the period outranks it."""

    @property
    def is_known(self) -> Mask:
        """Where there is a value."""
        return np.logical_not(np.isnan(self.low))

    @property
    def is_exact(self) -> Mask:
        """Where there is one value."""
        return np.equal(self.low, self.high)

    def where(self, wanted: Mask, other: "Base") -> "Base":
        """Return this base in the cases wanted, the other one elsewhere."""
        names = attrs.asdict(self, recurse=False)
        return Base(**{name: np.where(wanted, held, getattr(other, name)) for name, held in names.items()})


@attrs.frozen(eq=False, kw_only=True)
class Seen:
    """The figure of each case, or why it has none."""

    values: Values
    previous: Whole
    """The position of the figure before it."""
    over: Mask
    """Whether the due period is over."""
    until: Whole
    """The last day that a figure may end on."""
    reason: Words
    """Why there is no figure to judge; empty where there is one."""

    @property
    def is_found(self) -> Mask:
        """Where there is a figure for the right period, whether or not it can be judged."""
        return np.equal(self.reason, "")

    @property
    def is_usable(self) -> Mask:
        """Where there is a figure that can be judged."""
        usable: Mask = self.is_found & (self.values.problem == "")
        return usable


@attrs.frozen(eq=False, kw_only=True)
class CaseFigures:
    """Finds the figures of all cases, at one date or each at its own newest figure."""

    figures: Figures
    cases: Cases
    at: Period | None

    @property
    def _at_day(self) -> int:
        return FOREVER if self.at is None or self.at.end is None else self.at.end.toordinal()

    def seen(self) -> Seen:
        """Find the figure of each case: the newest that ends neither after the date nor after the due period."""
        cases, rows, size = self.cases, self.figures.measured, len(self.cases)
        at = np.full(size, self._at_day)
        newest = rows.newest(cases.series, at)
        has_due, due = cases.due >= 0, cases.due
        due_last = cases.periods.last[due]
        now = self._last(newest) if self.at is None else at
        over = has_due & (now >= due_last)
        until = np.where(has_due, np.minimum(due_last, at), at)
        position = rows.newest(cases.series, until)
        previous = rows.previous(position)
        is_late = over & (self._last(position) < cases.periods.first[due])
        expected = np.where(over, cases.periods.month[due], 0)
        reason = np.where((position < 0) | is_late, self._absent(expected, newest), "").astype("U20")
        self._find_standing(newest, position, previous, reason)
        return Seen(values=self.values(position), previous=previous, over=over, until=until, reason=reason)

    def _find_standing(self, newest: Whole, position: Whole, previous: Whole, reason: Words) -> None:
        """Set the figure of standing targets: the newest for a whole period, which must be the latest that is over."""
        cases, is_standing = self.cases, self.cases.kind == "standing"
        for kind, months in PER_MONTHS.items():
            chosen = np.flatnonzero(is_standing & (cases.per == months))
            if not len(chosen):
                continue
            positions, rows = self.figures.of_kind(kind)
            found = rows.newest(cases.series[chosen], np.full(len(chosen), self._at_day))
            before = rows.previous(found)
            position[chosen] = np.where(found >= 0, positions[found] if len(positions) else -1, -1)
            previous[chosen] = np.where(before >= 0, positions[before] if len(positions) else -1, -1)
            latest, month = newest[chosen], self._month(newest[chosen])
            now = month if self.at is None else np.full(len(chosen), self.at.ordinal)
            expected = now - now % months
            is_part = np.isin(self._kind(latest), _SHORTER.get(months, ())) & (month > expected - months)
            lacking = np.where(is_part, "period_mismatch", self._absent(np.where(now > 0, expected, 0), latest, chosen))
            reason[chosen] = np.where((found < 0) | (self._month(position[chosen]) != expected), lacking, "")

    def _absent(self, expected: Whole, newest: Whole, chosen: Whole | None = None) -> Words:
        """Return why there is no figure where one was expected by a month (0: by none)."""
        chosen = np.arange(len(self.cases)) if chosen is None else chosen
        at = 0 if self.at is None else self.at.ordinal or 0
        with np.errstate(invalid="ignore"):
            is_awaited = (expected > 0) & (at > 0) & (expected + self.cases.lag[chosen] > at)
        is_undated = np.zeros(len(chosen), dtype=bool)
        without = np.flatnonzero(newest < 0)
        listed, numbers = self.cases.listed, chosen[without].tolist()
        is_undated[without] = self.figures.has_undated(
            np.array([listed.number[n] for n in numbers], dtype=np.int64),
            [listed.indicators[n].id for n in numbers],
            [listed.groups[n] for n in numbers],
        )
        return np.select([is_awaited, is_undated], ["awaiting_data", "no_period"], "no_data")

    def values(self, position: Whole) -> Values:
        """Return the figures at a position for each case, as they are judged."""
        cases, rows = self.cases, self.figures.measured
        own, quality = self.figures.numbers("value", position), self.figures.texts("quality", position)
        low, high = intervals(self.figures, position, cases.indicators)
        problem = np.select([np.isnan(own) & (quality == "suppressed"), np.isnan(own)], ["suppressed", "no_data"], "")
        other = np.full(len(cases), np.nan)
        if cases.is_relative.any() and len(rows.row):
            place = np.where(cases.is_relative & (position >= 0), rows.place[position], -1)
            found = rows.at(cases.reference, place)
            other = self.figures.numbers("value", found)
            other_low, other_high = intervals(self.figures, found, cases.indicators)
            problem = np.where(cases.is_relative & (problem == "") & np.isnan(other), "no_reference", problem)
            low = np.where(cases.is_relative, low - other_high, low)
            high = np.where(cases.is_relative, high - other_low, high)
        periods = self.figures.period_numbers(position)
        return Values(
            position=position,
            period=self.figures.periods.periods[periods],
            month=self.figures.periods.month[periods],
            low=low,
            high=high,
            own=own,
            reference=other,
            problem=problem,
        )

    def baseline(self) -> Base:
        """Return the baseline of each case: a figure measured for its period outranks what the policy states."""
        cases, rows = self.cases, self.figures.measured
        found = self.values(rows.at(cases.series, rows.places.find(cases.periods)[cases.baseline]))
        has_period, is_measured = cases.baseline >= 0, found.problem == ""
        low = np.where(is_measured, found.low, cases.base_low)
        low = np.where(has_period, low, np.nan)
        is_stated = (found.low == found.high) & (found.low == cases.base_value)
        return Base(
            period=cases.periods.periods[cases.baseline],
            month=cases.periods.month[cases.baseline],
            low=low,
            high=np.where(is_measured, found.high, cases.base_high),
            value=low,
            stated=np.where(is_measured & ~is_stated, cases.base_value, np.nan),
        )

    def start(self, seen: Seen) -> tuple[Base, Words]:
        """Return where changes start from, and why a change cannot be judged (empty where it can)."""
        cases, rows = self.cases, self.figures.measured
        is_change, has_start = cases.kind == "change", cases.start >= 0
        is_before = is_change & has_start & (self._last(seen.values.position) < cases.periods.first[cases.start])
        first = rows.newest(cases.series, np.where(is_change, cases.periods.last[cases.start], NEVER))
        found = self.values(np.where(is_before, seen.previous, first))
        is_usable = (found.problem == "") & (found.month < seen.values.month)
        base = Base(
            period=found.period,
            month=found.month,
            low=np.where(is_usable, found.low, np.nan),
            high=found.high,
            value=found.own,
            stated=np.full(len(cases), np.nan),
        )
        obstacles = [
            is_before,
            np.isnan(found.own),
            ~is_usable,
            cases.breaks.between(found.month, seen.values.month),
        ]
        reasons = ["before_start", "no_baseline", "baseline_only", "break_in_series"]
        return base, np.where(is_change, np.select(obstacles, reasons, ""), "")

    def _last(self, position: Whole) -> Whole:
        return self.figures.periods.last[self.figures.period_numbers(position)]

    def _month(self, position: Whole) -> Whole:
        return self.figures.periods.month[self.figures.period_numbers(position)]

    def _kind(self, position: Whole) -> Words:
        return self.figures.periods.kind[self.figures.period_numbers(position)].astype("U20")
