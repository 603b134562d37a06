"""The rows that belong to each series: a policy's own, those of its municipality's area, and shared ones."""

from collections.abc import Mapping, Sequence
from itertools import repeat

import attrs
import numpy as np

from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.figures.columns import Mask, Numbers, Whole, ranges
from kommunepolitik.figures.periods import NEVER, day_of, judged_days, time_of
from kommunepolitik.model import Period, Policy, Portfolio
from kommunepolitik.observations import Observations
from kommunepolitik.observations.observations import end_of


@attrs.frozen(eq=False, kw_only=True)
class Codes:
    """Numbers for the indicators and the groups of the rows."""

    indicators: Mapping[str, int]
    groups: Mapping[str, int]

    @classmethod
    def of(cls, table: Observations) -> "Codes":
        """Use the numbers of the table."""
        columns = (table.texts[name].words for name in ("indicator", "group"))
        indicators, groups = ({word: number for number, word in enumerate(words)} for words in columns)
        return cls(indicators=indicators, groups=groups)

    @property
    def width(self) -> int:
        """The number of series a policy can have; a series' key is the policy's number times this plus its code."""
        return max(len(self.indicators) * len(self.groups), 1)

    def series(self, indicators: Sequence[str], groups: Sequence[str]) -> Whole:
        """Return one number for each indicator and group; -1 where either is unknown."""
        indicator, group = (
            np.fromiter(map(numbers.get, words, repeat(-1)), np.int64, len(words))
            for numbers, words in ((self.indicators, indicators), (self.groups, groups))
        )
        return np.where((indicator < 0) | (group < 0), -1, indicator * len(self.groups) + group)


def rows_and_keys(table: Observations, portfolio: Portfolio, codes: Codes) -> tuple[Whole, Whole]:
    """Return rows and the keys of their series: each row with the policy it names, shared ones with all.

    The key of a series for which no policy has own rows begins with the number after all policies.
    """
    ids = {policy.id: number for number, policy in enumerate(portfolio)} | {"": len(portfolio)}
    policy = table.texts["policy"].each(lambda word: ids.get(word, -1), np.int64)
    # Without a policy, a row of an area is the country's, or that of a municipality without a policy.
    is_read = ~table.texts["policy"].isin("") | table.texts["area"].isin("")
    row, key = np.flatnonzero((policy >= 0) & is_read), policy * codes.width
    key += table.texts["indicator"].codes * len(codes.groups)
    key += table.texts["group"].codes
    return _with_shared(row, key if len(row) == len(key) else key[row], len(portfolio) * codes.width, codes.width)


def _with_shared(row: Whole, key: Whole, shared_from: int, width: int) -> tuple[Whole, Whole]:
    """Add the shared rows to each series of a policy that has rows of its own."""
    is_shared = key >= shared_from
    if not is_shared.any():
        return row, key
    series, order = np.unique(key[~is_shared]), np.flatnonzero(is_shared)
    order = order[np.argsort(key[order], kind="stable")]
    wanted = shared_from + series % width
    starts, ends = (np.searchsorted(key[order], wanted, side=side) for side in ("left", "right"))
    which, found = ranges(starts, ends)
    return np.append(row, row[order[found]]), np.append(key, series[which])


def weights(table: Observations) -> Whole:
    """Return the weight of each row: by day published, then by closeness to a policy, then by whether it is final."""
    published, is_shared = table.texts["published"], table.texts["policy"].isin("")
    issue = published.each(lambda text: end_of(text, NEVER), np.int64)
    nearness = np.where(is_shared, 0, np.where(table.texts["area"].isin(""), 2, 1))
    return (issue * 3 + nearness) * 2 + ~table.texts["quality"].isin("provisional")


def known_rows(table: Observations, portfolio: Portfolio, day: Period) -> Mask:
    """Return the rows that were known at the end of a day or longer period: a report of that time could show them.

    A figure counts from when it was published, or, where that is not known, from the end of its own period and the lag
    of its source. A figure with neither is kept: it is shown, never judged.

    Raises:
        InvalidModel: the period has no end.
    """
    if day.end is None:
        raise InvalidModel(Problem(code="not_an_open_period", data={"value": day}))
    ends, published = _known_from(table, portfolio), table.texts["published"]
    never = day.end.toordinal() + 1
    is_published = published.each(lambda text: end_of(text, never), np.int64) < never
    with np.errstate(invalid="ignore"):
        is_over = ends <= time_of(day.end.toordinal()) + 1e-9
    known: Mask = np.where(published.isin(""), is_over | np.isnan(ends), is_published)
    return known


def counted_later(table: Observations, policy: Policy, day: Period, at: Period | None = None) -> list[Period]:
    """Return the month at whose end each figure counts that is not known yet, by the end of its period and its lag.

    Figures with a date of publication, forecasts, and those of periods after a date of judgement are left out.

    >>> import kommunepolitik as kp
    >>> import kommunepolitik.model as m
    >>> source = m.DataSource(keeper="Jobcentret", lag=3)
    >>> job = m.Indicator(id="job", title="Unge i job", data_source=source)
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse", indicators=[job])
    >>> table = kp.read_observations([{"indicator": "job", "period": "2025", "value": 72}], policy)
    >>> counted_later(table, policy, Period("2026-02-15")), counted_later(table, policy, Period("2026-03-31"))
    ([Period('2026-03')], [])
    """
    rows, names = table.of(policy.id), [name for each in policy.indicators for name in (each.id, *each.codes)]
    texts, from_month = rows.texts, _known_from(rows, Portfolio([policy]))
    last = texts["period"].each(lambda text: judged_days(Period(text))[1] if text else NEVER, np.int64)
    is_figure = ~np.isnan(rows.numbers["value"]) & texts["indicator"].isin(*names) & ~texts["quality"].isin("forecast")
    is_open = texts["published"].isin("") & (last <= day_of(at)) & np.isfinite(from_month)
    with np.errstate(invalid="ignore"):
        is_later = from_month > time_of(judged_days(day)[1]) + 1e-9
    months = np.ceil(np.round(from_month[is_figure & is_open & is_later], 6)).astype(np.int64) - 1
    return [Period(f"{month // 12}-M{month % 12 + 1:02}") for month in months.tolist()]


def _known_from(table: Observations, portfolio: Portfolio) -> Numbers:
    """Return the month from whose end each row without a date of publication is known; NaN where it has no period."""
    lags: dict[str, int] = {}
    for indicator in (each for policy in portfolio for each in policy.indicators):
        if indicator.data_source is not None and (lag := indicator.data_source.lag):
            lags[indicator.id] = min(lag, lags.get(indicator.id, lag))
    ends = table.texts["period"].each(
        lambda text: time_of(judged_days(Period(text))[1]) if text else np.nan, np.float64
    )
    wait: Numbers = table.texts["indicator"].each(lambda id: lags.get(id, 0), np.float64)
    return ends + wait
