"""Amounts whose figures are for a year here and for a quarter there."""

import pytest

from .made import findings, found

AMOUNT = "groups: [{id: x, title: X}]\nindicators:\n  - {id: i, title: Vejledte, unit: antal}\n"


def figures(*periods: str) -> str:
    """Return a table with a figure for each period."""
    return "\n".join(["indicator;group;period;value", *(f"i;;{period};5" for period in periods)])


@pytest.mark.parametrize(
    ("periods", "several"),
    [
        (["2023", "2024", "2025-Q1"], True),
        (["2024-Q1", "2024-M05"], True),
        (["2024", "2024-12-31"], True),
        (["2024-W01", "2024-M02"], True),
        (["2023", "2024"], False),
        (["2023", "2024/25", "2023-10..2024-09"], False),
        (["2024-Q1", "2024-Q2"], False),
        (["2024-M02", "2024-M03"], False),
        (["2023-12-31", "2024-12-31"], False),
        (["2024"], False),
        (["2024", "2025.."], False),
    ],
)
def test_an_amount_with_figures_of_several_lengths_must_state_how_they_add_up(
    periods: list[str], several: bool
) -> None:
    """Twelve months are twelve months, and February is as long as March."""
    assert found("KP407", AMOUNT, figures(*periods)) == [("i", "warning")] * several


@pytest.mark.parametrize("unit", ["'%'", "promille", "karakter", "indeks"])
def test_a_share_or_a_mark_is_no_amount(unit: str) -> None:
    """66 % in a quarter can be compared with 65 % in a year."""
    assert found("KP407", AMOUNT.replace("antal", unit), figures("2024", "2025-Q1")) == []


@pytest.mark.parametrize("unit", ["kr.", "pr. 1.000", "antal elever"])
def test_money_and_so_many_per_thousand_are_amounts(unit: str) -> None:
    """2.3 reports per thousand in a quarter are no quarter of the reports of a year that had 9."""
    assert found("KP407", AMOUNT.replace("antal", unit), figures("2024", "2025-Q1")) == [("i", "warning")]


def test_without_a_unit_it_may_be_an_amount() -> None:
    """Nothing states that it is a share."""
    assert found("KP407", AMOUNT.replace(", unit: antal", ""), figures("2024", "2025-Q1")) == [("i", "warning")]


@pytest.mark.parametrize("answer", ["sum", "mean", "last"])
def test_who_states_how_they_add_up_is_not_asked(answer: str) -> None:
    """Any of the three will do."""
    text = AMOUNT.replace("unit: antal", f"unit: antal, over_time: {answer}")
    assert found("KP407", text, figures("2024", "2025-Q1")) == []


def test_two_groups_are_two_series() -> None:
    """The year of one group and the quarter of another are not mixed; one group that mixes them is enough."""
    assert found("KP407", AMOUNT, figures("2024") + "\ni;x;2025-Q1;2") == []
    assert found("KP407", AMOUNT, figures("2024") + "\ni;x;2024;2\ni;x;2025-Q1;2") == [("i", "warning")]


def test_background_and_forecasts_are_not_judged() -> None:
    """So their lengths do not matter."""
    assert found("KP407", AMOUNT.replace("unit:", "role: context, unit:"), figures("2024", "2025-Q1")) == []
    rows = "indicator;period;value;quality\ni;2024;5;\ni;2025-Q1;2;forecast"
    assert found("KP407", AMOUNT, rows) == []


def test_the_message_names_a_period_of_each_length() -> None:
    """The newest of the longest and of the shortest."""
    (finding,) = findings("KP407", AMOUNT, figures("2023", "2024", "2024-Q4", "2025-Q1"))
    assert "such as 2024 and 2025-Q1," in finding.message()
