"""Charts of an indicator: each series with what its targets require, and its figures in a table beside it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from kommunepolitik.blocks import (
    Break,
    Chart,
    Column,
    LineChart,
    Number,
    Paragraph,
    Row,
    Series,
    Spark,
    Table,
    TargetLine,
)
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.errors import N_
from kommunepolitik.evaluation import Result
from kommunepolitik.evaluation.results import SHOWN_AS
from kommunepolitik.model import Indicator, LevelTarget, Period, RelativeTo, StandingTarget, Target
from kommunepolitik.report.chart_data import Dot, by_length, course, dot_of, length, points, spans
from kommunepolitik.report.chart_data import years as years_of
from kommunepolitik.report.compose import own, paragraph, said
from kommunepolitik.report.figures import unitless
from kommunepolitik.report.lines import LineWriter, target_of
from kommunepolitik.report.target_lines import Asked, TargetDrawer, compared, relative_of, series_name, verdicts

if TYPE_CHECKING:
    from kommunepolitik.report.context import Context

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


def indicator_charts(context: "Context", indicator: Indicator) -> Blocks:
    """Return the figures of an indicator: a chart with its table per series and length of period, or a line of text.

    Targets that a decision replaced are drawn only as steps on the way to others.
    """
    charts, lines = [], dict[str, list[str]]()
    for shown in _shown(context, indicator):
        if len(shown.dots) > 1:
            charts.append(shown.chart())
        else:
            lines.setdefault(shown.name, []).extend(shown.figures())
    named = ((own(f"{name}: ", context.language) if name else "", figures) for name, figures in lines.items())
    return (*charts, *(paragraph(name, "; ".join(figures)) for name, figures in named if figures))


def main_chart(context: "Context", indicators: Iterable[Indicator]) -> Chart | None:
    """Return the chart of the current target that is worst off among some indicators; None where none is judged.

    Among equals that with the most figures. It is without its table.
    """
    counted, found = {result.key for result in context.results.counted}, []
    for shown in (each for indicator in indicators for each in _shown(context, indicator)):
        statuses = {SHOWN_AS[result.status] for _, result in shown.drawn if result.key in counted}
        rank = next((rank for rank, status in enumerate(_WORST_FIRST) if status in statuses), None)
        if rank is not None and len(shown.dots) > 1:
            found.append((rank, -len(shown.dots), shown))
    if not found:
        return None
    return attrs.evolve(min(found, key=lambda each: each[:2])[2].chart(), table=None)


def spark(context: "Context", result: Result) -> Spark | None:
    """Return the newest figures that a result is judged among, with the value asked for; None if there are not two."""
    lines, indicator = context.results.lines, context.policy.indicator(result.indicator)
    series = _segments([dot for _, dot in _points(lines, indicator, result)], indicator)
    dots = series[-1][-_SPARK:] if series else []
    if len(dots) < 2:
        return None
    target, words = target_of(indicator, result.target), "; ".join(dot.short for dot in dots)
    if target is not None:
        words += f" ({lines.view.target(target, indicator)})"
    asked = result.required_value if result.target_value is None else result.target_value
    if isinstance(target, LevelTarget | StandingTarget):
        asked = target.value
    return Spark(tuple(dot.value for dot in dots), asked, words)


def _shown(context: "Context", indicator: Indicator) -> Iterator["_Figures"]:
    """Yield the figures of each series that is judged, and of each with figures without a period."""
    lines = context.results.lines
    results = [each for each in context.results.results if each.indicator == indicator.id]
    groups = [result.group for result in results] + [*lines.figures.undated_groups(indicator)]
    for group in dict.fromkeys(groups) if lines.figures.known else ():
        judged = [each for each in results if each.group == group and each.stage != "replaced"]
        asked = [(target, each) for each in judged if (target := target_of(indicator, each.target)) is not None]
        yield from _of_series(lines, indicator, group, asked)
        yield from _as_judged(lines, indicator, group, asked)


@attrs.frozen(kw_only=True)
class _Figures:
    """Figures of one series and length of period, or differences or sums, as they are judged."""

    lines: LineWriter
    indicator: Indicator
    group: str
    what: str = ""
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
    def drawn(self) -> Sequence[Asked]:
        """The targets whose line is in the chart: those of a difference or a sum only where that is shown."""
        return [each for each in self.asked if self.judged or not _is_made(each[0])]

    @property
    def _unit(self) -> str:
        if self.judged and any(relative_of(target) is not None for target, _ in self.asked):
            return self.lines.view.unit_of_difference(self.indicator)
        return str(self.indicator.unit or "")

    @property
    def name(self) -> str:
        """What tells them from others of the indicator, beside their periods."""
        element = self.lines.view.policy.elements.get(self.group)
        names = ("" if element is None else self.lines.view.title(element), self.what if self.judged else "")
        return ", ".join(filter(None, names))

    @property
    def _title(self) -> str:
        """The name of the indicator with the population or the group, and what else tells it from others."""
        title, element = self.indicator.title, self.lines.view.policy.elements.get(self.group)
        whom = (self.indicator.population or "") if element is None else self.lines.view.title(element)
        named = f"{title} ({whom})" if whom and whom.casefold() not in title.casefold() else title
        return ", ".join(filter(None, (named, self.what)))

    def figures(self) -> Sequence[str]:
        """Return each figure with its unit and period in words."""
        whole, shown = {dot.period: dot.words for dot in self.dots}, self.lines.figures
        return [
            f"{shown.said(self.indicator, self.group, period, whole[period]) if period in whole else words}"
            f" ({self._period(period)})"
            for period, words in self.rows
        ]

    def _period(self, period: Period | None) -> str:
        return self.lines.view.period(period) or self.lines.view.language.gettext("without a period")

    def chart(self) -> Chart:
        """Return the chart with its table."""
        view, language = self.lines.view, self.lines.view.language
        drawer = TargetDrawer(figures=self.lines.figures, indicator=self.indicator, dots=self.dots, judged=self.judged)
        parts = [part for target, result in self.asked for part in drawer.of(target, result)]
        targets = tuple(dict.fromkeys(part for part in parts if isinstance(part, TargetLine)))
        others = tuple(dict.fromkeys(part for part in parts if isinstance(part, Series)))
        first = self.dots[0].period.start
        breaks = [each.period for each in self.indicator.breaks if each.period.start > first]
        element = view.policy.elements.get(self.group)
        name = (view.policy.municipality.name if element is None else view.title(element)) if others else ""
        times = [at for each in targets for at, _ in (*each.line, *each.marks)] + [
            years_of(each.start) for each in breaks
        ]
        id = "_".join(filter(None, ("chart", self.indicator.id, self.group, self.key)))
        data = LineChart(
            unit=self._unit,
            series=(Series(label=name, segments=points(self.segments, language)), *others),
            targets=targets,
            breaks=tuple(Break(at=years_of(each.start), label=language.gettext("new method")) for each in breaks),
            spans=spans(self.dots, times, language),
            whole=self.indicator.unit is not None and self.indicator.unit.whole,
        )
        notes = list(dict.fromkeys(part for part in parts if isinstance(part, str)))
        sentences = (*self._sentences(breaks, others), *verdicts(self.lines, self.indicator, self.drawn), *notes)
        return Chart(
            id=id,
            title=self._title,
            title_language="" if language.code == "da" else "da",
            description=" ".join(sentences),
            data=data,
            table=self._table(id),
        )

    def _sentences(self, breaks: Sequence[Period], others: Sequence[Series]) -> Iterator[str]:
        language = self.lines.view.language
        _, period = language.gettext, language.period
        yield from course(self.segments, language)
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

    def _table(self, id: str) -> Table:
        _, title = self.lines.view.language.gettext, self._title
        values = {dot.period: dot.value for dot in self.dots if dot.is_exact}
        beside = [] if self.judged else [*compared(self.lines.figures, self.indicator, self.asked)]
        periods = {period for period, _words in self.rows}
        beside = [(name, others) for name, others in beside if periods & others.keys()]
        unit = self._unit[:1].upper() + self._unit[1:] or _("Value")
        columns = [Column(_("Period"), "head"), Column(unit, "number")]
        rows = []
        for period, words in self.rows:
            cells = [Number(words, None if period is None else values.get(period))]
            cells += [Number("" if period is None else others.get(period, "")) for _name, others in beside]
            rows.append(Row((said(self._period(period)), *((Paragraph((cell,)),) for cell in cells))))
        columns += [Column(name, "number") for name, _others in beside]
        file = f"{id.removeprefix('chart_')}.csv"
        return Table(title=title, columns=tuple(columns), rows=tuple(rows), role="figures", titled=False, download=file)


def _is_made(target: Target) -> bool:
    """Return whether a target is judged by figures that are made of those of the series: differences, running sums."""
    return relative_of(target) is not None or (isinstance(target, LevelTarget) and target.cumulative)


def _of_series(lines: LineWriter, indicator: Indicator, group: str, asked: Sequence[Asked]) -> Iterator[_Figures]:
    """Yield the figures of a series by length of period; those without a period are with the last."""
    figures, bare, gettext = lines.figures, unitless(indicator), lines.view.language.gettext
    known = figures.dated(bare, group)
    built = {
        period: dot
        for target, result in asked
        if "derived" in result.warnings and relative_of(target) is None
        for period, dot in _points(lines, indicator, result)
        if period not in known
    }
    made = {period: gettext("{figure}, of shorter periods").format(figure=dot.short) for period, dot in built.items()}
    words = dict(sorted({**known, **made}.items(), key=lambda each: each[0].sort_key))
    measured = sorted([*figures.measured(indicator, group), *built.values()], key=lambda dot: dot.period.sort_key)
    segments = by_length(_segments(measured, indicator))
    undated = [(None, each) for each in figures.undated(indicator, group)]
    lengths = list(dict.fromkeys(map(length, words))) or ([("", 0)] if undated else [])
    for key in lengths:
        yield _Figures(
            lines=lines,
            indicator=indicator,
            group=group,
            what=gettext(_LENGTHS[key[0]]) if len(lengths) > 1 else "",
            key=key[0] if len(lengths) > 1 else "",
            segments=segments.get(key, ()),
            rows=[*((p, w) for p, w in words.items() if length(p) == key), *(undated if key == lengths[-1] else ())],
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
            kinds.setdefault(("" if relative is not None else target.key, relative), []).append((target, result))
    for (key, relative), mine in kinds.items():
        dots = {period: dot for _, result in mine for period, dot in _points(lines, indicator, result)}
        ordered = [attrs.evolve(dots[p], is_sum=bool(key)) for p in sorted(dots, key=lambda p: p.sort_key)]
        what = gettext("added up")
        if relative is not None:
            other = series_name(lines.figures, indicator, relative)
            what = gettext("difference from {other}").format(other=other)
        if ordered:
            rows = [(dot.period, lines.figures.said(indicator, group, dot.period, dot.short)) for dot in ordered]
            yield _Figures(
                lines=lines,
                indicator=indicator,
                group=group,
                what=what,
                key=mine[0][0].key,
                segments=[ordered],
                rows=rows,
                asked=mine,
                judged=True,
            )


def _points(lines: LineWriter, indicator: Indicator, result: Result) -> Iterator[tuple[Period, Dot]]:
    """Yield the figures that a result is judged among."""
    words = lines.words(result)
    bare = attrs.evolve(words.wording, indicator=unitless(indicator))
    for period, number, high, qualifier in lines.evaluation.figures_judged(result):
        text = words.measured(number, high, qualifier)
        short = bare.quantity(number, high, qualifier)
        yield period, dot_of(period, number, high, qualifier, indicator, text, short)


def _segments(dots: Sequence[Dot], indicator: Indicator) -> Sequence[Sequence[Dot]]:
    """Part the figures at each break of the series; what is on the two sides of one is not joined by a line."""
    parts: dict[int, list[Dot]] = {}
    for dot in dots:
        parts.setdefault(sum(each.period.start <= dot.period.start for each in indicator.breaks), []).append(dot)
    return [parts[key] for key in sorted(parts)]

