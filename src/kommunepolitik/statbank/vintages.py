"""Fetched figures compared with those of earlier refreshes: new, revised, unchanged or vanished."""

import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, Literal

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.documents.paths import is_there
from kommunepolitik.errors import InvalidObservations, Problem
from kommunepolitik.model import Period
from kommunepolitik.observations import Observations, read_observations
from kommunepolitik.observations.columns import NUMBERS, TEXTS
from kommunepolitik.observations.observations import end_of
from kommunepolitik.statbank.cells import Figure, Figures
from kommunepolitik.statbank.query import Query

ChangeKind = Literal["new", "revised", "unchanged", "vanished"]

Row = dict[str, Any]
Key = tuple[str, str, str]
"""Indicator, area and period."""
_VALUES: Final = ("value", "numerator", "denominator")


@attrs.frozen(kw_only=True)
class StatbankChange:
    """A figure of Statistikbanken before and after a refresh."""

    indicator: str
    area: str
    period: Period
    kind: ChangeKind
    before: float | None
    """The value before; None where there was none, or where it was withheld."""
    after: float | None
    """The value now; None where it is withheld or has vanished from the table."""

    __repr__ = short_repr


def read_rows(path: Path) -> list[Row]:
    """Return the figures of earlier refreshes, a mapping for each row, without empty cells.

    Raises:
        InvalidObservations: the file cannot be read.
    """
    import pandas as pd

    if not is_there(path):
        return []
    rows: list[Row] = read_observations(path).frame.to_dict("records")  # type: ignore[assignment]
    return [{name: cell for name, cell in row.items() if not pd.isna(cell)} for row in rows]


def as_observations(rows: Iterable[Row]) -> Observations:
    """Return rows as observations, in an order that depends only on the rows."""
    ordered = sorted(rows, key=lambda row: (row["indicator"], row.get("area", ""), *_time(row)))
    columns: dict[str, list[Any]] = {name: [row.get(name, "") for row in ordered] for name in TEXTS}
    columns |= {name: [row.get(name, math.nan) for row in ordered] for name in NUMBERS}
    return Observations.from_columns(columns, len(ordered))


def _time(row: Row) -> tuple[Any, ...]:
    period = row.get("period", "")
    return (*(Period(period).sort_key if period else ()), period, _published(row))


def _published(row: Row) -> int:
    return end_of(row.get("published", ""), 0)


def merged(
    rows: list[Row], query: Query, figures: Figures, retrieved: Period
) -> tuple[list[Row], tuple[StatbankChange, ...]]:
    """Return the rows with those of a query added, and the change of each figure.

    A figure that is newer than all others of its series, or has changed, is a new vintage, published when the table was
    updated. For older figures, and for a series without known figures, the day is left out: such history is known from
    its periods. An earlier vintage is never changed, but rows added on the same day are replaced.
    """
    id = query.indicator.id
    newest: dict[Key, Row] = {}
    for row in sorted(rows, key=_published):
        if row["indicator"] == id:
            newest[_key(row)] = row
    last: dict[str, Period] = {}
    for _, area, text in newest:
        last[area] = max(last.get(area, Period(text)), Period(text), key=lambda each: each.sort_key)
    changes: list[StatbankChange] = []
    added: list[Row] = []
    replaced: list[Row] = []
    for (area, period), figure in figures.items():
        key = (id, area, str(period))
        before = newest.pop(key, None)
        row = _row(key, figure, query, retrieved)
        value = None if before is None else before.get("value")
        kind: ChangeKind = "new" if before is None else "unchanged" if _same(before, row) else "revised"
        if kind == "revised" or (kind == "new" and area in last and period.sort_key > last[area].sort_key):
            row["published"], late = _day(query, retrieved, before)
            replaced += [each for each in rows if late and _key(each) == key and _published(each) >= _published(row)]
        if kind != "unchanged":
            added.append(row)
        changes.append(
            StatbankChange(indicator=id, area=area, period=period, kind=kind, before=value, after=figure.value)
        )
    for (_, area, period_text), row in newest.items():
        period = Period(period_text)
        vanished = {"indicator": id, "area": area, "period": period, "kind": "vanished"}
        changes.append(StatbankChange(**vanished, before=row.get("value"), after=None))  # type: ignore[arg-type]
    kept = [row for row in rows if not any(row is each for each in replaced)]
    return [*kept, *added], tuple(sorted(changes, key=lambda each: (each.area, each.period)))


def _day(query: Query, retrieved: Period, before: Row | None) -> tuple[str, bool]:
    """Return the day a figure was published, and whether another vintage of that day or a later one exists.

    If a figure differs though the table was not updated, the query has changed: such a figure is known from the day of
    the request.
    """
    day = min(query.table.published, str(retrieved))
    if before is not None and end_of(day, 0) <= _published(before):
        day = str(retrieved)
    return day, before is not None and end_of(day, 0) <= _published(before)


def _row(key: Key, figure: Figure, query: Query, retrieved: Period) -> Row:
    indicator, area, period = key
    row: Row = {"indicator": indicator, "area": area, "period": period, "source": query.source, "quality": "final"}
    row |= {"publisher": "Danmarks Statistik", "retrieved": str(retrieved), "origin": f"statbank:{query.key}"}
    if figure.value is None:
        row |= {"quality": "suppressed", "suppressed": "source"}
    return row | {name: value for name in _VALUES if (value := getattr(figure, name)) is not None}


def _key(row: Row) -> Key:
    return row["indicator"], row.get("area", ""), row.get("period", "")


def _same(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    return all(before.get(name) == now.get(name) for name in (*_VALUES, "quality"))


def check_readable(figures: Observations, path: Path, subject: Any) -> list[Problem]:
    """Return the problems that figures would have if they were read for a policy."""
    try:
        read_observations(figures, subject)
    except InvalidObservations as error:
        return [attrs.evolve(problem, file=str(path), line=None) for problem in error.problems]
    return []
