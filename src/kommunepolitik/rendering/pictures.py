"""Pictures: each series of an indicator as a chart, with its figures in a table beside it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from kommunepolitik.errors import N_
from kommunepolitik.evaluation import Result
from kommunepolitik.model import Indicator, StandingTarget, Target
from kommunepolitik.rendering.chart_parts import Chart, Dot, by_length, length
from kommunepolitik.rendering.charts import charts_available, draw
from kommunepolitik.rendering.figures import ShownFigures
from kommunepolitik.rendering.required import Asked, compared, lines_of

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
