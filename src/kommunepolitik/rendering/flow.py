"""The picture of which focus areas feed which, as a Vega-Lite specification rendered to SVG without a browser."""

import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from kommunepolitik.model import Basis, FocusArea
from kommunepolitik.rendering.charts import named_svg, to_svg

if TYPE_CHECKING:
    from kommunepolitik.rendering.comparison import ComparisonView

_WIDTH = 500  # small, so that its words can still be read on a phone
_ROW = 62
_WRAP = 18
_LINE = 17


@attrs.frozen(kw_only=True)
class Stream:
    """What flows from one focus area to another."""

    old: str
    new: str
    goals: int
    """Goals of the one that a goal of the other carries on."""
    declared: bool
    """Whether the areas themselves are said to continue; else only goals go that way."""
    sourced: bool
    """Whether a document says so, not only the modeller."""
    basis: str
    """The same in words."""
    words: str


@attrs.frozen(kw_only=True)
class Flow:
    """Focus areas of two editions, each with id and title, and what flows between them."""

    title: str
    old_name: str
    new_name: str
    old: Sequence[tuple[str, str]]
    new: Sequence[tuple[str, str]]
    streams: Sequence[Stream]


def flow_of(view: "ComparisonView") -> Flow | None:
    """Gather which focus areas feed which, and by how many goals; None where nothing is declared."""
    comparison = view.comparison
    goals: Counter[tuple[str, str]] = Counter()
    areas: dict[tuple[str, str], Basis | None] = {}
    for link in comparison.links:
        old, new = comparison.elements("old")[link.old], comparison.elements("new")[link.new]
        if old.kind == new.kind == "focus_area":
            areas[link.old, link.new] = link.basis
        elif old.kind == new.kind == "goal" and old.area and new.area:
            goals[old.area, new.area] += 1
    if not areas and not goals:
        return None
    return Flow(
        title=view._("From the focus areas of {old} to those of {new}").format(
            old=view.name("old"), new=view.name("new")
        ),
        old=[(area.id, area.title) for area in comparison.old.focus_areas],
        new=[(area.id, area.title) for area in comparison.new.focus_areas],
        old_name=view.short("old"),
        new_name=view.short("new"),
        streams=[
            _stream(view, old, new, areas, goals[old.id, new.id])
            for old in comparison.old.focus_areas
            for new in comparison.new.focus_areas
            if (old.id, new.id) in areas or (old.id, new.id) in goals
        ],
    )


def _stream(
    view: "ComparisonView", old: FocusArea, new: FocusArea, areas: Mapping[tuple[str, str], Basis | None], goals: int
) -> Stream:
    basis = areas.get((old.id, new.id))
    words = view._("{old} → {new}: {count} {goals}")
    return Stream(
        old=old.id,
        new=new.id,
        goals=goals,
        declared=(old.id, new.id) in areas,
        sourced=basis != "interpretation",
        basis=view.new.label("basis", basis),
        words=words.format(old=old.title, new=new.title, count=goals, goals=view.kind("new", "goal", goals)),
    )


def draw_flow(flow: Flow) -> str:
    """Return the flow as an inline SVG with a title and a description.

    Raises:
        MissingExtra: the package vl-convert is not installed.
    """
    said = "; ".join(stream.words for stream in flow.streams)
    return named_svg(to_svg(flow_specification(flow)), "flow", flow.title, f"{said}.")


def flow_specification(flow: Flow) -> Mapping[str, Any]:
    """Return the Vega-Lite specification: areas in two columns, lines between them as wide as the goals they carry.

    A line is whole where a document says that the area continues, dashed where the modeller judged, and dotted where
    only goals go that way; its number of goals is written on it.
    """
    height = max(len(flow.old), len(flow.new)) * _ROW
    places = [
        {id: height * (number + 0.5) / len(areas) for number, (id, _) in enumerate(areas)}
        for areas in (flow.old, flow.new)
    ]
    lines = []
    for number, stream in enumerate(flow.streams):
        start, end = places[0][stream.old], places[1][stream.new]
        at = 0.12 + 0.76 * (number % 3 + 1) / 4  # the numbers are apart where lines are close
        kind = "goals" if not stream.declared else "source" if stream.sourced else "interpretation"
        line = {"x": 0, "x2": 1, "y": start, "y2": end, "goals": stream.goals, "kind": kind}
        lines.append({**line, "at": at, "aty": start + (end - start) * at})
    numbered = [line for line in lines if line["goals"]]
    heads = [{"x": 0, "y": 0, "name": flow.old_name}, {"x": 1, "y": 0, "name": flow.new_name}]
    on_line = {"x": {"field": "at", "type": "quantitative"}, "y": {"field": "aty", "type": "quantitative"}}
    disc = {"shape": "circle", "filled": True, "size": 480, "color": "#ffffff", "stroke": "#2f7f8f", "opacity": 1}
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
            _layer(
                numbered, {**_TEXT, "fontWeight": "bold", "color": "#0b3f49"}, {**on_line, "text": {"field": "goals"}}
            ),
            _names(flow.old, places[0], 0, {"align": "right", "dx": -12}),
            _names(flow.new, places[1], 1, {"align": "left", "dx": 12}),
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
    """Return a plain axis from 0 to an end; downwards for y, as one reads."""
    scale = {"domain": [0, end], "nice": False, "zero": False, "reverse": name == "y"}
    return {"field": name, "type": "quantitative", "axis": None, "scale": scale}


def _layer(values: Sequence[Any], mark: Mapping[str, Any], encoding: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _names(
    areas: Sequence[tuple[str, str]], places: Mapping[str, float], x: int, side: Mapping[str, Any]
) -> Mapping[str, Any]:
    wrapped = [(places[id], textwrap.wrap(title, _WRAP)[:3]) for id, title in areas]
    values = [{"x": x, "y": y - _LINE / 2 * (len(lines) - 1), "name": lines} for y, lines in wrapped]
    return _layer(values, {**_TEXT, **side, "baseline": "middle", "lineHeight": _LINE}, _NAME)
