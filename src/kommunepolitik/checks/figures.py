"""The figures of one policy, as rules ask for them."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from kommunepolitik.model import Period, Policy, Quantity

_TEXTS = ("policy", "indicator", "group", "period", "qualifier", "quality", "judgement", "published")
_NUMBERS = ("value", "value_high")


@attrs.frozen(kw_only=True)
class Row:
    """One figure with its period."""

    period: Period
    figure: Quantity
    judgement: str
    quality: str
    published: str
    own: bool
    """Whether it is the policy's own, and not one that several policies share."""

    @property
    def is_measured(self) -> bool:
        """Whether it was measured: a forecast was not, and what is withheld tells nothing."""
        return self.quality not in ("forecast", "suppressed") and (
            self.figure.value is not None or bool(self.judgement)
        )

    @property
    def issue(self) -> tuple[bool, int, float]:
        """Its rank among figures for one period: the policy's own, then the latest published.

        Two that tie are told apart by their value, so that the order of the rows never matters.
        """
        end = Period(self.published).end if self.published else None
        return self.own, 0 if end is None else end.toordinal(), self.figure.value or 0


@attrs.frozen
class Figures:
    """The figures that have a period with an end, by series; a figure without one is never judged."""

    rows: Mapping[tuple[str, str], tuple[Row, ...]]

    def series(self, indicator: str, group: str | None = None) -> tuple[Row, ...]:
        """Return the figures of an indicator for a group, or for the indicator's whole population."""
        return self.rows.get((indicator, group or ""), ())

    def of(self, indicator: str) -> Iterator[Row]:
        """Yield all measured figures of an indicator, of whichever group."""
        for (other, _), rows in self.rows.items():
            if other == indicator:
                yield from (row for row in rows if row.is_measured)

    def newest(self, indicator: str, group: str | None, period: Period) -> Row | None:
        """Return the measured figure that counts for one period."""
        rows = [row for row in self.series(indicator, group) if row.period == period and row.is_measured]
        return max(rows, key=lambda row: row.issue, default=None)


def figures_of(policy: Policy, observations: Any) -> Figures:
    """Take a policy's figures, and those that policies share, out of a table as `read_observations` gives it."""
    rows: dict[tuple[str, str], list[Row]] = {}
    for cells in _cells(policy, observations):
        period = Period(cells["period"]) if cells["period"] else None
        if period is None or period.end is None:
            continue
        figure = Quantity(value=cells["value"], value_high=cells["value_high"], qualifier=cells["qualifier"] or None)
        row = Row(
            period=period,
            figure=figure,
            judgement=cells["judgement"],
            quality=cells["quality"] or "final",
            published=cells["published"],
            own=cells["policy"] == policy.id,
        )
        rows.setdefault((cells["indicator"], cells["group"]), []).append(row)
    return Figures({series: tuple(found) for series, found in rows.items()})


def _cells(policy: Policy, observations: Any) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table of any engine as plain cells; a column it lacks is empty."""
    import narwhals as nw

    table = nw.from_native(observations).lazy()
    names = table.collect_schema().names()
    if "policy" in names:
        own = nw.col("policy").cast(nw.String).fill_null("").is_in(["", policy.id])
        table = table.filter(own)
    collected = table.collect()
    columns = {name: collected[name].to_list() for name in (*_TEXTS, *_NUMBERS) if name in names}
    for index in range(len(collected)):
        cells = {name: columns[name][index] if name in columns else None for name in (*_TEXTS, *_NUMBERS)}
        yield {name: _text(cells[name]) for name in _TEXTS} | {name: _number(cells[name]) for name in _NUMBERS}


def _text(cell: Any) -> str:
    return "" if cell is None or cell != cell else str(cell)  # noqa: PLR0124 - NaN


def _number(cell: Any) -> float | None:
    return None if cell is None or cell != cell else float(cell)  # noqa: PLR0124 - NaN
