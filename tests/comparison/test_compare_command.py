"""What `compare` writes, and where."""

import subprocess
import sys
from pathlib import Path


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command line."""
    command = [sys.executable, "-m", "kommunepolitik", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_a_name_with_a_slash_is_a_folder_and_is_made(examples: Path, tmp_path: Path) -> None:
    """As `report` makes its folder; what cannot be made is told without a traceback."""
    both = examples / "slagelse_2013", examples / "slagelse_2023"
    done = run("compare", *both, "--format", "md", "--output", f"{tmp_path}/ny/mappe/")
    assert done.returncode == 0, done.stderr
    file = tmp_path / "ny" / "mappe" / "slagelse-integration-2013--slagelse-integration-2023.md"
    assert Path(done.stdout.strip()) == file
    assert file.is_file()
    (tmp_path / "fil").write_text("x", "utf-8")
    failed = run("compare", *both, "--output", f"{tmp_path}/fil/under/")
    assert (failed.returncode, "Traceback" in failed.stderr) == (1, False)


def test_the_terminal_names_what_is_unknown(examples: Path) -> None:
    """Seven tracks may be old or new; they are named under the edition they are of."""
    done = run("compare", examples / "slagelse_2013", examples / "slagelse_2023", "--language", "en")
    words = " ".join(done.stdout.split())
    assert "The edition from 2023: §17,4 integrationsudvalg (implementeringsspor); Borgermøde" in words


def test_a_misspelt_address_is_answered_with_what_may_be_meant(examples: Path, tmp_path: Path) -> None:
    """The summary says what `check` says."""
    text = (examples / "slagelse_2023" / "policy.yaml").read_text("utf-8").replace("#delmaal-14", "#delmal-14")
    (tmp_path / "policy.yaml").write_text(text, "utf-8")
    done = run("compare", examples / "slagelse_2013", tmp_path, "--language", "en")
    assert "Did you mean slagelse-integration-2013#delmaal-14?" in " ".join(done.stdout.split())


def test_changes_that_cannot_be_tested_are_told_as_such() -> None:
    """The terminal gets no empty section."""
    nybro = Path(__file__).parents[2] / "docs" / "tutorial" / "nybro"
    done = run("compare", nybro / "integration_2020", nybro / "integration_2024", "--language", "en")
    assert "Pejlemærker med måltal – Nothing of it can be tested here." in " ".join(done.stdout.split())
