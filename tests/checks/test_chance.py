"""Shares of few people and surveys, whose figures may move by chance."""

import pytest

from .made import findings, found

SHARE = """
    groups: [{id: kvinder, title: Kvinder}]
    indicators:
      - {id: unge, title: Årgangens unge, unit: personer}
      - {id: andel, title: Gennemført, unit: '%', base: unge}
      - {id: tilfredse, title: Tilfredse, unit: pct.}
"""
ROWS = "indicator;group;period;value;denominator\n"


@pytest.mark.parametrize(("people", "few"), [("499", True), ("500", False), ("40", True)])
def test_a_share_of_fewer_than_500_is_asked_whether_chance_plays(people: str, few: bool) -> None:
    """By the denominator of its figures."""
    assert found("KP406", SHARE, f"{ROWS}tilfredse;;2024;50;{people}") == [("tilfredse", "warning")] * few


def test_the_number_is_that_of_the_base_where_there_is_no_denominator() -> None:
    """For the same period and group; what another group is of means nothing."""
    rows = f"{ROWS}andel;;2024;50;\nandel;kvinder;2024;52;\nunge;;2024;600;\n"
    assert found("KP406", SHARE, rows) == []
    assert found("KP406", SHARE, f"{rows}unge;kvinder;2023;40;") == []
    assert found("KP406", SHARE, f"{rows}unge;kvinder;2024;40;") == [("andel", "warning")]


@pytest.mark.parametrize("answer", ["chance: true", "chance: false"])
def test_either_answer_will_do(answer: str) -> None:
    """That the same people are measured again is an answer too."""
    text = SHARE.replace("unit: pct.", f"unit: pct., {answer}")
    assert found("KP406", text, f"{ROWS}tilfredse;;2024;50;40") == []


@pytest.mark.parametrize("instead", ["unit: antal", "unit: karakter", "unit: '%', role: context"])
def test_only_shares_that_follow_up_are_asked(instead: str) -> None:
    """A number of people, a mark and background are not."""
    assert found("KP406", SHARE.replace("unit: pct.", instead), f"{ROWS}tilfredse;;2024;7;40") == []


def test_the_message_names_the_fewest_and_both_answers() -> None:
    """So that who knows the figures can answer at once."""
    (finding,) = findings("KP406", SHARE, f"{ROWS}tilfredse;;2023;50;40\ntilfredse;;2024;50;38")
    assert "'Tilfredse' is based on only 38 for 2024" in finding.message()
    assert "chance: true" in finding.message()
    assert "chance: false" in finding.message()


SURVEY = """
    indicators:
      - id: i
        title: Trygge borgere
        unit: '%'
    sources:
      - {id: panel, title: Panelet, kind: survey}
      - {id: register, title: Registret, kind: statistics}
"""


@pytest.mark.parametrize(
    "words",
    [
        "definition: Svar på et spørgeskema til forældre",
        "definition: Trivselsmålingen i 9. klasse",
        "data_source: {keeper: Brugerundersøgelsen 2024}",
        "data_source: {keeper: Nybro, note: Survey among residents}",
        "citation: {source: panel}",
        "baseline: {value: 50, citation: {source: panel}}",
    ],
)
def test_a_survey_must_state_how_large_a_change_means_something(words: str) -> None:
    """It is known by its words in Danish or English, or by where it is cited from."""
    text = SURVEY.replace("unit: '%'", f"unit: '%'\n        {words}")
    assert found("KP116", text) == [("i", "warning")]
    assert found("KP116", text.replace("unit:", "margin: 3\n        unit:")) == []
    assert found("KP116", text.replace("unit:", "chance: false\n        unit:")) == []


@pytest.mark.parametrize(("source", "survey"), [("panel", True), ("register", False), ("", False)])
def test_a_survey_is_known_by_the_source_of_its_figures(source: str, survey: bool) -> None:
    """Whatever the indicator is called."""
    assert found("KP116", SURVEY, f"indicator;period;value;source\ni;2024;50;{source}") == [("i", "warning")] * survey


@pytest.mark.parametrize("instead", ["kind: qualitative", "role: context"])
def test_only_surveys_that_follow_up_in_figures_are_asked(instead: str) -> None:
    """What people judge in words has no margin."""
    text = SURVEY.replace("unit: '%'", f"{instead}\n        citation: {{source: panel}}")
    assert found("KP116", text) == []
