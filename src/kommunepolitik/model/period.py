"""Periods of time, as Danish statistics and municipalities write them."""

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache, total_ordering
from typing import Final, Literal

import attrs

from kommunepolitik.errors import InvalidModel, Problem

PeriodKind = Literal["year", "half_year", "tertial", "quarter", "month", "week", "day", "school_year", "span", "open"]
Reading = Literal["month", "school_year"]

_FIRST_YEAR: Final = 1800
_LAST_YEAR: Final = 2199

_YEAR = re.compile(r"(\d{4})", re.ASCII)
_PART = re.compile(r"(\d{4})[- ]?(?:[QqKk]([1-4])|[Hh]([12])|[Tt]([1-3]))", re.ASCII)
_PARTS: Final[tuple[tuple[PeriodKind, str, int], ...]] = (
    ("quarter", "Q", 3),
    ("half_year", "H", 6),
    ("tertial", "T", 4),
)
_MONTH = re.compile(r"(\d{4})(-|-?[Mm])(\d{2})", re.ASCII)
_WEEK = re.compile(r"(\d{4})-?[WwUu](\d{2})", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_SCHOOL_YEAR = re.compile(r"(\d{4})/(\d{2})", re.ASCII)
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
    `reading` says which is meant, where that is known. Such a month is written `2010-M11`.

    >>> str(Period("2010-11", reading="month")), str(Period("2022/2023", reading="school_year"))
    ('2010-M11', '2022/23')

    Raises:
        InvalidModel: the text is none of these, or can be read as more than one.
    """

    text: str
    """The one way to write it."""
    kind: PeriodKind = attrs.field(eq=False)
    """What sort of period it is."""
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
        """Order by end, then by the later start; an open span comes last. What is written otherwise is never equal."""
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
        """Tell whether every day of the other period lies in this one."""
        if other.start < self.start:
            return False
        return self.end is None or (other.end is not None and other.end <= self.end)


def read_column(texts: Iterable[str]) -> dict[str, Period | InvalidModel]:
    """Return the period of each distinct text of a column, or the error why it is none.

    What may be a month or a school year (2010-11) is a month where the column holds another month of that year.

    >>> read_column(["2010-11", "2010-12"])["2010-11"]
    Period('2010-M11')
    """
    found: dict[str, Period | InvalidModel] = {}
    doubtful: list[str] = []
    for text in dict.fromkeys(texts):
        try:
            found[text] = Period(text)
        except InvalidModel as error:
            found[text] = error
            if any(problem.code == "ambiguous_month" for problem in error.problems):
                doubtful.append(text)
    if doubtful:
        years = {each.start.year for each in found.values() if isinstance(each, Period) and each.kind == "month"}
        for text in doubtful:
            if int(text.strip()[:4]) in years and ".." not in text:
                found[text] = Period(text, reading="month")
    return found


@lru_cache(maxsize=4096)
def _read(text: str, reading: Reading | None) -> tuple[str, PeriodKind, dt.date, dt.date | None]:
    """Return the written form, the kind, the first and the last day."""
    if (years := _SLASHED_YEARS.fullmatch(text)) is not None:
        first, second = years.groups()
        if reading != "school_year" or int(second) != int(first) + 1:
            _raise_ambiguous(text, first, second)
        text = f"{first}/{second[2:]}"
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


def _is_month(text: str) -> bool:
    match = _MONTH.fullmatch(text)
    return match is not None and (match[2] != "-" or not _looks_like_school_year(match[1], match[3]))


def _looks_like_school_year(year: str, month: str) -> bool:
    """Tell whether a month of the first years of this century is written as a school year may be: 2010-11."""
    return year[:2] == "20" and int(year[2:]) + 1 == int(month) <= 12


def _read_single(text: str, whole: str, reading: Reading | None) -> tuple[str, PeriodKind, dt.date, dt.date]:
    if match := _YEAR.fullmatch(text):
        year = _year(match[1])
        return text, "year", dt.date(year, 1, 1), dt.date(year, 12, 31)
    if match := _PART.fullmatch(text):
        year = _year(match[1])
        (kind, sign, months), number = next(
            (part, int(digit)) for part, digit in zip(_PARTS, match.groups()[1:], strict=True) if digit
        )
        first = dt.date(year, months * (number - 1) + 1, 1)
        return f"{year}-{sign}{number}", kind, first, _month_end(year, months * number)
    if match := _MONTH.fullmatch(text):
        return _read_month(match, whole, reading)
    if match := _WEEK.fullmatch(text):
        try:
            monday = dt.date.fromisocalendar(_year(match[1]), int(match[2]), 1)
        except ValueError as error:
            if isinstance(error, InvalidModel):
                raise
            raise InvalidModel(Problem(code="not_a_week", data={"value": whole})) from None
        return f"{match[1]}-W{match[2]}", "week", monday, monday + dt.timedelta(days=6)
    if match := _DAY.fullmatch(text):
        try:
            day = dt.date(_year(match[1]), int(match[2]), int(match[3]))
        except ValueError as error:
            if isinstance(error, InvalidModel):
                raise
            raise InvalidModel(Problem(code="not_a_date", data={"value": whole})) from None
        return day.isoformat(), "day", day, day
    if match := _SCHOOL_YEAR.fullmatch(text):
        year = _year(match[1])
        if int(match[2]) == (year + 1) % 100:
            return text, "school_year", dt.date(year, 8, 1), dt.date(year + 1, 7, 31)
    raise InvalidModel(Problem(code="not_period", data={"value": whole}))


def _read_month(match: re.Match[str], whole: str, reading: Reading | None) -> tuple[str, PeriodKind, dt.date, dt.date]:
    year, month = _year(match[1]), int(match[3])
    doubtful = _looks_like_school_year(match[1], match[3])
    if doubtful and match[2] == "-" and reading != "month":
        school_year = f"{year}/{month:02}"
        if reading == "school_year":
            return _read_single(school_year, whole, None)
        data = {"value": whole, "month": f"{year}-M{month:02}", "school_year": school_year}
        raise InvalidModel(Problem(code="ambiguous_month", data=data))
    if not 1 <= month <= 12:
        raise InvalidModel(Problem(code="not_a_month", data={"value": whole}))
    return f"{year}-{'M' if doubtful else ''}{month:02}", "month", dt.date(year, month, 1), _month_end(year, month)


def _year(digits: str) -> int:
    if not _FIRST_YEAR <= int(digits) <= _LAST_YEAR:
        raise InvalidModel(Problem(code="year_out_of_range", data={"value": digits}))
    return int(digits)


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


def _raise_ambiguous(text: str, first: str, second: str) -> None:
    readings = {"school_year": f"{first}/{second[2:]}", "span": f"{first}..{second}"}
    if int(second) != int(first) + 1:
        raise InvalidModel(Problem(code="not_period", data={"value": text}, nearest=readings["span"]))
    raise InvalidModel(Problem(code="ambiguous_period", data={"value": text, **readings}))
