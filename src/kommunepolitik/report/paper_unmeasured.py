"""The paper of a policy without measurements: one page on what is decided, known and to be decided."""

from collections.abc import Iterator, Sequence
from typing import Final

from kommunepolitik.blocks import Budget, Column, Paragraph, Row, Section, Table, Text
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.errors.marks import N_
from kommunepolitik.evaluation import Result
from kommunepolitik.evaluation.results import SHOWN_AS
from kommunepolitik.model import Element, Goal, Indicator, Remark, Track
from kommunepolitik.model.measurability import is_given
from kommunepolitik.report.accounts import account_blocks, accounts_of_period
from kommunepolitik.report.compose import Part, bullets, content, own, paragraph, section
from kommunepolitik.report.context import Context
from kommunepolitik.report.gaps import unmeasured_goals
from kommunepolitik.report.lines import verdict
from kommunepolitik.report.paper_case import answer, number_of_words, written_texts
from kommunepolitik.report.paper_gaps import (
    goals_title,
    goals_without,
    newest_figures,
    other_gaps,
    promised,
    reported_missing,
)
from kommunepolitik.report.paper_overview import Group, groups, reason_words
from kommunepolitik.report.paper_words import Band, asked, dated
from kommunepolitik.report.parts import UNDATED, Asked
from kommunepolitik.report.parts import asked as asked_by_bodies
from kommunepolitik.report.resume import (
    counted,
    has_no_targets,
    joined,
    missing_accounts,
    overdue_promises,
    responsible_of,
    within,
)
from kommunepolitik.report.resume import dated as dated_line

_STATED: Final = ("goals", "measured_by", "indicators", "plan", "targets", "baseline")
"""The fields whose stated gaps the page lists: a follow-up needs them."""
_LAST: Final = ("section_open", "section_next")
"""The sections after the assessment."""
_FIRST_WORDS: Final = ("at", "Udvalget", "Byrådet", "Kommunalbestyrelsen", "Regionsrådet")
"""The Danish words with which a remark is a sentence, or a request, already."""
_ROWS: Final = 20
"""The goals, figures and indicators that the page has room for."""
_MORE_ROWS: Final = 35
"""Those that each further page has room for."""
_CASE_WORDS: Final = 150
"""The words of the case that leave room for the rest of the page."""


def is_unmeasured(context: Context) -> bool:
    """Return whether no current target can be judged."""
    return all(SHOWN_AS[each.status] == "not_assessed" for each in context.results.counted)


