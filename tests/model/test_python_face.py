"""The inputs of a caller in Python, and the errors for wrong ones."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from itertools import permutations

import numpy as np
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.errors import InvalidModel, UnknownElement

POLICY = kp.Policy(id="p", title="P", municipality=kp.Municipality.find(330))


def test_a_portfolio_holds_policies_and_is_asked_by_id() -> None:
    """What is no policy and no id is reported as such, never an AttributeError."""
    for given in (["x"], "x", [1], None, 5):
        with pytest.raises(InvalidModel, match="expected Policy, found"):
            kp.Portfolio(given)  # type: ignore[arg-type]
    for key in ("q", 0, None):
        with pytest.raises(UnknownElement, match=f"no policy has the id '{key}'"):
            kp.Portfolio([POLICY])[key]  # type: ignore[index]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: kp.evaluate(POLICY, None).explain(None), "expected text, found nothing"),  # type: ignore[arg-type]
        (lambda: kp.render(kp.evaluate(POLICY, None), earlier=POLICY), "expected Evaluation, found"),  # type: ignore[call-overload]
        (lambda: kp.render(kp.evaluate(POLICY, None), theme="vores"), "expected Theme, found the text 'vores'"),  # type: ignore[call-overload]
        (lambda: kp.check(POLICY, earlier="p"), "expected Policy, found the text 'p'"),  # type: ignore[arg-type]
        (lambda: kp.compare(POLICY, POLICY, through="p"), "expected Policy, found the text 'p'"),  # type: ignore[arg-type]
        (lambda: kp.suggest_lineage(POLICY, None), "expected Policy, found nothing"),  # type: ignore[arg-type]
        (lambda: kp.read_observations([], "p"), "expected Policy, found the text 'p'"),  # type: ignore[arg-type]
    ],
)
def test_the_wrong_object_is_refused_in_plain_words(call: Callable[[], object], words: str) -> None:
    """With what was expected and what was found, wherever objects of ours are taken."""
    with pytest.raises(InvalidModel, match=words):
        call()


def test_a_municipality_is_found_by_a_number() -> None:
    """Codes are numbers in many tables; what is neither number nor text is refused."""
    assert kp.Municipality.find(101).name == "København"
    with pytest.raises(InvalidModel, match="expected text, found nothing"):
        kp.Municipality.find(None)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [np.int64(3), np.float64(3), Decimal(3), 3])
def test_numbers_of_other_libraries_are_numbers(value: float) -> None:
    """Those of numpy and decimal become Python's own."""
    content = m.LevelTarget(value=value, comparison="at_least").value
    assert (content, type(content)) == (3.0, float)
    assert m.Indicator(id="i", title="I", decimals=value).decimals == 3  # type: ignore[arg-type]


def test_a_date_is_a_period_of_a_day() -> None:
    """So is a moment: its day."""
    assert kp.Period(dt.date(2024, 3, 1)) == kp.Period("2024-03-01") == kp.Period(dt.datetime(2024, 3, 1, 12))
    assert m.Activity(id="a", title="A", due=dt.date(2024, 3, 1)).due == kp.Period("2024-03-01")  # type: ignore[arg-type]


def test_periods_have_one_order() -> None:
    """Of two that are written differently one is less, and all four comparisons agree."""
    texts = ["2024", "2024-Q4", "2024-01..2024-12", "2023", "2023..", "2022/23"]
    for one, two in permutations(map(kp.Period, texts), 2):
        assert (one < two) != (two < one)
        assert (one <= two) == (one < two) == (not one >= two) == (not one > two)
    assert kp.Period("2024") <= kp.Period("2024") >= kp.Period("2024")
    with pytest.raises(TypeError):
        kp.Period("2024") < 2024  # type: ignore[operator]  # noqa: B015


def test_a_gap_is_asked_for_by_a_name_that_exists() -> None:
    """A misspelt field is not an answer of `nothing is missing`."""
    indicator = m.Indicator(id="i", title="I", missing=[m.Missing(what="kilde til tallet", why="unclear")])  # type: ignore[arg-type]
    assert indicator.gap("baseline") is None
    assert indicator.gap("kilde til tallet") is not None
    with pytest.raises(UnknownElement, match="did you mean 'baseline'"):
        indicator.gap("basline")
    with pytest.raises(UnknownElement, match="did you mean 'kilde til tallet'"):
        indicator.gap("kilde til tal")
