"""At a limit itself, just inside and just outside it: every threshold of the rules decides on the right side."""

import math
from collections.abc import Mapping
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import kommunepolitik.model as m
from kommunepolitik.errors import InvalidObservations
from kommunepolitik.evaluation.formulas import projected_month

from .notation import (
    Figures,
    Verdict,
    at_least,
    at_most,
    change,
    direction,
    judge,
    kept_at_least,
    over_the_reference,
    policy,
    printed,
    quarters,
    result_of,
    rows,
    verdict,
    years,
)
from .strategies import Case, Wanted, cases

# From 0 at the end of 2020 to 100 at the end of 2030, 50 are required at the end of 2025.
HALFWAY = policy(at_least(100, "2030"), baseline=("2020", 0))
# The same as a way down.
DOWN_HALFWAY = policy(at_most(0, "2030"), baseline=("2020", 100))
# With a margin of 1; the way there asks for 5 until the end of 2025, or for 1.
WITH_MARGIN = policy(at_least(70, "2030"), margin=1, baseline=("2020", 60))
HARDLY_ANY_WAY = policy(at_least(62, "2030"), margin=1, baseline=("2020", 60))
LATE = policy(at_least(75, "2025"), baseline=("2023", 60), lag=3)
WITH_A_BREAK = policy(at_least(80, "2030"), baseline=("2020", 60), breaks=["2023-07"])
FEW = {"value": 50, "numerator": 50, "denominator": 100}
IN_2030: Mapping[str, Any] = {"due": "2030", "per": "total"}

