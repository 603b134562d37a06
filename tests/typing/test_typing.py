"""The results of type checkers for the documented ways of building a policy."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def mypy(path: Path) -> set[int]:
    """Return the lines that mypy --strict refuses."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--hide-error-context", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return {int(line) for line in re.findall(rf"{path.name}:(\d+): error", done.stdout)}


def pyright(path: Path) -> set[int]:
    """Return the lines that pyright (strict) refuses."""
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    found = json.loads(done.stdout)["generalDiagnostics"]
    return {each["range"]["start"]["line"] + 1 for each in found if each["severity"] == "error"}


@pytest.mark.parametrize("checker", [mypy, pyright])
def test_documented_calls_are_accepted(checker: Callable[[Path], set[int]]) -> None:
    """Texts stand for periods, units and municipalities, and lists are taken; a copy keeps its types."""
    assert checker(HERE / "accepted.py") == set()


@pytest.mark.parametrize("checker", [mypy, pyright])
def test_wrong_calls_are_refused(checker: Callable[[Path], set[int]]) -> None:
    """Positional, missing, unknown and mistyped arguments are refused, and so is changing an object."""
    path = HERE / "refused.py"
    marks = ("# refused", f"# refused by {checker.__name__}")
    marked = {number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if line.endswith(marks)}
    assert marked
    assert checker(path) == marked
