"""Numbers of a document that can be read in two ways: 1.200 people are twelve hundred, or one and a fifth."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from kommunepolitik.documents.tree import Plain, Written
from kommunepolitik.errors import Problem
from kommunepolitik.model import Unit

EITHER: Final = re.compile(r"[-+]?[1-9][0-9]{0,2}\.[0-9]{3}", re.ASCII)
"""Three digits after a point: decimals, or thousands as Danes write them. What begins with 0 is no thousand."""

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
            data = {"value": text, "whole": text.replace(".", ""), "decimal": _as_decimal(text)}
            yield Problem(code="ambiguous_number", data=data, path=path)


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
    """Write a decimal number so that it is no thousand: without zeros at its end, or else with one more.

    >>> _as_decimal("1.200"), _as_decimal("11.125")
    ('1.2', '11.1250')
    """
    short = text.rstrip("0").rstrip(".")
    return f"{text}0" if short == text else short
