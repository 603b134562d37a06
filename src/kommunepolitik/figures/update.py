"""Newly read figures compared with the known ones: new, revised, unchanged, vanished."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from statistics import median
from typing import Any, Final, Literal, NamedTuple

import attrs
import numpy as np

from kommunepolitik.display import short_repr
from kommunepolitik.errors import Problem
from kommunepolitik.figures.scope import weights
from kommunepolitik.model import LevelTarget, Period, Policy, StandingTarget
from kommunepolitik.observations import Observations
from kommunepolitik.observations.columns import NAMES, NUMBERS
from kommunepolitik.observations.file_names import kind_of_file
from kommunepolitik.observations.normalise import normalise

Change = Literal["new", "revised", "unchanged"]

_FIGURE: Final = ("value", "value_high", "qualifier", "quality", "judgement", "numerator", "denominator")
"""The columns that make a figure differ."""
_OPTIONAL: Final = ("numerator", "denominator")
"""The columns that a source need not repeat."""
_FACTORS: Final = (100.0, 1000.0, 1_000_000.0)
_NEAR: Final = 0.6
"""A ratio between 0.6 and 1.7 times a factor is near it."""


class Key(NamedTuple):
    """The key of a figure."""

    area: str
    """Empty for the policy's own."""
    indicator: str
    group: str
    period: str
    is_forecast: bool
    target: str
    """The target that a source's verdict, in a row without a value, is about; such a row is not a figure."""

    @property
    def series(self) -> tuple[str, str, str]:
        """Area, indicator and group."""
        return self.area, self.indicator, self.group


class ReadFigure(NamedTuple):
    """A figure that was read, and how it relates to what is known."""

    row: int
    """The row of the figure in `Update.read`."""
    key: Key
    change: Change
    known: int | None
    """The row in `Update.known` of the newest known figure of its key."""
    was_known: bool = False
    """Whether it equals an earlier known figure, which was revised since."""


