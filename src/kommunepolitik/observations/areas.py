"""Rows that name an area in place of a policy: a municipality, a region or the country."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model import Municipality, Policy
from kommunepolitik.observations.numbering import Codes
from kommunepolitik.observations.observations import Observations

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


def area_name(area: str) -> str:
    """Return the name of an area: of a municipality or region; empty for the country.

    >>> area_name("330"), area_name("085"), area_name("Nybro"), area_name("000")
    ('Slagelse', 'Region Sjælland', 'Nybro', '')
    """
    if area == COUNTRY:
        return ""
    regions = {code: name for name, code in _NAMES.items()}
    if area in regions:
        return regions[area].title()
    try:
        return Municipality.find(area).name
    except InvalidModel:
        return area


def is_wider(area: str) -> bool:
    """Return whether an area is a region or the country, and so not a municipality."""
    return area in _NAMES.values()


def unknown_area(area: str, policies: Sequence[Policy]) -> Problem | None:
    """Return the problem of a name that is neither in the register nor that of a policy's made-up municipality."""
    if not area or area.isdigit() or area in {policy.municipality.name for policy in policies}:
        return None
    try:
        Municipality.find(area)
    except InvalidModel as error:
        return error.problems[0]
    return None


def assigned_to_policies(figures: Observations, policies: Sequence[Policy]) -> tuple[Codes, Observations]:
    """Assign each row of an area to the policies there that have its indicator, by id or by a code.

    Returns the number of each row's original, and the rows: repeated for several policies, kept if none has it.
    """
    texts, count = figures.texts, len(figures)
    waiting = np.flatnonzero(~texts["area"].isin("") & texts["policy"].isin("")) if policies else np.zeros(0, np.int64)
    if not len(waiting):
        return np.arange(count), figures
    takers: dict[tuple[str, str], list[tuple[Policy, str]]] = {}
    for policy in policies:
        for indicator in policy.indicators:
            for name in dict.fromkeys([indicator.id, *indicator.codes]):
                area = policy.municipality.code or policy.municipality.name
                takers.setdefault((area, name), []).append((policy, indicator.id))
    columns = {name: texts[name].objects() for name in ("policy", "area", "indicator", "group")}
    given = []
    for row in waiting.tolist():
        group = columns["group"][row]
        for policy, id in takers.get((columns["area"][row], columns["indicator"][row]), ()):
            if not group or group in {each.id for each in policy.groups}:
                given.append((row, policy.id, id))
    if not given:
        return np.arange(count), figures
    taken, policy_ids, indicator_ids = zip(*given, strict=True)
    rest = np.setdiff1d(np.arange(count), taken)
    rows = np.concatenate([rest, taken])
    order = np.argsort(rows, kind="stable")
    owners = np.concatenate([columns["policy"][rest], policy_ids])[order]
    measured = np.concatenate([columns["indicator"][rest], indicator_ids])[order]
    return rows[order], figures.where(rows[order]).replace(policy=owners, indicator=measured)
