"""The values of cells: figures, periods, words of a list, text."""

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

import attrs

from kommunepolitik.errors import InvalidModel, Phrase, Problem
from kommunepolitik.model import Period
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.period import read_column
from kommunepolitik.model.scalars import coerce_float
from kommunepolitik.model.text import normalise_text
from kommunepolitik.observations.areas import read_area
from kommunepolitik.observations.columns import ABSENT, CHOICES, PERIODS
from kommunepolitik.observations.number_format import Shown
from kommunepolitik.observations.period_words import period_text

DecimalMark = Literal[",", "."]
"""The marks between the whole and the decimals of a number."""
Doubt = Literal["", "always", "whole", "parts", "bound"]
"""When a number such as 1.234 is refused: in any unit, in a unit of whole things, in any other unit; and 5+ there."""

_SIGN = r"[-+\u2212]?"
_DANISH = rf"{_SIGN}(?:[1-9][0-9]{{0,2}}(?:\.[0-9]{{3}})+|[1-9][0-9]{{0,2}}(?: [0-9]{{3}})+|[0-9]+)(?:,[0-9]+)?"
_ENGLISH = rf"{_SIGN}(?:[1-9][0-9]{{0,2}}(?:[, ][0-9]{{3}})+|[0-9]+)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"
_QUALIFIERS = dict.fromkeys(("ca.", "ca", "cirka", "omkring", "about", "~"), "about")
_QUALIFIERS |= dict.fromkeys(("under", "<", "mindre end", "færre end", "less than", "fewer than"), "under")
_QUALIFIERS |= dict.fromkeys(("over", ">", "mere end", "flere end", "more than"), "over")
_QUALIFIERS |= dict.fromkeys(("knap", "næsten", "just under"), "just_under")
_QUALIFIERS |= dict.fromkeys(("godt", "just over"), "just_over")
_BOUNDS = dict.fromkeys(("≤", "<=", "højst", "at most"), "at_most") | dict.fromkeys(
    ("≥", ">=", "mindst", "at least"), "at_least"
)
_WORDS = "|".join(sorted(map(re.escape, {**_QUALIFIERS, **_BOUNDS}), key=len, reverse=True))
_UNIT = r"(?:%|‰|[^\W\d_¹²³⁴])[^\d*†()]*?(?: [0-9.]{3,}[^\d*†()]*?)?"
"""Words after a number: letters and a few signs; a number of at least three digits may be in them (pr. 1.000)."""
_MARK = r" ?[¹²³⁴]|\*+|†|[¹²³⁴]|\([^()]{1,20}\)"
_PATTERNS = {
    mark: re.compile(
        rf"(?:(?P<qualifier>{_WORDS}) ?)?(?P<low>{number})(?P<more>\+)?(?: ?[-–] ?(?P<high>{number}))?"
        rf"(?: ?(?P<unit>{_UNIT}))?(?: ?(?P<mark>{_MARK}))?",
        re.IGNORECASE,
    )
    for mark, number in ((",", _DANISH), (".", _ENGLISH))
}
_LONGEST: Final = 120
"""A cell with more characters is not a figure, unless it is only a number."""
_LONG_NUMBER: Final = re.compile(r"-?[0-9]{1,400}(?:[.,][0-9]{1,400})?", re.ASCII)
MARKS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("(rev.)", "(rev)", "(revideret)", "(r)"), "final"),
    **dict.fromkeys(("(foreløbig)", "(foreløbigt)", "(foreløbige)", "(forel.)"), "provisional"),
    "(provisional)": "provisional",
}
"""Common marks after a number, and the quality that they mean."""
MISSING: Final = frozenset(
    ("..", ".", "…", "...", "n/a", "na", "n.a.", "#n/a", "i/t", "i.t.", "ukendt", "intet tal", "ingen tal", "uoplyst")
)
"""The signs of statistics offices and of people for no figure; a blank cell means the same."""
_OFFICIAL: Final = frozenset(("..", ".", "…", "..."))
"""The signs of statistics offices; in a table that has one of them, a dash is nil."""
_DASHES: Final = frozenset(("-", "–", "—"))
_NUMBER = re.compile(r"[0-9][0-9.,]*", re.ASCII)
_DANISH_ONLY, _ENGLISH_ONLY = (
    re.compile(
        rf"0{mark}[0-9]+|[0-9]+{mark}(?:[0-9]{{1,2}}|[0-9]{{4,}})|[0-9]{{4,}}{mark}[0-9]+"  # no thousands
        rf"|[0-9{other}]*{other}[0-9]{{3}}(?:{mark}[0-9]+|{other}[0-9]{{3}})",  # thousands, and more
        re.ASCII,
    )
    for mark, other in ((",", r"\."), (r"\.", ","))
)
_EITHER = re.compile(rf"{_SIGN}[1-9][0-9]{{0,2}}[.,][0-9]{{3}}", re.ASCII)


