"""The package as a whole: what importing costs, what is public, who may import whom."""

import ast
import subprocess
import sys
from pathlib import Path

import kommunepolitik as kp

SOURCE = Path(kp.__file__).parent
BELOW_REPORTS = {"errors", "model", "documents", "observations", "measurability", "evaluation", "checks"}
BELOW = {"errors", "model"}
ROOMS = {
    "errors": set(),
    "model": {"errors"},
    "documents": BELOW,
    "observations": BELOW,
    "measurability": BELOW,
    "evaluation": BELOW | {"observations"},
    "checks": BELOW | {"observations", "measurability", "evaluation"},
    "comparison": BELOW | {"observations", "measurability"},
    "rendering": BELOW | {"documents", "observations", "measurability", "evaluation", "checks", "comparison"},
    "cli": BELOW | {"documents", "observations", "measurability", "evaluation", "checks", "comparison", "rendering"},
    "testing": BELOW | {"documents", "observations"},
}


def loaded_by(statement: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has loaded after a statement."""
    code = f"import sys; {statement}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_importing_loads_nothing_heavy() -> None:
    """Neither pandas nor Jinja2 nor any other library is loaded before it is used."""
    light = loaded_by("import kommunepolitik")
    assert not light & {"pandas", "numpy", "jinja2", "attrs", "yaml", "babel", "narwhals", "rapidfuzz"}
    assert not loaded_by("from kommunepolitik import load, Policy") & {"pandas", "numpy", "jinja2", "babel"}
    assert not loaded_by("import kommunepolitik.cli") & {"pandas", "jinja2", "attrs", "yaml"} - {"attrs"}


def test_the_public_names_are_few_and_all_there() -> None:
    """At most 30, each loads, and a typo is an AttributeError."""
    assert len(kp.__all__) <= 30
    for name in kp.__all__:
        assert getattr(kp, name) is not None
    packages = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file()} - {"cli"}
    assert set(dir(kp)) == {*kp.__all__, *packages, "testing"}
    assert not hasattr(kp, "Polity")


def test_no_room_imports_from_above() -> None:
    """The arrows of the design: errors ← model ← documents, observations, measurability ← evaluation ← checks ← … cli."""
    for path in SOURCE.rglob("*.py"):
        room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        if room in ("__init__", "__main__"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                if name.startswith("kommunepolitik."):
                    other = name.split(".")[1]
                    assert other == room or other in ROOMS[room], f"{path.name} imports {name}"


def test_no_module_is_too_long_to_read() -> None:
    """About 400 lines is where a module asks to be split."""
    assert [path.name for path in SOURCE.rglob("*.py") if len(path.read_text("utf-8").splitlines()) > 400] == []
