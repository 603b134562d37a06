# mypy: ignore-errors
"""Charts: a series of figures, and what they are held against, drawn as SVG or PNG without a browser.

Needs the extra `charts` (vl-convert). A chart never stands alone: it has a title and a description, and the page has
its figures in a table beside it.
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
from babel.numbers import get_decimal_symbol, get_group_symbol

from kommunepolitik.errors import MissingExtra, Problem
from kommunepolitik.rendering.old_chart_data import Chart, Dot, Place, years

SCREEN: Final = 310
"""The width of a chart on a page: so little that its words can be read on a phone."""
PAPER: Final = 400

_FONT: Final = 14
_ROW: Final = 20
"""The height of a row of words above the plot."""
_HEIGHT: Final = 200
"""The height of the plot with the words of its axis."""
_SIDES: Final = 75
"""What the words of the axis of values, and the edges, take of the width."""
_STEPS: Final = (1, 2, 3, 4, 5, 10, 20, 50, 100, 200)

_Layer = Mapping[str, Any]


@attrs.frozen(kw_only=True)
class _Style:
    colour: str
    dash: tuple[int, ...] = ()
    shape: str = ""
    """The shape of its points; empty where it has none."""
    width: float = 2

    @property
    def stroke(self) -> _Layer:
        """The line as a mark has it."""
        dashed = {"strokeDash": list(self.dash)} if self.dash else {}
        return {"color": self.colour, "strokeWidth": self.width, **dashed}


_MEASURED: Final = _Style(colour="#0b5360", shape="circle", width=2.5)
_REFERENCE: Final = _Style(colour="#5b6b78", shape="square", dash=(10, 3, 2, 3))
_BREAK: Final = _Style(colour="#8a6d3b", dash=(2, 2), width=1.5)
_BOUNDARY: Final = _Style(colour="#5b6b78", width=1.5)
_GUIDES: Final[Mapping[str, _Style]] = {
    "path": _Style(colour="#b7791f", dash=(5, 4), shape="diamond"),
    "kept": _Style(colour="#b7791f", dash=(14, 5)),
    "reading": _Style(colour="#b7791f", dash=(2, 3)),
}


def specification(chart: Chart, width: int = SCREEN) -> _Layer:
    """Return the Vega-Lite specification of a chart, so wide in all."""
    axis = _axis_of(chart, width - _SIDES)
    uprights, legend = _uprights(chart), list(_legend(chart, width))
    above = _ROW * (len(uprights) + sum(len(key.words) for key in legend))
    layers: list[_Layer] = []
    for number, upright in enumerate(uprights):
        layers += _upright(axis, *upright, -_ROW * (number + 0.5))
    for guide in chart.guides:
        style = _GUIDES[guide.look]
        layers += [_line(axis, guide.line, style), _points(axis, guide.marks, style)]
    for reference in chart.references:
        layers += _series(axis, [reference.dots], _REFERENCE)
    layers += _series(axis, chart.measured, _MEASURED)
    top = -above
    for key in legend:
        layers += _key(key, top + _ROW / 2)
        top += _ROW * len(key.words)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": _HEIGHT + above,
        "padding": 5,
        "autosize": {"type": "fit", "contains": "padding"},
        "background": None,
        "config": {
            "font": "sans-serif",
            "view": {"stroke": None},
            "axis": {"labelFontSize": _FONT, "titleFontSize": _FONT, "titleFontWeight": "normal"},
            "text": {"fontSize": _FONT, "baseline": "middle"},
        },
        "layer": [layer for layer in layers if layer],
    }


# Where things stand


@attrs.frozen(kw_only=True)
class _Axis:
    """The axes: years, or school years, as bands with the name in the middle; and values."""

    middle: float
    shift: float
    """What is taken from a time, so that the axis' years begin on whole numbers."""
    time: _Layer
    value: _Layer


def _axis_of(chart: Chart, width: float) -> _Axis:
    schools = all(dot.period.kind == "school_year" for dot in chart.dots)
    shift = 7 / 12 if schools else 0.0
    times = [dot.at for dot in chart.dots] + [at for at, _, _ in _uprights(chart)]
    times += [at for guide in chart.guides for at, _ in (*guide.line, *guide.marks)]
    first, last = math.floor(min(times) - shift), math.ceil(max(times) - shift) - 1
    fitting = width / (58 if schools else 42)
    step = next((step for step in _STEPS if (last - first + 1) / step <= fitting), _STEPS[-1])
    last = max(first, last)
    time = _times(first, last, step, schools=schools)
    return _Axis(middle=(first + last + 1) / 2, shift=shift, time=time, value=_values(chart))


