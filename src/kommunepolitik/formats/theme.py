"""Themes: a municipality's own templates, stylesheet, logo and words, which take the place of ours.

A theme is a folder (`docs/themes.md`). It is read whole, once, and all problems in it are reported together; no file of
it is opened while a page is made.
"""

import base64
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import attrs
import jinja2
from jinja2 import nodes
from markupsafe import Markup

from kommunepolitik.documents.files import read_text
from kommunepolitik.errors import KommunepolitikError, Problem, RenderingError
from kommunepolitik.formats.templates import OURS, environment, own_templates, syntax_problem
from kommunepolitik.formats.theme_words import Words, read_words
from kommunepolitik.i18n import LANGUAGES
from kommunepolitik.model.nearest import nearest
from kommunepolitik.site.settings import TomlFile, read_toml
from kommunepolitik.site.workers import call_limited

CONTRAST: Final = 4.5
"""What WCAG 2.1 (1.4.3, level AA) requires of text against its background."""
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
"""The tables of `theme.toml` that hold colours, and the scheme each is for."""

_STYLE: Final = Path(__file__).parents[1] / "rendering" / "templates" / "html" / "style.css"
_COLOUR: Final = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_DECLARED: Final = re.compile(r"--([a-z-]+):\s*(#[0-9a-fA-F]{3,6})\b")


@cache
def own_colours() -> Mapping[str, Mapping[str, str]]:
    """Return our colours by table, as the stylesheet has them."""
    blocks = re.findall(r":root\s*\{(.*?)\}", _STYLE.read_text("utf-8"), re.DOTALL)
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


def colour_style(file: TomlFile) -> str:
    """Return the stylesheet of a theme's colours; one that is none, or too faint to be read in, is a problem.

    A reader's own high-contrast colours stay before them; the accent is printed too.
    """
    rules = []
    for table, scheme in SCHEMES.items():
        ours = own_colours()[table]
        file.check_keys(ours, table)
        given = {name: str(colour) for name, colour in file.table(table).items() if name in ours}
        for name in [name for name, colour in given.items() if not _COLOUR.fullmatch(colour)]:
            file.report("theme_colour", table, name, value=given.pop(name))
        _check_contrast(file, table, given)
        rules.append(_rule(f"screen and (forced-colors: none) and (prefers-color-scheme: {scheme})", given))
        if scheme == "light":
            rules.append(_rule("print", {name: given[name] for name in ("accent",) if name in given}))
    return "".join(rules)


def _rule(media: str, given: Mapping[str, str]) -> str:
    settings = " ".join(f"--{name}: {colour};" for name, colour in given.items())
    return f"@media {media} {{ :root {{ {settings} }} }}\n" if given else ""


def _check_contrast(file: TomlFile, table: str, given: Mapping[str, str]) -> None:
    colours = {**own_colours()[table], **given}
    for word, background in ((word, each) for word, backgrounds in BACKGROUNDS.items() for each in backgrounds):
        setter = word if word in given else background
        ratio = contrast(colours[word], colours[background])
        if setter in given and ratio < CONTRAST:
            shown = f"{int(ratio * 100) / 100:.2f}"  # never rounded up to what is required
            file.report("theme_contrast", table, setter, word=word, ground=background, ratio=shown, least=str(CONTRAST))


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


@cache
def known_templates() -> tuple[str, ...]:
    """Return the names of our templates that a theme may have its own of."""
    names = own_templates().list_templates()
    return tuple(name for name in names if name.startswith(("html/", "markdown/")) and name.endswith(".j2"))


def check_templates(theme: "Theme") -> None:
    """Raise `RenderingError` with all problems of the templates, without filling any of them."""
    problems: list[Problem] = []
    trees = {}
    env = environment("html", LANGUAGES[0], theme)
    for name, text in theme.templates.items():
        file = theme.file_of(name)
        try:
            env.compile(text, name, file)  # an unknown filter is found only then
            trees[name] = env.parse(text, name, file)
        except jinja2.TemplateSyntaxError as error:
            problems.append(syntax_problem(error, file))
        except Exception as error:  # Jinja's reader and Python's go so deep and no deeper, and do not say where
            raise RenderingError(*problems, Problem(code="template_nested", file=file)) from error
    named = {(name, str(node.template.value), node.lineno) for name, tree in trees.items() for node in _named(tree)}
    known = [*known_templates(), *theme.templates]
    for name, wanted, line in sorted(named):
        if wanted.removeprefix(f"{OURS}/") not in known:
            file, near = theme.file_of(name), nearest(wanted, known)
            problems.append(Problem(code="template_missing", data={"name": wanted}, file=file, line=line, nearest=near))
    for name in theme.templates.keys() - {wanted for _, wanted, _ in named} - set(known_templates()):
        file, near = theme.file_of(name), nearest(name, known_templates())
        problems.append(Problem(code="theme_unused", data={"name": name}, file=file, nearest=near))
    problems += _unknown_blocks(theme, env, trees)
    if problems:
        raise RenderingError(*problems)


def _named(tree: nodes.Template) -> Iterator[Any]:
    """Yield the nodes that name a template; a name that is built is known only when the page is made."""
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        if isinstance(getattr(node, "template", None), nodes.Const):
            yield node


def _unknown_blocks(theme: "Theme", env: jinja2.Environment, trees: dict[str, nodes.Template]) -> list[Problem]:
    """Return the blocks that the templates below do not have: they would never be shown."""
    ours = [env.parse(own_templates().get_source(env, name)[0]) for name in known_templates()]
    known = {block.name for tree in ours for block in tree.find_all(nodes.Block)}
    replacing: list[tuple[str, nodes.Block]] = []
    for name, tree in trees.items():
        top = [block for block in tree.body if isinstance(block, nodes.Block)] if tree.find(nodes.Extends) else []
        replacing += [(name, block) for block in top]
        known |= {block.name for block in tree.find_all(nodes.Block) if block not in top}
    code, choices, problems = "template_no_block", tuple(sorted(known)), []
    for name, block in replacing:
        if block.name not in known:
            problem = Problem(code=code, data={"name": block.name}, nearest=nearest(block.name, known), choices=choices)
            problems.append(attrs.evolve(problem, file=theme.file_of(name), line=block.lineno))
    return problems
