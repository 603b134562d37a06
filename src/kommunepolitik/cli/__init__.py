"""The command line: `kommunepolitik check | compare | evaluate | explain | portfolio | report | rules | show`."""

from kommunepolitik.cli.app import main

__all__ = ["main"]
