"""The folder of a theme: templates, stylesheet and logo."""

import base64
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import attrs
from markupsafe import Markup

from kommunepolitik.documents.files import read_text
from kommunepolitik.errors import KommunepolitikError, Problem
from kommunepolitik.model.nearest import nearest
from kommunepolitik.rendering.templates import own_templates
from kommunepolitik.rendering.theme_colours import SCHEMES, colour_style
from kommunepolitik.rendering.toml import TomlFile

TEMPLATES: Final = "templates"
STYLE: Final = "style.css"
LABELS: Final = "labels.toml"
ABOUT: Final = "theme.toml"
LOGOS: Final = {"logo.svg": "image/svg+xml", "logo.png": "image/png", "logo.jpg": "image/jpeg"}
MAX_LOGO: Final = 512 * 1024
"""Each page contains the logo."""

_KNOWN: Final = (STYLE, LABELS, ABOUT, *LOGOS)
_BESIDE: Final = re.compile(r"\..*|(readme|license|licence|laesmig)(\..*)?|thumbs\.db|desktop\.ini", re.IGNORECASE)
"""Files that may be in the folder without being part of the theme."""
_TEMPLATE: Final = re.compile(r"templates/(html/.*\.html\.j2|markdown/.*\.md\.j2)")
_LOADS: Final = re.compile(r"@import|\b(?:url|src|image|image-set)\((?!\s*[\"']?(?:data:|#))", re.IGNORECASE)
"""What loads something that is not in the stylesheet itself."""
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)


@attrs.frozen(kw_only=True)
class Branding:
    """The name, colours and logo of a theme; templates read it as `theme`."""

    name: str
    style: Markup
    """The stylesheet that follows ours: the colours, then `style.css`."""
    logo: str
    logo_text: str


@attrs.define
class ThemeFolder:
    """The folder of a theme that is being read, and the problems found in it."""

    root: Path
    problems: list[Problem] = attrs.field(factory=list)

    def branding(self, about: TomlFile) -> Branding:
        """Return name, colours, stylesheet and logo, with `theme.toml`."""
        about.check_keys(("name", "logo_text", *SCHEMES))
        name, logo, logo_text = about.text("name"), self._logo(), about.text("logo_text")
        if logo and "logo_text" not in about.data:
            about.report("theme_logo_text")
        return Branding(
            name=name or self.root.resolve().name,
            style=Markup(colour_style(about) + self._style()),
            logo=logo,
            logo_text=logo_text or "",
        )

    def templates(self) -> Mapping[str, str]:
        """Return the templates by name; report each file that is not part of a theme."""
        known, found = [*_KNOWN, *(f"templates/{name}" for name in own_templates().list_templates())], {}
        for file in sorted(self.root.rglob("*")):
            name = file.relative_to(self.root).as_posix()
            if file.is_dir() or any(map(_BESIDE.fullmatch, name.split("/"))):
                continue
            if template := _TEMPLATE.fullmatch(name):
                found[template[1]] = self._read(file)
            elif name not in _KNOWN:
                self._report("theme_unknown_file", file, near=nearest(name, known))
        return found

    def _report(self, code: str, file: Path, line: int | None = None, near: str | None = None, **data: object) -> None:
        self.problems.append(Problem(code=code, file=str(file), line=line, nearest=near, data=data))

    def _read(self, file: Path) -> str:
        try:
            return read_text(file)
        except KommunepolitikError as error:
            self.problems += error.problems
            return ""

    def _style(self) -> str:
        file = self.root / STYLE
        style = self._read(file) if file.is_file() else ""
        for found in _LOADS.finditer(_COMMENT.sub(lambda comment: re.sub(".", " ", comment[0]), style)):
            line = style.count("\n", 0, found.start()) + 1
            self._report("theme_style_elsewhere", file, line=line, value=found[0])
        if "</style" in style.lower():
            self._report("theme_style_end", file, value="</style")
        return style

    def _logo(self) -> str:
        logos = [self.root / name for name in LOGOS if (self.root / name).is_file()]
        for other in logos[1:]:
            self._report("theme_two_logos", other, first=logos[0].name)
        if not logos:
            return ""
        content = logos[0].read_bytes()
        if len(content) > MAX_LOGO:
            self._report("too_large", logos[0], size=len(content), limit=MAX_LOGO)
        return f"data:{LOGOS[logos[0].name]};base64,{base64.b64encode(content).decode()}"
