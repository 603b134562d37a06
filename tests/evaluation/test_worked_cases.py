"""The worked cases of the rules of judging, in the order and with the numbers of their table.

Periods are years unless shown, the unit is % unless shown; a baseline is stated in the policy and is no figure. A
number in quotes is rounded as the table prints it. All figures are made up.
"""

from pathlib import Path
from typing import Any

import attrs
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.blocks import Paragraph, plain
from kommunepolitik.documents import read_all
from kommunepolitik.evaluation import Result
from kommunepolitik.i18n import language
from kommunepolitik.report.series_charts import indicator_charts
from kommunepolitik.site import gather

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
    quarters,
    result_of,
    verdict,
    years,
)


@attrs.frozen
class Case:
    """One row of the table; `figures` are those of the indicator, by period."""

    policy: m.Policy
    figures: Figures
    verdicts: tuple[Verdict, ...]
    reference: Figures | None = None


def case(subject: m.Policy, figures: Figures, *verdicts: Verdict, reference: Figures | None = None) -> Case:
    """Return a case with the verdicts on it."""
    assert verdicts
    return Case(subject, figures, verdicts, reference)


COUNT = at_most(80, "2027")
PER_1000 = at_most(8, "2027")
SUMS = {"unit": "antal", "over_time": "sum"}
LATE = policy(at_least(75, "2025"), baseline=("2023", 60), lag=3)
QUARTERS_2027 = quarters(2027, 120, 121, 122, 125)
PERSONS = {"unit": "personer", "over_time": "last"}
AMBITIONS = [at_least(59.0, "2021"), at_least(59.2, "2022"), at_least(59.5, "2023")]
THREE_OF_40 = {"value": 7.5, "numerator": 3, "denominator": 40}
FOUR_OF_40 = {"value": 10, "numerator": 4, "denominator": 40}

