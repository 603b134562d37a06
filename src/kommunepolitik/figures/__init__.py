"""Which row counts for an indicator, group and period."""

from kommunepolitik.figures.figures import Figures
from kommunepolitik.figures.observation import Observation
from kommunepolitik.figures.update import Update

__all__ = ["Figures", "Observation", "Update"]

__dir__ = __all__.copy  # what Tab offers