class Cell(NamedTuple):
    """The figure in a cell."""

    value: float
    value_high: float | None = None
    qualifier: str = ""
    unit: str = ""
    """The unit that is written in the cell, such as `pct.`."""
    quality: str = ""
    """The quality that a mark after the number means."""
    missing: str = ""
    """The sign for a missing figure."""
    number: str = ""
    """A number in the cell that can be read in two ways."""
    refused: Doubt = ""


EMPTY: Final = Cell(math.nan)


@attrs.frozen
class Notation:
    """How the numbers of a table are written."""

    mark: DecimalMark = ","
    point: Doubt = ""
    """When 1.234 is refused as ambiguous."""
    comma: Doubt = ""
    """When 1,234 is refused."""
    marks: Mapping[str, str] = MARKS
    """What marks after numbers, and whole cells, mean: a quality, `missing`, `nil` or `suppressed`."""
    dash_is_nil: bool = False

    @classmethod
    def of(
        cls,
        cells: Iterable[Any],
        separator: str = ";",
        decimal: DecimalMark | None = None,
        marks: Mapping[str, str] | None = None,
    ) -> "Notation":
        """Return how the numbers of a table are written, by all its cells and the separator of its columns.

        Danish spreadsheets write a comma and separate with semicolons, English ones a point and commas; what no other
        reading allows (`12.25`, `0.615`, `1.234.567`) decides for the whole table. In a table separated by commas, a
        number in quotes that has a comma has a decimal comma. Where every number can be read both ways, all are
        refused, unless the decimal mark is given.
        """
        texts = [cell.strip() for cell in cells if isinstance(cell, str)]
        signs: Any = {"dash_is_nil": not _OFFICIAL.isdisjoint(texts), "marks": {**MARKS, **(marks or {})}}
        if decimal is not None:
            return cls(decimal, **signs)
        numbers = [n for text in texts for n in _NUMBER.findall(text) if "," in n or "." in n]
        return attrs.evolve(cls._of_numbers(numbers, separator), **signs)

    @classmethod
    def _of_numbers(cls, numbers: Sequence[str], separator: str) -> "Notation":
        with_comma = [number for number in numbers if "," in number]
        if any(map(_ENGLISH_ONLY.fullmatch, numbers)) and not any(map(_DANISH_ONLY.fullmatch, numbers)):
            return cls(".", point="whole")
        danish = any(map(_DANISH_ONLY.fullmatch, numbers))
        if separator == ";" or danish:
            # 1,250 beside 12.125 decides nothing: each may be thousands, or decimals.
            certain = any(not _EITHER.fullmatch(each) for each in with_comma) or any(n.count(".") > 1 for n in numbers)
            settled = danish and separator == ";"
            return cls(",", point="" if certain else "parts", comma="" if settled else "whole")
        if separator == ",":
            return cls(",", comma="whole") if with_comma else cls(".")
        return cls(",", point="parts", comma="always")


def read_cell(text: str, notation: Notation = Notation()) -> Cell:
    """Read the figure in a cell, or raise `InvalidModel` (`se note`, `131*`); nothing is guessed.

    >>> read_cell("ca. 57,3 pct.").qualifier, read_cell("0,5 mio. kr.").unit, read_cell("færre end 5").value
    ('about', 'mio. kr.', 5.0)
    """
    plain = " ".join(text.split())  # blanks of every kind
    if (meaning := notation.marks.get(plain.casefold())) is not None and not plain[:1].isdigit():
        return _by_meaning(meaning, plain)
    if plain.casefold() in MISSING:
        return Cell(math.nan, missing=plain)
    if plain in _DASHES:
        if notation.dash_is_nil:
            return Cell(0.0)
        raise InvalidModel(Problem(code="ambiguous_dash", data={"value": plain}))
    mark = notation.mark
    may_be = len(plain) < _LONGEST or _LONG_NUMBER.fullmatch(plain) is not None
    match = _PATTERNS[mark].fullmatch(plain) if may_be else None
    if match is None:
        other = "." if mark == "," else ","
        is_other = other in plain and len(plain) < _LONGEST and _PATTERNS[other].fullmatch(plain) is not None
        code = "other_decimal_mark" if is_other else "not_a_number"
        raise InvalidModel(Problem(code=code, data={"value": text, "mark": mark, "remedy": _remedy(text)}))
    value, high = _float(match["low"], mark), None if match["high"] is None else _float(match["high"], mark)
    word = (match["qualifier"] or "").casefold()
    bound = "at_least" if match["more"] else _BOUNDS.get(word, "")
    number = next((n for n in (match["low"], match["high"]) if n is not None and _EITHER.fullmatch(n)), "")
    refused = notation.point if "." in number else notation.comma if number else ""
    quality = "" if match["mark"] is None else _quality(match["mark"], plain, notation)
    if bound:
        if not value.is_integer() or high is not None or (match["more"] and word):
            raise InvalidModel(Problem(code="bound", data={"value": plain}))
        step, qualifier = (1.0, "under") if bound == "at_most" else (-1.0, "over")
        return Cell(value + step, None, qualifier, match["unit"] or "", quality, number=plain, refused="bound")
    unit = (match["unit"] or "").strip()
    return Cell(value, high, _QUALIFIERS.get(word, ""), unit, quality, number=number, refused=refused)


