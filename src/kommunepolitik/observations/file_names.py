"""The name of a file without what differs from year to year."""

import re
from typing import Final

_MONTHS: Final = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
_SHORT: Final = "jan|feb|mar|apr|jun|jul|aug|sep|okt|nov|dec"
_NUMBER: Final = r"(?:(?<![^\W\d_])[0-9]|[0-9]{4})[0-9 ._-]*"
"""Digits that do not follow a letter, or a year: the 2 of maal2 is part of a name."""
VARIES: Final = re.compile(rf"[-_ .]*(?:{_NUMBER}|[-_ .](?:{_MONTHS}|{_SHORT})(?![^\W\d_]))+", re.IGNORECASE)
"""The parts of a file's name that differ from year to year."""


def kind_of_file(name: str) -> str:
    """Return a file's name without its suffix and what differs from year to year.

    >>> kind_of_file("Center-Kultur 2026.xlsx"), kind_of_file("center-kultur januar 2027.ods")
    ('center-kultur', 'center-kultur')
    >>> kind_of_file("maal2 2026.xlsx"), kind_of_file("2026-maal.xlsx"), kind_of_file("maal2026.xlsx")
    ('maal2', 'maal', 'maal')
    """
    return VARIES.sub("", name.rpartition(".")[0] or name).casefold()
