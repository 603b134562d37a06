# ruff: noqa: PTH102, PTH106, PTH108, PTH115, PTH118, PTH119, PTH123, PTH208 - the functions of `os` take least time
"""Runs a command once, and at each change of a file that it is about to make, again with that change disturbed.

At each change the process is copied (`fork`). The copy meets the disturbance and goes on to its end; then the files are
put back, and the original makes the change. So everything that comes before the change is done once, and no clock
and no race decides where a disturbance comes.
"""

import os
import pickle
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from math import gcd
from pathlib import Path
from stat import S_ISREG
from typing import Any

import attrs

CHANGES = ("open", "os.rename", "os.link", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "os.truncate")
"""The audit events of Python before files are changed; those of writing into an open file have none."""
TAKES_SPACE = ("open", "os.link", "os.mkdir")
KINDS = ("refused", "full", "read-only", "short", "killed", "killed while writing", "SIGINT", "SIGTERM")
"""What may happen at a change:

- `refused`: this one change fails;
- `full`: from now on nothing fits on the disk, and `read-only`: nothing can be changed;
- `short`: of what is written next, ten bytes fit;
- `killed`: at once, and `killed while writing`: after ten bytes;
- signals that ask the program to end.
"""
KILLS = ("killed", "killed while writing")
_WITH_CONTENT = ("short", "killed while writing")
"""What happens while a file is written, and not where it is renamed."""
_FITS = 10


_CONTENTS: dict[bytes, bytes] = {}
"""Each content once, since there are many trees."""


@attrs.frozen
class Tree:
    """The files of a folder with their contents and modes, and its folders."""

    files: dict[str, tuple[bytes, int]]
    folders: frozenset[str]
    twins: dict[str, str] = attrs.field(eq=False)
    """The other name of each file that has two."""

    @classmethod
    def of(cls, root: Path) -> "Tree":
        """Read a folder."""
        files, folders, twins, first = {}, set(), dict[str, str](), dict[int, str]()
        for folder, names, inside in os.walk(root):
            folders |= {os.path.relpath(os.path.join(folder, name), root) for name in names}
            for name in inside:
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    content = file.read()
                    status = os.fstat(file.fileno())
                path = os.path.relpath(path, root)
                files[path] = (_CONTENTS.setdefault(content, content), status.st_mode & 0o777)
                if (other := first.setdefault(status.st_ino, path)) != path:
                    twins[path] = other
        return cls(files, frozenset(folders), twins)

    def put_back(self, root: Path) -> None:
        """Make a folder as it was."""
        now = Tree.of(root)
        for name in now.files.keys() - self.files.keys():
            os.unlink(root / name)
        for name in sorted(now.folders - self.folders, reverse=True):
            os.rmdir(root / name)
        for name in sorted(self.folders - now.folders):
            os.mkdir(root / name)
        for name, (content, mode) in self.files.items():
            if now.files.get(name) != (content, mode):
                (root / name).write_bytes(content)
                (root / name).chmod(mode)
        for name, other in self.twins.items():
            if not (root / name).samefile(root / other):
                os.unlink(root / name)
                os.link(root / other, root / name)

    @property
    def whole(self) -> dict[str, bytes]:
        """The contents of the files, without those that are not whole yet, which nothing reads."""
        return {name: content for name, (content, _) in self.files.items() if not is_aside(name) and is_own(name)}

    @property
    def aside(self) -> list[str]:
        """The files that are not whole yet."""
        return [name for name in self.files if is_aside(name) and is_own(name)]


def is_own(name: str) -> bool:
    """Return whether a file is not one that another package writes into the system's folder for such files."""
    return not name.startswith("tmp")


def is_aside(name: str) -> bool:
    """Return whether a file has the name of one that is not whole yet."""
    base = os.path.basename(name)
    return base.startswith(".kommunepolitik-") and base.endswith(".tmp")


@attrs.frozen(kw_only=True)
class End:
    """How a disturbed run ended."""

    number: int
    """The number of the change."""
    event: str
    kind: str
    code: int
    """Its exit code; that of a signal is negative."""
    output: str
    tree: Tree


def in_a_copy(function: Callable[[], int]) -> tuple[int, str]:
    """Call a function in a copy of this process, and return its exit code and what it wrote."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        os.dup2(writer, 1)
        os.dup2(writer, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
        leave(function)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        output = pipe.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), output.decode("utf-8", "replace")


def leave(function: Callable[[], int]) -> None:
    """End this process with the exit code of a function."""
    code = 70  # of a bug
    try:
        code = function()
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run a command as its program does, and return its exit code."""
    from kommunepolitik.cli.app import main

    sys.argv = ["kommunepolitik", *arguments]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_DFL)
    try:
        main()
    except SystemExit as end:
        return 0 if end.code is None else int(end.code)
    return 0


