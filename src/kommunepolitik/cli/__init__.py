"""The command line: `kommunepolitik check | compare | evaluate | explain | portfolio | report | rules | show`."""

# A command is there once its module is imported.
from kommunepolitik.cli import check, compare, judgement, portfolio  # noqa: F401
from kommunepolitik.cli.app import main

__all__ = ["main"]