def _times(first: int, last: int, step: int, *, schools: bool) -> _Layer:
    """Return the axis of time. The last year has its name; lines part the years where each has one."""
    named = [year + 0.5 for year in range(last, first - 1, -step)]
    edges = range(first, last + 2) if step == 1 else ()
    name = "format(floor(datum.value), 'd')"
    if schools:
        name += " + '/' + format((floor(datum.value) + 1) % 100, '02d')"
    at_edge = {"condition": {"test": "datum.value % 1 === 0", "value": 1}, "value": 0}
    bands = {"gridOpacity": at_edge, "tickOpacity": at_edge} if edges else {"grid": False}
    label = f"datum.value % 1 === 0 ? '' : {name}"
    axis = {"values": sorted([*named, *edges]), "labelExpr": label, "labelOverlap": False, **bands}
    scale = {"domain": [first, last + 1], "nice": False, "zero": False}
    return {"field": "at", "type": "quantitative", "title": None, "scale": scale, "axis": axis}


def _values(chart: Chart) -> _Layer:
    """Return the axis of values, from one round number to another; what has an open end runs out of the picture."""
    dots = [*chart.dots, *(dot for reference in chart.references for dot in reference.dots)]
    ends = [end for dot in dots for end in (dot.value, *dot.ends.both)]
    ends += [value for guide in chart.guides for _, value in (*guide.line, *guide.marks)]
    known = [end for end in ends if math.isfinite(end)]
    low, high = min(known), max(known)
    room = (high - low) / 20 or abs(high) / 20 or 1  # what is drawn must not hide in the frame
    floor = 0.0 if low >= 0 else -math.inf
    low = max(floor, low - room * (5 if -math.inf in ends else 1))
    high += room * (5 if math.inf in ends else 1)
    least = (high - low) / 4
    scale = 10.0 ** math.floor(math.log10(least))
    step = next(each * scale for each in (1, 2, 5, 10) if each * scale >= least * (1 - 1e-9))
    if all(end == round(end) for end in known):
        step = max(step, 1)
    first, last = math.floor(low / step), math.ceil(high / step)
    ticks = [round(number * step, 9) for number in range(first, last + 1)]
    shown = {"domain": [ticks[0], ticks[-1]], "nice": False, "zero": False}
    title, axis = chart.unit or None, {"values": ticks}
    return {"field": "value", "type": "quantitative", "title": title, "scale": shown, "axis": axis}


def _uprights(chart: Chart) -> Sequence[tuple[float, str, _Style]]:
    _ = chart.language.gettext
    found = [(years(period.start), _("break"), _BREAK) for period in chart.breaks]
    if chart.boundary is not None:
        found.append((years(chart.boundary), _("new edition"), _BOUNDARY))
    return found


# What is drawn


def _series(axis: _Axis, segments: Iterable[Sequence[Dot]], style: _Style) -> Iterator[_Layer]:
    """Yield a series: exact figures, joined within a segment, and inexact ones."""
    for segment in segments:
        for is_exact, run in itertools.groupby(segment, key=lambda dot: dot.is_exact):
            if is_exact:
                places = [(dot.at, dot.value) for dot in run]
                yield from (_line(axis, places, style), _points(axis, places, style))
        for dot in segment:
            if not dot.is_exact:
                yield from _inexact(axis, dot, style)


def _inexact(axis: _Axis, dot: Dot, style: _Style) -> Iterator[_Layer]:
    """Yield an inexact figure: open marks at the numbers stated, and a line over all that it can be."""
    low, high = (end(dot.value, bound) for end, bound in zip((min, max), dot.ends.both, strict=True))
    if low != high:
        upper = {"value": 0} if high == math.inf else {"datum": high}
        lower = {"value": "height"} if low == -math.inf else {"datum": low}
        encoding = {"x": axis.time, "y": {**axis.value, "field": "value"}, "y2": lower if high == dot.value else upper}
        values = [{"at": dot.at - axis.shift, "value": dot.value}]
        mark = {"type": "rule", "color": style.colour, "strokeWidth": 2}
        yield {"data": {"values": values}, "mark": mark, "encoding": encoding}
    stated = [dot.value] if dot.value_high is None else [dot.value, dot.value_high]
    yield _points(axis, [(dot.at, value) for value in stated], style, filled=False)


def _line(axis: _Axis, places: Sequence[Place], style: _Style) -> _Layer:
    return _laid(axis, places if len(places) > 1 else (), {"type": "line", **style.stroke})


def _points(axis: _Axis, places: Sequence[Place], style: _Style, *, filled: bool = True) -> _Layer:
    return _laid(axis, places, _point(style, filled=filled))


def _laid(axis: _Axis, places: Sequence[Place], mark: _Layer) -> _Layer:
    """Return a layer of one mark at some places; nothing where there are none."""
    values = [{"at": at - axis.shift, "value": value} for at, value in places]
    return {"data": {"values": values}, "mark": mark, "encoding": {"x": axis.time, "y": axis.value}} if values else {}


def _point(style: _Style, *, filled: bool) -> _Layer:
    size = 95 if style.shape == "diamond" else 70
    look = {"color": style.colour, "strokeWidth": 2} if not filled else {"color": style.colour}
    return {"type": "point", "shape": style.shape, "filled": filled, "size": size, "opacity": 1, **look}


