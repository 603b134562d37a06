"""Hyphenation of long Danish compounds between their words, which letter patterns do not know."""

import re
from typing import Final

JOINTS: Final = re.findall(
    r"\S+",
    """alders-svar beskæftigelses- bolig-områd dag-tilbud dansk-undervisning fritids-vejledning handle-plan
    indsats-områd integrations- karakter-point kontakt-person livs-situation ny-ankom nøgle-medarbejder opfølgnings-
    pejle-mærk procent-point selv-forsørg skole-år sprog-vurdering tilbage-hold uddannelses- udgangs-punkt
    ungdoms-uddannelse virksomheds-""",
)
"""Beginnings of words, each with a hyphen where it may be broken."""
_PARTED: Final = re.compile(
    "|".join(f"{a}(?={b or '[a-zæøå]'})" for a, b in (each.split("-") for each in JOINTS)), re.I
)


def softened(words: str) -> str:
    """Return words with soft hyphens in known compounds.

    >>> softened("Udgangspunkt i skoleåret").replace("\N{SOFT HYPHEN}", "|")
    'Udgangs|punkt i skole|året'
    """
    return _PARTED.sub("\\g<0>\N{SOFT HYPHEN}", words)
