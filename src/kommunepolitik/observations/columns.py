"""The columns of the long table, and what each may hold."""

from collections.abc import Mapping
from typing import Final, Literal

import attrs

Quality = Literal["final", "provisional", "forecast", "suppressed"]

QUALITIES: Final = ("final", "provisional", "forecast", "suppressed")
QUALIFIERS: Final = ("about", "under", "over")


@attrs.frozen
class Column:
    """A column of the long table."""

    name: str
    danish: str
    """The header a Danish sheet may use instead."""
    description: str
    required: bool = False


COLUMNS: Final = (
    Column("policy", "politik", "Id of the policy; empty for figures that several policies share"),
    Column("indicator", "indikator", "Id of the indicator", required=True),
    Column("group", "gruppe", "Id of the group; empty for the indicator's whole population"),
    Column("period", "periode", "The period measured; a figure without one is shown, never judged"),
    Column("value", "værdi", "The value, in the indicator's unit; the lower end of a range", required=True),
    Column("value_high", "værdi_til", "The upper end of a range"),
    Column("qualifier", "forbehold", "about, under or over, for an inexact value"),
    Column("quality", "kvalitet", "final (the default), provisional, forecast or suppressed"),
    Column("judgement", "vurdering", "For a qualitative indicator: how people judged it"),
    Column("published", "offentliggjort", "The day it was published; of two rows of one period the newest counts"),
    Column("source", "kilde", "Id or name of the document the figure is taken from"),
    Column("publisher", "udgiver", "Who made the figure, as the document names them"),
    Column("section", "afsnit", "Where in the document it stands"),
    Column("note", "note", "More about it"),
)

NAMES: Final = tuple(column.name for column in COLUMNS)
BY_HEADER: Final[Mapping[str, str]] = {
    header: column.name for column in COLUMNS for header in (column.name, column.danish)
}
CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "qualifier": {word: word for word in QUALIFIERS} | {"ca.": "about", "ca": "about", "omkring": "about"},
    "quality": {word: word for word in QUALITIES}
    | {"endelig": "final", "foreløbig": "provisional", "prognose": "forecast", "diskretioneret": "suppressed"},
}

JUDGEMENTS: Final[Mapping[str, str]] = {
    "achieved": "achieved",
    "nået": "achieved",
    "indfriet": "achieved",
    "on_track": "on_track",
    "on track": "on_track",
    "på rette vej": "on_track",
    "behind": "behind",
    "under det forventede": "behind",
    "far_behind": "far_behind",
    "far behind": "far_behind",
    "langt under det forventede": "far_behind",
    "worsening": "worsening",
    "går den forkerte vej": "worsening",
    "missed": "missed",
    "ikke nået": "missed",
    "ikke indfriet": "missed",
}
"""What people may write as a judgement, in small letters, and the status it stands for.

Any other judgement is the municipality's own words: it is kept as written, and no status is read into it.
"""


def status_of_judgement(words: str) -> str | None:
    """Return the status a judgement stands for; none for the municipality's own words.

    >>> status_of_judgement("På rette vej"), status_of_judgement("Udviklingen følges")
    ('on_track', None)
    """
    return JUDGEMENTS.get(" ".join(words.casefold().split()))
