"""Reference implementation ("oracle") of the judging rules in `evaluation.md`, written from its text alone.

`judge(policy, rows, at, known)` takes the plain data of one policy file and its observations and gives one
plain dict per case. Slow and obvious on purpose. `# open N` points to entry N of README.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tests.oracle.figures import (
    Differences,
    Figure,
    Row,
    Series,
    Value,
    cumulated,
    decimals_in,
    figures_of,
    groups_of,
    is_flow,
    is_whole_things,
    lag_of,
    number,
    read_value,
    share_of,
)
from tests.oracle.periods import (
    DAY,
    ONE_DAY,
    YEAR,
    Length,
    Period,
    add_months,
    add_months_to_first,
    last_day,
    length_of,
    month_end,
    part_of_year,
    period_from_days,
    plain_period,
    position,
    read_period,
    same_part,
    size,
    year_before,
)
from tests.oracle.points import (
    TOLERANCE,
    Joined,
    Point,
    Verdict,
    by_progress,
    compare,
    join,
    not_assessed,
    points_of,
    side_of_margin,
)

FREQUENCY_MONTHS = {
    "monthly": 1,
    "quarterly": 3,
    "every_four_months": 4,
    "half_yearly": 6,
    "yearly": 12,
    "every_two_years": 24,
    "every_four_years": 48,
}

STANDING_LENGTH: dict[str, Length] = {
    "year": ("months", 12),
    "half_year": ("months", 6),
    "quarter": ("months", 3),
    "month": ("months", 1),
}

# A step is a number of months (a fraction where ends of figures lie inside months) or a number of days.
Step = tuple[str, Fraction]


# --- what one case is judged on ---------------------------------------------------------------------------


@dataclass
class Case:
    """One row of the evaluation: the target (or none), its series, and the day it is judged as of."""

    policy: dict
    indicator: dict
    target: dict
    kind: str
    group: str
    at: date | None  # last day of the reference period; with at=None the end of the newest figure
    stated_at: bool  # whether `at` was given
    known: date | None
    own: Series
    reference: Series | None
    series: Series
    flow: bool
    warnings: set[str] = field(default_factory=set)
    figure: Figure | None = None
    settled: bool = False
    margin: float | None = None

    @property
    def relative(self) -> bool:
        """Whether the target compares with another series."""
        return self.reference is not None


@dataclass
class Baseline:
    """Where a series stood: its period, what is known of its value, and the figure it was taken from."""

    period: Period | None
    value: Value | None
    figure: Figure | None = None
    stated: Value | None = None

    @property
    def usable(self) -> bool:
        """Whether both its period and its value are known. # open 20."""
        return self.period is not None and self.value is not None


def targets_of(indicator: dict) -> list[dict]:
    """The targets of an indicator."""
    return list(indicator.get("targets") or [])


def target_name(target: dict) -> str:
    """The target's id, else its kind and due, else its kind."""
    if target.get("id"):
        return str(target["id"])
    due = read_period(target.get("due"))
    return f"{target['kind']}-{due.text}" if due else str(target["kind"])


def baseline_record(case: Case) -> dict | None:
    """The target's own baseline, else the indicator's; a group or relative target has only its own."""
    own = case.target.get("baseline")
    if own:
        return dict(own)
    if case.group or case.relative:
        return None
    other = case.indicator.get("baseline")
    return dict(other) if other else None


def stated_value(case: Case, record: dict | None) -> Value | None:
    """The value a baseline states."""
    if not record:
        return None
    return read_value(
        record.get("value"), record.get("value_high"), record.get("qualifier"), is_whole_things(case.indicator)
    )


def figure_at(case: Case, period: Period, until: date) -> Figure | None:
    """The figure of exactly this period, published or built. # open 15."""
    for figure in case.series.of_length(length_of(period), until):
        if figure.period is not None and figure.period.key == period.key:
            return figure
    return None


def resolve(case: Case, record: dict | None, until: date) -> Baseline | None:
    """A baseline's value: the figure of its exact period as known, else what it states."""
    if not record:
        return None
    period = read_period(record.get("period"))
    stated = stated_value(case, record)
    figure = figure_at(case, period, until) if period is not None else None
    if figure is not None and figure.value is not None:  # open 18
        return Baseline(period, figure.value, figure, stated)
    return Baseline(period, stated, None, stated)


def warn_if_revised(case: Case, baseline: Baseline | None) -> None:
    """A figure that differs from the stated baseline is a revision. # open 19."""
    if baseline is None or baseline.figure is None or baseline.stated is None or baseline.value is None:
        return
    if _differ(baseline.value.low, baseline.stated.low) or _differ(baseline.value.high, baseline.stated.high):
        case.warnings.add("baseline_revised")


def _differ(one: float, other: float) -> bool:
    return one != other and abs(one - other) > TOLERANCE


# --- length, figure judged, step, waiting ------------------------------------------------------------------


def choose_length(case: Case, baseline_period: Period | None, due: Period | None) -> Length | None:
    """The one length a target is judged in; None where nothing indicates it."""
    if baseline_period is not None:
        return length_of(baseline_period)
    figures = case.series.raw(case.at or date.max)
    by_due = [figure for figure in figures if due is None or figure.last <= due.last]
    pool = by_due or figures  # open 8
    if case.flow and due is not None:
        length = length_of(due)
        shorter = bool(pool) and all(size(length) < size(figure.length) for figure in pool)
        longer = size(length) > size(YEAR)
        if not shorter and not longer:
            return length
    if not pool:
        return None
    counts: dict[Length, int] = {}
    for figure in pool:  # open 7
        counts[figure.length] = counts.get(figure.length, 0) + 1
    return max(counts, key=lambda length: (counts[length], size(length)))


