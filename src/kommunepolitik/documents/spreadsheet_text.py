"""Texts in files that spreadsheet programs open, where they must not be taken for formulas."""

import re
from typing import Final

_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_MARKED: Final = re.compile(r"'+[=+\-@\t\r]")


def inert(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula; `without_mark` takes the mark away again.

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
