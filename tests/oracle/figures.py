"""Which figure counts: vintages, exact and inexact values, built figures, differences, cumulated sums.

Part of the reference implementation ("oracle") of `evaluation.md`. `# open N` points to entry N of README.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from tests.oracle.periods import (
    ONE_DAY,
    YEAR,
    Length,
    Period,
    add_months,
    last_day,
    length_of,
    month_end,
    period_from_days,
    position,
    read_period,
    size,
)

Row = dict[str, object]


# --- values -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Value:
    """What is known of a number: all numbers from `low` to `high`.

    The sides state whether an end belongs to it: 0 it does, +1 only what is just above, -1 only what is just
    below. An end without bound is infinite. An exact number has two equal ends and sides 0.
    """

    low: float
    high: float
    low_side: int = 0
    high_side: int = 0

    @property
    def exact(self) -> bool:
        """Whether it is one plain number."""
        return self.low == self.high and self.low_side == self.high_side == 0


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def add(one: Value, other: Value) -> Value:
    """The sum of two values, end by end."""
    return Value(
        one.low + other.low,
        one.high + other.high,
        _sign(one.low_side + other.low_side),
        _sign(one.high_side + other.high_side),
    )


def scale(value: Value, factor: float) -> Value:
    """A value times a number; a negative number swaps the ends."""
    if factor < 0:
        return Value(value.high * factor, value.low * factor, -value.high_side, -value.low_side)
    if factor == 0:
        return Value(0.0, 0.0)
    return Value(value.low * factor, value.high * factor, value.low_side, value.high_side)


def number(cell: object) -> float | None:
    """A cell's number; None if blank."""
    if cell is None or (isinstance(cell, str) and cell.strip() == ""):
        return None
    result = float(cell)  # type: ignore[arg-type]
    if not math.isfinite(result):
        raise ValueError(f"not finite: {cell!r}")
    return result


def read_value(value: object, value_high: object, qualifier: object, whole_things: bool) -> Value | None:
    """A value as it was written, with its upper end and qualifier. # open 34."""
    low, high = number(value), number(value_high)
    if low is None:
        return None
    word = str(qualifier or "").strip()
    if high is not None and high != low:
        return Value(min(low, high), max(low, high))
    if word == "under":
        return Value(-math.inf, low - 1) if whole_things else Value(-math.inf, low, 0, -1)
    if word == "over":
        return Value(low + 1, math.inf) if whole_things else Value(low, math.inf, +1, 0)
    if word == "just_under":
        return Value(low, low, -1, -1)
    if word == "just_over":
        return Value(low, low, +1, +1)
    if word not in ("", "about"):
        raise ValueError(f"unknown qualifier: {word!r}")
    return Value(low, low)


def decimals_in(value: float) -> int:
    """Decimals of the shortest decimal text of a number, at most three."""
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    return min(3, max(0, -int(exponent)))


# --- units ------------------------------------------------------------------------------------------------

RELATIVE = {"%", "‰", "procentpoint", "indeks", "point", "karakter", "karakterpoint"}
WHOLE_THINGS = {"antal", "personer"}


def unit_of(indicator: dict) -> str:
    """The unit's text, in small letters."""
    return str(indicator.get("unit") or "").strip().lower()


def is_relative(indicator: dict) -> bool:
    """Whether the unit is a relative one."""
    return unit_of(indicator) in RELATIVE


def is_whole_things(indicator: dict) -> bool:
    """Whether the unit counts whole things."""
    return unit_of(indicator) in WHOLE_THINGS


def is_flow(indicator: dict) -> bool:
    """A flow is everything that is no rate or stock; every "pr. …" without `over_time` is one; no unit is one."""
    over_time = indicator.get("over_time")
    if over_time in ("mean", "last"):
        return False
    if "pr." in unit_of(indicator).split() and over_time is None:
        return True
    return not is_relative(indicator)


def share_of(indicator: dict) -> float | None:
    """What the whole is in the unit of a share (100 for %, 1000 for ‰); None if it is no share. # open 30."""
    return {"%": 100.0, "‰": 1000.0}.get(unit_of(indicator))


# --- figures ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figure:
    """One figure that counts: of one indicator, group and period."""

    period: Period | None
    value: Value | None  # None if suppressed
    stated: float | None  # the number as it is in the row (the lower end of a range)
    stated_high: float | None = None
    denominator: float | None = None
    suppressed: bool = False
    provisional: bool = False
    derived: bool = False
    judgement: str = ""
    numbers: tuple[float, ...] = ()  # published numbers, for counting decimals
    own: Figure | None = None  # of a difference: the municipality's own figure

    @property
    def last(self) -> date:
        """Last day of its period."""
        assert self.period is not None
        return self.period.last

    @property
    def length(self) -> Length:
        """Length of its period."""
        assert self.period is not None
        return length_of(self.period)


