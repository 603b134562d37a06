"""Municipalities side by side on an indicator they share: figures of one period, rank, and distance to the median."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs

from kommunepolitik.comparison.elements import no_such
from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model import Direction, Indicator, Period, Policy, Portfolio
from kommunepolitik.model.record import describe

if TYPE_CHECKING:
    import pandas as pd

    from kommunepolitik.figures import Figures, Observation

BenchmarkReason = Literal[
    "no_indicator", "qualitative", "other_unit", "unknown_unit", "no_data", "shared", "suppressed", "forecast",
    "inexact", "no_shared_period", "alone", "no_direction", "directions_disagree",
]  # fmt: skip
"""Why a municipality has no rank. Its policy has no such indicator; the indicator is judged by people; its unit is not
the most common one; it gives no unit where others do; there is no figure for the period; there are figures, but only in
rows without a policy, which belong to several and tell no two apart; the figure is withheld; is a forecast; is a range
or an about; no two municipalities have a figure for the same period; nobody else has one for this period; no policy
says which direction is desired; or the policies desire opposite ones."""

_COLUMNS: Final = (
    "municipality_code", "municipality", "fictitious", "policy", "indicator", "unit", "period", "value", "rank", "of",
    "median", "distance", "latest", "reason",
)  # fmt: skip
_TYPES: Final = {"fictitious": "boolean", "rank": "Int64", "of": "Int64"} | dict.fromkeys(
    ("value", "median", "distance"), "Float64"
)
"""The types of the columns that are no texts."""

_SAME: Final = 1e-9


@attrs.frozen
class _Entry:
    """A municipality by the policy that speaks for it, with its indicator and figures."""

    policy: Policy
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
        period = period or max(self.found, key=_lateness, default=None)
        return self.without if period is None else self.found.get(period, self.without)


def benchmark(
    portfolio: Portfolio,
    indicator: str | Mapping[str, str],
    observations: Any,
    period: Period | str | None = None,
    *,
    group: str = "",
) -> "pd.DataFrame":
    """Compare municipalities on an indicator: one row each, those ranked first, the best on top.

    `indicator` is an id that the policies share, or a mapping from policy id to the id it has there; that they measure
    alike is then the caller's word. A policy speaks for its municipality when no other in the portfolio supersedes it
    and it has the indicator, of several such the one with the latest period; a policy that a mapping names goes first.
    `observations` is what `read_observations` gives or takes; only figures of that policy itself count, of the whole
    population or of a `group`, and of several for one period the newest published. `period` is the one compared, never
    with another; none means the latest for which at least two municipalities have a figure that can be compared.

    Columns, all nullable:

    - `municipality_code`, `municipality`, `fictitious` (whether it is made up), `policy`, `indicator`, `unit`.
    - `period`: the one compared, the same on every row; blank where no two municipalities share one.
    - `value`: the figure compared, in the indicator's unit; blank where there is none that can be.
    - `rank`: 1 is best by the desired direction; equals (values within a billionth of each other) share the better
      rank, and the next one is left out (1, 2, 2, 4).
    - `of`: how many figures are compared; `median`: of these, in the unit; both the same on every row.
    - `distance`: value less median, in the unit, whichever direction is desired.
    - `latest`: the latest period with a figure that could be compared.
    - `reason`: why there is no rank, one of `BenchmarkReason`; blank where there is one. Nobody is left out.

    Raises:
        UnknownElement: no policy has the indicator or the group, or the portfolio or its policy lacks one that the
            mapping names; the nearest is given.
        InvalidModel: the period is none, or has no end.
        InvalidObservations: the figures cannot be read.
    """
    import pandas as pd

    from kommunepolitik.figures import Figures

    wanted = None if period is None else Period(period)
    if wanted is not None and wanted.end is None:
        raise InvalidModel(Problem(code="not_an_open_period", data={"value": wanted}))
    meant = _meant(portfolio, indicator)
    speakers = _speakers(portfolio, meant, named=isinstance(indicator, Mapping))
    groups = sorted({each.id for policy in portfolio for each in policy.groups})
    if group and group not in groups:
        raise no_such(group, groups)
    entries = _entries(speakers, meant, Figures.of(observations, portfolio), group)
    having = Counter(period for entry in entries for period in entry.periods)
    shared = (each for each, count in having.items() if count > 1)
    rows = _ranked(entries, wanted or max(shared, key=_lateness, default=None))
    frame = pd.DataFrame(rows, columns=list(_COLUMNS)).astype({each: _TYPES.get(each, "string") for each in _COLUMNS})
    return frame.sort_values("rank", kind="stable", na_position="last", ignore_index=True)


def _meant(portfolio: Portfolio, indicator: str | Mapping[str, str]) -> dict[str, Indicator]:
    """Return the indicator of each policy that has it, by the policy's id."""
    if isinstance(indicator, Mapping):
        return {policy: portfolio[policy].indicator(id) for policy, id in indicator.items()}
    if not isinstance(indicator, str):
        raise InvalidModel(Problem(code="expected_text", data={"found": describe(indicator)}))
    known = [(policy.id, each) for policy in portfolio for each in policy.indicators]
    found = {policy: each for policy, each in known if each.id == indicator}
    if not found and len(portfolio):
        raise no_such(indicator, dict.fromkeys(each.id for _, each in known))
    return found


