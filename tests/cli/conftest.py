"""What the tests of several commands share."""

from pathlib import Path

import pytest

from tests.cli.commands import made


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the calls of all commands are for; what writes in it writes in a copy, or something new."""
    return made(tmp_path_factory.mktemp("whole"))
