"""The template environments: one per format, autoescaped, sandboxed, strict about names."""

import re
import shutil
import textwrap
from functools import cache
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from kommunepolitik.rendering._language import Language, language

SUFFIXES = {"html": ".html", "md": ".md"}
"""The formats, and what their files end with."""

_FOLDERS = {"html": "html", "md": "markdown", "text": "text"}


@cache
def environment(format: str, code: str) -> jinja2.Environment:
    """Return the environment of a format in a language."""
    words: Language = language(code)
    env = ImmutableSandboxedEnvironment(
        loader=jinja2.PackageLoader("kommunepolitik.rendering"),
        autoescape=format != "text",
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=format != "md",  # in Markdown a line's end means something
        lstrip_blocks=True,
        finalize={"html": _no_none, "md": _escape_markdown, "text": _no_none}[format],
    )
    # New-style gettext escapes what is put into a text for HTML; Markdown has its own escapes, made when it is shown.
    newstyle = format != "md"
    env.install_gettext_callables(words.gettext, words.ngettext, newstyle=newstyle)  # type: ignore[attr-defined]
    env.globals["language"] = words
    env.filters["fill"] = _fill
    env.filters["paragraphs"] = _paragraphs if format == "text" else _markdown_paragraphs
    return env


def render_template(name: str, format: str, code: str, **context: Any) -> str:
    """Fill a page's template: `policy` or `index`."""
    template = environment(format, code).get_template(f"{_FOLDERS[format]}/{name}.{format}.j2")
    text = template.render(**context)
    return _tidy_markdown(text) if format == "md" else text


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
_BULLET = re.compile(r"^([-+=])(?=\s|$)")
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
