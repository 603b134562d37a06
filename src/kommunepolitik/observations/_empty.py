"""A table without a figure."""

from typing import TYPE_CHECKING

from kommunepolitik.observations._columns import NAMES

if TYPE_CHECKING:
    import pandas as pd


def empty_table() -> "pd.DataFrame":
    """Return a table with all columns and no row, for a policy that nothing was measured for."""
    import pandas as pd  # noqa: PLC0415 - heavy, and only needed here

    kinds = {name: "float64" if name in ("value", "value_high") else "object" for name in NAMES}
    return pd.DataFrame(columns=list(NAMES)).astype(kinds)
