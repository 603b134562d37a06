"""The follow-up part of a page: what each indicator has come to, with a chart, and what cannot be judged and why."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from kommunepolitik.evaluation import (
    REASONS,
    STATUS_WORDS,
    STATUSES,
    Evaluation,
    Result,
    Speech,
    earlier_targets,
    explain,
    homes,
    responsible_for,
)
from kommunepolitik.model import Account, Indicator, LevelTarget, Period, Target
from kommunepolitik.rendering._charts import Chart, Dot, charts_available, draw
from kommunepolitik.rendering._disclosure import held_words
from kommunepolitik.rendering._labels import REMEDIES
from kommunepolitik.rendering._view import PolicyView

SHAPES: Mapping[str, str] = {
    "achieved": "✔",
    "on_track": "▲",
    "behind": "◆",
    "far_behind": "▼",
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
    baseline: str
    latest: str
    required: str
    status: str
    shape: str
    reason: str
    trend: str
    reference: str
    """For a target that compares with another series: the two figures compared."""
    source: str
    explanation: str


@attrs.frozen(kw_only=True)
class Picture:
    """The figures of one series of an indicator, as a chart and as a table beside it."""

    group: str
    """The group it is for; empty for the whole population."""
    drawing: Chart | None
    """What the chart shows; none where there is one figure, or no package that draws."""
    figures: Sequence[tuple[str, str]]
    """Period and value of each figure."""

    @property
    def chart(self) -> str:
        """The chart as SVG, drawn when a template asks for it; empty where there is none."""
        return "" if self.drawing is None else draw(self.drawing)


@attrs.frozen(kw_only=True)
class Part:
    """The follow-up of one indicator."""

    indicator: Indicator
    responsible: str
    """Who answers for it; empty where nobody is named."""
    lines: Sequence[Line]
    pictures: Sequence[Picture]
    """One for each series that is judged and has figures with a period."""


@attrs.frozen(kw_only=True)
class Unassessed:
    """Targets that cannot be judged for one reason, and what it would take."""

    key: str
    """The reason as `Result.reason` has it."""
    reason: str
    remedy: str
    items: Sequence[tuple[Indicator, str, str]]
    """Indicator, target or group, and what the policy says of the hole."""


@attrs.frozen(kw_only=True)
class Share:
    """How many current targets have a status."""

    status: str
    words: str
    shape: str
    count: int
    percent: float


class FollowUp:
    """All that the follow-up part of a page says; templates read it."""

    def __init__(self, view: PolicyView, evaluation: Evaluation) -> None:
        """Gather what an evaluation says of one policy."""
        self.view = view
        self.evaluation = evaluation
        self.results = [result for result in evaluation.results if result.policy == view.policy.id]
        words = view.language
        self.speech = Speech(translate=words.gettext, number=words.number, period=words.period)

    @property
    def at(self) -> str:
        """The date of the judgement in words."""
        if self.evaluation.at is None:
            return self.view.language.gettext("each row as of its own latest figure")
        return self.view.period(self.evaluation.at)

    @property
    def by_track(self) -> bool:
        """Whether indicators stand under the tracks of the plan; else under focus areas."""
        plan = self.view.policy.plan
        return plan is not None and any(track.measured_by for track in plan.tracks)

    @cached_property
    def groups(self) -> Sequence[tuple[str, str, Sequence[Part]]]:
        """Indicators under their track or area: id and title of it, and the parts; what belongs to none comes last."""
        policy = self.view.policy
        judged = list(dict.fromkeys(result.indicator for result in self.results))
        by = "track" if self.by_track else "area"
        tracks = policy.plan.tracks if policy.plan is not None else ()
        holders: list[Any] = [track for track in tracks if track.measured_by] or list(policy.focus_areas)
        placed: dict[str, list[str]] = {holder.id: [] for holder in holders}
        rest: list[str] = []
        for indicator in judged:
            found = homes(policy, indicator, by)  # type: ignore[arg-type]
            (placed[found[0]] if found else rest).append(indicator)
        groups = [
            (holder.id, self.view.named(holder), [self._part(id) for id in placed[holder.id]])
            for holder in holders
            if placed[holder.id]
        ]
        if rest:
            groups.append(("", self.view.language.gettext("Other indicators"), [self._part(id) for id in rest]))
        return groups

    @cached_property
    def distribution(self) -> Sequence[Share]:
        """How the current targets are spread over the statuses; never one invented score."""
        return self.shares([r for r in self.evaluation.current() if r.policy == self.view.policy.id])

    def shares(self, current: Sequence[Result]) -> Sequence[Share]:
        """Return how many of some results have each status."""
        shares = []
        for status in STATUSES:
            count = sum(result.status == status for result in current)
            percent = 100 * count / len(current) if current else 0.0
            words = self.status_words(status)
            shares.append(Share(status=status, words=words, shape=SHAPES[status], count=count, percent=percent))
        return shares

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
            hole = indicator.hole("targets") if result.reason == "no_target" else None
            said = "" if hole is None else self.view.reason(hole)
            found.setdefault(result.reason, []).append((indicator, self._target_or_group(result, indicator), said))
        words = self.view.language.gettext
        return [
            Unassessed(key=key, reason=words(REASONS[key]), remedy=words(REMEDIES[key]), items=items)
            for key, items in found.items()
        ]

    def accounts(self, id: str) -> Sequence[Account]:
        """Return what was written about a track, an area or an indicator, the oldest first; figures supplement it."""
        return self.view.answers(self.view.element(id)) if id else ()

    def status_words(self, status: str) -> str:
        """Say a status."""
        return self.view.language.gettext(STATUS_WORDS[status])

    def target_words(self, key: str, indicator: Indicator) -> str:
        """Say a target of an indicator by its id; empty where it has none by that id."""
        target = _target(indicator, key)
        return "" if target is None else self.view.target(target, indicator)

    def _target_or_group(self, result: Result, indicator: Indicator) -> str:
        """Say what is judged: the target, or without one the group whose figures they are."""
        group = self.view.policy.elements.get(result.group)
        return self.target_words(result.target, indicator) or ("" if group is None else self.view.title(group))

    def _value(self, value: float, result: Result, indicator: Indicator) -> str:
        """Write a value judged; a difference between two percentages is in percentage points."""
        if getattr(_target(indicator, result.target), "relative_to", None) is None or indicator.unit != "%":
            return self.value_words(value, indicator)
        points = self.view.language.gettext("percentage points")
        return f"{self.view.language.number(round(value, 9), indicator.decimals)}\N{NO-BREAK SPACE}{points}"

    def value_words(self, value: float, indicator: Indicator) -> str:
        """Write a value with its unit; what a calculation left behind the ninth decimal is not shown."""
        return f"{self.view.language.number(round(value, 9), indicator.decimals)}{self.view.unit(indicator)}"

    def _part(self, id: str) -> Part:
        indicator = self.view.policy.indicator(id)
        results = [result for result in self.results if result.indicator == id]
        groups = dict.fromkeys(result.group for result in results)
        pictures = [self._picture(indicator, group) for group in groups]
        return Part(
            indicator=indicator,
            responsible=responsible_for(self.view.policy, id),
            lines=[self._line(result, indicator) for result in results],
            pictures=[picture for picture in pictures if picture.figures],
        )

    def _picture(self, indicator: Indicator, group: str) -> Picture:
        measured = self._measured(indicator, group)
        element = self.view.policy.elements.get(group)
        title = "" if element is None else self.view.title(element)
        told = {Period(row["period"]): "" for row in self._rows.get((indicator.id, group), ()) if row["period"]}
        told |= {dot.period: dot.words for dot in measured}
        ordered = sorted(told, key=lambda period: period.sort_key)
        said = [(period, self._said(indicator, group, period, told[period])) for period in ordered]
        figures = [(self.view.period(period), words) for period, words in said if words]
        return Picture(group=title, drawing=self._chart(indicator, group, title, measured), figures=figures)

    def _said(self, indicator: Indicator, group: str, period: Period | None, figure: str) -> str:
        """Say a figure, and that it is withheld, or would be in public."""
        rows = [row for row in self._rows.get((indicator.id, group), ()) if row["period"] == str(period)]
        if held := held_words(rows, self.view.language):
            return f"{figure} ({held})" if figure else held
        empty = rows and all(row["quality"] == "suppressed" for row in rows)
        return self.view.label("quality", "suppressed") if empty and not figure else figure

    def _line(self, result: Result, indicator: Indicator) -> Line:
        view, language = self.view, self.view.language
        number = language.number

        def value(of: float | None) -> str:
            return "" if of is None else self._value(of, result, indicator)

        baseline = self._said(indicator, result.group, result.baseline_period, value(result.baseline_value))
        if result.baseline_period is not None:
            baseline = f"{baseline} ({view.period(result.baseline_period)})" if baseline else ""
        latest = value(result.value) or result.judgement
        if result.value_high is not None:
            latest = f"{number(result.value or 0)}–{value(result.value_high)}"
        latest = self._said(indicator, result.group, result.period, latest)
        if latest and result.period is not None:
            latest = f"{latest} ({view.period(result.period)})"
        return Line(
            result=result,
            target=self._target_or_group(result, indicator),
            baseline=baseline,
            latest=latest,
            required=self._computed(result.required_value, result, indicator),
            status=self.status_words(result.status),
            shape=SHAPES[result.status],
            reason=language.gettext(REASONS[result.reason]) if result.reason else "",
            trend=view.label("trend", result.trend) if result.trend else "",
            reference=self._reference(result, indicator),
            source=self._source(result),
            explanation=explain(result, view.policy, self.speech),
        )

    def _computed(self, value: float | None, result: Result, indicator: Indicator) -> str:
        """Write what only a calculation gives: as exact as the indicator's own figures, at least one decimal."""
        digits = 1 if indicator.decimals is None else max(indicator.decimals, 1)
        return "" if value is None else self._value(round(value, digits), result, indicator)

    def _reference(self, result: Result, indicator: Indicator) -> str:
        """Say what a relative target compares: own 6,4 %, the other's 5,9 %."""
        relative = getattr(_target(indicator, result.target), "relative_to", None)
        if relative is None or result.relative_value is None or result.reference_value is None:
            return ""
        words = self.view.language.gettext("own figure {own}, {other} {reference}")
        return words.format(
            own=self.value_words(result.relative_value, indicator),
            other=self.view.series(relative, indicator),
            reference=self.value_words(result.reference_value, indicator),
        )

    def _source(self, result: Result) -> str:
        source = self.view.policy.elements.get(result.source)
        return result.source if source is None else self.view.title(source)

    def _measured(self, indicator: Indicator, group: str) -> list[Dot]:
        """Return the dated figures of a series, the newest published of each period, in order of time."""
        rows: dict[Period, Mapping[Any, Any]] = {}
        for row in self._rows.get((indicator.id, group), ()):
            if not row["period"] or row["value"] != row["value"] or row["quality"] == "forecast":
                continue
            period = Period(row["period"])
            if period.end is not None and (period not in rows or rows[period]["published"] <= row["published"]):
                rows[period] = row
        return [
            Dot(period=period, value=row["value"], words=self.view.row_value(row, indicator))
            for period, row in sorted(rows.items(), key=lambda item: item[0].sort_key)
        ]

    @cached_property
    def _rows(self) -> Mapping[tuple[str, str], Sequence[Mapping[Any, Any]]]:
        """The policy's rows of the table, by indicator and group."""
        rows: dict[tuple[str, str], list[Mapping[Any, Any]]] = {}
        table = self.view.observations
        for row in () if table is None else table.to_dict("records"):
            if row["policy"] in ("", self.view.policy.id):
                rows.setdefault((row["indicator"], row["group"]), []).append(row)
        return rows

    def _chart(self, indicator: Indicator, group: str, title: str, measured: Sequence[Dot]) -> Chart | None:
        """Show a series of at least two figures with the path to its targets; a single one is told as it is."""
        if len(measured) < 2 or not charts_available():
            return None
        path = self._path(indicator, group)
        language = self.view.language
        first, last = measured[0], measured[-1]
        told = language.gettext("From {first} ({first_period}) to {last} ({last_period}).").format(
            first=first.words,
            first_period=self.view.period(first.period),
            last=last.words,
            last_period=self.view.period(last.period),
        )
        if path:
            told += " " + language.gettext("Target: {value} ({period}).").format(
                value=path[-1].words, period=self.view.period(path[-1].period)
            )
        return Chart(
            id=f"chart_{indicator.id}_{group}",
            title=f"{indicator.title}: {title}" if title else indicator.title,
            description=told,
            unit=indicator.unit or "",
            measured=_segments(measured, indicator),
            path=path,
            breaks=[b.period for b in indicator.breaks],
            measured_label=language.gettext("Measured"),
            path_label=language.gettext("Path to the target"),
            locale=language.code,
        )

    def _path(self, indicator: Indicator, group: str) -> list[Dot]:
        """Return the way from the baseline through the dated levels of a series."""
        levels = [
            target
            for target in indicator.targets
            if isinstance(target, LevelTarget)
            and target.due
            and (target.group or "") == group
            and target.relative_to is None
        ]
        if not levels:
            return []
        last = max(levels, key=lambda level: level.due.sort_key)  # type: ignore[union-attr]
        steps = [*earlier_targets(indicator, last), last]
        dots = [
            Dot(
                period=level.due,
                value=level.value,
                words=f"{self.view.language.number(level.value)}{self.view.unit(indicator)}",
            )
            for level in steps
            if level.due is not None
        ]
        judged = next((r for r in self.results if r.indicator == indicator.id and r.target == last.key), None)
        if judged is not None and judged.baseline_value is not None and judged.baseline_period is not None:
            start = judged.baseline_value
            words = f"{self.view.language.number(start)}{self.view.unit(indicator)}"
            dots.insert(0, Dot(period=judged.baseline_period, value=start, words=words))
        return dots


def _segments(dots: Sequence[Dot], indicator: Indicator) -> list[list[Dot]]:
    """Part the figures at each break of the series; what lies on the two sides of one is not joined by a line."""
    parts: dict[int, list[Dot]] = {}
    for dot in dots:
        parts.setdefault(sum(each.period.start <= dot.period.start for each in indicator.breaks), []).append(dot)
    return [parts[key] for key in sorted(parts)]


def _target(indicator: Indicator, key: str) -> Target | None:
    """Return a target of an indicator by its id; None where it has none by that id."""
    return next((target for target in indicator.targets if target.key == key), None)
