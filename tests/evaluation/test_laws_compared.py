"""Laws of judging that compare: with later figures and dates, easier targets, other units; on generated policies."""

from collections.abc import Mapping
from typing import Any

import attrs
from hypothesis import assume, event, example, given
from hypothesis import strategies as st

import kommunepolitik.model as m
from kommunepolitik.evaluation import STATUSES, Result

from .notation import at_least, at_most, change, direction, kept_at_least, kept_at_most, over_the_reference
from .strategies import (
    FLOWS,
    LENGTHS,
    NUMBERS,
    PARTS,
    RATES,
    Case,
    Draw,
    Row,
    Wanted,
    aligned,
    cases,
    ending,
    last_month,
    month,
    near,
    nearly,
    once_in,
    rows_of,
    trends_of,
    verdict_of,
)

SIGNS = st.sampled_from([1, -1])
DATED = ("level", "steps", "relative", "cumulative", "change", "direction")
LEVELS = {1: at_least, -1: at_most}
KEPT = {1: kept_at_least, -1: kept_at_most}


def without_newest(result: Result) -> Result:
    """Return a result without its newest figure, and without the month in which the next one is expected."""
    names = ("newest_period", "newest_value", "newest_high", "expected")
    return attrs.evolve(result, **dict.fromkeys(names), newest_qualifier="")


# 7. A figure for a period that ends after due changes nothing but `newest` (and `no_data` to `period_mismatch`).
# The reference period is given, as without one it moves with the newest figure; so is the margin, which else follows
# the decimals of all figures.


@st.composite
def after_due(draw: Draw) -> tuple[Case, tuple[Row, ...]]:
    """Draw a case with a due, and figures for periods that end after it."""
    case = draw(cases(Wanted(kinds=DATED, stated=True, has_due=True, has_at=True)))
    target = case.fields["targets"][-1]
    end = last_month(target.due)
    if draw(st.booleans()):
        case = attrs.evolve(case, at=ending(1, end + draw(st.integers(0, 48))))
    months = draw(st.sampled_from(LENGTHS))
    known = {row["period"] for row in case.rows}
    texts = aligned(months, end + 1, end + 48).map(lambda number: ending(months, number))
    periods = draw(st.lists(texts.filter(lambda text: text not in known), min_size=1, max_size=3, unique=True))
    values = {period: draw(NUMBERS) for period in periods}
    more = rows_of(values, group=getattr(target, "group", None) or "")
    if getattr(target, "relative_to", None) is not None and draw(st.booleans()):
        more += rows_of(values, "reference")
    return case, more


@given(after_due())
def test_7_a_figure_from_after_due_changes_nothing_but_the_newest(drawn: tuple[Case, tuple[Row, ...]]) -> None:
    """A year later means nothing for the year that was due."""
    case, more = drawn
    before, after = case.results()[-1], case.with_(*more).results()[-1]
    event(f"{before.kind}: {before.reason or before.status}")
    if (before.reason, after.reason) != ("no_data", "period_mismatch"):
        assert without_newest(after) == without_newest(before)


@st.composite
def begun(draw: Draw) -> tuple[Case, tuple[Row, ...]]:
    """Draw a standing target, and a figure for a part of the period after the one that it is due for."""
    case = draw(cases(Wanted(kinds=("standing",), stated=True, has_at=True)))
    case = attrs.evolve(case, rows=tuple(row for row in case.rows if "/" not in row["period"]))
    (target,) = case.fields["targets"]
    months, at = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}[target.per], last_month(m.Period(case.at))
    part = draw(st.sampled_from([length for length in LENGTHS if length <= months]))
    known = {row["period"] for row in case.rows}
    ends = [end for end in range(at - at % months + 1, at + 25) if end % part == 0 and ending(part, end) not in known]
    assume(ends)
    period = ending(part, draw(st.sampled_from(ends)))
    return case, rows_of({period: draw(NUMBERS)}, group=target.group or "")


