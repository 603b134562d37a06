"""The cost of disclosure control, by the number of periods and by the size of one table; compare the ratios.

Run with `make benchmark`.
"""

import random

import pandas as pd
from measuring import seconds

import kommunepolitik as kp
import kommunepolitik.model as m
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


def main() -> None:
    """Measure and print."""
    cases = {f"{count} periods of 3 figures": periods(count) for count in (200, 2000)}
    cases |= {f"one table of {size} x {size} and its sums": crossing(size) for size in (3, 6, 10)}
    print("\nDisclosure control (ratio: time for a figure, relative to the first)")
    first = None
    for name, (subject, frame) in cases.items():
        taken = seconds(lambda subject=subject, frame=frame: disclose(frame, subject), 3)
        each = taken / len(frame)
        first = first or each
        withheld = (disclose(frame, subject).frame["suppressed"] != "").sum()
        print(f"  {name:<40} {taken * 1000:9.1f} ms  {each / first:6.2f}  withheld {withheld} of {len(frame)}")


if __name__ == "__main__":
    main()
