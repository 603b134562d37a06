"""From a long table of any size to the few rows that evaluation needs, in the caller's own engine.

The table may be pandas, Polars (eager or lazy), DuckDB or whatever else narwhals speaks. Only what is portable between
them is used: conditions in `with_columns` *before* a plain aggregate (a condition inside an aggregate is silently
ignored on pandas), joins on a few keys, `is_in`. Nothing but the reduced rows is collected.
"""

from collections.abc import Mapping, Sequence
from functools import reduce as fold
from typing import TYPE_CHECKING, Any, Final

import attrs

from kommunepolitik.errors import InvalidModel
from kommunepolitik.model import Period, PeriodKind
from kommunepolitik.observations.columns import NAMES

if TYPE_CHECKING:
    import narwhals as nw

KEYS: Final = ("policy", "indicator", "group")

# Of two figures that end in the same month, the one for the longer single period is the latest: 2012 outranks 2012-Q4.
# An average over a span of years is the last resort.
_RANKS: Final[Mapping[PeriodKind, int]] = {
    "span": 0,
    "day": 1,
    "month": 2,
    "quarter": 3,
    "school_year": 4,
    "year": 5,
}
_STEP: Final = 8
FOREVER: Final = 10_000 * 12


@attrs.frozen
class Window:
    """Which figures of a series are looked at: those whose period ends after one month and not after another.

    Months are `Period.ordinal`s. With `kind`, only figures for periods of that sort.
    """

    after: int = 0
    until: int = FOREVER
    kind: PeriodKind | None = None


@attrs.frozen
class Observed:
    """One figure of a series, the newest published for its period."""

    period: Period
    value: float | None
    value_high: float | None
    qualifier: str
    quality: str
    judgement: str
    published: str
    source: str
    note: str

    @property
    def month(self) -> int:
        """The end of its period, in months."""
        ordinal = self.period.ordinal
        assert ordinal is not None  # open spans are never judged
        return ordinal


@attrs.frozen
class Found:
    """What a window shows of one series: its latest figure, the one before, and how many there are."""

    latest: Observed
    previous: Observed | None
    count: int


Series = tuple[str, str, str]
"""Policy, indicator and group; an empty policy for a series that several policies share."""


@attrs.frozen
class Reduced:
    """What the windows show of every series; a policy's own figures stand before those that policies share."""

    found: Mapping[tuple[Series, Window], Found]
    without_period: frozenset[Series]
    """Series with figures that have no period, which are shown but never judged."""

    def get(self, series: Series, window: Window) -> Found | None:
        """Return what a window shows of a series."""
        own, shared = self.found.get((series, window)), self.found.get((("", *series[1:]), window))
        if own is None or shared is None or series[0] == "":
            return own or shared
        figures = {f.period: f for f in (shared.previous, shared.latest, own.previous, own.latest) if f is not None}
        ranked = sorted(figures.values(), key=lambda figure: _place(figure.period) or 0)
        return Found(ranked[-1], ranked[-2] if len(ranked) > 1 else None, max(own.count, shared.count))


def reduce_observations(observations: Any, windows: Sequence[Window], indicators: Sequence[str]) -> Reduced:
    """Reduce a long table to what the windows show of the series of some indicators.

    `observations` is a frame with at least the columns indicator, period and value. Forecasts are left out: they are no
    measurements. Of several figures for one period the newest published counts.
    """
    import narwhals as nw

    table = _prepare(nw.from_native(observations).lazy(), indicators)
    periods = _distinct(table, "period")
    places = {period: place for period in periods if (place := _place_of(period)) is not None}
    undated = table.filter(nw.col("period") == "").select(*KEYS).unique()
    without_period = frozenset(tuple(row) for row in _rows(undated, KEYS))
    if not places or not windows:
        return Reduced({}, without_period)
    dated = table.filter(nw.col("period").is_in(list(places)))
    dated = dated.with_columns(
        place=_translated(nw.col("period"), places),
        issue=_translated(nw.col("published"), {day: _issue_of(day) for day in _distinct(table, "published")}),
    )
    newest = _newest(dated).select(*KEYS, "place", *_CARRIED)
    return Reduced(_look(newest, list(windows)), without_period)


_CARRIED = ("period", "value", "value_high", "qualifier", "quality", "judgement", "published", "source", "note")
_NUMBERS = ("value", "value_high")


def _prepare(table: "nw.LazyFrame[Any]", indicators: Sequence[str]) -> "nw.LazyFrame[Any]":
    """Give the table all columns it may lack, texts without nulls, and only the rows that are asked for."""
    import narwhals as nw

    given = set(table.collect_schema().names())
    columns = []
    for name in NAMES:
        if name in _NUMBERS:
            column = nw.col(name).cast(nw.Float64) if name in given else nw.lit(None).cast(nw.Float64)
        else:
            # Cast first: a categorical cannot be filled with a word it does not have.
            column = nw.col(name).cast(nw.String).fill_null("") if name in given else nw.lit("")
        columns.append(column.alias(name))
    wanted = table.select(*columns).filter(nw.col("indicator").is_in(list(indicators)))
    return wanted.filter(nw.col("quality") != "forecast")


