"""Charts: a series with its target path as a Vega-Lite specification, rendered to SVG without a browser.

Needs the extra `charts` (vl-convert). A chart never stands alone: it has a title and a description, and the page has
its figures in a table beside it.
"""

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from html import escape
from typing import Any

import attrs
from babel.numbers import get_decimal_symbol, get_group_symbol

from kommunepolitik.errors import MissingExtra, Problem
from kommunepolitik.model import Period


@attrs.frozen(kw_only=True)
class Dot:
    """A figure or a step of the target path: when, and how much."""

    period: Period
    value: float
    words: str
    """Period and value as a reader says them."""


@attrs.frozen(kw_only=True)
class Chart:
    """What a chart shows: the series measured, the path to its targets, and from where it is measured anew."""

    id: str
    title: str
    description: str
    unit: str
    measured: Sequence[Sequence[Dot]]
    """A line for each segment; a break in the series parts two segments, and they are not joined."""
    path: Sequence[Dot]
    breaks: Sequence[Period]
    boundary: "dt.date | None" = None
    """The first day of a new edition."""
    measured_label: str
    path_label: str
    locale: str


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
        import vl_convert  # noqa: PLC0415 - only charts need it
    except ImportError as error:
        data = {"package": "vl-convert-python", "extra": "charts"}
        raise MissingExtra(Problem(code="missing_extra", data=data)) from error
    return vl_convert


def draw(chart: Chart) -> str:
    """Return the chart as an inline SVG with a title and a description.

    Raises:
        MissingExtra: the package vl-convert is not installed.
    """
    return named_svg(to_svg(specification(chart), chart.locale), chart.id, chart.title, chart.description)


def picture(chart: Chart) -> bytes:
    """Return the chart as a PNG picture on white, sharp in print, for a document that holds no SVG.

    Raises:
        MissingExtra: the package vl-convert is not installed.
    """
    shown = {**specification(chart), "background": "#ffffff"}
    locale = _locale(chart.locale)
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


def specification(chart: Chart) -> Mapping[str, Any]:
    """Return the Vega-Lite specification: dots and a line for what is measured, a dashed line for the path."""
    layers: list[Mapping[str, Any]] = []
    time = {
        "field": "end",
        "type": "temporal",
        "title": None,
        "axis": {"format": "%Y", "tickCount": {"interval": "year", "step": _step(chart)}, "grid": False},
    }
    value = {
        "field": "value",
        "type": "quantitative",
        "title": chart.unit or None,
        "scale": {"zero": False, "nice": True},
    }
    if chart.path:
        dashed = {"type": "line", "strokeDash": [5, 4], "strokeWidth": 2, "point": {"size": 70}}
        layers.append({"data": {"values": _values(chart.path, chart.path_label)}, "mark": dashed})
    solid = {"type": "line", "strokeWidth": 2.5, "point": {"size": 60}}
    layers += [
        {"data": {"values": _values(segment, chart.measured_label)}, "mark": solid} for segment in chart.measured
    ]
    layers += [_upright(period.start, time, {"strokeDash": [2, 2], "color": "#8a6d3b"}) for period in chart.breaks]
    if chart.boundary:
        layers.append(_upright(chart.boundary, time, {"strokeWidth": 1.5, "color": "#5b6b78"}))
    looks = {"color": _look(chart, "#0b5360", "#b7791f"), "shape": _look(chart, "circle", "diamond")}
    for layer in layers:
        if "encoding" not in layer:
            layer["encoding"] = {"x": time, "y": value, **looks}  # type: ignore[index]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 340,  # small, so that its words can still be read on a phone
        "height": 160,
        "background": None,
        "config": {
            "font": "sans-serif",
            "view": {"stroke": None},
            "axis": {"labelFontSize": 13, "titleFontSize": 13},
            "legend": {"labelFontSize": 13, "symbolSize": 90},
        },
        "layer": layers,
    }


def _step(chart: Chart) -> int:
    """Return how many years lie between two words of the axis: as many as can be read, none drawn to be hidden."""
    periods = [dot.period for line in (*chart.measured, chart.path) for dot in line] + list(chart.breaks)
    years = [day.year for period in periods for day in (period.start, period.end) if day is not None]
    span = max(years, default=0) - min(years, default=0) + 1
    return next((step for step in (1, 2, 5, 10, 20) if span <= 8 * step), 50)


def _look(chart: Chart, measured: str, path: str) -> Mapping[str, Any]:
    """Return how the two series look apart; one legend tells colour and shape together."""
    return {
        "field": "series",
        "type": "nominal",
        "title": None,
        "scale": {"domain": [chart.measured_label, chart.path_label], "range": [measured, path]},
        "legend": {"orient": "top"} if chart.path else None,
    }


def _upright(day: dt.date, time: Mapping[str, Any], look: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an upright line at a day."""
    return {"data": {"values": [{"end": day.isoformat()}]}, "mark": {"type": "rule", **look}, "encoding": {"x": time}}


def _place(period: Period) -> str:
    """Return where a period stands on the axis: a year at its tick, anything shorter or longer at its end."""
    assert period.end is not None
    return period.start.isoformat() if period.kind == "year" else period.end.isoformat()


def _values(dots: Sequence[Dot], series: str) -> list[Mapping[str, Any]]:
    return [
        {"end": _place(dot.period), "value": dot.value, "series": series} for dot in dots if dot.period.end is not None
    ]


def named_svg(svg: str, id: str, title: str, description: str) -> str:
    """Give the picture a name and a description that a screen reader finds, and let it follow the page's width."""
    names = f'<title id="{id}_title">{escape(title)}</title><desc id="{id}_desc">{escape(description)}</desc>'
    svg = re.sub(r'\s(?:aria-[a-z]+|role)="[^"]*"', "", svg)  # the parts are described as one
    opening = re.match(r"<svg[^>]*>", svg)
    assert opening is not None
    head = re.sub(r'\s(?:width|height|class)="[^"]*"', "", opening[0])
    head = head.replace("<svg", f'<svg role="img" aria-labelledby="{id}_title {id}_desc" class="chart"', 1)
    return head + names + svg[opening.end() :]
