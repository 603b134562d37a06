"""Digests: of what a page is made from, and of the content of a file.

A page that is made from the same is the same, and need not be made again.
"""

import hashlib
import io
import pickle
from functools import cache
from importlib import metadata
from pathlib import Path

import kommunepolitik


def digest(content: bytes) -> str:
    """Return the digest of a file's content."""
    return hashlib.sha256(content).hexdigest()


def fingerprint(*values: object) -> str:
    """Return the digest of some values with all that they contain."""
    content = io.BytesIO()
    pickler = pickle.Pickler(content)
    pickler.fast = True  # equal values give equal bytes, whether or not they are the same object
    pickler.dump(values)
    return digest(content.getvalue())


@cache
def program() -> str:
    """Return the digest of the program: each file of the library (code, templates, catalogues), and all packages."""
    home = Path(kommunepolitik.__file__).parent
    files = sorted(path for path in home.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    parts = [f"{path.relative_to(home).as_posix()} {digest(path.read_bytes())}" for path in files]
    packages = sorted(f"{each.name} {each.version}" for each in metadata.distributions())
    return digest("\n".join([*parts, *packages]).encode())
