"""Targets that can be read in two ways, have no deadline, or ask for nothing."""

import pytest

from .made import findings, found

INDICATOR = "indicators:\n  - id: i\n    title: I job\n    unit: '%'\n"


def with_target(target: str, more: str = "") -> str:
    """Return an indicator with one target."""
    return f"{INDICATOR}{more}    targets:\n      - {{{target}}}\n"


def test_percent_or_points_must_be_stated() -> None:
    """Only of a change."""
    assert found("KP109", with_target("kind: change, amount: 2")) == [("i", "warning")]
    assert found("KP109", with_target("kind: change, amount: 2, mode: points")) == []
    assert found("KP109", with_target("kind: level, value: 2, comparison: at_least")) == []


def test_the_words_state_whether_the_change_is_a_year_or_in_all() -> None:
    """20 % fewer by 2027 is no yearly change."""
    (yearly,) = findings("KP109", with_target("kind: change, amount: -20"))
    (total,) = findings("KP109", with_target("kind: change, amount: -20, per: total, due: 2027"))
    assert "asks for -20 a year," in yearly.message()
    assert "asks for -20 in all," in total.message()


def test_a_level_needs_a_deadline() -> None:
    """A standing target and a change a year do not."""
    assert found("KP110", with_target("kind: level, value: 60, comparison: at_least")) == [("i", "warning")]
    assert found("KP110", with_target("kind: level, value: 60, comparison: at_least, due: 2027")) == []
    assert found("KP110", with_target("kind: standing, value: 60, comparison: at_least")) == []
    assert found("KP110", with_target("kind: change, amount: 2, mode: points")) == []


def test_a_direction_without_a_deadline_is_information() -> None:
    """Each figure shows the way; none shows that it was reached."""
    (finding,) = findings("KP110", with_target("kind: direction, direction: increase"))
    assert finding.severity == "info"
    assert "is neither reached nor missed" in finding.message()
    assert found("KP110", with_target("kind: direction, direction: increase, due: 2027")) == []


@pytest.mark.parametrize(
    ("baseline", "comparison", "met"),
    [
        ("value: 62", "at_least", True),
        ("value: 60", "at_least", True),
        ("value: 58", "at_least", False),
        ("value: 58", "at_most", True),
        ("value: 62", "at_most", False),
        ("value: 58, value_high: 62", "at_least", False),
        ("value: 61, value_high: 62", "at_least", True),
        ("value: 62, qualifier: under", "at_least", False),
        ("value: 62, qualifier: over", "at_least", True),
        ("value: 58, qualifier: under", "at_most", True),
        ("value: 62, qualifier: about", "at_least", True),
    ],
)
def test_a_target_that_was_met_when_it_was_set(baseline: str, comparison: str, met: bool) -> None:
    """An inexact baseline meets it only at both ends."""
    target = f"kind: level, value: 60, comparison: {comparison}, due: 2027"
    assert (
        found("KP111", with_target(target, f"    baseline: {{period: 2022, {baseline}}}\n")) == [("i", "warning")] * met
    )


def test_a_standing_target_may_be_met_from_the_start() -> None:
    """It is to be kept, not reached."""
    target = "kind: standing, value: 60, comparison: at_least"
    assert found("KP111", with_target(target, "    baseline: {period: 2022, value: 62}\n")) == []


def test_a_figure_outranks_the_stated_baseline() -> None:
    """62 was stated, 58 is measured for the same year: then it was not met."""
    text = with_target(
        "kind: level, value: 60, comparison: at_least, due: 2027", "    baseline: {period: 2022, value: 62}\n"
    )
    assert found("KP111", text, "indicator;period;value\ni;2022;58") == []
    assert found("KP111", text, "indicator;period;value\ni;2021;58") == [("i", "warning")]


def test_a_difference_is_compared_with_a_baseline_of_its_own_only() -> None:
    """62 % in a job is no distance to others; -3 is, and 0 meets it where at most 0 is asked for."""
    relative = "kind: level, value: 0, comparison: at_most, due: 2027, relative_to: {group: andre}"
    groups = "groups:\n  - {id: andre, title: Andre}\n"
    assert found("KP111", with_target(relative, "    baseline: {period: 2022, value: -5}\n") + groups) == []
    own = relative + ", baseline: {value: -3}"
    assert found("KP111", with_target(own) + groups) == [("i", "warning")]


def test_the_message_names_target_and_baseline() -> None:
    """The key of the target, and the baseline as it was given."""
    text = with_target(
        "kind: level, value: 60, comparison: at_least, due: 2027", "    baseline: {value: 61, value_high: 62.5}\n"
    )
    (finding,) = findings("KP111", text)
    assert "the target 'level-2027' of 'I job'" in finding.message()
    assert "61–62.5" in finding.message()
    assert "61–62,5" in finding.message(number=lambda value: f"{value:g}".replace(".", ","))