NOTHING_BEFORE = Case(fields={"margin": 0, "targets": [kept_at_least(50)]}, rows=rows_of({"2021": 50}), at="2021-09")
HALF_A_YEAR = Case(fields={"margin": 0, "targets": [kept_at_least(50)]}, rows=rows_of({"2021-T3": 50}), at="2025-06")


@example((HALF_A_YEAR, rows_of({"2025-H1": 0})))
@example((NOTHING_BEFORE, rows_of({"2021-H1": 0})))
@given(begun())
def test_7_nor_does_the_beginning_of_another_year(drawn: tuple[Case, tuple[Row, ...]]) -> None:
    """Figures of parts of the period that follows the one a standing target is kept for.

    The very first figure of a series also states how often figures come, and so whether one for the due is still awaited.
    """
    case, more = drawn
    before, after = case.result(), case.with_(*more).result()
    event(before.reason or before.status)
    if before.newest_period is None and (before.reason, after.reason) == ("awaiting_data", "no_data"):
        after = attrs.evolve(after, reason=before.reason)
    if (before.reason, after.reason) != ("no_data", "period_mismatch"):
        assert without_newest(after) == without_newest(before)


# 8. A settled verdict stays as `at` advances.


@given(cases(Wanted(kinds=DATED, has_due=True)), st.integers(0, 13), st.integers(1, 60), st.data())
def test_8_a_settled_verdict_stays(case: Case, first: int, more: int, data: st.DataObject) -> None:
    """Whatever is measured after it."""
    target = case.fields["targets"][-1]
    end = last_month(target.due)
    known = {row["period"] for row in case.rows}
    fitting = [ending(months, end) for months in LENGTHS if end % months == 0 or (months, end % 12) == (12, 7)]
    values = {period: data.draw(NUMBERS) for period in fitting if period not in known}
    last = rows_of(values, group=getattr(target, "group", None) or "") + rows_of(values, "reference")
    now, later = (
        case.with_(*last, at=ending(1, end + months), known=None).results()[-1] for months in (first, first + more)
    )
    event(f"settled: {now.settled}")
    if now.settled:
        event(f"{now.kind}: {now.reason or now.status}")
        assert (verdict_of(later), later.settled) == (verdict_of(now), True)


# 9. An easier target never gives a worse status, a newest figure moved the desired way (margin or decimals stated) never
# a worse one; no comparison with `ambiguous`, of `missed` with `not_assessed`, of `too_early` with `behind` or
# `far_behind`.


@st.composite
def followed(draw: Draw) -> tuple[Case, int]:
    """Draw a target and a row of figures up to a newest one, all near each other; return which way is better, too."""
    kind = draw(
        st.sampled_from(["level", "steps", "relative", "cumulative", "standing", "change", "total", "direction"])
    )
    sign, length = draw(SIGNS), draw(st.sampled_from(LENGTHS))
    last = draw(aligned(length, month(2022), month(2026)))
    due, start = draw(st.sampled_from(["2028", "2025", "2026-12-31", "2030-Q2", "2024"])), draw(NUMBERS) + 1
    value, base = near(start), m.Baseline(period=ending(length, month(2020)), value=start)
    dated, amount = draw(st.just(due) | st.none()), sign * draw(st.integers(1, 20))
    mode = draw(st.sampled_from(["percent", "points", None]))
    targets: dict[str, tuple[m.Target, ...]] = {
        "level": (LEVELS[sign](draw(value), dated),),
        "steps": (LEVELS[sign](draw(value), draw(st.sampled_from(["2021", "2023"]))), LEVELS[sign](draw(value), due)),
        "relative": (over_the_reference(LEVELS[sign](draw(value), due, baseline=base)),),
        "cumulative": (LEVELS[sign](start * draw(st.integers(2, 8)), due, cumulative=True, start="2021"),),
        "standing": (KEPT[sign](draw(value), draw(st.sampled_from(["year", "quarter"]))),),
        "change": (change(amount, mode, dated),),
        "total": (change(amount, mode, due, per="total"),),
        "direction": (direction("increase" if sign > 0 else "decrease", dated),),
    }
    units = RATES + FLOWS if kind in ("cumulative", "standing") else (*RATES, "mio. kr.")
    fields: dict[str, Any] = {"unit": draw(st.sampled_from(units)), "targets": targets[kind]}
    fields |= draw(st.sampled_from([{"margin": 1}, {"margin": 0}, {"margin": 5}, {"decimals": 0}, {"decimals": 1}]))
    fields |= draw(st.sampled_from([{}, {}, {"chance": True}]))
    fields |= draw(st.sampled_from([{}, {}, {"over_time": "sum"}, {"over_time": "mean"}, {"over_time": "last"}]))
    fields |= {} if kind == "relative" or draw(once_in(6)) else {"baseline": base}
    ends = [end for end in range(month(2021, length), last, length) if not draw(once_in(10))]
    people: dict[str, Any] = draw(st.sampled_from([{}, {}, {"denominator": 40}]))
    values = {ending(length, end): max(draw(value), 0) for end in [*ends, last]}
    rows = rows_of(values, **people)
    if kind == "relative":
        other = {period: draw(st.integers(0, 40)) for period in values}
        rows = rows_of(other, "reference") + rows_of({period: values[period] + other[period] for period in values})
    at = draw(st.none() | st.integers(0, 40).map(lambda months: ending(1, last + months)))
    return Case(fields=fields, rows=rows, at=at), sign


