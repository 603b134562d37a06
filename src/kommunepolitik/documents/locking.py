"""Keeps two runs, in two programs or threads, from losing what the other has written to the same file."""

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from kommunepolitik.documents.paths import is_there, read_bytes, real_path
from kommunepolitik.errors import FileError, Problem

try:
    import fcntl
except ImportError:  # Windows, where the files are compared all the same
    fcntl = None  # type: ignore[assignment]

_SECONDS: Final = 20
"""How long another run is waited for; one that writes needs a fraction of a second."""


def known_content(path: Path) -> bytes | None:
    """Return the content of a file, None if it is not there; raises `FileError` where it cannot be read."""
    return read_bytes(path, None) if is_there(path) else None


@contextmanager
def unchanged(
    known: Mapping[Path, bytes | None], folders: Iterable[Path], new: Mapping[Path, bytes] | None = None
) -> Iterator[None]:
    """Let no other run write to some folders, for a block that writes what follows from files as they were read.

    `known` is what `known_content` returned for these files before anything in them was used; `new` is what is to be
    written, which another run may have written already.

    Raises:
        FileError: one of the files has changed since, or another run does not end; nothing is written then.
    """
    with ExitStack() as locks:
        for folder in sorted({real_path(folder) for folder in folders}):  # in one order, so that none waits for ever
            locks.enter_context(_locked(folder))
        may_be = {path: (content, (new or {}).get(path, content)) for path, content in known.items()}
        if changed := [path for path, contents in may_be.items() if known_content(path) not in contents]:
            raise FileError(*(Problem(code="changed_meanwhile", file=str(path)) for path in changed))
        yield


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a folder that no other run holds; the system lets go of it when the program ends, however it ends."""
    handle = None
    if fcntl is not None:
        with suppress(OSError):  # a folder that may not be listed: the files are compared all the same
            handle = os.open(folder, os.O_RDONLY)
    try:
        if handle is not None:
            _wait_for(handle, folder)
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _wait_for(handle: int, folder: Path) -> None:
    end = time.monotonic() + _SECONDS
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise FileError(Problem(code="folder_busy", file=str(folder))) from None
            time.sleep(0.02)
        except OSError:  # a file system without locks
            return
        else:
            return
