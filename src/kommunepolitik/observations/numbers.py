"""Figures as people write them in cells: 3,87 · 1.234,5 · 12 % · ca. 10 · 10-20 · under 20."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, NamedTuple

from kommunepolitik.errors import InvalidModel, Problem

DecimalMark = Literal[",", "."]

_SIGN = r"[-+\u2212]?"
_DANISH = rf"{_SIGN}(?:[0-9]{{1,3}}(?:[. ][0-9]{{3}})+|[0-9]+)(?:,[0-9]+)?"
_ENGLISH = rf"{_SIGN}(?:[0-9]{{1,3}}(?:[, ][0-9]{{3}})+|[0-9]+)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"
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
_POINT_DECIMAL = re.compile(rf"{_SIGN}[0-9]+\.(?:[0-9]{{1,2}}|[0-9]{{4,}})(?:[eE].*)?", re.ASCII)


class Cell(NamedTuple):
    """What a value cell says."""

    value: float
    value_high: float | None = None
    qualifier: str | None = None
    percent: bool = False
    """Whether the cell itself says that the figure is in percent."""


def decimal_mark(cells: Iterable[str], separator: str) -> DecimalMark:
    """Tell which decimal mark a table is written with, from its cells and the separator of its columns.

    Danish spreadsheets write a comma and separate with semicolons, English ones a point and commas. A table separated
    by semicolons whose figures have points that cannot be thousands (`12.25`) and no commas is read as English.
    """
    if separator == ",":
        return "."
    cells = list(cells)
    if any("," in cell for cell in cells):
        return ","
    return "." if any(_POINT_DECIMAL.fullmatch(cell.strip().rstrip("% ")) for cell in cells) else ","


def read_cell(text: str, mark: DecimalMark) -> Cell:
    """Read the figure in a cell.

    Raises:
        InvalidModel: it is no figure (`N/A`, `se note`); nothing is guessed.
    """
    match = _PATTERNS[mark].fullmatch(" ".join(text.replace("\u00a0", " ").split()))
    if match is None:
        raise InvalidModel(Problem(code="not_a_number", data={"value": text}))
    low, high, qualifier = match["low"], match["high"], match["qualifier"]
    return Cell(
        _number(low, mark),
        None if high is None else _number(high, mark),
        None if qualifier is None else _QUALIFIERS[qualifier.lower()],
        match["percent"] is not None,
    )


def percent_cell(share: float) -> Cell:
    """Return what a cell formatted as percent shows: 0.098 is 9.8 %.

    The decimal point is moved, not the number multiplied: 0.07 * 100 is 7.000000000000001.
    """
    return Cell(float(Decimal(repr(share)).scaleb(2)), percent=True)


def _number(text: str, mark: DecimalMark) -> float:
    thousands = "." if mark == "," else ","
    return float(text.replace(thousands, "").replace(" ", "").replace(mark, ".").replace("\u2212", "-"))
