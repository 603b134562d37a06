"""The same input gives the same bytes of every output, and only `figures refresh` speaks to another computer."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click import Context, Group

from kommunepolitik.cli.app import app
from tests.determinism.everything import COMMANDS, OTHERS
from tests.files import contents

ROOT = Path(__file__).parents[2]

ONE = {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "TZ": "Pacific/Kiritimati"}
OTHER = {
    "PYTHONHASHSEED": "2",
    "LC_ALL": "C",
    "LANG": "de_DE",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONUTF8": "0",
    "TZ": "Pacific/Pago_Pago",
}
"""Two machines as different as they come: the day is not the same, and the other one speaks ASCII."""


def everything(folder: Path, settings: dict[str, str], *options: str) -> dict[str, bytes]:
    """Run every command in a process with such settings, and return all that it left, by name."""
    command = [sys.executable, "-m", "tests.determinism.everything", str(folder), *options]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ, **settings}
    )
    assert done.returncode == 0, done.stderr
    return contents(folder)


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """All that the commands print and write on one machine."""
    return everything(tmp_path_factory.mktemp("one") / "nybro", ONE)


def test_every_command_succeeds_without_a_connection(one: dict[str, bytes]) -> None:
    """None asks for one, and each has something to say or to write."""
    said = {name: text for name, text in one.items() if name.startswith("said")}
    assert len(said) == len(COMMANDS)
    assert {name: text for name, text in said.items() if not text.startswith(b"0\n")} == {}
    assert {Path(name).suffix for name in one} >= {
        ".html",
        ".md",
        ".docx",
        ".pdf",
        ".xlsx",
        ".csv",
        ".json",
        ".xml",
        ".parquet",
    }


def test_the_same_input_gives_the_same_bytes(one: dict[str, bytes], tmp_path: Path) -> None:
    """In another process, with another seed of hashes, locale, time zone and order of files, and seconds later."""
    other = everything(tmp_path / "nybro", OTHER, "--backwards")
    assert sorted(other) == sorted(one)
    assert [name for name in one if one[name] != other[name]] == []


def test_every_command_is_run_here() -> None:
    """Also one that is added, or it is said why not."""

    def names(group: Group, before: tuple[str, ...] = ()) -> set[str]:
        context = Context(group)
        found = {(*before, name): group.get_command(context, name) for name in group.list_commands(context)}
        groups = {words: each for words, each in found.items() if isinstance(each, Group)}
        single = {" ".join(words) for words in found if words not in groups}
        return single.union(*(names(each, words) for words, each in groups.items()))

    assert names(app) == {name.partition(",")[0] for name in COMMANDS} | OTHERS.keys()
