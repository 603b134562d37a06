"""Where each part of a document stands in its file."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import attrs

from kommunepolitik.errors import Problem

MAX_DEPTH = 64
"""Documents nested deeper than this are refused; a policy needs a dozen levels."""

MAX_SIZE = 20_000_000
"""Bytes of a file that are read at most."""


class Mark(NamedTuple):
    """A place in a text, counted from 0 (PyYAML's own marks serve as well)."""

    line: int
    column: int


class Node(NamedTuple):
    """The place of one value, of the key before it, and of what is in it."""

    key: Mark | None
    value: Mark
    children: "dict[str | int, Node] | None"


class Positions:
    """Finds the line and column of a path in a document; looks at the text only when first asked."""

    def __init__(self, find_root: Callable[[], Node]) -> None:
        """Keep how to find the places; `find_root` is called at most once."""
        self._find_root = find_root
        self._root: Node | None = None

    def locate(self, path: Sequence[str | int], *, key: bool = False) -> tuple[int, int]:
        """Return line and column, from 1, of a value, or (`key`) its key; of what is absent, of what should hold it."""
        if self._root is None:
            self._root = self._find_root()
        node = self._root
        for part in path:
            child = None if node.children is None else node.children.get(part)
            if child is None:
                key = False
                break
            node = child
        mark = node.key if key and node.key is not None else node.value
        return mark.line + 1, mark.column + 1


class Parsed(NamedTuple):
    """A document as plain data, before it is a policy."""

    data: Any
    positions: Positions
    problems: list[Problem]
    """What is wrong already, with its place."""

    def placed(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return problems in order of place: each with the line and column that its path leads to, if it has none."""
        found = []
        for problem in problems:
            line, column = problem.line, problem.column
            if line is None:
                line, column = self.positions.locate(problem.path, key=problem.code == "unknown_key")
            found.append(attrs.evolve(problem, line=line, column=column))
        return sorted(found, key=lambda each: (each.line or 0, each.column or 0))


class Plain(str):
    """An unquoted text of a YAML file: what it is (a number, a text) is told by the field it is for."""

    __slots__ = ()


class Written(float):
    """A number of a JSON file, with the text it is written as."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text
