"""The year's work with the units: workbooks out and in, what is due when, and the next edition."""

from kommunepolitik.collect.calendar_entries import STATES, Entry, calendar
from kommunepolitik.collect.calendar_files import STATE_WORDS, text_of, to_csv, to_ics
from kommunepolitik.collect.edition import NextEdition, next_edition, next_steps

__all__ = [
    "STATES",
    "STATE_WORDS",
    "Entry",
    "NextEdition",
    "calendar",
    "next_edition",
    "next_steps",
    "text_of",
    "to_csv",
    "to_ics",
]
