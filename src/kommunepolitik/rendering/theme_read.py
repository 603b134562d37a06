"""A theme's folder, read whole: what lies in it, with every problem told together."""

import base64
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import attrs
import tinycss2
from markupsafe import Markup

from kommunepolitik.documents.files import read_text
from kommunepolitik.errors import KommunepolitikError, Problem, RenderingError
from kommunepolitik.model.nearest import nearest
from kommunepolitik.rendering.theme import Look, Template, Theme, Words
from kommunepolitik.rendering.theme_check import known_templates, template_problems
from kommunepolitik.rendering.theme_colours import SCHEMES, colour_style, read_colours
from kommunepolitik.rendering.theme_words import read_words
from kommunepolitik.rendering.toml import TomlFile, read_toml

TEMPLATES: Final = "templates"
STYLE: Final = "style.css"
LABELS: Final = "labels.toml"
ABOUT: Final = "theme.toml"
LOGOS: Final[Mapping[str, tuple[str, bytes]]] = {
    "logo.svg": ("image/svg+xml", b"<svg"),
    "logo.png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "logo.jpg": ("image/jpeg", b"\xff\xd8\xff"),
}
"""The names a logo may have, each with its kind and what such a file holds near its beginning."""

MAX_TEXT: Final = 256 * 1024
"""Bytes of a template or a stylesheet; each page holds the stylesheet, and so the logo."""
MAX_LOGO: Final = 512 * 1024
MAX_FILES: Final = 500
"""Templates that a theme has at most; we have under a hundred."""
MAX_TEXTS: Final = 2 * 1024 * 1024

_KNOWN: Final = (TEMPLATES, STYLE, LABELS, ABOUT, *LOGOS)
_BESIDE: Final = re.compile(r"\..*|(readme|license|licence|laesmig)(\..*)?|thumbs\.db|desktop\.ini", re.IGNORECASE)
"""What may lie in a folder without being part of the theme."""

_END: Final = re.compile(r"</style", re.IGNORECASE)
_LOADS: Final = ("url", "src", "image", "image-set", "-webkit-image-set")
"""The functions of CSS that load what they name."""


@attrs.define
class _Reading:
    """A theme's folder that is being read."""

    root: Path
    problems: list[Problem] = attrs.field(factory=list)

    def tell(self, code: str, file: Path, **rest: object) -> None:
        line, near, choices = rest.pop("line", None), rest.pop("nearest", None), rest.pop("choices", ())
        problem = Problem(code=code, file=str(file), line=line, nearest=near, choices=tuple(choices), data=rest)  # type: ignore[arg-type]
        self.problems.append(problem)

    def bytes_of(self, file: Path, limit: int) -> bytes | None:
        """Return what a file holds; none where it is too large, or cannot be read."""
        try:
            with file.open("rb") as opened:
                held = opened.read(limit + 1)
        except OSError as error:
            self.tell("cannot_read", file, detail=error.strerror or str(error))
            return None
        if len(held) > limit:
            self.tell("too_large", file, size=file.stat().st_size, limit=limit)
            return None
        return held

    def text_of(self, file: Path) -> str | None:
        """Return the text of a file; none where it is too large, or no text."""
        if self.bytes_of(file, MAX_TEXT) is None:
            return None
        try:
            return read_text(file)
        except KommunepolitikError as error:
            self.problems += error.problems
            return None

    def inside(self, file: Path) -> bool:
        """Tell whether a file lies in the folder, wherever links lead; one that does not is a problem."""
        try:
            within = file.resolve(strict=True).is_relative_to(self.root.resolve())
        except (OSError, RuntimeError):  # a link to nothing, or in a circle
            within = False
        if not within:
            self.tell("theme_outside", file)
        return within


def read_theme(root: Path) -> Theme:
    """Read a theme from its folder; see `Theme.read`."""
    if not root.is_dir():
        code = "theme_no_folder" if root.exists() else "not_found"
        raise RenderingError(Problem(code=code, file=str(root)))
    reading = _Reading(root)
    found = dict(_entries(reading))
    templates = _templates(reading) if TEMPLATES in found else {}
    about, labels = (
        read_toml(found[name]) if name in found else TomlFile(str(root / name), {}, {}) for name in (ABOUT, LABELS)
    )
    colours = _about(about)
    words: Mapping[str, Words] = read_words(labels)
    style = (reading.text_of(found[STYLE]) if STYLE in found else None) or ""
    if style:
        _check_style(reading, found[STYLE], style)
    logo, logo_text = _logo(reading, found, about)
    look = Look(
        name=about.text("name") or root.resolve().name,
        style=Markup(colour_style(colours) + style),
        logo=logo,
        logo_text=logo_text,
    )
    texts = {name: template.text for name, template in templates.items()}
    said = {code: each.said for code, each in words.items()}
    digest = sha256(repr((attrs.astuple(look), texts, said)).encode()).hexdigest()
    theme = Theme(path=root, digest=digest, look=look, templates=templates, words=words)
    problems = reading.problems + about.problems + labels.problems + template_problems(theme, root / TEMPLATES)
    if problems:
        raise RenderingError(*sorted(dict.fromkeys(problems), key=lambda each: (each.file or "", each.line or 0)))
    return theme


