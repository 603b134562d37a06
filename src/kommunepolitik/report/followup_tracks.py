"""The follow-up page track by track: accounts, then each indicator with its targets, charts and tables."""

from collections.abc import Iterator, Sequence
from typing import Final

from kommunepolitik.blocks import Block, Column, Link, Number, Paragraph, Place, Row, Section, Table, Text
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.model import Indicator
from kommunepolitik.model.text import slug_of
from kommunepolitik.report.accounts import accounts
from kommunepolitik.report.areas import beside_newest
from kommunepolitik.report.compose import Part as Words
from kommunepolitik.report.compose import bullets, content, gap, own, own_link, paragraph, section
from kommunepolitik.report.context import Context
from kommunepolitik.report.lines import Line
from kommunepolitik.report.paper_figures import not_come
from kommunepolitik.report.results import Part
from kommunepolitik.report.resume import is_of, is_within, reported_period
from kommunepolitik.report.series_charts import indicator_charts

NOBODY: Final = "not_set"
"""The facet of indicators without a responsible person; slugs contain no underscore."""


def tracks(context: Context) -> Section | None:
    """Return all tracks, else areas, in the order of the policy, with the indicators under each."""
    _, results = context.language.gettext, context.results
    followed = {id: parts for id, _title, parts in results.groups if id}
    groups = [(each.id, context.words.named(each), followed.get(each.id, ())) for each in results.holders]
    ids = {each.id for each in results.holders}
    groups += [group for group in results.groups if group[0] not in ids]
    made = [_group(context, number, *group) for number, group in enumerate(groups, 1)]
    title = results.one_by_one
    title = title[:1].upper() + title[1:]
    nothing = () if context.words.accounts else (gap(_("There are no accounts yet.")),)
    inner = (*(nothing if results.holders else ()), *made, *_other_accounts(context))
    return section("section_tracks", title, inner, listed=True) if inner else None


def indicator_link(context: Context, indicator: Indicator, words: str = "") -> Link:
    """Return a link to the card of an indicator."""
    return own_link(words or indicator.title, Place(f"followup_{indicator.id}"), context.language)


def _group(context: Context, number: int, id: str, title: str, parts: Sequence[Part]) -> Section:
    _, period = context.language.gettext, reported_period(context)
    blocks: list[Block] = []
    earlier: Blocks = ()
    if id:
        now, earlier = accounts(context, [context.policy.element(id)])
        blocks += now
        is_holder = any(each.id == id for each in context.results.holders)
        if is_holder and not now and period is not None and any(is_of(each, period) for each in context.words.accounts):
            blocks.append(gap(_("No account for {period}.").format(period=context.words.period(period))))
        if not parts:
            plural = context.words.term("indicator", 2)
            blocks.append(gap(_("No {indicators} follow it up.").format(indicators=plural)))
    blocks += [_card(context, part) for part in parts]
    heading = own(title, context.language) if id else title
    return section(id or f"section_group_{number}", heading, (*blocks, *earlier), role="area", listed=True)


def shown_holders(context: Context) -> set[str]:
    """Return the ids of the tracks, areas and goals with a section on the page."""
    return {each.id for each in context.results.holders} | {id for id, _title, _parts in context.results.groups if id}


def _other_accounts(context: Context) -> Iterator[Section]:
    """Yield the accounts that no other part of the page shows."""
    policy, results = context.policy, context.results
    indicators = {part.indicator.id for _, _, parts in results.groups for part in parts}
    elsewhere = {goal.id for goal in policy.all_goals() if indicators & set(goal.indicator_ids)} | indicators
    elsewhere |= shown_holders(context) | {remark.id for _, remark in context.words.remarks}
    elsewhere |= set() if policy.plan is None else {policy.plan.id}
    ids = dict.fromkeys(each.element for each in context.words.accounts if each.element not in elsewhere)
    now, earlier = accounts(context, [policy.element(id) for id in ids], named=True)
    if ids:
        title = context.language.gettext("Other accounts")
        yield section("section_other_accounts", title, now, earlier, role="area", listed=True)


# Indicators


