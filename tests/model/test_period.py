"""Periods as Danish statistics and municipalities write them."""

import datetime as dt

import pytest
from hypothesis import given

from kommunepolitik.errors import InvalidModel
from kommunepolitik.model import Period
from tests.strategies import periods


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2012", "2012"),
        ("2012-Q4", "2012-Q4"),
        ("2012K4", "2012-Q4"),
        ("2012k4", "2012-Q4"),
        ("2024-03", "2024-03"),
        ("2024M03", "2024-03"),
        ("2024-03-31", "2024-03-31"),
        ("2022/23", "2022/23"),
        ("1999/00", "1999/00"),
        ("2013..2016", "2013..2016"),
        ("2013-2016", "2013..2016"),
        ("2013–2016", "2013..2016"),
        ("2018-08-07..2018-08-28", "2018-08-07..2018-08-28"),
        ("2022/23..2024/25", "2022/23..2024/25"),
        ("2023..", "2023.."),
        (" 2012 ", "2012"),
    ],
)
def test_every_way_of_writing_a_period_has_one_form(written: str, kept: str) -> None:
    """Statistics Denmark's K4 and M03 and the municipalities' dashes are read, and one form is kept."""
    assert str(Period(written)) == kept


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2012", dt.date(2012, 1, 1), dt.date(2012, 12, 31)),
        ("2012-Q4", dt.date(2012, 10, 1), dt.date(2012, 12, 31)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2022/23", dt.date(2022, 8, 1), dt.date(2023, 7, 31)),
        ("2013..2016", dt.date(2013, 1, 1), dt.date(2016, 12, 31)),
        ("2023..", dt.date(2023, 1, 1), None),
    ],
)
def test_a_period_has_a_first_and_a_last_day(written: str, start: dt.date, end: dt.date | None) -> None:
    """A school year runs from August to July; an open span has no last day."""
    assert (Period(written).start, Period(written).end) == (start, end)


def test_a_school_year_written_with_two_whole_years_names_both_readings() -> None:
    """2022/2023 may be a school year or two calendar years; the reader is asked which."""
    with pytest.raises(InvalidModel, match="2022/23 for the school year or 2022..2023 for the two years"):
        Period("2022/2023")


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("2012-13", "2012/13 for a school year or 2012..2013"),
        ("2022/24", "is not a period"),
        ("2024-02-30", "not a date in the calendar"),
        ("2016..2013", "ends before it begins"),
        ("٢٠٢٢", "is not a period"),
        ("0999", "outside 1800 to 2199"),
        ("9999-12-31", "outside 1800 to 2199"),
        ("2012-Q5", "is not a period"),
        ("", "is not a period"),
        ("i fjor", "is not a period"),
    ],
)
def test_what_is_no_period_is_refused_with_the_mend(written: str, says: str) -> None:
    """Only ASCII digits, real dates and spans that run forward are periods."""
    with pytest.raises(InvalidModel, match=says):
        Period(written)


def test_the_place_on_the_time_axis_is_the_end_in_months() -> None:
    """The fourth quarter, December and the year itself end together; a school year ends in July."""
    assert Period("2012-Q4").ordinal == Period("2012-12").ordinal == Period("2012").ordinal
    assert Period("2012").ordinal - Period("2011/12").ordinal == 5
    assert Period("2023..").ordinal is None


@given(periods())
def test_the_written_form_reads_back_equal(period: Period) -> None:
    """Law: reading what `str` writes gives the same period, with the same days and hash."""
    again = Period(str(period))
    assert again == period
    assert hash(again) == hash(period)
    assert (again.start, again.end, again.kind) == (period.start, period.end, period.kind)


@given(periods(ended=True), periods(ended=True))
def test_periods_are_ordered_by_their_end(one: Period, other: Period) -> None:
    """Law: a period that ends earlier comes first, whatever its length."""
    if one.end < other.end:
        assert one < other
        assert not other < one
