"""The way into several policies: a card each, by municipality in the order of the Danish alphabet."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from kommunepolitik.i18n import Count, counts, language
from kommunepolitik.model import Municipality, Policy, Portfolio
from kommunepolitik.observations import Observations
from kommunepolitik.rendering.pages import comparison_page, report_page
from kommunepolitik.rendering.templates import render_template
from kommunepolitik.rendering.theme import Theme
from kommunepolitik.rendering.view import PolicyView

_MANY: Final = 20
"""More policies than this stand under their municipalities, with a list of letters to jump by."""

_LAST: Final = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y"})
"""The last letters of the Danish alphabet, as what comes after z."""


@attrs.frozen
class Card:
    """One policy on the index page."""

    view: PolicyView
    chain: Sequence[Policy]

    @property
    def counts(self) -> Sequence[Count]:
        """How many there are of what."""
        return counts(self.view.policy, self.view.language, len(self.view.observed))


@attrs.frozen
class Home:
    """A municipality with its policies."""

    id: str
    """The anchor; it has an underscore, which no element's id has."""
    municipality: Municipality
    letter: str
    """What its name begins with in the alphabet: Å for Aarhus."""
    cards: Sequence[Card]


def render_index(
    portfolio: Portfolio,
    format: str,
    code: str,
    *,
    observations: Observations | None = None,
    pages: Mapping[str, str] | None = None,
    theme: Theme | None = None,
) -> str:
    """Return the way into several policies: a card each, newest edition first, with its chain of editions."""
    pages = pages or {policy.id: f"{policy.id}.{format}" for policy in portfolio}
    words = language(code, theme)
    chains = {policy.id: chain for chain in portfolio.chains() for policy in reversed(chain)}
    cards = [Card(PolicyView(portfolio[id], words, observations, portfolio, pages), chains[id]) for id in chains]
    homes = _homes(cards)
    many = len(portfolio) > _MANY
    letters: dict[str, str] = {}
    for home in homes if many else ():
        letters.setdefault(home.letter, home.id)
    return render_template(
        "index",
        format,
        code,
        theme=theme,
        cards=[card for home in homes for card in home.cards],
        homes=homes if many else (),
        letters=letters,
        municipalities=len(homes),
        pages=pages,
        report_page=report_page,
        comparison_page=comparison_page,
    )


def _homes(cards: Sequence[Card]) -> Sequence[Home]:
    found: dict[Municipality, list[Card]] = {}
    for card in cards:
        found.setdefault(card.view.policy.municipality, []).append(card)
    ordered = sorted(found, key=lambda each: (alphabetical(each.name), each.name, each.code or ""))
    return [Home(f"home_{place}", each, _letter(each.name), found[each]) for place, each in enumerate(ordered)]


def alphabetical(name: str) -> str:
    """Return what names are sorted by: æ, ø and å come last, aa is å, and accents do not count.

    >>> sorted(["Århus", "Ølby", "Aabenraa", "Ærø", "Vejle", "Allerød"], key=alphabetical)
    ['Allerød', 'Vejle', 'Ærø', 'Ølby', 'Aabenraa', 'Århus']
    """
    danish = unicodedata.normalize("NFC", name.casefold()).replace("aa", "å").translate(_LAST)
    return "".join(each for each in unicodedata.normalize("NFD", danish) if not unicodedata.combining(each))


def _letter(name: str) -> str:
    first = alphabetical(name)[:1]
    return {"{": "Æ", "|": "Ø", "}": "Å"}.get(first, first.upper() if first.isalpha() else "#")
