"""Texts in files that spreadsheet programs open, where they must not be read as formulas."""

import re
from typing import Final

_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_MARKED: Final = re.compile(r"'+[=+\-@\t\r]")


def inert(text: str) -> str:
    """Return a text that no spreadsheet program reads as a formula; `without_mark` removes the mark again.

    >>> inert("=A1"), inert("'=A1"), inert("A1")
    ("'=A1", "''=A1", 'A1')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def without_mark(text: str) -> str:
    """Return a text without the mark of `inert`.

    >>> without_mark("'=A1"), without_mark("'tis")
    ('=A1', "'tis")
    """
    return text[1:] if _MARKED.match(text) else text