def _speakers(portfolio: Portfolio, meant: Mapping[str, Indicator], *, named: bool) -> list[Policy]:
    """Return the policy that speaks for each municipality, in the order of the portfolio."""
    superseded = {older.id for older, _ in portfolio.neighbours()}

    def claim(policy: Policy) -> tuple[Any, ...]:
        newest, has = policy.id not in superseded, policy.id in meant
        return (has, newest) if named else (newest, has), () if policy.period is None else policy.period.sort_key

    best = {policy.municipality: policy for policy in sorted(portfolio, key=claim)}
    return [best[home] for home in dict.fromkeys(policy.municipality for policy in portfolio)]


def _usable(row: "Observation") -> float | BenchmarkReason:
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


def _entries(
    speakers: Sequence[Policy], meant: Mapping[str, Indicator], figures: "Figures", group: str
) -> list[_Entry]:
    rows = {id: figures.with_forecasts(id, each.id, group) for id, each in meant.items()}
    counted = [each for each in speakers if each.id in meant and meant[each.id].kind != "qualitative"]
    # What has no figures has no say in what the others are counted in, as long as any has.
    measured = [each for each in counted if rows[each.id]] or counted
    units = Counter(unit for each in measured if (unit := meant[each.id].unit))
    unit = max(units, key=units.__getitem__, default=None)  # of equally common ones the first

    def entry(policy: Policy) -> _Entry:
        indicator = meant.get(policy.id)
        if indicator is None:
            return _Entry(policy, None, {}, "no_indicator")
        if indicator.kind == "qualitative":
            return _Entry(policy, indicator, {}, "qualitative")
        if indicator.unit != unit:
            return _Entry(policy, indicator, {}, "unknown_unit" if indicator.unit is None else "other_unit")
        found = {row.period: _usable(row) for row in rows[policy.id] if row.period is not None}
        has_shared = figures.with_forecasts("", indicator.id, group)
        return _Entry(policy, indicator, found, "shared" if has_shared else "no_data")

    return [entry(policy) for policy in speakers]


def _lateness(period: Period) -> tuple[int, bool, int]:
    """Order periods as evaluation does: of those that end in one month the longest is latest, spans come first."""
    return period.ordinal or 0, period.kind != "span", -period.start.toordinal()


def _ranked(entries: Sequence[_Entry], period: Period | None) -> list[dict[str, Any]]:
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
        home, indicator, value = entry.policy.municipality, entry.indicator, values.get(place)
        row: dict[str, Any] = {"municipality_code": home.code, "municipality": home.name, "fictitious": home.fictitious}
        row |= {"policy": entry.policy.id, "period": period and str(period), "of": len(values), "median": center}
        row["latest"] = max(entry.periods, key=_lateness, default=None)
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
    """Return for each value 1 + how many are better; what differs from the best of a tie by noise belongs to it."""
    ranks, rank, best = {}, 0, math.nan
    for number, value in enumerate(sorted(values, reverse=direction == "increase"), 1):
        if not math.isclose(value, best, rel_tol=_SAME):
            rank, best = number, value
        ranks[value] = rank
    return ranks
