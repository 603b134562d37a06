"""The overview of the paper: one row for each current target, grouped by track, else area, else goal."""

from collections.abc import Sequence
from typing import Final

import attrs

from kommunepolitik.blocks import Budget, Column, Place, Row, Section, Table, Text
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.errors.marks import N_
from kommunepolitik.evaluation import Result
from kommunepolitik.evaluation.explanation import STATUS_WORDS
from kommunepolitik.evaluation.results import SHOWN_AS
from kommunepolitik.model import Element, Period, Track
from kommunepolitik.report.accounts import acted
from kommunepolitik.report.compose import content, own, own_link, paragraph, section
from kommunepolitik.report.context import Context
from kommunepolitik.report.figures import not_counted
from kommunepolitik.report.lines import COUNTED, verdict
from kommunepolitik.report.paper_figures import (
    baseline,
    has_unit,
    is_of,
    last,
    levels,
    linked,
    not_come,
    now,
    since,
    texts_of,
)
from kommunepolitik.report.paper_words import Band, asked, dated, why_not
from kommunepolitik.report.parts import numbered
from kommunepolitik.report.results import home
from kommunepolitik.report.resume import reported_period
from kommunepolitik.report.series_charts import spark
from kommunepolitik.report.target_lines import apart

_NONE: Final = "–"
_KEY: Final = N_(
    "Last: the figure of the period before, as it is known today. The arrow shows which way the figure went."
)
_DASHED: Final = {
    False: N_("The dashed line is the target."),
    True: N_("The dashed line is the target; where only a direction is asked for, it is the starting point."),
}
"""By whether any row asks only for a direction."""
_ACTION: Final = N_(
    "Action: yes = in the account for {period}, out of date = only in an earlier one, no = in none, – = not needed."
)


@attrs.frozen(kw_only=True)
class Group:
    """The current targets under a track, else an area, else a goal; the last group has those that belong to none."""

    id: str
    title: Text
    holder: Element | None
    bands: Sequence[Band]

    @property
    def indicators(self) -> list[str]:
        """The ids of the group's indicators."""
        return list(dict.fromkeys(band[0].indicator for band in self.bands))


def groups(context: Context) -> list[Group]:
    """Return every track, or area where no track has indicators, and all other groups with current targets."""
    results, policy = context.results, context.policy
    has_target = {each.indicator for each in results.current}
    followed = {each.id for each in context.words.indicators("follow_up")} - has_target
    shown = {each.key for each in results.current}
    rows = [
        each
        for each in results.results
        if each.key in shown or (each.indicator in followed and each.reason == "no_target" and each.stage in COUNTED)
    ]
    placed: dict[str, list[Band]] = {each.id: [] for each in results.holders}
    for band in results.evaluation.bands(rows):
        placed.setdefault(home(policy, band[0].indicator), []).append(band)
    tracks = policy.plan.tracks if policy.plan else ()
    holders: list[Element] = [*tracks, *policy.focus_areas, *policy.all_goals()]
    found = [
        Group(id=each.id, title=own(titled(context, each), context.language), holder=each, bands=placed[each.id])
        for each in holders
        if each.id in placed
    ]
    rest = Text(context.language.gettext("Other {indicators}").format(indicators=context.words.term("indicator", 2)))
    return found + [Group(id="", title=rest, holder=None, bands=placed[""]) for _ in placed.get("", [])[:1]]


@attrs.frozen(kw_only=True)
class Headed:
    """The periods that the headings of two columns name; none where no figure in the column is of that period."""

    last: Period | None
    now: Period | None


def titled(context: Context, element: Element) -> str:
    """Name a track by its number and title: Spor 1: Job fra første dag; other elements as in lists."""
    if isinstance(element, Track) and element.number:
        return f"{context.words.heading('track', 1)} {element.number}: {element.title}"
    return numbered(context.words, element)


