"""Figures and accounts from the units of a municipality: workbooks out and in."""

from kommunepolitik.collect.answers import SignOff
from kommunepolitik.collect.identity import RowKey
from kommunepolitik.collect.results import CollectedAccount, CollectedFigure, CollectedGap, ReadForm, Returns
from kommunepolitik.collect.returns import read_returns
from kommunepolitik.collect.template import Templates, WrittenForm, templates

__all__ = [
    "CollectedAccount",
    "CollectedFigure",
    "CollectedGap",
    "ReadForm",
    "Returns",
    "RowKey",
    "SignOff",
    "Templates",
    "WrittenForm",
    "read_returns",
    "templates",
]
