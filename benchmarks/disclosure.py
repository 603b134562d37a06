"""The cost of disclosure control: how it grows with the number of periods, and with the size of one table.

A table is protected by integer programs, whose cost is not bounded by its size: for it nothing is promised.
"""

import random
from collections.abc import Callable, Iterator
from functools import partial

import pandas as pd

import kommunepolitik as kp
import kommunepolitik.model as m
from benchmarks.measuring import Row, growth_row, side_by_side
from kommunepolitik.disclosure import disclose
from kommunepolitik.observations import Observations


def policy(partitions: list[m.Partition]) -> kp.Policy:
    """Return a policy that counts people in groups."""
    groups = dict.fromkeys(id for each in partitions for id in (*each.parts, each.whole or "") if id)
    return kp.Policy(
        id="p",
        title="P",
        municipality=m.Municipality(name="Nybro", fictitious=True),
        groups=[m.Group(id=id, title=id) for id in groups],
        indicators=[m.Indicator(id="job", title="Job", counts_people=True)],
        disclosure=m.Disclosure(minimum=5, partitions=partitions),
    )


def table(rows: list[tuple[str, str, int]]) -> Observations:
    """Return figures: group, period, value."""
    return kp.read_observations(pd.DataFrame(rows, columns=["group", "period", "value"]).assign(indicator="job"))


def periods(count: int) -> tuple[kp.Policy, Observations]:
    """Return a whole of two parts, one of which is small, in a number of periods."""
    rows = [
        (group, f"{1850 + n % 300}-M{1 + n // 300:02}", value)
        for n in range(count)
        for group, value in (("", 33), ("x", 3), ("y", 30))
    ]
    return policy([m.Partition(parts=("x", "y"))]), table(rows)


def crossing(size: int) -> tuple[kp.Policy, Observations]:
    """Return a square table of a size with all its sums, in which half the numbers are small."""
    dice = random.Random(1)
    lines, columns = [f"r{n}" for n in range(size)], [f"c{n}" for n in range(size)]
    value = {(r, c): dice.choice([0, 1, 2, 3, 6, 9]) for r in lines for c in columns}
    partitions = [m.Partition(parts=tuple(lines)), m.Partition(parts=tuple(columns))]
    partitions += [m.Partition(whole=r, parts=tuple(r + c for c in columns)) for r in lines]
    partitions += [m.Partition(whole=c, parts=tuple(r + c for r in lines)) for c in columns]
    rows = [(r + c, "2024", number) for (r, c), number in value.items()]
    rows += [(r, "2024", sum(value[r, c] for c in columns)) for r in lines]
    rows += [(c, "2024", sum(value[r, c] for r in lines)) for c in columns]
    return policy(partitions), table([*rows, ("", "2024", sum(value.values()))])


def rows(quick: bool = False) -> Iterator[Row]:
    """Yield the growth of the cost with the number of periods, and the cost of a figure of larger tables."""
    times = 1 if quick else 5
    sizes = (5, 10) if quick else (250, 500, 1_000, 2_000)
    yield growth_row("disclosure", "periods of 3 figures", lambda count: _control(*periods(count)), sizes, times)
    tables = {size: crossing(size) for size in ((2, 3) if quick else (3, 6, 10))}
    taken = side_by_side({str(size): _control(*each) for size, each in tables.items()}, times)
    figure = {size: taken[str(size)] / len(frame) for size, (_, frame) in tables.items()}
    first = min(figure)
    for size in tables:
        if size != first:
            what, beside = (f"one figure of a table of {n} x {n} with its sums" for n in (size, first))
            yield Row("disclosure", what, beside, figure[size], figure[first])


def _control(subject: kp.Policy, frame: Observations) -> Callable[[], object]:
    return partial(disclose, frame, subject)
