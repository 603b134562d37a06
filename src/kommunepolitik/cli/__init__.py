"""The command line: `kommunepolitik check | compare | evaluate | explain | portfolio | report | rules | show`."""

# A command is there once its module is imported.
from kommunepolitik.cli import _check, _compare, _judgement, _portfolio  # noqa: F401
from kommunepolitik.cli._app import main

__all__ = ["main"]
