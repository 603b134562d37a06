"""Which row counts for an indicator, group and period."""

from kommunepolitik.figures.figures import Figures
from kommunepolitik.figures.observation import Observation

__all__ = ["Figures", "Observation"]
