"""Slagelse's integration policy of 2013: the counts and figures that the document itself states."""

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from tests.claims import some
from tests.frames import filled


@pytest.fixture(scope="module")
def policy(examples: Path) -> kp.Policy:
    """The policy."""
    return kp.load(examples / "slagelse_2013")


@pytest.fixture(scope="module")
def figures(examples: Path, policy: kp.Policy) -> pd.DataFrame:
    """Its figures."""
    return filled(kp.read_observations(examples / "slagelse_2013" / "observations.csv", policy).frame)


def test_it_contains_what_it_claims(policy: kp.Policy) -> None:
    """20 delmål in five focus areas, four values, three target groups, nine areas of the barometer."""
    goals = list(policy.area_goals())
    assert [goal.number for goal in goals] == [str(number) for number in range(1, 21)]
    assert [len(area.goals) for area in policy.focus_areas] == [4, 4, 4, 4, 4]
    assert [area.title for area in policy.focus_areas] == [
        "Beskæftigelse og erhverv",
        "Uddannelse og læring",
        "Tryghed og bolig",
        "Familie og sundhed",
        "Frivillighed og netværk",
    ]
    assert [value.title for value in policy.values] == ["Deltagelse", "Medinddragelse", "Medansvar", "Dialog"]
    assert len(policy.target_groups) == 3
    assert [len(framework.items) for framework in policy.frameworks] == [9]
    stated = {count.what: count.low for count in policy.stated_counts}
    assert stated == {"goals": 20, "focus_areas": 5, "values": 4, "target_groups": 3, "framework_items": 9}


def test_every_goal_has_the_document_s_three_rubrics(policy: kp.Policy) -> None:
    """Målgruppen, Mulighederne and Erfaringerne stand under each of the twenty, and each has its citation."""
    for goal in some(policy.area_goals()):
        assert goal.target_group, goal.id
        assert goal.means, goal.id
        assert goal.experience, goal.id
        assert goal.citation is not None, goal.id


@pytest.mark.parametrize(
    ("indicator", "target"),
    [
        ("erhvervsfrekvens-nydanskere", {"kind": "change", "amount": 2.0, "mode": None}),
        ("boern-svaert-ved-dansk-antal", {"kind": "change", "amount": -2.0, "mode": "percent"}),
        ("ungdomsuddannelse-nydanske-unge", {"kind": "level", "value": 95.0, "comparison": "at_least"}),
        ("danskuddannelse-gennemfoert", {"kind": "level", "value": 70.0, "comparison": "at_least"}),
        ("kursus-samfund-kultur", {"kind": "standing", "value": 100.0, "stated": "alle", "basis": "interpretation"}),
        ("karakter-tosprogede", {"kind": "level", "value": 0.0, "comparison": "at_least"}),
        ("ansatte-ikke-vestlig", {"kind": "level", "value": 0.0, "basis": "interpretation"}),
        ("nydanskeres-andel-af-foertidspension", {"value": 0.0, "comparison": "at_most", "basis": "interpretation"}),
    ],
)
def test_every_target_that_is_in_a_goal_s_words(policy: kp.Policy, indicator: str, target: dict[str, object]) -> None:
    """Delmål 2 leaves percent or points open; 3, 4 and 7 compare with another series; 8 states alle."""
    (content,) = policy.indicator(indicator).targets
    assert {name: getattr(content, name) for name in target} == target


def test_the_document_names_no_indicator(policy: kp.Policy) -> None:
    """The ten that follow up are set up by us; of eight targets five are in the delmål, three are our reading."""
    followed = [indicator for indicator in policy.indicators if indicator.role == "follow_up"]
    assert len(followed) == 10
    assert {indicator.basis for indicator in followed} == {"interpretation"}
    targets = {each.id: target.basis for each in followed for target in each.targets}
    assert Counter(targets.values()) == {"source": 5, "interpretation": 3}
    assert {id for id, basis in targets.items() if basis == "interpretation"} == {
        "ansatte-ikke-vestlig",
        "nydanskeres-andel-af-foertidspension",
        "kursus-samfund-kultur",
    }


def test_background_is_the_document_s_own_but_for_one(policy: kp.Policy) -> None:
    """Fakta gives the figures; the share of the population that delmål 3 needs is set up by us, without a figure."""
    ours = [each.id for each in policy.indicators if each.role == "context" and each.basis == "interpretation"]
    assert ours == ["befolkning-ikke-vestlig"]


def test_two_goals_are_measured_by_what_we_read_out_of_fakta(policy: kp.Policy) -> None:
    """Delmål 3 and 4 name no measure; the figures in Fakta are our choice."""
    links = {
        goal.id: each for goal in policy.area_goals() for each in goal.measured_by if isinstance(each, m.MeasuredBy)
    }
    assert {id: link.basis for id, link in links.items()} == {
        "delmaal-3": "interpretation",
        "delmaal-4": "interpretation",
    }
    assert all(link.note for link in some(links.values()))


