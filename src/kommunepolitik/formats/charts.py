"""Charts: figures over time with what their targets require, and flows, drawn as SVG or PNG without a browser.

Needs the extra `charts` (vl-convert). Texts are data of the drawing and never part of an expression of Vega, so that
whatever people write is drawn as it is; and all is placed here and set in the shipped font, so that the same chart is
the same on every machine.
"""

import itertools
import json
import math
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from html import escape
from typing import Any, Final

import attrs
from babel.numbers import format_compact_decimal, format_decimal, format_scientific

from kommunepolitik.blocks import Chart, FlowChart, LineChart, Point, Series
from kommunepolitik.errors import MissingExtra, Problem
from kommunepolitik.formats.fonts import FAMILY, FOLDER

_WIDTH: Final = 360
"""Of the whole drawing: so little that its words can be read on a phone."""
_HEIGHT: Final = 170
"""Of the plot."""
_FONT: Final = 13
_LETTER: Final = 7.2
"""The width of a letter, on average; words are never measured, which would depend on fonts."""
_ROW: Final = 16
_NARROW: Final = 14
_WIDE: Final = 22
"""The letters of a line beside the plot: as many as fit, and never more."""
_FEW: Final = 3
"""So many figures are dots: a line through them would be a claim about the time between."""
_MANY: Final = 30
"""From so many figures on a line has no dots."""
_LARGEST: Final = 1e300
_TAKEN: Final = 100
"""More than any crowd of lines: where another label is."""

_Layer = Mapping[str, Any]
_Place = tuple[float, float]


@attrs.frozen(kw_only=True)
class _Style:
    colour: str
    dash: tuple[int, ...] = (1, 0)
    shape: str = ""
    """The shape of its points; empty where it has none."""
    width: float = 2

    @property
    def stroke(self) -> _Layer:
        return {"color": self.colour, "strokeWidth": self.width, "strokeDash": list(self.dash)}


_MEASURED: Final = _Style(colour="#0b5360", shape="circle", width=2.5)
_REFERENCE: Final = _Style(colour="#5b6b78", shape="square", dash=(8, 3, 2, 3))
_STYLES: Final = {"measured": _MEASURED, "reference": _REFERENCE}
_UPRIGHTS: Final = {
    "break": _Style(colour="#8a6d3b", dash=(2, 2), width=1.5),
    "edition": _Style(colour="#5b6b78", width=1.5),
}
_TARGETS: Final = {
    "path": _Style(colour="#b7791f", dash=(5, 4), shape="diamond"),
    "level": _Style(colour="#b7791f", dash=(14, 5)),
    "reading": _Style(colour="#b7791f", dash=(2, 3)),
}
_FLOWS: Final = {"source": [1, 0], "interpretation": [12, 5], "goals": [2, 5]}


def available() -> bool:
    """Return whether the package that draws charts is installed."""
    try:
        _converter()
    except MissingExtra:
        return False
    return True


def svg(chart: Chart, code: str) -> str:
    """Return a chart as an inline SVG that has a title and a description and is as wide as its place on the page.

    Raises:
        MissingExtra: the package vl-convert is not installed.
    """
    drawn = _drawn(json.dumps(specification(chart.data, code), ensure_ascii=False))
    drawn = re.sub(r'\s(?:aria-[a-z]+|role)="[^"]*"', "", drawn)  # the parts are described as one
    head, body = drawn.split(">", 1)
    head = re.sub(r'\s(?:width|height|class)="[^"]*"', "", head)
    names = f'role="img" aria-labelledby="{chart.id}_title {chart.id}_desc" class="chart"'
    language = f' lang="{chart.title_language}"' if chart.title_language else ""
    title = f'<title id="{chart.id}_title"{language}>{escape(_clean(chart.title))}</title>'
    description = f'<desc id="{chart.id}_desc">{escape(_clean(chart.description))}</desc>'
    return f"{head.replace('<svg', f'<svg {names}', 1)}>{title}{description}{body}"


def png(chart: Chart, code: str) -> bytes:
    """Return a chart as a PNG on white, sharp in print, for a document that holds no SVG.

    Raises:
        MissingExtra: the package vl-convert is not installed.
    """
    shown = {**specification(chart.data, code), "background": "#ffffff"}
    return bytes(_converter().vegalite_to_png(shown, vl_version="5.21", scale=3))


