"""Accounts in reports: those about an element, those of the report's period, and how an account is shown."""

from collections.abc import Sequence
from typing import Final

from kommunepolitik.blocks import Block, Quote, Text
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.errors.marks import N_
from kommunepolitik.model import Account, Element, FocusArea, Goal, Indicator, Track
from kommunepolitik.report.compose import Part, content, own, paragraph, texts
from kommunepolitik.report.context import Context
from kommunepolitik.report.parts import numbered
from kommunepolitik.report.resume import accounts_of, is_of, reported_period, responsible_of

_ADJUST: Final = {
    "yes": N_("{unit} finds that the plan should be adjusted."),
    "no": N_("The plan should not be adjusted."),
    "undecided": N_("{unit} has not decided whether the plan should be adjusted."),
}


def accounts_about(context: Context, indicator: Indicator) -> Sequence[tuple[Element, Account]]:
    """Return the newest account of an indicator and of each element that it measures, the indicator's own first."""
    holders: list[Element] = [indicator, *context.words.measures(indicator)]
    holders.sort(key=lambda holder: (isinstance(holder, Track | FocusArea), isinstance(holder, Goal)))
    found = ((holder, context.words.answers(holder)) for holder in holders)
    return [(holder, accounts[-1]) for holder, accounts in found if accounts]


def acted(context: Context, indicator: Indicator) -> str:
    """Return whether an account of an indicator, or of a goal that it measures, states an action."""
    period = reported_period(context)
    goals = [goal.id for goal in context.policy.all_goals() if indicator.id in goal.indicator_ids]
    found = [each for id in (indicator.id, *goals) for each in accounts_of(context, id, None) if each.action]
    if any(is_of(each, period) for each in found):
        return N_("yes")
    return N_("out of date") if found else N_("no")


def accounts_of_period(context: Context) -> Sequence[Account]:
    """Return the accounts of the period of the report; for a report without a date, all."""
    period = reported_period(context)
    return [each for each in context.words.accounts if is_of(each, period)]


def accounts(context: Context, elements: Sequence[Element], *, named: bool = False) -> tuple[Blocks, Blocks]:
    """Return the accounts of elements for the period of the report, and the earlier ones."""
    now: list[Block] = []
    earlier: list[Block] = []
    period = reported_period(context)
    found = [(each, element) for element in elements for each in accounts_of(context, element.id, None)]
    for account, element in sorted(found, key=lambda pair: pair[0].period.sort_key, reverse=True):
        blocks = now if is_of(account, period) else earlier
        blocks += account_blocks(context, account, element if named or element is not elements[0] else None)
    return tuple(now), tuple(earlier)


def account_blocks(context: Context, account: Account, element: Element | None = None) -> Blocks:
    """Return an account under its period, with its author and date; `element` is its subject, if not clear."""
    words, language = context.words, context.language
    _ = language.gettext
    heading = _("Account for {period}").format(period=words.period(account.period))
    of: tuple[Part, ...] = () if element is None else (": ", own(numbered(words, element), language, "strong"))
    parts = ((_("Cause"), account.cause), (_("What will be done"), action_words(context, account)))
    labelled = [paragraph(Text(f"{label}: ", "strong"), own(text, language)) for label, text in parts if text]
    where = ", ".join(filter(None, (words.period(account.date), words.where(account.citation))))
    adjusted = content(adjust_words(context, account))
    quote = Quote((*texts(account.text, language), *labelled, *adjusted), account.reported_by or "", where)
    return (paragraph(Text(heading, "strong"), *of), quote)


def action_words(context: Context, account: Account) -> str:
    """Return the action in words, by whom and by when if known; empty where there is none."""
    due = context.words.period(account.action_due)
    by = context.language.gettext("by {period}").format(period=due) if due else ""
    more = ", ".join(filter(None, (account.action_by, by)))
    return f"{account.action.rstrip('.')} ({more})." if account.action and more else account.action or ""


def adjustments(context: Context) -> str:
    """Return who finds that the plan should be adjusted, or is undecided, and why; empty where nobody does."""
    found = [each for each in accounts_of_period(context) if each.adjust in ("yes", "undecided")]
    named = ((adjust_words(context, each), context.words.title(context.policy.element(each.element))) for each in found)
    return " ".join(f"{words.rstrip('.')} ({title})." for words, title in named)


def adjust_words(context: Context, account: Account) -> str:
    """Return whether those responsible find that the plan should be adjusted; empty where that is not stated."""
    _, policy = context.language.gettext, context.policy
    unit = responsible_of(policy, account.element) or account.reported_by or account.action_by or ""
    unit = unit or (policy.plan and policy.plan.responsible) or _("The administration")
    return _(_ADJUST[account.adjust]).format(unit=unit) if account.adjust else ""
