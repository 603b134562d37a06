"""The right word for a misspelt one."""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like the given one, or none where none is near.

    Likeness is the normalised optimal string alignment distance (Levenshtein with swapped neighbours); who writes the
    Danish word for an English key is met half-way by `DANISH_KEYS`.
    """
    from rapidfuzz import process  # noqa: PLC0415 - only a mistake needs it
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    choices = list(known)
    if (meant := DANISH_KEYS.get(word.lower())) in choices:
        return meant
    match = process.extractOne(word.lower(), choices, scorer=OSA.normalized_similarity, score_cutoff=0.6)
    return None if match is None else match[0]


DANISH_KEYS = {
    "aktiviteter": "activities",
    "ansvarlig": "responsible",
    "begreber": "concepts",
    "bemærkninger": "remarks",
    "beslutninger": "decisions",
    "delmål": "goals",
    "enhed": "unit",
    "erfaringer": "experience",
    "fokusområder": "focus_areas",
    "formål": "purpose",
    "frist": "due",
    "henvisning": "citation",
    "høringer": "consultations",
    "indikator": "indicator",
    "indikatorer": "indicators",
    "kilde": "source",
    "kilder": "sources",
    "kommune": "municipality",
    "kvalifikator": "qualifier",
    "mangler": "missing",
    "muligheder": "means",
    "mål": "goals",
    "målgruppe": "target_group",
    "målgrupper": "target_groups",
    "måltal": "targets",
    "navn": "name",
    "note": "note",
    "nummer": "number",
    "ordlyd": "wording",
    "periode": "period",
    "politikområde": "policy_area",
    "retning": "direction",
    "spor": "tracks",
    "titel": "title",
    "værdi": "value",
    "værdier": "values",
}
