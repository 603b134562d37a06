"""Age groups of a table: the values that make up a range exactly."""

import re
from collections.abc import Mapping
from typing import Final

import attrs

from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model import AgeRange

_AGES: Final = re.compile(
    r"(?P<first>[0-9]{1,3})(?: ?[-–] ?(?P<last>[0-9]{1,3}))?(?: ?år)?"
    r"(?P<open> ?(?:og (?:derover|ældre)|\+|[-–])(?: ?år)?)?",
    re.IGNORECASE,
)
_BELOW: Final = re.compile(r"under (?P<end>[0-9]{1,3})(?: ?år)?", re.IGNORECASE)
_ENDLESS: Final = 1000


@attrs.frozen
class _Group:
    """A value of a table with its range of ages, inclusive."""

    code: str
    text: str
    first: int
    last: int


def read_ages(text: str) -> tuple[int, int | None] | None:
    """Return the first and last age that a text names; None for an open end, and for other texts.

    >>> read_ages("25-29 år"), read_ages("7 år"), read_ages("67 år og derover"), read_ages("Alder i alt")
    ((25, 29), (7, 7), (67, None), None)
    """
    if (below := _BELOW.fullmatch(text)) is not None:
        return (0, int(below["end"]) - 1) if int(below["end"]) else None
    match = _AGES.fullmatch(text)
    if match is None:
        return None
    first, last, is_open = int(match["first"]), match["last"], match["open"] is not None
    if last is None:
        return first, None if is_open else first
    return None if is_open or int(last) < first else (first, int(last))


def fill(ages: AgeRange, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the codes of the values that make up a range of ages, each age once; with as few values as possible.

    >>> fill(AgeRange({"from": 25, "to": 34}), {"T": "I alt", "A": "20-24 år", "B": "25-29 år", "C": "30-34 år"})
    ('B', 'C')

    Raises:
        InvalidModel: the values leave ages out, extend beyond the range, or contain the same ages twice.
    """
    groups = []
    for code, text in values.items():
        if (read := read_ages(text)) is not None:
            groups.append(_Group(code, text, read[0], _ENDLESS if read[1] is None else read[1]))
    last = _ENDLESS if ages.last is None else ages.last
    within = [each for each in groups if ages.first <= each.first and each.last <= last]
    path = _shortest(ages.first, last, within)
    if path is None:
        touching = [each for each in groups if each.first <= last and each.last >= ages.first]
        age = max(_reachable_ages(ages.first, within), default=ages.first)
        data = {"first": ages.first, "last": "" if ages.last is None else ages.last, "age": age}
        shown = ", ".join(each.text for each in sorted(touching, key=lambda each: each.first)[:12]) or "–"
        raise InvalidModel(Problem(code="statbank_ages", data={**data, "found": shown}))
    for chosen in path:
        if len(alike := [each for each in within if (each.first, each.last) == (chosen.first, chosen.last)]) > 1:
            names = " / ".join(f"{each.text} ({each.code})" for each in alike)
            raise InvalidModel(Problem(code="statbank_ages_twice", data={"found": names}))
    return tuple(each.code for each in path)


def _reachable_ages(first: int, groups: list[_Group]) -> set[int]:
    """Return the ages at which values without a gap from the first age can begin or end."""
    ages = {first}
    for each in sorted(groups, key=lambda each: each.first):
        if each.first in ages:
            ages.add(each.last + 1)
    return ages


def _shortest(first: int, last: int, groups: list[_Group]) -> list[_Group] | None:
    """Return the fewest values that follow each other from the first age to the last; None if none do."""
    paths: dict[int, list[_Group]] = {first: []}
    for each in sorted(groups, key=lambda each: each.first):
        before = paths.get(each.first)
        if before is not None and len(before) + 1 < len(paths.get(each.last + 1, [each] * (_ENDLESS + 2))):
            paths[each.last + 1] = [*before, each]
    return paths.get(last + 1)
