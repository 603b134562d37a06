"""The overview of the paper: one row for each current target, grouped by track, else area, else goal."""

from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from kommunepolitik.blocks import Budget, Column, Link, Place, Row, Section, Table, Text
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.errors import N_
from kommunepolitik.evaluation import STATUS_WORDS, MessageFormatter, Result, ResultChange, ResultWords, Wording
from kommunepolitik.evaluation.explanation import reason_key
from kommunepolitik.model import (
    ChangeTarget,
    Element,
    Indicator,
    LevelTarget,
    Period,
    StandingTarget,
    Track,
)
from kommunepolitik.report.accounts import acted
from kommunepolitik.report.compose import own, paragraph, said, section
from kommunepolitik.report.context import Context
from kommunepolitik.report.figures import unitless
from kommunepolitik.report.lines import COUNTED, target_of, verdict
from kommunepolitik.report.parts import numbered
from kommunepolitik.report.results import home
from kommunepolitik.report.resume import reported_period
from kommunepolitik.report.series_charts import spark

Band = Sequence[Result]
"""A result, or those of a minimum and a maximum for the same figures."""

_SPACE: Final = "\N{NO-BREAK SPACE}"
_NONE: Final = "–"
_REASONS: Final[Mapping[str, str]] = {
    "awaiting_data": N_("awaits a figure"),
    "no_data": N_("no measurements yet"),
    "no_period": N_("figures without a period"),
    "no_reference": N_("nothing to compare with"),
    "suppressed": N_("not shown: too few people"),
    "no_due": N_("no deadline"),
    "no_baseline": N_("no starting point"),
    "baseline_only": N_("nothing measured since the starting point"),
    "break_in_series": N_("the way of measuring is changed since the starting point"),
    "period_mismatch": N_("only parts are measured"),
    "before_start": N_("nothing measured since the start"),
    "undefined_percent": N_("percent of zero has no meaning"),
    "method": N_("growth cannot be computed"),
    "no_target": N_("no target is set"),
    "unknown_target": N_("the target is not in the sources"),
    "own_words": N_("words without a fixed scale"),
    "too_early": N_("too little has happened to say"),
}
"""Why a target cannot be assessed, in the few words that a cell has room for."""


@attrs.frozen(kw_only=True)
class Group:
    """The current targets under a track, else an area, else a goal; the last group is of what belongs to none."""

    id: str
    title: Text
    holder: Element | None
    bands: Sequence[Band]

    @property
    def indicators(self) -> list[str]:
        """The ids of its indicators."""
        return list(dict.fromkeys(band[0].indicator for band in self.bands))


def groups(context: Context) -> list[Group]:
    """Return every track, or area where no track has indicators, and whatever else holds current targets."""
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
    """Name the part of the paper that goes through what the overview is grouped by: spor for spor."""
    term = context.words.term("track" if context.results.by_track else "focus_area", 1)
    return context.language.gettext("{track} by {track}").format(track=term)


def titled(context: Context, element: Element) -> str:
    """Name a track by its number and title: Spor 1: Job fra første dag; anything else as lists do."""
    if isinstance(element, Track) and element.number:
        return f"{context.words.heading('track', 1)} {element.number}: {element.title}"
    return numbered(context.words, element)


