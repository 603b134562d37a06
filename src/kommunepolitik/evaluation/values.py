"""What each case is judged by: its figure, where it starts from, and why it has none."""

from typing import Any, Final

import attrs
import numpy as np

from kommunepolitik.evaluation.cases import PER_MONTHS, Cases, interval
from kommunepolitik.evaluation.formulas import Words
from kommunepolitik.figures import Figures
from kommunepolitik.figures.periods import FOREVER, NEVER, Mask, Numbers, Objects, Whole
from kommunepolitik.model import Period

_SHORTER: Final = {12: ("half_year", "quarter", "month", "day"), 6: ("quarter", "month", "day"), 3: ("month", "day")}
"""Kinds of period whose figures are only a part of what a standing target is kept for, by its months."""


@attrs.frozen(eq=False, kw_only=True)
class Values:
    """A figure or a baseline of each case, as two ends; for a relative target the ends of the difference."""

    period: Objects
    month: Whole
    low: Numbers
    high: Numbers
    value: Numbers
    """The value observed, or that is shown as baseline."""
    other: Numbers
    """The value of the series compared with; of a baseline what the policy states, where a figure differs."""
    problem: Words
    """Why there is no value; empty where there is one."""

    @property
    def is_known(self) -> Mask:
        """Where there is a value."""
        return np.equal(self.problem, "")

    @property
    def is_exact(self) -> Mask:
        """Where there is one value."""
        exact: Mask = self.is_known & (self.low == self.high)
        return exact

    def where(self, wanted: Mask, other: "Values | None" = None) -> "Values":
        """Return these values in the cases wanted, other ones or none elsewhere."""
        empty: dict[str, Any] = {"period": None, "month": 0, "problem": "no_baseline"}
        columns = attrs.asdict(self, recurse=False)
        others = {name: empty.get(name, np.nan) if other is None else getattr(other, name) for name in columns}
        chosen: dict[str, Any] = {name: np.where(wanted, held, others[name]) for name, held in columns.items()}
        return Values(**chosen)


@attrs.frozen(eq=False, kw_only=True)
class Seen:
    """The figure of each case, or why it has none."""

    values: Values
    position: Whole
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
        return np.logical_and(self.is_found, self.values.is_known)


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
        values = self.values(position)
        return Seen(values=values, position=position, previous=previous, over=over, until=until, reason=reason)

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
        is_undated = (newest < 0) & self.cases.is_undated[chosen]
        return np.select([is_awaited, is_undated], ["awaiting_data", "no_period"], "no_data")

    def values(self, position: Whole) -> Values:
        """Return the figures at a position for each case, as they are judged."""
        cases, rows = self.cases, self.figures.measured
        own, quality = self.figures.numbers("value", position), self.figures.texts("quality", position)
        low, high = _intervals(self.figures, position, cases)
        problem = np.select([np.isnan(own) & (quality == "suppressed"), np.isnan(own)], ["suppressed", "no_data"], "")
        other = np.full(len(cases), np.nan)
        if cases.is_relative.any() and len(rows.row):
            place = np.where(cases.is_relative & (position >= 0), rows.place[position], -1)
            found = rows.at(cases.reference, place)
            other = self.figures.numbers("value", found)
            other_low, other_high = _intervals(self.figures, found, cases)
            problem = np.where(cases.is_relative & (problem == "") & np.isnan(other), "no_reference", problem)
            low = np.where(cases.is_relative, low - other_high, low)
            high = np.where(cases.is_relative, high - other_low, high)
        periods = self.figures.period_numbers(position)
        return Values(
            period=self.figures.periods.periods[periods],
            month=self.figures.periods.month[periods],
            low=low,
            high=high,
            value=own,
            other=other,
            problem=problem,
        )

    def baseline(self) -> Values:
        """Return the baseline of each case: a figure measured for its period outranks what the policy states."""
        cases, rows = self.cases, self.figures.measured
        found = self.values(rows.at(cases.series, rows.places.find(cases.periods)[cases.baseline]))
        low = np.where(cases.baseline >= 0, np.where(found.is_known, found.low, cases.base_low), np.nan)
        is_stated = found.is_exact & (found.low == cases.base_value)
        return Values(
            period=cases.periods.periods[cases.baseline],
            month=cases.periods.month[cases.baseline],
            low=low,
            high=np.where(found.is_known, found.high, cases.base_high),
            value=low,
            other=np.where(found.is_known & ~is_stated, cases.base_value, np.nan),
            problem=np.where(np.isnan(low), "no_baseline", ""),
        )

    def start(self, seen: Seen) -> tuple[Values, Words]:
        """Return where changes start from, and why a change cannot be judged (empty where it can)."""
        cases, rows = self.cases, self.figures.measured
        is_change, has_start = cases.kind == "change", cases.start >= 0
        is_before = is_change & has_start & (self._last(seen.position) < cases.periods.first[cases.start])
        first = rows.newest(cases.series, np.where(is_change, cases.periods.last[cases.start], NEVER))
        found = self.values(np.where(is_before, seen.previous, first))
        is_usable = found.is_known & (found.month < seen.values.month)
        base = attrs.evolve(found, other=np.full(len(cases), np.nan), problem=np.where(is_usable, "", "no_baseline"))
        obstacles = [is_before, np.isnan(found.value), ~is_usable, cases.breaks.between(found.month, seen.values.month)]
        reasons = ["before_start", "no_baseline", "baseline_only", "break_in_series"]
        return base, np.where(is_change, np.select(obstacles, reasons, ""), "")

    def _last(self, position: Whole) -> Whole:
        return self.figures.periods.last[self.figures.period_numbers(position)]

    def _month(self, position: Whole) -> Whole:
        return self.figures.periods.month[self.figures.period_numbers(position)]

    def _kind(self, position: Whole) -> Words:
        return self.figures.periods.kind[self.figures.period_numbers(position)].astype("U20")


def _intervals(figures: Figures, positions: Whole, cases: Cases) -> tuple[Numbers, Numbers]:
    """Return the ends of the figures at some positions; only inexact ones are looked at one by one."""
    value, above = figures.numbers("value", positions), figures.numbers("value_high", positions)
    qualifier = figures.texts("qualifier", positions)
    low, high = value.copy(), value.copy()
    for number in np.flatnonzero(~np.isnan(above) | (qualifier == "under") | (qualifier == "over")).tolist():
        upper = None if np.isnan(above[number]) else above[number]
        low[number], high[number] = interval(
            value[number], upper, qualifier[number], cases.listed[number].indicator
        ).both
    return low, high
