"""Figures as plain data: a row each, with the cells that are not empty."""

from typing import TYPE_CHECKING, Any

from kommunepolitik.model.data import register
from kommunepolitik.observations.columns import ABSENT, NAMES, TEXTS
from kommunepolitik.observations.normalise import read_observations
from kommunepolitik.observations.observations import Observations

if TYPE_CHECKING:
    import pandas as pd


def filled(observations: Observations) -> "pd.DataFrame":
    """Return the columns of `COLUMNS` as a frame, with empty texts for absent ones, as in a file."""
    return observations.frame[[*NAMES]].fillna(dict.fromkeys(TEXTS, ""))


def _rows(observations: Observations) -> list[dict[str, Any]]:
    records = filled(observations).to_dict("records")
    return [
        {str(name): cell for name, cell in row.items() if cell == cell and cell != ABSENT.get(str(name), "")}  # noqa: PLR0124 - NaN
        for row in records
    ]


def _read(data: Any, _cls: type[Observations]) -> Observations:
    return read_observations(data)


register(Observations, _rows, _read)
