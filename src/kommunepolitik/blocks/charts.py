"""The data of charts: places in time and value, independent of drawing."""

from typing import Literal

import attrs

from kommunepolitik.display import short_repr


@attrs.frozen(kw_only=True)
class Point:
    """A figure of a series."""

    at: float
    """When, in years: the middle of its period; 2024.5 is the middle of 2024."""
    value: float
    """Of a range the lower end."""
    low_end: float | None = None
    high_end: float | None = None
    """The possible values of an inexact figure: "under 5" is 0 to 4, an open end is infinite. None: it is exact."""
    words: str
    period: str
    """The period in words."""

    __repr__ = short_repr

    @property
    def is_exact(self) -> bool:
        """Whether it is one number."""
        return self.low_end is None and self.high_end is None


@attrs.frozen(kw_only=True)
class ChartSeries:
    """Figures of one series and one length of period; a break divides them into segments that no line joins."""

    label: str
    segments: tuple[tuple[Point, ...], ...]
    role: Literal["measured", "reference"] = "measured"

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class TargetLine:
    """What a target requires: a line, and marks where the policy states a value."""

    label: str
    role: Literal["path", "level", "reading"] = "path"
    """The way to a target; a level to keep; the second of two readings."""
    line: tuple[tuple[float, float], ...] = ()
    marks: tuple[tuple[float, float], ...] = ()
    words: str = ""
    """The label at the last mark or the end of the line: ≥ 60 %."""

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class BreakLine:
    """An upright line: a series that is measured in a new way, or a new edition."""

    at: float
    label: str
    role: Literal["break", "edition"] = "break"

    __repr__ = short_repr


@attrs.frozen
class Span:
    """A whole period of the axis of time, in years as those of points."""

    start: float
    end: float
    label: str
    below: str = ""
    """The year of a quarter or month; written where it changes."""

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class LineChart:
    """Figures over time with what their targets require."""

    unit: str
    series: tuple[ChartSeries, ...]
    targets: tuple[TargetLine, ...] = ()
    breaks: tuple[BreakLine, ...] = ()
    spans: tuple[Span, ...]
    """The axis of time: consecutive periods that contain all that is drawn. A name without room is left out."""
    whole: bool = False
    """Whether the unit counts whole things: then the axis begins at zero and has no fractions."""

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class Stream:
    """The flow from a focus area of an older policy to one of a newer policy."""

    old: int
    new: int
    """Positions in the two columns."""
    count: int
    basis: Literal["source", "interpretation", "goals"]

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class FlowChart:
    """Two columns of focus areas, and the flows from one to the other."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    heads: tuple[str, str]
    streams: tuple[Stream, ...]

    __repr__ = short_repr