CASES: dict[str, Case] = {
    "1 a quarter is not compared with a year": case(
        policy(COUNT, unit="antal", baseline=("2023", 100)),
        {"2024": 104, "2025-Q1": 26},
        verdict("worsening", on="2024", required=95, progress=-0.8, newest="2025-Q1"),
    ),
    "2* without a baseline": case(
        policy(COUNT, unit="antal"),
        {"2024": 104, "2025-Q1": 26},
        verdict("no_baseline", newest="2025-Q1"),
    ),
    "3* events pr. 1.000 are a flow": case(
        policy(PER_1000, unit="pr. 1.000", baseline=("2023", 9.1)),
        {"2024": 9.0, "2025-Q1": 2.3},
        verdict("far_behind", on="2024", required=8.825, progress="0.36", newest="2025-Q1"),
    ),
    "4* quarters that add up to a year": case(
        policy(at_least(480, "2027"), **SUMS, frequency="quarterly", baseline=("2023", 400)),
        QUARTERS_2027,
        verdict("achieved", value=488, newest="2027-Q4", warnings=["derived"]),
    ),
    "5* quarters that do not": case(
        policy(at_least(480, "2027"), unit="antal"),
        QUARTERS_2027,
        verdict("period_mismatch", newest="2027-Q4"),
    ),
    "6 a share of a quarter gives way to that of a year": case(
        policy(at_least(80, "2027"), baseline=("2023", 60)),
        {"2024": 65, "2025-Q1": 66},
        verdict("on_track", on="2024", required=65, progress=1, newest="2025-Q1"),
    ),
    "7* met a year before due, and the figure for due is not out": case(
        LATE,
        {"2024": 76},
        verdict("awaiting_data", at="2025", newest="2024"),
    ),
    "8 nor does a quarter of the due year settle it": case(
        LATE,
        {"2024": 66, "2025-Q1": 74},
        verdict("awaiting_data", at="2025", newest="2025-Q1"),
    ),
    "9 after the lag nothing is awaited any more": case(
        LATE,
        {"2024": 66},
        verdict("no_data", at="2025", known="2026-09"),
    ),
    "10* a figure from after due is none for due": case(
        policy(at_least(80, "2027"), baseline=("2023", 60)),
        {"2024": 64, "2030": 95},
        verdict("no_data", newest="2030"),
    ),
    "11* the year of due was left out": case(
        policy(at_least(70, "2022"), baseline=("2020", 60), frequency="yearly"),
        {"2021": 64, "2023": 66},
        verdict("no_data", at="2023", newest="2023"),
    ),
    "12* a month of the quarter that is due": case(
        policy(at_least(75, "2025-Q4"), baseline=("2023", 60), lag=2),
        {"2025-10": 74},
        verdict("awaiting_data", at="2025", newest="2025-10"),
    ),
    "13 figures of every other year": case(
        policy(at_least(70, "2024"), baseline=("2019",), frequency="every_two_years"),
        {"2019": 60, "2021": 64, "2023": 66},
        verdict("behind", at="2023", on="2023", required=68, progress=0.75),
        verdict("missed", at="2024", on="2023"),
    ),
    "14 figures of every fourth year": case(
        policy(at_least(78, "2025"), frequency="every_four_years", lag=12),
        {"2017": 76.4, "2021": 72.3},
        verdict("awaiting_data", at="2025", newest="2021"),
    ),
    "15* a standing target awaits its figure": case(
        policy(kept_at_least(60), lag=6),
        {"2021": 60, "2022": 66},
        verdict("awaiting_data", at="2024", newest="2022"),
    ),
    "16* a standing target kept by four quarters": case(
        policy(kept_at_least(100), **SUMS),
        quarters(2024, 30, 30, 30, 30) | {"2025-Q1": 5},
        verdict("achieved", value=120, newest="2025-Q1", warnings=["derived"]),
    ),
    "17 a school year is a year": case(
        policy(kept_at_least(60)),
        {"2023/24": 60, "2024/25": 66},
        verdict("achieved", on="2024/25"),
    ),
    "18 time is counted in months": case(
        policy(at_least(7.3, "2024/25"), unit="karakter", baseline=("2021/22", 6.8)),
        {"2023/24": 7.1},
        verdict("behind", on="2023/24", required="7.133", progress=0.9),
    ),
    "19* the first of January is the end of the year before": case(
        policy(at_least(1100, "2025"), **PERSONS, baseline=("2023-01-01", 1000)),
        {"2025-01-01": 1070, "2026-01-01": 1105},
        verdict("achieved", at="2025", on="2026-01-01"),
    ),
    "20 so it is awaited when the year is over": case(
        policy(at_least(1100, "2025"), **PERSONS, baseline=("2023-01-01", 1000), lag=2),
        {"2025-01-01": 1070},
        verdict("awaiting_data", at="2025", newest="2025-01-01"),
    ),
    "21 persons at the end of the year": case(
        policy(at_least(1100, "2025"), **PERSONS, frequency="yearly", baseline=("2022", 1000)),
        {"2024": 1070},
        verdict("on_track", on="2024", required="1066.7", progress=1.05),
    ),
    "21 persons counted on 31 December": case(
        policy(at_least(1100, "2025"), **PERSONS, frequency="yearly", baseline=("2022-12-31", 1000)),
        {"2024-12-31": 1070},
        verdict("on_track", on="2024-12-31", required="1066.7", progress=1.05),
    ),
    "22* 500 homes in four years": case(
        policy(at_least(500, "2027", cumulative=True, start="2024"), unit="boliger"),
        years(2024, 100, 130, 125, 150),
        verdict("behind", at="2024", progress=0.8, warnings=None),
        verdict("behind", at="2025", progress=0.92, warnings=None),
        verdict("achieved", at="2027", value=505, warnings=None),
    ),
    "23* no more than 500 in four years": case(
        policy(at_most(500, "2027", cumulative=True, start="2024"), unit="boliger"),
        years(2024, 200, 200, 120),
        verdict("behind", at="2024", progress=0.625, warnings=None),
        verdict("missed", at="2026", value=520, warnings=None),
    ),
    "24* the country's figure is late": case(
        policy(over_the_reference(at_least(0, "2024")), reference_lag=12),
        {"2020": 55, "2023": 60, "2024": 63},
        verdict("awaiting_data", at="2024", warnings=["reference_late"]),
        reference={"2020": 60, "2023": 61},
    ),
    "24* the lag may be that of either series": case(
        policy(over_the_reference(at_least(0, "2024")), lag=12, reference_lag=1),
        {"2020": 55, "2023": 60, "2024": 63},
        verdict("awaiting_data", at="2024", warnings=["reference_late"]),
        reference={"2020": 60, "2023": 61},
    ),
    "25 at most half a point over the country": case(
        policy(over_the_reference(at_most(0.5, "2022-12"))),
        {"2022-12": 3.5},
        verdict("missed", on="2022-12", value=0.8),
        reference={"2022-12": 2.7},
    ),
    "26* yearly ambitions below the baseline": case(
        policy(*AMBITIONS, baseline=("2020-12", 60.7), frequency="yearly"),
        {"2022-12": 59.3},
        verdict("achieved", target="level-2022", on="2022-12", warnings=None),
        verdict("on_track", target="level-2023", on="2022-12", required=59.2, warnings=None),
    ),
    "27* a revised baseline": case(
        policy(at_least(70, "2027"), baseline=("2023", 60)),
        {"2023": 58, "2025": 64},
        verdict("on_track", on="2025", required=64, progress=1, warnings=["baseline_revised"]),
    ),
    "28* two verdicts that are shown with one word": case(
        policy(at_least(70, "2024"), baseline=("2020", 50)),
        {"2022": "54–57"},
        verdict("far_behind", on="2022"),
    ),
    "29 a fifth fewer in all": case(
        policy(change(-20, "percent", "2027", per="total"), unit="antal", baseline=("2023", 100)),
        {"2025": 90},
        verdict("on_track", on="2025", required=90, progress=1),
    ),
    "30* one person of 40 more": case(
        policy(at_most(5, "2026"), baseline=("2022",)),
        {"2022": THREE_OF_40, "2023": FOUR_OF_40},
        verdict("too_early", margin=2.5, required=6.875),
    ),
    "30b* where chance plays": case(
        policy(at_most(5, "2026"), baseline=("2022",), chance=True),
        {"2022": THREE_OF_40, "2023": FOUR_OF_40},
        verdict("too_early", margin="12.37"),
    ),
    "31 5 % a year from a stated baseline": case(
        policy(change(5, "percent"), baseline=("2023", 100)),
        {"2025": 112},
        verdict("achieved", on="2025", progress="1.17"),
    ),
    "32 2 a year, percent or points": case(
        policy(change(2), baseline=("2022", 48)),
        {"2024": 50.2},
        verdict("ambiguous", on="2024"),
    ),
    "33 due on the first of January": case(
        policy(at_least(75, "2026-01-01")),
        {"2025": 72},
        verdict("missed", on="2025"),
    ),
    "34 within the margin it stands still": case(
        policy(direction("increase"), margin=1),
        {"2023": 52, "2024": 52.6},
        verdict("unchanged", on="2024"),
    ),
    "34 against a stated baseline too": case(
        policy(direction("increase"), margin=1, baseline=("2023", 52)),
        {"2024": 52.6},
        verdict("unchanged", on="2024"),
    ),
    "35 beyond half a unit of the decimals": case(
        policy(direction("decrease"), decimals=0, baseline=("2023", 25)),
        {"2024": 26},
        verdict("worsening", on="2024"),
    ),
    "36 fewer than five persons are at most four": case(
        policy(at_most(4, "2024"), unit="personer"),
        {"2024": "<5"},
        verdict("achieved", on="2024"),
    ),
    "37 over 95 is not at most 95": case(
        policy(at_most(95, "2024")),
        {"2024": "over 95"},
        verdict("missed", on="2024"),
    ),
    "38 a break within the period of the baseline": case(
        policy(at_least(80, "2027"), baseline=("2019/20", 50), breaks=["2020"]),
        {"2021/22": 55, "2022/23": 58},
        verdict("break_in_series"),
    ),
    "39 a ceiling is no part of the way to a floor": case(
        policy(at_most(50, "2025"), at_least(40, "2027"), baseline=("2023", 30)),
        {"2025": 35},
        verdict("on_track", target="level-2027", on="2025"),
    ),
}


