"""What Python's functions do with paths that cannot be used: an error of the library, and never a wait."""

import contextlib
import os
import re
import socket
import stat
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.collect import read_returns, templates
from kommunepolitik.documents import read_all, read_each
from kommunepolitik.documents.paths import read_bytes
from kommunepolitik.documents.table_files import read_tables, write_tables
from kommunepolitik.errors import FileError, KommunepolitikError
from kommunepolitik.formats.theme import Theme
from kommunepolitik.observations import write_csv
from kommunepolitik.site import Settings
from kommunepolitik.stratml import from_stratml
from tests.collect.made import NYBRO

POLICY: Final = m.Policy(id="p", title="P", municipality="Slagelse")
READERS: Final[Mapping[str, Callable[[Any], object]]] = {
    "load .yaml": kp.load,
    "load_portfolio .yaml": kp.load_portfolio,
    "read_observations .csv": kp.read_observations,
    "read_observations .xlsx": kp.read_observations,
    "read_observations .parquet": kp.read_observations,
    "read_observations .json": kp.read_observations,
    "read_record .json": kp.read_record,
    "read_tables .xlsx": read_tables,
    "read_returns .xlsx": lambda path: read_returns([path], NYBRO),
    "from_stratml .xml": from_stratml,
    "Theme.read ": Theme.read,
    "render .docx": lambda path: kp.render(POLICY, "docx", template=path),
    "evaluate .csv": lambda path: kp.evaluate(POLICY, path),
}
"""Functions that read a file, with its suffix."""
WRITERS: Final[Mapping[str, Callable[[Any], object]]] = {
    "dump .json": lambda path: kp.dump(POLICY, path, overwrite=True),
    "dump anew .yaml": lambda path: kp.dump(POLICY, path),
    "write_csv .csv": lambda path: write_csv([{"indicator": "job", "period": 2024, "value": 1}], path),
    "write_tables .xlsx": lambda path: write_tables(kp.to_frames([POLICY]), path, "xlsx", overwrite=True),
    "write_tables ": lambda path: write_tables(kp.to_frames([POLICY]), path, "csv", overwrite=True),
    "write .md": lambda path: kp.write(kp.build_report(POLICY), path),
    "templates ": lambda path: templates(NYBRO / "integration_2024", "2026", path),
}
"""Functions that write a file or a folder, with its suffix."""
IMPOSSIBLE: Final = ("a\0b", "a\ud800b", "å" * 300, "/".join(["a" * 200] * 25))


@pytest.mark.parametrize("name", [*READERS, *WRITERS])
def test_a_name_that_no_file_can_have_is_an_error_of_the_library(name: str, tmp_path: Path) -> None:
    """With NUL, half of a character, or too long."""
    suffix = name.rpartition(" ")[2]
    for each in IMPOSSIBLE:
        with pytest.raises(KommunepolitikError) as raised:
            {**READERS, **WRITERS}[name](str(tmp_path / f"{each}{suffix}"))
        assert "\0" not in str(raised.value)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
