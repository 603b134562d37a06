"""Charts of an indicator: each series with its targets, and its figures in a table beside it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

import attrs

import kommunepolitik.blocks as b
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.errors.marks import N_
from kommunepolitik.evaluation import Result
from kommunepolitik.evaluation.results import SHOWN_AS
from kommunepolitik.model import DirectionTarget, Indicator, LevelTarget, Period, RelativeTo, StandingTarget, Target
from kommunepolitik.model.text import slug_of
from kommunepolitik.report.chart_data import Dot, by_length, course, dot_of, is_course, length, points, spans, years
from kommunepolitik.report.compose import content, own, own_code, paragraph
from kommunepolitik.report.context import Context
from kommunepolitik.report.figures import Shown, unitless
from kommunepolitik.report.lines import WORST_FIRST, LineWriter, target_of
from kommunepolitik.report.target_lines import Asked, TargetDrawer, apart, relative_of, series_name, verdicts

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
"""Labels of the lengths of periods, for a series that has several."""

FILE_HEADS: Final = (N_("Period"), N_("Value"), N_("From"), N_("To"), N_("Caveats"))
"""The columns of a file of figures."""

_SPARK: Final = 8


def indicator_charts(context: Context, indicator: Indicator) -> Blocks:
    """Return the figures of an indicator: a chart with its table per series and length of period, or a line of text.

    Targets that a decision replaced are drawn only as steps on the way to others.
    """
    charts, lines = [], dict[str, list[str]]()
    for figures in series_of(context, indicator):
        if is_course(figures.dots):
            charts.append(figures.chart())
        else:
            lines.setdefault(figures.name, []).extend(figures.words())
    head = context.language.gettext("Figures without a chart: ") if charts else context.language.gettext("Figures: ")
    named = ((own(f"{name}: ", context.language) if name else "", words) for name, words in lines.items())
    return (*charts, *(paragraph(head, name, "; ".join(words)) for name, words in named if words))


def main_chart(context: Context, indicators: Iterable[Indicator]) -> b.Chart | None:
    """Return the chart of the current target with the worst status among some indicators; None where none is judged.

    In a tie, the one with the most figures counts. The chart is without its table.
    """
    found: list[tuple[int, int, int, SeriesFigures]] = []
    counted = {result.key for result in context.results.counted}
    for figures in (each for indicator in indicators for each in series_of(context, indicator)):
        drawn = (result for target, result in figures.asked if figures.judged or not is_made(target))
        statuses = {SHOWN_AS[result.status] for result in drawn if result.key in counted}
        rank = next((rank for rank, status in enumerate(WORST_FIRST) if status in statuses), None)
        if rank is not None and is_course(figures.dots):
            found.append((rank, -len(figures.dots), len(found), figures))
    return attrs.evolve(min(found)[-1].chart(), table=None) if found else None


def spark(context: Context, result: Result) -> b.Spark | None:
    """Return a sparkline of a result's newest figures, with the value asked for; None if there are less than two."""
    lines, indicator = context.results.lines, context.policy.indicator(result.indicator)
    segments = _segments([dot for _, dot in _judged(lines, indicator, result)], indicator)
    dots = segments[-1][-_SPARK:] if segments else []
    if len(dots) < 2:
        return None
    target, period = target_of(indicator, result.target), lines.view.period
    words = context.language.gettext("From {first} ({first_period}) to {last} ({last_period})").format(
        first=dots[0].words,
        first_period=period(dots[0].period),
        last=dots[-1].words,
        last_period=period(dots[-1].period),
    )
    asked = result.required_value if result.target_value is None else result.target_value
    if isinstance(target, LevelTarget | StandingTarget):
        asked = target.value
    elif isinstance(target, DirectionTarget):
        asked = None if lines.words(result).is_since_previous else result.baseline_value
    if target is not None:
        words += f"; {lines.view.target(target, indicator)}: {lines.status(result).words}"
    return b.Spark(tuple(dot.value for dot in dots), asked, words)


