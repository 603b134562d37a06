"""The names of the indicators and groups of some policies: their ids, and their exact titles."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from kommunepolitik.model import Group, Indicator, Policy
from kommunepolitik.model.text import slug_of


def folded(text: object) -> str:
    """Return a text in the form used for lookup, where blanks and case make no difference.

    >>> folded("  Børn i  en FORENING ")
    'børn i en forening'
    """
    return " ".join(str(text).split()).casefold()


@attrs.frozen(slots=False, eq=False)
class Titles:
    """The ids of the indicators and groups of some policies by their names; a title that two have names neither.

    An id may be written with Danish letters: `Mænd` is the group `maend`. They are collected when the first is looked
    up, which those who read a data frame never do.
    """

    policies: Sequence[Policy]

    @cached_property
    def indicators(self) -> Mapping[str, str]:
        """The ids of indicators."""
        return _by_title(each for policy in self.policies for each in policy.indicators)

    @cached_property
    def groups(self) -> Mapping[str, str]:
        """The ids of groups."""
        return _by_title(each for policy in self.policies for each in policy.groups)

    def indicator(self, text: str) -> str | None:
        """Return the id of the indicator with a name."""
        return _find(self.indicators, text)

    def group(self, text: str) -> str | None:
        """Return the id of the group with a name."""
        return _find(self.groups, text)

    def replace(self, columns: Mapping[str, Any]) -> dict[str, Any]:
        """Return the columns of a table, with ids for titles; other texts are unchanged."""
        known = {name: find for name, find in (("indicator", self.indicators), ("group", self.groups)) if find}
        return {
            name: _replaced(cells, known[name]) if name in known and isinstance(cells, list) else cells
            for name, cells in columns.items()
        }


def _find(by_title: Mapping[str, str], text: str) -> str | None:
    return by_title.get(folded(text)) or by_title.get(slug_of(text))


def _replaced(cells: Sequence[Any], by_title: Mapping[str, str]) -> list[Any]:
    ids = {cell: _find(by_title, cell) or cell for cell in {cell for cell in cells if isinstance(cell, str)}}
    return [ids[cell] if isinstance(cell, str) else cell for cell in cells]


def _by_title(elements: Iterable[Indicator | Group]) -> dict[str, str]:
    ids: dict[str, set[str]] = {}
    named = [*elements]
    for element in named:
        ids.setdefault(folded(element.title), set()).add(element.id)
    by_title = {title: found.pop() for title, found in ids.items() if title and len(found) == 1}
    return by_title | {element.id: element.id for element in named}
