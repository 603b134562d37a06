"""What is published does not determine any withheld number; and the attacker who shows it finds those that are."""

from pathlib import Path

import attrs
import pytest

from tests.attack.attacker import Attacker
from tests.attack.campaign import attack, twin
from tests.attack.readers import rows_of
from tests.attack.statements import Known
from tests.attack.worlds import Row, World, world
from tests.cli.command import run

CORPUS = (20, 35, 103, 152, 163, 182, 192, 201, 272, 292, 298)
"""Seeds of worlds in which a number was found once."""


@pytest.mark.parametrize("seed", [*range(1, 8), *CORPUS])
def test_no_withheld_number_is_found(seed: int) -> None:
    """In no release of these worlds can a reader compute a withheld number, or a small one that no row gives."""
    tally = attack(world(seed))
    assert (tally.found, tally.unsolved) == ([], 0)
    assert tally.goals > 0


@pytest.mark.parametrize("seed", [9])
def test_no_output_depends_on_a_withheld_number(seed: int) -> None:
    """Pages, charts, records, open data and answers of commands are the same to the byte for other withheld numbers."""
    tally = attack(world(seed), "pages")
    assert tally.found == []
    assert tally.twin_rows > 20


# The attacker finds what there is


def known(rows: list[Row]) -> Attacker:
    """Return an attacker who has read rows of a table, of a policy of which x, y and z are all."""
    policy = world(2).policy | {"disclosure": {"minimum": 5, "partitions": [{"parts": ["x", "y", "z"]}]}}
    rows = [{"group": "", "period": "2024", "quality": "final", **row} for row in rows]
    return Attacker(policy, Known.of(list(rows_of(policy, rows, "table"))))


def test_the_attacker_computes_the_only_part_that_is_withheld() -> None:
    """40 less 20 and 17."""
    rows = [{"indicator": "alle", "group": group, "value": value} for group, value in (("", 40), ("y", 20), ("z", 17))]
    withheld = {"indicator": "alle", "group": "x", "value": None, "quality": "suppressed"}
    assert "withheld alle x 2024-01-01..2024-12-31 is 3" in known([*rows, withheld]).attack().found
    assert known([*rows[:2], withheld]).attack().found == []


def test_the_attacker_knows_that_0_would_be_shown() -> None:
    """Two withheld parts of two are one each."""
    rows: list[Row] = [{"indicator": "alle", "group": group, "value": value} for group, value in (("", 20), ("z", 18))]
    rows += [{"indicator": "alle", "group": group, "value": None, "quality": "suppressed"} for group in ("x", "y")]
    assert [each for each in known(rows).attack().found if each.startswith("withheld")] == [
        f"withheld alle {group} 2024-01-01..2024-12-31 is 1" for group in ("x", "y")
    ]


def test_the_attacker_reads_a_rounded_share_as_an_interval() -> None:
    """2 % of 250 are four to six people, and of 60 one."""
    for base, found in ((250, False), (60, True)):
        rows: list[Row] = [{"indicator": "alle", "value": base}, {"indicator": "andel", "value": 2.0}]
        assert bool(known(rows).attack().found) is found


def undisclosed(seed: int, *, primary: bool) -> World:
    """Return a world whose policy has no disclosure control; with `primary`, its small numbers are left out by hand."""
    subject = world(seed)
    rows = [
        {**row, "value": None, "quality": "suppressed", "numerator": None, "denominator": None}
        if primary and _is_small(row, subject)
        else row
        for row in subject.rows
    ]
    written = {name: value for name, value in subject.policy.items() if name != "disclosure"}
    return attrs.evolve(subject, rows=rows, written=written)


def _is_small(row: Row, subject: World) -> bool:
    value = row["value"]
    return row["indicator"] in ("alle", "job", "sager") and isinstance(value, int) and 0 < value < subject.minimum


@pytest.mark.parametrize("primary", [False, True])
def test_the_attacker_finds_numbers_where_they_are_not_protected(primary: bool) -> None:
    """Without disclosure control, and with small numbers left out but not those from which they follow."""
    assert [seed for seed in range(2, 5) if not attack(undisclosed(seed, primary=primary)).found] == []


def test_the_twin_finds_an_output_made_of_withheld_numbers(tmp_path: Path) -> None:
    """The internal evaluation of the twin is another one; the public one is the same."""
    subject = world(9)
    rows = twin(subject, tmp_path)
    answers = []
    for each in (subject.rows, rows):
        subject.write(tmp_path, each)
        judged = ("evaluate", tmp_path, "--format", "json")
        answers.append((run(*judged).stdout, run(*judged, "--internal").stdout))
    (public, internal), (public_twin, internal_twin) = answers
    assert public == public_twin
    assert internal != internal_twin
