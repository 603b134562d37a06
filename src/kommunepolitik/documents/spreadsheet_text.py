"""Texts in files that spreadsheet programs open, where they must not be read as formulas."""

import re
from typing import Final

_SIGN: Final = "[=+\\-@\t\r＝＋－＠]"
"""What begins a formula; a program for East Asia takes the wide signs too."""
_START: Final = "(\\A|[;\t\n\r]|,(?='*[=@＝＠]))"
"""Where a cell may begin: also in the middle of a text, where a program divides it at a separator that is not ours.

After a comma, plus and minus begin nothing: prices end with `,-`.
"""
_UNMARKED: Final = re.compile(f"{_START}('*)(?={_SIGN})")
_MARKED: Final = re.compile(f"{_START}'('*)(?={_SIGN})")
_NUMBER: Final = re.compile(r"[-+]?[0-9][0-9.,]*", re.ASCII)


def inert(text: str) -> str:
    """Return a text in which no spreadsheet program reads a formula; `without_mark` removes the marks again.

    A number is none, also where it is negative.

    >>> inert("=A1"), inert("'=A1"), inert("A1"), inert("-1,5"), inert("a;=A1")
    ("'=A1", "''=A1", 'A1', '-1,5', "a;'=A1")
    """
    return text if text.isalnum() or _NUMBER.fullmatch(text) else _UNMARKED.sub(r"\1'\2", text)


def without_mark(text: str) -> str:
    """Return a text without the marks of `inert`.

    >>> without_mark("'=A1"), without_mark("'tis"), without_mark("a;'=A1")
    ('=A1', "'tis", 'a;=A1')
    """
    return _MARKED.sub(r"\1\2", text) if "'" in text else text
