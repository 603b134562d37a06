"""Values chosen from the variables of a statistical table: exact texts or codes, or a range of ages."""

from collections.abc import Mapping
from typing import Any, Final

import attrs

from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model.mapping import FrozenMapping
from kommunepolitik.model.nearest import unknown_keys
from kommunepolitik.model.text import normalise_text

_OLDEST: Final = 150


class AgeRange(FrozenMapping):
    """Ages in whole years, both ends included; without an end also all older ages.

    >>> AgeRange({"from": 25, "to": 64}).first
    25
    """

    __slots__ = ()

    def __init__(self, items: Mapping[str, Any]) -> None:
        problems = unknown_keys(items, ("from", "to"))
        if "from" not in items:
            problems.append(Problem(code="missing_key", data={"key": "from"}))
        ages = {key: _age(items[key]) for key in ("from", "to") if key in items}
        for key, age in ages.items():
            if age is None:
                problems.append(Problem(code="statbank_age", data={"value": items[key]}, path=(key,)))
        if problems:
            raise InvalidModel(*problems)
        super().__init__(ages)
        if self.last is not None and self.last < self.first:
            data = {"high": self.last, "low": self.first}
            raise InvalidModel(Problem(code="range_reversed", data=data, path=("to",)))

    @property
    def first(self) -> int:
        """The youngest age."""
        return int(self["from"])

    @property
    def last(self) -> int | None:
        """The oldest age; None where there is no upper end."""
        return self.get("to")


class Selections(FrozenMapping):
    """The choice for each variable: a tuple of exact texts or codes, or an `AgeRange`.

    >>> Selections({"SOCIO": "Beskæftigede i alt", "ALDER": {"from": 25, "to": 64}})["SOCIO"]
    ('Beskæftigede i alt',)
    """

    __slots__ = ()

    def __init__(self, items: Mapping[str, Any]) -> None:
        if not items:
            raise InvalidModel(Problem(code="empty"))
        super().__init__(_each(items, _chosen))


class Share(FrozenMapping):
    """A share (`of`) and the whole that it is a share of (`in`), chosen from the same variables."""

    __slots__ = ()

    def __init__(self, items: Mapping[str, Any]) -> None:
        problems = unknown_keys(items, ("of", "in"))
        problems += [Problem(code="missing_key", data={"key": key}) for key in ("of", "in") if key not in items]
        if problems:
            raise InvalidModel(*problems)
        super().__init__(_each(items, _selections))
        of, whole = ({name.casefold() for name in self[key]} for key in ("of", "in"))
        if of != whole:
            data = {"variables": ", ".join(sorted(of ^ whole)).upper()}
            raise InvalidModel(Problem(code="statbank_share", data=data, path=("in",)))


def is_wildcard(text: str) -> bool:
    """Return whether a text chooses values by a pattern."""
    return text.startswith("*") or text.endswith("*")


def _each(items: Mapping[str, Any], read: Any) -> dict[str, Any]:
    """Read the values of a mapping; raise all that is wrong with any."""
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in items.items():
        try:
            found[normalise_text(str(key))] = read(value)
        except InvalidModel as error:
            problems += [attrs.evolve(problem, path=(str(key), *problem.path)) for problem in error.problems]
    if problems:
        raise InvalidModel(*problems)
    return found


def _selections(value: Any) -> Selections:
    if not isinstance(value, Mapping):
        raise InvalidModel(Problem(code="statbank_selections"))
    return value if isinstance(value, Selections) else Selections(value)


def _chosen(value: Any) -> tuple[str, ...] | AgeRange:
    if isinstance(value, Mapping):
        return value if isinstance(value, AgeRange) else AgeRange(value)
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list | tuple):
        raise InvalidModel(Problem(code="statbank_values"))
    texts: list[str] = []
    problems: list[Problem] = []
    for index, each in enumerate(values):
        text = normalise_text(str(each)) if isinstance(each, str) else ""
        if not isinstance(each, str):
            problems.append(Problem(code="statbank_code_quotes", data={"value": each}, path=(index,)))
        elif not text:
            problems.append(Problem(code="empty", path=(index,)))
        elif is_wildcard(text):
            problems.append(Problem(code="statbank_wildcard", data={"value": text}, path=(index,)))
        elif text in texts:
            problems.append(Problem(code="statbank_twice", data={"value": text}, path=(index,)))
        texts.append(text)
    if not texts:
        problems.append(Problem(code="empty"))
    if problems:
        raise InvalidModel(*problems)
    return tuple(texts)


def _age(value: Any) -> int | None:
    text = str(value).strip()
    is_age = not isinstance(value, bool) and text.isdecimal() and text.isascii() and len(text) <= 3
    return int(text) if is_age and int(text) <= _OLDEST else None