def eased(target: m.Target, sign: int, share: float) -> m.Target:
    """Return a target that asks for less."""
    if isinstance(target, m.ChangeTarget):
        return attrs.evolve(target, amount=target.amount * (1 - share))
    if isinstance(target, m.DirectionTarget):
        return target
    return attrs.evolve(target, value=target.value - sign * 10 * share)


PLACES = {status: float(number) for number, status in enumerate(STATUSES)} | {"too_early": 1.5}


def assert_no_worse(after: Result, before: Result) -> None:
    """Assert that a status is no worse than another, where the two can be compared."""
    statuses = {after.status, before.status}
    words = {after.reason or after.status, before.reason or before.status}
    event(" / ".join(sorted(words)))
    if "ambiguous" in statuses or statuses == {"missed", "not_assessed"}:
        return
    if "too_early" in words and words & {"behind", "far_behind"}:
        return
    places = [PLACES["too_early" if each.reason == "too_early" else each.status] for each in (after, before)]
    assert places[0] <= places[1]


BELOW_THE_START = Case(
    fields={"margin": 1, "baseline": ("2020", 50), "targets": [at_least(49.4, "2026")]}, rows=rows_of({"2025": 48.5})
)
"""49.5 is required, by 1 more than it is; at least 48.6 would require 48.83, which is by 1.17 less than at the start."""


@example((BELOW_THE_START, 1), 0.08)
@given(followed(), st.sampled_from([0.01, 0.1, 0.5, 0.9]) | PARTS)
def test_9_an_easier_target_never_gives_a_worse_status(drawn: tuple[Case, int], share: float) -> None:
    """The last target of the series asks for less; those on the way to it stay."""
    case, sign = drawn
    *steps, target = case.fields["targets"]
    easier = case.having(targets=(*steps, eased(target, sign, share)))
    assert_no_worse(easier.results()[-1], case.results()[-1])


@given(followed(), st.integers(1, 80).map(lambda n: n / 8))
def test_9_a_newest_figure_moved_the_desired_way_never_gives_a_worse_status(
    drawn: tuple[Case, int], more: float
) -> None:
    """The last row is the newest figure; it is moved, and never below nought."""
    case, sign = drawn
    *rows, newest = case.rows
    better = {**newest, "value": max(newest["value"] + sign * more, 0)}
    assert_no_worse(attrs.evolve(case, rows=(*rows, better)).results()[-1], case.results()[-1])


# 10. Scaling values, targets and margins by a positive factor changes nothing (decimals, denominators, whole things,
# qualifiers aside).


