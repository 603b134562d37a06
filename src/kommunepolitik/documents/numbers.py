"""Numbers of a document that can be read in two ways: 1.200 people are twelve hundred, or one and a fifth."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from kommunepolitik.documents.tree import Plain, Written
from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model import Unit

EITHER: Final = re.compile(r"[-+]?[1-9][0-9]{0,2}\.[0-9]{3}", re.ASCII)
"""Three digits after a point: decimals, or thousands as Danes write them. What begins with 0 is not thousands."""

DANISH_NUMBER: Final = re.compile(r"[-+]?[0-9]{1,3}(?:\.?[0-9]{3})*,[0-9]+", re.ASCII)
"""A number with a decimal comma; points may separate its thousands."""

_OWN: Final = ("margin", "limit")
_QUANTITY: Final = ("value", "value_high")


def doubtful_numbers(indicator: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the numbers in a unit of whole things, as written, that can be read in two ways; `%` has no thousands."""
    unit = indicator.get("unit")
    if not isinstance(unit, str) or not Unit(unit).whole:
        return
    for path, number in _numbers(indicator):
        text = number.text if isinstance(number, Written) else number if isinstance(number, Plain) else ""
        if EITHER.fullmatch(text):
            yield attrs.evolve(_ambiguous(text, text), path=path)


def read_number(cell: str) -> str:
    """Return the number in a cell of a table as in documents, with a decimal point; other text as it is.

    Raises `InvalidModel` for what can be read in two ways, as the decimal mark of a table is not known.

    >>> read_number("1.234,5"), read_number("0,125")
    ('1234.5', '0.125')
    """
    text = cell.strip()
    if EITHER.fullmatch(pointed := text.replace(",", ".")):
        raise InvalidModel(_ambiguous(text, pointed))
    return with_point(text) if DANISH_NUMBER.fullmatch(text) else text


def with_point(text: str) -> str:
    """Write a number with a decimal comma as in YAML."""
    return text.replace(".", "").replace(",", ".") if "," in text else text


def _ambiguous(text: str, pointed: str) -> Problem:
    data = {"value": text, "whole": pointed.replace(".", ""), "decimal": _as_decimal(pointed)}
    return Problem(code="ambiguous_number", data=data)


def _numbers(indicator: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield the numbers that are in the indicator's unit, each with its path."""
    yield from _of(indicator, _OWN)
    yield from _of(indicator.get("baseline"), _QUANTITY, ("baseline",))
    targets = indicator.get("targets")
    for index, target in enumerate(targets if isinstance(targets, list) else ()):
        if isinstance(target, Mapping):
            names = ("value",) if target.get("mode") == "percent" else ("value", "amount")
            yield from _of(target, names, ("targets", index))
            yield from _of(target.get("baseline"), _QUANTITY, ("targets", index, "baseline"))


def _of(holder: Any, names: tuple[str, ...], path: tuple[str | int, ...] = ()) -> Iterator[Any]:
    if isinstance(holder, Mapping):
        yield from (((*path, name), holder[name]) for name in names if name in holder)


def _as_decimal(text: str) -> str:
    """Write a decimal number so that it cannot be read as thousands: without zeros at its end, or else with one more.

    >>> _as_decimal("1.200"), _as_decimal("11.125")
    ('1.2', '11.1250')
    """
    short = text.rstrip("0").rstrip(".")
    return f"{text}0" if short == text else short