@pytest.mark.parametrize("row", CASES.values(), ids=CASES)
def test_worked_case(row: Case) -> None:
    """Status, reason, and the numbers that the table gives."""
    for expected in row.verdicts:
        how = {"at": expected.at, "known": expected.known}
        evaluation = judge(row.policy, row.figures, reference=row.reference, **how)
        expected.assert_holds(result_of(evaluation, expected.target))


def judged(number: str, **how: Any) -> Result:
    """Return the result of a case by its number in the table."""
    row = next(row for name, row in CASES.items() if name.split()[0] == number)
    return result_of(judge(row.policy, row.figures, reference=row.reference, **how))


def test_27_the_stated_baseline_is_kept_beside_the_revised_one() -> None:
    """58 is what the way is counted from, 60 what the policy states."""
    result = judged("27*")
    assert (result.baseline_value, result.stated_baseline) == (58, 60)


def test_28_each_end_of_a_range_has_its_progress() -> None:
    """From 50, with 60 required: 54 is 0.40 of the way and 57 is 0.70."""
    readings = judged("28*").readings
    assert [reading.progress for reading in readings] == pytest.approx([0.4, 0.7])
    assert [reading.status for reading in readings] == ["far_behind", "behind"]


def test_each_end_of_a_range_that_is_to_be_kept_is_read() -> None:
    """40 is less than 42, and 44 is more."""
    result = result_of(judge(policy(kept_at_least(42)), {"2024": "40–44"}))
    assert (result.status, [reading.status for reading in result.readings]) == ("ambiguous", ["missed", "achieved"])


