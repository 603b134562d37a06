"""Reads sheets of any layout by the imports of `imports.yaml`."""

from kommunepolitik.observations.mapping.apply import ImportReader, MappedFile

__all__ = ["ImportReader", "MappedFile"]
