"""Changes to files that are zip files (xlsx, ods, docx): the XML in them, their parts, and how they are packed."""

import io
import zipfile
from random import Random
from typing import Final

from tests.fuzz.mutators import LARGEST, mutated_bytes, mutated_text, tokens

_XML: Final = tokens("package")


def mutated_package(content: bytes, other: bytes, random: Random) -> bytes:
    """Return a zip file with one of its parts changed, or missing, or too many; or with its bytes changed."""
    if random.random() < 0.1:
        return mutated_bytes(content, random)
    parts = unpacked(content)
    for _ in range(random.choice((1, 1, 2))):
        name = random.choice(_weighed(parts))
        match random.choice(
            ("text", "text", "text", "text", "text", "text", "bytes", "away", "renamed", "other", "bomb")
        ):
            case "text" if len(parts[name]) <= LARGEST:
                parts[name] = mutated_text(parts[name], parts[random.choice([*parts])], _XML, random)
            case "bytes" | "text":
                parts[name] = mutated_bytes(parts[name], random)
            case "away":
                del parts[name]
            case "renamed":
                parts[random.choice((name.upper(), f"/{name}", f"../{name}", "", "a" * 300, *parts))] = parts[name]
            case "other":
                more = unpacked(other)
                taken = random.choice([*more])
                parts[name if random.random() < 0.5 else taken] = more[taken]
            case "bomb":
                parts[name] = _bomb(parts[name], random)
        if not parts:
            break
    return packed(parts, random.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)))


def _weighed(parts: dict[str, bytes]) -> list[str]:
    """Return the names of the parts, those with the contents more often than those with the styles."""
    often = ("sheet", "content.xml", "sharedStrings", "document.xml", "header", "footer")
    return [name for name in parts for _ in range(6 if any(word in name for word in often) else 1)]


def _bomb(part: bytes, random: Random) -> bytes:
    """Return a part with so many blanks or equal elements that it is large only when it is unpacked."""
    at = part.find(b">", len(part) // 2) + 1
    filling = random.choice((b" ", b"\n", b"<a/>", b"<row/>", b"<text:p>a</text:p>", b"9"))
    return part[:at] + filling * (random.choice((100_000, 3_000_000, 40_000_000)) // len(filling)) + part[at:]


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the parts of a zip file by their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip file; equal parts give equal bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, compress_type=method)
    return file.getvalue()
