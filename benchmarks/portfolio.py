"""What whole reports of many policies cost: pages and papers of 3, 98 and 294 policies, these also in two processes."""

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.made_up import lay, many
from benchmarks.measuring import Row
from benchmarks.processes import Cost, command, once

INDICATORS = 5
FIGURES = 75
SECONDS = 60.0
"""What 294 policies may take."""


def _together(count: int) -> float:
    """Return the seconds on the clock until two processes are done, each with so many policies."""
    with tempfile.TemporaryDirectory() as folder:
        homes = [lay(Path(folder) / f"in-{half}", many(count, INDICATORS)) for half in range(2)]
        runs = [command("report", home, "--paper", "--format", "html", "--output", home / "pages") for home in homes]
        started = time.perf_counter()
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(once, runs))
        return time.perf_counter() - started


def rows(quick: bool = False) -> Iterator[Row]:
    """Yield the time and memory of reports of policies of 5 indicators and 75 figures, beside that of 3 policies."""
    found: dict[int, Cost] = {}
    sizes = (1, 2) if quick else (3, 98, 294)
    with tempfile.TemporaryDirectory() as folder:
        for count in sizes:
            home = lay(Path(folder) / f"in-{count}", many(count, INDICATORS))
            found[count] = once(command("report", home, "--paper", "--format", "html", "--output", home / "pages"))
    few, *others = sizes
    for count in others:
        what = f"pages and papers of {count} policies of {INDICATORS} indicators and {FIGURES} figures, per policy"
        yield Row(
            "portfolio",
            what,
            f"of {few} policies",
            found[count].seconds / count,
            found[few].seconds / few,
            target="≤ 1.2",
        )
    if not quick:
        what = "pages and papers of 294 policies"
        half = f"{what}: half of the processor time, as if two processors shared it evenly"
        yield Row("portfolio", half, "one minute", found[294].seconds / 2, SECONDS, target="≤ 1")
        wall = _together(294 // 2)
        yield Row("portfolio", f"{what}: from start to end, in two processes of 147 each", "one minute", wall, SECONDS)
    for count in others:
        memory = found[count].megabytes, found[few].megabytes
        yield Row("portfolio", f"memory of {count} policies", f"of {few} policies", *memory, unit="MB", target="≤ 2")
