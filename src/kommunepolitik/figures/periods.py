"""Distinct periods as arrays: each is read once, and whatever needs its days or its month looks them up by number."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from kommunepolitik.errors import InvalidModel
from kommunepolitik.model import Period

Whole = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Objects = npt.NDArray[np.object_]

NEVER = dt.date.min.toordinal() - 1
"""A day before all days: the first and last day of a period that is absent, and the last of one without an end."""
FOREVER = dt.date.max.toordinal()
"""A day after all days."""


@attrs.frozen(eq=False, kw_only=True)
class PeriodTable:
    """Distinct periods with their first and last day, their month and their kind.

    The last entry stands for an absent period, so that the number -1 finds it.
    """

    periods: Objects
    """`Period`, or None."""
    first: Whole
    """Ordinal of the first day."""
    last: Whole
    """Ordinal of the last day; `NEVER` where there is none."""
    first_month: Whole
    """The month of the first day, counted as `Period.ordinal` counts."""
    month: Whole
    """`Period.ordinal`; 0 where there is none."""
    kind: Objects
    """`Period.kind`; empty for an absent period."""

    @property
    def days(self) -> list[tuple[int, int]]:
        """The first and the last day of each."""
        return list(zip(self.first.tolist(), self.last.tolist(), strict=True))

    @classmethod
    def of(cls, periods: Iterable[Period | None]) -> "PeriodTable":
        """Make the table of some distinct periods; None is added at the end."""
        listed = [*periods, None]
        return cls(
            periods=objects(listed),
            first=_whole(NEVER if p is None else p.start.toordinal() for p in listed),
            last=_whole(NEVER if p is None or p.end is None else p.end.toordinal() for p in listed),
            first_month=_whole(0 if p is None else p.start.year * 12 + p.start.month for p in listed),
            month=_whole((p.ordinal or 0) if p is not None else 0 for p in listed),
            kind=np.array(["" if p is None else p.kind for p in listed], dtype=object),
        )

    @classmethod
    def read(cls, texts: Iterable[str]) -> "PeriodTable":
        """Read each text once; a text that is empty or no period gives an absent period."""
        return cls.of(map(_read, texts))


def numbered(*columns: Sequence[Period | None]) -> tuple[PeriodTable, list[Whole]]:
    """Return the distinct periods of some columns, and each column as numbers in that table; -1 for none."""
    periods = {period.text: period for column in columns for period in column if period is not None}
    numbers = {text: number for number, text in enumerate(periods)}
    coded = [np.array([-1 if p is None else numbers[p.text] for p in column], dtype=np.int64) for column in columns]
    return PeriodTable.of(periods.values()), coded


def objects(values: Sequence[Any]) -> Objects:
    """Return an array of any objects."""
    held = np.empty(len(values), dtype=object)
    held[:] = values
    return held


def _whole(numbers: Iterable[int]) -> Whole:
    return np.fromiter(numbers, dtype=np.int64)


def _read(text: Any) -> Period | None:
    try:
        return Period(text) if text else None
    except InvalidModel:
        return None
