"""The paper by track: the account, what is not reached, why, the planned action, and what is overdue."""

from collections.abc import Iterator, Sequence

from kommunepolitik.blocks import Budget, Chart, Columns, Notice, Paragraph, Section, Text, plain
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.evaluation.results import SHOWN_AS
from kommunepolitik.model import Account, Indicator, Remark, Track
from kommunepolitik.report.accounts import accounts_of_period, action_words, adjust_words
from kommunepolitik.report.areas import in_same_period
from kommunepolitik.report.compose import Part, bullets, content, own, paragraph, section, texts
from kommunepolitik.report.context import Context
from kommunepolitik.report.lines import LAGGING, targets_of, verdict
from kommunepolitik.report.paper_figures import levels, linked, not_come, provisional
from kommunepolitik.report.paper_overview import Group
from kommunepolitik.report.paper_words import Band
from kommunepolitik.report.parts import numbered
from kommunepolitik.report.results import home
from kommunepolitik.report.resume import joined, reported_period, responsible_of
from kommunepolitik.report.series_charts import main_chart

_CHARTED = 3
"""The maximum of lagging targets whose sentences leave room for a chart on half a page."""
_BESIDE = 150
"""The number of words that fit beside a chart."""


def tracks(context: Context, all_groups: Sequence[Group]) -> tuple[Section, tuple[Budget, ...]]:
    """Return every track, or area, with the accounts of the period; each on half a page at most."""
    policy, written = context.policy, dict[str, list[Account]]()
    remarks = {id for id, each in policy.elements.items() if isinstance(each, Remark)}
    for account in accounts_of_period(context):
        if account.element not in remarks:
            written.setdefault(home(policy, account.element), []).append(account)
    made = [_track(context, group, written.pop(group.id, [])) for group in all_groups]
    sections = [each for each in made if each is not None]
    title = context.results.one_by_one
    title = title[:1].upper() + title[1:]
    rest = (
        _account_of(context, id, [], each) for id, each in written.items()
    )  # about the plan, or elements without targets
    above = [block for blocks in rest for block in blocks]
    whole = section("section_tracks", title, *above, *sections, role="sheet", listed=True)
    return whole, tuple(Budget(section=each.id, pages=0.5) for each in sections)


def _track(context: Context, group: Group, written: Sequence[Account]) -> Section | None:
    """Return a track; None for another element without content."""
    _, period, is_holder = context.language.gettext, reported_period(context), group.holder in context.results.holders
    whole = [each for each in written if each.element == group.id]
    lagging = [band for band in group.bands if SHOWN_AS[verdict(band).status] in LAGGING]
    if not (written or lagging or is_holder):
        return None
    above = tuple(block for each in whole for block in texts(each.text, context.language))
    if group.holder is not None and not (whole or (written and not is_holder)):
        above = (owed(context, _("Account"), responsible_of(context.policy, group.id)),)
    chart = None
    if len(lagging) <= _CHARTED:
        chart = main_chart(context, [context.policy.indicator(id) for id in group.indicators])
    parts = [(*above, *_reasons(context, whole))]
    for id in dict.fromkeys([band[0].indicator for band in lagging] + [each.element for each in written]):
        bands = [band for band in lagging if band[0].indicator == id]
        if id != group.id:
            parts.append(_account_of(context, id, bands, [each for each in written if each.element == id]))
    parts.append(_unexplained(context, lagging, written))
    if late := bullets(_overdue(context, group)):
        parts.append((paragraph(Text(_("Overdue"), "strong")), *late))
    title: tuple[Part, ...] = (group.title,)
    if written and (whole or not is_holder) and period is not None:
        title += (_(" – account for {period}").format(period=context.words.period(period)),)
    return section(group.id or "section_rest", title, _beside(chart, [each for each in parts if each]), role="track")


def _beside(chart: Chart | None, parts: Sequence[Blocks]) -> Blocks:
    """Return parts one after the other, with as many as fit beside a chart placed there."""
    count, words = 0, 0
    for part in parts if chart is not None else ():
        words += sum(len(plain(each.inlines).split()) for each in part if isinstance(each, Paragraph))
        count += words <= _BESIDE or count == 0
    beside = tuple(block for part in parts[:count] for block in part)
    below = tuple(block for part in parts[count:] for block in part)
    return (Columns((beside, (chart,))), *below) if chart is not None and beside else below


def owed(context: Context, what: str, by: str) -> Notice:
    """Return the placeholder of a text that has not been written yet."""
    _ = context.language.gettext
    plan = context.policy.plan
    who = by or (plan.responsible if plan and plan.responsible else _("the administration"))
    words = _("{text}: to be written by {unit}.").format(text=what, unit=who)
    return Notice("missing_text", content(words))


