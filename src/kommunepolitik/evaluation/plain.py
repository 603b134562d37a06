"""Frozen attrs classes as plain data for a JSON file, and back, by the types of their fields.

A field that has its default is left out, so that a class may gain fields without another format.
"""

import math
import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from kommunepolitik.documents.structure import build, unstructure
from kommunepolitik.errors import InvalidDocument, InvalidModel, Problem
from kommunepolitik.model import Period
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.record import Record, coerce_choice, coerce_scalar, describe, within


def to_plain(value: Any) -> Any:
    """Return a value as dicts, lists, texts and numbers; an infinite number is the text `inf` or `-inf`.

    >>> from kommunepolitik.evaluation.results import Reading
    >>> to_plain(Reading(words="low", value=4.0, required=math.inf, progress=None, status="behind"))
    {'words': 'low', 'value': 4.0, 'required': 'inf', 'progress': None, 'status': 'behind'}
    """
    if isinstance(value, Record):
        return unstructure(value)
    if attrs.has(type(value)) and not isinstance(value, Period):
        fields = attrs.fields(type(value))
        held = {field.name: getattr(value, field.name) for field in fields}
        return {field.name: to_plain(held[field.name]) for field in fields if held[field.name] != field.default}
    if isinstance(value, tuple | list):
        return [to_plain(each) for each in value]
    if isinstance(value, float) and math.isinf(value):
        return str(value)
    return str(value) if isinstance(value, Period) else value


def from_plain(hint: Any, value: Any) -> Any:
    """Return what a field of some type has for plain data.

    Raises:
        InvalidModel: with all that is wrong, each with its path.
    """
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if value is None and type(None) in inner:
            return None
        return from_plain(next(each for each in inner if each is not type(None)), value)
    if origin is Literal:
        return coerce_choice(value, inner)
    if origin is tuple:
        return _items(inner[0], value)
    if hint is float and value in ("inf", "-inf"):
        return float(value)
    if hint in (str, float, bool, Period):
        return coerce_scalar(value, hint)
    if issubclass(hint, Record):
        try:
            return build(value, hint)
        except InvalidDocument as error:
            raise InvalidModel(*error.problems) from None
    return _built(hint, value)


def _items(hint: Any, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise InvalidModel(Problem(code="expected_list", data={"found": describe(value)}))
    items, problems = [], list[Problem]()
    for index, item in enumerate(value):
        try:
            items.append(from_plain(hint, item))
        except InvalidModel as error:
            problems += within(index, error)
    if problems:
        raise InvalidModel(*problems)
    return tuple(items)


def _built(cls: Any, data: Any) -> Any:
    """Return an object of an attrs class."""
    if not isinstance(data, Mapping):
        raise InvalidModel(Problem(code="expected_mapping", data={"found": describe(data)}))
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    hints, fields = _hints(cls), attrs.fields_dict(cls)
    for name, field in fields.items():
        if name in data:
            try:
                values[name] = from_plain(hints[name], data[name])
            except InvalidModel as error:
                problems += within(name, error)
        elif field.default is attrs.NOTHING:
            problems.append(Problem(code="missing_key", data={"key": name}))
    for key in (key for key in data if key not in fields):
        problems.append(Problem(code="unknown_key", data={"key": key}, path=(key,), nearest=nearest(key, fields)))
    if problems:
        raise InvalidModel(*problems)
    return cls(**values)


@cache
def _hints(cls: type) -> Mapping[str, Any]:
    return get_type_hints(cls)
