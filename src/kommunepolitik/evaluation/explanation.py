"""Explains every result: numbers, formula and source, as sentences from templates that the catalogues translate."""

import math
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import attrs

from kommunepolitik.errors import N_
from kommunepolitik.evaluation.results import Reading, Result
from kommunepolitik.i18n import LABELS
from kommunepolitik.model import ChangeTarget, Indicator, Period, Policy, Target

REASONS: Final[Mapping[str, str]] = {
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
    "too_early": N_("too little has happened yet, and too little is asked for by now, to tell"),
}

UNKNOWN_TARGET: Final = N_("its target is not known here")
"""Instead of `no_target`, where the policy says that the target only is not available, or not clear."""

CAUSES: Final[Mapping[str, str]] = {
    "new_target": N_("not judged last time"),
    "goalpost": N_("what is to be reached differs, and no decision says so"),
    "decision": N_("it was decided"),
    "new_period": N_("a new figure"),
    "revised": N_("a figure of an earlier period differs"),
    "policy": N_("the policy is changed"),
    "source": N_("a source published another verdict"),
    "margin": N_("the smallest change that counts is another, since figures have more or fewer decimals"),
    "method": N_("another method"),
    "audience": N_("other figures are withheld"),
    "date": N_("the date of the judgement is another"),
    "rules": N_("the rules of the library are others"),
}
"""Why a judgement is another than last time."""

REMEDIES: Final[Mapping[str, str]] = {
    "awaiting_data": N_("Wait for the source; nothing needs to be decided."),
    "no_data": N_("Have it measured, or read in the figures that exist."),
    "no_period": N_("Say for which period each figure is."),
    "no_reference": N_("Get the figure of the series it compares with for the same period."),
    "suppressed": N_("Nothing, as long as the group is that small; a longer period or a larger group may be shown."),
    "no_due": N_("Set a deadline."),
    "no_baseline": N_("Measure or find a baseline."),
    "baseline_only": N_("Measure again."),
    "break_in_series": N_("Have the baseline counted anew in the new way."),
    "period_mismatch": N_("Wait for the figure of the whole period."),
    "before_start": N_("Wait for the first figure after the start."),
    "undefined_percent": N_("Set the target as a number instead of percent."),
    "method": N_("Use the straight path (linear), or set the target another way."),
    "no_target": N_("Set a target, or say why there is none."),
    "unknown_target": N_("Find the document that it stands in, or the decision."),
    "own_words": N_("Agree on words that can be counted, beside the municipality's own."),
    "too_early": N_("Wait for the next figure."),
}
"""What it would take before a target can be assessed, by the reason why it cannot."""

STATUS_WORDS: Final[Mapping[str, str]] = {
    "achieved": N_("achieved"),
    "on_track": N_("on track"),
    "behind": N_("behind"),
    "far_behind": N_("far behind"),
    "unchanged": N_("unchanged"),
    "worsening": N_("going the wrong way"),
    "missed": N_("missed"),
    "ambiguous": N_("can be read in two ways"),
    "not_assessed": N_("cannot be assessed"),
}

WARNINGS: Final[Mapping[str, str]] = {
    "baseline_meets_target": N_("The baseline met the target already."),
    "baseline_revised": N_(
        "The policy states {stated} as baseline; a newer figure of the same period is used instead."
    ),
    "provisional": N_("The figure is provisional."),
    "other_period_length": N_("The figure is for a period of another length than the target."),
    "other_season": N_("The figure is for another part of the year than the baseline."),
    "reference_late": N_("A newer figure cannot be compared yet: the other series has none for the same period."),
    "break_since_target": N_("The series is measured in a new way since the target was set."),
    "derived": N_("The figure is made from those of shorter periods."),
}

READINGS: Final[Mapping[str, str]] = {
    "percent": N_("read as percent: {pace} % a year, {status}"),
    "points": N_("read as {unit}: {pace} a year, {status}"),
    "low": N_("at the low end {value}: {status}"),
    "high": N_("at the high end {value}: {status}"),
    "open": N_("at the open end: {status}"),
    "exact": N_("{value}: {status}"),
    "base low": N_("{reading} (from the low end of the baseline)"),
    "base high": N_("{reading} (from the high end of the baseline)"),
}


_COUNTED: Final = (None, "antal")
"""Units that are not written after a number."""


