"""Slagelse's integration policy of 2023: draft, annex on changes, and the case on its implementation plan."""

from pathlib import Path

import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from tests.claims import some


@pytest.fixture(scope="module")
def policy(examples: Path) -> kp.Policy:
    """The policy."""
    return kp.load(examples / "slagelse_2023")


@pytest.fixture(scope="module")
def earlier(examples: Path) -> kp.Policy:
    """The edition it replaces."""
    return kp.load(examples / "slagelse_2013")


def test_it_holds_what_its_documents_state(policy: kp.Policy) -> None:
    """Three overarching goals, thirteen goals in five areas, eight tracks, five of them with 2-3 indicators."""
    assert len(policy.goals) == 3
    assert [(area.title, len(area.goals)) for area in policy.focus_areas] == [
        ("Fællesskaber, kultur og fritid", 3),
        ("Beskæftigelse og uddannelse", 3),
        ("Bolig", 2),
        ("Familie og børn", 2),
        ("Sundhed og trivsel", 3),
    ]
    assert policy.plan is not None
    assert [track.number for track in policy.plan.tracks] == [str(number) for number in range(1, 9)]
    assert [len(track.measured_by) for track in policy.plan.tracks] == [0, 0, 0, 2, 2, 2, 3, 3]
    assert policy.plan.duration == "3 år"


def test_an_area_has_the_annex_s_name_too(policy: kp.Policy) -> None:
    """Bilag 2 states Netværk og kultur; the draft and the plan state Fællesskaber, kultur og fritid."""
    (other,) = policy.focus_areas[0].other_names
    assert other.name == "Netværk og kultur"
    assert other.citation is not None
    assert other.citation.source == "bilag-2-aendringer"


def test_two_targets_are_in_the_case_and_the_rest_in_an_annex(policy: kp.Policy) -> None:
    """100 young people a year, and housing for all refugees; all is read as 100 %, and marked as our reading."""
    with_targets = {indicator.id: indicator.targets for indicator in policy.indicators if indicator.targets}
    assert set(with_targets) == {"vejledning-om-fritidsjob", "flygtninge-tilbudt-bolig"}
    (young,), (refugees,) = with_targets.values()
    assert (young.kind, young.value, young.basis) == ("standing", 100, "source")
    assert (refugees.kind, refugees.value, refugees.basis) == ("standing", 100, "interpretation")
    assert (young.stated, refugees.stated) == (None, "alle")
    for indicator in some(policy.indicators):
        if indicator.kind == "quantitative" and not indicator.targets:
            assert indicator.gap("targets").why == "not_in_sources", indicator.id


def test_every_baseline_is_promised(policy: kp.Policy) -> None:
    """The council asked for baseline measurements where possible; the periods 2022 and 2023 are named, no value is."""
    for indicator in some(policy.indicators):
        assert indicator.baseline is None or indicator.baseline.value is None, indicator.id
        if indicator.kind == "quantitative":
            assert indicator.gap("baseline").why == "promised", indicator.id
    periods = {i.id: str(i.baseline.period) for i in policy.indicators if i.baseline}
    assert periods == {"sprogvurdering-flersprogede-boern": "2022", "karakterforskel-9-klasse": "2023"}


def test_the_case_itself_names_all_twelve_indicators(policy: kp.Policy) -> None:
    """Its table lists them as indicators; none is set up by us."""
    assert {indicator.basis for indicator in some(policy.indicators)} == {"source"}


def test_bilag_2_keeps_a_message_of_the_policy_and_is_not_disputed(policy: kp.Policy) -> None:
    """The message of active participation is in the policy of 2013; bilag 2 does not state that its vision had it."""
    assert not any(change.disputed for change in some(policy.changes))
    message = policy.element("aendring-budskab")
    assert isinstance(message, m.Change)
    assert message.effects == ()


def test_both_editions_state_the_same_of_bilag_2_s_date(policy: kp.Policy, earlier: kp.Policy) -> None:
    """It is undated; the meeting that it was made for was on 30 March 2023."""
    ours, theirs = policy.element("bilag-2-aendringer"), earlier.element("bilag-2-2023")
    assert isinstance(ours, m.Source)
    assert isinstance(theirs, m.Source)
    assert (ours.title, ours.date, ours.gap("date")) == (theirs.title, None, theirs.gap("date"))
    assert "30. marts 2023" in (theirs.gap("date").note or "")  # type: ignore[union-attr]


def test_decisions_and_remarks(policy: kp.Policy) -> None:
    """Committee on 13 and council on 27 November 2023 asked for clearer goals and for baselines."""
    taken = {str(decision.date): decision for decision in policy.decisions if decision.date}
    assert set(taken) == {"2023-03-30", "2023-09-25", "2023-11-13", "2023-11-27"}
    assert [len(taken[day].remarks) for day in sorted(taken)] == [0, 0, 2, 2]
    remarks = [remark for decision in policy.decisions for remark in decision.remarks]
    assert all(remark.expected == m.Period("2024-Q1") for remark in some(remarks))


def test_first_reports(policy: kp.Policy) -> None:
    """First quarter of 2024; the integration committee, track 1, a year later."""
    assert policy.plan is not None
    first = {track.number: str(track.first_report) for track in policy.plan.tracks}
    assert first["1"] == "2025-Q1"
    assert {first[number] for number in "345678"} == {"2024-Q1"}


def test_the_draft_is_marked_as_a_draft(policy: kp.Policy) -> None:
    """The adopted text is not available; the draft's placeholders are recorded."""
    source = policy.element("politik-udkast")
    assert isinstance(source, m.Source)
    assert source.version == "draft"
    assert policy.stage == "adopted"
    notes = " ".join(gap.note or "" for gap in policy.missing)
    assert "[tekst]" in notes
    assert "[BAGBRUNDSBILLEDE]" in notes


def test_every_continuation_leads_to_the_earlier_edition(policy: kp.Policy, earlier: kp.Policy) -> None:
    """Each address exists; goals became indicators, and values became overarching goals."""
    links = [(e, c) for e in policy.elements.values() for c in e.continues]
    kinds = set()
    for element, continuation in some(links):
        assert continuation.address.policy == policy.supersedes == earlier.id
        kinds.add((type(earlier.element(continuation.address.element)).__name__, type(element).__name__))
        assert continuation.note, element.id
    assert {("Goal", "Indicator"), ("CoreValue", "Goal"), ("Goal", "Goal"), ("FocusArea", "FocusArea")} <= kinds
    assert {c.basis for _, c in links} == {"source", "interpretation"}
