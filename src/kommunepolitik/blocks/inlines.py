"""Inlines: the parts of a line of text."""

from collections.abc import Iterable
from typing import Literal

import attrs

from kommunepolitik.display import short_repr

Mark = Literal["", "strong", "aside", "gap", "tag"]
"""The style of a text: `aside` is less important, `gap` names what is not known, `tag` is a word in a frame."""

PageKind = Literal["", "policy", "followup", "paper", "comparison", "index"]


@attrs.frozen
class Place:
    """A place on a page: an anchor of this page, or of the page of a kind about some policies.

    The site decides whether that page exists, and where; a link to a page that does not exist is written as text.
    """

    anchor: str = ""
    """The id of a section or row; empty for the top of the page."""
    page: PageKind = ""
    """Empty: the page on which the link is."""
    policies: tuple[str, ...] = ()
    """Ids: one, or of a comparison the older and the newer; none for the index."""

    __repr__ = short_repr


@attrs.frozen
class Text:
    """Words in one style and one language."""

    words: str
    mark: Mark = ""
    language: str = ""
    """The code of the language where it is not the report's: a policy's own text is Danish in every report."""

    __repr__ = short_repr


@attrs.frozen
class Number:
    """A number as shown, with its value for programs."""

    words: str
    """With sign, decimals and unit as a reader sees it: ca. 10 %."""
    value: float | None = None
    """None where the words name no single number."""

    __repr__ = short_repr


@attrs.frozen
class Link:
    """A link: to a place of the site, or to a web address."""

    words: str
    to: Place | str
    language: str = ""

    __repr__ = short_repr


@attrs.frozen
class StatusMark:
    """A verdict, shown by a word and a shape and never by colour alone."""

    key: str
    """For style: one of the five words a reader sees (`achieved`, `on_track`, `off_track`, `missed`, `not_assessed`),
    `relation` for what became of an element, `open` or `done` for what was requested."""
    words: str
    shape: str = ""

    __repr__ = short_repr


@attrs.frozen
class Spark:
    """A small line chart of the figures of a series, with a mark at its target."""

    values: tuple[float, ...]
    target: float | None
    words: str
    """What it shows, for those who cannot see it."""

    __repr__ = short_repr


Inline = Text | Number | Link | StatusMark | Spark
"""The parts of a line of text."""


def plain(inlines: Iterable[Inline]) -> str:
    """Return the words of a line, without marks; a line of figures is left out.

    >>> plain([Text("Nået: "), Number("58 %", 58.0)])
    'Nået: 58 %'
    """
    return "".join(each.words for each in inlines if not isinstance(each, Spark))
