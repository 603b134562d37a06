"""The template environments: one per format, autoescaped, sandboxed, strict about names."""

import re
import shutil
import textwrap
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from kommunepolitik.errors import RenderingError
from kommunepolitik.i18n import Language, language

if TYPE_CHECKING:
    from kommunepolitik.rendering.theme import Template, Theme

SUFFIXES = {"html": ".html", "md": ".md"}
"""The formats, and what their files end with."""

_FOLDERS = {"html": "html", "md": "markdown", "text": "text"}


OURS: Final = "kommunepolitik"
"""What stands before the name of a template of ours where a theme has one of the same name."""


def environment(format: str, code: str, theme: "Theme | None" = None) -> jinja2.Environment:
    """Return the environment of a format in a language; the templates of a theme stand before ours."""
    return _plain(format, code) if theme is None else _themed(format, code, theme)


@cache
def _plain(format: str, code: str) -> jinja2.Environment:
    env = ImmutableSandboxedEnvironment(
        loader=own_templates(),
        undefined=jinja2.StrictUndefined,
        finalize=_FINALIZE[format],
        **_options(format),
    )
    env.filters["fill"] = _fill
    env.filters["paragraphs"] = _paragraphs if format == "text" else _markdown_paragraphs
    words = language(code)
    _speak(env, format, words, words.gettext, words.ngettext)
    env.globals["theme"] = None
    return env


@lru_cache(maxsize=16)
def _themed(format: str, code: str, theme: "Theme") -> jinja2.Environment:
    from kommunepolitik.rendering.sandbox import ThemeEnvironment
    from kommunepolitik.rendering.sandbox_code import CountingGenerator, counted_finalize, theme_filters

    ours = own_templates()
    env = ThemeEnvironment(
        # What is asked for by our prefix is ours, whatever a theme calls its own.
        loader=jinja2.ChoiceLoader([jinja2.PrefixLoader({OURS: ours}), _Read(theme.templates), ours]),
        finalize=counted_finalize(_FINALIZE[format]),
        **_options(format),
    )
    env.code_generator_class = CountingGenerator
    env.filters = theme_filters({"paragraphs": _markdown_paragraphs})
    words, own = language(code, theme), theme.words_of(code).said

    def gettext(text: str) -> str:
        said = words.gettext(text)
        return str(escape(said)) if text in own and format == "html" else said

    def ngettext(singular: str, plural: str, number: int) -> str:
        said = words.ngettext(singular, plural, number)
        return str(escape(said)) if singular in own and format == "html" else said

    _speak(env, format, words, gettext, ngettext)
    env.globals["theme"] = theme.look
    return env


class _Read(jinja2.BaseLoader):
    """The templates of a theme, as they were when it was read; no file is opened while a page is made."""

    def __init__(self, templates: "Mapping[str, Template]") -> None:
        self.templates = templates

    def get_source(self, _environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return text and file of a template."""
        if template not in self.templates:
            raise jinja2.TemplateNotFound(template)
        return self.templates[template].text, self.templates[template].file, lambda: True

    def list_templates(self) -> list[str]:
        """Return the names."""
        return sorted(self.templates)


@cache
def own_templates() -> jinja2.BaseLoader:
    """Return the loader of our templates."""
    return jinja2.PackageLoader("kommunepolitik.rendering")


def _options(format: str) -> dict[str, Any]:
    return {
        "autoescape": format != "text",
        "extensions": ["jinja2.ext.i18n"],
        "trim_blocks": format != "md",  # in Markdown a line's end means something
        "lstrip_blocks": True,
    }


def _speak(
    env: jinja2.Environment,
    format: str,
    words: Language,
    gettext: Callable[[str], str],
    ngettext: Callable[[str, str, int], str],
) -> None:
    """Let an environment speak a language."""
    # New-style gettext escapes what is put into a text for HTML; Markdown has its own escapes, made when it is shown.
    env.install_gettext_callables(gettext, ngettext, newstyle=format != "md")  # type: ignore[attr-defined]
    env.globals["language"] = words


def render_template(name: str, format: str, code: str, *, theme: "Theme | None" = None, **context: Any) -> str:
    """Fill a page's template: `policy`, `report`, `comparison` or `index`.

    Raises:
        RenderingError: a template of the theme fails, or costs too much; it says which, and in which line.
    """
    env, path = environment(format, code, theme), f"{_FOLDERS[format]}/{name}.{format}.j2"
    text = env.get_template(path).render(**context) if theme is None else _fill_themed(env, path, theme, context)
    return _tidy_markdown(text) if format == "md" else text


def _fill_themed(env: jinja2.Environment, path: str, theme: "Theme", context: Mapping[str, Any]) -> str:
    from kommunepolitik.rendering.budget import spending
    from kommunepolitik.rendering.template_errors import template_problem

    with spending():
        try:
            return env.get_template(path).render(**context)
        except Exception as error:  # a theme's template may fail in any way
            names = [*context, *env.globals, *env.list_templates()]
            raise RenderingError(template_problem(error, theme.files, names)) from error


def _fill(text: str, indent: int, hang: int = 3) -> str:
    """Wrap a text for a terminal; the lines after the first hang a little further in."""
    width = min(100, shutil.get_terminal_size().columns)
    return textwrap.fill(
        " ".join(text.split()),
        width,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hang),
        break_on_hyphens=False,  # an id stays whole, so that it can be searched for
    )


def _paragraphs(text: str, indent: int, hang: int = 3) -> str:
    """Wrap each paragraph of a text for a terminal, with a blank line between."""
    return "\n\n".join(_fill(paragraph, indent, hang) for paragraph in text.split("\n\n"))


def _no_none(value: Any) -> Any:
    return "" if value is None else value


_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_BULLET = re.compile(r"^([-+=])(?=\s|$|[-=\s]+$)")
_NUMBERED = re.compile(r"^(\d+)([.)])(?=\s|$)")


def _escape_markdown(value: Any) -> Any:
    """Keep text text: nothing in it makes a heading, list, table cell, link or tag."""
    if value is None:
        return ""
    if isinstance(value, Markup):
        return value
    text = _MARKDOWN.sub(r"\\\1", re.sub(r"\s+", " ", str(value))).replace("&", "&amp;")
    return Markup(_NUMBERED.sub(r"\1\\\2", _BULLET.sub(r"\\\1", text)))


def _markdown_paragraphs(value: str, before: str = "") -> Markup:
    """Keep the paragraphs of a text that stands by itself; `before` (`> `) stands before each line."""
    between = f"\n{before.rstrip()}\n"
    return Markup(between.join(f"{before}{_escape_markdown(part)}" for part in value.split("\n\n")))


def _tidy_markdown(text: str) -> str:
    lines = [line.rstrip() for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


_FINALIZE: Final[Mapping[str, Callable[[Any], Any]]] = {
    "html": _no_none,
    "md": _escape_markdown,
    "text": _no_none,
}
