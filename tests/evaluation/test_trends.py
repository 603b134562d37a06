"""Trends of series without a target, each worked by hand in the comment above it; all figures are made up.

A movement counts where it is beyond the margin (strictly more), and is signed by the desired direction. `since` is the
trend since the baseline, `before` the trend since the previous figure; None where there is none. The unit is %.
"""

from collections.abc import Mapping
from typing import Any

import pytest

from .notation import (
    Figures,
    at_most,
    judge,
    kept_at_least,
    over_the_reference,
    policy,
    printed,
    quarters,
    result_of,
    rows,
    years,
)

UP, DOWN = {"direction": "increase"}, {"direction": "decrease"}
Trends = tuple[str | None, str | None]


def share(value: float, denominator: float) -> dict[str, float]:
    """Return a figure with the number of people that it is a share of."""
    return {"value": value, "denominator": denominator}


def trends(fields: Mapping[str, Any], figures: Figures, **how: Any) -> Trends:
    """Return the trend since the baseline, and since the previous figure."""
    result = result_of(judge(policy(**fields), figures, **how))
    assert (result.status, result.reason, result.required_value) == ("not_assessed", "no_target", None)
    return result.trend, result.trend_since_previous


DIRECTIONS: dict[str, tuple[Mapping[str, Any], Figures, Trends]] = {
    # +6 since 2020, +2 since 2022; margin 0.5
    "up is better where more is wanted": (
        {**UP, "baseline": ("2020", 50)}, {"2022": 54, "2023": 56}, ("better", "better")),
    # the same figures
    "up is worse where less is wanted": (
        {**DOWN, "baseline": ("2020", 50)}, {"2022": 54, "2023": 56}, ("worse", "worse")),
    # the same figures
    "no direction, no trend": (
        {"baseline": ("2020", 50)}, {"2022": 54, "2023": 56}, (None, None)),
    # -4 since 2020, -6 since 2022
    "down is better where less is wanted": (
        {**DOWN, "baseline": ("2020", 50)}, {"2022": 52, "2023": 46}, ("better", "better")),
    # +3 since 2020, -2 since 2022
    "better than at first, worse than last time": (
        {**UP, "baseline": ("2020", 50)}, {"2022": 55, "2023": 53}, ("better", "worse")),
    # 0 since 2020, +4 since 2022
    "back where it started": (
        {**UP, "baseline": ("2020", 50)}, {"2022": 46, "2023": 50}, ("unchanged", "better")),
    # -40 - -50 = +10: less of a deficit
    "below zero too": (
        {**UP, "unit": "mio. kr.", "baseline": ("2020", -50)}, {"2023": -40}, ("better", None)),
}  # fmt: skip

