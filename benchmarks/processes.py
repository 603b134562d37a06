"""Whole processes, as the shell starts them: their processor time and memory, the two sides of a ratio in turn."""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

CHILD = Path(__file__).with_name("child.py")
FRESH = "{fresh}"
"""In the arguments of a process, a name that is new in each round: for commands that never replace a file."""
_BYTECODE = tempfile.TemporaryDirectory()


class Cost(NamedTuple):
    """What a process took."""

    seconds: float
    """Processor time, of the process and of those that it started: other programs on the machine do not add to it."""
    megabytes: float
    """The most memory of one process at a time."""


def processes(commands: Mapping[str, Sequence[str]], times: int) -> dict[str, Cost]:
    """Return the median cost of Python with some arguments; they take turns, and a first round is not counted."""
    found: dict[str, list[Cost]] = {name: [] for name in commands}
    for number in range(times + 1):
        for name, arguments in commands.items():
            fresh = (each.replace(FRESH, f"{name}-{number}") for each in arguments)
            cost = once([*fresh])
            if number:
                found[name].append(cost)
    return {name: Cost(*map(statistics.median, zip(*each, strict=True))) for name, each in found.items()}


def once(arguments: Sequence[str]) -> Cost:
    """Return the cost of Python with some arguments, run once."""
    return Cost(*map(float, _output(str(CHILD), *arguments).split()))


def _output(*arguments: str) -> str:
    """Return what Python prints; bytecode is cached, as after an installation, whatever the environment says."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = _BYTECODE.name
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise RuntimeError(f"{arguments} failed: {done.stderr}")
    return done.stdout


def command(*arguments: object) -> list[str]:
    """Return the arguments of Python that run a command of ours, as the installed script does."""
    shown = ["kommunepolitik", *map(str, arguments)]
    return ["-c", f"import sys; sys.argv = {shown!r}; from kommunepolitik.cli import main; main()"]


def bare_imports(names: Iterable[str]) -> tuple[str, ...]:
    """Return the arguments of Python that import some modules, and do no more."""
    return "-c", f"import {', '.join(names)}"
