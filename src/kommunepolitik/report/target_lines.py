"""What targets require, as the lines of a chart: paths, levels, changes and the series compared with."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

import attrs

from kommunepolitik.blocks import Series, TargetLine
from kommunepolitik.evaluation import REASONS, STATUS_WORDS, MessageFormatter, Result, Wording, earlier_targets
from kommunepolitik.evaluation.results import SHOWN_AS
from kommunepolitik.figures.periods import judged_days, time_of
from kommunepolitik.model import (
    ChangeTarget,
    DirectionTarget,
    Indicator,
    LevelTarget,
    Period,
    RelativeTo,
    StandingTarget,
    Target,
)
from kommunepolitik.report.chart_data import Dot, length, points, years
from kommunepolitik.report.figures import ShownFigures, unitless
from kommunepolitik.report.lines import COUNTED, SHOWN_WORDS, LineWriter, verdict

_MONTHS: Final = {"year": 12, "school_year": 12, "half_year": 6, "tertial": 4, "quarter": 3}
"""How many months a path goes at a time; for a span as many as it has, one for months, weeks and days."""

Asked = tuple[Target, Result]


class Knot(NamedTuple):
    """A place on a path: a time in months, as `time_of` counts, and a value."""

    month: float
    value: float


def verdicts(lines: LineWriter, indicator: Indicator, asked: Sequence[Asked]) -> Iterator[str]:
    """Yield for each target a sentence with its status, and what the newest figure is where another one is judged."""
    _ = lines.view.language.gettext
    for band in lines.evaluation.bands(result for _target, result in asked):
        result, words = verdict(band), lines.band_words(band, indicator)
        status = _(SHOWN_WORDS[SHOWN_AS[result.status]])
        finer = STATUS_WORDS[result.status] if result.reason is None else REASONS[result.reason]
        why = "" if result.status in SHOWN_WORDS and result.reason is None else f" ({_(finer)})"
        yield f"{words[:1].upper()}{words[1:]}: {status}{why}."
        if result.stage in COUNTED and (newest := lines.newest(result)):
            judged = lines.judged(result) or "–"
            yield _("Judged: {figure}; newest: {newest}.").format(figure=judged, newest=newest)


def compared(
    figures: ShownFigures, indicator: Indicator, asked: Sequence[Asked]
) -> Iterator[tuple[str, Mapping[Period, str]]]:
    """Yield each series that targets compare with: its name, and what is said of each period, without the unit."""
    for relative in dict.fromkeys(relative_of(target) for target, _ in asked):
        if relative is not None:
            other = unitless(figures.view.policy.indicator(relative.indicator or indicator.id))
            yield series_name(figures, indicator, relative), figures.dated(other, relative.group or "")


def relative_of(target: Target) -> RelativeTo | None:
    """Return the series that a target compares with."""
    return None if isinstance(target, ChangeTarget | DirectionTarget) else target.relative_to


def series_name(figures: ShownFigures, indicator: Indicator, relative: RelativeTo) -> str:
    """Return the name of a series that a target compares with."""
    return figures.view.series(relative, indicator).strip("»«")


@attrs.frozen(kw_only=True)
class TargetDrawer:
    """Draws the targets that are judged by figures of one length of period."""

    figures: ShownFigures
    indicator: Indicator
    dots: Sequence[Dot]
    judged: bool
    """Whether the figures are differences or sums, as they are judged, and not those of the series itself."""

    def of(self, target: Target, result: Result) -> Iterator[TargetLine | Series | str]:
        """Yield the lines of a target; a sentence where one is not drawn, or not whole."""
        if (relative := relative_of(target)) is not None and not self.judged:
            yield self._compared(target, relative)
        elif isinstance(target, StandingTarget):
            period = self.figures.view.policy.period
            first, last = years(self.dots[0].period.start), max(self._end(dot.period) for dot in self.dots)
            start = first if period is None else min(max(first, years(period.start)), self.dots[-1].at)
            per = self.figures.view.label("per", target.per)
            yield self._flat(per, self._limit(target, target.value), target.value, start, last)
        elif isinstance(target, ChangeTarget):
            yield from self._change(target, result)
        elif isinstance(target, DirectionTarget):
            yield self._direction(target, result)
        elif target.cumulative:
            yield from self._sum(target, result)
        elif not self._leads_on(target):
            yield from self._level(target, result)

    def _compared(self, target: Target, relative: RelativeTo) -> Series | str:
        other = self.figures.view.policy.indicator(relative.indicator or self.indicator.id)
        periods = {dot.period for dot in self.dots}
        dots = [dot for dot in self.figures.measured(other, relative.group or "") if dot.period in periods]
        if not dots:
            return self._absent(target, self._(REASONS["no_reference"]))
        name = series_name(self.figures, self.indicator, relative)
        return Series(label=name, segments=points([dots], self.figures.view.language), role="reference")

    # A level to be kept, or to be left behind

    def _flat(self, label: str, words: str, value: float, start: float, end: float) -> TargetLine:
        return TargetLine(label=label, role="level", line=((start, value), (end, value)), words=words)

    def _direction(self, target: DirectionTarget, result: Result) -> TargetLine | str:
        base = self._base(result)
        if isinstance(base, str):
            return self._absent(target, base)
        first, value = self._place(base)
        ends = [target.due] if target.due is not None else [dot.period for dot in self.dots]
        words = self._number(value)
        return self._flat(self._("Baseline"), words, value, first, max(self._end(end) for end in ends))

    # A level to be reached

    def _leads_on(self, target: LevelTarget) -> bool:
        """Return whether a level is on the way to another one, and drawn with it."""
        levels = (each for each in self.indicator.targets if isinstance(each, LevelTarget))
        return any(target in earlier_targets(self.indicator, each) for each in levels)

    def _level(self, target: LevelTarget, result: Result) -> Iterator[TargetLine | str]:
        """Yield the way from the baseline through the earlier levels, with a mark at each."""
        if target.due is None:
            start, end = years(self.dots[0].period.start), self._end(self.dots[-1].period)
            label = self._("no deadline given")
            yield self._flat(label, self._limit(target, target.value), target.value, start, end)
            return
        stated = [Knot(*knot) for knot in self.figures.evaluation.knots(result)]
        base = self._base(result)
        if not isinstance(base, str):
            yield from self._path(target, base, self._required(result, base, stated[-1].month, stated), stated)
            return
        marks = tuple(self._place(knot) for knot in stated)
        yield TargetLine(label=self._by(target), marks=marks, words=self._limit(target, target.value))
        yield self._absent(target, base)

    def _sum(self, target: LevelTarget, result: Result) -> Iterator[TargetLine | str]:
        """Yield the way of a running sum from nothing to its due; beside single figures it has no place."""
        if self.judged and target.due is not None and result.period is not None:
            start = Knot(time_of(result.period.start.toordinal() - 1), 0.0)
            goal = Knot(time_of(judged_days(target.due)[1]), target.value)
            yield from self._path(target, start, [start, goal], [goal])

    def _path(
        self, target: LevelTarget, base: Knot, path: Sequence[Knot], stated: Sequence[Knot]
    ) -> Iterator[TargetLine | str]:
        line, marks = self._until_break(base, path), self._until_break(base, stated)
        words = self._limit(target, stated[-1].value) if len(marks) == len(stated) else ""
        yield TargetLine(label=self._by(target), line=line if len(line) > 1 else (), marks=marks, words=words)
        yield from self._cut(target, line, path)

    # A change

    def _change(self, target: ChangeTarget, result: Result) -> Iterator[TargetLine | str]:
        """Yield what the change comes to, time by time; where its mode is not known, in both readings."""
        base = self._base(result)
        if isinstance(base, str):
            yield self._absent(target, base)
            return
        readings = ["percent"] if target.mode != "points" and base.value > 0 else []
        readings += ["points"] if target.mode != "percent" else []
        if not readings or (target.per == "total" and target.due is None):
            reason = self._(REASONS["undefined_percent"]) if not readings else self._("it has no deadline")
            yield self._absent(target, reason)
            return
        ends = (self.figures.view.policy.period, self.dots[-1].period) if target.due is None else (target.due,)
        end = max(time_of(judged_days(each)[1]) for each in ends if each is not None and each.end is not None)
        units = {"percent": self._("percent"), "points": self.figures.view.unit_of_difference(self.indicator)}
        label = self._("Required, read as {unit}") if len(readings) > 1 else self._("Required")
        label = label if target.due is None or len(readings) > 1 else self._by(target, label)
        for number, name in enumerate(readings):
            path = self._required(result, base, end, by_percent=name == "percent")
            line, unit = self._until_break(base, path), units[name]
            words = self._number(path[-1].value) if len(line) == len(path) else ""
            role: Literal["path", "reading"] = "reading" if number else "path"
            yield TargetLine(label=label.format(unit=unit), role=role, line=line if len(line) > 1 else (), words=words)
            yield from self._cut(target, line, path)

    # What they share

    def _(self, words: str) -> str:
        return self.figures.view.language.gettext(words)

    @property
    def _wording(self) -> Wording:
        formatter = MessageFormatter.of(self.figures.view.language)
        return Wording(policy=self.figures.view.policy, indicator=unitless(self.indicator), formatter=formatter)

    def _number(self, value: float) -> str:
        return self._wording.number(value)

    def _limit(self, target: Target, value: float) -> str:
        return self._wording.limit(target, self.figures.view.value_text(value, None, None, unitless(self.indicator)))

    def _by(self, target: LevelTarget | ChangeTarget, what: str = "") -> str:
        return f"{what or self.figures.view.term('target', 1)} {self.figures.view.period(target.due)}"

    def _absent(self, target: Target, reason: str) -> str:
        words = self._("No line shows what is required ({target}): {reason}.")
        return words.format(target=self.figures.view.target(target, self.indicator), reason=reason)

    def _cut(self, target: Target, line: Sequence[object], path: Sequence[object]) -> Iterator[str]:
        if len(line) < len(path):
            words = self._(
                "The dashed line ends at the break, for what comes after is measured in a new way: {target}."
            )
            yield words.format(target=self.figures.view.target(target, self.indicator))

    def _end(self, period: Period) -> float:
        assert period.end is not None
        return years(period.end) + 1 / 366

    def _place(self, knot: Knot) -> tuple[float, float]:
        """Return where a figure is that ends at a time: at the middle of its period, a sum at the end."""
        dot = self.dots[0]
        return knot.month / 12 - (0 if dot.is_sum else dot.at - years(dot.period.start)), knot.value

    def _base(self, result: Result) -> Knot | str:
        """Return the baseline that the evaluation counts from, or why nothing can be counted from it."""
        period, value = result.baseline_period, result.baseline_value
        if period is None or period.end is None or value is None:
            is_level = result.kind in ("level", "direction") or result.reason is None
            return self._("no baseline is known") if is_level else self._(REASONS[str(result.reason)])
        if result.baseline_high is not None or result.baseline_qualifier in ("under", "over"):
            return self._("the baseline is inexact")
        return Knot(time_of(judged_days(period)[1]), value)

    def _required(
        self, result: Result, base: Knot, end: float, knots: Sequence[Knot] = (), *, by_percent: bool = False
    ) -> Sequence[Knot]:
        """Return what is required from the baseline to an end: step by step, at the end, and at some knots."""
        kind, months = length(self.dots[0].period)
        step = months or _MONTHS.get(kind, 1)
        steps = (base.month + step * number for number in range(math.ceil((end - base.month) / step)))
        times = sorted({month for month in (*steps, end, *(knot.month for knot in knots)) if month > base.month})
        values = self.figures.evaluation.required(result, times, by_percent=by_percent)
        return [base, *(Knot(*each) for each in zip(times, values, strict=True))]

    def _until_break(self, base: Knot, path: Sequence[Knot]) -> tuple[tuple[float, float], ...]:
        """Return where a path is drawn: up to the first break after the baseline."""
        starts = [time_of(each.period.start.toordinal()) for each in self.indicator.breaks]
        stop = min((start for start in starts if start > base.month), default=math.inf)
        return tuple(self._place(knot) for knot in path if knot.month < stop)