MARGINS: dict[str, tuple[Mapping[str, Any], Figures, Trends]] = {
    # 2 is not more than 2; 1 is not more than 2
    "a movement of exactly the margin is none": (
        {**UP, "margin": 2, "baseline": ("2020", 50)}, {"2022": 51, "2023": 52}, ("unchanged", "unchanged")),
    # +2.1 is more than 2, +0.9 is not
    "a little more is one": (
        {**UP, "margin": 2, "baseline": ("2020", 50)}, {"2022": 51.2, "2023": 52.1}, ("better", "unchanged")),
    # 1.5 <= 2, though 1.5 > 0.05
    "a margin counts before decimals": (
        {**UP, "margin": 2, "decimals": 1, "baseline": ("2020", 50)}, {"2023": 51.5}, ("unchanged", None)),
    # 0.3 > 0, as the margin is 0
    "a margin of nothing": (
        {**UP, "margin": 0, "decimals": 0, "baseline": ("2020", 50)}, {"2023": 50.3}, ("better", None)),
    # 5.05 - 4.6 = 0.45 > 0.05; 5.05 - 5.00 = 0.05 <= 0.05
    "half a unit of the decimals is none": (
        {**UP, "decimals": 1, "baseline": ("2020", 4.6)}, {"2022": 5.0, "2023": 5.05}, ("better", "unchanged")),
    # |5.05 - 5.11| = 0.06 > 0.05
    "more than half a unit is one": (
        {**UP, "decimals": 1}, {"2022": 5.11, "2023": 5.05}, (None, "worse")),
    # 0.4 <= 0.5: published as whole percent, 50 both
    "no decimals": (
        {**DOWN, "decimals": 0, "baseline": ("2020", 50)}, {"2023": 50.4}, ("unchanged", None)),
    # one unit of the figures' last decimal is 0.1 > 0.05
    "the decimals of the figures": (
        {**UP}, {"2022": 5.1, "2023": 5.2}, (None, "better")),
    # the stated 7.25 has two decimals, the margin is 0.005: 0.05 > 0.005, not 0.05 <= 0.05
    "those of a stated baseline count": (
        {**UP, "baseline": ("2020", 7.25)}, {"2023": 7.3}, ("better", None)),
    # 5 decimals are computed: three count, the margin is 0.0005: 0.00042 <= 0.0005
    "three decimals at most": (
        {**UP}, {"2022": 0.33333, "2023": 0.33375}, (None, "unchanged")),
    # 0.00067 > 0.0005
    "beyond half a thousandth": (
        {**UP}, {"2022": 0.33333, "2023": 0.334}, (None, "better")),
    # 0.30000000000000004 - 0.2 is 0.1 within 1e-9: not more than the margin
    "noise of binary numbers is no movement": (
        {**UP, "margin": 0.1}, {"2022": 0.2, "2023": 0.30000000000000004}, (None, "unchanged")),
}  # fmt: skip

PEOPLE: dict[str, tuple[Mapping[str, Any], Figures, Trends]] = {
    # one of 40 is 100/40 = 2.5: 10 - 7.5 = 2.5 is not more
    "one person more is no movement": (
        {**UP}, {"2022": share(7.5, 40), "2023": share(10, 40)}, (None, "unchanged")),
    # two of 40: 12.5 - 7.5 = 5 > 2.5
    "two persons are one": (
        {**UP}, {"2022": share(7.5, 40), "2023": share(12.5, 40)}, (None, "better")),
    # 100/40 = 2.5 > margin 1: 2.5 is not more than 2.5
    "one person is the least margin": (
        {**DOWN, "margin": 1}, {"2022": share(7.5, 40), "2023": share(10, 40)}, (None, "unchanged")),
    # 100/1000 = 0.1 < margin 3: 2.9 <= 3
    "a larger margin stays": (
        {**DOWN, "margin": 3}, {"2022": share(50, 1000), "2023": share(52.9, 1000)}, (None, "unchanged")),
    # a mean of 40 pupils is no share of them: 0.2 > 0.05
    "people behind a mean are no share": (
        {**UP, "unit": "karakter"}, {"2022": share(6.9, 40), "2023": share(7.1, 40)}, (None, "better")),
}  # fmt: skip

