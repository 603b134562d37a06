"""The overview of the paper: one row for each current target, grouped by track, else area, else goal."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import attrs

from kommunepolitik.blocks import Budget, Column, Place, Row, Section, Table, Text
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.errors.marks import N_
from kommunepolitik.evaluation import Result, ResultChange
from kommunepolitik.evaluation.explanation import STATUS_WORDS
from kommunepolitik.evaluation.result_words import ResultWords
from kommunepolitik.figures import Observation
from kommunepolitik.figures.periods import judged_days, length_of
from kommunepolitik.model import Element, Period, Track
from kommunepolitik.report.accounts import acted
from kommunepolitik.report.compose import content, own, own_link, paragraph, section
from kommunepolitik.report.context import Context
from kommunepolitik.report.figures import unitless
from kommunepolitik.report.lines import COUNTED, verdict
from kommunepolitik.report.paper_words import Band, asked, dated, why_not
from kommunepolitik.report.parts import numbered
from kommunepolitik.report.results import home
from kommunepolitik.report.resume import reported_period
from kommunepolitik.report.series_charts import spark

_NONE: Final = "–"
_MONTHS: Final = 12
_KEY: Final = N_(
    "Last: the figure of the period before, as it is known today. The arrow shows which way the figure went; the "
    "dashed line is the target. Action: yes = in the account for {period}, out of date = only in an earlier one, no = "
    "in none, – = not needed."
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


def one_by_one(context: Context) -> str:
    """Return the title of the part of the paper that is grouped like the overview: spor for spor."""
    name = "track" if context.results.by_track else "focus_area"
    if not context.results.holders:
        name = "overarching_goal" if context.policy.goals else "indicator"
    return context.language.gettext("{track} by {track}").format(track=context.words.term(name, 1))


def titled(context: Context, element: Element) -> str:
    """Name a track by its number and title: Spor 1: Job fra første dag; other elements as in lists."""
    if isinstance(element, Track) and element.number:
        return f"{context.words.heading('track', 1)} {element.number}: {element.title}"
    return numbered(context.words, element)


def overview(context: Context, all_groups: Sequence[Group]) -> tuple[Section, Budget]:
    """Return the matrix of all current targets, and the number of pages it may take."""
    _, words, period = context.language.gettext, context.words, reported_period(context)
    columns = (
        Column(words.heading("indicator", 1), "head", 4.2),
        Column(_("Starting point"), width=1.55),
        Column(dated(context, _("Last"), _year_before(context), None), width=1.35),
        Column(dated(context, _("Now"), period, None), width=1.45),
        Column(words.heading("target", 1), width=2),
        Column(_("Status"), width=2.4),
        Column(_("Since last time"), width=1.25),
        Column(_("Course"), width=1),
        Column(_("Action"), width=1.15),
    )
    rows: list[Row] = []
    for group in all_groups:
        if group.bands:
            rows += [Row((content(group.title),)), *(_row(context, band, group.bands) for band in group.bands)]
    count = sum(len(group.bands) for group in all_groups)
    title = _("Annex 1: {indicators} at a glance").format(indicators=words.term("indicator", 2))
    table = Table(title=title, columns=columns, rows=tuple(rows), role="overview", titled=False)
    key = _(_KEY).format(period=words.period(period) or _("the period"))
    id = "section_overview"
    shown = (table, paragraph(key, role="foot")) if rows else content(_("No measurements that can be judged yet."))
    made = section(id, title, *shown, role="sheet", listed=True)
    return made, Budget(section=id, pages=1 + -(-max(0, count - 25) // 35))


def _year_before(context: Context) -> Period | None:
    """Return the year before the one reported, which a column heading then names for its cells."""
    period = reported_period(context)
    return Period(str(period.start.year - 1)) if period is not None and period.kind == "year" else None


def _row(context: Context, band: Band, others: Sequence[Band]) -> Row:
    result, last = verdict(band), _last(context, verdict(band))
    drawn = spark(context, result)
    was = "" if last is None else dated(context, last.words, last.period, _year_before(context))
    texts = (_baseline(context, result), was, _now(context, result), asked(context, band, is_named=True))
    return Row(
        (
            _name(context, result, others),
            *(content(each or _NONE) for each in texts),
            _status(context, result),
            content(_since(context, band, last)),
            () if drawn is None else content(drawn),
            content(_action(context, result)),
        )
    )


def _name(context: Context, result: Result, others: Sequence[Band]) -> Blocks:
    """Return the indicator as a link to its figures; below it the population, and the meaning of the row's numbers."""
    indicator, texts, _ = context.policy.indicator(result.indicator), _texts(context, result), context.language.gettext
    group, target = context.policy.elements.get(result.group), texts.asked
    whom = (indicator.population or "") if group is None else context.words.title(group)
    what = "" if _has_unit(texts) else texts.wording.unit_of_difference(2)
    if texts.other:
        what = _("distance to {series} ({unit})").format(series=texts.other, unit=what or texts.wording.unit_alone)
    elif sum((each[0].indicator, each[0].group) == (result.indicator, result.group) for each in others) > 1:
        start = getattr(target, "start", None)
        if getattr(target, "cumulative", False) and start is not None:
            what = _("added up from {period}").format(period=context.words.period(start))
        what = context.words.label("per", getattr(target, "per", None)) if result.kind == "standing" else what
    place = Place(f"followup_{indicator.id}", "followup", (context.policy.id,))
    below = "; ".join(each for each in (whom, what) if each and each.casefold() not in indicator.title.casefold())
    link = own_link(indicator.title, place, context.language)
    return (*content(link), *content(below and own(below, context.language, "aside")))


