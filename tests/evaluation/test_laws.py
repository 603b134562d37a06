"""The first six laws of judging, on generated policies; the numbers are those of the rules.

A law states what never happens, so its premise is built and not waited for: what is drawn has the baseline, the dues and
the figures that it is about.
"""

import random
from typing import Any

import attrs
from hypothesis import event, example, given
from hypothesis import strategies as st

import kommunepolitik.model as m

from .notation import at_least, at_most, change, direction, kept_at_least, kept_at_most, over_the_reference
from .strategies import (
    FLOWS,
    FREQUENCIES,
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
    month,
    near,
    once_in,
    rows_of,
    shifted,
    trends_of,
    verdict_of,
)

SIGNS = st.sampled_from([1, -1])
DUE = month(2026)
DATED = ("level", "steps", "relative", "cumulative", "change", "direction")
LEVELS = {1: at_least, -1: at_most}
KEPT = {1: kept_at_least, -1: kept_at_most}


# 1. A figure that does not settle the due never gives `missed` (except an exceeded cumulative `at_most`).


@st.composite
def unsettled(draw: Draw) -> tuple[Case, m.Target]:
    """Draw a target that is due at the end of 2026, and figures that end a step before it at the latest, or after."""
    kind = draw(st.sampled_from(["level", "relative", "cumulative", "standing", "change", "total", "direction"]))
    frequency, step = draw(st.sampled_from(sorted(FREQUENCIES.items())))
    length = draw(st.sampled_from([months for months in LENGTHS if months <= step]))
    sign, value, start = draw(SIGNS), draw(NUMBERS), ending(length, month(2020))
    due = draw(st.sampled_from([ending(12, DUE), ending(3, DUE), ending(1, DUE), "2026-12-31", "2027-01-01"]))
    baseline = m.Baseline(period=start, value=draw(NUMBERS))
    target = {
        "level": LEVELS[sign](value, due),
        "relative": over_the_reference(LEVELS[sign](value - 60, due, baseline=baseline)),
        "cumulative": LEVELS[sign](5 * value, due, cumulative=True, start="2021"),
        "standing": KEPT[sign](value, draw(st.sampled_from(["year", "half_year", "quarter", "month"]))),
        "change": change(sign * 5, draw(st.sampled_from(["percent", "points", None])), due),
        "total": change(sign * 20, "percent", due, per="total"),
        "direction": direction("increase" if sign > 0 else "decrease", due),
    }[kind]
    last = DUE - step
    ends = [end for end in range(month(2021, length), last + 1, length) if not draw(once_in(6))]
    if kind != "standing":
        ends += draw(st.lists(aligned(length, DUE + 1, DUE + 24), max_size=2, unique=True))
    values = {ending(length, end): draw(NUMBERS) for end in ends}
    rows = rows_of(values) + (rows_of(values, "reference") if kind == "relative" else ())
    later = st.integers(DUE, DUE + 30).map(lambda end: ending(1, end))
    at = ending(1, DUE) if kind == "standing" else draw(st.none() | later)
    fields = {"unit": draw(st.sampled_from(RATES + FLOWS)), "frequency": frequency, "baseline": baseline}
    return Case(fields={**fields, "targets": (target,)}, rows=rows, at=at), target


@given(unsettled())
def test_1_a_figure_that_does_not_settle_the_due_never_gives_missed(drawn: tuple[Case, m.Target]) -> None:
    """What may still come is waited for, whatever the reference period."""
    case, target = drawn
    result = case.result()
    event(f"{target.kind}: {result.reason or result.status}")
    exceeded = getattr(target, "cumulative", False) and result.value is not None and target.asks_for == "decrease"
    if exceeded and result.value > target.value:
        assert result.status == "missed"
    else:
        assert result.status != "missed"


@given(cases())
def test_1_what_is_missed_is_settled(case: Case) -> None:
    """In any case, but where no more than so many in all are exceeded."""
    for result in case.results():
        event(result.status)
        is_cumulative = any(getattr(target, "cumulative", False) for target in case.policy.indicator("i").targets)
        assert result.status != "missed" or result.settled or is_cumulative


# 2. With `at`, a stated baseline, `margin` or `decimals` stated, no `over_time` and no cumulative target: a figure of
# another length never changes a flow's verdict (`no_data`, `awaiting_data` may become `period_mismatch`).