@pytest.mark.parametrize("name", [*READERS, *WRITERS])
def test_a_pipe_and_a_device_are_errors_of_the_library(name: str, tmp_path: Path) -> None:
    """Nothing is read from them, and no file takes their place; nor that of a socket."""
    suffix = name.rpartition(" ")[2]
    pipe, device, port = (tmp_path / f"{each}{suffix}" for each in ("pipe", "device", "socket"))
    os.mkfifo(pipe)
    device.symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as made, contextlib.chdir(tmp_path):  # the path of a socket has to be short
        made.bind(port.name)
    for each in (pipe, device, port):
        mode = stat.S_IFMT(each.stat().st_mode)
        with pytest.raises(KommunepolitikError):
            {**READERS, **WRITERS}[name](each)
        assert stat.S_IFMT(each.stat().st_mode) == mode


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes among files")
@pytest.mark.parametrize(
    "name",
    ["accounts.yaml", "case.yaml", "organisation.yaml", "observations.csv", "opfoelgning/2026/accounts.yaml"],
)
@pytest.mark.parametrize("kind", ["pipe", "link that leads nowhere"])
def test_what_lies_beside_a_policy_and_cannot_be_read_is_reported(name: str, kind: str, tmp_path: Path) -> None:
    """It is not taken for a file that is not there."""
    kp.dump(POLICY, tmp_path / "policy.yaml")
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    if kind == "pipe":
        os.mkfifo(file)
    else:
        file.symlink_to(tmp_path / "drive" / name)
    with pytest.raises(KommunepolitikError) as raised:
        kp.read_observations(read_all(tmp_path)[0].observations)
    assert [(each.file, each.code) for each in raised.value.problems] == [
        (str(file), "not_a_file" if kind == "pipe" else "not_found")
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes among files")
def test_settings_and_imports_that_are_pipes_are_reported(tmp_path: Path) -> None:
    """As files beside a policy are."""
    kp.dump(POLICY, tmp_path / "policy.yaml")
    os.mkfifo(tmp_path / "kommunepolitik.toml")
    with pytest.raises(KommunepolitikError, match="is a pipe or a device"):
        Settings.find([tmp_path])


def test_paths_within_files_that_cannot_be_used_are_reported(tmp_path: Path) -> None:
    """The theme, the logo and the Word template of settings."""
    kp.dump(POLICY, tmp_path / "policy.yaml")
    for line in (
        'theme = "a\\u0000b"',
        f'theme = "{"x" * 300}"',
        f'[theme]\nlogo = "{"x" * 300}.png"\nlogo_text = "L"',
    ):
        (tmp_path / "kommunepolitik.toml").write_text(f"{line}\n", "utf-8")
        with pytest.raises(KommunepolitikError):
            Settings.find([tmp_path])


@pytest.mark.skipif(not hasattr(os, "setresuid"), reason="there are no such rights")
def test_a_folder_that_may_not_be_entered_is_reported(tmp_path: Path) -> None:
    """A policy, or the accounts of a year: they may be in it, so it is never taken for an empty one."""
    kp.dump(POLICY, tmp_path / "policy.yaml")
    year = tmp_path / "opfoelgning" / "2026"
    year.mkdir(parents=True)
    secret = tmp_path / "secret"
    secret.mkdir()
    read_all(tmp_path)  # all that this imports is imported
    for folder in (year, secret):
        folder.chmod(0)
    is_root = os.getuid() == 0
    if is_root:  # to whom nothing is forbidden
        for each in (tmp_path, *tmp_path.parents):
            each.chmod(each.stat().st_mode | 0o011)
        os.setresuid(65534, 65534, 0)
    try:
        found = read_each([tmp_path])[1], read_each([secret])[1]
    finally:
        if is_root:
            os.setresuid(0, 0, 0)
        for folder in (year, secret):
            folder.chmod(0o755)
    assert [[(each.code, each.file) for each in problems] for problems in found] == [
        [("cannot_read", str(year))],
        [("cannot_read", str(secret))],
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such rights")
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_new_files_have_the_rights_that_the_system_gives(mask: int, mode: int, tmp_path: Path) -> None:
    """While threads write at once; and a file that is replaced keeps its own."""
    kept = tmp_path / "kept.json"
    kp.dump(POLICY, kept)
    kept.chmod(0o640)
    before = os.umask(mask)
    try:
        files = [tmp_path / f"{number}.json" for number in range(12)]
        threads = [threading.Thread(target=kp.dump, args=(POLICY, file)) for file in files]
        for thread in threads:
            thread.start()
        kp.dump(POLICY, kept, overwrite=True)
        for thread in threads:
            thread.join()
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {mode}
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640


def test_the_umask_is_never_asked_for() -> None:
    """To read it is to change it, for all threads."""
    source = Path(__file__).parents[2] / "src"
    assert [
        file for file in source.rglob("*.py") if re.search(r"\.umask\(|import umask", file.read_text("utf-8"))
    ] == []


def test_files_are_opened_in_one_place() -> None:
    """So that the file of a user is never a pipe that is waited for; files of the library itself are no such files."""
    source = Path(__file__).parents[2] / "src" / "kommunepolitik"
    own = {
        "documents/paths.py",
        "documents/writing.py",
        *("model/municipality.py", "model/nearest.py", "documents/starting_folder.py", "preview/app.py"),
        *("formats/theme.py", "formats/html.py", "formats/pdf.py", "formats/docx_template.py"),
        "observations/workbook_reader.py",  # the null device
        "documents/workbooks.py",
        "observations/sheet_scan.py",  # parts of a workbook that is open
        "cli/output.py",
        "cli/app.py",
        "documents/locking.py",
        "documents/write.py",  # a tag of YAML
    }
    asks = re.compile(
        r"\.(open|read_bytes|read_text|is_file|is_dir|exists|resolve|iterdir|glob|mkdir|samefile)\(\"?[^\"]"
    )
    found = {
        file.relative_to(source).as_posix() for file in source.rglob("*.py") if asks.search(file.read_text("utf-8"))
    }
    assert found <= own


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/2"])
def test_a_stream_is_no_file_to_write(name: str) -> None:
    """Where it leads to a file, as with `> file`, that file would get another one in its place."""
    with pytest.raises(FileError) as raised:
        kp.write(kp.build_report(POLICY), name, "md")
    assert [each.code for each in raised.value.problems] == ["not_a_file_to_write"]


def test_a_file_may_have_the_longest_name(tmp_path: Path) -> None:
    """Though it has another one while it is written."""
    file = tmp_path / f"{'x' * 250}.json"
    kp.dump(POLICY, file)
    kp.dump(POLICY, file, overwrite=True)
    assert kp.load(file) == POLICY


def test_a_file_that_is_too_large_is_not_read_whole(tmp_path: Path) -> None:
    """Nothing is cut off in silence."""
    (tmp_path / "x").write_bytes(b"12345")
    assert read_bytes(tmp_path / "x", 5) == b"12345"
    with pytest.raises(FileError, match="the file is 5 bytes; at most 4 are read"):
        read_bytes(tmp_path / "x", 4)
    with pytest.raises(FileError):
        read_bytes(tmp_path)
