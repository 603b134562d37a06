"""Disclosure control (diskretionering): which figures are suppressed for an audience."""

from kommunepolitik.disclosure.disclose import Audience, disclose

__all__ = ["Audience", "disclose"]
