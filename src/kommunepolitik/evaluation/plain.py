"""Frozen attrs classes as plain data for a JSON file, and back, by the types of their fields.

A field that has its default is left out, so that a class may gain fields without another format.
"""

import math
import types
from collections.abc import Iterable, Mapping
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
        held = ((field, getattr(value, field.name)) for field in attrs.fields(type(value)))
        return {field.name: to_plain(each) for field, each in held if each != field.default}
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
        return None if value is None and type(None) in inner else from_plain(inner[0], value)  # None is written last
    if origin is Literal:
        return coerce_choice(value, inner)
    if origin is tuple:
        if not isinstance(value, list):
            raise InvalidModel(Problem(code="expected_list", data={"found": describe(value)}))
        return tuple(_parts(((number, inner[0], item) for number, item in enumerate(value)), []).values())
    if hint is float and value in ("inf", "-inf"):
        return float(value)
    if hint in (str, float, bool, Period):
        return coerce_scalar(value, hint)
    if issubclass(hint, Record):
        try:
            return build(value, hint)
        except InvalidDocument as error:
            raise InvalidModel(*error.problems) from None
    if not isinstance(value, Mapping):
        raise InvalidModel(Problem(code="expected_mapping", data={"found": describe(value)}))
    fields = attrs.fields_dict(hint)
    missing = [name for name, field in fields.items() if name not in value and field.default is attrs.NOTHING]
    problems = [Problem(code="missing_key", data={"key": name}) for name in missing]
    for key in (key for key in value if key not in fields):
        problems.append(Problem(code="unknown_key", data={"key": key}, path=(key,), nearest=nearest(key, fields)))
    hints = _hints(hint)
    return hint(**_parts(((name, hints[name], value[name]) for name in fields if name in value), problems))


def _parts(parts: Iterable[tuple[Any, Any, Any]], problems: list[Problem]) -> dict[Any, Any]:
    """Return what some parts (key, type and plain data) are, by key; raise all that is wrong, these problems too."""
    found = {}
    for key, hint, value in parts:
        try:
            found[key] = from_plain(hint, value)
        except InvalidModel as error:
            problems += within(key, error)
    if problems:
        raise InvalidModel(*problems)
    return found


_hints = cache(get_type_hints)
