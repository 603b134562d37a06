"""What is at a path, asked without surprises: a name that no file can have is that of no file, and no answer waits.

Every file of a user is looked for and opened here. A pipe, a device and a socket are refused when they are open, so
that none can take the place of a file in between.
"""

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from kommunepolitik.documents.limits import MAX_SIZE
from kommunepolitik.errors import FileError, Problem
from kommunepolitik.errors.system import detail_of

AnyPath = str | os.PathLike[str]

_FLAGS: Final = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK"))
"""Without waiting: a pipe that nobody writes to would be waited for."""


def is_folder(path: AnyPath) -> bool:
    """Return whether there is a folder; one that may not be looked at, or whose name cannot be one, is none."""
    return os.path.isdir(path)  # noqa: PTH112 - a `Path` raises then


def is_file(path: AnyPath) -> bool:
    """Return whether there is a file; one that may not be looked at, or whose name cannot be one, is none."""
    return os.path.isfile(path)  # noqa: PTH113 - a `Path` raises then


def is_there(path: AnyPath) -> bool:
    """Return whether there is anything, a link that leads nowhere too; reading it reports what is wrong with it."""
    return os.path.lexists(path)


def is_hidden(path: Path) -> bool:
    """Return whether a file is hidden, or the lock file of one that is open, by its name."""
    return path.name.startswith((".", "~$"))


def may_look_into(folder: AnyPath) -> bool:
    """Return whether what is in a folder may be looked at; it may be listed all the same."""
    return os.access(folder, os.X_OK)


def real_path(path: AnyPath) -> Path:
    """Return the absolute path without links; as far as possible for a link that leads to itself, or no possible name.

    Raises:
        FileError: somebody has removed the current folder.
    """
    try:
        return Path(os.path.realpath(path))
    except ValueError:
        return Path(path)
    except OSError as error:
        raise _unreadable(path, error) from error


def check_there(path: AnyPath) -> None:
    """Raise `FileError` where there is no file or folder, or it cannot be looked at; its content is not read."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - as above
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if not stat.S_ISDIR(mode):
        _check_kind(path, mode)


def check_all_there(paths: Iterable[AnyPath]) -> None:
    """Raise `FileError` with what is wrong with any of some paths, as `check_there` does for one."""
    problems: list[Problem] = []
    for path in paths:
        try:
            check_there(path)
        except FileError as error:
            problems += error.problems
    if problems:
        raise FileError(*problems)


def size_of(path: AnyPath) -> int:
    """Return the number of bytes of a file; 0 where it cannot be looked at."""
    try:
        return os.path.getsize(path)  # noqa: PTH202 - as above
    except (OSError, ValueError):
        return 0


def is_same(first: AnyPath, second: AnyPath) -> bool:
    """Return whether two paths lead to one file."""
    try:
        return os.path.samefile(first, second)  # noqa: PTH121 - a `Path` raises for a name that cannot be one
    except (OSError, ValueError):
        return False


def entries(folder: Path) -> list[Path]:
    """Return what is in a folder, in order of name; raises `FileError` where it cannot be listed."""
    try:
        return sorted(folder.iterdir())
    except (OSError, ValueError) as error:
        raise _unreadable(folder, error) from error


def subfolders(path: Path) -> list[Path]:
    """Return the folders in a folder, in order of name; none where it cannot be listed or is not there."""
    try:
        return [each for each in entries(path) if is_folder(each)]
    except FileError:
        return []


@contextmanager
def opened(path: AnyPath) -> Iterator[BinaryIO]:
    """Open a file for reading.

    Raises:
        FileError: it is not there, cannot be opened, or is a folder, a pipe, a device or a socket.
    """
    try:
        handle = os.open(path, _FLAGS)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    try:
        _check_kind(path, os.fstat(handle).st_mode)
    except FileError:
        os.close(handle)
        raise
    with os.fdopen(handle, "rb") as file:
        yield file


def _check_kind(path: AnyPath, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise _unreadable(path, OSError(errno.EISDIR, os.strerror(errno.EISDIR)))
    if not stat.S_ISREG(mode):
        raise FileError(Problem(code="not_a_file", file=str(path)))


def read_bytes(path: AnyPath, limit: int | None = MAX_SIZE) -> bytes:
    """Return the content of a file; raises `FileError`, also where it has more bytes than may be read."""
    with opened(path) as file:
        try:
            content = file.read() if limit is None else file.read(limit + 1)
        except OSError as error:
            raise _unreadable(path, error) from error
    if limit is not None and len(content) > limit:
        raise _too_large(path, max(size_of(path), len(content)), limit)
    return content


def check_size(path: AnyPath, limit: int) -> None:
    """Raise `FileError` for a file that has more bytes than may be read."""
    if (size := size_of(path)) > limit:
        raise _too_large(path, size, limit)


def _too_large(path: AnyPath, size: int, limit: int) -> FileError:
    return FileError(Problem(code="too_large", data={"size": size, "limit": limit}, file=str(path)))


def holds(path: AnyPath, content: bytes) -> bool:
    """Return whether there is a file with a content."""
    try:
        return read_bytes(path, len(content)) == content
    except FileError:
        return False


def _unreadable(path: AnyPath, error: OSError | ValueError) -> FileError:
    if isinstance(error, FileNotFoundError):
        return FileError(Problem(code="not_found", file=str(path)))
    return FileError(Problem(code="cannot_read", data=detail_of(error), file=str(path)))
