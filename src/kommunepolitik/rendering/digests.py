"""Short texts that tell things apart: what a page is made from, and what a file holds.

A page that is made from the same is the same, and need not be made again. What is not known here counts as changed.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import attrs

import kommunepolitik
from kommunepolitik.model import Policy
from kommunepolitik.model.record import Record
from kommunepolitik.observations import Observations

_PACKAGES: Final = (
    "Babel",
    "Jinja2",
    "MarkupSafe",
    "docxtpl",
    "narwhals",
    "pandas",
    "pydyf",
    "python-docx",
    "rapidfuzz",
    "snowballstemmer",
    "tinycss2",
    "vl-convert-python",
    "weasyprint",
)
"""What pages are made with beside the library itself; one that is missing leaves something out, such as charts."""


def digest(content: bytes) -> str:
    """Return the digest of what a file holds."""
    return hashlib.sha256(content).hexdigest()


class Digester:
    """Digests of the values a page is made from; a policy or table that many pages share is read once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, str]] = {}

    def of(self, *values: object) -> str:
        """Return the digest of some values with all that they hold."""
        return digest("\n".join(map(self._told, values)).encode())

    def _told(self, value: object) -> str:
        """Tell a value, so that another one is told otherwise; one of an unknown kind is told otherwise every time."""
        if isinstance(value, Policy | Observations):
            if id(value) not in self._known:  # the value is kept with it, so that no other gets its place
                told = repr(value) if isinstance(value, Policy) else _told_table(value.frame)
                self._known[id(value)] = (value, digest(told.encode()))
            return self._known[id(value)][1]
        if isinstance(value, Record):  # says all its fields
            return repr(value)
        if isinstance(value, Path):
            return self._all("file", [str(value), value.read_bytes() if value.is_file() else None])
        if isinstance(value, Mapping):
            return self._all("mapping", [part for item in value.items() for part in item])
        if isinstance(value, list | tuple):
            return self._all("sequence", value)
        kind: Any = type(value)
        if attrs.has(kind):
            return self._all(kind.__name__, [getattr(value, each.name) for each in attrs.fields(kind)])
        if value is None or isinstance(value, str | bytes | int | float | dt.date):
            return repr(value)
        return uuid.uuid4().hex

    def _all(self, kind: str, values: "list[Any] | tuple[Any, ...]") -> str:
        parts = [self._told(value) for value in values]
        return f"{kind}({''.join(f'{len(part)}:{part}' for part in parts)})"


def _told_table(table: Any) -> str:
    return "\n".join(f"{name!r} {table[name].dtype} {table[name].tolist()!r}" for name in table.columns)


@cache
def program() -> str:
    """Tell the program apart: each file of the library (code, templates, catalogues), and the packages beside it."""
    home = Path(kommunepolitik.__file__).parent
    files = sorted(path for path in home.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    parts = [f"{path.relative_to(home).as_posix()} {digest(path.read_bytes())}" for path in files]
    return digest("\n".join([*parts, *(f"{name} {_version(name)}" for name in _PACKAGES)]).encode())


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