def limit_of(case: Case, due: Period | None) -> date:
    """The last day by which a figure's period must have ended: `at`, and the last day of due."""
    days = [day for day in (case.at, due.last if due else None) if day is not None]
    return min(days, default=date.max)


def newest(figures: list[Figure]) -> Figure | None:
    """The newest figure; of figures that end the same day the longest."""
    return max(figures, key=lambda figure: (figure.last, size(figure.length)), default=None)


def choose_figure(case: Case, length: Length | None, after: date | None, limit: date) -> Figure | None:
    """The figure judged: the newest of the right length, else (rate or stock) of another. # open 17."""
    if length is None:
        return None
    right = case.series.of_length(length, limit)
    later = [figure for figure in right if after is None or figure.last > after]  # open 16
    if later:
        return newest(later)
    if not case.flow:
        others = [figure for figure in case.series.raw(limit) if figure.length != length]
        other = newest([figure for figure in others if after is None or figure.last > after])
        if other is None and not right:
            other = newest(others)
        if other is not None:
            return other
    return newest(right)


def note_figure(case: Case, length: Length | None) -> None:
    """The warnings that come with the figure judged."""
    figure = case.figure
    if figure is None:
        return
    if length is not None and figure.length != length:
        case.warnings.add("other_period_length")
    if figure.derived:
        case.warnings.add("derived")
    if figure.provisional:
        case.warnings.add("provisional")


def note_season(case: Case, baseline_period: Period | None) -> None:
    """A part of a year that is another part than the baseline's. # open 28."""
    if case.figure is None or baseline_period is None or case.figure.period is None:
        return
    if case.figure.length == length_of(baseline_period) and part_of_year(baseline_period):
        if not same_part(case.figure.period, baseline_period):
            case.warnings.add("other_season")


def note_reference(case: Case, length: Length | None, limit: date) -> None:
    """A newer own figure without its reference. # open 46."""
    if not case.relative or case.figure is None or length is None:
        return
    if any(figure.last > case.figure.last for figure in case.own.of_length(case.figure.length, limit)):
        case.warnings.add("reference_late")


def step_of(case: Case, length: Length | None, limit: date, ends: list[date] | None = None) -> Step:
    """How far apart figures come: `frequency`, else the smallest distance between ends, else the length.

    `ends` are given for cumulative targets only. The step of a relative target is that of the own series.
    """
    frequency = case.indicator.get("frequency")
    if frequency == "weekly":
        return ("days", Fraction(7))
    if frequency in FREQUENCY_MONTHS:
        return ("months", Fraction(FREQUENCY_MONTHS[str(frequency)]))
    if case.figure is not None:
        if ends is None:
            length = case.figure.length
            ends = [figure.last for figure in case.own.of_length(length, limit)]  # open 21
        places = sorted({position(end) for end in ends})
        distances = [later - earlier for earlier, later in zip(places, places[1:], strict=False)]
        if distances:
            return ("months", min(distances))
    if length is None or (case.figure is None and length == DAY):  # open 23
        return ("months", Fraction(12))
    return (length[0], Fraction(length[1]))


def after_step(day: date, step: Step) -> Fraction:
    """The place in time one step after a day. # open 1."""
    unit, amount = step
    if unit == "days":
        return position(date.fromordinal(day.toordinal() + int(amount)))
    return position(day) + amount


def lag_in_months(case: Case) -> int | None:
    """The source's lag; for a relative target the longer of the two. # open 47."""
    lags = [lag_of(case.indicator)]
    if case.relative and case.reference is not None:
        lags.append(lag_of(case.reference.indicator))
    stated = [lag for lag in lags if lag is not None]
    return max(stated) if stated else None


def waiting(case: Case, due: Period, length: Length | None, step: Step) -> str:
    """`awaiting_data` while the day of knowledge lies before due plus the lag, from that day `no_data`."""
    lag = lag_in_months(case)
    judged = case.figure.length if case.figure is not None else length
    if lag is not None:
        deadline = position(due.last) + lag
    elif judged == DAY:  # open 22
        deadline = position(due.last) + 12
    else:
        deadline = after_step(due.last, step)
    clock = case.known or case.at
    assert clock is not None
    return "awaiting_data" if position(clock) < deadline else "no_data"


def is_over(case: Case, due: Period | None) -> bool:
    """Whether `at` reaches the last day of due."""
    return due is not None and case.at is not None and case.at >= due.last


def without_figure(case: Case, due: Period | None, length: Length | None, step: Step, limit: date) -> Verdict:
    """Rule 1: no figure to judge, or one that is suppressed."""
    if case.figure is not None:
        return not_assessed("suppressed")
    if not case.own.figures and case.own.without_period:  # open 5
        return not_assessed("no_period")
    if case.flow and case.target.get("cumulative") is not True and case.series.raw(limit):
        if not (case.indicator.get("over_time") == "sum" and _parts_exist(case, length, limit)):
            return not_assessed("period_mismatch")
    reason = waiting(case, due, length, step) if due is not None and is_over(case, due) else "no_data"
    if reason == "no_data" and case.relative and case.own.raw(limit):
        reason = "no_reference"
    return not_assessed(reason)


