"""The progress of a figure in sentences: against the path to its target, or its movement and since when."""

from collections.abc import Iterator
from typing import Final

from kommunepolitik.errors.marks import N_
from kommunepolitik.evaluation.result_words import ResultWords, less
from kommunepolitik.evaluation.wording import is_same
from kommunepolitik.figures.periods import judged_days
from kommunepolitik.model import Period

BASELINE: Final = N_("the baseline of {value} ({period})")
PREVIOUS: Final = N_("the previous figure of {value} ({period})")


def way_sentences(texts: ResultWords) -> Iterator[str]:
    """Yield how far a result's figure has come, by the kind of target."""
    result, words = texts.result, texts.words
    if result.kind == "trend":
        template = N_("The growth so far is {rate} a year (compound); the class is Statistics Canada's.")
        yield words(template, rate=texts.growth)
    elif result.kind == "":
        yield from _trends(texts)
    elif texts.pace:
        yield words(
            N_("Since the baseline of {base} ({base_period}) the change is {pace} a year; {amount} is asked for."),
            base=texts.baseline,
            base_period=texts.period(result.baseline_period),
            pace=texts.pace,
            amount=texts.amount(result.readings[0].words),
        )
    elif getattr(texts.asked, "cumulative", False):
        yield from _sum(texts)
    elif texts.baseline and result.baseline_period is not None:
        yield from _since_baseline(texts)
    if result.projected_period is not None:
        period = texts.period(result.projected_period)
        yield words(N_("At the pace so far it is reached in {period}."), period=period)


def _sum(texts: ResultWords) -> Iterator[str]:
    """Yield how far a running sum has come."""
    is_limit, words, distance = texts.sign < 0, texts.words, texts.distance
    if not texts.required or distance is None or texts.result.status in ("achieved", "missed"):
        return
    template = N_("Spread evenly it should be {required} by then; it is {outcome}.")
    if is_limit:
        template = N_("Spread evenly it should be at most {required} by then; it is {outcome}.")
    outcome = words(N_("{gap} more") if distance > 0 else N_("{gap} less"), gap=texts.wording.difference(abs(distance)))
    if is_same(distance, 0):
        outcome = words(N_("exactly that"))
    elif not is_limit and distance < 0 and texts.result.progress is not None:
        outcome = words(N_("{progress} of that"), progress=texts.share)
    yield words(template, required=texts.required, outcome=outcome)


def _since_baseline(texts: ResultWords) -> Iterator[str]:
    """Yield what the baseline was, and how far the figure has come since."""
    result, words = texts.result, texts.words
    parts = {"base": texts.baseline, "base_period": texts.period(result.baseline_period)}
    is_later = result.value is not None and texts.is_after(result.baseline_period)
    is_later &= texts.is_comparable_since(result.baseline_period)
    is_dated = result.kind == "level" or getattr(texts.asked, "per", "") == "total"
    is_open = not result.over and result.status != "achieved" and result.reason != "method"
    if result.reason == "break_in_series" or "break_since_target" in result.warnings:
        yield words(N_("The baseline, {base} ({base_period}), was measured in the old way."), **parts)
    elif not is_later or not texts.is_point:
        yield words(N_("The baseline is {base} ({base_period})."), **parts)
    elif result.method == "cagr" and result.progress is not None:
        template = N_("Measured as growth a year since the baseline of {base} ({base_period}): {progress}.")
        yield words(template, **parts, progress=texts.growth_share)
    elif is_dated and texts.required and is_open:  # there is a path to compare the figure with
        template = N_("From {base} ({base_period}) it should have come to {required} by then; {outcome}.")
        if "baseline_meets_target" in result.warnings:
            template = N_(
                "On the way from {base} ({base_period}) to the target it would be {required} by then; {outcome}."
            )
        yield words(template, **parts, required=texts.required, outcome=_outcome(texts))
    else:
        template = PREVIOUS if texts.is_since_previous else BASELINE
        earlier = words(template, value=parts["base"], period=parts["base_period"])
        yield _moved(texts, earlier, texts.movement or 0.0, result.trend)
    if not texts.depends_on_margin:
        return
    if result.status != "on_track" or not texts.indicator.chance:  # random variation is not a distance from a path
        yield _margin(texts, result.margin or 0.0)
    if result.status == "on_track":
        yield words(N_("The difference is within the uncertainty of the figures, so it counts as on the way."))


