"""Which targets count in headlines: the current ones of each series, comparison and reference."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from kommunepolitik.evaluation.cases import Cases
from kommunepolitik.evaluation.selection import Seen
from kommunepolitik.figures.columns import Mask, Objects
from kommunepolitik.figures.periods import NEVER, judged_days
from kommunepolitik.model import Period, Target


def stages(cases: Cases, seen: Seen, settled: Mask, at: Period | None) -> Objects:
    """Return for each case its `Stage`.

    The latest deadline of a series that ends within the reference period is current, else the earliest after it; a
    past one stays current until it is settled. A target without a deadline is current through its policy's period. The
    reference period is that of the date, else that of each series' own newest figure.
    """
    found = np.full(len(cases), "current", dtype=object)
    first = seen.newest_first if at is None else np.full(len(cases), judged_days(at)[0])
    has_due, ends = cases.due >= 0, cases.periods.last[cases.policy_period]
    is_past = np.where(has_due, (cases.periods.last[cases.due] < first) & settled, (ends > NEVER) & (ends < first))
    found[is_past & (cases.kind != "") & (cases.kind != "judgement")] = "expired"
    groups: dict[tuple[Any, ...], list[int]] = {}
    for case, (target, indicator) in enumerate(zip(cases.targets, cases.indicators, strict=True)):
        if target is None:
            continue
        if _is_replaced(cases, case, target, None if at is None else int(seen.at[case])):
            found[case] = "replaced"
        elif has_due[case] and len(indicator.targets) > 1:
            key = (int(cases.policy[case]), indicator.id, cases.groups[case], *way(target))
            groups.setdefault(key, []).append(case)
    for several in groups.values():
        due = [int(cases.periods.last[cases.due[case]]) for case in several]
        of_series = stages_of(due, settled[several].tolist(), int(first[several[0]]), int(seen.at[several[0]]))
        found[several] = of_series
    return found


def stages_of(due: Sequence[int], settled: Sequence[bool], first: int, last: int) -> list[str]:
    """Return the stages of the dated targets of one series, by their last days and those of the reference period."""
    within = [day for day in due if first <= day <= last]
    later = [day for day in due if day > last]
    chosen = max(within) if within else min(later, default=None)
    newest = max((day for day in due if day < first), default=None)
    stages = []
    for day, is_settled in zip(due, settled, strict=True):
        if day == chosen or (day == newest and not is_settled):
            stages.append("current")
        elif day > last:
            stages.append("later")
        else:
            stages.append("expired" if chosen is None and day == newest else "past")
    return stages


def way(target: Target) -> tuple[Any, ...]:
    """Return what the dated targets on one path share: kind, comparison and reference series."""
    names = ("comparison", "relative_to", "cumulative", "direction", "mode", "per")
    return (target.kind, *(getattr(target, name, None) for name in names))


def _is_replaced(cases: Cases, case: int, target: Target, at: int | None) -> bool:
    """Return whether a decision taken by a day replaced a target."""
    replaced = target.replaced_by
    decision = None if replaced is None else cases.policy_of(case).elements.get(replaced.decision)
    date = getattr(decision, "date", None)
    return date is not None and (at is None or date.start.toordinal() <= at)
