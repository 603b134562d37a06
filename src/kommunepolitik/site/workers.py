"""Processes that work for this one: many pages side by side, and templates that are not ours within limits."""

import atexit
import os
import pickle
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from typing import Final, ParamSpec, TypeVar

from kommunepolitik.blocks import Report
from kommunepolitik.errors import KommunepolitikError, Problem, RenderingError
from kommunepolitik.formats import Addresses, write
from kommunepolitik.formats.theme import Theme

P = ParamSpec("P")
T = TypeVar("T")
J = TypeVar("J")

SECONDS: Final = 30
"""How much processor time the templates of one page may take; Windows keeps no limit."""
MEMORY: Final = 2 * 2**30
"""How much memory, in bytes."""


class WorkerEnded(Exception):
    """A process ended before it answered: it was stopped, or had no time or memory left."""


class Worker:
    """A process that calls functions for this one, one after the other.

    It begins with the library and not with the main module, so that a script needs no guard. Ctrl-C does not reach it,
    and it ends with the process that started it.
    """

    def __init__(self, *, limited: bool = False) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._limited = limited

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what a function returns there, or raise what it raises; `WorkerEnded` if the process ended first."""
        question = pickle.dumps((function, args, kwargs))
        with self._lock:
            process = self._process = self._process or _started(self._limited)
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                process.stdin.write(question)
                process.stdin.flush()
                answer = pickle.load(process.stdout)
            except BaseException as error:  # such as Ctrl-C: then nobody waits for the answer
                self.stop()
                if isinstance(error, EOFError | OSError | pickle.UnpicklingError):
                    raise WorkerEnded from error
                raise
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[no-any-return]

    def stop(self) -> None:
        """End the process, whatever it does; the next call starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with suppress(OSError), process:  # which closes its pipes, and waits for it
                pass


def _started(limited: bool) -> "subprocess.Popen[bytes]":
    posix = os.name == "posix"
    return subprocess.Popen(
        [sys.executable, "-P", "-c", f"from {__name__} import serve; serve({SECONDS if limited else 0}, {MEMORY})"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        process_group=0 if posix else None,
        creationflags=0 if posix else 0x200,  # a group of its own too
    )


def serve(seconds: int, memory: int) -> None:
    """Answer calls as long as somebody asks; with a limit of seconds, the system ends the process if one takes more."""
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a package prints is no answer
    with suppress(EOFError, BrokenPipeError):
        while True:
            function, args, kwargs = pickle.load(questions)
            with suppress(ImportError):  # on Windows
                if seconds:
                    import resource

                    last = int(time.process_time()) + seconds
                    resource.setrlimit(resource.RLIMIT_CPU, (last, resource.getrlimit(resource.RLIMIT_CPU)[1]))
                    resource.setrlimit(resource.RLIMIT_DATA, (memory, resource.getrlimit(resource.RLIMIT_DATA)[1]))
            try:
                answer = function(*args, **kwargs)
            except Exception as error:
                if not isinstance(error, KommunepolitikError):
                    error.add_note(traceback.format_exc())
                answer = error
            pickle.dump(answer, answers)
            answers.flush()
    os._exit(0)


def in_processes(function: Callable[[J], T], jobs: Sequence[J], count: int) -> Generator[tuple[J, T], None, None]:
    """Yield each job with what a function gives for it, as they are done in so many processes."""
    workers = [Worker() for _ in range(count)]
    idle = SimpleQueue[Worker]()
    for worker in workers:
        idle.put(worker)

    def done(job: J) -> tuple[J, T]:
        worker = idle.get()
        try:
            return job, worker.call(function, job)
        finally:
            idle.put(worker)

    pool = ThreadPoolExecutor(count)
    try:
        for future in as_completed([pool.submit(done, job) for job in jobs]):
            yield future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.stop()


def processors() -> int:
    """Return how many processors there are for this program."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def _guarded() -> Worker:
    worker = Worker(limited=True)
    atexit.register(worker.stop)
    return worker


def write_limited(
    report: Report,
    format: str,
    *,
    addresses: Addresses | None = None,
    theme: Theme | None = None,
    template: Path | None = None,
) -> str | bytes:
    """Write a report as `formats.write` does; templates that are not ours are filled in a process with limits.

    Raises:
        RenderingError: also if a template fails, or takes more time or memory than it may.
    """
    own = [] if theme is None else list(theme.templates)
    if format == "docx" and template is not None:
        place = str(template)
    elif format in ("html", "pdf") and theme is not None and own:
        place = str(theme.folder)
    else:
        return write(report, format, addresses=addresses, theme=theme, template=template)
    return limited(place, _filled, place, own, report, format, addresses, theme, template)


def limited(place: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function that reads or fills the templates of a place, in a process with limits.

    Raises:
        RenderingError: the process had to be ended.
    """
    try:
        return _guarded().call(function, *args, **kwargs)
    except WorkerEnded as error:
        raise RenderingError(Problem(code="template_limits", file=place)) from error
    except RenderingError:
        _guarded().stop()  # Python 3.11 may call the wrong functions after errors of recursion or memory
        raise


def _filled(
    place: str,
    own: Sequence[str],
    report: Report,
    format: str,
    addresses: Addresses | None,
    theme: Theme | None,
    template: Path | None,
) -> str | bytes:
    try:
        return write(report, format, addresses=addresses, theme=theme, template=template)
    except KommunepolitikError:
        raise
    except Exception as error:  # a template may fail in any way
        frames = traceback.extract_tb(error.__traceback__)
        name, line = next(
            ((each.filename, each.lineno) for each in reversed(frames) if each.filename in own), ("", None)
        )
        file = str(Path(place) / "templates" / name) if name else place
        if isinstance(error, MemoryError | RecursionError):
            raise RenderingError(Problem(code="template_limits", file=file, line=line)) from None
        data = {"detail": f"{type(error).__name__}: {error}"}
        raise RenderingError(Problem(code="template_failed", data=data, file=file, line=line)) from None