@attrs.define
class Disturber:
    """Stands at each change of a file below a folder, and lets copies of the process meet what may happen there."""

    root: Path
    kinds: Callable[[int], Sequence[str]]
    """The kinds of disturbance that are met at a change, by its number."""
    events: list[str] = attrs.field(factory=list)
    """The changes so far; empty for one at which the process cannot be copied."""
    ends: list[End] = attrs.field(factory=list)
    _busy: bool = False
    _from_now: tuple[tuple[str, ...], int] | None = None
    """In a copy: the events that fail from now on, and the error."""

    def __call__(self, event: str, details: tuple[Any, ...]) -> None:
        """Meet an audit event."""
        if self._busy or event not in CHANGES or not self._is_change(event, details):
            return
        if self._from_now is not None:
            self._fail(event, details)
            return
        self.events.append("" if self._has_open_files() else event)
        number = len(self.events)
        if not (kinds := self.kinds(number)):
            return
        self._busy = True
        before = Tree.of(self.root)
        for kind in kinds:
            child, reader = self._copied()
            if not child:
                self._busy = False
                self._meet(kind, event, details)
                return
            with os.fdopen(reader, "rb") as pipe:
                output = pipe.read().decode("utf-8", "replace")
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            tree = Tree.of(self.root)
            self.ends.append(End(number=number, event=event, kind=kind, code=code, output=output, tree=tree))
            before.put_back(self.root)
        self._busy = False

    def _is_change(self, event: str, details: tuple[Any, ...]) -> bool:
        if event == "open" and not (isinstance(details[2], int) and details[2] & (os.O_WRONLY | os.O_RDWR)):
            return False
        return isinstance(details[0], str | bytes | os.PathLike) and os.fsdecode(details[0]).startswith(str(self.root))

    def _has_open_files(self) -> bool:
        """Return whether a file is open, as those of openpyxl are: a copy would write to it too."""
        numbers = [int(name) for name in os.listdir("/dev/fd") if name.isdigit()]
        for number in numbers:
            with suppress(OSError):  # that of the listing itself
                if S_ISREG(os.fstat(number).st_mode) and os.readlink(f"/dev/fd/{number}").startswith(str(self.root)):
                    return True
        return False

    def _copied(self) -> tuple[int, int]:
        """Copy the process; return the copy's number, 0 in the copy itself, and where its output can be read."""
        reader, writer = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child:
            os.close(writer)
        else:
            os.close(reader)
            os.dup2(writer, 1)
            os.dup2(writer, 2)
            os.close(writer)
            self.ends.clear()
            self._from_now = ((), 0)
        return child, reader

    def _meet(self, kind: str, event: str, details: tuple[Any, ...]) -> None:
        if kind in _WITH_CONTENT:
            # Python ignores the signal, so that writing fails; with its usual effect it kills.
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL if kind in KILLS else signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_FSIZE, (_FITS, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
        elif kind in ("refused", "full", "read-only"):
            code = {"refused": 13, "full": 28, "read-only": 30}[kind]  # EACCES, ENOSPC, EROFS
            self._from_now = (CHANGES if kind == "read-only" else TAKES_SPACE if kind == "full" else (), code)
            if kind != "full" or event in TAKES_SPACE:
                raise OSError(code, os.strerror(code), os.fsdecode(details[0]))
        else:
            os.kill(os.getpid(), signal.SIGKILL if kind == "killed" else getattr(signal, kind))

    def _fail(self, event: str, details: tuple[Any, ...]) -> None:
        assert self._from_now is not None
        events, code = self._from_now
        if event in events:
            raise OSError(code, os.strerror(code), os.fsdecode(details[0]))


def disturbed(
    arguments: Sequence[str], root: Path, kinds: Callable[[int], Sequence[str]] = lambda _: ()
) -> tuple[list[str], list[End]]:
    """Run a command in a copy of this process, disturbed at each change; return the changes, and all ends."""
    reader, writer = os.pipe()
    output = os.memfd_create("output") if hasattr(os, "memfd_create") else os.open(os.devnull, os.O_RDWR)
    child = os.fork()
    if not child:
        os.close(reader)
        os.dup2(output, 1)
        os.dup2(output, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
        disturber = Disturber(root, kinds)

        def whole() -> int:
            code = run(arguments)
            if disturber._from_now is None:  # the original
                with os.fdopen(writer, "wb") as pipe:
                    pickle.dump((code, disturber.events, disturber.ends), pipe)
            return code

        sys.addaudithook(disturber)
        leave(whole)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        answer = pipe.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.lseek(output, 0, os.SEEK_SET)
    assert code == 0, (arguments, code, os.read(output, 10_000).decode("utf-8", "replace"))
    os.close(output)
    _, events, ends = pickle.loads(answer)
    return events, ends


def all_kinds(events: Sequence[str]) -> list[tuple[int, str]]:
    """Return each change by its number with each kind of disturbance that can be met there."""
    numbered = [(number, event) for number, event in enumerate(events, 1) if event]
    return [(n, kind) for n, event in numbered for kind in KINDS if event == "open" or kind not in _WITH_CONTENT]


def some_kinds(events: Sequence[str], most: int) -> list[tuple[int, str]]:
    """Return some of all disturbances, spread over changes and kinds; first a kill between files that get their names."""
    moves = [number for number, event in enumerate(events, 1) if event in ("os.rename", "os.link")]
    found = all_kinds(events)
    stride = next(each for each in range(round(len(found) * 0.618), len(found) + 1) if gcd(each, len(found)) == 1)
    return [(moves[len(moves) // 2], "killed"), *(found[place * stride % len(found)] for place in range(1, most))]
