"""Columns as data frames: who and what each row is about in words, absent text as NA, absent numbers as NaN."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from kommunepolitik.evaluation.results import NUMBERS, STATUSES
from kommunepolitik.model import Portfolio
from kommunepolitik.model.element import name_of
from kommunepolitik.model.tables import ColumnType, frame_of

if TYPE_CHECKING:
    import pandas as pd

_ELEMENTS: Final = ("indicator", "area", "goal", "track")
_TYPES: Final[Mapping[str, ColumnType]] = {
    **dict.fromkeys((*NUMBERS, "value_before", "required", "pace"), "float64"),
    **dict.fromkeys((*STATUSES, "targets", "assessable", "readings"), "int64"),
    **dict.fromkeys(("over", "settled"), "bool"),
}
"""The types of the columns that are no texts."""


def evaluation_frame(portfolio: Portfolio, columns: Mapping[str, Sequence[Any]]) -> "pd.DataFrame":
    """Return columns as a frame, with the policy's municipality and a title; the first column is the policy.

    `title` is that of the indicator, area, goal or track that a row is about, else the policy's.
    """
    policies = [portfolio[id] for id in columns["policy"]]
    element = next((name for name in _ELEMENTS if name in columns), None)
    pairs = list(zip(columns["policy"], columns[element] if element else [""] * len(policies), strict=True))
    titles = {
        pair: name_of(portfolio[pair[0]].elements.get(pair[1], portfolio[pair[0]])) for pair in dict.fromkeys(pairs)
    }
    head: dict[str, Sequence[Any]] = {
        "policy": columns["policy"],
        "municipality_code": [policy.municipality.code for policy in policies],
        "municipality": [policy.municipality.name for policy in policies],
        **{name: columns[name] for name in (*_ELEMENTS, "responsible") if name in columns},
        "title": [titles[pair] for pair in pairs],
    }
    return frame_of({**head, **columns}, _TYPES)