def _parts_exist(case: Case, length: Length | None, limit: date) -> bool:
    """Whether there are figures of shorter periods, from which the length judged could be built."""
    return length is not None and any(size(figure.length) < size(length) for figure in case.series.raw(limit))


def judged_away(case: Case) -> bool:
    """Whether there is no value to judge."""
    return case.figure is None or case.figure.suppressed or case.figure.value is None


# --- margin -----------------------------------------------------------------------------------------------


def plain_margin(case: Case, compared: list[Figure | None]) -> float:
    """The margin without chance: stated, else half a unit of the decimals, at least one person of a share."""
    stated = number(case.indicator.get("margin"))
    decimals = case.indicator.get("decimals")
    if stated is not None:
        margin = stated
    elif decimals is not None:
        margin = 0.5 * 10.0 ** -int(decimals)
    else:
        record = baseline_record(case) or {}
        numbers = case.series.numbers()  # open 31
        numbers += [n for n in (number(record.get("value")), number(record.get("value_high"))) if n is not None]
        margin = 0.5 * 10.0 ** -max((decimals_in(n) for n in numbers), default=0)
    whole = share_of(case.indicator)
    if whole is not None and not case.target.get("cumulative"):
        people = [f.denominator for f in compared if f is not None and f.denominator is not None and f.denominator > 0]
        if people:  # open 30
            margin = max(margin, whole / min(people))
    return margin


def chance_margin(case: Case, figure: Figure, origin: Figure | None, y: float, y0: float) -> float:
    """How far a figure may move by chance alone, where the indicator states that its people are new each time."""
    if case.indicator.get("chance") is not True:
        return 0.0
    if case.relative:  # a difference is no share: the own figures vary by chance # open 31
        y = _own_number(figure, y)
        y0 = _own_number(origin, y) if origin is not None else y
    whole = share_of(case.indicator)
    if whole is not None:
        n = figure.denominator
        n0 = origin.denominator if origin is not None else None
        n, n0 = n or n0, n0 or n
        if not n or not n0:
            return 0.0
        p, p0 = y / whole, y0 / whole
        return 1.96 * whole * math.sqrt(max(0.0, p0 * (1 - p0)) / n0 + max(0.0, p * (1 - p)) / n)
    if is_whole_things(case.indicator):  # open 32
        return 1.96 * math.sqrt(max(0.0, y0 + y))
    return 0.0


def _own_number(figure: Figure, otherwise: float) -> float:
    """The number of the own figure behind a difference."""
    if figure.own is None or figure.own.value is None:
        return otherwise
    return _one(figure.own.value)


def margins(case: Case, origin: Figure | None, y: float, y0: float | None) -> tuple[float, float]:
    """The margin without chance, and the margin."""
    assert case.figure is not None
    plain = plain_margin(case, [case.figure, origin])
    if y0 is None:
        return plain, plain
    return plain, max(plain, chance_margin(case, case.figure, origin, y, y0))


def report_margin(case: Case, origin: Figure | None, y0: Value | None) -> None:
    """The margin that is reported: that of the number that stands for the figure. # open 35."""
    if judged_away(case):
        return
    assert case.figure is not None
    assert case.figure.value is not None
    y = _one(case.figure.value)
    case.margin = margins(case, origin, y, None if y0 is None else _one(y0))[1]


def _one(value: Value) -> float:
    """The number that stands for a value."""
    return value.low if math.isfinite(value.low) else value.high


# --- breaks -----------------------------------------------------------------------------------------------


def break_between(case: Case, earlier_first: date, later_last: date) -> bool:
    """Whether a break of the series (or its reference) lies between two figures."""
    records = list(case.indicator.get("breaks") or [])
    if case.reference is not None and case.reference.indicator is not case.indicator:
        records += list(case.reference.indicator.get("breaks") or [])
    firsts = [plain_period(record["period"]).first for record in records]
    return any(earlier_first < first <= later_last for first in firsts)


def policy_period(policy: dict) -> Period | None:
    """The policy's period."""
    return plain_period(policy["period"]) if policy.get("period") else None


def note_break_since_target(case: Case, status: str, set_first: date | None) -> None:
    """A break since the target was set: since its baseline, else since the policy's period began. # open 43."""
    if status not in ("achieved", "missed") or case.figure is None:
        return
    if set_first is None:
        period = policy_period(case.policy)
        set_first = period.first if period else None
    if set_first is not None and break_between(case, set_first, case.figure.last):
        case.warnings.add("break_since_target")


# --- what is common to all kinds ----------------------------------------------------------------------------


def due_of(target: dict) -> Period | None:
    """The period by which a target is to be reached; one without an end is none."""
    due = read_period(target.get("due"))
    return None if due is None or due.is_open else due


def early(case: Case, due: Period | None, length: Length | None, step: Step, limit: date) -> Verdict | None:
    """Rules 1 and 2: no figure, a suppressed one, or a due that is over and not settled."""
    if judged_away(case):
        return without_figure(case, due, length, step, limit)
    if due is not None and is_over(case, due) and not case.settled:
        return not_assessed(waiting(case, due, length, step))
    return None


def settle(case: Case, due: Period | None, step: Step) -> None:
    """Whether the figure judged settles the due: its end plus one step lies after the last day of due. # open 24."""
    if case.figure is not None and due is not None:
        case.settled = after_step(case.figure.last, step) > position(due.last)


def plain(verdict: Verdict) -> Joined:
    """A verdict that does not depend on the value."""
    return join([verdict])


def ends_of(value: Value) -> list[float]:
    """The ends of a baseline's value."""
    points = points_of(value)
    return sorted({point.value for point in points})


