"""Disclosure control (diskretionering): which figures are suppressed for an audience."""

from kommunepolitik.disclosure.disclose import Audience, disclose, suppression
from kommunepolitik.disclosure.rules import is_small, stated_baselines

__all__ = ["Audience", "disclose", "is_small", "stated_baselines", "suppression"]
