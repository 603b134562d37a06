"""The series that go on from one edition to the next, as the page of a comparison shows them."""

from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from kommunepolitik.comparison import JoinedSeries, Point, Side, name_of
from kommunepolitik.model import Indicator, Period
from kommunepolitik.rendering.chart_parts import Chart, Dot, by_length, dot_of
from kommunepolitik.rendering.charts import charts_available, draw
from kommunepolitik.rendering.comparison import ComparisonView
from kommunepolitik.rendering.disclosure import suppressed_words

_SIDES: Final[tuple[Side, ...]] = ("old", "new")


@attrs.frozen(kw_only=True)
class SeriesPart:
    """A joined series as a page shows it."""

    series: JoinedSeries
    title: str
    chart: str
    rows: Sequence[tuple[str, str, str, str]]
    """Edition, period, value, and what is to be said of it."""
    courses: Sequence[str]
    cautions: Sequence[str]


def series_parts(view: ComparisonView) -> Sequence[SeriesPart]:
    """Return the joined series, each with its figures, how it went, and what to mind."""
    return [_series(view, series, number) for number, series in enumerate(view.comparison.series)]


def without_figures(view: ComparisonView) -> Sequence[str]:
    """Name the indicators that go on and of which no edition has a figure with a period."""
    drawn = {(series.old.id, series.new.id) for series in view.comparison.series}
    named = []
    for link in view.comparison.links:
        old, new = view.old.policy.element(link.old), view.new.policy.element(link.new)
        if isinstance(old, Indicator) and isinstance(new, Indicator) and (old.id, new.id) not in drawn:
            named.append(f"{old.title} → {new.title}")
    return named


def _series(view: ComparisonView, series: JoinedSeries, number: int) -> SeriesPart:
    group = view.new.policy.elements.get(series.group) or view.old.policy.elements.get(series.group)
    told = {point.side for point in series.points}
    name = series.new.title
    if not series.comparable:  # the figures of the one must not stand under the name of the other
        names = [indicator.title for side, indicator in (("old", series.old), ("new", series.new)) if side in told]
        name = " / ".join(dict.fromkeys(names)) or name
    title = name if group is None else f"{name}: {name_of(group)}"
    cautions = []
    if not series.comparable:
        cautions.append(view._("The two editions do not measure alike; their figures are not compared."))
    elif not series.worded_alike:
        cautions.append(view._("Definition or population is worded differently; compare with care."))
    for period in series.breaks:
        cautions.append(view._("Break in the series from {period}.").format(period=view.language.period(period)))
    shown = {str(point.period) for point in series.points}
    held = _held(view, series)
    lacking = sorted((Period(text) for text in held if text not in shown), key=lambda period: period.sort_key)
    cautions += [f"{view.language.period(period)}: {held[str(period)]}" for period in lacking]
    cautions += [view._("No figures from {edition}.").format(edition=view.name(s)) for s in _SIDES if s not in told]
    return SeriesPart(
        series=series,
        title=title,
        chart=_charts(view, series, title, number),
        rows=[_point(view, point, series, held) for point in series.points],
        courses=[words for course in series.courses if (words := _course(view, course.first, course.last, series))],
        cautions=cautions,
    )


def _held(view: ComparisonView, series: JoinedSeries) -> Mapping[str, str]:
    """Say by period which figures of a series are withheld, or would be in public."""
    figures, old, new = view.comparison.figures, view.old.policy, view.new.policy
    if figures is None:
        return {}
    sides = ((old.id, series.old.id), (new.id, series.new.id))
    rows = [row for policy, indicator in sides for row in figures.series(policy, indicator, series.group)]
    return {str(row.period): words for row in rows if (words := suppressed_words((row,), (old, new), view.language))}


def _value(view: ComparisonView, point: Point, series: JoinedSeries) -> str:
    indicator = series.old if point.side == "old" else series.new
    return view.view(point.side).value_text(point.value, point.value_high, point.qualifier or None, indicator)


def _point(
    view: ComparisonView, point: Point, series: JoinedSeries, held: Mapping[str, str]
) -> tuple[str, str, str, str]:
    said = [view.new.label("quality", point.quality)]
    if point.outranked:
        said.append(view._("a newer edition gives another figure for the period"))
    said.append(held.get(str(point.period), ""))
    period = view.language.period(point.period)
    return view.short(point.side), period, _value(view, point, series), ", ".join(part for part in said if part)


def _course(view: ComparisonView, first: Point, last: Point, series: JoinedSeries) -> str:
    if first is last:
        return ""
    return view._("From {first} ({first_period}) to {last} ({last_period}).").format(
        first=_value(view, first, series),
        first_period=view.language.period(first.period),
        last=_value(view, last, series),
        last_period=view.language.period(last.period),
    )


def _charts(view: ComparisonView, series: JoinedSeries, title: str, number: int) -> str:
    """Draw the figures, a line for each segment and a chart for each length of period; a single figure is told."""
    points = [point for point in series.points if not point.outranked and point.quality != "forecast"]
    if len(points) < 2 or not charts_available():
        return ""
    segments: dict[int, list[Dot]] = {}
    for point in points:
        indicator, words = series.old if point.side == "old" else series.new, _value(view, point, series)
        dot = dot_of(point.period, point.value, point.value_high, point.qualifier, indicator, words)
        segments.setdefault(point.segment, []).append(dot)
    charts = [
        Chart(
            id=f"series_{number}_{place}_{series.new.id}",
            title=title,
            unit=str(series.new.unit or series.old.unit or ""),
            measured=measured,
            breaks=series.breaks,
            boundary=series.boundary,
            language=view.language,
        )
        for place, measured in enumerate(by_length(segments.values()).values())
    ]
    return "".join(draw(chart) for chart in charts if len(chart.dots) > 1)
