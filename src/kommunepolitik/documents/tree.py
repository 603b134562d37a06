"""The places of the parts of a document in its file."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple, NoReturn

import attrs

from kommunepolitik.documents.limits import MAX_DEPTH, MAX_VALUES
from kommunepolitik.errors import InvalidDocument, Problem


class Mark(NamedTuple):
    """A place in a text, counted from 0 (PyYAML's own marks serve as well)."""

    line: int
    column: int


Node = tuple[Mark | None, Mark, "Children | None"]
"""The places of one value: of the key before it, of itself, and of what is in it. A plain tuple is quick to make."""
Children = dict[str | int, Node]


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
            child = None if node[2] is None else node[2].get(part)
            if child is None:
                key = False
                break
            node = child
        mark = node[0] if key and node[0] is not None else node[1]
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


class TreeReader:
    """Builds the values of a document from events, with their places; of a key that occurs twice, the first counts."""

    def __init__(self) -> None:
        self.data: Any = None
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._outer: list[tuple[list[Any] | dict[str, Any] | None, Children]] = []
        # The list or mapping being read, the places in it, and the key that waits for its value.
        self._within: list[Any] | dict[str, Any] | None = None
        self._children: Children = {}
        self._key: str | None = None
        self._key_mark: Any = None
        self._count = 0

    @property
    def wants_key(self) -> bool:
        """Whether the next scalar is a key."""
        return self._key is None and type(self._within) is dict

    def begin(self, data: list[Any] | dict[str, Any], mark: Any) -> None:
        """Begin a mapping or list."""
        if self.wants_key:
            refuse("yaml_key", mark)
        children: Children = {}
        self.value(data, mark, children)
        if len(self._outer) >= MAX_DEPTH:
            refuse("too_deep", mark, limit=MAX_DEPTH)
        self._outer.append((self._within, self._children))
        self._within, self._children = data, children

    def end(self) -> None:
        """End the mapping or list that began last."""
        self._within, self._children = self._outer.pop()

    def key(self, text: str, mark: Any) -> None:
        """Take the key of the next value."""
        self._key, self._key_mark = text, mark
        if (first := self._children.get(text)) is not None:
            self.report("duplicate_key", mark, key=text, first=(first[0] or first[1]).line + 1)

    def value(self, value: Any, mark: Any, children: Children | None = None) -> None:
        """Take a value; `children` are the places in it."""
        self._count += 1
        if self._count > MAX_VALUES:
            refuse("too_many_values", mark, limit=MAX_VALUES)
        within, key = self._within, self._key
        if key is not None:
            if key not in self._children:
                self._children[key] = (self._key_mark, mark, children)
                within[key] = value  # type: ignore[index, call-overload]
            self._key = None
        elif within is None:
            self.data, self.root = value, (None, mark, children)
        else:
            self._children[len(within)] = (None, mark, children)
            within.append(value)  # type: ignore[union-attr]

    def report(self, code: str, mark: Any, **data: object) -> None:
        """Add a problem, and read on."""
        self.problems.append(Problem(code=code, data=data, line=mark.line + 1, column=mark.column + 1))


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