def path_verdict(
    y: Point, y0: float, r: float, d: int, progress: float | None, plain_m: float, margin: float
) -> Verdict:
    """Rules 6 to 9: against the path and by progress."""
    asks_nothing = abs(r - y0) <= plain_m + TOLERANCE
    if d * compare(y, r) >= 0:
        return Verdict("on_track", None, progress, r)
    if asks_nothing and d * side_of_margin(y, r, plain_m) >= 0:  # open 33
        return Verdict("on_track", None, progress, r)
    if side_of_margin(y, y0, margin) == 0 and abs(r - y0) <= margin + TOLERANCE:
        return Verdict("not_assessed", "too_early", progress, r)
    if d * side_of_margin(y, y0, margin) < 0:
        return Verdict("worsening", None, progress, r)
    return Verdict(by_progress(progress, d * y.side), None, progress, r)


# --- dated and undated levels, relative or not ---------------------------------------------------------------


def same_series(case: Case, other: dict) -> bool:
    """Whether a target has the group, comparison and reference of the one judged."""
    return (
        other.get("kind") == "level"
        and str(other.get("group") or "") == case.group
        and other.get("comparison") == case.target.get("comparison")
        and reference_of(case.indicator, other) == reference_of(case.indicator, case.target)
    )


def reference_of(indicator: dict, target: dict) -> tuple[str, str] | None:
    """Indicator and group of the series a target compares with."""
    record = target.get("relative_to")
    if not record:
        return None
    return (str(record.get("indicator") or indicator["id"]), str(record.get("group") or ""))


def knots_of(case: Case, due: Period) -> list[tuple[Fraction, float]]:
    """Earlier-due, non-cumulative levels of the same series, in order of time. # open 36."""
    found: dict[Fraction, tuple[int, float]] = {}
    for other in targets_of(case.indicator):
        if other is case.target or not same_series(case, other) or other.get("cumulative"):
            continue
        other_due = due_of(other)
        if other_due is None or other_due.last >= due.last:
            continue
        place = position(other_due.last)
        standing = 0 if other.get("replaced_by") else 1
        if place not in found or standing >= found[place][0]:
            found[place] = (standing, float(other["value"]))
    return [(place, found[place][1]) for place in sorted(found)]


def on_path(t: Fraction, knots: list[tuple[Fraction, float]]) -> float:
    """The value at `t` on straight lines through knots."""
    for (t1, y1), (t2, y2) in zip(knots, knots[1:], strict=False):
        if t1 <= t <= t2:
            return y1 + (y2 - y1) * float((t - t1) / (t2 - t1))
    return knots[-1][1]


def judge_level(case: Case) -> Joined:
    """A level: so far, by then."""
    if case.target.get("cumulative"):
        return judge_cumulative(case)
    value = float(case.target["value"])
    d = 1 if case.target["comparison"] == "at_least" else -1
    due = due_of(case.target)
    record = baseline_record(case)
    period = read_period(record.get("period")) if record else None
    limit = limit_of(case, due)
    length = choose_length(case, period, due)
    case.figure = choose_figure(case, length, period.last if period else None, limit)
    step = step_of(case, length, limit)
    settle(case, due, step)
    baseline = resolve(case, record, limit)
    note_figure(case, length)
    note_season(case, period)
    note_reference(case, length, limit)
    warn_if_revised(case, baseline)
    if baseline is not None and baseline.usable and baseline.value is not None:
        if all(d * (y0 - value) >= -TOLERANCE for y0 in ends_of(baseline.value)):
            case.warnings.add("baseline_meets_target")  # open 49

    def fixed(_y0: float) -> float:
        return value

    result = level_outcome(case, due, length, limit, step, baseline, d, fixed, value)
    note_break_since_target(case, result.status, period.first if period else None)
    return result


def obstacle_of(case: Case, due: Period | None, baseline: Baseline | None) -> str | None:
    """Rule 5: why there is no path."""
    assert case.figure is not None
    if due is None:
        return "no_due"
    if baseline is None or not baseline.usable or baseline.period is None:
        return "no_baseline"
    if case.figure.last <= baseline.period.last:
        return "baseline_only"
    if break_between(case, baseline.period.first, case.figure.last):
        return "break_in_series"
    return None


