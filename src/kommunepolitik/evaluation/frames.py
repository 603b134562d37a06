"""Columns as data frames: who and what each row is about in words, absent text as NA, absent numbers as NaN."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from kommunepolitik.model import Period, Portfolio
from kommunepolitik.model.element import name_of

_ELEMENTS: Final = ("indicator", "area", "goal", "track")


def frame_of(portfolio: Portfolio, columns: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
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
    return pd.DataFrame({name: _column(cells) for name, cells in {**head, **columns}.items()})


def _column(cells: Sequence[Any]) -> Any:
    if isinstance(cells, np.ndarray) and cells.dtype.kind != "O":
        return cells.copy()
    first = next((cell for cell in cells if cell is not None), "")
    if isinstance(first, bool | int):
        return np.array(cells)
    if isinstance(first, float):
        return np.array([np.nan if cell is None else cell for cell in cells], dtype=np.float64)
    texts: list[str | None] = [str(cell) if isinstance(cell, str | Period) and cell != "" else None for cell in cells]
    return pd.array(texts, dtype="string")
