"""Rows that name an area in place of a policy: a municipality, a region or the country."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model import Municipality, Policy
from kommunepolitik.observations.observations import Codes, Observations

COUNTRY: Final = "000"
_NAMES: Final = {
    "danmark": COUNTRY,
    "hele landet": COUNTRY,
    "landet": COUNTRY,
    "region nordjylland": "081",
    "region midtjylland": "082",
    "region syddanmark": "083",
    "region hovedstaden": "084",
    "region sjælland": "085",
}
"""The areas that hold several municipalities, with their official codes."""


def read_area(text: str) -> str:
    """Return the official code of an area; the name of a made-up municipality as it is.

    >>> read_area("Slagelse Kommune"), read_area("0"), read_area("Region Sjælland"), read_area("Nybro")
    ('330', '000', '085', 'Nybro')

    Raises:
        InvalidModel: no area has the code.
    """
    if not text:
        return ""
    code = text.zfill(3)[-3:] if text.isdigit() else _NAMES.get(text.casefold())
    if code is not None and code in _NAMES.values():
        return code
    try:
        return Municipality.find(text).code or text
    except InvalidModel:
        if code is not None:
            raise
        return text


def unknown_area(area: str, policies: Sequence[Policy]) -> Problem | None:
    """Return what is wrong with a name that neither the register nor a policy's made-up municipality has."""
    if not area or area.isdigit() or area in {policy.municipality.name for policy in policies}:
        return None
    try:
        Municipality.find(area)
    except InvalidModel as error:
        return error.problems[0]
    return None


def given_to_policies(figures: Observations, policies: Sequence[Policy]) -> tuple[Codes, Observations]:
    """Give each row of an area to the policies of that municipality that have its indicator, by id or by a code.

    Returns the number of each row's original, and the rows. A row that is given to several policies is repeated; one
    that no policy takes, such as a figure of the country, stays without one.
    """
    texts, count = figures.texts, len(figures)
    names = ("policy", "area", "indicator", "group")
    waiting = np.flatnonzero(~texts["area"].isin("") & texts["policy"].isin("")) if policies else np.zeros(0, np.int64)
    if not len(waiting):
        return np.arange(count), figures
    takers: dict[tuple[str, str], list[tuple[Policy, str]]] = {}
    for policy in policies:
        for indicator in policy.indicators:
            for name in dict.fromkeys([indicator.id, *indicator.codes]):
                area = policy.municipality.code or policy.municipality.name
                takers.setdefault((area, name), []).append((policy, indicator.id))
    columns: dict[str, Any] = {name: texts[name].objects() for name in names}
    found: dict[int, list[tuple[str, str]]] = {}
    for row in waiting.tolist():
        area, name, group = (columns[column][row] for column in names[1:])
        taken = takers.get((area, name), ())
        found[row] = [(p.id, id) for p, id in taken if not group or group in {each.id for each in p.groups}]
    counts = np.ones(count, np.int64)
    counts[waiting] = [max(len(found[row]), 1) for row in waiting.tolist()]
    rows = np.repeat(np.arange(count), counts)
    policy_ids, indicator_ids = columns["policy"][rows], columns["indicator"][rows]
    starts = np.cumsum(counts) - counts
    for row, pairs in found.items():
        for place, (policy_id, indicator_id) in enumerate(pairs, int(starts[row])):
            policy_ids[place], indicator_ids[place] = policy_id, indicator_id
    return rows, figures.where(rows).replace(policy=policy_ids, indicator=indicator_ids)
