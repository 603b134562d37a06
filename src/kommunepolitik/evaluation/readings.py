"""Readings: a case with an inexact figure or an unclear target is a row for each way to read it, joined at the end."""

import math
from collections.abc import Sequence

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
from kommunepolitik.evaluation.results import Method, Reading
from kommunepolitik.evaluation.values import Seen, Values
from kommunepolitik.figures.periods import Mask, Numbers, Whole


@attrs.frozen(eq=False, kw_only=True)
class Rows:
    """Readings as columns, in the order of the cases."""

    case: Whole
    pair: Whole
    """Which ends are read: 0 for both low, 1 for the high end of the base, 2 for that of the figure, 3 for both."""
    by_percent: Mask
    value: Numbers
    base: Numbers
    required: Numbers
    progress: Numbers
    status: Words
    reason: Words

    def taken(self, wanted: Whole | Mask | slice, **changed: Numbers | Words) -> "Rows":
        """Return some of the rows, with other columns."""
        return Rows(**({name: held[wanted] for name, held in attrs.asdict(self, recurse=False).items()} | changed))


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


def judged_readings(
    cases: Cases, seen: Seen, base: Values, obstacle: Words, method: Method
) -> tuple[Rows, dict[int, list[Reading]]]:
    """Judge each case at the ends of its figure and its base, and in both modes where the mode is not known.

    Return the judgement of each case that has a figure to judge, and by case the readings that explain some of them.
    """
    kind = cases.kind
    is_change, is_before = kind == "change", obstacle == "before_start"
    chosen = seen.is_usable & (kind != "judgement") & ~cases.is_unruled
    chosen &= ~is_change | (obstacle == "") | (is_before & base.is_known)
    rows = _judged(cases, seen, base, obstacle, _expanded(cases, seen, base, chosen, is_before), method)
    ends = _join_modes(rows, (seen.over | (kind == "standing"))[rows.case])
    verdicts = _join_ends(ends, is_change)
    counts = np.bincount(ends.case, minlength=len(cases))
    is_ambiguous = np.zeros(len(cases), dtype=bool)
    is_ambiguous[verdicts.case] = verdicts.status == "ambiguous"
    by_ends = (counts > 1) & ((kind != "standing") | is_ambiguous)
    by_mode = (is_change & (counts == 1))[rows.case] & (rows.reason != "undefined_percent")
    years = (seen.values.month - base.month) / 12
    by_case: dict[int, list[Reading]] = {}
    _add(by_case, *_by_mode(rows.taken(by_mode), years))
    _add(by_case, *_by_ends(ends.taken(by_ends[ends.case]), base, kind))
    return verdicts.taken(~is_before[verdicts.case]), by_case


def _expanded(cases: Cases, seen: Seen, base: Values, chosen: Mask, is_before: Mask) -> Rows:
    """Return a row for each pair of ends, twice where a change may mean percent or points, to be judged."""
    kind, values = cases.kind, seen.values
    has_base = (kind == "level") | (kind == "change")
    two_ends = (values.low != values.high) & (kind != "") & ~is_before
    two_bases = has_base & base.is_known & (base.low != base.high) & ~is_before
    two_modes = (kind == "change") & (cases.mode == None)  # noqa: E711 - of each cell
    of_base, of_mode = 1 + two_bases.astype(np.int64), 1 + two_modes.astype(np.int64)
    counts = np.where(chosen, (1 + two_ends) * of_base * of_mode, 0)
    case = np.repeat(np.arange(len(cases)), counts)
    number = np.arange(len(case)) - np.repeat(np.cumsum(counts) - counts, counts)
    is_second, number = number % of_mode[case] == 1, number // of_mode[case]
    is_base_high, is_high = number % of_base[case] == 1, number // of_base[case] == 1
    by_percent = (kind[case] == "change") & (cases.mode[case] != "points") & ~is_second
    start = np.where(is_base_high, base.high[case], base.low[case])
    blank, empty = np.full(len(case), np.nan), np.full(len(case), "")
    rows = Rows(
        case=case,
        pair=is_high * 2 + is_base_high,
        by_percent=by_percent,
        value=np.where(is_high, values.high[case], values.low[case]),
        base=start,
        required=blank,
        progress=blank,
        status=empty,
        reason=empty,
    )
    return rows.taken(~(two_modes[case] & by_percent & ~(start > 0)))  # percent of nothing has no meaning


