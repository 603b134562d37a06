"""The command line: `kommunepolitik check | evaluate | explain | report | rules | show`."""

from kommunepolitik.cli import _check, _judgement  # noqa: F401 - a command is there once its module is imported
from kommunepolitik.cli._app import main

__all__ = ["main"]
