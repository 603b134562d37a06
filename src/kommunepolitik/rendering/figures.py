"""The figures of a policy as a reader sees them: series by series, with what is withheld and what has no period."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from kommunepolitik.evaluation import Evaluation
from kommunepolitik.model import Indicator, Period
from kommunepolitik.rendering.chart_parts import Dot, dot_of
from kommunepolitik.rendering.disclosure import suppressed_words
from kommunepolitik.rendering.view import PolicyView

_Row = Mapping[Any, Any]


class Figures:
    """The rows of a policy's table, by series, and how they are said."""

    def __init__(self, view: PolicyView, evaluation: Evaluation) -> None:
        """Take the figures that a view shows, and what they were judged by."""
        self.view = view
        self.evaluation = evaluation

    @cached_property
    def _series(self) -> Mapping[tuple[str, str], Sequence[_Row]]:
        """The policy's rows of the table, by indicator and group."""
        rows: dict[tuple[str, str], list[_Row]] = {}
        figures = self.view.observations
        for row in () if figures is None else figures.frame.to_dict("records"):
            if row["policy"] in ("", self.view.policy.id):
                rows.setdefault((row["indicator"], row["group"]), []).append(row)
        return rows

    def _rows(self, indicator: Indicator, group: str) -> Sequence[_Row]:
        return self._series.get((indicator.id, group), ())

    def measured(self, indicator: Indicator, group: str) -> list[Dot]:
        """Return the dated figures of a series, the newest published of each period, in order of time."""
        rows: dict[Period, _Row] = {}
        for row in self._rows(indicator, group):
            if not row["period"] or row["value"] != row["value"] or row["quality"] == "forecast":
                continue
            period = Period(row["period"])
            if period.end is not None and (period not in rows or rows[period]["published"] <= row["published"]):
                rows[period] = row
        dots = []
        for period in sorted(rows, key=lambda each: each.sort_key):
            row = rows[period]
            words = self.view.row_value(row, indicator)
            dots.append(dot_of(period, row["value"], row["value_high"], row["qualifier"], indicator, words))
        return dots

    def dated(self, indicator: Indicator, group: str) -> Mapping[Period, str]:
        """Return what is said of each period of a series, in order of time: its figure, or that it is withheld."""
        told = {Period(row["period"]): "" for row in self._rows(indicator, group) if row["period"]}
        told |= {dot.period: dot.words for dot in self.measured(indicator, group)}
        said = {period: self.said(indicator, group, period, told[period]) for period in told}
        return {period: said[period] for period in sorted(said, key=lambda each: each.sort_key) if said[period]}

    def undated(self, indicator: Indicator, group: str) -> Sequence[str]:
        """Return what is said of the figures that have no period: they are shown, never judged."""
        rows = [row for row in self._rows(indicator, group) if not row["period"] and row["quality"] != "forecast"]
        said = [
            self._held((row,), self.view.row_value(row, indicator) if row["value"] == row["value"] else "")
            for row in rows
        ]
        return [words for words in said if words]

    def undated_groups(self, indicator: Indicator) -> Sequence[str]:
        """Return the groups that have figures without a period."""
        return [group for id, group in self._series if id == indicator.id and self.undated(indicator, group)]

    def newest(self, indicator: Indicator, group: str, at: Period | None) -> str:
        """Say the newest figure of a series up to a date, or else those without a period; empty where there is none."""
        said = self.dated(indicator, group)
        last = None if at is None else at.ordinal
        known = [(period.ordinal, period) for period in said if period.ordinal is not None]
        known = [(month, period) for month, period in known if last is None or month <= last]
        if known:
            # Of two that end in the same month, the longer single one counts, as where a target is judged.
            _, newest = max(known, key=lambda each: (each[0], each[1].kind != "span", -each[1].start.toordinal()))
            return f"{said[newest]} ({self.view.period(newest)})"
        undated = self.view.language.gettext("without a period")
        return "; ".join(f"{words} ({undated})" for words in self.undated(indicator, group))

    def said(self, indicator: Indicator, group: str, period: Period | None, figure: str) -> str:
        """Say a figure, and that it is withheld, or would be in public."""
        return self._held([row for row in self._rows(indicator, group) if row["period"] == str(period)], figure)

    def _held(self, rows: Sequence[_Row], figure: str) -> str:
        if held := suppressed_words(rows, (self.view.policy,), self.view.language):
            return f"{figure} ({held})" if figure else held
        empty = rows and all(row["quality"] == "suppressed" for row in rows)
        return self.view.label("quality", "suppressed") if empty and not figure else figure
