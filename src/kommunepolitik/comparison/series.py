"""Indicators across editions: the series of an indicator and of what it carries on, joined into one."""

from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import attrs

from kommunepolitik.comparison.graph import OTHER, Graph
from kommunepolitik.comparison.relations import SIDES, LineageLink, Side
from kommunepolitik.display import short_repr
from kommunepolitik.model import Group, Indicator, Period
from kommunepolitik.model.help_text import described

if TYPE_CHECKING:
    import datetime as dt

    from kommunepolitik.figures import Figures, Observation


@attrs.frozen(field_transformer=described)
class JoinedPoint:
    """One figure of a joined series, the newest that the edition of its side published for the period."""

    side: Annotated[Side, "The edition that published it: old or new"]
    period: Annotated[Period, "The period measured"]
    value: Annotated[float, "The value, in the unit of the indicator; the lower end of a range"]
    value_high: Annotated[float | None, "The upper end of a range"]
    qualifier: Annotated[str, "How an inexact value is meant: about, under, over, just_under, just_over"]
    quality: Annotated[str, "final, provisional, forecast or suppressed"]
    segment: Annotated[int, "Figures of one segment are measured alike; those of two are never compared"]
    outranked: Annotated[
        bool, "Whether the newer edition gives, or withholds, a figure for the same period, measured alike"
    ]

    __repr__ = short_repr


@attrs.frozen(field_transformer=described)
class JoinedSeries:
    """The figures of an indicator in both editions, in order of time."""

    old: Annotated[Indicator, "The indicator of the old edition"]
    new: Annotated[Indicator, "The indicator of the new edition"]
    group: Annotated[
        str,
        "Id of the group in the new edition (in the old, where only that has figures); empty for the whole population",
    ]
    link: Annotated[LineageLink, "The line between the two"]
    points: Annotated[tuple[JoinedPoint, ...], "The figures, in order of time"]
    boundary: Annotated["dt.date | None", "The first day of the new edition; None where it is not known"]
    breaks: Annotated[tuple[Period, ...], "The first periods measured in a new way, by either edition"]
    comparable: Annotated[
        bool, "Whether the two editions measure alike: no link states otherwise, and the unit is the same"
    ]

    __repr__ = short_repr

    @property
    def worded_alike(self) -> bool:
        """Whether definition and population read the same, where both editions give them; else compare with care."""
        pairs = (self.old.definition, self.new.definition), (self.old.population, self.new.population)
        return all(old == new for old, new in pairs if old and new)


def joined_series(graph: Graph, figures: "Figures") -> tuple[JoinedSeries, ...]:
    """Join the series of each indicator that continues and has figures in either edition."""
    return tuple(found for link in graph.links for found in _join(link, graph, figures))


def _join(link: LineageLink, graph: Graph, figures: "Figures") -> Iterator[JoinedSeries]:
    old, new = graph.places["old"][link.old].element, graph.places["new"][link.new].element
    if not isinstance(old, Indicator) or not isinstance(new, Indicator):
        return
    later: Side = "old" if graph.old.supersedes == graph.new.id else "new"  # whichever was named first
    edition = graph.old if later == "old" else graph.new
    term = edition.in_force or edition.period
    start = None if term is None else term.start
    breaks = tuple(sorted({each.period for each in (*old.breaks, *new.breaks)}))
    olds, news = _rows(figures, graph.old.id, old.id), _rows(figures, graph.new.id, new.id)
    for old_group, new_group, same in _groups(graph, olds, news):
        comparable = link.comparable and old.unit == new.unit and same
        rows: dict[Side, Sequence[Observation]] = {"old": olds.get(old_group, ()), "new": news.get(new_group, ())}
        if points := tuple(_points(rows, old, new, later, comparable=comparable)):
            group = (old_group if new_group is None else new_group) or ""
            yield JoinedSeries(old, new, group, link, points, start, breaks, comparable)


def _rows(figures: "Figures", policy: str, indicator: str) -> "Mapping[str | None, Sequence[Observation]]":
    """Return the figures of an edition that count, by group: those with a value, and those that are withheld."""
    found = {group: figures.with_forecasts(policy, indicator, group) for group in figures.groups(policy, indicator)}
    return {
        group: [row for row in rows if row.value is not None or row.quality == "suppressed"]
        for group, rows in found.items()
    }


def _groups(
    graph: Graph, olds: Iterable[str | None], news: Iterable[str | None]
) -> Iterator[tuple[str | None, str | None, bool]]:
    """Pair the groups that have figures, with whether they are comparable; None where an edition has none.

    Groups correspond that lineage links one to one, or that have no links and the same id. A group that was merged or
    split has another population before and after; each keeps its own series.
    """
    links = [link for link in graph.links if isinstance(graph.places["old"][link.old].element, Group)]
    onward, back = Counter(link.old for link in links), Counter(link.new for link in links)
    carried = {link.old: link for link in links if onward[link.old] == back[link.new] == 1}
    left = dict.fromkeys(news)
    for group in olds:
        link = carried.get(group or "")
        same = group if group in left and group not in onward and group not in back else None
        new, comparable = (same, True) if link is None else (link.new, link.comparable)
        left.pop(new, None)
        yield group, new, comparable
    yield from ((None, group, True) for group in left)


def _points(
    both: "Mapping[Side, Sequence[Observation]]", old: Indicator, new: Indicator, later: Side, *, comparable: bool
) -> list[JoinedPoint]:
    """Return the figures of both editions in order of time; one that is withheld counts, but is not shown."""
    # Of two figures of a period that of the later edition counts, and one that is measured before a forecast.
    counting = {(side, row.period.start, row.period.end): row for side in SIDES for row in both[side] if row.period}
    breaks = {
        side: sorted({each.period.start for each in ((*old.breaks, *new.breaks) if comparable else own.breaks)})
        for side, own in (("old", old), ("new", new))
    }
    apart = 0 if comparable else len(breaks["old"]) + 1
    points = []
    for (side, start, end), row in counting.items():
        other, period = counting.get((OTHER[side], start, end)), row.period
        if period is None or row.value is None or row.quality == "suppressed":
            continue
        own = (row.quality != "forecast", side == later)
        outranked = comparable and other is not None and (other.quality != "forecast", side != later) > own
        if outranked and other is not None and (row.quantity, row.quality) == (other.quantity, other.quality):
            continue  # both editions give it: it is shown once
        segment = bisect(breaks[side], start) + (apart if side == "new" else 0)
        shown = (row.value, row.value_high, row.qualifier, row.quality)
        points.append(JoinedPoint(side, period, *shown, segment, outranked))
    points.sort(key=lambda point: (point.period, point.side == "new"))
    # A figure whose period contains a break is measured both ways: it is a segment of its own.
    return [
        attrs.evolve(point, segment=-place) if _is_cut(point.period, breaks[point.side]) else point
        for place, point in enumerate(points, 1)
    ]


def _is_cut(period: Period, breaks: "Sequence[dt.date]") -> bool:
    return period.end is not None and bisect(breaks, period.start) < bisect(breaks, period.end)
