"""Standard output that is full, closed, or of a terminal that cannot show all letters."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest
import yaml
from click.testing import CliRunner, Result

from kommunepolitik.cli.app import app
from tests.cli.commands import CALLS, call
from tests.cli.streams import FULL, GONE, Ended, run_all

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes part there in another way")

POSSIBLE: Final = [name for name in CALLS if name != "preview"]
"""A call of every command but one that does not end."""
CUT: Final = ("show", "convert", "export", "figures read", "new", "report")
"""Commands whose output a reader cuts off: one that only prints, and those that write files in different ways."""
HELP: Final = ("--help", "--version", "show --help")
CHEAP: Final = {"report": ("report", "{policy}", "--output", "{+pages}", "--format", "md")}
"""Calls that take less time than those with all their paths."""
TITLE: Final = "Unge, der trives\n::error::på 中文\x1b[31m"


def as_json(text: str) -> object:
    """Read JSON."""
    return json.loads(text)


def as_csv(text: str) -> object:
    """Read CSV, with commas or semicolons."""
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";" if ";" in text[:30] else ","))


DATA: Final[Mapping[str, Callable[[str], object]]] = {
    "show {policy} --format json": as_json,
    "check {policy} --format json": as_json,
    "check {policy} --format github": str,
    "portfolio {policy} --format json": as_json,
    "portfolio {policy} --format csv": as_csv,
    "evaluate {policy} --format json": as_json,
    "evaluate {policy} --format csv": as_csv,
    "calendar {policy} --at 2026-12-31 --format csv": as_csv,
    "calendar {policy} --at 2026-12-31 --format ics": str,
    "compare {policy} {old/policy.yaml} --format json": as_json,
    "compare {policy} {old/policy.yaml} --format md": str,
    "compare {policy} {old/policy.yaml} --format html": str,
    "figures suggest {sheet.csv} --policy {policy}": yaml.safe_load,
    "schema": as_json,
    "verify {record.json} --policy {policy} --format json": as_json,
}
"""Commands that print data for programs, and how a program reads it."""


def arguments(name: str, home: Path) -> list[str]:
    """Return the arguments of a call in a folder."""
    if name not in CHEAP:
        return call(name, home)
    return [str(home / word[1:-1].removeprefix("+")) if word.startswith("{") else word for word in CHEAP[name]]


@pytest.fixture(scope="module")
def ended(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str], tuple[Ended, Path]]:
    """Every call with standard output that is full, and with one whose reader has ended; each in a folder of its own."""
    keys = [*((name, FULL) for name in POSSIBLE), *((name, GONE) for name in CUT)]
    runs = {key: tmp_path_factory.mktemp("run") / "home" for key in keys}
    for home in runs.values():
        shutil.copytree(whole, home)
    words = [(arguments(name, home), where) for (name, where), home in runs.items()]
    runs |= {(each, FULL): whole for each in HELP}
    answers = run_all([*words, *((each.split(), FULL) for each in HELP)])
    return {key: (answer, home) for (key, home), answer in zip(runs.items(), answers, strict=True)}


def is_quiet(errors: str) -> bool:
    """Return whether nothing that Python itself reports is among the errors."""
    return re.search("Traceback|Exception|Error:|Errno|BrokenPipe", errors) is None


@pytest.mark.parametrize("name", POSSIBLE)
def test_a_full_device_is_one_message(name: str, ended: Mapping[tuple[str, str], tuple[Ended, Path]]) -> None:
    """And exit code 1."""
    answer, _ = ended[name, FULL]
    messages = [line for line in answer.errors.splitlines() if line.startswith("standardoutput")]
    assert (answer.code, is_quiet(answer.errors)) == (1, True), answer.errors
    assert messages == ["standardoutput: kan ikke skrives: No space left on device"]


@pytest.mark.parametrize("name", CUT)
def test_a_reader_that_has_ended_is_no_message(name: str, ended: Mapping[tuple[str, str], tuple[Ended, Path]]) -> None:
    """The exit code is that of other programs in a shell, and files are written: none is taken for a success or lost."""
    answer, home = ended[name, GONE]
    assert (answer.code, is_quiet(answer.errors), "standardoutput" in answer.errors) == (141, True, False), (
        answer.errors
    )
    assert [path for path in re.findall(r"{\+([^}]*)}", CALLS[name]) if not (home / path).exists()] == []


def test_figures_are_written_before_they_are_listed(ended: Mapping[tuple[str, str], tuple[Ended, Path]]) -> None:
    """So that `figures read ... | head` reads them."""
    figures = (ended["figures read", GONE][1] / "policy" / "observations-imported.csv").read_text("utf-8-sig")
    assert figures.splitlines()[1].startswith("trivsel;2026;75,5")


def test_a_terminal_that_cannot_show_all_letters_gets_text(whole: Path) -> None:
    """With a question mark for each, and the command ends as it does elsewhere."""
    command = [sys.executable, "-m", "kommunepolitik", *call("show", whole)]
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    ended = subprocess.run(command, capture_output=True, text=True, encoding="ascii", check=False, env=env)
    assert (ended.returncode, is_quiet(ended.stderr)) == (0, True), ended.stderr
    assert "unge" in ended.stdout
    assert "?" in ended.stdout


@pytest.fixture(scope="module")
def titled(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the folder, in which titles have line breaks, colours and letters of other languages."""
    home = tmp_path_factory.mktemp("titled") / "hostile"
    shutil.copytree(whole, home)
    file = home / "policy" / "policy.yaml"
    data = yaml.safe_load(file.read_text("utf-8"))
    data["title"] = data["indicators"][0]["title"] = data["plan"]["tracks"][0]["title"] = TITLE
    for each in data["indicators"]:
        each["responsible"] = TITLE
    file.write_text(json.dumps(data), "utf-8")  # which is YAML too, and can hold every character
    return home


