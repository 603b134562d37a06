"""The paper of a policy of which nothing is measured yet: one page on what is decided, known and to be decided."""

from collections.abc import Iterable, Iterator

from kommunepolitik.blocks import Column, Row, Section, Table, Text
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.errors import N_
from kommunepolitik.evaluation.results import SHOWN_AS
from kommunepolitik.model import Indicator
from kommunepolitik.report.compose import Part, bullets, own, paragraph, said, section
from kommunepolitik.report.context import Context
from kommunepolitik.report.paper_overview import asked, groups, titled
from kommunepolitik.report.paper_tracks import accounts
from kommunepolitik.report.parts import asked as asked_by_bodies
from kommunepolitik.report.resume import joined, responsible_of, within


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
        ("section_open", _("What is to be decided"), bullets(_open(context))),
        ("section_next", _("The next follow-up"), bullets(_next(context))),
    )
    term = context.words.term("track" if context.policy.plan and context.policy.plan.tracks else "focus_area", 1)
    inner = [section(id, title.format(track=term), blocks) for id, title, blocks in parts if blocks]
    return section("section_case", _("Nothing is measured yet"), *inner, listed=True)


def _decided(context: Context) -> Iterator[list[Part]]:
    """Yield what bodies decided, in order of time; what is yet to be decided is at the end of the page."""
    taken = [(each.date, each) for each in context.policy.decisions if each.date is not None]
    for date, each in sorted(taken, key=lambda pair: pair[0].sort_key):
        body = own(f"{each.body}, {context.words.period(date)}: ", context.language, "strong")
        unknown = context.language.gettext("What was decided is not in the sources.")
        yield [body, own(each.outcome, context.language) if each.outcome else unknown]


def _asked(context: Context) -> Iterator[list[Part]]:
    _ = context.language.gettext
    for each in asked_by_bodies(context.words):
        by = joined(each.bodies, context.language)
        if each.expected is not None and not each.answers:
            by = _("{bodies}; to be answered {when}").format(bodies=by, when=within(each.expected, context.language))
        yield [own(each.statement, context.language), f" ({by})"]


def _known(context: Context) -> Blocks:
    """Return a table of tracks, or of areas; a list of them where nothing but their names is known."""
    _, words, held = context.language.gettext, context.words, [each for each in groups(context) if each.holder]
    followed = [[context.policy.indicator(id) for id in group.indicators] for group in held]
    if not any(followed):
        return bullets(group.title for group in held)
    known = {band[0].indicator: asked(context, band) for group in held for band in group.bands}
    rows = []
    for group, indicators in zip(held, followed, strict=True):
        named = [f"{each.title} ({known[each.id]})" if known[each.id] else each.title for each in indicators]
        start = dict.fromkeys(filter(None, (_baseline(context, each) for each in indicators)))
        unit = said(responsible_of(context.policy, group.id)) or said(Text(_("not in the sources"), "gap"))
        rows.append(Row((said(group.title), _lines(named), _lines(start), unit)))
    heads = (f"{words.heading('indicator')} ({_('target, where it is known')})", _("Starting point"), _("Responsible"))
    columns = (Column("", "head", 2), *(Column(head, width=width) for head, width in zip(heads, (4, 1.5, 1.5))))
    title = _("What is known")
    return (Table(title=title, columns=columns, rows=tuple(rows), titled=False),)


def _lines(lines: Iterable[str]) -> Blocks:
    return tuple(paragraph(each) for each in lines)


def _baseline(context: Context, indicator: Indicator) -> str:
    """Say where an indicator stood: with its period, also where that is all that is known."""
    baseline = indicator.baseline
    if baseline is None or (baseline.value is None and baseline.period is None):
        return ""
    period = context.words.period(baseline.period)
    if baseline.value is None:
        return context.language.gettext("{period}, figure missing").format(period=period)
    figure = context.words.figure(baseline, indicator)
    return f"{figure} ({period})" if period else figure


def _available(context: Context) -> Blocks:
    """Return the indicators whose figures somebody keeps already, by who it is."""
    kept: dict[str, list[str]] = {}
    for each in context.words.indicators("follow_up"):
        if each.data_source is not None:
            kept.setdefault(each.data_source.keeper, []).append(each.title)
    found = [[own(f"{keeper}: ", context.language, "strong"), "; ".join(titles)] for keeper, titles in kept.items()]
    return bullets(found) or said(context.language.gettext("No keeper of figures is named in the sources."))


def _open(context: Context) -> Iterator[str]:
    """Yield what somebody has to decide, find or measure before the policy can be followed up."""
    policy, words = context.policy, context.words
    followed = [each for each in words.indicators("follow_up")]
    counted = [each for each in followed if each.kind == "quantitative"]
    found = {
        N_("How the policy is to be followed up: nothing is known that is measured."): []
        if followed
        else [policy.title],
        N_("A plan with who answers for what, and when it is reported."): [] if policy.plan else [policy.title],
        N_("Targets are to be found or set for {names}."): [each.title for each in counted if not each.targets],
        N_("The starting point is to be found or measured for {names}."): [
            each.title for each in counted if each.baseline is None or each.baseline.value is None
        ],
        N_("Somebody is to be responsible for {names}."): [
            titled(context, each.holder)
            for each in groups(context)
            if each.holder is not None and followed and not responsible_of(policy, each.id)
        ],
    }
    for text, names in found.items():
        if names:
            yield context.language.gettext(text).format(names=joined(names, context.language))


def _next(context: Context) -> Iterator[str]:
    """Yield to whom it is reported when, and what is to be decided when."""
    _, plan = context.language.gettext, context.policy.plan
    for each in plan.reporting if plan else ():
        first = "" if each.first is None else _("first {when}").format(when=within(each.first, context.language))
        often = context.words.label("frequency", each.frequency)
        yield f"{each.to}: {', '.join(filter(None, (first, often)))}"
    for decision in context.policy.decisions:
        if decision.date is None and decision.expected is not None:
            text = _("{body} is expected to decide {when}")
            yield text.format(body=decision.body, when=within(decision.expected, context.language))
