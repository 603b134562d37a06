"""The pages of a site and the names of their files."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final, Literal

import attrs

from kommunepolitik.blocks import Place
from kommunepolitik.evaluation.record import RECORD_FILE, record_file
from kommunepolitik.model import Portfolio

Kind = Literal["policy", "followup", "paper", "comparison", "index", "record"]

ENDINGS: Final = {"policy": "", "followup": "--opfoelgning", "paper": "--sag"}
"""The suffixes of a policy's id in file names; ids never have two hyphens in a row."""
PAPER: Final = ("pdf", "docx")
"""The formats for paper; pages in all others, including those of other packages, link to each other."""
PAGE_FORMATS: Final = ("html", "md", "json", *PAPER)
"""The formats of the library that pages of a site are made in."""


@attrs.frozen
class Page:
    """One file of a site."""

    kind: Kind
    subject: tuple[str, ...]
    """The ids of the policies it is about: one, or an edition and its successor; none for the index page."""
    format: str
    name: str


def pages_of(portfolio: Portfolio, formats: Sequence[str], *, paper: bool, year_of: str = "") -> Iterator[Page]:
    """Yield the files of a site, format by format; the index page last in each, the records last of all.

    On paper (PDF, Word) there is the follow-up, or with `paper` the short paper for a committee instead.
    """
    for format in formats:
        kinds: list[Kind] = ["policy", "followup"] if format not in PAPER else [] if paper else ["followup"]
        kinds += ["paper"] if paper else []
        found: list[tuple[Kind, tuple[str, ...]]] = [(kind, (policy.id,)) for policy in portfolio for kind in kinds]
        found += [("comparison", (old.id, new.id)) for old, new in portfolio.neighbours()]
        found += [("index", ())] if format not in PAPER and len(portfolio) > 1 else []
        yield from (Page(kind, of, format, file_name(kind, of, format)) for kind, of in found)
    for policy in portfolio:
        name = RECORD_FILE if policy.id == year_of else record_file(policy.id)
        yield Page("record", (policy.id,), "json", name)


def file_name(kind: str, subject: Sequence[str], format: str) -> str:
    """Return the name of a page's file."""
    return f"{'--'.join(subject) or 'index'}{ENDINGS.get(kind, '')}.{format}"


def address(place: Place, *, format: str, names: Collection[str]) -> str | None:
    """Return the address of a place, relative to a page of a format; None where the site has no such page."""
    anchor = f"#{place.anchor}" if place.anchor else ""
    if not place.page:
        return anchor or None
    name = file_name(place.page, place.policies, format)
    return f"{name}{anchor}" if name in names else None
