"""Tables as pandas frames, with one rule for absent values: `isna()` finds them all.

Absent text is `NA` (of the type "string"), an absent number `NaN` (float64), an absent truth value or whole number `NA`
(of "boolean" and "Int64"). No cell is an empty text, and no column has mixed types.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from kommunepolitik.errors.marks import N_

if TYPE_CHECKING:
    import pandas as pd

ColumnType = Literal["string", "float64", "boolean", "Int64", "bool", "int64"]
"""The types of the cells of a column; of the last two types no cell is ever absent."""

MUNICIPALITY: Final[Mapping[str, str]] = {
    "municipality_code": N_("Official code of the municipality; empty for one that is made up"),
    "municipality": N_("Name of the municipality"),
}
"""The columns of the municipality that a row belongs to."""


def frame_of(columns: Mapping[str, Any], types: Mapping[str, ColumnType]) -> "pd.DataFrame":
    """Return columns as a new frame, in their order; a column without a type in `types` has texts.

    >>> frame_of({"name": ["a", ""], "count": [None, 2]}, {"count": "Int64"}).isna().to_numpy().tolist()
    [[False, True], [True, False]]
    """
    import pandas as pd

    return pd.DataFrame({name: _column(cells, types.get(name, "string")) for name, cells in columns.items()})


def frame_of_rows(
    rows: Sequence[Mapping[str, Any]], names: Sequence[str], types: Mapping[str, ColumnType]
) -> "pd.DataFrame":
    """Return rows as a new frame with the columns of `names`; what a row does not have is absent."""
    return frame_of({name: [row.get(name) for row in rows] for name in names}, types)


def cells_of(frame: "pd.DataFrame") -> "list[list[Any]]":
    """Return the cells of each column of any frame, in its order, as objects of Python; None for what is absent.

    >>> cells_of(frame_of({"name": ["a", ""], "count": [None, 2]}, {"count": "Int64"}))
    [['a', None], [None, 2]]
    """
    return [
        [None if absent else cell for cell, absent in zip(column.tolist(), column.isna().tolist(), strict=True)]
        for _, column in frame.items()
    ]


def _column(cells: Any, type: ColumnType) -> Any:
    """Return cells as an array of a type; None, NaN and an empty text are absent."""
    import numpy as np
    import pandas as pd

    if type in ("bool", "int64"):
        return np.array(cells, dtype=type)
    if type == "float64":
        if isinstance(cells, np.ndarray) and cells.dtype == np.float64:
            return cells.copy()
        return np.array([np.nan if cell is None else cell for cell in cells], dtype=np.float64)
    if type == "string":
        texts = [None if cell is None or cell == "" or cell != cell else str(cell) for cell in cells]  # noqa: PLR0124
        return pd.array(texts, dtype=pd.StringDtype())  # by name it takes twice as long
    return pd.array([None if cell is None or cell != cell else cell for cell in cells], dtype=type)  # noqa: PLR0124