def level_outcome(
    case: Case,
    due: Period | None,
    length: Length | None,
    limit: date,
    step: Step,
    baseline: Baseline | None,
    d: int,
    target_from: Callable[[float], float],
    fixed: float | None,
) -> Joined:
    """The order of judgement of a dated level. `target_from(y0)` gives the level, `fixed` its value if it needs no y0."""
    origin = baseline.figure if baseline is not None else None
    known_baseline = baseline.value if baseline is not None and baseline.usable else None
    report_margin(case, origin, known_baseline)
    verdict = early(case, due, length, step, limit)
    if verdict is not None:
        return plain(verdict)
    assert case.figure is not None
    assert case.figure.value is not None
    obstacle = obstacle_of(case, due, baseline)
    over = is_over(case, due)
    percent = case.kind == "change" and case.target.get("mode") == "percent"

    def required_at(y0: float) -> float:
        assert due is not None
        assert baseline is not None
        assert baseline.period is not None
        assert case.figure is not None
        t0 = position(baseline.period.last)
        knots = [(t0, y0)]
        if fixed is not None:
            knots += [knot for knot in knots_of(case, due) if knot[0] > t0]
        knots.append((position(due.last), target_from(y0)))
        return on_path(position(case.figure.last), knots)

    def rule(y: Point, y0: float | None) -> Verdict:
        level = fixed if y0 is None else target_from(y0)
        assert level is not None
        plain_m, margin = margins(case, origin, y.value, y0)
        progress = required = None
        if obstacle is None and y0 is not None:
            required = required_at(y0)
            needed = abs(required - y0)
            if needed > margin + TOLERANCE and d * (y0 - level) < -TOLERANCE:
                moved_to = max(y.value, 0.0) if percent else y.value  # open 40
                progress = d * (moved_to - y0) / needed
        if d * compare(y, level) >= 0:
            return Verdict("achieved", None, progress, required)
        if over:
            return Verdict("missed", None, progress, required)
        if obstacle is not None:
            return not_assessed(obstacle)
        assert y0 is not None
        assert required is not None
        return path_verdict(y, y0, required, d, progress, plain_m, margin)

    origins: list[float | None] = [None] if known_baseline is None else list(ends_of(known_baseline))
    verdicts = []
    for y0 in origins:
        level = fixed if y0 is None else target_from(y0)
        assert level is not None
        probes = [level]
        if obstacle is None and y0 is not None:
            probes += probes_around(y0, required_at(y0), margins(case, origin, _one(case.figure.value), y0))
        for point in points_of(case.figure.value, [level], probes):
            verdicts.append(rule(point, y0))
    return join(verdicts)


def probes_around(y0: float, r: float, margin_pair: tuple[float, float]) -> list[float]:
    """The numbers at which a verdict by the path can turn."""
    result = [y0, r, y0 + 0.95 * (r - y0), y0 + 0.60 * (r - y0)]
    for margin in margin_pair:
        result += [y0 - margin, y0 + margin, r - margin, r + margin]
    return result


# --- cumulative levels ----------------------------------------------------------------------------------------


def judge_cumulative(case: Case) -> Joined:
    """A level that the figures of all periods since the start add up to."""
    value = float(case.target["value"])
    upward = case.target["comparison"] == "at_least"
    d = 1 if upward else -1
    due = due_of(case.target)
    limit = limit_of(case, due)
    # a start that is the first of a month is that day: the rule of the day before names no start # open 37
    start = plain_period(case.target["start"]) if case.target.get("start") else policy_period(case.policy)
    sums: list[Figure] = []
    length: Length | None = None
    if start is not None:
        sums, length = cumulated(case.series, start.first, limit)
    case.figure = sums[-1] if sums else None
    step = step_of(case, length, limit, [figure.last for figure in sums])
    settle(case, due, step)
    note_figure(case, None)
    report_margin(case, None, Value(0.0, 0.0))
    if judged_away(case):
        return plain(without_figure(case, due, length, step, limit))
    assert case.figure is not None
    assert case.figure.value is not None
    assert start is not None
    figure, judged = case.figure, case.figure.value
    over = is_over(case, due)
    broken = break_between(case, start.first, figure.last)
    before = position(start.first - ONE_DAY)
    required = None
    if due is not None and not broken:
        required = on_path(position(figure.last), [(before, 0.0), (position(due.last), value)])

    def rule(y: Point) -> Verdict:
        plain_m, margin = margins(case, None, y.value, 0.0)
        progress = None
        if required is not None and upward and required > margin + TOLERANCE:
            progress = y.value / required
        if required is not None and not upward and y.value > TOLERANCE:
            progress = required / y.value
        if upward and compare(y, value) >= 0:
            return Verdict("achieved", None, progress, required)
        if not upward and compare(y, value) > 0:
            return Verdict("missed", None, progress, required)
        if over and not case.settled:
            assert due is not None
            return not_assessed(waiting(case, due, length, step))
        if not upward and case.settled:  # open 38
            return Verdict("achieved", None, progress, required)
        if over:
            return Verdict("missed", None, progress, required)
        if due is None:
            return not_assessed("no_due")
        if broken:
            return not_assessed("break_in_series")
        assert required is not None
        if upward:
            return path_verdict(y, 0.0, required, d, progress, plain_m, margin)
        if compare(y, required) <= 0:
            return Verdict("on_track", None, progress, required)
        return Verdict(by_progress(progress, -y.side), None, progress, required)  # open 38

    probes = [value, 0.0]
    if required is not None:
        probes += probes_around(0.0, required, margins(case, None, _one(judged), 0.0))
        probes += [required / 0.95, required / 0.60]
    result = join([rule(point) for point in points_of(judged, [value], probes)])
    note_break_since_target(case, result.status, start.first)
    return result


# --- standing targets ------------------------------------------------------------------------------------------


def standing_due(case: Case, per: Length) -> Period | None:
    """The last complete `per` that can end by `at` (or by the policy's end, if earlier). # open 27."""
    if case.at is None:
        return None
    until = case.at
    period = policy_period(case.policy)
    if period is not None and period.last < until:
        until = period.last
    months = per[1]
    anchor = newest([figure for figure in case.series.raw(case.at) if figure.length == per])
    end = anchor.last if anchor is not None else month_end(until.year, 12)
    origin, count = end, 0
    while end > until:
        count -= 1
        end = add_months(origin, count * months)
    while add_months(origin, (count + 1) * months) <= until:
        count += 1
        end = add_months(origin, count * months)
    first = add_months_to_first(end + ONE_DAY, -months)
    return period_from_days(first, end)


