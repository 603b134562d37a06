"""Drawings: marks and words at positions, as a Vega-Lite specification that is drawn without a browser.

Needs the extra `charts` (vl-convert). Texts are data of the drawing and never part of a Vega expression, so that
they are drawn as written.
"""

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Final

from kommunepolitik.errors import MissingExtra
from kommunepolitik.errors.system import missing_extra
from kommunepolitik.formats.fonts import FAMILY, FOLDER

_FONT: Final = 13
LETTER: Final = 7.2
"""The width of a letter, on average."""
ROW: Final = 16
_NARROW: Final = 14
"""The number of letters of a line beside the plot, and of a word that is not split there."""
WIDE: Final = 22

Layer = Mapping[str, Any]
Place = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, right, top, bottom."""


def _style(color: str, dash: Sequence[int] = (1, 0), shape: str = "", width: float = 2) -> Layer:
    point = {"shape": shape, "color": color, "filled": True, "opacity": 1, "size": 75}
    return {"line": {"color": color, "strokeWidth": width, "strokeDash": dash}, "point": point}


STYLES: Final[Mapping[str, Layer]] = {
    "measured": _style("#0b5360", shape="circle", width=2.5),
    "reference": _style("#5b6b78", (8, 3, 2, 3), "square"),
    "path": _style("#b7791f", (5, 4), "diamond"),
    "level": _style("#b7791f", (14, 5)),
    "reading": _style("#b7791f", (2, 3)),
    "break": _style("#8a6d3b", (2, 2), width=1.5),
    "edition": _style("#5b6b78", width=1.5),
    "source": _style("#2f7f8f"),
    "interpretation": _style("#2f7f8f", (12, 5)),
    "goals": _style("#2f7f8f", (2, 5)),
}
"""How each role is drawn; dash and shape distinguish them without colour."""


@lru_cache(maxsize=512)
def drawn_svg(specification: str) -> str:
    """Return the SVG of a specification; a drawing shared by several pages or formats is made once."""
    return str(converter().vegalite_to_svg(specification, vl_version="5.21"))


@cache
def converter() -> Any:
    """Return the drawing package with the bundled font; raises `MissingExtra` where it is not installed."""
    try:
        import vl_convert
    except ImportError as error:
        raise MissingExtra(missing_extra("vl-convert-python", "charts")) from error
    vl_convert.register_font_directory(str(FOLDER))
    return vl_convert


def drawing(width: float, height: float, edges: Mapping[str, float], layers: Iterable[Layer]) -> Layer:
    """Return the specification of a drawing: a plot, its margins and the layers."""
    text = {"fontSize": _FONT, "baseline": "middle", "color": "#222222", "lineHeight": ROW}
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


def marks(mark: str, values: Iterable[Mapping[str, Any]], look: Layer) -> Layer:
    """Return marks at positions in the drawing; each key of a value is a channel of the mark."""
    listed = [{k: round(v, 2) if isinstance(v, float) else v for k, v in value.items()} for value in values]
    plain = {"type": "quantitative", "scale": None, "axis": None}
    channels = listed[0] if listed else {}
    encoding = {k: {"field": k, **({} if k in ("x2", "y2", "text") else plain)} for k in channels}
    return {"data": {"values": listed}, "mark": {"type": mark, **look}, "encoding": encoding}


def rule_marks(ends: Iterable[Box], look: Layer) -> Layer:
    """Return straight lines, each between two positions."""
    return marks("rule", [{"x": x, "x2": x2, "y": y, "y2": y2} for x, x2, y, y2 in ends], look)


def point_marks(places: Iterable[Place], look: Layer) -> Layer:
    """Return points at positions."""
    return marks("point", [{"x": x, "y": y} for x, y in places], look)


def text_marks(texts: Iterable[tuple[float, float, str | Sequence[str]]], **look: object) -> Layer:
    """Return texts at positions, each on one or several lines."""
    clean = (
        (x, y, one_line(text) if isinstance(text, str) else [*map(one_line, text)]) for x, y, text in texts if text
    )
    return marks("text", [{"x": x, "y": y, "text": text} for x, y, text in clean], look)


def one_line(text: str) -> str:
    """Return a text on one line, without characters that XML does not allow."""
    return re.sub(r"[^\S\xa0]+|[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", " ", text)


def short(text: str) -> str:
    """Return a text, shortened if it is too long to be beside a mark."""
    return textwrap.shorten(text, 2 * WIDE, placeholder="…")


def wrapped(text: str, lines: int, width: int = _NARROW, longest: int = WIDE) -> list[str]:
    """Return a text in a few lines that break between words; a word too long for a line is hyphenated."""
    text = re.sub(rf"(\S{{{longest - 1}}})(?=\S\S)", r"\1- ", one_line(text))
    width = max(width, *map(len, text.split(" ")))
    return textwrap.wrap(text, width, max_lines=lines, placeholder="…", break_on_hyphens=False)
