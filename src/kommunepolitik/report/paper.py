"""The paper for a committee: the case, the overview, the tracks, and annexes."""

from collections.abc import Iterator
from typing import Final

from kommunepolitik.blocks import Budget, Fields, Place, Report, Section, Text
from kommunepolitik.documents.files import ACCOUNTS_FILE, CASE_FILE
from kommunepolitik.errors import Problem, RenderingError
from kommunepolitik.figures.periods import judged_days
from kommunepolitik.model.process import ACCOUNT_WORDS
from kommunepolitik.report.accounts import accounts_of_period
from kommunepolitik.report.compose import Part, content, own, own_code
from kommunepolitik.report.context import Context
from kommunepolitik.report.paper_annex import annex
from kommunepolitik.report.paper_case import case_page
from kommunepolitik.report.paper_overview import groups, overview
from kommunepolitik.report.paper_tracks import tracks
from kommunepolitik.report.paper_unmeasured import is_unmeasured, unmeasured
from kommunepolitik.report.parts import notices, numbered
from kommunepolitik.report.resume import joined

STATEMENT_WORDS: Final = 150
"""The maximum of words of the case in short."""


def paper(context: Context) -> Report:
    """Return the paper of a follow-up; one page where nothing can be judged yet.

    Raises:
        RenderingError: texts are too long; each is named with its number of words and the limit.
    """
    if problems := list(_too_long(context)):
        raise RenderingError(*problems)
    policy, case, _ = context.policy, context.case, context.language.gettext
    budgets: tuple[Budget, ...]
    if is_empty := is_unmeasured(context):
        page, pages = unmeasured(context)
        sections: tuple[Section, ...] = (page,)
        budgets = (pages,)
    else:
        all_groups = groups(context)
        matrix, matrix_pages = overview(context, all_groups)
        each_track, track_pages = tracks(context, all_groups)
        last, last_pages = annex(context, all_groups)
        first = case_page(context, has_tracks=bool(each_track.blocks))
        sections = (first, matrix, *([each_track] if each_track.blocks else []), last)
        budgets = (Budget(section="section_case", pages=1), matrix_pages, *track_pages, last_pages)
    title = case.title if case is not None else _("Follow-up of {policy}").format(policy=policy.title)
    number, competence = (case.number, case.competence) if case else ("", "")
    considered = "" if is_empty else _meeting(context)  # the section on the next follow-up contains it
    facts = ((_("Case number"), number), (_("Competence"), competence), (_("To be considered by"), considered))
    shown = tuple((name, content(words)) for name, words in facts if words)
    return Report(
        kind="paper",
        title=title,
        title_language=own_code(context.language) if case is not None else "",
        language=context.language.code,
        kicker=policy.municipality.full_name,
        publisher=policy.municipality.full_name,
        facts=Fields(shown) if shown else None,
        notices=notices(context.words),
        sections=sections,
        place=Place(page="paper", policies=(policy.id,)),
        budgets=budgets,
    )


def _meeting(context: Context) -> Part:
    """Return the committee that considers the paper, and when; what is not known remains to be written."""
    policy, words, _ = context.policy, context.words, context.language.gettext
    known = context.evaluation and (context.evaluation.known or context.evaluation.at)
    today = judged_days(known or None)[1]
    subjects, plan = (None, policy.plan and policy.plan.id), policy.plan
    planned = [(each.body, each.expected) for each in policy.decisions if each.expected and each.subject in subjects]
    planned += [(each.to, each.first) for each in (plan.reporting if plan else ())]  # type: ignore[misc]
    for body, when in planned:
        if when is not None and judged_days(when)[1] >= today:
            return own(f"{body}, {words.period(when)}", context.language)
    bodies = list(dict.fromkeys(body for body, when in planned))
    text = _("{body}; the date is to be written") if bodies else _("committee and date are to be written")
    return Text(text.format(body=joined(bodies[-1:], context.language)), "gap")


def _too_long(context: Context) -> Iterator[Problem]:
    """Yield a problem for each text that is too long."""
    statement = None if context.case is None else context.case.statement
    found: list[tuple[str | None, int, str, str, tuple[str | int, ...]]] = [
        (statement, STATEMENT_WORDS, context.policy.title, CASE_FILE, ("case", "statement"))
    ]
    for account in accounts_of_period(context):
        name = numbered(context.words, context.policy.element(account.element))
        place = ("accounts", list(context.accounts).index(account), "text")
        found.append((account.text, ACCOUNT_WORDS, name, ACCOUNTS_FILE, place))
    for text, limit, name, file, path in found:
        if (count := len((text or "").split())) > limit:
            data = {"text": name, "words": count, "limit": limit}
            yield Problem(code="too_many_words", data=data, file=file, path=path)
