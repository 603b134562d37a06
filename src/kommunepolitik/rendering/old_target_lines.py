# mypy: ignore-errors
"""What targets require, as the lines of a chart: paths, levels, changes and the series compared with."""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple

import attrs

from kommunepolitik.evaluation import REASONS, Result, earlier_targets
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
from kommunepolitik.rendering.old_chart_data import Dot, Guide, Look, Place, Reference, length, years
from kommunepolitik.report.figures import ShownFigures
from kommunepolitik.report.lines import COUNTED, LineWriter

_MONTHS: Final = {"year": 12, "school_year": 12, "half_year": 6, "tertial": 4, "quarter": 3}
"""How many months a path goes at a time; for a span as many as it has, one for months, weeks and days."""


class Point(NamedTuple):
    """A place on a path: a time in months, as `time_of` counts, and a value."""

    month: float
    value: float


Asked = tuple[Target, Result]


def lines_of(
    lines: LineWriter, indicator: Indicator, dots: Sequence[Dot], asked: Sequence[Asked], *, judged: bool = False
) -> tuple[list[Guide], list[Reference], list[str]]:
    """Return the lines of targets that are judged by figures of one length of period, and what is not drawn, in words.

    A series that two targets compare with is drawn once. The `judged` are differences and sums themselves.
    """
    drawer = _Drawer(figures=lines.figures, indicator=indicator, dots=dots, judged=judged)
    drawn = [part for target, result in asked for part in drawer.of(target, result)]
    references: dict[str, Reference] = {}
    for part in drawn:
        if isinstance(part, Reference):
            known = references.get(part.label)
            said = part.said if known is None else f"{known.said} {part.said}"
            references[part.label] = attrs.evolve(part, said=said)
    guides = [part for part in drawn if isinstance(part, Guide)]
    notes = [part for part in drawn if isinstance(part, str)]
    for _, result in asked:
        if result.stage in COUNTED and (newest := lines.newest(result)):
            words = lines.view.language.gettext("Judged: {figure}; newest: {newest}.")
            notes.append(words.format(figure=lines.judged(result) or "–", newest=newest))
    return guides, list(references.values()), list(dict.fromkeys(notes))


def compared(
    figures: ShownFigures, indicator: Indicator, asked: Sequence[Asked]
) -> Iterator[tuple[str, Mapping[Period, str]]]:
    """Yield each series that targets compare with: its name, and what is said of each period."""
    for relative in dict.fromkeys(relative_of(target) for target, _ in asked):
        if relative is not None:
            other = figures.view.policy.indicator(relative.indicator or indicator.id)
            yield series_name(figures, indicator, relative), figures.dated(other, relative.group or "")


def relative_of(target: Target) -> RelativeTo | None:
    """Return the series that a target compares with."""
    return None if isinstance(target, ChangeTarget | DirectionTarget) else target.relative_to


def series_name(figures: ShownFigures, indicator: Indicator, relative: RelativeTo) -> str:
    """Return the name of a series that a target compares with, as a legend has it."""
    return figures.view.series(relative, indicator).strip("»«")


