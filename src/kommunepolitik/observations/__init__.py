"""Figures in: one long table of observations, from what people have."""

from kommunepolitik.observations.columns import COLUMNS, Column, Quality
from kommunepolitik.observations.read import read_observations
from kommunepolitik.observations.tables import empty_table, known_by, of_policies

__all__ = ["COLUMNS", "Column", "Quality", "empty_table", "known_by", "of_policies", "read_observations"]
