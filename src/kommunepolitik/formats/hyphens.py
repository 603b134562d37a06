"""Where long Danish words are parted: compounds where their words meet, which patterns of letters do not know."""

import re
from typing import Final

JOINTS: Final = re.findall(
    r"\S+",
    """alders-svar beskæftigelses- bolig-områd dag-tilbud dansk-undervisning fritids-vejledning handle-plan
    indsats-områd integrations- karakter-point kontakt-person livs-situation ny-ankom nøgle-medarbejder opfølgnings-
    pejle-mærk procent-point selv-forsørg skole-år sprog-vurdering tilbage-hold uddannelses- udgangs-punkt
    ungdoms-uddannelse virksomheds-""",
)
"""Beginnings of words, each with a hyphen where it may be parted."""
_PARTED: Final = re.compile(
    "|".join(f"{a}(?={b or '[a-zæøå]'})" for a, b in (each.split("-") for each in JOINTS)), re.I
)


def softened(words: str) -> str:
    """Return words with soft hyphens in the compounds that are known.

    >>> softened("Udgangspunkt i skoleåret").replace("\N{SOFT HYPHEN}", "|")
    'Udgangs|punkt i skole|året'
    """
    return _PARTED.sub("\\g<0>\N{SOFT HYPHEN}", words)
