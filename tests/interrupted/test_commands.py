"""No fault of a disk, no kill and no signal makes a command lose a file, or leave half of one; the next run completes it."""

import functools
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest

from kommunepolitik.cli.app import app
from tests.cli.command import run
from tests.collect.made import municipality
from tests.files import contents

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are copied there in another way")

if sys.platform != "win32":
    from tests.interrupted.scenarios import READING, SCENARIOS


@functools.cache
def outcomes() -> Mapping[str, Mapping[str, Any]]:
    """Disturb all commands once, in a process that can be copied, and return what came of each."""
    command = [sys.executable, "-m", "tests.interrupted", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    found = {each["name"]: each for each in map(json.loads, done.stdout.splitlines())}
    assert found.keys() == SCENARIOS.keys(), done.stderr
    return found


@pytest.mark.parametrize("name", SCENARIOS if sys.platform != "win32" else ())
def test_a_command_is_disturbed(name: str) -> None:
    """Each of its files is old or new afterwards, a message names what could not be written, and nothing is left behind."""
    found = outcomes()[name]
    assert found["runs"] > 2
    assert found["wrong"] == []


def commands(group: click.Group, before: str = "") -> Iterator[str]:
    """Yield all commands, with their groups."""
    for name, each in group.commands.items():
        yield from commands(each, f"{before}{name} ") if isinstance(each, click.Group) else (f"{before}{name}",)


def test_every_command_is_disturbed_or_only_reads() -> None:
    """A new one has to be added to the one or the other."""
    writing = {each.command for each in SCENARIOS.values()}
    assert writing.isdisjoint(READING)
    assert sorted(commands(app)) == sorted({*writing, *READING})


@pytest.mark.parametrize("command", ["calendar", "check", "evaluate", "explain", "portfolio", "show"])
def test_a_command_that_reads_leaves_the_folder_as_it_is(command: str, tmp_path: Path) -> None:
    """No file is added, changed or removed."""
    home = municipality(tmp_path)
    before = contents(tmp_path)
    more = {"calendar": ["--at", "2026-12-31"], "explain": ["trivsel"]}
    answer = run(command, home, *more.get(command, []))
    assert answer.returncode == 0, answer.stderr
    assert contents(tmp_path) == before
