"""Quantities as documents give them: exact, in a range, or approximate."""

import math
from collections.abc import Iterator
from typing import Annotated, Literal

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.errors import Problem
from kommunepolitik.model.record import Record, arrange
from kommunepolitik.model.unit import Unit

Qualifier = Literal["about", "under", "over", "just_under", "just_over"]
"""How an inexact value is meant: `about` 10, `under` a fifth, `just_under` half (knap), `just_over` half (godt)."""


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Quantity(Record):
    """A value that may be inexact: `value` alone, `value` to `value_high`, or `value` with a qualifier."""

    value: Annotated[float | None, "The value, in the indicator's unit; the lower end of a range"] = None
    value_high: Annotated[float | None, "The upper end of a range"] = None
    qualifier: Annotated[Qualifier | None, "How an inexact value is meant"] = None

    def __str__(self) -> str:
        if self.value is None:
            return "unknown"
        low, high = (None if end is None else format(end, ".15g") for end in (self.value, self.value_high))
        words = (self.qualifier or "").replace("_", " ")
        return " ".join(part for part in (words, low if high is None else f"{low} to {high}") if part)

    def _problems(self) -> Iterator[Problem]:
        yield from quantity_problems(self.value, self.value_high, self.qualifier)


def quantity_problems(value: float | None, value_high: float | None, qualifier: str | None) -> Iterator[Problem]:
    """Yield what is contradictory in an inexact quantity."""
    if value is None:
        if value_high is not None:
            yield Problem(code="range_without_value", path=("value_high",))
        if qualifier is not None:
            yield Problem(code="qualifier_without_value", data={"qualifier": qualifier}, path=("qualifier",))
    elif value_high is not None:
        if value_high < value:
            yield Problem(code="range_reversed", data={"low": value, "high": value_high}, path=("value_high",))
        if qualifier is not None:
            yield Problem(code="qualifier_with_range", data={"qualifier": qualifier}, path=("qualifier",))


@attrs.frozen(kw_only=True)
class Interval:
    """The lowest and the highest value that an inexact quantity can be; an open end is itself excluded.

    >>> Interval.of(5, None, "under", Unit("antal"))
    Interval(low=0.0, high=4.0)
    >>> Interval.of(5, None, "under", Unit("%"))
    Interval(low=0.0, high=5, high_open=True)
    """

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    __repr__ = short_repr

    @classmethod
    def of(
        cls,
        value: float,
        high: float | None = None,
        qualifier: str | None = None,
        unit: Unit | None = None,
        limit: float | None = None,
    ) -> "Interval":
        """Return the interval of a quantity; `about` and `just_…` are taken at their value, an open end in the latter.

        `under` and `over` reach to the bounds of the unit (a share or a number of things is never below 0) and to the
        natural `limit`; where there is none, without end. Fewer than 5 whole things are at most 4.
        """
        if high is not None:
            return cls(low=value, high=high)
        is_whole = unit is not None and unit.whole
        if qualifier == "under":
            least = 0.0 if unit is not None and (is_whole or unit.scale is not None) and value >= 0 else -math.inf
            if is_whole:
                return cls(low=least, high=max(math.ceil(value) - 1.0, least))
            return cls(low=least, high=value, high_open=True)
        if qualifier == "over":
            low = math.floor(value) + 1.0 if is_whole else value
            return cls(low=low, high=math.inf if limit is None else max(low, limit), low_open=not is_whole)
        return cls(low=value, high=value, low_open=qualifier == "just_over", high_open=qualifier == "just_under")

    @property
    def both(self) -> tuple[float, float]:
        """The two ends."""
        return (self.low, self.high)

    @property
    def exact(self) -> bool:
        """Whether the two ends are one value."""
        return self.low == self.high
