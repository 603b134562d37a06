"""The row that counts for each indicator, group and period, as known on a day: the one source for all readers."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs
import numpy as np

from kommunepolitik.display import counted, summary_line
from kommunepolitik.figures.columns import Mask, Objects, Whole, cells_at, ranges
from kommunepolitik.figures.observation import Observation
from kommunepolitik.figures.periods import NEVER, PeriodTable
from kommunepolitik.figures.scope import Codes, known_rows, rows_and_keys, weights
from kommunepolitik.figures.sorted_rows import Places, SortedRows
from kommunepolitik.model import Period, Policy, Portfolio
from kommunepolitik.observations import Observations
from kommunepolitik.observations.columns import TEXTS
from kommunepolitik.observations.normalise import normalise
from kommunepolitik.observations.observations import end_of

_TEXTS = tuple(name for name in TEXTS if name not in ("indicator", "period"))


@attrs.frozen(eq=False, kw_only=True, slots=False, repr=False)
class Figures:
    """The row that counts for each policy, indicator, group and period.

    The newest published row of a period counts, among a policy's own, those of its municipality's area and those that
    several policies share. In a tie the policy's own takes precedence over the area's and that over a shared one, and a
    final figure over a provisional one. A forecast never replaces another figure. Two periods are the same only if they
    have the same first and last day.
    """

    portfolio: Portfolio
    known: Period | None
    """The day of knowledge; without one, all that is published counts."""
    observations: Observations
    """All rows, of all vintages, known by then."""
    periods: PeriodTable
    """The distinct periods of the rows."""
    places: Places
    _codes: Codes
    _row: Whole
    """The rows of the policies; a shared row occurs once for each series that it is in."""
    _key: Whole
    """The key of the series of each row."""

    def __repr__(self) -> str:
        policies, known = len(self.portfolio), () if self.known is None else (f"known {self.known}",)
        parts = (counted(policies, "policy", "policies"), counted(len(self.observations), "row"))
        return summary_line("Figures", *parts, *known)

    @classmethod
    def of(cls, observations: Any, subject: Policy | Portfolio, known: Period | str | None = None) -> "Figures":
        """Take the rows of some policies from a long table.

        >>> import kommunepolitik.model as m, pandas as pd
        >>> policy = m.Policy(id="p", title="P", municipality="Slagelse", indicators=[m.Indicator(id="i", title="I")])
        >>> rows = {"indicator": "i", "period": "2024", "value": [20.0, 30.0], "published": ["2024-03", "2024-12"]}
        >>> figures = Figures.of(pd.DataFrame(rows), policy)
        >>> [row.value for row in figures.series("p", "i")]
        [30.0]

        Raises:
            InvalidModel: the day of knowledge has no end.
        """
        portfolio = subject if isinstance(subject, Portfolio) else Portfolio([subject])
        day = None if known is None else Period(known)
        table = normalise(observations, subject)
        table = table if day is None else table.where(known_rows(table, portfolio, day))
        codes = Codes.of(table)
        row, key = rows_and_keys(table, portfolio, codes)
        periods = PeriodTable.read(table.texts["period"].words)
        shared = {"periods": periods, "places": Places.of(periods), "codes": codes, "row": row, "key": key}
        return cls(portfolio=portfolio, known=day, observations=table, **shared)  # type: ignore[arg-type]

    # Lookups of many keys at once

    @cached_property
    def measured(self) -> SortedRows:
        """The rows that count, without forecasts and without those that have no period with an end."""
        return self._sorted(~self._is_forecast & self._is_dated & self._is_figure, weighed=True)

    @cached_property
    def verdicts(self) -> Mapping[tuple[str, str, str, str], list[tuple[int, int, str]]]:
        """Sources' verdicts on targets: last day of the period, day of publication and words, by policy and target."""
        texts, found = self.observations.texts, dict[tuple[str, str, str, str], list[tuple[int, int, str]]]()
        rows = np.flatnonzero(~texts["target"].isin("") & ~texts["judgement"].isin(""))
        names = ("policy", "indicator", "group", "target", "period", "published", "judgement")
        cells = (texts[name].rows(rows).objects().tolist() for name in names)
        for policy, indicator, group, target, period, published, words in zip(*cells, strict=True):
            days = (end_of(period, NEVER), end_of(published, NEVER))
            found.setdefault((policy, indicator, group, target), []).append((*days, words))
        return found

    @cached_property
    def _forecasts(self) -> SortedRows:
        return self._sorted(self._is_forecast & self._is_dated, weighed=True)

    @cached_property
    def _all(self) -> SortedRows:
        """All vintages."""
        return self._sorted(self._is_dated)

    @cached_property
    def _undated(self) -> SortedRows:
        """The rows without a period that are not forecasts."""
        return self._sorted(~self._is_forecast & self.observations.texts["period"].isin(""))

    @cached_property
    def _endless(self) -> SortedRows:
        """The rows without a period that has an end, including forecasts."""
        return self._sorted(~self._is_dated)

    def series_of(self, rows: SortedRows, policies: Whole, indicators: Sequence[str], groups: Sequence[str]) -> Whole:
        """Return the number of each series among some rows; -1 where it has none.

        `policies` are numbers in the portfolio. A policy without rows of its own has the shared series.
        """
        return self._numbers(rows, policies, self._codes.series(indicators, groups))

    def _numbers(self, rows: SortedRows, policies: Whole, codes: Whole) -> Whole:
        """Return the number of the series of each policy with a code; -1 where it has none."""
        own = rows.number(policies * self._codes.width + codes)
        lacking = own < 0
        if lacking.any():
            own[lacking] = rows.number(len(self.portfolio) * self._codes.width + codes[lacking])
        return np.where(codes >= 0, own, -1)

    def groups_with(self, policies: Whole, indicators: Sequence[str], until: int) -> list[list[str]]:
        """Return for each policy and indicator the groups that have a figure by a day, or one without a period."""
        groups: list[list[str]] = [[] for _ in indicators]
        rows, names = (self.measured, self._undated), self.all_groups
        if not names:
            return groups
        known = np.unique(np.concatenate([each.keys for each in rows]) % self._codes.width)
        codes = self._codes.series(indicators, names[:1] * len(indicators))  # that of an indicator's first group
        ends = np.where(codes < 0, 0, codes + len(names))
        which, at = ranges(*(np.searchsorted(known, each) for each in (codes, ends)))
        measured, undated = (self._numbers(each, policies[which], known[at]) for each in rows)
        is_found = (self.measured.newest(measured, np.full(len(which), until)) >= 0) | (undated >= 0)
        for number, code in zip(which[is_found].tolist(), known[at[is_found]].tolist(), strict=True):
            groups[number].append(names[code % len(names)])
        return [sorted(each) for each in groups]

    def has_undated(self, policies: Whole, indicators: Sequence[str], groups: Sequence[str]) -> Mask:
        """Return which series have figures without a period."""
        if not len(self._undated.row):
            return np.zeros(len(policies), dtype=bool)
        return self.series_of(self._undated, policies, indicators, groups) >= 0

    @cached_property
    def all_groups(self) -> list[str]:
        """The groups of all rows; an empty text is the whole population."""
        return list(self._codes.groups)

    def texts(self, name: str, positions: Whole) -> Objects:
        """Return the cells of a text column at positions of `measured`; empty where a position is -1."""
        column = self.observations.texts[name]
        codes = cells_at(column.codes, cells_at(self.measured.row, positions, -1), -1)
        cells: Objects = np.array([*column.words, ""], dtype=object)[codes]
        return cells

    @property
    def _period(self) -> Whole:
        """The position in `periods` of the period of each row."""
        return self.observations.texts["period"].codes

    # One series at a time

    def series(self, policy: str, indicator: str, group: str = "") -> tuple[Observation, ...]:
        """Return the figures of a series that count, in order of time."""
        return self._listed(self.measured, policy, indicator, group)

    def with_forecasts(self, policy: str, indicator: str, group: str = "") -> tuple[Observation, ...]:
        """Return the figures of a series that count and, for other periods, its newest forecasts, in order of time."""
        measured, forecasts = (
            self._listed(rows, policy, indicator, group) for rows in (self.measured, self._forecasts)
        )
        days = {(row.period.start, row.period.end) for row in measured if row.period}
        rows = [r for r in forecasts if r.period and (r.period.start, r.period.end) not in days]
        return tuple(sorted([*measured, *rows], key=lambda row: row.period.sort_key if row.period else ()))

    def undated(self, policy: str, indicator: str, group: str = "") -> tuple[Observation, ...]:
        """Return the figures of a series without a period: they are shown, never judged."""
        return self._listed(self._undated, policy, indicator, group)

    def vintages(self, policy: str, indicator: str, group: str = "") -> tuple[tuple[Observation, ...], ...]:
        """Return all rows of each period of a series, forecasts first and the one that counts last."""
        found: dict[int, list[int]] = {}
        for row in self._rows_of(self._all, policy, indicator, group):
            found.setdefault(int(self.places.of_period[self._period[row]]), []).append(row)
        for rows in found.values():
            rows.sort(key=lambda row: (not self._is_forecast[row], self._weight[row]))
        return tuple(tuple(self._observation(row, indicator) for row in rows) for rows in found.values())

    def at(self, policy: str, indicator: str, group: str, period: Period) -> Observation | None:
        """Return the figure that counts for exactly one period."""
        days = (period.start, period.end)
        rows = self.series(policy, indicator, group)
        return next((row for row in rows if row.period and (row.period.start, row.period.end) == days), None)

    def groups(self, policy: str, indicator: str) -> tuple[str, ...]:
        """Return the groups of an indicator that have any row; empty text is the whole population."""
        found = {group for rows in (self._all, self._endless) for group in self._groups(rows, policy, indicator)}
        return tuple(group for group in self.all_groups if group in found)

    def _groups(self, rows: SortedRows, policy: str, indicator: str) -> list[str]:
        groups = self.all_groups
        policies = np.full(len(groups), self._ids.get(policy, len(self.portfolio)))
        series = self.series_of(rows, policies, [indicator] * len(groups), groups)
        return [group for group, number in zip(groups, series.tolist(), strict=True) if number >= 0]

    def of_policy(self, policy: str) -> tuple[Observation, ...]:
        """Return all figures of a policy that count, including forecasts and those without a period, in table order."""
        found = {
            row: indicator.id
            for indicator in self.portfolio[policy].indicators
            for rows in (self.measured, self._forecasts, self._endless)
            for group in self._groups(rows, policy, indicator.id)
            for row in self._rows_of(rows, policy, indicator.id, group)
        }
        return tuple(self._observation(row, found[row]) for row in sorted(found))

    # Areas: a municipality's, a region's or the country's, whether or not it has a policy here

    def areas(self, indicator: str, group: str = "") -> tuple[str, ...]:
        """Return the areas that have figures of an indicator, by code; that of a made-up municipality by name."""
        code = int(self._codes.series([indicator], [group])[0])
        if code < 0:
            return ()
        numbers = self._by_area.keys[self._by_area.keys % self._codes.width == code] // self._codes.width
        return tuple(sorted(self.observations.texts["area"].words[number] for number in numbers.tolist()))

    def of_area(self, area: str, indicator: str, group: str = "") -> tuple[Observation, ...]:
        """Return the figures of an area that count, in order of time.

        >>> import kommunepolitik as kp
        >>> rows = [{"area": "000", "indicator": "i", "period": "2024", "value": 55}]
        >>> [row.value for row in Figures.of(kp.read_observations(rows), kp.Portfolio()).of_area("000", "i")]
        [55.0]
        """
        code, words = int(self._codes.series([indicator], [group])[0]), self.observations.texts["area"].words
        if code < 0 or area not in words:
            return ()
        number = int(self._by_area.number(np.array([words.index(area) * self._codes.width + code]))[0])
        rows = self._by_area.row[self._by_area.of_series(number)].tolist()
        return tuple(self._observation(row, indicator) for row in rows)

    @cached_property
    def _by_area(self) -> SortedRows:
        """The rows of areas that count; their series belong to areas instead of policies."""
        texts = self.observations.texts
        row = np.flatnonzero(~texts["area"].isin("") & ~self._is_forecast & self._is_dated & self._is_figure)
        key = texts["area"].codes[row] * self._codes.width
        key = key + texts["indicator"].codes[row] * len(self._codes.groups) + texts["group"].codes[row]
        place = np.maximum(self.places.of_period, 0)[self._period[row]]
        return SortedRows.of(self.places, row, key, place, lambda rows: self._weight[rows])

    # Shared by both

    def _sorted(self, wanted: Mask, *, weighed: bool = False) -> SortedRows:
        """Sort the wanted rows by series and place (0 for none); with `weighed`, keep only the heaviest of each."""
        row, key = self._row, self._key
        if not wanted.all():
            chosen = wanted[row]
            row, key = row[chosen], key[chosen]
        place = np.maximum(self.places.of_period, 0)[self._period[row]]
        return SortedRows.of(self.places, row, key, place, (lambda rows: self._weight[rows]) if weighed else None)

    @cached_property
    def _weight(self) -> Whole:
        return weights(self.observations)

    @cached_property
    def _is_figure(self) -> Mask:
        # A row with the verdict of a source on a target, and no value, is not a figure.
        is_figure: Mask = self.observations.texts["target"].isin("") | ~np.isnan(self.observations.numbers["value"])
        return is_figure

    @cached_property
    def _is_forecast(self) -> Mask:
        return self.observations.texts["quality"].isin("forecast")

    @cached_property
    def _is_dated(self) -> Mask:
        return self.places.of_period[self._period] >= 0

    @cached_property
    def _ids(self) -> Mapping[str, int]:
        return {policy.id: number for number, policy in enumerate(self.portfolio)}

    def _listed(self, rows: SortedRows, policy: str, indicator: str, group: str) -> tuple[Observation, ...]:
        return tuple(self._observation(row, indicator) for row in self._rows_of(rows, policy, indicator, group))

    def _rows_of(self, rows: SortedRows, policy: str, indicator: str, group: str) -> list[int]:
        """Return the rows of the table of one series."""
        policies = np.array([self._ids.get(policy, len(self.portfolio))])
        number = int(self.series_of(rows, policies, [indicator], [group])[0])
        return [int(row) for row in rows.row[rows.of_series(number)]]

    def _observation(self, row: int, indicator: str) -> Observation:
        texts = self.observations.texts
        cells: dict[str, Any] = {name: texts[name].words[texts[name].codes[row]] for name in _TEXTS}
        for name, numbers in self.observations.numbers.items():
            cells[name] = None if np.isnan(numbers[row]) else float(numbers[row])
        return Observation(**{**cells, "indicator": indicator, "period": self.periods.periods[self._period[row]]})
