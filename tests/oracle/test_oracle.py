"""The worked cases of `evaluation.md`, each named by its number; their numbers were computed apart from any code."""

from __future__ import annotations

from typing import Any

import pytest

from tests.oracle.oracle import judge

RATE = "%"


def policy(indicators: list[dict], period: str = "2020..2030") -> dict:
    """A small policy around indicators."""
    return {
        "kommunepolitik": 1,
        "id": "prove",
        "title": "Prøvepolitik",
        "municipality": {"name": "Prøveby", "fictitious": True},
        "period": period,
        "goals": [{"id": "maal", "statement": "Et mål.", "measured_by": [i["id"] for i in indicators]}],
        "indicators": indicators,
    }


def indicator(unit: str | None = RATE, *, id: str = "a", **more: Any) -> dict:
    """One indicator."""
    result: dict = {"id": id, "title": "En indikator", **more}
    if unit is not None:
        result["unit"] = unit
    if "lag" in result:
        result["data_source"] = {"keeper": "Os", "lag": result.pop("lag")}
    return result


def level(comparison: str, value: float, due: str | None = None, **more: Any) -> dict:
    """A level target."""
    result: dict = {
        "kind": "level",
        "comparison": {">=": "at_least", "<=": "at_most"}[comparison],
        "value": value,
        **more,
    }
    if due is not None:
        result["due"] = due
    return result


def rows(figures: dict[str, Any], id: str = "a") -> list[dict]:
    """Rows from period and value; a tuple is a range."""
    result = []
    for period, value in figures.items():
        low, high = value if isinstance(value, tuple) else (value, "")
        result.append({"indicator": id, "period": period, "value": low, "value_high": high})
    return result


def one(ind: dict, figures: dict[str, Any], at: str | None = None, known: str | None = None, **more: Any) -> dict:
    """The result of the first target of one indicator."""
    return judge(policy([ind], **more), rows(figures), at, known)[0]


def check(result: dict, status: str, reason: str | None = None, **numbers: Any) -> None:
    """Compare a result with what is right; numbers to the digits of the table."""
    assert (result["status"], result["reason"]) == (status, reason), result
    for key, value in numbers.items():
        if isinstance(value, float):
            assert result[key] == pytest.approx(value, abs=0.006), (key, result)
        else:
            assert result[key] == value, (key, result)


def base(period: str, value: float) -> dict:
    """A stated baseline."""
    return {"period": period, "value": value}


def test_1() -> None:
    """Worked case 1."""
    ind = indicator("antal", baseline=base("2023", 100), targets=[level("<=", 80, "2027")])
    check(one(ind, {"2024": 104, "2025-Q1": 26}), "worsening", period="2024", required=95.0, progress=-0.80)


def test_2() -> None:
    """Worked case 2."""
    ind = indicator("antal", targets=[level("<=", 80, "2027")])
    check(one(ind, {"2024": 104, "2025-Q1": 26}), "not_assessed", "no_baseline")


def test_3() -> None:
    """Worked case 3."""
    ind = indicator("pr. 1.000", baseline=base("2023", 9.1), targets=[level("<=", 8, "2027")])
    check(one(ind, {"2024": 9.0, "2025-Q1": 2.3}), "far_behind", required=8.825, progress=0.36)


def test_4() -> None:
    """Worked case 4."""
    ind = indicator(
        "antal", over_time="sum", frequency="quarterly", baseline=base("2023", 400), targets=[level(">=", 480, "2027")]
    )
    figures = {"2027-Q1": 120, "2027-Q2": 121, "2027-Q3": 122, "2027-Q4": 125}
    check(one(ind, figures), "achieved", value=488.0, period="2027", warnings=["derived"], settled=True)


def test_5() -> None:
    """Worked case 5."""
    ind = indicator("antal", targets=[level(">=", 480, "2027")])
    figures = {"2027-Q1": 120, "2027-Q2": 121, "2027-Q3": 122, "2027-Q4": 125}
    check(one(ind, figures), "not_assessed", "period_mismatch")


def test_6() -> None:
    """Worked case 6."""
    ind = indicator(baseline=base("2023", 60), targets=[level(">=", 80, "2027")])
    check(one(ind, {"2024": 65, "2025-Q1": 66}), "on_track", period="2024", required=65.0, progress=1.0)


def test_7() -> None:
    """Worked case 7."""
    ind = indicator(baseline=base("2023", 60), targets=[level(">=", 75, "2025")], lag=3)
    check(one(ind, {"2024": 76}, "2025"), "not_assessed", "awaiting_data")


