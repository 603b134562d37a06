"""A report: what its reader is told, from the title to the last section."""

from collections.abc import Iterator
from typing import Literal

import attrs

from kommunepolitik.blocks.blocks import Fields, Notice, Section
from kommunepolitik.blocks.inlines import Inline, Link, Place
from kommunepolitik.display import short_repr


@attrs.frozen(kw_only=True)
class Filter:
    """A way to narrow what is shown: of sections and rows that have the facet, those with the choice."""

    key: str
    title: str
    choices: tuple[tuple[str, str], ...]
    """Key and words of each."""

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class Budget:
    """How many pages of paper a section may take."""

    section: str
    """Its id."""
    pages: float
    """Half a page is 0.5: then it may not be parted by the end of a page either."""

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class Report:
    """A report for one reader and purpose, in one language."""

    kind: Literal["policy", "followup", "paper", "comparison", "index", "outline"]
    title: str
    title_language: str = ""
    language: str
    """The code of the language of all words that are not marked as of another."""
    kicker: str = ""
    """What stands above the title: whose it is."""
    publisher: str = ""
    """The municipality, as author of a file."""
    lead: tuple[Inline, ...] = ()
    """The line below the title."""
    facts: Fields | None = None
    notices: tuple[Notice, ...] = ()
    """What stands before all sections."""
    links: tuple[Link, ...] = ()
    """To pages that this one belongs to; on screen above the title."""
    sections: tuple[Section, ...]
    place: Place = attrs.field(factory=Place)
    """The page that the report is, as links from other pages name it."""
    filters: tuple[Filter, ...] = ()
    counts: str = ""
    """What the filters count, as a plural: pejlemærker."""
    budgets: tuple[Budget, ...] = ()

    __repr__ = short_repr

    def contents(self) -> Iterator[tuple[int, Section]]:
        """Yield the listed sections, each with its level: 1 for a section of the report, 2 within one."""
        stack = [(1, section) for section in reversed(self.sections)]
        while stack:
            level, section = stack.pop()
            if section.listed:
                yield level, section
            inner = [each for each in section.blocks if isinstance(each, Section)]
            stack += [(level + section.listed, each) for each in reversed(inner)]