LIMITS: dict[str, tuple[m.Policy, Figures, Verdict]] = {
    "95 % of the way is on track": (HALFWAY, {"2025": 47.5}, verdict("on_track", progress=0.95)),
    "a little less is behind": (HALFWAY, {"2025": 47.4}, verdict("behind", progress=0.948)),
    "60 % is behind": (HALFWAY, {"2025": 30}, verdict("behind", progress=0.6)),
    "a little less is far behind": (HALFWAY, {"2025": 29.9}, verdict("far_behind", progress=0.598)),
    "95 % of the way down": (DOWN_HALFWAY, {"2025": 52.5}, verdict("on_track", progress=0.95)),
    "60 % of the way down": (DOWN_HALFWAY, {"2025": 70}, verdict("behind", progress=0.6)),
    "less than 60 % of the way down": (DOWN_HALFWAY, {"2025": 70.1}, verdict("far_behind", progress=0.598)),
    "no movement at all": (HALFWAY, {"2025": 0}, verdict("far_behind", progress=0)),
    "a step back as large as the margin is no worsening": (WITH_MARGIN, {"2025": 59}, verdict("far_behind")),
    "a larger one is": (WITH_MARGIN, {"2025": 58.9}, verdict("worsening")),
    "a path that asks for no more than the margin": (HARDLY_ANY_WAY, {"2025": 60.5}, verdict("on_track")),
    "on its wrong side by no more than the margin": (HARDLY_ANY_WAY, {"2025": 60}, verdict("on_track")),
    "on its wrong side by more, and moved by less": (HARDLY_ANY_WAY, {"2025": 59.9}, verdict("too_early")),
    "moved by the margin the wrong way": (HARDLY_ANY_WAY, {"2025": 59}, verdict("too_early")),
    "moved by more": (HARDLY_ANY_WAY, {"2025": 58.9}, verdict("worsening")),
    "as high as asked for": (policy(at_least(75, "2025")), {"2025": 75}, verdict("achieved")),
    "not quite": (policy(at_least(75, "2025")), {"2025": 74.9}, verdict("missed")),
    "as low as asked for": (policy(at_most(75, "2025")), {"2025": 75}, verdict("achieved")),
    "none is as few as none": (policy(at_most(0, "2025")), {"2025": 0}, verdict("achieved")),
    "none is at least none": (policy(at_least(0, "2025")), {"2025": 0}, verdict("achieved")),
    "a hair above none": (policy(at_most(0, "2025")), {"2025": 0.001}, verdict("missed")),
    "a deficit as large as allowed": (policy(at_least(-5, "2025"), unit="mio. kr."), {"2025": -5}, verdict("achieved")),
    "a larger one": (policy(at_least(-5, "2025"), unit="mio. kr."), {"2025": -5.1}, verdict("missed")),
    "just over is above": (policy(at_most(75, "2025")), {"2025": "godt 75"}, verdict("missed")),
    "just over is at least": (policy(at_least(75, "2025")), {"2025": "godt 75"}, verdict("achieved")),
    "just under is below": (policy(at_least(75, "2025")), {"2025": "knap 75"}, verdict("missed")),
    "just under is at most": (policy(at_most(75, "2025")), {"2025": "knap 75"}, verdict("achieved")),
    "the last binary digit decides nothing": (
        policy(at_least(0.3, "2025")), {"2025": 0.1 + 0.2 - 1e-16}, verdict("achieved")),
    "the last binary digit of a large number": (
        policy(at_least(1e9, "2025"), unit="mio. kr."), {"2025": 999_999_999.9999999}, verdict("achieved")),
    "1 of a billion": (
        policy(at_least(1e9, "2025"), unit="mio. kr."), {"2025": 999_999_990}, verdict("missed")),
    "seven tenths of the one that is asked for": (
        policy(at_least(70, "2030"), baseline=("2020", 60)), {"2021": 60.7}, verdict("behind", progress=0.7)),
    "the day before the lag is over": (LATE, {"2024": 66}, verdict("awaiting_data", at="2025", known="2026-03-30")),
    "the day it is over": (LATE, {"2024": 66}, verdict("no_data", at="2025", known="2026-03-31")),
    "a figure of the month before the break": (
        WITH_A_BREAK, {"2023-06": 70}, verdict("on_track", warnings=["other_period_length"])),
    "a figure that the break is in": (WITH_A_BREAK, {"2023": 70}, verdict("break_in_series")),
    "a figure that ends on its first day": (
        WITH_A_BREAK, {"2022-07-02..2023-07-01": 70}, verdict("break_in_series")),
    "a baseline that begins with the break": (
        policy(at_least(80, "2030"), baseline=("2020", 60), breaks=["2020"]), {"2025": 70}, verdict("on_track")),
    "a baseline of the day before": (
        policy(at_least(80, "2030"), baseline=("2019-12-31", 60), breaks=["2020"]),
        {"2025": 70}, verdict("break_in_series")),
    "a direction within the margin": (
        policy(direction("increase"), margin=1, baseline=("2020", 60)), {"2025": 61}, verdict("unchanged")),
    "and beyond it": (
        policy(direction("increase"), margin=1, baseline=("2020", 60)), {"2025": 61.1}, verdict("on_track")),
    "the other way within the margin": (
        policy(direction("increase"), margin=1, baseline=("2020", 60)), {"2025": 59}, verdict("unchanged")),
    "the other way beyond it": (
        policy(direction("increase"), margin=1, baseline=("2020", 60)), {"2025": 58.9}, verdict("worsening")),
    "the pace asked for": (
        policy(change(2, "points"), baseline=("2020", 60)), {"2025": 70}, verdict("achieved", progress=1)),
    "not quite that pace": (
        policy(change(2, "points"), baseline=("2020", 60)), {"2025": 69.9}, verdict("on_track", progress=0.99)),
    "percent of nothing": (
        policy(change(5, "percent"), unit="antal", baseline=("2020", 0)), {"2025": 7}, verdict("undefined_percent")),
    "percent of one": (
        policy(change(5, "percent"), unit="antal", baseline=("2020", 1)), {"2025": 7}, verdict("achieved")),
    "half of one less in all": (
        policy(change(-50, "percent", **IN_2030), unit="pr. 1.000", baseline=("2020", 1)), {"2025": 0.75},
        verdict("on_track", required=0.75, progress=1)),
    # 52 is the mean of 2020, and 56 two years later is 2 a year; the newest figure of 2020 is 54.
    "a change counts from the mean of the year that it starts with": (
        policy(change(2, "points", start="2020"), over_time="mean"),
        quarters(2020, 50, 50, 54, 54) | {"2022-Q4": 56}, verdict("achieved", progress=1)),
    # 62 - 60 in two years is 1 a year; since 2019 it would be 4.
    "a change counts from the figure of its start before a baseline": (
        policy(change(2, "points", start="2020"), baseline=("2019", 50)),
        {"2020": 60, "2022": 62}, verdict("far_behind", progress=0.5)),
    "a baseline of a period without an end is none": (
        policy(at_least(80, "2030"), baseline=("2020..", 50)),
        {"2024": 60, "2025": 70}, verdict("no_baseline", on="2025", warnings=())),
    "a deadline of thirteen months only says by when": (
        policy(at_least(100, "2024-12..2025-12"), unit="antal"), {"2024": 90, "2025": 110},
        verdict("achieved", on="2025")),
    "and so does one that is shorter than all figures": (
        policy(at_least(100, "2025-06"), unit="antal"), {"2024": 104}, verdict("achieved", on="2024")),
    "months after the deadline are not the commonest by then": (
        policy(at_least(60, "2022")), {"2021": 58, "2022": 61, "2023-01": 50, "2023-02": 50, "2023-03": 50},
        verdict("achieved", on="2022", newest="2023-03")),
    "nor are those of a year that is not over": (
        policy(kept_at_least(60)), {"2022": 61, "2023": 66, "2024-01": 50, "2024-02": 50, "2024-03": 50},
        verdict("achieved", on="2023", newest="2024-03")),
    "a school year is over in July": (
        policy(kept_at_least(60)), {"2021/22": 61, "2022/23": 66}, verdict("awaiting_data", at="2024")),
    "a newer quarter ends no year that is to be kept": (
        policy(kept_at_least(60)), {"2022": 61, "2023": 66, "2024-Q4": 50},
        verdict("achieved", on="2023", newest="2024-Q4")),
    "a sum that is as large as allowed, at due": (
        policy(at_most(300, "2025", cumulative=True), unit="antal", period="2023..2030"),
        years(2023, 100, 100, 100), verdict("achieved", value=300)),
    "and one more": (
        policy(at_most(300, "2025", cumulative=True), unit="antal", period="2023..2030"),
        years(2023, 100, 100, 101), verdict("missed", value=301)),
    "as high as elsewhere": (policy(over_the_reference(at_least(0, "2025"))), {"2025": 63}, verdict("achieved")),
    "a standing target of exactly that": (policy(kept_at_least(60)), {"2025": 60}, verdict("achieved")),
    # 1.96·√(0.5·0.5/100 + 0.37·0.63/100) = 13.62 percentage points; 13 is less, and so are the 10 asked for by then.
    "swings of a hundred people": (
        policy(at_least(70, "2030"), chance=True, baseline=("2020",)),
        {"2020": FEW, "2025": {"value": 37, "numerator": 37, "denominator": 100}},
        verdict("too_early", margin="13.62")),
}  # fmt: skip


