"""Runs a command where a file that it writes cannot be written: a folder is in its place, or it is protected."""

import ctypes
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.interrupted.disturbances import Tree, in_a_copy, run

OBSTACLES = ("a folder in its place", "a read-only file", "a read-only folder")
_VERSION = 0x20080522
"""Of the structures by which Linux is asked for the capabilities of a process."""


def bound(arguments: Sequence[str]) -> int:
    """Run a command as somebody whom the permissions of files bind, and return its exit code."""
    if os.geteuid() == 0:  # who owns the files, but may write protected ones with a capability, which is given up
        header, nothing = (ctypes.c_uint32 * 2)(_VERSION, 0), (ctypes.c_uint32 * 6)()
        assert ctypes.CDLL(None).capset(header, nothing) == 0
    return run(arguments)


def met(
    arguments: Sequence[str], root: Path, before: Tree, names: Sequence[str], obstacles: Sequence[str], *, others: bool
) -> Iterator[str]:
    """Yield what is wrong with runs in which one of some files cannot be written; `others` may be written or not."""
    for obstacle in obstacles:
        for name in names:
            if (place := _placed(obstacle, root / name, before, name)) is None:
                continue
            there = Tree.of(root)
            mode = place.stat().st_mode
            if obstacle != "a folder in its place":
                place.chmod(mode & 0o555)
            code, output = in_a_copy(lambda: bound(arguments))
            place.chmod(mode)
            now, where = Tree.of(root), f"{obstacle}: {name}"
            is_named = str(place) in output or Path(name).name in output
            if "Traceback" in output or code not in (0, 1) or not is_named:
                yield f"{where}: it ended with {code}: {output[-300:]!r}"
            if lost := [each for each, old in there.whole.items() if now.whole.get(each) != old and not others]:
                yield f"{where}: {lost} changed"
            if code == 0 and now.whole.get(name) != there.whole.get(name):
                yield f"{where}: it was written"
            if now.aside:
                yield f"{where}: left behind: {now.aside}"
            before.put_back(root)


def _placed(obstacle: str, path: Path, before: Tree, name: str) -> Path | None:
    """Return what is to be protected, after making it where it is an obstacle itself; None if there is nothing."""
    if obstacle == "a folder in its place":
        path.unlink(missing_ok=True)
        path.mkdir(parents=True)
        return path
    if obstacle == "a read-only file":
        return path if name in before.files else None
    return next(each for each in path.parents if each.is_dir())
