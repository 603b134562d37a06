"""Follows a page of the docs as a reader does: saves its files, changes them, runs its commands and its Python.

A comment before a block, or alone, says what a reader does with it:

- ``<!-- file: PATH -->``: save the block as a file; ``<!-- insert: PATH: before WORD -->``: put it into a file, before
  the first line that begins with a word; ``<!-- append: PATH -->``: put it at the end of one;
- ``<!-- replace: PATH: OLD → NEW -->``: change a file;
- ``<!-- not run: REASON -->``: the next block is only to be read.

A block ``console`` has commands (``$ ...``), each with what it prints, or with nothing, or only `…`, where only success counts. The
blocks ``python`` of a page are one program, in the order of the page; a block ``text`` after one is what it prints.
A line ``…`` stands for lines that are left out. Blocks ``yaml``, ``toml``, ``json`` and ``csv`` that are not saved
must be valid by themselves.
"""

import contextlib
import csv
import io
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from click.testing import CliRunner

from kommunepolitik.cli.app import app

STEP = re.compile(
    r"^<!-- (?P<kind>[a-z ]+): (?P<about>.+?) -->$|^ *```\{?(?P<language>[\w-]*)\}?[^\n]*\n(?P<body>.*?)^ *```$",
    re.M | re.S,
)
LEFT_OUT = "…"


class Shown(NamedTuple):
    """A command or a program of a page, what the page shows as its output, and what it prints."""

    command: str
    shown: list[str]
    printed: list[str]

    @property
    def is_true(self) -> bool:
        """Whether all that is shown was printed, in that order; a line `…` stands for lines left out.

        How columns are spaced does not matter.
        """
        shown, printed = _words(self.shown), _words(self.printed)
        first, *others = _pieces(shown)
        if not others:
            return shown == printed
        if printed[: len(first)] != first:
            return False
        at = len(first)
        for piece in others[:-1]:
            found = next((i for i in range(at, len(printed) + 1) if printed[i : i + len(piece)] == piece), None)
            if found is None:
                return False
            at = found + len(piece)
        return at <= (start := len(printed) - len(others[-1])) and printed[start:] == others[-1]


def follow(page: str, folder: Path, module: str = "__main__") -> Iterator[Shown]:
    """Follow a page in a folder, block by block, and yield what it shows beside what is printed.

    Raises `AssertionError` for a block that is not understood, or is not valid, and for a command that fails and
    whose output is not shown.
    """
    before: tuple[str, str] | None = None
    names: dict[str, Any] = {"__name__": module}
    program: tuple[str, list[str]] | None = None
    for step in STEP.finditer(page):
        body, language = step["body"] or "", step["language"]
        if step["kind"] == "replace":
            _replace(folder, step["about"])
        elif step["kind"] is not None:
            before = (step["kind"], step["about"])
        elif before is not None:
            if before[0] != "not run":
                _save(folder, *before, body)
            before = None
        elif language == "console":
            yield from _run_all(folder, body)
        elif language == "python":
            program = (body, _execute(folder, body, names))
        elif language == "text" and program is not None:
            yield Shown(program[0], body.splitlines(), program[1])
            program = None
        else:
            _validate(language, body)


def _words(lines: list[str]) -> list[str]:
    return [" ".join(line.split()) for line in lines if line.strip()]


def _pieces(shown: list[str]) -> list[list[str]]:
    pieces: list[list[str]] = [[]]
    for line in shown:
        if line == LEFT_OUT:
            pieces.append([])
        else:
            pieces[-1].append(line)
    return pieces


def _save(folder: Path, kind: str, about: str, body: str) -> None:
    """Save a file, or put lines into one."""
    name, _, word = about.partition(": before ")
    path = folder / name
    if kind == "file":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, "utf-8")
    elif kind == "append":
        with path.open("a", encoding="utf-8") as file:
            file.write(body)
    else:
        assert kind == "insert", f"<!-- {kind}: {about} -->"
        lines = path.read_text("utf-8").splitlines(keepends=True)
        at = next(i for i, line in enumerate(lines) if line.strip().startswith(word))
        path.write_text("".join([*lines[:at], body, *lines[at:]]), "utf-8")


def _replace(folder: Path, about: str) -> None:
    name, _, change = about.partition(": ")
    old, new = change.split(" → ")
    text = (folder / name).read_text("utf-8")
    assert text.count(old) == 1, f"{change}: found {text.count(old)} times"
    (folder / name).write_text(text.replace(old, new), "utf-8")


def _run_all(folder: Path, body: str) -> Iterator[Shown]:
    assert body.startswith("$ "), body
    for part in re.split(r"^\$ ", body.replace("\\\n", ""), flags=re.M)[1:]:
        command, *shown = part.splitlines()
        command = re.sub(r"\s+#\s.*", "", command)
        exit_code, printed = _run(folder, command)
        if any(line.strip() not in ("", LEFT_OUT) for line in shown):
            yield Shown(command, shown, printed)
        else:
            assert exit_code == 0, f"$ {command}\n" + "\n".join(printed)


def _run(folder: Path, command: str) -> tuple[int, list[str]]:
    """Run a command of ours in this process, and Python and what copies or shows files in one of its own."""
    program, *arguments = shlex.split(command)
    if program == "kommunepolitik":
        into = None
        if ">" in arguments:
            at = arguments.index(">")
            arguments, into = arguments[:at], arguments[at + 1]
        with contextlib.chdir(folder):
            done = CliRunner().invoke(app, arguments, prog_name=program)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        if into:
            (folder / into).write_bytes(done.stdout_bytes)
            return done.exit_code, done.stderr.splitlines()
        return done.exit_code, done.output.replace("\\", "/").splitlines()
    assert program in {"python", "cp", "mkdir", "ls", "cat"}, command
    words = [sys.executable if program == "python" else program, *arguments]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run(words, cwd=folder, capture_output=True, env=environment, encoding="utf-8", check=False)
    return ran.returncode, (ran.stdout + ran.stderr).splitlines()


def _execute(folder: Path, program: str, names: dict[str, Any]) -> list[str]:
    printed = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
        exec(compile(program, "page.py", "exec"), names)  # our own page
    return printed.getvalue().splitlines()


def _validate(language: str, body: str) -> None:
    """Check a block that is neither run nor saved."""
    if language == "yaml":
        yaml.safe_load(body)
    elif language == "toml":
        tomllib.loads(body)
    elif language == "json":
        json.loads(body)
    elif language == "csv":
        assert len({len(row) for row in csv.reader(body.splitlines(), delimiter=";")}) == 1, body
    else:
        assert language in {
            "text",
            "jinja",
            "mermaid",
            "html",
            "figure",
            "toctree",
            "image",
            "eval-rst",
            "literalinclude",
            "list-table",
        }, f"a block of the language {language!r} is neither run nor checked:\n{body}"
