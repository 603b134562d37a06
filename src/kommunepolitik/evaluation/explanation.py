"""Every judgement explains itself: numbers, formula, source, in one short text.

The sentences are templates in English, marked for the catalogues; `MessageFormatter` writes numbers and periods in the
reader's language, so that the same explanation serves a program, a terminal and a report.
"""

import math
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Final

import attrs

from kommunepolitik.errors import N_
from kommunepolitik.evaluation.results import Reading, Result
from kommunepolitik.i18n import LABELS
from kommunepolitik.model import ChangeTarget, Indicator, Period, Policy, RelativeTo

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
        "period_mismatch": N_(
            "the target is for a whole period; there are only figures of parts of it, and they are not added up"
        ),
        "before_start": N_("all figures are from before it starts"),
        "undefined_percent": N_("a change in percent from zero or below has no meaning"),
        "method": N_("the method cannot read these figures"),
        "no_target": N_("there is no target"),
        "own_words": N_("people judged it in words of their own"),
    }
)

UNKNOWN_TARGET: Final = N_("its target is not known here")
"""What is said instead of `no_target` where the policy says that the target only is not at hand, or not clear."""

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
        "points": N_("read as {unit}: {pace} a year, {status}"),
        "low": N_("at the low end {value}: {status}"),
        "high": N_("at the high end {value}: {status}"),
        "open": N_("at the open end: {status}"),
        "exact": N_("{value}: {status}"),
        "base low": N_("{reading} (from the low end of the baseline)"),
        "base high": N_("{reading} (from the high end of the baseline)"),
    }
)


_COUNTED: Final = (None, "antal")
"""Units that are not said after a number."""


def _plain_number(value: float, decimals: int | None = None) -> str:
    whole = f"{value:.10g}"
    return whole if decimals is None or len(whole.partition(".")[2]) >= decimals else f"{value:.{decimals}f}"


def _same(text: str) -> str:
    return text


@attrs.frozen(kw_only=True)
class MessageFormatter:
    """How an explanation is said: translation, numbers with at least so many decimals, periods; English by default."""

    translate: Callable[[str], str] = _same
    number: Callable[[float, int | None], str] = _plain_number
    period: Callable[[Period], str] = str


def reason_words(result: Result, speech: MessageFormatter) -> str:
    """Say why a target cannot be assessed."""
    return speech.translate(REASONS[result.reason]) if result.reason else ""


def explain(result: Result, policy: Policy, speech: MessageFormatter) -> str:
    """Say what a result rests on and how it was reached, in one short text."""
    indicator = policy.indicator(result.indicator)
    said = _Said(speech, indicator)
    sentences = [_verdict(result, indicator, speech)]
    if result.kind == "judgement":
        sentences.append(_judgement(result, indicator, speech))
    if result.value is not None:
        sentences.append(_figure(result, indicator, policy, said))
    sentences += _formula(result, said)
    if result.readings:
        sentences.append(_readings(result, indicator, said))
    for warning in result.warnings:
        stated = "" if result.stated_baseline is None else said.value(result.stated_baseline)
        sentences.append(speech.translate(WARNINGS[warning]).format(stated=stated))
    if result.source:
        title = getattr(policy.elements.get(result.source), "title", result.source)
        sentences.append(speech.translate(N_("Source: {source}.")).format(source=title))
    return " ".join(sentence[:1].upper() + sentence[1:] for sentence in sentences if sentence)


def rounded(value: float, digits: int) -> float:
    """Round for the eye: half away from zero, as people do, and not by the binary digits behind it."""
    unit = Decimal(1).scaleb(-digits)
    return float(Decimal(f"{value:.9f}").quantize(unit, rounding=ROUND_HALF_UP))


@attrs.frozen
class _Said:
    """How the figures of an indicator are said: with its decimals, without the noise of binary fractions."""

    speech: MessageFormatter
    indicator: Indicator

    def number(self, value: float) -> str:
        """Say a value of the indicator without its unit."""
        return self.speech.number(round(value, 9), self.indicator.decimals)

    def value(self, value: float) -> str:
        """Say a value with its unit."""
        return _with_unit(self.number(value), None if self.indicator.unit is None else self.indicator.unit.text)

    def computed(self, value: float) -> str:
        """Say a value that only a calculation gives: as exact as the indicator's own, at least one decimal."""
        return self.value(rounded(value, max(self.indicator.decimals or 1, 1)))

    def gap(self, value: float) -> str:
        """Say a difference between two values: that of two percentages is in percentage points."""
        return _with_unit(self.number(value), self.points)

    @property
    def points(self) -> str | None:
        """The unit of a difference between two values."""
        unit = self.indicator.unit
        if unit is None:
            return None
        return self.speech.translate(str(unit.of_difference))


def _verdict(result: Result, indicator: Indicator, speech: MessageFormatter) -> str:
    status = speech.translate(STATUS_WORDS[result.status])
    words = status[:1].upper() + status[1:]
    if not result.reason:
        return f"{words}."
    hole = indicator.gap("targets") if result.reason == "no_target" else None
    unknown = hole is not None and hole.why != "not_set"
    return f"{words}: {speech.translate(UNKNOWN_TARGET) if unknown else reason_words(result, speech)}."


def _judgement(result: Result, indicator: Indicator, speech: MessageFormatter) -> str:
    if not result.judgement or result.period is None:
        return ""
    who = indicator.responsible or speech.translate(N_("the municipality"))
    template = speech.translate(N_("Judged by {who} for {period}: »{judgement}«."))
    return template.format(who=who, period=speech.period(result.period), judgement=result.judgement)


