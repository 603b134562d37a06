"""Which targets count in headlines: the current ones of each series, comparison and reference."""

from typing import Any

import numpy as np

from kommunepolitik.evaluation.cases import Cases
from kommunepolitik.evaluation.selection import Seen
from kommunepolitik.figures.periods import FOREVER, NEVER, Mask, Objects, judged_days
from kommunepolitik.model import Period, Target


def stages(cases: Cases, seen: Seen, settled: Mask, at: Period | None) -> Objects:
    """Return for each case whether it counts: `current`, `later`, `past`, `expired` or `replaced`.

    Of the dues of a series the latest that ends within the reference period is current, else the earliest after it; a
    past one stays so until it is settled. Where none is current or later, the newest past one is `expired`. A target
    without due is current through its policy's period. The reference period is that of the date, else that of each
    series' own newest figure.
    """
    found = np.full(len(cases), "current", dtype=object)
    first = np.full(len(cases), NEVER if at is None else judged_days(at)[0])
    if at is None:
        first = seen.newest_first
    last = seen.at
    ends = cases.periods.last[cases.policy_period]
    groups: dict[tuple[Any, ...], list[int]] = {}
    for case, target in enumerate(cases.targets):
        if target is None:
            continue
        if _is_replaced(cases, case, target, None if at is None else int(last[case])):
            found[case] = "replaced"
        elif cases.due[case] < 0:
            is_over = NEVER < ends[case] < first[case]
            found[case] = "expired" if is_over else "current"
        else:
            key = (int(cases.policy[case]), cases.indicators[case].id, cases.groups[case], *_way(target))
            groups.setdefault(key, []).append(case)
    due = np.where(cases.due >= 0, cases.periods.last[cases.due], FOREVER)
    for several in groups.values():
        _stage(several, found, due, int(first[several[0]]), int(last[several[0]]), settled)
    return found


def _stage(several: list[int], found: Objects, due: Any, first: int, last: int, settled: Mask) -> None:
    """Set the stages of the dated targets of one series."""
    within = [case for case in several if first <= due[case] <= last]
    later = [case for case in several if due[case] > last]
    past = [case for case in several if due[case] < first]
    chosen = max(int(due[case]) for case in within) if within else min((int(due[case]) for case in later), default=None)
    newest = max((int(due[case]) for case in past), default=None)
    for case in several:
        if due[case] == chosen:
            found[case] = "current"
        elif due[case] > last:
            found[case] = "later"
        elif due[case] == newest and not settled[case]:
            found[case] = "current"
        else:
            found[case] = "expired" if chosen is None and due[case] == newest else "past"


def _way(target: Target) -> tuple[Any, ...]:
    """Return what the dated targets on one way share: their kind, how the series is compared, and with which."""
    names = ("comparison", "relative_to", "cumulative", "direction", "mode", "per")
    return (target.kind, *(getattr(target, name, None) for name in names))


def _is_replaced(cases: Cases, case: int, target: Target, at: int | None) -> bool:
    """Whether a decision taken by a day replaced a target."""
    if target.replaced_by is None:
        return False
    decision = cases.policy_of(case).elements.get(target.replaced_by.decision)
    date = getattr(decision, "date", None)
    if date is None:
        return False
    return at is None or date.start.toordinal() <= at
