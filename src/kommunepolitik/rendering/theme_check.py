"""Checks the templates of a theme: each can be read, is used, and names blocks and templates that exist."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2 import nodes

from kommunepolitik.errors import Problem, RenderingError
from kommunepolitik.i18n import LANGUAGES
from kommunepolitik.model.nearest import nearest
from kommunepolitik.rendering.template_errors import syntax_problem
from kommunepolitik.rendering.templates import OURS, environment, own_templates

if TYPE_CHECKING:
    from kommunepolitik.rendering.theme import Theme


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
    return [
        Problem(
            code="template_no_block",
            data={"name": block.name},
            file=theme.file_of(name),
            line=block.lineno,
            nearest=nearest(block.name, known),
            choices=tuple(sorted(known)),
        )
        for name, block in replacing
        if block.name not in known
    ]
