"""A language: the words of the catalogues, numbers and periods as its readers write them."""

from kommunepolitik.i18n.labels import LABELS, TERMS
from kommunepolitik.i18n.language import LANGUAGES, Language, language

__all__ = ["LABELS", "LANGUAGES", "TERMS", "Language", "language"]
