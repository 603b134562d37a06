"""The places of the parts of a document in its file."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple, NoReturn

import attrs

from kommunepolitik.errors import InvalidDocument, Problem

MAX_DEPTH = 64
"""Documents nested deeper than this are refused; a policy needs a dozen levels."""

MAX_SIZE = 20_000_000
"""Bytes of a file that are read at most."""

MAX_VALUES = 500_000
"""The most values of a document; a large policy has some thousand, and each takes 600 bytes while it is read."""


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
    """The lines and columns of what is in a document; its text is scanned on first use."""

    def __init__(self, read: "Callable[[], TreeReader]") -> None:
        """Keep the function that finds the places; `read` is called at most once."""
        self._read = cache(read)

    def locate(self, path: Sequence[str | int], *, key: bool = False) -> tuple[int, int]:
        """Return line and column, from 1, of a value or (`key`) its key; if it is absent, of what should contain it.

        >>> from kommunepolitik.documents import read
        >>> positions = read("docs/tutorial/nybro/integration_2024").positions
        >>> positions.locate(("title",)), positions.locate(("title",), key=True)
        ((5, 8), (5, 1))
        """
        node = self._read().root
        assert node is not None
        for part in path:
            child = None if node.children is None else node.children.get(part)
            if child is None:
                key = False
                break
            node = child
        mark = node.key if key and node.key is not None else node.value
        return mark.line + 1, mark.column + 1


class Parsed(NamedTuple):
    """A document as plain data, before it becomes a policy."""

    data: Any
    positions: Positions
    problems: list[Problem]

    def placed(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return problems in order of place: each with the line and column that its path leads to, if it has none."""
        found = []
        for problem in problems:
            line, column = problem.line, problem.column
            if line is None:
                line, column = self.positions.locate(problem.path, key=problem.code in ("unknown_key", "comma_in_text"))
            found.append(attrs.evolve(problem, line=line, column=column))
        return sorted(found, key=lambda each: (each.line or 0, each.column or 0))


@attrs.define
class _Container:
    """A mapping or list being read, and the key that waits for its value."""

    data: Any
    node: Node
    key: str | None = None
    key_mark: Any = None


class TreeReader:
    """Builds the values of a document from events, with their places; of a key that occurs twice, the first counts."""

    def __init__(self) -> None:
        self.data: Any = None
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._stack: list[_Container] = []
        self._count = 0

    def begin(self, data: list[Any] | dict[str, Any], mark: Any) -> None:
        """Begin a mapping or list."""
        if self._stack and isinstance(self._stack[-1].data, dict) and self._stack[-1].key is None:
            refuse("yaml_key", mark)
        node = Node(self._stack[-1].key_mark if self._stack else None, mark, {})
        self._place(data, node)
        if len(self._stack) >= MAX_DEPTH:
            refuse("too_deep", mark, limit=MAX_DEPTH)
        self._stack.append(_Container(data, node))

    def end(self) -> None:
        """End the mapping or list that began last."""
        self._stack.pop()

    def scalar(self, text: str, value: Any, mark: Any) -> None:
        """Take a key, as its text, or a value."""
        top = self._stack[-1] if self._stack else None
        if top is None or isinstance(top.data, list) or top.key is not None:
            self._place(value, Node(None if top is None else top.key_mark, mark, None))
            return
        top.key, top.key_mark = text, mark
        if (first := (top.node.children or {}).get(text)) is not None:
            self.report("duplicate_key", mark, key=text, first=(first.key or first.value).line + 1)

    def report(self, code: str, mark: Any, **data: object) -> None:
        """Add a problem, and read on."""
        self.problems.append(Problem(code=code, data=data, line=mark.line + 1, column=mark.column + 1))

    def _place(self, value: Any, node: Node) -> None:
        self._count += 1
        if self._count > MAX_VALUES:
            refuse("too_many_values", node.value, limit=MAX_VALUES)
        if not self._stack:
            self.data, self.root = value, node
            return
        top = self._stack[-1]
        children = top.node.children
        assert children is not None
        if isinstance(top.data, list):
            children[len(top.data)] = node
            top.data.append(value)
        elif children.setdefault(top.key or "", node) is node:
            top.data[top.key] = value
        top.key = None


def refuse(code: str, mark: Any, **data: object) -> NoReturn:
    """Stop reading a document at a place."""
    line, column = (None, None) if mark is None else (mark.line + 1, mark.column + 1)
    raise InvalidDocument(Problem(code=code, data=data, line=line, column=column))


class Plain(str):
    """An unquoted text of a YAML file: its field determines its type (a number, a text)."""

    __slots__ = ()


class Written(float):
    """A number of a JSON file, with the text it is written as."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text
