"""Readings: a case with an inexact figure or an unclear target is a row for each way to read it, joined at the end."""

from collections.abc import Mapping
from functools import cached_property

import attrs
import numpy as np

from kommunepolitik.evaluation.cases import Cases
from kommunepolitik.evaluation.formulas import (
    Words,
    cagr_progress,
    compound,
    growth,
    linear_progress,
    reaches,
    status_of,
)
from kommunepolitik.evaluation.results import Reading
from kommunepolitik.evaluation.statuses import Method
from kommunepolitik.evaluation.values import Base, Seen
from kommunepolitik.figures import Mask, Numbers, Whole


@attrs.frozen(eq=False, kw_only=True)
class Rows:
    """Readings as columns, in the order of the cases."""

    case: Whole
    words: Words
    value: Numbers
    required: Numbers
    progress: Numbers
    pace: Numbers
    status: Words
    reason: Words

    def taken(self, wanted: Whole | Mask) -> "Rows":
        """Return some of the rows."""
        return Rows(**{name: held[wanted] for name, held in attrs.asdict(self, recurse=False).items()})


@attrs.frozen(eq=False, kw_only=True, slots=False)
class Readings:
    """The judgement of each case, and the ways to read it where it has several."""

    verdicts: Rows
    """One row for each case that has a figure to judge."""
    shown: Rows
    """The readings of the cases that are explained by them."""

    @cached_property
    def by_case(self) -> Mapping[int, list[Reading]]:
        """The readings of each case that has any."""
        found: dict[int, list[Reading]] = {}
        names = ("words", "value", "required", "progress", "status", "pace")
        columns = [getattr(self.shown, name).tolist() for name in names]
        for case, *cells in zip(self.shown.case.tolist(), *columns, strict=True):
            row = dict(zip(names, cells, strict=True))
            for name in ("required", "progress", "pace"):
                row[name] = None if row[name] != row[name] else row[name]
            found.setdefault(case, []).append(Reading(**row))
        return found


@attrs.frozen(eq=False, kw_only=True)
class _Ends:
    """A row for each pair of ends of a figure and of its base."""

    case: Whole
    is_high: Mask
    is_base_high: Mask
    value: Numbers
    base: Numbers
    words: Words

    @classmethod
    def of(cls, cases: Cases, seen: Seen, base: Base, chosen: Mask, obstacle: Words) -> "_Ends":
        low, high, kind = seen.values.low, seen.values.high, cases.kind
        has_two = (low != high) & (kind != "") & (obstacle != "before_start")
        has_two_bases = base.is_known & (base.low != base.high) & np.isin(kind.astype("U"), ("level", "change"))
        has_two_bases &= obstacle != "before_start"
        of_base = 1 + has_two_bases.astype(np.int64)
        counts = np.where(chosen, (1 + has_two) * of_base, 0)
        case = np.repeat(np.arange(len(cases)), counts)
        number = np.arange(len(case)) - np.repeat(np.cumsum(counts) - counts, counts)
        is_high, is_base_high = number // of_base[case] == 1, number % of_base[case] == 1
        words = np.where(is_high, "high", "low").astype("U20")
        if has_two_bases.any():
            ends = np.where(is_base_high, " / high", " / low")
            words = np.char.add(words, np.where(has_two_bases[case] & (kind[case] == "level"), ends, ""))
        return cls(
            case=case,
            is_high=is_high,
            is_base_high=is_base_high,
            value=np.where(is_high, high[case], low[case]),
            base=np.where(is_base_high, base.high[case], base.low[case]),
            words=words,
        )


def required_value(
    cases: Cases, case: Whole, month: Whole, base_month: Whole, base: Numbers, over: Mask, by_percent: Mask
) -> Numbers:
    """Return what each case requires by a month: the path of a level, the level to keep, what a change comes to."""
    kind, target, due = cases.kind[case], cases.target[case], cases.due[case]
    path = cases.knots.value_at(case, month, base_month, base)
    # From the first month of the due period all is required; so it is of what the baseline met already.
    is_whole = over | (month >= cases.periods.first_month[due]) | reaches(base, target, cases.sign[case])
    level = np.select([due < 0, is_whole, np.isnan(base) | (month <= base_month)], [np.nan, target, np.nan], path)
    years, amount = (month - base_month) / 12, cases.amount[case]
    change = np.where(by_percent, compound(base, amount, years), base + amount * years)
    return np.select([kind == "level", kind == "standing", kind == "change"], [level, target, change], np.nan)


def judged_readings(cases: Cases, seen: Seen, base: Base, obstacle: Words, method: Method) -> Readings:
    """Judge each case at the ends of its figure and its base, and in both modes where the mode is not known."""
    kind = cases.kind
    is_change = kind == "change"
    is_before = obstacle == "before_start"
    chosen = (
        seen.is_usable
        & (kind != "judgement")
        & ~cases.is_unruled
        & (~is_change | (obstacle == "") | (is_before & base.is_known))
    )
    ends = _Ends.of(cases, seen, base, chosen, obstacle)
    is_percent = is_change[ends.case] & (cases.mode[ends.case] != "points") & (ends.base > 0)
    is_points = is_change[ends.case] & (cases.mode[ends.case] != "percent")
    modes = np.where(is_change[ends.case], is_percent.astype(np.int64) + is_points, 1)
    of_end = np.repeat(np.arange(len(ends.case)), modes)
    is_first = np.append(True, of_end[1:] != of_end[:-1]) if len(of_end) else np.zeros(0, dtype=bool)
    rows = _judged(cases, seen, base, obstacle, ends, of_end, is_first & is_percent[of_end], method)
    joined = _join_modes(rows, ends, of_end, modes, (seen.over | (kind == "standing"))[ends.case])
    verdicts = _join_ends(joined, is_change)
    counts = np.bincount(ends.case, minlength=len(cases))
    is_ambiguous = np.zeros(len(cases), dtype=bool)
    is_ambiguous[verdicts.case] = verdicts.status == "ambiguous"
    by_ends = (counts > 1) & ((kind != "standing") | is_ambiguous)
    parts = [rows.taken((is_change & (counts == 1))[rows.case]), joined.taken(by_ends[joined.case])]
    shown = _concatenated(parts)
    return Readings(verdicts=verdicts.taken(~is_before[verdicts.case]), shown=shown)