def overview(context: Context, all_groups: Sequence[Group]) -> tuple[Section, Budget]:
    """Return the matrix of all current targets, and the number of pages it may take."""
    _, words = context.language.gettext, context.words
    shown = [band for group in all_groups for band in group.bands]
    headed = _headed(context, shown)
    columns = (
        Column(words.heading("indicator", 1), "head", 4.2),
        Column(_("Starting point"), width=1.55),
        Column(dated(context, _("Last"), headed.last), width=1.35),
        Column(dated(context, _("Now"), headed.now), width=1.45),
        Column(words.heading("target", 1), width=2),
        Column(_("Status"), width=2.4),
        Column(_("Since last time"), width=1.25),
        Column(_("Course"), width=1),
        Column(_("Action"), width=1.15),
    )
    rows: list[Row] = []
    for group in all_groups:
        if group.bands:
            rows += [Row((content(group.title),)), *(_row(context, band, group.bands, headed) for band in group.bands)]
    title = _("Annex 1: {indicators} at a glance").format(indicators=words.term("indicator", 2))
    table = Table(title=title, columns=columns, rows=tuple(rows), role="overview", titled=False)
    id = "section_overview"
    inner = (table, *_key(context, shown)) if rows else content(_("No measurements that can be judged yet."))
    made = section(id, title, *inner, role="sheet", listed=True)
    return made, Budget(section=id, pages=1 + -(-max(0, len(shown) - 25) // 35))


def _headed(context: Context, bands: Sequence[Band]) -> Headed:
    """Return the year reported and the year before it, where a figure is of that year."""
    period, results = reported_period(context), [verdict(band) for band in bands]
    before = Period(str(period.start.year - 1)) if period is not None and period.kind == "year" else None
    was = [each.period for each in (last(context, result) for result in results) if each is not None]
    is_now = any(is_of(context, each, period) for each in results)
    return Headed(last=before if before in was else None, now=period if is_now else None)


def _key(context: Context, bands: Sequence[Band]) -> Blocks:
    """Return how to read the overview, and which figures do not count yet."""
    _, period = context.language.gettext, reported_period(context)
    sparks = [(band, drawn) for band in bands if (drawn := spark(context, verdict(band))) is not None]
    sentences = [_(_KEY)]
    if any(drawn.target is not None for _band, drawn in sparks):
        directions = (band for band, drawn in sparks if drawn.target is not None)
        sentences.append(_(_DASHED[any(verdict(band).kind == "direction" for band in directions)]))
    sentences.append(_(_ACTION).format(period=context.words.period(period) or _("the period")))
    later = not_counted(context.later, context.language)
    return tuple(paragraph(words, role="foot") for words in (" ".join(sentences), later) if words)


def _row(context: Context, band: Band, others: Sequence[Band], headed: Headed) -> Row:
    result, before = verdict(band), last(context, verdict(band))
    drawn = spark(context, result)
    was = "" if before is None else dated(context, before.words, before.period, headed.last, *before.remarks)
    texts = (baseline(context, result), was, now(context, result, headed.now))
    return Row(
        (
            _name(context, result, others),
            *(content(each or _NONE) for each in texts),
            _target(context, band),
            _status(context, result),
            content(since(context, band, before)),
            () if drawn is None else content(drawn),
            content(_action(context, result)),
        )
    )


def _target(context: Context, band: Band) -> Blocks:
    """Return the target in short, and whether it is our reading of the policy."""
    ours = context.results.lines.basis(band, context.policy.indicator(band[0].indicator))
    return (*content(asked(context, band, is_named=True) or _NONE), *content(ours and Text(ours, "aside")))


def _name(context: Context, result: Result, others: Sequence[Band]) -> Blocks:
    """Return the indicator as a link to its figures; below it the population, and the meaning of the row's numbers."""
    indicator, texts = context.policy.indicator(result.indicator), texts_of(context, result)
    _, language = context.language.gettext, context.language
    group, target = context.policy.elements.get(result.group), texts.asked
    whom = (indicator.population or "") if group is None else context.words.title(group)
    what = "" if has_unit(texts) else texts.wording.unit_of_difference(2)
    if texts.other:
        other = texts.other.strip("»«")
        other = context.words.inside(apart(indicator.title, other))
        what = _("distance to {series} ({unit})").format(series=other, unit=what or texts.wording.unit_alone)
        what = ": ".join(filter(None, (what, levels(context, result))))
    elif sum((each[0].indicator, each[0].group) == (result.indicator, result.group) for each in others) > 1:
        start = getattr(target, "start", None)
        if getattr(target, "cumulative", False) and start is not None:
            what = _("added up from {period}").format(period=context.words.period(start))
        what = context.words.label("per", getattr(target, "per", None)) if result.kind == "standing" else what
    place = Place(f"followup_{indicator.id}", "followup", (context.policy.id,))
    below = "; ".join(
        each
        for each in (whom, what, linked(context, indicator))
        if each and each.casefold() not in indicator.title.casefold()
    )
    link = own_link(indicator.title, place, language)
    return (*content(link), *content(below and own(below, language, "aside")))


def _status(context: Context, result: Result) -> Blocks:
    """Return the word and shape, and below them the finer status or the reason for not assessing."""
    status, _ = context.results.lines.status(result), context.language.gettext
    below = reason_words(context, result) or ("" if result.status == status.key else _(STATUS_WORDS[result.status]))
    if result.stage == "expired":
        below = ", ".join(filter(None, (below, _("expired"))))
    below = "; ".join(filter(None, (below, not_come(context, result))))
    return (*content(status), *content(below and Text(below, "aside")))


def reason_words(context: Context, result: Result) -> str:
    """Return in short why a target cannot be assessed, and the outcome of an earlier one; empty where it can."""
    words, _ = why_not(context, result), context.language.gettext
    if context.results.lines.reason(result) == "awaiting_data":
        before = context.results.lines.settled_before(result, context.policy.indicator(result.indicator))
        period = None if before is None else before.period if before.kind == "standing" else before.due
        if before is not None and period is not None:
            words += f" ({context.words.period(period)}: {_(STATUS_WORDS[before.status])})"
    return words


def _action(context: Context, result: Result) -> str:
    """Return whether an account states an action; only a target that is not reached or not on track asks for one."""
    words = acted(context, context.policy.indicator(result.indicator))
    shown = SHOWN_AS[result.status]
    is_needless = words == "no" if shown == "not_assessed" else words != "yes" and shown in ("achieved", "on_track")
    return _NONE if is_needless else context.language.gettext(words)
