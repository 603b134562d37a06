"""Files are written whole or not at all, several of them all or none."""

import os
import shutil
import signal
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from kommunepolitik.documents import writing
from kommunepolitik.documents.writing import in_the_way, write_bytes, write_files, write_new_files
from kommunepolitik.errors import FileError, interruption
from kommunepolitik.errors.interruption import SIGNALS, Terminated, exit_code, raise_terminated, uninterrupted
from tests.files import contents

NO_PERMISSIONS = os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0


def texts(folder: Path) -> dict[str, str]:
    """Return the texts of all files under a folder."""
    return {name: content.decode() for name, content in contents(folder).items()}


def failing_at(monkeypatch: pytest.MonkeyPatch, function: str, name: str) -> None:
    """Let a function of the system fail for a target of a name."""
    whole = getattr(os, function)

    def fails(source: Any, target: Any, **more: Any) -> None:
        if Path(target).name == name:
            raise PermissionError(13, "Permission denied")
        whole(source, target, **more)

    monkeypatch.setattr(os, function, fails)


def test_a_file_in_use_leaves_those_before_it_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when one of several is open in Excel on Windows: those already replaced are put back, new ones are taken away."""
    for name in ("a", "c"):
        (tmp_path / name).write_text("gammel", "utf-8")
    (tmp_path / "a").chmod(0o640)
    failing_at(monkeypatch, "replace", "c")
    with pytest.raises(FileError) as caught:
        write_files({tmp_path / name: b"ny" for name in ("a", "ny/b", "c")})
    assert [(each.code, each.file) for each in caught.value.problems] == [("cannot_write", str(tmp_path / "c"))]
    assert texts(tmp_path) == {"a": "gammel", "c": "gammel"}
    assert not (tmp_path / "ny").exists()
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_they_are_put_back_where_a_file_has_one_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some file systems, such as FAT, know no second name of a file; the old one is copied then."""
    (tmp_path / "a").write_text("gammel", "utf-8")
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(PermissionError(1, "Operation not permitted")))
    failing_at(monkeypatch, "replace", "b")
    with pytest.raises(FileError):
        write_files({tmp_path / "a": b"ny", tmp_path / "b": b"ny"})
    assert texts(tmp_path) == {"a": "gammel"}


@pytest.mark.skipif(NO_PERMISSIONS, reason="nothing is forbidden to this user")
def test_a_file_that_somebody_has_protected_is_not_replaced(tmp_path: Path) -> None:
    """Though the system would allow it, since the folder can be written."""
    (tmp_path / "a").write_text("beskyttet", "utf-8")
    (tmp_path / "a").chmod(0o444)
    with pytest.raises(FileError, match="Permission denied"):
        write_files({tmp_path / "a": b"ny"})
    assert texts(tmp_path) == {"a": "beskyttet"}


def test_a_file_keeps_who_may_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor can anybody else read it while it is being written."""
    (tmp_path / "a").write_text("gammel", "utf-8")
    (tmp_path / "a").chmod(0o600)
    modes: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda file: modes.append(os.fstat(file).st_mode & 0o777))
    write_bytes(tmp_path / "a", b"ny", overwrite=True)
    assert [*modes, (tmp_path / "a").stat().st_mode & 0o777] == [0o600, 0o600]


def test_a_link_still_leads_to_the_file(tmp_path: Path) -> None:
    """What it leads to is written."""
    (tmp_path / "drev").mkdir()
    (tmp_path / "a").symlink_to(tmp_path / "drev" / "b")
    write_files({tmp_path / "a": b"ny"})
    assert (tmp_path / "a").is_symlink()
    assert (tmp_path / "drev" / "b").read_bytes() == b"ny"


def test_no_file_of_somebody_else_is_in_the_way_of_itself(tmp_path: Path) -> None:
    """Where an earlier run was killed, its files are there as they would be written; where all are there, it was not."""
    files = {tmp_path / name: name.encode() for name in ("a", "b", "c")}
    assert in_the_way(files) == []
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / "b").write_bytes(b"min egen")
    assert in_the_way(files) == [tmp_path / "b"]
    with pytest.raises(FileError, match="b"):
        write_new_files(files)
    (tmp_path / "b").unlink()
    write_new_files(files)
    assert texts(tmp_path) == {"a": "a", "b": "b", "c": "c"}
    assert in_the_way(files) == list(files)


def test_what_a_killed_run_left_is_removed_a_day_later(tmp_path: Path) -> None:
    """Not before, since somebody may be writing it; and no file of another name."""
    old, new, other = (tmp_path / name for name in (".kommunepolitik-1.tmp", ".kommunepolitik-2.tmp", ".anden-1.tmp"))
    for path in (old, new, other):
        path.write_text("halv", "utf-8")
    now = new.stat().st_mtime
    for path in (old, other):
        os.utime(path, (now - 90_000, now - 90_000))
    write_bytes(tmp_path / "a", b"ny", overwrite=True)
    assert sorted(texts(tmp_path)) == [".anden-1.tmp", ".kommunepolitik-2.tmp", "a"]


def test_an_old_file_is_kept_while_it_may_be_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though it is years old: another run that is done meanwhile does not remove it."""
    (tmp_path / "a").write_text("gammel", "utf-8")
    (tmp_path / "b").write_text("gammel", "utf-8")
    os.utime(tmp_path / "a", (10**9, 10**9))
    writing._remove_abandoned.cache_clear()
    whole = os.replace

    def fails(source: Any, target: Any) -> None:
        if Path(target).name == "b":
            writing._remove_abandoned(tmp_path)  # as another run does
            raise PermissionError(13, "Permission denied")
        whole(source, target)

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(FileError):
        write_files({tmp_path / name: b"ny" for name in ("a", "b")})
    assert texts(tmp_path) == {"a": "gammel", "b": "gammel"}


