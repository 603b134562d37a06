"""Two runs on one folder at once: both end, each file is whole, and no figure is lost without a word."""

import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier
from typing import Final

import pytest

import kommunepolitik as kp
from kommunepolitik.collect import read_returns, templates
from kommunepolitik.documents import dump, read_all, write_tables
from kommunepolitik.documents.files import ACCOUNTS_FILE
from kommunepolitik.documents.locking import known_content, unchanged
from kommunepolitik.errors import FileError, KommunepolitikError
from kommunepolitik.observations import read_observations, write_csv
from kommunepolitik.site import Build, gather
from tests.cli.streams import TO_FILE, Ended, run_all
from tests.files import contents

IN_PROCESSES: Final = pytest.mark.skipif(sys.platform == "win32", reason="processes part there in another way")
PAIRS: Final[Mapping[str, tuple[str, str]]] = {
    "figures read": ("figures read {new.csv} --policy {policy}", "figures read {newer.csv} --policy {policy}"),
    "figures suggest": ("figures suggest {sheet.csv} --policy {policy} --append",) * 2,
    "collect read": ("collect read {form.xlsx} --policy {policy}", "collect read {other.xlsx} --policy {policy}"),
    "report": ("report {policy} -o {made} --format md",) * 2,
    "export": ("export {policy} -o {made} --licence CC-BY-4.0 --contact a@nybro.example",) * 2,
    "convert": ("convert {policy} {made/policy.xml}",) * 2,
    "new": ("new {made} --municipality Slagelse",) * 2,
}
MADE_TWICE: Final = ("report", "export", "convert", "new")
"""Of these, the files of two runs are those of one."""


@pytest.fixture(scope="module")
def ended(
    whole: Path, alone: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, tuple[Path, Sequence[Ended]]]:
    """Every pair of calls, each run at once in a folder of its own."""
    homes = {name: tmp_path_factory.mktemp("pair") / "home" for name in PAIRS}
    runs = []
    for name, home in homes.items():
        shutil.copytree(whole, home)
        runs += [(arguments(each, home), TO_FILE) for each in PAIRS[name]]
    for name, home in alone.items():
        runs.append((arguments(PAIRS[name][0], home), TO_FILE))
    answers = run_all(runs, at_once=2)
    assert [each.code for each in answers[len(PAIRS) * 2 :]] == [0] * len(alone)
    return {name: (home, answers[2 * n : 2 * n + 2]) for n, (name, home) in enumerate(homes.items())}


@pytest.fixture(scope="module")
def alone(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """A folder for one run of each call that makes files; `ended` runs it."""
    homes = {name: tmp_path_factory.mktemp("alone") / "home" for name in MADE_TWICE}
    for home in homes.values():
        shutil.copytree(whole, home)
    return homes


def arguments(text: str, home: Path) -> list[str]:
    """Return the arguments of a call in a folder."""
    return re.sub(r"{([^}]*)}", rf"{home}/\1", text).split()


@IN_PROCESSES
@pytest.mark.parametrize("name", PAIRS)
def test_both_end_with_success_or_a_message(name: str, ended: Mapping[str, tuple[Path, Sequence[Ended]]]) -> None:
    """At least one of them does what it is asked to."""
    home, answers = ended[name]
    assert sorted(each.code for each in answers) in ([0, 0], [0, 1])
    refused = [each.errors for each in answers if each.code]
    assert all(re.search("findes allerede|ændret af et andet program", each) for each in refused), refused
    assert [path for path in home.rglob("*") if path.name.endswith(".tmp")] == []


@IN_PROCESSES
@pytest.mark.parametrize("name", MADE_TWICE)
def test_each_file_is_that_of_one_run(
    name: str, ended: Mapping[str, tuple[Path, Sequence[Ended]]], alone: Mapping[str, Path]
) -> None:
    """Whole, and the only one of its name."""
    assert contents(ended[name][0]) == contents(alone[name])


@IN_PROCESSES
def test_a_figure_is_in_the_file_or_its_run_is_refused(ended: Mapping[str, tuple[Path, Sequence[Ended]]]) -> None:
    """Of two files that are read at once, and of two forms."""
    for name, file, keys in (
        ("figures read", "observations-imported.csv", ("2026", "2027")),
        ("collect read", "observations-collected.csv", ("trivsel", "frivillige")),
    ):
        home, answers = ended[name]
        lines = (home / "policy" / file).read_text("utf-8-sig").splitlines()[1:]
        written = [any(f";{key};" in f";{line}" for line in lines) for key in keys]
        assert written == [each.code == 0 for each in answers], name
        assert len(lines) == sum(written)


def test_what_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    """Unless it is what is to be written."""
    file = tmp_path / "tal.csv"
    known = {file: known_content(file)}
    file.write_bytes(b"af en anden")
    with pytest.raises(FileError) as refused, unchanged(known, [tmp_path]):
        raise AssertionError
    assert [(each.code, each.file) for each in refused.value.problems] == [("changed_meanwhile", str(file))]
    with unchanged(known, [tmp_path], {file: b"af en anden"}):
        pass
    known = {file: known_content(file)}
    file.unlink()
    with pytest.raises(FileError, match="tal.csv"), unchanged(known, [tmp_path], {tmp_path / "andet.csv": b""}):
        raise AssertionError


@IN_PROCESSES
def test_two_threads_are_never_in_one_folder_at_once(tmp_path: Path) -> None:
    """In whatever order they name several folders."""
    folders = [tmp_path / name for name in "abc"]
    for folder in folders:
        folder.mkdir()
    inside, most = [0], [0]

    def hold(number: int) -> None:
        with unchanged({}, folders[:: 1 if number % 2 else -1]):
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            inside[0] -= 1

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(hold, range(40)))
    assert most == [1]


