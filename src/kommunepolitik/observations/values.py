"""What cells are read as: figures, periods, words of a list, text."""

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model import Period, normalise_text
from kommunepolitik.model.nearest import nearest
from kommunepolitik.observations.columns import ABSENT, CHOICES, PERIODS

DecimalMark = Literal[",", "."]

_SIGN = r"[-+\u2212]?"
_DANISH = rf"{_SIGN}(?:[1-9][0-9]{{0,2}}(?:[. ][0-9]{{3}})+|[0-9]+)(?:,[0-9]+)?"
_ENGLISH = rf"{_SIGN}(?:[1-9][0-9]{{0,2}}(?:[, ][0-9]{{3}})+|[0-9]+)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"
_QUALIFIERS = {"ca.": "about", "ca": "about", "omkring": "about", "about": "about", "~": "about"} | {
    "under": "under", "over": "over", "<": "under", ">": "over", "mindre end": "under", "mere end": "over"
}  # fmt: skip
_WORDS = "|".join(sorted(map(re.escape, _QUALIFIERS), key=len, reverse=True))
_PATTERNS = {
    mark: re.compile(
        rf"(?:(?P<qualifier>{_WORDS}) ?)?(?P<low>{number})(?: ?[-–] ?(?P<high>{number}))? ?(?P<percent>%)?",
        re.ASCII | re.IGNORECASE,
    )
    for mark, number in ((",", _DANISH), (".", _ENGLISH))
}
_POINT_DECIMAL = re.compile(rf"{_SIGN}(?:0\.[0-9]+|[0-9]+\.(?:[0-9]{{1,2}}|[0-9]{{4,}}))(?:[eE].*)?", re.ASCII)
_DANISH_DAY = re.compile(r"(\d{1,2})[-.](\d{1,2})[-.](\d{4})", re.ASCII)


class Cell(NamedTuple):
    """The figure in a cell."""

    value: float
    value_high: float | None = None
    qualifier: str = ""
    percent: bool = False
    """Whether the cell itself says that the figure is in percent."""


def decimal_mark(cells: Iterable[Any], separator: str = ";") -> DecimalMark:
    """Return the decimal mark that a table is written with, by its cells and the separator of its columns.

    Danish spreadsheets write a comma and separate with semicolons, English ones a point and commas. A table separated
    by semicolons whose figures have points that cannot be thousands (`12.25`) and no commas is read as English.
    """
    if separator == ",":
        return "."
    texts = [cell for cell in cells if isinstance(cell, str)]
    if any("," in text for text in texts):
        return ","
    return "." if any(_POINT_DECIMAL.fullmatch(text.strip().rstrip("% ")) for text in texts) else ","


def read_cell(text: str, mark: DecimalMark) -> Cell:
    """Read the figure in a cell.

    Raises:
        InvalidModel: it is no figure (`N/A`, `se note`); nothing is guessed.
    """
    match = _PATTERNS[mark].fullmatch(" ".join(text.replace("\u00a0", " ").split()))
    if match is None:
        raise InvalidModel(Problem(code="not_a_number", data={"value": text}))
    high = None if match["high"] is None else _float(match["high"], mark)
    qualifier = "" if match["qualifier"] is None else _QUALIFIERS[match["qualifier"].lower()]
    return Cell(_float(match["low"], mark), high, qualifier, match["percent"] is not None)


def percent_cell(share: float) -> Cell:
    """Return what a cell formatted as percent shows: 0.098 is 9.8 %.

    The decimal point is moved, not the number multiplied: 0.07 * 100 is 7.000000000000001.
    """
    return Cell(float(Decimal(repr(share)).scaleb(2)), percent=True)


def read_number(cell: Any, mark: DecimalMark) -> Cell | None:
    """Read the cell of a column of numbers; nothing where it is empty.

    Raises:
        InvalidModel: it is no number, or no finite one.
    """
    if isinstance(cell, str):
        return read_cell(cell, mark) if cell.strip() else None
    if isinstance(cell, Cell):
        return cell
    if not hasattr(cell, "__float__"):
        raise InvalidModel(Problem(code="not_a_number", data={"value": read_text(cell)}))
    return Cell(_finite(cell))


def text_reader(name: str) -> Callable[[Any], str]:
    """Return what reads the cells of a column of texts, or raises `InvalidModel`."""
    if name in PERIODS:
        return _ended if name != "period" else _period
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


def _period(cell: Any) -> str:
    text = read_text(cell)
    if (day := _DANISH_DAY.fullmatch(text)) is not None:  # as a Danish spreadsheet writes a date
        text = f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
    return str(Period(text)) if text else ""


def _ended(cell: Any) -> str:
    text = _period(cell)
    if text.endswith(".."):
        raise InvalidModel(Problem(code="not_an_open_period", data={"value": cell}))
    return text


def _choice(cell: Any, name: str) -> str:
    words = CHOICES[name]
    word = str(cell).strip().casefold()
    if not word:
        return ABSENT.get(name, "")
    if word not in words:
        data = {"value": cell, "choices": ", ".join(dict.fromkeys(words.values()))}
        raise InvalidModel(Problem(code="not_one_of", data=data, nearest=nearest(word, words)))
    return words[word]