def test_an_old_file_that_a_killed_run_kept_is_removed_a_day_later(tmp_path: Path) -> None:
    """By the time in its name."""
    for seconds in (90_000, 0):
        kept = tmp_path / f".kommunepolitik-{int(tmp_path.stat().st_mtime) - seconds}-abc.tmp"
        kept.write_text("gammel", "utf-8")
    write_bytes(tmp_path / "a", b"ny", overwrite=True)
    assert sorted(texts(tmp_path)) == [kept.name, "a"]


def test_a_link_that_leads_nowhere_leads_to_the_new_file(tmp_path: Path) -> None:
    """Nothing is written over, so it is written, without leave to overwrite."""
    (tmp_path / "a").symlink_to(tmp_path / "b")
    write_bytes(tmp_path / "a", b"ny", overwrite=False)
    assert (tmp_path / "a").is_symlink()
    assert (tmp_path / "b").read_bytes() == b"ny"


def test_a_file_that_comes_meanwhile_is_a_file_that_exists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the advice that fits: the other files of the same call are written elsewhere, one is overwritten."""
    whole = os.link

    def other_first(source: Any, target: Any) -> None:
        Path(target).write_text("andres", "utf-8")
        whole(source, target)

    monkeypatch.setattr(os, "link", other_first)
    with pytest.raises(FileError) as caught:
        write_bytes(tmp_path / "a", b"ny", overwrite=False)
    assert [each.code for each in caught.value.problems] == ["exists"]
    assert texts(tmp_path) == {"a": "andres"}


def test_the_folders_of_a_file_are_made(tmp_path: Path) -> None:
    """For one file as for several."""
    write_bytes(tmp_path / "ny" / "mappe" / "a", b"ny", overwrite=False)
    assert texts(tmp_path) == {"ny/mappe/a": "ny"}


@pytest.mark.parametrize("others", [(), ("b",)])
def test_an_empty_file_is_not_in_the_way(tmp_path: Path, others: tuple[str, ...]) -> None:
    """A kill leaves it where a file has one name; nobody has written anything in it."""
    (tmp_path / "a").touch()
    files = {tmp_path / name: b"ny" for name in ("a", *others)}
    assert in_the_way(files) == []
    write_new_files(files)
    assert texts(tmp_path) == dict.fromkeys(("a", *others), "ny")


def test_ctrl_c_at_any_line_leaves_all_files_old_or_all_new(tmp_path: Path) -> None:
    """And nothing beside them, wherever it comes; signals are then handled as before."""
    files, handler = {tmp_path / name: b"ny" for name in ("a", "mappe/b")}, signal.getsignal(signal.SIGINT)
    modules = {writing.__file__, interruption.__file__}
    seen: set[str] = set()

    def interrupted_at(stop: int) -> bool:
        left = stop

        def trace(frame: FrameType, event: str, _: object) -> Any:
            nonlocal left
            if event == "line":
                left -= 1
                if left == 0:
                    signal.raise_signal(signal.SIGINT)
            return trace if frame.f_code.co_filename in modules else None

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            write_files(files)
        except KeyboardInterrupt:
            pass
        finally:
            sys.settrace(before)
        return left <= 0

    for stop in range(1, 10_000):
        (tmp_path / "a").write_text("gammel", "utf-8")
        was_interrupted = interrupted_at(stop)
        found = str(texts(tmp_path))
        assert found in ("{'a': 'gammel'}", "{'a': 'ny', 'mappe/b': 'ny'}"), stop
        assert found != "{'a': 'gammel'}" or not (tmp_path / "mappe").exists()
        assert signal.getsignal(signal.SIGINT) is handler
        seen.add(found)
        shutil.rmtree(tmp_path / "mappe", ignore_errors=True)
        if not was_interrupted:
            break
    assert stop > 100
    assert len(seen) == 2


def test_a_signal_waits_until_a_block_is_done() -> None:
    """Then it has its usual effect, once; and it is handled as before."""
    done: list[str] = []
    before = [signal.getsignal(number) for number in SIGNALS]
    with pytest.raises(KeyboardInterrupt), uninterrupted():  # noqa: PT012 - what comes after the signal is the point
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        done.append("efter")
    assert done == ["efter"]
    assert [signal.getsignal(number) for number in SIGNALS] == before


@pytest.mark.skipif(os.name == "nt", reason="needs SIGHUP")
def test_a_signal_that_is_ignored_hides_no_other() -> None:
    """As under `nohup`, where the terminal is closed before Ctrl-C."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with pytest.raises(KeyboardInterrupt), uninterrupted():  # noqa: PT012 - what comes after the signal is the point
            signal.raise_signal(signal.SIGHUP)
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_another_thread_needs_no_protection() -> None:
    """No signal reaches it, and none is changed."""
    done: list[str] = []

    def work() -> None:
        with uninterrupted():
            done.append("skrevet")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == ["skrevet"]


def test_a_request_to_end_is_raised_like_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the exit code by which shells know it; what the program was started to ignore stays ignored."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(SIGNALS[-1], signal.SIG_IGN)
        raise_terminated()
        with pytest.raises(Terminated) as caught:
            signal.raise_signal(signal.SIGTERM)
        assert exit_code(caught.value) == 128 + signal.SIGTERM
        assert signal.getsignal(SIGNALS[-1]) == signal.SIG_IGN
        assert signal.getsignal(signal.SIGINT) == before[signal.SIGINT]
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