def _figure(result: Result, indicator: Indicator, policy: Policy, said: _Said) -> str:
    assert result.value is not None
    assert result.period is not None
    translate, period = said.speech.translate, said.speech.period(result.period)
    if result.relative_value is not None and result.reference_value is not None:
        words = translate(N_("{period}: {own} against {reference} for {other}, a difference of {value}."))
        return words.format(
            period=period,
            own=said.value(result.relative_value),
            reference=said.value(result.reference_value),
            other=_other_series(result, indicator, policy),
            value=said.gap(result.value),
        )
    value = said.value(result.value)
    if result.value_high is not None:
        value = f"{said.number(result.value)}–{said.value(result.value_high)}"
    if result.qualifier:
        value = translate(LABELS["qualifier"][result.qualifier]).format(value=value)
    return f"{period}: {value}."


def _other_series(result: Result, indicator: Indicator, policy: Policy) -> str:
    relative: RelativeTo | None = next(
        (getattr(target, "relative_to", None) for target in indicator.targets if target.key == result.target), None
    )
    if relative is None:
        return ""
    ids = [relative.indicator if relative.indicator != indicator.id else None, relative.group]
    return ", ".join(str(getattr(policy.element(id), "title", id)) for id in ids if id is not None)


def _formula(result: Result, said: _Said) -> list[str]:
    translate, period = said.speech.translate, said.speech.period
    sentences = []
    # What is measured in two ways is not held against each other.
    exact = result.value_high is None and not result.qualifier and result.reason != "break_in_series"
    if result.kind in ("level", "standing") and exact and result.target_value is not None and result.value is not None:
        sentences.append(_distance(result, said))
    if result.progress is not None and result.kind == "trend":
        words = translate(N_("The growth so far is {rate} % a year (compound); the class is Statistics Canada's."))
        # Progress is positive where the series moves as desired; what has grown is the figure itself.
        is_turned = (said.indicator.direction == "decrease") != ((result.baseline_value or 0) < 0)
        rate = -result.progress if is_turned else result.progress
        return [*sentences, words.format(rate=_percent(rate, said, 4))]
    if result.progress is not None and result.baseline_value is not None and result.baseline_period is not None:
        linear = N_(
            "From {base} ({base_period}) it should have come to {required} by then; it has gone {progress} of that way."
        )
        cagr = N_("From {base} ({base_period}) the yearly growth so far is {progress} of the growth needed.")
        sentences.append(
            translate(cagr if result.method == "cagr" else linear).format(
                base=said.value(result.baseline_value),
                base_period=period(result.baseline_period),
                required="" if result.required_value is None else said.computed(result.required_value),
                progress=f"{_percent(result.progress, said, 1)} %",
            )
        )
    if result.projected_period is not None:
        words = translate(N_("At the pace so far it is reached in {period}."))
        sentences.append(words.format(period=period(result.projected_period)))
    return sentences


def _percent(part: float, said: _Said, digits: int) -> str:
    return said.speech.number(round(100 * part, digits) + 0.0, None)  # + 0.0: never minus nought


def _distance(result: Result, said: _Said) -> str:
    assert result.value is not None
    assert result.target_value is not None
    translate, difference = said.speech.translate, round(result.value - result.target_value, 9)
    if difference == 0:
        words = translate(N_("Target {target}: exactly there."))
    elif difference > 0:
        words = translate(N_("Target {target}: {gap} above it."))
    else:
        words = translate(N_("Target {target}: {gap} below it."))
    target = said.value(result.target_value)
    if result.relative_value is not None:
        target = translate(N_("a difference of {value}")).format(value=said.gap(result.target_value))
    words = words.format(target=target, gap=said.gap(abs(difference)))
    if result.due is not None:
        due = translate(
            N_("Due {period}, which is over; there is no tolerance.") if result.over else N_("Due {period}.")
        )
        words += " " + due.format(period=said.speech.period(result.due))
    return words


def _readings(result: Result, indicator: Indicator, said: _Said) -> str:
    """Say how a target or a figure was read; where it can be read in one way only, the pace and what is asked for."""
    translate = said.speech.translate
    target = next((each for each in indicator.targets if each.key == result.target), None)
    if len(result.readings) == 1 and isinstance(target, ChangeTarget) and result.readings[0].pace is not None:
        unit = "%" if result.readings[0].words == "percent" else said.points
        words = translate(N_("The pace is {pace} a year; {amount} is asked for."))
        pace, amount = (
            _with_unit(said.speech.number(round(value, 2), None), unit)
            for value in (result.readings[0].pace, target.amount)
        )
        return words.format(pace=pace, amount=amount)
    parts = list(dict.fromkeys(_reading(reading, said, result) for reading in result.readings))
    if len(parts) == 1:
        return f"{parts[0]}."
    words = translate(N_("Two readings: {parts}.") if len(parts) == 2 else N_("Several readings: {parts}."))
    return words.format(parts="; ".join(parts))


def _reading(reading: Reading, said: _Said, result: Result) -> str:
    translate = said.speech.translate
    say = said.gap if result.relative_value is not None else said.value
    value = say(reading.value) if reading.value is not None and math.isfinite(reading.value) else ""
    key, _, base = reading.words.partition(" / ")
    if reading.value is not None and not math.isfinite(reading.value):
        key = "open"
    elif key in ("low", "high") and result.value_high is None and not result.qualifier:
        key = "exact"
    words = translate(READINGS[key]).format(
        pace="?" if reading.pace is None else said.speech.number(round(reading.pace, 2), None),
        unit=translate(N_("a number")) if said.points in _COUNTED else said.points,
        value=value,
        status=translate(STATUS_WORDS[reading.status]),
    )
    return translate(READINGS[f"base {base}"]).format(reading=words) if base else words


def _with_unit(number: str, unit: str | None) -> str:
    return number if unit in _COUNTED else f"{number} {unit}"
