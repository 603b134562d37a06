"""The columns of the long table, and what each may contain."""

from collections.abc import Mapping
from typing import Final, Literal, get_args

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.model.quantity import Qualifier
from kommunepolitik.model.tables import MUNICIPALITY

Quality = Literal["final", "provisional", "forecast", "suppressed"]
"""How certain a figure is, or that it is withheld."""


@attrs.frozen
class ObservationColumn:
    """A column of the long table."""

    name: str
    danish: str
    """The header a Danish sheet may use instead."""
    description: str
    kind: Literal["text", "number", "period", "choice"] = "text"
    required: bool = False

    __repr__ = short_repr


COLUMNS: Final = (
    ObservationColumn("policy", "politik", "Id of the policy; empty for figures that several policies share"),
    ObservationColumn(
        "area", "område", "In place of the policy: a municipality's code or name, or 000 for the country"
    ),
    ObservationColumn("indicator", "indikator", "Id of the indicator", required=True),
    ObservationColumn("group", "gruppe", "Id of the group; empty for the indicator's whole population"),
    ObservationColumn(
        "period", "periode", "The period measured; a figure without one is shown, never judged", "period"
    ),
    ObservationColumn(
        "value", "værdi", "The value, in the indicator's unit; the lower end of a range", "number", required=True
    ),
    ObservationColumn("value_high", "værdi_til", "The upper end of a range", "number"),
    ObservationColumn(
        "qualifier",
        "forbehold",
        "about, under, over, just_under (knap) or just_over (godt), for an inexact value",
        "choice",
    ),
    ObservationColumn("numerator", "tæller", "The number that a share is made from", "number"),
    ObservationColumn("denominator", "nævner", "The number that the share is of", "number"),
    ObservationColumn("quality", "kvalitet", "final (the default), provisional, forecast or suppressed", "choice"),
    ObservationColumn(
        "suppressed", "diskretionering", "Why the figure is withheld: primary, secondary or source", "choice"
    ),
    ObservationColumn("judgement", "vurdering", "For a qualitative indicator: how people judged it"),
    ObservationColumn("target", "måltal", "Id of the target that a published judgement is about"),
    ObservationColumn(
        "published", "offentliggjort", "The day it was published; of two rows of one period the newest counts", "period"
    ),
    ObservationColumn("source", "kilde", "Id or name of the document the figure is taken from"),
    ObservationColumn("publisher", "udgiver", "Who made the figure, as the document names them"),
    ObservationColumn("section", "afsnit", "Where in the document it is"),
    ObservationColumn("note", "note", "More about it"),
    ObservationColumn("reported_by", "indberettet_af", "Who reported the figure"),
    ObservationColumn("received", "modtaget", "The day the figure was received", "period"),
    ObservationColumn("retrieved", "hentet", "The day the figure was retrieved", "period"),
    ObservationColumn("origin", "herkomst", "File, sheet and cell, or request, that the figure was read from"),
)
"""The columns of a table of observations, in order."""

FRAME_COLUMNS: Final[Mapping[str, str]] = {
    "policy": COLUMNS[0].description,
    **MUNICIPALITY,
    "title": "Short name of the indicator; like the municipality absent in rows of no single policy, and where the "
    "rows were not checked against policies",
    **{column.name: column.description for column in COLUMNS},
}
"""The columns of `Observations.frame`."""

NAMES: Final = tuple(column.name for column in COLUMNS)
NUMBERS: Final = tuple(column.name for column in COLUMNS if column.kind == "number")
TEXTS: Final = tuple(column.name for column in COLUMNS if column.kind != "number")
PERIODS: Final = tuple(column.name for column in COLUMNS if column.kind == "period")
BY_HEADER: Final[Mapping[str, str]] = {
    header: column.name for column in COLUMNS for header in (column.name, column.danish)
}
DESCRIPTIVE: Final = frozenset(
    (
        *("policy_title", "municipality_code", "municipality_name", "indicator_title", "indicator_unit"),
        *("group_title", "source_title", "period_start", "period_end", "municipality", "title"),
    )
)
"""Columns added in open data and `Observations.frame`, for readers of the table alone; ignored beside a policy."""
CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "qualifier": {word: word for word in get_args(Qualifier)}
    | {"ca.": "about", "ca": "about", "omkring": "about"}
    | {"knap": "just_under", "næsten": "just_under", "godt": "just_over"},
    "quality": {word: word for word in get_args(Quality)}
    | {"endelig": "final", "foreløbig": "provisional", "prognose": "forecast", "diskretioneret": "suppressed"},
    "suppressed": {word: word for word in ("primary", "secondary", "source")},
}
ABSENT: Final[Mapping[str, str]] = {"quality": "final"}
"""The value of an empty cell of a column, if it is not empty text."""

_STATUSES: Final = {
    "achieved": ("achieved", "nået", "indfriet", "opfyldt", "ja"),
    "on_track": ("on_track", "on track", "på rette vej", "grøn"),
    "behind": ("behind", "lidt bagud", "under det forventede", "delvist opfyldt", "delvist indfriet", "gul"),
    "far_behind": ("far_behind", "far behind", "langt bagud", "langt under det forventede", "rød"),
    "unchanged": ("unchanged", "uændret"),
    "worsening": ("worsening", "going the wrong way", "går den forkerte vej"),
    "missed": ("missed", "ikke nået", "ikke indfriet", "ikke opfyldt", "nej"),
}
JUDGEMENTS: Final[Mapping[str, str]] = {words: status for status, all in _STATUSES.items() for words in all}
"""The words for judgements, in small letters, and their statuses.

Any other judgement is the municipality's own words: it is kept as written, and no status is read into it.
"""


def status_of_judgement(words: str) -> str | None:
    """Return the status of a judgement; none for the municipality's own words.

    >>> status_of_judgement("På rette vej"), status_of_judgement("Udviklingen følges")
    ('on_track', None)
    """
    return JUDGEMENTS.get(" ".join(words.casefold().split()))
