"""Municipalities ranked on one indicator in one period: what may be compared, and the rank of each."""

import math
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs

from kommunepolitik.model import Direction, Indicator, Municipality, Period
from kommunepolitik.model.tables import MUNICIPALITY, ColumnType, frame_of_rows

if TYPE_CHECKING:
    import pandas as pd

    from kommunepolitik.figures import Observation

BenchmarkReason = Literal[
    "no_indicator", "qualitative", "other_unit", "unknown_unit", "no_data", "shared", "suppressed", "forecast",
    "inexact", "no_shared_period", "alone", "no_direction", "directions_disagree", "reference",
]  # fmt: skip
"""Why a municipality has no rank. Its policy has no such indicator; the indicator is judged by people; its unit is not
the most common one; it gives no unit where others do; there is no figure for the period; there are figures, but only in
rows without a policy, which belong to several policies without distinction; the figure is withheld; is a forecast; is a
range or approximate; no two municipalities have a figure for the same period; no other has one for this period; no
policy states which direction is desired; the policies desire opposite ones; or it is a region or the country."""

BENCHMARK_COLUMNS: Final[Mapping[str, str]] = {
    **MUNICIPALITY,
    "fictitious": "Whether the municipality is made up",
    "policy": "Id of the policy whose figure is compared",
    "title": "Short name of the indicator",
    "indicator": "Id of the indicator in that policy",
    "unit": "The unit of the indicator",
    "period": "The period compared, the same on every row; absent where no two municipalities share one",
    "value": "The figure compared, in the unit; absent where there is none that can be",
    "rank": "1 is best by the desired direction; equals (values within a billionth of each other) share the better "
    "rank, and the next one is left out (1, 2, 2, 4)",
    "of": "How many figures are compared, the same on every row",
    "median": "The median of these figures, in the unit, the same on every row",
    "distance": "The value less the median, in the unit, whichever direction is desired",
    "latest": "The latest period with a figure that could be compared",
    "reason": "Why there is no rank, one of `BenchmarkReason`; absent where there is one",
}
"""The columns of `benchmark`."""
AREA_COLUMNS: Final[Mapping[str, str]] = {
    "area": "Code of the municipality, the region or the country (000); of a made-up municipality its name",
    "own": "yes on the row of the policy's municipality, whose figure is the one that its reports show",
    **BENCHMARK_COLUMNS,
}
"""The columns of `benchmark_areas`."""
_TYPES: Final[Mapping[str, ColumnType]] = {
    "fictitious": "boolean",
    "rank": "Int64",
    "of": "Int64",
    "value": "float64",
    "median": "float64",
    "distance": "float64",
}
"""The types of the columns that are not texts."""

_SAME: Final = 1e-9


@attrs.frozen
class Entry:
    """A municipality, with its indicator and figures, and the policy whose figure is compared."""

    home: Municipality
    policy: str | None
    indicator: Indicator | None
    found: Mapping[Period, float | BenchmarkReason]  # the figure of each period, or why it may not be compared
    without: BenchmarkReason  # why there is none for any other period

    @property
    def periods(self) -> list[Period]:
        """The periods with a figure that may be compared."""
        return [period for period, value in self.found.items() if isinstance(value, float)]

    def at(self, period: Period | None) -> float | BenchmarkReason:
        """Return the figure of a period, or why there is none; without a period, why it has none to share."""
        if period is None and self.periods:
            return "no_shared_period"
        period = period or max(self.found, key=lateness, default=None)
        return self.without if period is None else self.found.get(period, self.without)


def usable(row: "Observation") -> float | BenchmarkReason:
    """Return the value of a row, or why it may not be compared."""
    if not row.policy and not row.area:
        return "shared"
    if row.quality == "suppressed":
        return "suppressed"
    if row.value is None:
        return "no_data"
    if row.quality == "forecast":
        return "forecast"
    return row.value if row.is_exact else "inexact"


def lateness(period: Period) -> tuple[int, bool, int]:
    """Order periods as evaluation does: of those that end in one month the longest is latest, spans come first."""
    return period.ordinal or 0, period.kind != "span", -period.start.toordinal()


def as_frame(rows: Sequence[Mapping[str, Any]], *more: str) -> "pd.DataFrame":
    """Return ranked rows as a frame, the best on top; `more` are columns of texts before the others."""
    frame = frame_of_rows(rows, [*more, *BENCHMARK_COLUMNS], _TYPES)
    return frame.sort_values("rank", kind="stable", na_position="last", ignore_index=True)


def ranked(entries: Sequence[Entry], period: Period | None) -> list[dict[str, Any]]:
    """Return a row for each municipality, in the order given, with its rank in a period."""
    found = {place: entry.at(period) for place, entry in enumerate(entries)}
    values = {place: value for place, value in found.items() if isinstance(value, float)}
    center = median(values.values()) if len(values) > 1 else None
    directions = {each.direction for place in values if (each := entries[place].indicator) and each.direction}
    ranks: Mapping[float, int] = {}
    undecided: BenchmarkReason | None = None
    if len(values) < 2:
        undecided = "alone"
    elif len(directions) != 1:
        undecided = "directions_disagree" if directions else "no_direction"
    else:
        ranks = _ranks(values.values(), directions.pop())
    rows = []
    for place, entry in enumerate(entries):
        home, indicator, value = entry.home, entry.indicator, values.get(place)
        row: dict[str, Any] = {"municipality_code": home.code, "municipality": home.name, "fictitious": home.fictitious}
        row |= {"policy": entry.policy, "period": period and str(period), "of": len(values), "median": center}
        row["title"] = indicator and indicator.title
        row["latest"] = max(entry.periods, key=lateness, default=None)
        if indicator is not None:
            row |= {"indicator": indicator.id, "unit": indicator.unit and indicator.unit.text}
        if value is None:
            row["reason"] = found[place]
        else:
            distance = None if center is None else value - center
            row |= {"value": value, "distance": distance, "rank": ranks.get(value), "reason": undecided}
        rows.append(row)
    return rows


def _ranks(values: Iterable[float], direction: Direction) -> Mapping[float, int]:
    """Return for each value 1 + how many are better; values that differ from the best of a tie by noise are in it."""
    ranks, rank, best = {}, 0, math.nan
    for number, value in enumerate(sorted(values, reverse=direction == "increase"), 1):
        if not math.isclose(value, best, rel_tol=_SAME):
            rank, best = number, value
        ranks[value] = rank
    return ranks
