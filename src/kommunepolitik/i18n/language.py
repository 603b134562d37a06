"""A language: its words from the gettext catalogues, its numbers and dates from Babel (imported on first use)."""

import gettext
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.errors import Problem, RenderingError
from kommunepolitik.errors.marks import N_
from kommunepolitik.i18n.labels import LABELS, TERMS
from kommunepolitik.model import Period, Policy, Term

if TYPE_CHECKING:
    from babel import Locale

LANGUAGES = ("da", "en")
"""The languages reports are made in; Danish is the default."""

_MOST_DECIMALS = 20  # a float has no more

_PARTS_OF_YEAR = {
    "quarter": N_("Q{quarter} {year}"),
    "half_year": N_("half-year {number} {year}"),
    "tertial": N_("tertial {number} {year}"),
    "week": N_("week {number} {year}"),
}

_LOCALE_DIR = Path(__file__).parent / "locale"


class WordSource(Protocol):
    """A source of own words, such as a theme."""

    def __hash__(self) -> int: ...

    def words_of(self, code: str) -> Mapping[str, tuple[str, str]]:
        """Return the translations of English texts into a language, singular and plural."""


@attrs.frozen(kw_only=True)
class Language:
    """One language: translates the library's own words, and writes numbers and periods as its readers do."""

    code: str
    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]
    theme: "WordSource | None" = None  # its words take precedence over those of the catalogues

    __repr__ = short_repr

    def __reduce__(self) -> tuple[object, ...]:
        """Return a form that another process can load, which looks the words up itself."""
        return language, (self.code, self.theme)

    def label(self, kind: str, word: str | None) -> str:
        """Return the label of a fixed word of the model; an empty text for none."""
        text = LABELS[kind].get(word or "", "")
        return self.gettext(text) if text else ""

    def term(self, policy: Policy, name: str, count: int) -> str:
        """Return the word for a number of things: the municipality's own, or else the library's."""
        own: Term | None = getattr(policy.terms, name, None)
        if own is not None:
            return own.singular if count == 1 else own.plural
        return self.ngettext(*TERMS[name], count)

    def number(self, value: float, decimals: int | None = None) -> str:
        """Write a number with a minimum of decimals, and as many more as it has."""
        return _number(self.code, value + 0, min(decimals or 0, _MOST_DECIMALS))  # zero has no sign

    def period(self, period: Period) -> str:
        """Write a period in words: 4. kvartal 2012, marts 2024, skoleåret 2022/23, 2013–2016, fra 2023.

        >>> from kommunepolitik.model import Period
        >>> language("da").period(Period("2024-Q4")), language("en").period(Period("2024.."))
        ('4. kvartal 2024', 'from 2024')
        """
        first, last = period.parts
        if last is None:
            return self.gettext("from {period}").format(period=self._single(first))
        return self._single(first) if first == last else f"{self._single(first)}–{self._single(last)}"

    def _single(self, period: Period) -> str:
        if period.kind == "year":
            return period.text
        if period.kind in _PARTS_OF_YEAR:
            year, part = period.text.split("-")
            number = int(part[1:])
            return self.gettext(_PARTS_OF_YEAR[period.kind]).format(number=number, quarter=number, year=year)
        if period.kind == "school_year":
            return self.gettext("school year {years}").format(years=period.text)
        from babel.dates import format_date

        return format_date(period.start, "MMMM y" if period.kind == "month" else "long", locale=_locale(self.code))


def language(code: str = "da", theme: "WordSource | None" = None) -> Language:
    """Return a language by its code, the words of a theme first; raises `RenderingError` where it has no catalogue.

    >>> language("da").number(70.5), language("en").number(70.5)
    ('70,5', '70.5')
    """
    return _catalogued(code) if theme is None else _themed(code, theme)


@lru_cache(maxsize=16_384, typed=True)  # a report writes each number many times
def _number(code: str, value: float, decimals: int) -> str:
    import decimal

    from babel.numbers import format_decimal

    pattern = "#,##0." + "0" * decimals
    with decimal.localcontext(prec=400):  # as many digits as a float can have before and after the mark
        text = format_decimal(value, format=pattern, locale=_locale(code), decimal_quantization=False)
    return text.replace("-", "\N{MINUS SIGN}")


@cache
def _locale(code: str) -> "Locale":
    from babel import Locale

    return Locale.parse({"en": "en_GB"}.get(code, code))


@cache
def _catalogued(code: str) -> Language:
    if code not in LANGUAGES:
        data = {"value": code, "choices": ", ".join(LANGUAGES)}
        raise RenderingError(Problem(code="unknown_language", data=data))
    is_own = code == "en"  # the words in the code are English
    words = gettext.NullTranslations() if is_own else gettext.translation("kommunepolitik", _LOCALE_DIR, [code])

    def text_of(text: str) -> str:
        found = words.gettext(text)
        # Python 3.11.2, as Debian 12 has it, finds no text that is also the singular of a plural one.
        return words.ngettext(text, text, 1) if found == text else found

    return Language(code=code, gettext=text_of, ngettext=words.ngettext)


@lru_cache(maxsize=16)
def _themed(code: str, theme: WordSource) -> Language:
    plain, own = _catalogued(code), theme.words_of(code)

    def gettext(text: str) -> str:
        return own[text][0] if text in own else plain.gettext(text)

    def ngettext(singular: str, plural: str, number: int) -> str:
        return own[singular][number != 1] if singular in own else plain.ngettext(singular, plural, number)

    return attrs.evolve(plain, gettext=gettext, ngettext=ngettext, theme=theme)
