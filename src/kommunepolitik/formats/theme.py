"""Themes: a municipality's own words and styles (`docs/howto/themes.md`).

A theme is read whole, once, and all problems in it are reported together. Its words become part of the language before
a report is built; its colours, stylesheet, logo and templates are used only by writers.
"""

import base64
import os
import re
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from string import Formatter
from typing import Final

import attrs
import jinja2
from babel.messages.mofile import read_mo
from jinja2 import nodes
from jinja2.filters import FILTERS

from kommunepolitik.display import short_repr
from kommunepolitik.documents.files import read_text
from kommunepolitik.documents.paths import check_there, is_folder, is_there, read_bytes, real_path
from kommunepolitik.documents.toml import TomlFile
from kommunepolitik.errors import FileError, KommunepolitikError, Problem, RenderingError
from kommunepolitik.i18n import LANGUAGES
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.scalars import describe

CONTRAST: Final = 4.5
"""The contrast that WCAG 2.1 (1.4.3, level AA) requires of text against its background."""
BACKGROUNDS: Final[Mapping[str, tuple[str, ...]]] = {
    "ink": ("paper", "shade", "accent-shade"),
    "soft-ink": ("paper", "shade", "accent-shade"),
    "accent": ("paper", "shade", "accent-shade"),
    "gap": ("paper", "gap-shade"),
    "good": ("paper",),
    "bad": ("paper",),
}
"""The colours of words, each with its backgrounds."""
SCHEMES: Final = {"colours": "light", "dark": "dark"}
"""The tables of colours, and the colour scheme of each."""
LOGOS: Final = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}
MAX_LOGO: Final = 512 * 1024
"""Each page contains the logo."""

_TEMPLATES: Final = resources.files(__package__).joinpath("templates/html")
_COLOUR: Final = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_DECLARED: Final = re.compile(r"--([a-z-]+):\s*(#[0-9a-fA-F]{3,6})\b")
_LOADS: Final = re.compile(r"@import|\b(?:url|src|image|image-set)\((?!\s*[\"']?(?:data:|#))|</style", re.IGNORECASE)
"""A rule that loads something outside the stylesheet, or would end it."""
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)

Words = Mapping[str, tuple[str, str]]
"""Own words of one language: the singular and plural for each English text."""


@attrs.frozen(kw_only=True)
class Theme:
    """The style of reports and own words in them, read from a folder; equal if all its contents are equal."""

    folder: Path
    digest: str
    name: str = attrs.field(eq=False)
    style: str = attrs.field(default="", eq=False)
    """The stylesheet that follows ours: the colours, then `style.css`."""
    logo: str = attrs.field(default="", eq=False)
    """The picture as a `data:` address."""
    logo_text: str = attrs.field(default="", eq=False)
    """A description of the logo, for those who cannot see it."""
    templates: Mapping[str, str] = attrs.field(factory=dict, eq=False)
    """Own templates of blocks by name (`table.html.j2`, `table-overview.html.j2`)."""
    words: Mapping[str, Words] = attrs.field(factory=dict, eq=False)

    __repr__ = short_repr

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> "Theme":
        """Read a theme from its folder: `theme.toml`, `style.css` and `templates/`, each of which may be missing.

        Raises:
            RenderingError: with every problem of the folder: keys, words, colours, pictures, styles and templates.

        >>> theme = Theme.read("docs/themes/eksempel")
        >>> theme.name, theme.words_of("da")["achieved"]
        ('Nybro Kommune', ('indfriet', 'indfriet'))
        """
        root = Path(path)
        if not is_folder(root):
            try:
                check_there(root)
            except FileError as error:
                raise RenderingError(*error.problems) from error
            raise RenderingError(Problem(code="theme_no_folder", file=str(root)))
        file = TomlFile.read(root / "theme.toml")
        style = _style(root / "style.css", file.problems)
        templates = _templates(root / "templates", file.problems)
        theme = theme_of(file, style=style, templates=templates)
        if file.problems:
            raise RenderingError(*sorted(file.problems, key=lambda each: (each.file or "", each.line or 0)))
        return theme

    def words_of(self, code: str) -> Words:
        """Return the own words of a language; empty where there are none."""
        return self.words.get(code, {})