@pytest.mark.parametrize(("subject", "figures", "expected"), LIMITS.values(), ids=LIMITS)
def test_each_limit_is_on_its_side(subject: m.Policy, figures: Figures, expected: Verdict) -> None:
    """A share of the way, a margin, a lag and a break are exact."""
    reference = {"2025": 63} if any(each.relative_to for each in _levels(subject)) else None
    when = {name: text for name, text in (("at", expected.at), ("known", expected.known)) if text is not None}
    expected.assert_holds(result_of(judge(subject, figures, reference=reference, **when)))


@pytest.mark.parametrize(("subject", "figures", "expected"), LIMITS.values(), ids=LIMITS)
def test_what_is_not_assessed_has_no_progress(subject: m.Policy, figures: Figures, expected: Verdict) -> None:
    """Nor has what nobody knows the beginning of; nothing is shown that did not count."""
    when = {name: text for name, text in (("at", expected.at), ("known", expected.known)) if text is not None}
    result = result_of(judge(subject, figures, **when))
    if result.reason is not None:
        assert result.progress is None
    if result.baseline_value is None:
        assert (result.progress is None) or result.kind == "level"
    assert (result.status == "not_assessed") == (result.reason is not None)


@pytest.mark.parametrize(
    ("target", "baseline", "level"),
    [
        (change(2, "points", **IN_2030), ("2023", 60), 62),
        (change(5, "percent", **IN_2030), ("2023", 60), 63),
        (change(5, None, **IN_2030), ("2023", 60), None),
        (change(2, "points", **IN_2030), ("2023",), None),
        (change(2, "points", "2030"), ("2023", 60), None),
        (at_least(62, "2030"), ("2023", 60), 62),
    ],
)
def test_a_change_in_all_comes_to_a_level(target: m.Target, baseline: tuple[Any, ...], level: float | None) -> None:
    """Where its start and its mode are known; a change a year comes to none."""
    result = result_of(judge(policy(target, baseline=baseline), {"2025": 61}))
    assert result.target_value == (None if level is None else printed(level))


def _levels(subject: m.Policy) -> list[m.LevelTarget]:
    return [each for each in subject.indicators[0].targets if isinstance(each, m.LevelTarget)]


UP: Mapping[str, Any] = {"direction": "increase"}


@pytest.mark.parametrize(
    ("limit", "base", "value"), [(100, 98, 98.2), (1, 0.98, 0.982), (10, 9.8, 9.82)], ids=["100", "1", "10"]
)
def test_a_natural_limit_is_near_in_any_unit(limit: float, base: float, value: float) -> None:
    """Near 1 as near 100: the class of the growth depends on shares of the limit."""
    subject = policy(**UP, unit=None, limit=limit, baseline=("2021", base))
    result = result_of(judge(subject, {"2023": value}, method="cagr"))
    assert (result.status, result.progress) == ("behind", printed("0.00102"))


