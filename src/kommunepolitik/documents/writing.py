"""Writes files whole or not at all, several of them all or none; what a kill leaves has names of its own.

A file is written under another name beside its place, and moved there when it is whole. If the program is killed in
between, such a file remains, `.kommunepolitik-….tmp`. Nothing reads it, and a day later the next run removes it.

Where a file must not replace another and the file system knows no second name of a file, as on a memory stick, its
name is taken by an empty file first. A kill just then leaves it; so an empty file is not in the way of a new one.
"""

import errno
import os
import re
import stat
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from functools import cache, partial
from pathlib import Path
from typing import Final

import attrs

from kommunepolitik.documents.paths import holds, is_file, is_folder, is_there, read_bytes, real_path, size_of
from kommunepolitik.errors import FileError, Problem
from kommunepolitik.errors.interruption import uninterrupted
from kommunepolitik.errors.system import detail_of

PREFIX: Final = ".kommunepolitik-"
"""The beginning of the names of files that are not whole yet."""
SUFFIX: Final = ".tmp"
"""The end of the names of files that are not whole yet."""
_STREAM: Final = re.compile(r"/dev/(stdin|stdout|stderr|fd/[0-9]+)|/proc/[^/]+/fd/[0-9]+")
"""The names of streams that are open in a program."""
_KEPT: Final = re.compile(rf"{re.escape(PREFIX)}([0-9]+)-")
"""The names of old files, with the time since which they are kept, as they are older themselves."""
_ABANDONED: Final = 24 * 60 * 60
"""The seconds after which nobody writes such a file any more."""


def write_text(path: str | os.PathLike[str], text: str, *, overwrite: bool) -> None:
    """Write a text file in UTF-8, as `write_bytes` does; lines end with a line feed."""
    write_bytes(path, text.encode("utf-8"), overwrite=overwrite)


def write_bytes(path: str | os.PathLike[str], content: bytes, *, overwrite: bool, durable: bool = True) -> None:
    """Write a file, and the folders that it is in, or raise `FileError` and change nothing.

    Without `overwrite` none is written over an existing one; a link that leads nowhere leads to the new file then.

    Without `durable`, for files that can be made again, it may be lost when the power fails.
    """
    path = Path(path)
    if not overwrite and is_there(real_path(path)):
        raise FileError(Problem(code="exists", file=str(path)))
    _Writing(overwrite=overwrite, durable=durable, exists="exists").write({path: content})


def write_changed(path: str | os.PathLike[str], content: bytes, *, durable: bool = True) -> bool:
    """Write a file over an existing one, as `write_bytes` does, if its content differs; return whether it did."""
    if holds(path, content):
        return False
    write_bytes(path, content, overwrite=True, durable=durable)
    return True


def write_files(files: Mapping[Path, bytes], *, durable: bool = True) -> None:
    """Write files over existing ones, and the folders that they are in, or raise `FileError` and change nothing.

    All are written under other names before the first is moved to its place; they are moved in the order given. If the
    program is killed meanwhile, the first are new, and the rest are old. `durable` as in `write_bytes`.
    """
    _Writing(overwrite=True, durable=durable).write(files)


def write_new_files(files: Mapping[Path, bytes]) -> None:
    """Write files, and the folders that they are in, as `write_files` does, but none over an existing one.

    Raises:
        FileError: with a problem for each file that is in the way (see `in_the_way`); or one cannot be written.
    """
    if there := in_the_way(files):
        raise FileError(*(Problem(code="exists_already", file=str(path)) for path in there))
    new = {path: content for path, content in files.items() if not is_there(path) or is_unfinished(path)}
    _Writing(overwrite=False, durable=False).write(new)


def in_the_way(files: Mapping[Path, bytes]) -> list[Path]:
    """Return the files that exist, and that must not be replaced.

    An empty file is not in the way. Where some of them exist and some do not, nor are those with the same content: they
    were written by a run that was ended before it was done.
    """
    there = [path for path in files if is_there(path) and not is_unfinished(path)]
    return there if len(there) == len(files) else [path for path in there if not holds(path, files[path])]


def is_unfinished(path: Path) -> bool:
    """Return whether there is an empty file, in which nobody has written anything."""
    return is_file(path) and not size_of(path)


@attrs.frozen(kw_only=True)
class _Writing:
    """How files are written: over existing ones or not, kept if the power fails or not."""

    overwrite: bool
    durable: bool = True
    exists: str = "exists_already"
    """The code of the problem of a file that somebody else has written meanwhile."""

    def write(self, files: Mapping[Path, bytes]) -> None:
        """Write files, all of them or none."""
        path = Path()
        try:
            # On failure, files are put back; then what has other names is removed, and then the folders, now empty.
            with uninterrupted(), ExitStack() as folders, ExitStack() as at_end, ExitStack() as on_failure:
                staged: list[_Staged] = []
                for path, content in files.items():
                    if _STREAM.fullmatch(os.fspath(path)):  # it would take the place of the file that is behind it
                        raise FileError(Problem(code="not_a_file_to_write", file=str(path)))
                    _make_folder(path.parent, folders)  # not one that a link leads to
                    is_last = len(staged) == len(files) - 1  # nothing that could fail comes after it
                    staged.append(self._staged(real_path(path), content, at_end, keeps_old=not is_last))
                for path, each in zip(files, staged, strict=True):  # noqa: B007 - the one that fails
                    each.replace(on_failure) if self.overwrite else each.link(on_failure)
                on_failure.pop_all()
                folders.pop_all()
        except FileError:
            raise
        except (OSError, ValueError) as error:
            taken = isinstance(error, FileExistsError) and not self.overwrite
            code, data = (self.exists, {}) if taken else ("cannot_write", detail_of(error))
            raise FileError(Problem(code=code, data=data, file=str(path))) from error
        for folder in {real_path(path).parent for path in files}:
            _remove_abandoned(folder)

    def _staged(self, target: Path, content: bytes, at_end: ExitStack, *, keeps_old: bool) -> "_Staged":
        """Write a file, and the old one if it is to be kept, under other names beside its place."""
        mode = _mode(target)
        if mode is None:
            return _Staged(target, _write_aside(target.parent, content, None, at_end, durable=self.durable))
        if not os.access(target, os.W_OK):  # somebody has protected it, though the folder can be written
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        temporary = _write_aside(target.parent, content, mode, at_end, durable=self.durable)
        old = _keep_aside(target, temporary, at_end) if keeps_old else None
        return _Staged(target, temporary, old, was_unfinished=is_unfinished(target))


