"""The cost of judging all targets of many policies in one call, beside hand-written pandas and beside a loop.

The hand-written function is the reference: it returns the same statuses (they are compared), for one kind of target
and one shape of table, without a check of anything. It is fixed; changes may only make it faster. It is given a pandas
frame and a frame of targets, whatever the engine of ours.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

import attrs
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
KINDS = 5
"""The kinds of targets in a mixed portfolio: a level, a change, a group, a difference and a running sum."""


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
    """Return the status of each target, judged by itself: the loop that an analyst begins with.

    For each target it looks through the whole frame.
    """
    of_targets: Any = targets.itertuples()
    return [
        _status(frame[(frame["policy"] == row.policy) & (frame["indicator"] == row.indicator)], row)
        for row in of_targets
    ]


def group_by_group(frame: pd.DataFrame, targets: pd.DataFrame) -> list[str]:
    """Return the status of each target in a loop over the series, which are found once: a fairer comparison."""
    series = dict(iter(frame.groupby(["policy", "indicator"], sort=False)))
    of_targets: Any = targets.itertuples()
    return [_status(series[row.policy, row.indicator], row) for row in of_targets]


def _status(own: pd.DataFrame, row: Any) -> str:
    """Return the status of one target by the figures of its series."""
    dated = own.assign(year=own["period"].astype("int32"))
    dated = dated[dated["year"] <= row.due]
    last: Any = dated.loc[dated["year"].idxmax()]
    required = row.base + (row.target - row.base) * (last["year"] - row.start) / (row.due - row.start)
    progress = (last["value"] - row.base) / abs(required - row.base)
    if last["value"] >= row.target:
        return "achieved"
    if progress >= 0:
        return "on_track" if progress >= 0.95 else "behind" if progress >= 0.6 else "far_behind"
    return "worsening"


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
    """Compare the statuses of all ways.

    Raises:
        AssertionError: they differ.
    """
    ours = evaluate(policies, table).frame.set_index(["policy", "indicator"])["status"]
    theirs = by_hand(table, targets).set_index(["policy", "indicator"])["status"]
    assert ours.tolist() == theirs.reindex(ours.index).tolist()
    few = targets.head(SAMPLE)
    expected = ours.loc[list(zip(few["policy"], few["indicator"], strict=True))].tolist()
    assert one_by_one(table, few) == expected
    assert group_by_group(table, few) == expected


def rows(quick: bool = False) -> Iterator[Row]:
    """Yield the cost of each engine at each size beside pandas by hand, that of a loop beside ours, and the growth."""
    for municipalities, indicators in ((1, 3), (2, 4)) if quick else SIZES:
        policies = portfolio(indicators, municipalities)
        table, targets = figures(policies), targets_of(policies)
        check(policies, table, targets)
        yield from _beside_by_hand(policies, table, targets, times=1 if quick else 9 if len(targets) < 100_000 else 3)
    yield _mixed_beside_uniform(*((2, 5) if quick else (98, 300)), times=1 if quick else 5)
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
    what = f"{size}: a loop of pandas that looks through the whole frame for each ({len(few)} measured, in proportion)"
    yield Row("evaluation", what, "ours", loop, taken["pandas"], target=promised)
    if len(targets) <= 30_000:
        grouped = side_by_side({"loop": partial(group_by_group, table, targets)}, 1)["loop"]
        yield Row("evaluation", f"{size}: a loop of pandas over `groupby`", "ours", grouped, taken["pandas"])


def mixed(indicators: int, municipalities: int) -> tuple[Portfolio, pd.DataFrame]:
    """Return policies whose targets are of all kinds in turn, and their figures, with those of a group."""
    base, due = m.Baseline(period=str(START), value=BASE), str(DUE)
    no_gap = m.Baseline(period=str(START), value=0)
    targets: list[m.Target] = [
        m.LevelTarget(value=TARGET, comparison="at_least", due=due),
        m.ChangeTarget(amount=TARGET - BASE, mode="points", per="total", due=due),
        m.LevelTarget(value=TARGET, comparison="at_least", due=due, group="unge", baseline=base),
        m.LevelTarget(value=5, comparison="at_least", due=due, relative_to=m.RelativeTo(group="unge"), baseline=no_gap),
        m.LevelTarget(value=TARGET * 15, comparison="at_least", due=due, cumulative=True, start=str(START)),
    ]
    policies = [
        attrs.evolve(
            policy,
            groups=[m.Group(id="unge", title="Unge")],
            indicators=[
                attrs.evolve(each, baseline=None if n % KINDS > 1 else base, targets=[targets[n % KINDS]])
                for n, each in enumerate(policy.indicators)
            ],
        )
        for policy in portfolio(indicators, municipalities)
    ]
    table = figures(Portfolio(policies)).assign(group="")
    kind = table["indicator"].str.removeprefix("i").astype(int) % KINDS
    others = table[kind.isin([2, 3])].assign(group="unge", value=lambda rows: rows["value"] * 0.9)
    return Portfolio(policies), pd.concat([table[kind != 2], others], ignore_index=True)


def _mixed_beside_uniform(municipalities: int, indicators: int, times: int) -> Row:
    """Return the cost of targets of all kinds beside as many levels; both up to the frame of the results."""
    uniform, (policies, table) = portfolio(indicators, municipalities), mixed(indicators, municipalities)
    levels = figures(uniform)
    assert not evaluate(policies, table).frame["status"].isin(["not_assessed"]).any()
    runs = {"mixed": lambda: evaluate(policies, table).frame, "uniform": lambda: evaluate(uniform, levels).frame}
    taken = side_by_side(runs, times)
    what = f"{municipalities * indicators:,} targets: levels, changes, groups, differences and sums in turn, as a frame"
    return Row("evaluation", what, "levels alone", taken["mixed"], taken["uniform"])


def _judging(targets: int) -> partial[Any]:
    """Return the judgement of a number of targets, by figures that are read."""
    policies = portfolio(targets // 10, 10)
    return partial(evaluate, policies, read_observations(figures(policies), policies))
