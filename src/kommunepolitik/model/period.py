"""Periods of time, as Danish statistics and municipalities write them."""

import datetime as dt
import re
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache, total_ordering
from typing import Final, Literal, cast

import attrs

from kommunepolitik.errors import InvalidModel, Problem

PeriodKind = Literal["year", "half_year", "tertial", "quarter", "month", "week", "day", "school_year", "span", "open"]
"""How a period is written."""
Reading = Literal["month", "school_year"]

_FIRST_YEAR: Final = 1800
_LAST_YEAR: Final = 2199

_SINGLE = re.compile(
    r"""(?P<year>\d{4})
    (?: [- ]?[QqKk](?P<quarter>[1-4]) | [- ]?[Hh](?P<half_year>[12]) | [- ]?[Tt](?P<tertial>[1-3])
      | (?P<sign>-|-?[Mm])(?P<month>\d{2}) | -?[WwUu](?P<week>\d{2}) | -(?P<month_of>\d{2})-(?P<day>\d{2})
      | /(?P<school_year>\d{2}) )?""",
    re.ASCII | re.VERBOSE,
)
"""A period that is not a span: the last group that matches is its kind."""
_MONTHS: Final = {"year": (12, ""), "half_year": (6, "H"), "tertial": (4, "T"), "quarter": (3, "Q"), "month": (1, "")}
"""How many months a period has, and the letter before its number."""
_DANISH_DATE = re.compile(r"([0-9]{1,2})[-./] ?([0-9]{1,2})[-./] ?([0-9]{4})", re.ASCII)
_SLASHED_YEARS = re.compile(r"(\d{4})/(\d{4})", re.ASCII)
_YEAR_SPAN = re.compile(r"(\d{4}) ?[-–] ?(\d{4})", re.ASCII)


@total_ordering
@attrs.frozen(init=False, eq=True, order=False, repr=False)
class Period:
    """A year, half-year, tertial, quarter, month, week, day, school year, a span of any of them, or one without an end.

    Two periods are equal when they are written alike; each has one way to be written, which `str` gives.

    >>> str(Period("2012K4")), str(Period("2024M03")), str(Period("2013-2016")), str(Period("2024U05"))
    ('2012-Q4', '2024-03', '2013..2016', '2024-W05')
    >>> Period("2022/23").end
    datetime.date(2023, 7, 31)
    >>> Period("2023..").end is None
    True

    `2010-11` may be November 2010 or the school year 2010/11, and `2022/2023` a school year or two calendar years;
    `reading` states which is meant, where that is known. Such a month is written `2010-M11`.

    >>> str(Period("2010-11", reading="month")), str(Period("2022/2023", reading="school_year"))
    ('2010-M11', '2022/23')

    Raises:
        InvalidModel: the text is none of these, or can be read as more than one.
    """

    text: str
    """The one way to write it."""
    kind: PeriodKind = attrs.field(eq=False)
    start: dt.date = attrs.field(eq=False)
    """Its first day. A school year begins on 1 August."""
    end: dt.date | None = attrs.field(eq=False)
    """Its last day; none for an open span."""

    def __init__(self, text: "str | Period | dt.date", *, reading: Reading | None = None) -> None:
        """Read a period from text; a date is its day."""
        day = text.date() if isinstance(text, dt.datetime) else text
        written, kind, start, end = _read(str(day).strip(), reading)
        self.__attrs_init__(written, kind, start, end)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Period({self.text!r})"

    def __lt__(self, other: object) -> bool:
        """Order by end, then by the later start; an open span is last. Periods written differently are never equal."""
        if not isinstance(other, Period):
            return NotImplemented
        return (*self.sort_key, self.text) < (*other.sort_key, other.text)

    @property
    def sort_key(self) -> tuple[dt.date, dt.date]:
        """Its end and its start; an open span ends after all others."""
        return (self.end or dt.date.max, self.start)

    @property
    def ordinal(self) -> int | None:
        """Its place on the time axis: its end, counted in months; none for an open span.

        >>> Period("2024").ordinal - Period("2022-Q4").ordinal
        24
        """
        return None if self.end is None else self.end.year * 12 + self.end.month

    @property
    def parts(self) -> "tuple[Period, Period | None]":
        """The first and last part of a span (the last is none where it is open); else the period itself, twice.

        >>> Period("2013..2016").parts
        (Period('2013'), Period('2016'))
        """
        if ".." not in self.text:
            return self, self
        first, last = self.text.split("..")
        return Period(first), Period(last) if last else None

    def contains(self, other: "Period") -> bool:
        """Return whether every day of the other period is in this one."""
        if other.start < self.start:
            return False
        return self.end is None or (other.end is not None and other.end <= self.end)


def days_judged(period: Period) -> tuple[dt.date, dt.date | None]:
    """Return the first and the last day of a period for judging; the first of a month counts as the day before.

    >>> str(days_judged(Period("2026-01-01"))[1])
    '2025-12-31'
    """
    if period.kind == "day" and period.start.day == 1:
        before = period.start - dt.timedelta(1)
        return before, before
    return period.start, period.end


