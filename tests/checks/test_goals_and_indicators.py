"""What goals and indicators need before they can be followed up."""

import pytest

import kommunepolitik as kp

from .made import findings, found, policy

FULL = """
    indicators:
      - id: i
        title: Ledige
        unit: antal
        direction: decrease
        responsible: Jobcentret
        data_source: {keeper: Jobindsats}
        baseline: {period: 2022, value: 300}
        targets:
          - {kind: level, value: 200, comparison: at_most, due: 2026}
"""

GOAL = """
    focus_areas:
      - id: omraade
        title: Job
        goals:
          - {id: maal, statement: Flere i job}
"""


def test_a_goal_that_nothing_measures_is_a_warning() -> None:
    """Neither the goal nor its area has an indicator."""
    assert found("KP101", GOAL + FULL) == [("maal", "warning")]


def test_a_goal_with_an_indicator_of_its_own_is_not_found() -> None:
    """Nothing to fix."""
    assert found("KP101", GOAL.replace("Flere i job", "Flere i job, measured_by: [i]") + FULL) == []


@pytest.mark.parametrize(
    "around",
    [
        GOAL + "        measured_by: [i]\n" + FULL,
        GOAL + FULL + "    plan:\n      id: plan\n      title: Plan\n      tracks:\n"
        "        - {id: spor, title: Spor, focus_area: omraade, measured_by: [i]}\n",
    ],
    ids=["area", "track"],
)
def test_a_goal_whose_area_is_measured_is_information(around: str) -> None:
    """By the area itself, or by a track of the area."""
    assert found("KP101", around) == [("maal", "info")]


def test_background_measures_no_goal() -> None:
    """A context indicator under measured_by does not follow up."""
    text = GOAL.replace("Flere i job", "Flere i job, measured_by: [i]") + FULL.replace(
        "unit:", "role: context\n        unit:"
    )
    assert found("KP101", text) == [("maal", "warning")]


def test_a_sub_goal_is_measured_with_the_goal_above_it() -> None:
    """And the goal above with it: each supports the other."""
    text = """
    goals:
      - id: oeverst
        statement: Flere med
        measured_by: [i]
        goals:
          - id: under
            statement: Flere i job
    """
    assert found("KP101", text + FULL) == [("under", "info")]


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("KP102", "targets:\n          - {kind: level, value: 200, comparison: at_most, due: 2026}"),
        ("KP103", "baseline: {period: 2022, value: 300}"),
        ("KP105", "unit: antal"),
        ("KP106", "data_source: {keeper: Jobindsats}"),
        ("KP107", "responsible: Jobcentret"),
    ],
)
def test_an_indicator_is_found_for_what_it_lacks(code: str, line: str) -> None:
    """One rule for each part; with the part, nothing."""
    severity = "info" if code in ("KP106", "KP107") else "warning"
    assert found(code, FULL) == []
    assert found(code, FULL.replace(line, "")) == [("i", severity)]


def test_a_target_shows_the_direction() -> None:
    """An indicator without direction is found only where it has no target either."""
    without = FULL.replace("direction: decrease\n", "\n")
    assert found("KP104", without) == []
    line = "targets:\n          - {kind: level, value: 200, comparison: at_most, due: 2026}"
    assert found("KP104", without.replace(line, "")) == [("i", "warning")]
    assert found("KP104", FULL.replace(line, "")) == []


def test_background_needs_nothing() -> None:
    """Only what follows up the policy is asked for its parts."""
    text = "indicators:\n  - {id: i, title: Borgere, role: context}\n"
    assert kp.check(policy(text), select=["KP10"]) == []


@pytest.mark.parametrize("code", ["KP102", "KP103", "KP104", "KP105"])
def test_what_people_judge_needs_no_figures_unless_the_policy_states_it(code: str) -> None:
    """A qualitative indicator is found, as information, only for a gap that the policy itself names."""
    text = "indicators:\n  - {id: i, title: Trivsel, kind: qualitative}\n"
    what = {"KP102": "targets", "KP103": "baseline", "KP104": "direction", "KP105": "unit"}[code]
    assert found(code, text) == []
    gap = f"kind: qualitative, missing: [{{what: {what}, why: not_set}}]"
    assert found(code, text.replace("kind: qualitative", gap)) == [("i", "info")]


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        ("why: promised, expected: 2024-Q1", "has no baseline: promised (expected 2024-Q1);"),
        ("why: promised", "has no baseline: promised;"),
        ("why: not_in_sources", "has no baseline: not in the available sources;"),
        ("why: not_set", "has no baseline: not decided;"),
        ("why: unclear", "has no baseline: unclear in the sources;"),
    ],
)
def test_a_named_gap_is_found_with_its_reason(gap: str, words: str) -> None:
    """The policy's remark is in the message."""
    text = f"indicators:\n  - {{id: i, title: Ledige, missing: [{{what: baseline, {gap}}}]}}\n"
    (finding,) = findings("KP103", text)
    assert words in finding.message()


