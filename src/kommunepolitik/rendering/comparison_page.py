"""The page of a comparison."""

from collections.abc import Mapping, Sequence

import attrs

from kommunepolitik.comparison import Comparison, JoinedSeries, Point, name_of
from kommunepolitik.comparison.relations import SIDES
from kommunepolitik.formats.templates import render_template
from kommunepolitik.formats.theme import Theme
from kommunepolitik.i18n import language
from kommunepolitik.model import Indicator, Period
from kommunepolitik.rendering.flow import draw_flow, flow_title, streams_of
from kommunepolitik.rendering.old_chart_data import Chart, Dot, by_length, dot_of
from kommunepolitik.rendering.old_charts import charts_available, draw
from kommunepolitik.rendering.pages import Section, sections_of
from kommunepolitik.rendering.old_comparison_summary import summary
from kommunepolitik.rendering.old_comparison_words import SHAPES, ComparisonView, topics_of
from kommunepolitik.report.disclosure import Notice, suppressed_words


def render_comparison(
    comparison: Comparison,
    format: str,
    code: str,
    *,
    pages: Mapping[str, str] | None = None,
    index: str | None = None,
    theme: Theme | None = None,
) -> str:
    """Return the page of a comparison, or its text for a terminal; `pages` tells where the policies' pages lie."""
    view = ComparisonView(comparison, language(code, theme), pages)
    comparison = view.comparison  # the older policy first
    topics, streams, lacking = topics_of(view), streams_of(view), without_figures(view)
    suggestions = (*comparison.suggestions, *comparison.weak_suggestions)
    _, linked = view.language.gettext, comparison.pair_kind != "other"
    sections = sections_of(
        (True, Section("summary", _("In short"))),
        (not linked and suggestions, Section("suggestions", _("Suggestions: what may belong together"))),
        (streams, Section("flow", _("From focus area to focus area"))),
        *((linked, Section("topic", topic.title, topic)) for topic in topics),
        (not linked, Section("side_by_side", _("Side by side"))),
        (view.changes, Section("claims", _("What the documents say of changes"))),
        (True, Section("structure", _("Structure and measurability"))),
        (comparison.series or lacking, Section("series", _("Indicators that go on"))),
        (linked and suggestions, Section("suggestions", _("Suggestions: what else may belong together"))),
        (True, Section("method", _("How the comparison is made"))),
    )
    return render_template(
        "comparison",
        format,
        code,
        theme=theme,
        view=view,
        shapes=SHAPES,
        sections=sections,
        topics=topics,
        streams=streams,
        flow_title=flow_title(view),
        flow_picture=draw_flow(view, streams) if streams and format == "html" else "",
        suggestions=suggestions,
        summary=summary(view, streams),
        series=series_parts(view),
        without_figures=lacking,
        disclosure=Notice(view.language, (comparison.old, comparison.new), comparison.observations),
        index=index,
    )


@attrs.frozen(kw_only=True)
class SeriesPart:
    """A joined series as a page shows it: its figures, how it went, and what to mind."""

    title: str
    chart: str
    rows: Sequence[tuple[str, str, str, str]]
    courses: Sequence[str]
    cautions: Sequence[str]


def series_parts(view: ComparisonView) -> Sequence[SeriesPart]:
    """Return the joined series."""
    return [_part(view, series, number) for number, series in enumerate(view.comparison.series)]


def without_figures(view: ComparisonView) -> Sequence[str]:
    """Name the indicators that go on and of which no edition has a figure with a period."""
    drawn = {(series.old.id, series.new.id) for series in view.comparison.series}
    found = []
    for link in view.comparison.links:
        old, new = view.old.policy.element(link.old), view.new.policy.element(link.new)
        if (old.id, new.id) not in drawn and isinstance(old, Indicator) and isinstance(new, Indicator):
            read = view._(", by our reading") if link.basis == "interpretation" else ""
            found.append(f"{old.title} → {new.title}{read}")
    return found


