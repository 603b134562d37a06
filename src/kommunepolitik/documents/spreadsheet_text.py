"""Texts in files that spreadsheet programs open, where they must not be read as formulas.

Within a text, no cell begins for a program that takes our separator. One that takes another divides the text at it;
what could do something is marked there too, but a list with hyphens, and a price such as `10;-`, stay as they are.
"""

import re
from typing import Final

_SIGN: Final = "[=+\\-@\t\r＝＋－＠]"
"""What begins a formula; a program for East Asia takes the wide signs too."""
_CALLS: Final = re.compile(r"\w\(|\|")
"""A function or a program is called; without this, a formula that begins with plus or minus can only compute."""


def _patterns(within: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what is before a mark that is to be added, and before one that is there; `within` begins a formula."""
    start = rf"(\A(?='*{_SIGN})|[,;\t\n\r](?='*{within}))"
    return re.compile(start), re.compile(f"{start}'")


_UNMARKED, _MARKED = _patterns("[=@＝＠]")
_UNMARKED_CALLS, _MARKED_CALLS = _patterns("[=+\\-@＝＋－＠]")
_NUMBER: Final = re.compile(r"[-+]?[0-9][0-9.,]*", re.ASCII)


def inert(text: str) -> str:
    """Return a text in which no spreadsheet program reads a formula; `without_mark` removes the marks again.

    A number is none, also where it is negative; nor is a line of a list, or what follows a price.

    >>> inert("=A1"), inert("'=A1"), inert("A1"), inert("-1,5"), inert("a;=A1"), inert("10;-")
    ("'=A1", "''=A1", 'A1', '-1,5', "a;'=A1", '10;-')
    """
    if text.isalnum() or _NUMBER.fullmatch(text):
        return text
    return (_UNMARKED_CALLS if _CALLS.search(text) else _UNMARKED).sub(r"\1'", text)


def without_mark(text: str) -> str:
    """Return a text without the marks of `inert`.

    >>> without_mark("'=A1"), without_mark("'tis"), without_mark("a;'=A1")
    ('=A1', "'tis", 'a;=A1')
    """
    if "'" not in text:
        return text
    return (_MARKED_CALLS if _CALLS.search(text) else _MARKED).sub(r"\1", text)
