"""Readings: a case with an inexact figure or an unclear target has a row for each way to read it, joined at the end."""

import math
from collections.abc import Sequence
from typing import Any

import attrs
import numpy as np

from kommunepolitik.evaluation.cases import Cases
from kommunepolitik.evaluation.formulas import (
    Words,
    cagr_progress,
    compound,
    linear_progress,
    percent_pace,
    reaches,
    status_of,
)
from kommunepolitik.evaluation.margins import Margins, is_beyond
from kommunepolitik.evaluation.results import SHOWN_AS, STATUSES, Method, Reading
from kommunepolitik.evaluation.selection import Seen, Values
from kommunepolitik.figures.columns import Mask, Numbers, Table, Whole, ranges

_WORDS = tuple(dict.fromkeys(SHOWN_AS.values()))


@attrs.frozen(eq=False, kw_only=True)
class Rows(Table):
    """Readings as columns, in the order of the cases."""

    case: Whole
    pair: Whole
    """Which ends are read: 0 for both low, 1 for the high end of the base, 2 for that of the figure, 3 for both."""
    by_percent: Mask
    value: Numbers
    side: Numbers
    """+1 where the value is just above that, -1 just below."""
    base: Numbers
    required: Numbers
    progress: Numbers
    status: Words
    reason: Words


def goal_of(cases: Cases, case: Whole, base: Numbers, by_percent: Mask) -> Numbers:
    """Return the value to reach: that of a level, or a base plus a total change."""
    amount = cases.amount[case]
    with np.errstate(invalid="ignore"):
        total = np.where(by_percent, np.where(base > 0, base * (1 + amount / 100), np.nan), base + amount)
    return np.where(cases.is_total[case], total, cases.target[case])


def required_value(
    cases: Cases, case: Whole, time: Numbers, base_time: Numbers, base: Numbers, by_percent: Mask
) -> Numbers:
    """Return what each case requires by a time: the path of a level, the level to keep, or the base plus a change."""
    kind, due = cases.kind[case], cases.periods.time[cases.due[case]]
    goal = goal_of(cases, case, base, by_percent)
    is_total = cases.is_total[case]
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (time - base_time) / (due - base_time)
        straight = base * (1 - share) + goal * share
        path = np.where(is_total, straight, cases.knots.value_at(case, time, base_time, base))
        level = np.select([np.isnan(due), time >= due, ~(time > base_time)], [np.nan, goal, np.nan], path)
        years, amount = (time - base_time) / 12, cases.amount[case]
        change = np.where(by_percent, compound(base, amount, years), base + amount * years)
    return np.select(
        [(kind == "level") | is_total, kind == "standing", kind == "change"], [level, goal, change], np.nan
    )


@np.errstate(invalid="ignore")  # the difference of two infinite ends is not a number
def judged_readings(
    cases: Cases, seen: Seen, base: Values, obstacle: Words, margins: Margins, method: Method
) -> tuple[Rows, dict[int, list[Reading]]]:
    """Judge each case at the ends of its figure and its base, and in both modes where the mode is not known.

    Return the judgement of each case that has a figure to judge, and by case the readings that explain it.
    """
    kind = cases.kind
    is_change = kind == "change"
    is_open = (seen.reason == "") | (cases.is_cumulative & (seen.values.position >= 0))
    # What a change in all comes to is judged as a level is: whatever lies between, once it is known what it comes to.
    is_computed = cases.is_total & ~np.isin(obstacle, ("no_baseline", "before_start", "baseline_only"))
    chosen = seen.values.is_known & (kind != "judgement") & is_open & (~is_change | (obstacle == "") | is_computed)
    rows = _judged(cases, seen, base, obstacle, _expanded(cases, seen, base, chosen), margins, method)
    ends = _joined(rows, rows.case * 4 + rows.pair)
    verdicts = _joined(ends, ends.case)
    counts = np.bincount(ends.case, minlength=len(cases))
    is_ambiguous = np.zeros(len(cases), dtype=bool)
    is_ambiguous[verdicts.case] = verdicts.status == "ambiguous"
    by_ends = (counts > 1) & ((kind != "standing") | is_ambiguous)
    by_mode = (is_change & (counts == 1))[rows.case] & (rows.reason != "undefined_percent")
    by_case: dict[int, list[Reading]] = {}
    modes, ends = rows[by_mode], ends[by_ends[ends.case]]
    years = ((seen.values.time - base.time) / 12)[modes.case]
    passed = np.where(years == 0, np.nan, years)
    pace = np.where(
        modes.by_percent, percent_pace(modes.base, modes.value, passed), (modes.value - modes.base) / passed
    )
    _add(by_case, modes, ["percent" if by_percent else "points" for by_percent in modes.by_percent.tolist()], pace)
    _add(by_case, ends, _words_of_ends(ends, base, kind), np.full(len(ends.case), np.nan))
    return verdicts, by_case