def judge_standing(case: Case) -> Joined:
    """A level without path, kept every `per` anew."""
    value = float(case.target["value"])
    d = 1 if case.target["comparison"] == "at_least" else -1
    per = STANDING_LENGTH[str(case.target.get("per") or "year")]
    record = baseline_record(case)
    period = read_period(record.get("period")) if record else None
    if not case.stated_at:  # open 26
        length = per if case.flow else choose_length(case, period, None)
        if length is not None:
            figures = case.own.raw(date.max) + case.own.of_length(length, date.max)
            long_enough = [figure.last for figure in figures if size(figure.length) >= size(length)]
            if long_enough:
                case.at = max(long_enough)
    due = standing_due(case, per)
    limit = limit_of(case, due)
    length = per if case.flow else choose_length(case, period, due)
    case.figure = choose_figure(case, length, period.last if period else None, limit)
    step = step_of(case, length, limit)
    settle(case, due, step)
    note_figure(case, length)
    note_reference(case, length, limit)
    report_margin(case, None, None)
    verdict = early(case, due, length, step, limit)
    if verdict is not None:
        return plain(verdict)
    assert case.figure is not None
    assert case.figure.value is not None

    def rule(y: Point) -> Verdict:
        return Verdict("achieved" if d * compare(y, value) >= 0 else "missed")

    result = join([rule(point) for point in points_of(case.figure.value, [value], [value])])
    note_break_since_target(case, result.status, period.first if period else None)
    return result


# --- change ----------------------------------------------------------------------------------------------------


def first_twelve_months(policy: dict) -> Period | None:
    """The first twelve months of the policy's period."""
    period = policy_period(policy)
    if period is None:
        return None
    return period_from_days(period.first, add_months_to_first(period.first, 12) - ONE_DAY)


def start_period(case: Case, record: dict | None) -> Period | None:
    """Where a change starts: at `start`, else its own baseline, else the indicator's, else the policy's first year."""
    if case.target.get("start"):
        return read_period(case.target["start"])
    if record and read_period(record.get("period")) is not None:
        return read_period(record.get("period"))
    return first_twelve_months(case.policy)


def start_of(
    case: Case, start: Period | None, record: dict | None, length: Length | None, step: Step, limit: date
) -> Baseline | None:
    """The figure a change starts from. # open 39."""
    if start is None:
        return None
    stated = stated_value(case, record)
    stated_period = read_period(record.get("period")) if record else None
    comparable = not case.flow or length_of(start) == length
    figure = figure_at(case, start, limit) if comparable else None
    if figure is not None and figure.value is not None:
        same = stated_period is not None and stated_period.key == start.key
        return Baseline(start, figure.value, figure, stated if same else None)
    if stated is not None and stated_period is not None and stated_period.last <= start.last:
        return resolve(case, record, limit)
    lengths = {length}
    if not case.flow and case.figure is not None:
        lengths.add(case.figure.length)
    older = [
        figure
        for candidate in lengths
        if candidate is not None
        for figure in case.series.of_length(candidate, min(limit, start.last))
        if figure.value is not None and after_step(figure.last, step) >= position(start.last)
    ]
    found = newest(older)
    return None if found is None else Baseline(found.period, found.value, found)


def judge_change(case: Case) -> Joined:
    """So much more or less, a year or in total."""
    due = due_of(case.target)
    record = baseline_record(case)
    period = read_period(record.get("period")) if record else None
    limit = limit_of(case, due)
    length = choose_length(case, period, due)  # open 9
    start = start_period(case, record)
    case.figure = choose_figure(case, length, start.last if start else None, limit)
    step = step_of(case, length, limit)
    settle(case, due, step)
    note_figure(case, length)
    begin = start_of(case, start, record, length, step, limit)
    note_season(case, begin.period if begin else None)
    warn_if_revised(case, begin)
    report_margin(case, begin.figure if begin else None, begin.value if begin else None)
    verdict = early(case, due, length, step, limit)
    if verdict is not None:
        return plain(verdict)
    assert case.figure is not None
    if start is not None and case.figure.last < start.first:
        return plain(not_assessed("before_start"))
    if begin is None or not begin.usable or begin.period is None or begin.value is None:
        return plain(not_assessed("no_baseline"))
    if case.figure.last <= begin.period.last:
        return plain(not_assessed("baseline_only"))
    total = case.target.get("per") == "total"
    broken = break_between(case, begin.period.first, case.figure.last)
    if broken and not total:  # open 41
        return plain(not_assessed("break_in_series"))
    mode = case.target.get("mode")
    readings = [str(mode)] if mode else ["percent", "points"]
    verdicts: list[Verdict] = []
    for reading in readings:
        for y0 in ends_of(begin.value):
            if reading == "percent" and y0 <= TOLERANCE:
                verdicts.append(not_assessed("undefined_percent"))
            elif total:
                verdicts += total_verdicts(case, due, begin, y0, reading, broken)
            else:
                verdicts += yearly_verdicts(case, due, begin, y0, reading)
    result = join(verdicts)  # open 42
    note_break_since_target(case, result.status, begin.period.first)
    return result


def change_sign(case: Case) -> int:
    """+1 for a change upwards, -1 for one downwards."""
    return -1 if float(case.target["amount"]) < 0 else 1


def floor_percent(y: Point, reading: str) -> Point:
    """A percent change to a value below zero counts as -100 %, as one to zero does. # open 40."""
    return Point(0.0, 0) if reading == "percent" and y.value < 0 else y


