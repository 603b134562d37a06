"""What it means that two tables of figures or two evaluations are equal."""

import json
import pickle
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

import kommunepolitik as kp
from kommunepolitik.observations import Observations
from tests.observations.test_inputs import POLICY
from tests.observations.test_inputs import ROWS as INPUTS
from tests.observations.test_write import ROWS

TABLES = st.lists(ROWS, max_size=5, unique_by=lambda row: (row["indicator"], row["period"]))
SIMILAR = st.lists(
    st.fixed_dictionaries(
        {"period": st.sampled_from([2023, 2024]), "value": st.sampled_from([1, 2]), "note": st.sampled_from(["", "n"])}
    ),
    max_size=2,
    unique_by=lambda row: row["period"],
)


@given(rows=TABLES)
def test_figures_that_were_sent_or_saved_are_equal(rows: list[dict[str, Any]]) -> None:
    """Law: neither pickle nor JSON changes what a table is equal to."""
    figures = kp.read_observations(rows)
    assert pickle.loads(pickle.dumps(figures)) == figures
    text = json.dumps(kp.to_data(figures), allow_nan=False)
    assert kp.from_data(json.loads(text), Observations) == figures


@given(SIMILAR, SIMILAR)
def test_tables_are_equal_by_their_rows_in_order(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> None:
    """Law: they are equal where their frames are, and nowhere else."""
    a, b = (kp.read_observations([{"indicator": "job", **row} for row in rows]) for rows in (one, other))
    assert (a == b) == a.frame.equals(b.frame)
    assert (a == b) == (b == a)


def test_the_order_of_rows_counts() -> None:
    """The same figures in another order are another table."""
    rows = [{"indicator": "job", "period": year, "value": 1} for year in (2023, 2024)]
    assert kp.read_observations(rows) != kp.read_observations(rows[::-1])
    assert kp.read_observations(rows) != rows
    assert kp.read_observations(rows).where([1, 0]) == kp.read_observations(rows[::-1])  # type: ignore[arg-type]


def test_no_rows_may_be_chosen() -> None:
    """By an empty list of numbers, as by a mask of none."""
    figures = kp.read_observations([{"indicator": "job", "period": year, "value": year} for year in (2024, 2025)])
    assert len(figures.where([])) == len(figures.where(np.zeros(2, np.bool_))) == 0
    assert figures.where([1]).numbers["value"].tolist() == [2025]


def test_a_table_is_the_same_whatever_it_was_checked_against() -> None:
    """A table read from JSON lacks the policies, and with them the titles; checked again it has them."""
    figures = kp.read_observations(INPUTS, POLICY)
    read = kp.from_data(kp.to_data(figures), Observations)
    assert read == figures
    assert read.frame["title"].isna().all()
    assert kp.read_observations(read, POLICY).frame.equals(figures.frame)


def test_an_evaluation_is_equal_to_one_of_the_same() -> None:
    """Of the same policies, figures, dates, method and audience."""
    evaluation = kp.evaluate(POLICY, INPUTS, at="2025")
    assert pickle.loads(pickle.dumps(evaluation)) == evaluation
    assert kp.evaluate(POLICY, INPUTS, at="2025") == evaluation
    others: list[dict[str, Any]] = [{"at": "2024"}, {"known": "2025-03"}, {"method": "cagr"}, {"audience": "internal"}]
    assert [other for other in others if kp.evaluate(POLICY, INPUTS, **{"at": "2025"} | other) == evaluation] == []
    assert kp.evaluate(POLICY, INPUTS[:1], at="2025") != evaluation
    assert evaluation != evaluation.results


@pytest.mark.parametrize("make", [lambda: kp.read_observations(INPUTS, POLICY), lambda: kp.evaluate(POLICY, INPUTS)])
def test_what_is_equal_by_its_rows_has_no_hash(make: Any) -> None:
    """As a table it is looked up nowhere."""
    with pytest.raises(TypeError, match="unhashable"):
        hash(make())
