"""The figures a target is judged by: which windows of the table are asked for, and what they show."""

from collections.abc import Iterator
from typing import Any

import attrs

from kommunepolitik.figures.reduce import FOREVER, Found, Observed, Reduced, Series, Window, reduce_observations
from kommunepolitik.model import (
    Baseline,
    ChangeTarget,
    Indicator,
    Interval,
    LevelTarget,
    Period,
    Policy,
    RelativeTo,
    StandingTarget,
    Target,
)


def ends_of(value: float, high: float | None, qualifier: str | None, indicator: Indicator) -> Interval:
    """Return the values that a figure can be."""
    return Interval.of(value, high, qualifier, indicator.unit, indicator.limit)


@attrs.frozen(kw_only=True)
class Stated:
    """A baseline as it is judged: its period and value, and the stated value where a newer figure outranks it."""

    period: Period
    ends: Interval | None
    stated: float | None = None

    @property
    def month(self) -> int:
        """The end of its period, in months."""
        return self.period.ordinal or 0


def base_window(period: Period) -> Window:
    """Return the window that shows exactly one period."""
    month = period.ordinal or 0
    return Window(after=month - 1, until=month, kind=period.kind)


def until(period: Period | None, at: int | None) -> Window:
    """Return the window up to a due period and the date of the evaluation."""
    months = [m for m in (None if period is None else period.ordinal, at) if m is not None]
    return Window(until=min(months, default=FOREVER))


@attrs.frozen(kw_only=True)
class Question:
    """One row to be judged: a target (or none) of a series, and the baseline stated for it."""

    policy: Policy
    indicator: Indicator
    group: str
    target: Target | None

    @property
    def series(self) -> Series:
        """The series of the target's own figures."""
        return (self.policy.id, self.indicator.id, self.group)

    @property
    def relative_to(self) -> RelativeTo | None:
        """The series it compares with, if any."""
        return self.target.relative_to if isinstance(self.target, LevelTarget | StandingTarget) else None

    @property
    def reference(self) -> Series | None:
        """The key of the series it compares with."""
        if self.relative_to is None:
            return None
        return (self.policy.id, self.relative_to.indicator or self.indicator.id, self.relative_to.group or "")

    @property
    def baseline(self) -> Baseline | None:
        """The baseline stated: the target's own, else the indicator's (not for a difference, which needs its own)."""
        own = self.target.baseline if isinstance(self.target, LevelTarget) else None
        if own is not None or self.relative_to is not None or self.group:
            return own
        return self.indicator.baseline

    @property
    def borrows_baseline(self) -> bool:
        """Whether the indicator's baseline tells when, not how much: a difference and a group have their own."""
        return self.relative_to is not None or bool(self.group)

    @property
    def start(self) -> Period | None:
        """For a change: the first part of the period it starts in."""
        if not isinstance(self.target, ChangeTarget):
            return None
        start = self.target.start or self.policy.period
        return None if start is None else start.parts[0]

    @property
    def due(self) -> Period | None:
        """By when."""
        return getattr(self.target, "due", None)


def windows_of(question: Question, at: int | None) -> Iterator[Window]:
    """Yield the windows a question needs in the first look."""
    yield until(None, at)
    yield until(question.due, at)
    baseline = question.baseline
    period = None if baseline is None else baseline.period
    if period is None and question.borrows_baseline and question.indicator.baseline is not None:
        period = question.indicator.baseline.period
    if period is not None and period.ordinal is not None:
        yield base_window(period)
        yield Window(after=period.ordinal - 1, until=until(question.due, at).until)
    if isinstance(question.target, StandingTarget):
        yield Window(until=until(None, at).until, kind="quarter" if question.target.per == "quarter" else "year")
    if question.start is not None and question.start.ordinal is not None:
        yield Window(until=question.start.ordinal)


@attrs.frozen(kw_only=True)
class Book:
    """All figures that the questions of one evaluation need."""

    first: Reduced
    exact: Reduced
    """Single periods, asked for in a second look: what a reference stood at in the period of the own value."""

    def find(self, series: Series, window: Window) -> Found | None:
        """Return what a window shows of a series."""
        return self.first.get(series, window)

    def at(self, series: Series, period: Period) -> Observed | None:
        """Return the figure of exactly one period."""
        found = self.exact.get(series, base_window(period)) or self.first.get(series, base_window(period))
        return None if found is None else found.latest


def gather(questions: list[Question], observations: Any, at: int | None) -> Book:
    """Reduce the table to the figures that the questions need."""
    windows = list(dict.fromkeys(window for question in questions for window in windows_of(question, at)))
    names = sorted({series[1] for q in questions for series in (q.series, q.reference) if series is not None})
    first = reduce_observations(observations, windows, names)
    periods: dict[Window, None] = {}
    references: set[str] = set()
    for question in questions:
        if question.reference is None:
            continue
        references.add(question.reference[1])
        for window in windows_of(question, at):
            found = first.get(question.series, window)
            for figure in () if found is None else (found.latest, found.previous):
                if figure is not None:
                    periods[base_window(figure.period)] = None
    exact = (
        reduce_observations(observations, list(periods), sorted(references)) if periods else Reduced({}, frozenset())
    )
    return Book(first=first, exact=exact)


def groups_seen(book: Book, policy: str, indicator: str) -> list[str]:
    """Return the groups an indicator has figures for; empty text is its whole population."""
    seen = {series[2] for series, _ in book.first.found if series[0] in ("", policy) and series[1] == indicator}
    return sorted(seen)
