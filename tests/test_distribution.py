"""What is published: the wheel and the source archive are whole, the same whoever builds them, and work when installed."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import attrs
import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "kommunepolitik"
NOT_OURS = ("__pycache__", ".pyc")


@attrs.frozen
class Distribution:
    """What one build made."""

    wheel: Path
    archive: Path

    @property
    def metadata(self) -> Message:
        """What an index shows of the package."""
        with zipfile.ZipFile(self.wheel) as wheel:
            (name,) = (each for each in wheel.namelist() if each.endswith(".dist-info/METADATA"))
            return Parser().parsestr(wheel.read(name).decode("utf-8"))

    def unpack(self, folder: Path) -> Path:
        """Unpack the source archive and return its one folder."""
        with tarfile.open(self.archive) as archive:
            archive.extractall(folder, filter="data")
        (source,) = folder.iterdir()
        return source


def build(source: Path, output: Path, **environment: str) -> Distribution:
    """Build the wheel and the source archive of a folder with the packages that are installed."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", str(output)]
    done = subprocess.run(
        command, cwd=source, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (wheel,), (archive,) = output.glob("*.whl"), output.glob("*.tar.gz")
    return Distribution(wheel, archive)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Distribution:
    """The package, built once from the checkout."""
    return build(ROOT, tmp_path_factory.mktemp("built"))


def git_files(*options: str) -> set[str]:
    """Return the files of the checkout that git lists."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout of git")
    done = subprocess.run(["git", "ls-files", "-z", *options], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in done.stdout.split("\0") if name and (ROOT / name).exists()}


def test_the_wheel_has_the_package_and_nothing_else(built: Distribution) -> None:
    """Every file of the source folder, the compiled catalogues among them, and what an installer needs to know."""
    with zipfile.ZipFile(built.wheel) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    sources = {
        path.relative_to(SOURCE.parent).as_posix()
        for path in SOURCE.rglob("*")
        if path.is_file() and not path.as_posix().endswith(NOT_OURS) and "__pycache__" not in path.parts
    }
    assert names == sources
    package = {name.removeprefix("kommunepolitik/") for name in names}
    assert package >= {
        "py.typed",
        "documents/schemas/policy.schema.json",
        "formats/fonts/KommunepolitikSans-Regular.woff2",
        "formats/templates/docx/report.docx",
        "formats/templates/html/report.html.j2",
        "i18n/locale/da/LC_MESSAGES/kommunepolitik.mo",
        "model/danish_words.csv",
        "model/municipalities.csv",
    }


def test_the_source_archive_has_what_git_has(built: Distribution, tmp_path: Path) -> None:
    """Tests, docs and examples too, and nothing that was built, measured or left in the folder."""
    source = built.unpack(tmp_path)
    names = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()} - {"PKG-INFO"}
    tracked = git_files()
    assert tracked - names == set()
    assert names <= tracked | git_files("--others", "--exclude-standard")


def test_the_source_archive_builds_the_same_anywhere(
    built: Distribution, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In another folder, time zone, language and rights of files: the same bytes, of the wheel and of the archive."""
    old = os.umask(0o077)
    try:
        source = built.unpack(tmp_path / "elsewhere")
    finally:
        os.umask(old)
    for path in source.rglob("*"):
        os.utime(path, (1_600_000_000, 1_600_000_000))
    again = build(source, tmp_path / "dist", TZ="Pacific/Auckland", LANG="da_DK.UTF-8", PYTHONHASHSEED="7")
    assert again.wheel.name == built.wheel.name
    assert again.wheel.read_bytes() == built.wheel.read_bytes()
    assert again.archive.read_bytes() == built.archive.read_bytes()


def test_the_index_would_take_it(built: Distribution) -> None:
    """`twine check --strict` finds nothing wrong with the description."""
    command = [sys.executable, "-m", "twine", "--no-color", "check", "--strict", str(built.wheel), str(built.archive)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("PASSED") == 2


def test_the_description_is_the_readme_with_whole_links(built: Distribution) -> None:
    """To the files of that version, since an index has no files beside it."""
    about = built.metadata
    text = str(about.get_payload())
    links = re.findall(r"\]\(([^)]+)\)", text)
    files = f"https://github.com/kommunepolitik/kommunepolitik/blob/v{about['Version']}/"
    pictures = f"https://raw.githubusercontent.com/kommunepolitik/kommunepolitik/v{about['Version']}/"
    assert f"{files}CONTRIBUTING.md" in links
    assert all(link.startswith("https://") for link in links)
    assert {link.endswith(".png") for link in links if link.startswith(pictures)} == {True}
    assert text.replace(files, "").replace(pictures, "").strip() == (ROOT / "README.md").read_text("utf-8").strip()
    urls = dict(each.split(", ") for each in about.get_all("Project-URL") or [])
    assert set(urls) == {"Documentation", "Source", "Issues", "Changelog"}


@pytest.fixture(scope="session")
def installed(built: Distribution, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel, and the libraries of this one; the folder of its programs."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    programs = Path(sysconfig.get_path("scripts", "venv", {"base": str(folder)}))
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder)}))
    python = str(programs / "python")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(built.wheel)], check=True, capture_output=True)
    # A folder named in a .pth is searched, but its own .pth files are not read: the checkout stays out.
    libraries = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    (packages / "libraries.pth").write_text("\n".join(libraries) + "\n", "utf-8")
    return programs


def run(programs: Path, folder: Path, *command: str) -> str:
    """Run a program of the environment in a folder, and return what it prints."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    program = str(programs / command[0])
    done = subprocess.run(
        [program, *command[1:]], cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_installed_wheel_does_what_the_readme_says(installed: Path, tmp_path: Path) -> None:
    """Outside the checkout, on copies of the examples and the tutorial: checked, shown, judged, and made into pages."""
    for name in ("examples", "docs/tutorial/nybro"):
        shutil.copytree(ROOT / name, tmp_path / name)
    imported = run(
        installed, tmp_path, "python", "-c", "import kommunepolitik as kp; print(kp.__file__, kp.__version__)"
    )
    assert Path(imported.split(" ")[0]).is_relative_to(installed.parent)
    assert run(installed, tmp_path, "kommunepolitik", "--version").split()[-1] == imported.split()[-1]
    run(installed, tmp_path, "kommunepolitik", "check", "examples")
    assert "Slagelse" in run(installed, tmp_path, "kommunepolitik", "show", "examples/slagelse_2023")
    figures = ("--observations", "docs/tutorial/nybro/national.csv")
    policy = "docs/tutorial/nybro/integration_2024"
    assert "på rette vej" in run(installed, tmp_path, "kommunepolitik", "evaluate", policy, *figures)
    report = ("kommunepolitik", "report", "examples/slagelse_2023", policy, *figures, "--output", "ud")
    run(installed, tmp_path, *report, "--format", "html,md")
    assert "woff2" in (tmp_path / "ud" / "slagelse-integration-2023.html").read_text("utf-8")
    assert "nybro-integration-2024--opfoelgning" in {path.stem for path in (tmp_path / "ud").glob("*.md")}
