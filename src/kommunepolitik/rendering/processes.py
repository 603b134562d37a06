"""Doing jobs one after the other, or side by side in processes of their own."""

import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from queue import SimpleQueue
from typing import Final

import attrs

from kommunepolitik.errors import KommunepolitikError
from kommunepolitik.rendering.jobs import Job, Page, PageResult, make
from kommunepolitik.rendering.workers import Worker

_LITTLE: Final = 30
"""Less effort than this is made here: other processes would take longer to start."""

_EFFORT: Final = {"html": 1, "md": 1, "docx": 3, "pdf": 15}
"""What a page costs beside its charts, measured in pages of text (about a tenth of a second)."""


def do(jobs: Sequence[Job], workers: int) -> Generator[PageResult, None, None]:
    """Do jobs, and yield each page as it is made; where it is much work, in so many processes, if more than one."""
    count = min(workers, len(jobs))
    if count > 1 and sum(map(_effort, jobs)) > _LITTLE:
        yield from _in_processes(jobs, count)
    else:
        for job in jobs:
            yield from _done(job, partial(make, job))


def _effort(job: Job) -> float:
    charts = sum(len(job.site.portfolio[id].indicators) for id in job.subject)
    return sum(_EFFORT[page.format] for page in job.pages) + charts / 3


def processors() -> int:
    """Return how many processors there are for this program."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_processes(jobs: Sequence[Job], count: int) -> Generator[PageResult, None, None]:
    workers = [Worker() for _ in range(count)]
    idle = SimpleQueue[Worker]()
    for worker in workers:
        idle.put(worker)

    def made(job: Job) -> Sequence[PageResult]:
        worker = idle.get()
        try:
            return _done(job, partial(worker.call, make, job))
        finally:
            idle.put(worker)

    pool = ThreadPoolExecutor(count)
    try:
        for future in as_completed([pool.submit(made, job) for job in jobs]):
            yield from future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.stop()


def _done(job: Job, result: Callable[[], Sequence[PageResult]]) -> Sequence[PageResult]:
    """Return the pages of a job; a fault of the program is noted with its pages, and stops no other job."""
    try:
        made = result()
    except Exception as error:
        error.add_note(f"while making {', '.join(page.name for page in job.pages)}")
        return [(job.pages[0], error)]
    return [(page, _about(page, each) if isinstance(each, KommunepolitikError) else each) for page, each in made]


def _about(page: Page, error: KommunepolitikError) -> KommunepolitikError:
    """Name the page in the problems that name no file."""
    return type(error)(*(attrs.evolve(problem, file=problem.file or page.name) for problem in error.problems))
