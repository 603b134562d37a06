"""The peak memory of reading and judging beside pandas by hand, each in an own process, beyond that of its inputs.

The operating system counts, so that the memory of Arrow and of other libraries is in it. Linux can count anew from the
moment that the inputs are there; elsewhere the peak of making them is a lower bound of what is found.
"""

import gc
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks.evaluation import by_hand, figures, portfolio, targets_of
from benchmarks.measuring import Row
from kommunepolitik import evaluate, read_observations

_STATUS = Path("/proc/self/status")
_RESET = Path("/proc/self/clear_refs")
WAYS = ("by hand", "pandas", "Observations")


def rows(quick: bool = False) -> Iterator[Row]:
    """Yield the peak memory of judging by a frame and by figures that are read, beside pandas by hand.

    A quick run starts no processes.
    """
    measured = peak if quick else _of_process
    for municipalities, indicators in ((2, 4),) if quick else ((98, 300), (98, 3060)):
        found = {way: measured(way, municipalities, indicators) for way in WAYS}
        for way in WAYS[1:]:
            what = f"{municipalities * indicators:,} targets: {way}"
            yield Row("memory", what, "pandas by hand", found[way], found["by hand"], unit="MB")


def _of_process(way: str, municipalities: int, indicators: int) -> float:
    code = f"from benchmarks.memory import peak; print(peak({way!r}, {municipalities}, {indicators}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def peak(way: str, municipalities: int, indicators: int) -> float:
    """Return the megabytes that a way of judging takes at its peak, beyond its inputs."""
    policies = portfolio(indicators, municipalities)
    table = figures(policies)
    runs: dict[str, Callable[[], object]] = {
        "by hand": partial(by_hand, table, targets_of(policies)),
        "pandas": partial(evaluate, policies, table),
        "Observations": partial(evaluate, policies, read_observations(table, policies)),
    }
    gc.collect()
    before = _megabytes("VmRSS")
    if _RESET.exists():
        _RESET.write_text("5")
    kept = runs[way]()
    found = _megabytes("VmHWM") - before
    del kept
    return max(found, 0.1)


def _megabytes(name: str) -> float:
    """Return what Linux counts under a name; elsewhere the peak of the process so far."""
    if not _STATUS.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = dict(line.split(":", 1) for line in _STATUS.read_text().splitlines())
    return int(lines[name].split()[0]) / 1024
