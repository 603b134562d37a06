"""Explanations of results: numbers, path and source, as sentences from templates that the catalogues translate."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kommunepolitik.errors.marks import N_
from kommunepolitik.evaluation.result_words import ResultWords, is_as_long, less
from kommunepolitik.evaluation.results import Reading, Result
from kommunepolitik.evaluation.ways import way_sentences
from kommunepolitik.evaluation.wording import MessageFormatter, Wording, is_same
from kommunepolitik.figures import Observation
from kommunepolitik.figures.periods import judged_days
from kommunepolitik.model import Indicator, Policy

REASONS: Final[Mapping[str, str]] = {
    "awaiting_data": N_("the figure has not been published yet"),
    "no_data": N_("there is no figure"),
    "no_period": N_("the figures have no period; they are shown, never judged"),
    "no_reference": N_("the series that it is compared with has no figure for the same period"),
    "suppressed": N_("the newest figure is withheld, and no older one is used instead"),
    "no_due": N_("the target is not reached, and there is no deadline"),
    "no_baseline": N_("the target is not reached yet, and without a baseline it is unknown how far it has come"),
    "baseline_only": N_("there is no figure from after the baseline"),
    "break_in_series": N_("the series is measured in a new way since the baseline"),
    "period_mismatch": N_(
        "the target is for a whole period; there are only figures of parts of it, and they are not added up"
    ),
    "before_start": N_("all figures are from before the start"),
    "undefined_percent": N_("a change in percent from zero or below has no meaning"),
    "method": N_("growth a year cannot be computed from these figures"),
    "no_target": N_("there is no target"),
    "own_words": N_("it is judged in words that are on no scale"),
    "too_early": N_("it is too early to judge: the change so far and that asked for by now are too small to count"),
}
"""Why a target cannot be assessed, in words, by `Reason`."""

UNKNOWN_TARGET: Final = N_("its target is not known here")
UNCLEAR_TARGET: Final = N_("its target is unclear in the policy")
PROMISED_TARGET: Final = N_("its target is promised, but has not come yet")
"""Used for `no_target` where the policy states that its target is not available here, or not clear."""

CAUSES: Final[Mapping[str, str]] = {
    "new_target": N_("not judged last time"),
    "goalpost": N_("what is to be reached differs, without a decision"),
    "decision": N_("it was decided"),
    "new_period": N_("a new figure"),
    "revised": N_("a figure of an earlier period differs"),
    "policy": N_("the policy has changed"),
    "source": N_("a source published another verdict"),
    "margin": N_("the smallest change that counts differs, since figures have more or fewer decimals"),
    "method": N_("another method"),
    "audience": N_("other figures are withheld"),
    "date": N_("the date of the judgement differs"),
    "rules": N_("the rules of the library differ"),
}
"""Why a judgement differs from last time."""

FOR_DUE: Final[Mapping[str, str]] = {
    "awaiting_data": N_("The figure for {due} has not been published yet."),
    "no_data": N_("There is no figure for {due}."),
}
"""The same once the deadline that needs the figure is over."""

FOR_PERIOD: Final[Mapping[str, str]] = {
    "awaiting_data": N_("The figure for the last whole period has not been published yet."),
    "no_data": N_("There is no figure for the last whole period."),
}
"""The same for a target that is kept anew every period, where there are earlier figures."""

UNKNOWN_LAG: Final = N_("how late its source is, is not known")
"""Used instead of the month in which a figure is expected."""

AT_TARGET: Final[Mapping[str, str]] = {
    "just_under": N_("{value}, so just below the target"),
    "just_over": N_("{value}, so just above the target"),
    "about": N_("{value}, counted as exactly the target"),
    "": N_("{value}, exactly the target"),
}
"""A figure that equals the target, by its qualifier."""

_TURNED: Final = {"just_under": "just_over", "just_over": "just_under"}
"""The qualifier of a distance that is counted downwards from an inexact value."""

BACKGROUND: Final = N_("background, which is not used to judge the policy")
"""Used instead of a verdict for an indicator that does not follow up the policy."""

TARGET_GAPS: Final[Mapping[str, str]] = {
    "unknown_target": UNKNOWN_TARGET,
    "unclear_target": UNCLEAR_TARGET,
    "promised_target": PROMISED_TARGET,
}
"""Why there is no target, where the policy states that there is, or will be, one; see `reason_key`."""

_GAPS: Final[Mapping[str, str]] = {
    "not_in_sources": "unknown_target",
    "unclear": "unclear_target",
    "promised": "promised_target",
}

REMEDIES: Final[Mapping[str, str]] = {
    "awaiting_data": N_("Wait for the figure; there is nothing to decide."),
    "no_data": N_("Have it measured, or read in the figures that exist."),
    "no_period": N_("State the period of each figure."),
    "no_reference": N_("Find the figure for the same period in the series that it is compared with."),
    "suppressed": N_(
        "Nothing can be done as long as the group is that small; a longer period or a larger group may be shown."
    ),
    "no_due": N_("Set a deadline."),
    "no_baseline": N_("Measure or find a baseline."),
    "baseline_only": N_("Measure again."),
    "break_in_series": N_("Have the baseline measured again in the new way."),
    "period_mismatch": N_("Wait for the figure of the whole period, or state how the parts add up."),
    "before_start": N_("Wait for the first figure after the start."),
    "undefined_percent": N_("Set the target as a number instead of percent."),
    "method": N_("Use the straight path (linear), or set the target another way."),
    "no_target": N_("Set a target, or state why there is none."),
    "unknown_target": N_("Find the document or the decision that states it."),
    "unclear_target": N_("Settle what the target is."),
    "promised_target": N_("Have the target set as promised, or decide a new date."),
    "own_words": N_("Agree on what the words mean: reached, on its way, or not reached."),
    "too_early": N_("Wait for the next figure."),
}
"""What is needed before a target can be assessed, by the reason why it cannot."""

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
"""The words of each `Status` in a sentence."""

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
    "percent": N_("read as percent: {pace} a year, {status}"),
    "points": N_("read as {unit}: {pace} a year, {status}"),
    "low": N_("at the low end {value}: {status}"),
    "high": N_("at the high end {value}: {status}"),
    "open": N_("at the open end: {status}"),
    "exact": N_("{value}: {status}"),
    "base low": N_("{reading} (from the low end of the baseline)"),
    "base high": N_("{reading} (from the high end of the baseline)"),
}


def reason_words(result: Result, policy: Policy, formatter: MessageFormatter) -> str:
    """Return why a target cannot be assessed; empty where it can."""
    if not result.reason:
        return ""
    return formatter.translate({**REASONS, **TARGET_GAPS}[reason_key(result, policy)])


def reason_key(result: Result, policy: Policy) -> str:
    """Return the reason, as a key of `TARGET_GAPS` where the policy states why it has no target."""
    gap = policy.indicator(result.indicator).gap("targets") if result.reason == "no_target" else None
    return _GAPS.get(gap.why, "no_target") if gap is not None else result.reason or ""


def policy_name(policy: Policy, formatter: MessageFormatter) -> str:
    """Return a policy's title, with its municipality and its years where the title does not contain them."""
    name, period = policy.municipality.name, "" if policy.period is None else formatter.period(policy.period)
    title = policy.title if name in policy.title else f"{policy.title}, {name}"
    return title if all(year in title for year in re.findall(r"\d{4}", period)) else f"{title} ({period})"


