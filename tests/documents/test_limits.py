"""The limits of settings and of tables of policies, and what is written but could not be read."""

from pathlib import Path

import pandas as pd
import pytest

import kommunepolitik as kp
from kommunepolitik.documents import limits, table_files, write_tables
from kommunepolitik.documents.toml import TomlFile
from kommunepolitik.errors import FileError


def test_a_line_of_toml_ends_where_toml_ends_it(tmp_path: Path) -> None:
    """Other signs that end a line in a text may be in a key, and would hide its dots and shift the lines below."""
    path = tmp_path / "x.toml"
    path.write_text('"a\u2028b\x85" = 1\nlater = 2\n', "utf-8")
    assert TomlFile.read(path).line_of("later") == 2
    path.write_text("x = 1\n" + ".".join(['"\u2028"'] * 150) + " = 1\n", "utf-8")
    assert [(each.code, each.line) for each in TomlFile.read(path).problems] == [("too_many_dots", 2)]


def test_the_size_of_settings_is_counted_in_bytes(tmp_path: Path) -> None:
    """As its message says."""
    path = tmp_path / "x.toml"
    path.write_text("# " + "å" * 260_000, "utf-8")
    (problem,) = TomlFile.read(path).problems
    assert problem.message() == "the file is 520002 bytes; at most 500000 are read"


def test_a_workbook_of_tables_that_could_not_be_read_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """20,000 rows of 13 texts are both written and read; what is above the limit is neither."""
    assert limits.MAX_MARKS_OF_TABLES > 20_000 * (13 * 6 + 2)
    frames = {"indicators": pd.DataFrame({"id": ["a"] * 100})}
    monkeypatch.setattr(table_files, "MAX_MARKS_OF_TABLES", 500)
    with pytest.raises(FileError, match="is not written, since 100 cells are more than are read; write csv or parquet"):
        write_tables(frames, tmp_path / "x.xlsx", "xlsx")
    assert not (tmp_path / "x.xlsx").exists()


def test_a_document_that_is_too_large_is_refused_where_it_is_read(tmp_path: Path) -> None:
    """Not a byte is cut off."""
    with (tmp_path / "policy.yaml").open("wb") as file:
        file.truncate(limits.MAX_SIZE + 1)
    with pytest.raises(FileError, match="the file is 20000001 bytes; at most 20000000 are read"):
        kp.load(tmp_path)
