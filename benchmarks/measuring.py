"""The timer of all benchmarks: a median, so that the runs of one table can be compared."""

import statistics
import time
from collections.abc import Callable


def seconds(run: Callable[[], object], times: int, before: Callable[[], object] = lambda: None) -> float:
    """Return the median time of a warm run: work done only once per process is not counted."""
    taken = []
    for _ in range(times + 1):
        before()
        started = time.perf_counter()
        run()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken[1:])
