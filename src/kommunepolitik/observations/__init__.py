"""Figures in: one long table of observations, from what people have."""

from kommunepolitik.observations._columns import COLUMNS, Column, Quality
from kommunepolitik.observations._empty import empty_table
from kommunepolitik.observations._read import read_observations

__all__ = ["COLUMNS", "Column", "Quality", "empty_table", "read_observations"]
