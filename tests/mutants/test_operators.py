"""Mutants are mistakes: other code in the same place."""

import tomllib
from pathlib import Path

from tests.mutants.operators import Module


def test_a_mutant_is_other_code_and_leaves_no_trace() -> None:
    """Each compiles, differs from the module, and the module is as before."""
    module = Module("figures/sorted_rows.py")
    code = module.compiled()
    assert len(module.mutants) > 50
    for mutant in module.mutants:
        assert module.compiled(mutant) != code, mutant.key
        assert mutant.was != mutant.becomes or mutant.was.endswith("(")
    assert module.compiled() == code


def test_each_survivor_is_argued_in_words() -> None:
    """By function, line and changed line, with the reason."""
    argued = tomllib.loads(Path(__file__).with_name("survivors.toml").read_text("utf-8"))
    assert argued
    for lines in argued.values():
        for key, reason in lines.items():
            assert key.count(" | ") >= 2
            assert len(reason) > 10
