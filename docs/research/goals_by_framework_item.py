"""Which outside objectives, such as national ones, do goals answer to? `python goals_by_framework_item.py [DIR]`."""

import sys

import pandas as pd

import kommunepolitik as kp


def goals_by_framework_item(folder: str) -> pd.DataFrame:
    """Return how many goals of how many policies answer to each objective, those without a goal too."""
    frames = kp.to_frames(kp.load_portfolio(folder))
    items = frames["framework_items"].rename(columns={"id": "item", "title": "objective"})
    both = items[["policy", "item", "objective"]].merge(frames["supports"], how="left", on=["policy", "item"])
    counts = both.dropna(subset="goal").groupby("objective").agg(goals=("goal", "size"), policies=("policy", "nunique"))
    return counts.reindex(both["objective"].unique(), fill_value=0)


if __name__ == "__main__":
    print(goals_by_framework_item(*sys.argv[1:2] or ["examples"]).to_string())
