"""A report as plain data: each block is an object with its class under `block`, and all its fields."""

from typing import Any

import attrs

from kommunepolitik.blocks.report import Report
from kommunepolitik.model.data import register


def _block_data(value: Any) -> Any:
    """Return a block, or what a field of one holds; what is infinite, an open end, is the text `inf` or `-inf`."""
    if attrs.has(type(value)):
        fields = {field.name: _block_data(getattr(value, field.name)) for field in attrs.fields(type(value))}
        return {"block": type(value).__name__, **fields}
    if isinstance(value, tuple):
        return [_block_data(each) for each in value]
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return str(value)
    return value


register(Report, _block_data)