@attrs.frozen(kw_only=True, eq=False, slots=False)
class Update:
    """The newly read figures of one policy, and all its known figures.

    The newest known figure counts, as in `Figures`. A figure that equals the newest known, or an earlier one of the
    same day of publication, is unchanged.
    """

    policy: Policy
    read: Observations
    known: Observations

    __repr__ = short_repr

    @classmethod
    def of(cls, read: Observations, known: Any, policy: Policy) -> "Update":
        """Compare figures with the known ones of a policy: all files beside it, or any input of figures.

        In `read`, the policy's own rows count, those of other areas with one of its indicators, and shared ones.

        >>> import kommunepolitik.model as m, kommunepolitik as kp
        >>> policy = m.Policy(id="p", title="P", municipality="Slagelse", indicators=[m.Indicator(id="i", title="I")])
        >>> known = kp.read_observations([{"indicator": "i", "period": 2024, "value": 5}], policy)
        >>> rows = [{"indicator": "i", "period": 2024, "value": 5}, {"indicator": "i", "period": 2025, "value": 6}]
        >>> [figure.change for figure in Update.of(kp.read_observations(rows, policy), known, policy).figures]
        ['unchanged', 'new']
        """
        return cls(policy=policy, read=_own_rows(read, policy), known=_own_rows(normalise(known, policy), policy))

    @cached_property
    def figures(self) -> tuple[ReadFigure, ...]:
        """The figures that were read, in their order."""
        return tuple(self._compared())

    def _compared(self) -> Iterator[ReadFigure]:
        newest, vintages = self._newest, self._vintages
        for row, key in enumerate(_keys(self.read)):
            known = newest.get(key)
            if known is None:
                yield ReadFigure(row, key, "new", None)
                continue
            issue = self._cell(self.read, "published", row)
            same_issue = [each for each in vintages[key] if self._cell(self.known, "published", each) == issue]
            is_known = any(self._same(row, each) for each in (known, *(same_issue if issue else ())))
            was_known = not is_known and any(self._same(row, each) for each in vintages[key])
            yield ReadFigure(row, key, "unchanged" if is_known else "revised", known, was_known)

    @cached_property
    def _vintages(self) -> Mapping[Key, list[int]]:
        found: dict[Key, list[int]] = {}
        for row, key in enumerate(_keys(self.known)):
            found.setdefault(key, []).append(row)
        return found

    @cached_property
    def _newest(self) -> Mapping[Key, int]:
        weight = weights(self.known)
        return {key: max(rows, key=weight.__getitem__) for key, rows in self._vintages.items()}  # of equals the first

    @staticmethod
    def _cell(table: Observations, name: str, row: int) -> Any:
        """Return a cell; None where there is no number."""
        if name in NUMBERS:
            number = float(table.numbers[name][row])
            return None if np.isnan(number) else number
        return table.texts[name].words[table.texts[name].codes[row]]

    def _same(self, row: int, known: int) -> bool:
        """Return whether a figure that was read equals a known one."""
        cells = ((n, self._cell(self.read, n, row), self._cell(self.known, n, known)) for n in _FIGURE)
        return all(new == old or (new is None and name in _OPTIONAL) for name, new, old in cells)

    def vanished(self) -> list[int]:
        """Return the rows of `known` that are no longer in the files, within their periods.

        In a series that was read, the rows of the same source; in others, those from an earlier file of the same kind.
        """
        by_source: dict[tuple[str, ...], list[Period]] = {}
        by_file: dict[str, list[Period]] = {}
        for row, key in enumerate(keys := _keys(self.read)):
            if key.period:
                by_file.setdefault(self._file(self.read, row), []).append(Period(key.period))
                if source := self._cell(self.read, "source", row):
                    by_source.setdefault((source, *key.series), []).append(Period(key.period))
        present, series = {*keys}, {key.series for key in keys}
        found = []
        for key, known in self._newest.items():
            if not key.period or key in present:
                continue
            if key.series in series:
                periods = by_source.get((self._cell(self.known, "source", known), *key.series), [])
            else:
                periods = by_file.get(self._file(self.known, known), []) if self._file(self.known, known) else []
            if periods and min(periods).sort_key <= Period(key.period).sort_key <= max(periods).sort_key:
                found.append(known)
        return sorted(found)

    def _file(self, table: Observations, row: int) -> str:
        """Return the kind of file that a figure is from, without what differs from year to year."""
        return kind_of_file(str(self._cell(table, "origin", row)).partition(":")[0])

    def doubts(self) -> Iterator[Problem]:
        """Yield a warning for each new or revised figure that differs from its series by about 100 or 1,000 times.

        Where none is known, it is compared with the baseline and the targets of its indicator.
        """
        history: dict[tuple[str, str, str], list[float]] = {}
        for key, known in self._newest.items():
            if value := self._cell(self.known, "value", known):
                history.setdefault(key.series, []).append(value)
        for figure in self.figures:
            if figure.change == "unchanged":
                continue
            yield from self._other_kind_of_period(figure)
            yield from self._as_the_target(figure)
            past, code = history.get(figure.key.series), "factor"
            if past is None and not figure.key.area:
                past, code = self._stated.get(figure.key.indicator), "factor_of_stated"
            value = self._cell(self.read, "value", figure.row)
            if past and value and (other := misplaced(value, past)) is not None:
                data = {"value": _shown(value), "other": _shown(other), "indicator": figure.key.indicator}
                yield Problem(code=code, data=data, file=self._cell(self.read, "origin", figure.row) or None)

    def _as_the_target(self, figure: ReadFigure) -> Iterator[Problem]:
        """Yield a warning where a figure equals the policy's target for its period."""
        indicator = next((each for each in self.policy.indicators if each.id == figure.key.indicator), None)
        value = self._cell(self.read, "value", figure.row)
        for target in () if indicator is None or figure.key.area else indicator.targets:
            is_due = str(getattr(target, "due", None)) == figure.key.period and (target.group or "") == figure.key.group
            if is_due and value is not None and getattr(target, "value", None) == value:
                data = {"indicator": figure.key.indicator, "value": _shown(value), "period": figure.key.period}
                origin = self._cell(self.read, "origin", figure.row) or None
                yield Problem(code="as_the_target", data=data, file=origin)

    def _other_kind_of_period(self, figure: ReadFigure) -> Iterator[Problem]:
        """Yield a warning where a figure is for a month or day, and all known ones of its series are for years."""
        known = self._periods.get(figure.key.series)
        if known and figure.key.period and Period(figure.key.period).kind not in {each.kind for each in known}:
            last = max(known, key=lambda each: each.sort_key)
            data = {"indicator": figure.key.indicator, "period": figure.key.period, "known": str(last)}
            yield Problem(
                code="other_kind_of_period", data=data, file=self._cell(self.read, "origin", figure.row) or None
            )

    @cached_property
    def _periods(self) -> Mapping[tuple[str, str, str], list[Period]]:
        found: dict[tuple[str, str, str], list[Period]] = {}
        for key in self._newest:
            if key.period and not key.target:
                found.setdefault(key.series, []).append(Period(key.period))
        return found

    @cached_property
    def _stated(self) -> Mapping[str, list[float]]:
        """The values that the policy states for each indicator: its baselines, and levels to reach or keep."""
        found: dict[str, list[float]] = {}
        for indicator in self.policy.indicators:
            levels = [
                each
                for each in indicator.targets
                if isinstance(each, LevelTarget | StandingTarget) and each.relative_to is None
            ]
            baselines = [indicator.baseline, *(each.baseline for each in levels if isinstance(each, LevelTarget))]
            values = [*(each.value for each in baselines if each is not None), *(each.value for each in levels)]
            found[indicator.id] = [value for value in values if value]
        return found

    def undated(self) -> Iterator[Problem]:
        """Yield a problem for each revised figure without a later day of publication than the known one."""
        for figure in self.figures:
            if figure.change == "revised" and figure.known is not None:
                issue, old = (
                    self._cell(table, "published", row)
                    for table, row in ((self.read, figure.row), (self.known, figure.known))
                )
                if not issue or (old and Period(issue).sort_key <= Period(old).sort_key):
                    data = {"indicator": figure.key.indicator, "period": figure.key.period, "known": old or "–"}
                    origin = self._cell(self.read, "origin", figure.row)
                    code = "revision_not_later" if issue else "revision_without_date"
                    yield Problem(code=code, data=data, file=origin or None)

    def added(self, *, revisions: bool) -> Observations:
        """Return the rows that are written: the new figures, and the revised ones if they are accepted."""
        wanted = {"new", "revised"} if revisions else {"new"}
        rows = [figure.row for figure in self.figures if figure.change in wanted]
        return self.read.where(np.array(rows, np.int64))