def _judged(cases: Cases, seen: Seen, base: Values, obstacle: Words, rows: Rows, method: Method) -> Rows:
    """Judge each row in the order of the rules."""
    case, value, start = rows.case, rows.value, rows.base
    kind, sign, target = cases.kind[case], cases.sign[case], cases.target[case]
    base_month, over = base.month[case], seen.over[case]
    is_level, is_change = kind == "level", kind == "change"
    years = (seen.values.month[case] - base_month) / 12
    required = required_value(cases, case, seen.values.month[case], base_month, start, over, rows.by_percent)
    is_met = reaches(value, np.where(is_change, required, target), sign)
    is_closed = ~is_change & (over | (kind == "standing"))
    is_barred = is_level & (obstacle[case] != "")
    is_kept = is_level & reaches(start, target, sign)
    progress = linear_progress(value, start, required, sign)
    if method == "cagr":
        whole = (cases.periods.month[cases.due[case]] - base_month) / 12
        progress = np.where(is_level, cagr_progress(value, start, target, years, whole, sign), progress)
    rules = [
        (kind == "", "not_assessed", "no_target"),
        (rows.by_percent & ~(start > 0), "not_assessed", "undefined_percent"),
        (is_met, "achieved", ""),
        (is_closed, "missed", ""),
        (is_barred, "not_assessed", obstacle[case]),
        (is_kept, "worsening", ""),
        (is_level & (method == "cagr") & np.isnan(progress), "not_assessed", "method"),
    ]
    conditions, statuses, reasons = zip(*rules, strict=True)
    is_settled = np.logical_or.reduce(conditions) & ~is_change
    is_without = is_barred & ~is_met & ~is_closed & np.isin(obstacle[case], ("no_baseline", "baseline_only"))
    return rows.taken(
        slice(None),
        required=np.where(is_without, np.nan, required),
        progress=np.where(is_settled, np.nan, progress),
        status=np.select(conditions, statuses, status_of(progress)),
        reason=np.select(conditions, reasons, ""),
    )


def _join_modes(rows: Rows, closed: Mask) -> Rows:
    """Join the modes of a change: ambiguous only where it is met in one and not in the other; else the worse counts."""
    first = _starts(rows.case * 4 + rows.pair)
    last = np.append(first, len(rows.case))[1:] - 1
    is_met, progress = rows.status == "achieved", np.where(np.isnan(rows.progress), -np.inf, rows.progress)
    least = np.where(progress[last] < progress[first], last, first)
    is_split = is_met[first] != is_met[last]
    is_missed = closed[first] & ~is_met[first] & ~is_split & (rows.reason[first] == "")
    return rows.taken(
        least,
        required=np.where(is_split, np.nan, rows.required[least]),
        progress=np.where(is_split | is_missed | is_met[first], np.nan, rows.progress[least]),
        status=np.select([is_split, is_missed], ["ambiguous", "missed"], rows.status[least]),
    )


def _join_ends(rows: Rows, is_change: Mask) -> Rows:
    """Join the ends of a figure: where they disagree the case is ambiguous, else it has no one progress."""
    first = _starts(rows.case)
    counts = np.diff(np.append(first, len(rows.case)))
    of_case = np.repeat(np.arange(len(first)), counts)
    differs = np.zeros(len(first), dtype=bool)
    differs[of_case[rows.status != rows.status[first][of_case]]] = True
    return rows.taken(
        first,
        status=np.where(differs, "ambiguous", rows.status[first]),
        reason=np.where(differs, "", rows.reason[first]),
        required=np.where(differs & is_change[rows.case[first]], np.nan, rows.required[first]),
        progress=np.where(counts == 1, rows.progress[first], np.nan),
    )


def _starts(ids: Whole) -> Whole:
    """Return where each run of equal numbers starts."""
    return np.flatnonzero(np.diff(ids, prepend=-1))


def _by_mode(rows: Rows, years: Numbers) -> tuple[Rows, list[str], Numbers]:
    """Return the words for changes in percent or points, and their pace a year."""
    passed = np.where(years == 0, np.nan, years)[rows.case]
    pace = np.where(rows.by_percent, 100 * growth(rows.base, rows.value, passed), (rows.value - rows.base) / passed)
    return rows, ["percent" if by_percent else "points" for by_percent in rows.by_percent.tolist()], pace


def _by_ends(rows: Rows, base: Values, kind: Words) -> tuple[Rows, list[str], Numbers]:
    """Return the words for the ends of figures, and of a level's base; without a pace."""
    has_ends = (kind == "level") & (base.low != base.high) & base.is_known
    words = [
        ("high" if pair > 1 else "low") + (f" / {'high' if pair % 2 else 'low'}" if both else "")
        for pair, both in zip(rows.pair.tolist(), has_ends[rows.case].tolist(), strict=True)
    ]
    return rows, words, np.full(len(words), np.nan)


def _add(by_case: dict[int, list[Reading]], rows: Rows, words: Sequence[str], pace: Numbers) -> None:
    columns = [each.tolist() for each in (rows.case, rows.value, rows.required, rows.progress, pace, rows.status)]
    for word, case, value, *numbers, status in zip(words, *columns, strict=True):
        required, progress, each = (None if math.isnan(number) else number for number in numbers)
        reading = Reading(words=word, value=value, required=required, progress=progress, status=status, pace=each)
        by_case.setdefault(case, []).append(reading)