def _upright(axis: _Axis, at: float, label: str, style: _Style, y: float) -> Iterator[_Layer]:
    """Yield an upright line with its label at the upper end, on the side with more room."""
    at -= axis.shift
    data = {"values": [{"at": at}]}
    ends = {"y": {"value": y - _FONT / 2}, "y2": {"value": "height"}}
    yield {"data": data, "mark": {"type": "rule", **style.stroke}, "encoding": {"x": axis.time, **ends}}
    side = {"align": "left", "dx": 5} if at < axis.middle else {"align": "right", "dx": -5}
    text = {"type": "text", "text": label, **side}
    yield {"data": data, "mark": text, "encoding": {"x": axis.time, "y": {"value": y}}}


# The legend


@attrs.frozen(kw_only=True)
class _Key:
    words: tuple[str, ...]
    style: _Style
    line: bool = True
    points: bool = True
    filled: bool = True
    """Whether its points are filled; those of inexact figures are open."""


def _legend(chart: Chart, width: int) -> Iterator[_Key]:
    _ = chart.language.gettext

    def key(label: str, style: _Style, **more: bool) -> _Key:
        return _Key(words=tuple(textwrap.wrap(label, (width - _SIDES - 42) // 7)), style=style, **more)

    marked = {guide.label for guide in chart.guides if guide.marks}
    keys = [
        key(guide.label, _GUIDES[guide.look], line=bool(guide.line), points=guide.label in marked)
        for guide in chart.guides
    ]
    keys += [key(reference.label, _REFERENCE) for reference in chart.references]
    if not all(dot.is_exact for dot in chart.dots):
        keys.insert(0, key(_("Inexact figure"), _MEASURED, line=False, filled=False))
    if keys and any(dot.is_exact for dot in chart.dots):
        keys.insert(0, key(_("Measured"), _MEASURED))
    yield from dict.fromkeys(keys)


def _key(key: _Key, y: float) -> Iterator[_Layer]:
    """Yield a row of the legend: a piece of the line, a point, and what they are."""
    alone: _Layer = {"data": {"values": [{}]}, "encoding": {}}
    if key.line:
        ends = {"x": {"value": 0}, "x2": {"value": 34}, "y": {"value": y}}
        yield {**alone, "mark": {"type": "rule", **key.style.stroke}, "encoding": ends}
    if key.points:
        yield {**alone, "mark": {**_point(key.style, filled=key.filled), "x": 17, "y": y}}
    words = {"text": list(key.words), "lineHeight": _ROW, "align": "left"}
    yield {**alone, "mark": {"type": "text", **words, "x": 42, "y": y}}


def charts_available() -> bool:
    """Tell whether the package that draws charts is installed."""
    try:
        _converter()
    except MissingExtra:
        return False
    return True


@cache
def _converter() -> Any:
    try:
        import vl_convert
    except ImportError as error:
        data = {"package": "vl-convert-python", "extra": "charts"}
        raise MissingExtra(Problem(code="missing_extra", data=data)) from error
    return vl_convert


def draw(chart: Chart) -> str:
    """Return the chart as an inline SVG with a title and a description.

    Raises:
        MissingExtra: the package vl-convert is not installed.
    """
    code = chart.language.code
    svg = to_svg(specification(chart), code)
    return named_svg(svg, chart.id, chart.title, chart.description, title_language="" if code == "da" else "da")


def picture(chart: Chart) -> bytes:
    """Return the chart as a PNG picture on white, sharp in print, for a document that holds no SVG.

    Raises:
        MissingExtra: the package vl-convert is not installed.
    """
    shown = {**specification(chart, PAPER), "background": "#ffffff"}
    locale = _locale(chart.language.code)
    return bytes(_converter().vegalite_to_png(shown, vl_version="5.21", format_locale=locale, scale=2))


def to_svg(specification: Mapping[str, Any], locale: str = "da") -> str:
    """Render a Vega-Lite specification; what was drawn already, for another page or format, is not drawn again."""
    return _drawn(json.dumps(specification, ensure_ascii=False), locale)


@lru_cache(maxsize=512)
def _drawn(specification: str, locale: str) -> str:
    return str(_converter().vegalite_to_svg(specification, vl_version="5.21", format_locale=_locale(locale)))


def _locale(code: str) -> Any:
    marks = {"decimal": get_decimal_symbol(code), "thousands": get_group_symbol(code)}
    return {**marks, "grouping": [3], "currency": ["", ""]}


def named_svg(svg: str, id: str, title: str, description: str, title_language: str = "") -> str:
    """Give the picture a name and a description that a screen reader finds, and let it follow the page's width.

    `title_language` is that of the title where it is not the page's.
    """
    lang = f' lang="{title_language}"' if title_language else ""
    names = f'<title id="{id}_title"{lang}>{escape(title)}</title><desc id="{id}_desc">{escape(description)}</desc>'
    svg = re.sub(r'\s(?:aria-[a-z]+|role)="[^"]*"', "", svg)  # the parts are described as one
    opening = re.match(r"<svg[^>]*>", svg)
    assert opening is not None
    head = re.sub(r'\s(?:width|height|class)="[^"]*"', "", opening[0])
    head = head.replace("<svg", f'<svg role="img" aria-labelledby="{id}_title {id}_desc" class="chart"', 1)
    return head + names + svg[opening.end() :]
