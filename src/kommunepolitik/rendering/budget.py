"""What a page made with a theme's templates may cost; every loop, call and text of theirs is counted against it.

Memory is bounded by what is *made*, not by what is kept: a text counts when it comes to be, and a list or mapping is
weighed as it would print, so that one that holds itself many times over weighs as much as it would write.
"""

import time
import types
from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, Final

import attrs
import jinja2


@attrs.frozen(kw_only=True)
class Limits:
    """How much one page may take."""

    steps: int = 1_000_000
    """Rounds of loops, calls (each four steps), and entries that filters look at."""
    characters: int = 50_000_000
    """Text made, on the page and on the way to it."""
    seconds: float = 30
    """Time of the processor; for what takes long without many steps."""
    weight: int = 250_000
    """Entries of one list or mapping, with all that it holds; eight characters weigh as much as an entry."""
    filtered: int = 200_000
    """Characters of a text that a filter takes."""
    range: int = 10_000
    """Numbers that `range` counts."""
    bits: int = 4_000
    """Binary digits of a whole number."""


class OverLimit(jinja2.TemplateRuntimeError):
    """The page costs more than it may; `code` is a key of `WORDING`."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


class NotText(jinja2.TemplateRuntimeError):
    """Something is to be shown that would show its innards."""


def has_text(value: object) -> bool:
    """Tell whether a value is shown as its reader expects: by a text of its own, or as a plain value."""
    return _has_text(type(value))  # type: ignore[arg-type] # a class can be hashed


@cache
def _has_text(kind: type) -> bool:
    if issubclass(kind, types.MethodType | types.BuiltinMethodType | types.FunctionType | type | Iterator):
        return False
    return kind.__module__ == "builtins" or kind.__str__ is not object.__str__


@attrs.define
class Budget:
    """What is spent on one page."""

    limits: Limits = attrs.field(factory=Limits)
    steps: int = 0
    characters: int = 0
    _ends: float = attrs.field(init=False)
    _looks: int = attrs.field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        self._ends = time.thread_time() + self.limits.seconds

    def step(self, count: int = 1) -> None:
        """Count steps.

        Raises:
            OverLimit: there were too many, or they took too long.
        """
        self.steps += count
        if self.steps > self.limits.steps:
            raise OverLimit("template_steps", limit=self.limits.steps)
        self._look_at_clock(now=count > 1)

    def write(self, count: int) -> None:
        """Count characters of text made.

        Raises:
            OverLimit: there were too many, or they took too long.
        """
        self.characters += count
        if self.characters > self.limits.characters:
            raise OverLimit("template_characters", limit=self.limits.characters)
        self._look_at_clock()

    def weigh(self, *values: Any, shown: bool = False) -> int:
        """Return what values weigh together; those that are `shown` must have a text.

        Raises:
            OverLimit: more than they may.
            NotText: one that is to be shown is an object with many fields, or a method.
        """
        weight, waiting = 0, list(values)
        while waiting:
            value = waiting.pop()
            weight += 1
            if isinstance(value, str):
                weight += len(value) >> 3
            elif shown and not has_text(value):
                raise NotText(type(value).__name__)
            elif isinstance(value, Mapping):
                waiting.extend(value.keys())
                waiting.extend(value.values())
            elif shown and isinstance(value, jinja2.Undefined):
                str(value)  # raises what is unknown
            elif isinstance(value, range):
                weight += len(value)
            elif isinstance(value, _HOLDERS):
                waiting.extend(value)
            if weight + len(waiting) > self.limits.weight:
                raise OverLimit("template_too_large", limit=self.limits.weight)
        return weight

    def _look_at_clock(self, *, now: bool = False) -> None:
        self._looks += 1
        if (now or self._looks % 32 == 0) and time.thread_time() > self._ends:  # the clock costs more than a step
            raise OverLimit("template_seconds", limit=self.limits.seconds)


_HOLDERS: Final = (list, tuple, set, frozenset, KeysView, ValuesView, ItemsView)

_SPENT: ContextVar[Budget | None] = ContextVar("_SPENT", default=None)

LIMITS: Final = Limits()
"""The limits that hold unless others are given."""


def budget() -> Budget:
    """Return the budget of the page that is being made."""
    return _SPENT.get() or Budget(LIMITS)


@contextmanager
def spending(limits: Limits = LIMITS) -> Iterator[Budget]:
    """Give a page a budget of its own."""
    spent = Budget(limits)
    token = _SPENT.set(spent)
    try:
        yield spent
    finally:
        _SPENT.reset(token)