def text_in(row: Row, key: str) -> str:
    """A row's text; blank if absent."""
    cell = row.get(key)
    return "" if cell is None else str(cell).strip()


def lag_of(indicator: dict) -> int | None:
    """Months from the end of a period until its figure is out; None if not stated."""
    lag = (indicator.get("data_source") or {}).get("lag")
    return None if lag is None else int(lag)


def _figure(row: Row, indicator: dict) -> Figure:
    quality = text_in(row, "quality")
    suppressed = quality == "suppressed"
    stated, high = number(row.get("value")), number(row.get("value_high"))
    value = read_value(row.get("value"), row.get("value_high"), row.get("qualifier"), is_whole_things(indicator))
    return Figure(
        period=read_period(row.get("period")),
        value=None if suppressed else value,
        stated=None if suppressed else stated,
        stated_high=None if suppressed else high,
        denominator=None if suppressed else number(row.get("denominator")),
        suppressed=suppressed,
        provisional=quality == "provisional",
        judgement=text_in(row, "judgement"),
        numbers=() if suppressed else tuple(n for n in (stated, high) if n is not None),
    )


def _content(row: Row) -> tuple:
    """What two rows must share to agree."""
    return (
        number(row.get("value")),
        number(row.get("value_high")),
        text_in(row, "qualifier"),
        text_in(row, "judgement"),
        text_in(row, "quality") == "suppressed",
    )


def rows_of(rows: Iterable[Row], policy_id: str, indicator_id: str) -> list[Row]:
    """The policy's own rows and the shared rows of one indicator, without forecasts and without empty rows.

    A forecast never competes with another figure and changes nothing (law 5), so it is left out at once.
    """
    result = []
    for row in rows:
        if text_in(row, "indicator") != indicator_id or text_in(row, "policy") not in ("", policy_id):
            continue
        if text_in(row, "quality") == "forecast":
            continue
        empty = number(row.get("value")) is None and text_in(row, "judgement") == ""
        if empty and text_in(row, "quality") != "suppressed":  # open 4
            continue
        result.append(row)
    return result


def _known(row: Row, indicator: dict, known: date | None) -> bool:
    """Whether a row is published by the day of knowledge; a missing date is imputed for this only. # open 1."""
    if known is None:
        return True
    published = last_day(row.get("published"))
    if published is not None:
        return published <= known
    period = read_period(row.get("period"))
    if period is None or period.is_open:
        return True
    return position(period.last) + (lag_of(indicator) or 0) <= position(known)


def _rank(row: Row) -> tuple[date, int, int]:
    """The row with the highest rank counts: newest published, then own before shared, then final."""
    published = last_day(row.get("published")) or date.min  # open 3
    own = 1 if text_in(row, "policy") else 0
    final = 0 if text_in(row, "quality") == "provisional" else 1
    return (published, own, final)


def check_rows(rows: list[Row]) -> None:
    """Rows of one key that disagree, and tie or one of them is undated, are an error."""
    for index, one in enumerate(rows):
        for other in rows[index + 1 :]:
            same_key = text_in(one, "group") == text_in(other, "group") and text_in(one, "policy") == text_in(
                other, "policy"
            )
            first, second = read_period(one.get("period")), read_period(other.get("period"))
            if not same_key or (first and first.key) != (second and second.key) or first is None:
                continue
            if _content(one) == _content(other):
                continue
            undated = last_day(one.get("published")) is None or last_day(other.get("published")) is None
            if undated or _rank(one) == _rank(other):
                raise ValueError(f"rows disagree: {one} {other}")


def figures_of(
    rows: Iterable[Row], policy_id: str, indicator: dict, group: str, known: date | None
) -> tuple[list[Figure], list[Figure]]:
    """The figures that count for one indicator and group: those with a period, in order of time, and those without."""
    own_rows = rows_of(rows, policy_id, str(indicator["id"]))
    check_rows(own_rows)
    best: dict[tuple[date, date], Row] = {}
    without_period: list[Row] = []
    for row in own_rows:
        if text_in(row, "group") != group or not _known(row, indicator, known):
            continue
        period = read_period(row.get("period"))
        if period is None:
            without_period.append(row)
            continue
        content = best.get(period.key)
        if content is None or _rank(row) > _rank(content):
            best[period.key] = row
    dated = [_figure(row, indicator) for row in best.values()]
    dated.sort(key=lambda figure: (figure.last, size(figure.length)))
    without_period.sort(key=_rank)
    return dated, [_figure(row, indicator) for row in without_period]


