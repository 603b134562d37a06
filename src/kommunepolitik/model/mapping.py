"""Immutable mappings, for what other tools keep beside an element."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Generic, TypeVar

from kommunepolitik.display import LONGEST, counted, one_line, summary_line
from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model.text import check_kept

V = TypeVar("V")


class ReadOnlyMapping(Mapping[str, V], Generic[V]):
    """An immutable mapping whose keys a terminal or notebook completes.

    >>> ReadOnlyMapping({"job": 70})
    <ReadOnlyMapping: 1 key>
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, V]) -> None:
        self._items = dict(items)

    def __getitem__(self, key: str) -> V:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return summary_line(type(self).__name__, counted(len(self), "key"))

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._items)


class FrozenMapping(ReadOnlyMapping[Any]):
    """Keys with plain values: texts, numbers, true and false, nothing, lists (as tuples) and further mappings.

    >>> FrozenMapping({"kle": ["15.00"]})["kle"]
    ('15.00',)
    """

    __slots__ = ()

    def __init__(self, items: Mapping[str, Any] | None = None) -> None:
        super().__init__({freeze(str(key)): freeze(value) for key, value in (items or {}).items()})

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return one_line(repr(self._items), LONGEST)


def freeze(value: Any) -> Any:
    """Return a plain value so that it cannot be changed; raises `InvalidModel` for what no document can contain."""
    if isinstance(value, str):
        check_kept(value)
        return value
    if isinstance(value, FrozenMapping) or value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return FrozenMapping(value)
    if isinstance(value, list | tuple):
        return tuple(map(freeze, value))
    if isinstance(value, float) and abs(value) < float("inf"):
        return value
    raise InvalidModel(Problem(code="not_plain", data={"found": type(value).__name__}))


EMPTY: Final = FrozenMapping()