def printed(words: Sequence[str], charset: str = "utf-8") -> Result:
    """Run a command in this process, with streams that raise for what their encoding cannot show."""
    return CliRunner(charset=charset).invoke(app, words, prog_name="kommunepolitik", catch_exceptions=False)


@pytest.mark.parametrize("name", DATA)
def test_data_are_utf8_whatever_the_terminal(name: str, titled: Path) -> None:
    """JSON, CSV, YAML, Markdown, HTML and calendars are the same bytes everywhere, and a program can read them."""
    words = re.sub(r"{([^}]*)}", rf"{titled}/\1", name).split()
    english = [*words, "--language", "en"]  # what is reported on standard error too has the letters of ASCII then
    first, second = printed(english, "ascii"), printed(english)
    assert (first.exit_code, first.stdout_bytes) == (second.exit_code, second.stdout_bytes)
    text = second.stdout_bytes.decode("utf-8")
    assert DATA[name](text)
    assert "中文" in text or name.startswith(("schema", "figures", "verify"))


@pytest.mark.parametrize("name", [name for name in POSSIBLE if name not in ("schema", "verify")])
def test_no_title_breaks_a_line_or_is_a_command(name: str, titled: Path) -> None:
    """In what is printed for people: no colours, and no line that begins with two colons."""
    result = printed(arguments(name, titled))
    assert re.findall(r"(?m)^\s*::.*|\x1b", result.stdout + result.stderr) == []


@pytest.mark.parametrize("name", ["calendar", "explain", "portfolio", "show"])
def test_a_title_is_shown_on_its_line(name: str, titled: Path) -> None:
    """With a blank for the break, and what follows it."""
    assert "trives ::error::" in " ".join(printed(call(name, titled)).stdout.split()).replace("\\::", "::")


def test_github_gets_only_our_commands(titled: Path) -> None:
    """A title with one is escaped within ours."""
    lines = printed(["check", str(titled / "policy"), "--format", "github"]).stdout.splitlines()
    assert lines
    assert all(re.match("::(error|warning|notice) file=", line) for line in lines)


def test_a_stream_that_is_closed_from_the_start(examples: Path) -> None:
    """Standard output is one that cannot be written; closed standard error silences messages and stops nothing."""
    command = f"'{sys.executable}' -m kommunepolitik show '{examples / 'slagelse_2023'}'"
    closed = subprocess.run(f"{command} >&-", shell=True, capture_output=True, text=True, check=False)
    assert (closed.returncode, closed.stderr) == (1, "standardoutput: kan ikke skrives: Bad file descriptor\n")
    silent = subprocess.run(f"{command} 2>&-", shell=True, capture_output=True, text=True, check=False)
    assert (silent.returncode, silent.stdout != "") == (0, True)


@pytest.mark.parametrize("words", HELP)
def test_help_that_cannot_be_written_is_a_message_too(
    words: str, ended: Mapping[tuple[str, str], tuple[Ended, Path]]
) -> None:
    """Before a command has begun."""
    answer, _ = ended[words, FULL]
    assert (answer.code, answer.errors) == (1, "standard output: cannot be written: No space left on device\n")
