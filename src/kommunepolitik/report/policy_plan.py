"""The implementation of a policy on its page: plan, indicators, figures, and remarks of the bodies."""

from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from kommunepolitik.blocks import Link, Number, Paragraph, Place, Row, Section, StatusMark
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.evaluation.evaluation import homes, responsible_for
from kommunepolitik.figures.periods import judged_days
from kommunepolitik.model import Indicator, Period, Plan, Track
from kommunepolitik.report.accounts import account_blocks
from kommunepolitik.report.compose import Part, bullets, content, own, own_link, paragraph, section, texts
from kommunepolitik.report.context import Context
from kommunepolitik.report.parts import asked
from kommunepolitik.report.policy_elements import (
    cited,
    fields,
    joined,
    lacking,
    lines,
    link,
    listed,
    name,
    ours,
    part,
    row,
    statement,
    table,
    unknown,
)
from kommunepolitik.report.policy_words import FigureRow


def plan(context: Context) -> Section | None:
    """Return the plan, with a row for each track."""
    found, _, words = context.policy.plan, context.language.gettext, context.words
    if found is None:
        return None
    rows = list[Row]()
    for strand, several in groupby(found.tracks, key=lambda track: track.strand):
        tracks = list(several)
        alike = {track.follow_up for track in tracks}
        shared = alike.pop() if len(tracks) > 1 and len(alike) == 1 else None
        if strand or shared:
            rows.append(Row(((*texts(strand, context.language), *texts(shared, context.language)),)))
        rows += [_track(context, track, None if shared else track.follow_up) for track in tracks]
    heads: dict[str, float] = {
        words.heading("track", 1): 2,
        _("Activities and follow-up"): 3,
        words.heading("indicator"): 1,
    }
    heads |= {_("Responsible"): 1.5, _("First report"): 1}
    shown = table(_("Follow-up of each track"), heads, rows)
    reporting = fields((_("Reporting"), lines([*_reporting(context, found)])))
    return part(context, found, reporting, shown, cited(context, [found]), is_listed=True)


def _reporting(context: Context, plan: Plan) -> Iterator[list[Part]]:
    _, words, language = context.language.gettext, context.words, context.language
    for each in plan.reporting:
        often, first = words.label("frequency", each.frequency), words.period(each.first)
        parts: list[Part] = [own(each.to, language), f", {often}" if often else ""]
        parts += [", ", _("first in {period}").format(period=first)] if first else []
        parts += [", ", _("prepared by"), " ", own(each.lead, language)] if each.lead else []
        yield [*parts, ". ", own(each.note, language)] if each.note else parts


def _track(context: Context, track: Track, follow_up: str | None) -> Row:
    words, language, _ = context.words, context.language, context.language.gettext
    area, links, activities = track.focus_area, track.indicator_links, []
    is_namesake = area and words.title(context.policy.element(area)).casefold() == track.title.casefold()
    for each in track.activities:
        when = [_("by {period}").format(period=words.period(each.due))] if each.due else []
        when += [_("done {period}").format(period=words.period(each.done))] if each.done else []
        activities.append((own(each.title, language), "".join(f", {each}" for each in when)))
    heading = (
        *content(own(name(context, track), language)),
        *(content(link(context, area)) if area and not is_namesake else ()),
    )
    shown = ("measured_by", "responsible", "first_report")
    work = (*bullets(activities), *texts(follow_up, language), *lacking(context, track, *shown))
    measured: Blocks = unknown(context, track, "measured_by")
    if links:
        count = f"{len(links)} {words.term('indicator', len(links))}"
        measured = content(Link(count, Place(links[0].indicator)), *{ours(context, each.basis) for each in links})
    return row(context, track, heading, work, measured, "responsible", "first_report")


# Indicators and figures


def indicators(context: Context) -> Section | None:
    """Return the follow-up indicators with their details, under their track or area."""
    _, words, policy, found = (
        context.language.gettext,
        context.words,
        context.policy,
        context.words.indicators("follow_up"),
    )
    placed: dict[str, list[Indicator]] = {}
    for each in found:
        home = homes(policy, each.id, "track") or homes(policy, each.id, "area") or [""]
        placed.setdefault(home[0], []).append(each)
    rows = list[Row]()
    for id, members in placed.items():
        rows += [Row((content(link(context, id) if id else _("Other indicators")),))] if len(placed) > 1 else []
        rows += [_indicator(context, each) for each in members]
    heads = {words.heading("indicator", 1): 2, _("What is measured"): 3.8, _("Baseline"): 1.2}
    heads |= {words.heading("target"): 1.6, _("Newest figure"): 1, _("Responsible"): 0.8}
    title = words.heading("indicator")
    return listed(context, "section_indicators", title, found, table(title, heads, rows))


