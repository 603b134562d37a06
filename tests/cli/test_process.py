"""The command line as a program of its own: how it is started, its exit codes, encodings and pipes."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from kommunepolitik import __version__

MODULE = (sys.executable, "-m", "kommunepolitik")
COMMAND = (str(Path(sysconfig.get_path("scripts")) / "kommunepolitik"),)


def run(command: tuple[str, ...], *arguments: object, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a program."""
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(
        [*command, *map(str, arguments)], capture_output=True, encoding="utf-8", errors="replace", env=env, check=False
    )


@pytest.mark.parametrize("command", [MODULE, COMMAND], ids=["module", "command"])
def test_the_package_is_a_command_and_a_module(command: tuple[str, ...]) -> None:
    """Both are installed, and give the package's version."""
    done = run(command, "--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"kommunepolitik {__version__}\n", "")


def test_problems_go_to_standard_error_with_exit_code_1(tmp_path: Path) -> None:
    """In Danish, without a traceback."""
    done = run(MODULE, "check", tmp_path / "nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{tmp_path / 'nowhere'}: der er ingen sådan fil eller mappe\n"


def test_wrong_usage_exits_2() -> None:
    """An unknown command."""
    assert run(MODULE, "chek").returncode == 2


def test_a_terminal_that_cannot_show_all_letters_still_gets_an_answer(examples: Path) -> None:
    """What it cannot show becomes a question mark."""
    done = run(MODULE, "check", examples / "furesoe_2018", PYTHONIOENCODING="cp1252")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("? ")


def test_a_reader_that_has_seen_enough_is_no_error(examples: Path) -> None:
    """Where the pipe is closed before anything is written, as by `| head`, nothing is reported."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        command = [*MODULE, "show", str(examples / "slagelse_2023"), "--format", "json"]
        done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    finally:
        os.close(writer)
    assert done.stderr == ""
