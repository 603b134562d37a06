"""Mutants are mistakes: other code in the same place."""

import tomllib
from pathlib import Path

import attrs
import pytest

from tests.mutants.kept import current
from tests.mutants.operators import Module
from tests.mutants.reach import Reach


def test_a_mutant_is_other_code_and_leaves_no_trace() -> None:
    """Each compiles, differs from the module, and the module is as before."""
    module = Module("figures/sorted_rows.py")
    code = module.compiled()
    assert len(module.mutants) > 50
    for mutant in module.mutants:
        assert module.compiled(mutant) != code, mutant.key
        assert mutant.was != mutant.becomes or mutant.was.endswith("(")
    assert module.compiled() == code


def test_each_mutant_has_a_key_of_its_own() -> None:
    """Where lines of one function are equal, by their order; so an argument is about one mistake."""
    keys = [mutant.key for mutant in Module("model/mapping.py").mutants]
    assert len(keys) == len({*keys})
    assert [key for key in keys if key.endswith((" | 2", " | 3"))] != []


def test_an_index_of_a_constant_is_code() -> None:
    """Its name begins with a capital, as that of a type does."""
    assert "module | KEYS: Final = FIELDS[:4] | KEYS: Final = FIELDS[:5]" in {
        mutant.key for mutant in Module("evaluation/results.py").mutants
    }


@pytest.mark.parametrize(
    ("changed", "left"),
    [
        ("", ["a", "b"]),
        ("tests/model/test_b.py", ["a"]),
        ("src/kommunepolitik/model/unit.py", ["b"]),
        ("src/kommunepolitik/model/text.py", []),
        ("tests/strategies.py", []),
    ],
)
def test_what_was_measured_holds_as_long_as_nothing_changes(changed: str, left: list[str]) -> None:
    """A test is measured again if its file changes, or a module that it reaches, or what all tests share."""
    names = {each: f"tests/model/test_{each}.py::test" for each in "ab"}
    paths = [f"src/kommunepolitik/model/{each}.py" for each in ("unit", "text")]
    before = dict.fromkeys([*paths, "tests/strategies.py", *(f"tests/model/test_{each}.py" for each in "ab")], "1")
    reached = {"model/unit.py": {"7": [0]}, "model/text.py": {"8": [0, 1]}}
    seconds = {names["a"]: 1.0, names["b"]: 2.0}
    found = {"seconds": seconds, "tests": reached, "digests": before, "imported": {}}
    now = before | ({changed: "2"} if changed else {})
    kept = current(found, now)
    assert kept["digests"] == now
    assert ("imported" in kept) == (not changed)
    assert [*kept["seconds"]] == [names[each] for each in left]
    order = [*kept["seconds"]]
    assert [order[n] for n in kept["tests"].get("model/text.py", {}).get("8", [])] == order


def test_a_mistake_in_what_runs_at_import_is_noticed_by_any_test_of_its_module() -> None:
    """No test runs such lines once all is imported; of other lines, only the tests that run them can notice."""
    mutants = Module("model/unit.py").mutants
    inside = next(mutant for mutant in mutants if mutant.function)
    outside = next(mutant for mutant in mutants if not mutant.function)
    reach = Reach({}, {inside.module: {inside.lines[0]: {"a"}, 0: {"b"}}}, {})
    assert (reach.of(inside), reach.anew(inside)) == ({"a"}, set())
    assert reach.anew(outside) == {"a", "b"}
    assert attrs.evolve(reach, imported={inside.module: {inside.lines[0]}}).anew(inside) == {"a", "b"}


def test_each_survivor_is_argued_in_words() -> None:
    """By function, line and changed line, with the reason."""
    argued = tomllib.loads(Path(__file__).with_name("survivors.toml").read_text("utf-8"))
    assert argued
    for lines in argued.values():
        for key, reason in lines.items():
            assert key.count(" | ") >= 2
            assert len(reason) > 10
