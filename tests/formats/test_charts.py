"""Charts as drawings: what is in the data is drawn, with its words, whatever they are."""

import math
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import kommunepolitik.blocks as b
from kommunepolitik.formats import charts
from kommunepolitik.formats.fonts import FAMILY, font_file
from kommunepolitik.testing.specimen import HOSTILE, flow_chart, line_chart
from tests.claims import some

SVG = "{http://www.w3.org/2000/svg}"


def figures(*values: float, first: int = 2020, **more: Any) -> b.LineChart:
    """Return a chart of exact figures, year by year."""
    points = tuple(
        b.Point(at=year + 0.5, value=value, words=f"{value:g}", period=str(year))
        for year, value in enumerate(values, first)
    )
    return of(points, **more)


def of(points: tuple[b.Point, ...], **more: Any) -> b.LineChart:
    """Return a chart of some figures."""
    years = range(math.floor(points[0].at), math.floor(points[-1].at) + 1)
    fields: dict[str, Any] = {
        "unit": "%",
        "series": (b.ChartSeries(label="Nybro", segments=(points,)),),
        "spans": tuple(b.Span(year, year + 1, str(year)) for year in years),
        **more,
    }
    return b.LineChart(**fields)


def chart(data: b.LineChart | b.FlowChart, **more: Any) -> b.Chart:
    """Return a chart block."""
    return b.Chart(**{"id": "chart_one", "title": "Andel", "description": "Fra 50 til 56.", "data": data, **more})


def drawn(data: b.LineChart | b.FlowChart, code: str = "da", **more: Any) -> Any:
    """Return the drawing as a tree; it is well-formed."""
    return etree.fromstring(charts.svg(chart(data, **more), code))


def texts(data: b.LineChart | b.FlowChart, code: str = "da") -> list[str]:
    """Return the words in a drawing, line by line."""
    found = []
    for text in drawn(data, code).iter(f"{SVG}text"):
        found += [part.text or "" for part in text.iter(f"{SVG}tspan")] or [text.text or ""]
    return found


def layers(data: b.LineChart | b.FlowChart, mark: str, **looks: object) -> list[Any]:
    """Return the layers of a mark with some looks."""
    found = [layer for layer in charts.specification(data, "da")["layer"] if layer["mark"]["type"] == mark]
    return [layer for layer in found if all(layer["mark"].get(key) == value for key, value in looks.items())]


MEASURED = "#0b5360"


def joined(data: b.LineChart) -> list[int]:
    """Return how many figures each line of the measured series joins."""
    return [len(layer["data"]["values"]) for layer in layers(data, "line", color=MEASURED)]


# A picture among other things


def test_a_drawing_has_a_name_a_description_and_no_size_of_its_own() -> None:
    """It is one picture for a screen reader, and as wide as the page lets it be."""
    svg = drawn(line_chart(), title_language="da", id="chart_x")
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "chart_x_title chart_x_desc"
    title, description = svg[0], svg[1]
    assert (title.tag, title.get("id"), title.get("lang"), title.text) == (
        f"{SVG}title",
        "chart_x_title",
        "da",
        "Andel",
    )
    assert (description.tag, description.get("id"), description.text) == (
        f"{SVG}desc",
        "chart_x_desc",
        "Fra 50 til 56.",
    )
    assert svg.get("width") is None
    assert svg.get("viewBox").startswith("0 0 320 ")
    assert [each.get("id") for each in svg.iter() if each.get("id")] == ["chart_x_title", "chart_x_desc"]


def test_a_picture_is_sharp_in_print() -> None:
    """Over 200 dots an inch at twelve centimetres."""
    png = charts.png(chart(line_chart()), "da")
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") / (12 / 2.54) > 200


def test_the_same_chart_is_the_same_whatever_fonts_are_installed(tmp_path: Path) -> None:
    """It is set in the shipped font, and no text is measured; another font of its name does not exist."""
    program = (
        "import sys; from tests.formats.test_charts import *; "
        "sys.stdout.buffer.write(charts.svg(chart(line_chart()), 'da').encode() + charts.png(chart(line_chart()), 'da'))"
    )
    conf = tmp_path / "none.conf"
    conf.write_text("<fontconfig></fontconfig>")
    environment = {**os.environ, "FONTCONFIG_FILE": str(conf), "HOME": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=environment)
    assert run.stdout == charts.svg(chart(line_chart()), "da").encode() + charts.png(chart(line_chart()), "da")
    assert all(FAMILY in text.get("font-family") for text in some(list(drawn(line_chart()).iter(f"{SVG}text"))))


