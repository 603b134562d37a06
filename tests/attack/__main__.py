"""Attacks many worlds: `python -m tests.attack --policies 2000 --seed 1`."""

import argparse
import time
from collections import Counter

from tests.attack.campaign import Depth, Tally, attack
from tests.attack.worlds import world


def main() -> int:
    """Attack worlds and print what it came to; return 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--policies", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tables", type=int, default=10, help="read open data and results of one in so many")
    parser.add_argument("--pages", type=int, default=25, help="and pages of one in so many")
    parser.add_argument("--all", type=int, default=100, help="and papers, workbooks and forms of one in so many")
    parser.add_argument("--widths", action="store_true", help="solve for the range of every withheld number of people")
    chosen = parser.parse_args()
    total, depths, slowest = Tally(), Counter[Depth](), (0.0, 0)
    begun = time.process_time()
    for seed in range(chosen.seed, chosen.seed + chosen.policies):
        depth: Depth = "figures"
        for name in ("tables", "pages", "all"):
            if seed % getattr(chosen, name) == 0:
                depth = name
        before = time.process_time()
        tally = attack(world(seed), depth, widths=chosen.widths)
        slowest = max(slowest, (time.process_time() - before, seed)) if depth == "figures" else slowest
        total.add(tally)
        depths[depth] += 1
        for found in tally.found:
            print(found, flush=True)
        if seed % 100 == 0:
            print(f"... {seed}: {len(total.found)} found, {time.process_time() - begun:.0f} CPU s", flush=True)
    print(f"policies {total.worlds} ({', '.join(f'{name} {count}' for name, count in depths.items())})")
    print(f"releases {total.releases}; cells {total.cells}; withheld {total.withheld}; files read {total.files}")
    print(f"numbers asked for {total.goals}; integer programs solved {total.solved}; given up {total.unsolved}")
    print(f"twins {total.twins}, with {total.twin_rows} other withheld rows")
    if total.widths:
        few = Counter(min(round(width), 6) for width in total.widths)
        print(f"possible numbers of each withheld number of people (6: or more): {dict(sorted(few.items()))}")
    print(f"slowest {slowest[0]:.1f} s of CPU (seed {slowest[1]}); all {time.process_time() - begun:.0f} s of CPU")
    print(f"found {len(total.found)}")
    return 1 if total.found else 0


if __name__ == "__main__":
    raise SystemExit(main())
