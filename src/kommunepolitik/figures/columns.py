"""Columns of numbers and objects for computing with whole arrays, single or as tables."""

from collections.abc import Callable, Sequence
from typing import Any, Self

import attrs
import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Objects = npt.NDArray[np.object_]


@attrs.frozen(eq=False, kw_only=True)
class Table:
    """Columns of equal length, or tables of such."""

    def mapped(self, change: Callable[..., Any], *others: Self) -> Self:
        """Return the table with a function applied to each column and those of the same name in other tables."""

        def column(*cells: Any) -> Any:
            return cells[0].mapped(change, *cells[1:]) if isinstance(cells[0], Table) else change(*cells)

        names = [field.name for field in attrs.fields(type(self))]
        return type(self)(**{name: column(*(getattr(each, name) for each in (self, *others))) for name in names})

    def __getitem__(self, rows: Any) -> Self:
        return self.mapped(lambda cells: cells[rows])

    def joined(self, *others: Self) -> Self:
        """Return the rows of several tables, one after the other."""
        return self.mapped(lambda *cells: np.concatenate(cells), *others)


def objects(values: Sequence[Any]) -> Objects:
    """Return an array of arbitrary objects."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def each_of(cells: Sequence[Any], look: Callable[[Any], Any], dtype: Any) -> Any:
    """Return the result of a function for each cell as an array; it is called once for each distinct cell."""
    numbers = {cell: number for number, cell in enumerate(set(cells))}
    found = np.array([look(cell) for cell in numbers], dtype)
    if len(found) == 1:  # so it is in most columns
        return np.repeat(found, len(cells))
    return found[np.fromiter(map(numbers.__getitem__, cells), np.int64, len(cells))]


def numbers_of(cells: Sequence[float | None]) -> Numbers:
    """Return an array of numbers; NaN for None."""
    if not any(cells) and set(cells) == {None}:  # so it is in most columns
        return np.full(len(cells), np.nan)
    return np.array(cells, dtype=np.float64)


def cells_at(column: Any, positions: Whole, absent: Any = np.nan) -> Any:
    """Return the cells at some positions; another value where a position is -1."""
    if not len(column):
        return np.full(len(positions), absent)
    cells = column[positions]
    cells[positions < 0] = absent
    return cells


def ranges(starts: Whole, stops: Whole) -> tuple[Whole, Whole]:
    """Return the range that each number of several ranges is in, and the number."""
    counts = np.maximum(stops - starts, 0)
    which = np.repeat(np.arange(len(starts)), counts)
    return which, np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + starts[which]