def test_8() -> None:
    """Worked case 8."""
    ind = indicator(baseline=base("2023", 60), targets=[level(">=", 75, "2025")], lag=3)
    check(one(ind, {"2024": 66, "2025-Q1": 74}, "2025"), "not_assessed", "awaiting_data")


def test_9() -> None:
    """Worked case 9."""
    ind = indicator(baseline=base("2023", 60), targets=[level(">=", 75, "2025")], lag=3)
    check(one(ind, {"2024": 66}, "2025", "2026-09"), "not_assessed", "no_data")


def test_10() -> None:
    """Worked case 10."""
    ind = indicator(baseline=base("2023", 60), targets=[level(">=", 80, "2027")])
    check(one(ind, {"2024": 64, "2030": 95}), "not_assessed", "no_data")


def test_11() -> None:
    """Worked case 11."""
    ind = indicator(frequency="yearly", baseline=base("2020", 60), targets=[level(">=", 70, "2022")])
    check(one(ind, {"2021": 64, "2023": 66}, "2023"), "not_assessed", "no_data")


def test_12() -> None:
    """Worked case 12."""
    ind = indicator(baseline=base("2023", 60), targets=[level(">=", 75, "2025-Q4")], lag=2)
    check(one(ind, {"2025-10": 74}, "2025"), "not_assessed", "awaiting_data")


def test_13() -> None:
    """Worked case 13."""
    ind = indicator(frequency="every_two_years", baseline={"period": "2019"}, targets=[level(">=", 70, "2024")])
    figures: dict[str, Any] = {"2019": 60, "2021": 64, "2023": 66}
    check(one(ind, figures, "2023"), "behind", required=68.0, progress=0.75)
    check(one(ind, figures, "2024"), "missed")


def test_14() -> None:
    """Worked case 14."""
    ind = indicator(frequency="every_four_years", targets=[level(">=", 78, "2025")], lag=12)
    check(one(ind, {"2017": 76.4, "2021": 72.3}, "2025"), "not_assessed", "awaiting_data")


def test_15() -> None:
    """Worked case 15."""
    ind = indicator(targets=[{"kind": "standing", "comparison": "at_least", "value": 60}], lag=6)
    check(one(ind, {"2021": 60, "2022": 66}, "2024"), "not_assessed", "awaiting_data")


def test_16() -> None:
    """Worked case 16."""
    ind = indicator("antal", over_time="sum", targets=[{"kind": "standing", "comparison": "at_least", "value": 100}])
    figures = {"2024-Q1": 30, "2024-Q2": 30, "2024-Q3": 30, "2024-Q4": 30, "2025-Q1": 5}
    check(one(ind, figures), "achieved", value=120.0, period="2024")


def test_17() -> None:
    """Worked case 17."""
    ind = indicator(targets=[{"kind": "standing", "comparison": "at_least", "value": 60}])
    check(one(ind, {"2023/24": 60, "2024/25": 66}), "achieved", period="2024/25")


def test_18() -> None:
    """Worked case 18."""
    ind = indicator("karakter", baseline=base("2021/22", 6.8), targets=[level(">=", 7.3, "2024/25")])
    check(one(ind, {"2023/24": 7.1}), "behind", required=7.133, progress=0.90)


def test_19() -> None:
    """Worked case 19."""
    ind = indicator(
        "personer", over_time="last", baseline=base("2023-01-01", 1000), targets=[level(">=", 1100, "2025")]
    )
    check(one(ind, {"2025-01-01": 1070, "2026-01-01": 1105}, "2025"), "achieved", period="2026-01-01")


def test_20() -> None:
    """Worked case 20."""
    ind = indicator(
        "personer", over_time="last", baseline=base("2023-01-01", 1000), targets=[level(">=", 1100, "2025")], lag=2
    )
    check(one(ind, {"2025-01-01": 1070}, "2025"), "not_assessed", "awaiting_data")


def test_21() -> None:
    """Worked case 21."""
    ind = indicator(
        "personer",
        over_time="last",
        frequency="yearly",
        baseline=base("2022", 1000),
        targets=[level(">=", 1100, "2025")],
    )
    check(one(ind, {"2024": 1070}), "on_track", required=1066.667, progress=1.05)


def test_21_as_single_days() -> None:
    """Worked case 21 as single days."""
    ind = indicator(
        "personer",
        over_time="last",
        frequency="yearly",
        baseline=base("2022-12-31", 1000),
        targets=[level(">=", 1100, "2025")],
    )
    check(one(ind, {"2024-12-31": 1070}), "on_track", required=1066.667, progress=1.05)


def test_22() -> None:
    """Worked case 22."""
    ind = indicator("antal", targets=[level(">=", 500, "2027", cumulative=True, start="2024")])
    figures: dict[str, Any] = {"2024": 100, "2025": 130, "2026": 125, "2027": 150}
    check(one(ind, figures, "2024"), "behind", progress=0.80)
    check(one(ind, figures, "2025"), "behind", progress=0.92)
    check(one(ind, figures, "2027"), "achieved", value=505.0)


