"""Verdicts on targets that a source published, beside what the figures give."""

import pytest

import kommunepolitik as kp

from .made import figures, findings, found, policy

TARGETS = """
    indicators:
      - id: job
        title: I job
        unit: '%'
        baseline: {period: 2020, value: 50}
        targets:
          - {kind: level, value: 60, comparison: at_least, due: 2024}
          - {kind: level, value: 70, comparison: at_least, due: 2028}
    judgement_scale:
      - {word: godt i gang, means: on_track}
"""
ROWS = "indicator;period;value;target;judgement\n"


@pytest.mark.parametrize(
    ("verdict", "differs"),
    [
        ("Nået", True),
        ("på rette vej", True),
        ("Ikke nået", False),
        ("ikke opfyldt", False),
        ("gul", True),
        ("Udviklingen følges", False),
    ],
)
def test_another_verdict_than_the_figures_give_is_found(verdict: str, differs: bool) -> None:
    """58 % of the 60 asked for by 2024 is not reached; what a source states in words of its own is no verdict."""
    rows = f"{ROWS}job;2024;58;;\njob;2024;;level-2024;{verdict}"
    assert found("KP409", TARGETS, rows) == [("job", "warning")] * differs


@pytest.mark.parametrize(("verdict", "differs"), [("godt i gang", False), ("gul", True), ("Nået", True)])
def test_the_municipality_s_own_scale_states_what_its_words_mean(verdict: str, differs: bool) -> None:
    """62 % in 2025 is beyond the way from 60 to 70, and on track."""
    rows = f"{ROWS}job;2024;60;;\njob;2025;63;;\njob;2025;;level-2028;{verdict}"
    assert found("KP409", TARGETS, rows) == [("job", "warning")] * differs


@pytest.mark.parametrize("verdict", ["gul", "rød", "uændret"])
def test_only_the_words_that_readers_see_are_compared(verdict: str) -> None:
    """A little behind, far behind and unchanged are all shown as not on track."""
    rows = f"{ROWS}job;2024;60;;\njob;2025;60;;\njob;2025;;level-2028;{verdict}"
    assert found("KP409", TARGETS, rows) == []


def test_a_verdict_is_compared_with_the_figures_of_its_own_time() -> None:
    """What was on track in 2022 may be missed in 2024; the report of 2022 was right."""
    rows = f"{ROWS}job;2022;55;;\njob;2024;58;;\njob;2022;;level-2024;på rette vej"
    assert found("KP409", TARGETS, rows) == []
    later = rows + "\njob;2024;;level-2024;på rette vej"
    assert found("KP409", TARGETS, later) == [("job", "warning")]
    assert found("KP409", TARGETS, later, at="2023") == []


def test_where_the_figures_give_no_verdict_there_is_no_difference() -> None:
    """Without any figure the source may be right."""
    assert found("KP409", TARGETS, f"{ROWS}job;2024;;level-2024;Nået") == []


def test_an_ambiguous_verdict_agrees_with_either_reading() -> None:
    """2.4 % more a year, but only 1.1 points: the source may have meant either."""
    text = """
    indicators:
      - id: i
        title: I
        unit: '%'
        baseline: {period: 2020, value: 48}
        targets: [{id: to, kind: change, amount: 2}]
    """
    rows = f"{ROWS}i;2022;50,2;;\ni;2022;;to;"
    readings = {
        reading.status for reading in kp.evaluate(policy(text), figures(f"{ROWS}i;2022;50,2;;")).results[0].readings
    }
    assert readings == {"achieved", "far_behind"}
    assert found("KP409", text, f"{rows}Nået") == found("KP409", text, f"{rows}rød") == []
    assert found("KP409", text, f"{rows}Ikke nået") == [("i", "warning")]


def test_the_message_names_both_verdicts() -> None:
    """The source's in its own words."""
    (finding,) = findings("KP409", TARGETS, f"{ROWS}job;2024;58;;\njob;2024;;level-2024;Indfriet")
    assert finding.path == ("indicators", 0, "targets", 0)
    assert "'level-2024' of 'I job' 'Indfriet', but by the figures it is 'missed';" in finding.message()