def groups_of(rows: Iterable[Row], policy_id: str, indicator: dict, known: date | None) -> list[str]:
    """The groups that an indicator has known figures for, "" being the whole population. # open 6."""
    found = {
        text_in(row, "group") for row in rows_of(rows, policy_id, str(indicator["id"])) if _known(row, indicator, known)
    }
    return sorted(found)


# --- built figures ----------------------------------------------------------------------------------------


def has_school_years(figures: Iterable[Figure]) -> bool:
    """Whether a series has school years (any twelve months from August). # open 12."""
    return any(
        figure.length == YEAR and figure.period.first.month == 8 and figure.period.first.day == 1 for figure in figures
    )  # type: ignore[union-attr]


def cell_around(day: date, length: Length, school: bool) -> tuple[date, date] | None:
    """The calendar (or school) year, half-year … around a day; None for lengths that do not fill a year. # open 11."""
    unit, months = length
    if unit != "months" or months > 12 or 12 % months:
        return None
    offset = 7 if months == 12 and school else 0
    index = (day.year * 12 + day.month - 1 - offset) // months * months + offset
    first = date(index // 12, index % 12 + 1, 1)
    last_month = index + months - 1
    return first, month_end(last_month // 12, last_month % 12 + 1)


def derived_figures(figures: list[Figure], over_time: object, length: Length, school: bool) -> list[Figure]:
    """The figures of a length that follow from those of its parts by `over_time`."""
    if over_time not in ("sum", "mean", "last"):
        return []
    shorter = [figure for figure in figures if size(figure.length) < size(length)]
    cells = {cell for figure in shorter if (cell := cell_around(figure.last, length, school)) is not None}
    built = []
    for first, last in sorted(cells):
        figure = (
            _last_part(shorter, first, last)
            if over_time == "last"
            else _all_parts(shorter, first, last, length, str(over_time))
        )
        if figure is not None:
            built.append(figure)
    return built


def _last_part(shorter: list[Figure], first: date, last: date) -> Figure | None:
    """`last` needs only the last part: the longest figure that ends with the period."""
    ending = [figure for figure in shorter if figure.last == last]
    if not ending:
        return None
    part = max(ending, key=lambda figure: size(figure.length))
    return replace(part, period=period_from_days(first, last), derived=True)


def _all_parts(shorter: list[Figure], first: date, last: date, length: Length, over_time: str) -> Figure | None:
    """A sum or mean of parts of one length, all of which are there; the longest such parts. # open 11."""
    by_key = {figure.period.key: figure for figure in shorter}  # type: ignore[union-attr]
    for months in sorted((m for m in range(1, length[1]) if length[1] % m == 0), reverse=True):
        parts: list[Figure] = []
        start = first
        while start <= last:
            end = add_months(start, months) - ONE_DAY
            part = by_key.get((start, end))
            if part is None:
                break
            parts.append(part)
            start = end + ONE_DAY
        else:
            return _join(parts, first, last, over_time)
    return None


def _join(parts: list[Figure], first: date, last: date, over_time: str) -> Figure:
    """The figure that parts make up: their sum, or their mean, weighted by denominators where all are given."""
    suppressed = any(part.suppressed for part in parts)  # open 14
    weights: list[float] | None = None
    if all(part.denominator is not None and part.denominator > 0 for part in parts):
        weights = [float(part.denominator) for part in parts]  # type: ignore[arg-type]
    value: Value | None = None
    if not suppressed:
        if over_time == "sum":
            factors = [1.0] * len(parts)
        elif weights is not None:
            factors = [weight / math.fsum(weights) for weight in weights]
        else:  # open 13
            factors = [1.0 / len(parts)] * len(parts)
        value = _weighted(parts, factors)
    return Figure(
        period=period_from_days(first, last),
        value=value,
        stated=None if value is None else _shown(value),
        stated_high=None if value is None or not math.isfinite(value.high) or value.high == value.low else value.high,
        denominator=math.fsum(weights) if weights is not None and over_time == "mean" and not suppressed else None,
        suppressed=suppressed,
        provisional=any(part.provisional for part in parts),
        derived=True,
    )


def _weighted(parts: list[Figure], factors: list[float]) -> Value:
    scaled = [scale(part.value, factor) for part, factor in zip(parts, factors, strict=True) if part.value is not None]
    low_side = high_side = 0
    for value in scaled:
        low_side, high_side = _sign(low_side + value.low_side), _sign(high_side + value.high_side)
    return Value(_sum(value.low for value in scaled), _sum(value.high for value in scaled), low_side, high_side)


def _sum(numbers: Iterable[float]) -> float:
    """A sum without rounding errors where all numbers are finite."""
    listed = list(numbers)
    return math.fsum(listed) if all(math.isfinite(n) for n in listed) else sum(listed)


def _shown(value: Value) -> float | None:
    """The number that stands for a value: its lower end, else its upper one."""
    if math.isfinite(value.low):
        return value.low
    return value.high if math.isfinite(value.high) else None


# --- the series a target is judged on ---------------------------------------------------------------------


@dataclass
class Series:
    """The figures of one indicator and group."""

    indicator: dict
    figures: list[Figure]
    without_period: list[Figure] = field(default_factory=list)

    def raw(self, until: date) -> list[Figure]:
        """The published figures whose period ends by a day."""
        return [figure for figure in self.figures if figure.last <= until]

    def of_length(self, length: Length, until: date) -> list[Figure]:
        """The figures of a length that end by a day: published ones first, then (per period) built ones. # open 10."""
        raw = self.raw(until)
        found = {figure.period.key: figure for figure in raw if figure.length == length}  # type: ignore[union-attr]
        for figure in derived_figures(raw, self.indicator.get("over_time"), length, has_school_years(raw)):
            if figure.last <= until:
                found.setdefault(figure.period.key, figure)  # type: ignore[union-attr]
        return sorted(found.values(), key=lambda figure: (figure.last, size(figure.length)))

    def numbers(self) -> list[float]:
        """All published numbers of the series, of any length, for counting decimals."""
        return [n for figure in self.figures for n in figure.numbers]


@dataclass
class Differences(Series):
    """The differences of an own series and its reference, one per period that both have."""

    own: Series = None  # type: ignore[assignment]
    reference: Series = None  # type: ignore[assignment]

    def raw(self, until: date) -> list[Figure]:
        """Differences of which at least one side is published; the other may be built."""
        found: dict[tuple[date, date], Figure] = {}
        for length in {figure.length for figure in self.own.raw(until) + self.reference.raw(until)}:
            for figure in self.of_length(length, until):
                found[figure.period.key] = figure  # type: ignore[union-attr]
        published = {figure.period.key for figure in self.own.raw(until) + self.reference.raw(until)}  # type: ignore[union-attr]
        kept = [figure for key, figure in found.items() if key in published]
        return sorted(kept, key=lambda figure: (figure.last, size(figure.length)))

    def of_length(self, length: Length, until: date) -> list[Figure]:
        """The differences of a length that end by a day."""
        reference = {figure.period.key: figure for figure in self.reference.of_length(length, until)}  # type: ignore[union-attr]
        result = []
        for own in self.own.of_length(length, until):
            other = reference.get(own.period.key)  # type: ignore[union-attr]
            if other is not None:
                result.append(difference(own, other))
        return result

    def numbers(self) -> list[float]:
        """Decimals are counted in the own and reference figures, never in their difference."""
        return self.own.numbers() + self.reference.numbers()


def difference(own: Figure, reference: Figure) -> Figure:
    """An own figure less its reference."""
    suppressed = own.suppressed or reference.suppressed
    value: Value | None = None
    if own.value is not None and reference.value is not None:
        value = add(own.value, scale(reference.value, -1.0))
    return Figure(
        period=own.period,
        value=value,
        stated=None if value is None else _shown(value),
        stated_high=None if value is None or not math.isfinite(value.high) or value.high == value.low else value.high,
        denominator=own.denominator,
        suppressed=suppressed,
        provisional=own.provisional or reference.provisional,
        derived=own.derived or reference.derived,
        own=own,
    )


# --- cumulated sums ---------------------------------------------------------------------------------------


def cumulated(series: Series, start: date, until: date) -> tuple[list[Figure], Length | None]:
    """What has been added up since `start`, one figure per end, and the length of the parts.

    A figure whose period begins on the first day is itself such a sum (a span). The parts' length is that of
    the figure beginning there whose unbroken row reaches furthest, of equals the longest.
    """
    raw = series.raw(until)
    beginning = [figure for figure in raw if figure.period.first == start]  # type: ignore[union-attr]
    best: list[Figure] = []
    best_length: Length | None = None
    for length in sorted({figure.length for figure in beginning}, key=size, reverse=True):
        row = _unbroken(raw, start, length)
        if not best or row[-1].last > best[-1].last:
            best, best_length = row, length
    found: dict[date, Figure] = {}
    for count in range(1, len(best) + 1):
        total = _join(best[:count], start, best[count - 1].last, "sum")
        found[total.last] = replace(total, derived=False, denominator=None)
    for span in beginning:  # open 37
        found[span.last] = span
    return [found[end] for end in sorted(found)], best_length


def _unbroken(raw: list[Figure], start: date, length: Length) -> list[Figure]:
    """The row of figures of one length, each beginning on the day after the one before."""
    row: list[Figure] = []
    day = start
    while True:
        following = [figure for figure in raw if figure.length == length and figure.period.first == day]  # type: ignore[union-attr]
        if not following:
            return row
        row.append(following[0])
        day = following[0].last + ONE_DAY