def _indicator(context: Context, each: Indicator) -> Row:
    words, language, baseline = context.words, context.language, each.baseline
    title, place = name(context, each), Place(f"followup_{each.id}", "followup", (context.policy.id,))
    heading = own_link(title, place, language) if context.evaluation is not None else own(title, language)
    start = unknown(context, each, "baseline")
    if baseline is not None:
        when, figure = words.period(baseline.period), "" if baseline.value is None else words.figure(baseline, each)
        dated = f"{figure} ({when})" if figure and when else figure or when
        start = content(_revised(context, each) or dated) + (() if figure else start)
    who = texts(responsible_for(context.policy, each.id), language) or unknown(context, each, "responsible")
    cells = (content(heading, ours(context, each.basis)), _definition(context, each), start, _targets(context, each))
    return row(context, each, *cells, tuple(_newest(context, each)), who)


def _revised(context: Context, each: Indicator) -> str:
    """Return the baseline used for the judgement, where a newer figure of its period replaces the stated one."""
    results = () if context.evaluation is None else context.results.of(each.id)
    for result in (one for one in results if one.stated_baseline is not None):
        texts = context.results.lines.words(result)
        words = context.language.gettext("{value} ({period}, revised; the policy states {stated})")
        period = context.words.period(result.baseline_period)
        return words.format(value=texts.baseline, period=period, stated=texts.stated_baseline)
    return ""


def _newest(context: Context, each: Indicator) -> Iterator[Paragraph]:
    """Yield the newest figure by the date of the report, and below it a later forecast."""
    words, at = context.words, None if context.evaluation is None else context.evaluation.at
    dated = [figure for figure in words.figures.get(each.id, ()) if not figure.group and figure.observation.period]
    dated.sort(key=lambda figure: judged_days(figure.observation.period)[::-1])
    measured = [figure for figure in dated if figure.observation.quality != "forecast" and _is_over(figure, at)]
    for figure in measured[-1:]:
        yield paragraph(f"{figure.value} ({', '.join(filter(None, (figure.period, figure.quality)))})")
    if dated and dated[-1].observation.quality == "forecast":
        text = context.language.gettext("forecast for {period}: {value}")
        yield paragraph(text.format(period=dated[-1].period, value=dated[-1].value), role="aside")


def _is_over(figure: FigureRow, at: Period | None) -> bool:
    return at is None or judged_days(figure.observation.period)[1] <= judged_days(at)[1]


def _targets(context: Context, each: Indicator) -> Blocks:
    _, words, made = context.language.gettext, context.words, list[list[Part]]()
    if not each.targets and each.kind == "qualitative" and each.gap("targets") is None:
        return content(_("judged in words"))
    kinds = {(one.kind, one.group, getattr(one, "due", None), getattr(one, "per", None)) for one in each.targets}
    if len(kinds) == 1 and len(each.targets) == 2 and (band := words.band(each.targets, each)):
        return content(band)
    for target in each.targets:
        parts: list[Part] = [words.target(target, each), ours(context, target.basis)]
        baseline = None if getattr(target, "relative_to", None) else getattr(target, "baseline", None)
        if baseline is not None and baseline.value is not None:
            parts += [", ", _("from {value}").format(value=words.figure(baseline, each))]
        if target.replaced_by is not None:
            decision = words.named(context.policy.element(target.replaced_by.decision))
            parts += [" (", _("replaced by decision: {decision}").format(decision=decision), ")"]
        made.append(parts)
    return (*lines(made), *unknown(context, each, "targets"))


def _definition(context: Context, each: Indicator) -> Blocks:
    """Return the population, definition and frequency of an indicator, and who keeps the figures."""
    _, words, language, source = context.language.gettext, context.words, context.language, each.data_source
    facts = list[Part]()
    if each.frequency:
        facts += [" ", _("Measured {frequency}.").format(frequency=words.label("frequency", each.frequency))]
    if source is not None and each.role != "context":
        facts += [" ", _("Figures from"), " ", own(source.keeper, language)]
        if source.lag is not None:
            late = language.ngettext("%(num)s month after the period", "%(num)s months after the period", source.lag)
            facts += [", ", late % {"num": source.lag}]
        facts += [", ", Link(source.url, url)] if source.url and (url := words.url(source.url)) else []
        facts += [" (", own(source.note.rstrip("."), language), ")."] if source.note and context.internal else ["."]
    for each_break in each.breaks:
        facts += [" ", _("Measured in a new way from {period}.").format(period=words.period(each_break.period))]
    gaps = lacking(context, each, "baseline", "targets", "responsible")
    of = texts(each.population, language, "aside")
    return (*of, *statement(context, each), *content(*facts[1:]), *gaps)


