"""Cases with a known answer: published ones, and those the design names."""

import math

import pandas as pd
import pytest

import kommunepolitik.model as m
from kommunepolitik.evaluation import evaluate

from .conftest import JudgeFunction, one_indicator, table


def level(value: float, comparison: str, due: str | None = None, **fields: object) -> m.LevelTarget:
    """Return a level target."""
    period = None if due is None else m.Period(due)
    return m.LevelTarget(value=value, comparison=comparison, due=period, **fields)  # type: ignore[arg-type]


# Method cagr: Open SDG's automatic progress calculation and Statistics Canada's Canadian Indicator Framework.


@pytest.mark.parametrize(
    ("base", "seen", "target", "progress", "status"),
    [
        (("2015", 14.5), ("2023", 10.2), level(7.25, "at_most", "2030"), 0.952590, "on_track"),
        (("2015", 14.5), ("2023", 10.4), level(7.25, "at_most", "2030"), 0.901090, "behind"),
        (("2005", 63.0), ("2020", 74.0), level(85.0, "at_least", "2030"), 0.894939, "behind"),
        (("2015", 10.1), ("2023", 13.7), level(30.0, "at_least", "2030"), 0.516006, "far_behind"),
    ],
    ids=["poverty halved: nearly", "poverty halved: a little less", "from 63 to 85", "from 10.1 to 30"],
)
def test_cagr_gives_the_published_ratio(
    judged: JudgeFunction,
    base: tuple[str, float],
    seen: tuple[str, float],
    target: m.Target,
    progress: float,
    status: str,
) -> None:
    """Statistics Canada, Canadian Indicator Framework methodology; Open SDG, automatic progress calculation."""
    result = judged(target, dict([seen]), baseline=base, method="cagr")
    assert result.progress == pytest.approx(progress, abs=5e-7)
    assert result.status == status


def test_cagr_without_a_target_gives_statistics_canadas_class(judged: JudgeFunction) -> None:
    """66.6 (2016) to 71.4 (2023) with limit 100 grows 0.9991 % a year: under 1.5·C and over 0.5·C percent."""
    result = judged(None, {"2023": 71.4}, baseline=("2016", 66.6), method="cagr", direction="increase", limit=100)
    assert result.progress == pytest.approx(0.009991, abs=5e-7)
    assert (result.kind, result.status) == ("trend", "behind")


# Linear.


def test_68_falling_to_46_with_at_least_55_is_worsening(judged: JudgeFunction) -> None:
    """The naive ratio suggests it has gone past the goal; it has gone through it, the wrong way."""
    result = judged(level(55, "at_least", "2030"), {"2023": 46.73}, baseline=("2015", 68.55))
    assert (result.status, result.progress) == ("worsening", None)
    assert "baseline_meets_target" in result.warnings


def test_50_with_at_least_40_falling_to_20_is_not_on_track(judged: JudgeFunction) -> None:
    """What the baseline meets is to be kept; once due it is missed."""
    target = level(40, "at_least", "2030")
    assert judged(target, {"2023": 20}, baseline=("2015", 50)).status == "worsening"
    assert judged(target, {"2030": 20}, baseline=("2015", 50)).status == "missed"
    assert judged(target, {"2023": 41}, baseline=("2015", 50)).status == "achieved"


def test_two_percent_a_year_is_met_as_percent_and_not_as_points(judged: JudgeFunction) -> None:
    """37 % (2000) to 48 % (2010) is 2.64 % a year and 1.1 points a year: Slagelse 2013, Fakta and delmål 2."""
    target = m.ChangeTarget(amount=2, start=m.Period("2000"))
    result = judged(target, {"2000": 37, "2010": 48}, unit="%")
    assert result.status == "ambiguous"
    percent, points = result.readings
    assert (percent.words, points.words) == ("percent", "points")
    assert percent.pace == pytest.approx(2.64, abs=0.005)
    assert points.pace == pytest.approx(1.1)
    assert (percent.status, points.status) == ("achieved", "far_behind")


def test_a_yearly_ambition_is_on_its_way_within_its_year_and_missed_after_it(judged: JudgeFunction) -> None:
    """71.1 to 72.1 with 72.6 in 2021: 71.85 is required half-way through the year; missed when it is over."""
    target, fields = level(72.6, "at_least", "2021"), {"unit": "%", "baseline": ("2020", 71.1)}
    within = judged(target, {"2021-Q2": 72.1}, **fields)
    assert (within.status, within.required_value) == ("on_track", pytest.approx(71.85))
    assert within.progress == pytest.approx(1.0 / 0.75)
    assert "other_period_length" in within.warnings
    assert judged(target, {"2021": 72.1}, **fields).status == "missed"


def test_at_most_half_a_point_over_the_national_mean() -> None:
    """4.4 − 3.9 is no more than 0.5, though binary numbers make it 0.5000000000000004."""
    target = level(0.5, "at_most", "2023", relative_to=m.RelativeTo(indicator="landet"))
    figures = pd.concat([table({"2023": 4.4}), table({"2023": 3.9}, "landet")])
    (result,) = evaluate(one_indicator(targets=[target]), figures).results
    assert (result.status, result.value) == ("achieved", pytest.approx(0.5))
    assert (result.relative_value, result.reference_value) == (4.4, 3.9)


def test_59_of_60_is_on_its_way_the_month_before_and_missed_after(judged: JudgeFunction) -> None:
    """There is no tolerance at due; the explanation states how far it is."""
    target = level(60, "at_least", "2024-12")
    before = judged(target, {"2024-11": 59}, baseline=("2023-12", 50))
    assert (before.status, math.isclose(before.progress or 0, 9 / (10 * 11 / 12))) == ("on_track", True)
    assert judged(target, {"2024-12": 59}, baseline=("2023-12", 50)).status == "missed"
    policy = one_indicator(targets=[target], baseline=m.Baseline(period=m.Period("2023-12"), value=50))
    assert "missed. The figure for 2024-12 is 59, which is 1 below the target." in evaluate(
        policy, table({"2024-12": 59})
    ).explain("i")