def _part(view: ComparisonView, series: JoinedSeries, number: int) -> SeriesPart:
    group = view.new.policy.elements.get(series.group) or view.old.policy.elements.get(series.group)
    title = series.new.title
    if not series.comparable:  # the figures of the one must not be under the name of the other
        sides = {point.side for point in series.points}
        names = [getattr(series, side).title for side in SIDES if side in sides]
        title = " / ".join(dict.fromkeys(names)) or title
    if group is not None:
        title = f"{title}: {name_of(group)}"
    suppressed = _suppressed(view, series)
    ends = [(course.first, course.last) for course in series.courses if course.first is not course.last]
    return SeriesPart(
        title=title,
        chart=_charts(view, series, title, number),
        rows=[_row(view, point, series, suppressed.get(str(point.period), "")) for point in series.points],
        courses=[_course(view, series, first, last) for first, last in ends],
        cautions=_cautions(view, series, suppressed),
    )


def _course(view: ComparisonView, series: JoinedSeries, first: Point, last: Point) -> str:
    words, begin, end = view._("From {first} ({first_period}) to {last} ({last_period})."), first.period, last.period
    periods = {"first_period": view.language.period(begin), "last_period": view.language.period(end)}
    return words.format(first=_value(view, first, series), last=_value(view, last, series), **periods)


def _cautions(view: ComparisonView, series: JoinedSeries, suppressed: Mapping[str, str]) -> Sequence[str]:
    _, period = view._, view.language.period
    cautions = []
    if not series.comparable:
        cautions.append(_("The two editions do not measure alike; their figures are not compared."))
    elif not series.worded_alike:
        cautions.append(_("Definition or population is worded differently; compare with care."))
    cautions += [_("Break in the series from {period}.").format(period=period(each)) for each in series.breaks]
    lacking = {Period(text) for text in suppressed} - {point.period for point in series.points}
    by_time = sorted(lacking, key=lambda each: each.sort_key)
    cautions += [f"{period(each)}: {suppressed[str(each)]}" for each in by_time]
    if series.link.basis == "interpretation":
        cautions.append(_("That the one carries on the other is our reading."))
    sides = {point.side for point in series.points}
    without = [side for side in SIDES if side not in sides]
    return cautions + [_("No figures from {edition}.").format(edition=view.name(side)) for side in without]


def _suppressed(view: ComparisonView, series: JoinedSeries) -> Mapping[str, str]:
    """Say by period which figures of a series are withheld, or would be in public."""
    figures, old, new = view.comparison.figures, view.comparison.old, view.comparison.new
    if figures is None:
        return {}
    sides = ((old.id, series.old.id), (new.id, series.new.id))
    rows = [row for policy, indicator in sides for row in figures.series(policy, indicator, series.group)]
    return {str(row.period): words for row in rows if (words := suppressed_words((row,), (old, new), view.language))}


def _value(view: ComparisonView, point: Point, series: JoinedSeries) -> str:
    indicator = getattr(series, point.side)
    return view.view(point.side).value_text(point.value, point.value_high, point.qualifier or None, indicator)


def _row(view: ComparisonView, point: Point, series: JoinedSeries, suppressed: str) -> tuple[str, str, str, str]:
    outranked = view._("a newer edition gives another figure for the period") if point.outranked else ""
    remarks = ", ".join(filter(None, (view.new.label("quality", point.quality), outranked, suppressed)))
    return view.short(point.side), view.language.period(point.period), _value(view, point, series), remarks


def _charts(view: ComparisonView, series: JoinedSeries, title: str, number: int) -> str:
    """Draw the figures, a line for each segment and a chart for each length of period; a single figure has none."""
    points = [point for point in series.points if not point.outranked and point.quality != "forecast"]
    if len(points) < 2 or not charts_available():
        return ""
    segments: dict[int, list[Dot]] = {}
    for point in points:
        indicator, words = getattr(series, point.side), _value(view, point, series)
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