def _judged(
    cases: Cases,
    seen: Seen,
    base: Base,
    obstacle: Words,
    ends: _Ends,
    of_end: Whole,
    by_percent: Mask,
    method: Method,
) -> Rows:
    """Judge each row in the order of the rules."""
    case, value, start = ends.case[of_end], ends.value[of_end], ends.base[of_end]
    kind, sign, target = cases.kind[case], cases.sign[case], cases.target[case]
    month, base_month, over = seen.values.month[case], base.month[case], seen.over[case]
    is_level, is_change = kind == "level", kind == "change"
    years = (month - base_month) / 12
    required = required_value(cases, case, month, base_month, start, over, by_percent)
    is_met = reaches(value, np.where(is_change, required, target), sign)
    is_closed = ~is_change & (over | (kind == "standing"))
    is_barred = is_level & (obstacle[case] != "")
    is_kept = is_level & reaches(start, target, sign)
    progress = linear_progress(value, start, required, sign)
    if method == "cagr":
        whole = (cases.periods.month[cases.due[case]] - base_month) / 12
        progress = np.where(is_level, cagr_progress(value, start, target, years, whole, sign), progress)
    is_unreadable = is_level & (method == "cagr") & np.isnan(progress)
    conditions = [kind == "", is_met, is_closed, is_barred, is_kept, is_unreadable]
    statuses = ["not_assessed", "achieved", "missed", "not_assessed", "worsening", "not_assessed"]
    is_settled = np.logical_or.reduce(conditions) & ~is_change
    is_without = is_barred & ~is_met & ~is_closed & np.isin(obstacle[case], ("no_baseline", "baseline_only"))
    percent = 100 * growth(start, value, years)
    pace = np.where(by_percent, percent, (value - start) / np.where(years == 0, np.nan, years))
    return Rows(
        case=case,
        words=np.where(by_percent, "percent", "points"),
        value=value,
        required=np.where(is_without, np.nan, required),
        progress=np.where(is_settled, np.nan, progress),
        pace=np.where(is_change, pace, np.nan),
        status=np.select(conditions, statuses, status_of(progress)),
        reason=np.select(conditions[1:], ["", "", obstacle[case], "", "method"], ""),
    )


def _join_modes(rows: Rows, ends: _Ends, of_end: Whole, modes: Whole, closed: Mask) -> Rows:
    """Join the modes of a change: ambiguous only where it is met in one and not in the other; else the worse counts."""
    size = len(ends.case)
    first = np.searchsorted(of_end, np.arange(size))
    last = first + modes - 1
    first, last = (np.clip(at, 0, max(len(of_end) - 1, 0)) for at in (first, last))
    is_undefined = modes == 0
    if not len(of_end):
        rows = _blank_rows(1)
    is_met = rows.status == "achieved"
    is_split = ~is_undefined & (is_met[first] != is_met[last])
    progress = np.where(np.isnan(rows.progress), -np.inf, rows.progress)
    least = np.where(progress[last] < progress[first], last, first)
    is_missed = closed & ~is_met[first]
    is_plain = ~(is_undefined | is_split)
    return Rows(
        case=ends.case,
        words=ends.words,
        value=ends.value,
        required=np.where(is_plain, rows.required[least], np.nan),
        progress=np.where(is_plain & ~is_missed & ~is_met[first], rows.progress[least], np.nan),
        pace=np.full(size, np.nan),
        status=np.select(
            [is_undefined, is_split, is_missed], ["not_assessed", "ambiguous", "missed"], rows.status[least]
        ),
        reason=np.where(is_undefined, "undefined_percent", np.where(is_plain & ~is_missed, rows.reason[least], "")),
    )


def _join_ends(rows: Rows, is_change: Mask) -> Rows:
    """Join the ends of a figure: where they disagree the case is ambiguous, else it has no one progress."""
    first = (
        np.flatnonzero(np.append(True, rows.case[1:] != rows.case[:-1])) if len(rows.case) else np.zeros(0, np.int64)
    )
    of_first = np.repeat(first, np.diff(np.append(first, len(rows.case))))
    differs = np.zeros(len(first), dtype=bool)
    if len(first):
        differs = np.logical_or.reduceat(rows.status != rows.status[of_first], first)
    is_single = np.diff(np.append(first, len(rows.case))) == 1
    joined = rows.taken(first)
    return attrs.evolve(
        joined,
        status=np.where(differs, "ambiguous", joined.status),
        reason=np.where(differs, "", joined.reason),
        required=np.where(differs & is_change[joined.case], np.nan, joined.required),
        progress=np.where(is_single, joined.progress, np.nan),
    )


def _blank_rows(size: int) -> Rows:
    blank, empty = np.full(size, np.nan), np.full(size, "", dtype="U20")
    return Rows(
        case=np.zeros(size, dtype=np.int64),
        words=empty,
        value=blank,
        required=blank,
        progress=blank,
        pace=blank,
        status=empty,
        reason=empty,
    )


def _concatenated(parts: list[Rows]) -> Rows:
    """Put rows under each other, by case."""
    names = [field.name for field in attrs.fields(Rows)]
    rows = Rows(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})
    return rows.taken(np.argsort(rows.case, kind="stable"))
