"""No path stops a command otherwise than with a message: none hangs, and none ends in a traceback."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import click
import pytest

from tests.cli.command import run
from tests.cli.commands import CALLS, MORE, call, commands, paths

PLACES: Final = [(name, path) for name in (*CALLS, *MORE) for path in paths(name)]
IN_A_FOLDER: Final = pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")


def test_the_calls_are_of_all_commands_with_all_their_paths() -> None:
    """So that a command or an option that is added is tested too."""
    found = dict(commands())
    assert found.keys() == CALLS.keys()
    for name, command in found.items():
        is_path = [each for each in command.params if isinstance(each.type, click.Path) or each.name == "output"]
        calls = [call for call in (*CALLS, *MORE) if call == name or call.startswith(f"{name} ")]
        words = [word for each in calls for word in {**CALLS, **MORE}[each].split()]
        given = [each for each in is_path if isinstance(each, click.Argument) or {*each.opts} & {*words}]
        assert given == is_path, name


def pipe(folder: Path, suffix: str) -> Path:
    """Make a pipe that nobody writes to."""
    os.mkfifo(folder / f"pipe{suffix}")
    return folder / f"pipe{suffix}"


def device(folder: Path, suffix: str) -> Path:
    """Make a link to a device without end."""
    (folder / f"zero{suffix}").symlink_to("/dev/zero")
    return folder / f"zero{suffix}"


def loop(folder: Path, suffix: str) -> Path:
    """Make a link to itself."""
    (folder / f"loop{suffix}").symlink_to(folder / f"loop{suffix}")
    return folder / f"loop{suffix}"


def inside_a_file(folder: Path, suffix: str) -> Path:
    """Return a path that would be in a file."""
    (folder / "file").write_text("x")
    return folder / "file" / f"inside{suffix}"


def empty_folder(folder: Path, suffix: str) -> Path:
    """Make a folder with the name of a file."""
    (folder / f"folder{suffix}").mkdir()
    return folder / f"folder{suffix}"


ODD: Final[Mapping[str, Callable[[Path, str], Path]]] = {
    "a name too long": lambda folder, suffix: folder / f"{'å' * 300}{suffix}",
    "NUL": lambda folder, suffix: folder / f"a\0b{suffix}",
    "bytes that are no text": lambda folder, suffix: folder / "a\udcff\udcfeb" / f"x{suffix}",
    "a control character": lambda folder, suffix: folder / "a\x1b[31m\nb" / f"x{suffix}",
    "pipe": pipe,
    "device": device,
    "in a file": inside_a_file,
}
"""Paths that can be neither read nor written."""
UNREADABLE: Final = ODD | {
    "nothing": lambda folder, suffix: folder / f"nothing{suffix}",
    "loop": loop,
    "folder": empty_folder,
}
WRITTEN: Final = {"bytes that are no text", "a control character"}
"""Names that a new file or folder can have."""


@IN_A_FOLDER
@pytest.mark.parametrize(("name", "path"), PLACES)
def test_a_path_that_cannot_be_used_is_a_message(name: str, path: str, whole: Path, tmp_path: Path) -> None:
    """For every path of every command, on standard error, with an exit code that is none of success."""
    wrong = []
    kinds = {kind: make for kind, make in ODD.items() if kind not in WRITTEN} if path.startswith("+") else UNREADABLE
    for kind, make in kinds.items():
        if kind == "folder" and (name in ("preview", "rules") or path in ("theme", "policy")):
            continue  # it is a folder without anything in it
        (tmp_path / kind).mkdir()
        odd = make(tmp_path / kind, Path(path).suffix)
        try:
            answer = run(*call(name, whole, **{path: odd}))
        except Exception as error:
            wrong.append(f"{kind}: {type(error).__name__}: {error}")
            continue
        lines = answer.stderr.splitlines()
        if answer.returncode not in (1, 2) or not lines or any("\x1b" in line for line in lines):
            wrong.append(f"{kind}: {answer.returncode}: {answer.stderr}")
    assert wrong == []
