"""The yearly follow-up as a web page with all details: the summary first, then track by track, sources last."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from kommunepolitik.blocks import (
    Block,
    Column,
    Distribution,
    Filter,
    Link,
    Place,
    Report,
    Row,
    Section,
    StatusMark,
    Table,
    Text,
)
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.errors.marks import NN_
from kommunepolitik.evaluation import Result
from kommunepolitik.evaluation.evaluation import responsible_for
from kommunepolitik.model import FocusArea, Goal, Indicator, Track
from kommunepolitik.model.text import slug_of
from kommunepolitik.report.accounts import account_blocks, accounts, accounts_about, acted, adjustments
from kommunepolitik.report.changes import changes
from kommunepolitik.report.compose import bullets, content, gap, own, paragraph, section, texts
from kommunepolitik.report.context import Context
from kommunepolitik.report.downloads import all_figures
from kommunepolitik.report.figures import not_counted
from kommunepolitik.report.followup_tracks import NOBODY, facets, indicator_link, shown_holders, tracks
from kommunepolitik.report.lines import LAGGING, SHOWN_WORDS, WORST_FIRST
from kommunepolitik.report.parts import (
    METHOD,
    UNDATED,
    Asked,
    GapGroup,
    asked,
    dues,
    gaps_of_follow_up,
    goals_without_indicator,
    notices,
    shortcomings,
)
from kommunepolitik.report.resume import is_of, joined, reported_period, resume, within

_ORDER: Final = (*WORST_FIRST, "not_assessed")
_OCCASION: Final = NN_(
    "{count} current target is not on track or missed; that is an occasion to look at the plan again.",
    "{count} current targets are not on track or missed; that is an occasion to look at the plan again.",
)


def followup_page(context: Context) -> Report:
    """Return the yearly follow-up of a policy, in reading order."""
    policy, language = context.policy, context.language
    _ = language.gettext
    sections = tuple(filter(None, (build(context) for build in SECTIONS)))
    name = policy.municipality.full_name
    return Report(
        kind="followup",
        title=_("Follow-up of {policy}").format(policy=policy.title),
        language=language.code,
        kicker=" · ".join(filter(None, (name, policy.policy_area))),
        publisher=name,
        notices=notices(context.words),
        links=(
            Link(_("All policies"), Place(page="index")),
            Link(_("The policy itself"), Place(page="policy", policies=(policy.id,))),
            Link(_("The case before the committee"), Place(page="paper", policies=(policy.id,))),
        ),
        sections=sections,
        place=Place(page="followup", policies=(policy.id,)),
        filters=_filters(context),
        counts=context.words.term("indicator", 2),
    )


def _filters(context: Context) -> tuple[Filter, ...]:
    """Return the filters of indicators that offer a choice."""
    _, parts = context.language.gettext, [part for _, _, parts in context.results.groups for part in parts]
    used = {facet for part in parts for facet in facets(context, part)}
    names = sorted({part.responsible for part in parts if part.responsible})
    units = [*((slug_of(name), name) for name in names), (NOBODY, _("Nobody is named as responsible"))]
    every = (
        ("status", _("Status"), [(key, _(words)) for key, words in SHOWN_WORDS.items()]),
        ("responsible", _("Responsible"), units),
    )
    shown = ((key, title, tuple(each for each in choices if (key, each[0]) in used)) for key, title, choices in every)
    return tuple(Filter(key=key, title=title, choices=choices) for key, title, choices in shown if len(choices) > 1)


# Summary


def summary(context: Context) -> Section:
    """Return the summary, which takes a minute to read."""
    first, *rest = resume(context)
    rest = rest if context.results.reference else rest[:-1]  # without a figure, nothing is judged by the newest one
    later = not_counted(context.later, context.language)
    lines = (paragraph(first, role="lead"), *map(paragraph, [*rest, *([later] if later else [])]))
    return section("section_summary", context.language.gettext("In short"), lines, listed=True)


def overview(context: Context) -> Section | None:
    """Return the current targets by status, with a list for each; None where none can be assessed."""
    _, results = context.language.gettext, context.results
    if all(share.status.key == "not_assessed" for share in results.distribution):
        return None
    inner = []
    for share in sorted(results.distribution, key=lambda share: _ORDER.index(share.status.key)):
        items = [_listed(context, each) for each in results.counted if results.lines.status(each) == share.status]
        inner += [paragraph(share.status), *bullets(items)]
    spread = Distribution(title=_("Current targets by status"), shares=results.distribution)
    return section("section_overview", _("Overview"), spread, tuple(inner), listed=True)


def _listed(context: Context, result: Result) -> Blocks:
    """Return a target with its figure."""
    results, indicator = context.results, context.policy.indicator(result.indicator)
    line = results.lines.line(results.band(result), indicator, {result.key})
    text = "; ".join(filter(None, (line.target, line.latest, line.finer)))
    return content(indicator_link(context, indicator), Text(f": {text}", "aside"))


# After the tracks


def lagging(context: Context) -> Section | None:
    """Return the current targets that are behind, each with a link to its explanation and whether action is planned."""
    _, results, language = context.language.gettext, context.results, context.language
    rows = []
    for result in _behind(context):
        indicator, (title, more) = context.policy.indicator(result.indicator), results.name(result)
        name = (indicator_link(context, indicator, title), f" ({more})" if more else "")
        owner = own(responsible_for(context.policy, indicator.id), language)
        cells = (_explained(context, indicator), content(_(acted(context, indicator))), content(owner))
        rows.append(Row((content(results.lines.status(result), " ", *name), *cells)))
    heads = (Column(context.words.heading("indicator", 1), "head", 2), Column(_("Explanation"), width=1.5))
    title = _("What lags: explanation and action")
    columns = (*heads, Column(_("Action")), Column(_("Responsible")))
    table = Table(title=title, columns=columns, rows=tuple(rows), titled=False)
    return section("section_lagging", title, table, listed=True) if rows else None


def _behind(context: Context) -> Sequence[Result]:
    lines = context.results.lines
    return [each for key in LAGGING for each in context.results.counted if lines.status(each).key == key]


def _explained(context: Context, indicator: Indicator) -> Blocks:
    """Return a link to the newest account about an indicator: of the period, else of an earlier one."""
    _, period, found = context.language.gettext, reported_period(context), accounts_about(context, indicator)
    now = [(holder, each) for holder, each in found if is_of(each, period)]
    if not found:
        return content(_("none"))
    holder, account = (now or found)[0]  # the nearest
    words = (_("account for {period}") if now else _("only the account for {period}")).format(
        period=context.words.period(account.period)
    )
    if isinstance(holder, Track | FocusArea):
        anchor = holder.id if holder.id in shown_holders(context) else "section_other_accounts"
        return content(Link(words, Place(anchor)), Text(" " + _("(about the whole of it)"), "aside"))
    shown = context.results.cards.get(holder.id) if isinstance(holder, Goal) else indicator.id
    return content(Link(words, Place(f"followup_{shown}")))


def unassessed(context: Context) -> Section | None:
    """Return what cannot be assessed, by reason, and what is needed."""
    _, blocks = context.language.gettext, list[Block]()
    for each in context.results.unassessed:
        blocks.append(paragraph(Text(f"{each.reason[:1].upper()}{each.reason[1:]}", "strong"), f" ({len(each.items)})"))
        blocks.append(paragraph(_("What it would take:"), " ", each.remedy))
        blocks += bullets(
            [indicator_link(context, indicator), target and f": {target}", words and f" – {words}"]
            for indicator, target, words in each.items
        )
    title = _("What cannot be assessed, and what it would take")
    return section("section_unassessed", title, tuple(blocks), listed=True) if blocks else None


def remarks(context: Context) -> Section | None:
    """Return the remarks of bodies with their decisions, the unanswered first, and equal ones once."""
    found = tuple(_remark(context, each) for each in asked(context.words))
    title = context.language.gettext("Remarks and answers")
    return section("section_remarks", title, found, listed=True) if found else None


def _remark(context: Context, each: Asked) -> Section:
    _, words, language = context.language.gettext, context.words, context.language
    status = StatusMark("done", _("answered"), "✔") if each.answers else StatusMark("open", _("not answered"), "◌")
    dates = dict.fromkeys(words.period(decision.date) for decision, _remark in each.remarks if decision.date)
    when = _(" and ").join(dates)
    bodies = own(joined(each.bodies, language), language)
    expected = (
        content(_("To be answered {when}.").format(when=within(each.expected, language))) if each.expected else ()
    )
    answers = tuple(block for account in reversed(each.answers) for block in account_blocks(context, account))
    title = (status, ": ", bodies, f", {when}" if when else "")
    return section(each.remarks[0][1].id, title, texts(each.statement, language), expected, answers, role="card")


def plan(context: Context) -> Section | None:
    """Return whether the figures give occasion to revise the plan, and the accounts of the plan."""
    _, policy, results, language = context.language.gettext, context.policy, context.results, context.language
    if policy.plan is None and not results.counted:
        return None
    behind = _behind(context)
    words = _("No current target lags; the figures give no occasion to adjust the plan.")
    if all(share.status.key == "not_assessed" for share in results.distribution):
        words = _("The figures do not show whether the plan should be adjusted: nothing could be assessed.")
    elif behind:
        words = language.ngettext(*_OCCASION, len(behind)).format(count=len(behind))
    now, earlier = accounts(context, [policy.plan]) if policy.plan else ((), ())
    silent = _(
        "No account of the plan as a whole states whether it should be adjusted; that is for the committee to consider."
    )
    title = _("Is there occasion to adjust the plan?")
    lines = (paragraph(words), *content(adjustments(context)))
    return section("section_plan", title, lines, now or (gap(silent),), earlier, listed=True)


def due(context: Context) -> Section | None:
    """Return what is overdue, and what is due next."""
    _, language, found = context.language.gettext, context.language, dues(context.results)
    if not found:
        return None
    late = Text(_("overdue"), "gap")
    rows = tuple(
        Row(
            (
                content(each.when) + (content(late) if each.overdue else ()),
                content(each.what),
                bullets(own(title, language) for title in each.titles)
                if each.titles[1:]
                else content(own(each.titles[0], language)),
            )
        )
        for each in found
    )
    columns = (Column(_("When"), "head"), Column(_("What"), width=2), Column(_("About"), width=2))
    title = _("Deadlines: overdue and to come")
    undated = content("" if context.results.reference else _(UNDATED))
    return section(
        "section_due", title, undated, Table(title=title, columns=columns, rows=rows, titled=False), listed=True
    )


def gaps(context: Context) -> Section | None:
    """Return goals without an indicator, gaps that the policy names, and for internal readers findings of rules."""
    _, words = context.language.gettext, context.words
    gaps, unmeasured = gaps_of_follow_up(words), goals_without_indicator(words)
    found = shortcomings(words, context.findings) if context.internal else ()
    count, every = sum(max(len(each.names), 1) for each in gaps), len(words.gaps)
    missing = words.missing(count)
    if count < every:
        missing = _("{count} of the {all} missing pieces of information concern the follow-up")
        missing = missing.format(count=count, all=every)
    without = _("Goals without {indicators}").format(indicators=words.term("indicator", 2))
    parts = (
        ("section_unmeasured", without, unmeasured),
        ("section_missing", missing, gaps),
        ("section_findings", _("What the rules found"), found),
    )
    inner = tuple(section(id, title, _grouped(context, groups)) for id, title, groups in parts if groups)
    return section("section_gaps", _("Gaps in the evidence"), inner, listed=True) if inner else None


def _grouped(context: Context, groups: Sequence[GapGroup]) -> Blocks:
    language = context.language
    return bullets(
        (*content(Text(each.words, "strong")), *bullets(own(name, language) for name in each.names)) for each in groups
    )


def method(context: Context) -> Section:
    """Return how targets are judged, in six lines."""
    _ = context.language.gettext
    lines = [_(words) for words in METHOD.values()]
    if context.results.evaluation.method == "cagr":
        lines[2] += " " + _("The way is one of constant growth a year (cagr).")
    return section("section_method", _("Method"), bullets(lines), listed=True)


def sources(context: Context) -> Section:
    """Return the sources of the figures with their numbers, and the documents of the policy."""
    _, language, words = context.language.gettext, context.language, context.words
    rows = [row for rows in words.figures.values() for row in rows]
    counts = Counter(row.where or row.publisher or _("source not stated") for row in rows)
    figures = bullets(
        [own(name, language), " (", language.ngettext("%(num)s figure", "%(num)s figures", count) % {"num": count}, ")"]
        for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    others = [own(each.title, language) for each in context.policy.sources if each.title not in counts]
    inner = (
        section("section_figures", _("Where the figures come from"), figures or (gap(_("No figures yet.")),)),
        *((section("section_documents", _("Documents of the policy"), bullets(others)),) if others else ()),
    )
    return section("section_sources", _("Sources"), all_figures(context), inner, listed=True)


SECTIONS: Final = (
    *(summary, overview, changes, tracks, lagging, unassessed, remarks),
    *(plan, due, gaps, method, sources),
)
"""What the page has, in reading order; a section without content is None."""
