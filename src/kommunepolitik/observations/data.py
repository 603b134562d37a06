"""Figures as plain data: a row each, with the cells that are not empty."""

from typing import Any

from kommunepolitik.model.data import register
from kommunepolitik.observations.columns import ABSENT, NAMES, TEXTS
from kommunepolitik.observations.normalise import read_observations
from kommunepolitik.observations.observations import Observations


def _rows(observations: Observations) -> list[dict[str, Any]]:
    records = observations.frame[[*NAMES]].fillna(dict.fromkeys(TEXTS, "")).to_dict("records")
    return [
        {str(name): cell for name, cell in row.items() if cell == cell and cell != ABSENT.get(str(name), "")}  # noqa: PLR0124 - NaN
        for row in records
    ]


def _read(data: Any, _cls: type[Observations]) -> Observations:
    return read_observations(data)


register(Observations, _rows, _read)
