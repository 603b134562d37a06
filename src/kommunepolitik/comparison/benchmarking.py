"""Municipalities side by side on an indicator they share: figures of one period, rank, and distance to the median."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kommunepolitik.comparison.elements import no_such
from kommunepolitik.comparison.ranking import BENCHMARK_COLUMNS, Entry, as_frame, lateness, ranked, usable
from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model import Indicator, Period, Policy, Portfolio
from kommunepolitik.model.help_text import with_columns
from kommunepolitik.model.scalars import check_object, describe

if TYPE_CHECKING:
    import pandas as pd

    from kommunepolitik.figures import Figures


@with_columns(BENCHMARK_COLUMNS)
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
    alike is then the caller's responsibility. The policy compared of a municipality is one that no other in the
    portfolio supersedes and that has the indicator, of several such the one with the latest period; one that a mapping
    names goes first. `observations` is what `read_observations` returns or accepts; only figures of that policy itself
    count, of the whole population or of a `group`, and of several for one period the newest published. `period` is the
    one compared, never with another; none means the latest for which at least two municipalities have a figure that can
    be compared.

    No municipality is left out. Absent values are NA, of numbers NaN.

    Raises:
        UnknownElement: no policy has the indicator or the group, or the portfolio or its policy lacks one that the
            mapping names; the nearest is given.
        InvalidModel: it is not a portfolio; the period is not valid, or has no end.
        InvalidObservations: the figures cannot be read.

    >>> import kommunepolitik.model as m
    >>> jobs = m.Indicator(id="job", title="Unge i job", unit="%", direction="increase")
    >>> towns = [m.Municipality(name=name, fictitious=True) for name in ("Nybro", "Vesterby")]
    >>> common = {"title": "Unge", "indicators": [jobs]}
    >>> policies = [m.Policy(id=f"unge-{town.name.lower()}", municipality=town, **common) for town in towns]
    >>> figures = {"unge-nybro": 52, "unge-vesterby": 58}
    >>> rows = [{"policy": id, "indicator": "job", "period": 2024, "value": figures[id]} for id in figures]
    >>> benchmark(Portfolio(policies), "job", rows)[["municipality", "value", "rank", "distance"]]
      municipality  value  rank  distance
    0     Vesterby   58.0     1       3.0
    1        Nybro   52.0     2      -3.0
    """
    from kommunepolitik.figures import Figures

    check_object(portfolio, Portfolio)
    wanted = None if period is None else Period(period)
    if wanted is not None and wanted.end is None:
        raise InvalidModel(Problem(code="not_an_open_period", data={"value": wanted}))
    indicators = _indicators(portfolio, indicator)
    compared = _compared_policies(portfolio, indicators, named=isinstance(indicator, Mapping))
    groups = sorted({each.id for policy in portfolio for each in policy.groups})
    if group and group not in groups:
        raise no_such(group, groups)
    entries = _entries(compared, indicators, Figures.of(observations, portfolio), group)
    having = Counter(period for entry in entries for period in entry.periods)
    shared = (each for each, count in having.items() if count > 1)
    return as_frame(ranked(entries, wanted or max(shared, key=lateness, default=None)))


def _indicators(portfolio: Portfolio, indicator: str | Mapping[str, str]) -> dict[str, Indicator]:
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


def _compared_policies(portfolio: Portfolio, indicators: Mapping[str, Indicator], *, named: bool) -> list[Policy]:
    """Return the policy compared of each municipality, in the order of the portfolio."""
    superseded = {older.id for older, _ in portfolio.neighbours()}

    def claim(policy: Policy) -> tuple[Any, ...]:
        newest, has = policy.id not in superseded, policy.id in indicators
        return (has, newest) if named else (newest, has), () if policy.period is None else policy.period.sort_key

    best = {policy.municipality: policy for policy in sorted(portfolio, key=claim)}
    return [best[home] for home in dict.fromkeys(policy.municipality for policy in portfolio)]


def _entries(
    compared: Sequence[Policy], indicators: Mapping[str, Indicator], figures: "Figures", group: str
) -> list[Entry]:
    rows = {id: figures.with_forecasts(id, each.id, group) for id, each in indicators.items()}
    counted = [each for each in compared if each.id in indicators and indicators[each.id].kind != "qualitative"]
    # Those without figures do not influence the common unit, as long as any has figures.
    measured = [each for each in counted if rows[each.id]] or counted
    units = Counter(unit for each in measured if (unit := indicators[each.id].unit))
    unit = max(units, key=units.__getitem__, default=None)  # of equally common ones the first

    def entry(policy: Policy) -> Entry:
        indicator, who = indicators.get(policy.id), (policy.municipality, policy.id)
        if indicator is None:
            return Entry(*who, None, {}, "no_indicator")
        if indicator.kind == "qualitative":
            return Entry(*who, indicator, {}, "qualitative")
        if indicator.unit != unit:
            return Entry(
                policy.municipality,
                policy.id,
                indicator,
                {},
                "unknown_unit" if indicator.unit is None else "other_unit",
            )
        found = {row.period: usable(row) for row in rows[policy.id] if row.period is not None}
        has_shared = figures.with_forecasts("", indicator.id, group)
        return Entry(*who, indicator, found, "shared" if has_shared else "no_data")

    return [entry(policy) for policy in compared]
