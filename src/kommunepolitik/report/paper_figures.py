"""The figures of a row of the overview: the starting point, the last one, the one now, and the movement between."""

from datetime import date
from typing import Final

import attrs

from kommunepolitik.evaluation import Result, ResultChange
from kommunepolitik.evaluation.result_words import ResultWords
from kommunepolitik.figures import Observation
from kommunepolitik.figures.periods import day_of, judged_days, length_of, time_of
from kommunepolitik.model import FocusArea, Goal, Indicator, Period, Track
from kommunepolitik.report.context import Context
from kommunepolitik.report.figures import unitless
from kommunepolitik.report.lines import verdict
from kommunepolitik.report.paper_words import Band, dated
from kommunepolitik.report.resume import reported_period

_NONE: Final = "–"
_MONTHS: Final = 12
_NEARLY: Final = 1e-6


@attrs.frozen
class Last:
    """The figure of the previous period, as known today; that of a target that awaits its figure is the newest."""

    words: str
    period: Period | None
    value: float | None = None
    remarks: tuple[str, ...] = ()


def texts_of(context: Context, result: Result) -> ResultWords:
    """Return the wording of a result's figures."""
    return context.results.lines.words(result)


def has_unit(texts: ResultWords) -> bool:
    """Return whether each figure is followed by its unit: percent; any other unit is named once in the row."""
    unit = texts.indicator.unit
    return unit is None or (unit.percent and not texts.other)


def _value(texts: ResultWords, value: float, high: float | None, qualifier: str | None) -> str:
    if has_unit(texts):
        return texts.wording.quantity(value, high, qualifier or "")
    return _without(texts, value, high, qualifier)


def _without(texts: ResultWords, value: float, high: float | None = None, qualifier: str | None = None) -> str:
    """Write a value without its unit."""
    wording = attrs.evolve(texts.wording, indicator=unitless(texts.indicator))
    return wording.quantity(value, high, qualifier or "")


def baseline(context: Context, result: Result) -> str:
    """Write the baseline used for the judgement, else the one that the policy states."""
    texts, period, stated, _ = texts_of(context, result), result.baseline_period, None, context.language.gettext
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


def _figure(context: Context, result: Result) -> Last:
    """Return the figure that a result is judged by, or what people judged; without words where there is none."""
    texts = texts_of(context, result)
    words = result.judgement
    if result.value is not None:
        words = _value(texts, result.value, result.value_high, result.qualifier)
    words = context.results.figures.marked(texts.indicator, result.group, result.period, words)
    quality = provisional(context, result)
    return Last(words, result.period, result.value, (quality,) if quality else ())


def provisional(context: Context, result: Result) -> str:
    """Return that the figure judged is provisional; empty where it is final."""
    return context.words.label("quality", result.quality) if result.quality == "provisional" else ""


def levels(context: Context, result: Result) -> str:
    """Return the two figures that a difference is judged by: 85,7 % mod 87,1 %; 5,6 mod 7,1; empty for others."""
    texts = texts_of(context, result)
    if result.value is None or result.relative_value is None or result.reference_value is None:
        return ""
    unit = texts.indicator.unit
    own, other = texts.own, texts.reference
    if unit is None or not unit.percent:
        own, other = (_without(texts, each) for each in (result.relative_value, result.reference_value))
    return context.language.gettext("{own} against {reference}").format(own=own, reference=other)


def is_of(context: Context, result: Result, period: Period | None) -> bool:
    """Return whether a row has a figure of exactly a period in the column of the period reported."""
    return not is_without(context, result) and result.period == period and bool(_figure(context, result).words)


def not_come(context: Context, result: Result) -> str:
    """Return that the figure for the period reported is missing, where an earlier one is judged; else empty."""
    period, at = reported_period(context), context.results.evaluation.at
    is_final = result.over and result.settled and result.kind != "standing"
    if at is None or period is None or result.reason is not None or result.period is None or is_final:
        return ""
    lines, indicator = context.results.lines, context.policy.indicator(result.indicator)
    lag = 0 if indicator.data_source is None else indicator.data_source.lag or 0
    is_due = time_of(judged_days(result.expected)[1]) - lag <= time_of(day_of(at)) + _NEARLY
    if result.expected is None or not is_due or judged_days(result.period)[1] >= judged_days(period)[0]:
        return ""
    for each in lines.view.missing_figures:
        if (each.indicator, each.group or "", each.period) == (result.indicator, result.group, period):
            return lines.view.reported(each).rstrip(".")
    return context.language.gettext("the figure for {period} is not out").format(period=context.words.period(period))


