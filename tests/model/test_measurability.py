"""What of a policy can be measured; what is not known is none, never 0."""

from pathlib import Path

import pytest
from hypothesis import given

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.documents import parse
from kommunepolitik.errors import InvalidModel
from kommunepolitik.model import Counted, count, measure
from kommunepolitik.model.measurability import PARTS, count_or_stated, measured, tally
from tests.strategies import policies

HEAD = "kommunepolitik: 1\nid: p\ntitle: P\nmunicipality: Slagelse\n"


@pytest.fixture(scope="module")
def slagelse(examples: Path) -> kp.Policy:
    """The policy of 2023."""
    return kp.load(examples / "slagelse_2023")


def test_slagelse_2023_in_numbers(slagelse: kp.Policy) -> None:
    """5 areas, 13 goals, 3 overarching, 8 tracks, 5 of them with 2-3 indicators, 12 indicators in all."""
    facts = measure(slagelse)
    assert (facts.focus_areas, facts.goals, facts.overarching_goals, facts.target_groups) == (5, 13, 3, 3)
    assert list(facts.goals_per_area.values()) == [3, 3, 2, 2, 3]
    assert (facts.tracks, facts.tracks_with_indicators, facts.indicators_per_track) == (8, 5, Counted(2, 3))
    assert (facts.follow_up_indicators, facts.context_indicators) == (12, 0)
    assert (facts.framework_items, facts.framework_items_answered) == (None, None)
    assert {how: len(facts.goals_measured(how)) for how in ("own", "around", "not")} == {
        "own": 0,
        "around": 13,
        "not": 3,
    }
    assert facts.target_kinds == {"standing": 2}
    assert facts.gaps == {"not_in_sources": 43, "promised": 12, "unclear": 7}


def test_slagelse_2023_s_indicators_part_by_part(slagelse: kp.Policy) -> None:
    """Two have a target, of ten it is in an annex; no baseline yet, all promised; three need no unit."""
    parts = measure(slagelse).parts
    assert {part: len(parts[part].given) for part in PARTS} == {
        "targets": 2, "baseline": 0, "direction": 11, "unit": 7, "responsible": 0, "data_source": 0, "frequency": 1,
    }  # fmt: skip
    assert len(parts["targets"].unknown) == 10
    assert len(parts["responsible"].unknown) == 12  # the tracks state that it is in a document not available
    assert {why: len(ids) for why, ids in parts["baseline"].missing.items()} == {"promised": 12}
    assert (len(parts["unit"].not_needed), parts["unit"].needed) == (3, 9)


def test_slagelse_2013_answers_to_eight_of_nine_areas_of_the_barometer(examples: Path) -> None:
    """No goal answers to selvbestemmelse; tracks are in an annex and are unknown."""
    facts = measure(kp.load(examples / "slagelse_2013"))
    assert (facts.framework_items, facts.framework_items_answered) == (9, 8)
    assert (facts.tracks, facts.tracks_with_indicators, facts.indicators_per_track) == (None, None, None)
    assert [len(facts.goals_measured(how)) for how in ("own", "around", "not", "unknown")] == [8, 0, 12, 0]


def test_slagelse_2013_names_no_indicator_itself(examples: Path) -> None:
    """Eight of twenty goals are measured by what we set up; five targets are the document's, three are ours."""
    policy = kp.load(examples / "slagelse_2013")
    everything, documented = measure(policy), measure(policy, documented=True)
    assert (everything.follow_up_indicators, documented.follow_up_indicators) == (10, 0)
    assert (everything.context_indicators, documented.context_indicators) == (26, 25)
    assert [len(documented.goals_measured(how)) for how in ("own", "around", "not", "unknown")] == [0, 0, 20, 0]
    assert documented.target_kinds == {"level": 3, "change": 2}
    assert sum(everything.target_kinds.values()) == 8
    assert documented.framework_items_answered == 0


def test_furesoe_2018_s_goals_are_unknown_and_not_none(examples: Path) -> None:
    """They exist, in an annex that is not available; so may indicators and a plan; how many values, nobody knows."""
    facts = measure(kp.load(examples / "furesoe_2018"))
    assert (facts.values, facts.target_groups) == (None, None)
    assert facts.goals is None
    assert set(facts.goals_per_area.values()) == {None}
    assert (facts.follow_up_indicators, facts.context_indicators, facts.tracks) == (None, None, None)


