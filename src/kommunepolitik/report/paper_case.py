"""The texts of the case in the paper: those that people write, their placeholders, and the answers to remarks."""

import re
from collections.abc import Sequence

import attrs

from kommunepolitik.blocks import Fields, Paragraph, Section, Text
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.errors.marks import N_
from kommunepolitik.report.accounts import adjustments
from kommunepolitik.report.compose import bullets, content, own, paragraph, section, texts
from kommunepolitik.report.context import Context
from kommunepolitik.report.paper_tracks import owed
from kommunepolitik.report.parts import Asked, asked
from kommunepolitik.report.resume import is_of, joined, reported_period, resume, within


@attrs.frozen
class _CaseText:
    """A text of the case: the id and title of its section, and what is written."""

    id: str
    title: str
    blocks: Blocks


def case_page(context: Context, *, has_tracks: bool) -> Section:
    """Return the case on one page: theme, recommendation, findings, assessment and next steps.

    `has_tracks`: the first annex has a part on each track, or area.
    """
    _ = context.language.gettext
    theme, recommended, statement, assessment = (_section(context, each) for each in _written(context))
    fields = _onward(context)
    missing = [owed(context, title, _by(context)) for title, blocks in fields if not blocks]
    onward = Fields(tuple(each for each in fields if each[1]))
    parts = [
        theme,
        recommended,
        section("case_resume", _("Summary"), *map(paragraph, resume(context)), content(adjustments(context))),
        statement,
        section("case_remarks", _("Answers to earlier remarks"), answers(context)),
        assessment,
        section("case_onward", _("Options, economy and what is to come"), onward, *missing),
        section("case_annexes", _("Annexes"), _annexes(context, has_tracks=has_tracks)),
    ]
    return section("section_case", _("The matter"), *(each for each in parts if each.blocks), listed=True)


def written_texts(context: Context) -> tuple[Sequence[Section], Sequence[Section], Blocks]:
    """Return what is written of the case, and one placeholder for all that is not.

    The texts up to the contents of the case come first; then the assessment and what follows. What is to come is left
    to the section on the next follow-up.
    """
    _ = context.language.gettext
    every = _written(context)
    made = {each.id: section(each.id, each.title, _head(context, each), each.blocks) for each in every if each.blocks}
    first = [made[id] for id in ("case_theme", "case_recommendation", "case_statement") if id in made]
    last = [made["case_assessment"]] if "case_assessment" in made else []
    fields = _onward(context)
    next_steps = _("What is to come")
    if written := tuple(each for each in fields if each[1] and each[0] != next_steps):
        last.append(section("case_onward", _("Options, economy and what is to come"), Fields(written)))
    if annexes := _own_annexes(context):
        last.append(section("case_annexes", _("Annexes"), bullets(annexes)))
    missing = [each.title for each in every if not each.blocks] + [title for title, blocks in fields if not blocks]
    if not missing:
        return first, last, ()
    names = [missing[0], *(each[:1].lower() + each[1:] for each in missing[1:])]
    return first, last, (owed(context, joined(names, context.language, whole=True), _by(context)),)


def number_of_words(context: Context) -> int:
    """Return how many words people wrote for the case."""
    case = context.case
    if case is None:
        return 0
    listed = [*case.recommendation, *case.options]
    single = [case.theme, case.statement, case.assessment, case.legal_basis, case.economy, case.consequences]
    return len(" ".join(filter(None, [*listed, *single, case.next_steps])).split())


def _written(context: Context) -> Sequence[_CaseText]:
    """Return theme, recommendation, contents and assessment, each with what is written."""
    _, case, language = context.language.gettext, context.case, context.language
    recommended = bullets(own(each, language) for each in case.recommendation) if case else ()
    return [
        _CaseText("case_theme", _("What is to be decided"), texts(case.theme if case else None, language)),
        _CaseText("case_recommendation", _("Recommendation"), recommended),
        _CaseText("case_statement", _("Contents of the case"), texts(case.statement if case else None, language)),
        _CaseText("case_assessment", _("Assessment"), texts(case.assessment if case else None, language)),
    ]


def _by(context: Context) -> str:
    return (context.case and context.case.recommended_by) or ""


def _head(context: Context, text: _CaseText) -> Blocks:
    """Return the line above a recommendation, with the unit; empty for other texts."""
    by = _by(context) if text.id == "case_recommendation" else ""
    return content(context.language.gettext("{unit} recommends:").format(unit=by)) if by else ()


def _section(context: Context, text: _CaseText) -> Section:
    blocks = text.blocks or (owed(context, text.title, _by(context)),)
    return section(text.id, text.title, _head(context, text), blocks)


def _onward(context: Context) -> Sequence[tuple[str, Blocks]]:
    """Return options, economy and what is to come, by title; then legal basis and consequences if written."""
    _, case, language = context.language.gettext, context.case, context.language
    onward = [
        (_("Options"), bullets(own(each, language) for each in (case.options if case else ()))),
        (_("Economy"), texts(case.economy if case else None, language)),
        (_("What is to come"), texts(case.next_steps if case else None, language)),
    ]
    for name, words in (("legal_basis", case and case.legal_basis), ("consequences", case and case.consequences)):
        if words:
            onward.append((language.label("field", name), texts(words, language)))
    return onward


# Remarks


def answers(context: Context) -> Blocks:
    """Return each remark of the bodies once, with its date and answer."""
    made = []
    for each in asked(context.words):
        dates = list(
            dict.fromkeys(context.words.period(decision.date) for decision, _ in each.remarks if decision.date)
        )
        by = [*([] if each.is_by_name else [joined(each.bodies, context.language)]), joined(dates, context.language)]
        who = ", ".join(filter(None, by))
        first, *more = answer(context, each)
        what = own(each.statement.rstrip("."), context.language, "strong")
        made.append((paragraph(what, f" ({who}): " if who else ": ", *first.inlines), *more))
    return bullets(made)


def answer(context: Context, remark: Asked) -> Sequence[Paragraph]:
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
    is_late = context.results.is_past(remark.expected)
    text = N_("not answered; it should have been {when}.") if is_late else N_("not answered; it is to be {when}.")
    return [paragraph(Text(_(text).format(when=within(remark.expected, context.language)), "gap"))]


# Annexes


def _annexes(context: Context, *, has_tracks: bool) -> Blocks:
    _, own_ones = context.language.gettext, _own_annexes(context)
    text = _("Annex 1: Overview and {parts}") if has_tracks else _("Annex 1: Overview")
    first = text.format(parts=context.results.one_by_one)
    second = _("Annex 2: Gaps in the evidence, other targets, sources and method")
    return bullets([first, second, *own_ones])


def _own_annexes(context: Context) -> Sequence[Text]:
    """Return the titles of the annexes that the case names."""
    ids = context.case.annexes if context.case else ()
    return [own(context.words.title(context.policy.element(id)), context.language) for id in ids]
