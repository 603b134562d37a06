"""Claims about all items of a collection, which must not be empty."""

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def some(items: Iterable[T]) -> list[T]:
    """Return the items as a list, which must not be empty."""
    listed = list(items)
    assert listed, "the claim is about an empty collection"
    return listed
