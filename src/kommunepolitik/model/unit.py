"""Units: what an indicator's values count, as people write it."""

import re
from functools import cached_property, lru_cache
from typing import Final

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.errors.marks import N_

_POINTS: Final = frozenset(
    {"procentpoint", "%-point", "pct.-point", "pp", "indeks", "point", "karakter", "karakterpoint"}
)
_PERCENT: Final = re.compile(r"%(?!-?point)|\bpct\b(?!\.?[- ]?point)|procent(?!point)|percent(?!age point)")
_SCALES: Final = (
    (_PERCENT, 100.0),
    (re.compile(r"\b(?:pr\.|per) 100\b(?![.,\s]?000)"), 100.0),
    (re.compile(r"‰|promille|\b(?:pr\.|per) 1[.,\s]?000\b(?![.,\s]?000)"), 1000.0),
    (re.compile(r"\b(?:pr\.|per) 10[.,\s]?000\b(?![.,\s]?000)"), 10_000.0),
    (re.compile(r"\b(?:pr\.|per) 100[.,\s]?000\b(?![.,\s]?000)"), 100_000.0),
    (re.compile(r"^(?:andel|share|brøkdel)$"), 1.0),
)
"""Names of units that define the whole of a share."""
_WHOLE: Final = frozenset(
    {
        "antal", "stk", "personer", "borgere", "mennesker", "indbyggere", "medlemmer", "brugere", "deltagere",
        "ansatte", "børn", "elever", "unge", "ældre", "kvinder", "mænd", "kursister", "studerende", "ledige",
        "flygtninge", "familier", "husstande", "boliger", "virksomheder", "foreninger", "sager", "forløb", "tilfælde",
    }
)  # fmt: skip

_OF_ONE: Final = {
    "personer": "person", "borgere": "borger", "mennesker": "menneske", "indbyggere": "indbygger",
    "medlemmer": "medlem", "brugere": "bruger", "deltagere": "deltager", "ansatte": "ansat", "børn": "barn",
    "elever": "elev", "unge": "ung", "kvinder": "kvinde", "mænd": "mand", "kursister": "kursist", "ledige": "ledig",
    "flygtninge": "flygtning", "nyankomne": "nyankommen",
    "familier": "familie", "husstande": "husstand", "boliger": "bolig",
    "virksomheder": "virksomhed", "foreninger": "forening", "sager": "sag", "timer": "time", "dage": "dag",
    "uger": "uge", "måneder": "måned", "kroner": "krone",
}  # fmt: skip
"""The singular of units, where it is another word."""

_TOKEN: Final = re.compile(r"%-?(?:point|p\b)|pct\.?[- ]?point|[%‰]|[^\W_]+")
_SAME: Final = (
    ("%", "pct", "procent", "percent"),
    ("procentpoint", "pp", "%-point", "%point", "%p", *(f"pct{sign}point" for sign in ("", "-", ".", ".-", " ", ". "))),
    ("‰", "promille"),
    ("kr", "kroner", "krone", "dkk"),
    ("mio", "million", "millioner", "mill"),
    ("mia", "milliard", "milliarder"),
    *((many, one) for many, one in _OF_ONE.items()),
    ("antal", "stk"),
)
_SCALE_WORDS: Final = frozenset(("mio", "mia", "tusind", "tusinde", "tkr", "t"))
_SAME_AS: Final = {word: words[0] for words in _SAME for word in words}


@lru_cache(maxsize=256)
def _tokens(text: str) -> tuple[str, ...]:
    """Return the words of a unit, each as one of those that mean the same."""
    return tuple(_SAME_AS.get(word, word) for word in _TOKEN.findall(text.casefold())) or ("",)


@attrs.frozen
class Unit:
    """A unit, made from the text that people write.

    >>> Unit("pct.").percent, Unit("karakterpoint").relative, Unit("personer").whole
    (True, True, True)
    >>> str(Unit("%").of_difference), str(Unit("antal").of_difference)
    ('percentage points', 'antal')
    """

    text: str

    __repr__ = short_repr

    @cached_property
    def _word(self) -> str:
        return self.text.strip().casefold()

    @property
    def percent(self) -> bool:
        """Whether it is percent of something, however that is written."""
        return _PERCENT.search(self._word) is not None

    @cached_property
    def scale(self) -> float | None:
        """The value of a whole share: 100 for percent; None where the unit does not define it.

        >>> Unit("%").scale, Unit("pr. 1.000 indbyggere").scale, Unit("antal").scale
        (100.0, 1000.0, None)
        """
        return next((scale for pattern, scale in _SCALES if pattern.search(self._word)), None)

    @property
    def relative(self) -> bool:
        """Whether values are relative to something, or on a scale (%, ‰, indeks, karakter), and so never add up."""
        return self.percent or self._word in _POINTS or "‰" in self._word or "promille" in self._word

    @property
    def whole(self) -> bool:
        """Whether it counts whole things: antal, personer, boliger; people per thousand are not.

        >>> Unit("antal boliger").whole, Unit("personer pr. 1.000 borgere").whole
        (True, False)
        """
        word, _, rest = self._word.removeprefix("antal ").partition(" ")
        return word in _WHOLE and not rest.startswith(("pr.", "per "))

    def is_written(self, words: str) -> bool:
        """Return whether words beside a number write this unit: the same ones, or its first.

        >>> Unit("%").is_written("pct."), Unit("mio. kr.").is_written("mio."), Unit("personer").is_written("person")
        (True, True, True)
        >>> Unit("mio. kr.").is_written("kr."), Unit("procentpoint").is_written("%")
        (False, False)
        """
        own, written = _tokens(self.text), _tokens(words)
        if own == ("antal",) and Unit(words).whole:
            return True
        own = own[1:] if own[0] == "antal" and len(own) > 1 else own
        if own[0] and written[: len(own) + 1] == (*own, "af"):  # 63 % af børnene
            return True
        rest = own[len(written) :]
        return bool(written) and own[: len(written)] == written and not _SCALE_WORDS.intersection(rest)

    @property
    def is_scaled(self) -> bool:
        """Whether it counts in thousands, millions or more: mio. kr."""
        return not _SCALE_WORDS.isdisjoint(_tokens(self.text))

    @property
    def plain(self) -> bool:
        """Whether it is a mere number, which is not written after a value: antal."""
        return self._word == "antal"

    def after(self, number: float) -> str:
        """Return what is written after a number; nothing after a mere number.

        >>> Unit("personer").after(1), Unit("antal borgere").after(2), Unit("1.000 kr.").after(5)
        ('person', 'borgere', '× 1.000 kr.')
        """
        text = self.text.strip()
        text = "" if self.plain else text[len("antal ") :] if self._word.startswith("antal ") else text
        if text[:1].isdigit():  # 5 × 1.000 kr.
            return f"× {text}"
        first, space, rest = text.partition(" ")
        return f"{_OF_ONE.get(first, first)}{space}{rest}" if abs(number) == 1 else text

    @property
    def of_difference(self) -> "Unit":
        """The unit of a difference of two values: percentage points (a text to translate) for percent."""
        return Unit(N_("percentage points")) if self.percent else self

    def __str__(self) -> str:
        return self.text
