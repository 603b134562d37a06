"""Runs commands, each in a process of its own, with standard output that leads where it is told; some of them at once.

`python -m tests.cli.streams < REQUEST` reads a list of runs as JSON, and prints their exit codes and outputs as JSON.
A process is a copy of this one, in which everything is imported already; it ends as any Python program does.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs

IMPORTED = (
    *("pandas", "openpyxl", "python_calamine", "lxml.etree", "jinja2", "rapidfuzz.fuzz", "babel.dates", "httpx"),
    *(
        f"kommunepolitik.{each}"
        for each in ("checks", "collect", "comparison", "rendering", "site", "statbank", "stratml")
    ),
)
"""What commands import when they run."""
TO_FILE, FULL, GONE = "file", "full", "gone"
"""Where standard output leads: to a file, to a full device, to a pipe whose reader has ended."""


@attrs.frozen
class Ended:
    """How a command ended, and what it wrote."""

    code: int
    output: bytes
    errors: str


def run_all(runs: Sequence[tuple[Sequence[str], str]], at_once: int = 1, **environment: str) -> list[Ended]:
    """Run commands, each with where its standard output leads; as many at once as is said, and then the next."""
    command = [sys.executable, "-m", "tests.cli.streams"]
    env = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))} | environment
    folder = Path(__file__).parents[2]
    done = subprocess.run(
        command, input=json.dumps([at_once, runs]), capture_output=True, text=True, env=env, check=False, cwd=folder
    )
    assert done.returncode == 0, done.stderr
    answers: list[Mapping[str, Any]] = json.loads(done.stdout)
    return [Ended(each["code"], bytes.fromhex(each["output"]), each["errors"]) for each in answers]


def main() -> None:
    """Answer the request on standard input."""
    for name in IMPORTED:  # once, before the processes part
        import_module(name)
    from kommunepolitik.cli import main as command

    at_once, runs = json.load(sys.stdin)
    answers = []
    for first in range(0, len(runs), at_once):
        with ExitStack() as files:
            started = []
            for words, where in runs[first : first + at_once]:
                output, errors = (files.enter_context(tempfile.TemporaryFile()) for _ in range(2))
                if (child := os.fork()) == 0:
                    os.dup2(errors.fileno(), 2)
                    os.dup2(_opened(where, output.fileno()), 1)
                    sys.argv = ["kommunepolitik", *words]
                    command()
                    return
                started.append((child, output, errors))
            for child, output, errors in started:
                code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
                output.seek(0)
                errors.seek(0)
                text = errors.read().decode("utf-8", "replace")
                answers.append({"code": code, "output": output.read().hex(), "errors": text})
    print(json.dumps(answers))


def _opened(where: str, file: int) -> int:
    if where == FULL:
        return os.open("/dev/full", os.O_WRONLY)
    if where == GONE:
        reader, writer = os.pipe()
        os.close(reader)
        return writer
    return file


if __name__ == "__main__":
    main()
