"""Writes CSV: every table of the library is written here, so that no text of one is a formula in a spreadsheet."""

import csv
import datetime as dt
import io
import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from kommunepolitik.documents.numbers import EITHER
from kommunepolitik.documents.spreadsheet_text import inert
from kommunepolitik.model.tables import cells_of
from kommunepolitik.model.text import decimal_text

if TYPE_CHECKING:
    import pandas as pd


def csv_text(rows: Iterable[Iterable[str]], separator: str = ",", end: str = "\r\n") -> str:
    """Return rows of cells as CSV (RFC 4180); a cell is what `csv_cell` or `inert` returns.

    >>> csv_text([["Navn", "Værdi"], [csv_cell("=A1; B"), csv_cell(-1.5)]])
    "Navn,Værdi\\r\\n'=A1; B,-1.5\\r\\n"
    """
    file = io.StringIO()
    csv.writer(file, delimiter=separator, lineterminator=end).writerows(rows)
    return file.getvalue()


def csv_cell(value: Any) -> str:
    """Return a value as a cell: decimal points, `true` and `false`, ISO dates, nothing for what is absent.

    A text is as in `inert`.

    >>> [csv_cell(value) for value in (True, 1200.0, 1.125, 1e-7, math.nan, None, "-x")]
    ['true', '1200', '1.125', '0.0000001', '', '', "'-x"]
    """
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case float():
            return decimal_text(value) if math.isfinite(value) else ""
        case dt.date():
            return value.isoformat()
    return inert(str(value))


def unmistakable_cell(value: Any) -> str:
    """Return a value as `csv_cell`, but with a fourth decimal for a number that could be read as thousands.

    >>> unmistakable_cell(1.125)
    '1.1250'
    """
    text = csv_cell(value)
    return f"{text}0" if isinstance(value, float) and EITHER.fullmatch(text) else text


def frame_text(frame: "pd.DataFrame", end: str = "\r\n", cell: Callable[[Any], str] = csv_cell) -> str:
    """Return a data frame as CSV, with the names of its columns; absent text is as absent as an absent number."""
    cells = [map(cell, column) for column in cells_of(frame)]
    return csv_text([map(str, frame.columns), *zip(*cells, strict=True)], end=end)
