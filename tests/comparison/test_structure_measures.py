"""What two policies hold, side by side: a number, a share, or unknown, which is never 0."""

from typing import Any

import attrs
import pytest

import kommunepolitik.model as m
from kommunepolitik.comparison import CONSTRUCTED, MEASURES, Amount, amounts, compare, structure_frame
from kommunepolitik.model.measurability import PARTS
from tests.claims import some


def made(**fields: Any) -> m.Policy:
    """Return a policy."""
    return m.Policy(**{"id": "p", "title": "P", "municipality": "Slagelse", **fields})


def gap(what: str, why: str = "not_in_sources") -> m.Missing:
    """Return a gap."""
    return m.Missing(what=what, why=why)


def area(id: str, *goals: str, **fields: Any) -> m.FocusArea:
    """Return a focus area with goals."""
    return m.FocusArea(id=id, title=id, goals=[m.Goal(id=goal, statement=goal) for goal in goals], **fields)


def test_every_measure_is_in_every_comparison() -> None:
    """A row each, in one order, also between two policies that nothing binds."""
    rows = compare(made(), made(id="q", municipality="Furesø")).structure
    assert tuple(row.measure for row in rows) == MEASURES
    assert {f"with_{part}" for part in PARTS} <= set(MEASURES)
    assert [row.old for row in rows] == list(amounts(made()).values())


def test_an_empty_policy_that_states_no_more_holds_nothing() -> None:
    """If nothing is marked as missing, nothing is missing: 0, and the share of nothing is none."""
    found = amounts(made())
    assert {name: amount.number for name, amount in found.items() if amount.number != 0} == {"goals_per_area": None}
    assert all(amount.share is None for amount in some(found.values()))
    assert found["goals_per_area"] == Amount(None, of=0)  # of no areas, and not unknown


@pytest.mark.parametrize(
    ("what", "unknown"),
    [
        ("focus_areas", {"focus_areas", "goals", "goals_per_area", "goals_measured", "goals_not_measured"}),
        ("goals", {"overarching_goals", "goals_measured", "goals_measured_around", "goals_not_measured"}),
        ("indicators", {"follow_up_indicators", "context_indicators", "with_targets", "level_targets"}),
        ("values", {"values"}),
        ("target_groups", {"target_groups"}),
        ("plan", {"tracks", "tracks_with_indicators"}),
        ("frameworks", {"framework_items_answered"}),
    ],
)
def test_unknown_is_never_0(what: str, unknown: set[str]) -> None:
    """Elements in an unavailable document are not counted; what nobody decided is counted as none."""
    areas = [] if what == "focus_areas" else [area("o", "g")]
    found = amounts(made(focus_areas=areas, missing=[gap(what)]))
    assert unknown <= {name for name, amount in found.items() if amount.number is None}
    decided = amounts(made(focus_areas=areas, missing=[gap(what, "not_set")]))
    assert not {name for name in unknown if decided[name].number is None} - {"goals_per_area"}


def test_goals_per_area_range_from_the_least_to_the_most() -> None:
    """4 to 4 in one edition, 2 to 3 in another; unknown as soon as one area's goals, or not all areas, are known."""
    assert amounts(made(focus_areas=[area("a", "x", "y"), area("b", "z")]))["goals_per_area"] == Amount(1, high=2)
    partly = made(focus_areas=[area("a", "x"), area("b", missing=[gap("goals")])])
    assert amounts(partly)["goals_per_area"] == amounts(partly)["goals"] == Amount(None)
    not_all = made(focus_areas=[area("a", "x")], missing=[gap("focus_areas")])
    assert amounts(not_all)["goals_per_area"] == Amount(None)


TARGET = m.LevelTarget(value=80, comparison="at_least")