def misplaced(value: float, history: Sequence[float]) -> float | None:
    """Return a value with its decimal point moved to match its series; None where it matches already.

    A value about 100, 1,000 or a million times as large, or as small, as the median of its series has a misplaced
    point, or is a share instead of a percentage, or in kroner instead of millions of kroner.

    >>> misplaced(0.61, [60, 58]), misplaced(61, [60, 58])
    (61.0, None)
    """
    past = [abs(each) for each in history if each]
    if not past or not value:
        return None
    ratio = abs(value) / median(past)
    for factor in _FACTORS:
        if _NEAR < max(ratio, 1 / ratio) / factor < 1 / _NEAR:
            return value / factor if ratio > 1 else value * factor
    return None


def joined(first: Observations, second: Observations) -> Observations:
    """Return the rows of two tables as one table."""
    columns: dict[str, Any] = {}
    for name in NAMES:
        if name in NUMBERS:
            columns[name] = np.concatenate([first.numbers[name], second.numbers[name]])
        else:
            columns[name] = np.concatenate([first.texts[name].objects(), second.texts[name].objects()])
    return Observations.from_columns(columns, len(first) + len(second))


def _keys(table: Observations) -> list[Key]:
    names = ("area", "indicator", "group", "period")
    forecast = table.texts["quality"].isin("forecast").tolist()
    target = table.texts["target"].where(~np.isnan(table.numbers["value"]), "").objects().tolist()
    columns = (*(table.texts[name].objects().tolist() for name in names), forecast, target)
    return [Key(*cells) for cells in zip(*columns, strict=True)]


def _own_rows(table: Observations, policy: Policy) -> Observations:
    """Return the rows that concern a policy; its own without policy and area, as in a file beside it."""
    texts = table.texts
    is_own = texts["policy"].isin(policy.id)
    known = {name for each in policy.indicators for name in (each.id, *each.codes)}
    is_shared = texts["policy"].isin("") & texts["indicator"].isin(*known)
    rows = np.flatnonzero(is_own | is_shared)
    own = is_own[rows]
    found = table.where(rows)
    area = np.where(own, "", found.texts["area"].objects())
    return found.replace(policy=np.full(len(rows), "", object), area=area)


def _shown(value: float) -> str:
    return f"{value:.6g}".replace(".", ",")
