"""The judgement of one target: which figure counts, what is known of its baseline, and the order of judgement."""

from collections.abc import Sequence
from typing import Any, cast

import attrs

from kommunepolitik.evaluation.course import crosses_break, earlier_targets, period_with
from kommunepolitik.evaluation.figures import Book, Question, Stated, base_window, ends_of, until
from kommunepolitik.evaluation.formulas import (
    Point,
    cagr_progress,
    linear_progress,
    path_value,
    projected_month,
    rounded,
    trend_class,
)
from kommunepolitik.evaluation.results import Reading, Result, Trend
from kommunepolitik.evaluation.statuses import Method, Reason, Status, reaches, status_of
from kommunepolitik.figures.reduce import Observed, Window
from kommunepolitik.model import Interval, LevelTarget, Period
from kommunepolitik.observations.columns import status_of_judgement


@attrs.frozen(kw_only=True)
class Verdict:
    """What one reading of a figure comes to."""

    status: Status
    reason: Reason | None = None
    progress: float | None = None
    required: float | None = None


@attrs.frozen(kw_only=True)
class Figure:
    """The figure judged: an observation, and its value as ends (for a relative target, the difference)."""

    observed: Observed
    ends: Interval
    own: float | None = None
    reference: float | None = None

    @property
    def month(self) -> int:
        """The end of its period, in months."""
        return self.observed.month


