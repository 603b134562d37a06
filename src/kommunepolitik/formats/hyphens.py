"""Places to break what is too long for a line: Danish compounds between their words, addresses, and endless words."""

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


_LONG: Final = re.compile(r"\S{25,}")
_SIGN: Final = re.compile(r"(?<=[^\w\s])(?=\w)")
_ENDLESS: Final = re.compile("[^\\s\N{ZERO WIDTH SPACE}]{40,}")
_TENTH: Final = re.compile(r"\S{10}(?=[!-~\w]\S{9})")
"""Ten letters before one that is not a mark on the letter before it."""


def with_breaks(words: str) -> str:
    """Return words with zero width spaces where the longest may be broken: after signs, and within what has none.

    >>> with_breaks("https://www.nybro.dk/politik").replace("\N{ZERO WIDTH SPACE}", "|")
    'https://|www.|nybro.|dk/|politik'
    >>> with_breaks("a" * 40).replace("\N{ZERO WIDTH SPACE}", "|")
    'aaaaaaaaaa|aaaaaaaaaa|aaaaaaaaaa|aaaaaaaaaa'
    """

    def parted(run: re.Match[str]) -> str:
        words = _SIGN.sub("\N{ZERO WIDTH SPACE}", run[0])
        return _ENDLESS.sub(lambda word: _TENTH.sub("\\g<0>\N{ZERO WIDTH SPACE}", word[0]), words)

    return _LONG.sub(parted, words)
