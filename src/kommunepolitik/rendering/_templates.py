"""The template environments: one per format, autoescaped, sandboxed, strict about names."""

import re
from functools import cache
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from kommunepolitik.rendering._language import Language, language

SUFFIXES = {"html": ".html", "md": ".md"}
"""The formats, and what their files end with."""

_FOLDERS = {"html": "html", "md": "markdown"}


@cache
def environment(format: str, code: str) -> jinja2.Environment:  # noqa: A002 - the reader's word
    """Return the environment of a format in a language."""
    words: Language = language(code)
    env = ImmutableSandboxedEnvironment(
        loader=jinja2.PackageLoader("kommunepolitik.rendering"),
        autoescape=format == "html",
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_escape_markdown if format == "md" else _no_none,
    )
    env.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals["language"] = words
    return env


def render_template(name: str, format: str, code: str, **context: Any) -> str:  # noqa: A002
    """Fill a page's template: `policy` or `index`."""
    template = environment(format, code).get_template(f"{_FOLDERS[format]}/{name}.{format}.j2")
    text = template.render(**context)
    return _tidy_markdown(text) if format == "md" else text


def _no_none(value: Any) -> Any:
    return "" if value is None else value


_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LINE_START = re.compile(r"(?m)^(\s*)([-+=]|\d+[.)])(?=\s|$)")


def _escape_markdown(value: Any) -> Any:
    """Keep text text: nothing in it makes a heading, list, table cell, link or tag."""
    if value is None:
        return ""
    if isinstance(value, Markup):
        return value
    text = _MARKDOWN.sub(r"\\\1", str(value)).replace("&", "&amp;")
    text = _LINE_START.sub(r"\1\\\2", text)
    return " ".join(text.split("\n"))


def _tidy_markdown(text: str) -> str:
    lines = [line.rstrip() for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
