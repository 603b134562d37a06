"""The rule on disclosure control: what a table cannot keep back."""

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
    told = findings("KP405", HOLES)
    assert [(each.element, each.wording, each.severity) for each in told] == [
        ("anbragte", "baseline_below_minimum", "warning"),
        ("anbragte", "baseline_below_minimum", "warning"),
        ("anbragte", "target_below_minimum", "info"),
        ("andel", "share_without_base", "warning"),
        ("unge", "people_not_counted", "warning"),
    ]
    assert told[0].path == ("indicators", 0, "baseline")
    assert told[1].path == ("indicators", 0, "targets", 1, "baseline")
    assert "is stated as 3, fewer than 5 people" in told[0].message()


def test_nothing_is_found_where_all_is_declared() -> None:
    """`under 5` says no more than the rule; what a share rests on counts people."""
    text = """
        disclosure: {minimum: 5}
        indicators:
          - {id: unge, title: Unge, unit: personer, baseline: {period: 2023, value: 5, qualifier: under}}
          - {id: andel, title: Andel, unit: '%', base: unge}
          - {id: stemning, title: Stemning, unit: '%', kind: qualitative}
    """
    assert found("KP405", text) == []


def test_a_share_of_people_whose_unit_says_nothing_is_found() -> None:
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
