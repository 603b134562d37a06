"""The picture of which focus areas feed which, as a Vega-Lite specification rendered to SVG without a browser."""

import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from kommunepolitik.comparison import Link
from kommunepolitik.model import FocusArea
from kommunepolitik.rendering.old_charts import charts_available, named_svg, to_svg
from kommunepolitik.rendering.old_comparison_words import ComparisonView

_WIDTH = 500  # small, so that its words can still be read on a phone
_ROW = 62
_WRAP = 18
_LINE = 17


@attrs.frozen
class Stream:
    """What flows from one focus area to another."""

    old: FocusArea
    new: FocusArea
    goals: int
    """Goals of the one that a goal of the other carries on."""
    link: Link | None
    """The link between the areas themselves; without one, only goals go that way."""


def streams_of(view: ComparisonView) -> Sequence[Stream]:
    """Return which focus areas feed which, and by how many goals."""
    comparison = view.comparison
    goals: Counter[tuple[str | None, str | None]] = Counter()
    links: dict[tuple[str, str], Link] = {}
    for link in comparison.links:
        old, new = comparison.elements("old")[link.old], comparison.elements("new")[link.new]
        if old.kind == new.kind == "focus_area":
            links[link.old, link.new] = link
        elif old.kind == new.kind == "goal" and old.area and new.area:
            goals[old.area, new.area] += 1
    return [
        Stream(old, new, goals[old.id, new.id], links.get((old.id, new.id)))
        for old in comparison.old.focus_areas
        for new in comparison.new.focus_areas
        if (old.id, new.id) in links or (old.id, new.id) in goals
    ]


def flow_title(view: ComparisonView) -> str:
    """Name the picture and its table."""
    words = view._("From the focus areas of {old} to those of {new}")
    return words.format(old=view.name("old"), new=view.name("new"))


def draw_flow(view: ComparisonView, streams: Sequence[Stream]) -> str:
    """Return the flow as an inline SVG with a title and a description; empty without the package that draws."""
    if not charts_available():
        return ""
    words, said = view._("{old} → {new}: {count} {goals}"), []
    for each in streams:
        goals = view.kind("new", "goal", each.goals)
        said.append(words.format(old=each.old.title, new=each.new.title, count=each.goals, goals=goals))
    return named_svg(to_svg(_specification(view, streams)), "flow", flow_title(view), f"{'; '.join(said)}.")


def _specification(view: ComparisonView, streams: Sequence[Stream]) -> Mapping[str, Any]:
    """Return the Vega-Lite specification: areas in two columns, lines between them as wide as the goals they carry.

    A line is whole where a document says that the area continues, dashed where the modeller judged, and dotted where
    only goals go that way; its number of goals is written on it.
    """
    old, new = view.comparison.old.focus_areas, view.comparison.new.focus_areas
    height = max(len(old), len(new)) * _ROW
    places = [
        {area.id: height * (number + 0.5) / len(areas) for number, area in enumerate(areas)} for areas in (old, new)
    ]
    lines = []
    for place, stream in enumerate(streams):
        start, end = places[0][stream.old.id], places[1][stream.new.id]
        at = 0.12 + 0.76 * (place % 3 + 1) / 4  # the numbers are apart where lines are close
        kind = "goals" if stream.link is None else stream.link.basis or "source"
        line = {"x": 0, "x2": 1, "y": start, "y2": end, "goals": stream.goals, "kind": kind}
        lines.append({**line, "at": at, "aty": start + (end - start) * at})
    numbered = [line for line in lines if line["goals"]]
    heads = [{"x": 0, "y": 0, "name": view.short("old")}, {"x": 1, "y": 0, "name": view.short("new")}]
    on_line = {"x": {"field": "at", "type": "quantitative"}, "y": {"field": "aty", "type": "quantitative"}}
    disc = {"shape": "circle", "filled": True, "size": 480, "color": "#ffffff", "stroke": "#2f7f8f", "opacity": 1}
    number = {**_TEXT, "fontWeight": "bold", "color": "#0b3f49"}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": _WIDTH * 0.34,
        "height": height,
        "padding": {"left": _WIDTH * 0.33, "right": _WIDTH * 0.33, "top": 30, "bottom": 6},
        "autosize": "none",
        "background": None,
        "config": {"font": "sans-serif", "view": {"stroke": None}},
        "encoding": {"x": _axis("x", 1), "y": _axis("y", height)},
        "layer": [
            _layer(lines, {"type": "rule", "color": "#2f7f8f", "strokeCap": "butt"}, _LINE_STYLE),
            _layer(numbered, {"type": "point", **disc}, on_line),
            _layer(numbered, number, {**on_line, "text": {"field": "goals"}}),
            _names(old, places[0], 0, {"align": "right", "dx": -12}),
            _names(new, places[1], 1, {"align": "left", "dx": 12}),
            _layer(heads, {**_TEXT, "dy": -16, "fontWeight": "bold"}, _NAME),
        ],
    }


_TEXT: Final = {"type": "text", "fontSize": 15}
_NAME: Final = {"text": {"field": "name"}}
_WIDTHS: Final = {"domain": [0, 8], "range": [2, 14], "clamp": True}
_DASHES: Final = {"domain": ["source", "interpretation", "goals"], "range": [[1, 0], [12, 5], [2, 5]]}
_LINE_STYLE: Final = {
    "x2": {"field": "x2"},
    "y2": {"field": "y2"},
    "strokeWidth": {"field": "goals", "type": "quantitative", "scale": _WIDTHS, "legend": None},
    "strokeDash": {"field": "kind", "type": "nominal", "scale": _DASHES, "legend": None},
}


def _axis(name: str, end: float) -> Mapping[str, Any]:
    scale = {"domain": [0, end], "nice": False, "zero": False, "reverse": name == "y"}
    return {"field": name, "type": "quantitative", "axis": None, "scale": scale}


def _layer(values: Sequence[Any], mark: Mapping[str, Any], encoding: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _names(
    areas: Sequence[FocusArea], places: Mapping[str, float], x: int, side: Mapping[str, Any]
) -> Mapping[str, Any]:
    wrapped = [(places[area.id], textwrap.wrap(area.title, _WRAP)[:3]) for area in areas]
    values = [{"x": x, "y": y - _LINE / 2 * (len(lines) - 1), "name": lines} for y, lines in wrapped]
    return _layer(values, {**_TEXT, **side, "baseline": "middle", "lineHeight": _LINE}, _NAME)
