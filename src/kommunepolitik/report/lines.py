"""A result as a line of a table: the target, the figures with their qualifiers, and the verdict in words."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import attrs

from kommunepolitik.blocks import StatusMark
from kommunepolitik.errors.marks import N_
from kommunepolitik.evaluation import STATUSES, Evaluation, MessageFormatter, Result, evaluate
from kommunepolitik.evaluation.evaluation import worse
from kommunepolitik.evaluation.explanation import REASONS, STATUS_WORDS, UNKNOWN_LAG, explain
from kommunepolitik.evaluation.result_words import ResultWords
from kommunepolitik.evaluation.results import SHOWN_AS, TOLERANCE, Reason
from kommunepolitik.evaluation.stages import way
from kommunepolitik.figures.periods import FOREVER, day_of, judged_days, length_of, size_of, time_of
from kommunepolitik.model import Indicator, MissingFigure, Period, StandingTarget, Target
from kommunepolitik.report.figures import ShownFigures
from kommunepolitik.report.policy_words import PolicyWords

SHOWN_WORDS: Final[Mapping[str, str]] = {
    "achieved": STATUS_WORDS["achieved"],
    "on_track": STATUS_WORDS["on_track"],
    "off_track": N_("not on track"),
    "missed": STATUS_WORDS["missed"],
    "not_assessed": STATUS_WORDS["not_assessed"],
}
"""The five words for readers; a finer status is shown beside them."""

LAGGING: Final = ("missed", "off_track")
"""The words of what asks for an explanation, the worst first."""

WORST_FIRST: Final = (*LAGGING, "on_track", "achieved")
"""The words of what can be assessed, the worst first."""

_SHAPES: Final = dict(zip(SHOWN_WORDS, "✔▲◆✖◌", strict=True))

SHAPES: Final[Mapping[str, str]] = _SHAPES | {status: _SHAPES[SHOWN_AS[status]] for status in STATUSES}
"""The shape of each of the five words, and of each status; a verdict never depends on colour alone."""

COUNTED: Final = ("current", "expired")
"""The stages of targets that count in headlines."""

_STAGES: Final[Mapping[str, str]] = {
    "later": N_("later target"),
    "past": N_("earlier target"),
    "expired": N_("expired"),
    "replaced": N_("replaced by decision: {decision}"),
}
_ARROWS: Final[Mapping[int, str]] = {1: "↗", -1: "↘", 0: "→"}
_GONE: Final[Mapping[int, str]] = {1: N_("risen"), -1: N_("fallen"), 0: N_("unchanged")}

_LACKING: Final = ("awaiting_data", "no_data", "baseline_only", "before_start", "period_mismatch")
"""The reasons for not assessing a target that a further figure of its series would remove."""


@attrs.frozen
class Move:
    """The movement of a figure since an earlier one."""

    words: str
    """An arrow for the figure, and a word for whether it is better: ↗ bedre."""
    since: str
    """The earlier figure: siden 2024 (54,6 %)."""


@attrs.frozen(kw_only=True)
class Line:
    """One result for a table; the two ends of a band are one."""

    result: Result
    """The result; for a band, the worse one."""
    target: str
    """The target, else the group of the figures; empty where there is neither."""
    asked: str
    """The target, or that there is none."""
    stage: str
    """Why the target does not count, or that its deadline is over and no newer one follows; else empty."""
    basis: str
    """That the target is our reading of the policy; empty where a document states it."""
    baseline: str
    latest: str
    """The figure judged."""
    newest: str
    """The newest figure, where it is later than the one judged."""
    required: str
    status: StatusMark
    """One of the five words for readers."""
    finer: str
    """The finer status; empty where the word is sufficient."""
    awaited: str
    """For a target that awaits its figure: when it is expected, and the outcome of an earlier target of its series."""
    published: str
    """The verdict that a source published, and whether it differs."""
    moves: Sequence[Move]
    """The movements of the figure since the baseline, and since the previous figure."""
    reference: str
    explanation: str


def verdict(band: Sequence[Result]) -> Result:
    """Return the end of a band that counts, the worse one; of a single result, itself."""
    status = worse([each.status for each in band])
    return next(each for each in band if each.status == status)


@attrs.frozen(kw_only=True)
class LineWriter:
    """Writes the results of a policy as lines."""

    view: PolicyWords
    evaluation: Evaluation
    figures: ShownFigures
    results: Sequence[Result]
    """The figures of the policy."""
    _earlier: dict[Period, Evaluation] = attrs.field(factory=dict, init=False, repr=False, eq=False)
    """What is known today, judged as of the end of earlier periods."""

    def _(self, words: str) -> str:
        return self.view.language.gettext(words)

    def words(self, result: Result) -> ResultWords:
        """Return the wording of a result's figures."""
        return ResultWords(result, self.view.policy, MessageFormatter.of(self.view.language))

    def line(self, band: Sequence[Result], indicator: Indicator, counted: Collection[tuple[str, ...]]) -> Line:
        """Return a result, or the two ends of a band, as a line; `counted` has the keys of the results that count."""
        result = verdict(band)
        words, speech = self.words(result), MessageFormatter.of(self.view.language)
        target, missing = self.band_words(band, indicator), indicator.gap("targets")
        none = N_("judged in words") if result.kind == "judgement" else N_("no target")
        if missing is not None and missing.why == "not_in_sources":
            none = N_("the target is not in the sources")
        latest, newest = self.judged(result), self.newest(result)
        if not latest and (known := newest or self.figures.without_period(indicator, result.group)):
            latest, newest = ", ".join((known, self._("not judged"))), ""
        return Line(
            result=result,
            target=target,
            asked=target or self._(none),
            stage="" if result.key in counted and result.stage != "expired" else self._stage(result, indicator),
            basis=self.basis(band, indicator),
            baseline="" if words.is_since_previous else self._dated(result, result.baseline_period, words.baseline),
            latest=latest,
            newest=newest,
            required="" if result.reason == "break_in_series" else words.required_at_most,
            status=self.status(result),
            finer=self._finer(result),
            awaited=self.awaited(result, indicator),
            published=self._published(result),
            moves=self._moves(result, indicator, is_band=len(band) > 1),
            reference=self._reference(result, indicator),
            explanation=" ".join(
                explain(each, self.view.policy, speech, headed=len(band) > 1, reported=self.reported_missing(each))
                for each in band
            ),
        )

    # Targets

    def band_words(self, band: Sequence[Result], indicator: Indicator) -> str:
        """Return what is judged: the target or both ends of a band; without one, the group of the figures."""
        found = targets_of(indicator, band)
        if words := self.view.band(found, indicator):
            return words
        group = self.view.policy.elements.get(band[0].group)
        words = "; ".join(self.view.target(target, indicator) for target in found)
        return words or ("" if group is None else self.view.title(group))

    def basis(self, band: Sequence[Result], indicator: Indicator) -> str:
        """Return that a target, or one end of a band, is our reading of the policy; else empty."""
        is_ours = any(each.basis == "interpretation" for each in targets_of(indicator, band))
        return self.view.label("basis", "interpretation") if is_ours else ""

    def _stage(self, result: Result, indicator: Indicator) -> str:
        target, words = target_of(indicator, result.target), _STAGES.get(result.stage)
        if words is None or target is None or target.replaced_by is None:
            return self._(words) if words else ""
        decision = self.view.policy.element(target.replaced_by.decision)
        return self._(words).format(decision=self.view.named(decision))

    def reason(self, result: Result) -> Reason | None:
        """Return why a target cannot be assessed, considering reports on the missing figure.

        A figure reported to come later is awaited, however long overdue; one that is not measured is not.
        """
        found = self.missing_of(result)
        return result.reason if found is None else "awaiting_data" if found.why == "later" else "no_data"

    def awaited(self, result: Result, indicator: Indicator) -> str:
        """Return when or whether the missing figure of a target comes, and the outcome of an earlier target."""
        reported = self.reported_missing(result)
        if not (reported or result.reason == "awaiting_data") or result.stage == "replaced":
            return ""
        parts, before = [], self.settled_before(result, indicator)
        if reported:
            parts.append(reported)
        elif month := self.coming(result):
            parts.append(self._("expected in {month}").format(month=self.view.period(month)))
        elif self.words(result).expected is None:
            parts.append(self._(UNKNOWN_LAG))
        if before is not None:
            status, target = self._(STATUS_WORDS[before.status]), self.band_words([before], indicator)
            target = self.view.period(before.period) if before.kind == "standing" else target
            parts.append(self._("last settled: {status} ({target})").format(status=status, target=target))
        return "; ".join(parts)

    def reported_missing(self, result: Result) -> str:
        """Return what is reported about a missing figure: when it comes, or that there is none."""
        found = self.missing_of(result)
        return "" if found is None else self.view.reported(found)

    def missing_of(self, result: Result) -> MissingFigure | None:
        """Return the report on exactly the figure that is missing for a target."""
        if result.reason not in _LACKING:
            return None
        series = (result.indicator, result.group)
        reported = [each for each in self.view.missing_figures if (each.indicator, each.group or "") == series]
        found = [each for each in reported if self._is_lacked(each.period, result)]
        return max(found, key=lambda each: judged_days(each.period), default=None)

    def _is_lacked(self, period: Period, result: Result) -> bool:
        """Return whether the missing figure of a period is the one that a target needs by its deadline.

        It is newer than all known ones, and no later one of its length ends by then; or it is part of a sum or mean.
        """
        (first, last), at = judged_days(period), day_of(self.evaluation.at)
        if first > at or last > day_of(result.due):
            return False
        if last > judged_days(result.newest_period)[1]:
            until = min(day_of(result.due), at)
            next_end = time_of(last) + float(size_of(length_of(first, last)))
            return until == FOREVER or next_end > time_of(until) + TOLERANCE
        indicator = self.view.policy.indicator(result.indicator)
        is_part = indicator.over_time in ("sum", "mean") and first > judged_days(result.period)[1]
        row = self.evaluation.figures.at(self.view.policy.id, indicator.id, result.group, period)
        return is_part and row is None

    def coming(self, result: Result) -> Period | None:
        """Return when the next figure is expected, if still to come; a report on it takes precedence."""
        today, reported = judged_days(self.evaluation.known or self.evaluation.at)[1], self.missing_of(result)
        expected = self.words(result).expected if reported is None else reported.expected
        return expected if expected is not None and judged_days(expected)[1] > today else None

    def settled_before(self, result: Result, indicator: Indicator) -> Result | None:
        """Return the newest settled verdict on an earlier target of the same series, or on an earlier period."""

        def end(each: Result) -> int:
            return judged_days(each.due)[1]

        series = (result.indicator, result.group, _way(indicator, result))
        found = [
            each
            for each in self.results
            if each.settled and each.reason is None and each.stage != "replaced" and end(each) < end(result)
            if (each.indicator, each.group, _way(indicator, each)) == series
        ]
        return max(found, key=end, default=None) or self._kept_before(result, indicator)

    def _kept_before(self, result: Result, indicator: Indicator) -> Result | None:
        """Return the verdict on the newest period that has a figure, for a target that is kept anew every period."""
        if not isinstance(target_of(indicator, result.target), StandingTarget) or result.period is None:
            return None
        if result.period not in self._earlier:
            now, at = self.evaluation, result.period
            self._earlier[at] = evaluate(
                now.portfolio,
                now.figures.observations,
                at=at,
                known=now.known,
                method=now.method,
                audience=now.audience,
            )
        then = self._earlier[result.period]
        band = next((each for each in then.bands(then.results) if result.key in [one.key for one in each]), None)
        return None if band is None or verdict(band).reason is not None else verdict(band)

    # Figures

    def _dated(self, result: Result, period: Period | None, words: str) -> str:
        indicator = self.view.policy.indicator(result.indicator)
        text = self.figures.marked(indicator, result.group, period, words)
        marks = [self.view.period(period), self._quality(result, period)]
        return f"{text} ({', '.join(filter(None, marks))})" if text and period is not None else ""

    def _quality(self, result: Result, period: Period | None) -> str:
        """Return that a figure is provisional, or a forecast; else empty."""
        row = None
        if period is not None and self.figures.known:
            row = self.evaluation.figures.at(self.view.policy.id, result.indicator, result.group, period)
        quality = row.quality if row is not None else result.quality if period == result.period else ""
        return "" if quality == "suppressed" else self.view.label("quality", quality)

    def judged(self, result: Result) -> str:
        """Write the figure judged, or what people judged, with its period; empty where there is none."""
        return self._dated(result, result.period, self.words(result).figure or result.judgement)

    def newest(self, result: Result) -> str:
        """Write the newest figure with its period, where it is later than the one judged."""
        if judged_days(result.newest_period)[1] <= judged_days(result.period)[1]:
            return ""
        words = self._dated(result, result.newest_period, self.words(result).newest)
        if words and result.relative_value is not None:
            words = self._("own figure {value}").format(value=words)
        return words

    def _reference(self, result: Result, indicator: Indicator) -> str:
        relative, words = getattr(target_of(indicator, result.target), "relative_to", None), self.words(result)
        if relative is None or result.period is None or not words.own or not words.reference:
            return ""
        other = self.view.policy.indicator(relative.indicator or indicator.id)
        own = self.figures.dated(indicator, result.group).get(result.period, words.own)
        reference = self.figures.dated(other, relative.group or "").get(result.period, words.reference)
        text = self._("own figure {own}, {other} {reference}")
        return text.format(own=own, other=words.other, reference=reference)

    # Verdicts

    def status(self, result: Result) -> StatusMark:
        """Return the word and the shape of a status for readers."""
        shown = SHOWN_AS[result.status]
        return StatusMark(shown, self._(SHOWN_WORDS[shown]), SHAPES[shown])

    def _finer(self, result: Result) -> str:
        """Return the finer status behind the word for readers, or the reason for not assessing."""
        if (reason := self.reason(result)) is not None:
            return self._(REASONS[reason])
        return "" if result.status in SHOWN_WORDS else self._(STATUS_WORDS[result.status])

    def _published(self, result: Result) -> str:
        if not result.source_judgement:
            return ""
        words = self._("the source judges: »{judgement}«").format(judgement=result.source_judgement)
        if result.source_status is None:
            return words
        ours, theirs = SHOWN_AS[result.status], SHOWN_AS[result.source_status]
        meant = self._(SHOWN_WORDS[theirs])
        words += "" if meant == result.source_judgement.casefold() else f", {meant}"
        if ours == theirs or "not_assessed" in (ours, theirs):
            return words
        return self._("≠ {words} (not as here)").format(words=words)

    def _moves(self, result: Result, indicator: Indicator, *, is_band: bool) -> Sequence[Move]:
        """Return the movements of the figure since the baseline, and since the previous figure."""
        since, words = dict[str, list[str]](), self.words(result)
        if result.trend is not None and not words.is_since_previous:
            since[result.trend] = [self._("the baseline")]
        later, period, figure = result.trend_since_previous, result.previous_period, words.previous
        is_another = period != result.baseline_period or words.is_since_previous
        if later is not None and period is not None and is_another:
            text = self.figures.marked(indicator, result.group, period, figure)
            since.setdefault(later, []).append(f"{self.view.period(period)} ({text})")
        target = target_of(indicator, result.target)
        wanted = 1 if (indicator.direction or (target and target.asks_for)) == "increase" else -1
        moves = []
        for trend, earlier in since.items():
            way = {"better": wanted, "worse": -wanted}.get(trend, 0)
            is_neither = is_band and indicator.direction is None  # within a band, neither direction is better
            word = self._(_GONE[way]) if is_neither else self.view.label("trend", trend)
            text = self._("since {earlier}").format(earlier=self._(" and ").join(earlier))
            moves.append(Move(f"{_ARROWS[way]} {word}", text))
        return moves


def target_of(indicator: Indicator, key: str) -> Target | None:
    """Return a target of an indicator by its id."""
    return next((target for target in indicator.targets if target.key == key), None)


def targets_of(indicator: Indicator, results: Sequence[Result]) -> list[Target]:
    """Return the targets of some results of an indicator; a judgement has none."""
    return [target for each in results if (target := target_of(indicator, each.target)) is not None]


def _way(indicator: Indicator, result: Result) -> object:
    target = target_of(indicator, result.target)
    return None if target is None else way(target)
