"""What cells are read as: figures, periods, words of a list, text."""

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final, Literal, NamedTuple

import attrs

from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model import Period, normalise_text
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.period import read_column
from kommunepolitik.observations.areas import read_area
from kommunepolitik.observations.columns import ABSENT, CHOICES, PERIODS

DecimalMark = Literal[",", "."]
Doubt = Literal["", "always", "whole", "parts"]
"""When a number such as 1.234 is refused: in any unit, in a unit of whole things, in any other unit."""

_SIGN = r"[-+\u2212]?"
_DANISH = rf"{_SIGN}(?:[1-9][0-9]{{0,2}}(?:[. ][0-9]{{3}})+|[0-9]+)(?:,[0-9]+)?"
_ENGLISH = rf"{_SIGN}(?:[1-9][0-9]{{0,2}}(?:[, ][0-9]{{3}})+|[0-9]+)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"
_QUALIFIERS = dict.fromkeys(("ca.", "ca", "omkring", "about", "~"), "about")
_QUALIFIERS |= dict.fromkeys(("under", "<", "mindre end"), "under") | dict.fromkeys(("over", ">", "mere end"), "over")
_QUALIFIERS |= dict.fromkeys(("knap", "næsten", "just under"), "just_under")
_QUALIFIERS |= dict.fromkeys(("godt", "just over"), "just_over")
_WORDS = "|".join(sorted(map(re.escape, _QUALIFIERS), key=len, reverse=True))
_PATTERNS = {
    mark: re.compile(
        rf"(?:(?P<qualifier>{_WORDS}) ?)?(?P<low>{number})(?: ?[-–] ?(?P<high>{number}))? ?(?P<percent>%)?",
        re.ASCII | re.IGNORECASE,
    )
    for mark, number in ((",", _DANISH), (".", _ENGLISH))
}
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
_DANISH_DAY = re.compile(r"(\d{1,2})[-.](\d{1,2})[-.](\d{4})", re.ASCII)


class Cell(NamedTuple):
    """The figure in a cell."""

    value: float
    value_high: float | None = None
    qualifier: str = ""
    percent: bool = False
    """Whether the cell itself says that the figure is in percent."""
    number: str = ""
    """A number in the cell that can be read in two ways."""
    refused: Doubt = ""


EMPTY: Final = Cell(math.nan)


@attrs.frozen
class Notation:
    """How the numbers of a table are written."""

    mark: DecimalMark = ","
    point: Doubt = ""
    """When 1.234 is refused, as what it may mean is not certain."""
    comma: Doubt = ""
    """When 1,234 is."""

    @classmethod
    def of(cls, cells: Iterable[Any], separator: str = ";") -> "Notation":
        """Return how the numbers of a table are written, by all its cells and the separator of its columns.

        Danish spreadsheets write a comma and separate with semicolons, English ones a point and commas; what no other
        reading allows (`12.25`, `0.615`, `1.234.567`) decides for the whole table. In a table separated by commas, a
        number in quotes that has a comma has a decimal comma. Where every number can be read both ways, none is.
        """
        numbers = [n for cell in cells if isinstance(cell, str) for n in _NUMBER.findall(cell) if "," in n or "." in n]
        with_comma = [number for number in numbers if "," in number]
        if any(map(_ENGLISH_ONLY.fullmatch, numbers)) and not any(map(_DANISH_ONLY.fullmatch, numbers)):
            return cls(".")
        danish = any(map(_DANISH_ONLY.fullmatch, numbers))
        if separator == ";" or danish:
            certain = with_comma or any(number.count(".") > 1 for number in numbers)
            settled = danish and separator == ";"
            return cls(",", point="" if certain else "parts", comma="" if settled else "whole")
        if separator == ",":
            return cls(",", comma="whole") if with_comma else cls(".")
        return cls(",", point="parts", comma="always")


def read_cell(text: str, notation: Notation = Notation()) -> Cell:
    """Read the figure in a cell, or raise `InvalidModel` (`N/A`, `se note`); nothing is guessed."""
    mark = notation.mark
    match = _PATTERNS[mark].fullmatch(" ".join(text.replace("\u00a0", " ").split()))
    if match is None:
        raise InvalidModel(Problem(code="not_a_number", data={"value": text}))
    high = None if match["high"] is None else _float(match["high"], mark)
    qualifier = "" if match["qualifier"] is None else _QUALIFIERS[match["qualifier"].lower()]
    number = next((n for n in (match["low"], match["high"]) if n is not None and _EITHER.fullmatch(n)), "")
    refused = notation.point if "." in number else notation.comma if number else ""
    return Cell(_float(match["low"], mark), high, qualifier, match["percent"] is not None, number, refused)


def percent_cell(share: float) -> Cell:
    """Return what a percent cell shows; the point is moved, as 0.07 * 100 is 7.000000000000001."""
    return Cell(float(Decimal(repr(share)).scaleb(2)), percent=True)


def read_number(cell: Any, notation: Notation) -> Cell:
    """Read the cell of a column of numbers; raises `InvalidModel` if it is none, or not finite."""
    if isinstance(cell, str):
        return read_cell(cell, notation) if cell.strip() else EMPTY
    if isinstance(cell, Cell):
        return cell
    if not hasattr(cell, "__float__"):
        raise InvalidModel(Problem(code="not_a_number", data={"value": read_text(cell)}))
    return Cell(_finite(cell))


def text_reader(name: str, cells: Iterable[Any]) -> Callable[[Any], str]:
    """Return what reads the cells of a column of texts or raises `InvalidModel`; `cells` are all of them."""
    if name in PERIODS:
        known = read_column(_period_text(cell) for cell in cells)
        return lambda cell: _period(cell, known, ended=name != "period")
    if name == "area":
        return lambda cell: read_area(read_text(cell))
    return (lambda cell: _choice(cell, name)) if name in CHOICES else read_text


def read_text(cell: Any) -> str:
    """Return what a cell that is not empty shows."""
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        cell = cell.date()  # a spreadsheet's day comes with midnight
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a column of years with gaps is a column of floats
    return normalise_text(str(cell))


def _float(text: str, mark: DecimalMark) -> float:
    thousands = "." if mark == "," else ","
    return _finite(text.replace(thousands, "").replace(" ", "").replace(mark, ".").replace("\u2212", "-"))


def _finite(number: Any) -> float:
    try:
        value = float(number)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise InvalidModel(Problem(code="not_finite", data={"value": number}))
    return value


def _period_text(cell: Any) -> str:
    if getattr(cell, "freqstr", "") == "M":  # a month of pandas
        return f"{cell:%Y-M%m}"
    text = read_text(cell)
    if (day := _DANISH_DAY.fullmatch(text)) is not None:  # as a Danish spreadsheet writes a date
        return f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
    return text


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
