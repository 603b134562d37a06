"""A policy's indicator across areas: its own municipality among the others, with its region and the country."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from kommunepolitik.comparison.elements import no_such
from kommunepolitik.comparison.ranking import AREA_COLUMNS, Entry, as_frame, lateness, ranked, usable
from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model import Municipality, Period, Policy
from kommunepolitik.model.help_text import with_columns
from kommunepolitik.model.scalars import check_object
from kommunepolitik.observations.areas import is_wider

if TYPE_CHECKING:
    import pandas as pd


@with_columns(AREA_COLUMNS)
def benchmark_areas(
    policy: Policy, indicator: str, observations: Any, period: Period | str | None = None, *, group: str = ""
) -> "pd.DataFrame":
    """Compare a policy's municipality with those of other rows, by `area`: those ranked first, best on top.

    `observations` is what `read_observations` returns or accepts, such as the `statbank.csv` that `figures refresh`
    writes with `areas: {values: all}`. `period` is the one compared, never with another; none means the newest that all
    municipalities with any figure have, or else that most have.

    A region and the country have no rank (reason `reference`), and do not count in `of` and `median`.

    Raises:
        UnknownElement: the policy has no such indicator or group.
        InvalidModel: it is not a policy; the period is not valid, or has no end.
        InvalidObservations: the figures cannot be read.

    >>> import kommunepolitik.model as m
    >>> nybro = m.Municipality(name="Nybro", fictitious=True)
    >>> jobs = m.Indicator(id="job", title="Unge i job", unit="%", direction="increase")
    >>> policy = m.Policy(id="unge", title="Unge", municipality=nybro, indicators=[jobs])
    >>> made_up = {"Nybro": 52, "000": 58}
    >>> rows = [{"area": area, "indicator": "job", "period": 2024, "value": made_up[area]} for area in made_up]
    >>> benchmark_areas(policy, "job", rows)[["area", "own", "value", "reason"]]
        area   own  value     reason
    0  Nybro   yes   52.0      alone
    1    000  <NA>   58.0  reference
    """
    from kommunepolitik.figures import Figures

    check_object(policy, Policy)
    wanted = None if period is None else Period(period)
    if wanted is not None and wanted.end is None:
        raise InvalidModel(Problem(code="not_an_open_period", data={"value": wanted}))
    measured = next((each for each in policy.indicators if each.id == indicator), None)
    if measured is None:
        raise no_such(indicator, [each.id for each in policy.indicators])
    if group and group not in (groups := sorted(each.id for each in policy.groups)):
        raise no_such(group, groups)
    figures, home = Figures.of(observations, policy), policy.municipality
    own = home.code or home.name
    series = {area: figures.of_area(area, indicator, group) for area in figures.areas(indicator, group)}
    series[own] = figures.series(policy.id, indicator, group)
    entries = {
        area: Entry(
            home if area == own else _municipality(area),
            policy.id if area == own else None,
            measured,
            {row.period: usable(row) for row in rows if row.period is not None},
            "qualitative" if measured.kind == "qualitative" else "no_data",
        )
        for area, rows in series.items()
        if not is_wider(area)
    }
    having = Counter(each for entry in entries.values() for each in entry.periods)
    at = wanted or max(having, key=lambda each: (having[each], lateness(each)), default=None)
    rows = [
        {"area": area, "own": "yes" if area == own else None, **row}
        for area, row in zip(entries, ranked([*entries.values()], at), strict=True)
    ]
    shared = {name: rows[0].get(name) for name in ("indicator", "unit", "period", "of", "median")}
    for area in filter(is_wider, figures.areas(indicator, group)):
        found = {row.period: usable(row) for row in series[area] if row.period is not None}
        value = "no_data" if at is None else found.get(at, "no_data")
        outcome = {"value": value, "reason": "reference"} if isinstance(value, float) else {"reason": value}
        latest = max((each for each in found if isinstance(found[each], float)), key=lateness, default=None)
        rows.append({"area": area, "latest": latest, **shared, **outcome})
    return as_frame(rows, "area", "own")


def _municipality(area: str) -> Municipality:
    """Return the municipality of an area; one that is not of the 98 is made up."""
    try:
        return Municipality.find(area)
    except InvalidModel:
        return Municipality(name=area, fictitious=True)
