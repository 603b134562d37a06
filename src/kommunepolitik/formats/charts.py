"""Charts: figures over time with what their targets require, and flows, drawn as SVG or PNG without a browser.

Needs the extra `charts`. The layout is computed without measuring text, in the bundled font, so that a chart is the
same on every machine.
"""

import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby, pairwise
from typing import Final

from babel.numbers import format_compact_decimal, format_decimal, format_scientific

from kommunepolitik.blocks import Chart, ChartSeries, FlowChart, LineChart, Point
from kommunepolitik.errors import MissingExtra
from kommunepolitik.formats.drawing import (
    LETTER,
    ROW,
    STYLES,
    Box,
    Layer,
    Place,
    converter,
    drawing,
    drawn_svg,
    marks,
    one_line,
    point_marks,
    rule_marks,
    short,
    text_marks,
    wrapped,
)

_WIDTH: Final = 320
"""Width of the whole drawing, so that its words can be read on a phone."""
_HEIGHT: Final = 150
"""Minimum height of the plot."""
FEW: Final = 3
"""Up to this number, figures are drawn as dots: a line would be a claim about the time between."""
_MANY: Final = 30
"""From this number of figures, a line has no dots."""
_NEAR: Final = 45
"""Within this distance of the edge of the plot, a label needs no piece of its line."""
_TAKEN: Final = 100
"""The crowding of a place with another label, more than any number of lines."""


def available() -> bool:
    """Return whether the package that draws charts is installed."""
    try:
        converter()
    except MissingExtra:
        return False
    return True


def svg(chart: Chart, code: str) -> str:
    """Return a chart as an inline SVG that has a title and a description and fills the width of its container.

    Raises:
        MissingExtra: the package vl-convert is not installed.
    """
    drawn = drawn_svg(json.dumps(specification(chart.data, code), ensure_ascii=False))
    head, body = re.sub(r'\s(?:aria-[a-z]+|role)="[^"]*"', "", drawn).split(">", 1)  # the parts are described as one
    head = re.sub(r'\s(?:width|height|class)="[^"]*"', "", head)
    names = f'role="img" aria-labelledby="{chart.id}_title {chart.id}_desc" class="chart"'
    language = f' lang="{chart.title_language}"' if chart.title_language else ""
    title = f'<title id="{chart.id}_title"{language}>{escape(one_line(chart.title))}</title>'
    description = f'<desc id="{chart.id}_desc">{escape(one_line(chart.description))}</desc>'
    return f"{head.replace('<svg', f'<svg {names}', 1)}>{title}{description}{body}"


def png(chart: Chart, code: str) -> bytes:
    """Return a chart as a PNG on white, sharp in print, for a document that cannot contain SVG.

    Raises:
        MissingExtra: the package vl-convert is not installed.
    """
    shown = {**specification(chart.data, code), "background": "#ffffff"}
    return bytes(converter().vegalite_to_png(shown, vl_version="5.21", scale=3))


def specification(data: LineChart | FlowChart, code: str) -> Layer:
    """Return the Vega-Lite specification of a chart; numbers on its axis are written in a language."""
    return _Plot(data, code).specification() if isinstance(data, LineChart) else _flow(data)


# Figures over time


def _ticks(values: Sequence[float], *, whole: bool) -> tuple[list[float], float]:
    """Return the round numbers of an axis, from below the least value to above the largest, and their step."""
    low, high = min(values), max(values)
    room = (high - low) / 12 or abs(high) / 20 or 1  # marks must not coincide with the frame
    low, high = (max(low - room, 0) if low >= 0 else low - room), high + room
    low = min(low, 0) if whole else low
    least = max((high - low) / 4, 1e-300)
    scale = 10.0 ** math.floor(math.log10(least))
    step = next((each * scale for each in (1, 2, 5) if each * scale >= least * (1 - 1e-9)), 10 * scale)
    step = max(step, 1) if all(value == round(value) for value in values) else step
    return [number * step for number in range(math.floor(low / step), math.ceil(high / step) + 1)], step


def _number(value: float, step: float, code: str) -> str:
    """Write a number of the axis, a large one abbreviated."""
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if decimals > 6 or abs(value) >= 1e15:
        text = format_scientific(value, "0.##E0", code) if value else "0"
    elif abs(value) >= 1e6:
        text = format_compact_decimal(value, fraction_digits=2, locale=code)
    else:
        text = format_decimal(round(value, decimals), f"#,##0.{'0' * decimals}", code)
    return str(text).replace("-", "\N{MINUS SIGN}")


