"""Running sums: of figures that come in periods of different lengths, and beside other sums of a series."""

from typing import Any

import pytest

import kommunepolitik.model as m

from .notation import (
    Figures,
    Verdict,
    at_least,
    judge,
    over_the_reference,
    policy,
    quarters,
    result_of,
    verdict,
    years,
)


def total(value: float, due: str | None = None, **fields: Any) -> m.LevelTarget:
    """Return what a sum is to come to."""
    return at_least(value, due, cumulative=True, **fields)


def counted(*targets: m.Target, **fields: Any) -> m.Policy:
    """Return a policy that counts something."""
    return policy(*targets, unit="antal", **fields)


@pytest.mark.parametrize(("at", "value"), [("2021", 245), ("2022", 500), ("2023", 720), ("2024", 1010)])
def test_years_and_quarters_that_follow_each_other_are_added_up(at: str, value: float) -> None:
    """Quarters of 2021 and 2023, whole years 2022 and 2024: each year is there, whole or in parts."""
    figures = quarters(2021, 60, 60, 65, 60) | quarters(2023, 50, 60, 50, 60) | {"2022": 255, "2024": 290}
    result = result_of(judge(counted(total(1000, "2024", start="2021")), figures, at=at))
    assert result.value == value
    assert (result.status == "achieved") == (value >= 1000)


FROM_2023 = counted(total(300, "2026", start="2023"), baseline=("2023", 100))
CASES: dict[str, tuple[m.Policy, Figures, Verdict]] = {
    # 100 + 110; the quarters add up to 99 + 108
    "of parts that reach as far the longest count": (
        counted(total(500, "2027", start="2024")),
        years(2024, 100, 110) | quarters(2024, 24, 25, 26, 24) | quarters(2025, 27, 27, 27, 27),
        verdict("behind", on="2024..2025", value=210, required=250, progress=0.84)),
    # the next quarter would end in June, after the deadline
    "the only part settles a deadline that the next one would be after": (
        counted(total(100, "2024-05", start="2024-Q1")), {"2024-Q1": 60}, verdict("missed", at="2024-05", value=60)),
    # 100 + 110
    "a stated baseline is the part that no figure begins with": (
        counted(total(200, start="2023"), baseline=("2023", 100)), {"2024": 110},
        verdict("achieved", on="2023..2024", value=210)),
    # 100 + 110 is less than 215, and 120 + 110 is more
    "it is as uncertain as it is stated": (
        counted(total(215, "2024", start="2023"), baseline=m.Baseline(period="2023", value=100, value_high=120)),
        {"2024": 110}, verdict("ambiguous", value=210)),
    "it is no figure": (FROM_2023, {"2024": 110}, verdict("no_data", at="2023")),
    "a figure that begins with the start outranks it": (
        FROM_2023, {"2023-Q1": 30, "2024": 110}, verdict("on_track", on="2023-Q1", value=30)),
    "it is no part of a sum that a figure begins": (
        counted(total(300, "2026", start="2022"), baseline=("2023", 100)), {"2022": 50, "2024": 110},
        verdict("behind", on="2022", value=50, required=60)),
    "without a value it is no part": (
        counted(total(300, "2026", start="2023"), baseline=("2023",)), {"2024": 110}, verdict("no_data")),
}  # fmt: skip


@pytest.mark.parametrize(("subject", "figures", "expected"), CASES.values(), ids=CASES)
def test_what_a_sum_is_made_of(subject: m.Policy, figures: Figures, expected: Verdict) -> None:
    """Its parts follow each other from the start, and a missing one ends it."""
    expected.assert_holds(result_of(judge(subject, figures, at=expected.at)))


def test_no_sum_takes_the_parts_of_another() -> None:
    """From 2022 and from 2023, both until 2024, of which only the other series has a figure."""
    sums = [total(300, "2026", start=start, id=start) for start in ("2022", "2023")]
    subject = counted(over_the_reference(at_least(0, "2026", id="over")), *sums)
    found = judge(subject, {"2022": 40, "2023": 50, "2025": 60}, reference=years(2022, 1, 2, 70, 3))
    assert [result_of(found, target).value for target in ("2022", "2023", "over")] == [90, 50, 57]


def test_a_stated_baseline_is_part_of_its_own_sum_alone() -> None:
    """100 begins the sum from 2023, and 60 that from 2024; neither fills a gap in that from 2022."""
    own = [total(300, "2026", start=year, id=year, baseline=m.Baseline(period=year, value=value))
           for year, value in (("2023", 100), ("2024", 60))]  # fmt: skip
    found = judge(counted(total(300, "2026", start="2022", id="2022"), *own), {"2022": 50, "2025": 70})
    assert [result_of(found, target).value for target in ("2022", "2023", "2024")] == [50, None, 130]