CHANCE: dict[str, tuple[Mapping[str, Any], Figures, Trends]] = {
    # 1.96·√(0.5·0.5/40 + 0.7·0.3/40) = 1.96·√0.0115 = 0.2102: 20 <= 21.02
    "8 of 40 new people more are chance": (
        {**UP, "chance": True}, {"2022": share(50, 40), "2023": share(70, 40)}, (None, "unchanged")),
    # the same people: 20 > 2.5
    "8 of the same 40 people are none": (
        {**UP}, {"2022": share(50, 40), "2023": share(70, 40)}, (None, "better")),
    # 1.96·√(0.25/40 + 0.725·0.275/40) = 1.96·√0.011234 = 0.2077: 22.5 > 20.77
    "9 of 40 are more than chance": (
        {**UP, "chance": True}, {"2022": share(50, 40), "2023": share(72.5, 40)}, (None, "better")),
    # 1.96·√(0.2496/1000 + 0.2464/1000) = 0.0437: 56 - 52 = 4 <= 4.37; with 0.2499 for 50.9 as well: 5.1 > 4.37
    "each pair of figures has its own chance": (
        {**UP, "chance": True, "baseline": ("2020",)},
        {"2020": share(52, 1000), "2022": share(50.9, 1000), "2023": share(56, 1000)}, ("unchanged", "better")),
    # n0 = 100, n = 400: 1.96·√(0.24/100 + 0.21/400) = 1.96·√0.002925 = 0.1060: 10 <= 10.60
    "both numbers of people count": (
        {**DOWN, "chance": True}, {"2022": share(60, 100), "2023": share(70, 400)}, (None, "unchanged")),
    # the one n = 100 serves for both: 1.96·√(0.24/100 + 0.2016/100) = 0.1302: 12 <= 13.02
    "a stated baseline borrows the number of people": (
        {**UP, "chance": True, "baseline": ("2020", 60)}, {"2023": share(72, 100)}, ("unchanged", None)),
    # 1.96·√(100 + 128) = 29.6: 28 <= 29.6
    "a count of events varies by chance": (
        {**DOWN, "unit": "antal", "chance": True}, {"2022": 100, "2023": 128}, (None, "unchanged")),
    # 1.96·√(100 + 131) = 29.8: 31 > 29.8
    "and beyond chance": (
        {**DOWN, "unit": "antal", "chance": True}, {"2022": 100, "2023": 131}, (None, "worse")),
    # 1.96·√(400 + 430) = 56.5 > margin 5: 30 <= 56.5
    "chance counts where it is more than the margin": (
        {**UP, "unit": "antal", "chance": True, "margin": 5}, {"2022": 400, "2023": 430}, (None, "unchanged")),
    # margin 60 > 1.96·√(400 + 458) = 57.4: 58 <= 60
    "the margin where that is more": (
        {**UP, "unit": "antal", "chance": True, "margin": 60}, {"2022": 400, "2023": 458}, (None, "unchanged")),
}  # fmt: skip

BREAKS: dict[str, tuple[Mapping[str, Any], Figures, Trends]] = {
    # 2020 -> 2023 crosses 2022; 2022 -> 2023 does not: +3
    "a break since the baseline": (
        {**UP, "baseline": ("2020", 50), "breaks": ["2022"]}, {"2022": 60, "2023": 63}, (None, "better")),
    # 2022 begins before the break of 2023, and 2023 ends after it; so does 2020
    "a break since the previous figure": (
        {**UP, "baseline": ("2020", 50), "breaks": ["2023"]}, {"2022": 60, "2023": 63}, (None, None)),
    # break on 2022-07-01, within 2022: that year begins before it and 2023 ends after it
    "a break within the previous year": (
        {**UP, "breaks": ["2022-07-01"]}, {"2022": 60, "2023": 63}, (None, None)),
    # the break of 2020 is the baseline's own first day: 2020 begins on it, not before it; +10 and +3
    "measured in the new way from the baseline on": (
        {**UP, "baseline": ("2020", 50), "breaks": ["2020"]}, {"2022": 57, "2023": 60}, ("better", "better")),
    # the break of 2024 lies after the figure; +13 and +3
    "a break to come": (
        {**UP, "baseline": ("2020", 50), "breaks": ["2024"]}, {"2022": 60, "2023": 63}, ("better", "better")),
}  # fmt: skip

BASELINES: dict[str, tuple[Mapping[str, Any], Figures, Trends]] = {
    # 59 - 58 = +1: the revised figure counts, not the stated 60
    "a figure of the baseline's period outranks the stated value": (
        {**UP, "baseline": ("2020", 60)}, {"2020": 58, "2023": 59}, ("better", "better")),
    # 61 - 60 = +1 since the baseline of 2021; 61 - 62 = -1 since 2020, as a stated baseline is no figure
    "a stated baseline is no previous figure": (
        {**UP, "baseline": ("2021", 60)}, {"2020": 62, "2023": 61}, ("better", "worse")),
    # nothing to hold 60 against
    "one figure alone": (
        {**UP}, {"2023": 60}, (None, None)),
    # 2020 is the baseline itself; 60 - 55 = +5 since 2019
    "nothing after the baseline": (
        {**UP, "baseline": ("2020",)}, {"2019": 55, "2020": 60}, (None, "better")),
    # 60 - 55 = +5 since 2022
    "no baseline": (
        {**UP}, {"2020": 70, "2022": 55, "2023": 60}, (None, "better")),
    # the period is known, the value is not
    "a baseline without a value": (
        {**UP, "baseline": ("2020",)}, {"2022": 55, "2023": 60}, (None, "better")),
}  # fmt: skip