def _card(context: Context, part: Part) -> Section:
    indicator, language = part.indicator, context.language
    goals = [goal for goal in context.policy.all_goals() if context.results.cards.get(goal.id) == indicator.id]
    now, earlier = accounts(context, [indicator, *goals])
    owner: Blocks = ()
    if part.responsible:
        owner = content(language.gettext("Responsible"), ": ", own(part.responsible, language), role="aside")
    return section(
        f"followup_{indicator.id}",
        own(indicator.title, language),
        (
            *(*owner, *now, *targets(context, part), *beside_newest(context, indicator)),
            *(*indicator_charts(context, indicator), *earlier),
        ),
        role="card",
        listed=True,
        facets=facets(context, part),
    )


def facets(context: Context, part: Part) -> tuple[tuple[str, str], ...]:
    """Return the facets of an indicator: the statuses of its current targets, and who is responsible."""
    counts = {each.key for each in context.results.counted}
    judged = [line for line in part.lines if line.result.key in counts] or part.lines
    found = [("status", line.status.key) for line in judged]
    found.append(("responsible", slug_of(part.responsible) if part.responsible else NOBODY))
    return tuple(dict.fromkeys(found))


def targets(context: Context, part: Part) -> Blocks:
    """Return the targets of an indicator as a table; where nothing is measured, as lines."""
    _ = context.language.gettext
    if not any(line.latest for line in part.lines):
        lines = [[line.asked, *_tag(line), ": ", _no_figures(context, line)] for line in part.lines]
        return bullets(lines) if lines[1:] else content(*lines[0])
    columns = {
        Column(context.words.heading("target", 1), "head", 2): [
            content(line.asked, *_tag(line)) for line in part.lines
        ],
        Column(_("Baseline")): [_number(line.baseline, line.result.baseline_value) for line in part.lines],
        Column(_("Figure"), width=1.4): [_figure(context, line) for line in part.lines],
        Column(_("Should be")): [_required(context, line) for line in part.lines],
        Column(_("Status"), width=1.4): [status_lines(line) for line in part.lines],
        Column(_("Development"), width=1.4): [_moves(line) for line in part.lines],
    }
    kept = {column: cells for column, cells in columns.items() if any(cells)}
    rows = [
        Row(tuple(cells[number] or content("–") for cells in kept.values()), detail=content(line.explanation))
        for number, line in enumerate(part.lines)
    ]
    title = _("Follow-up of {indicator}").format(indicator=part.indicator.title)
    return (Table(title=title, columns=tuple(kept), rows=tuple(rows), titled=False),)


def _tag(line: Line) -> tuple[Words, ...]:
    return tuple(part for words in (line.stage, line.basis) if words for part in (" ", Text(words, "tag")))


def _no_figures(context: Context, line: Line) -> Text:
    """Return that nothing is measured for a target, and why or until when."""
    words = context.language.gettext("no measurements yet")
    why = "" if line.result.reason in ("no_data", "no_target") else line.finer
    more = "; ".join(filter(None, (why, line.awaited, line.published)))
    return Text(f"{words} ({more})" if more else words, "gap")


def _number(words: str, value: float | None) -> Blocks:
    return content(Number(words, value)) if words else ()


def _required(context: Context, line: Line) -> Blocks:
    """Return what was required by the period of the figure, which is named where it is before the one reported."""
    period, words = line.result.period, line.required
    if words and period is not None and not is_within(period, reported_period(context)):
        words += f" ({context.words.period(period)})"
    return _number(words, line.result.required_value)


def _figure(context: Context, line: Line) -> Blocks:
    newest = line.newest and context.language.gettext("newest: {value}").format(value=line.newest)
    missing = "" if line.stage else not_come(context, line.result)
    return (*_number(line.latest, line.result.value), *asides(line.reference, newest, missing))


def _moves(line: Line) -> Blocks:
    return tuple(each for move in line.moves for each in (*content(move.words), *asides(move.since)))


def status_lines(line: Line) -> Blocks:
    """Return the status of a target with the finer status below it."""
    return (*content(line.status), *asides(line.finer, line.awaited, line.published))


def asides(*lines: str) -> tuple[Paragraph, ...]:
    """Return lines that are less important, without the empty ones."""
    return tuple(paragraph(line, role="aside") for line in lines if line)
