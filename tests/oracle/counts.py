"""How often generated policies reach each kind, status, reason and warning.

`python counts.py [FIRST [COUNT]]`; exits with 1 where a count is below the least that is wanted.
"""

from __future__ import annotations

import sys
from collections import Counter

from tests.oracle.generator import generated
from tests.oracle.oracle import judge

KINDS = (
    "level",
    "relative level",
    "cumulative",
    "standing",
    "change per year",
    "change total",
    "direction",
    "none",
    "qualitative",
)
STATUSES = (
    "achieved",
    "on_track",
    "behind",
    "far_behind",
    "unchanged",
    "worsening",
    "missed",
    "ambiguous",
    "not_assessed",
)
REASONS = (
    "awaiting_data", "no_data", "no_period", "no_reference", "suppressed", "no_due", "no_baseline", "baseline_only",
    "break_in_series", "period_mismatch", "before_start", "undefined_percent", "no_target", "own_words", "too_early",
)  # fmt: skip
WARNINGS = (
    "baseline_meets_target", "baseline_revised", "provisional", "other_period_length", "other_season", "reference_late",
    "break_since_target", "derived",
)  # fmt: skip


def kind_of(policy: dict, result: dict) -> str:
    """The kind of a case, finer than the file's word."""
    if result["kind"] in ("none", "qualitative", "standing", "direction"):
        return str(result["kind"])
    indicator = next(i for i in policy["indicators"] if i["id"] == result["indicator"])
    for target in indicator["targets"]:
        name = target.get("id") or (f"{target['kind']}-{target['due']}" if target.get("due") else target["kind"])
        if name == result["target"]:
            if target["kind"] == "change":
                return "change total" if target.get("per") == "total" else "change per year"
            if target.get("cumulative"):
                return "cumulative"
            return "relative level" if target.get("relative_to") else "level"
    raise KeyError(result["target"])


def counts(first: int, number: int) -> dict[str, Counter[str]]:
    """Count the cases of so many consecutive seeds."""
    found: dict[str, Counter[str]] = {
        name: Counter() for name in ("kind", "status", "reason", "warning", "kind and status", "other")
    }
    for seed in range(first, first + number):
        policy, rows, at, known = generated(seed)
        found["other"]["policies with at"] += at is not None
        found["other"]["policies with known"] += known is not None
        for result in judge(policy, rows, at, known):
            kind = kind_of(policy, result)
            found["other"]["cases"] += 1
            found["other"]["settled"] += bool(result["settled"])
            found["kind"][kind] += 1
            found["status"][str(result["status"])] += 1
            found["kind and status"][f"{kind}: {result['status']}"] += 1
            if result["reason"]:
                found["reason"][str(result["reason"])] += 1
            found["warning"].update(result["warnings"])
            progress = result["progress"]
            if progress is not None and min(abs(progress - 0.95), abs(progress - 0.60)) < 1e-9:
                found["other"]["progress exactly at a threshold"] += 1
    return found


def main() -> int:
    """Print the counts."""
    first = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 5000
    found = counts(first, number)
    low: list[str] = []
    for name, keys, least in (
        ("kind", KINDS, 100),
        ("status", STATUSES, 100),
        ("reason", REASONS, 100),
        ("warning", WARNINGS, 50),
    ):
        print(f"\n{name} (at least {least})")
        for key in keys:
            count = found[name][key]
            print(f"  {key:24}{count:7}{'' if count >= least else '  LOW'}")
            if count < least:
                low.append(key)
        for key in sorted(set(found[name]) - set(keys)):
            print(f"  {key:24}{found[name][key]:7}  NOT ON THE LIST")
            low.append(key)
    for name in ("kind and status", "other"):
        print(f"\n{name}")
        for key in sorted(found[name]):
            print(f"  {key:40}{found[name][key]:7}")
    print("\nlow:", ", ".join(low) or "none")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