@attrs.frozen(kw_only=True, slots=False)
class _Drawer:
    figures: ShownFigures
    indicator: Indicator
    dots: Sequence[Dot]
    judged: bool

    def of(self, target: Target, result: Result) -> Iterator[Guide | Reference | str]:
        """Yield the lines of a target; a sentence where one is not drawn."""
        if (relative := relative_of(target)) is not None and not self.judged:
            yield self._compared(target, relative)
        elif isinstance(target, StandingTarget):
            yield self._standing(target)
        elif isinstance(target, ChangeTarget):
            yield from self._change(target, result)
        elif isinstance(target, DirectionTarget):
            yield self._direction(target, result)
        elif target.cumulative:
            yield from self._sum(target, result)
        elif not self._leads_on(target):
            yield from self._level(target, result)

    # Another series

    def _compared(self, target: Target, relative: RelativeTo) -> Reference | str:
        other = self.figures.view.policy.indicator(relative.indicator or self.indicator.id)
        periods = {dot.period for dot in self.dots}
        dots = [dot for dot in self.figures.measured(other, relative.group or "") if dot.period in periods]
        if not dots:
            return self._absent(target, self._reason("no_reference"))
        words = self._("The line of dashes and dots shows {other}, which the target compares with: {target}.")
        said = self._said(words, target, other=self.figures.view.series(relative, self.indicator))
        return Reference(label=series_name(self.figures, self.indicator, relative), dots=dots, said=said)

    # A level to be kept, or to be left behind

    def _standing(self, target: StandingTarget) -> Guide:
        """Return the level as a line through the policy's period; else to the last figure."""
        period, first, last = self.figures.view.policy.period, self.dots[0].period, self.dots[-1].period
        start = first.start if period is None else period.start
        end = last.end if period is None or period.end is None else period.end
        assert end is not None
        label = self._("To be kept {per}").format(per=self.figures.view.label("per", target.per))
        said = self._said(self._("The line of long dashes shows what is to be kept: {target}."), target)
        line = [(years(start), target.value), (years(end), target.value)]
        return Guide(label=label, look="kept", line=line, said=said)

    def _direction(self, target: DirectionTarget, result: Result) -> Guide | str:
        """Return the value that the series is to move away from, as a line from there to the due or the last figure."""
        base = self._base(result)
        if isinstance(base, str):
            return self._absent(target, base)
        first, value = self._place(base)
        ends = [target.due.end] if target.due is not None else [dot.period.end for dot in self.dots]
        last = max(years(end) for end in ends if end is not None)
        words = self._("The line of long dashes shows the figure from which it is to move: {target}.")
        said = self._said(words, target)
        return Guide(label=self._("Baseline"), look="kept", line=[(first, value), (last, value)], said=said)

    # A level to be reached

    def _leads_on(self, target: LevelTarget) -> bool:
        """Tell whether a level lies on the way to another one, and is drawn with it."""
        levels = (each for each in self.indicator.targets if isinstance(each, LevelTarget))
        return any(target in earlier_targets(self.indicator, each) for each in levels)

    def _level(self, target: LevelTarget, result: Result) -> Iterator[Guide | str]:
        """Yield the way from the baseline through the earlier levels, with a mark at each."""
        if target.due is None:
            yield self._absent(target, self._("it has no deadline"))
            return
        stated = [Point(*knot) for knot in self.figures.evaluation.knots(result)]
        base = self._base(result)
        if isinstance(base, str):
            alone = [self._place(point) for point in stated]
            yield Guide(label=self.figures.view.heading("target", 1), look="path", line=(), marks=alone, said="")
            yield self._absent(target, base)
            return
        yield self._path(target, base, self._required(result, base, stated[-1].month, stated), stated)

    def _path(self, target: Target, base: Point, path: Sequence[Point], stated: Sequence[Point]) -> Guide:
        line, marks, is_whole = self._drawn(base, path, stated)
        words = self._("The dashed line shows the way to the target: {target}.") if is_whole else self._cut
        label, said = self._("Path to the target"), self._said(words, target)
        return Guide(label=label, look="path", line=line, marks=marks, said=said)

    def _sum(self, target: LevelTarget, result: Result) -> Iterator[Guide]:
        """Yield the way of a running sum from nothing to its due; beside single figures it has no place."""
        if not self.judged or target.due is None or result.period is None:
            return
        start = Point(time_of(result.period.start.toordinal() - 1), 0.0)
        goal = Point(time_of(judged_days(target.due)[1]), target.value)
        yield self._path(target, start, [start, goal], [goal])

    # A change

    def _change(self, target: ChangeTarget, result: Result) -> Iterator[Guide | str]:
        """Yield what the change comes to, time by time; where its mode is not known, in both readings."""
        base = self._base(result)
        if isinstance(base, str):
            yield self._absent(target, base)
            return
        readings = ["percent"] if target.mode != "points" and base.value > 0 else []
        readings += ["points"] if target.mode != "percent" else []
        if not readings or (target.per == "total" and target.due is None):
            reason = self._reason("undefined_percent") if not readings else self._("it has no deadline")
            yield self._absent(target, reason)
            return
        ends = (target.due, self.figures.view.policy.period, self.dots[-1].period)
        known = [time_of(judged_days(each)[1]) for each in ends if each is not None and each.end is not None]
        end = known[0] if target.due is not None else max(known)
        both = len(readings) > 1
        looks: tuple[Look, Look] = ("path", "reading")
        units = {"percent": self._("percent"), "points": self.figures.view.unit_of_difference(self.indicator)}
        label = self._("Required, read as {unit}") if both else self._("Required")
        for look, name in zip(looks, readings, strict=False):
            path = self._required(result, base, end, by_percent=name == "percent")
            line, _, is_whole = self._drawn(base, path)
            said = self._asked(target, base, result, both) if is_whole else self._said(self._cut, target)
            yield Guide(label=label.format(unit=units[name]), look=look, line=line, said=said if look == "path" else "")

    def _asked(self, target: ChangeTarget, base: Point, result: Result, both: bool) -> str:
        one = self._("The dashed line shows what is required, reckoned from {value} ({period}): {target}.")
        two = self._(
            "The dashed and the dotted line show what is required, read in two ways, reckoned from {value} ({period}): "
            "{target}."
        )
        view = self.figures.view
        value = view.value_text(base.value, None, result.baseline_qualifier, self.indicator)
        return self._said(two if both else one, target, value=value, period=view.period(result.baseline_period))

    # What they share

    def _(self, words: str) -> str:
        return self.figures.view.language.gettext(words)

    def _reason(self, key: str) -> str:
        return self._(REASONS[key])

    def _said(self, words: str, target: Target, **more: str) -> str:
        return words.format(target=self.figures.view.target(target, self.indicator), **more)

    def _absent(self, target: Target, reason: str) -> str:
        return self._said(self._("No line shows what is required ({target}): {reason}."), target, reason=reason)

    @property
    def _cut(self) -> str:
        return self._("The dashed line ends at the break, for what comes after is measured in a new way: {target}.")

    @cached_property
    def _step(self) -> int:
        kind, months = length(self.dots[0].period)
        return months or _MONTHS.get(kind, 1)

    def _place(self, point: Point) -> Place:
        """Return where a figure stands that ends at a time: at the middle of its period, a sum at the end."""
        dot = self.dots[0]
        return point.month / 12 - (0 if dot.is_sum else dot.at - years(dot.period.start)), point.value

    def _base(self, result: Result) -> Point | str:
        """Return the baseline that the evaluation reckons from, or why nothing can be reckoned from it."""
        period, value = result.baseline_period, result.baseline_value
        if period is None or period.end is None or value is None:
            is_level = result.kind in ("level", "direction") or result.reason is None
            return self._("no baseline is known") if is_level else self._reason(str(result.reason))
        if result.baseline_high is not None or result.baseline_qualifier in ("under", "over"):
            return self._("the baseline is inexact")
        return Point(time_of(judged_days(period)[1]), value)

    def _required(
        self, result: Result, base: Point, end: float, knots: Sequence[Point] = (), *, by_percent: bool = False
    ) -> Sequence[Point]:
        """Return what is required from the baseline to an end: step by step, at the end, and at some knots."""
        steps = (base.month + self._step * number for number in range(math.ceil((end - base.month) / self._step)))
        months = sorted({month for month in (*steps, end, *(knot.month for knot in knots)) if month > base.month})
        values = self.figures.evaluation.required(result, months, by_percent=by_percent)
        return [base, *(Point(*each) for each in zip(months, values, strict=True))]

    def _drawn(
        self, base: Point, path: Sequence[Point], stated: Sequence[Point] = ()
    ) -> tuple[Sequence[Place], Sequence[Place], bool]:
        """Return a path and the marks on it up to the first break after the baseline, and whether that is all."""
        starts = [time_of(each.period.start.toordinal()) for each in self.indicator.breaks]
        stop = min((start for start in starts if start > base.month), default=None)
        line, marks = (
            [self._place(point) for point in points if stop is None or point.month < stop] for points in (path, stated)
        )
        is_whole = len(line) == len(path)
        return line if len(line) > 1 else (), marks, is_whole
