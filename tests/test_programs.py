"""Tests that need a program which is not there."""

import pytest

from tests.programs import program

MISSING = "a-program-that-nobody-has"


@pytest.mark.parametrize("variable", ["CI", "KOMMUNEPOLITIK_ALL_TESTS"])
def test_in_ci_they_fail(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    """No run passes by leaving them out."""
    monkeypatch.setenv(variable, "1")
    with pytest.raises(pytest.fail.Exception, match=MISSING):
        program(MISSING)


def test_elsewhere_they_are_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer need not have every program."""
    for variable in ("CI", "KOMMUNEPOLITIK_ALL_TESTS"):
        monkeypatch.delenv(variable, raising=False)
    with pytest.raises(pytest.skip.Exception, match=MISSING):
        program(MISSING)
