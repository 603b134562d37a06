"""A policy as a whole: ids, references, editions."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given

import kommunepolitik.model as m
from kommunepolitik.errors import MAX_LISTED, MAX_PROBLEMS, InvalidModel, UnknownElement
from kommunepolitik.model.accounts import is_accounted_for
from tests.strategies import policies

SLAGELSE = m.Municipality.find("330")


def policy(**fields: Any) -> m.Policy:
    """Return a small policy."""
    return m.Policy(**{"id": "p", "title": "P", "municipality": SLAGELSE, **fields})


def problems(**fields: Any) -> list[str]:
    """Return what is wrong with a small policy, in words."""
    with pytest.raises(InvalidModel) as caught:
        policy(**fields)
    return caught.value.lines()


def test_ids_are_unique_across_all_kinds() -> None:
    """A goal and an indicator cannot share an id, because both are addressed as policy-id#id."""
    text = problems(goals=[m.Goal(id="job", statement="S")], indicators=[m.Indicator(id="job", title="T")])
    assert text == ["indicators[0].id: the id 'job' is already used at goals[0]"]


def test_a_reference_leads_to_an_element_of_the_right_class() -> None:
    """A goal is measured by an indicator, not by a goal; the nearest right id is given."""
    goals = [m.Goal(id="flere-i-job", statement="S", measured_by=["flere-i-job", "beskaeftigelsesfrekvns"])]
    text = problems(goals=goals, indicators=[m.Indicator(id="beskaeftigelsesfrekvens", title="T")])
    assert text == [
        "goals[0].measured_by[0]: 'flere-i-job' is the id of a goal, not of an indicator; known: beskaeftigelsesfrekvens",
        "goals[0].measured_by[1]: no indicator has the id 'beskaeftigelsesfrekvns'; did you mean 'beskaeftigelsesfrekvens'?",
    ]


def test_of_many_dangling_references_those_shown_get_the_nearest_id() -> None:
    """All are found; to look for the nearest id of each would take long, and a message shows only so many."""
    with pytest.raises(InvalidModel) as caught:
        policy(
            goals=[
                m.Goal(id="a", statement="S", measured_by=[f"indikato{number}" for number in range(MAX_PROBLEMS + 9)])
            ],
            indicators=[m.Indicator(id="indikator", title="T")],
        )
    assert [each.nearest for each in caught.value.problems] == ["indikator"] * MAX_PROBLEMS + [None] * 9


def test_references_are_found_however_deep() -> None:
    """Citations of targets, sub-goals of sub-goals and gaps of remarks are walked too."""
    citation = m.Citation(source="nej")
    target = m.LevelTarget(value=1, comparison="at_least", citation=citation)
    deep = m.Goal(id="a", statement="S", goals=[m.Goal(id="b", statement="S", target_groups=["nej"])])
    text = problems(goals=[deep], indicators=[m.Indicator(id="i", title="T", targets=[target])])
    assert [line.partition(":")[0] for line in text] == [
        "goals[0].goals[0].target_groups[0]",
        "indicators[0].targets[0].citation.source",
    ]


def test_a_policy_holds_after_its_period_but_not_before() -> None:
    """Slagelse's policy of 2013-2016 was in force until 2023; none is in force before it begins."""
    assert policy(period="2013-2016", in_force="2013..2023").in_force == m.Period("2013..2023")
    assert problems(period="2013-2016", in_force="2012..")
    assert problems(supersedes="p")


def test_an_element_carries_on_an_earlier_edition_not_its_own() -> None:
    """Continuation leads to another policy."""
    own = m.Continuation(address="p#g", basis="source")
    assert problems(goals=[m.Goal(id="h", statement="S", continues=[own])])
    assert problems(continues=[m.Continuation(address="p", basis="source")])


def test_a_report_accounts_for_plan_tracks_areas_goals_and_indicators() -> None:
    """Not for groups, activities and decisions."""
    activity = m.Activity(id="forloeb", title="F")
    found = policy(
        plan=m.Plan(id="plan", title="P", tracks=[m.Track(id="spor", title="S", activities=[activity])]),
        focus_areas=[m.FocusArea(id="omraade", title="O")],
        goals=[m.Goal(id="maal", statement="S", goals=[m.Goal(id="delmaal", statement="S")])],
        indicators=[m.Indicator(id="job", title="J")],
        groups=[m.Group(id="unge", title="Unge")],
        decisions=[m.Decision(id="d", body="Byrådet", date="2024")],
    )
    assert found.reported == {"plan", "spor", "omraade", "maal", "delmaal", "job"}


