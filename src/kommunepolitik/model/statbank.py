"""How an indicator's figures are fetched from Statistikbanken: the table, and which of its cells are summed."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Final

import attrs
from attrs import field

from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model.period import Period
from kommunepolitik.model.record import LONE, Record, arrange
from kommunepolitik.model.selections import Selections, Share, is_wildcard

ALL: Final = "all"
OWN: Final = "own"
_TABLE: Final = re.compile(r"[A-Za-zÆØÅæøå0-9]{1,40}")
_TIMES: Final = re.compile(
    r"\*|\((?:1|-n\+(?P<newest>[1-9][0-9]{0,3}))\)|(?:>=(?P<first>[^<>=]+))?(?:<=(?P<last>[^<>=]+))?", re.ASCII
)


def maybe_selections(value: Mapping[str, Any] | None) -> Selections | None:
    """Return selections, if there are any, for type checkers (see `record.arrange`)."""


def maybe_share(value: Mapping[str, Any] | None) -> Share | None:
    """Return a share, if there is one, for type checkers (see `record.arrange`)."""


@attrs.frozen
class TimeRange:
    """The chosen times of a table: those between two periods, of these a number of the newest; all, if neither."""

    first: Period | None = None
    last: Period | None = None
    newest: int | None = None


def time_range(text: str) -> TimeRange | None:
    """Return the times that a text chooses (`>=2015`, `<=2024K4`, `(1)`, `(-n+5)`, `*`); None for a single time.

    Raises:
        InvalidModel: it begins as such a text, but is not one.
    """
    text = text.replace(" ", "")
    match = _TIMES.fullmatch(text)
    if match is None or not text:
        if re.search(r"[<>=*()]", text) or not text:
            raise InvalidModel(Problem(code="statbank_times", data={"value": text}))
        return None
    first, last = (Period(match[key], reading="school_year") if match[key] else None for key in ("first", "last"))
    return TimeRange(first, last, 1 if text == "(1)" else int(match["newest"]) if match["newest"] else None)


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class StatbankAreas(Record):
    """The areas that figures are fetched for."""

    variable: Annotated[str, "Code of the variable of areas, such as OMRÅDE"]
    values: Annotated[
        Sequence[str], LONE, "`own`, codes or exact texts (`000` is the country), or `all` municipalities"
    ]

    @property
    def is_all(self) -> bool:
        """Whether all areas are fetched."""
        return self.values == (ALL,)

    def _problems(self) -> Iterator[Problem]:
        if not self.values:
            yield Problem(code="empty", path=("values",))
        for index, value in enumerate(self.values):
            if is_wildcard(value) or (value == ALL and len(self.values) > 1):
                yield Problem(code="statbank_all_areas", data={"value": value}, path=("values", index))
        for value in (value for value, count in Counter(self.values).items() if count > 1):
            yield Problem(code="statbank_twice", data={"value": value}, path=("values",))


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class StatbankTime(Record):
    """The times that figures are fetched for."""

    variable: Annotated[str, "Code of the variable of time, mostly Tid"]
    values: Annotated[Sequence[str], LONE, "`>=2015`, `<=2024K4`, `(1)` newest, `(-n+5)` five newest, `*`, or times"]

    def _problems(self) -> Iterator[Problem]:
        if not self.values:
            yield Problem(code="empty", path=("values",))
        for index, value in enumerate(self.values):
            try:
                time_range(value)
            except InvalidModel as error:
                yield from (attrs.evolve(problem, path=("values", index)) for problem in error.problems)


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Statbank(Record):
    """Where in Statistikbanken figures are, and how an indicator's value is made from the cells."""

    table: Annotated[str, "Code of the table, such as RAS201"]
    areas: Annotated[StatbankAreas, "The areas, by the table's variable of areas"]
    time: Annotated[StatbankTime, "The times, by the table's variable of time"]
    value: Annotated[
        Selections | None, "What the value is the sum of: codes or exact texts by variable; or else `share`"
    ] = field(default=None, converter=maybe_selections)
    share: Annotated[Share | None, "A share: the sum of `of` as part of the sum of `in`, on the scale of the unit"] = (
        field(default=None, converter=maybe_share)
    )
    sum: Annotated[
        Selections | None, "What is also summed: codes or exact texts by variable, or ages `{from: 25, to: 64}`"
    ] = field(default=None, converter=maybe_selections)

    def _problems(self) -> Iterator[Problem]:
        if not _TABLE.fullmatch(self.table):
            yield Problem(code="statbank_table_code", data={"value": self.table}, path=("table",))
        if self.value is None and self.share is None and self.sum is None:
            yield Problem(code="says_nothing", data={"choices": "value, share, sum"})
        if self.value is not None and self.share is not None:
            yield Problem(code="one_only", data={"choices": "value, share"}, path=("value",))
        named = [self.areas.variable, self.time.variable, *(self.sum or ())]
        named += self.value or (self.share or {"of": ()})["of"]
        counts = Counter(name.casefold() for name in named)
        for name in (name for name in named if counts.pop(name.casefold(), 0) > 1):
            yield Problem(code="statbank_twice", data={"value": name})
