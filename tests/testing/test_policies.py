"""What we offer to those who test policies of their own."""

from pathlib import Path

import pytest

from kommunepolitik.testing import assert_policies_are_sound


def test_the_examples_are_sound(examples: Path) -> None:
    """The assertion a municipality would use passes on the real policies."""
    assert_policies_are_sound(examples)


def test_an_unsound_policy_fails_with_every_problem(tmp_path: Path) -> None:
    """The assertion's message is the located list."""
    (tmp_path / "policy.yaml").write_text("kommunepolitik: 1\nid: p\ntitel: P\nmunicipality: Slagels\n", "utf-8")
    with pytest.raises(AssertionError, match=r"(?s)3:1: titel: unknown key.*4:15: municipality: 'Slagels'"):
        assert_policies_are_sound(tmp_path)


def test_nothing_is_sound_without_a_path() -> None:
    """A test that names no policies cannot pass."""
    with pytest.raises(TypeError):
        assert_policies_are_sound()  # type: ignore[call-arg]
