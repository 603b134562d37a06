"""Walks through a tutorial as a reader does: saves its files, corrects them, runs its commands and its Python."""

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from kommunepolitik.cli.app import app

_STEP = re.compile(
    r"^<!-- (?P<kind>\w+): (?P<instruction>.+?) -->$|^```(?P<language>\w+)\n(?P<body>.*?)^```$", re.M | re.S
)
LEFT_OUT = "…"


class Output(NamedTuple):
    """A command or a program of the tutorial, the output shown on the page, and its actual output."""

    command: str
    shown: list[str]
    answered: list[str]

    @property
    def is_true(self) -> bool:
        """Whether all output shown on the page is in the actual output, in that order; a line `…` represents omitted lines.

        The spacing of columns is ignored.
        """
        shown, answered = _plain(self.shown), _plain(self.answered)
        if LEFT_OUT not in shown:
            return shown == answered
        at = 0
        for piece in _pieces(shown):
            found = next((i for i in range(at, len(answered) + 1) if answered[i : i + len(piece)] == piece), None)
            if found is None:
                return False
            at = found + len(piece)
        return True


def walk(page: str, folder: Path) -> Iterator[Output]:
    """Follow a page in a folder, step by step, and yield the output it shows with the actual output."""
    instruction: tuple[str, str] | None = None
    program: str | None = None
    for step in _STEP.finditer(page):
        body = step["body"] or ""
        if step["kind"] == "ret":
            _correct(folder, step["instruction"])
        elif step["kind"] is not None:
            instruction = (step["kind"], step["instruction"])
        elif instruction is not None:
            _save(folder, *instruction, body)
            instruction = None
        elif step["language"] == "console":
            yield from _run_all(folder, body)
        elif step["language"] == "python":
            program = body
        elif step["language"] == "text" and program is not None:
            yield Output(program, body.splitlines(), _execute(folder, program))
            program = None


def _plain(lines: list[str]) -> list[str]:
    return [" ".join(line.split()) for line in lines if line.strip()]


def _pieces(shown: list[str]) -> list[list[str]]:
    pieces: list[list[str]] = [[]]
    for line in shown:
        if line == LEFT_OUT:
            pieces.append([])
        else:
            pieces[-1].append(line)
    return pieces


def _save(folder: Path, kind: str, instruction: str, body: str) -> None:
    """Save a file (`fil`), or put lines into one before the first line that begins with a word (`indsæt`)."""
    if kind == "fil":
        path = folder / instruction
        path.parent.mkdir(exist_ok=True)
        path.write_text(body, "utf-8")
        return
    name, _, word = instruction.partition(": før ")
    path = folder / name
    lines = path.read_text("utf-8").splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line.strip().startswith(word))
    path.write_text("".join([*lines[:at], body, *lines[at:]]), "utf-8")


def _correct(folder: Path, instruction: str) -> None:
    name, _, change = instruction.partition(": ")
    wrong, right = change.split(" → ")
    text = (folder / name).read_text("utf-8")
    assert text.count(wrong) == 1, change
    (folder / name).write_text(text.replace(wrong, right), "utf-8")


def _run_all(folder: Path, body: str) -> Iterator[Output]:
    for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
        command, *shown = part.splitlines()
        yield Output(command, shown, _run(folder, command))


def _run(folder: Path, command: str) -> list[str]:
    program, *arguments = shlex.split(command)
    assert program == "kommunepolitik"
    with contextlib.chdir(folder):
        done = CliRunner().invoke(app, arguments, prog_name=program)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output.replace("\\", "/").splitlines()


def _execute(folder: Path, program: str) -> list[str]:
    output = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(output):
        exec(compile(program, "README.md", "exec"), {})
    return output.getvalue().splitlines()
