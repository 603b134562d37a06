"""All benchmarks as one table of ratios: `make bench`, or `python -m benchmarks [--quick] [NAME ...]`."""

import argparse
import operator
import platform
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benchmarks.measuring import Row, rows_of

NAMES = (
    *("commands", "importing", "loading", "growing", "report", "portfolio"),
    *("evaluation", "comparison", "lineage", "disclosure", "engines", "reading", "memory"),
)
"""The modules."""

_SIGNS = {"≤": operator.le, "≥": operator.ge}
_HEADINGS = ("Group", "What", "Ours", "Beside", "Base", "Ratio", "Target", "Met?")


def is_met(row: Row) -> bool | None:
    """Return whether a ratio is as it should be; None where nothing is promised.

    >>> is_met(Row("Loading", "YAML", "the parser", ours=2.0, base=1.0, target="≤ 1.3"))
    False
    """
    if not row.target:
        return None
    sign, number = row.target.split()
    return bool(_SIGNS[sign](row.ratio, float(number)))


def amount(value: float, unit: str) -> str:
    """Return a number with its unit, in three digits.

    >>> amount(0.01234, "s"), amount(75.3, "MB"), amount(1.07, "")
    ('12.3 ms', '75.3 MB', '1.07')
    """
    if unit == "s" and value < 1:
        value, unit = value * 1000, "ms"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{digits}f} {unit}".rstrip()


def table(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of the table in Markdown, and below it the rows that miss their targets."""
    missed = []
    yield f"| {' | '.join(_HEADINGS)} |"
    yield f"|{'---|' * len(_HEADINGS)}"
    for row in rows:
        met = is_met(row)
        word = "" if met is None else "met" if met else "**not met**"
        sides = (amount(row.ours, row.unit), row.beside, amount(row.base, row.unit))
        yield f"| {' | '.join((row.group, row.what, *sides, amount(row.ratio, ''), row.target, word))} |"
        if met is False:
            missed.append(f"{row.group}: {row.what}: {amount(row.ratio, '')} beside {row.beside}, not {row.target}")
    yield ""
    yield f"{len(missed)} targets are not met:" if missed else "All targets are met."
    yield from ["", *(f"- {line}" for line in missed)] if missed else ()


def measured(names: Iterable[str], *, quick: bool) -> Iterator[Row]:
    """Yield the rows of some benchmarks, each from a process of its own, unless it is a quick run.

    In one process the later ones would pay for what earlier ones leave in memory.
    """
    for name in names:
        if quick:
            yield from rows_of(name, quick=True)
            continue
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            yield from pool.submit(rows_of, name).result()


def main(arguments: list[str] | None = None) -> None:
    """Measure, print the table as it grows, and write it to a file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"Some of: {', '.join(NAMES)}.  [default: all]")
    parser.add_argument("--quick", action="store_true", help="Small inputs and few rounds: shows that all runs.")
    parser.add_argument("--output", type=Path, default=Path("build/benchmarks.md"), help="The file for the table.")
    given = parser.parse_args(arguments)
    if unknown := [name for name in given.names if name not in NAMES]:
        parser.error(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(NAMES)}")
    names = [name for name in NAMES if name in given.names] or NAMES
    title = f"Benchmarks with Python {platform.python_version()} on {platform.system()}"
    lines = [f"# {title}", "", "Ratios of runs that take turns; the absolute times depend on the machine.", ""]
    for line in table(measured(names, quick=given.quick)):
        lines.append(line)
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    given.output.parent.mkdir(parents=True, exist_ok=True)
    given.output.write_text("\n".join([*lines, ""]), "utf-8")


if __name__ == "__main__":
    main()
