"""A report as data for other programs, as JSON."""

import json

from kommunepolitik.blocks import Report
from kommunepolitik.model.data import to_data


def write_json(report: Report) -> str:
    """Return a report as JSON: its plain data, in which each block is an object with its class under `block`."""
    return json.dumps(to_data(report), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
