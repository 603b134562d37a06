"""The paper, track by track: the account, what is not reached, why, what will be done, and what is overdue."""

from collections.abc import Iterator, Sequence

from kommunepolitik.blocks import Budget, Columns, Fields, Notice, Section, Text
from kommunepolitik.blocks.blocks import Block, Blocks
from kommunepolitik.evaluation import MessageFormatter, Wording
from kommunepolitik.evaluation.results import SHOWN_AS
from kommunepolitik.figures.periods import judged_days
from kommunepolitik.model import Account, Indicator, Remark, Track
from kommunepolitik.report.compose import Part, bullets, own, paragraph, said, section, texts
from kommunepolitik.report.context import Context
from kommunepolitik.report.lines import target_of, verdict
from kommunepolitik.report.paper_overview import Band, Group, groups, one_by_one
from kommunepolitik.report.parts import numbered
from kommunepolitik.report.results import home
from kommunepolitik.report.resume import is_of, joined, reported_period, responsible_of
from kommunepolitik.report.series_charts import main_chart

_CHARTED = 3
"""Where more targets than this lag, half a page has no room for a chart beside their sentences."""


def tracks(context: Context) -> tuple[Section, tuple[Budget, ...]]:
    """Return every track, or area, with the accounts of the period; each takes half a page at most."""
    policy, written = context.policy, dict[str, list[Account]]()
    remarks = {id for id, each in policy.elements.items() if isinstance(each, Remark)}
    for account in accounts(context):
        if account.element not in remarks:
            written.setdefault(home(policy, account.element), []).append(account)
    held = groups(context)
    made = [_track(context, group, written.pop(group.id, [])) for group in held]
    rest = [each for several in written.values() for each in several]  # of the plan, or of what has no targets
    sections = [each for each in made if each is not None]
    title = one_by_one(context).capitalize()
    above = [block for each in rest for block in _text(context, each)]
    whole = section("section_tracks", title, *above, *sections, role="sheet", listed=True)
    return whole, tuple(Budget(section=each.id, pages=0.5) for each in sections)


def accounts(context: Context) -> Sequence[Account]:
    """Return the accounts of the period of the report; of a report without a date all."""
    period = reported_period(context)
    return [each for each in context.words.accounts if period is None or is_of(each, period)]


def _track(context: Context, group: Group, written: Sequence[Account]) -> Section | None:
    """Return a track; None for what is no track or area and has nothing to say."""
    _, period = context.language.gettext, reported_period(context)
    own_one = [each for each in written if each.element == group.id]
    lagging = [band for band in group.bands if SHOWN_AS[verdict(band).status] in ("off_track", "missed")]
    if not (written or lagging or group.holder in context.results.holders):
        return None
    above: list[Block] = [block for each in own_one for block in texts(each.text, context.language)]
    above += [block for each in written if each not in own_one for block in _text(context, each)]
    if not own_one and group.holder in context.results.holders:
        above.insert(0, owed(context, _("Account"), responsible_of(context.policy, group.id)))
    chart = None
    if len(lagging) <= _CHARTED:
        chart = main_chart(context, [context.policy.indicator(id) for id in group.indicators])
    fields = (
        (_("Missed or off track"), bullets(_sentence(context, band) for band in lagging)),
        (_("Why"), bullets(_named(context, each, each.cause) for each in written if each.cause)),
        (_("What we do"), bullets(_acted(context, each) for each in written if each.action or each.adjust)),
        (_("Overdue"), bullets(_overdue(context, group))),
    )
    title: tuple[Part, ...] = (group.title,)
    if own_one and period is not None:
        title += (_(" – account for {period}").format(period=context.words.period(period)),)
    blocks: Blocks = (Columns((tuple(above), (chart,))),) if chart is not None and above else tuple(above)
    shown = Fields(tuple(each for each in fields if each[1]))
    blocks += (shown,) * bool(shown.items) + _unexplained(context, lagging, written)
    return section(group.id or "section_rest", title, blocks, role="track")


def owed(context: Context, what: str, by: str) -> Notice:
    """Return the placeholder of a text that somebody has still to write."""
    _ = context.language.gettext
    plan = context.policy.plan
    who = by or (plan.responsible if plan and plan.responsible else _("the administration"))
    words = _("{text}: to be written by {unit}.").format(text=what, unit=who)
    return Notice("missing_text", said(words))


