"""The rules on disclosure control: what a table cannot keep back, and who is not protected at all."""

from textwrap import dedent

import pytest

from .made import findings, found

HOLES = """
    disclosure: {minimum: 5}
    groups: [{id: x, title: X}]
    indicators:
      - id: anbragte
        title: Anbragte
        counts_people: true
        baseline: {period: 2023, value: 3}
        targets:
          - {kind: level, value: 2, comparison: at_most, due: 2027}
          - {id: i-x, kind: level, group: x, value: 9, comparison: at_most, due: 2027, baseline: {period: 2023, value: 4}}
      - {id: andel, title: Andel, unit: '%'}
      - {id: unge, title: Unge, unit: personer}
"""


def test_stated_baselines_shares_without_base_and_people_who_are_not_counted() -> None:
    """Each is found; a target that small is information."""
    reported = findings("KP405", HOLES)
    assert [(each.element, each.wording, each.severity) for each in reported] == [
        ("anbragte", "baseline_below_minimum", "warning"),
        ("anbragte", "baseline_below_minimum", "warning"),
        ("anbragte", "target_below_minimum", "info"),
        ("andel", "share_without_base", "warning"),
        ("unge", "people_not_counted", "warning"),
    ]
    assert reported[0].path == ("indicators", 0, "baseline")
    assert reported[1].path == ("indicators", 0, "targets", 1, "baseline")
    assert "is stated as 3, fewer than 5 people" in reported[0].message()


def test_a_small_baseline_of_a_change_is_found() -> None:
    """A target for a change states where it starts, as a level does."""
    text = """
        disclosure: {minimum: 5}
        indicators:
          - id: unge
            title: Unge
            unit: personer
            counts_people: true
            targets: [{kind: change, amount: 10, mode: percent, baseline: {period: 2023, value: 3}}]
    """
    assert found("KP405", text) == [("unge", "warning")]


def test_nothing_is_found_where_all_is_declared() -> None:
    """`under 5` states no more than the rule; the base of a share counts people."""
    text = """
        disclosure: {minimum: 5}
        indicators:
          - {id: unge, title: Unge, unit: personer, baseline: {period: 2023, value: 5, qualifier: under}}
          - {id: andel, title: Andel, unit: '%', base: unge}
          - {id: stemning, title: Stemning, unit: '%', kind: qualitative}
    """
    assert found("KP405", text) == []


def test_a_share_of_people_without_an_informative_unit_is_found() -> None:
    """All of it is withheld, and an owner should know why; an average may have any unit."""
    text = """
        disclosure: {minimum: 5}
        indicators:
          - {id: unge, title: Unge, unit: personer, counts_people: true}
          - {id: i-job, title: I job, unit: personer, counts_people: true}
          - {id: andel, title: Andel, base: unge, numerator: i-job}
          - {id: snit, title: Snit, unit: timer, base: unge}
    """
    assert [(each.element, each.wording) for each in findings("KP405", text)] == [("andel", "share_of_unknown_whole")]


def test_a_policy_without_disclosure_control_is_not_asked() -> None:
    """It is off by default."""
    assert found("KP405", HOLES.replace("disclosure: {minimum: 5}", "")) == []


FEW = """
    groups: [{id: x, title: X}]
    indicators:
      - {id: anbragte, title: Anbragte, counts_people: true}
      - {id: elever, title: Elever uden skole, unit: antal elever}
      - {id: unge, title: Unge, unit: antal}
      - {id: andel, title: Andel i job, unit: '%', base: unge}
      - {id: baenke, title: Bænke, unit: antal}
"""
ROWS = "indicator;group;period;value;numerator;denominator\n"


@pytest.mark.parametrize("indicator", ["anbragte", "elever", "unge"])
@pytest.mark.parametrize(
    ("value", "few"), [("3", True), ("1-3", True), ("5", False), ("0", False), ("under 5", False), ("<3", True)]
)
def test_fewer_than_five_people_are_found_where_nothing_is_withheld(indicator: str, value: str, few: bool) -> None:
    """By the indicator's word, by its unit, or because a share is of it; none, and `under 5`, reveal nobody."""
    assert found("KP408", FEW, f"{ROWS}{indicator};x;2024;{value};;") == [(indicator, "warning")] * few


def test_benches_are_no_people() -> None:
    """Three of them may be counted in public."""
    assert found("KP408", FEW, f"{ROWS}baenke;;2024;3;;") == []


@pytest.mark.parametrize("people", ["3;40", "0;4"])
def test_the_people_of_a_share_are_people(people: str) -> None:
    """Those it is about, and those it is of."""
    assert found("KP408", FEW, f"{ROWS}andel;;2024;0;{people}") == [("andel", "warning")]
    assert found("KP408", FEW, f"{ROWS}andel;;2024;0;12;40") == []


def test_a_stated_baseline_of_few_people_is_found_at_its_place() -> None:
    """No table can withhold it."""
    text = FEW.replace("counts_people: true", "counts_people: true, baseline: {value: 3}")
    (finding,) = findings("KP408", text)
    assert finding.path == ("indicators", 0, "baseline")
    assert found("KP408", text.replace("{value: 3}", "{value: 5, qualifier: under}")) == []


def test_the_message_does_not_repeat_the_number() -> None:
    """It is shown with the policy's pages."""
    (finding,) = findings("KP408", FEW, f"{ROWS}anbragte;;2023;4;;\nanbragte;;2024;3;;")
    assert "figures of fewer than 5 people, such as that for 2024," in finding.message()
    assert "3" not in finding.message()


def test_with_disclosure_control_there_is_nothing_to_find() -> None:
    """Small numbers are withheld then."""
    assert found("KP408", "disclosure: {minimum: 5}\n" + dedent(FEW), f"{ROWS}anbragte;;2024;3;;") == []
