"""What a spreadsheet's number format shows of a number or a date: scaled, in percent, with words, as a month."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from kommunepolitik.errors import Problem

DatePart = Literal["day", "month", "year"]

_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|(?P<code>.)', re.DOTALL
)
"""A part of a format: literal text, a width, a fill, a currency, a colour, a condition, or a character of its code."""
_SCALING: Final = re.compile(r"[0#?](,+)(?=[^,0#?]*$|\.)")
_DATE_CODES: Final = frozenset("ymdhså")


class Shown(NamedTuple):
    """A number whose format moves its decimal point or adds words."""

    value: float
    power: int = 0
    """The power of ten that the format shows the number times: 2 for percent, -6 for millions."""
    before: str = ""
    after: str = ""
    """The words that it writes before and after the number."""

    @property
    def number(self) -> float:
        """The number a person sees, before it is rounded; the point is moved, as 0.07 * 100 is 7.000000000000001."""
        return float(Decimal(repr(self.value)).scaleb(self.power)) if self.power else self.value


class ShownDate(NamedTuple):
    """A date, and how much of it the cell shows."""

    date: dt.date
    shows: DatePart = "day"

    @property
    def text(self) -> str:
        """The period that the cell shows: who types 2024-03 sees `mar-24`, and has written 1 March."""
        pattern = {"day": "%Y-%m-%d", "month": "%Y-M%m", "year": "%Y"}[self.shows]
        return self.date.strftime(pattern)


def show_number(value: float, code: str) -> float | str | Shown | Problem:
    """Return what a cell with a number shows: the number, scaled or with words, or only words.

    >>> show_number(11_500_000.0, '0.0,," mio. kr."')
    Shown(value=11500000.0, power=-6, before='', after='mio. kr.')
    >>> show_number(0.655, "0.0%").number, show_number(1234.5, "#,##0.00")
    (65.5, 1234.5)
    """
    sections = _sections(code)
    negative, zero = value < 0 and len(sections) > 1, value == 0 and len(sections) > 2
    shape = sections[1 if negative else 2 if zero else 0]
    if not shape.digits and value == 0:  # accounting formats show 0 as a dash
        return value
    if not shape.digits:
        words = " ".join(filter(None, (shape.before, shape.after)))
        return words or Problem(code="shows_nothing", data={"value": value})
    return Shown(value, shape.power, shape.before, shape.after) if shape.changes else value


@lru_cache(maxsize=256)
def date_part(code: str) -> DatePart | None:
    """Return how much of a date a format shows; None for a format of numbers.

    >>> date_part("mmm-yy"), date_part("yyyy"), date_part("dd/mm/yyyy"), date_part("0.0")
    ('month', 'year', 'day', None)
    """
    codes = {token.casefold() for kind, token in _tokens(code) if kind == "code"}
    if not codes & _DATE_CODES or codes & {"0", "#"}:
        return None
    if "d" in codes or not codes & {"y", "å"}:
        return "day"
    return "month" if "m" in codes else "year"


def is_plain(code: str) -> bool:
    """Return whether numbers are shown as they are, whatever they are."""
    return date_part(code) is None and not any(shape.changes or not shape.digits for shape in _sections(code))


class _Shape(NamedTuple):
    """What one section of a format does."""

    digits: bool
    power: int
    before: str
    after: str

    @property
    def changes(self) -> bool:
        return bool(self.power or self.before or self.after)


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[_Shape, ...]:
    if not code or code in {"General", "@"}:
        return (_Shape(True, 0, "", ""),)
    parts, start = [], 0
    for match in re.finditer(r'"[^"]*"|\\.|\[[^\]]*\]|(;)', code, re.DOTALL):
        if match[1]:
            parts.append(code[start : match.start()])
            start = match.end()
    return tuple(map(_shape, (*parts, code[start:])))


def _shape(section: str) -> _Shape:
    """Return what a section does with a number."""
    if section.strip() == "General":
        return _Shape(True, 0, "", "")
    codes, words = "", {False: "", True: ""}
    for kind, text in _tokens(section):
        if kind == "code" and text in "0#?.,%‰E@/":
            codes += text
            words[any(c in codes for c in "0#?")] += text if text in "%‰" else ""
        else:
            words[any(c in codes for c in "0#?")] += text
    scaled = sum(len(found[1]) for found in _SCALING.finditer(codes.replace("%", "")))
    before, after = (_words(words[side]) for side in (False, True))
    return _Shape(any(c in codes for c in "0#@"), 2 * codes.count("%") - 3 * scaled, before, after)


def _tokens(code: str) -> Iterator[tuple[str, str]]:
    """Yield the literal texts and the characters of a format's code."""
    for match in _TOKEN.finditer(code):
        if match.lastgroup is not None:
            yield ("code" if match.lastgroup == "code" else "text"), match[match.lastgroup]


def _words(text: str) -> str:
    """Return literal text without signs, brackets and blanks around it, which say nothing of what is counted."""
    return text.replace("\u00a0", " ").strip(" ()-+\u2212_$")
