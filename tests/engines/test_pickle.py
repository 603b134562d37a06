"""What is sent to the workers of Spark and Dask arrives as it was."""

import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kommunepolitik as kp
from kommunepolitik import errors
from kommunepolitik.evaluation import Record
from tests.documents.test_round_trip import CONCRETE
from tests.observations.test_inputs import POLICY, ROWS
from tests.strategies import A_THIRD, policies, records

ERRORS = [
    found
    for name in errors.__all__
    if isinstance(found := getattr(errors, name), type) and issubclass(found, Exception)
]


def sent(value: Any) -> Any:
    """Return what a worker gets."""
    return pickle.loads(pickle.dumps(value))


@pytest.mark.parametrize("name", ["slagelse_2013", "slagelse_2023", "furesoe_2018"])
def test_a_policy_arrives_whole(examples: Path, name: str) -> None:
    """With all its parts, whatever class they are of."""
    policy = kp.load(examples / name)
    assert sent(policy) == policy
    assert sent(kp.Portfolio([policy])).policies == (policy,)


def test_observations_arrive_and_cannot_be_changed() -> None:
    """Their arrays are as read-only there as here."""
    figures = kp.read_observations(
        [{"policy": "p", **row} for row in ROWS] + [{"policy": "", "indicator": "x", "value": 1}], POLICY
    )
    arrived = sent(figures)
    assert arrived.frame.equals(figures.frame)
    assert (arrived.unused, arrived.policies) == (figures.unused, figures.policies)
    with pytest.raises(ValueError, match="read-only"):
        arrived.numbers["value"][0] = 0.0


@pytest.mark.parametrize("asked_before", [True, False])
def test_an_evaluation_arrives_with_all_results(asked_before: bool) -> None:
    """Also those columns that nobody had asked for."""
    evaluation = kp.evaluate(POLICY, ROWS)
    if asked_before:
        assert evaluation.results
    arrived = sent(evaluation)
    assert arrived.results == kp.evaluate(POLICY, ROWS).results
    assert arrived.frame.equals(evaluation.frame)
    assert arrived.explain("job") == evaluation.explain("job")
    assert sent(Record.of(evaluation, "p")) == Record.of(evaluation, "p")


@pytest.mark.parametrize("kind", ERRORS)
@given(line=st.none() | st.integers(1), nearest=st.none() | st.text())
def test_an_error_arrives_with_its_problems(kind: Any, line: int | None, nearest: str | None) -> None:
    """Their data and places, and so its words."""
    phrase = errors.Phrase("empty")
    error = kind(errors.Problem(code="not_a_number", data={"value": phrase, "remedy": ""}, line=line, nearest=nearest))
    arrived = sent(error)
    assert type(arrived) is kind
    assert arrived.problems == error.problems
    assert str(arrived) == str(error)


@pytest.mark.parametrize("kind", CONCRETE, ids=lambda kind: kind.__name__)
@A_THIRD
@given(data=st.data())
def test_an_object_of_every_class_of_the_model_arrives_equal(kind: Any, data: st.DataObject) -> None:
    """Law: whatever its fields hold."""
    value = data.draw(records(kind))
    assert sent(value) == value


@A_THIRD
@given(policies())
def test_any_policy_arrives_equal(policy: kp.Policy) -> None:
    """Law: and a portfolio of it."""
    assert sent(policy) == policy
    assert sent(kp.Portfolio([policy])) == kp.Portfolio([policy])