def unmeasured(context: Context) -> tuple[Section, Budget]:
    """Return the page as a section, and the number of pages it may take; more only for what exceeds a page."""
    _, is_over = context.language.gettext, context.policy.stage == "superseded"
    first, last, missing = written_texts(context)
    requests, promises = tuple(block for each in _asked(context) for block in each), promised(context, in_short=True)
    tabled = [verdict(band) for group in _tabled(context) for band in group.bands]
    shown = {each.indicator for each in tabled}
    figures = list(newest_figures(context, [each for each in context.policy.indicators if each.id not in shown]))
    parts = (
        ("section_decided", _("What is decided"), bullets(_decided(context))),
        ("section_asked", _asked_title(context, requests, promises), (*requests, *promises)),
        ("section_known", _known_title(context), _known(context)),
        ("section_goals", goals_title(context), goals_without(context)),
        ("section_gaps", _("What the sources lack"), other_gaps(context, _STATED)),
        ("section_figures", _("The newest figures"), (*bullets(figures), *reported_missing(context, tabled))),
        ("section_available", _("What can be had without new measuring"), _available(context)),
        ("section_open", _("Still to be decided"), () if is_over else bullets(_open(context))),
        ("section_next", _("The next follow-up"), bullets(_next(context))),
    )
    inner = [section(id, title, blocks) for id, title, blocks in parts if blocks]
    above, below = ([each for each in inner if (each.id in _LAST) == is_last] for is_last in (False, True))
    inner = [*above, *_accounts(context), *last, *below]
    is_for_meeting = context.case is not None or (context.results.reference is not None and not is_over)
    owed = missing if is_for_meeting else ()
    made = section("section_case", _title(context), *_lead(context), *owed, *first, *inner, listed=True)
    rows = len(figures) + sum(len(each.goals) for each in unmeasured_goals(context.words))
    rows += sum(len(group.bands) for group in groups(context))
    pages = 1 + -(-max(0, rows - _ROWS) // _MORE_ROWS) + (number_of_words(context) > _CASE_WORDS)
    return made, Budget(section=made.id, pages=pages + -(-len(accounts_of_period(context)) // 2))


def _is_measured(context: Context) -> bool:
    """Return whether any figure is known, also without a period."""
    return any(True for _figure in newest_figures(context, context.policy.indicators))


def _title(context: Context) -> str:
    """Return whether nothing is measured, or nothing can be judged."""
    if not _is_measured(context):
        return context.language.gettext("Nothing is measured yet")
    if has_no_targets(context.words):
        return context.language.gettext("The policy has no targets")
    return context.language.gettext("No target can be judged yet")


def _lead(context: Context) -> Blocks:
    """Return what is promised and overdue, that there are no targets, whose accounts are missing, and the date."""
    _, results = context.language.gettext, context.results
    lines = [*overdue_promises(context)]
    if has_no_targets(context.words) and not _is_measured(context):
        lines.append(_("The policy has no targets."))
    elif _is_measured(context) and results.counted:
        lines.append(counted(results))
    lines += [missing_accounts(context)] if accounts_of_period(context) else []
    lines.append(dated_line(results) if results.reference else _(UNDATED))
    return content(" ".join(filter(None, lines)))


def _decided(context: Context) -> Iterator[list[Part]]:
    """Yield past and expected decisions of bodies, with their subjects, in order of time."""
    _, policy, words, language = context.language.gettext, context.policy, context.words, context.language
    taken = [(date, each) for each in policy.decisions if (date := each.date or each.expected)]
    for date, each in sorted(taken, key=lambda pair: pair[0].sort_key):
        when = words.period(date) if each.date else _("expected {when}").format(when=within(date, language))
        subject = own(words.named(policy.element(each.subject)), language) if each.subject else _("the policy")
        subject = _("the plan") if policy.plan and each.subject == policy.plan.id else subject
        unknown = _("the outcome is not known.") if each.date and each.gap("outcome") else ""
        what = own(each.outcome, language) if each.outcome else Text(unknown, "gap")
        name = own(f"{each.body}, {when}", language, "strong")
        yield [name, " – ", subject, ": " if what.words else "", what]


def _asked_title(context: Context, requests: Blocks, promises: Blocks) -> str:
    """Return the heading of what bodies asked for, of what is promised, or of both."""
    _ = context.language.gettext
    if requests and promises:
        return _("What has been asked for and promised")
    return _("What is promised") if promises else _("What has been asked for")


def _asked(context: Context) -> Iterator[Blocks]:
    """Yield the remarks of bodies with the expected date of the answer; equal remarks are merged."""
    _, language = context.language.gettext, context.language
    found: dict[str, list[Asked]] = {}
    for each in asked_by_bodies(context.words):
        by = joined(each.bodies, language)
        if each.expected is not None and not each.answers:
            is_late = context.results.is_past(each.expected)
            text = _("{bodies}; should have been answered {when}") if is_late else _("{bodies}; to be answered {when}")
            by = text.format(bodies=by, when=within(each.expected, language))
        found.setdefault(by, []).append(each)
    for by, remarks in found.items():
        yield (paragraph(own(f"{by}:", language, "strong")), *bullets(_request(context, each) for each in remarks))


def _request(context: Context, remark: Asked) -> Blocks:
    """Return a remark, with its answer where there is one."""
    request = own(_within_sentence(context, remark), context.language)
    if not remark.answers and remark.expected is not None:
        return content(request)  # the line above states when the answer is expected
    first, *more = answer(context, remark)
    return (paragraph(request, ": ", *first.inlines), *more)


def _within_sentence(context: Context, remark: Asked) -> str:
    """Return a remark as a request: at planens mål gøres tydeligere; a name keeps its capital."""
    statement = remark.statement.rstrip(".")
    first = statement.split()[0]
    is_sentence = remark.is_by_name or first in _FIRST_WORDS
    if context.language.code != "da" or is_sentence:
        return statement
    is_name = first in context.policy.municipality.full_name or first[1:] != first[1:].lower()
    return "at " + (statement if is_name else statement[:1].lower() + statement[1:])


def _tabled(context: Context) -> Sequence[Group]:
    """Return the tracks, areas or goals of the table; none where no indicator belongs to any of them.

    Indicators that belong to none are in the table, too, unless only their newest figures are known.
    """
    every = groups(context)
    named = [each for each in every if each.holder]
    rest = [each for each in every if each.holder is None]
    is_of_targets = any(band[0].target for group in rest for band in group.bands)
    if any(group.bands for group in named) or is_of_targets:
        return [*(each for each in named if each.bands or each.holder in context.results.holders), *rest]
    return ()


def _known_title(context: Context) -> str:
    """Return the heading of what is known of tracks, areas or goals."""
    text = context.language.gettext("What is known of each {track}")
    return text.format(track=context.words.term(_term(context), 1))


def _term(context: Context) -> str:
    """Return the term for that by which the page is grouped."""
    holders = [each.holder for each in _tabled(context) if each.holder] or context.results.holders
    if not holders or isinstance(holders[0], Goal):
        return "overarching_goal" if context.policy.goals else "goal"
    return "track" if isinstance(holders[0], Track) else "focus_area"


def _known(context: Context) -> Blocks:
    """Return a table of tracks, or of areas; without indicators, the names of those that no goal below stands for."""
    _, words, named = context.language.gettext, context.words, _tabled(context)
    if not named:
        areas = {each.area.id for each in unmeasured_goals(words) if each.area is not None}
        holders = [each for each in context.results.holders if each.id not in areas]
        units = {each.id: responsible_of(context.policy, each.id) for each in holders}
        return bullets(
            own(f"{_holder(each)} ({units[each.id]})" if units[each.id] else _holder(each), context.language)
            for each in holders
        )
    is_of_goals = any(isinstance(each.holder, Goal) for each in named)  # whose statements are long
    known = _("{indicators}, with the target and starting point that are known")
    columns = (
        Column(words.heading(_term(context), 1), "head", 4.4 if is_of_goals else 2.8),
        Column(known.format(indicators=words.heading("indicator")), width=4.4 if is_of_goals else 5.9),
        Column(_("Responsible"), width=2.3),
    )
    names = [responsible_of(context.policy, group.id) if group.id else "" for group in named]
    rows = [
        (
            content(own(_numbered(group), context.language)),
            tuple(paragraph(_asked_for(context, band)) for band in group.bands) or content("–"),
            content(own(name or "–", context.language)),
        )
        for group, name in zip(named, names, strict=True)
    ]
    count = len(columns) if any(names) else len(columns) - 1
    shown = tuple(Row(row[:count]) for row in rows)
    table = Table(title=_("What is known"), columns=columns[:count], rows=shown, titled=False)
    note = _("–: not stated in the sources.") if any(names) else _("The sources do not state who is responsible.")
    is_noted = not all(names) and (any(names) or not is_of_goals)  # few policies name who answers for a goal
    return (table, *(content(note, role="foot") if is_noted else ()))


def _numbered(group: Group) -> str:
    return group.title.words if group.holder is None else _holder(group.holder) or group.title.words


def _holder(element: Element) -> str:
    """Return the number and title of a track or area; of another element empty."""
    number, title = getattr(element, "number", None), getattr(element, "title", "")
    return f"{number}: {title}" if number and title else title


def _asked_for(context: Context, band: Band) -> str:
    """Name an indicator with its target, starting point and newest figure."""
    indicator, results = context.policy.indicator(band[0].indicator), context.results
    is_baseline = indicator.baseline is not None and indicator.baseline.period == band[0].newest_period
    newest = "" if is_baseline else results.lines.newest(verdict(band)) or results.lines.judged(verdict(band))
    now = context.language.gettext("newest figure {figure}").format(figure=newest) if newest else ""
    why = _why(context, verdict(band)) if _is_measured(context) else ""
    words = "; ".join(filter(None, (asked(context, band), _baseline(context, indicator), now, why)))
    return f"{indicator.title} ({words})" if words else indicator.title


def _why(context: Context, result: Result) -> str:
    """Return why a target cannot be judged, and what is reported about its figure; empty where there is no target."""
    if result.reason == "no_target":
        return ""
    return ": ".join(filter(None, (reason_words(context, result), context.results.lines.reported_missing(result))))


def _baseline(context: Context, indicator: Indicator) -> str:
    """Return the starting point of an indicator with its period, or only the period if no more is known."""
    _, baseline = context.language.gettext, indicator.baseline
    period = context.words.period(None if baseline is None else baseline.period)
    if baseline is None or baseline.value is None:
        return _("starting point {period}, figure missing").format(period=period) if period else ""
    return _("starting point {value}").format(
        value=dated(context, context.words.figure(baseline, indicator), baseline.period)
    )


def _accounts(context: Context) -> Iterator[Section]:
    """Yield the accounts of the period, but for answers to remarks, which are with the remarks."""
    for number, each in enumerate(accounts_of_period(context), start=1):
        element = context.policy.element(each.element)
        if not isinstance(element, Remark):
            head, *rest = account_blocks(context, each, element)
            assert isinstance(head, Paragraph)
            yield section(f"account_{number}", head.inlines, *rest)


def _available(context: Context) -> Blocks:
    """Return the indicators without figures whose figures somebody already keeps, by keeper."""
    kept: dict[str, list[str]] = {}
    measured = {each.indicator for each in context.results.results if each.newest_period is not None}
    for each in context.words.indicators("follow_up"):
        if each.data_source is not None and each.id not in measured:
            kept.setdefault(each.data_source.keeper, []).append(each.title)
    return bullets(
        (own(f"{keeper}: ", context.language, "strong"), own("; ".join(titles), context.language))
        for keeper, titles in kept.items()
    )


def _open(context: Context) -> Iterator[Part]:
    """Yield what must be found, decided or measured before a follow-up, but for what the policy leaves open itself.

    The recommendation of the administration is not part of it.
    """
    policy, words, _ = context.policy, context.words, context.language.gettext
    followed, named = words.indicators("follow_up"), [words.term("indicator", 2), words.term("track", 1)]
    quantitative = [each for each in followed if each.kind == "quantitative"]
    measured = {each.indicator for each in context.results.results if each.newest_period is not None}
    documents = [each for each in policy.sources if each.kind in ("annex", "policy") and each.version != "adopted"]
    titles = [f"»{each.title}«" for each in documents if _lacks(each, "")]
    holders: list[Element] = [*followed, *policy.focus_areas]
    missing = [field for field in ("targets", "goals") if any(_lacks(each, field) for each in holders)]
    if titles and missing:
        what = joined([words.field(each).lower() for each in missing], context.language)
        text = _("Missing information ({what}): find {titles}.")
        yield text.format(what=what, titles=joined(titles, context.language))
    stated = [each for _element, each in words.gaps if each.field in ("measured_by", "indicators")]
    is_open = {
        N_("What is promised and overdue: that it comes, or a new date for it."): bool(overdue_promises(context)),
        N_("What the policy is followed up by: the sources do not state what is measured."): not followed
        and not any(each.why in ("promised", "not_set") for each in stated),
        N_("A plan with who answers for what, and when it is reported."): policy.plan is None
        and policy.gap("plan") is None,
        N_("Targets for the {indicators} that have none."): any(
            not each.targets and each.gap("targets") is None for each in quantitative
        ),
        N_("A starting point for each of the {indicators} that have none: measured, or found."): any(
            not is_given(each, "baseline") and each.gap("baseline") is None and each.id not in measured
            for each in quantitative
        ),
        N_("Where the figures are to come from: the sources name nobody who keeps any."): bool(followed)
        and not measured
        and not any(each.data_source for each in followed),
        N_("Who answers for each {track} of which no one is named."): policy.plan is not None
        and any(not each.responsible and each.gap("responsible") is None for each in policy.plan.tracks),
    }
    yield from (_(text).format(indicators=named[0], track=named[1]) for text, applies in is_open.items() if applies)


def _lacks(element: Element, *fields: str) -> bool:
    """Return whether a field is in an unavailable document; an empty name means the text of a source itself."""
    return any((each.field or "") in fields and each.why == "not_in_sources" for each in element.missing)


def _next(context: Context) -> Iterator[Part]:
    """Yield the next steps of the case, then the coming reports; without these, the next steps of an earlier case."""
    _, plan, case = context.language.gettext, context.policy.plan, context.case
    if case is not None and case.next_steps:
        yield from (own(each, context.language) for each in case.next_steps.split("\n\n") if each)
    if context.policy.stage == "superseded":
        return
    reporting = plan.reporting if plan else ()
    for each in reporting:
        first = "" if each.first is None else _("first {when}").format(when=within(each.first, context.language))
        often = context.words.label("frequency", each.frequency)
        yield f"{each.to}: {', '.join(filter(None, (first, often)))}"
    cases = [each.next_steps for each in context.policy.cases if each.next_steps]
    if cases and not reporting and not (case and case.next_steps):
        yield own(cases[-1], context.language)