def scaled_target(target: m.Target, factor: float) -> m.Target:
    """Return a target in another unit; what is in percent stays."""
    changed: dict[str, Any] = {}
    if (baseline := getattr(target, "baseline", None)) is not None:
        changed["baseline"] = attrs.evolve(baseline, value=baseline.value * factor)
    if isinstance(target, m.LevelTarget | m.StandingTarget):
        changed["value"] = target.value * factor
    elif isinstance(target, m.ChangeTarget) and target.mode == "points":
        changed["amount"] = target.amount * factor
    return attrs.evolve(target, **changed)


def scaled_row(row: Row, factor: float) -> Row:
    """Return a figure in another unit."""
    return {**row, **{name: row[name] * factor for name in ("value", "value_high") if row.get(name) is not None}}


UNSCALED = Wanted(units=("%", "karakter", "pr. 1.000", "mio. kr."), stated=True, plain=True)


@given(cases(UNSCALED), st.sampled_from([0.001, 0.25, 3.0, 8.0, 1e6]), st.sampled_from([0, 0.5, 2]), st.data())
def test_10_another_unit_changes_nothing(case: Case, factor: float, margin: float, data: st.DataObject) -> None:
    """What is counted in thousands is judged like what is counted in ones; ranges too."""
    ranged = data.draw(st.sampled_from([None, None, 3.0]))
    rows = tuple(row if ranged is None else {**row, "value_high": row["value"] + ranged} for row in case.rows)
    fields: dict[str, Any] = {name: content for name, content in case.fields.items() if name != "decimals"}
    fields["margin"] = margin
    targets = [t if getattr(t, "mode", "") is not None else attrs.evolve(t, mode="points") for t in fields["targets"]]
    small = attrs.evolve(case, fields={**fields, "targets": tuple(targets)}, rows=rows)
    fields |= {"margin": margin * factor, "targets": tuple(scaled_target(target, factor) for target in targets)}
    if (baseline := fields.get("baseline")) is not None:
        fields["baseline"] = attrs.evolve(baseline, value=baseline.value * factor)
    large = attrs.evolve(small, fields=fields, rows=tuple(scaled_row(row, factor) for row in rows))
    for one, other in zip(small.results(), large.results(), strict=True):
        event(one.reason or one.status)
        assert (other.status, other.reason, other.period) == (one.status, one.reason, one.period)
        assert (other.warnings, trends_of(other)) == (one.warnings, trends_of(one))
        assert other.progress == nearly(one.progress)


# 11. For rates, due 2025 and due 2026-01-01 are one.


@given(
    cases(Wanted(kinds=("level", "steps", "relative", "change", "direction"), units=RATES, has_due=True)),
    st.sampled_from([2021, 2022, 2023, 2024]),
)
def test_11_the_first_of_january_is_the_end_of_the_year_before(case: Case, year: int) -> None:
    """Both as a due, in whatever lengths there are figures."""
    *steps, target = case.fields["targets"]
    dues = [attrs.evolve(target, due=due) for due in (str(year), f"{year + 1}-01-01")]
    one, other = (case.having(targets=(*steps, due)).results()[-1] for due in dues)
    event(f"{one.kind}: {one.reason or one.status}")
    assert (*verdict_of(other), *trends_of(other)) == (*verdict_of(one), *trends_of(one))
    assert (other.settled, other.over, set(other.warnings)) == (one.settled, one.over, set(one.warnings))


# And some more: of dated levels with a baseline, and of the evaluation as a whole.

EIGHTHS = st.integers(-1000, 1000).map(lambda n: n / 8)
YEARS = st.integers(2021, 2032)


def level_judged(value: float, year: int, base: float, target: float, sign: int) -> Result:
    """Judge one figure of a level due in 2030 with a baseline in 2020, as of the figure's own year."""
    fields = {"unit": "mio. kr.", "margin": 0, "baseline": ("2020", base), "targets": [LEVELS[sign](target, "2030")]}
    return Case(fields=fields, rows=rows_of({str(year): value}), at=str(year)).result()


