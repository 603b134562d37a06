"""The 98 municipalities."""

import pytest

from kommunepolitik.errors import InvalidModel
from kommunepolitik.model import Municipality


def test_there_are_98() -> None:
    """Since 1 January 2007 there are 98 municipalities, each with a three-digit code of its own."""
    everyone = Municipality.all()
    assert len(everyone) == len({m.code for m in everyone}) == len({m.name for m in everyone}) == 98


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("330", "330"),
        ("0330", "330"),
        ("Slagelse", "330"),
        ("slagelse kommune", "330"),
        ("Furesø Kommune", "190"),
        ("Københavns Kommune", "101"),
        ("Bornholms Regionskommune", "400"),
        ("Århus", "751"),
        ("Aabenraa", "580"),
        ("Assens Kommune", "420"),
        ("Randers", "730"),
        ("Vesthimmerlands Kommune", "820"),
    ],
)
def test_a_municipality_is_found_by_code_or_name(written: str, code: str) -> None:
    """With or without Kommune, old or new spelling of å, with the leading nought some registers use."""
    assert Municipality.find(written).code == code


def test_every_municipality_is_found_by_its_own_names() -> None:
    """The short and the full name of each lead back to it."""
    for municipality in Municipality.all():
        assert Municipality.find(municipality.name) == municipality
        assert Municipality.find(municipality.full_name) == municipality


def test_a_misspelt_name_gives_the_nearest() -> None:
    """Who writes Slagels is shown Slagelse."""
    with pytest.raises(InvalidModel, match="did you mean 'Slagelse'"):
        Municipality.find("Slagels")


def test_a_made_up_municipality_is_marked() -> None:
    """A name that is not of the 98 needs the word fictitious, and then has no official code."""
    assert Municipality(name="Nybro", fictitious=True).full_name == "Nybro Kommune"
    with pytest.raises(InvalidModel, match="not one of the 98"):
        Municipality(name="Nybro")
    with pytest.raises(InvalidModel, match="only one of"):
        Municipality(name="Nybro", code="999", fictitious=True)
    with pytest.raises(InvalidModel, match="the code of Slagelse is 330"):
        Municipality(name="Slagelse", code="331")
