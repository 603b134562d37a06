"""A server for each test, and requests that reach it without a proxy."""

from collections.abc import Iterator

import pytest

from tests.statbank.made import table
from tests.statbank.server import StatbankServer, serving


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[StatbankServer]:
    """A server that has the made-up table."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving(table()) as running:
        yield running
