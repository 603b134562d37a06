"""A report as data for other programs, as JSON."""

import json
from typing import Any

import attrs

from kommunepolitik.blocks import Report


def write_json(report: Report) -> str:
    """Return a report as JSON: each block an object with its class under `block`, and all its fields.

    What is infinite, the open end of an inexact figure, is the text `inf` or `-inf`.
    """
    return json.dumps(_data(report), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _data(value: Any) -> Any:
    if attrs.has(type(value)):
        fields = {field.name: _data(getattr(value, field.name)) for field in attrs.fields(type(value))}
        return {"block": type(value).__name__, **fields}
    if isinstance(value, tuple):
        return [_data(each) for each in value]
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return str(value)
    return value
