# mypy: ignore-errors
"""What a chart shows: figures, what they are held against, and the same in sentences."""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import attrs

from kommunepolitik.evaluation import interval
from kommunepolitik.i18n import Language
from kommunepolitik.model import Indicator, Interval, Period

Look = Literal["path", "kept", "reading"]
"""How a target's line is drawn: the way to it, a level to be kept, the second of two readings."""

Place = tuple[float, float]
"""Where something stands: a time in years, and a value."""


@attrs.frozen(kw_only=True)
class Dot:
    """A figure of a series."""

    period: Period
    value: float
    value_high: float | None
    qualifier: str
    """`about`, `under` or `over`; empty for any other figure."""
    ends: Interval
    words: str
    is_sum: bool = False
    """Whether it has been added up since its period began: it stands at the end of that."""

    @property
    def is_exact(self) -> bool:
        """Whether it is one figure, not a range, an about, an under or an over."""
        return self.value_high is None and not self.qualifier

    @property
    def at(self) -> float:
        """The middle of its period, in years: 2024.5 is the middle of 2024."""
        assert self.period.end is not None
        start, end = years(self.period.start), years(self.period.end + dt.timedelta(days=1))
        return end if self.is_sum else (start + end) / 2


def dot_of(
    period: Period, value: float, value_high: float | None, qualifier: str, indicator: Indicator, words: str
) -> Dot:
    """Return a figure of an indicator as a chart shows it; an upper end that is no number is none."""
    high = None if value_high is None or math.isnan(value_high) else value_high
    ends = interval(value, high, qualifier, indicator)
    return Dot(period=period, value=value, value_high=high, qualifier=qualifier, ends=ends, words=words)


@attrs.frozen(kw_only=True)
class Guide:
    """What a target requires, as a line."""

    label: str
    look: Look
    line: Sequence[Place]
    marks: Sequence[Place] = ()
    """Values that the policy states for a period."""
    said: str
    """What the line shows, in a sentence; empty where another line says it."""


@attrs.frozen(kw_only=True)
class Reference:
    """Another series that a target compares with."""

    label: str
    dots: Sequence[Dot]
    said: str


@attrs.frozen(kw_only=True)
class Chart:
    """What a chart shows. All its figures are for periods of one length: a year's sum is no quarter's."""

    id: str
    title: str
    """In the words of the municipality, which are Danish on every page."""
    unit: str
    measured: Sequence[Sequence[Dot]]
    """A line for each segment; a break in the series parts two segments, and they are not joined."""
    guides: Sequence[Guide] = ()
    references: Sequence[Reference] = ()
    notes: Sequence[str] = ()
    breaks: Sequence[Period] = ()
    """The first periods measured in a new way."""
    boundary: "dt.date | None" = None
    """The first day of a new edition."""
    language: Language

    @property
    def dots(self) -> Sequence[Dot]:
        """The figures of all segments."""
        return [dot for segment in self.measured for dot in segment]

    @property
    def description(self) -> str:
        """What it shows, in sentences."""
        return " ".join(filter(None, self._sentences()))

    def _sentences(self) -> Iterable[str]:
        _, period = self.language.gettext, self.language.period
        for first, last in ((segment[0], segment[-1]) for segment in self.measured if segment):
            if first is last:
                yield _("The figure is {value} ({period}).").format(value=first.words, period=period(first.period))
            else:
                begin, end = period(first.period), period(last.period)
                words = _("The figure goes from {first} ({first_period}) to {last} ({last_period}).")
                yield words.format(first=first.words, first_period=begin, last=last.words, last_period=end)
        inexact = [f"{dot.words} ({period(dot.period)})" for dot in self.dots if not dot.is_exact]
        if inexact:
            words = _("Open marks are inexact figures, and no line joins them: {figures}.")
            yield words.format(figures="; ".join(inexact))
        for each in self.breaks:
            words = _("The dotted upright line marks a break: from {period} on it is measured in a new way.")
            yield words.format(period=period(each))
        if self.boundary is not None:
            words = _("The whole upright line marks where the new edition begins: {date}.")
            yield words.format(date=period(Period(self.boundary)))
        yield from (guide.said for guide in self.guides)
        yield from (reference.said for reference in self.references)
        yield from self.notes


def years(day: dt.date) -> float:
    """Return a day as years: 2024.0 is the first of January."""
    first = dt.date(day.year, 1, 1)
    return day.year + (day - first).days / (dt.date(day.year + 1, 1, 1) - first).days


def length(period: Period) -> tuple[str, int]:
    """Return what tells periods of different lengths apart: their kind, and of a span the months."""
    if period.kind != "span" or period.ordinal is None:
        return period.kind, 0
    return period.kind, period.ordinal - period.start.year * 12 - period.start.month + 1


def by_length(segments: Iterable[Sequence[Dot]]) -> Mapping[tuple[str, int], Sequence[Sequence[Dot]]]:
    """Part the segments by the length of their periods.

    A chart is of one length: beside a year's sum, the four quarters that follow it look like a collapse.
    """
    found: dict[tuple[str, int], list[list[Dot]]] = {}
    for segment in segments:
        alike: dict[tuple[str, int], list[Dot]] = {}
        for dot in segment:
            alike.setdefault(length(dot.period), []).append(dot)
        for key, dots in alike.items():
            found.setdefault(key, []).append(dots)
    return found
