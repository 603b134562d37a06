"""Whether the templates of a theme can be used: each can be read, is asked for, and asks for what is there."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jinja2
from jinja2 import nodes

from kommunepolitik.errors import Problem
from kommunepolitik.i18n import LANGUAGES
from kommunepolitik.model.nearest import nearest
from kommunepolitik.rendering.template_errors import syntax_problem
from kommunepolitik.rendering.templates import OURS, environment, own_templates
from kommunepolitik.rendering.theme import Theme

_Asking = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


@cache
def known_templates() -> tuple[str, ...]:
    """Return the names of our templates that a theme may have its own of."""
    names = own_templates().list_templates()
    return tuple(name for name in names if name.startswith(("html/", "markdown/")) and name.endswith(".j2"))


def template_problems(theme: Theme, root: Path) -> list[Problem]:
    """Return what is wrong with the templates, without filling any of them."""
    problems: list[Problem] = []
    trees = {}
    for name, template in theme.templates.items():
        try:
            trees[name] = _parsed(theme, name)
        except jinja2.TemplateSyntaxError as error:
            problems.append(syntax_problem(error, template.file))
        except Exception:  # Jinja's reader and Python's go so deep and no deeper, and do not say where they stopped
            problems.append(Problem(code="template_nested", file=template.file))
    asked = set()
    for name, tree in trees.items():
        for line, wanted in _asked(tree):
            asked.add(wanted)
            if wanted.removeprefix(f"{OURS}/") not in known_templates() and wanted not in theme.templates:
                near = nearest(wanted, [*known_templates(), *theme.templates])
                file = theme.templates[name].file
                problems.append(
                    Problem(code="template_missing", data={"name": wanted}, file=file, line=line, nearest=near)
                )
        problems += _blocks(theme, name, tree)
    for name in theme.templates:
        if name not in known_templates() and name not in asked:
            near = nearest(name, known_templates())
            file = str(root / name)
            problems.append(Problem(code="theme_unused", data={"name": name}, file=file, nearest=near))
    return problems


def _parsed(theme: Theme, name: str) -> nodes.Template:
    """Return a template as a tree, after it was compiled: a filter that is not there shows only then."""
    env = environment("html" if name.startswith("html/") else "md", LANGUAGES[0], theme)
    template = theme.templates[name]
    env.compile(template.text, name, template.file)
    return env.parse(template.text, name, template.file)


def _asked(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Yield the templates that a template asks for by name; those it may do without are not asked for."""
    for node in tree.find_all(_Asking):
        wanted = node.template  # type: ignore[attr-defined]
        if isinstance(wanted, nodes.Const) and not getattr(node, "ignore_missing", False):
            yield node.lineno, str(wanted.value)


def _blocks(theme: Theme, name: str, tree: nodes.Template) -> Iterator[Problem]:
    """Yield the blocks that stand in for none of the template below: they would never be shown."""
    known = _blocks_below(theme, tree, frozenset((name,)))
    if known is None:
        return
    for block in tree.body:
        if isinstance(block, nodes.Block) and block.name not in known:
            yield Problem(
                code="template_no_block",
                data={"name": block.name},
                file=theme.templates[name].file,
                line=block.lineno,
                nearest=nearest(block.name, known),
                choices=tuple(sorted(known)),
            )


def _blocks_below(theme: Theme, tree: nodes.Template, seen: frozenset[str]) -> set[str] | None:
    """Return the blocks of the template that one extends, and of those below; none where that cannot be told."""
    extends = tree.find(nodes.Extends)
    if extends is None or not isinstance(extends.template, nodes.Const):
        return None
    name = str(extends.template.value)
    if name in seen:
        return None  # it extends itself; told when a page is made
    below = _tree(theme, name)
    if below is None:
        return None
    return {block.name for block in below.find_all(nodes.Block)} | (_blocks_below(theme, below, seen | {name}) or set())


def _tree(theme: Theme, name: str) -> nodes.Template | None:
    env = environment("html", LANGUAGES[0], theme)
    try:
        assert env.loader is not None
        text, _, _ = env.loader.get_source(env, name)
        return env.parse(text, name)
    except jinja2.TemplateError:
        return None
