"""Checks the templates of a theme: each can be read, is used, and names blocks and templates that exist."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import jinja2
from jinja2 import nodes

from kommunepolitik.errors import Problem
from kommunepolitik.i18n import LANGUAGES
from kommunepolitik.model.nearest import nearest
from kommunepolitik.rendering.template_errors import syntax_problem
from kommunepolitik.rendering.templates import OURS, environment, own_templates

if TYPE_CHECKING:
    from kommunepolitik.rendering.theme import Theme

_Asking = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


@cache
def known_templates() -> tuple[str, ...]:
    """Return the names of our templates that a theme may have its own of."""
    names = own_templates().list_templates()
    return tuple(name for name in names if name.startswith(("html/", "markdown/")) and name.endswith(".j2"))


def template_problems(theme: "Theme") -> list[Problem]:
    """Return the problems of the templates, without filling any of them."""
    problems: list[Problem] = []
    trees = {}
    for name, template in theme.templates.items():
        env = environment("html" if name.startswith("html/") else "md", LANGUAGES[0], theme)
        try:
            env.compile(template.text, name, template.file)  # an unknown filter shows only then
            trees[name] = env.parse(template.text, name, template.file)
        except jinja2.TemplateSyntaxError as error:
            problems.append(syntax_problem(error, template.file))
        except Exception:  # Jinja's reader and Python's go so deep and no deeper, and do not say where they stopped
            problems.append(Problem(code="template_nested", file=template.file))
    used = {name for tree in trees.values() for _, name in _used(tree)}
    for name, tree in trees.items():
        problems += _unknown_templates(theme, name, tree)
        problems += _unknown_blocks(theme, name, tree)
    for name in theme.templates.keys() - used - set(known_templates()):
        near = nearest(name, known_templates())
        file = theme.templates[name].file
        problems.append(Problem(code="theme_unused", data={"name": name}, file=file, nearest=near))
    return problems


def _used(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Yield line and name of the templates that a template needs."""
    for node in tree.find_all(_Asking):
        wanted = node.template  # type: ignore[attr-defined]
        if isinstance(wanted, nodes.Const) and not getattr(node, "ignore_missing", False):
            yield node.lineno, str(wanted.value)


def _unknown_templates(theme: "Theme", name: str, tree: nodes.Template) -> Iterator[Problem]:
    known = [*known_templates(), *theme.templates]
    for line, wanted in _used(tree):
        if wanted.removeprefix(f"{OURS}/") not in known:
            file, data = theme.templates[name].file, {"name": wanted}
            yield Problem(code="template_missing", data=data, file=file, line=line, nearest=nearest(wanted, known))


def _unknown_blocks(theme: "Theme", name: str, tree: nodes.Template) -> Iterator[Problem]:
    """Yield the blocks that the template below does not have: they would never be shown."""
    known = _blocks_below(theme, tree, frozenset((name,)))
    for block in tree.body:
        if known is not None and isinstance(block, nodes.Block) and block.name not in known:
            yield Problem(
                code="template_no_block",
                data={"name": block.name},
                file=theme.templates[name].file,
                line=block.lineno,
                nearest=nearest(block.name, known),
                choices=tuple(sorted(known)),
            )


def _blocks_below(theme: "Theme", tree: nodes.Template, seen: frozenset[str]) -> set[str] | None:
    """Return the blocks of the template that one extends, and of those below; none where they are not known."""
    extends = tree.find(nodes.Extends)
    if extends is None or not isinstance(extends.template, nodes.Const):
        return None
    name = str(extends.template.value)
    env = environment("html", LANGUAGES[0], theme)
    assert env.loader is not None
    try:
        below = env.parse(env.loader.get_source(env, name)[0], name)
    except jinja2.TemplateError:
        return None
    if name in seen:
        return None  # it extends itself; reported when a page is made
    return {block.name for block in below.find_all(nodes.Block)} | (_blocks_below(theme, below, seen | {name}) or set())
