"""The periods of an indicator's figures."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Final

from kommunepolitik.evaluation.cases import STEPS
from kommunepolitik.figures.periods import judged_days, length_of, period_between
from kommunepolitik.model import Indicator, Period

_YEAR: Final = 12
_WEEK: Final = dt.timedelta(days=7)


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day some months later; of the last day of a month the last day of that month.

    >>> add_months(dt.date(2024, 2, 29), 1), add_months(dt.date(2024, 1, 30), 1)
    (datetime.date(2024, 3, 31), datetime.date(2024, 2, 29))
    """
    first = dt.date(day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1, 1)
    last = month_end(first)
    return last if day == month_end(day) else first.replace(day=min(day.day, last.day))


def month_end(day: dt.date) -> dt.date:
    """Return the last day of the month of a day."""
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def last_day(period: Period) -> dt.date:
    """Return the last day of a period as figures are judged by it: 1 January is the end of the year before."""
    return dt.date.fromordinal(judged_days(period)[1])


def regular_periods(step: float, known: Sequence[Period], start: dt.date) -> Iterator[Period]:
    """Yield periods one step of months apart, from the first that does not end before a day, indefinitely.

    They are as long as the newest known one, and a whole number of steps from it: school years where the figures are of
    school years. Where none is known they are those of the calendar.

    >>> periods = regular_periods(3, [], dt.date(2026, 1, 1))
    >>> [str(next(periods)) for _ in range(2)]
    ['2026-Q1', '2026-Q2']
    """
    if step < 1:
        last = start + dt.timedelta(days=6 - start.weekday())
        while True:
            yield Period(f"{last.isocalendar().year}-W{last.isocalendar().week:02}")
            last += _WEEK
    months = round(step)
    regular = [(each, length) for each in known if 0 < (length := length_of(*judged_days(each))) <= months]
    whole = [(each, length) for each, length in regular if length == months] or regular
    length, last = min(months, _YEAR), dt.date(start.year - 1, 12, 31)
    if whole:
        anchor, length = whole[-1]
        last = last_day(anchor)
    while last >= start:
        last = add_months(last, -months)
    while True:
        if last >= start:
            first = add_months(last, -length) + dt.timedelta(days=1)
            yield period_between(first.toordinal(), last.toordinal())
        last = add_months(last, months)


def periods_due(indicator: Indicator, known: Iterable[Period], asked: Period) -> list[Period]:
    """Return the periods of an indicator that end within a period, by its frequency; without one, a year.

    What is measured less than yearly is due only when the next figure is; where none is known, at once.

    >>> every = {"id": "i", "title": "I", "frequency": "quarterly"}
    >>> [str(period) for period in periods_due(Indicator(**every), [], Period("2026-H1"))]
    ['2026-Q1', '2026-Q2']
    >>> every["frequency"] = "every_two_years"
    >>> [str(period) for period in periods_due(Indicator(**every), [Period("2023")], Period("2026"))]
    []
    """
    end = asked.end
    assert end is not None
    step = STEPS.get(indicator.frequency or "") or _YEAR
    periods = sorted(known) or ([Period(f"{end.year}")] if step > _YEAR else [])
    return list(takewhile(lambda each: last_day(each) <= end, regular_periods(float(step), periods, asked.start)))
