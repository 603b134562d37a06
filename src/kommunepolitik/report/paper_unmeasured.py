"""The paper of a policy without measurements: one page on what is decided, known and to be decided."""

from collections.abc import Iterator

from kommunepolitik.blocks import Column, Row, Section, Table, Text
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.errors.marks import N_
from kommunepolitik.evaluation.results import SHOWN_AS
from kommunepolitik.figures.periods import judged_days
from kommunepolitik.model import Element, Indicator
from kommunepolitik.report.accounts import accounts_of_period
from kommunepolitik.report.compose import Part, bullets, content, own, paragraph, section
from kommunepolitik.report.context import Context
from kommunepolitik.report.paper_overview import Group, groups
from kommunepolitik.report.paper_words import Band, asked, dated
from kommunepolitik.report.parts import UNDATED, Asked
from kommunepolitik.report.parts import asked as asked_by_bodies
from kommunepolitik.report.resume import dated as dated_line
from kommunepolitik.report.resume import joined, responsible_of, within

_NEEDED = ("goals", "indicators", "plan")
"""The fields that a follow-up needs from a policy without measurements."""


def is_unmeasured(context: Context) -> bool:
    """Return whether no current target can be judged and nobody has written an account for the period."""
    return not accounts_of_period(context) and all(
        SHOWN_AS[each.status] == "not_assessed" for each in context.results.counted
    )


def unmeasured(context: Context) -> Section:
    """Return the page as a section."""
    _, is_over = context.language.gettext, context.policy.stage == "superseded"
    parts = (
        ("section_decided", _("What is decided"), bullets(_decided(context))),
        ("section_asked", _("What has been asked for"), tuple(block for each in _asked(context) for block in each)),
        ("section_known", _("What is known of each {track}"), _known(context)),
        ("section_available", _("What can be had without new measuring"), _available(context)),
        ("section_open", _("Still to be decided"), () if is_over else bullets(_open(context))),
        ("section_next", _("The next follow-up"), () if is_over else bullets(_next(context))),
    )
    term = context.words.term("track" if context.policy.plan and context.policy.plan.tracks else "focus_area", 1)
    inner = [section(id, title.format(track=term), blocks) for id, title, blocks in parts if blocks]
    line = dated_line(context.results) if context.results.reference else _(UNDATED)
    return section("section_case", _("Nothing is measured yet"), content(line), *inner, listed=True)


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


def _asked(context: Context) -> Iterator[Blocks]:
    """Yield the remarks of bodies with the expected date of the answer; equal remarks are merged."""
    _, language, now = context.language.gettext, context.language, judged_days(context.results.reference)[1]
    found: dict[str, list[Asked]] = {}
    for each in asked_by_bodies(context.words):
        by = joined(each.bodies, language)
        if each.expected is not None and not each.answers:
            is_late = judged_days(each.expected)[1] <= now
            text = _("{bodies}; should have been answered {when}") if is_late else _("{bodies}; to be answered {when}")
            by = text.format(bodies=by, when=within(each.expected, language))
        found.setdefault(by, []).append(each)
    for by, remarks in found.items():
        words = [own(_within_sentence(context, each), language) for each in remarks]
        yield (paragraph(own(f"{by}:", language, "strong")), *bullets(words))


def _within_sentence(context: Context, remark: Asked) -> str:
    """Return a remark as a request: at planens mål gøres tydeligere; a name keeps its capital."""
    statement = remark.statement.rstrip(".")
    first = statement.split()[0]
    if context.language.code != "da" or remark.is_by_name:
        return statement
    is_name = first in context.policy.municipality.full_name or first[1:] != first[1:].lower()
    return "at " + (statement if is_name else statement[:1].lower() + statement[1:])


def _known(context: Context) -> Blocks:
    """Return a table of tracks, or of areas; without indicators, their names, and the gaps of the policy."""
    _, words, named = context.language.gettext, context.words, [each for each in groups(context) if each.holder]
    if not any(group.bands for group in named):
        missing = {each.field: words.why(each) for _element, each in words.gaps if each.field in _NEEDED}
        return (
            *content(Text(words.heading("focus_area"), "strong")),
            *bullets([own(words.title(each), context.language) for each in context.results.holders]),
            *(content(Text(_("What the sources lack"), "strong")) if missing else ()),
            *bullets(Text(each, "gap") for each in missing.values()),
        )
    known = _("{indicators}, with the target and starting point that are known")
    columns = (
        Column(words.heading("track", 1), "head", 2.8),
        Column(known.format(indicators=words.heading("indicator")), width=5.3),
        Column(_("Responsible"), width=2.5),
    )
    names = [responsible_of(context.policy, group.id) for group in named]
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
    return (table, *(() if all(names) else content(note, role="foot")))