def read_column(texts: Iterable[str]) -> dict[str, Period | InvalidModel]:
    """Return the period of each distinct text of a column, or the error where it is none.

    What may be a month or a school year (2010-11) is a month where the column contains another month of that year.
    """
    found: dict[str, Period | InvalidModel] = {}
    for text in dict.fromkeys(texts):
        try:
            found[text] = Period(text)
        except InvalidModel as error:
            found[text] = error.with_traceback(None)  # which would keep the frames of each call
    years = {each.start.year for each in found.values() if isinstance(each, Period) and each.kind == "month"}
    for text, each in found.items():
        doubtful = isinstance(each, InvalidModel) and each.problems[0].code == "ambiguous_month"
        if doubtful and int(text.strip()[:4]) in years and ".." not in text:
            found[text] = Period(text, reading="month")
    return found


@lru_cache(maxsize=4096)
def _read(text: str, reading: Reading | None) -> tuple[str, PeriodKind, dt.date, dt.date | None]:
    """Return the written form, the kind, the first and the last day."""
    if (years := _SLASHED_YEARS.fullmatch(text)) is not None:
        first, second = years.groups()
        readings = {"school_year": f"{first}/{second[2:]}", "span": f"{first}..{second}"}
        if int(second) != int(first) + 1:
            raise InvalidModel(Problem(code="not_period", data={"value": text}, nearest=readings["span"]))
        if reading != "school_year":
            raise InvalidModel(Problem(code="ambiguous_period", data={"value": text, **readings}))
        text = readings["school_year"]
    if (years := _YEAR_SPAN.fullmatch(text)) is not None:
        text = "..".join(years.groups())
    if ".." not in text:
        return _read_single(text, text, reading)
    first_text, last_text = (part.strip() for part in text.split("..", 1))
    if _is_month(first_text) or _is_month(last_text):  # a month at one end makes one of the other
        reading = reading or "month"
    first, _, start, _ = _read_single(first_text, text, reading)
    if not last_text:
        return f"{first}..", "open", start, None
    last, _, _, end = _read_single(last_text, text, reading)
    if end < start:
        raise InvalidModel(Problem(code="period_reversed", data={"value": text}))
    return f"{first}..{last}", "span", start, end


def _not_period(text: str, whole: str) -> Problem:
    """Return what is wrong with a text that is no period: mostly a date as Danes write it."""
    if (date := _DANISH_DATE.fullmatch(text)) is not None:
        day, month, year = map(int, date.groups())
        with suppress(ValueError):
            written = dt.date(year, month, day).isoformat()
            return Problem(code="danish_date", data={"value": whole, "suggestion": whole.replace(text, written)})
    return Problem(code="not_period", data={"value": whole})


def _is_month(text: str) -> bool:
    match = _SINGLE.fullmatch(text)
    return match is not None and match["month"] is not None and not _may_be_school_year(match)


def _may_be_school_year(match: re.Match[str]) -> bool:
    return match["sign"] == "-" and "M" in _month_text(int(match["year"]), int(match["month"]))


def _month_text(year: int, month: int) -> str:
    """Write a month; with an M in the first years of this century, where 2010-11 may be a school year."""
    return f"{year}-{'M' if year >= 2000 and year - 1999 == month <= 12 else ''}{month:02}"


def _read_single(text: str, whole: str, reading: Reading | None) -> tuple[str, PeriodKind, dt.date, dt.date]:
    match = _SINGLE.fullmatch(text)
    if match is None:
        raise InvalidModel(_not_period(text, whole))
    year, kind = int(match["year"]), cast(PeriodKind, match.lastgroup)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise InvalidModel(Problem(code="year_out_of_range", data={"value": match["year"]}))
    number = int(match[kind]) if kind != "year" else 1
    if kind == "month" and _may_be_school_year(match) and reading != "month":
        school_year = f"{year}/{number:02}"
        if reading == "school_year":
            return _read_single(school_year, whole, None)
        data = {"value": whole, "month": f"{year}-M{number:02}", "school_year": school_year}
        raise InvalidModel(Problem(code="ambiguous_month", data=data))
    try:
        if kind == "day":
            first = last = dt.date(year, int(match["month_of"]), number)
            text = first.isoformat()
        elif kind == "week":
            first = dt.date.fromisocalendar(year, number, 1)
            text, last = f"{year}-W{number:02}", first + dt.timedelta(days=6)
        elif kind == "school_year":
            following = year + 1 if number == (year + 1) % 100 else 0  # there is no year 0
            first, last = dt.date(year, 8, 1), dt.date(following, 7, 31)
        else:
            months, letter = _MONTHS[kind]
            end = months * number
            first = dt.date(year, end - months + 1, 1)
            last = dt.date(year + end // 12, end % 12 + 1, 1) - dt.timedelta(days=1)
            if kind != "year":
                text = f"{year}-{letter}{number}" if letter else _month_text(year, number)
    except ValueError:
        code = {"day": "not_a_date", "week": "not_a_week", "school_year": "not_period"}.get(kind, "not_a_month")
        raise InvalidModel(Problem(code=code, data={"value": whole})) from None
    return text, kind, first, last