@lru_cache(maxsize=512)
def _drawn(specification: str) -> str:
    """Draw; what was drawn already, for another page or format, is not drawn again."""
    return str(_converter().vegalite_to_svg(specification, vl_version="5.21"))


@cache
def _converter() -> Any:
    try:
        import vl_convert
    except ImportError as error:
        data = {"package": "vl-convert-python", "extra": "charts"}
        raise MissingExtra(Problem(code="missing_extra", data=data)) from error
    vl_convert.register_font_directory(str(FOLDER))
    return vl_convert


def specification(data: LineChart | FlowChart, code: str) -> _Layer:
    """Return the Vega-Lite specification of a chart; numbers on its axis are written in a language."""
    return _Plot(data, code).specification() if isinstance(data, LineChart) else _flow(data)


def _drawing(width: float, height: float, edges: Mapping[str, float], layers: Iterable[_Layer]) -> _Layer:
    text = {"fontSize": _FONT, "baseline": "middle", "color": "#222222", "lineHeight": _ROW}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": round(width, 2),
        "height": height,
        "padding": {side: round(size, 2) for side, size in edges.items()},
        "autosize": "none",
        "background": None,
        "config": {"font": f"{FAMILY}, sans-serif", "view": {"stroke": None}, "text": text, "aria": False},
        "layer": [layer for layer in layers if layer["data"]["values"]],
    }


def _layer(mark: str, values: Iterable[Mapping[str, Any]], **look: Any) -> _Layer:
    """Return marks at places in the drawing; what each value has a number or text for is a channel of the mark."""
    listed = [{k: round(v, 2) if isinstance(v, float) else v for k, v in value.items()} for value in values]
    channels = listed[0] if listed else {}
    plain = {"type": "quantitative", "scale": None, "axis": None}
    encoding = {k: {"field": k} if k in ("x2", "y2", "text") else {"field": k, **plain} for k in channels}
    return {"data": {"values": listed}, "mark": {"type": mark, **look}, "encoding": encoding}


def _text(x: float, y: float, text: str | Sequence[str], **look: Any) -> _Layer:
    return _layer("text", [{"x": x, "y": y, "text": text}] if text else [], **look)


def _points(style: _Style, places: Iterable[_Place], *, filled: bool = True) -> _Layer:
    look = {"shape": style.shape, "color": style.colour, "filled": filled, "opacity": 1, "size": 75}
    return _layer("point", [{"x": x, "y": y} for x, y in places], **look, **({} if filled else {"strokeWidth": 2}))


def _clean(text: str) -> str:
    """Return a text on one line, without what XML cannot hold."""
    return re.sub(r"[^\S\xa0]+|[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", " ", text)


def _wrapped(text: str, lines: int, width: int = _NARROW) -> list[str]:
    """Return a text in a few lines that break between words; a word too long for any line is cut."""
    words = [word if len(word) <= _WIDE else f"{word[: _WIDE - 1]}…" for word in _clean(text).split(" ")]
    width = max(width, *map(len, words))
    return textwrap.wrap(" ".join(words), width, max_lines=lines, placeholder="…", break_on_hyphens=False)


# Figures over time


def _ticks(values: Sequence[float], *, whole: bool) -> tuple[list[float], float]:
    """Return the round numbers that an axis of values has, from below the least to above the largest, and their step."""
    low, high = min(values), max(values)
    room = (high - low) / 12 or abs(high) / 20 or 1  # what is drawn must not hide in the frame
    low, high = (max(low - room, 0) if low >= 0 else low - room), high + room
    low = min(low, 0) if whole else low
    least = max((high - low) / 4, 1e-300)
    scale = 10.0 ** math.floor(math.log10(least))
    step = next((each * scale for each in (1, 2, 5) if each * scale >= least * (1 - 1e-9)), 10 * scale)
    step = max(step, 1) if all(value == round(value) for value in values) else step
    return [number * step for number in range(math.floor(low / step), math.ceil(high / step) + 1)], step


def _number(value: float, step: float, code: str) -> str:
    """Write a number of the axis, a large one in short."""
    if value and (step < 1e-6 or abs(value) >= 1e15):
        text = format_scientific(value, format="0.##E0", locale=code)
    elif abs(value) >= 1e6:
        text = format_compact_decimal(value, fraction_digits=2, locale=code)
    else:
        decimals = min(max(0, -math.floor(math.log10(step) + 1e-9)), 6)
        text = format_decimal(round(value, decimals), f"#,##0.{'0' * decimals}", code)
    return str(text).replace("-", "\N{MINUS SIGN}")


