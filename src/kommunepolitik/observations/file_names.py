"""What the name of a file is, without what differs from year to year."""

import re
from typing import Final

_MONTHS: Final = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
_SHORT: Final = "jan|feb|mar|apr|jun|jul|aug|sep|okt|nov|dec"
VARIES: Final = re.compile(rf"[-_ .]*(?:[0-9][0-9 ._-]*|[-_ .](?:{_MONTHS}|{_SHORT})(?![^\W\d_]))+", re.IGNORECASE)
"""What differs in a file's name from year to year."""


def kind_of_file(name: str) -> str:
    """Return a file's name without its suffix and what differs from year to year.

    >>> kind_of_file("Center-Kultur 2026.xlsx"), kind_of_file("center-kultur januar 2027.ods")
    ('center-kultur', 'center-kultur')
    """
    return VARIES.sub("", name.rpartition(".")[0] or name).casefold()
