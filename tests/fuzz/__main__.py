"""Fuzzing from the command line: `python -m tests.fuzz --reader figures-csv --inputs 50000 --seed 1`, or all readers.

Each reader gives one line: inputs, results, errors, the different codes of problems, the slowest input in seconds of
processor time, the most memory of the process, and failures. Failures are written to `build/fuzz`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from tests.fuzz.readers import READERS, Reader

OUTPUT: Final = Path("build") / "fuzz"
_ONE_THREAD: Final = {"OPENBLAS_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "2"}
_CHUNK: Final = 2_000
"""The inputs of one process; in the next, what a reader keeps of earlier inputs is gone."""


@attrs.define
class Tally:
    """What came of the inputs of a reader."""

    reader: Reader
    kinds: Counter[str] = attrs.field(factory=Counter)
    codes: set[str] = attrs.field(factory=set)
    seconds: float = 0.0
    slowest: int = 0
    memory: int = 0
    failures: dict[str, list[int]] = attrs.field(factory=dict)
    """The numbers of the inputs that failed, by what failed."""

    def add(self, report: dict[str, Any], seed: int) -> None:
        """Add what came of one input."""
        kind, number = report["kind"], report["number"]
        self.kinds[kind] += 1
        self.memory = max(self.memory, report.get("memory", 0))
        if report.get("seconds", 0) > self.seconds:
            self.seconds, self.slowest = report["seconds"], number
        if kind in ("result", "error"):
            self.codes |= {*report["found"]} if kind == "error" else set()
            return
        what = "\n".join(report["found"][-3:])
        self.failures.setdefault(what, []).append(number)
        name, content = self.reader.made(seed, number)
        folder = OUTPUT / self.reader.name / f"{seed}-{number}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        (folder / "failure.txt").write_text("\n".join([kind, *report["found"]]), "utf-8", "backslashreplace")

    def line(self) -> str:
        """Return the figures in one line."""
        failed = sum(map(len, self.failures.values()))
        return (
            f"{self.reader.name:16} {self.kinds.total():7,} inputs, {self.kinds['result']:6,} results, "
            f"{self.kinds['error']:6,} errors ({len(self.codes)} codes), slowest {self.seconds:.2f} s (no. {self.slowest}), "
            f"{self.memory / 2**20:.0f} MB, {failed} failures"
        )


def reports(names: Sequence[str], seed: int, first: int, end: int) -> Iterator[dict[str, Any]]:
    """Yield what came of each input of some readers, with those that ended the process.

    The numbers below 0 are those of inputs that failed once; `first` may be below what a reader has of them.
    """
    left = [*names]
    while left:
        command = [sys.executable, "-m", "tests.fuzz.child", ",".join(left), str(seed), str(first), str(end)]
        begun: dict[str, Any] | None = None
        env = os.environ | _ONE_THREAD
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:  # a pipe could be full
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=env) as child:
                assert child.stdout is not None
                for line in child.stdout:
                    begun = json.loads(line)
                    if "kind" in begun:
                        yield begun
                        begun = None
            errors.seek(0)
            words = errors.read().splitlines()[-8:]
        if begun is None:
            if child.returncode:
                raise RuntimeError("\n".join(words))
            return
        yield {**begun, "kind": "ended", "found": [f"the process ended: {child.returncode}", *words]}
        left = left[left.index(begun["reader"]) :]
        yield from reports(left[:1], seed, begun["number"] + 1, end)
        left = left[1:]


def main() -> int:
    """Try some readers, and return whether any failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", action="append", choices=[*READERS], help="a reader; all, if none is given")
    parser.add_argument("--inputs", type=int, default=2_000, help="how many; of files that are no text, a tenth")
    parser.add_argument("--first", type=int, default=0, help="the number of the first input")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    failed = False
    for name in options.reader or READERS:
        tally = Tally(READERS[name])
        count = options.inputs if options.reader or tally.reader.is_text else options.inputs // 10
        first, end = options.first, options.first + count
        for begin in range(first, end, _CHUNK):
            for report in reports([name], options.seed, begin or -len(tally.reader.failed), min(begin + _CHUNK, end)):
                tally.add(report, options.seed)
        print(tally.line(), flush=True)
        for what, numbers in tally.failures.items():
            first = OUTPUT / name / f"{options.seed}-{numbers[0]}"
            print(f"  {len(numbers)}: {first}", *what.split("\n"), sep="\n    ")
        failed |= bool(tally.failures)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