def theme_of(file: TomlFile, *at: str, style: str = "", templates: Mapping[str, str] | None = None) -> Theme:
    """Return the theme in a table of a file, and report its problems there."""
    file.check_keys(("name", "logo", "logo_text", "words", *SCHEMES), *at)
    folder = file.path.parent
    fields = {
        "name": file.text(*at, "name") or real_path(folder).name,
        "style": _colours(file, *at) + style,
        "logo": _logo(file, *at),
        "logo_text": file.text(*at, "logo_text"),
        "templates": templates or {},
        "words": {code: _words(file, *at, "words", code) for code in LANGUAGES},
    }
    file.check_keys(LANGUAGES, *at, "words")
    digest = sha256(repr(fields).encode("utf-8", "backslashreplace")).hexdigest()
    return Theme(folder=folder, digest=digest, **fields)  # type: ignore[arg-type]


# Styles


def own_colours() -> Mapping[str, Mapping[str, str]]:
    """Return our colours by table, as in the stylesheet."""
    blocks = re.findall(r":root\s*\{(.*?)\}", _TEMPLATES.joinpath("style.css").read_text("utf-8"), re.DOTALL)
    return {table: dict(_DECLARED.findall(block)) for table, block in zip(SCHEMES, blocks, strict=False)}


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2.1 defines it.

    >>> contrast("#000000", "#fff"), round(contrast("#777777", "#ffffff"), 2)
    (21.0, 4.48)
    """
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [part / 255 for part in bytes.fromhex(digits)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _colours(file: TomlFile, *at: str) -> str:
    """Return the stylesheet of the colours; one that is invalid, or has too little contrast, is a problem."""
    rules = []
    for table, scheme in SCHEMES.items():
        ours = own_colours()[table]
        file.check_keys(ours, *at, table)
        given = {}
        for name, colour in file.table(*at, table).items():
            if isinstance(colour, str) and _COLOUR.fullmatch(colour):
                given[name] = colour
            else:
                file.report("theme_colour", *at, table, name, value=str(colour))
        for word, background in ((word, each) for word, backgrounds in BACKGROUNDS.items() for each in backgrounds):
            setter = word if word in given else background
            ratio = contrast({**ours, **given}[word], {**ours, **given}[background])
            if setter in given and ratio < CONTRAST:
                shown = f"{int(ratio * 100) / 100:.2f}"  # never rounded up to what is required
                data = {"word": word, "ground": background, "ratio": shown, "least": str(CONTRAST)}
                file.report("theme_contrast", *at, table, setter, **data)
        settings = " ".join(f"--{name}: {colour};" for name, colour in given.items())
        if settings:
            media = f"(prefers-color-scheme: {scheme})" + (", print" if scheme == "light" else "")
            rules.append(f"@media {media} {{ :root {{ {settings} }} }}\n")
    return "".join(rules)


def _style(path: Path, problems: list[Problem]) -> str:
    style = _read(path, problems) if is_there(path) else ""
    for found in _LOADS.finditer(_COMMENT.sub(lambda comment: re.sub(".", " ", comment[0]), style)):
        line = style.count("\n", 0, found.start()) + 1
        problems.append(Problem(code="theme_style", file=str(path), line=line, data={"value": found[0]}))
    return style


def _read(path: Path, problems: list[Problem]) -> str:
    try:
        return read_text(path)
    except KommunepolitikError as error:
        problems += error.problems
        return ""


def _logo(file: TomlFile, *at: str) -> str:
    name = file.text(*at, "logo")
    if not name:
        return ""
    path = file.path.parent / name
    kind = LOGOS.get(path.suffix.lower())
    if kind is None:
        file.report("not_one_of", *at, "logo", value=name, choices=", ".join(f"*{suffix}" for suffix in LOGOS))
    elif (content := _content(path, file.problems)) is not None:
        if not file.text(*at, "logo_text"):
            file.report("theme_logo_text", *at, "logo_text")
        return f"data:{kind};base64,{base64.b64encode(content).decode()}"
    return ""


def _content(path: Path, problems: list[Problem]) -> bytes | None:
    """Return the content of a picture; None, and a problem, where it cannot be read or is too large."""
    try:
        return read_bytes(path, MAX_LOGO)
    except KommunepolitikError as error:
        problems += error.problems
        return None


# Templates


def _templates(folder: Path, problems: list[Problem]) -> Mapping[str, str]:
    """Return the templates of a folder; one without a counterpart among ours would never be used."""
    ours = {each.name for each in _TEMPLATES.iterdir() if each.name.endswith(".html.j2")}
    found = {}
    for path in sorted(folder.rglob("*")) if is_folder(folder) else ():
        name = path.relative_to(folder).as_posix()
        if name not in ours and f"{name.split('-')[0]}.html.j2" not in ours:
            problems.append(
                Problem(code="template_missing", file=str(path), data={"name": name}, nearest=nearest(name, ours))
            )
            continue
        found[name] = _read(path, problems)
        try:
            tree = jinja2.Environment().parse(found[name], name, str(path))  # compiling would compute what is constant
            for node in tree.find_all(nodes.Filter):
                if node.name not in FILTERS:
                    raise jinja2.TemplateSyntaxError(f"No filter named {node.name!r}.", node.lineno)
        except jinja2.TemplateSyntaxError as error:
            data = {"detail": error.message}
            problems.append(Problem(code="template_syntax", file=str(path), line=error.lineno, data=data))
        except Exception:  # Jinja's parser and Python's have limits of depth, without a line
            problems.append(Problem(code="template_nested", file=str(path)))
    return found


# Words


@cache
def known_words() -> Mapping[str, str | None]:
    """Return every English text of the library, with its plural if it has one, from the Danish catalogue."""
    catalogue = Path(__file__).parents[1] / "i18n" / "locale" / "da" / "LC_MESSAGES" / "kommunepolitik.mo"
    with catalogue.open("rb") as file:
        ids = [message.id for message in read_mo(file) if message.id]
    return {id: None for id in ids if isinstance(id, str)} | {id[0]: id[1] for id in ids if not isinstance(id, str)}


def _words(file: TomlFile, *at: str) -> Words:
    """Return the words of a language; an unknown text, or a wrong placeholder, is a problem."""
    words: dict[str, tuple[str, str]] = {}
    for english, value in file.table(*at).items():
        if file.is_full:
            break
        one, several = value if isinstance(value, list) and len(value) == 2 else (value, value)
        if english not in known_words():
            file.report("label_unknown", *at, english, key=english, nearest=nearest(english, known_words()))
        elif not all(isinstance(each, str) and each.strip() for each in (one, several)):
            file.report("label_forms", *at, english, found=describe(value))
        elif one is not value and known_words()[english] is None:
            file.report("expected_text", *at, english, found=describe(value))
        elif wrong := _placeholders(one, several) - _placeholders(english):
            known = sorted(_placeholders(english))
            file.report("label_placeholder", *at, english, value=", ".join(sorted(wrong)), known=known)
        else:
            words[english] = one, several
    return words


def _placeholders(*texts: Iterable[str]) -> set[str]:
    """Return the placeholders as they are written; the whole text where they cannot be found.

    >>> sorted(_placeholders("{count} of %(num)s, 100 %"))
    ['%', '%(num)s', '{count}']
    """
    found: set[str] = set()
    for text in map(str, texts):
        try:
            fields = [(name, spec, how) for _, name, spec, how in Formatter().parse(text) if name is not None]
        except ValueError:
            return {text}
        found |= {f"{{{name}{'!' + how if how else ''}{':' + spec if spec else ''}}}" for name, spec, how in fields}
        found |= set(re.findall(r"%\(\w+\)s|%", text))
    return found
