"""The folder of a theme: templates, stylesheet and logo."""

import base64
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs
import tinycss2
from markupsafe import Markup

from kommunepolitik.documents.files import read_text
from kommunepolitik.errors import KommunepolitikError, Problem
from kommunepolitik.model.nearest import nearest
from kommunepolitik.rendering.templates import own_templates
from kommunepolitik.rendering.theme_colours import SCHEMES, colour_style, read_colours
from kommunepolitik.rendering.toml import TomlFile

TEMPLATES: Final = "templates"
STYLE: Final = "style.css"
LABELS: Final = "labels.toml"
ABOUT: Final = "theme.toml"
LOGOS: Final[Mapping[str, tuple[str, bytes]]] = {
    "logo.svg": ("image/svg+xml", b"<svg"),
    "logo.png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "logo.jpg": ("image/jpeg", b"\xff\xd8\xff"),
}
"""The names a logo may have, each with its kind and what such a file has near its beginning."""
MAX_LOGO: Final = 512 * 1024
"""Each page contains the logo."""

_KNOWN: Final = (TEMPLATES, STYLE, LABELS, ABOUT, *LOGOS)
_BESIDE: Final = re.compile(r"\..*|(readme|license|licence|laesmig)(\..*)?|thumbs\.db|desktop\.ini", re.IGNORECASE)
"""Files that may be in the folder without being part of the theme."""
_TEMPLATE: Final = re.compile(r"html/.*\.html\.j2|markdown/.*\.md\.j2")

_END: Final = re.compile(r"</style", re.IGNORECASE)
_LOADS: Final = ("url", "src", "image", "image-set", "-webkit-image-set")
"""The functions of CSS that load what they name."""


@attrs.frozen(kw_only=True)
class Template:
    """A template of a theme."""

    text: str
    file: str


@attrs.frozen(kw_only=True)
class Branding:
    """The name, colours and logo of a theme; templates read it as `theme`."""

    name: str
    style: Markup
    """The stylesheet that follows ours: the colours, then `style.css`."""
    logo: str
    """The logo as a `data:` address; empty without one."""
    logo_text: str
    """The alternative text of the logo."""


@attrs.define
class ThemeFolder:
    """The folder of a theme that is being read, and the problems found in it."""

    root: Path
    problems: list[Problem] = attrs.field(factory=list)

    def branding(self, about: TomlFile) -> Branding:
        """Return name, colours, stylesheet and logo, with `theme.toml`."""
        about.check_keys(("name", "logo_text", *SCHEMES))
        colours = colour_style(read_colours(about))
        style = self._read(self.root / STYLE) if (self.root / STYLE).is_file() else ""
        self._check_style(style)
        logo, logo_text = self._logo(about)
        name = about.text("name") or self.root.resolve().name
        return Branding(name=name, style=Markup(colours + style), logo=logo, logo_text=logo_text)

    def templates(self) -> Mapping[str, Template]:
        """Return the templates by name."""
        root = self.root / TEMPLATES
        found = {}
        for file in sorted(root.rglob("*")):
            name = file.relative_to(root).as_posix()
            if file.is_dir() or any(map(_BESIDE.fullmatch, name.split("/"))):
                continue
            if _TEMPLATE.fullmatch(name):
                found[name] = Template(text=self._read(file), file=str(file))
            else:
                self._report("theme_unknown_file", file, near=nearest(name, own_templates().list_templates()))
        return found

    def check_names(self) -> None:
        """Report each file that is not part of a theme."""
        for file in sorted(self.root.iterdir()):
            right_kind = file.is_dir() if file.name == TEMPLATES else file.is_file()
            if not (file.name in _KNOWN and right_kind) and not _BESIDE.fullmatch(file.name):
                near = nearest(file.name, _KNOWN)
                self.problems.append(Problem(code="theme_unknown_file", file=str(file), nearest=near, choices=_KNOWN))

    def _report(self, code: str, file: Path, line: int | None = None, near: str | None = None, **data: object) -> None:
        self.problems.append(Problem(code=code, file=str(file), line=line, nearest=near, data=data))

    def _read(self, file: Path) -> str:
        try:
            return read_text(file)
        except KommunepolitikError as error:
            self.problems += error.problems
            return ""

    def _check_style(self, style: str) -> None:
        """Report what a page would load from elsewhere, or what would end its stylesheet."""
        file = self.root / STYLE
        for found in _END.finditer(style):
            self._report("theme_style_end", file, line=style.count("\n", 0, found.start()) + 1, value=found[0])
        for line, words in _elsewhere(tinycss2.parse_component_value_list(style)):
            self._report("theme_style_elsewhere", file, line=line, value=words)

    def _logo(self, about: TomlFile) -> tuple[str, str]:
        """Return the logo as an address that contains it, and its alternative text."""
        text = about.text("logo_text")
        logos = [self.root / name for name in LOGOS if (self.root / name).is_file()]
        if not logos:
            return "", ""
        file, *others = logos
        for other in others:
            self._report("theme_two_logos", other, first=file.name)
        if text is None and not any(problem.path == ("logo_text",) for problem in about.problems):
            self._report("theme_logo_text", file)
        kind, mark = LOGOS[file.name]
        content = file.read_bytes()
        if len(content) > MAX_LOGO:
            self._report("too_large", file, size=len(content), limit=MAX_LOGO)
        if mark not in content if kind.endswith("xml") else not content.startswith(mark):
            self._report("theme_no_picture", file)
        return f"data:{kind};base64,{base64.b64encode(content).decode()}", text or ""


def _elsewhere(tokens: Sequence[Any]) -> Sequence[tuple[int, str]]:
    """Return line and words of what loads something that is not in the stylesheet itself."""
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
