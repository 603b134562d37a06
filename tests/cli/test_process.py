"""The command line as a program of its own: how it is started, its exit codes, encodings and pipes."""

import io
import os
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from kommunepolitik import __version__
from kommunepolitik.cli import app as cli
from kommunepolitik.cli import check
from kommunepolitik.errors.interruption import Terminated

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


class Terminal(io.StringIO):
    """A terminal at which nobody answers, but asks the program to end."""

    def __init__(self, end: BaseException) -> None:
        super().__init__()
        self.end = end

    def isatty(self) -> bool:
        """Return that it is one."""
        return True

    def readline(self, _size: int | None = -1) -> str:
        """Wait for an answer."""
        raise self.end


@pytest.mark.parametrize(
    ("end", "code"), [(KeyboardInterrupt(), 130), (Terminated(signal.SIGTERM), 143), (EOFError(), 1)], ids=repr
)
def test_a_question_is_interrupted_like_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], end: BaseException, code: int
) -> None:
    """In the language of the command, with the exit code by which shells know the signal."""
    for name in ("stdin", "stdout"):
        monkeypatch.setattr(sys, name, Terminal(end))
    monkeypatch.setattr(sys, "argv", ["kommunepolitik", "new", str(tmp_path / "ny"), "--language", "en"])
    with pytest.raises(SystemExit) as ended:
        cli._run()
    assert ended.value.code == code
    assert capsys.readouterr().err == "\nInterrupted; each file is whole, old or new\n"
    assert not (tmp_path / "ny").exists()


@pytest.mark.parametrize(("words", "text"), [([], "Afbrudt"), (["--language", "en"], "Interrupted")])
def test_ctrl_c_before_a_command_begins(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], text: str
) -> None:
    """As while its module is imported."""
    monkeypatch.setattr(sys, "argv", ["kommunepolitik", "rules", *words])
    monkeypatch.setattr(cli, "import_module", lambda _: signal.raise_signal(signal.SIGINT))
    assert cli._run() == 130
    assert capsys.readouterr().err.strip().startswith(text)


@pytest.mark.parametrize("error", [OSError(24, "Too many open files"), BrokenPipeError(32, "Broken pipe")])
def test_another_error_of_the_system_is_not_one_of_the_output(monkeypatch: pytest.MonkeyPatch, error: OSError) -> None:
    """It is a fault of the program, with what is needed to find it."""

    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(sys, "argv", ["kommunepolitik", "rules"])
    monkeypatch.setattr(check, "check_there", fails)
    with pytest.raises((OSError, RuntimeError), match=str(error.strerror)):
        cli._run()