@pytest.mark.parametrize("ending", ["ttf", "woff2"])
@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_font_is_shipped_and_small(weight: Any, ending: Any) -> None:
    """With its licence."""
    file = font_file(weight, ending)
    assert 10_000 < file.stat().st_size < 200_000
    assert "SIL OPEN FONT LICENSE" in (file.parent / "OFL.txt").read_text()


# Figures over time


def test_few_figures_are_dots_and_more_are_a_line() -> None:
    """A line through three points would be a claim about the time between; of few all are written."""
    assert joined(figures(50, 52, 51)) == []
    assert {"50", "52", "51"} <= set(texts(figures(50, 52, 51)))
    assert joined(figures(50, 52, 51, 54)) == [4]


def test_a_break_parts_a_line() -> None:
    """What is on its two sides is not joined."""
    whole = figures(*range(8))
    (series,) = whole.series
    parted = b.ChartSeries(label="Nybro", segments=(series.segments[0][:4], series.segments[0][4:]))
    assert joined(figures(*range(8), series=(parted,))) == [4, 4]


def test_the_last_figure_and_the_target_are_written() -> None:
    """At their marks; the target with what it is."""
    target = b.TargetLine(
        label="måltal 2023", line=((2020.5, 50), (2023.5, 60)), marks=((2023.5, 60),), words="mindst 60"
    )
    assert {"54.5", "mindst 60", "måltal 2023"} <= set(texts(figures(50, 52, 51, 54.5, targets=(target,))))


def test_series_are_named_beside_them_where_there_are_several() -> None:
    """One alone is named by the title."""
    assert "Nybro" not in texts(figures(50, 52, 51, 54))
    assert {"Nybro", "Hele landet"} <= set(texts(line_chart()))


def test_series_and_targets_are_distinguished_without_colour() -> None:
    """By dash or shape."""
    (points,) = figures(1, 2, 3, 4).series[0].segments
    other = b.ChartSeries(label="Landet", segments=(points,), role="reference")
    ways = [b.TargetLine(label=role, role=role, line=((2020, 1), (2024, 2))) for role in ("path", "level", "reading")]
    shown = figures(1, 2, 3, 4, series=(*figures(1, 2, 3, 4).series, other), targets=tuple(ways))
    dashes = [tuple(layer["mark"]["strokeDash"]) for layer in layers(shown, "line")]
    assert len(set(dashes)) == len(dashes) == 5


def test_under_five_is_a_bar_below_five() -> None:
    """From zero to four, with no point at five; a range is a bar; an open end runs out of the picture."""
    more: dict[str, Any] = {"period": ""}
    points = (
        b.Point(at=2020.5, value=5, low_end=0, high_end=4, words="under 5", **more),
        b.Point(at=2021.5, value=3, low_end=3, high_end=6, words="3–6", **more),
        b.Point(at=2022.5, value=40, low_end=41, high_end=math.inf, words="over 40", **more),
        b.Point(at=2023.5, value=20, low_end=20, high_end=20, words="ca. 20", **more),
    )
    shown = of(points, whole=True, unit="antal")
    bars = [layer["data"]["values"][0] for layer in layers(shown, "rule", strokeWidth=9)]
    assert len(bars) == 3
    assert bars[0]["y2"] == 150  # down to zero
    assert bars[2]["y"] == 0  # up to the edge
    (about,) = layers(shown, "point", filled=False)
    assert len(about["data"]["values"]) == 1
    assert {"under 5", "3–6", "over 40", "ca. 20"} <= set(texts(shown))
    assert joined(shown) == []


def test_counts_begin_at_zero_and_shares_need_not() -> None:
    """The axis of a share shows how it moves."""
    assert "0" in texts(figures(110, 117, 123, 131, unit="antal", whole=True))
    assert "0" not in texts(figures(96.2, 95.8, 96, 95.4))


@pytest.mark.parametrize(
    "values",
    [
        *((96, 95.4), (0, 6), (7, 7), (0, 0), (7,), (-3, 4), (1234567, 1300000), (5.15, 5.16)),
        *((1e18, 3e18), (1e-9, 2e-9), (1e100, -1e100), (1e16, 1e16 + 2)),
    ],
)
def test_all_figures_are_within_the_plot(values: tuple[float, ...]) -> None:
    """Whatever their size; and no axis goes below zero where no figure does."""
    shown = figures(*values)
    heights = [each["y"] for layer in layers(shown, "point") for each in layer["data"]["values"]]
    assert all(0 <= height <= 150 for height in some(heights))
    if min(values) >= 0:
        assert not [text for text in texts(shown) if text.startswith("\N{MINUS SIGN}")]


def test_numbers_of_the_axis_are_written_as_readers_write_them() -> None:
    """A decimal comma in Danish, a point in English; millions in short."""
    assert "95,6" in texts(figures(96, 95.4))
    assert "95.6" in texts(figures(96, 95.4), "en")
    assert any(text.endswith("mio.") for text in texts(figures(1_000_000, 3_000_000)))


