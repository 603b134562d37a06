"""Disclosure control (diskretionering): which figures are suppressed for an audience."""

from kommunepolitik.disclosure.disclose import Audience, disclose

__all__ = ["Audience", "disclose"]

__dir__ = __all__.copy  # what Tab offers
