"""Where things are in a file."""

from pathlib import Path

import pytest

from kommunepolitik.documents import read, read_all
from kommunepolitik.errors import InvalidDocument

TEXT = """\
kommunepolitik: 1
id: p
title: P
municipality: Slagelse
goals:
  - id: job
    statement: Flere i job
  - id: skole
    statement: >-
      Flere i skole
"""


def test_places_of_keys_and_values(tmp_path: Path) -> None:
    """A value's place, its key's place, and the nearest that exists for a path that does not."""
    (tmp_path / "policy.yaml").write_text(TEXT, "utf-8")
    positions = read(tmp_path).positions
    assert positions.locate(("goals", 1, "statement")) == (9, 16)
    assert positions.locate(("goals", 1, "statement"), key=True) == (9, 5)
    assert positions.locate(("goals", 1)) == (8, 5)
    assert positions.locate(("goals", 1, "number")) == (8, 5)
    assert positions.locate(("vision", "statement")) == (1, 1)


def test_a_folder_knows_where_its_figures_lie(tmp_path: Path) -> None:
    """`observations.csv` beside `policy.yaml` is found by itself."""
    (tmp_path / "policy.yaml").write_text(TEXT, "utf-8")
    assert read(tmp_path).observations == ()
    (tmp_path / "observations.csv").write_text("indicator;value\n", "utf-8")
    assert read(tmp_path / "policy.yaml").observations == (tmp_path / "observations.csv",)


def test_problems_of_all_files_come_together(tmp_path: Path) -> None:
    """A missing path, a broken file and two policies with one id are reported in one go; a file named twice is read once."""
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "policy.yaml").write_text(TEXT if name != "c" else "id: x", "utf-8")
    assert len(read_all([tmp_path / "a", tmp_path / "a" / "policy.yaml"])) == 1
    with pytest.raises(InvalidDocument) as caught:
        read_all([tmp_path, tmp_path / "nowhere"])
    codes = [(problem.code, Path(problem.file or "").parent.name) for problem in caught.value.problems]
    assert ("duplicate_policy", "b") in codes
    assert ("missing_version", "c") in codes
    assert ("not_found", tmp_path.name) in codes