def test_no_deadline_is_invented(policy: kp.Policy) -> None:
    """The document gives no target a date; three years after arrival belongs to what is counted."""
    targets = [target for indicator in policy.indicators for target in indicator.targets]
    assert all(getattr(target, "due", None) is None for target in some(targets))
    within_three_years = policy.indicator("selvforsoergelse-3-aar")
    assert within_three_years.targets == ()
    assert within_three_years.gap("targets") is not None
    assert "3 år" in (within_three_years.definition or "")


def test_what_is_not_the_same_is_kept_apart(policy: kp.Policy) -> None:
    """Participation and employment rate, number and share, other pupils and all pupils."""
    for one, other in [
        ("erhvervsfrekvens-nydanskere", "beskaeftigelsesfrekvens"),
        ("boern-svaert-ved-dansk-antal", "boern-svaert-ved-dansk-andel"),
        ("karakter-tosprogede", "karakterforskel-samlet-elevgruppe"),
    ]:
        assert policy.indicator(one).role == "follow_up"
        assert policy.indicator(other).role == "context"


@pytest.mark.parametrize(
    ("indicator", "group", "period", "value", "high", "qualifier", "publisher"),
    [
        ("nydanskere-andel-af-befolkningen", "", "2012-Q4", 9.8, None, "", "Danmarks Statistik"),
        ("modtagne-flygtninge", "", "2013", 41, None, "", "Interne statistikker"),
        ("familiesammenfoeringer", "", "", 10, 20, "", "Interne statistikker"),
        ("eu-borgere-henvist-danskuddannelse", "", "2011", 208, None, "", "Interne statistikker"),
        ("beskaeftigelsesfrekvens", "nydanskere-og-efterkommere", "2000", 37, None, "", "Jobindsats"),
        ("beskaeftigelsesfrekvens", "nydanskere-og-efterkommere", "2010", 48, None, "", "Jobindsats"),
        ("beskaeftigelsesfrekvens", "dansk-oprindelse", "2000..2010", 70, None, "about", "Jobindsats"),
        ("ivaerksaetterprocent", "nydanskere", "", 16.5, None, "", "Cowi 2007"),
        ("ivaerksaetterprocent", "danskere", "", 13.7, None, "", "Cowi 2007"),
        ("ansatte-ikke-vestlig", "", "2009", 3.87, None, "", "HR og Personale 2012"),
        ("ansatte-ikke-vestlig", "", "2011", 4.21, None, "", "HR og Personale 2012"),
        ("nydanskeres-andel-af-foertidspension", "", "", 20, None, "just_under", "Jobindsats"),
        ("nydanskeres-andel-af-borgerne", "", "", 10, None, "under", "Jobindsats"),
        ("karakterforskel-samlet-elevgruppe", "", "", 1, 1.5, "", "Egne statistikker"),
        ("tilfredshed-ringparken", "", "", 72, None, "", "Tryghedsmåling 2012"),
        ("tryghed-ringparken", "", "", 61, None, "", "Tryghedsmåling 2012"),
        ("aeldre-nydanskere-andel", "", "2011", 3.2, None, "", ""),
        ("nydanske-i-aktivitetscentre", "", "", 0, None, "", ""),
        ("bydelsmoedre", "", "", 11, None, "", ""),
        ("venskabsfamilier", "", "", 10, None, "", ""),
    ],
)
def test_a_figure_is_kept_as_the_document_gives_it(
    figures: pd.DataFrame,
    indicator: str,
    group: str,
    period: str,
    value: float,
    high: float | None,
    qualifier: str,
    publisher: str,
) -> None:
    """With its period or none, range or qualifier, and who published it; a year in a publisher's name is no period."""
    rows = figures[(figures["indicator"] == indicator) & (figures["group"] == group)]
    rows = rows[rows["period"] == period]
    (row,) = rows.to_dict("records")
    assert row["value"] == value
    assert (None if row["value_high"] != row["value_high"] else row["value_high"]) == high
    assert row["qualifier"] == qualifier
    assert row["publisher"].casefold() == publisher.casefold()


def test_every_figure_states_where_it_is(policy: kp.Policy, figures: pd.DataFrame) -> None:
    """Each is taken from the document, from a rubric of it."""
    assert set(figures["source"]) == {"politik-2013"}
    assert all(figures["section"])
    assert isinstance(policy.element("politik-2013"), m.Source)


def test_gaps_have_reasons(policy: kp.Policy) -> None:
    """The annex with the concrete efforts is not available; nobody set baselines, deadlines or who is responsible."""
    assert policy.plan is not None
    assert policy.plan.gap("tracks").why == "not_in_sources"  # type: ignore[union-attr]
    reasons = Counter(named_gap.why for e in policy.elements.values() for named_gap in e.missing)
    assert reasons["not_set"] > 0
    assert reasons["promised"] == 0
