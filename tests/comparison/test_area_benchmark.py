"""One policy's indicator over areas: the own municipality marked, one period, nobody without a figure ranked."""

import re
from typing import Any

import pandas as pd
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.comparison import benchmark_areas
from kommunepolitik.errors import InvalidModel, UnknownElement

POLICY = kp.Policy(
    id="integration",
    title="Integration",
    municipality="Slagelse",
    indicators=[m.Indicator(id="job", title="I job", unit="%", direction="increase")],
)


def figures(*rows: tuple[str, Any, Any], **more: Any) -> list[dict[str, Any]]:
    """Return figures by area, period and value."""
    return [
        {"area": area, "indicator": "job", "period": period, "value": value, **more} for area, period, value in rows
    ]


def column(frame: pd.DataFrame, name: str) -> dict[str, object]:
    """Return a column by area, blanks as None."""
    return {area: None if pd.isna(cell) else cell for area, cell in zip(frame["area"], frame[name], strict=True)}


def test_municipalities_are_ranked_and_the_country_stands_beside() -> None:
    """The country and the region count neither in the rank nor in the median."""
    rows = figures(("330", 2024, 60), ("370", 2024, 62), ("259", 2024, 55), ("000", 2024, 61), ("085", 2024, 58))
    frame = benchmark_areas(POLICY, "job", rows)
    assert column(frame, "rank") == {"370": 1, "330": 2, "259": 3, "000": None, "085": None}
    assert column(frame, "own") == {"370": None, "330": "yes", "259": None, "000": None, "085": None}
    assert column(frame, "value") == {"370": 62, "330": 60, "259": 55, "000": 61, "085": 58}
    assert (set(frame["median"]), set(frame["of"]), set(frame["period"])) == ({60.0}, {3}, {"2024"})
    assert column(frame, "reason") == {"370": None, "330": None, "259": None, "000": "reference", "085": "reference"}


def test_the_newest_period_that_all_have_is_compared() -> None:
    """One's own newer figure is left; an explicit period is taken as it is."""
    rows = figures(("330", 2024, 60), ("330", 2025, 70), ("370", 2024, 62), ("370", 2025, 63), ("259", 2024, 55))
    frame = benchmark_areas(POLICY, "job", rows)
    assert set(frame["period"]) == {"2024"}
    assert column(frame, "latest") == {"370": "2025", "330": "2025", "259": "2024"}
    frame = benchmark_areas(POLICY, "job", rows, 2025)  # type: ignore[arg-type]
    assert column(frame, "reason") == {"330": None, "370": None, "259": "no_data"}


def test_whoever_has_no_figure_is_listed_without_a_rank() -> None:
    """Withheld by the source, or of another length."""
    rows = figures(("330", 2024, 60), ("370", 2024, 62), ("259", "2024-Q4", 55))
    rows += figures(("101", 2024, None), quality="suppressed")
    frame = benchmark_areas(POLICY, "job", rows)
    assert column(frame, "reason") == {"370": None, "330": None, "101": "suppressed", "259": "no_data"}


def test_the_own_figure_is_the_one_that_is_judged() -> None:
    """A newer row of the policy itself counts before that of its area."""
    rows = [*figures(("330", 2024, 60), ("370", 2024, 62)), {"indicator": "job", "period": 2024, "value": 64}]
    assert column(benchmark_areas(POLICY, "job", rows), "value") == {"330": 64, "370": 62}


def test_a_revised_figure_replaces_the_one_before() -> None:
    """Of several vintages of an area the newest published counts."""
    rows = figures(("370", 2024, 50), ("330", 2024, 55)) + figures(("370", 2024, 62), published="2026-08-10")
    assert column(benchmark_areas(POLICY, "job", rows), "value") == {"370": 62, "330": 55}


def test_a_made_up_municipality_is_among_the_others() -> None:
    """By its name, as it has no code."""
    home = m.Municipality(name="Nybro", fictitious=True)
    policy = kp.Policy(id="p", title="P", municipality=home, indicators=POLICY.indicators)
    frame = benchmark_areas(policy, "job", figures(("Nybro", 2024, 60), ("370", 2024, 62)))
    assert column(frame, "own") == {"370": None, "Nybro": "yes"}
    assert column(frame, "fictitious") == {"370": False, "Nybro": True}


def test_without_any_figure_the_own_municipality_is_alone() -> None:
    """Nothing is compared, and it states why."""
    frame = benchmark_areas(POLICY, "job", figures())
    assert column(frame, "reason") == {"330": "no_data"}


def test_an_unknown_indicator_is_named_with_the_nearest() -> None:
    """As everywhere."""
    with pytest.raises(UnknownElement, match="did you mean 'job'"):
        benchmark_areas(POLICY, "jobs", [])


def test_a_group_is_one_of_the_policy() -> None:
    """Its own figures are compared; one that it does not have is named with the nearest."""
    policy = kp.Policy(
        id="p",
        title="P",
        municipality="Slagelse",
        indicators=POLICY.indicators,
        groups=[m.Group(id="unge", title="Unge")],
    )
    rows = [
        *figures(("330", 2024, 60), ("370", 2024, 62)),
        *figures(("330", 2024, 40), ("370", 2024, 30), group="unge"),
    ]
    assert column(benchmark_areas(policy, "job", rows, group="unge"), "value") == {"330": 40, "370": 30}
    with pytest.raises(UnknownElement, match="did you mean 'unge'"):
        benchmark_areas(policy, "job", rows, group="ung")


def test_only_a_policy_and_a_period_that_ends_are_compared() -> None:
    """No figure is of a period without an end."""
    with pytest.raises(InvalidModel, match="Policy"):
        benchmark_areas([POLICY], "job", [])  # type: ignore[arg-type]
    with pytest.raises(InvalidModel, match=re.escape("2024..")):
        benchmark_areas(POLICY, "job", figures(("330", 2024, 60)), "2024..")  # type: ignore[arg-type]