@st.composite
def flows(draw: Draw) -> tuple[Case, tuple[Row, ...]]:
    """Draw a flow that is judged in one length, and further figures of other lengths."""
    kind = draw(st.sampled_from(["level", "relative", "standing", "change", "direction"]))
    wanted = Wanted(kinds=(kind,), units=FLOWS, stated=True, over_time=False, has_at=True)
    case = draw(cases(wanted))
    (target,) = case.fields["targets"]
    length = draw(st.sampled_from(LENGTHS))
    own = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}[target.per] if kind == "standing" else length
    baseline = m.Baseline(period=ending(length, month(2019)), value=draw(near(50)))
    if kind == "direction":  # has no baseline of its own, so that it is not for a group
        target = attrs.evolve(target, group=None)
    elif kind != "standing":
        target = attrs.evolve(target, baseline=baseline)
    values = {ending(own, end): draw(near(50)) for end in range(month(2021, own), month(2023) + 1, own)}
    rows = [{**row, "group": target.group or ""} for row in case.rows if row["period"] not in values]
    rows += rows_of(values, group=target.group or "")
    rows += rows_of(values, "reference") if kind == "relative" else ()
    case = attrs.evolve(case.having(targets=(target,), baseline=baseline), rows=tuple(rows))
    others = st.sampled_from([months for months in LENGTHS if months != own])
    ends = others.flatmap(lambda months: aligned(months, month(2018), month(2026)).map(lambda end: ending(months, end)))
    known = {row["period"] for row in rows}
    periods = draw(st.lists(ends.filter(lambda text: text not in known), min_size=1, max_size=3, unique=True))
    return case, rows_of({period: draw(near(50)) for period in periods}, group=target.group or "")


FROM_A_YEAR = Case(
    fields={
        "unit": "antal",
        "margin": 0,
        "baseline": ("2019-T3", 5),
        "targets": [change(-2, "points", start="2019")],
    },
    rows=rows_of({"2019-T1": 9, "2019-T2": 9, "2019-T3": 5, "2020-T3": 4}),
    at="2030",
)
"""A change that starts in a year, of a series that is judged in four months: from 5, not from what the year came to."""


@example((FROM_A_YEAR, rows_of({"2019": 23})))
@given(flows())
def test_2_a_figure_of_another_length_never_changes_the_verdict_on_a_flow(drawn: tuple[Case, tuple[Row, ...]]) -> None:
    """A quarter means nothing for years; where there are only quarters, the result states it."""
    case, more = drawn
    before, after = case.result(), case.with_(*more).result()
    event(f"{before.kind}: {before.reason or before.status}")
    allowed = {("no_data", "period_mismatch"), ("awaiting_data", "period_mismatch")}
    if getattr(case.fields["targets"][0], "relative_to", None) is not None:
        allowed.add(("no_data", "no_reference"))  # where the own series has a figure, of whatever length
    if (before.reason, after.reason) in allowed:
        return
    assert (*verdict_of(after), *trends_of(after)) == (*verdict_of(before), *trends_of(before))


# 3. On or above the path is never `behind`, `far_behind`, `worsening` or `too_early`.


def along(knots: list[tuple[int, float]], when: int) -> float:
    """Return where a path of straight lines is in a month."""
    for (start, low), (end, high) in zip(knots, knots[1:], strict=False):
        if start <= when <= end:
            return low + (high - low) * (when - start) / (end - start)
    raise AssertionError(when)


