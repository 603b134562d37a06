"""The follow-up part of a page: what each indicator has come to, with a chart, and what cannot be judged and why."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import attrs

from kommunepolitik.errors import N_
from kommunepolitik.evaluation import (
    REASONS,
    STATUS_WORDS,
    STATUSES,
    UNKNOWN_TARGET,
    Evaluation,
    MessageFormatter,
    Record,
    Result,
    explain,
    homes,
    responsible_for,
    rounded,
)
from kommunepolitik.evaluation.explanation import REMEDIES
from kommunepolitik.model import Account, FocusArea, Indicator, Target, Track
from kommunepolitik.rendering.figures import ShownFigures
from kommunepolitik.rendering.pictures import Picture, pictures_of
from kommunepolitik.rendering.view import PolicyView

SHAPES: Mapping[str, str] = {
    "achieved": "✔",
    "on_track": "▲",
    "behind": "◆",
    "far_behind": "▼",
    "unchanged": "▬",
    "worsening": "↘",
    "missed": "✖",
    "ambiguous": "≈",
    "not_assessed": "◌",
}
"""The shape of each status; it is told by word and shape as well as colour."""


@attrs.frozen(kw_only=True)
class Line:
    """One result as a table shows it."""

    result: Result
    target: str
    """The target, or without one the group whose figures they are; empty where there is neither."""
    asked: str
    """The same, or that there is no target."""
    baseline: str
    latest: str
    required: str
    status: str
    shape: str
    reason: str
    trend: str
    reference: str
    source: str
    explanation: str


@attrs.frozen(kw_only=True)
class Part:
    """The follow-up of one indicator."""

    indicator: Indicator
    responsible: str
    lines: Sequence[Line]
    pictures: Sequence[Picture]
    """The figures of each series that is judged, and those without a period."""

    @property
    def is_bare(self) -> bool:
        """Whether nothing was asked for and nothing measured: then a table of dashes says no more than a sentence."""
        return not self.pictures and not any(line.latest or line.target for line in self.lines)


@attrs.frozen(kw_only=True)
class Unassessed:
    """Targets that cannot be judged for one reason, and what it would take."""

    key: str
    """The reason as `Result.reason` has it; or `unknown_target`, where the policy says that it has one."""
    reason: str
    remedy: str
    items: Sequence[tuple[Indicator, str, str]]
    """Indicator, target or group, and what the policy says of the hole."""


@attrs.frozen
class Share:
    """How many current targets have a status, or one of several."""

    status: str
    words: str
    shape: str
    count: int
    percent: float = 0


class FollowUp:
    """All that the follow-up part of a page says; templates read it."""

    def __init__(self, view: PolicyView, evaluation: Evaluation, earlier: Record | None = None) -> None:
        self.view = view
        self.evaluation = evaluation
        self.earlier = earlier
        """What was reported last time, if a record of it is given."""
        self.changes = None if earlier is None else evaluation.changes(earlier)
        self.results = [result for result in evaluation.results if result.policy == view.policy.id]
        self.figures = ShownFigures(view, evaluation)

    @property
    def at(self) -> str:
        """The date of the judgement in words."""
        if self.evaluation.at is None:
            return self.view.language.gettext("each row as of its own latest figure")
        return self.view.period(self.evaluation.at)

    @property
    def judged(self) -> str:
        """When the targets were judged, in a sentence."""
        words = self.view.language.gettext("Each target is judged by its own newest figure.")
        if self.evaluation.at is not None:
            words = self.view.language.gettext("Judged as of the end of {at}.").format(at=self.at)
        if self.evaluation.known is not None:
            known = self.view.language.gettext("Only what was published by {known} counts.")
            words = f"{words} {known.format(known=self.view.period(self.evaluation.known))}"
        return words

    @property
    def by_track(self) -> bool:
        """Whether indicators stand under the tracks of the plan; else under focus areas."""
        plan = self.view.policy.plan
        return plan is not None and any(track.indicator_ids for track in plan.tracks)

    @property
    def holders(self) -> Sequence[Track | FocusArea]:
        """The tracks of the plan, or the focus areas, that indicators are shown under."""
        plan = self.view.policy.plan
        return plan.tracks if plan is not None and self.by_track else self.view.policy.focus_areas

    @cached_property
    def groups(self) -> Sequence[tuple[str, str, Sequence[Part]]]:
        """Indicators under their track or area: id and title of it, and the parts; what belongs to none comes last."""
        placed: dict[str, list[Part]] = {}
        for id in dict.fromkeys(result.indicator for result in self.results):
            found = homes(self.view.policy, id, "track" if self.by_track else "area")
            placed.setdefault(found[0] if found else "", []).append(self._part(id))
        titles = {holder.id: self.view.named(holder) for holder in self.holders}
        titles[""] = self.view.language.gettext("Other indicators")
        return [(id, title, placed[id]) for id, title in titles.items() if id in placed]

    @cached_property
    def current(self) -> Sequence[Result]:
        """The results of the current targets, and of what people judge in words; all else has nothing to reach.

        A past target that is settled now, and was not when last reported, is current once more.
        """
        settled = [] if self.changes is None else self.changes.newly_settled
        judged = [*self.evaluation.current(), *(each for each in settled if self._follows_up(each))]
        return [each for each in judged if each.policy == self.view.policy.id and each.reason != "no_target"]

    def _follows_up(self, result: Result) -> bool:
        return self.view.policy.indicator(result.indicator).role == "follow_up"

    @cached_property
    def distribution(self) -> Sequence[Share]:
        """How the current targets are spread over the statuses; never one invented score."""
        counts = Counter(result.status for result in self.current)
        whole = max(len(self.current), 1)
        return [
            Share(status, self.status_words(status), SHAPES[status], counts[status], 100 * counts[status] / whole)
            for status in STATUSES
        ]

    @cached_property
    def unassessed(self) -> Sequence[Unassessed]:
        """What cannot be assessed, by reason."""
        return self.unassessed_of(self.results)

    def unassessed_of(self, results: Iterable[Result]) -> Sequence[Unassessed]:
        """Return what of some results cannot be assessed, by reason."""
        found: dict[str, list[tuple[Indicator, str, str]]] = {}
        for result in results:
            if result.reason is None:
                continue
            indicator = self.view.policy.indicator(result.indicator)
            hole = indicator.gap("targets") if result.reason == "no_target" else None
            said = "" if hole is None else self.view.reason(hole)
            key = "unknown_target" if hole is not None and hole.why != "not_set" else result.reason
            found.setdefault(key, []).append((indicator, self.target_or_group(result, indicator), said))
        words, reasons = self.view.language.gettext, {**REASONS, "unknown_target": UNKNOWN_TARGET}
        return [
            Unassessed(key=key, reason=words(reasons[key]), remedy=words(REMEDIES[key]), items=items)
            for key, items in found.items()
        ]

    def accounts(self, id: str) -> Sequence[Account]:
        """Return what was written about a track, an area or an indicator, the oldest first; figures supplement it."""
        return self.view.answers(self.view.policy.element(id)) if id else ()

    def status_words(self, status: str) -> str:
        """Say a status."""
        return self.view.language.gettext(STATUS_WORDS[status])

    def target_words(self, key: str, indicator: Indicator) -> str:
        """Say a target of an indicator by its id; empty where it has none by that id."""
        target = _target(indicator, key)
        return "" if target is None else self.view.target(target, indicator)

    def target_or_group(self, result: Result, indicator: Indicator) -> str:
        """Say what is judged: the target, or without one the group whose figures they are."""
        group = self.view.policy.elements.get(result.group)
        return self.target_words(result.target, indicator) or ("" if group is None else self.view.title(group))

    def judged_words(self, value: float, key: str, indicator: Indicator) -> str:
        """Write a value that a target is judged by; a difference between two percentages is in percentage points."""
        unit = self.view.unit if getattr(_target(indicator, key), "relative_to", None) is None else self.view.points
        # What a calculation left behind the ninth decimal is not shown.
        return f"{self.view.language.number(round(value, 9), indicator.decimals)}{unit(indicator)}"

    def _part(self, id: str) -> Part:
        indicator = self.view.policy.indicator(id)
        results = [result for result in self.results if result.indicator == id]
        return Part(
            indicator=indicator,
            responsible=responsible_for(self.view.policy, id),
            lines=[self._line(result, indicator) for result in results],
            pictures=pictures_of(self.figures, indicator, results),
        )

    def _line(self, result: Result, indicator: Indicator) -> Line:
        view, language = self.view, self.view.language
        number = language.number
        speech = MessageFormatter(translate=language.gettext, number=number, period=language.period)

        def value(of: float | None) -> str:
            return "" if of is None else self.judged_words(of, result.target, indicator)

        baseline = self.figures.said(indicator, result.group, result.baseline_period, value(result.baseline_value))
        if result.baseline_period is not None:
            baseline = f"{baseline} ({view.period(result.baseline_period)})" if baseline else ""
        latest = value(result.value) or result.judgement
        if result.value_high is not None:
            latest = f"{number(result.value or 0)}–{value(result.value_high)}"
        latest = self.figures.said(indicator, result.group, result.period, latest)
        if latest and result.period is not None:
            latest = f"{latest} ({view.period(result.period)})"
        elif newest := self.figures.newest(indicator, result.group, self.evaluation.at):
            latest = f"{newest}, {language.gettext('not judged')}"
        target, source = self.target_or_group(result, indicator), view.policy.elements.get(result.source)
        none = N_("judged in words") if result.kind == "judgement" else N_("no target")
        return Line(
            result=result,
            target=target,
            asked=target or language.gettext(none),
            baseline=baseline,
            latest=latest,
            required=self._computed(result.required_value, result, indicator),
            status=self.status_words(result.status),
            shape=SHAPES[result.status],
            reason=language.gettext(REASONS[result.reason]) if result.reason else "",
            trend=self._trend(result),
            reference=self._reference(result, indicator),
            source=result.source if source is None else view.title(source),
            explanation=explain(result, view.policy, speech),
        )

    def _computed(self, value: float | None, result: Result, indicator: Indicator) -> str:
        """Write what only a calculation gives: as exact as the indicator's own figures, at least one decimal."""
        digits = 1 if indicator.decimals is None else max(indicator.decimals, 1)
        if value is None or result.reason == "break_in_series":
            return ""  # what is measured in two ways is not held against each other
        return self.judged_words(rounded(value, digits), result.target, indicator)

    def _trend(self, result: Result) -> str:
        """Say which way the figure went since the baseline, or without one since the figure before."""
        words = self.view.label("trend", result.trend)
        if not words or result.baseline_value is not None:
            return words
        return self.view.language.gettext("{trend} (since last time)").format(trend=words)

    def _reference(self, result: Result, indicator: Indicator) -> str:
        relative = getattr(_target(indicator, result.target), "relative_to", None)
        if relative is None or result.relative_value is None or result.reference_value is None:
            return ""
        words = self.view.language.gettext("own figure {own}, {other} {reference}")
        own, reference = (self.judged_words(v, "", indicator) for v in (result.relative_value, result.reference_value))
        return words.format(own=own, other=self.view.series(relative, indicator), reference=reference)


def _target(indicator: Indicator, key: str) -> Target | None:
    return next((target for target in indicator.targets if target.key == key), None)
