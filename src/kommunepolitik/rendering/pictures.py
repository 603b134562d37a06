"""Pictures: each series of an indicator as a chart, with its figures in a table beside it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import attrs

from kommunepolitik.errors import N_
from kommunepolitik.evaluation import REASONS, Result, earlier_targets
from kommunepolitik.model import (
    Baseline,
    ChangeTarget,
    DirectionTarget,
    Indicator,
    LevelTarget,
    Period,
    RelativeTo,
    StandingTarget,
    Target,
)
from kommunepolitik.rendering.chart_parts import Chart, Dot, Guide, Look, Place, Reference, by_length, length, years
from kommunepolitik.rendering.charts import charts_available, draw
from kommunepolitik.rendering.figures import ShownFigures

_MONTHS: Final = {"year": 12, "school_year": 12, "quarter": 3}
"""How many months a path goes at a time; for a span as many as it has, one for months and days."""


class Point(NamedTuple):
    """A place on a path: a month, as `Period.ordinal` counts, and a value."""

    month: int
    value: float


Asked = tuple[Target, Result]


def lines_of(
    figures: ShownFigures, indicator: Indicator, dots: Sequence[Dot], asked: Sequence[Asked]
) -> tuple[list[Guide], list[Reference], list[str]]:
    """Return the lines of targets that are judged by figures of one length of period, and what is not drawn, in words.

    A series that two targets compare with is drawn once.
    """
    drawer = _Drawer(figures=figures, indicator=indicator, dots=dots)
    drawn = [part for target, result in asked for part in drawer.of(target, result)]
    references: dict[str, Reference] = {}
    for part in drawn:
        if isinstance(part, Reference):
            known = references.get(part.label)
            said = part.said if known is None else f"{known.said} {part.said}"
            references[part.label] = attrs.evolve(part, said=said)
    guides = [part for part in drawn if isinstance(part, Guide)]
    return guides, list(references.values()), [part for part in drawn if isinstance(part, str)]


def compared(
    figures: ShownFigures, indicator: Indicator, asked: Sequence[Asked]
) -> Iterator[tuple[str, Mapping[Period, str]]]:
    """Yield each series that targets compare with: its name, and what is said of each period."""
    for relative in dict.fromkeys(_relative(target) for target, _ in asked):
        if relative is not None:
            other = figures.view.policy.indicator(relative.indicator or indicator.id)
            yield _name(figures, indicator, relative), figures.dated(other, relative.group or "")


def _relative(target: Target) -> RelativeTo | None:
    return None if isinstance(target, ChangeTarget | DirectionTarget) else target.relative_to


def _name(figures: ShownFigures, indicator: Indicator, relative: RelativeTo) -> str:
    return figures.view.series(relative, indicator).strip("»«")


@attrs.frozen(kw_only=True)
class _Drawer:
    figures: ShownFigures
    indicator: Indicator
    dots: Sequence[Dot]

    def of(self, target: Target, result: Result) -> Iterator[Guide | Reference | str]:
        """Yield the lines of a target; a sentence where one is not drawn."""
        if (relative := _relative(target)) is not None:
            yield self._compared(target, relative)
        elif isinstance(target, StandingTarget):
            yield self._standing(target)
        elif isinstance(target, ChangeTarget):
            yield from self._change(target, result)
        elif isinstance(target, LevelTarget) and not target.cumulative and not self._leads_on(target):
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
        return Reference(label=_name(self.figures, self.indicator, relative), dots=dots, said=said)

    # A level to be kept

    def _standing(self, target: StandingTarget) -> Guide:
        """Return the level as a line through the policy's period, and on to the last figure."""
        period, first, last = self.figures.view.policy.period, self.dots[0].period, self.dots[-1].period
        start = first.start if period is None else period.start
        ends = [each for each in (last.end, None if period is None else period.end) if each is not None]
        per = self.figures.view.label("per", target.per)
        label = self._("To be kept {per}").format(per=per)
        return self._kept(target, label, years(start), years(max(ends)))

    def _kept(self, target: LevelTarget | StandingTarget, label: str, start: float, end: float) -> Guide:
        said = self._said(self._("The line of long dashes shows what is to be kept: {target}."), target)
        return Guide(label=label, look="kept", line=[(start, target.value), (end, target.value)], said=said)

    # A level to be reached

    def _leads_on(self, target: LevelTarget) -> bool:
        """Tell whether a level lies on the way to another one, and is drawn with it."""
        levels = (each for each in self.indicator.targets if isinstance(each, LevelTarget))
        return any(target in earlier_targets(self.indicator, each) for each in levels)

    def _level(self, target: LevelTarget, result: Result) -> Iterator[Guide | str]:
        """Yield the way from the baseline through the earlier levels, with a mark at each."""
        due = target.due
        if due is None or due.ordinal is None:
            yield self._absent(target, self._("it has no deadline"))
            return
        stated = [Point(round(month), value) for month, value in self.figures.evaluation.knots(result)]
        base = self._base(result, target.baseline or self.indicator.baseline)
        if isinstance(base, str):
            alone = [self._place(point) for point in stated]
            yield Guide(label=self.figures.view.heading("target", 1), look="path", line=(), marks=alone, said="")
            yield self._absent(target, base)
            return
        if "baseline_meets_target" in result.warnings:
            first, last = sorted([self._place(base)[0], years(due.end) if due.end else self._place(base)[0]])
            yield self._kept(target, self._("To be kept"), first, last)
            return
        knots = (point.month for point in stated if point.month > base.month)
        months = sorted({*range(base.month, due.ordinal, self._step), base.month, *knots})
        line, marks, is_whole = self._drawn(base, self._required(result, months, base), stated)
        words = self._("The dashed line shows the way to the target: {target}.") if is_whole else self._cut
        label, said = self._("Path to the target"), self._said(words, target)
        yield Guide(label=label, look="path", line=line, marks=marks, said=said)

    # A change a year

    def _change(self, target: ChangeTarget, result: Result) -> Iterator[Guide | str]:
        """Yield what the change comes to, time by time; where its mode is not known, in both readings."""
        base = self._base(result, None)
        if isinstance(base, str):
            yield self._absent(target, base)
            return
        readings = ["percent"] if target.mode != "points" and base.value > 0 else []
        readings += ["points"] if target.mode != "percent" else []
        if not readings:
            yield self._absent(target, self._reason("undefined_percent"))
            return
        ends = (target.due, self.figures.view.policy.period, self.dots[-1].period)
        known = [each.ordinal for each in ends if each is not None and each.ordinal is not None]
        end = known[0] if target.due is not None else max(known)
        months = range(base.month, end + 1, self._step)
        both = len(readings) > 1
        looks: tuple[Look, Look] = ("path", "reading")
        units = {"percent": self._("percent"), "points": self.figures.view.unit_of_difference(self.indicator)}
        label = self._("Required, read as {unit}") if both else self._("Required")
        for look, name in zip(looks, readings, strict=False):
            line, _, is_whole = self._drawn(base, self._required(result, months, base, by_percent=name == "percent"))
            said = self._asked(target, base, result, both) if is_whole else self._said(self._cut, target)
            yield Guide(label=label.format(unit=units[name]), look=look, line=line, said=said if look == "path" else "")

    def _asked(self, target: ChangeTarget, base: Point, result: Result, both: bool) -> str:
        one = self._("The dashed line shows what is required, reckoned from {value} ({period}): {target}.")
        two = self._(
            "The dashed and the dotted line show what is required, read in two ways, reckoned from {value} ({period}): "
            "{target}."
        )
        view = self.figures.view
        value = f"{view.language.number(base.value, self.indicator.decimals)}{view.unit(self.indicator)}"
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

    @property
    def _step(self) -> int:
        kind, months = length(self.dots[0].period)
        return months or _MONTHS.get(kind, 1)

    def _place(self, point: Point) -> Place:
        """Return where a figure stands that ends with a month: at the middle of its period."""
        return (point.month - self._step / 2) / 12, point.value

    def _base(self, result: Result, stated: Baseline | None) -> Point | str:
        """Return the baseline that the evaluation reckons from, or why nothing can be reckoned from it."""
        period, value = result.baseline_period, result.baseline_value
        if period is None or period.ordinal is None or value is None:
            is_level = result.kind == "level" or result.reason is None
            return self._("no baseline is known") if is_level else self._reason(str(result.reason))
        measured = {dot.period: dot for dot in self.figures.measured(self.indicator, result.group)}
        known = measured.get(period) or stated
        if known is not None and (known.value_high is not None or known.qualifier in ("under", "over")):
            return self._("the baseline is inexact")
        return Point(period.ordinal, value)

    def _required(
        self, result: Result, months: Sequence[int], base: Point, *, by_percent: bool = False
    ) -> Sequence[Point]:
        values = self.figures.evaluation.required(result, months, by_percent=by_percent)
        return [
            base if month == base.month else Point(month, value) for month, value in zip(months, values, strict=True)
        ]

    def _drawn(
        self, base: Point, path: Sequence[Point], stated: Sequence[Point] = ()
    ) -> tuple[Sequence[Place], Sequence[Place], bool]:
        """Return a path and the marks on it up to the first break after the baseline, and whether that is all."""
        starts = [each.period.start.year * 12 + each.period.start.month for each in self.indicator.breaks]
        stop = min((start for start in starts if start > base.month), default=None)
        line, marks = (
            [self._place(point) for point in points if stop is None or point.month < stop] for points in (path, stated)
        )
        is_whole = len(line) == len(path)
        return line if len(line) > 1 else (), marks, is_whole


