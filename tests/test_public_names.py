"""The public names: few, each in one place, and each naming one thing."""

import inspect
from collections import defaultdict
from importlib import import_module

import kommunepolitik as kp
from docs.generate.python import PACKAGES, text_of_constant


def public_values() -> list[tuple[str, object]]:
    """Return what the public packages have in `__all__`, by name with the package."""
    modules = [(package, import_module(f"kommunepolitik.{package}")) for package in PACKAGES]
    return [(f"{package}.{name}", getattr(module, name)) for package, module in modules for name in module.__all__]


def test_a_public_name_is_in_one_package() -> None:
    """Whoever looks a word up finds one place and one meaning; only the top has the most used ones again."""
    places: dict[str, list[str]] = defaultdict(list)
    for place, _ in public_values():
        places[place.rpartition(".")[2]].append(place)
    assert len(places) > 100
    assert [found for found in places.values() if len(found) > 1] == []


def test_a_name_at_the_top_is_that_of_a_package() -> None:
    """What `kommunepolitik` itself has is the same thing as in the package that it comes from."""
    in_packages = {place.rpartition(".")[2]: value for place, value in public_values()}
    others = [name for name in kp.__all__ if getattr(kp, name) is not in_packages.get(name)]
    assert others == ["__version__"]


def test_every_public_name_is_documented() -> None:
    """Functions and classes have a docstring; constants and unions a text below them in the source."""
    missing = []
    for place, found in public_values():
        package, _, name = place.rpartition(".")
        has_own = isinstance(found, type) or inspect.isfunction(found)
        if not (found.__doc__ if has_own else text_of_constant(f"kommunepolitik.{package}", name)):
            missing.append(place)
    assert missing == []


def does_something(value: object) -> bool:
    """Return whether a public value is a function, or a class with public methods of its own."""
    if not isinstance(value, type):
        return inspect.isfunction(value)
    return any(inspect.isfunction(content) or isinstance(content, classmethod) for content in _own(value))


def _own(cls: type) -> list[object]:
    return [content for name, content in vars(cls).items() if not name.startswith("_")]


def has_example(value: object) -> bool:
    """Return whether the docstring of a function or class, or that of one of its methods, has an example."""
    docs = [
        value.__doc__,
        *(getattr(content, "__doc__", None) for content in (_own(value) if isinstance(value, type) else [])),
    ]
    return any(">>>" in text for text in docs if isinstance(text, str))


def test_public_names_have_an_example_that_runs() -> None:
    """Whoever meets a function, or a class that does something, sees it used; the examples run with the tests."""
    values = [(name, value) for name, value in public_values() if does_something(value)]
    assert len(values) > 50
    assert [name for name, value in values if not has_example(value)] == []