@pytest.mark.parametrize(("value", "status"), [(100, "on_track"), (99.9, "worsening")])
def test_at_the_natural_limit_staying_is_enough(value: float, status: str) -> None:
    """C is 0 there: no growth is asked for, and any fall is one."""
    subject = policy(**UP, limit=100, baseline=("2021", 100))
    assert result_of(judge(subject, {"2023": value}, method="cagr")).status == status


@pytest.mark.parametrize(("figure", "status"), [("2022", "on_track"), ("2022-Q1", "not_assessed")])
def test_growth_needs_a_whole_year(figure: str, status: str) -> None:
    """A year is enough, and less is not."""
    subject = policy(**UP, baseline=("2021", 50))
    assert result_of(judge(subject, {figure: 58}, method="cagr")).status == status


def test_a_sum_is_compared_with_that_of_the_reference() -> None:
    """64 = 4 · 16 in 2025 against 63 elsewhere."""
    subject = policy(over_the_reference(at_least(1, "2025")), unit="antal", over_time="sum")
    result = result_of(judge(subject, quarters(2025, 16, 16, 16, 16), reference={"2025": 63}))
    assert (result.status, result.value) == ("achieved", 1)


def _of_both(own: Figures, other: Figures) -> list[dict[str, Any]]:
    """Return the figures of the whole population, and of the group that it is compared with."""
    return rows(own) + rows(other, group="andre")


SUMS, SHARES = {"unit": "antal", "over_time": "sum"}, {"unit": "%"}
SIXTEENS, FIFTEENS = quarters(2025, 16, 16, 16, 16), quarters(2025, 15, 15, 15, 15)


@pytest.mark.parametrize(
    ("fields", "figures", "previous", "warnings"),
    [
        # 64 and 60 for the year that the target is due in, though both come in quarters
        (SUMS, _of_both(SIXTEENS, FIFTEENS), None, {"derived"}),
        # and 62 - 61 a year before
        (SUMS, _of_both({"2024": 62} | SIXTEENS, {"2024": 61} | FIFTEENS), 1, {"derived"}),
        # more quarters than years, but none to compare them with: 64 - 60, and 62 - 58 a year before
        (SHARES, _of_both({"2024": 62, "2025": 64} | SIXTEENS, {"2024": 58, "2025": 60}), 4, set()),
    ],
)
def test_a_difference_is_judged_in_the_length_that_both_can_have(
    fields: Mapping[str, Any], figures: list[dict[str, Any]], previous: float | None, warnings: set[str]
) -> None:
    """At least 4 over the group in 2025, which is the difference of that year."""
    subject = policy(at_least(4, "2025", relative_to=m.RelativeTo(group="andre")), **fields)
    result = result_of(judge(subject, figures, at="2025"))
    assert (result.status, str(result.period), result.value) == ("achieved", "2025", 4)
    assert (result.previous_value, set(result.warnings)) == (previous, warnings)


@pytest.mark.parametrize(
    ("frequency", "month"),
    [
        ("weekly", "2025-01"),
        ("monthly", "2025-01"),
        ("quarterly", "2025-03"),
        ("every_four_months", "2025-04"),
        ("half_yearly", "2025-06"),
        ("yearly", "2025-12"),
        ("every_two_years", "2026-12"),
        ("every_four_years", "2028-12"),
    ],
)
def test_the_next_figure_is_expected_as_often_as_it_is_measured(frequency: str, month: str) -> None:
    """After one for 2024."""
    result = result_of(judge(policy(at_least(80, "2030"), frequency=frequency), {"2024": 60}))
    assert result.expected == m.Period(month)


@pytest.mark.parametrize(
    ("target", "unit", "at", "days"),
    [
        (at_least(75, "2025"), "%", "2025", ("2026-12-30", "2026-12-31")),
        (at_most(100, "2024-06"), "antal", "2024-06", ("2024-07-30", "2024-07-31")),
        (at_least(100, "2024", cumulative=True, start="2024"), "antal", "2024", ("2025-12-30", "2025-12-31")),
    ],
    ids=["a year", "a month", "a sum that has not begun"],
)
def test_where_nothing_was_ever_measured_a_figure_is_awaited_for_one_step(
    target: m.Target, unit: str, at: str, days: tuple[str, str]
) -> None:
    """No lag is stated: one month for an amount of a month, else a year."""
    found = [result_of(judge(policy(target, unit=unit), {}, at=at, known=day)).reason for day in days]
    assert found == ["awaiting_data", "no_data"]


