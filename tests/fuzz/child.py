"""Reads many inputs in a process with limits, and reports each before it is read, so that one that ends it is known."""

import json
import os
import re
import resource
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from kommunepolitik.errors import KommunepolitikError, Problem
from kommunepolitik.i18n import language
from tests.fuzz.readers import READERS, Reader

SECONDS: Final = 10
"""The processor time of one input."""
MEMORY: Final = 2**30
"""The memory of the process, in bytes."""


def outcome(reader: Reader, path: Path) -> tuple[str, list[str]]:
    """Read an input, and return `result`, the codes of the problems, or what is wrong with the reader."""
    try:
        result = reader.read(path)
    except KommunepolitikError as error:
        shown = _shown(error.problems)
        if any(each.code == "out_of_memory" for each in error.problems):
            return "wrong", ["more memory than an input may take"]
        return ("error", sorted({each.code for each in error.problems})) if shown else ("wrong", ["no problem"])
    except Exception:
        return "wrong", traceback.format_exc().splitlines()[-12:]
    notices = [*getattr(result, "notices", ()), *getattr(result, "warnings", ())]
    _shown(notices)
    lost = [*_lost(reader, path, result)]
    return ("lost", lost[:5]) if lost else ("result", sorted({each.code for each in notices}))


def _lost(reader: Reader, path: Path, result: Any) -> Iterator[str]:
    try:
        yield from reader.lost(path, result)
    except Exception:
        yield "the plain reading failed: " + traceback.format_exc()[-800:]


def _shown(problems: "list[Problem] | tuple[Problem, ...]") -> bool:
    """Return whether there are problems; their words are made, in both languages."""
    for each in {problem.code: problem for problem in problems}.values():
        for code in ("da", "en"):
            each.show(language(code).gettext)
    return bool(problems)


def limit() -> None:
    """Let the process end, if the input to come takes too long."""
    seconds = int(time.process_time()) + 1 + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def serve(names: Sequence[str], seed: int, first: int, end: int) -> None:
    """Read the inputs of some readers from a number up to, but without, another; report each before and after.

    A report is a line of JSON. The numbers below 0 are those of inputs that failed once.
    """
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for reader in map(READERS.__getitem__, names):
        with tempfile.TemporaryDirectory() as folder:
            reader.prepare(Path(folder))
            for number in reader.numbers(first, end):
                about: dict[str, Any] = {"reader": reader.name, "number": number}
                print(json.dumps(about), file=answers, flush=True)
                name, content = reader.made(seed, number)
                path = Path(folder, name)
                path.write_bytes(content)
                limit()
                before = time.process_time()
                about["kind"], about["found"] = outcome(reader, path)
                about["seconds"], about["memory"] = time.process_time() - before, _peak()
                path.unlink(missing_ok=True)
                print(json.dumps(about), file=answers, flush=True)


def _peak() -> int:
    """Return the most memory that the process has taken, in bytes; `getrusage` has that of its parent too."""
    found = re.search(r"VmHWM:\s*([0-9]+)", Path("/proc/self/status").read_text("utf-8"))
    return 0 if found is None else int(found[1]) * 1024


if __name__ == "__main__":
    serve(sys.argv[1].split(","), *map(int, sys.argv[2:]))
