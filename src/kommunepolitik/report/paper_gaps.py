"""Parts of both papers: goals without indicators, promises, other gaps, and the newest figures without a target."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from kommunepolitik.blocks import Text
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.evaluation import Result
from kommunepolitik.figures.periods import judged_days
from kommunepolitik.model import Element, Goal, Indicator, Missing, Plan, Policy, Track
from kommunepolitik.model.goals import FocusArea
from kommunepolitik.report.compose import Part, bullets, content, own, paragraph
from kommunepolitik.report.context import Context
from kommunepolitik.report.gaps import UnmeasuredGoals, promises, reason_of, unmeasured_goals, why_missing
from kommunepolitik.report.paper_words import dated
from kommunepolitik.report.parts import numbered
from kommunepolitik.report.resume import (
    gap_words,
    is_within,
    reported_period,
    responsible_of,
)

_HOLDERS = (Policy, FocusArea, Goal, Indicator, Plan, Track)


def goals_title(context: Context) -> str:
    """Return the heading of the goals without indicators, in the policy's own words."""
    words, overarching = context.words, {goal.id for goal in context.policy.goals}
    goals = [goal for each in unmeasured_goals(words) for goal in each.goals]
    terms = dict.fromkeys("overarching_goal" if goal.id in overarching else "goal" for goal in goals)
    names = context.language.gettext(" and ").join(words.term(term, 2) for term in terms)
    text = context.language.gettext("{goals} without {indicators}")
    title = text.format(goals=names, indicators=words.term("indicator", 2))
    return title[:1].upper() + title[1:]


def goals_without(context: Context) -> Blocks:
    """Return every goal without a known indicator: below its reason, and within its area where there are areas."""
    found, above, blocks = unmeasured_goals(context.words), object(), list[Blocks]()
    reasons = {reason_of(context.words, each.gap) for each in found}
    items: list[Blocks] = []
    for each in found:
        if (key := reason_of(context.words, each.gap)) != above:
            blocks, items, above = [*blocks, bullets(items)], [], key
            if each.gap is not None or len(reasons) > 1:
                blocks.append(content(*_reason(context, each.gap)))
        items += [_of_area(context, each)] if each.area is not None else _goals(context, each)
    return tuple(block for each in (*blocks, bullets(items)) for block in each)


def _goals(context: Context, group: UnmeasuredGoals) -> list[Blocks]:
    return [content(own(_sentence(numbered(context.words, goal)), context.language)) for goal in group.goals]


def _of_area(context: Context, group: UnmeasuredGoals) -> Blocks:
    """Return an area, with the unit responsible, and its goals below."""
    assert group.area is not None
    by = responsible_of(context.policy, group.area.id)
    title = own(f"{group.area.title}{by and f' ({by})'}:", context.language, "strong")
    return (paragraph(title), *bullets(_goals(context, group)))


def _sentence(words: str) -> str:
    return f"{words.rstrip('.')}."


def _reason(context: Context, gap: Missing | None) -> Sequence[Part]:
    """Return why something is missing, as a sentence, with the policy's remark and where it is stated."""
    if gap is None:
        return [Text(context.language.gettext("No reason is stated."), "gap")]
    reason = why_missing(context.results, gap)
    return _with_remark(context, f"{reason[:1].upper()}{reason[1:]}", gap)


def _with_remark(context: Context, words: str, gap: Missing) -> Sequence[Part]:
    """Return the words for a gap as a sentence, with the policy's remark and where it is stated."""
    return [Text(f"{words}.", "gap"), *_remark_parts(context, [gap.note] if gap.note else [], gap)]


def _remark_parts(context: Context, notes: Sequence[str], gap: Missing | None) -> Sequence[Part]:
    """Return the policy's remarks on a gap, and where it is stated."""
    where = "" if gap is None else context.words.where(gap.citation)
    parts: list[Part] = [part for each in notes for part in (" ", own(_sentence(each), context.language))]
    return [*parts, " ", own(f"({where})", context.language, "aside")] if where else parts


def promised(context: Context, *, in_short: bool = False) -> Blocks:
    """Return all that is promised, a line each.

    `in_short`: without references and without remarks that differ, and without the indicators of goals, which are
    listed elsewhere.
    """
    made = []
    for each in promises(context.results):
        is_of_goals = each.gap.field == "measured_by" and all(isinstance(element, Goal) for element in each.elements)
        if not (in_short and is_of_goals):
            notes = each.notes if len(each.notes) == 1 or not in_short else ()
            remark = _remark_parts(context, notes, None if in_short else each.gap)
            made.append([Text(f"{gap_words(context, each.gap, each.elements)}.", "gap"), *remark])
    return bullets(made)


def other_gaps(context: Context, fields: Collection[str]) -> Blocks:
    """Return the gaps of some fields that the policy states, equal ones together; without those promised."""
    alike: dict[tuple[object, ...], list[tuple[Element, Missing]]] = {}
    for element, gap in context.words.gaps:
        is_of_goals = isinstance(element, Goal) and gap.field == "measured_by"  # listed with the goals
        is_elsewhere = gap.why in ("promised", "not_in_sources")  # listed as promised, or as to be found
        if isinstance(element, _HOLDERS) and gap.field in fields and not (is_elsewhere or is_of_goals):
            alike.setdefault((gap.what, *reason_of(context.words, gap)), []).append((element, gap))
    made = []
    for each in alike.values():
        gap = each[0][1]
        made.append(_with_remark(context, gap_words(context, gap, [element for element, _ in each]), gap))
    return bullets(made)


def reported_missing(context: Context, shown: Sequence[Result]) -> Blocks:
    """Return the reports on missing figures of the period that leave none of the results shown unassessed."""
    words, lines, period = context.words, context.results.lines, reported_period(context)
    reported_already = [lines.missing_of(each) for each in shown]
    found = []
    for each in words.missing_figures if period is not None else ():
        indicator, group = context.policy.indicator(each.indicator), each.group or ""
        row = context.results.evaluation.figures.at(context.policy.id, indicator.id, group, each.period)
        if row is None and each not in reported_already and is_within(each.period, period):
            title = ", ".join([indicator.title, *([words.title(context.policy.element(group))] if group else ())])
            found.append((own(f"{title}: ", context.language, "strong"), own(words.reported(each), context.language)))
    head = Text(context.language.gettext("Also reported without a figure:"), "strong")
    return (*content(head), *bullets(found)) if found else ()


def newest_figures(context: Context, indicators: Iterable[Indicator]) -> Iterator[Sequence[Part]]:
    """Yield the newest known figure of indicators, and of each group of their population, with its period."""
    figures, groups_of = context.results.figures, context.results.evaluation.figures.groups
    for indicator in indicators if figures.known else ():
        for group in groups_of(context.policy.id, indicator.id):
            dated_words = figures.dated(indicator, group)
            newest = max(dated_words, key=lambda period: judged_days(period)[1], default=None)
            words = figures.without_period(indicator, group) if newest is None else dated_words[newest]
            if words:
                whom = context.policy.elements.get(group)
                name = indicator.title if whom is None else f"{indicator.title}, {context.words.title(whom)}"
                yield own(f"{name}: ", context.language), own(dated(context, words, newest), context.language)
