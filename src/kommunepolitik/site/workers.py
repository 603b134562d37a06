"""Processes that work for this one: many pages side by side, and templates that are not ours within limits."""

import atexit
import os
import pickle
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any, Final, ParamSpec, TypeVar

import attrs

from kommunepolitik.errors import KommunepolitikError, Problem, RenderingError

P = ParamSpec("P")
T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Limits:
    """How much the templates of one page may take; Windows keeps neither."""

    seconds: float = 30
    memory: int = 2 * 2**30


LIMITS: Final = Limits()

_UNSOUND: Final = frozenset(("template_nested", "template_endless", "template_limits"))
"""Python 3.11 may call the wrong functions after errors of recursion or memory: such a process is not used again."""


class TimeLimit(Exception):
    """The templates of a page have taken all the time they may take."""


class WorkerEnded(Exception):
    """A process ended before it answered: it was stopped, or had no memory left."""


class Worker:
    """A process that calls functions for this one, one after the other.

    It begins with the library and not with the main module, so that a script needs no guard. Ctrl-C does not reach it,
    and it ends with the process that started it.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what a function returns there, or raise what it raises; `WorkerEnded` if the process ended first."""
        question = pickle.dumps((function, args, kwargs))
        with self._lock:
            process = self._process = self._process or _started()
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


def _started() -> "subprocess.Popen[bytes]":
    posix = os.name == "posix"
    return subprocess.Popen(
        [sys.executable, "-P", "-c", f"from {__name__} import serve; serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        process_group=0 if posix else None,
        creationflags=0 if posix else 0x200,  # a group of its own too
    )


def serve() -> None:
    """Answer calls as long as somebody asks."""
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a package prints is no answer
    with suppress(EOFError, BrokenPipeError):
        while True:
            function, args, kwargs = pickle.load(questions)
            try:
                answer = function(*args, **kwargs)
            except Exception as error:
                if not isinstance(error, KommunepolitikError):
                    error.add_note(traceback.format_exc())
                answer = error
            pickle.dump(answer, answers)
            answers.flush()
    os._exit(0)


@cache
def _guarded() -> Worker:
    worker = Worker()
    atexit.register(worker.stop)
    return worker


def call_limited(place: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function that fills the templates of a place: in a process of its own, within `LIMITS`.

    Raises:
        RenderingError: the process had to be ended.
    """
    try:
        return _guarded().call(_within, LIMITS, function, args, kwargs)
    except WorkerEnded as error:
        raise RenderingError(Problem(code="template_limits", file=place)) from error
    except RenderingError as error:
        if _UNSOUND.intersection(problem.code for problem in error.problems):
            _guarded().stop()
        # A limit may be reached between two templates, where no file is at work.
        placed = [attrs.evolve(problem, file=problem.file or place) for problem in error.problems]
        raise RenderingError(*placed) from error


def _within(limits: Limits, function: Callable[..., T], args: Any, kwargs: Any) -> T:
    """Call a function; `TimeLimit` or `MemoryError` is raised where the limits are reached."""
    try:
        import resource
        import signal
    except ImportError:  # on Windows
        return function(*args, **kwargs)

    def over(*_: object) -> None:
        raise TimeLimit

    last = int(time.process_time() + limits.seconds) + 2  # the system ends a process that goes on
    wanted = {resource.RLIMIT_CPU: last, resource.RLIMIT_DATA: limits.memory}
    before = {kind: resource.getrlimit(kind) for kind in wanted}
    signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, limits.seconds)
    for kind, most in wanted.items():
        resource.setrlimit(kind, (most, before[kind][1]))
    try:
        return function(*args, **kwargs)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        for kind, held in before.items():
            resource.setrlimit(kind, held)