def explain(
    result: Result, policy: Policy, formatter: MessageFormatter, *, headed: bool = True, reported: str = ""
) -> str:
    """Return how a result was reached, in one paragraph that begins (`headed`) with what is judged and the verdict.

    What is `reported` about the missing figure replaces the advice on how the target can be assessed.
    """
    head, *sentences = map(_begun, _sentences(ResultWords(result, policy, formatter), reported))
    return " ".join([head, *sentences] if headed else sentences)


def explain_background(
    policy: Policy, indicator: Indicator, figures: Sequence[Observation], formatter: MessageFormatter
) -> str:
    """Return a text for an indicator that is background, with its newest figure by group."""
    wording = Wording(policy=policy, indicator=indicator, formatter=formatter)
    sentences = [wording.words(N_("{name}: {status}."), name=indicator.title, status=wording.words(BACKGROUND))]
    for figure in figures:
        group = getattr(policy.elements.get(figure.group), "title", figure.group)
        period = "" if figure.period is None else formatter.period(figure.period)
        value = wording.words(N_("withheld"))
        if figure.value is not None:
            value = wording.quantity(figure.value, figure.value_high, figure.qualifier)
        text = wording.words(N_("The newest figure is {value} ({period})."), value=value, period=period)
        sentences.append(f"{group}: {text}" if group else text)
    return " ".join(map(_begun, sentences))