def test_31_and_32_the_pace_is_in_the_words_of_each_reading() -> None:
    """5.83 % a year compound; 2.27 % or 1.1 points a year."""
    assert [reading.pace for reading in judged("31").readings] == pytest.approx([5.83], abs=0.005)
    percent, points = judged("32").readings
    assert (percent.words, points.words) == ("percent", "points")
    assert (percent.status, points.status) == ("achieved", "far_behind")
    assert (percent.pace, points.pace) == pytest.approx((2.27, 1.1), abs=0.005)


POLICY_40 = """\
kommunepolitik: 1
id: p
title: P
municipality: {name: Nybro, fictitious: true}
indicators:
  - id: i
    title: I
    unit: "%"
    targets: [{kind: level, value: 40, comparison: at_least, due: 2027}]
"""
FIGURES_40 = "indicator,period,value,published\ni,2024,20,2024-03\ni,2024,30,2024-12\n"


def test_40_the_figure_judged_is_shown_listed_and_explained(tmp_path: Path) -> None:
    """Of 20 published in March and 30 published in December it is 30 everywhere."""
    (tmp_path / "policy.yaml").write_text(POLICY_40, "utf-8")
    (tmp_path / "observations.csv").write_text(FIGURES_40, "utf-8")
    table = tmp_path / "observations.csv"
    site = gather(read_all([tmp_path]), at=m.Period("2024"))
    (subject,) = site.portfolio
    evaluation = kp.evaluate(subject, table, at="2024", known="2025-01")
    context = attrs.evolve(site.context(subject, language("en")), evaluation=evaluation)
    ((_, _, (part,)),) = context.results.groups
    (result,), (shown,) = evaluation.results, indicator_charts(context, part.indicator)
    assert result.value == 30
    assert [figure.value for figure in context.results.figures.measured(part.indicator, "")] == [30]
    assert isinstance(shown, Paragraph)  # one figure is no line to draw
    assert plain(shown.inlines) == "Figures: 30\u00a0% (2024, revised)"
    assert [figure.value for figure in context.words.figures["i"]] == ["30\u00a0%"]
    assert "The figure for 2024 is 30\u00a0%" in evaluation.explain("i")
    (before,) = kp.evaluate(subject, table, at="2024", known="2024-06").results
    assert before.value == 20
