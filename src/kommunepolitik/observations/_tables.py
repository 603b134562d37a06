"""Tables without a figure, and tables of several policies as one."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kommunepolitik.observations._columns import NAMES

if TYPE_CHECKING:
    import pandas as pd


def empty_table() -> "pd.DataFrame":
    """Return a table with all columns and no row, for a policy that nothing was measured for."""
    import pandas as pd  # noqa: PLC0415 - heavy, and only needed here

    kinds = {name: "float64" if name in ("value", "value_high") else "object" for name in NAMES}
    return pd.DataFrame(columns=list(NAMES)).astype(kinds)


def of_policies(tables: "Mapping[str, pd.DataFrame]") -> "pd.DataFrame":
    """Join tables of several policies into one; each row without a policy gets the id that its table is under."""
    import pandas as pd  # noqa: PLC0415 - heavy, and only needed here

    told = [table.assign(policy=table["policy"].where(table["policy"] != "", id)) for id, table in tables.items()]
    return pd.concat(told, ignore_index=True) if told else empty_table()
