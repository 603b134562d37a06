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


def test_the_figures_of_every_policy_are_read(tmp_path: Path) -> None:
    """What is wrong in one file hides nothing of the others, nor of a policy that cannot be read."""
    for id in ("a", "b"):
        (tmp_path / id).mkdir()
        (tmp_path / id / "policy.yaml").write_text(
            f"kommunepolitik: 1\nid: {id}\ntitle: P\nmunicipality: Slagelse\nindicators:\n  - {{id: job, title: I job}}\n"
        )
        (tmp_path / id / "observations.csv").write_text("indicator,period,value\njob,2024,mange\n", "utf-8")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "policy.yaml").write_text("kommunepolitik: 1\nid: c\n", "utf-8")
    with pytest.raises(AssertionError, match=r"(?s)c.policy\.yaml.*a.observations\.csv:2.*b.observations\.csv:2"):
        assert_policies_are_sound(tmp_path)


def test_nothing_is_sound_without_a_path() -> None:
    """A test that names no policies cannot pass."""
    with pytest.raises(TypeError):
        assert_policies_are_sound()  # type: ignore[call-arg]
