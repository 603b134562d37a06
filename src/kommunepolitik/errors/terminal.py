"""Text for a terminal, or for the log of a build system: one answer to what is safe to show there."""

import re
from typing import Final

_BREAKS: Final = re.compile("[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_UNSAFE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What moves the cursor, colours, or turns the reading direction; and halves of characters, which no encoding has."""
_SERVICE: Final = re.compile(r"(?m)^([^\S\n]*)::|##(?=\[|[a-z]+\[)")
"""What GitHub, Azure and TeamCity take for a command when a program prints it."""


def one_line(text: object, mark: str = "\N{REPLACEMENT CHARACTER}") -> str:
    r"""Return a text on one line, with a mark in place of each character that does something to a terminal.

    >>> one_line("Titel\n::error::\x1b[31mrød")
    'Titel ::error::�[31mrød'
    """
    shown = str(text)
    return shown if shown.isprintable() else _UNSAFE.sub(mark, _BREAKS.sub(" ", shown))


def safe_lines(text: str) -> str:
    r"""Return a text of several lines that does nothing to a terminal, and no line of which is a command to its reader.

    A backslash is put before two colons that begin a line, and between the two marks of `##[`.

    >>> print(safe_lines("Titel\n  ::error::\x1b[31mrød, ##[error]"))
    Titel
      \::error::�[31mrød, #\#[error]
    """
    shown = text if text.isprintable() else "\n".join(map(one_line, text.split("\n")))
    return _SERVICE.sub(lambda found: r"#\#" if found[0] == "##" else rf"{found[1]}\::", shown)