def _quality(mark: str, text: str, notation: Notation) -> str:
    """Return the quality that a mark after a number means, or raise where it is not defined."""
    meaning = notation.marks.get(mark.strip().casefold())
    if meaning is None:
        raise InvalidModel(Problem(code="unknown_mark", data={"value": text, "mark": mark.strip()}))
    return meaning


def _by_meaning(meaning: str, text: str) -> Cell:
    """Return the cell of a mark without a number."""
    if meaning == "nil":
        return Cell(0.0)
    return Cell(math.nan, quality="suppressed") if meaning == "suppressed" else Cell(math.nan, missing=text)


def shown_cell(shown: Shown) -> "Cell | Problem":
    """Return the figure that a cell of a workbook shows: scaled by its format, with the words that the format adds."""
    words = _shown_words(shown.before, shown.after)
    if isinstance(words, Problem):
        return words
    try:
        return words._replace(value=coerce_float(shown.number))
    except InvalidModel as error:
        return error.problems[0]


@lru_cache(maxsize=256)
def _shown_words(before: str, after: str) -> "Cell | Problem":
    """Return the cell of a number with the meaning of the words around it."""
    if before and before.casefold() not in _QUALIFIERS:  # kr. 500
        before, after = "", f"{after} {before}"
    try:
        return read_cell(f"{before} 1 {after}", Notation(dash_is_nil=True))._replace(number="", refused="")
    except InvalidModel as error:
        return error.problems[0]


def _remedy(text: str) -> "Phrase | str":
    """Return how a missing figure is written, where words are in its place: under opgørelse."""
    return "" if any(character.isdigit() for character in text) else Phrase("remedy_no_figure")


def read_number(cell: Any, notation: Notation) -> Cell:
    """Read the cell of a column of numbers; raises `InvalidModel` if it is not a number, or not finite."""
    if isinstance(cell, str):
        return read_cell(cell, notation) if cell.strip() else EMPTY
    if isinstance(cell, Cell):
        return cell
    if not hasattr(cell, "__float__"):
        code = "date_for_number" if isinstance(cell, dt.date) else "not_a_number"
        raise InvalidModel(Problem(code=code, data={"value": read_text(cell), "remedy": ""}))
    return Cell(coerce_float(cell))


def text_reader(name: str, cells: Iterable[Any]) -> Callable[[Any], str]:
    """Return a function that reads the cells of a column of texts or raises `InvalidModel`; `cells` are all of them."""
    if name in PERIODS:
        known = read_column(_period_text(cell) for cell in cells)
        return lambda cell: _period(cell, known, ended=name != "period")
    if name == "area":
        return lambda cell: read_area(read_text(cell))
    return (lambda cell: _choice(cell, name)) if name in CHOICES else read_text


def read_text(cell: Any) -> str:
    """Return the text of a cell that is not empty."""
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        cell = cell.date()  # a spreadsheet's day has the time midnight
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a column of years with gaps is a column of floats
    return normalise_text(str(cell))


def _float(text: str, mark: DecimalMark) -> float:
    thousands = "." if mark == "," else ","
    return coerce_float(text.replace(thousands, "").replace(" ", "").replace(mark, ".").replace("\u2212", "-"))


def _period_text(cell: Any) -> str:
    if getattr(cell, "freqstr", "") == "M":  # a month of pandas
        return str(cell.strftime("%Y-M%m"))
    return period_text(read_text(cell))


def _period(cell: Any, known: Mapping[str, Period | InvalidModel], *, ended: bool) -> str:
    text = _period_text(cell)
    period = known[text] if text else None
    if isinstance(period, InvalidModel):
        raise period
    if ended and period is not None and period.end is None:
        raise InvalidModel(Problem(code="not_an_open_period", data={"value": text}))
    if period is not None and hasattr(cell, "freqstr"):
        _check_days(cell, period)
    return "" if period is None else str(period)


def _check_days(cell: Any, period: Period) -> None:
    """Raise if a period of pandas has other days than the calendar's period that is written so: Q-NOV, Y-JUN."""
    first, last = cell.start_time.date(), cell.end_time.date()
    if (period.start, period.end) != (first, last):
        span = f"{first:%Y-M%m}..{last:%Y-M%m}"
        data = {"value": cell, "frequency": cell.freqstr, "span": span}
        raise InvalidModel(Problem(code="other_calendar", data=data))


def _choice(cell: Any, name: str) -> str:
    words = CHOICES[name]
    word = str(cell).strip().casefold()
    if not word:
        return ABSENT.get(name, "")
    if word not in words:
        data = {"value": cell, "choices": ", ".join(dict.fromkeys(words.values()))}
        raise InvalidModel(Problem(code="not_one_of", data=data, nearest=nearest(word, words)))
    return words[word]
