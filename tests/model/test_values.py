"""Units, addresses and intervals: values in place of texts that everyone would read in his own way."""

import math

import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.errors import InvalidModel
from kommunepolitik.model import Address, Interval, Unit


@pytest.mark.parametrize(
    "text", ["%", "‰", "procentpoint", "indeks", "point", "karakter", "karakterpoint", "Procent", "pct.", "pct"]
)
def test_relative_units_are_known_however_they_are_written(text: str) -> None:
    """They never add up."""
    assert Unit(text).relative
    assert not Unit(text).whole


@pytest.mark.parametrize(
    ("text", "scale"),
    [("pct.", 100), ("pr. 100", 100), ("‰", 1000), ("per 1,000", 1000), ("pr. 10.000 indbyggere", 10_000),
     ("pr. 100.000", 100_000), ("andel", 1), ("kr.", None), ("procentpoint", None)],
)  # fmt: skip
def test_the_whole_of_a_share_is_known_from_its_unit(text: str, scale: float | None) -> None:
    """All of 10.000 inhabitants are 10,000; of kroner there is no whole."""
    assert Unit(text).scale == scale


@pytest.mark.parametrize("text", ["antal", "personer", "Borgere", "antal elever"])
def test_units_of_whole_things(text: str) -> None:
    """Half a person is nobody; kroner and kilometres have halves."""
    assert Unit(text).whole
    assert not Unit("mio. kr.").whole


@pytest.mark.parametrize(
    ("unit", "words", "is_written"),
    [
        ("%", "pct.", True),
        ("%", "% af børnene", True),
        ("%", "procentpoint", False),
        ("%", "personer", False),
        ("antal", "personer", True),
        ("antal", "kr.", False),
        ("antal borgere", "borgere", True),
        ("mio. kr.", "mio.", True),
        ("mio. kr.", "kr.", False),
        ("kr.", "mio. kr.", False),
        ("kr. pr. elev", "kr.", True),
    ],
)
def test_words_beside_a_number_are_its_unit_or_another(unit: str, words: str, is_written: bool) -> None:
    """Its own words or the first of them, what is counted, and what a share is of; a thousand times as much is another."""
    assert Unit(unit).is_written(words) == is_written


def test_a_difference_of_percentages_is_in_percentage_points() -> None:
    """The difference of two numbers is a number."""
    assert str(Unit("pct.").of_difference) == "percentage points"
    assert Unit("antal").of_difference == Unit("antal")
    assert not Unit("procentpoint").percent


def test_an_address_has_a_policy_and_perhaps_an_element() -> None:
    """Text and value lead to the same object."""
    line = m.Continuation(address="gammel#maal", basis="source")
    assert line.address == Address("gammel", "maal") == Address.read("gammel#maal")
    assert str(Address("gammel")) == "gammel"


@pytest.mark.parametrize(("given", "found"), [(None, "found nothing"), (5, "found an object of the class int")])
def test_an_address_is_read_from_a_text(given: object, found: str) -> None:
    """What else is given is named."""
    with pytest.raises(InvalidModel, match=f"expected text, {found}"):
        Address.read(given)  # type: ignore[arg-type]


def test_a_municipality_is_written_as_its_name_and_a_made_up_one_in_full() -> None:
    """The name alone would be looked up among the 98."""
    assert m.Municipality.find("330").as_text() == "Slagelse"
    assert m.Municipality(name="Nybro", fictitious=True).as_text() is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((5, 7, None, None, None), Interval(low=5, high=7)),
        ((5, None, "about", None, None), Interval(low=5, high=5)),
        ((5, None, "under", Unit("%"), None), Interval(low=0, high=5, high_open=True)),
        ((5, None, "under", Unit("grader"), None), Interval(low=-math.inf, high=5, high_open=True)),
        ((95, None, "over", Unit("%"), 100), Interval(low=95, high=100, low_open=True)),
        ((5, None, "just_under", None, None), Interval(low=5, high=5, high_open=True)),
        ((5, None, "just_over", None, None), Interval(low=5, high=5, low_open=True)),
    ],
)
def test_an_inexact_quantity_is_an_interval(given: tuple, expected: Interval) -> None:  # type: ignore[type-arg]
    """Shares and numbers of things have a floor of 0, and a limit is a ceiling."""
    assert Interval.of(*given) == expected


def test_a_portfolio_knows_its_policies_and_ids() -> None:
    """An equal policy is in it; another by the same id is not."""
    policy = kp.Policy(id="p", title="P", municipality="Slagelse")
    portfolio = kp.Portfolio([policy])
    assert policy in portfolio
    assert "p" in portfolio
    assert kp.Policy(id="p", title="Q", municipality="Slagelse") not in portfolio
    assert portfolio.ids == ("p",)


def test_mappings_handed_out_cannot_change_the_object() -> None:
    """Elements by id and the facts of measurability are read-only."""
    policy = kp.Policy(id="p", title="P", municipality="Slagelse", goals=[m.Goal(id="g", statement="G")])
    facts = m.measure(policy)
    assert hash(m.FrozenMapping({"a": 1, "b": 2})) == hash(m.FrozenMapping({"b": 2, "a": 1}))
    for mapping in (policy.elements, facts.measured, facts.parts, facts.gaps, facts.goals_per_area, facts.target_kinds):
        with pytest.raises(TypeError):
            mapping["x"] = 1  # type: ignore[index]


def test_public_packages_are_attributes_on_first_use() -> None:
    """`kp.model.Goal` works after importing the package alone."""
    assert kp.model.Goal is m.Goal
    with pytest.raises(AttributeError):
        kp.modle  # noqa: B018
