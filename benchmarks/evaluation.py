"""The cost of judging all targets of many policies in one call, beside hand-written pandas and beside a loop.

The hand-written function is the reference: it returns the same statuses (they are compared), for one kind of target
and one shape of table, without a check of anything. It is fixed; changes may only make it faster. It is given a pandas
frame and a frame of targets, whatever the engine of ours.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl

import kommunepolitik.model as m
from benchmarks.measuring import Row, growth_row, side_by_side
from kommunepolitik import Portfolio, evaluate, read_observations

YEARS = range(2010, 2025)
BASE, TARGET, START, DUE = 40.0, 70.0, 2010, 2030
SIZES = ((1, 30), (98, 20), (98, 300), (98, 3060))
"""Municipalities, and indicators of each; an indicator has one target."""
SAMPLE = 20
"""How many targets of the loop are measured; the time of all is in proportion, as each filters the whole frame."""


def portfolio(indicators: int, municipalities: int = 98) -> Portfolio:
    """Return a policy for each municipality."""
    policies = []
    for municipality in m.Municipality.all()[:municipalities]:
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


def one_by_one(frame: pd.DataFrame, targets: pd.DataFrame) -> list[str]:
    """Return the status of each target, judged by itself: the loop that a notebook begins with."""
    statuses = []
    of_targets: Any = targets.itertuples()
    for row in of_targets:
        own = frame[(frame["policy"] == row.policy) & (frame["indicator"] == row.indicator)]
        dated = own.assign(year=own["period"].astype("int32"))
        dated = dated[dated["year"] <= row.due]
        last: Any = dated.loc[dated["year"].idxmax()]
        required = row.base + (row.target - row.base) * (last["year"] - row.start) / (row.due - row.start)
        progress = (last["value"] - row.base) / abs(required - row.base)
        if last["value"] >= row.target:
            statuses.append("achieved")
        elif progress >= 0:
            statuses.append("on_track" if progress >= 0.95 else "behind" if progress >= 0.6 else "far_behind")
        else:
            statuses.append("worsening")
    return statuses


def targets_of(policies: Portfolio) -> pd.DataFrame:
    """Return the targets as the hand-written function accepts them."""
    rows = [(policy.id, each.id, TARGET, DUE, START, BASE) for policy in policies for each in policy.indicators]
    return pd.DataFrame(rows, columns=["policy", "indicator", "target", "due", "start", "base"])


def sources(table: pd.DataFrame, policies: Portfolio) -> dict[str, Any]:
    """Return the same figures in each engine, and as they are once they are read."""
    return {
        "pandas": table,
        "Polars": pl.from_pandas(table),
        "Polars, lazy": pl.from_pandas(table).lazy(),
        "DuckDB": duckdb.from_df(table),
        "Observations": read_observations(table, policies),
    }


def check(policies: Portfolio, table: pd.DataFrame, targets: pd.DataFrame) -> None:
    """Compare the statuses of all three ways.

    Raises:
        AssertionError: they differ.
    """
    ours = evaluate(policies, table).frame.set_index(["policy", "indicator"])["status"]
    theirs = by_hand(table, targets).set_index(["policy", "indicator"])["status"]
    assert ours.tolist() == theirs.reindex(ours.index).tolist()
    few = targets.head(SAMPLE)
    assert one_by_one(table, few) == ours.loc[list(zip(few["policy"], few["indicator"], strict=True))].tolist()


def rows(quick: bool = False) -> Iterator[Row]:
    """Yield the cost of each engine at each size beside pandas by hand, that of a loop beside ours, and the growth."""
    for municipalities, indicators in ((1, 3), (2, 4)) if quick else SIZES:
        policies = portfolio(indicators, municipalities)
        table, targets = figures(policies), targets_of(policies)
        check(policies, table, targets)
        yield from _beside_by_hand(policies, table, targets, times=1 if quick else 9 if len(targets) < 100_000 else 3)
    sizes = (10, 20) if quick else (3_750, 7_500, 15_000, 30_000)
    yield growth_row("evaluation", "judging", _judging, sizes, times=1 if quick else 7)


def _beside_by_hand(policies: Portfolio, table: pd.DataFrame, targets: pd.DataFrame, times: int) -> Iterator[Row]:
    runs = {name: partial(evaluate, policies, given) for name, given in sources(table, policies).items()}
    taken = side_by_side({"by hand": partial(by_hand, table, targets), **runs}, times)
    size, hand = f"{len(targets):,} targets", taken.pop("by hand")
    for name, ours in taken.items():
        yield Row("evaluation", f"{size}: {name}", "pandas by hand", ours, hand, target="≤ 2")
    few = targets.sample(min(SAMPLE, len(targets)), random_state=1)
    loop = side_by_side({"loop": partial(one_by_one, table, few)}, min(times, 3))["loop"] * len(targets) / len(few)
    promised = "≥ 200" if len(targets) > 1000 else ""  # of a few targets both are over at once
    yield Row("evaluation", f"{size}: a loop of pandas over them", "ours", loop, taken["pandas"], target=promised)


def _judging(targets: int) -> partial[Any]:
    """Return the judgement of a number of targets, by figures that are read."""
    policies = portfolio(targets // 10, 10)
    return partial(evaluate, policies, read_observations(figures(policies), policies))
