"""How the benchmarks measure: the two sides of a ratio in turn, the growth of a cost, and the memory that it takes."""

import gc
import math
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

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


def rows_of(name: str, *, quick: bool = False) -> list[Row]:
    """Return the rows of a benchmark, by the name of its module."""
    return list(import_module(f"benchmarks.{name}").rows(quick))


def side_by_side(runs: Mapping[str, Callable[[], object]], times: int) -> dict[str, float]:
    """Return the median processor time of each run, of all threads, in seconds.

    They take turns, so that load on the machine affects all alike. A first round is not counted: it does the work that
    is done only once per process.
    """
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(times + 1):
        for name, run in runs.items():
            gc.collect(1)  # what a run left behind is not the cost of the next
            started = time.process_time()
            run()
            if number:
                taken[name].append(time.process_time() - started)
    return {name: statistics.median(each) for name, each in taken.items()}


def growth(
    run_at: Callable[[int], Callable[[], object]], sizes: Sequence[int], times: int
) -> tuple[float, list[float]]:
    """Return the exponent by which a time grows with the size, and the times.

    The exponent is 1 where twice the work takes twice the time. It is that of the last step, between the two largest
    sizes: there a cost that does not depend on the size hides least.
    """
    taken = [*side_by_side({str(size): run_at(size) for size in sizes}, times).values()]
    return math.log(taken[-1] / taken[-2]) / math.log(sizes[-1] / sizes[-2]), taken


def growth_row(
    group: str, what: str, run_at: Callable[[int], Callable[[], object]], sizes: Sequence[int], times: int
) -> Row:
    """Return the growth of a cost over some sizes as a row, in which the other side is work that grows evenly.

    What grows as n·log n has an exponent of about 1.1 at these sizes, what compares all with all one of 2.
    """
    exponent, taken = growth(run_at, sizes, times)
    steps = ", ".join(f"{size:,} in {each * 1000:.3g} ms" for size, each in zip(sizes, taken, strict=True))
    return Row(group, f"growth of {what}: {steps}", "in proportion", exponent, 1.0, unit="", target="≤ 1.2")
