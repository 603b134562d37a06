"""A report as plain data: each block is an object with its class under `block`, and all its fields."""

from typing import Any

import attrs

from kommunepolitik.blocks.report import Report
from kommunepolitik.model.data import part_to_data, register


def _block_data(value: Any) -> Any:
    """Return a block, or the value of a field of one."""
    if attrs.has(type(value)):
        fields = {field.name: _block_data(getattr(value, field.name)) for field in attrs.fields(type(value))}
        return {"block": type(value).__name__, **fields}
    return [_block_data(each) for each in value] if isinstance(value, tuple) else part_to_data(value)


register(Report, _block_data)
