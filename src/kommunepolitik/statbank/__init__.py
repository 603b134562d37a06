"""Figures from Statistikbanken, the public tables of Statistics Denmark; nothing else in the library uses a network."""

from kommunepolitik.statbank.client import Manners
from kommunepolitik.statbank.refresh import PolicyRefresh, Refreshed, refresh
from kommunepolitik.statbank.vintages import StatbankChange

__all__ = ["Manners", "PolicyRefresh", "Refreshed", "StatbankChange", "refresh"]

__dir__ = __all__.copy  # what Tab offers