def test_23() -> None:
    """Worked case 23."""
    ind = indicator("antal", targets=[level("<=", 500, "2027", cumulative=True, start="2024")])
    figures: dict[str, Any] = {"2024": 200, "2025": 200, "2026": 120}
    check(one(ind, figures, "2024"), "behind", progress=0.625)
    check(one(ind, figures, "2026"), "missed", value=520.0)


def relative(own: dict[str, Any], reference: dict[str, Any], target: dict, at: str | None, **more: Any) -> dict:
    """The result of a target that compares with another indicator."""
    first = indicator(targets=[{**target, "relative_to": {"indicator": "land"}}], **more)
    second = indicator(id="land", role="context")
    return judge(policy([first, second]), rows(own) + rows(reference, "land"), at, None)[0]


def test_24() -> None:
    """Worked case 24."""
    result = relative(
        {"2020": 55, "2023": 60, "2024": 63}, {"2020": 60, "2023": 61}, level(">=", 0, "2024"), "2024", lag=12
    )
    check(result, "not_assessed", "awaiting_data", warnings=["reference_late"])


def test_25() -> None:
    """Worked case 25."""
    result = relative({"2022-12": 3.5}, {"2022-12": 2.7}, level("<=", 0.5, "2022-12"), None)
    check(result, "missed", value=0.8)


def test_26() -> None:
    """Worked case 26."""
    targets = [level(">=", 59.0, "2021"), level(">=", 59.2, "2022"), level(">=", 59.5, "2023")]
    ind = indicator(frequency="yearly", baseline=base("2020-12", 60.7), targets=targets)
    results = judge(policy([ind]), rows({"2022-12": 59.3}), None, None)
    check(results[1], "achieved")
    check(results[2], "on_track", required=59.2)


def test_27() -> None:
    """Worked case 27."""
    ind = indicator(baseline=base("2023", 60), targets=[level(">=", 70, "2027")])
    check(one(ind, {"2023": 58, "2025": 64}), "on_track", required=64.0, progress=1.0, warnings=["baseline_revised"])


def test_28() -> None:
    """Worked case 28."""
    ind = indicator(baseline=base("2020", 50), targets=[level(">=", 70, "2024")])
    check(one(ind, {"2022": (54, 57)}), "far_behind", progress=0.40, progress_high=0.70)


def test_29() -> None:
    """Worked case 29."""
    target = {"kind": "change", "amount": -20, "mode": "percent", "per": "total", "due": "2027"}
    ind = indicator("antal", baseline=base("2023", 100), targets=[target])
    check(one(ind, {"2025": 90}), "on_track", required=90.0, progress=1.0)


def shares(**more: Any) -> dict:
    """Case 30."""
    ind = indicator(baseline={"period": "2022"}, targets=[level("<=", 5, "2026")], **more)
    figures = [
        {"indicator": "a", "period": "2022", "value": 7.5, "denominator": 40},
        {"indicator": "a", "period": "2023", "value": 10.0, "denominator": 40},
    ]
    return judge(policy([ind]), figures, None, None)[0]


def test_30() -> None:
    """Worked case 30."""
    check(shares(), "not_assessed", "too_early", margin=2.5, required=6.875)


def test_30b() -> None:
    """Worked case 30b."""
    check(shares(chance=True), "not_assessed", "too_early", margin=12.37)


def test_31() -> None:
    """Worked case 31."""
    ind = indicator("antal", baseline=base("2023", 100), targets=[{"kind": "change", "amount": 5, "mode": "percent"}])
    check(one(ind, {"2025": 112}), "achieved", progress=1.17)


def test_32() -> None:
    """Worked case 32."""
    ind = indicator(baseline=base("2023", 48), targets=[{"kind": "change", "amount": 2}])
    check(one(ind, {"2023": 48, "2025": 50.2}), "ambiguous", progress=0.55, progress_high=2.268 / 2)


def test_33() -> None:
    """Worked case 33."""
    ind = indicator(targets=[level(">=", 75, "2026-01-01")])
    check(one(ind, {"2025": 72}), "missed")


def test_34() -> None:
    """Worked case 34."""
    ind = indicator(margin=1, baseline=base("2023", 52), targets=[{"kind": "direction", "direction": "increase"}])
    check(one(ind, {"2024": 52.6}), "unchanged")


def test_35() -> None:
    """Worked case 35."""
    ind = indicator(decimals=0, baseline=base("2023", 25), targets=[{"kind": "direction", "direction": "decrease"}])
    check(one(ind, {"2024": 26}), "worsening")