def test_threads_write_whole_files(whole: Path, tmp_path: Path) -> None:
    """With the functions of Python: policies, figures, tables, forms, pages."""
    home = tmp_path / "home"
    shutil.copytree(whole, home)
    documents = read_all(home / "policy")
    policy, figures = documents[0].policy, read_observations(home / "policy" / "observations.csv")
    barrier = Barrier(2, timeout=60)

    def write(_: int) -> None:
        barrier.wait()
        dump(policy, home / "policy.json", overwrite=True)
        write_csv(figures, home / "tal.csv")
        write_tables(kp.to_frames([policy]), home / "tables", "csv", overwrite=True)
        list(Build(gather(documents), home / "pages", ("md",)).run())
        try:
            templates(home / "policy", "2026", home / "forms")
        except FileError as error:  # the other was first
            assert {each.code for each in error.problems} <= {"exists", "exists_already"}

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, range(2)))
    assert kp.load(home / "policy.json") == policy
    assert len(read_observations(home / "tal.csv")) == len(figures)
    assert len(list((home / "pages").glob("*.md"))) == 2
    assert {path.suffix for path in (home / "forms").iterdir()} == {".xlsx"}


def test_threads_that_read_forms_lose_none(whole: Path, tmp_path: Path) -> None:
    """Each form is in the file of collected figures, or its reader is refused."""
    home = tmp_path / "home"
    shutil.copytree(whole, home)
    barrier = Barrier(2, timeout=60)

    def read(name: str) -> bool:
        barrier.wait()
        try:
            read_returns([home / name], [home / "policy"])
        except KommunepolitikError as error:
            assert {each.code for each in error.problems} == {"changed_meanwhile"}
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(read, ("form.xlsx", "other.xlsx")))
    lines = (home / "policy" / "observations-collected.csv").read_text("utf-8-sig").splitlines()[1:]
    assert [any(f"{key};2026" in line for line in lines) for key in ("trivsel", "frivillige")] == done
    assert not (home / "policy" / "opfoelgning" / "2026" / ACCOUNTS_FILE).exists()


def test_a_lock_that_is_never_given_back_is_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After some seconds, of which the test waits for none."""
    monkeypatch.setattr("kommunepolitik.documents.locking._SECONDS", 0)
    with ExitStack() as held:
        held.enter_context(unchanged({}, [tmp_path]))
        if sys.platform == "win32":
            return
        with pytest.raises(FileError) as refused, unchanged({}, [tmp_path]):
            raise AssertionError
    assert [each.code for each in refused.value.problems] == ["folder_busy"]
