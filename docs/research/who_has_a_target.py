"""Who has a target on an indicator, and how far are they? `python who_has_a_target.py [DIR [INDICATOR]]`."""

import sys

import pandas as pd

import kommunepolitik as kp


def who_has_a_target(folder: str, indicator: str) -> pd.DataFrame:
    """Return the targets on an indicator with their judgement, the furthest first, of all editions.

    Progress is how much was reached of what is required by the period (1: all of it); what is to be kept, or only has
    a direction, has none.
    """
    results = kp.evaluate(kp.load_portfolio(folder), folder).frame
    found = results[results["indicator"] == indicator].dropna(subset="target").sort_values("progress", ascending=False)
    return found[["municipality", "policy", "kind", "period", "value", "status", "progress"]]


if __name__ == "__main__":
    defaults = ["examples", "flygtninge-tilbudt-bolig"]
    print(who_has_a_target(*sys.argv[1:3], *defaults[len(sys.argv) - 1 :]).to_string(index=False))
