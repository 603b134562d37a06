"""Programs that read what the library writes: tests without them are skipped on a developer's machine, never in CI."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest


def program(*names: str) -> str:
    """Return where a program lies, the first of these; without any the test is skipped, or fails where all have to run."""
    return next(filter(None, map(shutil.which, names)), None) or absent(names[0])


def absent(what: str) -> NoReturn:
    """Skip a test that needs what is not there; fail where CI or KOMMUNEPOLITIK_ALL_TESTS is set."""
    all_wanted = os.environ.get("CI") or os.environ.get("KOMMUNEPOLITIK_ALL_TESTS") == "1"
    if all_wanted and sys.platform != "win32":  # where only what needs no such program is tested
        pytest.fail(f"{what} is missing, and here all tests have to run; `make browser` installs it")
    pytest.skip(f"needs {what} (`make browser` installs it)")


def resaved(files: Sequence[Path], suffix: str, folder: Path, *options: str) -> list[Path]:
    """Let LibreOffice open files, and save them in another format in a folder; all in one start."""
    assert files
    profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"  # else two at a time wait for each other
    command = [program("soffice"), profile, "--headless", *options, "--convert-to", suffix, "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True)
    found = [folder / f"{file.stem}.{suffix}" for file in files]
    assert all(file.is_file() for file in found)
    return found
