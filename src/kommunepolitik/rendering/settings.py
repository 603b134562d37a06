"""Settings that lie beside the policies: `kommunepolitik.toml`, so that they need not be given each time."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import attrs

from kommunepolitik.errors import Problem, RenderingError
from kommunepolitik.i18n import LANGUAGES
from kommunepolitik.rendering.toml import read_toml

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