@st.composite
def on_the_path(draw: Draw) -> Case:
    """Draw a figure that is on its path, or better, before the target is due."""
    kind = draw(st.sampled_from(["steps", "steps", "level", "relative", "cumulative", "total", "year"]))
    sign, better = draw(SIGNS), draw(st.sampled_from([0, 0.125, 1, 40]))
    start, due = month(2019), month(draw(st.integers(2024, 2027)))
    when = draw(st.integers(2020, 2024).map(month).filter(lambda end: end <= due))
    base = draw(NUMBERS) + 13
    value = draw(near(base))
    fields: dict[str, Any] = {"unit": draw(st.sampled_from(RATES)), "baseline": ("2019", base)}
    fields |= draw(st.sampled_from([{}, {"margin": 0.5}, {"margin": 20}, {"decimals": 0}]))
    more: dict[str, Any] = draw(st.sampled_from([{}, {"denominator": 40}]))
    last, year = str(when // 12 - 1), str(due // 12 - 1)
    if kind in ("level", "steps", "relative"):
        dues = {due: value}
        if kind == "steps":
            dues |= draw(st.dictionaries(st.integers(2020, 2023).map(month), near(base), min_size=1, max_size=2))
        required = along([(start, base), *sorted(dues.items())], when)
        targets = [LEVELS[sign](number, str(end // 12 - 1)) for end, number in sorted(dues.items())]
    if kind == "relative":
        fields["unit"], other = "karakter", draw(NUMBERS)
        targets = [over_the_reference(attrs.evolve(targets[0], baseline=m.Baseline(period="2019", value=base)))]
        own = rows_of({last: required + other + sign * better})
        return Case(fields={**fields, "targets": targets}, rows=own + rows_of({last: other}, "reference"))
    if kind == "cumulative":
        required = along([(start, 0), (due, 4 * value)], when)
        parts = draw(st.lists(PARTS, min_size=when // 12 - 2021, max_size=when // 12 - 2021))
        total = max(required + sign * better, 0) if sign > 0 else required / (1 + better)
        cuts = [0.0, *sorted(total * part for part in parts), total]
        sums = {str(2020 + number): high - low for number, (low, high) in enumerate(zip(cuts, cuts[1:], strict=False))}
        target = LEVELS[sign](4 * value, year, cumulative=True, start="2020")
        return Case(fields={**fields, "unit": "mio. kr.", "targets": [target]}, rows=rows_of(sums))
    if kind in ("year", "total"):
        amount = sign * draw(st.integers(1, 20))
        years = (when - start) / 12
        mode = draw(st.sampled_from(["percent", "points"]))
        if kind == "total":
            goal = base + amount if mode == "points" else base * (1 + amount / 100)
            required = along([(start, base), (due, goal)], when)
        else:
            required = base + amount * years if mode == "points" else base * (1 + amount / 100) ** years
        targets = [change(amount, mode, year, per=kind)]
    return Case(fields={**fields, "targets": targets}, rows=rows_of({last: required + sign * better}, **more))


DOWN_AND_UP = Case(
    fields={"baseline": ("2020", 60), "targets": [at_least(50, "2022"), at_least(55, "2024")]},
    rows=rows_of({"2022": 51}),
)


@example(DOWN_AND_UP)
@given(on_the_path())
def test_3_on_or_above_the_path_is_never_behind(case: Case) -> None:
    """Nor going the wrong way, nor too early to judge: the path through earlier steps too."""
    result = case.results()[-1]
    event(f"{result.kind}: {result.reason or result.status}")
    assert result.status not in ("behind", "far_behind", "worsening")
    assert result.reason != "too_early"


# 4. A movement within the margin is never `worsening`.


@st.composite
def hardly_moved(draw: Draw) -> Case:
    """Draw a figure that is no further from where it started than the margin."""
    kind = draw(st.sampled_from(["level", "group", "relative", "year", "total", "direction", "previous", "none"]))
    sign, margin = draw(SIGNS), draw(st.sampled_from([0, 0.25, 1, 10]))
    base = draw(NUMBERS) + 1
    value = draw(near(base))
    now = base + margin * draw(st.sampled_from([-1, -0.5, 0, 0.25, 1]))
    due = draw(st.sampled_from(["2025", "2029", "2040", "2022"]))
    way = "increase" if sign > 0 else "decrease"
    start = m.Baseline(period="2020", value=base)
    mode = draw(st.sampled_from(["percent", "points", None]))
    targets: dict[str, list[m.Target]] = {
        "level": [LEVELS[sign](value, due)],
        "group": [LEVELS[sign](value, due, group="unge", baseline=start)],
        "relative": [over_the_reference(LEVELS[sign](value, due, baseline=start))],
        "year": [change(sign * draw(st.integers(1, 20)), mode, draw(st.none() | st.just(due)))],
        "total": [change(sign * draw(st.integers(1, 20)), mode, due, per="total")],
        "direction": [direction(way)],
        "previous": [direction(way)],
        "none": [],
    }
    fields: dict[str, Any] = {"unit": draw(st.sampled_from(RATES)), "margin": margin, "targets": targets[kind]}
    fields |= {"direction": way} if kind == "none" else {}
    fields |= {} if kind == "previous" else {"baseline": start}
    fields |= draw(st.sampled_from([{}, {"chance": True}]))
    more: dict[str, Any] = draw(st.sampled_from([{}, {"denominator": 40}]))
    if kind == "relative":
        other = draw(st.integers(0, 100))
        return Case(fields=fields, rows=rows_of({"2022": now + other}) + rows_of({"2022": other}, "reference"))
    before = {"2020": base} if kind == "previous" else {}
    return Case(fields=fields, rows=rows_of({**before, "2022": now}, group="unge" if kind == "group" else "", **more))


@given(hardly_moved())
def test_4_a_movement_within_the_margin_is_never_worsening(case: Case) -> None:
    """Nor is the trend since the baseline worse."""
    result = case.result()
    event(f"{result.kind}: {result.reason or result.status}")
    assert result.status != "worsening"
    assert result.trend in ("unchanged", None)


# 5. A figure published after `known`, and a forecast, change nothing.


@given(cases(Wanted(dated=True)), st.data())
def test_5_a_figure_published_after_the_day_of_knowledge_changes_nothing(case: Case, data: st.DataObject) -> None:
    """Neither a new period nor a revision."""
    periods = st.sampled_from([*(row["period"] for row in case.rows), "2021", "2022-Q3", "2023", "2024", "2026"])
    period, indicator = data.draw(periods), data.draw(st.sampled_from(["i", "reference"]))
    group = data.draw(st.sampled_from([row.get("group", "") for row in case.rows] or [""]))
    day = data.draw(st.sampled_from(["2031", "2035-06-01"]))
    late = {"indicator": indicator, "group": group, "period": period, "value": data.draw(NUMBERS), "published": day}
    event("a revision" if period in {row["period"] for row in case.rows} else "a new period")
    assert case.with_(late).results() == case.results()


@given(cases(Wanted(dated=True)), st.data())
def test_5_a_forecast_changes_nothing(case: Case, data: st.DataObject) -> None:
    """Whether or not its period has been measured."""
    period = data.draw(st.sampled_from([*(row["period"] for row in case.rows), "2021", "2022-Q3", "2024", "2026"]))
    group = data.draw(st.sampled_from([row.get("group", "") for row in case.rows] or [""]))
    forecast = {"group": group, "period": period, "value": data.draw(NUMBERS), "published": "2019-01-15"}
    event("of a period measured" if period in {row["period"] for row in case.rows} else "of another period")
    assert case.with_({"quality": "forecast", **forecast}).results() == case.results()


# 6. Nor does the order of rows, or shifting all periods by a multiple of four years (within 1904–2096).


@given(cases(), st.randoms(use_true_random=False))
def test_6_the_order_of_rows_changes_nothing(case: Case, dice: random.Random) -> None:
    """A shuffled table is judged alike."""
    rows = list(case.rows)
    dice.shuffle(rows)
    assert attrs.evolve(case, rows=tuple(rows)).results() == case.results()


def moved(target: m.Target, years: int) -> m.Target:
    """Return a target whose periods are so many years later."""
    found = {name: getattr(target, name, None) for name in ("due", "start")}
    changed: dict[str, Any] = {
        name: shifted(str(content), years) for name, content in found.items() if content is not None
    }
    if (baseline := getattr(target, "baseline", None)) is not None:
        changed["baseline"] = attrs.evolve(baseline, period=shifted(str(baseline.period), years))
    return attrs.evolve(target, **changed)


@given(cases(), st.sampled_from([-84, -96, -60, -16, -4, 4, 24, 64, 28, 56]))
def test_6_shifting_all_periods_by_four_years_changes_nothing(case: Case, years: int) -> None:
    """Leap years fall alike; weeks only every 28 years, so that they are left out of other shifts."""
    if years % 28:
        case = attrs.evolve(case, rows=tuple(row for row in case.rows if "-W" not in row["period"]))
    fields = dict(case.fields)
    fields["period"] = shifted("2000..2030", years)
    fields["targets"] = tuple(moved(target, years) for target in fields["targets"])
    if "baseline" in fields:
        baseline = fields["baseline"]
        fields["baseline"] = attrs.evolve(baseline, period=shifted(str(baseline.period), years))
    if "breaks" in fields:
        fields["breaks"] = [shifted(period, years) for period in fields["breaks"]]
    names = ("period", "published")
    rows = tuple({**row, **{name: shifted(row[name], years) for name in names}} for row in case.rows)
    at, known = (None if when is None else shifted(when, years) for when in (case.at, case.known))
    later = Case(fields=fields, rows=rows, at=at, known=known)
    for before, after in zip(case.results(), later.results(), strict=True):
        event(before.reason or before.status)
        assert after.status == before.status
        assert (after.reason, after.warnings, after.settled) == (before.reason, before.warnings, before.settled)
        assert verdict_of(after)[4:] == verdict_of(before)[4:]
        assert trends_of(after) == trends_of(before)
