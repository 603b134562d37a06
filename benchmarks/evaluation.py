"""The cost of judging: 98 municipalities, 300 indicators, 15 years in one call, compared with hand-written pandas.

The hand-written function is the reference: it returns the same statuses (they are compared), for one kind of target
and one shape of table. It is fixed; changes may only make it faster.
"""

import duckdb
import numpy as np
import pandas as pd
import polars as pl
from measuring import seconds

import kommunepolitik.model as m
from kommunepolitik import Portfolio, evaluate, read_observations

YEARS = range(2010, 2025)
BASE, TARGET, START, DUE = 40.0, 70.0, 2010, 2030


def portfolio(indicators: int) -> Portfolio:
    """Return a policy for each of the 98 municipalities."""
    policies = []
    for municipality in m.Municipality.all():
        indicators_of_policy = [
            m.Indicator(
                id=f"i{number}",
                title=f"Indikator {number}",
                unit="%",
                baseline=m.Baseline(period=str(START), value=BASE),
                targets=[m.LevelTarget(value=TARGET, comparison="at_least", due=str(DUE))],
            )
            for number in range(indicators)
        ]
        policies.append(
            m.Policy(id=f"k{municipality.code}", title="P", municipality=municipality, indicators=indicators_of_policy)
        )
    return Portfolio(policies)


def figures(policies: Portfolio) -> pd.DataFrame:
    """Return a figure for each policy, indicator and year."""
    ids = [policy.id for policy in policies]
    indicators = [indicator.id for indicator in next(iter(policies)).indicators]
    index = pd.MultiIndex.from_product([ids, indicators, [str(year) for year in YEARS]])
    frame = index.to_frame(index=False, name=["policy", "indicator", "period"])
    growth = np.random.default_rng(2026).uniform(0, 2.5, len(frame))
    # The figure of the first year is the baseline.
    return frame.assign(value=BASE + (frame["period"].astype(int) - START) * growth)


def by_hand(frame: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Return the newest figure of each series by the deadline, and its status."""
    dated = frame.assign(year=frame["period"].astype("int32")).merge(targets, on=["policy", "indicator"])
    dated = dated[dated["year"] <= dated["due"]]
    last = dated.loc[dated.groupby(["policy", "indicator"], sort=False)["year"].idxmax()]
    way = last["target"] - last["base"]
    required = last["base"] + way * (last["year"] - last["start"]) / (last["due"] - last["start"])
    progress = (last["value"] - last["base"]) / (required - last["base"]).abs()
    conditions = [last["value"] >= last["target"], progress >= 0.95, progress >= 0.6, progress >= 0]
    status = np.select(conditions, ["achieved", "on_track", "behind", "far_behind"], "worsening")
    return last.assign(progress=progress, status=status)


def targets_of(policies: Portfolio) -> pd.DataFrame:
    """Return the targets as the hand-written function accepts them."""
    rows = [(policy.id, each.id, TARGET, DUE, START, BASE) for policy in policies for each in policy.indicators]
    return pd.DataFrame(rows, columns=["policy", "indicator", "target", "due", "start", "base"])


def compared(policies: Portfolio, frame: pd.DataFrame) -> None:
    """Compare the statuses.

    Raises:
        AssertionError: they differ.
    """
    ours = evaluate(policies, frame).frame.set_index(["policy", "indicator"])["status"]
    theirs = by_hand(frame, targets_of(policies)).set_index(["policy", "indicator"])["status"]
    assert ours.tolist() == theirs.reindex(ours.index).tolist()


def main() -> None:
    """Measure and print."""
    for indicators in (30, 300):
        policies = portfolio(indicators)
        table, targets = figures(policies), targets_of(policies)
        compared(policies, table)
        engines = {
            "pandas": table,
            "Polars": pl.from_pandas(table),
            "Polars, lazy": pl.from_pandas(table).lazy(),
            "DuckDB": duckdb.from_df(table),
            "Observations": read_observations(table, policies),
        }
        hand = seconds(lambda table=table, targets=targets: by_hand(table, targets), 5)
        print(f"98 policies, {indicators} indicators, 15 years: {len(table)} figures, {98 * indicators} targets")
        print(f"  {'by hand':<14} {hand:6.3f} s   1.00")
        for name, frame in engines.items():
            taken = seconds(lambda frame=frame, policies=policies: evaluate(policies, frame), 5)
            print(f"  {name:<14} {taken:6.3f} s {taken / hand:6.2f}")


if __name__ == "__main__":
    main()