SEASONS: dict[str, tuple[Mapping[str, Any], Figures, Trends]] = {
    # Q1 2024 against Q1 2023: 62 - 60 = +2, though Q4 2023 was 70
    "a quarter is compared with the same quarter": (
        {**UP}, {"2023-Q1": 60, "2023-Q4": 70, "2024-Q1": 62}, (None, "better")),
    # December 2023 against December 2022: 40 - 41 = -1, though November was 39
    "a month against the same month": (
        {**UP, "baseline": ("2021-12", 38)}, {"2022-12": 41, "2023-11": 39, "2023-12": 40}, ("better", "worse")),
    # no figure of Q2 2023
    "where there is none, there is no trend": (
        {**UP}, {"2023-Q1": 60, "2023-Q4": 70, "2024-Q2": 62}, (None, None)),
    # 2024 against 2023: 63 - 64 = -1; a quarter is no year
    "a year against a year": (
        {**UP}, {"2022": 66, "2023": 64, "2024-Q1": 60, "2024": 63}, (None, "worse")),
    # years of school follow each other: 7.1 - 6.9 = +0.2
    "a school year against a school year": (
        {**UP, "unit": "karakter", "baseline": ("2020/21", 6.8)},
        {"2021/22": 6.9, "2022/23": 7.1}, ("better", "better")),
}  # fmt: skip

INEXACT: dict[str, tuple[Mapping[str, Any], Figures, Trends]] = {
    # 54 - 50 and 57 - 50 are both beyond 0.5
    "both ends of a range are better": (
        {**UP, "baseline": ("2020", 50)}, {"2023": "54–57"}, ("better", None)),
    # 49 - 50 = -1 is worse, 52 - 50 = +2 is better
    "the ends of a range disagree": (
        {**UP, "baseline": ("2020", 50)}, {"2023": "49–52"}, (None, None)),
    # 60 - 54 and 60 - 57 are both beyond 0.5
    "the previous figure may be a range": (
        {**UP}, {"2022": "54–57", "2023": 60}, (None, "better")),
    # about 55 is taken at 55: +5
    "about is taken at its value": (
        {**UP, "baseline": ("2020", 50)}, {"2023": "ca. 55"}, ("better", None)),
    # all below 45 are more than 0.5 below 50
    "all that is under 45 is under 50": (
        {**DOWN, "baseline": ("2020", 50)}, {"2023": "under 45"}, ("better", None)),
    # under 55 may be 54 (better) or 40 (worse)
    "under 55 may be more or less than 50": (
        {**UP, "baseline": ("2020", 50)}, {"2023": "under 55"}, (None, None)),
    # at most 4 persons, at least 0: 4 - 6 = -2 and 0 - 6 = -6 are beyond 0.5
    "fewer than five persons": (
        {**DOWN, "unit": "personer"}, {"2022": 6, "2023": "<5"}, (None, "better")),
    # just under 50 is taken at 50: nothing is beyond 0.5
    "just under half is unchanged from half": (
        {**UP, "baseline": ("2020", 50)}, {"2023": {"value": 50, "qualifier": "just_under"}}, ("unchanged", None)),
}  # fmt: skip

TABLES = {"directions": DIRECTIONS, "margins": MARGINS, "people": PEOPLE, "chance": CHANCE}
TABLES |= {"breaks": BREAKS, "baselines": BASELINES, "seasons": SEASONS, "inexact": INEXACT}
WORKED = {f"{table}: {name}": case for table, cases in TABLES.items() for name, case in cases.items()}


