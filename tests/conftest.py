"""What all tests share."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Read by WeasyPrint, LibreOffice and Chromium alike.
os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))

settings.register_profile("ci", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def examples() -> Path:
    """The folder of the three real policies."""
    return Path(__file__).parents[1] / "examples"