def _begun(sentence: str) -> str:
    """Return a sentence on one line, with a capital, and with one full stop where it ends with an abbreviation."""
    sentence = " ".join(sentence.splitlines())
    return sentence[:1].upper() + (sentence[1:-1] if sentence.endswith("..") else sentence[1:])


def _sentences(texts: ResultWords, reported: str) -> Iterator[str]:
    result, words = texts.result, texts.words
    template = N_("{name} ({target}): {status}.") if texts.target else N_("{name}: {status}.")
    yield words(template, name=texts.name, target=texts.target, status=words(STATUS_WORDS[result.status]))
    if texts.indicator.role == "context":
        yield f"{words(BACKGROUND)}."
    yield from _reason(texts, reported)
    if result.kind == "judgement" and result.judgement and result.period is not None:
        yield words(
            N_("Judged by {who} for {period}: »{judgement}«."),
            who=texts.indicator.responsible or words(N_("the municipality")),
            period=texts.period(result.period),
            judgement=result.judgement,
        )
    if texts.asked is not None and result.kind == "change" and result.target_value is not None and texts.baseline:
        limit = texts.wording.limit(texts.asked, texts.measured(result.target_value))
        period, template = (
            texts.period(result.baseline_period),
            N_("Counted from {base} ({base_period}) that is {limit}."),
        )
        yield words(template, base=texts.baseline, base_period=period, limit=limit)
    yield from _figure(texts)
    yield from way_sentences(texts)
    yield from _readings(texts)
    yield from _newest(texts)
    yield from _notes(texts)
    if result.reason:
        yield f"{reported}." if reported else words(REMEDIES[reason_key(result, texts.policy)])
    if result.source:
        title = getattr(texts.policy.elements.get(result.source), "title", result.source)
        yield words(N_("Source: {source}."), source=title)


def _reason(texts: ResultWords, reported: str) -> Iterator[str]:
    """Yield why the target cannot be assessed, and when the next figure is expected, if that is known."""
    result, words, due = texts.result, texts.words, texts.period(texts.result.due)
    if not result.reason:
        return
    is_late = "reference_late" in result.warnings
    if result.reason == "awaiting_data" and is_late and due:
        yield words(N_("{other} has no figure for {due} yet."), other=texts.other, due=due)
    elif result.reason in FOR_DUE and due and result.over:
        yield words(FOR_DUE[result.reason], due=due)
    elif result.reason in FOR_PERIOD and result.kind == "standing" and result.value is not None:
        yield words(FOR_PERIOD[result.reason])
    else:
        yield f"{reason_words(result, texts.policy, texts.formatter)}."
    # A month before the newest figure, which is of another length, is not worth reporting.
    is_ahead = judged_days(result.expected)[0] > judged_days(result.newest_period)[1]
    if result.reason not in ("awaiting_data", "too_early") or not is_ahead or is_late:
        return
    if texts.expected is not None:
        yield words(N_("The next figure is expected in {month}."), month=texts.period(texts.expected))
    elif result.reason == "awaiting_data" and not reported:
        yield f"{words(UNKNOWN_LAG)}."


def _figure(texts: ResultWords) -> Iterator[str]:
    """Yield the figure, and its distance from the target."""
    result = texts.result
    if result.value is None or result.period is None or result.period == result.baseline_period:
        return
    template = N_("The figure for {period} is {figure}.")
    if result.relative_value is not None and result.reference_value is not None:
        template = N_("The figure for {period} is {own} against {reference} for {other}: a difference of {figure}.")
    elif getattr(texts.asked, "cumulative", False):
        template = N_("In all for {period}: {figure}.")
    elif result.period.kind == "day":
        template = N_("The figure on {period} is {figure}.")
    parts = {"own": texts.own, "reference": texts.reference, "other": texts.other}
    yield texts.words(template, period=texts.period(result.period), figure=_placed(texts), **parts)


