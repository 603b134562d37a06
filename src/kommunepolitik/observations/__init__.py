"""Figures in: one long table of observations, from what people have; and what of it is not for the public."""

from kommunepolitik.observations._columns import COLUMNS, Column, Quality
from kommunepolitik.observations._disclosure import Mark, Withheld, mark, mark_of, withhold
from kommunepolitik.observations._grounds import scale, stated_in, tells_few
from kommunepolitik.observations._read import read_observations
from kommunepolitik.observations._tables import empty_table, known_by, of_policies

__all__ = [
    "COLUMNS",
    "Column",
    "Mark",
    "Quality",
    "Withheld",
    "empty_table",
    "known_by",
    "mark",
    "mark_of",
    "of_policies",
    "read_observations",
    "scale",
    "stated_in",
    "tells_few",
    "withhold",
]
