"""The command line: `kommunepolitik check`, `report`, `calendar` and others."""

from kommunepolitik.cli.app import main

__all__ = ["main"]
