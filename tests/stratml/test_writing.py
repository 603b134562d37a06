"""A policy as a plan or report of StratML Part 2."""

from pathlib import Path

import pytest

import kommunepolitik as kp
from kommunepolitik.documents import read_all
from kommunepolitik.errors import InvalidModel
from kommunepolitik.i18n import language
from kommunepolitik.model import Disclosure, FocusArea, Goal, Indicator, LevelTarget, Policy
from kommunepolitik.stratml import Loss, from_stratml, to_stratml
from kommunepolitik.stratml.schema import PART_2, violations
from tests.stratml.made import NYBRO, found, policy, texts, tree

ROOT = Path(__file__).parents[2]


def lost(losses: tuple[Loss, ...]) -> set[tuple[str, str]]:
    """Return id and field of each loss."""
    return {(loss.address.element or "", loss.field) for loss in losses}


@pytest.mark.parametrize(
    "folder", ["examples/furesoe_2018", "examples/slagelse_2013", "examples/slagelse_2023", "docs/tutorial/nybro"]
)
def test_the_examples_obey_the_rules(folder: str) -> None:
    """Each example, with its figures, breaks no rule and loses nothing on its second way."""
    for document in read_all([ROOT / folder]):
        made = to_stratml(document.policy, list(document.observations) or None)
        assert list(violations(tree(made.xml))) == []
        read = from_stratml(made.xml, municipality=document.policy.municipality)
        assert to_stratml(read.policy, read.observations).losses == ()


def test_focus_areas_are_goals_and_goals_objectives() -> None:
    """Overarching goals and indicators of no goal are gathered in goals of their own."""
    root = tree(to_stratml(policy()).xml)
    assert root.namespace == PART_2
    goals = [(goal.all("Name")[0].text, len(goal.all("Objective"))) for goal in found(root, "Goal")]
    assert goals == [("Overarching goals", 1), ("Job", 2), ("Further indicators", 1)]


def test_gathering_goals_are_named_in_the_language_asked_for() -> None:
    """The words around a policy are Danish where Danish is asked for."""
    assert "Overordnede mål" in texts(tree(to_stratml(policy(), words=language("da")).xml), "Name")


def test_an_indicator_of_two_goals_is_defined_once() -> None:
    """The second goal refers to it; identifiers stay unique."""
    root = tree(to_stratml(policy()).xml)
    assert texts(root, "ReferentIdentifier") == ["i-job"]
    assert texts(root, "Identifier").count("i-job") == 1
    read = from_stratml(to_stratml(policy()).xml, municipality=NYBRO).policy
    assert [goal.indicator_ids for goal in read.area_goals()] == [("i-job",), ("i-job", "i-kursus")]


def test_an_identifier_begins_with_no_digit() -> None:
    """An id that does is written with an underscore, and read without."""
    assert "_2-maal" in texts(tree(to_stratml(policy()).xml), "Identifier")


def test_years_are_whole_dates() -> None:
    """A year is written as its first and last day."""
    admin = found(tree(to_stratml(policy()).xml), "AdministrativeInformation")[0]
    assert [child.text for child in admin.children] == ["unge-2024", "2024-01-01", "2027-12-31"]


def test_the_type_follows_from_what_is_in_it() -> None:
    """With figures it is a report, with targets a plan, else a strategic plan."""
    figures = [{"indicator": "i-job", "period": 2024, "value": 54}]
    plain = Policy(id="p", title="P", municipality=NYBRO, focus_areas=[FocusArea(id="a", title="A")])
    types = [tree(to_stratml(*each).xml).attributes["Type"] for each in ((policy(), figures), (policy(),), (plain,))]
    assert types == ["Performance_Report", "Performance_Plan", "Strategic_Plan"]


def test_a_baseline_is_marked_as_one() -> None:
    """An actual result with the descriptor Status Baseline."""
    baseline = next(each for each in found(tree(to_stratml(policy()).xml), "ActualResult"))
    assert texts(baseline, "DescriptorValue") == ["Baseline"]
    assert texts(baseline, "NumberOfUnits") == ["52.5"]


def test_inexact_figures_have_no_number() -> None:
    """Nobody takes under 5 for 5: words are written, and the figure is listed as lost."""
    made = to_stratml(policy(), [{"indicator": "i-kursus", "period": 2024, "value": 5, "qualifier": "under"}])
    results = [
        each for each in found(tree(made.xml), "ActualResult") if "under" in " ".join(texts(each, "Description"))
    ]
    assert len(results) == 1
    assert texts(results[0], "NumberOfUnits") == []
    assert ("i-kursus", "observations") in lost(made.losses)