@attrs.frozen(kw_only=True)
class SeriesFigures:
    """Figures of one series and length of period, or differences or sums used for judging."""

    lines: LineWriter
    indicator: Indicator
    group: str
    what: str
    """The sort of the figures, where a series has several: quarters, difference from Hele landet."""
    key: str
    segments: Sequence[Sequence[Dot]]
    rows: Sequence[Shown]
    """The figures, those without a period last."""
    asked: Sequence[Asked]
    judged: bool = False

    @property
    def dots(self) -> Sequence[Dot]:
        """The figures with a value and a period."""
        return [dot for segment in self.segments for dot in segment]

    @property
    def name(self) -> str:
        """The name that distinguishes them from other figures of the indicator."""
        return ", ".join(filter(None, (self.of, self.what if self.judged else "")))

    @property
    def of(self) -> str:
        """The group of the figures."""
        element = self.lines.view.policy.elements.get(self.group)
        return "" if element is None else self.lines.view.title(element)

    def words(self) -> Sequence[str]:
        """Return each figure with its unit and period, and remarks."""
        return [f"{row.words} ({', '.join((self.period(row.period), *row.remarks))})" for row in self.rows]

    def period(self, period: Period | None) -> str:
        """Return a period in words, or that there is no period."""
        return self.lines.view.period(period) or self.lines.view.language.gettext("without a period")

    def chart(self) -> b.Chart:
        """Return the chart with its table."""
        view, language, unit = self.lines.view, self.lines.view.language, str(self.indicator.unit or "")
        if self.judged and relative_of(self.asked[0][0]) is not None:
            unit = view.unit_of_difference(self.indicator)
        drawer = TargetDrawer(figures=self.lines.figures, indicator=self.indicator, dots=self.dots, judged=self.judged)
        parts = dict.fromkeys(part for target, result in self.asked for part in drawer.of(target, result))
        targets = tuple(part for part in parts if isinstance(part, b.TargetLine))
        others = tuple(part for part in parts if isinstance(part, b.ChartSeries))
        breaks = [each.period for each in self.indicator.breaks if each.period.start > self.dots[0].period.start]
        marks = tuple(b.BreakLine(at=years(each.start), label=language.gettext("new method")) for each in breaks)
        times = [at for each in targets for at, _ in (*each.line, *each.marks)] + [mark.at for mark in marks]
        name = self.of or view.policy.municipality.name
        measured = b.ChartSeries(label=name, segments=points(self.segments, language))
        data = b.LineChart(
            unit=unit,
            series=(measured, *others),
            targets=targets,
            breaks=marks,
            spans=spans(self.dots, times, language),
            whole=self.indicator.unit is not None and self.indicator.unit.whole,
        )
        title, whom = self.indicator.title, self.of or self.indicator.population or ""
        title += f" ({self.lines.view.inside(whom)})" if whom.casefold() not in title.casefold() else ""
        title = ": ".join(filter(None, (with_dashes(title), self.what)))
        id = "_".join(filter(None, (self.indicator.id, self.group, self.key)))
        return b.Chart(
            id=f"chart_{id}",
            title=title,
            title_language=own_code(language),
            description=" ".join((*self._sentences(breaks, others), *verdicts(self.lines, self.indicator, self.asked))),
            data=data,
            table=self._table(title, unit, others),
        )

    def _sentences(self, breaks: Sequence[Period], others: Sequence[b.ChartSeries]) -> Iterator[str]:
        """Yield what the chart shows, except the targets."""
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

    def _table(self, title: str, unit: str, others: Sequence[b.ChartSeries]) -> b.Table:
        _, has_remarks = self.lines.view.language.gettext, any(row.remarks for row in self.rows)
        beside = [{point.period: point for segment in each.segments for point in segment} for each in others]
        heads = [unit or _("Value"), *(each.label for each in others)]
        rows, file = [], [(*(_(head) for head in FILE_HEADS), *heads[1:])]
        for row in self.rows:
            name = self.period(row.period)
            then = [points.get(name) for points in beside]
            cells = [b.Number(row.short, row.number), *(b.Number(each.words if each else "") for each in then)]
            remarks = [content(", ".join(row.remarks))] if has_remarks else []
            rows.append(b.Row((content(name), *((b.Paragraph((cell,)),) for cell in cells), *remarks)))
            exact = (each.value if each and each.is_exact else None for each in then)
            values = (self.lines.figures.number(value, self.indicator) for value in exact)
            file.append((name, *self.lines.figures.cells(row, self.indicator), *values))
        columns = [b.Column(_("Period"), "head"), *(b.Column(head, "number") for head in heads)]
        columns += [b.Column(_("Caveats"), width=1.7)] if has_remarks else []
        download = b.Download(words=_("Download as CSV"), file=self._file, rows=tuple(file))
        return b.Table(
            title=title, columns=tuple(columns), rows=tuple(rows), role="figures", titled=False, download=download
        )

    @property
    def _file(self) -> str:
        """The name of the file of its figures; ids distinguish indicators with the same title."""
        is_single = self.lines.view.indicators_called[slug_of(self.indicator.title)] < 2
        name = self.indicator.title if is_single else self.indicator.id
        return "_".join(slug_of(each) for each in (name, self.of, self.what) if each) + ".csv"


def series_of(context: Context, indicator: Indicator) -> Iterator[SeriesFigures]:
    """Yield the figures of each series that is judged, or that has figures without a period."""
    lines = context.results.lines
    results = context.results.of(indicator.id)
    groups = [result.group for result in results] + [*lines.figures.undated_groups(indicator)]
    for group in dict.fromkeys(groups) if lines.figures.known else ():
        judged = [each for each in results if each.group == group and each.stage != "replaced"]
        asked = [(target, each) for each in judged if (target := target_of(indicator, each.target)) is not None]
        yield from _of_series(lines, indicator, group, asked)
        yield from _as_judged(lines, indicator, group, asked)


