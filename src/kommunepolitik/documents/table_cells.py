"""The cells of tables as plain data of documents: cells may be texts, as in a CSV file."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Final

from kommunepolitik.documents.numbers import read_number
from kommunepolitik.documents.tables import TableColumn
from kommunepolitik.documents.tree import Plain
from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model.scalars import describe

_TRUE: Final = {
    "true": True,
    "false": False,
    "sand": True,
    "falsk": False,
    "yes": True,
    "no": False,
    "ja": True,
    "nej": False,
    "1": True,
    "0": False,
}


def text_of(cell: Any) -> str:
    """Return a cell as text."""
    if isinstance(cell, float) and cell.is_integer():  # a number that a spreadsheet program made of 301
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)


def read_value(cell: Any, column: TableColumn) -> Any:
    """Return a cell as the plain data of a document; raises `InvalidModel` where it cannot be read."""
    if isinstance(cell, dt.datetime) and cell.day == 1:
        raise InvalidModel(Problem(code="date_for_text", data={"value": cell.date()}))
    match column.kind:
        case "text":
            return text_of(cell)
        case "ids":
            return text_of(cell).split()
        case "json":
            return _read_json(cell)
        case "boolean":
            return _read_mark(cell)
    return _read_number(cell)


def _read_json(cell: Any) -> Any:
    try:
        return json.loads(cell) if isinstance(cell, str) else cell
    except (ValueError, RecursionError):
        raise InvalidModel(Problem(code="not_json_cell", data={"found": describe(cell)})) from None


def _word(cell: Any) -> str:
    return str(cell).strip().casefold().removesuffix(".0")


def _read_mark(cell: Any) -> bool:
    """Return a truth value; not all are fields of the model, so that they are checked here."""
    if (value := _TRUE.get(_word(cell))) is None:
        raise InvalidModel(Problem(code="expected_yes_no", data={"found": describe(cell)}))
    return value


def _read_number(cell: Any) -> Any:
    if isinstance(cell, str):
        return Plain(read_number(cell))
    if isinstance(cell, bool):
        return cell
    try:
        number = float(cell)
    except (TypeError, ValueError):
        return text_of(cell)
    return int(cell) if number.is_integer() and abs(number) < 1e15 else number


def read_position(cell: Any) -> int:
    """Return the position of a row among its siblings; raises `InvalidModel` for what is not a whole number."""
    try:
        number = float(cell)
    except (TypeError, ValueError):
        number = 0.5
    if isinstance(cell, bool) or not number.is_integer():
        raise InvalidModel(Problem(code="not_a_position", data={"found": describe(cell)}))
    return int(number)


def municipality_of(given: Mapping[str, Any], made_up: Any) -> Any:
    """Return the municipality of a policy as in a document, from the cells of its row."""
    name, code = text_of(given.get("municipality", "")), text_of(given.get("municipality_code", ""))
    if isinstance(made_up, Mapping) and made_up.get("fictitious") is True:
        return {"name": name, "fictitious": True} | ({"code": code} if code else {}) if name else None
    if name and code:
        return {"name": name, "code": code.zfill(3)}
    return name or code or None