def _account_of(context: Context, id: str, bands: Sequence[Band], written: Sequence[Account]) -> Blocks:
    """Return the account of an indicator or other element: lagging figures, text, causes and planned action."""
    element, language = context.policy.element(id), context.language
    parts: list[Part] = (
        [] if isinstance(element, Track) else [own(numbered(context.words, element), language, "strong")]
    )
    if isinstance(element, Indicator) and (ours := linked(context, element)):
        parts.append(Text(f" ({ours})", "aside"))
    for band in bands:
        group = context.policy.elements.get(band[0].group)
        whom = "" if group is None else own(context.words.title(group), language)
        parts += [" – " if band is bands[0] else " ", whom, " " * bool(whom)]
        parts += [context.results.lines.status(verdict(band)), ": ", _sentences(context, band)]
    parts += [_uncounted(context, bands), _beside_others(context, bands)]
    for each in written:
        parts += [" " if bands else ": " if parts else "", own(each.text, language)]
    return (*content(*parts), *_reasons(context, written))


def _uncounted(context: Context, bands: Sequence[Band]) -> str:
    """Return how large a change must be to count, where a figure counts as unchanged; else empty."""
    for result in map(verdict, bands):
        if "unchanged" in (result.status, result.trend_since_previous) and result.margin:
            unit = context.results.lines.words(result).wording.unit_of_difference(result.margin)
            margin = f"{context.language.number(float(f'{result.margin:.3g}'))} {unit}".rstrip()
            return " " + context.language.gettext("Changes of at most {margin} do not count.").format(margin=margin)
    return ""


def _beside_others(context: Context, bands: Sequence[Band]) -> str:
    """Return other areas' figures for the period of a single figure; for several, there is no room."""
    if len(bands) != 1:
        return ""
    result = verdict(bands[0])
    indicator = context.policy.indicator(result.indicator)
    words = in_same_period(context, indicator, result.group, result.period)
    return f" {words}" if words else ""


def _reasons(context: Context, written: Sequence[Account]) -> Blocks:
    """Return the causes, the planned actions with person and time, and whether the plan should be adjusted."""
    _, sentences = context.language.gettext, list[list[Part]]()
    for each in written:
        action = action_words(context, each)
        for label, words in ((_("Why"), each.cause), (_("What we do"), action)):
            sentences += [[Text(f"{label}: ", "aside"), own(words, context.language)]] if words else []
        if each.action and action == each.action:
            sentences.append([Text(_("(who and when is to be written)."), "gap")])
        if each.adjust in ("yes", "undecided"):
            sentences.append([adjust_words(context, each)])
    return content(*(part for number, each in enumerate(sentences) for part in (" " * bool(number), *each)))


def _unexplained(context: Context, lagging: Sequence[Band], written: Sequence[Account]) -> Blocks:
    """Return who still has to write why targets are not reached, and what will be done."""
    explained = {id for each in written if each.cause and each.action for id in _about(context, each)}
    missing: dict[str, list[str]] = {}
    for id in dict.fromkeys(band[0].indicator for band in lagging):
        if id not in explained:
            missing.setdefault(responsible_of(context.policy, id), []).append(context.policy.indicator(id).title)
    text, words = context.language.gettext("Cause and action for {names}"), context.words
    return tuple(
        owed(
            context,
            text.format(
                names=" ".join((str(len(names)), words.term("indicator", 2)))
                if names[2:]
                else joined(names, context.language)
            ),
            unit,
        )
        for unit, names in missing.items()
    )


def _about(context: Context, account: Account) -> Sequence[str]:
    element = context.policy.element(account.element)
    return (element.id,) if isinstance(element, Indicator) else getattr(element, "indicator_ids", ())


def _sentences(context: Context, band: Band) -> str:
    """Return a figure with its target, required value and previous value in plain sentences."""
    result, view, _ = verdict(band), context.words, context.language.gettext
    words, indicator = context.results.lines.words(result), context.policy.indicator(result.indicator)
    targets = targets_of(indicator, band)
    target = words.wording.band(targets, with_group=False) or words.target
    figure = words.figure or f"»{result.judgement}«"
    first = _("{figure} in {period}").format(figure=figure, period=view.period(result.period))
    about = ", ".join(filter(None, (levels(context, result), provisional(context, result))))
    first += f" ({about})" if about else ""
    if target:
        text = _("the target was {target}") if result.over else _("the target is {target}")
        if result.kind == "direction":
            text = _("asked for: {target}")
        first += "; " + text.format(target=target)
        ours = context.results.lines.basis(band, indicator)
        first += f" ({ours})" if ours else ""
    sentences = [first]
    needed = words.required and "baseline_meets_target" not in result.warnings
    if SHOWN_AS[result.status] == "off_track" and needed and words.required_at_most != words.figure:
        text = _("Should be in {period}: {value}")
        sentences.append(text.format(period=view.period(result.period), value=words.required_at_most))
    if words.previous:
        text = _("In {period} it was {value}")
        sentences.append(text.format(period=view.period(result.previous_period), value=words.previous))
    if missing := not_come(context, result):
        sentences.append(missing[:1].upper() + missing[1:])
    return " ".join(f"{each}." for each in sentences)


def _overdue(context: Context, group: Group) -> Iterator[str]:
    """Yield the activities that should have been done by the date of the report, and who is responsible."""
    for activity in group.holder.activities if isinstance(group.holder, Track) else ():
        if activity.due is not None and activity.done is None and context.results.is_past(activity.due):
            due = context.language.gettext("by {period}").format(period=context.words.period(activity.due))
            yield f"{activity.title} ({', '.join(filter(None, (responsible_of(context.policy, group.id), due)))})"
