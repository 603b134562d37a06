"""From the cases and their figures to the columns of an evaluation."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from kommunepolitik.evaluation.cases import Cases
from kommunepolitik.evaluation.columns import Columns
from kommunepolitik.evaluation.formulas import Words, first_of, projected_month, reaches, trend_class
from kommunepolitik.evaluation.judgements import describe_judgements, judged_by_people, source_verdicts
from kommunepolitik.evaluation.margins import Margins, is_beyond
from kommunepolitik.evaluation.readings import Rows, goal_of, judged_readings
from kommunepolitik.evaluation.results import TOLERANCE, Method, Reading
from kommunepolitik.evaluation.selection import Seen, Selection, Values
from kommunepolitik.evaluation.stages import stages
from kommunepolitik.figures import Figures
from kommunepolitik.figures.columns import Mask, Numbers, Objects, objects
from kommunepolitik.figures.periods import FOREVER, NEVER
from kommunepolitik.model import Period, PeriodKind

_KINDS_WITH_DUE: Final = ("level", "change", "direction")


def judge(
    figures: Figures, cases: Cases, at: Period | None, method: Method
) -> tuple[Columns, Mapping[int, list[Reading]]]:
    """Return the fields of all results as columns, and the readings of the cases that have several."""
    found = Selection(figures=figures, cases=cases, at=at)
    seen, stated = found.seen(), found.baseline()
    is_change = cases.kind == "change"
    base, is_before = stated, np.zeros(len(cases), dtype=bool)
    if is_change.any():
        start, is_before = found.start(seen)
        base = start.where(is_change, stated)
    # A direction without a baseline is judged against the previous figure.
    if (by_previous := (cases.kind == "direction") & ~stated.is_known).any():
        base = found.previous(seen).where(by_previous, base)
    obstacle = _obstacle(cases, seen, base, is_before)
    margins = Margins.of(cases, figures)
    verdicts, readings = judged_readings(cases, seen, base, obstacle, margins, method)
    judged = _judged(found, seen, base, obstacle, verdicts, method)
    is_trend = judged.pop("is_trend")
    # A change counts from its start, which is its baseline only where that is used; people's judgements need none.
    is_shown = np.where(is_change, (obstacle == "") & seen.values.is_known, cases.kind != "judgement")
    shown = base.where(is_shown & ~cases.is_cumulative)
    days = np.full(len(cases), FOREVER) if at is None else seen.at  # by which people's judgements count
    judged |= judged_by_people(figures, cases, days, judged["status"], judged["reason"])

    def describe() -> dict[str, Any]:
        columns = {
            **_columns(found, seen, shown),
            "kind": np.where(is_trend, "trend", cases.kind).astype(object),
            "margin": margins.between(base, seen.values),
            "trend": _trend(cases, seen, shown, margins),
            "trend_since_previous": _trend(cases, seen, found.previous(seen), margins),
            "projected_period": _projected(found, seen, shown, method),
            "warnings": _warnings(found, seen, shown, base, judged["status"]),
            "method": np.full(len(cases), method, dtype=object),
            "stage": stages(cases, seen, judged["settled"], at),
        }
        describe_judgements(figures, cases, days, columns)
        return columns | source_verdicts(figures, cases, seen.at)

    return Columns(judged, describe), readings


def _obstacle(cases: Cases, seen: Seen, base: Values, is_before: Mask) -> Words:
    """Return why the movement from a baseline cannot be judged; empty where it can."""
    rules = [
        (is_before, "before_start"),
        (~base.is_known | (base.last <= NEVER), "no_baseline"),
        (seen.values.last <= base.last, "baseline_only"),
        (cases.breaks.between(base.first, seen.values.last), "break_in_series"),
    ]
    return np.where(np.isin(cases.kind, _KINDS_WITH_DUE), first_of(rules), "")


def _judged(
    found: Selection, seen: Seen, base: Values, obstacle: Words, verdicts: Rows, method: Method
) -> dict[str, Any]:
    """Combine the verdicts of the readings with those on growth without a target."""
    cases, size = found.cases, len(found.cases)
    status = np.full(size, "not_assessed", dtype="U20")
    reason = np.where(seen.reason != "", seen.reason, obstacle).astype("U20")
    required, progress = np.full(size, np.nan), np.full(size, np.nan)
    for column, name in ((status, "status"), (reason, "reason"), (required, "required"), (progress, "progress")):
        column[verdicts.case] = getattr(verdicts, name)
    is_free, is_graded = cases.kind == "", np.zeros(size, dtype=bool)
    reason[is_free] = "no_target"
    if method == "cagr" and is_free.any():
        wanted = np.array([bool(indicator.direction) for indicator in cases.indicators], dtype=bool)
        limit = np.array([indicator.limit for indicator in cases.indicators], dtype=np.float64)  # None becomes NaN
        years = (seen.values.time - base.time) / 12
        graded, rate = trend_class(seen.values.ends.low, base.ends.low, years, cases.direction, limit)
        is_graded = (
            is_free & wanted & (seen.reason == "") & seen.values.ends.is_exact & base.ends.is_exact & ~np.isnan(rate)
        )
        is_graded &= ~cases.breaks.between(base.first, seen.values.last)
        status, reason = np.where(is_graded, graded, status), np.where(is_graded, "", reason)
        progress = np.where(is_graded, rate, progress)
    return {
        "is_trend": is_graded,
        "status": status.astype(object),
        "reason": or_none(reason != "", reason),
        "required_value": required,
        "progress": progress,
        "settled": seen.over & (seen.settled | np.isin(status, ("achieved", "missed"))),
    }


def _columns(found: Selection, seen: Seen, base: Values) -> dict[str, Any]:
    """Return the columns that come from the cases, their figures and their baselines."""
    cases, points, values = found.cases, found.points, seen.values
    published = found.published
    position = values.position
    given = np.where(values.is_known & (cases.kind != "judgement"), position, -1)
    texts = {name: points.texts(name, position) for name in ("quality", "published", "source")}
    texts["quality"] = np.where(points.cells("is_provisional", position), "provisional", texts["quality"])
    previous, (own, other) = found.previous(seen), found.relative_values(given)
    is_total_known = cases.is_total & base.is_known & (cases.mode != None)  # noqa: E711 - of each cell
    goal = goal_of(cases, np.arange(len(cases)), base.ends.low, (cases.mode == "percent").astype(bool))
    is_revised = _is_revised(cases, base)
    return {
        "policy": objects([cases.policies[number].id for number in cases.policy.tolist()]),
        "indicator": objects([indicator.id for indicator in cases.indicators]),
        "group": objects(list(cases.groups)),
        "target": objects(["" if target is None else target.key for target in cases.targets]),
        **_quantity("baseline", found.period_of(base), *_shown_baseline(found, base)),
        "period": found.period_of(values),
        **dict(zip(("value", "value_high", "qualifier"), points.shown(given), strict=True)),
        **_quantity("newest", published.periods(seen.newest), *published.shown(seen.newest)),
        **_quantity("previous", found.period_of(previous), *points.shown(previous.position)),
        "target_value": np.where(is_total_known, goal, cases.target),
        "due": cases.periods.periods[cases.due],
        "expected": _months(seen.expected),
        "relative_value": own,
        "reference_value": other,
        **texts,
        "over": seen.over & np.isin(cases.kind, _KINDS_WITH_DUE),
        "stated_baseline": np.where(is_revised & (cases.kind != "standing"), cases.stated, np.nan),
    }


def _quantity(name: str, *cells: Any) -> dict[str, Any]:
    names = (f"{name}_{part}" for part in ("period", "value", "high", "qualifier"))
    return dict(zip(names, cells, strict=True))


def _is_revised(cases: Cases, base: Values) -> Mask:
    """Return where a figure differs from the value that the policy states for its period."""
    pairs = ((base.ends.low, cases.base_low), (base.ends.high, cases.base_high))
    differs: Mask = ~np.logical_and.reduce([np.isclose(*pair, rtol=TOLERANCE, atol=TOLERANCE) for pair in pairs])
    of_period = base.last == cases.periods.last[cases.baseline]
    differs &= (base.position >= 0) & base.is_known & ~np.isnan(cases.stated) & (cases.baseline >= 0) & of_period
    return differs


def _warnings(found: Selection, seen: Seen, shown: Values, base: Values, status: Objects) -> Objects:
    """Return what else a reader should know."""
    cases, values, points = found.cases, seen.values, found.points
    is_level, is_judged = (cases.kind == "level") & ~cases.is_cumulative, seen.values.is_known
    met = [reaches(end, cases.target, cases.sign) for end in (shown.ends.low, shown.ends.high)]
    of_part = (base.length > 0) & (base.length < 12) & (base.length == values.length)
    with np.errstate(invalid="ignore"):
        of_part &= (values.time - base.time) % 12 != 0
    since = np.where(base.is_known, base.first, cases.periods.first[cases.policy_period])
    is_compared = ~np.isin(cases.kind, ("standing", "judgement"))
    is_broken = cases.breaks.between(since, values.last) & (since > NEVER)
    flags = {
        "baseline_meets_target": is_level & met[0] & met[1],
        "baseline_revised": _is_revised(cases, shown) & is_compared,
        "provisional": is_judged & points.cells("is_provisional", values.position),
        "other_period_length": is_judged & seen.is_other_length,
        "other_season": is_judged & base.is_known & of_part & is_compared,
        "reference_late": seen.is_late_reference,
        "break_since_target": np.isin(status.astype(str), ("achieved", "missed")) & is_broken,
        "derived": is_judged & points.cells("is_derived", values.position),
    }
    warnings = objects([()] * len(cases))
    for number in np.flatnonzero(np.logical_or.reduce(list(flags.values()))).tolist():
        warnings[number] = tuple(name for name, mask in flags.items() if mask[number])
    return warnings


def _trend(cases: Cases, seen: Seen, earlier: Values, margins: Margins) -> Objects:
    """Return whether the figure has moved as desired since an earlier one; never over a break."""
    values, margin = seen.values, margins.between(earlier, seen.values)
    with np.errstate(invalid="ignore"):
        ends = [values.ends.low - earlier.ends.high, values.ends.high - earlier.ends.low]
        least, most = (np.where(cases.direction > 0, *pair) * cases.direction for pair in (ends, ends[::-1]))
    classes = [
        np.select([is_beyond(m, margin), is_beyond(-m, margin)], ["better", "worse"], "unchanged")
        for m in (least, most)
    ]
    is_known = values.is_known & earlier.is_known & (earlier.last < values.last) & (earlier.last > NEVER)
    is_known &= classes[0] == classes[1]
    is_known &= ~cases.breaks.between(earlier.first, values.last) & (cases.direction != 0)
    is_known &= ~cases.is_flow | (values.length == earlier.length)  # a half-year has not fallen from the year before it
    return or_none(is_known, classes[0])


def _projected(found: Selection, seen: Seen, base: Values, method: Method) -> Objects:
    """Return when the pace so far reaches a dated level not reached yet; from three figures on, not over a break."""
    cases, values = found.cases, seen.values
    is_asked = (cases.kind == "level") & (cases.due >= 0) & seen.values.is_known
    is_asked &= base.ends.is_exact & values.ends.is_exact & (values.last > base.last) & ~cases.is_cumulative
    with np.errstate(invalid="ignore"):
        is_asked &= cases.sign * (values.ends.low - base.ends.low) > 0
        is_asked &= ~reaches(values.ends.low, cases.target, cases.sign)
    many = found.points.count(found.series, values.length, values.last, base.last)
    is_asked &= (many >= 3) & ~cases.breaks.between(base.first, values.last)
    month = projected_month(
        values.ends.low, values.time, base.ends.low, base.time, cases.target, compounding=method == "cagr"
    )
    projected = objects([None] * len(cases))
    kinds = cases.periods.kind[cases.due]
    for case in np.flatnonzero(is_asked & ~np.isnan(month)).tolist():
        projected[case] = _period_with(int(month[case]), kinds[case])
    return projected


def _shown_baseline(found: Selection, base: Values) -> tuple[Numbers, Numbers, Objects]:
    """Return the values, upper ends and qualifiers of baselines as they are shown."""
    value, high, qualifier = found.points.shown(base.position)
    stated = (base.position < 0) & base.is_known
    value = np.where(stated, found.cases.stated, value)
    for number in np.flatnonzero(stated & found.cases.is_inexact).tolist():
        baseline = found.cases.baselines[number]
        if baseline is not None:
            high[number] = np.nan if baseline.value_high is None else baseline.value_high
            qualifier[number] = baseline.qualifier or ""
    return value, high, qualifier


def or_none(wanted: Mask, cells: npt.NDArray[Any]) -> Objects:
    """Return cells as objects, None where they are not wanted."""
    chosen = cells.astype(object)
    chosen[~wanted] = None
    return chosen


def _months(times: Numbers) -> Objects:
    """Return the months that end at some times; None where there is none."""
    numbers = np.where(np.isnan(times), -1, times).astype(np.int64)
    distinct, codes = np.unique(numbers, return_inverse=True)
    return objects([None if month < 0 else _period_with(month, "month") for month in distinct.tolist()])[codes]


@lru_cache(maxsize=4096)
def _period_with(month: int, kind: PeriodKind) -> Period:
    """Return the period of a kind that contains the end of a month: a projection is rounded up to it."""
    year, number = divmod(month - 1, 12)
    first = year if number >= 7 else year - 1
    texts = {"quarter": f"{year}-Q{number // 3 + 1}", "school_year": f"{first}/{(first + 1) % 100:02}"}
    texts |= dict.fromkeys(("month", "day"), f"{year}-M{number + 1:02}")
    return Period(texts.get(kind, str(year)))
