"""The reduce step gives the same rows in every engine, checked against an oracle in plain Python."""

from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kommunepolitik.figures.reduce import Found, Window, reduce_observations
from kommunepolitik.model import Period

ENGINES: dict[str, Callable[[pd.DataFrame], Any]] = {
    "pandas": lambda frame: frame,
    "pandas with categories": lambda frame: frame.astype({"indicator": "category", "group": "category"}),
    "polars": pl.from_pandas,
    "polars lazy": lambda frame: pl.from_pandas(frame).lazy(),
    "duckdb": duckdb.from_df,
}
PERIODS = ["", "2019", "2020", "2020-Q4", "2020-12", "2021-Q1", "2021/22", "2022", "2018..2022", "2023..", "2024-03-31"]
RANKS = ["span", "day", "month", "quarter", "school_year", "year"]
WINDOWS = [
    Window(),
    Window(until=Period("2020").ordinal or 0),
    Window(after=Period("2019").ordinal or 0, until=Period("2022").ordinal or 0),
    Window(kind="quarter"),
    Window(kind="year", until=Period("2021").ordinal or 0),
    Window(after=Period("2030").ordinal or 0),
]

rows = st.lists(
    st.fixed_dictionaries(
        {
            "policy": st.sampled_from(["p", ""]),
            "indicator": st.sampled_from(["a", "b", "uvedkommende"]),
            "group": st.sampled_from(["", "kvinder"]),
            "period": st.sampled_from(PERIODS),
            "value": st.none() | st.integers(-5, 5).map(float),
            "quality": st.sampled_from(["final", "forecast", "suppressed"]),
            "published": st.sampled_from(["", "2023", "2024-02", "2024-02-15"]),
        }
    ),
    max_size=14,
    unique_by=lambda row: (row["policy"], row["indicator"], row["group"], row["period"], row["published"]),
)


def oracle(table: list[dict[str, Any]], window: Window) -> dict[tuple[str, str, str], tuple[Any, ...]]:
    """Return latest period and value, period before, and count of each series, worked out row by row."""
    found: dict[tuple[str, str, str], dict[Period, dict[str, Any]]] = {}
    for row in table:
        if row["indicator"] == "uvedkommende" or row["quality"] == "forecast" or not row["period"]:
            continue
        period = Period(row["period"])
        month = period.ordinal
        if month is None or not window.after < month <= window.until or window.kind not in (None, period.kind):
            continue
        held = found.setdefault((row["policy"], row["indicator"], row["group"]), {}).get(period)
        if held is None or _issued(row) > _issued(held):
            found[(row["policy"], row["indicator"], row["group"])][period] = row
    answer = {}
    for series, figures in found.items():
        order = sorted(figures, key=lambda period: (period.ordinal or 0, RANKS.index(period.kind)))
        before = [period for period in order if (period.ordinal or 0) < (order[-1].ordinal or 0)]
        answer[series] = (order[-1], figures[order[-1]]["value"], before[-1] if before else None, len(figures))
    return answer


def _issued(row: dict[str, Any]) -> Any:
    end = Period(row["published"]).end if row["published"] else None
    return end.toordinal() if end else 0


def told(found: Found) -> tuple[Any, ...]:
    """Return what the oracle tells of a window."""
    latest = found.latest
    return (latest.period, latest.value, None if found.previous is None else found.previous.period, found.count)


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES.keys())
@settings(max_examples=25)
@given(table=rows)
def test_every_engine_gives_the_oracle_s_rows(
    engine: Callable[[pd.DataFrame], Any], table: list[dict[str, Any]]
) -> None:
    """Law: pandas, Polars (eager and lazy) and DuckDB see the same latest, the same before, the same count."""
    columns = ["policy", "indicator", "group", "period", "value", "quality", "published"]
    kinds = {column: "float64" if column == "value" else "object" for column in columns}
    frame = pd.DataFrame(table, columns=columns).astype(kinds)
    if not table:
        frame = frame.astype({column: "string" for column in columns if column != "value"})
    reduced = reduce_observations(engine(frame), WINDOWS, ["a", "b"])
    for window in WINDOWS:
        seen = {series: told(found) for (series, asked), found in reduced.found.items() if asked == window}
        assert seen == oracle(table, window)
    undated = {
        (r["policy"], r["indicator"], r["group"]) for r in table if not r["period"] and r["quality"] != "forecast"
    }
    assert reduced.without_period == {series for series in undated if series[1] != "uvedkommende"}


def test_a_policy_s_own_figures_stand_before_shared_ones() -> None:
    """A national figure fills in where the policy has none, and never replaces its own of the same period."""
    frame = pd.DataFrame(
        {"policy": ["", "p", ""], "indicator": ["a"] * 3, "period": ["2020", "2020", "2021"], "value": [1.0, 2.0, 3.0]}
    )
    reduced = reduce_observations(frame, [Window(), Window(until=Period("2020").ordinal or 0)], ["a"])
    latest = reduced.get(("p", "a", ""), Window())
    assert latest is not None
    assert latest.previous is not None
    assert (latest.latest.value, latest.previous.value) == (3.0, 2.0)
    assert reduced.get(("q", "a", ""), Window(until=Period("2020").ordinal or 0)).latest.value == 1.0  # type: ignore[union-attr]
