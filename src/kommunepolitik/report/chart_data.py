"""Data of charts: figures as points in time, the time axis, and their course in sentences."""

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

import attrs
from babel.dates import format_date

from kommunepolitik.blocks import Point, Span
from kommunepolitik.evaluation.cases import interval
from kommunepolitik.i18n import Language
from kommunepolitik.model import Indicator, Interval, Period

_PARTS: Final = {"quarter": 3, "month": 1, "week": 1, "day": 1}
"""The length in months of the periods that an axis can name one by one, by kind of period."""
_MOST_PARTS: Final = 8
_FAR: Final = 2.5
"""Two figures that many years apart are shown as text, not as a chart."""
_MONTHS: Final = ("jan.", "feb.", "marts", "april", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec.")
"""The Danish abbreviations of the months."""
_FIRST_SCHOOL_MONTH: Final = 7
"""August, counted from zero."""
_NEARLY: Final = 0.05
"""The fraction of a month by which a time may miss its edge, as months differ in length."""


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
    short: str = ""
    """The words without the unit, for the mark in a chart whose axis names it."""
    is_sum: bool = False
    """Whether it is added up over its period: it is shown at the end of that."""

    @property
    def is_exact(self) -> bool:
        """Whether it is a single number, not a range and without a qualifier."""
        return self.value_high is None and not self.qualifier

    @property
    def at(self) -> float:
        """The middle of its period, in years: 2024.5 is the middle of 2024."""
        assert self.period.end is not None
        start, end = years(self.period.start), years(self.period.end + dt.timedelta(days=1))
        return end if self.is_sum else (start + end) / 2

    def point(self, language: Language) -> Point:
        """Return the figure as data of a chart."""
        low, high = (None, None) if self.is_exact else self.ends.both
        words, period = self.short or self.words, language.period(self.period)
        return Point(at=self.at, value=self.value, low_end=low, high_end=high, words=words, period=period)


def dot_of(
    period: Period,
    value: float,
    value_high: float | None,
    qualifier: str,
    indicator: Indicator,
    words: str,
    short: str = "",
) -> Dot:
    """Return a figure of an indicator as a chart shows it; an upper end of NaN counts as None."""
    high = None if value_high is None or math.isnan(value_high) else value_high
    ends = interval(value, high, qualifier, indicator)
    return Dot(period=period, value=value, value_high=high, qualifier=qualifier, ends=ends, words=words, short=short)


def points(segments: Iterable[Sequence[Dot]], language: Language) -> tuple[tuple[Point, ...], ...]:
    """Return segments of figures as data of a chart."""
    return tuple(tuple(dot.point(language) for dot in segment) for segment in segments)


def is_course(dots: Sequence[Dot]) -> bool:
    """Return whether figures are drawn as a chart: several, but not two that are far apart."""
    return len(dots) > 2 or (len(dots) == 2 and dots[1].at - dots[0].at < _FAR)


def years(day: dt.date) -> float:
    """Return a day as years: 2024.0 is the first of January."""
    first = dt.date(day.year, 1, 1)
    return day.year + (day - first).days / (dt.date(day.year + 1, 1, 1) - first).days


def length(period: Period) -> tuple[str, int]:
    """Return the kind of a period, and for a span its months, which distinguish lengths of periods."""
    if period.kind != "span" or period.ordinal is None:
        return period.kind, 0
    return period.kind, period.ordinal - period.start.year * 12 - period.start.month + 1


def by_length(segments: Iterable[Sequence[Dot]]) -> Mapping[tuple[str, int], Sequence[Sequence[Dot]]]:
    """Group the segments by the length of their periods.

    A chart has one length: after a year's sum, four quarters would look like a collapse.
    """
    found: dict[tuple[str, int], list[list[Dot]]] = {}
    for segment in segments:
        alike: dict[tuple[str, int], list[Dot]] = {}
        for dot in segment:
            alike.setdefault(length(dot.period), []).append(dot)
        for key, dots in alike.items():
            found.setdefault(key, []).append(dots)
    return found


def spans(dots: Iterable[Dot], times: Iterable[float], language: Language) -> tuple[Span, ...]:
    """Return the time axis of a chart: the whole years that contain its figures and other times, or smaller periods.

    School years, if all figures are for school years; months or quarters, if these are few.
    """
    dots = list(dots)
    edges = [*times, *(edge for dot in dots for edge in (dot.at, years(dot.period.start)))]
    kinds = {dot.period.kind for dot in dots}
    shift = _FIRST_SCHOOL_MONTH if kinds == {"school_year"} else 0
    fitting = (each for each in (1, 3) if all(each >= _PARTS.get(kind, 12) for kind in kinds))
    months = next((each for each in fitting if (max(edges) - min(edges)) * 12 / each <= _MOST_PARTS), 12)
    first = math.floor((min(edges) * 12 - shift + _NEARLY) / months)
    last = max(math.ceil((max(edges) * 12 - shift - _NEARLY) / months), first + 1)
    starts = [dt.date(*_year_and_month(number * months + shift), 1) for number in range(first, last + 1)]
    names = [_span_name(start, months, language, is_school_year=bool(shift)) for start in starts]
    return tuple(Span(years(a), years(b), *name) for (a, b), name in zip(pairwise(starts), names, strict=False))


def _year_and_month(months: int) -> tuple[int, int]:
    return months // 12, months % 12 + 1


def _span_name(start: dt.date, months: int, language: Language, *, is_school_year: bool) -> tuple[str, str]:
    if is_school_year:
        return f"{start.year}/{(start.year + 1) % 100:02}", ""
    if months == 12:
        return str(start.year), ""
    if months == 1:
        name = _MONTHS[start.month - 1] if language.code == "da" else format_date(start, "LLL", locale=language.code)
        return name, str(start.year)
    return language.gettext("Q{quarter}").format(quarter=(start.month + 2) // 3), str(start.year)


def course(segments: Iterable[Sequence[Dot]], language: Language) -> Iterator[str]:
    """Yield sentences on where each segment begins, turns and ends."""
    _, period = language.gettext, language.period
    for segment in filter(None, segments):
        first, last = segment[0], segment[-1]
        if first is last:
            yield _("The figure is {value} ({period}).").format(value=first.words, period=period(first.period))
            continue
        words = _("The figure goes from {first} ({first_period}) to {last} ({last_period}).")
        begin, end = period(first.period), period(last.period)
        yield words.format(first=first.words, first_period=begin, last=last.words, last_period=end)
        highest, lowest = (max(segment, key=lambda dot: dot.ends.high), min(segment, key=lambda dot: dot.ends.low))
        for turn, phrase in (
            (highest, _("Highest on the way: {figure}.")),
            (lowest, _("Lowest on the way: {figure}.")),
        ):
            if turn.words not in (first.words, last.words):
                yield phrase.format(figure=f"{turn.words} ({period(turn.period)})")
