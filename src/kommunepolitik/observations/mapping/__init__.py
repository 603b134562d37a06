"""Sheets of any layout, read as an import of `imports.yaml` says."""

from kommunepolitik.observations.mapping.apply import ImportReader, MappedFile

__all__ = ["ImportReader", "MappedFile"]