def test_36() -> None:
    """Worked case 36."""
    ind = indicator("personer", targets=[level("<=", 4, "2025")])
    figures = [{"indicator": "a", "period": "2025", "value": 5, "qualifier": "under"}]
    check(judge(policy([ind]), figures, None, None)[0], "achieved")


def test_37() -> None:
    """Worked case 37."""
    ind = indicator(targets=[level("<=", 95, "2025")])
    figures = [{"indicator": "a", "period": "2025", "value": 95, "qualifier": "over"}]
    check(judge(policy([ind]), figures, None, None)[0], "missed")


def test_38() -> None:
    """Worked case 38."""
    ind = indicator(baseline=base("2019/20", 50), breaks=[{"period": "2020"}], targets=[level(">=", 70, "2026/27")])
    check(one(ind, {"2021/22": 60, "2022/23": 62}), "not_assessed", "break_in_series")


def test_39() -> None:
    """Worked case 39."""
    ind = indicator(baseline=base("2023", 30), targets=[level("<=", 50, "2025"), level(">=", 40, "2027")])
    results = judge(policy([ind]), rows({"2025": 35}), None, None)
    check(results[1], "on_track")


def test_40() -> None:
    """Worked case 40."""
    ind = indicator(baseline=base("2023", 10), targets=[level(">=", 80, "2027")])
    figures = [
        {"indicator": "a", "period": "2024", "value": 20, "published": "2024-03"},
        {"indicator": "a", "period": "2024", "value": 30, "published": "2024-12"},
    ]
    result = judge(policy([ind]), figures, "2024", "2025-01")[0]
    check(result, "on_track", value=30.0, newest_value=30.0)


def field_case(
    target: dict, figures: dict[str, Any], unit: str, stated: float, at: str | None = None, **more: Any
) -> dict:
    """A case from the field: a stated baseline of 2023 and one target."""
    ind = indicator(unit, baseline=base("2023", stated), targets=[target], **more)
    return one(ind, figures, at, period="2023..2027")


def test_cases_from_the_field() -> None:
    """What `cases/README.md` states is right."""
    year_of_more = {"kind": "change", "amount": 5, "mode": "percent"}
    check(
        field_case(year_of_more, {"2023": 100, "2024": 110, "2025-Q1": 30}, "antal", 100),
        "achieved",
        period="2024",
        newest_period="2025-Q1",
    )
    check(
        field_case(level(">=", 500, "2027"), {"2024": 100, "2025": 130, "2026": 125, "2027": 150}, "antal", 0), "missed"
    )
    summed = level(">=", 500, "2027", cumulative=True, start="2024")
    check(field_case(summed, {"2024": 100, "2025": 130, "2026": 125, "2027": 150}, "antal", 0), "achieved", value=505.0)
    partial = field_case(level(">=", 75, "2025"), {"2023": 60, "2024": 66, "2025-Q1": 76}, "%", 60)
    assert partial["status"] not in ("achieved", "missed")
    total = {"kind": "change", "amount": -20, "mode": "percent", "per": "total", "due": "2027"}
    check(field_case(total, {"2023": 100, "2025": 90}, "antal", 100), "on_track", required=90.0, progress=1.0)
    yearly = {"kind": "change", "amount": -20, "mode": "percent", "due": "2027"}
    check(field_case(yearly, {"2023": 100, "2025": 90}, "antal", 100), "far_behind", progress=0.26)
    check(field_case(level(">=", 100, "2027"), {"2023": 60, "2024": 69.496}, "%", 60), "behind", progress=0.9496)
    check(
        field_case(level(">=", 70, "2026-01-01"), {"2023": 60, "2024": 66, "2025": 72}, "%", 60),
        "achieved",
        settled=True,
    )
    standing = {"kind": "standing", "comparison": "at_least", "value": 60}
    check(field_case(standing, {"2023/24": 60, "2024/25": 66}, "%", 60), "achieved", period="2024/25")
    check(field_case(year_of_more, {"2024": 106, "2025": 112}, "antal", 100), "achieved")
    assert (
        field_case(level(">=", 80, "2024..2027"), {"2023": 60, "2024": 65, "2025": 70}, "%", 60)["status"] == "on_track"
    )
    assert field_case(level(">=", 140, "2027"), {"2023": 100, "2024/25": 120}, "antal", 100)["status"] != "not_assessed"
    ind = indicator("antal", baseline=base("2023", 2), targets=[level(">=", 5, "2024")])
    under = [{"indicator": "a", "period": "2024", "value": 5, "qualifier": "under"}]
    check(judge(policy([ind]), under, None, None)[0], "missed")
