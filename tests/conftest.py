"""What all tests share."""

import gc
import os
import signal
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Read by WeasyPrint, LibreOffice and Chromium alike.
os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))

HERE = (None, "", "localhost", "127.0.0.1", "::1", b"localhost", b"127.0.0.1")


def only_here(event: str, arguments: tuple[object, ...]) -> None:
    """Fail a test that speaks to another computer, or asks for its address."""
    address = arguments[1] if event in ("socket.connect", "socket.sendto") else None
    asked = arguments[0] if event in ("socket.getaddrinfo", "socket.gethostbyname") else None
    if (isinstance(address, tuple) and address[0] not in HERE) or asked not in HERE:
        pytest.fail(f"a test asked for a connection to {address or asked}")


sys.addaudithook(only_here)

# Ctrl-C interrupts, and the programs that are started too, also where the tests themselves were begun by something that
# ignores it, as a job in the background of a shell does.
signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("ci", max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what lives as long as the tests: it took a tenth of their time."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """Let it look at everything again; some libraries count what is left at the end."""
    gc.unfreeze()


@pytest.fixture(scope="session")
def examples() -> Path:
    """The folder of the three real policies."""
    return Path(__file__).parents[1] / "examples"
