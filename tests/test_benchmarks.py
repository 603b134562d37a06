"""The benchmarks run, at tiny sizes; how long anything takes is measured by `make bench` alone."""

from importlib import import_module

import pytest

from benchmarks.measuring import Row, growth, side_by_side

MODULES = ("evaluation", "comparison", "lineage", "disclosure", "engines", "reading", "memory")


@pytest.mark.parametrize("name", MODULES)
def test_yields_rows_whose_two_sides_were_compared(name: str) -> None:
    """Each module checks that ours and the other side find the same, and yields rows with a name and both sides."""
    rows = list(import_module(f"benchmarks.{name}").rows(quick=True))
    assert rows
    for row in rows:
        assert (row.group, bool(row.what), bool(row.beside), row.base > 0) == (name, True, True, True)
        assert row.target == "" or row.target[:2] in ("≤ ", "≥ ")


def test_by_hand_finds_what_the_library_finds() -> None:
    """The reference is worth a comparison only while its statuses are ours; a wrong one is noticed."""
    evaluation = import_module("benchmarks.evaluation")
    policies = evaluation.portfolio(4, 2)
    table, targets = evaluation.figures(policies), evaluation.targets_of(policies)
    evaluation.check(policies, table, targets)
    with pytest.raises(AssertionError):
        evaluation.check(policies, table, targets.assign(target=1.0))


def test_the_two_sides_take_turns() -> None:
    """Load on the machine affects both sides alike, and what is done only once per process is not counted."""
    turns: list[str] = []
    found = side_by_side({"ours": lambda: turns.append("ours"), "other": lambda: turns.append("other")}, times=2)
    assert turns == ["ours", "other"] * 3
    assert found.keys() == {"ours", "other"}


def test_a_ratio_is_ours_divided_by_the_other() -> None:
    """A ratio of 2 is twice the cost."""
    assert Row("group", "what", "beside", ours=4.0, base=2.0).ratio == 2


def test_growth_is_the_exponent_of_the_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work that quadruples when its size doubles has the exponent 2."""
    monkeypatch.setattr("benchmarks.measuring.side_by_side", lambda runs, _: {size: int(size) ** 2.0 for size in runs})
    exponent, taken = growth(lambda _: lambda: None, (10, 20, 40), times=1)
    assert exponent == pytest.approx(2)
    assert taken == [100, 400, 1600]
