"""Single values: nothing is converted by guess, and a wrong one is described."""

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

import kommunepolitik.model as m
from kommunepolitik.errors import InvalidModel


def wrong(make: Any) -> str:
    """Return the message on what a function makes."""
    with pytest.raises(InvalidModel) as caught:
        make()
    return str(caught.value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (["a"], "a list"),
        (("a",), "a list"),
        ({"a": 1}, "keys with values"),
        (True, "the word true"),
        (5, "the number 5"),
        (2.5, "the number 2.5"),
        (np.float64(2.5), "the number 2.5"),
        (2**127 - 1, f"the number {2**127 - 1}"),
        (2**127, "a number of very many digits"),
        (dt.date(2024, 5, 1), "an object of the class date"),
    ],
    ids=str,
)
def test_what_is_found_in_place_of_a_text_is_described(value: Any, words: str) -> None:
    """As somebody would who has written a document, and so that a message stays short."""
    assert wrong(lambda: m.Vision(id="v", statement=value)) == f"statement: expected text, found {words}"


@pytest.mark.parametrize(
    ("value", "period"),
    [("2024-Q4", "2024-Q4"), (2024, "2024"), (dt.date(2024, 5, 1), "2024-05-01"), (m.Period("2024"), "2024")],
    ids=str,
)
def test_a_period_is_a_text_a_year_or_a_day(value: Any, period: str) -> None:
    """A year without quotes is a number in a document."""
    assert str(m.Baseline(period=value).period) == period


@pytest.mark.parametrize(
    ("value", "words"), [(True, "the word true"), (["2024"], "a list"), (2024.0, "the number 2024.0")]
)
def test_nothing_else_is_a_period(value: Any, words: str) -> None:
    """True is no year, although Python counts it as the number 1."""
    assert wrong(lambda: m.Baseline(period=value)) == f"period: expected text, found {words}"


def test_an_address_has_two_ids_at_most() -> None:
    """A policy's and an element's, each of at most 80 characters."""
    longest = "a" * 80
    assert m.Continuation(address=f"{longest}#{longest}", basis="source").address.element == longest
    for text in ("a#b#c", "a#B", "#b", "a#"):
        message = wrong(lambda text=text: m.Continuation(address=text, basis="source"))
        assert message == f"address: '{text}' is not an address; write policy-id#element-id"
    assert "is 81 characters long" in wrong(lambda: m.Continuation(address=f"a#a{longest}", basis="source"))


def test_annotations_are_keys_with_values() -> None:
    """Not a text."""
    assert wrong(lambda: m.Goal(id="g", statement="G", annotations="x")) == (  # type: ignore[arg-type]
        "annotations: expected keys with values, found the text 'x'"
    )


@pytest.mark.parametrize("value", [2**60 + 1, 3.0, Decimal(3), np.int64(3)], ids=repr)
def test_a_whole_number_stays_as_exact_as_it_is(value: Any) -> None:
    """Also where a decimal number could not hold it."""
    low = m.StatedCount(what="goals", low=value).low
    assert (low, type(low)) == (value, int)


def test_no_number_is_below_nothing_by_nothing() -> None:
    """Zero has no sign; what is too large or too small is refused with the limits."""
    assert str(m.Baseline(value=-0.0).value) == "0.0"
    assert "numbers may be zero, or 1e-100 to 1e+100 above or below it" in wrong(lambda: m.Baseline(value=1e101))
