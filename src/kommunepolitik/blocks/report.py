"""A report, from the title to the last section."""

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
    """The most pages of paper for a section."""

    section: str
    """Its id."""
    pages: float
    """Half a page is 0.5: then it may not be split between pages either."""

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
    """The line above the title: the owner of the report."""
    publisher: str = ""
    """The municipality, as author of a file."""
    lead: tuple[Inline, ...] = ()
    """The line below the title."""
    facts: Fields | None = None
    notices: tuple[Notice, ...] = ()
    """The blocks before all sections."""
    links: tuple[Link, ...] = ()
    """Links to the pages that this one belongs to; on screen above the title."""
    sections: tuple[Section, ...]
    place: Place = attrs.field(factory=Place)
    """The page of the report, as in links from other pages."""
    filters: tuple[Filter, ...] = ()
    counts: str = ""
    """The noun for what the filters count, as a plural: pejlemærker."""
    budgets: tuple[Budget, ...] = ()

    __repr__ = short_repr

    def contents(self) -> Iterator[tuple[int, Section]]:
        """Yield the listed sections, each with its level: 1 for a section of the report, 2 within one.

        >>> from kommunepolitik.blocks import Paragraph, Text, plain
        >>> text = Paragraph((Text("Flere unge i job."),))
        >>> goals = Section(id="_goals", title=(Text("Mål"),), blocks=(text,), listed=True)
        >>> areas = Section(id="_areas", title=(Text("Indsatser"),), blocks=(goals,), listed=True)
        >>> report = Report(kind="policy", title="Unge i Nybro", language="da", sections=(areas,))
        >>> [(level, plain(section.title)) for level, section in report.contents()]
        [(1, 'Indsatser'), (2, 'Mål')]
        """
        stack = [(1, section) for section in reversed(self.sections)]
        while stack:
            level, section = stack.pop()
            if section.listed:
                yield level, section
            inner = [each for each in section.blocks if isinstance(each, Section)]
            stack += [(level + section.listed, each) for each in reversed(inner)]
