"""What whole reports of many policies cost: pages and papers of 3, 98 and 294 policies, in two processes."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.made_up import lay, many
from benchmarks.measuring import Row
from benchmarks.processes import Cost, command, once

INDICATORS = 5
FIGURES = 75
SECONDS = 60.0
"""What 294 policies may take on two processors."""


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
        # Both processors work all the time; of one process that is waited for, half would be idle.
        seconds = found[294].seconds / 2
        yield Row(
            "portfolio",
            "pages and papers of 294 policies on two processors",
            "one minute",
            seconds,
            SECONDS,
            target="≤ 1",
        )
    for count in others:
        memory = found[count].megabytes, found[few].megabytes
        yield Row("portfolio", f"memory of {count} policies", f"of {few} policies", *memory, unit="MB", target="≤ 2")
