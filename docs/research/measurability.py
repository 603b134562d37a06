"""How has it developed over editions how far policies can be measured? `python measurability.py [DIR]`."""

import sys

import pandas as pd

import kommunepolitik as kp


def measurability(folder: str) -> pd.DataFrame:
    """Return, by the year an edition begins, the mean share of what has an indicator, a target, a baseline.

    `count` is of how many policies: one without goals, or without indicators, has no share, and one without a period is
    left out.
    """
    policies = kp.load_portfolio(folder)
    begins = kp.to_frames(policies)["policies"].set_index("policy")["period"].str[:4].rename("begins")
    shares = kp.comparison.structure_frame(policies).pivot(index="policy", columns="measure", values="share")
    measures = ["goals_measured", "with_targets", "with_baseline"]
    return shares[measures].groupby(begins).agg(["mean", "count"]).round(2)


if __name__ == "__main__":
    print(measurability(*sys.argv[1:2] or ["examples"]).to_string())