def _expanded(cases: Cases, seen: Seen, base: Values, chosen: Mask) -> Rows:
    """Return a row for each pair of ends, twice where a change may mean percent or points, to be judged."""
    kind, ends = cases.kind, seen.values.ends
    has_base = (kind == "level") | (kind == "change") | (kind == "direction")
    two_ends = ~ends.is_exact & (kind != "")
    two_bases = has_base & base.is_known & ~base.ends.is_exact
    two_modes = (kind == "change") & (cases.mode == None)  # noqa: E711 - of each cell
    of_base, of_mode = 1 + two_bases.astype(np.int64), 1 + two_modes.astype(np.int64)
    counts = np.where(chosen, (1 + two_ends) * of_base * of_mode, 0)
    case, number = ranges(np.zeros(len(cases), dtype=np.int64), counts)
    is_second, number = number % of_mode[case] == 1, number // of_mode[case]
    is_base_high, is_high = number % of_base[case] == 1, number // of_base[case] == 1
    by_percent = (kind[case] == "change") & (cases.mode[case] != "points") & ~is_second
    start = np.where(is_base_high, base.ends.high[case], base.ends.low[case])
    blank, empty = np.full(len(case), np.nan), np.full(len(case), "")
    rows = Rows(
        case=case,
        pair=is_high * 2 + is_base_high,
        by_percent=by_percent,
        value=np.where(is_high, ends.high[case], ends.low[case]),
        side=np.where(is_high, ends.high_side[case], ends.low_side[case]),
        base=start,
        required=blank,
        progress=blank,
        status=empty,
        reason=empty,
    )
    return rows[~(two_modes[case] & by_percent & ~(start > 0))]  # percent of nothing has no meaning


def _judged(
    cases: Cases, seen: Seen, base: Values, obstacle: Words, rows: Rows, margins: Margins, method: Method
) -> Rows:
    """Judge each row in the order of the rules."""
    case, start = rows.case, rows.base
    kind, sign, over = cases.kind[case], cases.sign[case], seen.over[case]
    lacking, hindered = seen.reason[case], obstacle[case]
    is_level = (kind == "level") | cases.is_total[case]
    is_sum, is_limit = cases.is_cumulative[case], cases.is_cumulative[case] & (sign < 0)
    goal = goal_of(cases, case, start, rows.by_percent)
    required = required_value(cases, case, seen.values.time[case], base.time[case], start, rows.by_percent)
    progress = _progress(cases, seen, base, rows, goal, required, method)
    if method == "linear":
        is_small = ~is_beyond(np.abs(required - start), margins.between(base, seen.values)[case])
        progress = np.where(is_small & ~is_limit, np.nan, progress)
    is_pace = (kind == "change") & ~is_level
    is_met = reaches(rows.value, np.where(is_pace, required, goal), sign, rows.side)
    is_open = ~np.isin(kind, ("", "direction"))
    rules = [
        (kind == "", "not_assessed", "no_target"),
        ((kind == "change") & rows.by_percent & ~(start > 0), "not_assessed", "undefined_percent"),
        (is_sum & ~is_limit & is_met, "achieved", ""),
        (is_limit & ~is_met, "missed", ""),
        (is_sum & (lacking != ""), "not_assessed", lacking),
        (is_open & is_met & ~is_limit, "achieved", ""),
        (is_limit & is_met & seen.settled[case], "achieved", ""),
        (is_open & (over | (kind == "standing")), "missed", ""),
        (is_level & np.isnan(cases.periods.time[cases.due[case]]), "not_assessed", "no_due"),
        (hindered != "", "not_assessed", hindered),
        *(_rules_of_growth(is_level, start, goal, sign, progress) if method == "cagr" else ()),
        *_rules_of_way(cases, seen, base, rows, margins, required, is_limit),
    ]
    conditions, statuses, reasons = zip(*rules, strict=True)
    rule = np.select(conditions, range(len(rules)), len(rules))
    reason = _words_of(rule, [*reasons, ""])
    is_without = is_level & np.isin(hindered, ("no_baseline", "baseline_only"))
    return attrs.evolve(
        rows,
        required=np.where(is_without, np.nan, required),
        progress=np.where(is_without | (hindered == "break_in_series") | (reason != ""), np.nan, progress),
        status=_words_of(rule, [*statuses, status_of(progress)]),
        reason=reason,
    )


def _words_of(rule: Whole, words: Sequence[Words | str]) -> Words:
    """Return for each row the word of its rule: one for all rows, or one for each."""
    found = np.array([each if isinstance(each, str) else "" for each in words], dtype="U20")[rule]
    for number, each in enumerate(words):
        if not isinstance(each, str):
            of_rule = rule == number
            found[of_rule] = each[of_rule]
    return found


def _progress(
    cases: Cases, seen: Seen, base: Values, rows: Rows, goal: Numbers, required: Numbers, method: Method
) -> Numbers:
    """Return the share of the path covered, or of the pace asked for; NaN where there is none."""
    case, value, start, sign = rows.case, rows.value, rows.base, cases.sign[rows.case]
    is_level = (cases.kind[case] == "level") | cases.is_total[case]
    years = (seen.values.time[case] - base.time[case]) / 12
    if method == "cagr":
        whole = (cases.periods.time[cases.due[case]] - base.time[case]) / 12
        way = cagr_progress(value, start, goal, years, whole, sign)
    else:
        way = linear_progress(value, start, required, sign)
        way = np.where(reaches(start, goal, sign), np.nan, way)
    with np.errstate(divide="ignore", invalid="ignore"):
        pace = np.where(rows.by_percent, percent_pace(start, value, years), (value - start) / years)
        limit = required / value
        progress = np.where(is_level, way, pace / cases.amount[case])
    return np.where(cases.is_cumulative[case] & (sign < 0), limit, progress)


