"""How costs grow with their input: the exponent of the time, 1 where twice the input takes twice the time."""

import gc
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import kommunepolitik.model as m
from benchmarks.made_up import lay, many, policy
from benchmarks.measuring import Row, growth_row
from kommunepolitik import Policy, Portfolio, check, evaluate, read_observations
from kommunepolitik.documents import parse, read_all, to_yaml
from kommunepolitik.i18n import language
from kommunepolitik.report.followup import followup_page
from kommunepolitik.report.index import index_page
from kommunepolitik.report.paper import paper
from kommunepolitik.report.policy import policy_page
from kommunepolitik.site import Site, gather

NYBRO = m.Municipality(name="Nybro", fictitious=True)
Run = Callable[[], object]


def rows(quick: bool = False) -> Iterator[Row]:
    """Yield the exponent of each step, for each number that makes its input larger."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as at_end:
        gc.disable()  # a search for garbage in all that the process holds is no part of a step
        at_end.callback(gc.enable)
        for what, by, smallest, run_at in _steps(Path(folder)):
            sizes = [2, 4] if quick else [smallest, 2 * smallest, 4 * smallest]
            yield growth_row("growing", f"{what}, by {by}", run_at, sizes, 1 if quick else 3)


def _steps(folder: Path) -> Iterator[tuple[str, str, int, Callable[[int], Run]]]:
    yield "load a policy", "indicators", 100, lambda n: _loading(policy("p", NYBRO, n, 0))
    yield "load a policy", "groups", 25, lambda n: _loading(policy("p", NYBRO, 30, n))
    yield "check a policy", "indicators", 100, lambda n: _checking(policy("p", NYBRO, n, 0))
    yield "check a policy", "groups", 25, lambda n: _checking(policy("p", NYBRO, 30, n))
    yield "check a policy", "targets of an indicator", 50, lambda n: _checking(_with_targets(n))
    yield "evaluate a policy", "targets of an indicator", 50, lambda n: _judging(_with_targets(n))
    yield "check policies", "policies", 25, lambda n: _checking(Portfolio(many(n, 5)))
    yield "check policies", "editions of a policy", 10, lambda n: _checking(Portfolio(_editions(n)))
    yield "read figures", "rows of a file", 5000, lambda n: _reading(folder, n)
    for name, build in {"page": policy_page, "follow-up": followup_page, "paper": paper}.items():
        for by, smallest in (("indicators", 20), ("groups", 10)):
            yield f"build the {name}", by, smallest, partial(_building, folder, build, by)
    yield "read a folder", "policies", 25, lambda n: _gathering(folder, n)
    yield "build the index", "policies", 50, lambda n: _indexing(folder, n)


def _loading(policy: Policy) -> Run:
    text = to_yaml(policy)
    return lambda: parse(text)


def _checking(subject: Policy | Portfolio) -> Run:
    return lambda: check(subject)


def _judging(subject: Policy) -> Run:
    figures = [{"indicator": "tal", "period": year, "value": year - 2000} for year in range(2010, 2025)]
    read = read_observations(figures, subject)
    return lambda: evaluate(subject, read)


def _with_targets(count: int) -> Policy:
    """Return a policy with one indicator, and a target for each of many months."""
    targets = tuple(m.LevelTarget(value=n, comparison="at_least", due=_month(n)) for n in range(count))
    baseline = m.Baseline(period=m.Period("2010"), value=0)
    indicator = m.Indicator(id="tal", title="Tal", unit="%", baseline=baseline, targets=targets)
    return Policy(id="p", title="P", municipality=NYBRO, indicators=(indicator,))


def _month(number: int) -> m.Period:
    return m.Period(f"{2020 + number // 12}-{number % 12 + 1:02}")


def _editions(count: int) -> list[Policy]:
    return [policy(f"e{n}", NYBRO, 5, 0, f"e{n - 1}" if n else None) for n in range(count)]


def _reading(folder: Path, count: int) -> Run:
    dice, file = random.Random(count), folder / f"figures-{count}.csv"
    lines = [f"tal-{n % 50};;{_month(n // 50)};{dice.uniform(0, 100):.2f};Register" for n in range(count)]
    file.write_text("\n".join(["indicator;group;period;value;source", *lines, ""]), "utf-8")
    subject = policy("p", NYBRO, 50, 0)
    return lambda: read_observations(file, subject)


def _site(folder: Path, name: str, policies: list[Policy]) -> Site:
    home = folder / name
    return gather(read_all([home if home.exists() else lay(home, policies)]))


def _building(folder: Path, build: Callable[..., object], by: str, count: int) -> Run:
    subject = policy("p", NYBRO, *((count, 0) if by == "indicators" else (12, count)))
    site, words = _site(folder, f"{by}-{count}", [subject]), language("da")
    return lambda: build(site.context(next(iter(site.portfolio)), words))


def _gathering(folder: Path, count: int) -> Run:
    policies = many(count, 5)
    return lambda: _site(folder, f"policies-{count}", policies)


def _indexing(folder: Path, count: int) -> Run:
    site, words = _site(folder, f"policies-{count}", many(count, 5)), language("da")
    return lambda: index_page(site.portfolio, words)