def total_verdicts(
    case: Case, due: Period | None, begin: Baseline, y0: float, reading: str, broken: bool
) -> list[Verdict]:
    """A change in total: a level at due, computed from the start."""
    assert case.figure is not None
    assert case.figure.value is not None
    assert begin.period is not None
    amount, d = float(case.target["amount"]), change_sign(case)
    level = y0 * (1 + amount / 100) if reading == "percent" else y0 + amount
    figure, judged, origin = case.figure, case.figure.value, begin.figure
    over = is_over(case, due)
    required = None
    if due is not None and not broken:
        required = on_path(position(figure.last), [(position(begin.period.last), y0), (position(due.last), level)])

    def rule(point: Point) -> Verdict:
        y = floor_percent(point, reading)
        plain_m, margin = margins(case, origin, y.value, y0)
        progress = None
        if required is not None and abs(required - y0) > margin + TOLERANCE:
            progress = d * (y.value - y0) / abs(required - y0)
        if d * compare(y, level) >= 0:
            return Verdict("achieved", None, progress, required)
        if over:
            return Verdict("missed", None, progress, required)
        if due is None:
            return not_assessed("no_due")
        if broken:
            return not_assessed("break_in_series")
        assert required is not None
        return path_verdict(y, y0, required, d, progress, plain_m, margin)

    probes = [level]
    if required is not None:
        probes += probes_around(y0, required, margins(case, origin, _one(judged), y0))
    return [rule(point) for point in points_of(judged, [level], probes)]


def yearly_verdicts(case: Case, due: Period | None, begin: Baseline, y0: float, reading: str) -> list[Verdict]:
    """A change per year: the pace since the start, compound (percent) or mean step (points)."""
    assert case.figure is not None
    assert case.figure.value is not None
    assert begin.period is not None
    amount, d = float(case.target["amount"]), change_sign(case)
    figure, judged, origin = case.figure, case.figure.value, begin.figure
    years = float((position(figure.last) - position(begin.period.last)) / 12)
    over = is_over(case, due)
    required = y0 * max(0.0, 1 + amount / 100) ** years if reading == "percent" else y0 + amount * years

    def pace_of(y: float) -> float:
        if reading == "percent":
            return ((max(y, 0.0) / y0) ** (1 / years) - 1) * 100
        return (y - y0) / years

    def rule(point: Point) -> Verdict:
        y = floor_percent(point, reading)
        plain_m, margin = margins(case, origin, y.value, y0)
        progress = None
        if amount != 0 and abs(required - y0) > margin + TOLERANCE:
            progress = pace_of(y.value) / amount
        if d * compare(y, required) >= 0:
            return Verdict("achieved", None, progress, required)
        if over:
            return Verdict("missed", None, progress, required)
        return path_verdict(y, y0, required, d, progress, plain_m, margin)

    probes = [y0, required, *probes_around(y0, required, margins(case, origin, _one(judged), y0))]
    return [rule(point) for point in points_of(judged, [], probes)]


# --- direction, no target, qualitative ---------------------------------------------------------------------------


def previous_of(case: Case, limit: date) -> Figure | None:
    """The figure before, of the same length; for a part of a year the same part a year before. # open 29."""
    assert case.figure is not None
    assert case.figure.period is not None
    figures = case.series.of_length(case.figure.length, limit)
    if part_of_year(case.figure.period):
        days = year_before(case.figure.period)
        return next((figure for figure in figures if figure.period is not None and figure.period.key == days), None)
    return newest([figure for figure in figures if figure.last < case.figure.last])


def judge_direction(case: Case) -> Joined:
    """Up or down, however far."""
    d = 1 if case.target["direction"] == "increase" else -1
    due = due_of(case.target)
    record = baseline_record(case)
    period = read_period(record.get("period")) if record else None
    limit = limit_of(case, due)
    length = choose_length(case, period, due)
    case.figure = choose_figure(case, length, period.last if period else None, limit)
    step = step_of(case, length, limit)
    settle(case, due, step)
    baseline = resolve(case, record, limit)
    note_figure(case, length)
    note_season(case, period)
    warn_if_revised(case, baseline)
    against: Baseline | None = baseline if baseline is not None and baseline.usable else None
    if against is None and case.figure is not None:  # open 45
        before = previous_of(case, limit)
        if before is not None and before.value is not None:
            against = Baseline(before.period, before.value, before)
    report_margin(case, against.figure if against else None, against.value if against else None)
    verdict = early(case, due, length, step, limit)
    if verdict is not None:
        return plain(verdict)
    assert case.figure is not None
    assert case.figure.value is not None
    if against is None or against.period is None or against.value is None:
        return plain(not_assessed("no_baseline"))
    if case.figure.last <= against.period.last:
        return plain(not_assessed("baseline_only"))
    if break_between(case, against.period.first, case.figure.last):
        return plain(not_assessed("break_in_series"))
    final = is_over(case, due) and case.settled
    origin = against.figure

    def rule(y: Point, y0: float) -> Verdict:
        moved = d * side_of_margin(y, y0, margins(case, origin, y.value, y0)[1])
        if final:
            return Verdict("achieved" if moved > 0 else "missed")
        return Verdict({1: "on_track", 0: "unchanged", -1: "worsening"}[moved])

    verdicts = []
    for y0 in ends_of(against.value):
        _plain, margin = margins(case, origin, _one(case.figure.value), y0)
        for point in points_of(case.figure.value, [], [y0, y0 - margin, y0 + margin]):
            verdicts.append(rule(point, y0))
    return join(verdicts)


