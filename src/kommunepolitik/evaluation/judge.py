"""From the cases and their figures to the columns of an evaluation."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from kommunepolitik.evaluation.cases import Cases
from kommunepolitik.evaluation.formulas import Words, projected_month, reaches, rounded, trend_class
from kommunepolitik.evaluation.readings import Rows, judged_readings
from kommunepolitik.evaluation.results import Method, Reading
from kommunepolitik.evaluation.values import CaseFigures, Seen, Values
from kommunepolitik.figures import Figures
from kommunepolitik.figures.periods import Mask, Objects, objects
from kommunepolitik.model import Period, PeriodKind
from kommunepolitik.observations.columns import status_of_judgement


def judge(
    figures: Figures, cases: Cases, at: Period | None, method: Method
) -> tuple[Mapping[str, Any], Mapping[int, list[Reading]]]:
    """Return the fields of all results as columns, and the readings of the cases that have several."""
    found = CaseFigures(figures=figures, cases=cases, at=at)
    seen, stated = found.seen(), found.baseline()
    start, of_change = found.start(seen)
    is_change = cases.kind == "change"
    base = start.where(is_change, stated)
    obstacle = np.where(is_change, of_change, _level_obstacle(cases, seen, stated))
    obstacle = np.where(cases.is_unruled, "method", obstacle)
    verdicts, readings = judged_readings(cases, seen, base, obstacle, method)
    judged = _judged(found, seen, base, obstacle, verdicts, method)
    # A change counts from its start, which is its baseline only where it is judged by it; people need none.
    is_shown = np.select(
        [is_change, cases.kind == "judgement", cases.kind == "standing"],
        [(obstacle == "") & seen.is_usable, False, seen.is_usable],
        True,
    )
    shown = base.where(is_shown.astype(bool))
    compared = shown.where(~is_change)
    columns = _columns(found, seen, shown)
    return {
        **columns,
        **judged,
        "trend": _trend(found, seen, compared),
        "projected_period": _projected(found, seen, compared, judged["status"], method),
        "warnings": _warnings(cases, shown, columns["quality"]),
        "method": np.full(len(cases), method, dtype=object),
    }, readings


def _level_obstacle(cases: Cases, seen: Seen, base: Values) -> Words:
    """Return why the way of a level cannot be judged; empty where it can."""
    conditions = [
        cases.due < 0,
        ~base.is_known,
        seen.values.month <= base.month,
        cases.breaks.between(base.month, seen.values.month),
    ]
    return np.select(conditions, ["no_due", "no_baseline", "baseline_only", "break_in_series"], "")


def _judged(
    found: CaseFigures, seen: Seen, base: Values, obstacle: Words, verdicts: Rows, method: Method
) -> dict[str, Any]:
    """Put the verdicts of the readings, of people and of the growth without a target together."""
    cases, figures, size = found.cases, found.figures, len(found.cases)
    status = np.full(size, "not_assessed", dtype="U20")
    reason = np.select([~seen.is_found, ~seen.values.is_known], [seen.reason, seen.values.problem], obstacle)
    reason = reason.astype("U20")
    required, progress = np.full(size, np.nan), np.full(size, np.nan)
    for column, name in ((status, "status"), (reason, "reason"), (required, "required"), (progress, "progress")):
        column[verdicts.case] = getattr(verdicts, name)
    kind = cases.kind.astype("U20")
    is_free = kind == ""
    reason[is_free] = "no_target"
    if method == "cagr" and is_free.any():
        month = seen.values.month
        wanted = np.array([bool(case.indicator.direction) for case in cases.listed], dtype=bool)
        limit = np.array([case.indicator.limit for case in cases.listed], dtype=np.float64)  # None becomes NaN
        graded, rate = trend_class(seen.values.low, base.low, (month - base.month) / 12, cases.direction, limit)
        is_graded = is_free & wanted & seen.is_usable & seen.values.is_exact & base.is_exact & ~np.isnan(rate)
        is_graded &= ~cases.breaks.between(base.month, month)
        status, reason = np.where(is_graded, graded, status), np.where(is_graded, "", reason)
        progress, kind[is_graded] = np.where(is_graded, rate, progress), "trend"
    by_people = np.flatnonzero((kind == "judgement") & seen.is_found)
    texts = [figures.texts(name, seen.position[by_people]) for name in ("judgement", "quality")]
    for number, judgement, quality in zip(by_people.tolist(), *texts, strict=True):
        known = None if quality == "suppressed" else status_of_judgement(judgement)
        status[number] = known or "not_assessed"
        reason[number] = "" if known else "suppressed" if quality == "suppressed" else "own_words"
    return {
        "kind": kind.astype(object),
        "status": status.astype(object),
        "reason": _or_none(reason != "", reason),
        "required_value": required,
        "progress": progress,
    }


def _columns(found: CaseFigures, seen: Seen, base: Values) -> dict[str, Any]:
    """Return the columns that come from the cases, their figures and their baselines."""
    cases, figures, values = found.cases, found.figures, seen.values
    position = np.where(seen.is_found, seen.position, -1)
    has_value = seen.is_usable & (cases.kind != "judgement")
    texts = {
        name: figures.texts(name, position) for name in ("qualifier", "quality", "judgement", "published", "source")
    }
    value = np.where(texts["qualifier"] == "under", values.high, values.low)
    has_high = has_value & ~np.isnan(figures.numbers("value_high", position))
    is_dated = (cases.kind == "level") | (cases.kind == "change")
    own, reference = (np.where(has_value & cases.is_relative, held, np.nan) for held in (values.value, values.other))
    return {
        "policy": objects([case.policy.id for case in cases.listed]),
        "indicator": objects([case.indicator.id for case in cases.listed]),
        "group": objects([case.group for case in cases.listed]),
        "target": objects(["" if case.target is None else case.target.key for case in cases.listed]),
        "baseline_period": base.period,
        "baseline_value": base.value,
        "period": _or_none(seen.is_found, values.period),
        "value": np.where(has_value, value, np.nan),
        "value_high": np.where(has_high, values.high, np.nan),
        "target_value": cases.target,
        "due": cases.periods.periods[cases.due],
        "relative_value": own,
        "reference_value": reference,
        **texts,
        "over": seen.over & is_dated,
        "stated_baseline": base.other,
    }


def _warnings(cases: Cases, base: Values, quality: Objects) -> Objects:
    """Return what a reader should know besides."""
    ends = [reaches(end, cases.target, cases.sign) for end in (base.low, base.high)]
    flags = {
        "baseline_meets_target": (cases.kind == "level") & ends[0] & ends[1],
        "baseline_revised": ~np.isnan(base.other),
        "provisional": quality == "provisional",
    }
    warnings = objects([()] * len(cases))
    for number in np.flatnonzero(np.logical_or.reduce(list(flags.values()))).tolist():
        warnings[number] = tuple(name for name, mask in flags.items() if mask[number])
    return warnings


def _trend(found: CaseFigures, seen: Seen, base: Values) -> Objects:
    """Compare with the baseline, else the figure before, rounded to the decimals; never over a break."""
    cases, values = found.cases, seen.values
    before = found.values(np.where(seen.is_usable, seen.previous, -1))
    by_base = base.is_exact & (base.month < values.month)
    earlier = np.where(by_base, base.low, np.where(before.is_exact, before.low, np.nan))
    month = np.where(by_base, base.month, before.month)
    is_broken = cases.breaks.between(month, values.month)
    moved = cases.direction * (rounded(values.low, cases.decimals) - rounded(earlier, cases.decimals))
    is_known = seen.is_usable & values.is_exact & ~np.isnan(earlier) & ~is_broken & (cases.direction != 0)
    is_known &= cases.kind != "judgement"
    return _or_none(is_known, np.select([moved == 0, moved > 0], ["unchanged", "better"], "worse"))


def _projected(found: CaseFigures, seen: Seen, base: Values, status: Objects, method: Method) -> Objects:
    """Return when the pace so far reaches a dated level; from three figures on, and not over a break."""
    cases, values = found.cases, seen.values
    is_asked = (cases.kind == "level") & (cases.due >= 0) & (status != "achieved") & seen.is_usable
    is_asked &= base.is_exact & values.is_exact & (values.month > base.month)
    with np.errstate(invalid="ignore"):
        is_asked &= cases.sign * (values.low - base.low) > 0
    first = np.where(cases.baseline >= 0, cases.periods.last[cases.baseline], 0)
    is_asked &= found.figures.measured.count(cases.series, first, seen.until) >= 3
    is_asked &= ~cases.breaks.between(base.month, values.month) & ~cases.is_unruled
    month = projected_month(values.low, values.month, base.low, base.month, cases.target, compounding=method == "cagr")
    projected = objects([None] * len(cases))
    kinds = cases.periods.kind[cases.due]
    for case in np.flatnonzero(is_asked & ~np.isnan(month)).tolist():
        projected[case] = _period_with(int(month[case]), kinds[case])
    return projected


def _or_none(wanted: Mask, cells: npt.NDArray[Any]) -> Objects:
    chosen = cells.astype(object)
    chosen[~wanted] = None
    return chosen


@lru_cache(maxsize=4096)
def _period_with(month: int, kind: PeriodKind) -> Period:
    """Return the period of a kind in which a month lies: what a projection is rounded up to."""
    year, number = divmod(month - 1, 12)
    if kind == "quarter":
        return Period(f"{year}-Q{number // 3 + 1}")
    if kind in ("month", "day"):
        return Period(f"{year}-M{number + 1:02}")
    if kind == "school_year":
        first = year if number >= 7 else year - 1
        return Period(f"{first}/{(first + 1) % 100:02}")
    return Period(str(year))
