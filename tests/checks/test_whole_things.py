"""Fractions of what is counted in whole things."""

import pytest

from .made import findings, found

STATED = """
    indicators:
      - id: i
        title: Vejledte
        unit: antal
        baseline: {{period: 2023, value: {baseline}}}
        targets:
          - {{kind: level, value: {level}, comparison: at_least, due: 2027, baseline: {{value: {own}}}}}
          - {{kind: standing, value: {standing}, comparison: at_least}}
          - {{id: c, kind: change, amount: {change}, mode: points}}
"""
WHOLE = {"baseline": 1000, "level": 1200, "own": 900, "standing": 5, "change": 20}


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("baseline", ("baseline",)),
        ("level", ("targets", 0)),
        ("own", ("targets", 0, "baseline")),
        ("standing", ("targets", 1)),
    ],
)
def test_a_fraction_is_found_where_the_policy_states_it(name: str, path: tuple[str | int, ...]) -> None:
    """Nobody counts 1.2 people."""
    assert found("KP410", STATED.format(**WHOLE)) == []
    (finding,) = findings("KP410", STATED.format(**{**WHOLE, name: 1.2}))
    assert (finding.severity, finding.path) == ("warning", ("indicators", 0, *path))
    assert "is 1.2, but its unit (antal) counts whole things;" in finding.message()


def test_a_change_a_year_may_be_a_fraction() -> None:
    """Five more in two years are 2.5 a year."""
    assert found("KP410", STATED.format(**{**WHOLE, "change": 2.5})) == []


COUNTED = "indicators:\n  - {id: i, title: Vejledte, unit: antal personer}\n"


@pytest.mark.parametrize(("value", "fraction"), [("1,2", True), ("1200", False), ("3-4,5", True), ("ca. 12", False)])
def test_a_fraction_is_found_among_the_figures(value: str, fraction: bool) -> None:
    """One finding for each indicator; either end of a range counts."""
    rows = f"indicator;period;value\ni;2022;7,5\ni;2023;{value}"
    assert found("KP410", COUNTED, rows.replace("i;2022;7,5\n", "")) == [("i", "warning")] * fraction
    assert found("KP410", COUNTED, rows) == [("i", "warning")]


@pytest.mark.parametrize(
    "instead",
    [
        "unit: '%'",
        "unit: kr.",
        "unit: personer pr. 1.000 borgere",
        "unit: antal, over_time: mean",
        "unit: antal, base: b",
    ],
)
def test_shares_amounts_of_money_and_averages_have_decimals(instead: str) -> None:
    """2.1 children for each family is an average; the average of twelve months may be 10.5 people."""
    text = COUNTED.replace("unit: antal personer", instead) + "  - {id: b, title: Familier, unit: antal}\n"
    assert found("KP410", text, "indicator;period;value\ni;2023;2,1") == []


def test_the_message_names_the_newest_figure() -> None:
    """With its period, its value and the unit."""
    (finding,) = findings("KP410", COUNTED, "indicator;period;value\ni;2022;7,5\ni;2023;1,2")
    assert "for 2023 is 1.2, but its unit (antal personer) counts whole things;" in finding.message()
