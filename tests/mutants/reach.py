"""Which tests reach which line, and how long they take."""

import json
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from time import process_time
from typing import Any, Final

import attrs
import coverage
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.mutants.kept import read
from tests.mutants.operators import SOURCES, Mutant

OPTIONS = ["-q", "-p", "no:xdist", "-p", "no:cacheprovider", "-p", "no:cov", "-W", "ignore:Module already imported"]
EXAMPLES, _FEW = 30, 6
_IMPORT: Final = "import"
# Hypothesis tries the same few examples each time, and does not look for a smaller one.
_SAME: dict[str, Any] = {
    "derandomize": True,
    "database": None,
    "deadline": None,
    "phases": [Phase.explicit, Phase.generate],
    "report_multiple_bugs": False,
    "suppress_health_check": list(HealthCheck),
}
settings.register_profile("mutants", max_examples=EXAMPLES, **_SAME)
settings.register_profile("measure", max_examples=_FEW, **_SAME)


@attrs.frozen
class Reach:
    """The processor seconds of each test, and the tests that run each line of each module."""

    seconds: dict[str, float]
    tests: dict[str, dict[int, set[str]]]
    imported: dict[str, set[int]]
    """The lines of each module that run when the library and the tests are imported."""

    @classmethod
    def read(cls, path: Path) -> "Reach":
        """Read what was measured."""
        found = json.loads(path.read_text("utf-8"))
        names = list(found["seconds"])
        tests = {
            module: {int(line): {names[n] for n in numbers} for line, numbers in lines.items()}
            for module, lines in found["tests"].items()
        }
        return cls(found["seconds"], tests, {module: {*lines} for module, lines in found["imported"].items()})

    def of(self, mutant: Mutant) -> set[str]:
        """Return the tests that run a line of a mutant."""
        lines = self.tests.get(mutant.module, {})
        return set().union(*(lines.get(line, ()) for line in mutant.span))

    def anew(self, mutant: Mutant) -> set[str]:
        """Return the tests that run anything of the module of a mutant, if it runs at import.

        Of a module that only runs at import, such as a table of words, they are those of its package.
        """
        if mutant.function and self.imported.get(mutant.module, set()).isdisjoint(mutant.span):
            return set()
        found = set().union(*self.tests.get(mutant.module, {}).values())
        return found or {each for each in self.seconds if each.startswith(f"tests/{mutant.package}/")}


class _Failures:
    """A plugin of pytest that collects what fails."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the end of the text of a failure."""
        if report.failed:
            self.texts.append(f"{report.nodeid}\n{report.longreprtext[-2000:]}")


def measure(session: pytest.Session, packages: Sequence[str], kept: Path) -> Reach:
    """Return what the tests reach; those whose measures a file does not have, or no longer, are run and added to it.

    What importing them reaches is measured whenever anything has changed.

    They run in a process of their own.

    Raises:
        RuntimeError: a test fails.
    """
    found = read(kept)
    items = [item for item in session.items if item.nodeid not in found["seconds"]]
    if items or "imported" not in found:
        if (child := os.fork()) == 0:
            failures = _Failures()
            session.config.pluginmanager.register(failures)
            _add(items, session.config.args, packages, kept, found)
            os.write(2, "\n".join(failures.texts).encode())
            os._exit(len(failures.texts) > 0)
        if os.waitpid(child, 0)[1]:
            raise RuntimeError("Tests fail without any mistake.")
    return Reach.read(kept)


def _add(
    items: Sequence[pytest.Item], arguments: Sequence[str], packages: Sequence[str], kept: Path, found: dict[str, Any]
) -> None:
    settings.load_profile("measure")
    measuring = coverage.Coverage(
        data_file=None, config_file=False, include=[f"{SOURCES / each}/*" for each in packages]
    )
    seconds, tests, imported = found["seconds"], found["tests"], found.setdefault("imported", {})
    measuring.start()
    for item, after in zip(items, [*items[1:], None], strict=True):
        measuring.switch_context(item.nodeid)
        before = process_time()
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        is_tried_more = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        seconds[item.nodeid] = (process_time() - before) * (EXAMPLES / _FEW if is_tried_more else 1)
    measuring.switch_context(_IMPORT)
    run_anew("--collect-only", *arguments)
    measuring.stop()
    numbers = {name: number for number, name in enumerate(seconds)}
    data = measuring.get_data()
    for file in data.measured_files():
        module, by_line = str(Path(file).relative_to(SOURCES)), data.contexts_by_lineno(file)
        lines = tests.setdefault(module, {})
        for line, contexts in by_line.items():
            lines.setdefault(str(line), []).extend(numbers[each] for each in contexts if each in numbers)
        imported[module] = [line for line, contexts in by_line.items() if _IMPORT in contexts]
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(found), "utf-8")


def run_anew(*arguments: str, plugins: Sequence[object] = ()) -> int:
    """Import the library and the tests again, for pytest in this process.

    Without its assertions: it would itself load a module whose examples are tests, and so not the mistake in it.
    """
    for name in [each for each in sys.modules if each.split(".")[0] in ("kommunepolitik", "tests")]:
        if not name.startswith("tests.mutants"):
            del sys.modules[name]
    with redirect_stdout(StringIO()):
        return int(pytest.main([*OPTIONS, "--assert=plain", *arguments], plugins=plugins))


def warm_up() -> None:
    """Let Hypothesis read its tables and the constants of the library once, not in each process."""

    @settings(max_examples=5)
    @given(st.text(), st.integers())
    def anything(text: str, number: int) -> None:
        del text, number

    anything()