def test_targets_that_are_no_level_are_words() -> None:
    """A change has no number of units, which would be taken for a level."""
    made = to_stratml(policy())
    changes = [each for each in found(tree(made.xml), "TargetResult") if not each.all("NumberOfUnits")]
    assert [text for each in changes for text in texts(each, "Description")] == [
        "at least 2\N{NO-BREAK SPACE}percentage\N{NO-BREAK SPACE}points more a year"
    ]
    assert ("i-job", "targets") in lost(made.losses)


def test_figures_of_groups_name_them() -> None:
    """A figure of women is not taken for one of all."""
    rows = [{"indicator": "i-job", "group": "kvinder", "period": 2024, "value": 50}]
    made = to_stratml(policy(), rows)
    read = from_stratml(made.xml, municipality=NYBRO)
    assert read.observations is not None
    assert read.observations.frame[["group", "value"]].to_dict("records") == [{"group": "kvinder", "value": 50.0}]


def test_figures_withheld_from_the_public_are_not_written() -> None:
    """Where a policy protects few people, the document shows that there is a figure, and no number."""
    small = Indicator(id="ledige", title="Ledige", unit="personer", counts_people=True)
    area = FocusArea(id="a", title="A", measured_by=["ledige"])
    own = Policy(
        id="p", title="P", municipality=NYBRO, focus_areas=[area], indicators=[small], disclosure=Disclosure(minimum=5)
    )
    made = to_stratml(own, [{"indicator": "ledige", "period": 2024, "value": 3}])
    result = found(tree(made.xml), "ActualResult")[0]
    assert (texts(result, "NumberOfUnits"), texts(result, "DescriptorValue")) == ([], ["Suppressed"])
    read = from_stratml(made.xml, municipality=NYBRO)
    assert read.observations is not None
    assert read.observations.frame["quality"].tolist() == ["suppressed"]


def test_older_vintages_and_sources_of_figures_are_listed() -> None:
    """Only the figure that counts is written; the rest is counted."""
    rows = [
        {"indicator": "i-job", "period": 2024, "value": value, "published": f"2025-0{month}-01", "source": "DST"}
        for value, month in ((53, 3), (54, 6))
    ]
    made = to_stratml(policy(), rows)
    assert texts(tree(made.xml), "NumberOfUnits").count("54") == 1
    fields = {"observations.vintages", "observations.source", "observations.published"}
    assert {field for id, field in lost(made.losses) if id == "i-job"} >= fields


def test_sub_goals_are_objectives_and_their_place_is_lost() -> None:
    """StratML has two levels; a third comes after its goal."""
    goal = Goal(id="maal", statement="Mål", goals=[Goal(id="delmaal", statement="Delmål", means="Kurser")])
    own = Policy(id="p", title="P", municipality=NYBRO, focus_areas=[FocusArea(id="a", title="A", goals=[goal])])
    made = to_stratml(own)
    assert texts(found(tree(made.xml), "Goal")[0], "Name") == ["A", "Mål", "Delmål"]
    assert lost(made.losses) == {("maal", "goals"), ("delmaal", "means")}


def test_a_policy_with_nothing_to_write_is_refused() -> None:
    """StratML needs a goal."""
    with pytest.raises(InvalidModel, match="StratML needs a goal"):
        to_stratml(Policy(id="p", title="P", municipality=NYBRO))


def test_two_targets_of_one_date_keep_apart() -> None:
    """A minimum and a maximum of one year both come back."""
    ends = [("least", 40, "at_least"), ("most", 60, "at_most")]
    targets = [LevelTarget(id=id, value=value, comparison=side, due="2027") for id, value, side in ends]  # type: ignore[arg-type]
    own = Policy(
        id="p", title="P", municipality="Slagelse", indicators=[Indicator(id="i", title="I", unit="%", targets=targets)]
    )
    read = from_stratml(to_stratml(own).xml).policy
    assert [(t.value, t.asks_for) for t in read.indicators[0].targets] == [(40, "increase"), (60, "decrease")]  # type: ignore[union-attr]


def test_the_package_is_reached_from_the_library() -> None:
    """`kp.stratml` loads on first use."""
    assert kp.stratml.to_stratml is to_stratml  # type: ignore[attr-defined]