def _outcome(texts: ResultWords) -> str:
    """Return how far the figure has come, in a clause; limited to between nothing and all of the way."""
    result, words, moved = texts.result, texts.words, texts.movement or 0.0
    if result.reason != "too_early":
        if is_same(texts.distance or 0.0, 0):
            return words(N_("it has come exactly that far"))
        if texts.is_ahead and "baseline_meets_target" in result.warnings:
            return words(N_("it is on the right side of that"))
        if texts.is_ahead:
            return words(N_("it has come further"))
    if is_same(moved, 0):
        return words(N_("it has not moved"))
    if texts.sign * moved < 0:
        return words(N_("it has moved {movement} the wrong way"), movement=texts.amount_moved())
    if result.progress is not None:
        return words(N_("it has come {progress} of the way"), progress=texts.share)
    return words(N_("it has moved {movement} the right way"), movement=texts.amount_moved())


def _trends(texts: ResultWords) -> Iterator[str]:
    """Yield how a series without a target has moved, since its baseline and since the figure before."""
    r, base, before = texts.result, texts.result.baseline_period, texts.result.previous_period
    if r.value is None:
        return
    if texts.baseline and base is not None and texts.is_after(base):
        earlier = texts.words(BASELINE, value=texts.baseline, period=texts.period(base))
        movement = less(r.value, r.baseline_value) if texts.is_point else None
        yield _moved_since(texts, base, earlier, movement, r.trend)
    if texts.previous and before not in (None, base):
        earlier = texts.words(PREVIOUS, value=texts.previous, period=texts.period(before))
        is_point = r.previous_high is None and r.previous_qualifier not in ("under", "over")
        movement = less(r.value, r.previous_value) if is_point and texts.is_judged_at_value else None
        yield _moved_since(texts, before, earlier, movement, r.trend_since_previous)


def _moved_since(
    texts: ResultWords, period: Period | None, earlier: str, movement: float | None, trend: str | None
) -> str:
    """Return how much the figure has moved since a period, or only the figure of that period."""
    first, last = judged_days(period)[0], judged_days(texts.result.period)[1]
    if any(first < judged_days(each.period)[0] <= last for each in texts.indicator.breaks):
        return texts.words(N_("Before that: {earlier}, measured in the old way."), earlier=earlier)
    if movement is None or not texts.is_comparable_since(period):
        return texts.words(N_("Before that: {earlier}."), earlier=earlier)
    return _moved(texts, earlier, movement, trend)


def _moved(texts: ResultWords, earlier: str, movement: float, trend: str | None) -> str:
    """Return how much the figure has moved since an earlier one, and whether that is as wanted."""
    is_free, words, amount = texts.result.kind == "", texts.words, texts.amount_moved(movement)
    is_fine = texts.result.status == "achieved" and not texts.indicator.direction  # as in a band
    if trend == "worse" and not is_fine:
        amount = words(N_("{movement}, the wrong way"), movement=amount)
    elif trend == "better" and is_free:
        amount = words(N_("{movement}, the right way"), movement=amount)
    elif trend == "unchanged" and is_free:
        amount = words(N_("{movement}, too little to count"), movement=amount)
    template = N_("Since {earlier} it has risen by {movement}.")
    if is_same(movement, 0):
        template = N_("Since {earlier} it has not moved.")
    elif movement < 0:
        template = N_("Since {earlier} it has fallen by {movement}.")
    return words(template, earlier=earlier, movement=amount)


def _margin(texts: ResultWords, margin: float) -> str:
    """Return which changes count, and why no smaller ones do where that is known."""
    indicator, template = texts.indicator, N_("Only changes of more than {margin} count.")
    is_usual = any(is_same(margin, usual) for usual in (indicator.margin or 0.5, 0.5, 0.05, 0.005, 0.0005))
    if not is_usual and indicator.chance:
        template = N_("Only changes of more than {margin} count: swings of that size are common with so few people.")
    elif not is_usual:
        template = N_("Only changes of more than {margin} count: with so few, one alone moves it that much.")
    wording = texts.wording.exact if is_usual else texts.wording
    return texts.words(template, margin=wording.difference(margin))
