"""What Slagelse's council asked for on 27 November 2023: clearer goals, and baselines where they can be made."""

from pathlib import Path

import pytest

import kommunepolitik as kp
from kommunepolitik.checks import Finding
from tests.claims import some

# By hand from the table of follow-up and indicators in the case: one line for each track 4 to 8.
INDICATORS = {
    "tosprogede-boern-i-hel-fritid", "integrationsunderstoettende-aktiviteter",
    "beskaeftigelsesfrekvens-25-64", "karakteren-2-i-dansk",
    "vejledning-om-fritidsjob", "flygtninge-tilbudt-bolig",
    "sprogvurdering-flersprogede-boern", "karakterforskel-9-klasse", "elevers-trivsel",
    "sundhedsinfo-paa-flere-sprog", "vaerktoejer-til-samtaler", "kompetenceudvikling-af-sundhedspersonale",
}  # fmt: skip
JUDGED_BY_PEOPLE = {
    "sundhedsinfo-paa-flere-sprog",
    "vaerktoejer-til-samtaler",
    "kompetenceudvikling-af-sundhedspersonale",
}
WITH_TARGET = {"vejledning-om-fritidsjob", "flygtninge-tilbudt-bolig"}


@pytest.fixture(scope="module")
def policy(examples: Path) -> kp.Policy:
    """The policy of 2023."""
    return kp.load(examples / "slagelse_2023")


@pytest.fixture(scope="module")
def findings(policy: kp.Policy) -> list[Finding]:
    """What is found in it, no date given."""
    return kp.check(policy)


def ids(findings: list[Finding], code: str, severity: str | None = None) -> set[str | None]:
    """Return the elements a rule found."""
    return {f.element for f in findings if f.code == code and severity in (None, f.severity)}


def test_ten_of_twelve_indicators_lack_a_target(findings: list[Finding]) -> None:
    """100 young people a year and housing for all refugees are the two; the annex with the rest is not available."""
    assert ids(findings, "KP102") == INDICATORS - WITH_TARGET
    assert ids(findings, "KP102", "info") == JUDGED_BY_PEOPLE
    assert all(": not in the available sources;" in f.message() for f in some(findings) if f.code == "KP102")


def test_all_twelve_lack_a_baseline_and_all_are_promised(findings: list[Finding]) -> None:
    """Promised for the first report, in the first quarter of 2024; no target needs one before its deadline."""
    assert ids(findings, "KP103") == ids(findings, "KP108") == INDICATORS
    assert ids(findings, "KP103", "warning") == set()
    assert all(": promised (expected 2024-Q1);" in f.message() for f in some(findings) if f.code == "KP103")


def test_two_lack_a_unit_and_one_a_direction(findings: list[Finding]) -> None:
    """What is counted in the language assessments, and on which scale well-being is measured, the case does not state."""
    assert ids(findings, "KP105") == {"sprogvurdering-flersprogede-boern", "elevers-trivsel"}
    assert ids(findings, "KP104") == {"sprogvurdering-flersprogede-boern"}


def test_nobody_is_named_for_figures_or_follow_up(findings: list[Finding]) -> None:
    """The case mentions the centres, and names none."""
    assert ids(findings, "KP106") == ids(findings, "KP107") == INDICATORS


def test_goals_are_measured_through_their_areas_only(policy: kp.Policy, findings: list[Finding]) -> None:
    """The case ties indicators to tracks and areas; the overarching goals have none at all."""
    assert ids(findings, "KP101", "warning") == {"overordnet-1", "overordnet-2", "overordnet-3"}
    assert ids(findings, "KP101", "info") == {goal.id for goal in policy.area_goals()}


def test_one_track_is_not_followed_up_and_the_draft_s_placeholders_are_quoted(findings: list[Finding]) -> None:
    """The citizens' meeting shares a row with the committee; [BAGBRUNDSBILLEDE] and [tekst] are in the draft."""
    assert ids(findings, "KP112") == {"spor-2"}
    placeholders = [(f.severity, f.data["text"]) for f in findings if f.code == "KP201"]
    assert placeholders == [("info", "[BAGBRUNDSBILLEDE]"), ("info", "[tekst]")]


def test_the_well_being_of_pupils_is_a_survey_without_margin(findings: list[Finding]) -> None:
    """The case asks for a trivselsmåling of two groups, and not for how large a difference means something."""
    assert ids(findings, "KP116") == {"elevers-trivsel"}


def test_it_is_at_one_with_what_its_documents_state(findings: list[Finding]) -> None:
    """Five areas, eight tracks, five of them with 2-3 indicators; nothing else is found, and no error."""
    assert {f.code for f in findings} == {
        "KP101", "KP102", "KP103", "KP104", "KP105", "KP106", "KP107", "KP108", "KP112", "KP114", "KP116",
        "KP201",
    }  # fmt: skip
    assert "error" not in {f.severity for f in findings}


def test_after_the_first_quarter_of_2024_the_promises_are_overdue(policy: kp.Policy) -> None:
    """Baselines, the report to the committee, seven of eight tracks, and all four remarks."""
    before, after = kp.check(policy, at="2024-Q1"), kp.check(policy, at="2024-Q2")
    assert ids(before, "KP108", "warning") == ids(before, "KP113") == ids(before, "KP114", "warning") == set()
    assert ids(after, "KP108", "warning") == INDICATORS
    assert ids(after, "KP113") == {"implementeringsplan", *(f"spor-{number}" for number in range(2, 9))}
    assert ids(after, "KP114", "warning") == {
        "ebu-tydeligere-maal", "ebu-baselinemaalinger", "byraadet-tydeligere-maal", "byraadet-baselinemaalinger",
    }  # fmt: skip
    assert "spor-1" in ids(kp.check(policy, at="2025-04"), "KP113")


def test_every_continuation_leads_to_the_policy_of_2013(policy: kp.Policy, examples: Path) -> None:
    """Lineage is sound."""
    assert kp.check(policy, earlier=kp.load(examples / "slagelse_2013"), select=["KP3"]) == []


def test_in_2013_targets_had_no_deadlines(examples: Path) -> None:
    """Five levels without one, a change that may be percent or points, three comparisons without figures."""
    policy = kp.load(examples / "slagelse_2013")
    figures = kp.read_observations(examples / "slagelse_2013" / "observations.csv", policy)
    findings = kp.check(policy, figures)
    assert ids(findings, "KP109") == {"erhvervsfrekvens-nydanskere"}
    assert ids(findings, "KP110") == {
        "ansatte-ikke-vestlig", "nydanskeres-andel-af-foertidspension", "ungdomsuddannelse-nydanske-unge",
        "karakter-tosprogede", "danskuddannelse-gennemfoert",
    }  # fmt: skip
    assert ids(findings, "KP401") == {
        "ansatte-ikke-vestlig",
        "nydanskeres-andel-af-foertidspension",
        "karakter-tosprogede",
    }
    assert ids(findings, "KP102") == {"selvforsoergelse-3-aar", "frafald-ungdomsuddannelse"}
    assert ids(findings, "KP101") == {f"delmaal-{number}" for number in range(9, 21)}


def test_what_is_not_available_is_not_found_wanting(examples: Path) -> None:
    """Furesø's goals and indicators are in an annex; nothing is reported on documents that nobody here has seen."""
    assert kp.check(kp.load(examples / "furesoe_2018")) == []
