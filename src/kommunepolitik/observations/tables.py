"""Tables without a figure, and tables of several policies as one."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model import Period
from kommunepolitik.observations.columns import NAMES

if TYPE_CHECKING:
    import pandas as pd


def empty_table() -> "pd.DataFrame":
    """Return a table with all columns and no row, for a policy that nothing was measured for."""
    import pandas as pd

    kinds = {name: "float64" if name in ("value", "value_high") else "object" for name in NAMES}
    return pd.DataFrame(columns=list(NAMES)).astype(kinds)


def known_by(table: "pd.DataFrame", day: Period) -> "pd.DataFrame":
    """Return the figures that were known at the end of a day or longer period: what a report of that time could show.

    A figure counts from when it was published, or, where that is not said, from the end of its own period; one that
    has neither is left out.

    Raises:
        InvalidModel: the period has no end.
    """
    if day.end is None:
        raise InvalidModel(Problem(code="not_an_open_period", data={"value": day}))
    ends = {text: Period(text).end for name in ("published", "period") for text in table[name].unique() if text}
    since = table["published"].where(table["published"] != "", table["period"]).map(ends)
    return table[[end is not None and end == end and end <= day.end for end in since]].reset_index(drop=True)  # noqa: PLR0124 - NaN


def of_policies(tables: "Mapping[str, pd.DataFrame]") -> "pd.DataFrame":
    """Join tables of several policies into one; each row without a policy gets the id that its table is under."""
    import pandas as pd

    told = [table.assign(policy=table["policy"].where(table["policy"] != "", id)) for id, table in tables.items()]
    return pd.concat(told, ignore_index=True) if told else empty_table()