def judge_no_target(case: Case) -> Joined:
    """No target: never assessed; the newest figure of the right length is shown."""
    record = baseline_record(case)
    period = read_period(record.get("period")) if record else None
    limit = limit_of(case, None)
    length = choose_length(case, period, None)
    case.figure = choose_figure(case, length, period.last if period else None, limit)
    baseline = resolve(case, record, limit)
    note_figure(case, length)
    note_season(case, period)
    warn_if_revised(case, baseline)
    usable = baseline is not None and baseline.usable
    report_margin(
        case, baseline.figure if usable and baseline else None, baseline.value if usable and baseline else None
    )
    return plain(not_assessed("no_target"))


# What the usual Danish words mean is not in the text. # open 44
USUAL_WORDS = {
    "opfyldt": "achieved",
    "indfriet": "achieved",
    "ja": "achieved",
    "grøn": "on_track",
    "delvist opfyldt": "behind",
    "gul": "behind",
    "rød": "far_behind",
    "ikke opfyldt": "missed",
    "nej": "missed",
}


def judge_qualitative(case: Case) -> Joined:
    """Judged by people: the policy's table states what its words mean, then the usual Danish words."""
    figures = case.series.raw(case.at or date.max)
    case.figure = newest(figures)
    note_figure(case, None)
    if case.figure is None:
        if not case.own.figures and case.own.without_period:
            return plain(not_assessed("no_period"))
        return plain(not_assessed("no_data"))
    if case.figure.suppressed:
        return plain(not_assessed("suppressed"))
    word = case.figure.judgement.casefold()
    table = dict(USUAL_WORDS)
    for entry in case.policy.get("judgement_scale") or []:
        table[str(entry["word"]).strip().casefold()] = str(entry["means"])
    means = table.get(word)
    if means is None or means == "not_assessed":  # open 44
        return plain(not_assessed("own_words"))
    return plain(Verdict(means))


# --- all cases of a policy ----------------------------------------------------------------------------------------


def series_of(policy: dict, rows: list[Row], indicator: dict, group: str, known: date | None) -> Series:
    """The series of an indicator and group, as known."""
    dated, undated = figures_of(rows, str(policy["id"]), indicator, group, known)
    return Series(indicator, dated, undated)


def make_case(
    policy: dict,
    rows: list[Row],
    indicator: dict,
    target: dict,
    kind: str,
    group: str,
    at: date | None,
    known: date | None,
) -> Case:
    """The series and day one case is judged on; with at=None the day its own newest figure ends. # open 25."""
    own = series_of(policy, rows, indicator, group, known)
    reference: Series | None = None
    series: Series = own
    compared = reference_of(indicator, target) if kind in ("level", "standing") else None
    if compared is not None:
        other = next(i for i in policy["indicators"] if i["id"] == compared[0])
        reference = series_of(policy, rows, other, compared[1], known)
        series = Differences(indicator, [], [], own=own, reference=reference)
    day = at
    if day is None and own.figures:
        day = max(figure.last for figure in own.figures)
    return Case(
        policy, indicator, target, kind, group, day, at is not None, known, own, reference, series, is_flow(indicator)
    )


JUDGES = {
    "level": judge_level,
    "standing": judge_standing,
    "change": judge_change,
    "direction": judge_direction,
    "none": judge_no_target,
    "qualitative": judge_qualitative,
}


def result_of(case: Case, name: str, at: date | None) -> dict:
    """Judge one case and write the result as plain data. # open 35, 50."""
    joined = JUDGES[case.kind](case)
    figure = case.figure
    latest = newest(case.own.raw(at or date.max))
    if figure is None and joined.reason == "no_period":
        latest = None
    return {
        "indicator": str(case.indicator["id"]),
        "group": case.group,
        "target": name,
        "kind": case.kind,
        "status": joined.status,
        "reason": joined.reason,
        "progress": joined.progress,
        "progress_high": joined.progress_high,
        "required": joined.required,
        "value": None if figure is None or case.kind == "qualitative" else figure.stated,
        "value_high": None if figure is None or case.kind == "qualitative" else figure.stated_high,
        "period": None if figure is None or figure.period is None else figure.period.text,
        "margin": case.margin,
        "warnings": sorted(case.warnings),
        "newest_period": None if latest is None or latest.period is None else latest.period.text,
        "newest_value": None if latest is None or case.kind == "qualitative" else latest.stated,
        "settled": case.settled,
    }


def judge(policy: dict, rows: list[Row], at: str | None, known: str | None) -> list[dict]:
    """One dict per case of a policy: each target of each indicator, and each follow-up series without target."""
    at_period = read_period(at)
    at_day = at_period.last if at_period else None
    known_day = last_day(known)
    results = []
    for indicator in policy.get("indicators") or []:
        qualitative = indicator.get("kind") == "qualitative"
        targets = targets_of(indicator)
        for target in targets:
            kind = "qualitative" if qualitative else str(target["kind"])
            case = make_case(policy, rows, indicator, target, kind, str(target.get("group") or ""), at_day, known_day)
            results.append(result_of(case, target_name(target), at_day))
        if targets or indicator.get("role", "follow_up") != "follow_up":
            continue
        kind = "qualitative" if qualitative else "none"
        # open 50: a case without target has no target's name
        for group in groups_of(rows, str(policy["id"]), indicator, known_day) or [""]:
            case = make_case(policy, rows, indicator, {}, kind, group, at_day, known_day)
            results.append(result_of(case, "", at_day))
    return results
