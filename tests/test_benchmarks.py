"""The benchmarks run, at tiny sizes; how long anything takes is measured by `make bench` alone."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

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


def test_each_command_is_measured_beside_a_list_of_imports(tmp_path: Path) -> None:
    """The list is fixed: what a command imports needlessly makes it slower than its base."""
    commands, processes = import_module("benchmarks.commands"), import_module("benchmarks.processes")
    assert commands.IMPORTS.keys() == commands._commands(tmp_path).keys()
    assert processes.bare_imports(["csv", "yaml"]) == ("-c", "import csv, yaml")
    for name in dict.fromkeys(each for names in commands.IMPORTS.values() for each in names):
        assert find_spec(name) is not None, name


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


def test_a_cost_that_is_always_there_hides_no_growth(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of work that quadruples beside it, the last step shows most."""
    monkeypatch.setattr(
        "benchmarks.measuring.side_by_side", lambda runs, _: {size: 5_000 + int(size) ** 2.0 for size in runs}
    )
    exponent, taken = growth(lambda _: lambda: None, (10, 100, 1000), times=1)
    assert exponent == pytest.approx(1.83, abs=0.01)
    assert taken == [5_100, 15_000, 1_005_000]
