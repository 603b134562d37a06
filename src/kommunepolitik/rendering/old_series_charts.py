# mypy: ignore-errors
"""Pictures: each series of an indicator as a chart, with its figures in a table beside it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from kommunepolitik.errors import N_
from kommunepolitik.evaluation import Result
from kommunepolitik.model import Indicator, LevelTarget, Period, RelativeTo, StandingTarget, Target
from kommunepolitik.rendering.old_chart_data import Chart, Dot, by_length, dot_of, length
from kommunepolitik.rendering.old_charts import charts_available, draw
from kommunepolitik.rendering.old_target_lines import Asked, compared, lines_of, relative_of, series_name
from kommunepolitik.report.lines import LineWriter, target_of

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


def pictures_of(lines: LineWriter, indicator: Indicator, results: Sequence[Result]) -> Sequence[Picture]:
    """Return the pictures of an indicator: of each series that is judged, and of each with figures without a period.

    Targets that a decision replaced are drawn only as steps on the way to others.
    """
    pictures: list[Picture] = []
    groups = [result.group for result in results] + [*lines.figures.undated_groups(indicator)]
    for group in dict.fromkeys(groups) if lines.figures.known else ():
        judged = [each for each in results if each.group == group and each.stage != "replaced"]
        asked = [(target, each) for each in judged if (target := target_of(indicator, each.target)) is not None]
        pictures += [*_of_series(lines, indicator, group, asked), *_of_judged(lines, indicator, group, asked)]
    return pictures


def _of_series(lines: LineWriter, indicator: Indicator, group: str, asked: Sequence[Asked]) -> Iterator[Picture]:
    """Yield a picture for each length of period of a series; what has no period stands in the last."""
    view, figures = lines.view, lines.figures
    built = dict(_built(lines, indicator, asked))
    said = {**figures.dated(indicator, group), **{period: dot.words for period, dot in built.items()}}
    said = {period: said[period] for period in sorted(said, key=lambda period: period.sort_key)}
    measured = sorted([*figures.measured(indicator, group), *built.values()], key=lambda dot: dot.period.sort_key)
    segments = by_length(_segments(measured, indicator))
    undated = [(view.language.gettext("without a period"), words) for words in figures.undated(indicator, group)]
    lengths = list(dict.fromkeys(length(period) for period in said))
    for key in lengths:
        told = {period: words for period, words in said.items() if length(period) == key}
        mine = [(target, result) for target, result in asked if _judged_by(target, result, measured) == key]
        rhythm = view.language.gettext(_RHYTHMS[key[0]]) if len(lengths) > 1 else ""
        rows = [(view.period(period), words) for period, words in told.items()]
        last = undated if key == lengths[-1] else []
        yield Picture(
            group=_titled(lines, group),
            rhythm=rhythm,
            drawing=_chart(lines, indicator, group, segments.get(key, ()), mine, rhythm),
            figures=[*rows, *last],
            beside=[
                (name, [*(others.get(period, "") for period in told), *("" for _ in last)])
                for name, others in compared(figures, indicator, mine)
            ],
        )
    if undated and not lengths:
        yield Picture(group=_titled(lines, group), drawing=None, figures=undated)


def _titled(lines: LineWriter, group: str) -> str:
    element = lines.view.policy.elements.get(group)
    return "" if element is None else lines.view.title(element)


def _built(lines: LineWriter, indicator: Indicator, asked: Sequence[Asked]) -> Iterator[tuple[Period, Dot]]:
    """Yield the figures of judged series that are built from shorter periods."""
    for target, result in asked:
        if "derived" not in result.warnings or relative_of(target) is not None:
            continue
        for period, dot in _points(lines, indicator, result):
            known = lines.figures.dated(indicator, result.group)
            if period not in known:
                words = lines.view.language.gettext("{figure}, of shorter periods").format(figure=dot.words)
                yield period, attrs.evolve(dot, words=words)


def _points(lines: LineWriter, indicator: Indicator, result: Result) -> Iterator[tuple[Period, Dot]]:
    """Yield the figures that a result is judged among as points of a chart."""
    words = lines.words(result)
    for period, number, high, qualifier in lines.evaluation.figures_judged(result):
        text = words.measured(number, high, qualifier)
        said = lines.figures.said(indicator, result.group, period, text)
        yield period, dot_of(period, number, high, qualifier, indicator, said)


def _of_judged(lines: LineWriter, indicator: Indicator, group: str, asked: Sequence[Asked]) -> Iterator[Picture]:
    """Yield a chart of each difference and each running sum that is judged: those points, and what is required."""
    gettext, kinds = lines.view.language.gettext, dict[tuple[str, object], list[Asked]]()
    for target, result in asked:
        is_sum = isinstance(target, LevelTarget) and target.cumulative
        if is_sum or relative_of(target) is not None:
            kinds.setdefault((target.key if is_sum else "", relative_of(target)), []).append((target, result))
    for (key, relative), mine in kinds.items():
        points = {period: dot for _, result in mine for period, dot in _points(lines, indicator, result)}
        dots = [attrs.evolve(points[p], is_sum=bool(key)) for p in sorted(points, key=lambda p: p.sort_key)]
        what = gettext("added up") if key else ""
        if isinstance(relative, RelativeTo):
            what = gettext("difference from {other}").format(other=series_name(lines.figures, indicator, relative))
        title = ", ".join(filter(None, (_titled(lines, group), what)))
        chart = _chart(lines, indicator, group, [dots], mine, "", title=title)
        if chart is not None:
            rows = [(lines.view.period(dot.period), dot.words) for dot in dots]
            yield Picture(group=title, drawing=chart, figures=rows)


def _judged_by(target: Target, result: Result, measured: Sequence[Dot]) -> tuple[str, int] | None:
    """Return the length of the periods that a target is judged by; of the newest figure, where none is judged."""
    if result.period is None and isinstance(target, StandingTarget):
        return target.per, 0
    period = result.period or (measured[-1].period if measured else None)
    return None if period is None else length(period)


def _chart(
    lines: LineWriter,
    indicator: Indicator,
    group: str,
    measured: Sequence[Sequence[Dot]],
    asked: Sequence[Asked],
    rhythm: str,
    title: str = "",
) -> Chart | None:
    """Show figures of one length of period with what their targets ask for; one that stands alone is told as it is.

    With a `title` they are what is judged itself: differences, or sums.
    """
    dots = [dot for segment in measured for dot in segment]
    if len(dots) < (1 if title else 2) or not charts_available():
        return None
    language, view = lines.view.language, lines.view
    guides, references, notes = lines_of(lines, indicator, dots, asked, judged=bool(title))
    if len(dots) == 1 and not any(guide.line for guide in guides):
        return None
    apart = language.gettext("The chart shows {rhythm} only; figures for periods of another length stand apart.")
    is_difference = bool(title) and any(relative_of(target) is not None for target, _ in asked)
    names = [indicator.id, group, *([dots[0].period.kind] if rhythm else []), *([asked[0][0].key] if title else [])]
    shown = title or _titled(lines, group)
    return Chart(
        id="_".join(["chart", *names]),
        title=f"{indicator.title}: {shown}" if shown else indicator.title,
        unit=view.unit_of_difference(indicator) if is_difference else str(indicator.unit or ""),
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
