"""What all benchmarks share: a median time, so that the runs of one table can be compared."""

import statistics
import time
from collections.abc import Callable


def seconds(run: Callable[[], object], times: int, before: Callable[[], object] = lambda: None) -> float:
    """Return the median time of a run that is warm: what is only done once in a process is not counted."""
    taken = []
    for _ in range(times + 1):
        before()
        started = time.perf_counter()
        run()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken[1:])
