"""The public names: few, each in one place, and each naming one thing."""

from collections import defaultdict
from importlib import import_module

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
