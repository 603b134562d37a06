"""A language: the words of the catalogues, numbers and periods as its readers write them."""

from kommunepolitik.i18n.language import LANGUAGES, Language, language

__all__ = ["LANGUAGES", "Language", "language"]

__dir__ = __all__.copy  # what Tab offers
