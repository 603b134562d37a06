"""The second annex of the paper: what cannot be judged, targets that do not count now, sources and method."""

from collections.abc import Sequence

from kommunepolitik.blocks import Budget, Column, List, Row, Section, Table
from kommunepolitik.errors import N_
from kommunepolitik.model import Indicator
from kommunepolitik.report.compose import bullets, own, said, section
from kommunepolitik.report.context import Context

_METHOD = (
    N_(
        "A target is judged by the newest figure for a period as long as its own; parts of a year are put together "
        "only where the policy says how."
    ),
    N_("When the deadline is over and its figure is out, the target is reached or missed; there is no tolerance."),
    N_(
        "Until then the figure is held against the straight way from the starting point to the target; at least 95 "
        "percent of that way is on track."
    ),
    N_("A change that is no larger than the uncertainty of the figures counts as none."),
    N_(
        "Of several targets for the same figures the one that is due in the period counts, else the next; a minimum "
        "and a maximum are one."
    ),
    N_("What people judge is shown as they judged it."),
)


def annex(context: Context) -> tuple[Section, Budget]:
    """Return what a committee need not read, but can ask for."""
    _ = context.language.gettext
    parts = (
        ("section_unassessed", _("What cannot be assessed, and what it takes"), unassessed(context)),
        ("section_other_targets", _("Later, expired and replaced targets"), other_targets(context)),
        ("section_sources", _("Sources"), said(*(own(each, context.language) for each in sources(context)))),
        ("section_method", _("How targets are judged"), bullets(_(words) for words in _METHOD)),
    )
    inner = [section(id, title, blocks) for id, title, blocks in parts if blocks]
    title, id = _("Annex 2: Gaps in the evidence, other targets, sources and method"), "section_annex"
    return section(id, title, *inner, role="sheet", listed=True), Budget(section=id, pages=3)


def unassessed(context: Context) -> tuple[Table, ...]:
    """Return why current targets cannot be judged, and what it takes: a row for each reason."""
    _, words = context.language.gettext, context.words
    columns = (words.heading("indicator"), _("Why"), _("What it takes"))
    rows = [
        Row((_names(context, each.items), said(each.reason[:1].upper() + each.reason[1:]), said(each.remedy)))
        for each in context.results.unassessed
    ]
    return _table(_("What cannot be assessed, and what it takes"), columns, rows)


def _names(context: Context, items: Sequence[tuple[Indicator, str, str]]) -> tuple[List, ...]:
    lines = dict.fromkeys(": ".join(filter(None, (each.title, *words))) for each, *words in items)
    return (List(tuple(said(own(line, context.language)) for line in lines), role="plain"),)


def other_targets(context: Context) -> tuple[Table, ...]:
    """Return the targets that do not count now: later, expired and replaced ones, a row each."""
    _, words = context.language.gettext, context.words
    columns = (words.heading("indicator"), words.heading("target", 1), _("Why it does not count"))
    rows = [
        Row((said(own(part.indicator.title, context.language)), said(line.target), said(line.stage)))
        for _id, _title, parts in context.results.groups
        for part in parts
        for line in part.lines
        if line.result.stage in ("later", "expired", "replaced") and line.stage
    ]
    return _table(_("Later, expired and replaced targets"), columns, rows)


def _table(title: str, heads: tuple[str, str, str], rows: Sequence[Row]) -> tuple[Table, ...]:
    columns = (Column(heads[0], "head", 2), Column(heads[1], width=2), Column(heads[2], width=2))
    return (Table(title=title, columns=columns, rows=tuple(rows), titled=False),) if rows else ()


def sources(context: Context) -> tuple[str, ...]:
    """Return in one line where the figures come from, then the documents that the policy is known from."""
    policy, figures = context.policy, context.words.figures
    titles = [row.where or row.publisher for rows in figures.values() for row in rows]
    titles += [each.title for each in policy.sources if each.kind in ("policy", "annex") and not each.missing]
    known = "; ".join(dict.fromkeys(filter(None, titles)))
    return (known,) if known else ()