def figures(context: Context) -> Section | None:
    """Return the background indicators and figures not used for targets, each with its source."""
    _, elsewhere, rows, undated = context.language.gettext, _in_follow_up(context), list[Row](), False
    followed = content(Link(_("all in the follow-up"), Place(page="followup", policies=(context.policy.id,))))
    for each in context.policy.indicators:
        known, is_context = context.words.figures.get(each.id, ()), each.role == "context"
        if is_context or (known and each.id not in elsewhere):
            title, what = content(own(each.title, context.language)), _definition(context, each) if is_context else ()
            is_elsewhere = known and each.id in elsewhere
            numbers = _numbers(context, _newest_of_groups(context, known) if is_elsewhere else known)
            numbers += followed if is_elsewhere else ()
            cells = (title, what, numbers, _publishers(context, known))
            rows.append(row(context, each, *cells) if is_context else Row(cells))
            undated |= any(not figure.period for figure in known)
    caption, heads = _("Facts in figures"), {_("What"): 2, _("What is measured"): 3, _("Value"): 2, _("Source"): 1.5}
    words = _("Where no year is given, the source does not state the period of the figure.")
    foot = content(words, role="foot") if undated else ()
    return section("section_figures", caption, table(caption, heads, rows), foot, listed=True) if rows else None


def _newest_of_groups(context: Context, figures: Sequence[FigureRow]) -> Sequence[FigureRow]:
    """Return the newest figure of each group by the date of the report."""
    at = None if context.evaluation is None else context.evaluation.at
    rows = sorted(
        (each for each in figures if _is_over(each, at)), key=lambda each: judged_days(each.observation.period)
    )
    return list({each.group: each for each in rows if each.observation.quality != "forecast"}.values())


def _numbers(context: Context, figures: Sequence[FigureRow]) -> Blocks:
    """Return the figures of an indicator, a line for each group."""
    groups: dict[str, list[Part]] = {}
    for figure in figures:
        words = figure.value + (f" ({figure.quality})" if figure.quality else "")
        number = Number(words, figure.observation.value if figure.observation.is_exact else None)
        groups.setdefault(figure.group, []).extend((", ", number, f" ({figure.period})" if figure.period else ""))
        if context.internal and figure.note:
            groups[figure.group].append(own(f" – {figure.note}", context.language))
    named = {group: (own(group, context.language), ": ") if group else () for group in groups}
    return lines([(*named[group], *parts[1:]) for group, parts in groups.items()])


def _publishers(context: Context, figures: Sequence[FigureRow]) -> Blocks:
    sources = {figure.observation.source: None for figure in figures if not figure.publisher}
    named: list[Part] = [
        own(words, context.language) for words in dict.fromkeys(figure.publisher for figure in figures) if words
    ]
    return content(
        *joined([*named, *(link(context, id) if id in context.policy.elements else id for id in sources)], "; ")
    )


def _in_follow_up(context: Context) -> set[str]:
    """Return the indicators whose figures are in the follow-up, if there is one: followed and compared ones."""
    results = () if context.evaluation is None else context.evaluation.results
    if all(each.status == "not_assessed" for each in results if each.policy == context.policy.id):
        return set()
    followed = context.words.indicators("follow_up")
    relatives = (getattr(target, "relative_to", None) for each in followed for target in each.targets)
    return {each.id for each in followed} | {each.indicator for each in relatives if each and each.indicator}


# Remarks of the bodies


def remarks(context: Context) -> Section | None:
    """Return the remarks of the bodies with their answers, equal remarks once."""
    _, words, rows = context.language.gettext, context.words, []
    for each in asked(words):
        bodies = bullets([own(words.named(decision), context.language)] for decision, _remark in each.remarks)
        answers = tuple(chain(*(account_blocks(context, account) for account in each.answers)))
        unanswered = content(StatusMark("open", _("unanswered"), "○"))
        rows.append(row(context, each.remarks[0][1], "statement", bodies, "expected", answers or unanswered))
    title, heads = _("Remarks of the bodies"), {_("Remark"): 3, _("Asked for by"): 2, _("Expected"): 1, _("Answer"): 2}
    return section("section_remarks", title, table(title, heads, rows), listed=True) if rows else None