@pytest.mark.parametrize(("fields", "figures", "expected"), WORKED.values(), ids=WORKED)
def test_trends_of_a_series_without_a_target(fields: Mapping[str, Any], figures: Figures, expected: Trends) -> None:
    """Since the baseline, and since the previous figure."""
    assert trends(fields, figures) == expected


@pytest.mark.parametrize("wanted", [UP, {}], ids=["more is wanted", "no direction is"])
def test_both_trends_come_with_their_figures(wanted: Mapping[str, Any]) -> None:
    """50 in 2020 and 54 in 2022, for 56 in 2023."""
    result = result_of(judge(policy(**wanted, baseline=("2020", 50)), {"2021": 53, "2022": 54, "2023": 56}))
    assert (str(result.baseline_period), result.baseline_value) == ("2020", 50)
    assert (str(result.previous_period), result.previous_value) == ("2022", 54)
    assert (str(result.period), result.value) == ("2023", 56)


def test_another_season_than_the_baseline_s_is_stated() -> None:
    """Q3 2023 against a baseline of Q1 2022: 66 - 60 = +6, which may be the season."""
    result = result_of(judge(policy(**UP, baseline=("2022-Q1", 60)), {"2022-Q3": 64, "2023-Q3": 66}))
    assert (result.trend, result.trend_since_previous) == ("better", "better")
    assert set(result.warnings) == {"other_season"}
    same = result_of(judge(policy(**UP, baseline=("2022-Q1", 60)), {"2023-Q1": 66}))
    assert (same.trend, set(same.warnings)) == ("better", set())


def test_a_revised_baseline_is_stated() -> None:
    """59 against 58, where the policy states 60."""
    result = result_of(judge(policy(**UP, baseline=("2020", 60)), {"2020": 58, "2023": 59}))
    assert (result.baseline_value, result.stated_baseline) == (58, 60)
    assert set(result.warnings) == {"baseline_revised"}


def test_a_difference_that_the_policy_states_is_not_revised_by_the_last_binary_digit() -> None:
    """6.8 against 5.2 is the 1.6 that the policy states, though 6.8 - 5.2 = 1.5999999999999996."""
    target = over_the_reference(at_most(0.5, "2027", baseline=("2023", 1.6)))
    result = result_of(judge(policy(target), {"2023": 6.8, "2024": 6.4}, reference={"2023": 5.2, "2024": 5.1}))
    assert (result.stated_baseline, set(result.warnings)) == (None, set())


def test_a_forecast_has_no_trend_and_a_provisional_figure_has() -> None:
    """70 is a forecast for 2024: 56 - 54 = +2 counts, and is provisional."""
    figures = {
        "2022": 54,
        "2023": {"value": 56, "quality": "provisional"},
        "2024": {"value": 70, "quality": "forecast"},
    }
    result = result_of(judge(policy(**UP), figures))
    assert (str(result.period), result.trend_since_previous) == ("2023", "better")
    assert set(result.warnings) == {"provisional"}


def test_a_withheld_figure_has_no_trend() -> None:
    """An older one does not take its place."""
    figures = {"2021": 54, "2022": 56, "2023": {"value": None, "quality": "suppressed"}}
    result = result_of(judge(policy(**UP, baseline=("2020", 50)), figures))
    assert (result.status, result.trend, result.trend_since_previous) == ("not_assessed", None, None)


def test_a_revision_may_turn_a_trend() -> None:
    """2022 was 54 until it was revised to 57 in May 2024: 56 - 54 = +2, then 56 - 57 = -1."""
    figures = {"2022 @ 2023-03": 54, "2022 @ 2024-05": 57, "2023 @ 2024-03": 56}
    assert trends(UP, figures, known="2024-04") == (None, "better")
    assert trends(UP, figures, known="2024-06") == (None, "worse")


