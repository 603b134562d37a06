"""The command line: `kommunepolitik check | report | show`."""

from kommunepolitik.cli._app import main

__all__ = ["main"]