@pytest.mark.parametrize("count", [1, 2, 5, 12, 60, 400])
def test_the_last_period_is_named_and_no_two_names_touch(count: int) -> None:
    """However long the series is; all names are horizontal."""
    shown = figures(*range(count), first=2026 - count + 1)
    (names,) = [layer for layer in layers(shown, "text") if layer["data"]["values"][-1]["text"] == "2026"]
    places = [each["x"] for each in names["data"]["values"]]
    assert all(later - earlier > 30 for earlier, later in zip(places, places[1:], strict=False))
    assert not any("rotate" in text.get("transform", "") for text in drawn(shown).iter(f"{SVG}text"))


def test_four_hundred_figures_are_a_line_without_dots() -> None:
    """But for the last."""
    shown = figures(*(50 + 10 * math.sin(number / 9) for number in range(400)), first=1620)
    assert [len(layer["data"]["values"]) for layer in layers(shown, "point", color=MEASURED)] == [1]


def test_labels_beside_the_plot_do_not_overlap() -> None:
    """Also where many lines end at the same height."""
    ways = tuple(
        b.TargetLine(label=f"måltal nummer {number} med et langt navn", line=((2020, 5), (2024, 5)), words="mindst 5")
        for number in range(6)
    )
    shown = figures(1, 2, 3, 4, targets=ways)
    named = [
        layer["data"]["values"][0]
        for layer in layers(shown, "text", align="left")
        if "mindst 5" in layer["data"]["values"][0]["text"]
    ]
    heights = sorted(each["y"] for each in named)
    assert len(heights) == 6
    assert all(later - earlier >= 16 for earlier, later in zip(heights, heights[1:], strict=False))


# Whatever people write


@pytest.mark.parametrize(
    "text",
    [HOSTILE, "a\nb\r\n\tc", "a\\b", 'a"b', "a'b", "T" * 3000, "datum.value + 1", "\x00\x0b\ud800", "æøå ✔▲◆✖◌", ""],
)
def test_any_text_is_drawn_as_it_is(text: str) -> None:
    """Units, names and titles with line breaks, backslashes, quotes or code neither fail nor are run."""
    points = (
        b.Point(at=2020.5, value=1, words=text, period=text),
        b.Point(at=2021.5, value=2, words=text, period=text),
    )
    data = of(
        points,
        unit=text,
        series=(b.ChartSeries(label=text, segments=(points,)),) * 2,
        targets=(b.TargetLine(label=text, line=((2020, 1), (2022, 2)), words=text),),
        breaks=(b.BreakLine(at=2021, label=text),),
        spans=(b.Span(2020, 2021, text, text), b.Span(2021, 2022, text)),
    )
    flow = b.FlowChart(
        old=(text,), new=(text,), heads=(text, text), streams=(b.Stream(old=0, new=0, count=1, basis="source"),)
    )
    for each in (data, flow):
        svg = drawn(each, title=text, description=text)
        assert {element.tag.removeprefix(SVG) for element in svg.iter()} <= {
            "svg",
            "title",
            "desc",
            "g",
            "path",
            "rect",
            "line",
            "text",
            "tspan",
        }
        assert charts.png(chart(each), "da").startswith(b"\x89PNG")


def test_a_long_word_is_broken_with_a_hyphen() -> None:
    """And a long name after three lines with dots, not in silence."""
    flow = flow_chart()
    named = b.FlowChart(
        old=("Beskæftigelsesindsatsområder", "ord " * 40), new=flow.new, heads=flow.heads, streams=flow.streams
    )
    assert {"Beskæftigelsesin-", "dsatsområder"} <= set(texts(named))
    assert any(text.endswith("…") for text in texts(named))


# Flows


def test_a_flow_shows_how_many_goals_go_where_and_on_which_basis() -> None:
    """Wide as the goals it carries, whole where a document states it, dashed by our reading, dotted for goals alone."""
    words = texts(flow_chart())
    assert {"2013", "2023", "Job", "Fritid", "Job og skole", "Fællesskab", "3", "1"} <= set(words)
    assert "0" not in words
    looks = [layer["mark"] for layer in layers(flow_chart(), "rule")]
    assert [look["strokeWidth"] for look in looks] == [6.5, 3.5, 2]
    assert len({tuple(look["strokeDash"]) for look in looks}) == 3


def test_what_was_drawn_once_is_not_drawn_again() -> None:
    """The same figures on another page have their own name and the same drawing."""
    one, other = (charts.svg(chart(line_chart(), id=id), "da") for id in ("chart_a", "chart_b"))
    assert re.sub("chart_[ab]", "", one) == re.sub("chart_[ab]", "", other)