def test_shares_are_of_follow_up_indicators() -> None:
    """Background has no target and needs none."""
    indicators = [
        m.Indicator(id="a", title="A", targets=[TARGET]),
        m.Indicator(id="b", title="B", missing=[gap("targets", "not_set")]),
        m.Indicator(id="c", title="C", role="context"),
    ]
    found = amounts(made(indicators=indicators))
    assert (found["with_targets"], found["with_targets"].share) == (Amount(1, of=2), 0.5)
    assert (found["follow_up_indicators"].number, found["context_indicators"].number) == (2, 1)
    assert (found["level_targets"].number, found["standing_targets"].number) == (1, 0)


def test_a_partly_known_number_states_how_many_are_unknown() -> None:
    """One target known and one in an annex: 1 of 2, 1 unknown, and no share; kinds not seen are unknown and not 0."""
    known = m.Indicator(id="a", title="A", targets=[TARGET])
    elsewhere = m.Indicator(id="b", title="B", missing=[gap("targets")])
    found = amounts(made(indicators=[known, elsewhere]))
    assert (found["with_targets"], found["with_targets"].share) == (Amount(1, of=2, unknown=1), None)
    assert found["level_targets"] == Amount(1, unknown=1)
    assert found["change_targets"] == Amount(None, unknown=1)
    single = amounts(made(indicators=[elsewhere]))
    assert single["with_targets"] == Amount(None, of=1, unknown=1)


OURS = m.LevelTarget(value=100, comparison="at_least", basis="interpretation")


def test_what_the_modeller_set_up_is_counted_apart() -> None:
    """Documents name one indicator and set two targets; an indicator, a background series and a target are ours."""
    indicators = [
        m.Indicator(id="theirs", title="A", targets=[TARGET], missing=[gap("baseline", "not_set")]),
        m.Indicator(id="ours", title="B", basis="interpretation", targets=[attrs.evolve(TARGET, value=9)]),
        m.Indicator(id="read", title="C", basis="interpretation", targets=[OURS]),
        m.Indicator(id="folk", title="D", basis="interpretation", role="context"),
    ]
    found = amounts(made(indicators=indicators))
    assert (found["follow_up_indicators"], found["context_indicators"]) == (Amount(1), Amount(0))
    assert (found["with_targets"], found["with_baseline"]) == (Amount(1, of=1), Amount(0, of=1))
    assert (found["documented_targets"], found["level_targets"]) == (Amount(2), Amount(2))
    assert {name: found[name] for name in CONSTRUCTED if found[name].number} == {
        "constructed_indicators": Amount(2),
        "constructed_background": Amount(1),
        "constructed_targets": Amount(1),
    }


def test_a_target_that_was_read_out_of_a_promise_is_no_target_of_the_documents() -> None:
    """The indicator is theirs, its number ours: 0 of 1 with a target."""
    found = amounts(made(indicators=[m.Indicator(id="a", title="A", targets=[OURS])]))
    assert (found["follow_up_indicators"], found["with_targets"]) == (Amount(1), Amount(0, of=1))
    assert (found["documented_targets"], found["constructed_targets"]) == (Amount(0), Amount(1))


@pytest.mark.parametrize(
    ("indicator", "link", "documented", "constructed"),
    [("source", "source", 1, 0), ("source", "interpretation", 0, 1), ("interpretation", "source", 0, 1)],
)
def test_a_goal_is_measured_by_the_documents_only_where_they_name_both(
    indicator: m.Basis, link: m.Basis, documented: int, constructed: int
) -> None:
    """The indicator, and that it measures the goal; else it is measured by our reading alone."""
    goal = m.Goal(id="g", statement="G", measured_by=[m.MeasuredBy(indicator="i", basis=link)])
    policy = made(goals=[goal], indicators=[m.Indicator(id="i", title="I", basis=indicator)])
    found = amounts(policy)
    assert (found["goals_measured"], found["goals_not_measured"]) == (
        Amount(documented, of=1),
        Amount(1 - documented, of=1),
    )
    assert found["goals_measured_by_constructed"] == Amount(constructed, of=1)