def _plain_number(value: float, decimals: int | None = None) -> str:
    whole = f"{value:.10g}"
    return whole if decimals is None or len(whole.partition(".")[2]) >= decimals else f"{value:.{decimals}f}"


@attrs.frozen(kw_only=True)
class MessageFormatter:
    """Translates, and writes numbers (with at least so many decimals) and periods; English by default."""

    translate: Callable[[str], str] = str
    number: Callable[[float, int | None], str] = _plain_number
    period: Callable[[Period], str] = str


def reason_words(result: Result, formatter: MessageFormatter) -> str:
    """Return why a target cannot be assessed."""
    return formatter.translate(REASONS[result.reason]) if result.reason else ""


def explain(result: Result, policy: Policy, formatter: MessageFormatter) -> str:
    """Return what a result is based on and how it was reached, in one short text."""
    sentences = _Explanation(result, policy, policy.indicator(result.indicator), formatter).sentences()
    return " ".join(sentence[:1].upper() + sentence[1:] for sentence in sentences)


def rounded(value: float, digits: int) -> float:
    """Round for the eye: half away from zero, as people do, and not by the binary digits behind it."""
    unit = Decimal(1).scaleb(-digits)
    return float(Decimal(f"{value:.9f}").quantize(unit, rounding=ROUND_HALF_UP))