def _entries(reading: _Reading) -> Iterator[tuple[str, Path]]:
    """Yield what of the folder is part of the theme; what is nothing that a theme has is a problem."""
    for file in sorted(reading.root.iterdir()):
        if file.name in _KNOWN:
            if not reading.inside(file):
                continue
            if file.is_dir() if file.name == TEMPLATES else file.is_file():
                yield file.name, file
                continue
        elif _BESIDE.fullmatch(file.name):
            continue
        reading.tell("theme_unknown_file", file, nearest=nearest(file.name, _KNOWN), choices=_KNOWN)


def _templates(reading: _Reading) -> dict[str, Template]:
    """Read the templates by name."""
    templates: dict[str, Template] = {}
    size = 0
    root = reading.root / TEMPLATES
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not _BESIDE.fullmatch(name))
        for name in list(folders):
            if (link := Path(folder, name)).is_symlink():  # not followed: it could lead in a circle
                reading.tell("theme_outside", link)
        for name in sorted(files):
            file = Path(folder, name)
            if _BESIDE.fullmatch(name) or not reading.inside(file):
                continue
            if not _is_template(file.relative_to(root)) or not file.is_file():
                named = file.relative_to(root).as_posix()
                reading.tell("theme_unknown_file", file, nearest=nearest(named, known_templates()))
            elif (text := reading.text_of(file)) is not None:
                templates[file.relative_to(root).as_posix()] = Template(text=text, file=str(file))
                size += len(text)
            if len(templates) > MAX_FILES or size > MAX_TEXTS:
                reading.tell("theme_many_files", root, limit=MAX_FILES, size=MAX_TEXTS)
                return {}
    return templates


def _is_template(path: Path) -> bool:
    endings = {"html": ".html.j2", "markdown": ".md.j2"}
    return len(path.parts) > 1 and path.name.endswith(endings.get(path.parts[0], "\0"))


def _about(about: TomlFile) -> Mapping[str, Mapping[str, str]]:
    """Check what a theme says of itself, and return its colours."""
    about.check_keys(("name", "logo_text", *SCHEMES))
    return read_colours(about)


def _check_style(reading: _Reading, file: Path, style: str) -> None:
    """Note what a page would load from elsewhere, or what would end its stylesheet."""
    for found in _END.finditer(style):
        reading.tell("theme_style_end", file, line=style.count("\n", 0, found.start()) + 1, value=found[0])
    for line, words in _elsewhere(tinycss2.parse_component_value_list(style)):
        reading.tell("theme_style_elsewhere", file, line=line, value=words)


def _elsewhere(tokens: Sequence[Any]) -> Sequence[tuple[int, str]]:
    """Return line and words of what loads something that does not stand in the stylesheet itself."""
    found, waiting = [], list(tokens)
    while waiting:
        token = waiting.pop()
        if token.type == "at-keyword" and token.lower_value == "import":
            found.append((token.source_line, "@import"))
        elif token.type == "url" and not _is_here(token.value):
            found.append((token.source_line, "url("))
        elif token.type == "function" and token.lower_name in _LOADS:
            named = [each for each in token.arguments if each.type == "string"]
            unnamed = not named and token.lower_name in ("url", "src")  # what a variable holds, nobody knows here
            if unnamed or not all(_is_here(each.value) for each in named):
                found.append((token.source_line, f"{token.lower_name}("))
        waiting += getattr(token, "arguments", None) or getattr(token, "content", None) or ()
    return sorted(found)


def _is_here(address: str) -> bool:
    return address.strip().casefold().startswith(("data:", "#"))


def _logo(reading: _Reading, found: Mapping[str, Path], about: TomlFile) -> tuple[str, str]:
    """Return the logo as an address that holds it, and what it shows."""
    text = about.text("logo_text")
    logos = [name for name in LOGOS if name in found]
    if len(logos) > 1:
        reading.tell("theme_two_logos", found[logos[1]], first=logos[0])
    if not logos:
        return "", ""
    if text is None and not any(problem.path == ("logo_text",) for problem in about.problems):
        reading.tell("theme_logo_text", found[logos[0]])
    file, (kind, mark) = found[logos[0]], LOGOS[logos[0]]
    held = reading.bytes_of(file, MAX_LOGO)
    if held is None:
        return "", ""
    if mark not in held if kind.endswith("xml") else not held.startswith(mark):
        reading.tell("theme_no_picture", file)
    return f"data:{kind};base64,{base64.b64encode(held).decode()}", text or ""