def _distinct(table: "nw.LazyFrame[Any]", column: str) -> list[str]:
    return [row[0] for row in _rows(table.select(column).unique(), (column,))]


def _rows(table: "nw.LazyFrame[Any]", columns: Sequence[str]) -> list[tuple[Any, ...]]:
    collected = table.collect()
    return list(zip(*(collected[column].to_list() for column in columns), strict=True))


def _translated(column: "nw.Expr", table: Mapping[str, int]) -> "nw.Expr":
    """Translate the few distinct texts of a column to numbers."""
    import narwhals as nw

    # Every text is in the table; DuckDB wants a default all the same.
    return column.replace_strict(list(table), list(table.values()), default=0, return_dtype=nw.Int64)


def _place_of(period: str) -> int | None:
    try:
        return _place(Period(period)) if period else None
    except InvalidModel:
        return None  # told by read_observations; here it is as if it had none


def _place(period: Period) -> int | None:
    return None if period.ordinal is None else period.ordinal * _STEP + _RANKS[period.kind]


def _issue_of(published: str) -> int:
    try:
        end = Period(published).end if published else None
    except InvalidModel:
        end = None
    return 0 if end is None else end.toordinal()


def _newest(dated: "nw.LazyFrame[Any]") -> "nw.LazyFrame[Any]":
    """Keep the newest published figure of each series and period."""
    import narwhals as nw

    issues = dated.group_by(*KEYS, "place").agg(nw.col("issue").max().alias("newest"))
    joined = dated.join(issues, on=[*KEYS, "place"], how="inner")
    return joined.filter(nw.col("issue") == nw.col("newest"))


def _look(newest: "nw.LazyFrame[Any]", windows: list[Window]) -> dict[tuple[Series, Window], Found]:
    """Answer all windows: first where the latest and the one before stand, then fetch those rows."""
    import narwhals as nw

    inside = [_inside(window) for window in windows]
    numbers = range(len(windows))
    last = newest.with_columns(
        *(nw.when(inside[n]).then(nw.col("place")).alias(f"last{n}") for n in numbers),
        *(nw.when(inside[n]).then(nw.lit(1)).otherwise(nw.lit(0)).alias(f"count{n}") for n in numbers),
    )
    last = last.group_by(*KEYS).agg(
        *(nw.col(f"last{n}").max() for n in numbers), *(nw.col(f"count{n}").sum() for n in numbers)
    )
    before = newest.join(last.select(*KEYS, *(f"last{n}" for n in numbers)), on=list(KEYS), how="inner")
    before = before.with_columns(
        *(
            # before: ending in an earlier month, not merely of a lower rank
            nw.when(inside[n] & (nw.col("place") < nw.col(f"last{n}") - nw.col(f"last{n}") % _STEP))
            .then(nw.col("place"))
            .alias(f"prior{n}")
            for n in numbers
        )
    )
    before = before.group_by(*KEYS).agg(*(nw.col(f"prior{n}").max() for n in numbers))
    reduced = last.join(before, on=list(KEYS), how="inner")
    wanted = [reduced.select(*KEYS, nw.col(f"{name}{n}").alias("place")) for n in numbers for name in ("last", "prior")]
    pairs = nw.concat(wanted).filter(~nw.col("place").is_null()).unique()
    rows = newest.join(pairs, on=[*KEYS, "place"], how="inner")
    figures = {(row[:3], int(row[3])): _observed(row[4:]) for row in _rows(rows, (*KEYS, "place", *_CARRIED))}
    columns = (*KEYS, *(f"{name}{n}" for n in numbers for name in ("last", "prior", "count")))
    found: dict[tuple[Series, Window], Found] = {}
    for row in _rows(reduced, columns):
        series: Series = row[:3]
        for n, window in enumerate(windows):
            place, prior, count = row[3 + 3 * n : 6 + 3 * n]
            if not _absent(place):
                previous = None if _absent(prior) else figures[(series, int(prior))]
                found[(series, window)] = Found(figures[(series, int(place))], previous, int(count))
    return found


def _inside(window: Window) -> "nw.Expr":
    import narwhals as nw

    place = nw.col("place")
    conditions = [place > window.after * _STEP + _STEP - 1, place <= window.until * _STEP + _STEP - 1]
    if window.kind is not None:
        conditions.append(place % _STEP == _RANKS[window.kind])
    return fold(lambda one, other: one & other, conditions)


def _absent(value: Any) -> bool:
    return value is None or value != value  # noqa: PLR0124 - pandas makes NaN of a missing whole number


def _observed(cells: Sequence[Any]) -> Observed:
    values = dict(zip(_CARRIED, cells, strict=True))
    for name in _NUMBERS:
        values[name] = None if _absent(values[name]) else float(values[name])
    return Observed(**{**values, "period": Period(values["period"])})
