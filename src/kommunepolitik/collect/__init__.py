"""The year's work with the units: workbooks out and in, what is due when, and the next edition."""

from kommunepolitik.collect.calendar_entries import Entry, calendar
from kommunepolitik.collect.calendar_files import calendar_csv, calendar_ics, calendar_text
from kommunepolitik.collect.edition import NextEdition, next_edition, next_steps

__all__ = [
    "Entry",
    "NextEdition",
    "calendar",
    "calendar_csv",
    "calendar_ics",
    "calendar_text",
    "next_edition",
    "next_steps",
]
