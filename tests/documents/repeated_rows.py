"""Rows that say the same as others."""

from collections.abc import Mapping

import pandas as pd


def repeats(frames: Mapping[str, pd.DataFrame]) -> bool:
    """Return whether two rows of a table differ in their position alone."""
    return any(frame.drop(columns="position", errors="ignore").duplicated().any() for frame in frames.values())
