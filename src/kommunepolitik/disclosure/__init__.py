"""Disclosure control (diskretionering): which figures are withheld for an audience."""

from kommunepolitik.disclosure.grounds import stated_in, tells_few
from kommunepolitik.disclosure.withhold import Mark, Withheld, mark, mark_of, withhold

__all__ = ["Mark", "Withheld", "mark", "mark_of", "stated_in", "tells_few", "withhold"]