@given(EIGHTHS, YEARS, EIGHTHS, EIGHTHS, EIGHTHS, SIGNS)
def test_a_mirrored_and_a_raised_series_are_judged_alike(
    value: float, year: int, base: float, target: float, shift: float, sign: int
) -> None:
    """Nought is no special number, and neither is up."""
    result = level_judged(value, year, base, target, sign)
    raised = level_judged(value + shift, year, base + shift, target + shift, sign)
    mirrored = level_judged(-value, year, -base, -target, -sign)
    event(result.reason or result.status)
    assert (raised.status, mirrored.status) == (result.status, result.status)
    assert (raised.progress, mirrored.progress) == (nearly(result.progress), nearly(result.progress))


@given(EIGHTHS, YEARS, EIGHTHS, EIGHTHS, SIGNS)
def test_behind_implies_movement_in_the_desired_direction(
    value: float, year: int, base: float, target: float, sign: int
) -> None:
    """Standing still or going back is never only a little behind."""
    result = level_judged(value, year, base, target, sign)
    assert result.status != "behind" or sign * (value - base) > 0


@given(EIGHTHS, st.integers(2021, 2028), st.integers(1, 8), EIGHTHS, NUMBERS, SIGNS)
def test_standing_still_is_no_better_a_year_later(
    value: float, year: int, more: int, base: float, needed: float, sign: int
) -> None:
    """As long as the target, which the baseline does not meet, is not due."""
    target = base + sign * (needed + 1)
    now, then = (level_judged(value, each, base, target, sign) for each in (year, min(year + more, 2029)))
    assert_no_worse(now, then)


def everything(**fields: Any) -> Mapping[str, Any]:
    """Return an indicator with a target of each kind."""
    targets = [
        at_least(40, "2024"),
        at_least(60, "2028"),
        kept_at_least(30),
        change(2, start="2020"),
        change(20, "percent", "2025", id="i-alt", per="total"),
        direction("increase"),
        at_least(300, "2025", id="samlet", cumulative=True, start="2020"),
        over_the_reference(at_least(0, id="relativ")),
    ]
    return {"targets": targets, "baseline": ("2020", 20), "direction": "increase", **fields}


@given(st.dictionaries(st.integers(2018, 2030).map(str), EIGHTHS, min_size=1, max_size=8), EIGHTHS)
def test_an_unrelated_series_changes_no_other_row(values: dict[str, float], value: float) -> None:
    """With a date given, shared figures of another indicator leave every row as it was."""
    single = Case(fields=everything(), rows=rows_of(values), at="2025")
    other = {"policy": "", **rows_of({"2031": value}, "fremmed")[0]}
    assert single.with_(other).results() == single.results()


ROWS = st.lists(
    st.tuples(
        st.sampled_from([("p", "i"), ("", "i"), ("p", "reference"), ("q", "andet")]),
        st.sampled_from(["", "2019", "2020", "2021-Q4", "2022", "2023-06", "2024", "2022/23", "2020..2023", "2030"]),
        st.tuples(EIGHTHS, st.sampled_from(["final", "provisional", "forecast"])) | st.just((None, "suppressed")),
    ),
    max_size=15,
    unique_by=lambda row: row[:2],
)


@given(ROWS, st.sampled_from([None, "2021", "2024-06", "2040"]), st.sampled_from(["linear", "cagr"]))
def test_any_table_is_judged_without_a_fault(rows: list[Any], at: str | None, method: str) -> None:
    """Every row has a known status, and a reason exactly when it is not assessed; every row explains itself."""
    names = ("policy", "indicator", "period", "value", "quality")
    records = tuple(dict(zip(names, (*series, period, *figure), strict=True)) for series, period, figure in rows)
    evaluation = Case(fields=everything(), rows=records, at=at, method=method).judged()
    assert {result.status for result in evaluation.results} <= set(STATUSES)
    assert [r.reason is not None for r in evaluation.results] == [
        r.status == "not_assessed" for r in evaluation.results
    ]
    assert len(evaluation.explain("i").splitlines()) == len(evaluation.frame) == 8
    assert evaluation.summary()["targets"].notna().all()