@attrs.frozen
class _Explanation:
    """The sentences on a result; its figures have the decimals of the indicator, without binary noise."""

    result: Result
    policy: Policy
    indicator: Indicator
    formatter: MessageFormatter

    def words(self, template: str, **parts: str) -> str:
        return self.formatter.translate(template).format(**parts)

    def number(self, value: float) -> str:
        return self.formatter.number(round(value, 9), self.indicator.decimals)

    def value(self, value: float) -> str:
        return _with_unit(self.number(value), None if self.indicator.unit is None else self.indicator.unit.text)

    def difference(self, value: float) -> str:
        """Return a difference between two values: that of two percentages is in percentage points."""
        return _with_unit(self.number(value), self.points)

    def plain(self, value: float, digits: int) -> str:
        return self.formatter.number(round(value, digits) + 0.0, None)  # + 0.0: never minus nought

    @property
    def points(self) -> str | None:
        unit = self.indicator.unit
        return None if unit is None else self.formatter.translate(str(unit.of_difference))

    @property
    def target(self) -> Target | None:
        return next((target for target in self.indicator.targets if target.key == self.result.target), None)

    def sentences(self) -> Iterator[str]:
        result = self.result
        yield self.verdict()
        if result.kind == "judgement" and result.judgement and result.period is not None:
            yield self.words(
                N_("Judged by {who} for {period}: »{judgement}«."),
                who=self.indicator.responsible or self.words(N_("the municipality")),
                period=self.formatter.period(result.period),
                judgement=result.judgement,
            )
        if result.value is not None and result.period is not None:
            yield self.figure(result.value, self.formatter.period(result.period))
        yield from self.formula()
        if result.readings:
            yield self.readings()
        for warning in result.warnings:
            stated = "" if result.stated_baseline is None else self.value(result.stated_baseline)
            yield self.words(WARNINGS[warning], stated=stated)
        if result.source:
            title = getattr(self.policy.elements.get(result.source), "title", result.source)
            yield self.words(N_("Source: {source}."), source=title)

    def verdict(self) -> str:
        status = self.words(STATUS_WORDS[self.result.status])
        if not self.result.reason:
            return f"{status}."
        gap = self.indicator.gap("targets") if self.result.reason == "no_target" else None
        is_unknown = gap is not None and gap.why != "not_set"
        return f"{status}: {self.words(UNKNOWN_TARGET if is_unknown else REASONS[self.result.reason])}."

    def figure(self, value: float, period: str) -> str:
        result = self.result
        if result.relative_value is not None and result.reference_value is not None:
            return self.words(
                N_("{period}: {own} against {reference} for {other}, a difference of {value}."),
                period=period,
                own=self.value(result.relative_value),
                reference=self.value(result.reference_value),
                other=self.other_series(),
                value=self.difference(value),
            )
        text = self.value(value)
        if result.value_high is not None:
            text = f"{self.number(value)}–{self.value(result.value_high)}"
        if result.qualifier:
            text = self.words(LABELS["qualifier"][result.qualifier], value=text)
        return f"{period}: {text}."

    def other_series(self) -> str:
        relative = getattr(self.target, "relative_to", None)
        if relative is None:
            return ""
        ids = [relative.indicator if relative.indicator != self.indicator.id else None, relative.group]
        return ", ".join(str(getattr(self.policy.element(id), "title", id)) for id in ids if id is not None)

    def formula(self) -> Iterator[str]:
        result, period = self.result, self.formatter.period
        # What is measured in two ways is not compared.
        is_exact = result.value_high is None and not result.qualifier and result.reason != "break_in_series"
        if (
            result.kind in ("level", "standing")
            and is_exact
            and not (result.value is None or result.target_value is None)
        ):
            yield from self.distance(result.value, result.target_value)
        if result.progress is not None and result.kind == "trend":
            # Progress is positive where the series moves as desired; what has grown is the figure itself.
            is_turned = (self.indicator.direction == "decrease") != ((result.baseline_value or 0) < 0)
            rate = self.plain(-100 * result.progress if is_turned else 100 * result.progress, 4)
            yield self.words(
                N_("The growth so far is {rate} % a year (compound); the class is Statistics Canada's."), rate=rate
            )
        elif result.progress is not None and result.baseline_value is not None and result.baseline_period is not None:
            linear = N_(
                "From {base} ({base_period}) it should have come to {required} by then; "
                "it has gone {progress} of that way."
            )
            cagr = N_("From {base} ({base_period}) the yearly growth so far is {progress} of the growth needed.")
            decimals = max(self.indicator.decimals or 1, 1)
            yield self.words(
                cagr if result.method == "cagr" else linear,
                base=self.value(result.baseline_value),
                base_period=period(result.baseline_period),
                required="" if result.required_value is None else self.value(rounded(result.required_value, decimals)),
                progress=f"{self.plain(100 * result.progress, 1)} %",
            )
        if result.projected_period is not None:
            yield self.words(
                N_("At the pace so far it is reached in {period}."), period=period(result.projected_period)
            )

    def distance(self, value: float, target: float) -> Iterator[str]:
        result, difference = self.result, round(value - target, 9)
        if difference == 0:
            template = N_("Target {target}: exactly there.")
        elif difference > 0:
            template = N_("Target {target}: {gap} above it.")
        else:
            template = N_("Target {target}: {gap} below it.")
        limit = self.value(target)
        if result.relative_value is not None:
            limit = self.words(N_("a difference of {value}"), value=self.difference(target))
        yield self.words(template, target=limit, gap=self.difference(abs(difference)))
        if result.due is not None:
            template = N_("Due {period}, which is over; there is no tolerance.") if result.over else N_("Due {period}.")
            yield self.words(template, period=self.formatter.period(result.due))

    def readings(self) -> str:
        """Return how a target or a figure was read; where there is one way only, the pace and what is asked for."""
        readings, target = self.result.readings, self.target
        if len(readings) == 1 and isinstance(target, ChangeTarget) and readings[0].pace is not None:
            unit = "%" if readings[0].words == "percent" else self.points
            pace, amount = (_with_unit(self.plain(value, 2), unit) for value in (readings[0].pace, target.amount))
            return self.words(N_("The pace is {pace} a year; {amount} is asked for."), pace=pace, amount=amount)
        parts = list(dict.fromkeys(map(self.reading, readings)))
        if len(parts) == 1:
            return f"{parts[0]}."
        template = N_("Two readings: {parts}.") if len(parts) == 2 else N_("Several readings: {parts}.")
        return self.words(template, parts="; ".join(parts))

    def reading(self, reading: Reading) -> str:
        is_open = reading.value is not None and math.isinf(reading.value)
        key, _, base = reading.words.partition(" / ")
        if is_open:
            key = "open"
        elif key in ("low", "high") and self.result.value_high is None and not self.result.qualifier:
            key = "exact"
        with_unit = self.value if self.result.relative_value is None else self.difference
        text = self.words(
            READINGS[key],
            pace="?" if reading.pace is None else self.plain(reading.pace, 2),
            unit=self.words(N_("a number")) if self.points in _COUNTED else str(self.points),
            value="" if reading.value is None or is_open else with_unit(reading.value),
            status=self.words(STATUS_WORDS[reading.status]),
        )
        return self.words(READINGS[f"base {base}"], reading=text) if base else text


def _with_unit(number: str, unit: str | None) -> str:
    return number if unit in _COUNTED else f"{number} {unit}"
