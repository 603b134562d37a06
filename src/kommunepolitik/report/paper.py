"""The paper for a committee: the case, the overview, the tracks, and annexes."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kommunepolitik.blocks import Budget, Fields, Paragraph, Place, Report, Section, Text
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.documents.files import ACCOUNTS_FILE, CASE_FILE
from kommunepolitik.errors import Problem, RenderingError
from kommunepolitik.errors.marks import N_
from kommunepolitik.figures.periods import judged_days
from kommunepolitik.model.process import ACCOUNT_WORDS
from kommunepolitik.report.accounts import accounts_of_period, adjustments
from kommunepolitik.report.compose import Part, bullets, content, own, own_code, paragraph, section, texts
from kommunepolitik.report.context import Context
from kommunepolitik.report.paper_annex import annex
from kommunepolitik.report.paper_overview import groups, one_by_one, overview
from kommunepolitik.report.paper_tracks import owed, tracks
from kommunepolitik.report.paper_unmeasured import is_unmeasured, unmeasured
from kommunepolitik.report.parts import Asked, asked, notices, numbered
from kommunepolitik.report.resume import is_of, joined, reported_period, resume, within

STATEMENT_WORDS: Final = 150
"""The maximum of words of the case in short."""


def paper(context: Context) -> Report:
    """Return the paper of a follow-up; one page where nothing can be judged yet and no account is given.

    Raises:
        RenderingError: texts are too long; each is named with its number of words and the limit.
    """
    if problems := list(_too_long(context)):
        raise RenderingError(*problems)
    policy, case, _ = context.policy, context.case, context.language.gettext
    budgets: tuple[Budget, ...]
    if is_empty := is_unmeasured(context):
        sections: tuple[Section, ...] = (unmeasured(context),)
        budgets = (Budget(section=sections[0].id, pages=1),)
    else:
        all_groups = groups(context)
        matrix, matrix_pages = overview(context, all_groups)
        each_track, track_pages = tracks(context, all_groups)
        last, last_pages = annex(context, all_groups)
        sections = (_case(context), matrix, each_track, last)
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


def _case(context: Context) -> Section:
    """Return the case on one page: theme, recommendation, findings, assessment and next steps."""
    _, case, language = context.language.gettext, context.case, context.language
    by = (case and case.recommended_by) or ""

    def text(id: str, title: str, words: str | None) -> Section:
        return section(id, title, texts(words, language) or (owed(context, title, by),))

    recommended = bullets(own(each, language) for each in case.recommendation) if case else ()
    head = _("{unit} recommends:").format(unit=by) if by else ""
    onward = [
        (_("Options"), bullets(own(each, language) for each in (case.options if case else ()))),
        (_("Economy"), texts(case.economy if case else None, language)),
        (_("What is to come"), texts(case.next_steps if case else None, language)),
    ]
    for name, words in (("legal_basis", case and case.legal_basis), ("consequences", case and case.consequences)):
        if words:
            onward.append((language.label("field", name), texts(words, language)))
    missing = [owed(context, title, by) for title, blocks in onward if not blocks]
    title = _("Recommendation")
    parts = [
        text("case_theme", _("What is to be decided"), case.theme if case else None),
        section("case_recommendation", title, content(head), recommended or (owed(context, title, by),)),
        section("case_resume", _("Summary"), *map(paragraph, resume(context)), content(adjustments(context))),
        text("case_statement", _("Contents of the case"), case.statement if case else None),
        section("case_remarks", _("Answers to earlier remarks"), _answers(context)),
        text("case_assessment", _("Assessment"), case.assessment if case else None),
        section(
            "case_onward", _("Options, economy and what is to come"), Fields(tuple(e for e in onward if e[1])), *missing
        ),
        section("case_annexes", _("Annexes"), _annexes(context)),
    ]
    return section("section_case", _("The matter"), *(each for each in parts if each.blocks), listed=True)


def _answers(context: Context) -> Blocks:
    """Return each remark of the bodies once, with its date and answer."""
    made = []
    for each in asked(context.words):
        dates = list(
            dict.fromkeys(context.words.period(decision.date) for decision, _ in each.remarks if decision.date)
        )
        by = [*([] if each.is_by_name else [joined(each.bodies, context.language)]), joined(dates, context.language)]
        who = ", ".join(filter(None, by))
        first, *more = _answer(context, each)
        what = own(each.statement.rstrip("."), context.language, "strong")
        made.append((paragraph(what, f" ({who}): " if who else ": ", *first.inlines), *more))
    return bullets(made)


def _answer(context: Context, remark: Asked) -> Sequence[Paragraph]:
    """Return the answer of this period, else a reference to an earlier one with its gist; else that there is none."""
    _, period, words = context.language.gettext, reported_period(context), context.words
    now = [each for each in remark.answers if is_of(each, period)]
    if now:
        lines = "\n\n".join(each.text for each in now).split("\n\n")
        return [paragraph(own(each, context.language)) for each in lines]
    if remark.answers:
        last = remark.answers[-1]
        text = _("answered in the account for {period}: ").format(period=words.period(last.period))
        return [paragraph(text, own(re.split(r"(?<=[.!?])\s+(?=[A-ZÆØÅ])", last.text)[0], context.language))]
    if remark.expected is None:
        return [paragraph(Text(_("not answered."), "gap"))]
    is_late = judged_days(remark.expected)[1] <= judged_days(context.results.reference)[1]
    text = N_("not answered; it should have been {when}.") if is_late else N_("not answered; it is to be {when}.")
    return [paragraph(Text(_(text).format(when=within(remark.expected, context.language)), "gap"))]


def _annexes(context: Context) -> Blocks:
    _, words = context.language.gettext, context.words
    own_ones = [words.title(context.policy.element(id)) for id in (context.case.annexes if context.case else ())]
    first = _("Annex 1: Overview and {parts}").format(parts=one_by_one(context))
    second = _("Annex 2: Gaps in the evidence, other targets, sources and method")
    return bullets([first, second, *(own(each, context.language) for each in own_ones)])
