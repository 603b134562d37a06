"""The way a figure has come, in sentences: against the path to its target, or how it has moved and since when."""

from collections.abc import Iterator
from typing import Final

import attrs

from kommunepolitik.errors import N_
from kommunepolitik.evaluation.result_words import ResultWords, less
from kommunepolitik.evaluation.results import Result
from kommunepolitik.evaluation.wording import is_same
from kommunepolitik.model import Period

BASELINE: Final = N_("the baseline of {value} ({period})")
PREVIOUS: Final = N_("the previous figure of {value} ({period})")


@attrs.frozen
class WayWords:
    """Writes how far a result's figure has come."""

    texts: ResultWords

    @property
    def result(self) -> Result:
        """The result."""
        return self.texts.result

    def words(self, template: str, **parts: str) -> str:
        """Return a translated template with its parts."""
        return self.texts.wording.words(template, **parts)

    def sentences(self) -> Iterator[str]:
        """Return the sentences on the way, by the kind of target."""
        result, texts = self.result, self.texts
        if result.kind == "trend":
            yield self.words(
                N_("The growth so far is {rate} a year (compound); the class is Statistics Canada's."),
                rate=texts.growth,
            )
        elif result.kind == "":
            yield from self.trends()
        elif texts.pace:
            yield self.pace()
        elif getattr(texts.asked, "cumulative", False):
            yield from self.sum()
        elif texts.baseline and result.baseline_period is not None:
            yield from self.since_baseline()
        if result.projected_period is not None:
            period = texts.period(result.projected_period)
            yield self.words(N_("At the pace so far it is reached in {period}."), period=period)

    def pace(self) -> str:
        """Return the change a year of a target that asks for one."""
        texts = self.texts
        return self.words(
            N_("Since the baseline of {base} ({base_period}) the change is {pace} a year; {amount} is asked for."),
            base=texts.baseline,
            base_period=texts.period(self.result.baseline_period),
            pace=texts.pace,
            amount=texts.amount(self.result.readings[0].words),
        )

    def sum(self) -> Iterator[str]:
        """Yield how far a running sum is."""
        texts, is_limit = self.texts, self.texts.sign < 0
        if not texts.required or texts.lack is None or self.result.status in ("achieved", "missed"):
            return
        template = N_("Spread evenly it should be {required} by then; it is {outcome}.")
        if is_limit:
            template = N_("Spread evenly it should be at most {required} by then; it is {outcome}.")
        gap = texts.wording.difference(abs(texts.lack))
        outcome = self.words(N_("{gap} more") if texts.lack > 0 else N_("{gap} less"), gap=gap)
        if is_same(texts.lack, 0):
            outcome = self.words(N_("exactly that"))
        elif not is_limit and texts.lack < 0 and self.result.progress is not None:
            outcome = self.words(N_("{progress} of that"), progress=texts.share)
        yield self.words(template, required=texts.required, outcome=outcome)

    def since_baseline(self) -> Iterator[str]:
        """Yield what the baseline was, and how far the figure has come since."""
        result, texts = self.result, self.texts
        parts = {"base": texts.baseline, "base_period": texts.period(result.baseline_period)}
        is_later = result.value is not None and result.baseline_period != result.period
        is_later &= texts.is_comparable_since(result.baseline_period)
        if result.reason == "break_in_series" or "break_since_target" in result.warnings:
            yield self.words(N_("The baseline, {base} ({base_period}), was measured in the old way."), **parts)
        elif not is_later or not texts.is_point:
            yield self.words(N_("The baseline is {base} ({base_period})."), **parts)
        elif result.method == "cagr" and result.progress is not None:
            template = N_("Measured as growth a year since the baseline of {base} ({base_period}): {progress}.")
            yield self.words(template, **parts, progress=texts.growth_share)
        elif self.is_on_path:
            yield self.path()
        else:
            words = PREVIOUS if texts.is_since_previous else BASELINE
            earlier = self.words(words, value=parts["base"], period=parts["base_period"])
            yield self.moved(earlier, texts.movement or 0.0, result.trend)
        if not self.texts.depends_on_margin:
            return
        if result.status != "on_track" or not texts.indicator.chance:  # what chance does is no distance from a path
            yield self.margin()
        if result.status == "on_track":
            yield self.words(N_("The difference is within the uncertainty of the figures, so it counts as on the way."))

    # Against the path

    @property
    def is_on_path(self) -> bool:
        """Whether there is a path that the figure is held against."""
        result = self.result
        is_dated = result.kind == "level" or getattr(self.texts.asked, "per", "") == "total"
        is_open = not result.over and result.status != "achieved" and result.reason != "method"
        return is_dated and bool(self.texts.required) and is_open

    def path(self) -> str:
        """Return where the figure should be by its period, and how far it is."""
        template = N_("From {base} ({base_period}) it should have come to {required} by then; {outcome}.")
        if "baseline_meets_target" in self.result.warnings:
            template = N_(
                "On the way from {base} ({base_period}) to the target it would be {required} by then; {outcome}."
            )
        return self.words(
            template,
            base=self.texts.baseline,
            base_period=self.texts.period(self.result.baseline_period),
            required=self.texts.required,
            outcome=self.outcome(),
        )

    def outcome(self) -> str:
        """Return how far the figure has come, in a clause; never more than all of the way, nor less than nothing."""
        texts, result = self.texts, self.result
        moved, lack = texts.movement or 0.0, texts.lack or 0.0
        if result.reason != "too_early":
            if is_same(lack, 0):
                return self.words(N_("it has come exactly that far"))
            if texts.is_ahead and "baseline_meets_target" in result.warnings:
                return self.words(N_("it is on the right side of that"))
            if texts.is_ahead:
                return self.words(N_("it has come further"))
        if is_same(moved, 0):
            return self.words(N_("it has not moved"))
        if texts.sign * moved < 0:
            return self.words(N_("it has moved {movement} the wrong way"), movement=texts.movement_words)
        if result.progress is not None:
            return self.words(N_("it has come {progress} of the way"), progress=texts.share)
        return self.words(N_("it has moved {movement} the right way"), movement=texts.movement_words)

    # Movements

    def trends(self) -> Iterator[str]:
        """Yield how a series without a target has moved, since its baseline and since the figure before."""
        r, texts = self.result, self.texts
        baseline, previous = (texts.baseline, r.baseline_period), (texts.previous, r.previous_period)
        if r.value is None:
            return
        if baseline[0] and baseline[1] not in (None, r.period):
            earlier = self.words(BASELINE, value=baseline[0], period=texts.period(baseline[1]))
            movement = less(r.value, r.baseline_value) if texts.is_point else None
            yield self.moved_since(baseline[1], earlier, movement, r.trend)
        if previous[0] and previous[1] not in (None, baseline[1]):
            earlier = self.words(PREVIOUS, value=previous[0], period=texts.period(previous[1]))
            is_point = texts.is_judged_at_value and r.previous_high is None
            is_point &= r.previous_qualifier not in ("under", "over")
            movement = less(r.value, r.previous_value) if is_point else None
            yield self.moved_since(previous[1], earlier, movement, r.trend_since_previous)

    def moved_since(self, period: Period | None, earlier: str, movement: float | None, trend: str | None) -> str:
        """Return how much the figure has moved since a period, or only what the figure was then."""
        if self.texts.is_broken_since(period):
            return self.words(N_("Before that: {earlier}, measured in the old way."), earlier=earlier)
        if movement is None or not self.texts.is_comparable_since(period):
            return self.words(N_("Before that: {earlier}."), earlier=earlier)
        return self.moved(earlier, movement, trend)

    def moved(self, earlier: str, movement: float, trend: str | None) -> str:
        """Return how much the figure has moved since an earlier one, and whether that is as wanted."""
        is_free = self.result.kind == ""
        amount = self.texts.amount_moved(movement)
        is_fine = self.result.status == "achieved" and not self.texts.indicator.direction  # as in a band
        if trend == "worse" and not is_fine:
            amount = self.words(N_("{movement}, the wrong way"), movement=amount)
        elif trend == "better" and is_free:
            amount = self.words(N_("{movement}, the right way"), movement=amount)
        elif trend == "unchanged" and is_free:
            amount = self.words(N_("{movement}, too little to count"), movement=amount)
        template = N_("Since {earlier} it has risen by {movement}.")
        if is_same(movement, 0):
            template = N_("Since {earlier} it has not moved.")
        elif movement < 0:
            template = N_("Since {earlier} it has fallen by {movement}.")
        return self.words(template, earlier=earlier, movement=amount)

    # The margin

    def margin(self) -> str:
        """Return which changes count, and why no smaller ones do where that is known."""
        r, texts = self.result, self.texts
        assert r.margin is not None
        indicator = texts.indicator
        is_usual = any(is_same(r.margin, usual) for usual in (indicator.margin or 0.5, 0.5, 0.05, 0.005, 0.0005))
        template = N_("Only changes of more than {margin} count.")
        if not is_usual and indicator.chance:
            template = N_(
                "Only changes of more than {margin} count: swings of that size are common with so few people."
            )
        elif not is_usual:
            template = N_("Only changes of more than {margin} count: with so few, one alone moves it that much.")
        return self.words(template, margin=texts.wording.difference(r.margin))
