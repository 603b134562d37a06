"""The requirements of targets as lines of a chart: paths, levels, changes and reference series."""

import math
import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final, NamedTuple

import attrs

from kommunepolitik.blocks import ChartSeries, TargetLine
from kommunepolitik.evaluation import MessageFormatter, Result
from kommunepolitik.evaluation.explanation import REASONS, STATUS_WORDS
from kommunepolitik.evaluation.path import dated_level, path_of
from kommunepolitik.evaluation.result_words import ResultWords
from kommunepolitik.evaluation.results import SHOWN_AS
from kommunepolitik.evaluation.wording import Wording
from kommunepolitik.figures.periods import judged_days, time_of
from kommunepolitik.model import ChangeTarget, DirectionTarget, Indicator, LevelTarget, Period, RelativeTo, Target
from kommunepolitik.report.chart_data import Dot, length, points, years
from kommunepolitik.report.figures import ShownFigures, unitless
from kommunepolitik.report.lines import SHOWN_WORDS, LineWriter, verdict

_MONTHS: Final = {"year": 12, "school_year": 12, "half_year": 6, "tertial": 4, "quarter": 3}
"""The step of a path in months; for a span its own length, one for months, weeks and days."""

_PARTS: Final = re.compile(r"\w[\w-]*")
_ALIKE: Final = 3
"""The number of words that the names of two series must begin with before only the rest is written."""

Asked = tuple[Target, Result]
_Places = tuple[tuple[float, float], ...]


class Knot(NamedTuple):
    """A point on a path: a time in months, as `time_of` counts, and a value."""

    month: float
    value: float


def verdicts(lines: LineWriter, indicator: Indicator, asked: Sequence[Asked]) -> Iterator[str]:
    """Yield a sentence for each target with its status, or the reason for not assessing it."""
    _ = lines.view.language.gettext
    for band in lines.evaluation.bands(result for _target, result in asked):
        result, words = verdict(band), lines.band_words(band, indicator)
        status = _(SHOWN_WORDS[SHOWN_AS[result.status]])
        finer = _(STATUS_WORDS[result.status] if result.reason is None else REASONS[result.reason])
        yield f"{words[:1].upper()}{words[1:]}: {status if finer == status else f'{status} ({finer})'}."


def relative_of(target: Target) -> RelativeTo | None:
    """Return the series that a target compares with."""
    return None if isinstance(target, ChangeTarget | DirectionTarget) else target.relative_to


def series_name(figures: ShownFigures, indicator: Indicator, relative: RelativeTo) -> str:
    """Return the name of a series that a target compares with."""
    return figures.view.series(relative, indicator).strip("»«")


def apart(title: str, other: str) -> str:
    """Return what distinguishes a series from one whose name begins alike.

    >>> apart("Ledige", "Ledige i hele landet"), apart("Fravær i skolen, Nybro", "Fravær i skolen, hele landet")
    ('hele landet', 'hele landet')
    >>> apart("Ledige", "Ledighed i Danmark"), apart("Elever med fravær", "Elever uden fravær")
    ('Ledighed i Danmark', 'Elever uden fravær')
    """
    names = [_PARTS.findall(each) for each in (title, other)]
    alike = sum(1 for _ in takewhile(lambda pair: pair[0].casefold() == pair[1].casefold(), zip(*names, strict=False)))
    if alike == 0 or (alike < len(names[0]) and alike < _ALIKE) or alike == len(names[1]):
        return other
    rest = other[[part.end() for part in _PARTS.finditer(other)][alike - 1] :]
    rest = re.sub(r"^\W*(?:i\s+)?", "", rest)
    return rest.removesuffix(")") if rest.count(")") > rest.count("(") else rest


