"""Disturbs commands at every change of a file: `python -m tests.interrupted [--all | --sample] [NAME ...]`.

Prints a line for each command, and one for each way in which it went wrong; exit code 1 if any did. Without `--all` a few
disturbances are met at each change, and few of the states in which a kill leaves the files are completed.
"""

import gc
import importlib
import json
import os
import resource
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from tests.interrupted.disturbances import KILLS, End, Tree, all_kinds, disturbed, in_a_copy, run, some_kinds
from tests.interrupted.obstacles import OBSTACLES, met
from tests.interrupted.scenarios import SCENARIOS, Scenario, with_statbank

EXHAUSTED = ("schema", "figures read", "new, the next edition")
"""The commands that are always disturbed in every way: one file, several, and a new one."""
SOME = 3
"""How many runs of another command are disturbed, if not all."""
COMPLETED = 1
"""How many of the states that a kill leaves are completed by another run, if not all."""


IMPORTED = (
    *(f"kommunepolitik.{name}" for name in ("collect", "comparison", "rendering", "site", "statbank", "stratml")),
    *(f"kommunepolitik.formats.{name}" for name in ("docx", "html", "markdown", "text")),
    *(f"kommunepolitik.observations.{name}" for name in ("importing", "mapping.suggest", "mapping.proposal")),
    *("openpyxl", "lxml.etree", "highspy", "pyarrow.parquet", "httpx"),
)
"""What commands import when they need it: once here, instead of in every copy of the process."""


@attrs.frozen(kw_only=True)
class Outcome:
    """What was found out about a command."""

    name: str
    changes: int
    runs: int
    """How many runs were disturbed."""
    states: int
    """In how many ways a kill left the files otherwise than before and after."""
    completed: int
    """How many of these were completed by the next run."""
    wrong: Sequence[str]


def examine(scenario: Scenario, *, everything: bool) -> Outcome:
    """Disturb a run of a command at each change."""
    with tempfile.TemporaryDirectory() as made:
        root = Path(made).resolve()
        (root / "tmp").mkdir()
        tempfile.tempdir = str(root / "tmp")
        try:
            arguments = [str(each) for each in scenario.prepare(root)]
            before = Tree.of(root)
            events, _ = disturbed(arguments, root)
            after = Tree.of(root)
            assert after.whole != before.whole, scenario.name
            before.put_back(root)
            chosen = all_kinds(events) if everything or scenario.name in EXHAUSTED else some_kinds(events, SOME)
            _, ends = disturbed(arguments, root, lambda number: [kind for place, kind in chosen if place == number])
            wrong = [
                f"{_where(each)}: {found}" for each in ends for found in _wrong(scenario, each, before, after, root)
            ]
            states: list[End] = []
            for each in ends:
                if each.kind in (*KILLS, "read-only") and each.tree.whole not in (before.whole, after.whole):
                    states += [] if any(each.tree.whole == other.tree.whole for other in states) else [each]
            completed = states if everything else states[:: max(1, len(states) // COMPLETED)][:COMPLETED]
            for each in completed:
                each.tree.put_back(root)
                code, output = in_a_copy(lambda: run(arguments))
                if code or Tree.of(root).whole != after.whole:
                    differ = _differences(Tree.of(root).whole, after.whole)
                    wrong.append(f"{_where(each)}: the next run ends with {code}: {output!r}; {differ}")
            before.put_back(root)
            changed = sorted(name for name, content in after.whole.items() if before.whole.get(name) != content)
            names, own = (changed, OBSTACLES) if everything else (changed[-1:], OBSTACLES[len(changed) % 3 :][:1])
            wrong += met(arguments, root, before, names, own, others=scenario.page_by_page)
        finally:
            tempfile.tempdir = None
    found = {"changes": len(events), "runs": len(ends), "states": len(states), "completed": len(completed)}
    return Outcome(name=scenario.name, **found, wrong=wrong)


def _where(end: End) -> str:
    return f"{end.kind} at change {end.number} ({end.event})"


def _wrong(scenario: Scenario, end: End, before: Tree, after: Tree, root: Path) -> Iterator[str]:
    """Yield what is wrong with the end of a disturbed run."""
    now = end.tree.whole
    for name in before.whole.keys() & after.whole.keys() - now.keys():
        yield f"{name} is gone"
    for name, content in now.items():
        if scenario.page_by_page and name.endswith(".kommunepolitik-build.json"):
            json.loads(content)  # a list of the pages so far
        elif content not in (before.whole.get(name), after.whole.get(name)):
            yield f"{name} is neither old nor new"
    if end.kind in KILLS:
        if end.code >= 0 and not (end.kind == "killed while writing" and now == after.whole):
            yield f"it was not killed, but ended with {end.code}: {end.output!r}"
        return
    if "Traceback" in end.output:
        yield f"a traceback: {end.output[-600:]!r}"
    if end.kind.startswith("SIG"):
        codes, is_named = {"SIGINT": (130,), "SIGTERM": (143,)}[end.kind], "Afbrudt" in end.output
    else:
        codes, is_named = (1,), str(root) in end.output
    left = {name: before.whole[name] for name in before.whole.keys() - after.whole.keys() if name in now}
    if end.code == 0 and now == after.whole | left and not end.kind.startswith("SIG"):
        return  # such as a file that could not be removed
    if end.code not in codes or not is_named:
        yield f"it ended with {end.code}: {end.output[-600:]!r}"
    if end.kind == "read-only":  # what has been changed before cannot be put back
        return
    if not scenario.page_by_page and now not in (before.whole, after.whole):
        yield f"some files are old and some are new: {_differences(now, before.whole)}"
    if end.event not in ("os.remove", "os.rmdir"):
        if end.tree.aside:
            yield f"left behind: {end.tree.aside}"
        if not scenario.page_by_page and now == before.whole and (made := end.tree.folders - before.folders):
            yield f"folders left behind: {sorted(made)}"


def _differences(some: dict[str, bytes], others: dict[str, bytes]) -> list[str]:
    return sorted(name for name in some.keys() | others.keys() if some.get(name) != others.get(name))


def main() -> None:
    """Examine the commands that are named, or all."""
    given = sys.argv[1:]
    os.environ["COLUMNS"] = "200"
    for module in IMPORTED:
        importlib.import_module(module)
    gc.freeze()  # else collecting in a copy would copy all memory
    names = [each for each in given if not each.startswith("--")] or list(SCENARIOS)
    failed = False
    with with_statbank():
        for name in names:
            found = examine(SCENARIOS[name], everything="--all" in given)
            failed = failed or bool(found.wrong)
            if "--json" in given:
                print(json.dumps(attrs.asdict(found)), flush=True)
                continue
            counts = f"{found.changes} changes, {found.runs} disturbed runs, {found.completed} of {found.states} states"
            used = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
            print(f"{used:.1f} s: {found.name}: {counts} completed, {len(found.wrong)} wrong", flush=True)
            for each in found.wrong:
                print(f"  {each}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
