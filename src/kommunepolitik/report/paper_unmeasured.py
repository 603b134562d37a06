"""The paper of a policy of which nothing is measured yet: one page on what is decided, known and to be decided."""

from collections.abc import Iterable, Iterator

from kommunepolitik.blocks import Column, Row, Section, Table, Text
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.errors import N_
from kommunepolitik.evaluation.results import SHOWN_AS
from kommunepolitik.report.compose import Part, bullets, own, paragraph, said, section
from kommunepolitik.report.context import Context
from kommunepolitik.report.paper_overview import Band, Group, asked, groups
from kommunepolitik.report.paper_tracks import accounts
from kommunepolitik.report.parts import asked as asked_by_bodies
from kommunepolitik.report.resume import joined, responsible_of, within

_NEEDED = ("goals", "indicators", "plan")
"""What a follow-up needs of a policy of which nothing is measured."""


def is_unmeasured(context: Context) -> bool:
    """Return whether no current target can be judged and nobody has written an account for the period."""
    return not accounts(context) and all(SHOWN_AS[each.status] == "not_assessed" for each in context.results.counted)


def unmeasured(context: Context) -> Section:
    """Return the page."""
    _ = context.language.gettext
    parts = (
        ("section_decided", _("What is decided"), bullets(_decided(context))),
        ("section_asked", _("What has been asked for"), bullets(_asked(context))),
        ("section_known", _("What is known of each {track}"), _known(context)),
        ("section_available", _("What can be had without new measuring"), _available(context)),
        ("section_open", _("Still to be decided"), bullets(_open(context))),
        ("section_next", _("The next follow-up"), bullets(_next(context))),
    )
    term = context.words.term("track" if context.policy.plan and context.policy.plan.tracks else "focus_area", 1)
    inner = [section(id, title.format(track=term), blocks) for id, title, blocks in parts if blocks]
    return section("section_case", _("Nothing is measured yet"), *inner, listed=True)


def _decided(context: Context) -> Iterator[list[Part]]:
    """Yield what bodies decided, in order of time."""
    taken = [(each.date, each) for each in context.policy.decisions if each.date is not None and each.outcome]
    for date, each in sorted(taken, key=lambda pair: pair[0].sort_key):
        body = own(f"{each.body}, {context.words.period(date)}: ", context.language, "strong")
        yield [body, own(each.outcome or "", context.language)]


def _asked(context: Context) -> Iterator[list[Part]]:
    _ = context.language.gettext
    for each in asked_by_bodies(context.words):
        by = joined(each.bodies, context.language)
        if each.expected is not None and not each.answers:
            by = _("{bodies}; to be answered {when}").format(bodies=by, when=within(each.expected, context.language))
        yield [own(each.statement.rstrip("."), context.language), f" ({by})"]


def _known(context: Context) -> Blocks:
    """Return a table of tracks, or of areas; without any indicator their names, and what is missing of the policy."""
    _, words, held = context.language.gettext, context.words, [each for each in groups(context) if each.holder]
    if not any(group.bands for group in held):
        names = [own(words.title(each), context.language) for each in context.results.holders]
        missing = {each.field: words.why(each) for _element, each in words.holes if each.field in _NEEDED}
        return (*bullets(names), *bullets(Text(each, "gap") for each in missing.values()))
    rows = [
        Row(
            (
                said(own(_numbered(group), context.language)),
                _lines(_asked_for(context, band) for band in group.bands) or said("–"),
                _lines(filter(None, (_baseline(context, each) for each in group.indicators))) or said("–"),
                said(responsible_of(context.policy, group.id)) or said(Text(_("not known"), "gap")),
            )
        )
        for group in held
    ]
    heads = (words.heading("track", 1), _("{indicators}, with the target that is known"), _("Starting point"))
    widths = zip((*heads, _("Responsible")), (2.2, 4.2, 1.3, 1.9), strict=True)
    columns = tuple(
        Column(head.format(indicators=words.heading("indicator")), "head" if not number else "text", width)
        for number, (head, width) in enumerate(widths)
    )
    return (Table(title=_("What is known"), columns=columns, rows=tuple(rows), titled=False),)


def _numbered(group: Group) -> str:
    number, title = getattr(group.holder, "number", None), getattr(group.holder, "title", group.title.words)
    return f"{number}: {title}" if number else title


def _asked_for(context: Context, band: Band) -> str:
    title, words = context.policy.indicator(band[0].indicator).title, asked(context, band)
    return f"{title} ({words})" if words else title


def _lines(lines: Iterable[str]) -> Blocks:
    return tuple(paragraph(each) for each in lines)


def _baseline(context: Context, id: str) -> str:
    """Say where an indicator stood: with its period, also where that is all that is known."""
    indicator = context.policy.indicator(id)
    baseline = indicator.baseline
    period = context.words.period(None if baseline is None else baseline.period)
    if baseline is None or baseline.value is None:
        return context.language.gettext("{period}, figure missing").format(period=period) if period else ""
    figure = context.words.figure(baseline, indicator)
    return f"{figure} ({period})" if period else figure


def _available(context: Context) -> Blocks:
    """Return the indicators whose figures somebody keeps already, by who it is."""
    kept: dict[str, list[str]] = {}
    for each in context.words.indicators("follow_up"):
        if each.data_source is not None:
            kept.setdefault(each.data_source.keeper, []).append(each.title)
    found = bullets(
        (own(f"{keeper}: ", context.language, "strong"), own("; ".join(titles), context.language))
        for keeper, titles in kept.items()
    )
    return found or said(context.language.gettext("No keeper of figures is named in the sources."))


def _open(context: Context) -> Iterator[Part]:
    """Yield what the case asks for, then what is to be decided, found or measured before a follow-up is possible."""
    policy, case, words = context.policy, context.case, context.words
    yield from (own(each, context.language) for each in (case.recommendation if case else ()))
    followed = words.indicators("follow_up")
    counted = [each for each in followed if each.kind == "quantitative"]
    found = {
        N_("What the policy is followed up by: the sources do not say what is measured."): not followed,
        N_("A plan with who answers for what, and when it is reported."): policy.plan is None,
        N_("A target for each of the {indicators} that have none; else where it is written."): any(
            not each.targets for each in counted
        ),
        N_("A starting point for each of the {indicators} that have none: measured, or found."): any(
            each.baseline is None or each.baseline.value is None for each in counted
        ),
        N_("Who answers for each {track}."): policy.plan is not None
        and any(not each.responsible for each in policy.plan.tracks),
    }
    terms = {"indicators": words.term("indicator", 2), "track": words.term("track", 1)}
    yield from (context.language.gettext(text).format(**terms) for text, is_open in found.items() if is_open)


def _next(context: Context) -> Iterator[Part]:
    """Yield to whom it is reported when, and what is to be decided when; else what a case says of it."""
    _, plan = context.language.gettext, context.policy.plan
    reporting = plan.reporting if plan else ()
    for each in reporting:
        first = "" if each.first is None else _("first {when}").format(when=within(each.first, context.language))
        often = context.words.label("frequency", each.frequency)
        yield f"{each.to}: {', '.join(filter(None, (first, often)))}"
    cases = [each.next_steps for each in (*context.policy.cases, context.case) if each is not None and each.next_steps]
    if cases and not reporting:
        yield own(cases[-1], context.language)
