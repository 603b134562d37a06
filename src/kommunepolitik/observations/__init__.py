"""Reads figures from files, frames and records into one validated long table of observations."""

from kommunepolitik.observations import data
from kommunepolitik.observations.columns import COLUMNS, ObservationColumn, Quality
from kommunepolitik.observations.normalise import read_observations
from kommunepolitik.observations.observations import Observations
from kommunepolitik.observations.values import DecimalMark
from kommunepolitik.observations.write import to_csv, write_csv

__all__ = [
    "COLUMNS",
    "DecimalMark",
    "ObservationColumn",
    "Observations",
    "Quality",
    "read_observations",
    "to_csv",
    "write_csv",
]

__dir__ = __all__.copy  # what Tab offers

REGISTERED = (data,)  # whose classes have a form as plain data, by being imported
