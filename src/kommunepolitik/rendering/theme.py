"""Themes: a municipality's own templates, stylesheet, logo and words, which stand before ours.

A theme is a folder; `docs/themes.md` says what may lie in it. It is read whole, once, and every problem in it is told
together. No file is opened while a page is made.
"""

import os
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

import attrs
from markupsafe import Markup


@attrs.frozen
class Words:
    """Own words of one language: for each English text, how it is said of one and of several."""

    said: Mapping[str, tuple[str, str]] = attrs.field(factory=dict)

    def gettext(self, before: Callable[[str], str]) -> Callable[[str], str]:
        """Return a lookup that has these words before those of a catalogue."""

        def gettext(text: str) -> str:
            own = self.said.get(text)
            return before(text) if own is None else own[0]

        return gettext

    def ngettext(self, before: Callable[[str, str, int], str]) -> Callable[[str, str, int], str]:
        """Return a lookup of words that depend on a number."""

        def ngettext(singular: str, plural: str, number: int) -> str:
            own = self.said.get(singular)
            return before(singular, plural, number) if own is None else own[number != 1]

        return ngettext


@attrs.frozen(kw_only=True)
class Template:
    """A template of a theme."""

    text: str
    file: str


@attrs.frozen(kw_only=True)
class Look:
    """What templates see of a theme."""

    name: str
    style: Markup
    """The stylesheet that stands after ours: the colours, then `style.css`."""
    logo: str
    """The logo as a `data:` address; empty without one."""
    logo_text: str
    """What the logo shows, for those who do not see it."""


@attrs.frozen(kw_only=True, slots=False)
class Theme:
    """A theme that was read; two are the same if they lie in one place and say the same."""

    path: Path
    digest: str
    """Of all that pages are made from; it tells whether they would look the same again."""
    look: Look = attrs.field(eq=False)
    templates: Mapping[str, Template] = attrs.field(factory=dict, eq=False)
    """The templates by name (`html/policy.html.j2`)."""
    words: Mapping[str, Words] = attrs.field(factory=dict, eq=False)
    """The municipality's own words by language."""

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> "Theme":
        """Read a theme from its folder.

        Raises:
            RenderingError: with every problem of the folder: files that are no part of a theme, templates, words,
                colours and pictures that cannot be used.
        """
        from kommunepolitik.rendering.theme_read import read_theme

        return read_theme(Path(path))

    @cached_property
    def files(self) -> frozenset[str]:
        """The files of the templates."""
        return frozenset(template.file for template in self.templates.values())

    def words_of(self, code: str) -> Words:
        """Return the own words of a language; none where there are none."""
        return self.words.get(code) or Words()
