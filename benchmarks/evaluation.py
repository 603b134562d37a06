"""What judging costs: 98 municipalities, 30 indicators, 15 years in one call, by engine, as ratios in one run."""

import random

import duckdb
import pandas as pd
import polars as pl
from measuring import seconds

import kommunepolitik.model as m
from kommunepolitik import Portfolio, evaluate


def portfolio(indicators: int = 30) -> Portfolio:
    """Return a policy for each of the 98 municipalities."""
    policies = []
    for municipality in m.Municipality.all():
        held = tuple(
            m.Indicator(
                id=f"i{number}",
                title=f"Indikator {number}",
                unit="%",
                baseline=m.Baseline(period=m.Period("2010"), value=40),
                targets=(
                    m.LevelTarget(value=60, comparison="at_least", due=m.Period("2024")),
                    m.LevelTarget(value=70, comparison="at_least", due=m.Period("2030")),
                ),
            )
            for number in range(indicators)
        )
        policies.append(m.Policy(id=f"k{municipality.code}", title="P", municipality=municipality, indicators=held))
    return Portfolio(policies)


def figures(policies: Portfolio, years: range) -> pd.DataFrame:
    """Return a figure for each policy, indicator and year."""
    dice = random.Random(2026)
    rows = [
        (policy.id, indicator.id, str(year), 40 + (year - 2010) * dice.uniform(0, 2.5))
        for policy in policies
        for indicator in policy.indicators
        for year in years
    ]
    return pd.DataFrame(rows, columns=["policy", "indicator", "period", "value"])


def main() -> None:
    """Measure and print."""
    policies = portfolio()
    table = figures(policies, range(2010, 2025))
    engines = {
        "pandas": table,
        "Polars": pl.from_pandas(table),
        "Polars, lazy": pl.from_pandas(table).lazy(),
        "DuckDB": duckdb.from_df(table),
    }
    times = {name: seconds(lambda frame=frame: evaluate(policies, frame), 3) for name, frame in engines.items()}
    base = times["pandas"]
    print(f"98 policies, 30 indicators, 15 years: {len(table)} figures, {98 * 60} targets")
    for name, value in times.items():
        print(f"  {name:<14} {value:6.2f} s {value / base:6.2f}")
    one = Portfolio([next(iter(policies))])
    mine = table[table["policy"] == next(iter(policies)).id]
    alone = seconds(lambda: evaluate(one, mine), 3)
    print(f"  one policy     {alone:6.2f} s {alone / base:6.2f}")


if __name__ == "__main__":
    main()