def _rules_of_way(
    cases: Cases, seen: Seen, base: Values, rows: Rows, margins: Margins, required: Numbers, is_limit: Mask
) -> list[tuple[Mask, Any, str]]:
    """Return the rules for what is under way: a direction by the margin; others by the path, time and direction."""
    case, over, is_direction = rows.case, seen.over[rows.case], cases.kind[rows.case] == "direction"
    sign = np.where(is_direction, cases.direction[case], cases.sign[case])
    moved, asked, side = sign * (rows.value - rows.base), sign * (required - rows.base), sign * rows.side
    steady, margin = (of(base, seen.values)[case] for of in (margins.steady, margins.between))
    is_better, is_worse = is_beyond(moved, margin, side), is_beyond(-moved, margin, -side)
    is_still = ~is_beyond(asked, steady) & ~is_beyond(sign * (required - rows.value), steady, -side)
    is_there = reaches(rows.value, required, sign, rows.side) | (is_still & ~is_limit & ~np.isnan(asked))
    is_within = ~is_better & ~is_worse & ~is_beyond(np.abs(asked), margin) & ~np.isnan(asked)
    return [
        (is_direction & over & is_better, "achieved", ""),
        (is_direction & over, "missed", ""),
        (is_direction & is_better, "on_track", ""),
        (is_direction & is_worse, "worsening", ""),
        (is_direction, "unchanged", ""),
        (is_there, "on_track", ""),
        (is_within & ~is_limit, "not_assessed", "too_early"),
        (is_worse & ~is_limit, "worsening", ""),
    ]


def _rules_of_growth(
    is_level: Mask, start: Numbers, goal: Numbers, sign: Numbers, progress: Numbers
) -> list[tuple[Mask, Any, str]]:
    """Return the rules of the method `cagr`: by the growth so far against the growth needed."""
    return [
        (is_level & reaches(start, goal, sign), "worsening", ""),
        (is_level & np.isnan(progress), "not_assessed", "method"),
        (is_level & (progress < 0), "worsening", ""),
        (is_level, status_of(progress), ""),
    ]


def _joined(rows: Rows, key: Whole) -> Rows:
    """Join the readings of one key: ambiguous where readers see different words, else the worse of the finer ones."""
    if not len(key):
        return rows
    first = np.flatnonzero(np.diff(key, prepend=-1))
    if len(first) == len(key):
        return rows
    counts = np.diff(np.append(first, len(key)))
    of = np.repeat(np.arange(len(first)), counts)
    is_each = [rows.status == status for status in STATUSES]
    rank = np.select(is_each, list(range(len(STATUSES))), -1)
    words = [len(_WORDS) if status == "ambiguous" else _WORDS.index(SHOWN_AS[status]) for status in STATUSES]
    shown = np.select(is_each, words, -1)
    least, most = np.minimum.reduceat(shown, first), np.maximum.reduceat(shown, first)
    order = np.lexsort((np.arange(len(key)), -rank, of))
    worst = order[first]
    is_split, is_several = least != most, counts > 1
    same = {name: _is_one(getattr(rows, name), first) for name in ("required", "progress")}
    return attrs.evolve(
        rows[worst],
        status=np.where(is_split, "ambiguous", rows.status[worst]),
        reason=np.where(is_split, "", rows.reason[worst]),
        required=np.where(is_several & ~same["required"], np.nan, rows.required[worst]),
        progress=np.where(is_several & ~same["progress"], np.nan, rows.progress[worst]),
    )


def _is_one(values: Numbers, first: Whole) -> Mask:
    """Return which runs of values hold only one."""
    one: Mask = np.minimum.reduceat(values, first) == np.maximum.reduceat(values, first)
    return one


def _words_of_ends(rows: Rows, base: Values, kind: Words) -> list[str]:
    """Return the words for the ends of figures, and of a level's base."""
    has_ends = (kind == "level") & ~base.ends.is_exact & base.is_known
    return [
        ("high" if pair > 1 else "low") + (f" / {'high' if pair % 2 else 'low'}" if both else "")
        for pair, both in zip(rows.pair.tolist(), has_ends[rows.case].tolist(), strict=True)
    ]


def _add(by_case: dict[int, list[Reading]], rows: Rows, words: Sequence[str], pace: Numbers) -> None:
    columns = [each.tolist() for each in (rows.case, rows.value, rows.required, rows.progress, pace, rows.status)]
    for word, case, value, *numbers, status in zip(words, *columns, strict=True):
        required, progress, each = (None if math.isnan(number) else number for number in numbers)
        reading = Reading(words=word, value=value, required=required, progress=progress, status=status, pace=each)
        by_case.setdefault(case, []).append(reading)