def test_as_many_ids_are_listed_as_one_can_choose_among() -> None:
    """Eight; of more, a list would hide the mistake."""
    few, many = ([m.Indicator(id=f"i{n}", title="I") for n in range(count)] for count in (MAX_LISTED, MAX_LISTED + 1))
    goals = [m.Goal(id="g", statement="S", measured_by=["bolig"])]
    assert [problems(goals=goals, indicators=each)[0].partition("; known: ")[2] for each in (few, many)] == [
        "i0, i1, i2, i3, i4, i5, i6, i7",
        "",
    ]
    with pytest.raises(UnknownElement, match="known: i0, i1, i2, i3, i4, i5, i6, i7"):
        policy(indicators=few).element("bolig")
    with pytest.raises(UnknownElement, match="has the id 'bolig'$"):
        policy(indicators=many).element("bolig")


def test_a_policy_is_over_after_its_last_day_or_when_another_replaced_it() -> None:
    """On its last day it is in force; without a last day it is not over."""
    last = dt.date(2024, 12, 31)
    ended = policy(in_force="2020..2024")
    assert (ended.is_over(last), ended.is_over(last + dt.timedelta(1))) == (False, True)
    assert not policy(in_force="2020..").is_over(last)
    assert not policy().is_over(last)
    assert policy(in_force="2020..", stage="superseded").is_over(last)


@pytest.mark.parametrize(
    ("account", "first"),
    [
        ({"period": "2024", "date": "2025-02-01"}, dt.date(2025, 2, 1)),
        ({"period": "2024"}, dt.date(2024, 1, 1)),
    ],
)
def test_an_element_is_accounted_for_from_the_day_of_the_report(account: dict[str, str], first: dt.date) -> None:
    """Without that day, from the first of the period; at any time, if no day is asked for."""
    accounts = [m.Account(element="job", text="Flere i job.", **account)]  # type: ignore[arg-type]
    before, ids = first - dt.timedelta(1), ["job", "bolig"]
    assert [is_accounted_for(accounts, ids, day) for day in (before, first, None)] == [False, True, True]
    assert not is_accounted_for(accounts, ["bolig"])


def test_elements_are_found_by_id() -> None:
    """An unknown id gives the nearest, or else the few there are; the policy itself is not one of its elements."""
    small = policy(goals=[m.Goal(id="job", statement="S", goals=[m.Goal(id="jobbet", statement="S")])])
    assert list(small.elements) == ["job", "jobbet"]
    assert [goal.id for goal in small.all_goals()] == ["job", "jobbet"]
    with pytest.raises(UnknownElement, match="did you mean 'job'"):
        small.element("jb")
    with pytest.raises(UnknownElement, match="no element has the id 'xyz'; known: job, jobbet"):
        small.element("xyz")
    with pytest.raises(UnknownElement):
        small.indicator("job")


@given(policies())
def test_a_policy_finds_each_of_its_elements(drawn: m.Policy) -> None:
    """Law: what is listed is found, and goals of areas are among all goals."""
    assert all(drawn.element(id) is element for id, element in drawn.elements.items())
    assert set(map(id, drawn.area_goals())) <= set(map(id, drawn.all_goals()))


def test_editions_form_chains_oldest_first() -> None:
    """Two newest editions of one older policy have a chain each; a policy alone is a chain of one."""
    old, new, other = policy(id="a"), policy(id="b", supersedes="a"), policy(id="c", supersedes="a")
    single = policy(id="d", supersedes="unknown")
    portfolio = m.Portfolio([new, single, old, other])
    assert [[p.id for p in chain] for chain in portfolio.chains()] == [["a", "b"], ["d"], ["a", "c"]]
    assert portfolio["a"] is old
    assert "a" in portfolio
    assert len(portfolio) == 4
    with pytest.raises(UnknownElement):
        portfolio["x"]


def test_a_portfolio_has_no_twins_and_no_circles() -> None:
    """Two policies with one id, and editions that replace each other, are refused."""
    with pytest.raises(InvalidModel, match="already used"):
        m.Portfolio([policy(), policy()])
    with pytest.raises(InvalidModel, match="a → b → a"):
        m.Portfolio([policy(id="a", supersedes="b"), policy(id="b", supersedes="a")])
