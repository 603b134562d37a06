"""What is the same as what: sets that grow together (union-find), as a table from each thing to what stands for it."""

from typing import TypeVar

Key = TypeVar("Key", str, tuple[str, str], tuple[str, str, str])


def join(parents: dict[Key, Key], one: Key, other: Key) -> None:
    """Say that two are the same; the lesser stands for all, so that their order does not matter."""
    low, high = sorted((root(parents, one), root(parents, other)))
    parents[high] = low


def root(parents: dict[Key, Key], key: Key) -> Key:
    """Return what stands for all that are the same."""
    while parents.setdefault(key, key) != key:
        parents[key] = key = parents[parents[key]]
    return key
