"""Distinct periods as arrays: each is parsed once, and its days and month are looked up by number."""

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

import attrs
import numpy as np

from kommunepolitik.errors import InvalidModel
from kommunepolitik.figures.columns import Numbers, Objects, Whole, cells_at, each_of, objects
from kommunepolitik.model import Period
from kommunepolitik.model.period import days_judged

NEVER = dt.date.min.toordinal() - 1
"""A day before all days: the first and last day of an absent period, and the last day of one without an end."""
FOREVER = dt.date.max.toordinal()
"""A day after all days."""
ALL_DAYS = 1 << 22
"""More days than a calendar has, so that a series or case and a day fit into one number."""
_EPOCH = dt.date(1970, 1, 1).toordinal()
_LETTERS = {6: "H", 4: "T", 3: "Q"}
_DAYS = 365.2425 / 12
"""Days of a month, on average."""


@attrs.frozen(eq=False, kw_only=True)
class Spans:
    """Periods for judging; a single day that is the first of a month counts as the day before."""

    first: Whole
    """Ordinal of the first day."""
    last: Whole
    """Ordinal of the last day; `NEVER` where there is none."""
    time: Numbers
    """The end in months, with days as fractions; NaN where there is none."""
    length: Whole
    """Whole months, or less than 1 for other lengths: 0 for a single day, else the negative number of days."""

    def spans(self, positions: Whole) -> dict[str, Any]:
        """Return these columns at some positions; an absent period where a position is -1."""
        return {name: cells_at(getattr(self, name), positions, absent) for name, absent in ABSENT.items()}


ABSENT: Final = {"first": NEVER, "last": NEVER, "time": np.nan, "length": 0}
"""An absent period."""


@attrs.frozen(eq=False, kw_only=True)
class PeriodTable(Spans):
    """Distinct periods; the last entry is an absent one, so that the index -1 finds it."""

    periods: Objects
    """`Period`, or None."""
    kind: Objects
    """`Period.kind`; empty for an absent period."""

    @classmethod
    def of(cls, periods: Iterable[Period | None]) -> "PeriodTable":
        """Make the table of some distinct periods; None is added at the end."""
        listed = [*periods, None]
        days = [judged_days(period) for period in listed]
        return cls(
            periods=objects(listed),
            first=np.array([first for first, _ in days]),
            last=np.array([last for _, last in days]),
            time=np.array([time_of(last) for _, last in days], dtype=np.float64),
            length=np.array([length_of(first, last) for first, last in days]),
            kind=np.array(["" if p is None else p.kind for p in listed], dtype=object),
        )

    @classmethod
    def read(cls, texts: Iterable[str]) -> "PeriodTable":
        """Parse each text once; one that is empty or invalid becomes an absent period."""
        return cls.of(map(_read, texts))


def numbered(*columns: Sequence[Period | None]) -> tuple[PeriodTable, list[Whole]]:
    """Return the distinct periods of some columns, and each column as numbers in that table; -1 for none."""
    texts = [[None if period is None else period.text for period in column] for column in columns]
    periods: dict[str | None, Period | None] = {}
    for written, column in zip(texts, columns, strict=True):
        periods.update(zip(written, column, strict=True))  # much faster than to look at each
    periods.pop(None, None)
    numbers = {None: -1} | {text: number for number, text in enumerate(periods)}
    return PeriodTable.of(periods.values()), [each_of(column, numbers.__getitem__, np.int64) for column in texts]


def judged_days(period: Period | None) -> tuple[int, int]:
    """Return the first and the last day of a period for judging; the first of a month counts as the day before.

    >>> [dt.date.fromordinal(day).isoformat() for day in judged_days(Period("2026-01-01"))]
    ['2025-12-31', '2025-12-31']
    """
    if period is None:
        return NEVER, NEVER
    first, last = days_judged(period)
    return first.toordinal(), NEVER if last is None else last.toordinal()


def day_of(at: Period | None) -> int:
    """Return the last day of the date of a judgement; `FOREVER` where there is none."""
    return FOREVER if at is None else judged_days(at)[1]


def time_of(day: int) -> float:
    """Return a day in months since the year 0, with days as fractions; NaN for `NEVER`.

    >>> time_of(dt.date(2024, 12, 31).toordinal()) - time_of(dt.date(2024, 6, 30).toordinal())
    6.0
    """
    if day <= NEVER:
        return np.nan
    date = dt.date.fromordinal(day)
    return date.year * 12 + date.month - 1 + date.day / calendar.monthrange(date.year, date.month)[1]


def times_of(days: Whole) -> Numbers:
    """Return each day in months, as `time_of` counts them."""
    known = np.maximum(days, NEVER + 1)
    before = months_before(known)
    start = month_end(before)
    return np.where(days > NEVER, before + (known - start) / (month_end(before + 1) - start), np.nan)


def month_end(month: Numbers) -> Whole:
    """Return the last day of whole months, counted as `time_of` counts them; `NEVER` for NaN."""
    known = np.where(np.isnan(month), 12, month).astype(np.int64)
    days = known.astype("datetime64[M]") - np.timedelta64(1970 * 12, "M")
    found = days.astype("datetime64[D]").astype(np.int64) - 1 + _EPOCH
    return np.where(np.isnan(month), NEVER, found)


def months_before(first: Whole) -> Numbers:
    """Return the end of the month before that of each day, counted as `time_of` counts it."""
    months = (first - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.asarray(months + 1970 * 12, dtype=np.float64)


def year_before(last: Whole) -> Whole:
    """Return the same day a year before; the last day of a month stays the last day of that month."""
    before = months_before(last)
    day, ends, same = last - month_end(before), month_end(before + 1), month_end(before + 1 - 12)
    return np.where(last == ends, same, np.minimum(month_end(before - 12) + day, same))


@lru_cache(maxsize=4096)
def period_between(first: int, last: int) -> Period:
    """Return the period from one day to another, as the shortest text.

    >>> str(period_between(dt.date(2024, 1, 1).toordinal(), dt.date(2025, 12, 31).toordinal()))
    '2024..2025'
    >>> str(period_between(dt.date(2024, 2, 1).toordinal(), dt.date(2024, 2, 29).toordinal()))
    '2024-02'
    """
    start, after = dt.date.fromordinal(first), dt.date.fromordinal(last + 1)
    end, length = dt.date.fromordinal(last), length_of(first, last)
    if length > 0 and start.month == after.month == 1:
        return Period(str(start.year) if length == 12 else f"{start.year}..{end.year}")
    if length == 12 and start.month == 8:
        return Period(f"{start.year}/{end.year % 100:02}")
    if length in _LETTERS and (start.month - 1) % length == 0:
        return Period(f"{start.year}-{_LETTERS[length]}{end.month // length}")
    if length > 0:
        return Period(f"{start:%Y-%m}" if length == 1 else f"{start:%Y-%m}..{end:%Y-%m}", reading="month")
    return Period(end) if first == last else Period(f"{start}..{end}")


def length_of(first: int, last: int) -> int:
    """Return the length of a period as in `PeriodTable.length`."""
    if NEVER in (first, last) or first == last:
        return 0
    start, after = dt.date.fromordinal(first), dt.date.fromordinal(last + 1)
    if start.day == after.day == 1:
        return (after.year - start.year) * 12 + after.month - start.month
    return first - last - 1


def size_of(length: Whole | int) -> Numbers:
    """Return lengths in months, for comparing them."""
    return np.where(length > 0, length, np.where(length == 0, 1, -length) / _DAYS)


def _read(text: Any) -> Period | None:
    try:
        return Period(text) if text else None
    except InvalidModel:
        return None
