"""The days and months of periods, as judging counts them."""

import calendar
import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommunepolitik.figures.periods import (
    ABSENT,
    NEVER,
    PeriodTable,
    judged_days,
    length_of,
    month_end,
    months_before,
    numbered,
    period_between,
    size_of,
    time_of,
    times_of,
    year_before,
)
from kommunepolitik.model import Period
from tests.strategies import periods

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2196, 12, 31))


def ordinal(text: str) -> int:
    """Return the number of a day."""
    return dt.date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2024-01-01", "2024-12-31", "2024"),
        ("2023-01-01", "2024-12-31", "2023..2024"),
        ("2023-08-01", "2024-07-31", "2023/24"),
        ("1999-08-01", "2000-07-31", "1999/00"),
        ("2024-01-01", "2024-06-30", "2024-H1"),
        ("2024-07-01", "2024-12-31", "2024-H2"),
        ("2024-05-01", "2024-08-31", "2024-T2"),
        ("2024-10-01", "2024-12-31", "2024-Q4"),
        ("2024-02-01", "2024-04-30", "2024-02..2024-04"),
        ("2024-04-01", "2024-09-30", "2024-04..2024-09"),
        ("2023-10-01", "2024-09-30", "2023-10..2024-09"),
        ("2007-08-01", "2007-08-31", "2007-M08"),  # 2007-08 may be a school year
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2024-02-02", "2024-02-29", "2024-02-02..2024-02-29"),
    ],
)
def test_a_period_is_written_as_short_as_can_be(first: str, last: str, text: str) -> None:
    """A quarter is one only where a quarter of the year begins; twelve months from August are a school year."""
    assert period_between(ordinal(first), ordinal(last)).text == text


@given(DAYS, st.integers(0, 800))
def test_a_period_between_two_days_has_these_days(first: dt.date, more: int) -> None:
    """Law: whatever it is written as."""
    last = first + dt.timedelta(days=more)
    found = period_between(first.toordinal(), last.toordinal())
    assert (found.start, found.end) == (first, last)


@pytest.mark.parametrize(
    ("text", "length"),
    [("2024", 12), ("2022/23", 12), ("2024-T1", 4), ("2024-02", 1), ("2023..2024", 24), ("2024-W05", -7),
     ("2024-02-29", 0), ("2024-01-02..2024-02-01", -31), ("2024..", 0)],
)  # fmt: skip
def test_lengths_are_whole_months_where_there_are_any(text: str, length: int) -> None:
    """Else days, below zero; a single day and an open period have none."""
    assert length_of(*judged_days(Period(text))) == length


def test_lengths_are_compared_in_months() -> None:
    """A single day is one day of an average month, 31 days a little more than such a month."""
    assert size_of(np.array([12, 1, 0, -31])) == pytest.approx([12, 1, 1 / 30.436875, 31 / 30.436875])


@pytest.mark.parametrize(
    ("day", "before"),
    [
        ("2025-03-15", "2024-03-15"),
        ("2024-02-29", "2023-02-28"),
        ("2025-02-28", "2024-02-29"),  # the last of the month stays that
        ("2024-02-28", "2023-02-28"),
        ("2025-12-31", "2024-12-31"),
        ("2025-01-01", "2024-01-01"),
        ("2025-04-30", "2024-04-30"),
    ],
)
def test_the_same_day_a_year_before(day: str, before: str) -> None:
    """29 February has 28 February before it."""
    (found,) = year_before(np.array([ordinal(day)])).tolist()
    assert dt.date.fromordinal(found).isoformat() == before


@given(st.lists(DAYS, min_size=1, max_size=5))
def test_many_days_are_counted_in_months_as_one_is(days: list[dt.date]) -> None:
    """Law: whole months at the end of a month, the day before a month's first day at its end, in order of time."""
    numbers = np.array([day.toordinal() for day in days])
    assert times_of(numbers).tolist() == [time_of(number) for number in numbers.tolist()]
    ends = [day.replace(day=calendar.monthrange(day.year, day.month)[1]).toordinal() for day in days]
    assert month_end(times_of(np.array(ends))).tolist() == ends
    assert months_before(numbers).tolist() == [day.year * 12 + day.month - 1 for day in days]


def test_what_is_absent_has_no_time() -> None:
    """No month, and no day for no month."""
    assert np.isnan([time_of(NEVER), *times_of(np.array([NEVER]))]).all()
    assert month_end(np.array([np.nan])).tolist() == [NEVER]


@given(st.lists(st.none() | periods(), max_size=6))
def test_periods_in_a_table_have_the_days_they_have_alone(given_periods: list[Period | None]) -> None:
    """Law: each distinct text once, and none for what is absent."""
    table, (codes,) = numbered(given_periods)
    assert [None if period is None else period.text for period in given_periods] == [
        None if period is None else period.text for period in table.periods[codes]
    ]
    assert len(table.periods) == len({period.text for period in given_periods if period is not None}) + 1
    days = [judged_days(period) for period in given_periods]
    assert list(zip(table.first[codes].tolist(), table.last[codes].tolist(), strict=True)) == days
    assert table.length[codes].tolist() == [length_of(*each) for each in days]


def test_a_position_without_a_period_has_an_absent_one() -> None:
    """As if the period were empty."""
    found = PeriodTable.read(["2024", "no period", ""]).spans(np.array([-1, 1, 2]))
    for name, absent in ABSENT.items():
        assert np.array_equal(found[name], [absent] * 3, equal_nan=True)
