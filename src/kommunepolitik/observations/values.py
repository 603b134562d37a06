"""What the cells of each column are read as: figures, periods, words of a list, text."""

import datetime as dt
import math
import re
from collections.abc import Callable
from typing import Any, Final

from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model import Period, normalise_text
from kommunepolitik.model.nearest import nearest
from kommunepolitik.observations.columns import CHOICES
from kommunepolitik.observations.numbers import Cell, DecimalMark, read_cell

ABSENT: Final[dict[str, Any]] = {"value": None, "value_high": None, "quality": "final"}
"""What a column holds where nothing is said, if not empty text."""

_DANISH_DAY = re.compile(r"(\d{1,2})[-.](\d{1,2})[-.](\d{4})", re.ASCII)


def reader(name: str, decimal: DecimalMark) -> Callable[[Any], Any]:
    """Return what reads a cell of a column, or raises `InvalidModel`."""
    if name in ("value", "value_high"):
        return lambda cell: _number(cell, decimal)
    if name in ("period", "published"):
        return _period
    return (lambda cell: _choice(cell, name)) if name in CHOICES else _text


def _is_empty(cell: Any) -> bool:
    return cell is None or cell != cell or (isinstance(cell, str) and not cell.strip())  # noqa: PLR0124 - NaN


def _number(cell: Any, decimal: DecimalMark) -> Cell | None:
    if isinstance(cell, Cell) or _is_empty(cell):
        return cell if isinstance(cell, Cell) else None
    if isinstance(cell, str):
        return read_cell(cell, decimal)
    if isinstance(cell, bool) or not hasattr(cell, "__float__"):
        raise InvalidModel(Problem(code="not_a_number", data={"value": _text(cell)}))
    value = float(cell)
    if not math.isfinite(value):
        raise InvalidModel(Problem(code="not_finite", data={"value": value}))
    return Cell(value)


def _period(cell: Any) -> str:
    text = _text(cell)
    if (day := _DANISH_DAY.fullmatch(text)) is not None:  # as a Danish spreadsheet writes a date
        text = f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
    return str(Period(text)) if text else ""


def _choice(cell: Any, name: str) -> str:
    if _is_empty(cell):
        return str(ABSENT.get(name, ""))
    words = CHOICES[name]
    word = str(cell).strip().casefold()
    if word not in words:
        data = {"value": cell, "choices": ", ".join(dict.fromkeys(words.values()))}
        raise InvalidModel(Problem(code="not_one_of", data=data, nearest=nearest(word, words)))
    return words[word]


def _text(cell: Any) -> str:
    if _is_empty(cell):
        return ""
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        cell = cell.date()  # a spreadsheet's day comes with midnight
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a column of years with holes is a column of floats
    return normalise_text(str(cell))
