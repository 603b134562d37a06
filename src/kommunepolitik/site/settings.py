"""Small TOML files of settings, such as `kommunepolitik.toml`: all that is wrong in one is reported together."""

import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from kommunepolitik.documents.files import read_text
from kommunepolitik.errors import KommunepolitikError, Problem, RenderingError
from kommunepolitik.i18n import LANGUAGES
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.record import describe

SETTINGS_FILE: Final = "kommunepolitik.toml"


@attrs.frozen(kw_only=True)
class Settings:
    """The content of a file of settings; paths in it are relative to its folder."""

    file: Path | None = None
    theme: Path | None = None
    language: str | None = None
    template: Path | None = None

    @classmethod
    def find(cls, paths: Iterable[str | os.PathLike[str]]) -> "Settings":
        """Return the settings for policies: from the folder of each, else from the folder around it, and no further up.

        Raises:
            RenderingError: with every problem of the file; or policies have different settings.
        """
        files = list(dict.fromkeys(file for path in paths if (file := _file(Path(path))) is not None))
        if len(files) > 1:
            data = {"first": str(files[0])}
            raise RenderingError(*(Problem(code="settings_two", data=data, file=str(other)) for other in files[1:]))
        return _read(files[0]) if files else cls()


def _file(path: Path) -> Path | None:
    folder = Path(os.path.normpath((path if path.is_dir() else path.parent).absolute()))  # links are not followed up
    return next((file for place in (folder, folder.parent) if (file := place / SETTINGS_FILE).is_file()), None)


def _read(file: Path) -> Settings:
    found = read_toml(file)
    found.check_keys(field.name for field in attrs.fields(Settings) if field.name != "file")
    language = found.text("language")
    if language is not None and language not in LANGUAGES:
        found.report("not_one_of", "language", value=language, choices=", ".join(LANGUAGES))
    theme, template = ((text := found.text(key)) and file.parent / text for key in ("theme", "template"))
    if found.problems:
        raise RenderingError(*found.problems)
    return Settings(file=file, theme=theme or None, language=language, template=template or None)


@attrs.define
class TomlFile:
    """A file that was read, and the problems found in it so far."""

    file: str
    data: Mapping[str, Any] = attrs.field(factory=dict)
    problems: list[Problem] = attrs.field(factory=list)

    def report(self, code: str, *path: str, nearest: str | None = None, known: Iterable[str] = (), **data: Any) -> None:
        """Report a problem at a key."""
        problem = Problem(code=code, data=data, file=self.file, path=path, nearest=nearest, choices=tuple(known))
        self.problems.append(problem)

    def check_keys(self, known: Iterable[str], *path: str) -> None:
        """Report each key of a table that is not known."""
        choices = list(known)
        for key in self.table(*path):
            if key not in choices:
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

    def text(self, key: str) -> str | None:
        """Return a text; None where there is none, or a problem where something else is."""
        found = self.data.get(key)
        if found is None or (isinstance(found, str) and found.strip()):
            return found
        self.report("empty" if isinstance(found, str) else "expected_text", key, found=describe(found))
        return None


def read_toml(path: Path) -> TomlFile:
    """Read a file; one that cannot be read is empty, and has a problem; one that is missing has none."""
    found = TomlFile(str(path))
    try:
        if path.exists():
            found.data = tomllib.loads(read_text(path))
    except KommunepolitikError as error:
        found.problems += error.problems
    except (ValueError, RecursionError) as error:
        found.report("syntax", detail=str(error))
    return found
