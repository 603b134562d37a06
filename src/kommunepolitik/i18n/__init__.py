"""A language: the words of the catalogues, numbers and periods as its readers write them."""

from kommunepolitik.i18n.labels import LABELS, TERMS
from kommunepolitik.i18n.language import LANGUAGES, Language, language
from kommunepolitik.i18n.summary import Count, counts, goals_unknown, summary

__all__ = ["LABELS", "LANGUAGES", "TERMS", "Count", "Language", "counts", "goals_unknown", "language", "summary"]
