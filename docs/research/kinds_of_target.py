"""What kinds of target do policies set? `python kinds_of_target.py [DIR]`."""

import sys

import pandas as pd

import kommunepolitik as kp


def kinds_of_target(folder: str) -> pd.DataFrame:
    """Return how many targets of each kind each policy with any has, without those that only the modeller set up."""
    targets = kp.to_frames(kp.load_portfolio(folder))["targets"]
    named = targets[targets["basis"] == "source"]
    return pd.crosstab(named["policy"], named["kind"], margins=True)


if __name__ == "__main__":
    print(kinds_of_target(*sys.argv[1:2] or ["examples"]).to_string())
