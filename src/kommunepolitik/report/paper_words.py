"""The words of the paper for a target: the target in short, and why it cannot be assessed."""

from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from kommunepolitik.errors.marks import N_
from kommunepolitik.evaluation import MessageFormatter, Result
from kommunepolitik.evaluation.explanation import STATUS_WORDS, reason_key
from kommunepolitik.evaluation.wording import Wording
from kommunepolitik.model import ChangeTarget, Indicator, LevelTarget, Period, StandingTarget, Target
from kommunepolitik.report.context import Context
from kommunepolitik.report.lines import target_of, targets_of

Band = Sequence[Result]
"""A result, or those of a minimum and a maximum for the same figures."""

_SPACE: Final = "\N{NO-BREAK SPACE}"
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
    "unclear_target": N_("the target is unclear"),
    "promised_target": N_("the target is promised"),
    "own_words": N_("words without a fixed scale"),
    "too_early": N_("too little has happened to judge"),
}
"""Why a target cannot be assessed, in few words for a cell."""


def asked(context: Context, band: Band, *, is_named: bool = False) -> str:
    """Return the target in short, or that it is judged in words; else empty. For `is_named` see `in_short`."""
    indicator = context.policy.indicator(band[0].indicator)
    found = targets_of(indicator, band)
    if found:
        words = in_short(context, indicator, found, is_named=is_named)
        return dated(context, words, getattr(found[0], "due", None))
    return context.language.gettext("judged in words") if band[0].kind == "judgement" else ""


def in_short(context: Context, indicator: Indicator, found: Sequence[Target], *, is_named: bool = False) -> str:
    """Return a target in words, or both ends of a band, without its deadline: 60 hvert år; højst 5 hvert kvartal; 57 %.

    `is_named`: the series that it compares with is named elsewhere.
    """
    wording = Wording(policy=context.policy, indicator=indicator, formatter=MessageFormatter.of(context.language))
    target, number, _ = found[0], context.language.number, context.language.gettext
    digits = indicator.decimals
    if isinstance(target, ChangeTarget):
        amount = abs(target.amount)
        percent = target.mode == "percent" or (
            target.mode is None and indicator.unit is not None and indicator.unit.percent
        )
        after = "%" if percent else wording.unit_of_difference(amount)
        words = f"{'+' if target.amount > 0 else '−'}{number(amount)}{_SPACE}{after}".rstrip(_SPACE)
        return words + " " + (_("in all") if target.per == "total" else _("a year"))
    if not isinstance(target, LevelTarget | StandingTarget):
        return _("an increase") if target.direction == "increase" else _("a decrease")
    values = sorted({each.value for each in found if isinstance(each, LevelTarget | StandingTarget)})
    words = f"{'–'.join(number(each, digits) for each in values)}{_SPACE}{wording.unit(values[-1])}".rstrip(_SPACE)
    if target.relative_to is not None and is_named:
        words = number(target.value, digits)
    elif target.relative_to is not None:
        phrase = _("{amount} over {other}") if target.value > 0 else _("{amount} under {other}")
        phrase = phrase if target.value else _("the same as {other}")
        words = phrase.format(amount=wording.difference(abs(target.value)), other=wording.series(target.relative_to))
    if target.relative_to is not None or (len(values) == 1 and target.comparison == "at_most"):
        words = wording.limit(target, words)
    if isinstance(target, StandingTarget):
        return words + " " + context.words.label("per", target.per)
    return words + " " + _("in all") if target.cumulative else words


def why_not(context: Context, result: Result) -> str:
    """Return in short why a target cannot be assessed; empty where it can."""
    _ = context.language.gettext
    if result.status == "ambiguous":
        return _(STATUS_WORDS[result.status]) if read_twice(result) else _("uncertain figure")
    if not result.reason:
        return ""
    reported, reason = context.results.lines.missing_of(result), context.results.lines.reason(result)
    if reported is not None and reported.why == "not_measured":
        return _("is not measured in {period}").format(period=context.words.period(reported.period))
    if reason == "no_data" and result.newest_period is not None:
        return _no_newer(context, result)
    return _(_REASONS[reason_key(attrs.evolve(result, reason=reason), context.policy)])


def _no_newer(context: Context, result: Result) -> str:
    """Return that the figure of the judged period is missing, though there are earlier ones; else empty."""
    _, period = context.language.gettext, result.due if result.over else None
    target, at = target_of(context.policy.indicator(result.indicator), result.target), context.results.evaluation.at
    if getattr(target, "per", None) == "year" and at is not None and at.kind == "year":
        period = at
    if period is None:
        return _("no newer figure")
    return _("no figure for {period}").format(period=context.words.period(period))


def read_twice(result: Result) -> bool:
    """Return whether it is the target, not the figure, that can be read in two ways."""
    return any(each.words.startswith(("percent", "points")) for each in result.readings)


def dated(context: Context, words: str, period: Period | None, implied: Period | None = None, *remarks: str) -> str:
    """Add the period to a figure or target, unless the column heading names it, and remarks."""
    marks = [context.words.period(period) if period != implied else "", *remarks]
    within = ", ".join(mark for mark in marks if mark)
    return f"{words} ({within})" if words and within else words
