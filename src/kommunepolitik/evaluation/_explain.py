"""Every judgement explains itself: numbers, formula, source, in one short text.

The sentences are templates in English, marked for the catalogues; `Speech` says how numbers and periods are written in
the reader's language, so that the same explanation serves a program, a terminal and a report.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import attrs

from kommunepolitik.errors import N_
from kommunepolitik.evaluation._results import Reading, Result
from kommunepolitik.model import Indicator, Period, Policy, RelativeTo

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "awaiting_data": N_("the figure is not out yet: the source is that late"),
        "no_data": N_("nothing was measured for it"),
        "no_period": N_("the figures have no period; they are shown, never judged"),
        "no_reference": N_("the series it compares with has no figure for the same period"),
        "suppressed": N_("the latest figure is withheld; an older one does not take its place"),
        "no_due": N_("not reached, and no deadline says by when"),
        "no_baseline": N_("not reached yet, and there is no baseline to tell how far it has come"),
        "baseline_only": N_("nothing is measured after the baseline"),
        "break_in_series": N_("the series is measured in a new way since the baseline"),
        "period_mismatch": N_("it is kept for a whole period, and only parts of it are measured"),
        "before_start": N_("all figures are from before it starts"),
        "undefined_percent": N_("a change in percent from zero or below has no meaning"),
        "method": N_("the method cannot read these figures"),
        "no_target": N_("there is no target"),
        "own_words": N_("people judged it in words of their own"),
    }
)

STATUS_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "achieved": N_("achieved"),
        "on_track": N_("on track"),
        "behind": N_("behind"),
        "far_behind": N_("far behind"),
        "worsening": N_("going the wrong way"),
        "missed": N_("missed"),
        "ambiguous": N_("can be read in two ways"),
        "not_assessed": N_("cannot be assessed"),
    }
)

WARNINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "baseline_meets_target": N_("The baseline met the target already; it is judged as something to keep."),
        "baseline_revised": N_(
            "The policy states {stated} as baseline; a newer figure of the same period is used instead."
        ),
        "provisional": N_("The figure is provisional."),
    }
)

READINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "percent": N_("read as percent: {pace} % a year, {status}"),
        "points": N_("read as points: {pace} a year, {status}"),
        "low": N_("at the low end {value}: {status}"),
        "high": N_("at the high end {value}: {status}"),
    }
)


def _plain_number(value: float) -> str:
    return f"{value:.10g}"


def _same(text: str) -> str:
    return text


@attrs.frozen(kw_only=True)
class Speech:
    """How an explanation is said: translation, numbers and periods; plain English by default."""

    translate: Callable[[str], str] = _same
    number: Callable[[float], str] = _plain_number
    period: Callable[[Period], str] = str


def reason_words(result: Result, speech: Speech) -> str:
    """Say why a target cannot be assessed."""
    return speech.translate(REASONS[result.reason]) if result.reason else ""


def explain(result: Result, policy: Policy, speech: Speech) -> str:
    """Say what a result rests on and how it was reached, in one short text."""
    indicator = policy.indicator(result.indicator)
    say_number = speech.number
    speech = attrs.evolve(speech, number=lambda value: say_number(round(value, 9)))  # no noise of binary fractions
    sentences = [_verdict(result, speech)]
    if result.kind == "judgement":
        sentences.append(_judgement(result, indicator, speech))
    if result.value is not None:
        sentences.append(_figure(result, indicator, policy, speech))
    sentences += _formula(result, speech)
    if result.readings:
        parts = [_reading(reading, speech) for reading in result.readings]
        sentences.append(speech.translate(N_("Two readings: {parts}.")).format(parts="; ".join(dict.fromkeys(parts))))
    for warning in result.warnings:
        stated = "" if result.stated_baseline is None else speech.number(result.stated_baseline)
        sentences.append(speech.translate(WARNINGS[warning]).format(stated=stated))
    if result.source:
        title = getattr(policy.elements.get(result.source), "title", result.source)
        sentences.append(speech.translate(N_("Source: {source}.")).format(source=title))
    return " ".join(sentence for sentence in sentences if sentence)


def _verdict(result: Result, speech: Speech) -> str:
    status = speech.translate(STATUS_WORDS[result.status])
    words = status[:1].upper() + status[1:]
    return f"{words}: {reason_words(result, speech)}." if result.reason else f"{words}."


def _judgement(result: Result, indicator: Indicator, speech: Speech) -> str:
    if not result.judgement or result.period is None:
        return ""
    who = indicator.responsible or speech.translate(N_("the municipality"))
    template = speech.translate(N_("Judged by {who} for {period}: »{judgement}«."))
    return template.format(who=who, period=speech.period(result.period), judgement=result.judgement)


def _figure(result: Result, indicator: Indicator, policy: Policy, speech: Speech) -> str:
    assert result.value is not None
    assert result.period is not None
    value = speech.number(result.value)
    if result.value_high is not None:
        value = f"{value}–{speech.number(result.value_high)}"
    if result.qualifier:
        template = {"about": N_("c. {value}"), "under": N_("under {value}"), "over": N_("over {value}")}
        value = speech.translate(template[result.qualifier]).format(value=value)
    period = speech.period(result.period)
    unit = f" {indicator.unit}" if indicator.unit not in (None, "antal") else ""
    if result.relative_value is not None and result.reference_value is not None:
        template_text = speech.translate(
            N_("{period}: {own} against {reference} for {other}, a difference of {value}.")
        )
        return template_text.format(
            period=period,
            own=speech.number(result.relative_value) + unit,
            reference=speech.number(result.reference_value) + unit,
            other=_other_series(result, indicator, policy),
            value=value,
        )
    return f"{period}: {value}{unit}."


def _other_series(result: Result, indicator: Indicator, policy: Policy) -> str:
    relative: RelativeTo | None = next(
        (getattr(target, "relative_to", None) for target in indicator.targets if target.key == result.target), None
    )
    if relative is None:
        return ""
    ids = [relative.indicator if relative.indicator != indicator.id else None, relative.group]
    return ", ".join(str(getattr(policy.element(id), "title", id)) for id in ids if id is not None)


def _formula(result: Result, speech: Speech) -> list[str]:
    number = speech.number
    sentences = []
    exact = result.value_high is None and not result.qualifier
    if result.kind in ("level", "standing") and exact and result.target_value is not None and result.value is not None:
        sentences.append(_distance(result, speech))
    if result.progress is not None and result.kind == "trend":
        template = N_("The growth so far is {rate} % a year (compound); the class is Statistics Canada's.")
        return [*sentences, speech.translate(template).format(rate=number(round(100 * result.progress, 4)))]
    if result.progress is not None and result.baseline_value is not None and result.baseline_period is not None:
        data = {
            "base": number(result.baseline_value),
            "base_period": speech.period(result.baseline_period),
            "required": "" if result.required_value is None else number(round(result.required_value, 6)),
            "progress": number(round(100 * result.progress, 1)),
        }
        linear = N_(
            "From {base} ({base_period}) it should have come to {required} by now; "
            "it has gone {progress} % of that way."
        )
        cagr = N_("From {base} ({base_period}) the yearly growth so far is {progress} % of the growth needed.")
        sentences.append(speech.translate(cagr if result.method == "cagr" else linear).format(**data))
    if result.projected_period is not None:
        template = N_("At the pace so far it is reached in {period}.")
        sentences.append(speech.translate(template).format(period=speech.period(result.projected_period)))
    return sentences


def _distance(result: Result, speech: Speech) -> str:
    assert result.value is not None
    assert result.target_value is not None
    gap = speech.number(abs(round(result.value - result.target_value, 9)))
    target = speech.number(result.target_value)
    if result.value == result.target_value:
        words = speech.translate(N_("Target {target}: exactly there.")).format(target=target)
    elif result.value > result.target_value:
        words = speech.translate(N_("Target {target}: {gap} above it.")).format(target=target, gap=gap)
    else:
        words = speech.translate(N_("Target {target}: {gap} below it.")).format(target=target, gap=gap)
    if result.due is not None:
        over = N_("Due {period}, which is over; there is no tolerance.")
        running = N_("Due {period}.")
        words += " " + speech.translate(over if result.over else running).format(period=speech.period(result.due))
    return words


def _reading(reading: Reading, speech: Speech) -> str:
    return speech.translate(READINGS[reading.words.split(" ")[0]]).format(
        pace="?" if reading.pace is None else speech.number(round(reading.pace, 2)),
        value="" if reading.value is None else speech.number(reading.value),
        status=speech.translate(STATUS_WORDS[reading.status]),
    )
