"""Periods as Danish statistics and municipalities write them."""

import datetime as dt

import pytest
from hypothesis import given

from kommunepolitik.errors import InvalidModel
from kommunepolitik.model import Period
from kommunepolitik.model.period import read_column
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
        ("1800", "1800"),
        ("2199", "2199"),
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
    ("written", "expected"),
    [
        ("2012-13", "2012/13 for a school year or 2012..2013"),
        ("2022/24", "is not a period"),
        ("2024-02-30", "not a date in the calendar"),
        ("2016..2013", "ends before it begins"),
        ("٢٠٢٢", "is not a period"),
        ("1799", "outside 1800 to 2199"),
        ("2200", "outside 1800 to 2199"),
        ("0999", "outside 1800 to 2199"),
        ("9999-12-31", "outside 1800 to 2199"),
        ("2012-Q5", "is not a period"),
        ("", "is not a period"),
        ("i fjor", "is not a period"),
        ("3/1-2024", "write 2024-01-03"),
        ("31.12.2024", "write 2024-12-31"),
        ("31.02.2024", "is not a period"),
    ],
)
def test_what_is_no_period_is_refused_with_the_fix(written: str, expected: str) -> None:
    """Only ASCII digits, real dates and spans that run forward are periods."""
    with pytest.raises(InvalidModel, match=expected):
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


@pytest.mark.parametrize(
    ("written", "kept", "kind", "start", "end"),
    [
        ("2024H1", "2024-H1", "half_year", dt.date(2024, 1, 1), dt.date(2024, 6, 30)),
        ("2024-T2", "2024-T2", "tertial", dt.date(2024, 5, 1), dt.date(2024, 8, 31)),
        ("2024U01", "2024-W01", "week", dt.date(2024, 1, 1), dt.date(2024, 1, 7)),
        ("2021-W53", None, None, None, None),
        ("2023-10..2024-09", "2023-10..2024-09", "span", dt.date(2023, 10, 1), dt.date(2024, 9, 30)),
        ("2010-11..2011-10", "2010-M11..2011-10", "span", dt.date(2010, 11, 1), dt.date(2011, 10, 31)),
    ],
)
def test_parts_of_a_year_and_rolling_spans(
    written: str, kept: str | None, kind: str, start: dt.date, end: dt.date
) -> None:
    """Half-years, tertials and ISO weeks are periods; twelve months may begin anywhere."""
    if kept is None:
        with pytest.raises(InvalidModel, match="not a week of the calendar"):
            Period(written)
        return
    period = Period(written)
    assert (str(period), period.kind, period.start, period.end) == (kept, kind, start, end)
    assert Period(kept) == period


@pytest.mark.parametrize("text", ["2007-08", "2010-11", "2011-12", "2010-11..2011-12"])
def test_a_month_that_may_be_a_school_year_names_both_readings(text: str) -> None:
    """2010-11 is November 2010 or the school year 2010/11; a span of two such is no clearer."""
    with pytest.raises(InvalidModel, match=r"write \d{4}-M\d\d for the month or \d{4}/\d\d for the school year"):
        Period(text)
    assert Period("2010-11", reading="month") == Period("2010-M11") != Period("2010-11", reading="school_year")


def test_another_month_of_the_year_in_the_column_settles_it() -> None:
    """A column of months holds no school years; one without another month of that year stays in doubt."""
    read = read_column(["2010-11", "2010-12", "2009-10", "i fjor"])
    assert read["2010-11"] == Period("2010-M11")
    assert isinstance(read["2009-10"], InvalidModel)
    assert isinstance(read["i fjor"], InvalidModel)


def test_two_school_years_are_read_where_the_source_means_them() -> None:
    """Statistikbanken writes 2022/2023 for a school year; elsewhere it is ambiguous."""
    assert Period("2022/2023", reading="school_year") == Period("2022/23")
    with pytest.raises(InvalidModel):
        Period("2022/2024", reading="school_year")


def test_different_periods_never_collide() -> None:
    """Two days of one month, and two spans with one end, are ordered by exact days."""
    assert Period("2024-03-10") != Period("2024-03-31") > Period("2024-03-10")
    assert Period("2018..2023") != Period("2021..2023") > Period("2018..2023")