# Figures


@attrs.frozen
class _Last:
    """The figure of the previous period, as known today."""

    words: str
    period: Period | None
    value: float | None = None


def _texts(context: Context, result: Result) -> ResultWords:
    return context.results.lines.words(result)


def _has_unit(texts: ResultWords) -> bool:
    """Return whether each figure is followed by its unit: percent; any other unit is named once in the row."""
    unit = texts.indicator.unit
    return unit is None or (unit.percent and not texts.other)


def _value(texts: ResultWords, value: float, high: float | None, qualifier: str | None) -> str:
    unitless_wording = attrs.evolve(texts.wording, indicator=unitless(texts.indicator))
    return (texts.wording if _has_unit(texts) else unitless_wording).quantity(value, high, qualifier or "")


def _baseline(context: Context, result: Result) -> str:
    """Write the baseline used for the judgement, else the one that the policy states."""
    texts, period, stated, _ = _texts(context, result), result.baseline_period, None, context.language.gettext
    value = (result.baseline_value, result.baseline_high, result.baseline_qualifier)
    if not result.group and not texts.other:
        stated = texts.indicator.baseline
    if value[0] is None and stated is not None:
        period, value = stated.period, (stated.value, stated.value_high, stated.qualifier or "")
    if value[0] is None or texts.is_since_previous or getattr(texts.asked, "cumulative", False):
        return ""
    words = context.results.figures.marked(texts.indicator, result.group, period, _value(texts, *value))  # type: ignore[arg-type]
    if not texts.is_comparable_since(period):  # an amount for a period of another length
        words = _("{value} in a year").format(value=words) if period is not None and period.kind == "year" else ""
    return dated(context, words, period, None, "" if result.stated_baseline is None else _("revised"))


def _figure(context: Context, result: Result, implied: Period | None = None) -> str:
    """Write the figure that a result is judged by, or what people judged; empty where there is none."""
    texts = _texts(context, result)
    words = result.judgement
    if result.value is not None:
        words = _value(texts, result.value, result.value_high, result.qualifier)
    words = context.results.figures.marked(texts.indicator, result.group, result.period, words)
    quality = context.words.label("quality", result.quality) if result.quality == "provisional" else ""
    return dated(context, words, result.period, implied, quality)


def _now(context: Context, result: Result) -> str:
    lines, _ = context.results.lines, context.language.gettext
    if _is_not_measured(context, result):
        return _("not measured")
    if lines.reason(result) == "awaiting_data":
        month = lines.coming(result)
        return _("comes in {month}").format(month=context.words.period(month)) if month else _("not out yet")
    if words := _figure(context, result, reported_period(context)):
        return words
    figure = lines.newest(result)
    if result.reason == "no_reference" and figure:
        return _("own figure {value}").format(value=figure)
    return figure or context.results.figures.without_period(context.policy.indicator(result.indicator), result.group)


def _is_without(context: Context, result: Result) -> bool:
    """Return whether the figure of the period is still to come, or reported as not measured."""
    return context.results.lines.reason(result) == "awaiting_data" or _is_not_measured(context, result)


def _is_not_measured(context: Context, result: Result) -> bool:
    """Return whether the figure after the newest one is reported as not measured."""
    found, newest = context.results.lines.missing_of(result), judged_days(result.newest_period)[1]
    return found is not None and found.why == "not_measured" and judged_days(found.period)[1] > newest


def _recorded(context: Context, result: Result) -> Result | None:
    results = () if context.earlier is None else context.earlier.results
    return next((each for each in results if each.key == result.key), None)


