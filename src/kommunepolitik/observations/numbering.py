"""The distinct values of a column, numbered in the order in which they occur first.

pandas numbers long columns fastest, but takes longer to import than a policy takes to be judged: it is used for long
columns alone.
"""

from collections.abc import Hashable, Iterable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int64]

_LONG: Final = 20_000


def numbered(values: "npt.NDArray[Any]") -> tuple[Codes, "npt.NDArray[Any]"]:
    """Return for each number of an array that of its distinct value, and the distinct values; NaN is equal to NaN.

    >>> numbered(np.array([7, 3, 7]))
    (array([0, 1, 0]), array([7, 3]))
    """
    if len(values) > _LONG:
        import pandas as pd

        codes, distinct = pd.factorize(values, use_na_sentinel=False)
        return codes.astype(np.int64, copy=False), distinct
    distinct, first, codes = np.unique(values, return_index=True, return_inverse=True)
    order = np.argsort(first)
    return np.argsort(order)[codes], distinct[order]


def numbered_objects(values: Iterable[Hashable]) -> tuple[Codes, tuple[Any, ...]]:
    """Return for each value that of its distinct value, and the distinct values; None counts as a value.

    >>> numbered_objects(["b", "a", "b"])
    (array([0, 1, 0]), ('b', 'a'))
    """
    numbers: dict[Hashable, int] = {}
    codes = np.fromiter((numbers.setdefault(value, len(numbers)) for value in values), np.int64)
    return codes, tuple(numbers)


def is_among(values: Codes, wanted: Codes) -> "npt.NDArray[np.bool_]":
    """Return which numbers are among some wanted ones.

    >>> is_among(np.array([7, 3, 7]), np.array([3]))
    array([False,  True, False])
    """
    if len(values) > _LONG and len(wanted):
        import pandas as pd

        return pd.Series(values).isin(wanted).to_numpy()
    return np.isin(values, wanted)