@attrs.frozen(kw_only=True)
class Judge:
    """Judges questions by the figures of one book, at one date (or each at its own latest figure), by one method."""

    book: Book
    at: int | None
    method: Method

    # What is known

    def now(self, question: Question) -> int | None:
        """Return the date of the judgement: the one given, else that of the series' own latest figure."""
        if self.at is not None:
            return self.at
        found = self.book.find(question.series, until(None, None))
        return None if found is None else found.latest.month

    def is_over(self, question: Question) -> bool:
        """Tell whether the due period is over."""
        now, due = self.now(question), question.due
        return now is not None and due is not None and due.ordinal is not None and now >= due.ordinal

    def absent(self, question: Question, expected: int | None) -> Reason:
        """Say why there is no figure where one was expected by a month."""
        source = question.indicator.data_source
        lag = None if source is None else source.lag
        if expected is not None and self.at is not None and lag is not None and expected + lag > self.at:
            return "awaiting_data"
        undated = {("", *question.series[1:]), question.series} & self.book.first.without_period
        if undated and self.book.find(question.series, until(None, self.at)) is None:
            return "no_period"
        return "no_data"

    def figure(self, question: Question, observed: Observed) -> Figure | Reason:
        """Return an observation as it is judged, or why it cannot be."""
        if observed.value is None:
            return "suppressed" if observed.quality == "suppressed" else "no_data"
        ends = ends_of(observed.value, observed.value_high, observed.qualifier, question.indicator)
        if question.reference is None:
            return Figure(observed=observed, ends=ends)
        reference = self.book.at(question.reference, observed.period)
        if reference is None or reference.value is None:
            return "no_reference"
        other = ends_of(reference.value, reference.value_high, reference.qualifier, question.indicator)
        difference = Interval(low=ends.low - other.high, high=ends.high - other.low)
        return Figure(observed=observed, ends=difference, own=observed.value, reference=reference.value)

    def baseline(self, question: Question) -> Stated | None:
        """Return the baseline: the figure measured for its period outranks what the policy states."""
        stated = question.baseline
        period = None if stated is None else stated.period
        if period is None and question.borrows_baseline and question.indicator.baseline is not None:
            period = question.indicator.baseline.period
        if period is None or period.ordinal is None:
            return None
        found = self.book.find(question.series, base_window(period))
        if found is not None:
            figure = self.figure(question, found.latest)
            if isinstance(figure, Figure):
                told = None if stated is None else stated.value
                differs = told is not None and not (figure.ends.exact and figure.ends.low == told)
                return Stated(period=period, ends=figure.ends, stated=told if differs else None)
        if stated is None or stated.value is None:
            return Stated(period=period, ends=None)
        ends = ends_of(stated.value, stated.value_high, stated.qualifier, question.indicator)
        return Stated(period=period, ends=ends)

    # Levels

    def level(self, question: Question, target: LevelTarget) -> Result:
        """Judge a level in the design's order: unusable value, met, over, no due, no baseline, progress."""
        over = self.is_over(question)
        base = self.baseline(question)
        common: dict[str, Any] = {"target_value": target.value, "due": target.due, "over": over, "base": base}
        found = self.book.find(question.series, until(target.due, self.at))
        expected = target.due.ordinal if over and target.due is not None else None
        if found is None or (over and not self._is_for_due(found.latest, target.due)):
            return self.result(
                question, Verdict(status="not_assessed", reason=self.absent(question, expected)), **common
            )
        figure = self.figure(question, found.latest)
        if not isinstance(figure, Figure):
            verdict = Verdict(status="not_assessed", reason=figure)
            return self.result(question, verdict, observed=found.latest, **common)
        verdict, readings = self._judge_ends(question, target, figure, base, over)
        return self.result(question, verdict, figure=figure, previous=found.previous, readings=readings, **common)

    @staticmethod
    def _is_for_due(observed: Observed, due: Period | None) -> bool:
        end = observed.period.end
        return due is not None and end is not None and due.start <= end

    def _judge_ends(
        self, question: Question, target: LevelTarget, figure: Figure, base: Stated | None, over: bool
    ) -> tuple[Verdict, tuple[Reading, ...]]:
        """Judge an inexact value (or baseline) at both ends; where they disagree, it is ambiguous."""
        values = {"low": figure.ends.low} if figure.ends.exact else {"low": figure.ends.low, "high": figure.ends.high}
        bases: dict[str, float | None] = {"": None}
        if base is not None and base.ends is not None:
            bases = {"": base.ends.low} if base.ends.exact else {" / low": base.ends.low, " / high": base.ends.high}
        verdicts = {
            f"{end}{other}": self._level_verdict(question, target, Point(figure.month, value), base, start, over)
            for end, value in values.items()
            for other, start in bases.items()
        }
        distinct = list(verdicts.values())
        if len(distinct) == 1:
            return distinct[0], ()
        readings = tuple(
            Reading(
                words=words,
                value=values[words.split(" ")[0]],
                required=v.required,
                progress=v.progress,
                status=v.status,
            )
            for words, v in verdicts.items()
        )
        if len({v.status for v in distinct}) > 1:
            return Verdict(status="ambiguous", required=distinct[0].required), readings
        return attrs.evolve(distinct[0], progress=None), readings

    def _level_verdict(
        self, question: Question, target: LevelTarget, y: Point, base: Stated | None, start: float | None, over: bool
    ) -> Verdict:
        sign = 1 if target.comparison == "at_least" else -1
        y0 = None if base is None or start is None else Point(base.month, start)
        required = self._required(question, target, y, y0, over)
        if reaches(y.value, target.value, sign):
            return Verdict(status="achieved", required=required)
        if over:
            return Verdict(status="missed", required=target.value)
        if target.due is None:
            return Verdict(status="not_assessed", reason="no_due")
        if y0 is None:
            return Verdict(status="not_assessed", reason="no_baseline")
        if y.month <= y0.month:
            return Verdict(status="not_assessed", reason="baseline_only")
        if crosses_break(question, y0.month, y.month):
            return Verdict(status="not_assessed", reason="break_in_series", required=required)
        if reaches(y0.value, target.value, sign):
            # The baseline met it: it was to be kept, and is not. Before due that is the wrong way, not yet missed.
            return Verdict(status="worsening", required=target.value)
        return self._progress(target, y, y0, required, sign)

    def _progress(self, target: LevelTarget, y: Point, y0: Point, required: float | None, sign: int) -> Verdict:
        if self.method == "cagr":
            assert target.due is not None
            goal = Point(target.due.ordinal or 0, target.value)
            progress = cagr_progress(y, y0, goal, sign)
            if progress is None:
                return Verdict(status="not_assessed", reason="method", required=required)
            return Verdict(status=status_of(progress), progress=progress, required=required)
        progress = None if required is None else linear_progress(y.value, y0.value, required, sign)
        if progress is None:
            return Verdict(status="worsening", required=required)
        return Verdict(status=status_of(progress), progress=progress, required=required)

    def _required(
        self, question: Question, target: LevelTarget, y: Point, y0: Point | None, over: bool
    ) -> float | None:
        """Return r(t): the straight path from baseline through earlier targets; from the due period on, the target."""
        due = target.due
        if due is None or due.ordinal is None:
            return None
        first_month = due.start.year * 12 + due.start.month
        sign = 1 if target.comparison == "at_least" else -1
        if over or y.month >= first_month or (y0 is not None and reaches(y0.value, target.value, sign)):
            return target.value
        if y0 is None or y.month <= y0.month:
            return None
        steps = [
            Point(t.due.ordinal, t.value)
            for t in earlier_targets(question.indicator, target)
            if t.due and t.due.ordinal
        ]
        path = [y0, *(step for step in steps if y0.month < step.month < due.ordinal), Point(due.ordinal, target.value)]
        return path_value(y.month, path)

    # The row

    def result(
        self,
        question: Question,
        verdict: Verdict,
        *,
        target_value: float | None = None,
        due: Period | None = None,
        over: bool = False,
        base: Stated | None = None,
        figure: Figure | None = None,
        observed: Observed | None = None,
        previous: Observed | None = None,
        readings: Sequence[Reading] = (),
        kind: str | None = None,
    ) -> Result:
        """Put together the row: the judgement, what it rests on, the trend and where it leads."""
        seen = figure.observed if figure is not None else observed
        value = (
            None if figure is None else figure.ends.low if figure.observed.qualifier != "under" else figure.ends.high
        )
        target = question.target
        trend = None if figure is None else self._trend(question, figure, base, previous)
        known = base is not None and base.ends is not None
        return Result(
            policy=question.policy.id,
            indicator=question.indicator.id,
            group=question.group,
            target="" if target is None else target.key,
            kind=kind if kind is not None else "" if target is None else target.kind,
            status=verdict.status,
            reason=verdict.reason,
            baseline_period=None if base is None else base.period,
            baseline_value=base.ends.low if base is not None and base.ends is not None else None,
            period=None if seen is None else seen.period,
            value=value,
            value_high=None if figure is None or figure.observed.value_high is None else figure.ends.high,
            qualifier="" if seen is None else seen.qualifier,
            quality="" if seen is None else seen.quality,
            required_value=verdict.required,
            target_value=target_value,
            due=due,
            progress=verdict.progress,
            trend=trend,
            projected_period=self._projected(question, figure, base, verdict) if known and figure is not None else None,
            relative_value=None if figure is None else figure.own,
            reference_value=None if figure is None else figure.reference,
            judgement="" if seen is None else seen.judgement,
            published="" if seen is None else seen.published,
            source="" if seen is None else seen.source,
            over=over,
            warnings=tuple(self._warnings(question, base, seen)),
            stated_baseline=None if base is None else base.stated,
            readings=tuple(readings),
            method=self.method,
        )

    @staticmethod
    def _warnings(question: Question, base: Stated | None, seen: Observed | None) -> list[str]:
        target = question.target
        warnings = []
        if isinstance(target, LevelTarget) and base is not None and base.ends is not None:
            sign = 1 if target.comparison == "at_least" else -1
            if reaches(base.ends.low, target.value, sign) and reaches(base.ends.high, target.value, sign):
                warnings.append("baseline_meets_target")
        if base is not None and base.stated is not None:
            warnings.append("baseline_revised")
        if seen is not None and seen.quality == "provisional":
            warnings.append("provisional")
        return warnings

    def _trend(
        self, question: Question, figure: Figure, base: Stated | None, previous: Observed | None
    ) -> Trend | None:
        """Compare with the baseline, else the previous value, rounded to the decimals; never over a break."""
        wanted = question.indicator.direction or (None if question.target is None else question.target.asks_for)
        if wanted is None or not figure.ends.exact:
            return None
        if base is not None and base.ends is not None and base.ends.exact and base.month < figure.month:
            month, earlier = base.month, base.ends.low
        else:
            before = None if previous is None else self.figure(question, previous)
            if not isinstance(before, Figure) or not before.ends.exact:
                return None
            month, earlier = before.month, before.ends.low
        if crosses_break(question, month, figure.month):
            return None
        decimals = question.indicator.decimals
        now, then = rounded(figure.ends.low, decimals), rounded(earlier, decimals)
        if now == then:
            return "unchanged"
        return "better" if (now > then) == (wanted == "increase") else "worse"

    def _projected(self, question: Question, figure: Figure, base: Stated | None, verdict: Verdict) -> Period | None:
        """Return when the pace so far reaches a dated level; from three figures on, and not over a break."""
        target = question.target
        if not isinstance(target, LevelTarget) or target.due is None or verdict.status == "achieved":
            return None
        if base is None or base.ends is None or not (base.ends.exact and figure.ends.exact):
            return None
        first = (base.period.ordinal or 0) - 1
        seen = self.book.find(question.series, Window(after=first, until=until(target.due, self.at).until))
        if seen is None or seen.count < 3 or crosses_break(question, base.month, figure.month):
            return None
        sign = 1 if target.comparison == "at_least" else -1
        month = projected_month(
            Point(figure.month, figure.ends.low),
            Point(base.month, base.ends.low),
            target.value,
            sign,
            compounding=self.method == "cagr",
        )
        return None if month is None else period_with(month, target.due.kind)

    # Without a target

    def no_target(self, question: Question) -> Result:
        """Say how a series without a target moves; method cagr gives Statistics Canada's class for it."""
        base = self.baseline(question)
        found = self.book.find(question.series, until(None, self.at))
        if found is None:
            # What is missing first is the target: figures alone would not make it assessable.
            return self.result(question, Verdict(status="not_assessed", reason="no_target"), base=base)
        figure = self.figure(question, found.latest)
        if not isinstance(figure, Figure):
            verdict = Verdict(status="not_assessed", reason="no_target")
            return self.result(question, verdict, observed=found.latest, base=base)
        verdict = Verdict(status="not_assessed", reason="no_target")
        kind = ""
        indicator = question.indicator
        known = base is not None and base.ends is not None and base.ends.exact and figure.ends.exact
        if self.method == "cagr" and known and indicator.direction is not None:
            assert base is not None
            assert base.ends is not None
            sign = 1 if indicator.direction == "increase" else -1
            y, y0 = Point(figure.month, figure.ends.low), Point(base.month, base.ends.low)
            graded = None if crosses_break(question, y0.month, y.month) else trend_class(y, y0, sign, indicator.limit)
            if graded is not None:
                verdict, kind = Verdict(status=graded[0], progress=graded[1]), "trend"
        return self.result(question, verdict, figure=figure, previous=found.previous, base=base, kind=kind)

    def judged_by_people(self, question: Question) -> Result:
        """Pass on how people judged a qualitative indicator; a judgement in words of their own is shown, not ranked."""
        found = self.book.find(question.series, until(None, self.at))
        if found is None:
            reason = self.absent(question, None)
            return self.result(question, Verdict(status="not_assessed", reason=reason), kind="judgement")
        latest = found.latest
        if latest.quality == "suppressed":
            verdict = Verdict(status="not_assessed", reason="suppressed")
        elif (status := status_of_judgement(latest.judgement)) is not None:
            verdict = Verdict(status=cast("Status", status))
        else:
            verdict = Verdict(status="not_assessed", reason="own_words")
        return self.result(question, verdict, observed=latest, kind="judgement")
