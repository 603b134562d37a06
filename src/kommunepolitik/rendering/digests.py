"""Digests: of what a page is made from, and of the content of a file.

A page that is made from the same is the same, and need not be made again. A value of an unknown kind counts as changed.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import attrs

import kommunepolitik
from kommunepolitik.model import Policy
from kommunepolitik.model.record import Record
from kommunepolitik.observations import Observations


def digest(content: bytes) -> str:
    """Return the digest of a file's content."""
    return hashlib.sha256(content).hexdigest()


class Fingerprinter:
    """Digests of the values a page is made from; a policy or table that many pages share is read once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, str]] = {}

    def of(self, *values: object) -> str:
        """Return the digest of some values with all that they contain."""
        return digest("\n".join(map(self._text, values)).encode())

    def _text(self, value: object) -> str:
        """Return a text that no other value has."""
        if isinstance(value, Policy | Observations):
            if id(value) not in self._known:  # the value is kept with it, so that no other gets its place
                text = repr(value) if isinstance(value, Policy) else _table_text(value.frame)
                self._known[id(value)] = (value, digest(text.encode()))
            return self._known[id(value)][1]
        if isinstance(value, Path):
            return self._all("file", [str(value), value.read_bytes() if value.is_file() else None])
        if isinstance(value, Mapping):
            return self._all("mapping", [part for item in value.items() for part in item])
        if isinstance(value, list | tuple):
            return self._all("sequence", value)
        kind: Any = type(value)
        if attrs.has(kind) and not isinstance(value, Record):
            return self._all(kind.__name__, [getattr(value, each.name) for each in attrs.fields(kind)])
        if value is None or isinstance(value, Record | str | bytes | int | float | dt.date):
            return repr(value)
        return uuid.uuid4().hex

    def _all(self, kind: str, values: "list[Any] | tuple[Any, ...]") -> str:
        parts = [self._text(value) for value in values]
        return f"{kind}({''.join(f'{len(part)}:{part}' for part in parts)})"


def _table_text(table: Any) -> str:
    return "\n".join(f"{name!r} {table[name].dtype} {table[name].tolist()!r}" for name in table.columns)


@cache
def program() -> str:
    """Return the digest of the program: each file of the library (code, templates, catalogues), and all packages."""
    home = Path(kommunepolitik.__file__).parent
    files = sorted(path for path in home.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    parts = [f"{path.relative_to(home).as_posix()} {digest(path.read_bytes())}" for path in files]
    packages = sorted(f"{each.name} {each.version}" for each in metadata.distributions())
    return digest("\n".join([*parts, *packages]).encode())
