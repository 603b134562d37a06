"""Single values of the model: what each must be; nothing is converted by guess, and what is wrong is reported."""

import datetime as dt
import math
from collections.abc import Mapping
from numbers import Complex, Number, Real
from typing import Any, Final

from kommunepolitik.errors import InvalidModel, Phrase, Problem, words_of
from kommunepolitik.model.address import Address
from kommunepolitik.model.mapping import FrozenMapping
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.period import Period
from kommunepolitik.model.selections import Selections, Share
from kommunepolitik.model.text import check_length, is_slug, normalise_text
from kommunepolitik.model.unit import Unit

SCALARS: Final = (str, float, int, bool, Period, FrozenMapping, Selections, Share, Unit, Address)

LARGEST: Final = 1e100
"""The largest number; none but zero is closer to zero than 1 / `LARGEST`. Products and ratios of such numbers are
numbers, too."""


def _checked_address(text: str) -> Address:
    parts = text.split("#", 1)
    for part in parts:
        check_length(part)
    if not all(map(is_slug, parts)):
        raise InvalidModel(Problem(code="not_an_address", data={"value": text}))
    return Address(*parts)


def coerce_scalar(value: Any, scalar: type) -> Any:
    """Return a value of a scalar type of the model, or raise what is wrong; nothing is converted by guess."""
    if scalar is str and isinstance(value, str):
        return normalise_text(value)
    is_mapping = issubclass(scalar, FrozenMapping)
    if (is_mapping or scalar in (Period, Unit, Address, bool)) and isinstance(value, scalar):
        return value
    if scalar in (float, int):
        return _coerce_number(value, scalar)
    if scalar is Period:
        if isinstance(value, str | int | dt.date) and not isinstance(value, bool):
            return Period(value if isinstance(value, dt.date) else str(value))
        raise InvalidModel(Problem(code="expected_text", data={"found": describe(value)}))
    if is_mapping:
        if not isinstance(value, Mapping):
            raise InvalidModel(Problem(code="expected_mapping", data={"found": describe(value)}))
        return scalar(value)
    if scalar is bool:
        near = nearest(value, ("true", "false")) if isinstance(value, str) else None
        raise InvalidModel(Problem(code="expected_yes_no", data={"found": describe(value)}, nearest=near))
    if not isinstance(value, str):
        raise InvalidModel(Problem(code="expected_text", data={"found": describe(value)}))
    text = normalise_text(value)
    if scalar is Unit:
        return Unit(text) if text else None
    return _checked_address(text) if scalar is Address else text


def _coerce_number(value: Any, scalar: type) -> float | int:
    code = "expected_whole_number" if scalar is int else "expected_number"
    imaginary = isinstance(value, Complex) and not isinstance(value, Real)
    if isinstance(value, bool) or not isinstance(value, Number) or imaginary:
        raise InvalidModel(Problem(code=code, data={"found": describe(value)}))
    number = coerce_float(value)
    if scalar is int:
        if number != int(number):
            raise InvalidModel(Problem(code=code, data={"found": describe(value)}))
        return int(value) if isinstance(value, int) else int(number)
    return number


def coerce_float(value: Any) -> float:
    """Return a number as a float, or raise if it is infinite, or too large or too close to zero to calculate with."""
    try:
        number = float(value)
    except (OverflowError, ValueError):  # beyond a float; a Decimal that signals
        number = math.inf
    if not math.isfinite(number):
        raise InvalidModel(Problem(code="not_finite", data={"value": describe(value)}))
    if is_extreme(number):
        data = {"value": describe(value), "low": 1 / LARGEST, "high": LARGEST}
        raise InvalidModel(Problem(code="extreme_number", data=data))
    return number + 0.0  # 0 for -0


def is_extreme(number: Any) -> Any:
    """Return whether a number is too large or too close to zero to calculate with, or which of an array are."""
    size = abs(number)
    return (size > LARGEST) | ((size != 0) & (size < 1 / LARGEST))


def coerce_choice(value: Any, choices: tuple[str, ...]) -> str:
    """Return one of the allowed words, or raise with the nearest."""
    if not isinstance(value, str):
        raise InvalidModel(Problem(code="expected_text", data={"found": describe(value)}))
    if value not in choices:
        data = {"value": value, "choices": words_of(choices)}
        raise InvalidModel(Problem(code="not_one_of", data=data, nearest=nearest(value, choices)))
    return str(value)


def describe(value: Any) -> Phrase:
    """Return what a value is, for a message to someone who wrote a document."""
    match value:
        case None:
            return Phrase("found_nothing")
        case str():
            return Phrase("found_text", value)
        case Mapping():
            return Phrase("found_keys")
        case list() | tuple():
            return Phrase("found_list")
        case bool():
            return Phrase("found_truth", str(value).lower())
        case int() if value.bit_length() >= 128:
            return Phrase("found_long_number")
        case int():
            return Phrase("found_number", repr(value))
        case float():
            return Phrase("found_number", repr(float(value)))  # also for a number of numpy
    return Phrase("found_object", type(value).__name__)


def check_object(value: Any, cls: type) -> None:
    """Raise `InvalidModel` if a value that a caller gave is not an object of a class."""
    if not isinstance(value, cls):
        data = {"expected": cls.__name__, "found": describe(value)}
        raise InvalidModel(Problem(code="expected_object", data=data))
