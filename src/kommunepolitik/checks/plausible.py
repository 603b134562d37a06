"""Rules on what is probably a mistake: a number of another size than the figures, a period of another kind."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from kommunepolitik.checks.finding import Path
from kommunepolitik.checks.registry import Found, Subject, found, rule
from kommunepolitik.errors.marks import N_
from kommunepolitik.model import Baseline, Indicator, LevelTarget, Period, StandingTarget
from kommunepolitik.model.element import name_of

if TYPE_CHECKING:
    from kommunepolitik.figures import Observation

FAR: Final = 10
"""A target is far from the figures if it is so many times smaller than the smallest, or larger than the largest."""

THOUSANDS: Final = 100
"""Figures so many times larger suggest that a point between thousands was read as a decimal mark."""


@rule("KP411", "warning", N_("Number of another size than the figures"))
def other_size(subject: Subject) -> Iterator[Found]:
    """Find targets and baselines that are of another size than the figures of their series.

    Found are

    - a level or standing target that every figure meets, and that is less than a tenth of the smallest figure (at
      least) or more than ten times the largest (at most);
    - a standing target to stay at or below a number that is not 0 and is less than a tenth of the smallest figure;
    - a baseline, or a level with decimals, of which the smallest figure is at least a hundred times as large.

    Cumulative targets and those that compare with another series (`relative_to`) are left out, and so are series with
    zeros or negative figures. Of amounts, only figures for twelve months or a day count; of shares and
    stocks, all do.

    **Why.** A target that every figure has always met requires nothing, and is reported as reached. Mostly
    `relative_to` was forgotten ("0 points above the country"), or the number is in another unit. In YAML, a point is
    always a decimal mark: `31.250` is 31 and a quarter, where Danes mean thousands.

    **Fix.** Write `relative_to` where the number is a difference. Write thousands without a point (`31250`). Where the
    number is right, ignore the rule for the indicator.

    **Example.** Found where the figures are about 85:

    ```yaml
    targets:
      - {kind: standing, value: 0, comparison: at_least}
    # fix:
      - {kind: standing, value: 0, comparison: at_least, relative_to: {indicator: hele-landet}}
    ```
    """
    if subject.figures is None:
        return
    for indicator in subject.policy.indicators:
        if rows := _comparable(subject, indicator, None):
            yield from _small_baseline(indicator, indicator.baseline, ("baseline",), rows)
        for index, target in enumerate(indicator.targets):
            rows = _comparable(subject, indicator, target.group)
            relative = getattr(target, "relative_to", None) or getattr(target, "cumulative", False)
            if not rows or relative:
                continue
            within: Path = ("targets", index)
            yield from _small_baseline(indicator, getattr(target, "baseline", None), (*within, "baseline"), rows)
            if isinstance(target, LevelTarget | StandingTarget):
                low, high = _range(rows)
                data: dict[str, Any] = {"target": target.key, "value": target.value, "low": low, "high": high}
                data |= {"whole": _as_thousands(target.value)}
                if wording := _unlikely(target, low, high):
                    yield found(indicator, wording, within=(*within, "value"), **data)


def _unlikely(target: LevelTarget | StandingTarget, low: float, high: float) -> str | None:
    """Return the words for a target of another size than figures from `low` to `high`; None where it is likely."""
    value = target.value
    if target.comparison == "at_least":
        return "far_below_figures" if value < low / FAR else None
    if value > high * FAR:
        return "far_above_figures"
    if isinstance(target, StandingTarget) and 0 != value < low / FAR:
        return "never_kept"
    is_thousand = value > 0 and not value.is_integer() and value * THOUSANDS <= low
    return "target_of_thousands" if is_thousand else None


def _small_baseline(
    indicator: Indicator, baseline: Baseline | None, within: Path, rows: "list[Observation]"
) -> Iterator[Found]:
    """Yield a baseline that the smallest figure is a hundred times as large as."""
    if baseline is None or baseline.value is None:
        return
    low, high = _range(rows)
    if 0 < (baseline.value_high or baseline.value) * THOUSANDS <= low:
        data: dict[str, Any] = {"value": baseline, "low": low, "high": high, "whole": _as_thousands(baseline.value)}
        yield found(indicator, "baseline_of_thousands", within=within, **data)


def _as_thousands(value: float) -> str:
    """Write the number that is meant where a point between thousands was read as a decimal mark."""
    return f"{value * 1000:.0f}"


def _range(rows: "list[Observation]") -> tuple[float, float]:
    values = [row.value for row in rows if row.value is not None]
    return min(values), max([*values, *(row.value_high for row in rows if row.value_high is not None)])


def _comparable(subject: Subject, indicator: Indicator, group: str | None) -> "list[Observation]":
    """Return the figures of a series by which the size of a number can be judged; none where one is not positive."""
    from kommunepolitik.figures.periods import judged_days, length_of

    is_flow = indicator.over_time in (None, "sum") and (indicator.unit is None or not indicator.unit.relative)
    rows = [row for row in subject.measured(indicator.id, group) if row.value is not None]
    if is_flow:
        rows = [row for row in rows if row.period is not None and length_of(*judged_days(row.period)) in (0, 12)]
    return rows if all(row.value is not None and row.value > 0 for row in rows) else []


@rule("KP412", "warning", N_("Periods of two kinds"))
def two_kinds(subject: Subject) -> Iterator[Found]:
    """Find series with both calendar years and school years, and targets whose two series have no kind in common.

    A target with `relative_to` compares figures of exactly the same period.

    **Why.** The country's figure for 2025 is not compared with the municipality's for 2025/26. The target then waits
    for a figure that is there already, under another name.

    **Fix.** Write the period as the other figures have it: `2025/26` for the school year.

    **Example.** Found:

    ```text
    indicator;period;value
    fravaer;2025/26;7.1
    fravaer-landet;2024/25;6.8
    fravaer-landet;2025;6.7
    ```
    """
    if subject.figures is None:
        return
    for indicator in subject.policy.indicators:
        for group in sorted(subject.figures.groups(subject.policy.id, indicator.id)):
            newest = _newest_by_kind(subject, indicator.id, group)
            if {"year", "school_year"} <= newest.keys():
                yield found(indicator, "year_and_school_year", one=newest["school_year"], other=newest["year"])
                break
    for indicator, target, (reference, other_group), within in subject.comparisons:
        own = _newest_by_kind(subject, indicator.id, target.group)
        other = _newest_by_kind(subject, reference.id, other_group)
        if own and other and not own.keys() & other.keys():
            data: dict[str, Any] = {"one": max(own.values()), "other": max(other.values())}
            data |= {"target": target.key, "reference": name_of(reference)}
            yield found(indicator, "reference_of_other_kind", within=within, **data)


def _newest_by_kind(subject: Subject, indicator: str, group: str | None) -> dict[str, Period]:
    """Return the newest period of each kind that a series has figures for."""
    periods = [row.period for row in subject.measured(indicator, group) if row.period is not None]
    return {period.kind: period for period in sorted(periods)}
