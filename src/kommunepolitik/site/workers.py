"""Worker processes: many pages in parallel, and templates of others within limits."""

import atexit
import os
import pickle
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from kommunepolitik.blocks import Report
from kommunepolitik.documents.extensions import Extension
from kommunepolitik.errors import KommunepolitikError, Problem, RenderingError
from kommunepolitik.formats import Addresses, to_format
from kommunepolitik.formats.theme import Theme

T = TypeVar("T")

SECONDS: Final = 30
"""The processor time that the templates of one page may take; there is no limit on Windows."""
MEMORY: Final = 2 * 2**30
"""The memory that they may take, in bytes."""


class WorkerEnded(Exception):
    """A process ended before it answered: it was stopped, or exceeded its time or memory."""


class Worker:
    """A process that calls functions on behalf of this one, one at a time.

    It imports the library, not the main module, so that a script needs no guard. Ctrl-C does not reach it,
    and it ends with the process that started it.
    """

    def __init__(self, *, limited: bool = False) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._limited = limited

    def call(self, function: Callable[[], T]) -> T:
        """Return the result of a function called there, or raise its error; `WorkerEnded` if the process has ended."""
        question = pickle.dumps((_current_folder(), function))
        with self._lock:
            process = self._process = self._process or self._start()
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                process.stdin.write(question)
                process.stdin.flush()
                answer = pickle.load(process.stdout)
            except BaseException as error:  # such as Ctrl-C: then the answer is not awaited
                self.stop()
                if isinstance(error, EOFError | OSError | pickle.UnpicklingError):
                    raise WorkerEnded from error
                raise
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[no-any-return]

    def _start(self) -> "subprocess.Popen[bytes]":
        seconds, is_posix = SECONDS if self._limited else 0, os.name == "posix"
        return subprocess.Popen(
            [sys.executable, "-P", "-c", f"from {__name__} import serve; serve({seconds}, {MEMORY})"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            process_group=0 if is_posix else None,
            creationflags=0 if is_posix else 0x200,  # a separate process group
        )

    def stop(self) -> None:
        """Stop the process immediately; the next call starts another."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(OSError), process:  # closes its pipes, and waits for it
                process.kill()


def _current_folder() -> str:
    """Return the current folder, from which a function reads paths; nothing if somebody has removed it."""
    try:
        return os.getcwd()  # noqa: PTH109 - a text, as it is sent
    except OSError:
        return ""


def serve(seconds: int, memory: int) -> None:
    """Answer calls until the input ends; with a limit of seconds, the system stops the process if one takes longer."""
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # output that a package prints is not an answer
    with suppress(EOFError, BrokenPipeError):
        while True:
            folder, function = pickle.load(questions)
            with suppress(OSError):  # then its paths without a folder lead nowhere here, as they did there
                os.chdir(folder)
            with suppress(ImportError):  # on Windows
                if seconds:
                    import resource

                    last = int(time.process_time()) + seconds
                    for limit, most in ((resource.RLIMIT_CPU, last), (resource.RLIMIT_DATA, memory)):
                        resource.setrlimit(limit, (most, resource.getrlimit(limit)[1]))
            try:
                answer = function()
            except Exception as error:
                if not isinstance(error, KommunepolitikError):
                    error.add_note(traceback.format_exc())
                answer = error
            pickle.dump(answer, answers)
            answers.flush()
    os._exit(0)


def in_processes(jobs: Sequence[Callable[[], T]], count: int) -> Generator[T, None, None]:
    """Yield the results of jobs that run in a number of processes, as they finish."""
    workers = [Worker() for _ in range(count)]
    idle = workers.copy()

    def done(job: Callable[[], T]) -> T:
        worker = idle.pop()
        try:
            return worker.call(job)
        finally:
            idle.append(worker)

    pool = ThreadPoolExecutor(count)
    try:
        yield from (future.result() for future in as_completed([pool.submit(done, job) for job in jobs]))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.stop()


def processors() -> int:
    """Return the number of processors available to this program."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_GUARDED: Final = Worker(limited=True)
atexit.register(_GUARDED.stop)


def write_limited(
    report: Report,
    format: str,
    *,
    addresses: Addresses | None = None,
    theme: Theme | None = None,
    template: str | os.PathLike[str] | None = None,
    extensions: Extension | Iterable[Extension] = (),
) -> str | bytes:
    """Write a report as `formats.to_format` does; templates of others are filled in a process with limits.

    Raises:
        RenderingError: also if a template fails, or exceeds its time or memory.
    """
    document = None if template is None else Path(template)
    writer = partial(to_format, report, format, addresses, theme, document, extensions=extensions)
    if format == "docx" and template is not None:
        return limited(str(template), partial(_filled, str(template), writer))
    if format in ("html", "pdf") and theme is not None and theme.templates:
        place = str(theme.folder)
        return limited(place, partial(_filled, place, writer, list(theme.templates)))
    return writer()


def limited(place: str, function: Callable[[], T]) -> T:
    """Call a function that reads or fills the templates of a place, in a process with limits.

    Raises:
        RenderingError: the process had to be stopped.
    """
    try:
        return _GUARDED.call(function)
    except WorkerEnded as error:
        raise RenderingError(Problem(code="template_limits", file=place)) from error
    except RenderingError:
        _GUARDED.stop()  # Python 3.11 may call the wrong functions after errors of recursion or memory
        raise


def _filled(place: str, writer: Callable[[], str | bytes], own: Sequence[str] = ()) -> str | bytes:
    try:
        return writer()
    except KommunepolitikError:
        raise
    except Exception as error:  # a template may fail in any way
        frames = reversed(traceback.extract_tb(error.__traceback__))
        name, line = next(((each.filename, each.lineno) for each in frames if each.filename in own), ("", None))
        file = str(Path(place) / "templates" / name) if name else place
        code = "template_limits" if isinstance(error, MemoryError | RecursionError) else "template_failed"
        data = {} if code == "template_limits" else {"detail": f"{type(error).__name__}: {error}"}
        raise RenderingError(Problem(code=code, data=data, file=file, line=line)) from None