def _of_series(lines: LineWriter, indicator: Indicator, group: str, asked: Sequence[Asked]) -> Iterator[SeriesFigures]:
    """Yield the figures of a series by length of period; those without a period are with the last."""
    figures, gettext = lines.figures, lines.view.language.gettext
    rows, measured, remarks = (
        figures.rows(indicator, group),
        figures.measured(indicator, group),
        (gettext("made of shorter periods"),),
    )
    for target, result in asked:
        for period, dot in _judged(lines, indicator, result) if "derived" in result.warnings else ():
            if relative_of(target) is None and all(row.period != period for row in rows):
                rows.append(_shown(dot, dot.words, dot.short, remarks))
                measured.append(dot)
    measured.sort(key=lambda dot: dot.period.sort_key)
    segments = by_length(_segments(measured, indicator))
    rows.sort(key=lambda row: (row.period is None, row.period and row.period.sort_key))
    lengths = list(dict.fromkeys(length(row.period) for row in rows if row.period)) or [("", 0)] * bool(rows)
    for key in lengths:
        several, is_last = len(lengths) > 1, key == lengths[-1]
        yield SeriesFigures(
            lines=lines,
            indicator=indicator,
            group=group,
            what=gettext(_LENGTHS[key[0]]) if several else "",
            key=key[0] if several else "",
            segments=segments.get(key, ()),
            rows=[row for row in rows if (length(row.period) == key if row.period else is_last)],
            asked=[each for each in asked if _length_judged(*each, measured) == key],
        )


def _length_judged(target: Target, result: Result, measured: Sequence[Dot]) -> tuple[str, int] | None:
    """Return the length of the periods that a target is judged by; else that of the newest figure."""
    if result.period is None and isinstance(target, StandingTarget):
        return target.per, 0
    period = result.period or (measured[-1].period if measured else None)
    return None if period is None else length(period)


def _as_judged(lines: LineWriter, indicator: Indicator, group: str, asked: Sequence[Asked]) -> Iterator[SeriesFigures]:
    """Yield each difference and each running sum that is judged."""
    gettext, kinds = lines.view.language.gettext, dict[tuple[str, RelativeTo | None], list[Asked]]()
    for target, result in asked:
        if is_made(target):
            relative = relative_of(target)
            kinds.setdefault((target.key if relative is None else "", relative), []).append((target, result))
    for (_, relative), mine in kinds.items():
        found = {period: dot for _, result in mine for period, dot in _judged(lines, indicator, result)}
        dots = [attrs.evolve(found[p], is_sum=relative is None) for p in sorted(found, key=lambda p: p.sort_key)]
        what = gettext("added up")
        if relative is not None:
            other = apart(indicator.title, series_name(lines.figures, indicator, relative))
            what = gettext("difference from {other}").format(other=lines.view.inside(other))
        marked = partial(lines.figures.marked, indicator, group)
        rows = [_shown(dot, marked(dot.period, dot.words), marked(dot.period, dot.short)) for dot in dots]
        yield SeriesFigures(
            lines=lines,
            indicator=indicator,
            group=group,
            what=what,
            key=mine[0][0].key,
            segments=[dots],
            rows=rows,
            asked=mine,
            judged=True,
        )


def with_dashes(words: str) -> str:
    """Return words with a dash between the two ends of a range: 18–29 år."""
    return re.sub(r"(?<![\d-])(\d+)-(\d+)(?!\d|-\d)", "\\1\N{EN DASH}\\2", words)


def _shown(dot: Dot, words: str, short: str, remarks: tuple[str, ...] = ()) -> Shown:
    """Return a computed figure for a table."""
    number = {"value": dot.value, "value_high": dot.value_high, "qualifier": dot.qualifier}
    return Shown(period=dot.period, words=words, short=short, remarks=remarks, **number)  # type: ignore[arg-type]


def is_made(target: Target) -> bool:
    """Return whether a target is judged by computed figures: differences or running sums."""
    return relative_of(target) is not None or (isinstance(target, LevelTarget) and target.cumulative)


def _judged(lines: LineWriter, indicator: Indicator, result: Result) -> Iterator[tuple[Period, Dot]]:
    """Yield the series of figures that a result is judged by."""
    words = lines.words(result)
    plain = attrs.evolve(words.wording, indicator=unitless(indicator))
    for period, value, high, qualifier in lines.evaluation.figures_judged(result):
        texts = (write(value, high, qualifier) for write in (words.measured, plain.quantity))
        yield period, dot_of(period, value, high, qualifier, indicator, *texts)


def _segments(dots: Sequence[Dot], indicator: Indicator) -> Sequence[Sequence[Dot]]:
    """Split the figures at each break of the series; no line joins its two sides."""
    parts: dict[int, list[Dot]] = {}
    for dot in dots:
        parts.setdefault(sum(each.period.start <= dot.period.start for each in indicator.breaks), []).append(dot)
    return [parts[key] for key in sorted(parts)]
