"""The whole line of one element through all available editions."""

import re

import pytest

import kommunepolitik.model as m
from kommunepolitik.comparison import Lineage, lineage
from kommunepolitik.errors import UnknownElement


def edition(year: int, **goals: str) -> m.Policy:
    """Return an edition with goals, each with the addresses it carries on."""
    made = [
        m.Goal(id=id, statement=id, continues=[m.Continuation(address=a, basis="source") for a in addresses.split()])
        for id, addresses in goals.items()
    ]
    return m.Policy(id=f"p{year}", title="P", municipality="Slagelse", goals=made)


def steps_of(found: Lineage) -> tuple[list[tuple[str, str, int]], list[tuple[str, str, int]]]:
    """Return the steps back and on."""
    back, on = ([(s.earlier, s.later, s.distance) for s in steps] for steps in (found.earlier, found.later))
    return back, on


THREE = m.Portfolio(
    [
        edition(2023, job="p2013#arbejde p2013#uddannelse", bolig=""),
        edition(2009, virke=""),
        edition(2013, arbejde="p2009#virke", uddannelse=""),
    ]
)


def test_a_line_is_walked_both_ways_through_three_editions() -> None:
    """From the middle one step each way; from either end two, the nearest first, whatever the order of the portfolio."""
    assert steps_of(lineage(THREE, "p2013#arbejde")) == (
        [("p2009#virke", "p2013#arbejde", 1)],
        [("p2013#arbejde", "p2023#job", 1)],
    )
    assert steps_of(lineage(THREE, "p2009#virke")) == (
        [],
        [("p2009#virke", "p2013#arbejde", 1), ("p2013#arbejde", "p2023#job", 2)],
    )
    assert steps_of(lineage(THREE, "p2023#job"))[0] == [
        ("p2013#arbejde", "p2023#job", 1),
        ("p2013#uddannelse", "p2023#job", 1),
        ("p2009#virke", "p2013#arbejde", 2),
    ]


def test_what_came_of_nothing_has_no_line() -> None:
    """An element that carries nothing on, and that nothing carries on, stands alone."""
    assert steps_of(lineage(THREE, "p2023#bolig")) == ([], [])


def test_a_missing_edition_is_reported_but_not_walked_past() -> None:
    """The step to it is known from the later edition; what it came of is not."""
    found = lineage(m.Portfolio([edition(2023, job="p2013#arbejde"), edition(2009, virke="")]), "p2023#job")
    assert steps_of(found) == ([("p2013#arbejde", "p2023#job", 1)], [])
    assert [step.known for step in found.earlier] == [False]
    assert found.earlier[0].continuation.basis == "source"


def test_a_step_to_an_available_element_or_policy_is_known() -> None:
    """An element may carry on a policy as a whole; a misspelt element is not available."""
    portfolio = m.Portfolio([edition(2023, job="p2013 p2013#arbejde p2013#arbejd"), edition(2013, arbejde="")])
    assert [step.known for step in lineage(portfolio, "p2023#job").earlier] == [True, True, False]


def test_lines_that_meet_again_are_walked_once() -> None:
    """Split and merged anew, every step is reported and none twice."""
    portfolio = m.Portfolio([edition(1, a=""), edition(2, b="p1#a", c="p1#a"), edition(3, d="p2#b p2#c")])
    assert steps_of(lineage(portfolio, "p3#d"))[0] == [
        ("p2#b", "p3#d", 1),
        ("p2#c", "p3#d", 1),
        ("p1#a", "p2#b", 2),
        ("p1#a", "p2#c", 2),
    ]


def test_in_a_notebook_a_line_is_a_table() -> None:
    """A row for each step, back and on; one that nobody has confirmed is a proposal, and what is missing is named."""
    line = m.Continuation(address="p2013#arbejde", basis="interpretation", proposed=True)
    last = m.Policy(
        id="p2023", title="P", municipality="Slagelse", goals=[m.Goal(id="job", statement="J", continues=[line])]
    )
    found = lineage(m.Portfolio([last, edition(2013, arbejde="p2009#virke")]), "p2013#arbejde")
    shown = " ".join(re.sub("<[^>]*>", " ", found._repr_html_()).split())
    assert "p2009#virke p2013#arbejde back 1 source p2013#arbejde p2023#job on 1 proposal" in shown
    assert "Not in the portfolio: p2009#virke." in shown


def test_a_circle_ends() -> None:
    """Two policies that carry on each other are a mistake, and no endless walk."""
    portfolio = m.Portfolio([edition(1, a="p2#b"), edition(2, b="p1#a")])
    assert steps_of(lineage(portfolio, "p1#a")) == (
        [("p2#b", "p1#a", 1), ("p1#a", "p2#b", 2)],
        [("p1#a", "p2#b", 1), ("p2#b", "p1#a", 2)],
    )


def test_the_step_that_closes_a_circle_is_marked() -> None:
    """No element is its own ancestor without a word; lines that only meet again close none."""
    ring = m.Portfolio([edition(1, a="p2#b"), edition(2, b="p1#a"), edition(3, c="p2#b")])
    assert [(step.earlier, step.closes) for step in lineage(ring, "p1#a").earlier] == [("p2#b", False), ("p1#a", True)]
    assert [step.closes for step in lineage(ring, "p3#c").earlier] == [False, False, True]
    meeting = m.Portfolio([edition(1, a=""), edition(2, b="p1#a", c="p1#a"), edition(3, d="p2#b p2#c")])
    assert not any(step.closes for step in lineage(meeting, "p3#d").earlier)


@pytest.mark.parametrize(
    ("address", "nearest"),
    [("p2023#jobb", "p2023#job"), ("p2032#job", "p2023"), ("p2023", "p2023"), ("p2023#", "p2023")],
)
def test_a_misspelt_address_is_answered_with_the_nearest(address: str, nearest: str) -> None:
    """Whether policy or element is misspelt, the message names what may be meant."""
    with pytest.raises(UnknownElement, match=nearest):
        lineage(THREE, address)
