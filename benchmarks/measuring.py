"""How the benchmarks measure: the two sides of a ratio in turn, the growth of a cost, and the memory that it takes."""

import gc
import math
import statistics
import time
from collections.abc import Callable, Mapping

import attrs


@attrs.frozen
class Row:
    """A line of the table: what our side costs, beside what the other side costs."""

    group: str
    what: str
    beside: str
    """What ours is compared with."""
    ours: float
    base: float
    unit: str = "s"
    target: str = ""
    """What the ratio is to be: `≤ 2`, `≥ 200`; empty where nothing is promised."""

    @property
    def ratio(self) -> float:
        """Ours divided by the other."""
        return self.ours / self.base


def side_by_side(runs: Mapping[str, Callable[[], object]], times: int) -> dict[str, float]:
    """Return the median time of each run, in seconds; they take turns, so that load on the machine affects all.

    A first round is not counted: it does the work that is done only once per process.
    """
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(times + 1):
        for name, run in runs.items():
            gc.collect()  # what a run left behind is not the cost of the next
            started = time.perf_counter()
            run()
            if number:
                taken[name].append(time.perf_counter() - started)
    return {name: statistics.median(each) for name, each in taken.items()}


def growth(run_at: Callable[[int], Callable[[], object]], sizes: list[int], times: int) -> float:
    """Return the exponent by which a time grows with the size: 1 where twice the work takes twice the time.

    It is the slope of a line through the logarithms of sizes and times.
    """
    found = side_by_side({str(size): run_at(size) for size in sizes}, times)
    return statistics.linear_regression([math.log(size) for size in sizes], [math.log(t) for t in found.values()]).slope
