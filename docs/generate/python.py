"""The pages of the Python names: one that lists the packages, and one for each, with what autodoc is to show of it."""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from types import ModuleType
from typing import Any, Literal, get_args, get_origin

import kommunepolitik

PACKAGES = sorted(set(dir(kommunepolitik)) - set(kommunepolitik.__all__))


def packages_page() -> str:
    """Return the page that lists the packages, each with its sentence."""
    lines = ["# Python", "", "`import kommunepolitik as kp` gives the names that are used most:", ""]
    for name in kommunepolitik.__all__:
        if name != "__version__":
            lines.append(f"- {{py:obj}}`kp.{name} <{_home(name)}>`: {_first_line(getattr(kommunepolitik, name))}")
    lines += ["", "All names are in these packages:", "", "```{toctree}", ":maxdepth: 1", "", *PACKAGES, "```", ""]
    return "\n".join(lines)


def _home(name: str) -> str:
    """Return the full name of what the top has again."""
    return next(
        f"kommunepolitik.{package}.{name}"
        for package in PACKAGES
        if name in import_module(f"kommunepolitik.{package}").__all__
    )


def _first_line(value: object) -> str:
    return (inspect.getdoc(value) or "").partition("\n")[0]


def package_page(package: str) -> str:
    """Return the page of a package: its text, and each public name."""
    module = import_module(f"kommunepolitik.{package}")
    lines = [f"# kommunepolitik.{package}", "", "```{eval-rst}", f".. py:module:: kommunepolitik.{package}", ""]
    lines += [*(inspect.getdoc(module) or "").splitlines(), "", f".. py:currentmodule:: kommunepolitik.{package}", ""]
    for name in sorted(module.__all__, key=lambda name: _kind_and_name(module, name)):
        lines += [*_entry(f"kommunepolitik.{package}", name, getattr(module, name)), ""]
    return "\n".join([*lines, "```", ""])


def _kind_and_name(module: ModuleType, name: str) -> tuple[int, str]:
    """Return what names are ordered by: functions, classes, then constants."""
    value = getattr(module, name)
    return (0 if inspect.isfunction(value) else 1 if inspect.isclass(value) else 2, name)


def _entry(module: str, name: str, value: Any) -> Iterator[str]:
    if inspect.isclass(value):
        yield f".. autoclass:: {module}.{name}"
        yield "   :members:"
        if issubclass(value, Exception):
            yield "   :show-inheritance:"
        else:
            yield "   :special-members: __getitem__, __iter__, __len__, __contains__"
    elif inspect.isfunction(value):
        yield f".. autofunction:: {module}.{name}"
    else:
        yield f".. py:data:: {name}"
        if shown := _shown(value):
            yield f"   :value: {shown}"
        yield ""
        yield from (f"   {line}" for line in text_of_constant(module, name).splitlines())


def text_of_constant(module: str, name: str) -> str:
    """Return the text below a constant or union in the source, also of one that a module has from another; or none."""
    tree = ast.parse(inspect.getsource(import_module(module)))
    for statement, after in pairwise(tree.body):
        match statement, after:
            case (
                ast.Assign(targets=[ast.Name(id=found)]) | ast.AnnAssign(target=ast.Name(id=found)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ) if found == name:
                return inspect.cleandoc(text)
    sources = (each for each in ast.walk(tree) if isinstance(each, ast.ImportFrom) and each.module)
    homes = (each.module for each in sources if name in {alias.asname or alias.name for alias in each.names})
    return next((text_of_constant(home, name) for home in homes if home), "")


def _shown(value: object) -> str:
    """Return the value of a constant, where it is short enough to be read."""
    text = " | ".join(map(repr, get_args(value))) if get_origin(value) is Literal else repr(value)
    return text if len(text) <= 400 and "<" not in text else ""
