"""`make bench`: the table of all benchmarks, at tiny sizes; no time is asserted."""

from importlib import import_module
from pathlib import Path

import pytest

from benchmarks import __main__ as bench
from benchmarks.measuring import Row

ROWS = [
    Row("loading", "from YAML", "the parser", ours=0.012, base=0.01, target="≤ 1.3"),
    Row("loading", "from JSON", "the parser", ours=4.0, base=2.0, target="≤ 1.3"),
    Row("evaluation", "by columns", "by objects", ours=10.0, base=1.0, target="≥ 200"),
    Row("commands", "memory", "its imports", ours=300.0, base=200.0, unit="MB"),
]


def test_a_row_says_in_words_whether_its_target_is_met() -> None:
    """A target is an upper or a lower bound of the ratio; a row without one is met or missed by nothing."""
    assert [bench.is_met(row) for row in ROWS] == [True, False, False, None]
    lines = list(bench.table(ROWS))
    assert lines[2] == "| loading | from YAML | 12.0 ms | the parser | 10.0 ms | 1.20 | ≤ 1.3 | met |"
    assert lines[5] == "| commands | memory | 300 MB | its imports | 200 MB | 1.50 |  |  |"


def test_what_misses_its_target_is_named_below_the_table() -> None:
    """Nobody needs to search the table for what is too slow."""
    *_, first, second = bench.table(ROWS)
    assert first == "- loading: from JSON: 2.00 beside the parser, not ≤ 1.3"
    assert second == "- evaluation: by columns: 10.0 beside by objects, not ≥ 200"
    assert list(bench.table(ROWS[:1]))[-1] == "All targets are met."


def test_the_table_is_printed_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A run of one benchmark has its rows alone, in the file as on the screen."""
    file = tmp_path / "new" / "table.md"
    bench.main(["--quick", "loading", "--output", str(file)])
    written = file.read_text("utf-8")
    assert capsys.readouterr().out in written
    assert "| loading | a policy from YAML |" in written
    assert "importing" not in written


def test_an_unknown_name_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """The known names are listed."""
    with pytest.raises(SystemExit):
        bench.main(["laoding"])
    assert "no such benchmark: laoding; there are commands," in capsys.readouterr().err


def test_every_benchmark_is_in_the_table() -> None:
    """A module of benchmarks that has rows is not forgotten."""
    modules = Path(bench.__file__).parent.glob("*.py")
    with_rows = {each.stem for each in modules if "def rows(" in each.read_text("utf-8")}
    assert with_rows == {*bench.NAMES}


@pytest.mark.parametrize("name", ["commands", "growing", "report"])
def test_yields_rows_with_both_sides(name: str) -> None:
    """The commands run, in processes of their own; the steps of reports and of growth run."""
    rows = list(import_module(f"benchmarks.{name}").rows(quick=True))
    assert {row.group for row in rows} == {name}
    assert all(row.what and row.beside and row.ours > 0 and row.base > 0 for row in rows if name != "growing")
    assert len({row.what for row in rows}) > 1