def overview(context: Context) -> tuple[Section, Budget]:
    """Return the matrix of all current targets, and how many pages it may take."""
    _, words, held = context.language.gettext, context.words, groups(context)
    at, period = _last_time(context), reported_period(context)
    columns = (
        Column(words.heading("indicator", 1), "head", 4.3),
        Column(_("Starting point"), width=1.5),
        Column(_dated(context, _("Last"), at, None), width=1.35),
        Column(_dated(context, _("Now"), period, None), width=1.45),
        Column(words.heading("target", 1), width=1.9),
        Column(_("Status"), width=2.1),
        Column(_("Since last time"), width=1.25),
        Column(_("Course"), width=1),
        Column(_("Action"), width=1.15),
    )
    rows: list[Row] = []
    for group in held:
        if group.bands:
            rows += [Row((said(group.title),)), *(_row(context, band) for band in group.bands)]
    count = sum(len(group.bands) for group in held)
    title = _("Annex 1: {indicators} at a glance").format(indicators=words.term("indicator", 2))
    table = Table(title=title, columns=columns, rows=tuple(rows), role="overview", titled=False)
    key = _(
        "Action: yes, where the account for the period says what is done; out of date, where only an earlier one does."
    )
    id = "section_overview"
    made = section(id, title, table, paragraph(key, role="foot"), role="sheet", listed=True)
    return made, Budget(section=id, pages=1 + -(-max(0, count - 25) // 35))


def _last_time(context: Context) -> Period | None:
    return None if context.earlier is None else context.earlier.at


def _row(context: Context, band: Band) -> Row:
    result = verdict(band)
    indicator, earlier = context.policy.indicator(result.indicator), _earlier(context, result)
    last = "" if earlier is None else earlier.words
    drawn = spark(context, result)
    texts = (_baseline(context, result), last, _now(context, result), asked(context, band))
    cells = [said(each or _NONE) for each in texts]
    return Row(
        (
            _name(context, result),
            *cells,
            _status(context, result),
            said(_since(context, band, earlier)),
            () if drawn is None else said(drawn),
            said(_action(context, indicator, result)),
        )
    )


def _name(context: Context, result: Result) -> Blocks:
    """Return the indicator as a link to its figures; below it of whom it is, and the unit where no cell has it."""
    indicator, group = context.policy.indicator(result.indicator), context.policy.elements.get(result.group)
    texts = context.results.lines.words(result)
    whom = (indicator.population or "") if group is None else context.words.title(group)
    whom = "" if whom.casefold() in indicator.title.casefold() else whom
    unit = "" if _has_unit(texts) else texts.wording.unit_of_difference(2)
    place = Place(f"followup_{indicator.id}", "followup", (context.policy.id,))
    language = own("", context.language).language
    below = "; ".join(filter(None, (whom, unit)))
    return (*said(Link(indicator.title, place, language)), *said(below and own(below, context.language, "aside")))


# Figures


@attrs.frozen
class _Earlier:
    """The figure to compare with: what was reported last time, else the one before."""

    words: str
    period: Period | None
    value: float | None


def _dated(context: Context, words: str, period: Period | None, implied: Period | None, *remarks: str) -> str:
    """Add the period to a figure, unless the head of the column names it, and remarks."""
    marks = [context.words.period(period) if period != implied else "", *remarks]
    within = ", ".join(mark for mark in marks if mark)
    return f"{words} ({within})" if words and within else words


def _has_unit(texts: ResultWords) -> bool:
    """Return whether each figure has its unit beside it: percent; the name of any other is said once in the row."""
    unit = texts.indicator.unit
    return unit is None or (unit.percent and not getattr(texts.asked, "relative_to", None))


def _value(texts: ResultWords, value: float, high: float | None, qualifier: str | None) -> str:
    bare = attrs.evolve(texts.wording, indicator=unitless(texts.indicator))
    return (texts.wording if _has_unit(texts) else bare).quantity(value, high, qualifier or "")


def _baseline(context: Context, result: Result) -> str:
    """Write the baseline judged by, else the one that the policy states."""
    texts, period, stated = context.results.lines.words(result), result.baseline_period, None
    value = (result.baseline_value, result.baseline_high, result.baseline_qualifier)
    if not result.group and not getattr(texts.asked, "relative_to", None):
        stated = texts.indicator.baseline
    if value[0] is None and stated is not None:
        period, value = stated.period, (stated.value, stated.value_high, stated.qualifier or "")
    if value[0] is None or texts.is_since_previous:
        return ""
    words = context.results.figures.said(texts.indicator, result.group, period, _value(texts, *value))  # type: ignore[arg-type]
    revised = "" if result.stated_baseline is None else context.language.gettext("revised")
    return _dated(context, words, period, None, revised)


def _figure(context: Context, result: Result, implied: Period | None = None) -> str:
    """Write the figure that a result is judged by, or what people judged; empty where there is none."""
    texts = context.results.lines.words(result)
    words = result.judgement
    if result.value is not None:
        words = _value(texts, result.value, result.value_high, result.qualifier)
    words = context.results.figures.said(texts.indicator, result.group, result.period, words)
    quality = context.words.label("quality", result.quality) if result.quality == "provisional" else ""
    return _dated(context, words, result.period, implied, quality)


def _now(context: Context, result: Result) -> str:
    lines, _ = context.results.lines, context.language.gettext
    if result.reason == "awaiting_data":
        month = lines.coming(result)
        return _("comes in {month}").format(month=context.words.period(month)) if month else _("not out yet")
    indicator = context.policy.indicator(result.indicator)
    words = _figure(context, result, reported_period(context)) or lines.newest(result)
    return words or context.results.figures.without_period(indicator, result.group)


def _recorded(context: Context, result: Result) -> Result | None:
    results = () if context.earlier is None else context.earlier.results
    return next((each for each in results if each.key == result.key), None)


def _earlier(context: Context, result: Result) -> _Earlier | None:
    """Return what was reported last time, else the figure before; None where there is no newer figure since."""
    old, texts = _recorded(context, result), context.results.lines.words(result)
    implied = _last_time(context)
    if result.reason == "awaiting_data":
        return _Earlier(_figure(context, result) or context.results.lines.newest(result), None, None)
    if old is not None and (old.value is not None or old.judgement):
        same = old.period == result.period
        return None if same else _Earlier(_figure(context, old, implied), old.period, old.value)
    if result.previous_value is None:
        return None
    words = _value(texts, result.previous_value, result.previous_high, result.previous_qualifier)
    words = _dated(context, words, result.previous_period, implied)
    return _Earlier(words, result.previous_period, result.previous_value)


def _since(context: Context, band: Band, earlier: _Earlier | None) -> str:
    """Say which way the figure went since last time: an arrow, and whether that is better."""
    result, _ = verdict(band), context.language.gettext
    old, texts = _recorded(context, result), context.results.lines.words(result)
    if earlier is None or result.reason == "awaiting_data":
        is_same = old is not None and old.period is not None and old.period == result.period
        return _("no new figure") if is_same and earlier is None else _NONE
    if result.judgement:
        move = "" if old is None else ResultChange(before=old, now=result, fields=(), causes=()).move
        arrow, trend = {"up": ("↑", "better"), "down": ("↓", "worse")}.get(move, ("", ""))
    elif result.value is None or earlier.value is None:
        return _NONE
    else:
        moved, trend = result.value - earlier.value, result.trend_since_previous or ""
        if earlier.period != result.previous_period and texts.is_point:
            is_margin = abs(moved) <= (result.margin or 0)
            trend = "unchanged" if is_margin else "better" if moved * texts.sign > 0 else "worse"
        arrow = "→" if trend == "unchanged" else "↑" if moved > 0 else "↓"
        if len(band) > 1 and texts.indicator.direction is None and arrow != "→":
            return " ".join((arrow, _("risen") if arrow == "↑" else _("fallen")))
    return f"{arrow} {context.words.label('trend', trend)}" if trend else _NONE


# What is asked for, and the verdict


def asked(context: Context, band: Band) -> str:
    """Say what is asked for in short: 60 hvert år; højst 5 hvert kvartal; 57 % (2026); +2 procentpoint om året."""
    indicator, _ = context.policy.indicator(band[0].indicator), context.language.gettext
    found = [target for each in band if (target := target_of(indicator, each.target)) is not None]
    if not found:
        return _("judged in words") if band[0].kind == "judgement" else ""
    wording = Wording(policy=context.policy, indicator=indicator, formatter=MessageFormatter.of(context.language))
    target, number = found[0], context.language.number
    due = getattr(target, "due", None)
    if isinstance(target, ChangeTarget):
        amount = abs(target.amount)
        percent = target.mode == "percent" or (
            target.mode is None and indicator.unit is not None and indicator.unit.percent
        )
        after = "%" if percent else wording.unit_of_difference(amount)
        words = f"{'+' if target.amount > 0 else '−'}{number(amount)}{_SPACE}{after}".rstrip(_SPACE)
        words += " " + (_("in all") if target.per == "total" else _("a year"))
    elif isinstance(target, LevelTarget | StandingTarget):
        values = sorted({each.value for each in found if isinstance(each, LevelTarget | StandingTarget)})
        words = f"{'–'.join(map(number, values))}{_SPACE}{wording.unit(values[-1])}".rstrip(_SPACE)
        if target.relative_to is not None:
            phrase = _("{amount} over {other}") if target.value > 0 else _("{amount} under {other}")
            phrase = phrase if target.value else _("the same as {other}")
            words = phrase.format(amount=number(abs(target.value)), other=wording.series(target.relative_to))
        if target.relative_to is not None or (len(values) == 1 and target.comparison == "at_most"):
            words = wording.limit(target, words)
        if isinstance(target, StandingTarget):
            words += " " + context.words.label("per", target.per)
        elif target.cumulative:
            words += " " + _("in all")
    else:
        words = _("an increase") if target.direction == "increase" else _("a decrease")
    return _dated(context, words, due, None)


def why_not(context: Context, result: Result) -> str:
    """Say in short why a target cannot be assessed; empty where it can."""
    _ = context.language.gettext
    if result.status == "ambiguous":
        read_twice = any(each.words in ("percent", "points") for each in result.readings)
        return _(STATUS_WORDS[result.status]) if read_twice else _("uncertain figure")
    return _(_REASONS[reason_key(result, context.policy)]) if result.reason else ""


def _status(context: Context, result: Result) -> Blocks:
    """Return the word and shape, and below them the finer word or the reason why there is none."""
    status, _ = context.results.lines.status(result), context.language.gettext
    below = why_not(context, result) or ("" if result.status == status.key else _(STATUS_WORDS[result.status]))
    if result.reason == "awaiting_data":
        before = context.results.lines.settled_before(result, context.policy.indicator(result.indicator))
        if before is not None and before.due is not None:
            below += f" ({context.words.period(before.due)}: {_(STATUS_WORDS[before.status])})"
    if result.stage == "expired":
        below = ", ".join(filter(None, (below, _("expired"))))
    return (*said(status), *said(below and Text(below, "aside")))


def _action(context: Context, indicator: Indicator, result: Result) -> str:
    """Say whether an account says what will be done; a target that is reached or on track needs none."""
    words = acted(context, indicator)
    is_needless = words != "yes" and result.status in ("achieved", "on_track")
    return _NONE if is_needless else context.language.gettext(words)
