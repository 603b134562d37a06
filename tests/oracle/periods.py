"""Periods with exact first and last days, their lengths, and time counted in months.

Part of the reference implementation ("oracle") of `evaluation.md`. Standard library only; written to be
obvious, not fast. `# open N` points to entry N of README.md: a place where the text leaves a choice.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

ONE_DAY = timedelta(days=1)

# A length is ("months", n) for a whole number of months and ("days", n) for anything else.
Length = tuple[str, int]

DAY: Length = ("days", 1)
YEAR: Length = ("months", 12)


@dataclass(frozen=True)
class Period:
    """A stretch of days; the text is kept as it was written, and takes no part in comparisons of time."""

    text: str
    first: date
    last: date

    @property
    def key(self) -> tuple[date, date]:
        """Two periods are the same period when their first and last days are the same."""
        return (self.first, self.last)

    @property
    def is_open(self) -> bool:
        """Whether it has no end (`2023..`)."""
        return self.last == date.max


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def shift_months(year: int, month: int, months: int) -> tuple[int, int]:
    """The year and month that lie so many months later (or earlier)."""
    count = year * 12 + (month - 1) + months
    return count // 12, count % 12 + 1


def add_months(day: date, months: int) -> date:
    """The day so many months later; the last day of a month stays the last day of a month."""
    year, month = shift_months(day.year, day.month, months)
    end = month_end(year, month)
    if day == month_end(day.year, day.month):
        return end
    return date(year, month, min(day.day, end.day))


def position(day: date) -> Fraction:
    """Time counted in months, a day as its part of its month; the end of a month is a whole number."""
    days = calendar.monthrange(day.year, day.month)[1]
    return Fraction(day.year * 12 + day.month - 1) + Fraction(day.day, days)


def whole_months(first: date, last: date) -> int | None:
    """How many whole months the days from `first` to `last` are; None if they are not whole months."""
    after = last + ONE_DAY
    months = (after.year - first.year) * 12 + after.month - first.month
    if after.day == first.day and months >= 1:
        return months
    return None


def length_of(period: Period) -> Length:
    """The length of a period. Calendar year, school year and any other twelve months are one length."""
    if period.is_open:
        return ("months", 12_000)
    months = whole_months(period.first, period.last)
    if months is not None:
        return ("months", months)
    return ("days", (period.last - period.first).days + 1)


def size(length: Length) -> Fraction:
    """A number by which lengths are put in order (days)."""
    unit, number = length
    return Fraction(number) if unit == "days" else Fraction(number) * Fraction(36525, 1200)


def _single(text: str) -> tuple[date, date]:
    """First and last day of one period without dots."""
    if match := re.fullmatch(r"(\d{4})", text):
        year = int(match[1])
        return date(year, 1, 1), date(year, 12, 31)
    if match := re.fullmatch(r"(\d{4})/(\d{2})", text):
        year = int(match[1])
        if (year + 1) % 100 != int(match[2]):
            raise ValueError(f"not a school year: {text!r}")
        return date(year, 8, 1), date(year + 1, 7, 31)
    if match := re.fullmatch(r"(\d{4})-([HTQ])(\d)", text):
        year, number = int(match[1]), int(match[3])
        months = {"H": 6, "T": 4, "Q": 3}[match[2]]
        if not 1 <= number <= 12 // months:
            raise ValueError(f"not a period: {text!r}")
        return date(year, (number - 1) * months + 1, 1), month_end(year, number * months)
    if match := re.fullmatch(r"(\d{4})-M?(\d{2})", text):
        year, month = int(match[1]), int(match[2])
        return date(year, month, 1), month_end(year, month)
    if match := re.fullmatch(r"(\d{4})-W(\d{2})", text):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return monday, monday + timedelta(days=6)
    if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text):
        day = date(int(match[1]), int(match[2]), int(match[3]))
        return day, day
    raise ValueError(f"not a period: {text!r}")


def plain_period(value: object) -> Period:
    """A period as it is written, without the rule on the first of a month."""
    text = value.isoformat() if isinstance(value, date) else str(value).strip()
    if ".." in text:
        start, end = text.split("..")
        first = _single(start)[0]
        last = _single(end)[1] if end else date.max
        if last < first:
            raise ValueError(f"ends before it begins: {text!r}")
        return Period(text, first, last)
    first, last = _single(text)
    return Period(text, first, last)


def read_period(value: object) -> Period | None:
    """A period of a figure, baseline, due or `at`; None if blank.

    A single day that is the first of a month counts as the day before; the text (the label) stays.
    """
    if value is None or str(value).strip() == "":
        return None
    period = plain_period(value)
    if period.first == period.last and period.first.day == 1 and ".." not in period.text:
        before = period.first - ONE_DAY
        return Period(period.text, before, before)
    return period


def last_day(value: object) -> date | None:
    """The last day of a day of knowledge or publication, which may be given as a month or year. # open 2."""
    if value is None or str(value).strip() == "":
        return None
    return plain_period(value).last


def text_of(first: date, last: date) -> str:
    """The plainest way to write the period with these first and last days."""
    months = whole_months(first, last)
    if first.day == 1 and months is not None:
        if months == 12 and first.month == 1:
            return f"{first.year}"
        if months == 12 and first.month == 8:
            return f"{first.year}/{last.year % 100:02d}"
        for count, letter in ((6, "H"), (4, "T"), (3, "Q")):
            if months == count and (first.month - 1) % count == 0:
                return f"{first.year}-{letter}{(first.month - 1) // count + 1}"
        if months == 1:
            return f"{first.year}-{first.month:02d}"
        if first.month == 1 and last.month == 12:
            return f"{first.year}..{last.year}"
        return f"{first.year}-{first.month:02d}..{last.year}-{last.month:02d}"
    if first == last:
        return first.isoformat()
    return f"{first.isoformat()}..{last.isoformat()}"


def period_from_days(first: date, last: date) -> Period:
    """A period made from its days, for figures that are built."""
    return Period(text_of(first, last), first, last)


def part_of_year(period: Period) -> bool:
    """Whether it is shorter than twelve months: a half-year, quarter, month, week or day. # open 28."""
    return size(length_of(period)) < size(YEAR)


def year_before(period: Period) -> tuple[date, date] | None:
    """First and last day of the same part of the year before; None if that year has no such part."""
    if match := re.fullmatch(r"(\d{4})-W(\d{2})", period.text):
        try:
            monday = date.fromisocalendar(int(match[1]) - 1, int(match[2]), 1)
        except ValueError:
            return None
        return monday, monday + timedelta(days=6)
    if period.first == period.last:
        day = add_months(period.first, -12)
        return day, day
    after = add_months_to_first(period.last + ONE_DAY, -12)
    return add_months_to_first(period.first, -12), after - ONE_DAY


def add_months_to_first(day: date, months: int) -> date:
    """As `add_months`, for the first day of something: the day number stays, ends of months mean nothing."""
    year, month = shift_months(day.year, day.month, months)
    return date(year, month, min(day.day, month_end(year, month).day))


def same_part(one: Period, other: Period) -> bool:
    """Whether two periods of one length are the same part of their years (both second quarters, for example)."""
    if "-W" in one.text and "-W" in other.text:
        return one.text[4:] == other.text[4:]

    def mark(day: date) -> tuple[int, int]:
        return (day.month, 99 if day == month_end(day.year, day.month) else day.day)

    if one.first == one.last and other.first == other.last:
        return mark(one.last) == mark(other.last)
    return (one.first.month, one.first.day) == (other.first.month, other.first.day) and mark(one.last) == mark(
        other.last
    )
