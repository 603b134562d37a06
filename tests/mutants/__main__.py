"""Makes mutants, runs the tests that reach each, and lists those that no test notices; `make mutants` runs it.

The tests are collected once. Every mutant is a forked process that puts the code of the mistake into the functions that
are already loaded, and runs the tests that reach its lines until one fails. If none does and the lines run at import
too, or a function cannot be given the code, the library and the tests are imported anew with the mistake.
"""

import json
import os
import random
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs
import click
import pytest

from tests.mutants.operators import SOURCES, Module, Mutant
from tests.mutants.reach import OPTIONS
from tests.mutants.runner import Outcome, Runner

PACKAGES = ("model", "figures", "evaluation", "comparison", "disclosure")
TESTS = [
    *(f"tests/{each}" for each in (*PACKAGES, "oracle")),
    *(f"src/kommunepolitik/{each}" for each in PACKAGES),
    "tests/documents/test_plain_data.py",
    "tests/documents/test_problems.py",
    "tests/test_display.py",
]
ARGUED = Path(__file__).with_name("survivors.toml")
FOUND = SOURCES.parents[1] / "build" / "mutants"
_STATUSES = ("killed", "timed out", "argued", "survived", "unreached", "not made")


@click.command()
@click.argument("names", nargs=-1)
@click.option("--sample", type=int, help="So many mutants of each package, drawn at random.")
@click.option("--seed", type=int, default=15, show_default=True, help="Of the draw.")
@click.option("--seconds", type=float, default=20.0, show_default=True, help="Of tests for each mutant.")
@click.option("--again", is_flag=True, help="Only those that were not killed before.")
@click.option("--keep", is_flag=True, help="Measure only tests that are new, or reach what has changed.")
@click.option("--found", type=click.Path(path_type=Path), default=FOUND / "found.jsonl", help="The file of outcomes.")
def main(
    names: Sequence[str], sample: int | None, seed: int, seconds: float, again: bool, keep: bool, found: Path
) -> None:
    """Try the mutants of the modules or packages NAMES, or of all five packages.

    Outcomes are written as they come, a line each, in the file that --again reads.
    """
    paths = [path for name in names or PACKAGES for path in sorted((SOURCES / name).glob("*.py")) or [SOURCES / name]]
    modules = {module.name: module for module in (Module(str(path.relative_to(SOURCES))) for path in paths)}
    mutants = [mutant for module in modules.values() for mutant in module.mutants]
    if again:
        rows = [json.loads(line) for line in found.read_text("utf-8").splitlines()]
        before = {(row["module"], row["key"]) for row in rows if row["status"] != "killed"}
        mutants = [each for each in mutants if (each.module, each.key) in before]
    if sample is not None:
        mutants = _drawn(mutants, sample, seed)
    reached = FOUND / "reached.json"
    if not keep:
        reached.unlink(missing_ok=True)
    os.environ["HYPOTHESIS_PROFILE"] = "mutants"
    outcomes: list[Outcome] = []
    found.parent.mkdir(parents=True, exist_ok=True)
    with found.open("w", encoding="utf-8") as file:

        def done(outcome: Outcome) -> None:
            outcomes.append(outcome)
            print(json.dumps(attrs.asdict(outcome), ensure_ascii=False), file=file, flush=True)

        runner = Runner(mutants, modules, seconds=seconds, reached=reached, packages=PACKAGES, done=done)
        pytest.main([*OPTIONS, *TESTS], plugins=[runner])
    _report(outcomes, {(each.module, each.key) for module in modules.values() for each in module.mutants})


def _drawn(mutants: Iterable[Mutant], number: int, seed: int) -> list[Mutant]:
    """Return as many of each package."""
    draw, by_package = random.Random(seed), dict[str, list[Mutant]]()
    for each in mutants:
        by_package.setdefault(_package(each), []).append(each)
    return [each for own in by_package.values() for each in draw.sample(own, min(number, len(own)))]


def _package(each: Mutant | Outcome) -> str:
    return each.module.split("/")[0]


def _report(outcomes: Iterable[Outcome], made: set[tuple[str, str]]) -> None:
    """Print the survivors that nobody argued, arguments about what is no longer there, and the figures."""
    reasons = tomllib.loads(ARGUED.read_text("utf-8"))
    argued = {(module, key) for module, lines in reasons.items() for key in lines}
    counts: dict[str, Counter[str]] = {}
    for each in outcomes:
        count = counts.setdefault(_package(each), Counter())
        is_left = each.status in ("survived", "unreached")
        if is_left and (each.module, each.key) in argued:
            count["argued"] += 1
            continue
        count[each.status] += 1
        if is_left:
            click.echo(f"{each.module}:{each.line}: {each.status}: {each.key} {each.by}")
    modules = {module for module, _ in made}
    for module, key in sorted(argued - made):
        if module in modules:
            click.echo(f"{ARGUED.name}: no longer a mutant of {module}: {key}")
    for package, count in counts.items():
        click.echo(f"{package}: {count.total()} mutants: " + ", ".join(f"{count[word]} {word}" for word in _STATUSES))


if __name__ == "__main__":
    main()
