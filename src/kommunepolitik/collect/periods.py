"""Which periods of an indicator a form asks for."""

import datetime as dt
from collections.abc import Iterable, Iterator

from kommunepolitik.evaluation.cases import STEPS
from kommunepolitik.figures.periods import judged_days, length_of, period_between
from kommunepolitik.model import Indicator, Period

_YEAR = 12


def periods_due(indicator: Indicator, known: Iterable[Period], asked: Period) -> list[Period]:
    """Return the periods of an indicator that end within a period, by its frequency; without one, a year.

    They are as long as the figures known so far, and a whole number of steps from the newest of them: school years
    where the figures are of school years; every second year only when the next is due.

    >>> every = {"id": "i", "title": "I", "frequency": "quarterly"}
    >>> [str(period) for period in periods_due(Indicator(**every), [], Period("2026-H1"))]
    ['2026-Q1', '2026-Q2']
    >>> every["frequency"] = "every_two_years"
    >>> [str(period) for period in periods_due(Indicator(**every), [Period("2023")], Period("2026"))]
    []
    """
    assert asked.end is not None
    step = STEPS.get(indicator.frequency or "", _YEAR)
    if step < 1:
        return list(_weeks(asked.start, asked.end))
    months, length = round(step), min(round(step), _YEAR)
    lengths = [(period, length_of(*judged_days(period))) for period in sorted(known)]
    regular = [each for each in lengths if 0 < each[1] <= months]
    whole = [each for each in regular if each[1] == length] or regular
    last = _month(asked.end)
    if whole:
        anchor, length = whole[-1]
        last = _month(dt.date.fromordinal(judged_days(anchor)[1]))
    elif months <= _YEAR:
        last = asked.end.year * 12 + 11
    begin = asked.start.year * 12 + asked.start.month - 1
    found = range(begin + (last - begin) % months, _month(asked.end) + 1, months)
    return [_ending(month, length) for month in found]


def _weeks(start: dt.date, end: dt.date) -> Iterator[Period]:
    sunday = start + dt.timedelta(days=6 - start.weekday())
    while sunday <= end:
        year, week, _ = sunday.isocalendar()
        yield Period(f"{year}-W{week:02}")
        sunday += dt.timedelta(days=7)


def _month(day: dt.date) -> int:
    """Return the number of the last whole month that is over at the end of a day."""
    tomorrow = day + dt.timedelta(days=1)
    return tomorrow.year * 12 + tomorrow.month - 2


def _first_day(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)


def _ending(month: int, length: int) -> Period:
    """Return the period of some months that ends with a month."""
    first, after = _first_day(month - length + 1), _first_day(month + 1)
    if length == 1:
        return Period(f"{first:%Y-%m}", reading="month")
    return period_between(first.toordinal(), after.toordinal() - 1)