def test_the_trend_is_that_of_the_reference_period() -> None:
    """At 2022: 54 - 50 = +4 and 54 - 53 = +1; at 2023: 49 - 50 = -1 and 49 - 54 = -5."""
    fields, figures = {**UP, "baseline": ("2020", 50)}, {"2021": 53, "2022": 54, "2023": 49}
    assert trends(fields, figures, at="2022") == ("better", "better")
    assert trends(fields, figures, at="2023") == ("worse", "worse")


# Growth a year (compound) without a target: at least 1.5·C % as desired is on track, at least 0.5·C % behind, from 0 far
# behind, below worsening. C is 1 − (y0/L)^4.44 for a natural limit L, else 1 (Statistics Canada).

GROWTH: dict[str, tuple[Mapping[str, Any], Figures, str, float | str]] = {
    # (58/50)^(1/5) - 1 = 3.01 % >= 1.5 %
    "fast enough": ({**UP, "baseline": ("2018", 50)}, {"2023": 58}, "on_track", "0.0301"),
    # (51.1/50)^(1/4) - 1 = 0.545 %: from 0.5 to 1.5 %
    "too slow": ({**UP, "baseline": ("2019", 50)}, {"2023": 51.1}, "behind", "0.00546"),
    # (51/50)^(1/4) - 1 = 0.496 %: under 0.5 %
    "hardly": ({**UP, "baseline": ("2019", 50)}, {"2023": 51}, "far_behind", "0.00496"),
    # (10.2/14.5)^(1/8) - 1 = -4.30 % a year, which is wanted
    "a fall that is wanted": ({**DOWN, "baseline": ("2015", 14.5)}, {"2023": 10.2}, "on_track", "0.0430"),
    # (10.5/10)^(1/5) - 1 = +0.98 % a year, which is not
    "a rise that is not": ({**DOWN, "baseline": ("2018", 10)}, {"2023": 10.5}, "worsening", "-0.0098"),
    # (45/50)^(1/2) - 1 = -5.13 %
    "a fall that is not": ({**UP, "baseline": ("2021", 50)}, {"2023": 45}, "worsening", "-0.0513"),
    # C = 1 - 0.98^4.44 = 0.0858; (98.2/98)^(1/2) - 1 = 0.102 %: from 0.043 to 0.129 %
    "near a natural limit less is asked": (
        {**UP, "limit": 100, "baseline": ("2021", 98)}, {"2023": 98.2}, "behind", "0.00102"),
    # (98.4/98)^(1/2) - 1 = 0.204 % >= 0.129 %
    "fast enough so near": ({**UP, "limit": 100, "baseline": ("2021", 98)}, {"2023": 98.4}, "on_track", "0.00204"),
    # C = 0.0858: 0.14 % is above 0.129 %, and 0.047 % above 0.043 %
    "just fast enough so near": ({**UP, "limit": 100, "baseline": ("2021", 98)}, {"2023": 98.275}, "on_track", "0.0014"),
    "just not too slow so near": ({**UP, "limit": 100, "baseline": ("2021", 98)}, {"2023": 98.092}, "behind", "0.00047"),
    # the same without a limit: 0.204 % < 0.5 %
    "not near where there is no limit": ({**UP, "baseline": ("2021", 98)}, {"2023": 98.4}, "far_behind", "0.00204"),
    # from 5 to nothing is -100 %
    "a fall to zero": ({**UP, "unit": "antal", "baseline": ("2020", 5)}, {"2024": 0}, "worsening", -1),
    # from 5 to nothing, which is wanted
    "a fall to zero that is wanted": ({**DOWN, "unit": "antal", "baseline": ("2020", 5)}, {"2024": 0}, "on_track", 1),
    # a deficit from -50 to -40: (40/50)^(1/2) - 1 = -10.6 %, of a deficit that is to shrink
    "a deficit that shrinks": (
        {**UP, "unit": "mio. kr.", "baseline": ("2021", -50)}, {"2023": -40}, "on_track", "0.1056"),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "figures", "status", "progress"), GROWTH.values(), ids=GROWTH)
