"""The page of a comparison."""

from collections.abc import Mapping

from kommunepolitik.comparison import Comparison
from kommunepolitik.i18n import language
from kommunepolitik.rendering.comparison import SHAPES, ComparisonView, topics_of
from kommunepolitik.rendering.comparison_series import series_parts, without_figures
from kommunepolitik.rendering.comparison_words import summary
from kommunepolitik.rendering.disclosure import Notice
from kommunepolitik.rendering.flow import draw_flow, flow_title, streams_of
from kommunepolitik.rendering.page_parts import Section, sections_of
from kommunepolitik.rendering.templates import render_template
from kommunepolitik.rendering.theme import Theme


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
