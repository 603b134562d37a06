"""The public names: few, each in one place, and each naming one thing."""

import ast
import inspect
from collections import defaultdict
from importlib import import_module
from pathlib import Path

import kommunepolitik as kp

PACKAGES = sorted(set(dir(kp)) - set(kp.__all__))


def public_values() -> list[tuple[str, object]]:
    """Return what the public packages have in `__all__`, by name with the package."""
    modules = [(package, import_module(f"kommunepolitik.{package}")) for package in PACKAGES]
    return [(f"{package}.{name}", getattr(module, name)) for package, module in modules for name in module.__all__]


def test_a_public_name_names_one_thing() -> None:
    """Whoever imports from two packages, and whoever reads about them, meets one meaning of a word."""
    meanings: dict[str, list[object]] = defaultdict(list)
    for package in PACKAGES:
        module = import_module(f"kommunepolitik.{package}")
        for name in module.__all__:
            found = getattr(module, name)
            if not any(found is known for known in meanings[name]):
                meanings[name].append(found)
    assert len(meanings) > 100
    assert [name for name, found in meanings.items() if len(found) > 1] == []


def documented_names() -> set[str]:
    """Return the names at module level that have a text or a comment below, above or beside them in the source."""
    found = set()
    for path in Path(kp.__file__).parent.rglob("*.py"):
        source = path.read_text("utf-8")
        lines, body = source.splitlines(), ast.parse(source).body
        for statement, after in zip(body, [*body[1:], None], strict=True):
            if not isinstance(statement, ast.Assign | ast.AnnAssign):
                continue
            is_text = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            above = lines[statement.lineno - 2].lstrip().startswith("#")
            if is_text or above or "  # " in lines[statement.end_lineno - 1]:
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


def test_every_public_name_says_what_it_is() -> None:
    """Functions and classes have a docstring; constants and unions a text below them in the source."""
    in_source, missing = documented_names(), []
    for name, found in public_values():
        has_own = isinstance(found, type) or inspect.isfunction(found)
        if not (found.__doc__ if has_own else name.rpartition(".")[2] in in_source):
            missing.append(name)
    assert missing == []