def test_growth_is_signed_by_the_desired_direction(
    fields: Mapping[str, Any], figures: Figures, status: str, progress: float | str
) -> None:
    """Positive is good, whichever way that is."""
    result = result_of(judge(policy(**fields), figures, method="cagr"))
    assert (result.kind, result.status, result.progress) == ("trend", status, printed(progress))


NO_GROWTH: dict[str, tuple[Mapping[str, Any], Figures]] = {
    "no direction": ({"baseline": ("2020", 50)}, {"2023": 58}),
    "no baseline": (UP, {"2020": 50, "2023": 58}),
    "less than a year": ({**UP, "baseline": ("2023-Q1", 50)}, {"2023-Q3": 58}),
    "from a deficit to a surplus": ({**UP, "unit": "mio. kr.", "baseline": ("2020", -2)}, {"2023": 3}),
    "over a break": ({**UP, "baseline": ("2020", 50), "breaks": ["2022"]}, {"2023": 58}),
}


@pytest.mark.parametrize(("fields", "figures"), NO_GROWTH.values(), ids=NO_GROWTH)
def test_growth_that_has_no_class(fields: Mapping[str, Any], figures: Figures) -> None:
    """It is not assessed, and no rate is given."""
    result = result_of(judge(policy(**fields), figures, method="cagr"))
    assert (result.status, result.progress) == ("not_assessed", None)


def test_every_year_of_a_series_has_its_trend() -> None:
    """50, 52, 51.9, 51.9 with a margin of 1: since 2020 +2, +1.9, +1.9; since the year before +2, -0.1, 0."""
    fields, figures = {**UP, "margin": 1, "baseline": ("2020",)}, years(2020, 50, 52, 51.9, 51.9)
    found = [trends(fields, figures, at=str(year)) for year in (2021, 2022, 2023)]
    assert found == [("better", "better"), ("better", "unchanged"), ("better", "unchanged")]


def test_quarters_of_a_sum_have_the_trend_of_their_years() -> None:
    """100 = 4 · 25 in 2022 and 108 = 4 · 27 in 2023 against 90 in 2020: +18 and +8 beyond half a unit."""
    fields = {**UP, "unit": "antal", "over_time": "sum", "baseline": ("2020", 90)}
    figures = quarters(2022, 25, 25, 25, 25) | quarters(2023, 27, 27, 27, 27)
    result = result_of(judge(policy(**fields), figures))
    assert (result.value, result.previous_value) == (108, 100)
    assert (result.trend, result.trend_since_previous) == ("better", "better")


def test_half_a_year_of_a_sum_has_no_trend_since_a_whole_year() -> None:
    """27 = 9 + 18 in a half-year is less than the half-year before, and neither more nor less than the 52 of 2023."""
    fields = {**UP, "unit": "antal", "over_time": "sum", "baseline": ("2023", 52)}
    figures = {"2023": 52} | quarters(2025, 18, 17, 15, 21) | quarters(2026, 17, 14, 9, 18)
    result = result_of(judge(policy(kept_at_least(30, "half_year"), **fields), figures))
    assert (str(result.period), result.value, result.previous_value) == ("2026-H2", 27, 36)
    assert (result.trend, result.trend_since_previous) == (None, "worse")


def test_each_group_with_a_figure_has_its_trend() -> None:
    """The whole population only where it has one; a group from its first figure on, and one without a period at once."""
    fields = {**UP, "baseline": ("2020", 50)}
    figures = rows({"2022": 53}, group="unge") + rows({"2024": 55}) + rows({"": 40}, group="andre")
    found = {
        at: [(r.group, r.trend) for r in judge(policy(**fields), figures, at=at).results if r.indicator == "i"]
        for at in ("2021", "2022", "2024")
    }
    old, young = ("andre", None), ("unge", None)
    assert found == {"2021": [old], "2022": [old, young], "2024": [("", "better"), old, young]}


def test_without_any_figure_the_whole_population_is_asked_about() -> None:
    """One result, without a trend."""
    (result,) = (r for r in judge(policy(**UP), {}).results if r.indicator == "i")
    assert (result.group, result.reason, result.trend) == ("", "no_target", None)
