"""Runs the tests for each mutant, as a plugin of pytest."""

import gc
import io
import os
import resource
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import _lru_cache_wrapper
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, FunctionType

import attrs
import pytest

from tests.mutants.operators import SOURCES, Module, Mutant
from tests.mutants.reach import measure, warm_up

OPTIONS = ["-q", "-p", "no:xdist", "-p", "no:cacheprovider", "-p", "no:cov", "-W", "ignore:Module already imported"]
_MEMORY = 4 << 30


@attrs.frozen(kw_only=True)
class Outcome:
    """What became of a mutant."""

    module: str
    line: int
    key: str
    status: str
    """`killed`, `survived`, `unreached`, `timed out`, or `not made` where a loaded function cannot be given the code."""
    by: str = ""
    """The test that noticed it; of a survivor, how many of the tests that reach it were run, if not all."""
    seconds: float = 0.0


class Runner:
    """A plugin whose loop runs the tests once for each mutant, each time in a process of its own.

    Forking keeps a mistake, a full cache or an endless loop out of the next mutant.
    """

    def __init__(
        self,
        mutants: Sequence[Mutant],
        modules: dict[str, Module],
        *,
        seconds: float,
        reached: Path,
        packages: Sequence[str],
        done: Callable[[Outcome], None],
    ) -> None:
        self._mutants, self._modules, self._seconds = mutants, modules, seconds
        self._reached, self._packages, self._done = reached, packages, done

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure the tests as they are if that is not done yet, then run them for each mutant."""
        warm_up()
        reach, items = measure(session, self._packages, self._reached), {item.nodeid: item for item in session.items}
        functions, caches = _loaded()
        gc.collect()
        gc.freeze()
        killers: dict[tuple[str, str], Counter[str]] = {}
        for mutant in self._mutants:
            module = self._modules[mutant.module]
            reaching = reach.of(mutant, module) & items.keys()
            noticed = killers.setdefault((mutant.module, mutant.function), Counter())
            tests = _within(_ordered(reaching, reach.seconds, noticed), reach.seconds, self._seconds)
            process = _Process(session, [items[each] for each in tests], module, mutant, functions, caches)
            limit = 4 * sum(reach.seconds[each] for each in tests) + 20
            outcome = process.outcome(int(limit)) if tests else process.unreached()
            if outcome.status == "killed":
                noticed[outcome.by] += 1
            elif outcome.status == "survived" and len(tests) < len(reaching):
                outcome = attrs.evolve(outcome, by=f"{len(tests)} of {len(reaching)} tests")
            self._done(outcome)
        return True


@attrs.frozen
class _Process:
    """The process of one mutant."""

    session: pytest.Session
    items: Sequence[pytest.Item]
    module: Module
    mutant: Mutant
    functions: Sequence[FunctionType]
    caches: Sequence["_lru_cache_wrapper[object]"]

    def unreached(self) -> Outcome:
        """Return the outcome of a mutant that no test runs."""
        return self._outcome("unreached")

    def outcome(self, limit: int) -> Outcome:
        """Run the tests until one fails, for at most so many seconds of the processor."""
        read, write = os.pipe()
        if (child := os.fork()) == 0:
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
            resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
            self.session.config.get_terminal_writer()._file = io.StringIO()
            try:
                code = self._run(_AtFirstFailure(write))
            except BaseException as error:
                os.write(write, repr(error)[:200].encode())
                os._exit(1)
            os._exit(code)
        os.close(write)
        _, status, used = os.wait4(child, 0)
        with os.fdopen(read, "rb") as pipe:
            by = pipe.read().decode(errors="replace")
        words = ("survived", "killed", "not made")
        word = "timed out" if os.WIFSIGNALED(status) else words[os.WEXITSTATUS(status)]
        return self._outcome(word, by, used.ru_utime + used.ru_stime)

    def _outcome(self, status: str, by: str = "", seconds: float = 0.0) -> Outcome:
        mutant = self.mutant
        return Outcome(
            module=mutant.module, line=mutant.lines[0], key=mutant.key, status=status, by=by, seconds=round(seconds, 2)
        )

    def _run(self, plugin: "_AtFirstFailure") -> int:
        if not self.mutant.function:
            return _run_anew(self.module, self.mutant, self.items, plugin)
        if not _put(self.module, self.mutant, self.functions):
            return 2
        for cache in self.caches:
            cache.cache_clear()
        self.session.config.pluginmanager.register(plugin)
        for item, after in zip(self.items, [*self.items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        return 0


@attrs.frozen(eq=False)
class _AtFirstFailure:
    """A plugin that ends the process of a mutant, and names the test in a pipe."""

    pipe: int

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """End the process at a test that fails."""
        if report.failed:
            self._end(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """End the process where a test cannot be imported."""
        if report.failed:
            self._end(f"import of {report.nodeid}")

    def _end(self, name: str) -> None:
        os.write(self.pipe, name.encode())
        os._exit(1)


def _loaded() -> tuple[list[FunctionType], list["_lru_cache_wrapper[object]"]]:
    """Return the functions of the library in this process, and its caches."""
    functions, caches = [], []
    for each in gc.get_objects():
        if type(each) is FunctionType and each.__code__.co_filename.startswith(str(SOURCES)):
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


def _put(module: Module, mutant: Mutant, functions: Iterable[FunctionType]) -> bool:
    """Put the code of a mutant into the loaded functions, and return whether that was possible."""
    before, after = _codes(module.compiled()), _codes(module.compiled(mutant))
    is_put = False
    for function in functions:
        own = function.__code__
        key = (own.co_qualname, own.co_firstlineno)
        if own.co_filename != str(module.path):
            continue
        if len(before.get(key, ())) != len(after.get(key, ())):  # a lambda is gone, or the file changed meanwhile
            return False
        for old, new in zip(before[key], after[key], strict=True):
            if old != new and (own.co_code, own.co_names) == (old.co_code, old.co_names):
                try:
                    function.__code__ = new
                except ValueError:  # a closure that lost a variable
                    return False
                is_put = True
                break
    return is_put


def _run_anew(module: Module, mutant: Mutant, items: Iterable[pytest.Item], plugin: _AtFirstFailure) -> int:
    """Import the library and the tests again, with the mistake, and run the tests."""
    for name in [each for each in sys.modules if each.split(".")[0] in ("kommunepolitik", "tests")]:
        if not name.startswith("tests.mutants"):
            del sys.modules[name]
    code, original = module.compiled(mutant), SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        return code if self.path == str(module.path) else original(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign]
    # A module whose examples are run is read by pytest itself where it rewrites assertions, without the mistake.
    options = [*OPTIONS, "--assert=plain"]
    return int(pytest.main([*options, *(item.nodeid for item in items)], plugins=[plugin]) != 0)


def _ordered(tests: Iterable[str], seconds: dict[str, float], noticed: Counter[str]) -> list[str]:
    """Return first the tests that noticed other mistakes in the function, then each test once, then its other cases."""
    fastest, places = sorted(tests, key=seconds.__getitem__), Counter[str]()
    ranks: dict[str, int] = {}
    for each in fastest:
        name = each.partition("[")[0]
        ranks[each] = places[name]
        places[name] += 1
    return sorted(fastest, key=lambda each: (-noticed[each], ranks[each]))


def _within(tests: Iterable[str], times: dict[str, float], seconds: float) -> list[str]:
    """Return the first tests that take so many seconds together, and at least one."""
    chosen: list[str] = []
    for each in tests:
        seconds -= times[each]
        if seconds < 0 and chosen:
            break
        chosen.append(each)
    return chosen
