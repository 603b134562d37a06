"""Claims about all of something, which are only claims where there is something."""

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def some(items: Iterable[T]) -> list[T]:
    """Return the items, of which there must be one at least."""
    held = list(items)
    assert held, "there is nothing that the claim is about"
    return held
