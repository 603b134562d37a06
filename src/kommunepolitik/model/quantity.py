"""Figures as documents give them: exact, in a range, or about so much."""

from collections.abc import Iterator
from typing import Literal

from kommunepolitik.errors import Problem
from kommunepolitik.model.record import Record, described, record

Qualifier = Literal["about", "under", "over"]
"""How an inexact figure is meant: `about` 10, `under` a fifth, `over` half."""


@record
class Figure(Record):
    """A value that may be inexact: `value` alone, `value` to `value_high`, or `value` with a qualifier."""

    value: float | None = described("The value, in the indicator's unit; the lower end of a range", default=None)
    value_high: float | None = described("The upper end of a range", default=None)
    qualifier: Qualifier | None = described("How an inexact value is meant", default=None)

    def _problems(self) -> Iterator[Problem]:
        yield from figure_problems(self.value, self.value_high, self.qualifier)


def figure_problems(value: float | None, value_high: float | None, qualifier: str | None) -> Iterator[Problem]:
    """Yield what is contradictory in an inexact figure."""
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