@pytest.mark.parametrize(
    ("why", "number"), [("not_set", 0), ("not_in_sources", None), ("unclear", None), ("promised", None)]
)
def test_only_what_nobody_decided_is_known_to_be_none(why: str, number: int | None) -> None:
    """A list that is marked as missing is unknown, unless there is none."""
    for what in ("focus_areas", "values", "target_groups", "goals", "plan"):
        policy = parse(f"{HEAD}missing: [{{what: {what}, why: {why}}}]\n")
        counted = count(policy, {"goals": "overarching_goals", "plan": "tracks"}.get(what, what))  # type: ignore[arg-type]
        assert (None if counted is None else counted.low) == number


def test_a_stated_number_replaces_what_is_not_available() -> None:
    """The document states 26 and the annex is missing; where the elements are there, they are counted."""
    head = f"{HEAD}stated_counts: [{{what: values, low: 26}}]\n"
    missing = parse(f"{head}missing: [{{what: values, why: not_in_sources}}]\n")
    found = count_or_stated(missing, "values")
    assert (found, found is not None and found.stated) == (Counted(26, 26), True)
    there = count_or_stated(parse(f"{head}values: [{{id: a, title: A}}]\n"), "values")
    assert (there, there is not None and there.stated) == (Counted(1, 1), False)
    assert count_or_stated(missing, "goals") == Counted(0, 0)


def test_tracks_have_the_indicators_that_documents_name() -> None:
    """One that the modeller set up makes no track measured."""
    text = f"""{HEAD}
indicators: [{{id: i, title: I}}, {{id: ours, title: O, basis: interpretation}}]
plan:
  id: plan
  title: Plan
  tracks: [{{id: s1, title: S1, measured_by: [i, ours]}}, {{id: s2, title: S2, measured_by: [ours]}}]
"""
    policy = parse(text)
    assert (count(policy, "tracks_with_indicators"), count(policy, "indicators_per_track")) == (
        Counted(1, 1),
        Counted(1, 1),
    )


def test_a_list_that_is_not_whole_is_not_counted() -> None:
    """Three values are given, and stated not to be all."""
    values = "values: [{id: a, title: A}, {id: b, title: B}, {id: c, title: C}]\n"
    assert count(parse(HEAD + values), "values") == Counted(3, 3)
    assert count(parse(HEAD + values + "missing: [{what: values, why: not_in_sources}]\n"), "values") is None


@pytest.mark.parametrize(
    ("low", "high", "agrees"), [(2, 3, True), (2, None, False), (1, 4, True), (3, 3, False), (2, 2, False)]
)
def test_a_stated_range_holds_the_least_and_the_most(low: int, high: int | None, agrees: bool) -> None:
    """2-3 indicators per track."""
    assert Counted(2, 3).agrees(m.StatedCount(what="indicators_per_track", low=low, high=high)) == agrees
    assert (str(Counted(2, 3)), str(Counted(5, 5))) == ("2-3", "5")


GOALS = """
indicators:
  - {id: i, title: I}
  - {id: baggrund, title: B, role: context}
  - {id: laest, title: L, basis: interpretation}
focus_areas:
  - id: med
    title: Målt
    measured_by: [i]
    goals: [{id: om, statement: Omkring}, {id: eget, statement: Eget, measured_by: [i]}]
  - id: uden
    title: Uden
    goals:
      - {id: intet, statement: Intet, measured_by: [baggrund]}
      - {id: ukendt, statement: Ukendt, missing: [{what: measured_by, why: not_in_sources}]}
      - {id: over, statement: Over, goals: [{id: under, statement: Under, measured_by: [i]}]}
      - {id: selv, statement: Selv, measured_by: [laest], goals: [{id: derunder, statement: Derunder}]}
  - id: paa-spor
    title: På spor
    goals: [{id: spor-maal, statement: Målt ved sporet}]
plan: {id: plan, title: Plan, tracks: [{id: spor, title: Spor, focus_area: paa-spor, measured_by: [i]}]}
"""


def test_a_target_that_the_modeller_read_is_one_but_not_a_documented_one() -> None:
    """What the documents state is counted apart."""
    read = m.LevelTarget(value=1, comparison="at_least", due="2027", basis="interpretation")
    indicators = [m.Indicator(id="i", title="I", targets=[read])]
    assert tally(indicators, "targets").given == ("i",)
    assert tally(indicators, "targets", documented=True).given == ()