def _numbered(group: Group) -> str:
    number, title = getattr(group.holder, "number", None), getattr(group.holder, "title", group.title.words)
    return f"{number}: {title}" if number else title


def _asked_for(context: Context, band: Band) -> str:
    """Name an indicator with its target and starting point."""
    indicator = context.policy.indicator(band[0].indicator)
    words = "; ".join(filter(None, (asked(context, band), _baseline(context, indicator))))
    return f"{indicator.title} ({words})" if words else indicator.title


def _baseline(context: Context, indicator: Indicator) -> str:
    """Return the starting point of an indicator with its period, or only the period if no more is known."""
    _, baseline = context.language.gettext, indicator.baseline
    period = context.words.period(None if baseline is None else baseline.period)
    if baseline is None or baseline.value is None:
        return _("starting point {period}, figure missing").format(period=period) if period else ""
    return _("starting point {value}").format(
        value=dated(context, context.words.figure(baseline, indicator), baseline.period)
    )


def _available(context: Context) -> Blocks:
    """Return the indicators whose figures somebody already keeps, by keeper."""
    kept: dict[str, list[str]] = {}
    for each in context.words.indicators("follow_up"):
        if each.data_source is not None:
            kept.setdefault(each.data_source.keeper, []).append(each.title)
    return bullets(
        (own(f"{keeper}: ", context.language, "strong"), own("; ".join(titles), context.language))
        for keeper, titles in kept.items()
    )


def _open(context: Context) -> Iterator[Part]:
    """Yield the recommendation of the case, then what must be found, decided or measured before a follow-up."""
    policy, case, words, _ = context.policy, context.case, context.words, context.language.gettext
    yield from (own(each, context.language) for each in (case.recommendation if case else ()))
    followed, named = words.indicators("follow_up"), [words.term("indicator", 2), words.term("track", 1)]
    documents = [each for each in policy.sources if each.kind in ("annex", "policy") and each.version != "adopted"]
    titles = [f"»{each.title}«" for each in documents if _lacks(each, "")]
    holders: list[Element] = [*followed, *policy.focus_areas]
    missing = [field for field in ("targets", "goals") if any(_lacks(each, field) for each in holders)]
    if titles and missing:
        what = joined([words.field(each).lower() for each in missing], context.language)
        text = _("Missing information ({what}): find {titles}.")
        yield text.format(what=what, titles=joined(titles, context.language))
    is_open = {
        N_("What the policy is followed up by: the sources do not state what is measured."): not followed,
        N_("A plan with who answers for what, and when it is reported."): policy.plan is None,
        N_("Targets for the {indicators} that have none."): "targets" not in missing
        and any(not each.targets for each in followed if each.kind == "quantitative"),
        N_("A starting point for each of the {indicators} that have none: measured, or found."): any(
            each.baseline is None or each.baseline.value is None for each in followed if each.kind == "quantitative"
        ),
        N_("Where the figures are to come from: the sources name nobody who keeps any."): bool(followed)
        and not any(each.data_source for each in followed),
        N_("Who answers for each {track} of which no one is named."): policy.plan is not None
        and any(not each.responsible for each in policy.plan.tracks),
    }
    yield from (_(text).format(indicators=named[0], track=named[1]) for text, applies in is_open.items() if applies)


def _lacks(element: Element, *fields: str) -> bool:
    """Return whether a field is in an unavailable document; an empty name means the text of a source itself."""
    return any((each.field or "") in fields and each.why == "not_in_sources" for each in element.missing)


def _next(context: Context) -> Iterator[Part]:
    """Yield the coming reports and decisions with their dates; else the next steps of a case."""
    _, plan = context.language.gettext, context.policy.plan
    reporting = plan.reporting if plan else ()
    for each in reporting:
        first = "" if each.first is None else _("first {when}").format(when=within(each.first, context.language))
        often = context.words.label("frequency", each.frequency)
        yield f"{each.to}: {', '.join(filter(None, (first, often)))}"
    cases = [each.next_steps for each in (*context.policy.cases, context.case) if each is not None and each.next_steps]
    if cases and not reporting:
        yield own(cases[-1], context.language)