def _named(context: Context, account: Account, words: str | None) -> list[Part]:
    """Return words of an account after the name of what it is about, unless that is the track itself."""
    element, parts = context.policy.element(account.element), list[Part]()
    if not isinstance(element, Track):
        parts.append(own(f"{numbered(context.words, element)}: ", context.language, "strong"))
    return [*parts, own(words or "", context.language)]


def _text(context: Context, account: Account) -> Blocks:
    """Return the account of something within a track, after its name."""
    return (paragraph(*_named(context, account, account.text)),)


def _acted(context: Context, account: Account) -> list[Part]:
    """Say what will be done, who does it and by when; and whether the plan should be adjusted."""
    _ = context.language.gettext
    parts = _named(context, account, (account.action or "").rstrip("."))
    due = "" if account.action_due is None else _("by {period}").format(period=context.words.period(account.action_due))
    who = ", ".join(filter(None, (account.action_by, due)))
    if account.action:
        parts.append(f" ({who})." if who else Text(" " + _("(who and when is to be written)."), "gap"))
    if account.adjust in ("yes", "undecided"):
        words = {"yes": _("The plan should be adjusted."), "undecided": _("Whether to adjust is undecided.")}
        parts.append(" " + words[account.adjust])
    return parts


def _unexplained(context: Context, lagging: Sequence[Band], written: Sequence[Account]) -> Blocks:
    """Return who has still to write why targets are not reached, and what will be done."""
    explained = {id for each in written if each.cause and each.action for id in _about(context, each)}
    missing: dict[str, list[str]] = {}
    for id in dict.fromkeys(band[0].indicator for band in lagging):
        if id not in explained:
            missing.setdefault(responsible_of(context.policy, id), []).append(context.policy.indicator(id).title)
    text, words = context.language.gettext("Cause and action for {names}"), context.words
    return tuple(
        owed(
            context,
            text.format(
                names=" ".join((str(len(names)), words.term("indicator", 2)))
                if names[2:]
                else joined(names, context.language)
            ),
            unit,
        )
        for unit, names in missing.items()
    )


def _about(context: Context, account: Account) -> Sequence[str]:
    element = context.policy.element(account.element)
    return (element.id,) if isinstance(element, Indicator) else getattr(element, "indicator_ids", ())


def _sentence(context: Context, band: Band) -> list[Part]:
    """Say a figure, what is asked for, what it should be by now, and what it was before, in plain sentences."""
    result, view, _ = verdict(band), context.words, context.language.gettext
    lines = context.results.lines
    words, indicator = lines.words(result), context.policy.indicator(result.indicator)
    targets = [each for one in band if (each := target_of(indicator, one.target)) is not None]
    wording = Wording(policy=context.policy, indicator=indicator, formatter=MessageFormatter.of(context.language))
    target = wording.band(targets, with_group=False) or "".join(
        wording.target(each, with_group=False) for each in targets[:1]
    )
    figure = words.figure or f"»{result.judgement}«"
    parts = [_("{figure} in {period}").format(figure=figure, period=view.period(result.period))]
    if target:
        promise = result.kind == "standing"
        text = (
            _("the promise is {target}")
            if promise
            else _("the target was {target}")
            if result.over
            else _("the target is {target}")
        )
        parts.append(text.format(target=target))
    sentences = ["; ".join(parts)]
    if SHOWN_AS[result.status] == "off_track" and words.required and words.required_at_most != words.figure:
        sentences.append(_("Should be now: {value}").format(value=words.required_at_most))
    if words.previous:
        text = _("In {period} it was {value}")
        sentences.append(text.format(period=view.period(result.previous_period), value=words.previous))
    return [own(f"{words.name}: ", context.language, "strong"), " ".join(f"{each}." for each in sentences)]


def _overdue(context: Context, group: Group) -> Iterator[str]:
    """Yield the activities that should have been done by the date of the report."""
    now = judged_days(context.results.reference)[1]
    for activity in group.holder.activities if isinstance(group.holder, Track) else ():
        if activity.due is not None and activity.done is None and judged_days(activity.due)[1] <= now:
            due = context.language.gettext("by {period}").format(period=context.words.period(activity.due))
            yield f"{activity.title} ({due})"
