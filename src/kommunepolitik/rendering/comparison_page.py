"""The page of a comparison."""

from collections.abc import Mapping, Sequence

from kommunepolitik.comparison import Comparison
from kommunepolitik.i18n import language
from kommunepolitik.rendering.comparison import ComparisonView
from kommunepolitik.rendering.comparison_claims import told_by
from kommunepolitik.rendering.comparison_series import series_parts, without_figures
from kommunepolitik.rendering.comparison_words import summary
from kommunepolitik.rendering.disclosure import Notice
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
    return render_template(
        "comparison",
        format,
        code,
        theme=theme,
        view=view,
        sections=_sections(view),
        summary=summary(view),
        series=series_parts(view),
        without_figures=without_figures(view),
        told_by=told_by(view),
        disclosure=Notice(view.language, (comparison.old, comparison.new), comparison.observations),
        index=index,
    )


def _sections(view: ComparisonView) -> Sequence[Section]:
    """Return the parts that this comparison has something to say in, in reading order."""
    _ = view.language.gettext
    bound = view.comparison.pair_kind != "other"
    topics = [(bound, Section("topic", topic.title, topic)) for topic in view.topics]
    return sections_of(
        (True, Section("summary", _("In short"))),
        (not bound and view.proposals, Section("suggestions", _("Suggestions: what may belong together"))),
        (view.flow is not None, Section("flow", _("From focus area to focus area"))),
        *topics,
        (not bound, Section("side_by_side", _("Side by side"))),
        (view.changes, Section("claims", _("What the documents say of changes"))),
        (True, Section("structure", _("Structure and measurability"))),
        (view.comparison.series or without_figures(view), Section("series", _("Indicators that go on"))),
        (bound and view.proposals, Section("suggestions", _("Suggestions: what else may belong together"))),
        (True, Section("method", _("How the comparison is made"))),
    )
