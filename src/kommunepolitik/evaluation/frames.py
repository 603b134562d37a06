"""Columns as data frames: who and what each row is about in words, absent text as NA, absent numbers as NaN."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from kommunepolitik.model import Period, Policy, Portfolio

_ELEMENTS: Final = ("indicator", "area", "goal", "track")


def named(columns: Iterable[str]) -> tuple[str, ...]:
    """Return the names of columns with those that name the policy's municipality and the element in words."""
    policy, *rest = columns
    element = [name for name in rest[:1] if name in _ELEMENTS or name == "responsible"]
    return policy, "municipality_code", "municipality", *element, "title", *rest[len(element) :]


def frame_of(portfolio: Portfolio, columns: Mapping[str, Sequence[Any]], order: Sequence[str]) -> pd.DataFrame:
    """Return columns as a frame, in an order; those that name policy and element in words are added.

    `title` is that of the indicator, area, goal or track that a row is about, else the policy's.
    """
    held = dict(columns)
    policies = [portfolio[id] for id in held["policy"]]
    element = next((name for name in _ELEMENTS if name in held), None)
    held["municipality_code"] = [policy.municipality.code for policy in policies]
    held["municipality"] = [policy.municipality.name for policy in policies]
    titles: dict[tuple[str, str], str] = {}
    places = held[element] if element else [""] * len(policies)
    for policy, place in zip(policies, places, strict=True):
        if (policy.id, place) not in titles:
            titles[policy.id, place] = _title(policy, place)
    held["title"] = [titles[policy.id, place] for policy, place in zip(policies, places, strict=True)]
    return pd.DataFrame({name: _column(held[name]) for name in order}, columns=list(order))


def _title(policy: Policy, id: str) -> str:
    element = policy.elements.get(id, policy)
    return next((str(text) for name in ("title", "statement") if (text := getattr(element, name, None))), element.id)


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
