"""How a theme's templates are compiled and which filters they have: so that whatever they make is counted."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.filters import FILTERS, do_join, make_attrgetter
from jinja2.runtime import Context, markup_join, str_join
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from kommunepolitik.rendering.budget import Budget, OverLimit, budget
from kommunepolitik.rendering.sandbox import Counted, bounded_format, bounded_replace, made, names

_SHORT: Final = 16
"""Fixed text of a template shorter than this is not counted; the step that writes it is."""

_FILTERS: Final = names(
    "abs batch capitalize count d default dictsort e escape filesizeformat first float forceescape format groupby",
    "indent int items last length list lower map max min reject rejectattr replace reverse round safe select",
    "selectattr slice sort string striptags sum title tojson trim truncate unique upper urlencode wordcount xmlattr",
)
"""Jinja's filters that a theme has; those not here draw lots, print objects, or take very long for a long text."""

_ANY_LENGTH: Final = names("count d default e escape forceescape length safe string trim")
"""Filters that are quick whatever they are given."""

_TEXTS: Final = names(
    "capitalize e escape forceescape format indent lower paragraphs replace safe string striptags title trim truncate",
    "upper urlencode wordcount xmlattr",
)
"""Filters that show what they are given."""

_SIZES: Final = frozenset(("batch", "format", "indent", "round", "slice", "truncate"))
"""Filters that a number tells how much to make."""

_MOST: Final = 1_000


def theme_filters(own: Mapping[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """Return the filters of a theme: Jinja's harmless ones and ours, each counted."""
    known = {name: FILTERS[name] for name in _FILTERS} | dict(own) | {"join": _join}
    counted = {name: _counted(name, function) for name, function in known.items()}
    return counted | {_LOOP: _loop, _BUILT: _built, _JOINED: _joined, _WRITTEN: _written, _SEEN: _seen}


def counted_finalize(finalize: Callable[[Any], Any]) -> Callable[[Context, Any], Any]:
    """Return the function that shows a value on the page, which counts what it shows."""

    @jinja2.pass_context
    def show(_context: Context, value: Any) -> Any:
        spent = budget()
        if not isinstance(value, str):
            spent.step(spent.weigh(value, shown=True))
        text = finalize(value)
        text = text if isinstance(text, str) else str(text)
        spent.write(len(text))
        return text

    return show


# What every function here takes first is the context: so Jinja does not work any of it out while it compiles.


def _counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that counts what it takes and makes."""

    @jinja2.pass_context
    def run(context: Context, value: Any, *args: Any, **kwargs: Any) -> Any:
        spent = budget()
        if name in _TEXTS and not isinstance(value, Iterator):
            spent.step(spent.weigh(*([] if isinstance(value, str) else [value]), *args, *kwargs.values(), shown=True))
        if name not in _ANY_LENGTH:
            value = _taken(spent, name, value, args, kwargs)
        given = {"context": (context,), "eval_context": (context.eval_ctx,), "environment": (context.environment,)}
        wanted = getattr(function, "jinja_pass_arg", None)
        first = () if wanted is None else given[wanted.name]
        return made(spent, function(*first, value, *args, **kwargs))

    return run


def _taken(spent: Budget, name: str, value: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
    """Weigh what a filter takes, and refuse what would make it take too long."""
    rest = (*args, *kwargs.values())
    for each in (value, *rest):
        if isinstance(each, str) and len(each) > spent.limits.filtered:
            raise OverLimit("template_filter", filter=name, limit=spent.limits.filtered)
    if name in _SIZES and any(isinstance(each, int) and abs(each) > _MOST for each in rest):
        raise OverLimit("template_width")
    spent.step(spent.weigh(value, *rest))
    match name:
        case "format":
            bounded_format(spent, str(value), *rest)
        case "replace" if len(args) > 1:
            bounded_replace(spent, str(value), *args)
        case "indent" | "paragraphs":
            spent.write(sum(len(each) for each in rest if isinstance(each, str)) * str(value).count("\n"))
    return value


@jinja2.pass_context
def _join(context: Context, values: Any, d: str = "", attribute: str | int | None = None) -> Any:
    """Join texts, after a look at how long the whole becomes."""
    spent = budget()
    parts = list(values if attribute is None else map(make_attrgetter(context.environment, attribute), values))
    spent.write(spent.weigh(parts, shown=True) + len(str(d)) * len(parts))
    return do_join(context.eval_ctx, parts, d)


@jinja2.pass_context
def _loop(_context: Context, values: Any) -> Any:
    """Count the rounds of a loop."""
    return Counted(values)


@jinja2.pass_context
def _built(_context: Context, value: Any) -> Any:
    """Weigh a list, a tuple, a mapping or a part of one that a template writes."""
    return made(budget(), value)


@jinja2.pass_context
def _joined(context: Context, parts: list[Any]) -> Any:
    """Join texts (`~`)."""
    spent = budget()
    spent.weigh(*(part for part in parts if not isinstance(part, str)), shown=True)
    spent.write(sum(len(part) for part in parts if isinstance(part, str)))
    return made(spent, (markup_join if context.eval_ctx.autoescape else str_join)(parts))


@jinja2.pass_context
def _written(_context: Context, length: int) -> Any:
    """Count fixed text of a template that is about to be written."""
    budget().write(length)
    return Markup("")


@jinja2.pass_context
def _seen(_context: Context, value: Any) -> Any:
    """Weigh what is compared."""
    spent = budget()
    if isinstance(value, str):
        spent.write(0)
    else:
        spent.step(spent.weigh(value))
    return value


# No template can write these names.
_LOOP: Final = "a loop"
_BUILT: Final = "a list"
_JOINED: Final = "a text"
_WRITTEN: Final = "fixed text"
_SEEN: Final = "a comparison"


class _Counting(NodeTransformer):
    """Puts a filter that counts around what a template goes through, builds, joins, compares and writes."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - Jinja's own name
        self.generic_visit(node)
        node.iter = _around(_LOOP, node.iter)
        return node

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        length = sum(len(part.data) for part in node.nodes if isinstance(part, nodes.TemplateData))
        if length >= _SHORT:
            node.nodes.insert(0, _around(_WRITTEN, nodes.Const(length, lineno=node.lineno)))
        return node

    def _visit_holder(self, node: nodes.Literal) -> nodes.Node:
        self.generic_visit(node)
        return node if getattr(node, "ctx", "load") != "load" else _around(_BUILT, node)

    visit_List = visit_Tuple = visit_Dict = _visit_holder  # noqa: N815

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _around(_BUILT, node) if isinstance(node.arg, nodes.Slice) else node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _around(_JOINED, nodes.List(node.nodes, lineno=node.lineno))

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        node.expr = _around(_SEEN, node.expr)
        for operand in node.ops:
            operand.expr = _around(_SEEN, operand.expr)
        return node


def _around(name: str, node: nodes.Node) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


class CountingGenerator(CodeGenerator):
    """Compiles templates whose costs are counted."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Compile a whole template."""
        _Counting().visit(node)
        node.set_environment(self.environment)
        super().visit_Template(node, frame)

    def visit_Assign(self, node: nodes.Assign, frame: Frame) -> None:  # noqa: N802
        """Compile an assignment; a wrong one is told at its own line, which Jinja does not note."""
        self.newline(node)
        super().visit_Assign(node, frame)
