"""What was measured before, and is still so: of tests whose file, and the modules that they reach, are as they were."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.mutants.operators import SOURCES

ROOT = SOURCES.parents[1]


def digests(folders: Iterable[Path] = (SOURCES, ROOT / "tests")) -> dict[str, str]:
    """Return a digest of each module and test by its path."""
    files = (file for folder in folders for file in sorted(folder.rglob("*.py")))
    return {file.relative_to(ROOT).as_posix(): sha256(file.read_bytes()).hexdigest() for file in files}


def read(kept: Path) -> dict[str, Any]:
    """Return what was measured and still holds; nothing, if there is no file."""
    now = digests()
    found = json.loads(kept.read_text("utf-8")) if kept.exists() else {"seconds": {}, "tests": {}, "digests": now}
    return current(found, now)


def current(found: Mapping[str, Any], now: Mapping[str, str]) -> dict[str, Any]:
    """Return what was measured without the tests that may reach other lines now.

    Those are the tests of a file that changed, and those that reach a module that did. If anything else changed, such
    as what tests share, it may be any test. What importing them reaches holds only if nothing changed.
    """
    before, names = found["digests"], list(found["seconds"])
    changed = {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}
    if not changed:
        return dict(found)
    prefix = SOURCES.relative_to(ROOT).as_posix()
    reached = {
        f"{prefix}/{module}": {names[n] for numbers in lines.values() for n in numbers}
        for module, lines in found["tests"].items()
    }
    files = {name: name.partition("::")[0] for name in names}
    if changed - reached.keys() - {*files.values()}:
        return {"seconds": {}, "tests": {}, "digests": dict(now)}
    gone = {name for name, file in files.items() if file in changed}
    gone |= {name for path in changed & reached.keys() for name in reached[path]}
    kept = [name for name in names if name not in gone]
    place = {name: number for number, name in enumerate(kept)}
    tests = {
        module: {line: [place[names[n]] for n in numbers if names[n] in place] for line, numbers in lines.items()}
        for module, lines in found["tests"].items()
    }
    return {"seconds": {name: found["seconds"][name] for name in kept}, "tests": tests, "digests": dict(now)}