@attrs.frozen
class _Staged:
    """A file that is whole, but not in its place yet."""

    target: Path
    temporary: Path
    old: Path | None = None
    """The file that was there, under another name."""
    was_unfinished: bool = False
    """Whether the file that was there was empty, as a kill may leave it."""

    def replace(self, on_failure: ExitStack) -> None:
        """Move it to its place, over what is there, and note how that is undone."""
        self.temporary.replace(self.target)
        undo = self.target.unlink if self.old is None else partial(self.old.replace, self.target)
        on_failure.callback(_quietly(undo))

    def link(self, on_failure: ExitStack) -> None:
        """Give it its name, unless there is such a file, and note how that is undone."""
        if self.was_unfinished and is_unfinished(self.target):
            self.replace(on_failure)
            return
        on_failure.callback(_quietly(self._unlink))
        try:
            os.link(self.temporary, self.target)
        except FileExistsError:
            raise
        except OSError:  # some file systems, such as FAT, know no second name of a file
            with self.target.open("xb"):  # takes the name
                on_failure.callback(_quietly(self.target.unlink))
            self.temporary.replace(self.target)

    def _unlink(self) -> None:
        if self.target.samefile(self.temporary):  # else it is somebody else's
            self.target.unlink()


def _make_folder(folder: Path, folders: ExitStack) -> None:
    """Make a folder, and those that it is in, and note how that is undone."""
    if is_folder(folder):
        return
    if folder.parent != folder:  # which is so for the current folder, after somebody has removed it
        _make_folder(folder.parent, folders)
    try:
        folder.mkdir()
    except (OSError, ValueError) as error:
        if is_folder(folder):  # somebody else has made it meanwhile
            return
        raise FileError(Problem(code="cannot_write", data=detail_of(error), file=str(folder))) from error
    folders.callback(_quietly(folder.rmdir))  # which does nothing if somebody else has put something there


def _mode(file: Path) -> int | None:
    """Return who may do what with a file; None without one."""
    try:
        mode = file.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise FileError(Problem(code="not_a_file_to_write", file=str(file)))
    return mode & 0o777


def _write_aside(folder: Path, content: bytes, mode: int | None, at_end: ExitStack, *, durable: bool) -> Path:
    """Write a file under a name that nothing reads, note that it is removed at the end, and return its path.

    Nobody may do more with it than `mode` allows, at any time; without one, the system's rules for new files apply.
    """
    path = folder / f"{PREFIX}{os.urandom(8).hex()}{SUFFIX}"
    at_end.callback(_quietly(path.unlink))
    with open(path, "xb", opener=partial(os.open, mode=0o666 if mode is None else mode)) as file:
        file.write(content)
        if durable:
            file.flush()
            os.fsync(file.fileno())
    if mode is not None:
        path.chmod(mode)
    return path


def _keep_aside(target: Path, temporary: Path, at_end: ExitStack) -> Path:
    """Give a file a second name that nothing reads, note that it is removed at the end, and return its path.

    After a kill it is not needed: the file is whole in its place, or replaced by `temporary`, which was written now.
    """
    now = temporary.stat()
    path = target.with_name(f"{PREFIX}{int(now.st_mtime)}-{os.urandom(8).hex()}{SUFFIX}")
    try:
        os.link(target, path)
    except OSError:  # it is somebody else's, or the file system knows no second name of a file
        mode = stat.S_IMODE(now.st_mode)
        return _write_aside(target.parent, read_bytes(target, None), mode, at_end, durable=False)
    at_end.callback(_quietly(path.unlink))
    return path


def _quietly(step: Callable[[], object]) -> Callable[[], None]:
    """Return a step that does nothing if it cannot be done."""

    def quiet() -> None:
        with suppress(OSError):
            step()

    return quiet


@cache  # once in a program, since a folder may have many files
def _remove_abandoned(folder: Path) -> None:
    """Remove files that a program was writing when it was killed: those a day older than the folder itself."""
    with suppress(OSError):
        now = folder.stat().st_mtime  # a file has just been moved there; so the clock is that of the file system
        for path in folder.glob(f"{PREFIX}*{SUFFIX}"):
            kept = _KEPT.match(path.name)
            since = int(kept[1]) if kept else path.stat().st_mtime
            if since < now - _ABANDONED:
                _quietly(path.unlink)()