class _Plot:
    """The layout of a line chart; heights count from the top of the plot."""

    def __init__(self, chart: LineChart, code: str) -> None:
        self.chart = chart
        points = [point for series in chart.series for segment in series.segments for point in segment]
        ends = [end for point in points for end in _ends(point)]
        ends += [value for target in chart.targets for _, value in (*target.line, *target.marks)]
        known = [end for end in ends if math.isfinite(end)]
        spread = (max(known) - min(known) or abs(known[0]) or 1) / 4  # an open end runs out of the plot
        known += [max(known) + spread] * (math.inf in ends) + [min(known) - spread] * (-math.inf in ends)
        self.ticks, step = _ticks(known, whole=chart.whole)
        self.names = [_number(tick, step, code) for tick in self.ticks]
        self.left = max(map(len, self.names)) * LETTER + 10
        self.labels = list(self._labels())
        rows = [len(row) for _, value, name, *_ in self.labels for row in (*value, *name)]
        self.right = max(rows) * LETTER + 26 if rows else 18
        self.height = max(_HEIGHT, ROW * len(rows) + 4 * len(self.labels) - 50)
        self.width = _WIDTH - self.left - self.right
        self.lines: list[list[Place]] = []
        """The boxes that the labels of figures avoid."""
        self.boxes: list[Box] = []
        """The boxes of marks and of the labels of figures."""

    def x(self, at: float) -> float:
        first, last = self.chart.spans[0].start, self.chart.spans[-1].end
        return (at - first) / (last - first) * self.width

    def y(self, value: float) -> float:
        share = (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return self.height * (1 - max(0.0, min(1.0, share)))

    def places(self, line: Iterable[tuple[float, float]]) -> list[Place]:
        return [(self.x(at), self.y(value)) for at, value in line]

    def specification(self) -> Layer:
        above = ROW * (bool(self.chart.unit) + len(self.chart.breaks)) + 12
        below = 24 + ROW * any(span.below for span in self.chart.spans)
        layers = [
            *self._axes(),
            *self._breaks(),
            text_marks([(-self.left, 8 - above, short(self.chart.unit))], align="left"),
        ]
        for target in self.chart.targets:
            layers += self._line(self.places(target.line), target.role)
            layers.append(point_marks(self.places(target.marks), STYLES[target.role]["point"]))
        for series in reversed(self.chart.series):
            layers += self._series(series)
        for series in self.chart.series:
            layers += self._values(series)
        edges = {"left": self.left, "right": self.right, "top": above, "bottom": below}
        return drawing(self.width, self.height, edges, [*layers, *self._beside()])

    def _axes(self) -> Iterator[Layer]:
        heights, spans = [self.y(tick) for tick in self.ticks], self.chart.spans
        yield rule_marks(((0, self.width, y, y) for y in heights), {"color": "#ddd"})
        yield text_marks(((-8, y, name) for y, name in zip(heights, self.names, strict=True)), align="right")
        room = max(len(name) for span in spans for name in (span.label, span.below)) * LETTER + 9
        every = math.ceil(room / (self.width / len(spans)))
        shown = list(spans[::every])
        if shown[-1] is not spans[-1]:  # the first and the last are named
            shown[-1 if len(shown) > 1 else 1 :] = [spans[-1]]
        middles = [self.x((span.start + span.end) / 2) for span in shown]
        years = ["", *(span.below for span in shown)]
        yield text_marks((x, self.height + 14, span.label) for x, span in zip(middles, shown, strict=True))
        fresh = (year if year != before else "" for before, year in pairwise(years))
        yield text_marks((x, self.height + 14 + ROW, year) for x, year in zip(middles, fresh, strict=True))
        edges = [self.x(span.start) for span in spans[1:]] if every == 1 else []
        yield rule_marks(((x, x, 0, self.height + 5) for x in edges), {"color": "#ddd"})
        yield rule_marks([(0, self.width, self.height, self.height)], {"color": "#888"})

    def _breaks(self) -> Iterator[Layer]:
        for number, each in enumerate(self.chart.breaks):
            x, y = self.x(each.at), -12 - ROW * (number + 0.5)
            yield rule_marks([(x, x, y - 6, self.height)], STYLES[each.role]["line"])
            self.boxes.append((x, x, 0, self.height))
            side, away = ("left", 5) if x < self.width / 2 else ("right", -5)
            yield text_marks([(x + away, y, short(each.label))], align=side)

    def _line(self, places: list[Place], role: str) -> Iterator[Layer]:
        if len(places) > 1:
            self.lines.append(places)
            yield marks("line", [{"x": x, "y": y} for x, y in places], STYLES[role]["line"])

    def _series(self, series: ChartSeries) -> Iterator[Layer]:
        """Yield exact figures, joined within a segment unless they are few, and inexact ones as bars."""
        for segment in series.segments:
            for is_exact, run in groupby(segment, key=lambda point: point.is_exact):
                figures = list(run)
                if not is_exact:
                    yield from (layer for point in figures for layer in self._bar(point, series.role))
                    continue
                places = self.places((point.at, point.value) for point in figures)
                yield from self._line(places if _is_joined(series) else [], series.role)
                places = places if len(places) < _MANY else places[-1:]
                self.boxes += [(x - 4, x + 4, y - 4, y + 4) for x, y in places]
                yield point_marks(places, STYLES[series.role]["point"])

    def _bar(self, point: Point, role: str) -> Iterator[Layer]:
        """Yield the possible values of an inexact figure, with its known ends, and the stated value between them."""
        x, (_, low, high), look = self.x(point.at), _ends(point), STYLES[role]["point"]
        if low < high:
            thick = {"color": look["color"], "strokeWidth": 9, "opacity": 0.35}
            yield rule_marks([(x, x, self.y(high), self.y(low))], thick)
            self.boxes.append((x - 4, x + 4, self.y(high), self.y(low)))
            known = [self.y(end) for end in (low, high) if math.isfinite(end)]
            yield rule_marks(((x - 4.5, x + 4.5, y, y) for y in known), {"color": look["color"], "strokeWidth": 2})
        if low < point.value < high or low == high:
            yield point_marks([(x, self.y(point.value))], {**look, "filled": False, "strokeWidth": 2})

    # Words

    def _values(self, series: ChartSeries) -> Iterator[Layer]:
        """Yield the words of figures at their marks: of the last, and of other important ones where there is room."""
        points, is_measured = [point for segment in series.segments for point in segment], series.role == "measured"
        chosen = [points[-1], *points[:is_measured], *(p for p in points if not (p.is_exact and _is_joined(series)))]
        labelled = ""
        for point in dict.fromkeys(chosen):
            if not point.is_exact and point.words == labelled:  # the bars before it have the same words
                continue
            labelled = point.words
            words, is_last, x = short(point.words), point is points[-1], self.x(point.at)
            wide, heights = len(words) * LETTER, [self.y(end) for end in _ends(point)]
            top, bottom = min(heights), max(heights)
            tries = [(x - wide / 2, x + wide / 2, y, y + ROW) for y in (top - 8 - ROW, bottom + 8)]
            middle = (top + bottom) / 2  # of a bar
            tries += [(left, left + wide, middle - 8, middle + 8) for left in (x + 10, x - 10 - wide)]
            tries += [(left, left + wide, top - 8 - ROW, top - 8) for left in (x - 6, x + 6 - wide)]
            best = min(tries, key=self._crowding)
            if (is_last and is_measured) or self._crowding(best) < 2:
                self.boxes.append(best)
                weight = "bold" if is_last and is_measured else "normal"
                yield text_marks([((best[0] + best[1]) / 2, (best[2] + best[3]) / 2, words)], fontWeight=weight)

    def _crowding(self, box: Box) -> float:
        """Return how crowded the place of a label is: by lines, and above all by marks, other labels and the frame."""
        left, right, top, bottom = box
        found = sum(left < b and a < right and top < d and c < bottom for a, b, c, d in self.boxes)
        found += bottom > self.height or left < 0 or right > self.width + (4 if self.labels else 12)
        on_grid = any(top < self.y(tick) < bottom for tick in self.ticks)
        crossed = 0
        for (x0, y0), (x1, y1) in (pair for line in self.lines for pair in pairwise(line)):
            if x0 < right and left < x1:
                inner = [y0 + (y1 - y0) * (min(max(x, x0), x1) - x0) / (x1 - x0) for x in (left, right)]
                crossed += min(inner) < bottom and top < max(inner)
        return _TAKEN * found + crossed + on_grid / 2

    def _labels(self) -> Iterator[tuple[float, list[str], list[str], str, float, bool]]:
        """Yield labels beside the plot: height, value, name, role, the time of its end, and whether it has a line."""
        for series in self.chart.series:
            if len(self.chart.series) > 1:  # the title names a single one
                last = series.segments[-1][-1]
                yield last.value, [], wrapped(series.label, 4), series.role, last.at, _is_joined(series)
        for target in self.chart.targets:
            words = wrapped(target.words, 2) if target.words else []
            end, value = (target.marks or target.line)[-1]
            yield value, words, wrapped(target.label, 3), target.role, end, bool(target.line)

    def _beside(self) -> Iterator[Layer]:
        """Yield the labels beside the plot, moved apart; a label away from its end has a piece of its line."""
        labels = sorted(self.labels, key=lambda label: -label[0])
        sizes = [ROW * len([*value, *name]) + 4 for _, value, name, *_ in labels]
        tops, free = [], -14.0
        for (at, *_), size in zip(labels, sizes, strict=True):
            tops.append(max(self.y(at) - ROW / 2, free))
            free = tops[-1] + size
        free = self.height + 40.0
        for number in reversed(range(len(labels))):
            free = tops[number] = min(tops[number], free - sizes[number])
        for (at, value, name, role, end, has_line), top in zip(labels, tops, strict=True):
            x, y = self.width, top + ROW / 2
            is_away = abs(self.y(at) - y) > ROW or self.x(end) < x - _NEAR
            yield rule_marks([(x + 3, x + 21, y, y)] * (is_away and has_line), STYLES[role]["line"])
            yield point_marks([(x + 12, y)] * (is_away and not has_line), STYLES[role]["point"])
            x += 25 if is_away else 10
            yield text_marks([(x, y, value)], align="left", fontWeight="bold")
            yield text_marks([(x, y + ROW * len(value), name)], align="left")


def _ends(point: Point) -> tuple[float, float, float]:
    """Return the value of a figure, and its least and greatest possible value."""
    low, high = (point.value if end is None else end for end in (point.low_end, point.high_end))
    return point.value, low, high


def _is_joined(series: ChartSeries) -> bool:
    """Return whether a line joins the figures of a series."""
    return max(sum(point.is_exact for point in segment) for segment in series.segments) > FEW


# Flows


def _flow(chart: FlowChart) -> Layer:
    """Return areas in two columns, and lines between them as wide as the goals they carry, with their number.

    A line is solid where a document states that the area continues, dashed where that is the modeller's judgement, and
    dotted where only goals continue.
    """
    width, room, height = 94, 133, 62 * max(len(chart.old), len(chart.new))
    columns = [
        [height * (number + 0.5) / len(names) for number in range(len(names))] for names in (chart.old, chart.new)
    ]
    layers, numbers = [], []
    for order, stream in enumerate(chart.streams):
        y, y2 = columns[0][stream.old], columns[1][stream.new]
        look = {**STYLES[stream.basis]["line"], "strokeWidth": 2 + 1.5 * min(stream.count, 8)}
        layers.append(rule_marks([(0, width, y, y2)], look))
        share = 0.12 + 0.76 * (order % 3 + 1) / 4  # spreads the numbers where lines are close
        numbers += [(width * share, y + (y2 - y) * share, str(stream.count))] * (stream.count > 0)
    disc = {"shape": "circle", "filled": True, "size": 400, "color": "#ffffff", "stroke": "#2f7f8f", "opacity": 1}
    layers += [point_marks(((x, y) for x, y, _ in numbers), disc), text_marks(numbers, fontWeight="bold")]
    sides = ((-10.0, "right", chart.old), (width + 10, "left", chart.new))
    for (x, align, names), head, places in zip(sides, chart.heads, columns, strict=True):
        layers.append(text_marks([(x, -36, wrapped(head, 2, 16, 17))], align=align, fontWeight="bold"))
        rows = [(wrapped(name, 3, 16, 17), y) for name, y in zip(names, places, strict=True)]
        layers.append(text_marks(((x, y - ROW / 2 * (len(lines) - 1), lines) for lines, y in rows), align=align))
    return drawing(width, height, {"left": room, "right": room, "top": 48, "bottom": 6}, layers)
