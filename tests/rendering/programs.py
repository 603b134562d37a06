"""Programs that read what the library writes: skipped on a developer's machine without them, never in CI."""

import os
import shutil

import pytest


def needs_program(name: str) -> str:
    """Return where a program lies; without it skip, or fail where CI or KOMMUNEPOLITIK_ALL_TESTS is set."""
    found = shutil.which(name)
    if found is None and (os.environ.get("CI") or os.environ.get("KOMMUNEPOLITIK_ALL_TESTS") == "1"):
        pytest.fail(f"{name} is missing, and here all tests have to run")
    if found is None:
        pytest.skip(f"needs the program {name}")
    return found