@attrs.frozen(kw_only=True)
class TargetDrawer:
    """Draws the targets that are judged by figures of one length of period; unknown values are not drawn."""

    figures: ShownFigures
    indicator: Indicator
    dots: Sequence[Dot]
    judged: bool
    """Whether the figures are differences or sums used for judging, instead of those of the series itself."""

    def of(self, target: Target, result: Result) -> Iterator[TargetLine | ChartSeries]:
        """Yield the lines of a target."""
        if (relative := relative_of(target)) is not None and not self.judged:
            yield from self._compared(relative)
        elif isinstance(target, ChangeTarget):
            yield from self._change(target, result)
        elif isinstance(target, DirectionTarget):
            if (base := self._base(result)) is not None:
                (start, value), due = self._place(base), target.due or self.dots[-1].period
                label = self._("Previous figure") if self._texts(result).is_since_previous else self._("Baseline")
                yield self._flat(label, self._wording.number(value), value, start, self._end(due))
        elif not isinstance(target, LevelTarget):
            policy, first, last = self.figures.view.policy.period, self.dots[0].period, self.dots[-1]
            begin = first.start if policy is None else min(max(first.start, policy.start), last.period.start)
            yield self._level(target, target.value, self.figures.view.label("per", target.per), years(begin))
        elif target.cumulative:
            if self.judged and target.due is not None and result.period is not None:
                zero = Knot(time_of(result.period.start.toordinal() - 1), 0.0)
                goal = Knot(time_of(judged_days(target.due)[1]), target.value)
                yield self._path(target, zero, [zero, goal], [goal])
        elif target.due is None:
            yield self._level(target, target.value, self._("no deadline given"), years(self.dots[0].period.start))
        elif not self._leads_on(target):
            stated, base = [Knot(*knot) for knot in self.figures.evaluation.knots(result)], self._base(result)
            path = [] if base is None else self._required(result, base, stated[-1].month, stated)
            yield self._path(target, base or Knot(-math.inf, 0), path, stated)

    def _compared(self, relative: RelativeTo) -> Iterator[ChartSeries]:
        other = self.figures.view.policy.indicator(relative.indicator or self.indicator.id)
        periods = {dot.period for dot in self.dots}
        dots = [dot for dot in self.figures.measured(other, relative.group or "") if dot.period in periods]
        if dots:
            name = apart(self.indicator.title, series_name(self.figures, self.indicator, relative))
            name = name[:1].upper() + name[1:]
            yield ChartSeries(label=name, segments=points([dots], self.figures.view.language), role="reference")

    def _level(self, target: Target, value: float, label: str, start: float) -> TargetLine:
        """Return a level, over the range of the figures."""
        return self._flat(label, self._limit(target, value), value, start, self._end(self.dots[-1].period))

    def _flat(self, label: str, words: str, value: float, start: float, end: float) -> TargetLine:
        return TargetLine(label=label, role="level", line=((start, value), (end, value)), words=words)

    def _leads_on(self, target: LevelTarget) -> bool:
        """Return whether a level is on the path to another one, and drawn with it."""
        due, levels = target.due, filter(None, map(dated_level, self.indicator.targets))
        return due is not None and any(
            path_of(each) == path_of(target) and each.due is not None and due < each.due for each in levels
        )

    def _path(self, target: LevelTarget, base: Knot, path: Sequence[Knot], stated: Sequence[Knot]) -> TargetLine:
        """Return the path from a baseline through the earlier levels, with a mark at its end."""
        line, marks = self._until_break(base, path), self._until_break(base, stated)
        words = self._limit(target, stated[-1].value) if len(marks) == len(stated) else ""
        label = f"{self.figures.view.term('target', 1)} {self.figures.view.period(target.due)}"
        return TargetLine(label=label, line=line, marks=marks[-1:], words=words)

    def _change(self, target: ChangeTarget, result: Result) -> Iterator[TargetLine]:
        """Yield the values that the change requires over time; where its mode is not known, in both readings."""
        base, policy = self._base(result), self.figures.view.policy.period
        if base is None or (target.per == "total" and target.due is None):
            return
        readings = ["percent"] * (target.mode != "points" and base.value > 0) + ["points"] * (target.mode != "percent")
        ends = [policy, self.dots[-1].period] if target.due is None else [target.due]
        end = max(time_of(judged_days(each)[1]) for each in ends if each is not None and each.end is not None)
        units = {"percent": self._("percent"), "points": self.figures.view.unit_of_difference(self.indicator)}
        label = self._("should be {value}")
        if len(readings) > 1:
            label = self._("should be {value}, read as {unit}")
        elif target.due is not None:
            label = self._("should be {value} in {period}")
        for name in readings:
            path = self._required(result, base, end, by_percent=name == "percent")
            line = self._until_break(base, path)
            value, due = self._wording.number(path[-1].value), self.figures.view.period(target.due)
            words = label.format(value=value, unit=units[name], period=due) if len(line) == len(path) else ""
            role = "path" if name == readings[0] else "reading"
            yield TargetLine(label=words, role=role, line=line)  # type: ignore[arg-type]

    # Shared helpers

    def _(self, words: str) -> str:
        return self.figures.view.language.gettext(words)

    @property
    def _wording(self) -> Wording:
        formatter = MessageFormatter.of(self.figures.view.language)
        return Wording(policy=self.figures.view.policy, indicator=unitless(self.indicator), formatter=formatter)

    def _texts(self, result: Result) -> ResultWords:
        return ResultWords(result, self.figures.view.policy, MessageFormatter.of(self.figures.view.language))

    def _limit(self, target: Target, value: float) -> str:
        return self._wording.limit(target, self.figures.view.value_text(value, None, None, unitless(self.indicator)))

    def _end(self, period: Period) -> float:
        assert period.end is not None
        return years(period.end) + 1 / 366

    def _place(self, knot: Knot) -> tuple[float, float]:
        """Return the position of a figure that ends at a time: the middle of its period, for a sum the end."""
        dot = self.dots[0]
        return knot.month / 12 - (0 if dot.is_sum else dot.at - years(dot.period.start)), knot.value

    def _base(self, result: Result) -> Knot | None:
        """Return the baseline of the evaluation, if it is known and exact."""
        period, value = result.baseline_period, result.baseline_value
        if period is None or period.end is None or value is None or result.baseline_high is not None:
            return None
        inexact = result.baseline_qualifier in ("under", "over")
        return None if inexact else Knot(time_of(judged_days(period)[1]), value)

    def _required(
        self, result: Result, base: Knot, end: float, knots: Sequence[Knot] = (), *, by_percent: bool = False
    ) -> Sequence[Knot]:
        """Return the required values from the baseline to an end: at each step, at the end, and at some knots."""
        kind, months = length(self.dots[0].period)
        step = months or _MONTHS.get(kind, 1)
        steps = (base.month + step * number for number in range(math.ceil((end - base.month) / step)))
        times = sorted({month for month in (*steps, end, *(knot.month for knot in knots)) if month > base.month})
        values = self.figures.evaluation.required(result, times, by_percent=by_percent)
        return [base, *(Knot(*each) for each in zip(times, values, strict=True))]

    def _until_break(self, base: Knot, path: Sequence[Knot]) -> _Places:
        """Return the drawn part of a path: up to the first break after the baseline, where measuring changes."""
        starts = [time_of(each.period.start.toordinal()) for each in self.indicator.breaks]
        stop = min((start for start in starts if start > base.month), default=math.inf)
        return tuple(self._place(knot) for knot in path if knot.month < stop)
