"""Data frames as tests compare them."""

import pandas as pd

DESCRIBED = ["municipality_code", "municipality", "title"]
"""The columns of the frame of observations that follow from the policies."""


def filled(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with empty texts for absent ones."""
    return frame.fillna(dict.fromkeys(frame.select_dtypes("string"), ""))
