"""Charts: a series of figures, and what they are held against, drawn as SVG or PNG without a browser.

Needs the extra `charts` (vl-convert). A chart never stands alone: it has a title and a description, and the page has
its figures in a table beside it.
"""

import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape
from typing import Any

from babel.numbers import get_decimal_symbol, get_group_symbol

from kommunepolitik.errors import MissingExtra, Problem
from kommunepolitik.rendering.chart_layers import PAPER, specification
from kommunepolitik.rendering.chart_parts import Chart


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