def now(context: Context, result: Result, implied: Period | None) -> str:
    """Write the figure judged, or when it comes; a column heading may name its period."""
    lines, _ = context.results.lines, context.language.gettext
    if _is_not_measured(context, result):
        return _("not measured")
    if lines.reason(result) == "awaiting_data":
        month = lines.coming(result)
        return _("comes in {month}").format(month=context.words.period(month)) if month else _("not out yet")
    if (found := _figure(context, result)).words:
        return dated(context, found.words, found.period, implied, *found.remarks)
    figure = lines.newest(result)
    if result.reason == "no_reference" and figure:
        return _("own figure {value}").format(value=figure)
    return figure or context.results.figures.without_period(context.policy.indicator(result.indicator), result.group)


def is_without(context: Context, result: Result) -> bool:
    """Return whether the figure of the period is still to come, or reported as not measured."""
    return context.results.lines.reason(result) == "awaiting_data" or _is_not_measured(context, result)


def _is_not_measured(context: Context, result: Result) -> bool:
    """Return whether the figure after the newest one is reported as not measured."""
    found, newest = context.results.lines.missing_of(result), judged_days(result.newest_period)[1]
    return found is not None and found.why == "not_measured" and judged_days(found.period)[1] > newest


def _recorded(context: Context, result: Result) -> Result | None:
    results = () if context.earlier is None else context.earlier.results
    return next((each for each in results if each.key == result.key), None)


def last(context: Context, result: Result) -> Last | None:
    """Return the figure of the previous period; for a target that awaits its figure, or gets none, the newest one."""
    texts, old = texts_of(context, result), _recorded(context, result)
    if is_without(context, result):
        found = _figure(context, result)
        return found if found.words else Last(context.results.lines.newest(result), None)
    if result.previous_value is not None:
        words = _value(texts, result.previous_value, result.previous_high, result.previous_qualifier)
        return Last(words, result.previous_period, result.previous_value)
    if getattr(texts.asked, "cumulative", False) and old is not None and old.value is not None:
        return None if old.period == result.period else attrs.evolve(_figure(context, old), remarks=())
    is_difference = bool(texts.other) and result.value is not None
    row = None if is_difference else _row_before(context, result)
    if row is None:
        return None
    words = row.judgement if row.value is None else _value(texts, row.value, row.value_high, row.qualifier)
    words = context.results.figures.marked(texts.indicator, result.group, row.period, words)
    if texts.other:
        words = context.language.gettext("own figure {value}").format(value=texts.wording.quantity(row.value or 0))
    return Last(words, row.period, row.value) if words else None


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


def since(context: Context, band: Band, last: Last | None) -> str:
    """Return the movement of the figure since the previous one: an arrow, and whether it is better."""
    result, texts, old, _ = verdict(band), texts_of(context, verdict(band)), None, context.language.gettext
    if getattr(texts.asked, "cumulative", False):  # a sum can only grow
        return _NONE
    if is_without(context, result):
        return _before(context, band) or _NONE
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
        return _moved(context, band, arrow, trend) or _NONE
    return f"{arrow} {context.words.label('trend', trend)}" if trend else _NONE


def _before(context: Context, band: Band) -> str:
    """Return the movement up to the newest figure, and since when, for a target whose next figure is missing."""
    result, trend = verdict(band), verdict(band).trend_since_previous
    if trend is None or result.value is None or result.previous_value is None or result.previous_period is None:
        return ""
    moved = result.value - result.previous_value
    words = _moved(context, band, "→" if trend == "unchanged" else "↑" if moved > 0 else "↓", trend)
    period = context.words.period(result.previous_period)
    since = context.language.gettext("since {earlier}").format(earlier=period)
    return f"{words} ({since})"


def _moved(context: Context, band: Band, arrow: str, trend: str) -> str:
    """Return an arrow and a word for a movement; within a band, neither direction is better."""
    _, indicator = context.language.gettext, context.policy.indicator(band[0].indicator)
    if len(band) > 1 and indicator.direction is None and arrow != "→":
        return " ".join((arrow, _("risen") if arrow == "↑" else _("fallen")))
    return f"{arrow} {context.words.label('trend', trend)}" if trend else ""


def linked(context: Context, indicator: Indicator) -> str:
    """Return that only our reading of the policy links an indicator to what it measures; else empty."""
    measured = [each for each in context.words.measures(indicator) if isinstance(each, Goal | FocusArea | Track)]
    links = [link for each in measured for link in each.indicator_links if link.indicator == indicator.id]
    bases = {link.basis for link in links}
    return context.language.gettext("the link is our interpretation") if bases == {"interpretation"} else ""
