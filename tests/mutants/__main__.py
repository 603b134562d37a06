"""Makes mutants, runs the tests that reach each, and reports which survived; `make mutants` runs it.

The tests are collected once. Every mutant is a forked process that puts the code of the mistake into the functions that
are already loaded and runs the tests that reach its lines, fastest first, until one fails. What runs at import is
loaded anew. Forking keeps a mistake, a full cache or an endless loop out of the next mutant.
"""

import gc
import json
import os
import random
import resource
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import _lru_cache_wrapper
from importlib.machinery import SourceFileLoader
from pathlib import Path
from time import process_time
from types import CodeType, FunctionType

import click
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.mutants.operators import SOURCES, Module, Mutant

PACKAGES = ("model", "figures", "evaluation", "comparison", "disclosure")
ROOT = SOURCES.parents[1]
ARGUED = Path(__file__).with_name("survivors.toml")
# Tests that run programs reach nothing that could be measured here.
TESTS = [
    *(f"tests/{each}" for each in (*PACKAGES, "oracle", "documents", "checks", "report", "test_display.py", "test_research.py")),
    *(f"src/kommunepolitik/{each}" for each in PACKAGES),
]
_MEMORY = 4 << 30
# Hypothesis tries the same few examples each time, and does not look for a smaller one.
settings.register_profile(
    "mutants",
    max_examples=30,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


class Runner:
    """A plugin of pytest whose loop runs the tests once for each mutant."""

    def __init__(self, mutants: Sequence[Mutant], modules: dict[str, Module], seconds: float, found: Path, *, is_anew: bool) -> None:
        self.mutants, self.modules, self.seconds, self.found, self.is_anew = mutants, modules, seconds, found, is_anew
        self.outcomes: list[tuple[Mutant, str]] = []
        self._pipe, self._used = -1, 0.0
        self._is_mutant = False

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure the tests as they are, then run them for each mutant."""
        _warm_up()
        self._session = session
        self._items = {item.nodeid: item for item in session.items}
        times, reached = self._measured(session)
        self._functions, self._caches = _loaded()
        gc.collect()
        gc.freeze()
        killers: dict[tuple[str, str], dict[str, int]] = {}
        with self.found.open("w", encoding="utf-8") as file:
            for mutant in self.mutants:
                tests = _tests_of(mutant, self.modules[mutant.module], reached)
                noticed = killers.setdefault((mutant.module, mutant.function), {})
                chosen = _within(sorted(tests, key=lambda t: (-noticed.get(t, 0), times[t])), times, self.seconds)
                status, by = self._tried(mutant, chosen, sum(times[each] for each in chosen)) if chosen else ("unreached", "")
                if len(chosen) < len(tests) and status == "survived":
                    by = f"{len(chosen)} of {len(tests)} tests"
                if status == "killed":
                    noticed[by] = noticed.get(by, 0) + 1
                self.outcomes.append((mutant, status))
                file.write(json.dumps({"module": mutant.module, "key": mutant.key, "line": mutant.lines[0], "status": status, "by": by, "seconds": round(self._used, 2)}, ensure_ascii=False) + "\n")
                file.flush()
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """End the process of a mutant at its first failure."""
        if self._is_mutant and report.failed:
            os.write(self._pipe, report.nodeid.encode())
            os._exit(1)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """End the process of a mutant that cannot be imported."""
        if self._is_mutant and report.failed:
            os.write(self._pipe, b"import")
            os._exit(1)

    def _measured(self, session: pytest.Session) -> tuple[dict[str, float], dict[str, dict[int, set[str]]]]:
        """Return the seconds of each test, and the tests that reach each line of each module."""
        kept = ROOT / "build" / "mutants" / "reached.json"
        if self.is_anew or not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            if (child := os.fork()) == 0:
                _measure(session, kept)
            if os.waitpid(child, 0)[1]:
                raise click.ClickException("The tests fail without any mistake.")
        found = json.loads(kept.read_text("utf-8"))
        names = found["tests"]
        reached = {
            module: {int(line): {names[n] for n in tests} for line, tests in lines.items()}
            for module, lines in found["reached"].items()
        }
        return dict(zip(names, found["times"], strict=True)), reached

    def _tried(self, mutant: Mutant, tests: Sequence[str], seconds: float) -> tuple[str, str]:
        """Return what became of a mutant, and the test that noticed it."""
        read, self._pipe = os.pipe()
        if (child := os.fork()) == 0:
            self._is_mutant = True
            limit = int(4 * seconds + 20)
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
            resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
            self._session.config.get_terminal_writer()._file = Path(os.devnull).open("w", encoding="utf-8")
            try:
                code = self._run(mutant, tests)
            except BaseException as error:
                os.write(self._pipe, repr(error)[:200].encode())
                os._exit(1)
            os._exit(code)
        os.close(self._pipe)
        _, status, used = os.wait4(child, 0)
        self._used = used.ru_utime + used.ru_stime
        with os.fdopen(read, "rb") as pipe:
            by = pipe.read().decode(errors="replace")
        if os.WIFSIGNALED(status):
            return "timed out", str(os.WTERMSIG(status))
        return ("survived", "killed", "not made")[os.WEXITSTATUS(status)], by

    def _run(self, mutant: Mutant, tests: Sequence[str]) -> int:
        module = self.modules[mutant.module]
        if not mutant.function:
            return _anew(module, mutant, tests, self)
        if not _patched(module, mutant, self._functions):
            return 2
        for cache in self._caches:
            cache.cache_clear()
        items = [self._items[each] for each in tests]
        for item, after in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        return 0


def _measure(session: pytest.Session, kept: Path) -> None:
    """Run all tests in this process, keep what each reaches, and end it."""
    import coverage

    measuring = coverage.Coverage(data_file=None, config_file=False, include=[f"{SOURCES / each}/*" for each in PACKAGES])
    times: dict[str, float] = {}
    failed: list[str] = []

    class Watch:
        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.failed:
                failed.append(report.nodeid)
                sys.__stderr__.write(f"{report.nodeid}\n{report.longreprtext[-1500:]}\n")

    session.config.pluginmanager.register(Watch())
    measuring.start()
    for item, after in zip(session.items, [*session.items[1:], None], strict=True):
        measuring.switch_context(item.nodeid)
        before = process_time()
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        times[item.nodeid] = process_time() - before
    measuring.stop()
    names = sorted(times)
    number = {name: n for n, name in enumerate(names)}
    data = measuring.get_data()
    reached = {
        str(Path(file).relative_to(SOURCES)): {
            line: [number[each] for each in contexts if each in number]
            for line, contexts in data.contexts_by_lineno(file).items()
        }
        for file in data.measured_files()
    }
    kept.write_text(json.dumps({"tests": names, "times": [times[each] for each in names], "reached": reached}), "utf-8")
    os._exit(len(failed) > 0)


def _warm_up() -> None:
    """Let Hypothesis read its tables and the constants of the library once."""

    @settings(max_examples=5)
    @given(st.text(), st.integers())
    def anything(text: str, number: int) -> None:
        del text, number

    anything()


def _loaded() -> tuple[list[FunctionType], list["_lru_cache_wrapper[object]"]]:
    """Return the functions and caches of the library in this process."""
    functions, caches = [], []
    root = str(SOURCES)
    for each in gc.get_objects():
        if type(each) is FunctionType and each.__code__.co_filename.startswith(root):
            functions.append(each)
        elif type(each) is _lru_cache_wrapper and getattr(each, "__module__", "").startswith("kommunepolitik"):
            caches.append(each)
    return functions, caches


def _codes(code: CodeType) -> dict[tuple[str, int], list[CodeType]]:
    """Return the code of each function by its name and first line; several for lambdas of one line."""
    found: dict[tuple[str, int], list[CodeType]] = {}
    for each in code.co_consts:
        if isinstance(each, CodeType):
            found.setdefault((each.co_qualname, each.co_firstlineno), []).append(each)
            for key, codes in _codes(each).items():
                found.setdefault(key, []).extend(codes)
    return found


def _patched(module: Module, mutant: Mutant, functions: Iterable[FunctionType]) -> bool:
    """Put the code of the mistake into the loaded functions, and return whether that was possible."""
    before, after = _codes(module.compiled()), _codes(module.compiled(mutant))
    done = False
    for function in functions:
        own = function.__code__
        key = (own.co_qualname, own.co_firstlineno)
        if own.co_filename != str(module.path) or len(before[key]) != len(after.get(key, ())):
            continue
        for old, new in zip(before[key], after[key], strict=True):
            if old != new and (own.co_code, own.co_names) == (old.co_code, old.co_names):
                try:
                    function.__code__ = new
                except ValueError:  # a closure that lost a variable
                    return False
                done = True
                break
    return done


def _anew(module: Module, mutant: Mutant, tests: Sequence[str], plugin: Runner) -> int:
    """Import the library and the tests again, with the mistake."""
    for name in [n for n in sys.modules if n.split(".")[0] in ("kommunepolitik", "tests") and "mutants" not in n]:
        del sys.modules[name]
    code = module.compiled(mutant)

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        return code if self.path == str(module.path) else original(self, fullname)

    original = SourceFileLoader.get_code
    SourceFileLoader.get_code = get_code  # type: ignore[assignment, method-assign]

    class Rest:
        pytest_runtest_logreport = plugin.pytest_runtest_logreport
        pytest_collectreport = plugin.pytest_collectreport

    return int(pytest.main([*_OPTIONS, *tests], plugins=[Rest()]) != 0)


def _tests_of(mutant: Mutant, module: Module, reached: dict[str, dict[int, set[str]]]) -> set[str]:
    """Return the tests that run one of its lines; for what runs at import, those that run anything of its module."""
    lines = reached.get(module.name, {})
    if not mutant.function:
        return set().union(*lines.values())
    return set().union(*(lines.get(n, ()) for n in range(mutant.lines[0], mutant.lines[1] + 1)))


def _within(tests: Sequence[str], times: dict[str, float], seconds: float) -> list[str]:
    chosen = []
    for each in tests:
        seconds -= times[each]
        if seconds < 0 and chosen:
            break
        chosen.append(each)
    return chosen


_OPTIONS = ["-q", "-p", "no:xdist", "-p", "no:cacheprovider", "-p", "no:cov", "-W", "ignore:Module already imported"]


def _sample(mutants: Sequence[Mutant], number: int, seed: int) -> list[Mutant]:
    """Return as many of each package, drawn at random."""
    draw = random.Random(seed)
    chosen = []
    for package in PACKAGES:
        own = [each for each in mutants if each.module.startswith(f"{package}/")]
        chosen += draw.sample(own, min(number, len(own)))
    return chosen


@click.command()
@click.argument("names", nargs=-1)
@click.option("--sample", type=int, help="So many mutants of each package, drawn at random.")
@click.option("--seed", type=int, default=15, show_default=True)
@click.option("--seconds", type=float, default=15.0, show_default=True, help="Of tests for each mutant, fastest first.")
@click.option("--again", type=click.Path(exists=True, path_type=Path), help="Only those that survived in this file.")
@click.option("--measure", is_flag=True, help="Find out anew which test reaches what.")
@click.option("--part", type=int, nargs=2, default=(0, 1), help="The part N of M, for several processes.")
@click.option("--found", type=click.Path(path_type=Path), default=ROOT / "build" / "mutants" / "found.jsonl")
def main(names: Sequence[str], sample: int | None, seed: int, seconds: float, again: Path | None, measure: bool, part: tuple[int, int], found: Path) -> None:
    """Try the mutants of the modules or packages NAMES, or of all five packages."""
    paths = [p for name in names or PACKAGES for p in sorted((SOURCES / name).glob("*.py")) or [SOURCES / name]]
    modules = {module.name: module for module in (Module(str(p.relative_to(SOURCES))) for p in paths)}
    mutants = [mutant for module in modules.values() for mutant in module.mutants]
    if sample is not None:
        mutants = _sample(mutants, sample, seed)
    if again is not None:
        rows = [json.loads(line) for line in again.read_text("utf-8").splitlines()]
        before = {(row["module"], row["key"]) for row in rows if row["status"] != "killed"}
        mutants = [each for each in mutants if (each.module, each.key) in before]
    mutants = mutants[part[0] :: part[1]]
    found.parent.mkdir(parents=True, exist_ok=True)
    os.environ["HYPOTHESIS_PROFILE"] = "mutants"
    runner = Runner(mutants, modules, seconds, found, is_anew=measure)
    pytest.main([*_OPTIONS, *TESTS], plugins=[runner])
    _report(runner.outcomes)


def _report(outcomes: Sequence[tuple[Mutant, str]]) -> None:
    """Print the figures of each package, and the survivors that nobody argued."""
    argued = tomllib.loads(ARGUED.read_text("utf-8")) if ARGUED.exists() else {}
    words = ("killed", "timed out", "argued", "survived", "unreached", "not made")
    counts: dict[str, Counter[str]] = {}
    for mutant, status in outcomes:
        is_argued = status in ("survived", "unreached") and mutant.key in argued.get(mutant.module, {})
        counts.setdefault(mutant.module.split("/")[0], Counter())["argued" if is_argued else status] += 1
        if status in ("survived", "unreached") and not is_argued:
            click.echo(f"{mutant.module}:{mutant.lines[0]}: {status}: {mutant.key}")
    for package, count in counts.items():
        click.echo(f"{package}: {count.total()} mutants, " + ", ".join(f"{count[word]} {word}" for word in words))


if __name__ == "__main__":
    main()