def _placed(texts: ResultWords) -> str:
    """Return the figure and how far it is above or below the target; only the figure where that is not known."""
    r = texts.result
    is_level = r.kind in ("level", "standing") or getattr(texts.asked, "per", None) == "total"
    gap = less(r.value, r.target_value)
    if gap is None or not is_level or not texts.is_judged_at_value or r.reason == "break_in_series":
        return texts.figure
    if is_same(gap, 0):
        phrase = N_("{value}, exactly the target, which is enough")
        if r.qualifier or r.status != "achieved":
            phrase = AT_TARGET[r.qualifier]
        return texts.words(phrase, value=texts.figure)
    if r.relative_value is not None and r.target_value == 0:
        return texts.figure  # the difference is the distance
    meant = _TURNED.get(r.qualifier, r.qualifier) if gap < 0 else r.qualifier
    phrase = N_("{value}, which is {gap} above the target")
    if gap < 0:
        phrase = N_("{value}, which is {gap} below the target")
    return texts.words(phrase, value=texts.figure, gap=texts.wording.difference(abs(gap), qualifier=meant))


def _newest(texts: ResultWords) -> Iterator[str]:
    """Yield the newest figure where it is not the one judged, and why it is not judged."""
    r = texts.result
    if not texts.is_newest_another or (r.kind == "judgement" and not texts.newest):
        return
    (first, last), (_, due) = judged_days(r.newest_period), judged_days(r.due)
    is_made = (
        getattr(texts.asked, "cumulative", False) or "derived" in r.warnings
    )  # computed from figures such as the newest
    template = N_("The newest figure is {value} ({period}).")
    if r.due is not None and r.newest_period is not None and last > due:
        template = N_("The newest figure, {value} ({period}), is from after the deadline and changes nothing.")
    elif is_made and r.value is not None and judged_days(r.period)[0] <= first and last <= judged_days(r.period)[1]:
        template = N_("The newest figure, {value} ({period}), is counted in.")
    elif r.value is not None and not is_as_long(r.period, r.newest_period):
        template = N_("The newest figure, {value} ({period}), is for a period of another length and is not judged.")
    value = texts.newest or texts.words(N_("withheld"))
    yield texts.words(template, value=value, period=texts.period(r.newest_period))


def _notes(texts: ResultWords) -> Iterator[str]:
    """Yield what else a reader should know."""
    result, words = texts.result, texts.words
    is_sum = getattr(texts.asked, "cumulative", False)  # which can only grow
    if result.status == "achieved" and not (result.settled or result.over or is_sum) and result.due is not None:
        yield words(N_("That can still change before the deadline."))
    for warning in result.warnings:
        yield words(WARNINGS[warning], stated=texts.stated_baseline)
    if result.stage == "expired":
        yield words(N_("The target has expired, and no later one of the same kind is set."))
    if result.stage == "replaced" and texts.successor:
        yield words(N_("The target was replaced by another: {target}."), target=texts.successor)
    if result.source_judgement and result.source_status != result.status:
        yield words(N_("The source's own verdict is »{words}«."), words=result.source_judgement)


def readings(texts: ResultWords) -> Sequence[str]:
    """Return each reading of a target or a figure with its result; empty where there is only one way to read it."""
    found = texts.result.readings
    is_by_mode = any(reading.pace is not None for reading in found)
    if len(found) < 2 or (len({reading.status for reading in found}) == 1 and not is_by_mode):
        return ()
    return list(dict.fromkeys(_reading(texts, each) for each in found))


def _readings(texts: ResultWords) -> Iterator[str]:
    parts, statuses = readings(texts), {reading.status for reading in texts.result.readings}
    if not parts:
        return
    template = N_("Two readings: {parts}.") if len(parts) == 2 else N_("Several readings: {parts}.")
    if len(statuses) > 1 and texts.result.status != "ambiguous":
        template = N_("Read in several ways, of which the worst counts: {parts}.")
    yield texts.words(template, parts="; ".join(parts))


def _reading(texts: ResultWords, reading: Reading) -> str:
    value, (key, _, base) = reading.value, reading.words.partition(" / ")
    is_open = value is not None and math.isinf(value)
    if is_open:
        key = "open"
    elif key in ("low", "high") and texts.is_judged_at_value:
        key = "exact"
    text = texts.words(
        READINGS[key],
        pace=texts.paced(reading.pace, reading.words),
        unit=texts.wording.unit_alone,
        value="" if is_open else texts.measured(value),
        status=texts.words(STATUS_WORDS[reading.status]),
    )
    return texts.words(READINGS[f"base {base}"], reading=text) if base else text
