"""The files that hosts and other programs read agree with the project, and are of the form that each of them asks for."""

import re
import sys
import sysconfig
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from check_jsonschema import main
from click.testing import CliRunner

from tests.claims import some

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted(ROOT.glob(".github/workflows/*.yml"))
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT: dict[str, Any] = SETTINGS["project"]


def read(path: str) -> Any:
    """Return what a YAML file holds, all scalars as texts."""
    return yaml.load((ROOT / path).read_text("utf-8"), Loader=yaml.BaseLoader)  # builds nothing but texts


@pytest.mark.parametrize(
    ("schema", "pattern", "count"),
    [
        ("github-workflows", ".github/workflows/*.yml", 2),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/[0-9]*.yml", 3),
        ("github-issue-config", ".github/ISSUE_TEMPLATE/config.yml", 1),
        ("readthedocs", ".readthedocs.yaml", 1),
        ("citation-file-format", "CITATION.cff", 1),
    ],
)
def test_files_for_hosts_are_valid(schema: str, pattern: str, count: int) -> None:
    """By the schema that SchemaStore or the host publishes."""
    files = [str(path) for path in ROOT.glob(pattern)]
    assert len(files) == count
    done = CliRunner().invoke(main, ["--builtin-schema", f"vendor.{schema}", *files])
    assert done.exit_code == 0, done.output


def pythons() -> list[str]:
    """Return the versions of Python that the classifiers name, oldest first."""
    start = "Programming Language :: Python :: 3."
    return [name.rpartition(" ")[2] for name in PROJECT["classifiers"] if name.startswith(start)]


def test_each_python_that_is_promised_is_tested() -> None:
    """The classifiers and the matrix of CI name the same, and the oldest is the one that installers and mypy know."""
    jobs = read(".github/workflows/ci.yml")["jobs"]
    assert jobs["tests"]["strategy"]["matrix"]["python"] == pythons()
    assert len(pythons()) == 4
    assert PROJECT["requires-python"] == f">={pythons()[0]}"
    assert SETTINGS["tool"]["mypy"]["python_version"] == pythons()[0]
    others = re.findall(
        r"python(?:-version)?: \"(3\.\d+)\"|container: python:(3\.\d+)", WORKFLOWS[0].read_text("utf-8")
    )
    assert {version for pair in some(others) for version in pair if version} <= set(pythons())
    assert read(".readthedocs.yaml")["build"]["tools"]["python"] in pythons()


def test_the_oldest_dependencies_are_tested_with_the_oldest_python() -> None:
    """Newer ones may have no wheels of them."""
    matrix = read(".github/workflows/ci.yml")["jobs"]["dependencies"]["strategy"]["matrix"]["include"]
    assert {each["versions"]: each["python"] for each in matrix}["oldest"] == pythons()[0]


def test_what_the_workflows_make_can_be_made() -> None:
    """Each `make` of a workflow, and of the pages for contributors, has its target."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = {name for line in re.findall(r"^([a-z][a-z -]*):(?!=)", makefile, re.M) for name in line.split()}
    text = "".join(path.read_text("utf-8") for path in WORKFLOWS)
    asked = {*re.findall(r"run: make ([a-z]+)", text), *re.findall(r"versions: ([a-z]+)", text)}
    assert {"coverage", "dist", "docs", "newest", "oldest"} <= asked <= targets
    pages = "".join(
        (ROOT / name).read_text("utf-8") for name in ("CONTRIBUTING.md", ".github/pull_request_template.md")
    )
    named = re.findall(r"(?:`|^ {4})make ([a-z-]+(?: [a-z-]+)*)", pages, re.M)
    assert {name for line in some(named) for name in line.split()} <= targets


def test_what_read_the_docs_needs_is_there() -> None:
    """The settings of Sphinx, and the extra that installs it."""
    settings = read(".readthedocs.yaml")
    assert (ROOT / settings["sphinx"]["configuration"]).is_file()
    (install,) = settings["python"]["install"]
    assert set(install["extra_requirements"]) <= set(PROJECT["optional-dependencies"])


def test_the_citation_is_of_this_version() -> None:
    """Version, license and addresses are those of the package."""
    citation = read("CITATION.cff")
    assert citation["version"] == PROJECT["version"]
    assert f"{citation['license']} AND OFL-1.1" == PROJECT["license"]  # the font; a list of licenses would mean either
    assert citation["repository-code"] == PROJECT["urls"]["Source"]
    assert citation["url"] == PROJECT["urls"]["Documentation"]


def test_hooks_run_the_programs_of_the_project() -> None:
    """A commit is checked with the versions of constraints.txt: no hook brings its own."""
    (repository,) = read(".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"
    programs = Path(sysconfig.get_path("scripts"))
    for hook in some(repository["hooks"]):
        name = Path(hook["entry"].split()[0])
        assert (name.parent.as_posix(), hook["language"]) == (".venv/bin", "system")
        assert list(programs.glob(f"{name.name}*")), f"{name.name} is not installed for {sys.executable}"