_RHYTHMS: Final[Mapping[str, str]] = {
    "year": N_("whole years"),
    "school_year": N_("school years"),
    "half_year": N_("half-years"),
    "tertial": N_("tertials"),
    "quarter": N_("quarters"),
    "month": N_("months"),
    "week": N_("weeks"),
    "day": N_("single days"),
    "span": N_("longer spans of time"),
    "open": N_("spans without an end"),
}
"""What the figures of a series that has several lengths of period are for."""


@attrs.frozen(kw_only=True)
class Picture:
    """The figures of one series of an indicator, for periods of one length, as a chart and as a table beside it."""

    group: str
    """The group it is for; empty for the whole population."""
    rhythm: str = ""
    """What the periods are, where the series has several lengths of them; empty where it has one."""
    drawing: Chart | None
    """What the chart shows; none where there is one figure, or no package that draws."""
    figures: Sequence[tuple[str, str]]
    """Period and value of each figure; those without a period last."""
    beside: Sequence[tuple[str, Sequence[str]]] = ()
    """Each series that a target compares with: its name, and its value for each of the figures, or nothing."""

    @property
    def chart(self) -> str:
        """The chart as SVG, drawn when a template asks for it; empty where there is none."""
        return "" if self.drawing is None else draw(self.drawing)


