"""Small TOML files, such as `kommunepolitik.toml` and `theme.toml`: all problems of a file are reported together."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from kommunepolitik.documents.files import read_text
from kommunepolitik.documents.limits import MAX_DOTS, MAX_SIZE_OF_SETTINGS
from kommunepolitik.documents.paths import is_there
from kommunepolitik.errors import KommunepolitikError, Problem
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.record import MAX_COLLECTED
from kommunepolitik.model.scalars import describe

_KEY: Final = re.compile(r"[ \t]*([^=]*?)[ \t]*=")


@attrs.define
class TomlFile:
    """A file that was read, and the problems found in it so far."""

    path: Path
    data: Mapping[str, Any] = attrs.field(factory=dict)
    content: str = ""
    problems: list[Problem] = attrs.field(factory=list)
    _lines: dict[str, list[int]] | None = None

    @classmethod
    def read(cls, path: Path) -> "TomlFile":
        """Read a file; one that cannot be read is empty and has a problem; one that is missing is empty."""
        found = cls(path)
        try:
            if is_there(path):
                import tomllib

                found.content = read_text(path, MAX_SIZE_OF_SETTINGS)
                found.data = tomllib.loads(found.content) if found._has_few_dots() else {}
        except KommunepolitikError as error:
            found.problems += error.problems
        except (ValueError, RecursionError) as error:
            found.report("syntax", detail=str(error))
        return found

    def _has_few_dots(self) -> bool:
        """Report a line with too many dots, and return whether there is none."""
        # The parser's time and memory grow with the square of the dots in a key.
        wrong = (n for n, line in enumerate(self._rows, 1) if line.count(".") > MAX_DOTS)
        if (number := next(wrong, None)) is not None:
            data = {"limit": MAX_DOTS}
            self.problems.append(Problem(code="too_many_dots", data=data, file=str(self.path), line=number))
        return number is None

    def report(
        self, code: str, *path: str | int, nearest: str | None = None, known: Iterable[str] = (), **data: Any
    ) -> None:
        """Report a problem at a key, or at an entry of a list."""
        line = next((self.line_of(step) for step in reversed(path) if isinstance(step, str)), None)
        self.problems.append(
            Problem(
                code=code,
                data=data,
                file=str(self.path),
                line=line,
                path=path,
                nearest=nearest,
                choices=tuple(known),
            )
        )

    def check_keys(self, known: Iterable[str], *path: str) -> None:
        """Report each key of a table that is not known."""
        choices = list(known)
        for key in self.table(*path):
            if key not in choices and not self.is_full:
                self.report("unknown_key", *path, key, key=key, nearest=nearest(key, choices), known=choices)

    def table(self, *path: str) -> Mapping[str, Any]:
        """Return a table; an empty one where there is none, or a problem where something else is."""
        found: Any = self.data
        for position, key in enumerate(path, 1):
            found = found.get(key, {})
            if not isinstance(found, dict):
                self.report("expected_mapping", *path[:position], found=describe(found))
                return {}
        return found  # type: ignore[no-any-return]

    def text(self, *path: str) -> str:
        """Return a text; an empty one where there is none, or a problem where something else is."""
        found = self.table(*path[:-1]).get(path[-1])
        if isinstance(found, str) and found.strip():
            return found
        if found is not None:
            self.report("empty" if isinstance(found, str) else "expected_text", *path, found=describe(found))
        return ""

    def texts(self, *path: str) -> tuple[str, ...]:
        """Return a list of texts; an empty one where there is none, or a problem where something else is."""
        found = self.table(*path[:-1]).get(path[-1], [])
        if not isinstance(found, list):
            self.report("expected_array", *path, found=describe(found))
            return ()
        wrong = [place for place, each in enumerate(found) if not isinstance(each, str) or not each.strip()]
        for place in wrong:
            self.report("expected_text", *path, place, found=describe(found[place]))
        return () if wrong else tuple(dict.fromkeys(found))

    def line_of(self, key: str) -> int | None:
        """Return the line of a key, where only one line begins with it."""
        if self._lines is None:
            self._lines = {}
            for number, line in enumerate(self._rows, 1):
                if (match := _KEY.match(line)) is not None:
                    self._lines.setdefault(match[1], []).append(number)
        lines = self._lines.get(key, ())
        return lines[0] if len(lines) == 1 else None

    @property
    def _rows(self) -> list[str]:
        """The lines as TOML has them; other signs that end a line for Python may be in a key."""
        return self.content.split("\n")

    @property
    def is_full(self) -> bool:
        """Whether there are so many problems that no more are looked for."""
        return len(self.problems) >= MAX_COLLECTED
