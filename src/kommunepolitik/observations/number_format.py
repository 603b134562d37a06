"""Numbers and dates as a spreadsheet's number format shows them: scaled, in percent, with words, as a month."""

import datetime as dt
import operator as op
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from kommunepolitik.errors import Problem

DatePart = Literal["day", "week", "month", "quarter", "year"]

_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|(?P<code>.)', re.DOTALL
)
"""A part of a format: literal text, a width, a fill, a currency, a colour, a condition, or a character of its code."""
_SCALING: Final = re.compile(r"[0#?](,+)(?=[^,0#?]*$|\.)")
_DATE_CODES: Final = frozenset("ymdhsåqw")
_CONDITION: Final = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]")
_HOLDS: Final = {"<": op.lt, "<=": op.le, ">": op.gt, ">=": op.ge, "=": op.eq, "<>": op.ne}


class Shown(NamedTuple):
    """A number whose format moves its decimal point or adds words."""

    value: float
    power: int = 0
    """The power of ten that the format multiplies the number by: 2 for percent, -6 for millions."""
    before: str = ""
    after: str = ""
    """The words that the format adds before and after the number."""

    @property
    def number(self) -> float:
        """The number shown, before it is rounded; the point is moved, as 0.07 * 100 is 7.000000000000001."""
        return float(Decimal(repr(self.value)).scaleb(self.power)) if self.power else self.value


class ShownDate(NamedTuple):
    """A date, and how much of it the cell shows."""

    date: dt.date
    shows: DatePart = "day"

    @property
    def text(self) -> str:
        """The period that the cell shows: 2024-03 typed in becomes 1 March, shown as `mar-24`."""
        if self.shows == "quarter":
            return f"{self.date.year}-Q{(self.date.month + 2) // 3}"
        pattern = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-M%m", "year": "%Y"}[self.shows]
        return self.date.strftime(pattern)


def show_number(value: float, code: str) -> float | str | Shown | Problem:
    """Return what a cell with a number shows: the number, scaled or with words, or only words.

    >>> show_number(11_500_000.0, '0.0,," mio. kr."')
    Shown(value=11500000.0, power=-6, before='', after='mio. kr.')
    >>> show_number(0.655, "0.0%").number, show_number(1234.5, "#,##0.00")
    (65.5, 1234.5)
    """
    shape = _chosen(value, _sections(code))
    words = " ".join(filter(None, (shape.before, shape.after)))
    if not shape.digits and value == 0 and (shape.is_blank or not words):  # accounting formats show 0 as a dash
        return value
    if not shape.digits:
        return words or Problem(code="shows_nothing", data={"value": value})
    return Shown(value, shape.power, shape.before, shape.after) if shape.changes else value


def _chosen(value: float, sections: "Sequence[_Shape]") -> "_Shape":
    """Return the section of a format that shows a value: by its condition, else by its sign."""
    if any(shape.condition for shape in sections):
        for shape in sections:
            if shape.condition is None or _HOLDS[shape.condition[0]](value, shape.condition[1]):
                return shape
        return _GENERAL
    negative, zero = value < 0 and len(sections) > 1, value == 0 and len(sections) > 2
    return sections[1 if negative else 2 if zero else 0]


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
    if codes & {"q", "w"}:
        return "quarter" if "q" in codes else "week"
    return "month" if "m" in codes else "year"


def is_plain(code: str) -> bool:
    """Return whether all numbers are shown as they are."""
    return date_part(code) is None and not any(shape.changes or not shape.digits for shape in _sections(code))


class _Shape(NamedTuple):
    """The effect of one section of a format."""

    digits: bool
    power: int = 0
    before: str = ""
    after: str = ""
    is_blank: bool = False
    """Whether it leaves room for digits without showing any."""
    condition: tuple[str, float] | None = None
    """The condition for a value to be shown by the section."""

    @property
    def changes(self) -> bool:
        return bool(self.power or self.before or self.after)


_GENERAL: Final = _Shape(digits=True)


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[_Shape, ...]:
    if not code or code.casefold() in {"general", "@"}:
        return (_GENERAL,)
    parts, start = [], 0
    for match in re.finditer(r'"[^"]*"|\\.|\[[^\]]*\]|(;)', code, re.DOTALL):
        if match[1]:
            parts.append(code[start : match.start()])
            start = match.end()
    return tuple(map(_shape, (*parts, code[start:])))


def _shape(section: str) -> _Shape:
    """Return the effect of a section on a number."""
    if section.strip().casefold().startswith("general"):
        section = f"0{section.strip()[len('general') :]}"
    found = _CONDITION.search(section)
    condition = None if found is None or found[2].count(".") > 1 else (found[1], float(found[2].strip(".") or 0))
    codes, words, is_after = list[str](), {False: "", True: ""}, False
    for kind, text in _tokens(section):
        is_code = kind == "code" and text in "0#?.,%‰E@/"
        if is_code:
            codes.append(text)
            is_after = is_after or text in "0#?"
        if not is_code or text in "%‰":
            words[is_after] += text
    digits = "".join(codes)
    scaled = sum(len(each[1]) for each in _SCALING.finditer(digits.replace("%", "")))
    before, after = (_words(words[side]) for side in (False, True))
    is_shown = any(c in digits for c in "0#@")
    return _Shape(is_shown, 2 * digits.count("%") - 3 * scaled, before, after, "?" in digits, condition)


def _tokens(code: str) -> Iterator[tuple[str, str]]:
    """Yield the literal texts and the characters of a format's code."""
    for match in _TOKEN.finditer(code):
        if match.lastgroup is not None:
            yield ("code" if match.lastgroup == "code" else "text"), match[match.lastgroup]


def _words(text: str) -> str:
    """Return literal text without signs, brackets and blanks around it, which are no part of a unit."""
    return text.replace("\u00a0", " ").strip(" ()-+\u2212_$")
