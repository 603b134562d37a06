"""The yearly collection from the units: fill-in workbooks and their answers, the calendar, and the next edition."""

from kommunepolitik.collect.answers import SignOff
from kommunepolitik.collect.calendar_entries import Entry, calendar
from kommunepolitik.collect.calendar_files import calendar_csv, calendar_ics, calendar_text
from kommunepolitik.collect.edition import NextEdition, next_edition
from kommunepolitik.collect.identity import RowKey
from kommunepolitik.collect.results import (
    CollectedAccount,
    CollectedFigure,
    CollectedGap,
    ReadForm,
    Returns,
    WithdrawnFigure,
)
from kommunepolitik.collect.returns import read_returns
from kommunepolitik.collect.template import Templates, WrittenForm, templates

__all__ = [
    "CollectedAccount",
    "CollectedFigure",
    "CollectedGap",
    "Entry",
    "NextEdition",
    "ReadForm",
    "Returns",
    "RowKey",
    "SignOff",
    "Templates",
    "WithdrawnFigure",
    "WrittenForm",
    "calendar",
    "calendar_csv",
    "calendar_ics",
    "calendar_text",
    "next_edition",
    "read_returns",
    "templates",
]

__dir__ = __all__.copy  # what Tab offers