@given(cases(Wanted(extreme=True)), st.sampled_from(["linear", "cagr"]))
def test_numbers_at_the_limit_are_judged_and_explained(case: Case, method: str) -> None:
    """As large, or as close to zero, as numbers may be: whatever is computed of them is a number, or nothing."""
    try:
        evaluation = attrs.evolve(case, method=method).judged()
    except InvalidObservations as error:
        assume({problem.code for problem in error.problems} != {"impossible_value"})
        raise
    assert not np.isinf(evaluation.frame.select_dtypes("float")).any(axis=None)
    assert evaluation.explain("i")


@pytest.mark.parametrize(("reference", "shown"), [(40, 40), ("under 5", None), ("40–42", None)])
def test_an_inexact_figure_to_compare_with_is_no_number(reference: Any, shown: float | None) -> None:
    """Under 5 is not 0: no end of it is stated as the figure."""
    target = over_the_reference(at_least(0, "2025"))
    found = judge(policy(target, unit="karakter"), {"2025": 50}, reference={"2025": reference})
    assert result_of(found).reference_value == shown


def test_growth_from_nothing_is_growth_from_nearly_nothing() -> None:
    """Open SDG takes 0 for 0.001: from it to 8 in three years is a factor of 20 a year."""
    subject = policy(at_least(64, "2026"), baseline=("2020", 0))
    result = result_of(judge(subject, {"2023": 8}, method="cagr"))
    # (8 / 0.001)^(1/3) - 1 = 19; (64 / 0.001)^(1/6) - 1 = 5.3246
    assert (result.status, result.progress) == ("on_track", printed("3.57"))


@pytest.mark.parametrize(
    ("due", "figures", "projected"),
    [
        # 1 point in five years: 20 more take 100 years from the last figure; of 0.99 they take 101
        ("2130", {"2021": 60.1, "2023": 60.5, "2025": 61}, "2125"),
        ("2130", {"2021": 60.1, "2023": 60.5, "2025": 60.99}, None),
        # 1.2 points a year: 15 more take twelve years and a half; in periods as the deadline has them
        ("2030-Q2", {"2021": 62, "2023": 64, "2025": 66}, "2038-Q2"),
        ("2030-06", {"2021": 62, "2023": 64, "2025": 66}, "2038-06"),
        ("2029/30", {"2021": 62, "2023": 64, "2025": 66}, "2037/38"),
        # a level without a deadline, or a figure that is a range, leads to no period
        (None, {"2021": 62, "2023": 64, "2025": 66}, None),
        ("2030", {"2021": 62, "2023": 64, "2025": "66–67"}, None),
        # two figures may be chance, also where others are from before the baseline
        ("2030", {"2023": 64, "2025": 66}, None),
        ("2030", {"2018": 58, "2019": 59, "2023": 64, "2025": 66}, None),
    ],
)
def test_the_pace_so_far_leads_to_a_period(due: str | None, figures: Figures, projected: str | None) -> None:
    """From three figures on, at most 100 years ahead, in periods as the deadline has them."""
    subject = policy(at_least(81, due), period="2000..2130", baseline=("2020", 60))
    found = result_of(judge(subject, figures, at="2025")).projected_period
    assert (None if found is None else str(found)) == projected


def test_no_pace_is_taken_over_a_break() -> None:
    """What is measured in another way has not moved."""
    figures = {"2021": 62, "2023": 64, "2025": 66}
    without, broken = (policy(at_least(81, "2030"), baseline=("2020", 60), breaks=breaks) for breaks in ([], ["2022"]))
    assert result_of(judge(without, figures)).projected_period is not None
    assert result_of(judge(broken, figures)).projected_period is None


@pytest.mark.parametrize("compounding", [False, True])
def test_nothing_is_projected_beyond_a_hundred_years(compounding: bool) -> None:
    """The 1200th month is the last: the way left is 1200 or 1201 times that of a month."""
    base, value, month = 1.0, 1.01, 1.0
    for ahead in (1200.0, 1201.0):
        target = value * (value / base) ** ahead if compounding else value + (value - base) * ahead
        given = (np.array([each]) for each in (value, month, base, 0.0, target - 1e-9))
        (found,) = projected_month(*given, compounding=compounding).tolist()
        assert (found == month + 1200) is (ahead == 1200.0), found
        assert math.isnan(found) is (ahead == 1201.0)
