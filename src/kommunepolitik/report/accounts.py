"""Accounts in reports: which are about an element, which are of the period of the report, and how one is shown."""

from collections.abc import Sequence
from typing import Final

from kommunepolitik.blocks import Block, Quote, Text
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.errors import N_
from kommunepolitik.model import Account, Element, FocusArea, Goal, Indicator, Track
from kommunepolitik.report.compose import Part, own, paragraph, texts
from kommunepolitik.report.context import Context
from kommunepolitik.report.parts import numbered
from kommunepolitik.report.resume import accounts_of, is_of, reported_period

_ADJUST: Final = {
    "yes": N_("The plan should be adjusted."),
    "no": N_("The plan should not be adjusted."),
    "undecided": N_("Whether to adjust is undecided."),
}


def accounts_about(context: Context, indicator: Indicator) -> Sequence[tuple[Element, Account]]:
    """Return the newest account of an indicator and of each thing that it measures: first itself, then goals."""
    holders: list[Element] = [indicator, *context.words.measures(indicator)]
    holders.sort(key=lambda holder: (isinstance(holder, Track | FocusArea), isinstance(holder, Goal)))
    found = ((holder, context.words.answers(holder)) for holder in holders)
    return [(holder, accounts[-1]) for holder, accounts in found if accounts]


def home_of(context: Context, goal: Goal) -> str | None:
    """Return the indicator under which a page has the accounts of a goal: the first that measures it and is shown."""
    shown = dict.fromkeys(part.indicator.id for _, _, parts in context.results.groups for part in parts)
    return next((each for each in shown if each in goal.indicator_ids), None)


def acted(context: Context, indicator: Indicator) -> str:
    """Say whether an account of an indicator, or of a goal that it measures, says what will be done."""
    period = reported_period(context)
    goals = [goal.id for goal in context.policy.all_goals() if indicator.id in goal.indicator_ids]
    found = [each for id in (indicator.id, *goals) for each in accounts_of(context, id, None) if each.action]
    if any(period is None or is_of(each, period) for each in found):
        return N_("yes")
    return N_("out of date") if found else N_("no")


def accounts(context: Context, elements: Sequence[Element], *, named: bool = False) -> tuple[Blocks, Blocks]:
    """Return the accounts of elements for the period of the report, and those of earlier times."""
    now: list[Block] = []
    earlier: list[Block] = []
    period = reported_period(context)
    found = [(each, element) for element in elements for each in accounts_of(context, element.id, None)]
    for account, element in sorted(found, key=lambda pair: pair[0].period.sort_key, reverse=True):
        held = now if period is None or is_of(account, period) else earlier
        held += account_blocks(context, account, element if named or element is not elements[0] else None)
    return tuple(now), tuple(earlier)


def account_blocks(context: Context, account: Account, element: Element | None = None) -> Blocks:
    """Return an account under its period, with who wrote it and when; `element`: what it is about, if not clear."""
    words, language = context.words, context.language
    _ = language.gettext
    heading = _("Account for {period}").format(period=words.period(account.period))
    of: tuple[Part, ...] = () if element is None else (": ", own(numbered(words, element), language, "strong"))
    due = _("by {period}").format(period=words.period(account.action_due)) if account.action_due else ""
    more = ", ".join(filter(None, (account.action_by, due)))
    action = f"{account.action.rstrip('.')} ({more})." if account.action and more else account.action
    parts = ((_("Cause"), account.cause), (_("What will be done"), action))
    labelled = [paragraph(Text(f"{label}: ", "strong"), own(text, language)) for label, text in parts if text]
    if account.adjust:
        labelled.append(paragraph(_(_ADJUST[account.adjust])))
    where = ", ".join(filter(None, (words.period(account.date), words.where(account.citation))))
    quote = Quote((*texts(account.text, language), *labelled), account.reported_by or "", where)
    return (paragraph(Text(heading, "strong"), *of), quote)