def pictures_of(figures: ShownFigures, indicator: Indicator, results: Sequence[Result]) -> Sequence[Picture]:
    """Return the pictures of an indicator: of each series that is judged, and of each with figures without a period."""
    groups = dict.fromkeys([result.group for result in results] + [*figures.undated_groups(indicator)])
    return [
        picture
        for group in groups
        for picture in _of_series(figures, indicator, group, [each for each in results if each.group == group])
    ]


def _of_series(figures: ShownFigures, indicator: Indicator, group: str, results: Sequence[Result]) -> Iterator[Picture]:
    """Yield a picture for each length of period of a series; what has no period stands in the last."""
    view = figures.view
    element = view.policy.elements.get(group)
    title = "" if element is None else view.title(element)
    said = figures.dated(indicator, group)
    measured = figures.measured(indicator, group)
    segments = by_length(_segments(measured, indicator))
    targets = {target.key: target for target in indicator.targets}
    asked = [(targets[result.target], result) for result in results if result.target in targets]
    undated = [(view.language.gettext("without a period"), words) for words in figures.undated(indicator, group)]
    lengths = list(dict.fromkeys(length(period) for period in said))
    for key in lengths:
        told = {period: words for period, words in said.items() if length(period) == key}
        mine = [(target, result) for target, result in asked if _judged_by(target, result, measured) == key]
        rhythm = view.language.gettext(_RHYTHMS[key[0]]) if len(lengths) > 1 else ""
        rows = [(view.period(period), words) for period, words in told.items()]
        last = undated if key == lengths[-1] else []
        yield Picture(
            group=title,
            rhythm=rhythm,
            drawing=_chart(figures, indicator, group, segments.get(key, ()), mine, rhythm),
            figures=[*rows, *last],
            beside=[
                (name, [*(others.get(period, "") for period in told), *("" for _ in last)])
                for name, others in compared(figures, indicator, mine)
            ],
        )
    if undated and not lengths:
        yield Picture(group=title, drawing=None, figures=undated)


def _judged_by(target: Target, result: Result, measured: Sequence[Dot]) -> tuple[str, int] | None:
    """Return the length of the periods that a target is judged by; of the newest figure, where none is judged."""
    if isinstance(target, StandingTarget):
        return target.per, 0
    period = result.period or (measured[-1].period if measured else None)
    return None if period is None else length(period)


def _chart(
    figures: ShownFigures,
    indicator: Indicator,
    group: str,
    measured: Sequence[Sequence[Dot]],
    asked: Sequence[Asked],
    rhythm: str,
) -> Chart | None:
    """Show figures of one length of period, at least two, with what their targets ask for; one is told as it is."""
    dots = [dot for segment in measured for dot in segment]
    if len(dots) < 2 or not charts_available():
        return None
    language, element = figures.view.language, figures.view.policy.elements.get(group)
    guides, references, notes = lines_of(figures, indicator, dots, asked)
    apart = language.gettext("The chart shows {rhythm} only; figures for periods of another length stand apart.")
    return Chart(
        id="_".join(["chart", indicator.id, group, *([dots[0].period.kind] if rhythm else [])]),
        title=indicator.title if element is None else f"{indicator.title}: {figures.view.title(element)}",
        unit=str(indicator.unit or ""),
        measured=measured,
        guides=guides,
        references=references,
        notes=[*notes, *([apart.format(rhythm=rhythm)] if rhythm else [])],
        breaks=[each.period for each in indicator.breaks if each.period.start > dots[0].period.start],
        language=language,
    )


def _segments(dots: Sequence[Dot], indicator: Indicator) -> Sequence[Sequence[Dot]]:
    """Part the figures at each break of the series; what lies on the two sides of one is not joined by a line."""
    parts: dict[int, list[Dot]] = {}
    for dot in dots:
        parts.setdefault(sum(each.period.start <= dot.period.start for each in indicator.breaks), []).append(dot)
    return [parts[key] for key in sorted(parts)]
