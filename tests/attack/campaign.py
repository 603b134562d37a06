"""Attacks a world: all its releases, read, solved, and compared with those of a twin with other withheld numbers."""

import json
import random
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Literal

import attrs

import kommunepolitik as kp
from kommunepolitik.disclosure import disclose
from kommunepolitik.documents import read_all
from kommunepolitik.model import Period
from kommunepolitik.site import public_figures
from tests.attack import outputs
from tests.attack.attacker import Attacker
from tests.attack.readers import days, read, results_of, rows_of
from tests.attack.statements import Cell, Known, Statement
from tests.attack.worlds import Row, World

Depth = Literal["figures", "tables", "pages", "all"]
"""Which outputs are read: the public figures, open data and results, also pages, or all."""


@attrs.define
class Tally:
    """What attacks on worlds came to."""

    worlds: int = 0
    releases: int = 0
    cells: int = 0
    withheld: int = 0
    goals: int = 0
    solved: int = 0
    unsolved: int = 0
    twins: int = 0
    twin_rows: int = 0
    files: int = 0
    found: list[str] = attrs.field(factory=list)
    widths: list[float] = attrs.field(factory=list)

    def add(self, other: "Tally") -> None:
        """Add those on other worlds."""
        for name in attrs.fields_dict(Tally):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def attack(subject: World, depth: Depth = "figures", *, widths: bool = False) -> Tally:
    """Attack a world.

    Each release is what was made of the figures published until a day; and, with the newest figures, what is made of
    what was known on an earlier day.
    """
    tally = Tally(worlds=1)
    with tempfile.TemporaryDirectory() as name:
        for last in subject.dates:
            own = attrs.evolve(subject, rows=[row for row in subject.rows if row["published"] <= last])
            for known in [date for date in subject.dates if date <= last]:
                statements = list(_statements(own, Path(name), depth, known, tally))
                _solve(
                    own,
                    statements,
                    f"{subject.seed}, figures of {last}, known {known}",
                    tally,
                    _revised(own, known),
                    widths,
                )
        if depth != "figures":
            _compare_with_twin(subject, Path(name), depth, tally)
    return tally


def _revised(subject: World, known: str) -> Collection[Cell]:
    """Return the figures that were published again after a day."""
    return {(row["indicator"], row["group"], days(row["period"])) for row in subject.rows if row["published"] > known}


def _statements(subject: World, folder: Path, depth: Depth, known: str, tally: Tally) -> Iterator[Statement]:
    """Yield what a release states."""
    policy = folder / "policy"
    subject.write(policy)
    if depth == "figures":
        frames, _ = public_figures(read_all([policy]), at=Period("2025"), known=Period(known))
        yield from rows_of(subject.policy, frames["observations"].to_dict("records"), "observations")  # type: ignore[arg-type]
        yield from results_of(subject.policy, frames["results"].to_dict("records"), "results")  # type: ignore[arg-type]
        return
    if depth == "all" and known < subject.rows[-1]["published"]:
        depth = "pages"  # some of the others always give the newest figures
    found = _outputs(subject, folder, depth, "--known", known)
    tally.files += len(found)
    yield from read(subject.policy, found)


def _outputs(subject: World, folder: Path, depth: Depth, *known: str) -> dict[str, bytes]:
    """Make the outputs of a policy, in the same place each time."""
    edition = {"id": "nybro-foer", "title": "Den forrige", "period": "2018..2021"}
    (folder / "edition").mkdir(exist_ok=True)
    text = json.dumps(subject.policy | edition, ensure_ascii=False)
    (folder / "edition" / "policy.yaml").write_text(text, encoding="utf-8")
    steps: Sequence[Callable[..., dict[str, bytes]]] = (outputs.tables, outputs.pages, outputs.papers)
    count = {"tables": 1, "pages": 2, "all": 3}[depth]
    found = {}
    for step in steps[:count]:
        found |= step(folder / "policy", folder / "out", *known)
    shutil.rmtree(folder / "out")
    return found


