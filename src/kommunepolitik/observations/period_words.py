"""Periods as people and statistics offices write them: `dec-24`, `4. kvartal 2024`, `202412`, `Regnskab 2024`.

The patterns are in one table; each form of a period is a line in it, and has a test.
"""

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januar jan january",
            "februar feb february",
            "marts mar march",
            "april apr",
            "maj may",
            "juni jun june",
            "juli jul july",
            "august aug",
            "september sep sept",
            "oktober okt october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR: Final = r"(?P<year>(?:18|19|20|21)[0-9]{2})"
_QUARTER: Final = r"(?:kvartal|kvt\.?|kv\.?|quarter)"
_HALF: Final = r"(?:halvår|half[- ]year)"


def _part(match: re.Match[str], letter: str) -> str:
    return f"{match['year']}-{letter}{match['part']}"


def _month(match: re.Match[str]) -> str:
    return f"{match['year']}-M{_MONTHS[match['month'].casefold()]:02}"


def _short_month(match: re.Match[str]) -> str:
    century = "20" if match["short"] < "50" else "19"
    return f"{century}{match['short']}-M{_MONTHS[match['month'].casefold()]:02}"


def _day(match: re.Match[str]) -> str:
    month = match["month"]
    number = int(month) if month.isdigit() else _MONTHS[month.casefold()]
    return f"{match['year']}-{number:02}-{int(match['day']):02}"


def _school_year(match: re.Match[str]) -> str:
    return f"{match['year']}/{match['last'][-2:]}"


_PATTERNS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), write)
    for pattern, write in (
        (rf"(?:regnskab|år|året|kalenderåret|year|hele) {_YEAR}", lambda m: m["year"]),
        (rf"{_YEAR}(?P<part>0[1-9]|1[0-2])", lambda m: f"{m['year']}-M{m['part']}"),
        (rf"{_YEAR} ?: ?(?P<last>(?:19|20|21)[0-9]{{2}})", lambda m: f"{m['year']}..{m['last']}"),
        (rf"[kq](?P<part>[1-4])[ -]?{_YEAR}", lambda m: _part(m, "Q")),
        (rf"(?P<part>[1-4])\.? ?{_QUARTER},? {_YEAR}", lambda m: _part(m, "Q")),
        (rf"{_QUARTER} (?P<part>[1-4]),? {_YEAR}", lambda m: _part(m, "Q")),
        (rf"{_YEAR},? (?P<part>[1-4])\.? ?{_QUARTER}", lambda m: _part(m, "Q")),
        (rf"(?P<part>[12])\.? ?{_HALF},? {_YEAR}", lambda m: _part(m, "H")),
        (rf"{_YEAR},? (?P<part>[12])\.? ?{_HALF}", lambda m: _part(m, "H")),
        (rf"(?P<part>[1-3])\.? ?tertial,? {_YEAR}", lambda m: _part(m, "T")),
        (rf"{_YEAR},? (?P<part>[1-3])\.? ?tertial", lambda m: _part(m, "T")),
        (rf"(?:uge|week) (?P<part>[0-9]{{1,2}}),? {_YEAR}", lambda m: f"{m['year']}-W{int(m['part']):02}"),
        (rf"{_YEAR},? (?:uge|week) (?P<part>[0-9]{{1,2}})", lambda m: f"{m['year']}-W{int(m['part']):02}"),
        (rf"(?P<month>{_MONTH})\.?[ -]?{_YEAR}", _month),
        (rf"{_YEAR}[ -]?(?P<month>{_MONTH})\.?", _month),
        (rf"(?P<month>{_MONTH})\.?(?:-| ?')(?P<short>[0-47-9][0-9])", _short_month),
        (rf"(?:skoleåret|skoleår|school year) {_YEAR}/(?P<last>[0-9]{{4}}|[0-9]{{2}})", _school_year),
        (rf"(?:pr\. |d\. )?(?P<day>[0-9]{{1,2}})\.? ?(?P<month>{_MONTH})\.? {_YEAR}", _day),
        (rf"(?:pr\. |d\. )?(?P<day>[0-9]{{1,2}})[-.](?P<month>[0-9]{{1,2}})[-.]{_YEAR}", _day),
        (rf"ultimo {_YEAR}", lambda m: f"{m['year']}-12-31"),
        (rf"primo {_YEAR}", lambda m: f"{m['year']}-01-01"),
    )
)
_TIMESTAMP: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]{2}:[0-9]{2}.*", re.ASCII)


@lru_cache(maxsize=4096)
def period_text(text: str) -> str:
    """Return a period in the form that `Period` reads; other text unchanged.

    >>> [period_text(each) for each in ("dec-24", "4. kvartal 2024", "K4 2024", "202412", "Regnskab 2024")]
    ['2024-M12', '2024-Q4', '2024-Q4', '2024-M12', '2024']
    >>> period_text("1. halvår 2024"), period_text("2024-12-31T00:00:00+01:00"), period_text("I alt")
    ('2024-H1', '2024-12-31', 'I alt')
    """
    plain = " ".join(text.split())
    if len(plain) < 80 and (stamp := _TIMESTAMP.fullmatch(plain)) is not None:
        try:
            dt.datetime.fromisoformat(plain)
        except ValueError:
            return text
        return stamp[1]
    for pattern, write in _PATTERNS if len(plain) < 80 else ():
        if (match := pattern.fullmatch(plain)) is not None:
            return write(match)
    return text
