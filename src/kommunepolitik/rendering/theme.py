"""Themes: a municipality's own templates, stylesheet, logo and words, which take the place of ours.

A theme is a folder (`docs/themes.md`). It is read whole, once, and all problems in it are reported together; no file of
it is opened while a page is made.
"""

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import attrs

from kommunepolitik.errors import Problem, RenderingError
from kommunepolitik.rendering.theme_check import check_templates
from kommunepolitik.rendering.theme_read import ABOUT, LABELS, TEMPLATES, Branding, ThemeFolder
from kommunepolitik.rendering.theme_words import Words, read_words
from kommunepolitik.rendering.toml import read_toml
from kommunepolitik.rendering.workers import call_limited


@attrs.frozen(kw_only=True)
class Theme:
    """A theme that was read; two are equal if they are in one place and have the same content."""

    path: Path
    digest: str
    """Of all that pages are made from; with another digest they may look different."""
    branding: Branding = attrs.field(eq=False)
    templates: Mapping[str, str] = attrs.field(factory=dict, eq=False)
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
        root = Path(path)
        if not root.is_dir():
            code = "theme_no_folder" if root.exists() else "not_found"
            raise RenderingError(Problem(code=code, file=str(root)))
        folder = ThemeFolder(root)
        about, labels = read_toml(root / ABOUT), read_toml(root / LABELS)
        branding, templates, words = folder.branding(about), folder.templates(), read_words(labels)
        digest = sha256(repr((branding, templates, words)).encode("utf-8", "backslashreplace")).hexdigest()
        theme = cls(path=root, digest=digest, branding=branding, templates=templates, words=words)
        problems = folder.problems + about.problems + labels.problems
        try:
            if templates:
                call_limited(str(root), check_templates, theme)
        except RenderingError as error:
            problems += error.problems
        if problems:
            raise RenderingError(*sorted(dict.fromkeys(problems), key=lambda each: (each.file or "", each.line or 0)))
        return theme

    def file_of(self, template: str) -> str:
        """Return the path of a template by its name."""
        return str(self.path / TEMPLATES / template)

    def words_of(self, code: str) -> Words:
        """Return the own words of a language; none where there are none."""
        return self.words.get(code, {})