def _solve(
    subject: World,
    statements: Sequence[Statement],
    where: str,
    tally: Tally,
    revised: Collection[Cell],
    widths: bool,
) -> None:
    stated = {
        (each["id"], of.get("group", ""), days(of["baseline"]["period"])): float(of["baseline"]["value"])
        for each in subject.policy["indicators"]
        for of in (each, *each.get("targets", ()))
        if "baseline" in of
    }
    known = Known.of([each for each in statements if each.withheld or each.cell not in stated])
    outcome = Attacker(subject.policy, known, stated, revised).attack(widths=widths)
    tally.releases += 1
    tally.cells += len(known.bounds) + len(known.withheld)
    tally.withheld += len(known.withheld)
    tally.goals += outcome.goals
    tally.solved += outcome.solved
    tally.unsolved += outcome.unsolved
    tally.widths += outcome.widths
    tally.found += [f"{where}: {each}" for each in (*known.leaks, *outcome.found)]


def twin(subject: World, folder: Path) -> list[Row]:
    """Return the figures with other numbers where they are withheld, so that the public table is the same."""
    subject.write(folder)
    policy = kp.load(folder)

    def shown(rows: Sequence[Row]) -> kp.observations.Observations:
        subject.write(folder, rows)
        return disclose(kp.read_observations(folder / "observations.csv", policy), policy)

    before = shown(subject.rows)
    hidden = before.texts["quality"].isin("suppressed").tolist()
    chance = random.Random(subject.seed)
    rows = list(subject.rows)
    waiting = [[place for place, row in enumerate(rows) if hidden[place] and isinstance(row["value"], int | float)]]
    tries = 0
    while waiting and tries < 40:
        places, tries = waiting.pop(0), tries + 1
        changed = list(rows)
        for place in places:
            changed[place] = _other(rows[place], subject, chance)
        if places and shown(changed).frame.equals(before.frame):
            rows = changed
        elif len(places) > 1:
            half = len(places) // 2
            waiting += [places[:half], places[half:]]
    subject.write(folder)
    return rows


def _other(row: Row, subject: World, chance: random.Random) -> Row:
    """Return a row with another number of the same kind: small ones stay small."""
    value = row["value"]
    if isinstance(value, int):
        small = 0 < value < subject.minimum
        choices = [each for each in range(1, subject.minimum) if each != value] if small else [value + 1, value + 2]
        return {**row, "value": chance.choice(choices)} if value > 0 else row
    changed = {**row, "value": value * chance.choice((0.97, 0.99, 0.999))}
    return changed | {name: row[name] + 1 for name in ("numerator", "denominator") if row.get(name)}


def _compare_with_twin(subject: World, folder: Path, depth: Depth, tally: Tally) -> None:
    """Find any byte of any output that depends on a withheld number."""
    rows = twin(subject, folder / "policy")
    count = sum(one != other for one, other in zip(subject.rows, rows, strict=True))
    if not count:
        return
    own = _outputs(subject, folder, depth)
    subject.write(folder / "policy", rows)
    other = _outputs(subject, folder, depth)
    tally.twins += 1
    tally.twin_rows += count
    tally.files += len(own)
    where = f"{subject.seed}, twin"
    tally.found += [f"{where}: {name} depends on withheld numbers" for name in own if own[name] != other.get(name)]
    tally.found += [f"{where}: {name} is only there for the twin" for name in other.keys() - own.keys()]
    tally.found += [f"{where}: {each}" for each in _digits(subject, rows, own)]


def _digits(subject: World, rows: Sequence[Row], own: outputs.Outputs) -> Iterator[str]:
    """Yield outputs that contain the digits of a large withheld number, of which no public number has the same."""
    if subject.minimum < 100:
        return
    changed = {row["value"] for row, other in zip(subject.rows, rows, strict=True) if row != other}
    kept = {row[name] for row in rows for name in ("value", "numerator", "denominator") if row.get(name)}
    secret = {str(each) for each in changed - kept if isinstance(each, int) and each >= 2100}
    for name, text in outputs.texts(own):
        numbers = {each.replace(".", "") for each in re.findall(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d.])", text)}
        numbers |= set(re.findall(r"(?<![\d.,])\d{4,6}(?![\d])", text))
        yield from (f"{name} contains {each}" for each in sorted(secret & numbers))
