"""How much of a document is read: what would take many seconds or much memory is refused, and says so."""

from pathlib import Path

import pytest

import kommunepolitik as kp
from kommunepolitik.documents.toml import TomlFile
from kommunepolitik.errors import InvalidDocument
from kommunepolitik.model.nearest import nearest


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_a_document_of_too_many_values_is_refused(suffix: str) -> None:
    """Each takes a few bytes in the file, and some hundred in memory."""
    text = '{"a": [' + "1," * 1_000_001 + "1]}"
    with pytest.raises(InvalidDocument, match="has more than 500000 values; a policy has some thousand"):
        kp.documents.parse(text, suffix)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a." * 200_000 + "b = 1", ":1: the line has more than 100 dots; divide its text over several lines"),
        (
            "\na = 1\n[" + "a." * 200_000 + "b]",
            ":3: the line has more than 100 dots; divide its text over several lines",
        ),
        ("a = '" + "x" * 500_000 + "'", ": the file is 500006 bytes; at most 500000 are read"),
    ],
)
def test_settings_that_would_fill_the_memory_are_refused(tmp_path: Path, text: str, message: str) -> None:
    """Python's parser takes memory that grows with the square of the dots in a key."""
    (tmp_path / "a.toml").write_text(text, "utf-8")
    (problem,) = TomlFile.read(tmp_path / "a.toml").problems
    assert problem.show() == f"{tmp_path / 'a.toml'}{message}"


def test_of_many_wrong_keys_the_first_thousand_are_reported(tmp_path: Path) -> None:
    """Each with its line; a key that is in two lines has none."""
    (tmp_path / "a.toml").write_text("".join(f"a{n} = 1\n" for n in range(3_000)) + "[b]\na2 = 1\n", "utf-8")
    file = TomlFile.read(tmp_path / "a.toml")
    file.check_keys(["name"])
    assert [each.line for each in file.problems[:5]] == [1, 2, None, 4, 5]
    assert len(file.problems) == 1_000


def test_a_word_much_longer_than_all_others_is_like_none() -> None:
    """It is not compared with them, which would take minutes here."""
    assert nearest("x" * 10_000_000, ["name"] * 10_000) is None
    assert nearest("namen", ["name"]) == "name"
