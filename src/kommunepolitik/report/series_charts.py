"""Charts of an indicator: each series with what its targets require, and its figures in a table beside it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

import kommunepolitik.blocks as b
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.errors import N_
from kommunepolitik.evaluation import Result
from kommunepolitik.evaluation.results import SHOWN_AS
from kommunepolitik.model import Indicator, LevelTarget, Period, RelativeTo, StandingTarget, Target
from kommunepolitik.report.chart_data import Dot, by_length, course, dot_of, length, points, spans, years
from kommunepolitik.report.compose import own, paragraph, said
from kommunepolitik.report.context import Context
from kommunepolitik.report.figures import unitless
from kommunepolitik.report.lines import LineWriter, target_of
from kommunepolitik.report.target_lines import Asked, TargetDrawer, relative_of, series_name, verdicts

_LENGTHS: Final[Mapping[str, str]] = {
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

_WORST_FIRST: Final = ("missed", "off_track", "on_track", "achieved")
_SPARK: Final = 8


def indicator_charts(context: Context, indicator: Indicator) -> Blocks:
    """Return the figures of an indicator: a chart with its table per series and length of period, or a line of text.

    Targets that a decision replaced are drawn only as steps on the way to others.
    """
    charts, lines = [], dict[str, list[str]]()
    for figures in _figures(context, indicator):
        if len(figures.dots) > 1:
            charts.append(figures.chart())
        else:
            lines.setdefault(figures.name, []).extend(figures.words())
    named = ((own(f"{name}: ", context.language) if name else "", words) for name, words in lines.items())
    return (*charts, *(paragraph(name, "; ".join(words)) for name, words in named if words))


def main_chart(context: Context, indicators: Iterable[Indicator]) -> b.Chart | None:
    """Return the chart of the current target that is worst off among some indicators; None where none is judged.

    Among equals that with the most figures. It is without its table.
    """
    found: list[tuple[int, int, int, _Figures]] = []
    counted = {result.key for result in context.results.counted}
    for figures in (each for indicator in indicators for each in _figures(context, indicator)):
        drawn = (result for target, result in figures.asked if figures.judged or not _is_made(target))
        statuses = {SHOWN_AS[result.status] for result in drawn if result.key in counted}
        rank = next((rank for rank, status in enumerate(_WORST_FIRST) if status in statuses), None)
        if rank is not None and len(figures.dots) > 1:
            found.append((rank, -len(figures.dots), len(found), figures))
    return attrs.evolve(min(found)[-1].chart(), table=None) if found else None


def spark(context: Context, result: Result) -> b.Spark | None:
    """Return the newest figures that a result is judged among, with the value asked for; None if there are not two."""
    lines, indicator = context.results.lines, context.policy.indicator(result.indicator)
    segments = _segments([dot for _, dot in _judged(lines, indicator, result)], indicator)
    dots = segments[-1][-_SPARK:] if segments else []
    if len(dots) < 2:
        return None
    target, words = target_of(indicator, result.target), "; ".join(dot.short for dot in dots)
    if target is not None:
        words += f" ({lines.view.target(target, indicator)})"
    asked = result.required_value if result.target_value is None else result.target_value
    if isinstance(target, LevelTarget | StandingTarget):
        asked = target.value
    return b.Spark(tuple(dot.value for dot in dots), asked, words)


@attrs.frozen(kw_only=True)
class _Figures:
    """Figures of one series and length of period, or differences or sums, as they are judged."""

    lines: LineWriter
    indicator: Indicator
    group: str
    what: str
    """What they are, where a series has several sorts of them: quarters, difference from Hele landet."""
    key: str
    segments: Sequence[Sequence[Dot]]
    rows: Sequence[tuple[Period | None, str]]
    """The words for each period, without the unit; those without a period last."""
    asked: Sequence[Asked]
    judged: bool = False

    @property
    def dots(self) -> Sequence[Dot]:
        return [dot for segment in self.segments for dot in segment]

    @property
    def name(self) -> str:
        """What tells them from others of the indicator, beside their periods."""
        return ", ".join(filter(None, (self._group, self.what if self.judged else "")))

    @property
    def _group(self) -> str:
        element = self.lines.view.policy.elements.get(self.group)
        return "" if element is None else self.lines.view.title(element)

    def words(self) -> Sequence[str]:
        """Return each figure with its unit and period."""
        units, shown = {dot.period: dot.words for dot in self.dots}, self.lines.figures
        said = {period: shown.said(self.indicator, self.group, period, words) for period, words in units.items()}
        return [
            f"{said.get(period, words) if period else words} ({self._period(period)})" for period, words in self.rows
        ]

    def _period(self, period: Period | None) -> str:
        return self.lines.view.period(period) or self.lines.view.language.gettext("without a period")

    def chart(self) -> b.Chart:
        """Return the chart with its table."""
        view, language, unit = self.lines.view, self.lines.view.language, str(self.indicator.unit or "")
        if self.judged and relative_of(self.asked[0][0]) is not None:
            unit = view.unit_of_difference(self.indicator)
        drawer = TargetDrawer(figures=self.lines.figures, indicator=self.indicator, dots=self.dots, judged=self.judged)
        parts = dict.fromkeys(part for target, result in self.asked for part in drawer.of(target, result))
        targets = tuple(part for part in parts if isinstance(part, b.TargetLine))
        others = tuple(part for part in parts if isinstance(part, b.Series))
        breaks = [each.period for each in self.indicator.breaks if each.period.start > self.dots[0].period.start]
        marks = tuple(b.Break(at=years(each.start), label=language.gettext("new method")) for each in breaks)
        times = [at for each in targets for at, _ in (*each.line, *each.marks)] + [mark.at for mark in marks]
        measured = b.Series(
            label=self._group or view.policy.municipality.name, segments=points(self.segments, language)
        )
        data = b.LineChart(
            unit=unit,
            series=(measured, *others),
            targets=targets,
            breaks=marks,
            spans=spans(self.dots, times, language),
            whole=self.indicator.unit is not None and self.indicator.unit.whole,
        )
        title, whom = self.indicator.title, self._group or self.indicator.population or ""
        title += f" ({whom})" if whom.casefold() not in title.casefold() else ""
        title = ", ".join(filter(None, (title, self.what)))
        id = "_".join(filter(None, (self.indicator.id, self.group, self.key)))
        return b.Chart(
            id=f"chart_{id}",
            title=title,
            title_language="" if language.code == "da" else "da",
            description=" ".join((*self._sentences(breaks, others), *verdicts(self.lines, self.indicator, self.asked))),
            data=data,
            table=self._table(title, unit, f"{id}.csv", others),
        )

    def _sentences(self, breaks: Sequence[Period], others: Sequence[b.Series]) -> Iterator[str]:
        """Yield what the chart shows, but for the targets."""
        _, period = self.lines.view.language.gettext, self.lines.view.period
        yield from course(self.segments, self.lines.view.language)
        inexact = [f"{dot.words} ({period(dot.period)})" for dot in self.dots if not dot.is_exact]
        if inexact:
            yield _("Bars show figures that are not exact: {figures}.").format(figures="; ".join(inexact))
        for each in breaks:
            words = _("The dotted upright line marks a break: from {period} on it is measured in a new way.")
            yield words.format(period=period(each))
        for other in others:
            first, last = other.segments[0][0], other.segments[-1][-1]
            words = _("{name} goes from {first} ({first_period}) to {last} ({last_period}).")
            ends = {"first": first.words, "first_period": first.period, "last": last.words, "last_period": last.period}
            yield words.format(name=other.label, **ends)

    def _table(self, title: str, unit: str, file: str, others: Sequence[b.Series]) -> b.Table:
        _, values = self.lines.view.language.gettext, {dot.period: dot.value for dot in self.dots if dot.is_exact}
        beside = [{point.period: point.words for segment in each.segments for point in segment} for each in others]
        heads = [unit[:1].upper() + unit[1:] or _("Value"), *(each.label for each in others)]
        rows = []
        for period, words in self.rows:
            name = self._period(period)
            cells = [b.Number(words, None if period is None else values.get(period))]
            cells += [b.Number(words.get(name, "")) for words in beside]
            rows.append(b.Row((said(name), *((b.Paragraph((cell,)),) for cell in cells))))
        columns = (b.Column(_("Period"), "head"), *(b.Column(head, "number") for head in heads))
        return b.Table(title=title, columns=columns, rows=tuple(rows), role="figures", titled=False, download=file)


def _figures(context: Context, indicator: Indicator) -> Iterator[_Figures]:
    """Yield the figures of each series that is judged, and of each with figures without a period."""
    lines = context.results.lines
    results = [each for each in context.results.results if each.indicator == indicator.id]
    groups = [result.group for result in results] + [*lines.figures.undated_groups(indicator)]
    for group in dict.fromkeys(groups) if lines.figures.known else ():
        judged = [each for each in results if each.group == group and each.stage != "replaced"]
        asked = [(target, each) for each in judged if (target := target_of(indicator, each.target)) is not None]
        yield from _of_series(lines, indicator, group, asked)
        yield from _as_judged(lines, indicator, group, asked)


def _of_series(lines: LineWriter, indicator: Indicator, group: str, asked: Sequence[Asked]) -> Iterator[_Figures]:
    """Yield the figures of a series by length of period; those without a period are with the last."""
    figures, gettext = lines.figures, lines.view.language.gettext
    words = dict(figures.dated(unitless(indicator), group))
    measured = figures.measured(indicator, group)
    for target, result in asked:
        for period, dot in _judged(lines, indicator, result) if "derived" in result.warnings else ():
            if relative_of(target) is None and period not in words:
                words[period] = gettext("{figure}, of shorter periods").format(figure=dot.short)
                measured.append(dot)
    measured.sort(key=lambda dot: dot.period.sort_key)
    segments = by_length(_segments(measured, indicator))
    undated = [(None, each) for each in figures.undated(indicator, group)]
    ordered = sorted(words.items(), key=lambda each: each[0].sort_key)
    lengths = list(dict.fromkeys(length(period) for period, _ in ordered)) or [("", 0)] * bool(undated)
    for key in lengths:
        several = len(lengths) > 1
        yield _Figures(
            lines=lines,
            indicator=indicator,
            group=group,
            what=gettext(_LENGTHS[key[0]]) if several else "",
            key=key[0] if several else "",
            segments=segments.get(key, ()),
            rows=[*(each for each in ordered if length(each[0]) == key), *(undated if key == lengths[-1] else ())],
            asked=[each for each in asked if _length_judged(*each, measured) == key],
        )


def _length_judged(target: Target, result: Result, measured: Sequence[Dot]) -> tuple[str, int] | None:
    """Return the length of the periods that a target is judged by; of the newest figure, where none is judged."""
    if result.period is None and isinstance(target, StandingTarget):
        return target.per, 0
    period = result.period or (measured[-1].period if measured else None)
    return None if period is None else length(period)


def _as_judged(lines: LineWriter, indicator: Indicator, group: str, asked: Sequence[Asked]) -> Iterator[_Figures]:
    """Yield each difference and each running sum that is judged."""
    gettext, kinds = lines.view.language.gettext, dict[tuple[str, RelativeTo | None], list[Asked]]()
    for target, result in asked:
        if _is_made(target):
            relative = relative_of(target)
            kinds.setdefault((target.key if relative is None else "", relative), []).append((target, result))
    for (_, relative), mine in kinds.items():
        found = {period: dot for _, result in mine for period, dot in _judged(lines, indicator, result)}
        dots = [attrs.evolve(found[p], is_sum=relative is None) for p in sorted(found, key=lambda p: p.sort_key)]
        what = gettext("added up")
        if relative is not None:
            other = series_name(lines.figures, indicator, relative)
            what = gettext("difference from {other}").format(other=other)
        yield _Figures(
            lines=lines,
            indicator=indicator,
            group=group,
            what=what,
            key=mine[0][0].key,
            segments=[dots],
            rows=[(dot.period, lines.figures.said(indicator, group, dot.period, dot.short)) for dot in dots],
            asked=mine,
            judged=True,
        )


def _is_made(target: Target) -> bool:
    """Return whether a target is judged by figures that are made of those of the series: differences, running sums."""
    return relative_of(target) is not None or (isinstance(target, LevelTarget) and target.cumulative)


def _judged(lines: LineWriter, indicator: Indicator, result: Result) -> Iterator[tuple[Period, Dot]]:
    """Yield the figures that a result is judged among."""
    words = lines.words(result)
    bare = attrs.evolve(words.wording, indicator=unitless(indicator))
    for period, value, high, qualifier in lines.evaluation.figures_judged(result):
        texts = (write(value, high, qualifier) for write in (words.measured, bare.quantity))
        yield period, dot_of(period, value, high, qualifier, indicator, *texts)


def _segments(dots: Sequence[Dot], indicator: Indicator) -> Sequence[Sequence[Dot]]:
    """Part the figures at each break of the series; what is on the two sides of one is not joined by a line."""
    parts: dict[int, list[Dot]] = {}
    for dot in dots:
        parts.setdefault(sum(each.period.start <= dot.period.start for each in indicator.breaks), []).append(dot)
    return [parts[key] for key in sorted(parts)]
