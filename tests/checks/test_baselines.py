"""Baselines: which targets need one to be judged before their deadline."""

import pytest

from .made import findings, found

INDICATOR = (
    "period: 2024..2027\nindicators:\n  - id: i\n    title: Ledige\n    unit: '%'\n    targets:\n      - {{{0}}}\n"
)
GROUP = "groups:\n  - {id: g, title: Kvinder}\n"


@pytest.mark.parametrize(
    "target",
    [
        "kind: standing, value: 2, comparison: at_most",
        "kind: direction, direction: decrease, due: 2027",
        "kind: level, value: 2, comparison: at_most",
        "kind: level, value: 20, comparison: at_least, due: 2027, cumulative: true",
        "kind: level, value: 0, comparison: at_most, due: 2027, relative_to: {group: g}",
        "kind: level, value: 2, comparison: at_most, due: 2027, group: g",
        "kind: level, value: 2, comparison: at_most, due: 2027, baseline: {value: 3}",
    ],
)
def test_a_target_that_is_judged_without_the_indicators_baseline_needs_none(target: str) -> None:
    """Kept every year, compared with the figure before, added up, or with a baseline of its own."""
    assert found("KP103", GROUP + INDICATOR.format(target)) == []


@pytest.mark.parametrize(
    "target",
    [
        "kind: level, value: 2, comparison: at_most, due: 2027",
        "kind: level, value: 2, comparison: at_most, due: 2027, baseline: {period: 2023}",
        "kind: change, amount: -1, mode: points",
    ],
)
def test_a_level_by_a_deadline_and_a_change_need_a_baseline(target: str) -> None:
    """Whether they are on track is judged from where they started."""
    assert found("KP103", INDICATOR.format(target)) == [("i", "warning")]


@pytest.mark.parametrize("start", [", start: 2024", ""])
@pytest.mark.parametrize(("period", "has_start"), [("2022", False), ("2023", True), ("2024", True), ("2025", False)])
def test_a_change_may_start_from_a_figure(period: str, has_start: bool, start: str) -> None:
    """One of the year it starts in (else the policy's first), or of the year before."""
    text = INDICATOR.format(f"kind: change, amount: -1, mode: points, due: 2027{start}")
    assert found("KP103", text, f"indicator;period;value\ni;{period};5") == [("i", "warning")] * (not has_start)


def test_a_baseline_may_be_among_the_figures() -> None:
    """The figure of the baseline's period is a baseline."""
    text = "indicators:\n  - id: i\n    title: Ledige\n    baseline: {period: 2022}\n    targets:\n"
    text += "      - {kind: level, value: 2, comparison: at_most, due: 2027}\n"
    assert found("KP103", text) == [("i", "warning")]
    assert found("KP103", text, "indicator;period;value\ni;2021;300") == [("i", "warning")]
    assert found("KP103", text, "indicator;period;value\ni;2022;300") == []


@pytest.mark.parametrize(
    "more", ["", "    missing: [{what: baseline, why: not_set}]\n", "    baseline: {period: 2022}\n"]
)
def test_without_a_target_that_needs_it_a_missing_baseline_is_information(more: str) -> None:
    """It is reported where there is no target, or where the policy states that it is missing."""
    bare = "indicators:\n  - id: i\n    title: Ledige\n" + more
    assert found("KP103", bare) == [("i", "info")]
    direction = bare + "    targets: [{kind: direction, direction: decrease}]\n"
    assert found("KP103", direction) == [("i", "info")] * bool(more)


def test_the_message_gives_the_reason() -> None:
    """As for every gap."""
    (finding,) = findings(
        "KP103", "indicators:\n  - {id: i, title: Ledige, missing: [{what: baseline, why: not_set}]}\n"
    )
    assert "has no baseline: not decided;" in finding.message()
