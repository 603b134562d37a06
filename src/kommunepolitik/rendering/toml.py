"""Small TOML files of settings: read whole, with the line of each key, so that a wrong one can be pointed at."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from kommunepolitik.documents.files import read_text
from kommunepolitik.errors import KommunepolitikError, Phrase, Problem
from kommunepolitik.model.nearest import nearest

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_HEAD = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+))*)\s*=""")


@attrs.define
class TomlFile:
    """A file that was read, and what is wrong with it so far."""

    file: str
    data: Mapping[str, Any]
    lines: Mapping[tuple[str, ...], int]
    problems: list[Problem] = attrs.field(factory=list)

    def report(self, code: str, *path: str, nearest: str | None = None, known: Iterable[str] = (), **data: Any) -> None:
        """Report a problem at a key."""
        line = next((self.lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self.lines), None)
        self.problems.append(
            Problem(code=code, data=data, file=self.file, line=line, path=path, nearest=nearest, choices=tuple(known))
        )

    def check_keys(self, known: Iterable[str], *path: str) -> None:
        """Note each key of a table that is none of those known."""
        choices = list(known)
        for key in self.table(*path):
            if key not in choices:
                self.report("unknown_key", *path, key, key=key, nearest=nearest(key, choices), known=choices)

    def table(self, *path: str) -> Mapping[str, Any]:
        """Return a table; an empty one where there is none, or a problem where something else stands."""
        found: Any = self.data
        for position, key in enumerate(path):
            found = found.get(key, {})
            if not isinstance(found, dict):
                self.report("expected_mapping", *path[: position + 1], found=found_phrase(found))
                return {}
        return found  # type: ignore[no-any-return]

    def text(self, *path: str) -> str | None:
        """Return a text; none where there is none, or a problem where something else stands."""
        found = self.table(*path[:-1]).get(path[-1])
        if found is None or (isinstance(found, str) and found.strip()):
            return found
        if isinstance(found, str):
            self.report("empty", *path)
        else:
            self.report("expected_text", *path, found=found_phrase(found))
        return None


def found_phrase(value: object) -> Phrase:
    """Name what stands in the place of something else."""
    match value:
        case bool():
            return Phrase("found_truth", str(value).lower())
        case int() | float():
            return Phrase("found_number", str(value))
        case str():
            return Phrase("found_text", value)
        case list():
            return Phrase("found_list")
        case dict():
            return Phrase("found_keys")
    return Phrase("found_object", type(value).__name__)


def read_toml(path: Path) -> TomlFile:
    """Read a file; one that cannot be read is empty, and has a problem; one that is missing has none."""
    found = TomlFile(str(path), {}, {})
    if not path.exists():
        return found
    try:
        text = read_text(path)
    except KommunepolitikError as error:
        found.problems += error.problems
        return found
    try:
        found.data = tomllib.loads(text)
    except ValueError as error:  # a syntax error, or a number of more digits than Python reads
        found.problems.append(_syntax(str(error), str(path), text))
    except RecursionError:
        found.problems.append(Problem(code="too_deep", data={"limit": 64}, file=str(path)))
    else:
        found.lines = dict(_lines(text))
    return found


def _syntax(words: str, file: str, text: str) -> Problem:
    place = _PLACE.search(words)
    line = column = None
    if place is not None:
        last = max(1, text.rstrip("\n").count("\n") + 1)
        line, column = (int(place[1]), int(place[2])) if place[1] else (last, None)
    return Problem(code="syntax", data={"detail": _PLACE.sub("", words)}, file=file, line=line, column=column)


def _lines(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield where each key stands; the standard library's reader does not keep it."""
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if head := _HEAD.match(line):
            table = _parts(head[1]) or table
            yield table, number
        elif key := _KEY.match(line):
            yield (*table, *_parts(key[1])), number


def _parts(key: str) -> tuple[str, ...]:
    """Read a key as TOML does: `da."Follow-up"` has two parts."""
    try:
        found: Any = tomllib.loads(f"{key} = 0")
    except tomllib.TOMLDecodeError:
        return ()
    parts = []
    while isinstance(found, dict):
        ((part, found),) = found.items()
        parts.append(part)
    return tuple(parts)