@attrs.frozen(kw_only=True)
class _Label:
    """Words beside the plot, at the height of the end of a line: the value asked for, and what the line is."""

    y: float
    value: Sequence[str]
    name: Sequence[str]
    style: _Style
    line: bool
    points: bool

    @property
    def height(self) -> float:
        return _ROW * (len(self.value) + len(self.name))


class _Plot:
    """A line chart with its places; heights count from the top of the plot."""

    def __init__(self, chart: LineChart, code: str) -> None:
        self.chart = chart
        points = [point for series in chart.series for segment in series.segments for point in segment]
        ends = [end for p in points for end in (p.value, p.low_end, p.high_end) if end is not None]
        ends += [value for target in chart.targets for _, value in (*target.line, *target.marks)]
        known = [max(-_LARGEST, min(_LARGEST, end)) for end in ends if math.isfinite(end)] or [0.0]
        spread = (max(known) - min(known) or abs(known[0]) or 1) / 4  # what has an open end runs out of the picture
        known += [max(known) + spread] * (math.inf in ends) + [min(known) - spread] * (-math.inf in ends)
        self.ticks, step = _ticks(known, whole=chart.whole)
        self.names = [_number(tick, step, code) for tick in self.ticks]
        self.labels = list(self._labels())
        longest = max((len(row) for label in self.labels for row in (*label.value, *label.name)), default=0)
        self.left = max(map(len, self.names)) * _LETTER + 10
        self.width = _WIDTH - self.left - (longest * _LETTER + 26 if longest else 12)
        self.lines: list[list[_Place]] = []
        """What labels of figures keep clear of."""
        self.boxes: list[tuple[float, float, float, float]] = []
        """Where labels of figures are: left, right, top, bottom."""

    def x(self, at: float) -> float:
        first, last = self.chart.spans[0].start, self.chart.spans[-1].end
        return (at - first) / (last - first) * self.width

    def y(self, value: float) -> float:
        share = (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return _HEIGHT * (1 - max(0.0, min(1.0, share)))

    def places(self, line: Iterable[tuple[float, float]]) -> list[_Place]:
        return [(self.x(at), self.y(value)) for at, value in line]

    def specification(self) -> _Layer:
        above = _ROW * (bool(self.chart.unit) + len(self.chart.breaks)) + 12
        below = 24 + _ROW * any(span.below for span in self.chart.spans)
        edges = {"left": self.left, "right": _WIDTH - self.left - self.width, "top": above, "bottom": below}
        unit = textwrap.shorten(_clean(self.chart.unit), 44, placeholder="…")
        layers = [*self._axes(), *self._uprights(), _text(-self.left, 8 - above, unit, align="left")]
        for target in self.chart.targets:
            layers += self._line(self.places(target.line), _TARGETS[target.role])
            layers += [_points(_TARGETS[target.role], self.places(target.marks))]
        for series in reversed(self.chart.series):
            layers += self._series(series)
        for series in self.chart.series:
            layers += self._values(series)
        return _drawing(self.width, _HEIGHT, edges, [*layers, *self._beside()])

    def _axes(self) -> Iterator[_Layer]:
        heights = [self.y(tick) for tick in self.ticks]
        yield _layer("rule", [{"x": 0, "x2": self.width, "y": y, "y2": y} for y in heights], color="#ddd")
        named = zip(heights, self.names, strict=True)
        yield _layer("text", [{"x": -8, "y": y, "text": name} for y, name in named], align="right")
        spans = self.chart.spans
        room = max(len(text) for span in spans for text in (span.label, span.below)) * _LETTER + 6
        every = math.ceil(room / (self.width / len(spans)))
        shown = sorted(spans[::-1][::every], key=lambda span: span.start)
        middles = [self.x((span.start + span.end) / 2) for span in shown]
        years = [span.below for span in shown]
        fresh = [year if year != before else "" for before, year in itertools.pairwise(["", *years])]
        for drop, names in ((14, [span.label for span in shown]), (14 + _ROW, fresh)):
            named_at = zip(middles, names, strict=True)
            yield _layer("text", [{"x": x, "y": _HEIGHT + drop, "text": name} for x, name in named_at if name])
        edges = [self.x(span.start) for span in (spans if every == 1 else ())][1:]
        yield _layer("rule", [{"x": x, "x2": x, "y": 0, "y2": _HEIGHT + 5} for x in edges], color="#ddd")
        yield _layer("rule", [{"x": 0, "x2": self.width, "y": _HEIGHT, "y2": _HEIGHT}], color="#888")

    def _uprights(self) -> Iterator[_Layer]:
        for number, each in enumerate(self.chart.breaks):
            x, y = self.x(each.at), -12 - _ROW * (number + 0.5)
            yield _layer("rule", [{"x": x, "x2": x, "y": y - 6, "y2": _HEIGHT}], **_UPRIGHTS[each.role].stroke)
            side = {"align": "left", "dx": 5} if x < self.width / 2 else {"align": "right", "dx": -5}
            yield _text(x, y, textwrap.shorten(_clean(each.label), 24, placeholder="…"), **side)

    def _line(self, places: list[_Place], style: _Style) -> Iterator[_Layer]:
        if len(places) > 1:
            self.lines.append(places)
            yield _layer("line", [{"x": x, "y": y} for x, y in places], **style.stroke)

    def _series(self, series: Series) -> Iterator[_Layer]:
        """Yield exact figures, joined within a segment where they are not few, and inexact ones as bars."""
        style = _STYLES[series.role]
        for segment in series.segments:
            for is_exact, run in itertools.groupby(segment, key=lambda point: point.is_exact):
                figures = list(run)
                places = self.places((point.at, point.value) for point in figures)
                if not is_exact:
                    yield from (layer for point in figures for layer in self._bar(point, style))
                    continue
                if _is_joined(series):
                    yield from self._line(places, style)
                yield _points(style, places if len(places) < _MANY else places[-1:])

    def _bar(self, point: Point, style: _Style) -> Iterator[_Layer]:
        """Yield all that an inexact figure can be, with its known ends, and what was stated between them."""
        x, ends = self.x(point.at), [point.value if end is None else end for end in (point.low_end, point.high_end)]
        bottom, top = (self.y(end) for end in ends)
        look = {"color": style.colour, "strokeWidth": 12, "opacity": 0.35}
        yield _layer("rule", [{"x": x, "x2": x, "y": top, "y2": bottom}], **look)
        sides = [
            {"x": x - 6, "x2": x + 6, "y": y, "y2": y} for y in map(self.y, filter(math.isfinite, ends)) if top < bottom
        ]
        yield _layer("rule", sides, color=style.colour, strokeWidth=2)
        if ends[0] < point.value < ends[1] or ends[0] == ends[1]:
            yield _points(style, [(x, self.y(point.value))], filled=False)

    # Words

    def _values(self, series: Series) -> Iterator[_Layer]:
        """Yield the words of figures at their marks: the last, the first, inexact ones, and all where they are few."""
        points = [point for segment in series.segments for point in segment]
        chosen = [points[-1], points[0]] if series.role == "measured" else [points[-1]]
        chosen += [point for point in points if not point.is_exact or not _is_joined(series)]
        for number, point in enumerate(dict.fromkeys(chosen)):
            words, x = textwrap.shorten(_clean(point.words), 24, placeholder="…"), self.x(point.at)
            ends = [self.y(end) for end in (point.value, point.low_end, point.high_end) if end is not None]
            wide, top, bottom = len(words) * _LETTER, min(ends), max(ends)
            tries = [(x - wide / 2, x + wide / 2, y, y + _ROW) for y in (top - 8 - _ROW, bottom + 8)]
            tries += [(left, left + wide, top - 8, top + 8) for left in (x + 10, x - 10 - wide)]
            best = min(tries, key=self._crowding)
            if number == 0 or self._crowding(best) < _TAKEN:
                self.boxes.append(best)
                weight = "bold" if number == 0 and series.role == "measured" else "normal"
                yield _text((best[0] + best[1]) / 2, (best[2] + best[3]) / 2, words, fontWeight=weight)

    def _crowding(self, box: tuple[float, float, float, float]) -> float:
        """Return how much is where a label would be: lines, the axis, and above all other labels."""
        left, right, top, bottom = box
        found = sum(_TAKEN for a, b, c, d in self.boxes if left < b and a < right and top < d and c < bottom)
        found += _TAKEN * (bottom > _HEIGHT or left < 0 or right > self.width + 12)
        for line in self.lines:
            for (x0, y0), (x1, y1) in itertools.pairwise(line):
                if x0 < right and left < x1:
                    inner = [y0 + (y1 - y0) * (max(x0, min(x1, x)) - x0) / ((x1 - x0) or 1) for x in (left, right)]
                    found += min(inner) < bottom and top < max(inner)
        return found

    def _labels(self) -> Iterator[_Label]:
        for series in self.chart.series:
            if series.label:
                height, style = self.y(series.segments[-1][-1].value), _STYLES[series.role]
                name = _wrapped(series.label, 4)
                yield _Label(y=height, value=(), name=name, style=style, line=_is_joined(series), points=True)
        for target in self.chart.targets:
            value, name = _wrapped(target.words, 2) if target.words else [], _wrapped(target.label, 3)
            y, line, points = self.y((target.marks or target.line)[-1][1]), bool(target.line), bool(target.marks)
            yield _Label(y=y, value=value, name=name, style=_TARGETS[target.role], line=line, points=points)

    def _beside(self) -> Iterator[_Layer]:
        """Yield the labels beside the plot, moved apart, each with a piece of its line."""
        labels = sorted(self.labels, key=lambda label: label.y)
        tops, free = [], -14.0
        for label in labels:
            tops.append(max(label.y - _ROW / 2, free))
            free = tops[-1] + label.height + 4
        free = _HEIGHT + 36.0
        for number in reversed(range(len(labels))):
            tops[number] = min(tops[number], free - labels[number].height)
            free = tops[number] - 4
        for label, top in zip(labels, tops, strict=True):
            y, x = top + _ROW / 2, self.width
            if label.line:
                yield _layer("rule", [{"x": x + 3, "x2": x + 21, "y": y, "y2": y}], **label.style.stroke)
            if label.points:
                yield _points(label.style, [(x + 12, y)])
            yield _text(x + 25, y, label.value, align="left", fontWeight="bold")
            yield _text(x + 25, y + _ROW * len(label.value), label.name, align="left")


def _is_joined(series: Series) -> bool:
    """Return whether a line joins the figures of a series."""
    return max(sum(point.is_exact for point in segment) for segment in series.segments) > _FEW


# Flows


def _flow(chart: FlowChart) -> _Layer:
    """Return areas in two columns, and lines between them as wide as the goals they carry, with their number.

    A line is whole where a document says that the area continues, dashed where the modeller judged, and dotted where
    only goals go that way.
    """
    width, room = 0.28 * _WIDTH, 0.36 * _WIDTH
    height = 62 * max(len(chart.old), len(chart.new), 1)
    columns = [
        [height * (number + 0.5) / len(names) for number in range(len(names))] for names in (chart.old, chart.new)
    ]
    layers, discs, numbers = [], [], []
    for order, stream in enumerate(chart.streams):
        y, y2 = columns[0][stream.old], columns[1][stream.new]
        thick = 2 + 1.5 * min(stream.count, 8)
        look = {"color": "#2f7f8f", "strokeWidth": thick, "strokeDash": _FLOWS[stream.basis]}
        layers.append(_layer("rule", [{"x": 0, "x2": width, "y": y, "y2": y2}], **look))
        share = 0.12 + 0.76 * (order % 3 + 1) / 4  # the numbers are apart where lines are close
        if stream.count:
            discs.append({"x": width * share, "y": y + (y2 - y) * share})
            numbers.append({**discs[-1], "text": str(stream.count)})
    disc = {"shape": "circle", "filled": True, "size": 400, "color": "#ffffff", "stroke": "#2f7f8f", "opacity": 1}
    layers += [_layer("point", discs, **disc), _layer("text", numbers, fontWeight="bold")]
    for x, align, names, places in (
        (-10.0, "right", chart.old, columns[0]),
        (width + 10, "left", chart.new, columns[1]),
    ):
        for name, y in zip(names, places, strict=True):
            rows = _wrapped(name, 3, 16)
            layers.append(_text(x, y - _ROW / 2 * (len(rows) - 1), rows, align=align))
    for x, align, head in ((-10.0, "right", chart.heads[0]), (width + 10, "left", chart.heads[1])):
        layers.append(_text(x, -18, _wrapped(head, 1, 16), align=align, fontWeight="bold"))
    return _drawing(width, height, {"left": room, "right": room, "top": 30, "bottom": 6}, layers)
