"""Signals that ask a program to end: they wait while a step must not be left halfway, else they are exceptions."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)
"""The signals that ask a program to end: Ctrl-C, a request of the system, a closed terminal."""


class Terminated(KeyboardInterrupt):
    """A signal other than Ctrl-C asked the program to end; it ends as it does after Ctrl-C."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.strsignal(number))
        self.number = number


def exit_code(interruption: KeyboardInterrupt) -> int:
    """Return the exit code by which shells know a program that was ended by a signal.

    >>> exit_code(KeyboardInterrupt()), exit_code(Terminated(15))
    (130, 143)
    """
    return 128 + getattr(interruption, "number", signal.SIGINT)


def raise_terminated() -> None:
    """Let each signal that asks the program to end raise `Terminated`, as Ctrl-C raises `KeyboardInterrupt`."""

    def terminate(number: int, _frame: Any) -> None:
        raise Terminated(number)

    for number in SIGNALS:
        if signal.getsignal(number) == signal.SIG_DFL:  # else it is Ctrl-C, or to be ignored, as with `nohup`
            signal.signal(number, terminate)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let a signal that asks the program to end wait until the block is done; then it has its usual effect.

    It is for short blocks, and for the main thread: no signal interrupts another. One that is ignored stays so.

    >>> with uninterrupted():
    ...     done = "not halfway"
    """
    received: list[int] = []
    before: dict[int, Any] = {}
    try:
        for number in SIGNALS:
            handler = signal.getsignal(number)  # None where it is handled outside Python, and could not be put back
            if handler not in (None, signal.SIG_IGN):
                before[number] = signal.signal(number, lambda each, _: received.append(each))
    except ValueError:  # another thread
        yield
        return
    try:
        yield
    finally:
        for number in reversed(before):
            signal.signal(number, before[number])
        for number in received[:1]:
            signal.raise_signal(number)
