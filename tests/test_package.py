"""The package as a whole: what importing costs, what is public, who may import whom."""

import ast
import subprocess
import sys
from pathlib import Path

from importlinter.cli import lint_imports

import kommunepolitik as kp

ROOT = Path(__file__).parents[1]
SOURCE = Path(kp.__file__).parent
NUMERICAL = {"observations", "disclosure", "figures", "evaluation"}


def loaded_by(*statements: str) -> set[str]:
    """Return the modules that a fresh interpreter has loaded after some statements."""
    code = "\n".join([*statements, "import sys", "print(*sys.modules)"])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_importing_loads_nothing_heavy() -> None:
    """Neither pandas nor Jinja2 nor any other library is loaded before it is used."""
    light = loaded_by("import kommunepolitik")
    assert not light & {"pandas", "numpy", "jinja2", "attrs", "yaml", "babel", "narwhals", "rapidfuzz"}
    assert not loaded_by("from kommunepolitik import load, Policy") & {"pandas", "numpy", "jinja2", "babel"}
    assert not loaded_by("import kommunepolitik.cli") & {"pandas", "numpy", "jinja2", "babel", "yaml"}


def loaded_by_command(*arguments: str) -> set[str]:
    """Return the modules that a command has loaded at its end."""
    return loaded_by(
        "import sys",
        f"sys.argv = {['kommunepolitik', *arguments]!r}",
        "from kommunepolitik.cli import main",
        "try:",
        "    main()",
        "except SystemExit as error:",
        "    assert not error.code",
    )


def test_checking_a_policy_without_figures_loads_neither_pandas_nor_reports(examples: Path, tmp_path: Path) -> None:
    """The command line reads the policy and its rules alone; no other command, and no reader of tables, is loaded."""
    policy = tmp_path / "policy.yaml"
    policy.write_bytes((examples / "slagelse_2023" / "policy.yaml").read_bytes())
    loaded = loaded_by_command("check", str(policy))
    assert "kommunepolitik.checks" in loaded
    assert not loaded & {"pandas", "numpy", "narwhals", "jinja2", "kommunepolitik.rendering"}
    assert not loaded & {
        "kommunepolitik.cli.report",
        "kommunepolitik.documents.table_files",
        "csv",
        "zipfile",
        "tomllib",
    }


def test_judging_a_policy_by_a_file_loads_no_pandas() -> None:
    """The figures of a CSV file are read and judged without it: it takes longer to load than they do."""
    loaded = loaded_by_command("evaluate", str(ROOT / "docs" / "tutorial" / "nybro" / "integration_2024"))
    assert {"kommunepolitik.evaluation", "numpy"} <= loaded
    assert not loaded & {"pandas", "narwhals", "jinja2", "openpyxl", "python_calamine"}


def test_the_public_names_are_few_and_all_there() -> None:
    """At most 30, each loads, and a typo is an AttributeError."""
    assert 0 < len(kp.__all__) <= 30
    for name in kp.__all__:
        assert getattr(kp, name) is not None
    packages = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file()} - {"cli", "preview"}
    assert set(dir(kp)) == {*kp.__all__, *packages, "testing"}
    assert not hasattr(kp, "Polity")


def test_the_packages_import_as_designed() -> None:
    """The contracts of import-linter in pyproject.toml are kept: arrows go down, and there are no circles."""
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_numpy_and_pandas_are_imported_at_module_level_only_where_figures_are() -> None:
    """All other packages import them when they are used."""
    modules = list(SOURCE.rglob("*.py"))
    importing = {
        path.relative_to(SOURCE).parts[0]
        for path in modules
        for statement in ast.parse(path.read_text("utf-8")).body
        if {"numpy", "pandas"} & imported_by(statement)
    }
    assert modules
    assert importing <= NUMERICAL


def imported_by(statement: ast.stmt) -> set[str]:
    """Return the top-level packages that a statement imports."""
    if isinstance(statement, ast.ImportFrom):
        return {(statement.module or "").partition(".")[0]}
    if isinstance(statement, ast.Import):
        return {alias.name.partition(".")[0] for alias in statement.names}
    return set()


def test_no_module_is_too_long_to_read() -> None:
    """About 400 lines is where a module asks to be split."""
    assert [path.name for path in SOURCE.rglob("*.py") if len(path.read_text("utf-8").splitlines()) > 400] == []
