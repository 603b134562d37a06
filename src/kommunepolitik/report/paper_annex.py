"""The second annex of the paper: targets that cannot be judged or do not count now, sources and method."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kommunepolitik.blocks import Budget, Column, Row, Section, Table, Text
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.errors.marks import N_
from kommunepolitik.evaluation import Result
from kommunepolitik.evaluation.explanation import REMEDIES, STATUS_WORDS, readings, reason_key
from kommunepolitik.evaluation.results import SHOWN_AS
from kommunepolitik.model import Indicator
from kommunepolitik.report.compose import bullets, content, own, section
from kommunepolitik.report.context import Context
from kommunepolitik.report.lines import target_of, targets_of, verdict
from kommunepolitik.report.paper_gaps import goals_title, goals_without, newest_figures, promised, reported_missing
from kommunepolitik.report.paper_overview import Group, reason_words
from kommunepolitik.report.paper_words import Band, asked, dated, in_short, read_twice
from kommunepolitik.report.parts import METHOD

_METHOD: Final[Mapping[str, str]] = {
    **METHOD,
    "direction": N_(
        "Where the policy states only a direction, the newest figure is compared with the starting point, or, without "
        "one, with the figure before; how fast it is to go is not judged."
    ),
    "relative": N_(
        "A target that compares with another series is judged by the difference between two figures for the same "
        "period."
    ),
}
"""How targets are judged: what is in all reports, and what is only needed where it occurs."""


def annex(context: Context, all_groups: Sequence[Group]) -> tuple[Section, Budget]:
    """Return the annex that a committee need not read."""
    _ = context.language.gettext
    shown = [band for group in all_groups for band in group.bands]
    parts = (
        ("section_unassessed", _("What cannot be assessed, and what it takes"), _unassessed(context, shown)),
        ("section_goals", goals_title(context), goals_without(context)),
        ("section_promised", _("What is promised"), promised(context)),
        ("section_other_targets", _("Later, expired and replaced targets"), _other_targets(context, shown)),
        ("section_figures", _("Other figures"), bullets(newest_figures(context, _beside(context)))),
        ("section_sources", _("Sources"), content(*_sources(context))),
        ("section_method", _("How targets are judged"), bullets(_method(context, shown))),
    )
    inner = [section(id, title, blocks) for id, title, blocks in parts if blocks]
    title, id = _("Annex 2: Gaps in the evidence, other targets, sources and method"), "section_annex"
    return section(id, title, *inner, role="sheet", listed=True), Budget(section=id, pages=3)


def _beside(context: Context) -> Sequence[Indicator]:
    """Return the indicators without follow-up that no target compares with."""
    targets = [target for each in context.policy.indicators for target in each.targets]
    compared = {
        getattr(relative, "indicator", None) for each in targets if (relative := getattr(each, "relative_to", None))
    }
    return [each for each in context.words.indicators("context") if each.id not in compared]


def _unassessed(context: Context, shown: Sequence[Band]) -> Blocks:
    """Return why current targets cannot be judged and what is needed, a row each."""
    _, words = context.language.gettext, context.words
    rows = []
    for band in shown:
        result = verdict(band)
        if SHOWN_AS[result.status] == "not_assessed":
            reason = reason_words(context, result)
            more = "; ".join(readings(context.results.lines.words(result))) or _remark(context, result)
            reason = f"{reason[:1].upper()}{reason[1:]}{more and ': '}{more}"
            rows.append(Row((_named(context, band), content(reason), content(_remedy(context, result)))))
    columns = (words.heading("indicator", 1), _("Why"), _("What it takes"))
    table = _table(_("What cannot be assessed, and what it takes"), columns, rows)
    return (*table, *reported_missing(context, [verdict(band) for band in shown]))


def _remark(context: Context, result: Result) -> str:
    """Return what the policy remarks on the target that it lacks."""
    gap = context.policy.indicator(result.indicator).gap("targets") if result.reason == "no_target" else None
    return (gap and gap.note) or ""


def _method(context: Context, shown: Sequence[Band]) -> Iterator[str]:
    """Yield how the targets of the policy are judged; what applies to none of them is left out."""
    _, policy = context.language.gettext, context.policy
    current = [each for band in shown for each in band if each.reason != "no_target"]
    every = [each for each in context.results.results if each.reason != "no_target"]
    series = Counter((each.indicator, each.group) for each in every)
    targets = [target_of(policy.indicator(each.indicator), each.target) for each in current]
    dated_kinds = [each for each in current if each.kind in ("level", "standing", "change") or each.due is not None]
    applies = {
        "figure": bool(dated_kinds),
        "deadline": bool(dated_kinds),
        "path": any(each.kind in ("level", "change") and not each.over for each in current),
        "direction": any(each.kind == "direction" for each in current),
        "relative": any(getattr(target, "relative_to", None) is not None for target in targets),
        "movement": any(each.trend_since_previous is not None or each.trend is not None for each in current),
        "several": any(count > 1 for count in series.values()),
        "people": any(each.kind == "judgement" or each.source_judgement for each in current),
    }
    yield from (_(words) for part, words in _METHOD.items() if applies[part])


def _sentence(words: str) -> str:
    """Return words as a sentence, with a capital and one full stop."""
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."


def _named(context: Context, band: Band) -> Blocks:
    """Return the indicator with its target in short."""
    indicator, due = context.policy.indicator(band[0].indicator), context.words.period(band[0].due)
    targets = targets_of(indicator, band)
    more = ", ".join(filter(None, (in_short(context, indicator, targets) if targets else "", due)))
    name = own(_title(context, band), context.language, "strong")
    return content(name, own(more and f" ({more})", context.language, "aside"))


def _title(context: Context, band: Band) -> str:
    group = context.policy.elements.get(band[0].group)
    title = context.policy.indicator(band[0].indicator).title
    return title if group is None else f"{title}, {context.words.title(group)}"


def _remedy(context: Context, result: Result) -> str:
    _ = context.language.gettext
    if reported := context.results.lines.reported_missing(result):
        return _sentence(reported)
    if result.status == "ambiguous":
        is_target = read_twice(result)
        return (
            _("Settle whether percent or percentage points are meant.") if is_target else _("Get a more exact figure.")
        )
    if result.reason == "no_target" and context.policy.indicator(result.indicator).gap("targets") is not None:
        is_left_open = reason_key(result, context.policy) == "no_target"
        return (
            _("Nothing, unless a target is wanted.")
            if is_left_open
            else _(REMEDIES[reason_key(result, context.policy)])
        )
    return _(REMEDIES[reason_key(result, context.policy)])


def _other_targets(context: Context, shown: Sequence[Band]) -> Blocks:
    """Return the targets that are not in the overview: later, past and replaced ones, a row each."""
    _, words, results = context.language.gettext, context.words, context.results
    keys = {each.key for band in shown for each in band}
    columns = (words.heading("indicator", 1), words.heading("target", 1), _("Ground"))
    followed = {each.id for each in words.indicators("follow_up")}
    others = [each for each in results.results if each.target and each.key not in keys and each.indicator in followed]
    rows = []
    for band in results.evaluation.bands(others):
        cells = (
            own(_title(context, band), context.language),
            asked(context, band),
            _why_not_current(context, verdict(band)),
        )
        rows.append(Row(tuple(content(each) for each in cells)))
    return _table(_("Later, expired and replaced targets"), columns, rows)


def _why_not_current(context: Context, result: Result) -> str:
    """Return why a target does not count now: it is later, it ended with an outcome, or a decision replaced it."""
    _, words, indicator = context.language.gettext, context.words, context.policy.indicator(result.indicator)
    target = target_of(indicator, result.target)
    if result.stage == "replaced" and target is not None and target.replaced_by is not None:
        new = target_of(indicator, target.replaced_by.target)
        decision = words.named(context.policy.element(target.replaced_by.decision))
        return _("replaced by {target} ({decision})").format(
            target="" if new is None else in_short(context, indicator, [new]), decision=decision
        )
    if result.stage == "later":
        return _("later target")
    status, why = _(STATUS_WORDS[result.status]), reason_words(context, result)
    figure = context.results.lines.words(result).figure or result.judgement
    ended = dated(context, status, None, None, why or figure)
    return _("expired in {period}: {outcome}").format(period=words.period(result.due), outcome=ended)


def _table(title: str, heads: tuple[str, str, str], rows: Sequence[Row]) -> Blocks:
    columns = (Column(heads[0], "head", 30), Column(heads[1], width=35), Column(heads[2], width=35))
    return (Table(title=title, columns=columns, rows=tuple(rows), titled=False),) if rows else ()


def _sources(context: Context) -> Iterator[Text | str]:
    """Yield the sources with what is between them."""
    for number, source in enumerate(sources(context)):
        yield from ((" · ",) if number else ())
        yield own(source, context.language)


def sources(context: Context) -> Iterator[str]:
    """Yield the sources of the figures, then the documents of the policy, each once."""
    policy, _ = context.policy, context.language.gettext
    titles = [row.where or row.publisher for rows in context.words.figures.values() for row in rows]
    for each in policy.sources:
        if each.kind in ("policy", "annex") and not each.missing:
            is_numbered = each.kind == "annex" and each.title.startswith("Bilag")
            own_one = _("The policy's {annex}").format(annex=each.title[:1].lower() + each.title[1:])
            titles.append(own_one if is_numbered else each.title)
    yield from dict.fromkeys(filter(None, titles))