PROMISED = """
    indicators:
      - id: i
        title: Ledige
        missing:
          - {what: baseline, why: promised, expected: 2024-Q1}
"""


@pytest.mark.parametrize(
    ("at", "severity"),
    [(None, "info"), ("2024-03-31", "info"), ("2024-Q1", "info"), ("2024-04", "warning"), ("2025", "warning")],
)
def test_a_promised_baseline_is_overdue_after_it_was_expected(at: str | None, severity: str) -> None:
    """A warning from the day after the last day of the quarter."""
    (finding,) = findings("KP108", PROMISED, at=at)
    assert finding.severity == severity
    assert ("overdue" in finding.message()) == (severity == "warning")
    assert "2024-Q1" in finding.message()


def test_a_promise_without_a_date_is_never_overdue() -> None:
    """Nobody stated when."""
    assert found("KP108", PROMISED.replace(", expected: 2024-Q1", ""), at="2030") == [("i", "info")]


def test_a_promised_baseline_is_measured_by_a_figure() -> None:
    """Of its period, where that is known; a forecast or a withheld figure is no measurement."""
    assert found("KP108", PROMISED, "indicator;period;value\ni;2023;300") == []
    assert len(found("KP108", PROMISED, "indicator;period;value;quality\ni;2023;300;prognose")) == 1
    assert len(found("KP108", PROMISED, "indicator;period;value\ni;;300")) == 1
    dated = PROMISED.replace("missing:", "baseline: {period: 2022}\n        missing:")
    assert len(found("KP108", dated, "indicator;period;value\ni;2023;300")) == 1
    assert found("KP108", dated, "indicator;period;value\ni;2022;300") == []


def test_a_gap_that_is_not_promised_is_no_promise() -> None:
    """What nobody decided cannot be overdue."""
    assert found("KP108", PROMISED.replace("promised, expected: 2024-Q1", "not_set"), at="2030") == []


LEVELS = """
    goals:
      - id: maal
        statement: Flere i job
        measured_by: [samtaler, vejledte]
        goals:
          - {id: under, statement: Flere unge i job, measured_by: [unge]}
    indicators:
      - {id: samtaler, title: Samtaler, result_level: activity}
      - {id: vejledte, title: Vejledte, result_level: output}
      - {id: unge, title: Unge, result_level: activity}
"""


def test_a_goal_that_only_activities_and_outputs_measure_is_found() -> None:
    """All meetings may take place, and nobody may have found a job."""
    assert found("KP115", LEVELS) == [("maal", "warning"), ("under", "warning")]


def test_an_outcome_measures_the_goal_and_the_goal_above_it() -> None:
    """What is achieved below is achieved of the whole."""
    below = LEVELS.replace("title: Unge, result_level: activity", "title: Unge, result_level: outcome")
    assert found("KP115", below) == []
    above = LEVELS.replace("title: Vejledte, result_level: output", "title: Vejledte, result_level: outcome")
    assert found("KP115", above) == [("under", "warning")]


def test_where_one_level_is_not_given_nothing_is_claimed() -> None:
    """It may be an outcome; background, though, measures nothing."""
    unknown = LEVELS.replace("title: Unge, result_level: activity", "title: Unge")
    assert found("KP115", unknown) == []
    context = LEVELS.replace("title: Unge, result_level: activity", "title: Unge, role: context")
    assert found("KP115", context) == [("maal", "warning")]


def test_a_goal_without_indicators_has_no_levels() -> None:
    """That nothing measures it is another rule's."""
    assert found("KP115", "goals: [{id: maal, statement: Flere i job}]") == []


def test_the_policys_own_word_for_a_goal_is_in_the_message() -> None:
    """A goal may be called pejlemærke."""
    text = "goals:\n  - {id: g, statement: Kultur hele livet}\n"
    (finding,) = findings("KP101", text)
    assert finding.message().startswith("nothing measures the goal 'Kultur hele livet';")
    terms = "terms:\n  overarching_goal: {singular: pejlemærke, plural: pejlemærker}\n"
    (finding,) = findings("KP101", terms + text)
    assert finding.message().startswith("nothing measures 'Kultur hele livet' (pejlemærke);")