def test_how_each_goal_is_measured() -> None:
    """By its own indicator, by its surroundings, not at all, or in a document not available."""
    assert measure(parse(HEAD + GOALS)).measured == {
        "om": "around", "eget": "own", "intet": "not", "ukendt": "unknown", "over": "around", "under": "own",
        "selv": "own", "derunder": "around", "spor-maal": "around",
    }  # fmt: skip


def test_what_the_modeller_read_measures_a_goal_but_no_document_says_so() -> None:
    """Both are counted, and the first where nothing else is asked for."""
    policy = parse(HEAD + GOALS)
    assert [measured(policy)[id] for id in ("selv", "derunder")] == ["own", "around"]
    assert [measured(policy, documented=True)[id] for id in ("selv", "derunder", "eget")] == ["not", "not", "own"]


def test_indicators_that_are_not_available_may_measure_any_goal() -> None:
    """What nothing here measures is then unknown, and what is measured stays so."""
    facts = measure(parse(HEAD + GOALS + "missing: [{what: indicators, why: not_in_sources}]\n"))
    assert facts.measured["intet"] == "unknown"
    assert facts.measured["eget"] == "own"
    assert facts.follow_up_indicators is None


def test_a_baseline_is_a_value_or_that_of_each_target() -> None:
    """A period alone is none; a target's own will do, unless the policy states that one is missing."""
    target = "{kind: level, value: 2, comparison: at_most, baseline: {value: 3}}"
    cases = {
        "baseline: {period: 2022}": False,
        "baseline: {value: 3}": True,
        f"targets: [{target}]": True,
        f"targets: [{target}, {{kind: standing, value: 1, comparison: at_most}}]": False,
        f"targets: [{target}], missing: [{{what: baseline, why: not_set}}]": False,
    }
    for text, has in cases.items():
        policy = parse(f"{HEAD}indicators: [{{id: i, title: I, {text}}}]\n")
        assert tally(policy.indicators, "baseline").given == (("i",) if has else ()), text


@given(policies())
def test_parts_and_goals_are_each_counted_once(policy: kp.Policy) -> None:
    """Every follow-up indicator has a part, lacks it or does not need it; every goal is measured in one way."""
    facts = measure(policy)
    followed = [indicator.id for indicator in policy.indicators if indicator.role == "follow_up"]
    for part in PARTS:
        reported = facts.parts[part]
        ids = [*reported.given, *reported.not_needed, *(id for group in reported.missing.values() for id in group)]
        assert sorted(ids) == sorted(followed)
    assert list(facts.measured) == [goal.id for goal in policy.all_goals()]


RESPONSIBLE = """
indicators:
  - {id: selv, title: A, responsible: Ungeteamet}
  - {id: spor, title: B}
  - {id: maal, title: C}
  - {id: hul, title: D}
  - {id: eget-hul, title: E, missing: [{what: responsible, why: not_set}]}
  - {id: ingen, title: F}
focus_areas:
  - id: o
    title: O
    goals: [{id: g, statement: G, responsible: Skolerne, measured_by: [maal]}]
plan:
  id: plan
  title: Plan
  tracks:
    - {id: t, title: T, responsible: Jobcentret, measured_by: [spor]}
    - {id: u, title: U, measured_by: [hul, eget-hul], missing: [{what: responsible, why: not_in_sources}]}
"""


def test_who_answers_for_an_indicator_may_be_stated_where_it_is_used() -> None:
    """By its track, goal or area, as reports look it up; and so may the reason why it is not known."""
    found = measure(parse(HEAD + RESPONSIBLE)).parts["responsible"]
    assert found.given == ("selv", "spor", "maal")
    assert found.missing == {"not_in_sources": ("hul",), "not_set": ("eget-hul",), None: ("ingen",)}
    single = tally(parse(HEAD + RESPONSIBLE).indicators, "responsible")
    assert single.given == ("selv",)


def test_only_a_policy_is_measured_and_only_what_it_may_have_is_counted() -> None:
    """Anything else is refused by its name, with the right word where one is near."""
    with pytest.raises(InvalidModel, match="expected Policy, found the text 'unge'"):
        measure("unge")  # type: ignore[arg-type]
    with pytest.raises(InvalidModel, match=r"'track' is not one of .*; did you mean 'tracks'\?"):
        count(parse(HEAD), "track")  # type: ignore[arg-type]
