"""Which row counts for an indicator, group and period."""

from kommunepolitik.figures.figures import Figures
from kommunepolitik.figures.observation import Observation
from kommunepolitik.figures.periods import (
    FOREVER,
    NEVER,
    Mask,
    Numbers,
    Objects,
    PeriodTable,
    Whole,
    numbered,
    objects,
)
from kommunepolitik.figures.sorted_rows import SortedRows

__all__ = [
    "FOREVER",
    "NEVER",
    "Figures",
    "Mask",
    "Numbers",
    "Objects",
    "Observation",
    "PeriodTable",
    "SortedRows",
    "Whole",
    "numbered",
    "objects",
]
