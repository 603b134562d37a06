"""Which goals vanished between editions? `python vanished_goals.py [DIR]`."""

import sys

import pandas as pd

import kommunepolitik as kp


def vanished_goals(folder: str) -> pd.DataFrame:
    """Return the goals that no element of the next edition carries on, by what the policies themselves declare."""
    columns = ["municipality", "policy", "element", "title"]
    frames = [each.frame for each in kp.comparison.compare_editions(kp.load_portfolio(folder))]
    elements = pd.concat(frames or [pd.DataFrame(columns=["side", "kind", "outcome", *columns])])
    goals = elements[(elements["side"] == "old") & elements["kind"].isin(["goal", "overarching_goal"])]
    return goals[goals["outcome"] == "dropped"][columns]


if __name__ == "__main__":
    print(vanished_goals(*sys.argv[1:2] or ["examples"]).to_string(index=False))
