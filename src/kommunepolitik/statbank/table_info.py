"""Metadata of a table: its variables with their values, its unit, notes and last update."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

import attrs

from kommunepolitik.errors import InvalidObservations, Problem, StatbankError
from kommunepolitik.model.text import normalise_text
from kommunepolitik.observations.json_stat import parse_json


@attrs.frozen(kw_only=True)
class Variable:
    """A variable of a table."""

    id: str
    text: str
    elimination: bool
    """Whether it may be left out: the cells are then summed over it."""
    time: bool
    values: Mapping[str, str] = attrs.field(hash=False)
    """The texts by code, in the order of the table."""


@attrs.frozen(kw_only=True)
class TableInfo:
    """The metadata of a table."""

    id: str
    text: str
    unit: str
    updated: str
    """The time when its figures were last published, as Statistikbanken writes it."""
    active: bool
    """Whether it is still updated."""
    footnote: str
    variables: tuple[Variable, ...]

    @property
    def published(self) -> str:
        """The day of the last update."""
        return dt.datetime.fromisoformat(self.updated).date().isoformat()

    def variable(self, code: str) -> Variable | None:
        """Return a variable by its code, ignoring case."""
        return next((each for each in self.variables if each.id.casefold() == code.casefold()), None)

    def as_json(self) -> bytes:
        """Return it in the format of Statistikbanken, as far as it was read."""
        data = attrs.asdict(self)
        for variable in data["variables"]:
            variable["values"] = [{"id": code, "text": text} for code, text in variable["values"].items()]
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def read_table_info(content: bytes, table: str) -> TableInfo:
    """Read the answer to `tableinfo`.

    Raises:
        StatbankError: it is not an answer of Statistikbanken.
    """
    try:
        return _read(parse_json(content.decode("utf-8-sig")), table)
    except InvalidObservations as error:
        detail = error.problems[0].message()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        detail = f"{type(error).__name__}: {error}"
    raise StatbankError(Problem(code="statbank_answer", data={"table": table, "detail": detail}))


def _read(data: Any, table: str) -> TableInfo:
    if data["id"].casefold() != table.casefold():
        raise ValueError(f"the answer is about {data['id']}")
    dt.datetime.fromisoformat(data["updated"])  # raises if it is not a date
    return TableInfo(
        id=data["id"],
        text=_text(data.get("text")),
        unit=_text(data.get("unit")),
        updated=_text(data["updated"]),
        active=data.get("active") is not False,
        footnote=_note(data.get("footnote")),
        variables=tuple(map(_variable, data["variables"])),
    )


def _variable(data: Any) -> Variable:
    values = {_text(each["id"]): _text(each["text"]) for each in data["values"]}
    if len(values) != len(data["values"]) or not values:
        raise ValueError(f"the values of {data['id']}")
    flags = {name: data.get(name) is True for name in ("elimination", "time")}
    return Variable(id=_text(data["id"]), text=_text(data.get("text")), values=values, **flags)


def _text(value: Any) -> str:
    if value is not None and not isinstance(value, str):
        raise TypeError("a text was expected")
    return normalise_text(value or "")


def _note(value: Any) -> str:
    """Return a footnote: a text, or one or several records with a text."""
    if isinstance(value, list):
        return "\n".join(filter(None, map(_note, value)))
    return _text(value.get("text")) if isinstance(value, dict) else _text(value)
