"""Doing jobs one after the other, or side by side in processes of their own."""

import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from itertools import islice
from multiprocessing import get_context, parent_process
from typing import Final

import attrs

from kommunepolitik.errors import KommunepolitikError
from kommunepolitik.rendering.jobs import Job, Made, Page, make

_LITTLE: Final = 30
"""Less effort than this is made here: other processes would take longer to start."""

_EFFORT: Final = {"html": 1, "md": 1, "docx": 3, "pdf": 15}
"""What a page costs beside its charts, measured in pages of text (about a tenth of a second)."""


def do(jobs: Sequence[Job], workers: int) -> Generator[Made, None, None]:
    """Do jobs, and yield each page as it is made; where it is much work, in so many processes, if more than one."""
    many = min(workers, len(jobs)) > 1 and sum(map(_effort, jobs)) > _LITTLE
    return _in_processes(jobs, workers) if many else _here(jobs)


def _effort(job: Job) -> float:
    charts = sum(len(job.site.portfolio[id].indicators) for id in job.subject)
    return sum(_EFFORT[page.format] for page in job.pages) + charts / 3


def processors() -> int:
    """Return how many processors there are for this program."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _here(jobs: Sequence[Job]) -> Generator[Made, None, None]:
    for job in jobs:
        yield from _done(job, partial(make, job))


def _in_processes(jobs: Sequence[Job], workers: int) -> Generator[Made, None, None]:
    """Do jobs in processes that leave it to this one to be interrupted, and do not outlive it.

    They are begun anew and not forked: threads, as the drawer of charts has, do not survive that. Where they break down
    (no memory left, or a main module that cannot be begun again) the rest is done here.
    """
    count = min(workers, len(jobs))
    pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_begin)
    waiting, running = iter(jobs), dict[Future[list[Made]], Job]()
    lost: list[Job] = []
    try:
        while True:
            # A few more than there are processes: none waits for work, and no heap of finished pages is kept.
            for job in islice(waiting, 2 * count - len(running)):
                try:
                    with _uninterrupted():
                        running[pool.submit(make, job)] = job
                except BrokenProcessPool:
                    lost.append(job)
            if not running:
                break
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                job = running.pop(future)
                try:
                    yield from _done(job, future.result)
                except BrokenProcessPool:
                    lost.append(job)
    finally:
        pool.shutdown(cancel_futures=True)
    yield from _here([*lost, *waiting])


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold off Ctrl-C for as long as it takes to start a process: one that is started so never hears it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _begin() -> None:
    """Begin a process: Ctrl-C is not for it, and it ends with the one that started it, even if that was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _done(job: Job, result: Callable[[], Sequence[Made]]) -> Generator[Made, None, None]:
    """Yield the pages of a job; a fault of the program is noted with its pages, and stops no other job."""
    try:
        made = result()
    except BrokenProcessPool:
        raise
    except Exception as error:
        error.add_note(f"while making {', '.join(page.name for page in job.pages)}")
        made = [(job.pages[0], error)]
    for page, each in made:
        yield page, _about(page, each) if isinstance(each, KommunepolitikError) else each


def _about(page: Page, error: KommunepolitikError) -> KommunepolitikError:
    """Name the page in the problems that name no file."""
    return type(error)(*(attrs.evolve(problem, file=problem.file or page.name) for problem in error.problems))
