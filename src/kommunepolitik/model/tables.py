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

    return pd.DataFrame({name: column_of(cells, types.get(name, "string")) for name, cells in columns.items()})


def frame_of_rows(
    rows: Sequence[Mapping[str, Any]], names: Sequence[str], types: Mapping[str, ColumnType]
) -> "pd.DataFrame":
    """Return rows as a new frame with the columns of `names`; what a row does not have is absent."""
    return frame_of({name: [row.get(name) for row in rows] for name in names}, types)


def column_of(cells: Any, type: ColumnType) -> "pd.Series":
    """Return cells as a column of a type; None, NaN and an empty text are absent."""
    import numpy as np
    import pandas as pd

    if type in ("bool", "int64"):
        return pd.Series(np.array(cells, dtype=type))
    if type == "float64":
        if isinstance(cells, np.ndarray) and cells.dtype == np.float64:
            return pd.Series(cells.copy())
        return pd.Series(np.array([np.nan if cell is None else cell for cell in cells], dtype=np.float64))
    if type == "string":
        texts = [None if cell is None or cell == "" or cell != cell else str(cell) for cell in cells]  # noqa: PLR0124
        return pd.Series(pd.array(texts, dtype="string"))
    return pd.Series(pd.array([None if cell is None or cell != cell else cell for cell in cells], dtype=type))  # noqa: PLR0124