def test_an_outside_objective_that_we_tied_to_a_goal_is_counted_apart() -> None:
    """One the documents tie to the goal, one we did, one nobody."""
    items = [m.FrameworkItem(id=id, title=id) for id in ("a", "b", "c")]
    supports = [m.Support(item="a", basis="source"), m.Support(item="b", basis="interpretation")]
    policy = made(
        goals=[m.Goal(id="g", statement="G", supports=supports)],
        frameworks=[m.Framework(id="f", title="F", items=items)],
    )
    found = amounts(policy)
    assert found["framework_items_answered"] == found["framework_items_by_reading"] == Amount(1, of=3)


def stated(what: m.Countable, low: int, high: int | None = None) -> m.StatedCount:
    """Return a number of something that a document states."""
    return m.StatedCount(what=what, low=low, high=high)


def test_what_documents_state_is_used_where_elements_are_not_available() -> None:
    """26 goals in an annex; two areas of which one is not known; counted values are counted, whatever is stated."""
    policy = made(
        focus_areas=[area("a", missing=[gap("goals")])],
        values=[m.CoreValue(id="v", title="V")],
        stated_counts=[stated("goals", 26), stated("values", 4), stated("tracks", 5, 6)],
        missing=[gap("plan"), gap("focus_areas")],
    )
    found = amounts(policy)
    assert found["goals"] == Amount(26, stated=True)
    assert found["tracks"] == Amount(5, high=6, stated=True)
    assert found["values"] == Amount(1)
    assert found["focus_areas"] == Amount(None)
    frame = structure_frame([policy]).set_index("measure")
    assert (frame.loc["goals", "number"], frame.loc["goals", "stated"]) == (26, True)


def test_documents_that_state_several_numbers_leave_a_range() -> None:
    """20 in the one and 22 in the other: 20 to 22."""
    policy = made(stated_counts=[stated("values", 20), stated("values", 22)], missing=[gap("values")])
    assert amounts(policy)["values"] == Amount(20, high=22, stated=True)


def test_gaps_are_counted_whatever_their_reason() -> None:
    """A policy that names many of its gaps is not worse than one that hides it; both are reported."""
    policy = made(
        missing=[gap("values"), gap("ansvarlig for målene", "not_set")],
        focus_areas=[area("o", missing=[gap("goals")])],
    )
    assert amounts(policy)["gaps"].number == 3


def test_the_structure_of_many_policies_is_one_table() -> None:
    """A row for each policy and measure; what is not known is blank, and so is the share of nothing."""
    known = made(focus_areas=[area("a", "x", "y"), area("b", "z")], indicators=[m.Indicator(id="i", title="I")])
    other = made(id="q", missing=[gap("focus_areas")])
    frame = structure_frame(m.Portfolio([known, other])).set_index(["policy", "measure"])
    assert len(frame) == 2 * len(MEASURES)
    assert frame.loc[("p", "goals_per_area"), ["number", "high"]].tolist() == [1, 2]
    assert frame.loc[("p", "with_targets"), ["number", "of", "unknown", "share"]].tolist() == [0, 1, 0, 0.0]
    assert frame.loc[("q", "focus_areas"), ["number", "high", "of", "share"]].isna().all()
    assert not frame["stated"].any()
    assert frame.loc[("q", "with_targets"), "of"] == 0
    wide = frame.reset_index().pivot(index="policy", columns="measure", values="number")
    assert wide.loc["p", "goals"] == 3


def test_a_comparison_gives_its_structure_as_a_table() -> None:
    """The old policy's rows first, each with its side; the numbers are those of the rows."""
    comparison = compare(made(focus_areas=[area("a", "x")]), made(id="q"))
    frame = comparison.structure_frame
    assert [*frame][:5] == ["side", "policy", "municipality_code", "municipality", "title"]
    assert [*frame][5:] == ["period", "measure", "number", "high", "of", "unknown", "share", "stated"]
    assert frame["side"].tolist() == ["old"] * len(MEASURES) + ["new"] * len(MEASURES)
    reported = frame[frame["measure"] == "goals"].set_index("side")["number"]
    (row,) = (row for row in comparison.structure if row.measure == "goals")
    assert (reported["old"], reported["new"]) == (row.old.number, row.new.number) == (1, 0)
