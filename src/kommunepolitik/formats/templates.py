"""The template environments: one per format, autoescaped, sandboxed, strict about names."""

import re
import shutil
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from kommunepolitik.errors import Problem, RenderingError
from kommunepolitik.i18n import language
from kommunepolitik.model.nearest import nearest
from kommunepolitik.site.workers import TimeLimit, call_limited

if TYPE_CHECKING:
    from kommunepolitik.formats.theme import Theme

_FOLDERS = {"html": "html", "md": "markdown", "text": "text"}

OURS: Final = "kommunepolitik"
"""What stands before the name of a template of ours where a theme has one of the same name."""


@lru_cache(maxsize=32)
def environment(format: str, code: str, theme: "Theme | None" = None) -> jinja2.Environment:
    """Return the environment of a format in a language; the templates of a theme take the place of ours."""
    ours = own_templates()
    loaders: list[jinja2.BaseLoader] = [jinja2.PrefixLoader({OURS: ours}), ours]
    if theme is not None:
        found = {name: (text, theme.file_of(name), lambda: True) for name, text in theme.templates.items()}
        loaders.insert(1, jinja2.FunctionLoader(found.get))
    env = ImmutableSandboxedEnvironment(
        loader=jinja2.ChoiceLoader(loaders),
        undefined=jinja2.StrictUndefined,
        finalize=_escape_markdown if format == "md" else _no_none,
        autoescape=format != "text",
        extensions=["jinja2.ext.i18n"],
        trim_blocks=format != "md",  # in Markdown a line's end means something
        lstrip_blocks=True,
    )
    env.filters["fill"] = _fill
    env.filters["paragraphs"] = _paragraphs if format == "text" else _markdown_paragraphs
    words = language(code, theme)
    own = {} if theme is None or format != "html" else theme.words_of(code)

    def gettext(text: str) -> str:
        return str(escape(words.gettext(text))) if text in own else words.gettext(text)

    def ngettext(singular: str, plural: str, number: int) -> str:
        said = words.ngettext(singular, plural, number)
        return str(escape(said)) if singular in own else said

    # New-style gettext escapes what is put into a text for HTML; Markdown has its own escapes, made when it is shown.
    env.install_gettext_callables(gettext, ngettext, newstyle=format != "md")  # type: ignore[attr-defined]
    env.globals |= {"language": words, "theme": theme and theme.branding}
    return env


@cache
def own_templates() -> jinja2.BaseLoader:
    """Return the loader of our templates."""
    return jinja2.PackageLoader("kommunepolitik.rendering")


def render_template(name: str, format: str, code: str, *, theme: "Theme | None" = None, **context: Any) -> str:
    """Fill a page's template: `policy`, `report`, `comparison` or `index`.

    Raises:
        RenderingError: a template of the theme fails, or takes more than it may; it says which, and in which line.
    """
    path = f"{_FOLDERS[format]}/{name}.{format}.j2"
    if theme is None or not theme.templates:
        text = environment(format, code, theme).get_template(path).render(**context)
    else:
        text = call_limited(str(theme.path), _fill_themed, path, format, code, theme, context)
    return _tidy_markdown(text) if format == "md" else text


def _fill_themed(path: str, format: str, code: str, theme: "Theme", context: Mapping[str, Any]) -> str:
    env = environment(format, code, theme)
    try:
        return env.get_template(path).render(**context)
    except Exception as error:  # a theme's template may fail in any way
        names, files = [*own_templates().list_templates(), *theme.templates], [*map(theme.file_of, theme.templates)]
        raise RenderingError(template_problem(error, files, names)) from error


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


def template_problem(error: Exception, files: Collection[str], names: Iterable[str] = ()) -> Problem:
    """Return what is wrong with a template, in Jinja's words where it has them.

    The place is the innermost line of the `files` that led there, else of any template; `names` are the templates that
    exist.
    """
    if isinstance(error, jinja2.TemplateSyntaxError):
        return syntax_problem(error, error.filename)
    places: list[tuple[str | None, int | None]] = [(None, None), *_places(error.__traceback__)]
    file, line = next((place for place in reversed(places) if place[0] in files), places[-1])
    match error:
        case TimeLimit() | MemoryError():
            return Problem(code="template_limits", file=file, line=line)
        case RecursionError():
            return Problem(code="template_endless", file=file, line=line)
        case jinja2.TemplateNotFound():
            near, data = nearest(str(error.name), list(names)), {"name": error.message or error.name}
            return Problem(code="template_missing", data=data, file=file, line=line, nearest=near)
    kind = "" if isinstance(error, jinja2.TemplateError) else f"{type(error).__name__}: "
    return Problem(code="template_failed", data={"detail": f"{kind}{error}"}, file=file, line=line)


def syntax_problem(error: jinja2.TemplateSyntaxError, file: str | None) -> Problem:
    """Return what is wrong with a template that cannot be read, in Jinja's words."""
    return Problem(code="template_syntax", data={"detail": error.message}, file=file, line=error.lineno)


def _places(trace: TracebackType | None) -> Iterator[tuple[str, int]]:
    """Yield file and line of each template that was being filled, the innermost last."""
    while trace is not None:
        if "__jinja_exception__" in trace.tb_frame.f_globals:  # a frame that Jinja put in place of compiled code
            yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