def _last(context: Context, result: Result) -> _Last | None:
    """Return the figure of the previous period; for a target that awaits its figure, or gets none, the newest one."""
    texts, old = _texts(context, result), _recorded(context, result)
    if _is_without(context, result):
        return _Last(_figure(context, result) or context.results.lines.newest(result), None)
    if result.previous_value is not None:
        words = _value(texts, result.previous_value, result.previous_high, result.previous_qualifier)
        return _Last(words, result.previous_period, result.previous_value)
    if getattr(texts.asked, "cumulative", False) and old is not None and old.value is not None:
        return None if old.period == result.period else _Last(_figure(context, old, old.period), old.period, old.value)
    is_difference = bool(texts.other) and result.value is not None
    row = None if is_difference else _row_before(context, result)
    if row is None:
        return None
    words = row.judgement if row.value is None else _value(texts, row.value, row.value_high, row.qualifier)
    words = context.results.figures.marked(texts.indicator, result.group, row.period, words)
    if texts.other:
        words = context.language.gettext("own figure {value}").format(value=texts.wording.quantity(row.value or 0))
    return _Last(words, row.period, row.value) if words else None


def _row_before(context: Context, result: Result) -> Observation | None:
    """Return the figure before the newest, of the same length; for a part of a year, that of the same part before."""
    first, last = judged_days(result.period or result.newest_period)
    if (length := length_of(first, last)) <= 0:
        return None
    start, found = date.fromordinal(first), None
    year_before = start.replace(year=start.year - 1).toordinal()
    for row in context.results.evaluation.figures.series(context.policy.id, result.indicator, result.group):
        days = judged_days(row.period)
        if length_of(*days) == length and (days[0] == year_before if length < _MONTHS else days[0] < first):
            found = row
    return found


def _since(context: Context, band: Band, last: _Last | None) -> str:
    """Return the movement of the figure since the previous one: an arrow, and whether it is better."""
    result, texts, old, _ = verdict(band), _texts(context, verdict(band)), None, context.language.gettext
    if _is_without(context, result) or getattr(texts.asked, "cumulative", False):  # a sum can only grow
        return _NONE
    old = _recorded(context, result)
    newest = [judged_days(each.period or each.newest_period)[1] for each in (old, result) if each is not None]
    if old is not None and newest[0] >= newest[1] > 0:
        return _("no new figure")
    value = result.newest_value if result.value is None and not texts.other else result.value
    if result.judgement:
        move = "" if old is None else ResultChange(before=old, now=result, fields=(), causes=()).move
        arrow, trend = {"up": ("↑", "better"), "down": ("↓", "worse")}.get(move, ("", ""))
    elif last is None or last.value is None or value is None:
        return _NONE
    else:
        moved, trend = value - last.value, result.trend_since_previous or ""
        if last.period != result.previous_period and texts.is_point:
            trend = "better" if moved * texts.sign > 0 else "worse"
            trend = "unchanged" if abs(moved) <= (result.margin or 0) else trend
        arrow = "→" if trend == "unchanged" else "↑" if moved > 0 else "↓"
        if len(band) > 1 and texts.indicator.direction is None and arrow != "→":
            return " ".join((arrow, _("risen") if arrow == "↑" else _("fallen")))
    return f"{arrow} {context.words.label('trend', trend)}" if trend else _NONE


def _status(context: Context, result: Result) -> Blocks:
    """Return the word and shape, and below them the finer status or the reason for not assessing."""
    status, _ = context.results.lines.status(result), context.language.gettext
    below = reason_words(context, result) or ("" if result.status == status.key else _(STATUS_WORDS[result.status]))
    if result.stage == "expired":
        below = ", ".join(filter(None, (below, _("expired"))))
    return (*content(status), *content(below and Text(below, "aside")))


def reason_words(context: Context, result: Result) -> str:
    """Return in short why a target cannot be assessed, and the outcome of an earlier one; empty where it can."""
    words, _ = why_not(context, result), context.language.gettext
    if context.results.lines.reason(result) == "awaiting_data":
        before = context.results.lines.settled_before(result, context.policy.indicator(result.indicator))
        if before is not None and before.due is not None:
            words += f" ({context.words.period(before.due)}: {_(STATUS_WORDS[before.status])})"
    return words


def _action(context: Context, result: Result) -> str:
    """Return whether an account states an action; a target that is reached or on track needs none."""
    words = acted(context, context.policy.indicator(result.indicator))
    is_needless = words != "yes" and result.status in ("achieved", "on_track")
    return _NONE if is_needless else context.language.gettext(words)
