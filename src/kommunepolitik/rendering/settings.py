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
    """What a file of settings says; paths in it are counted from where it lies."""

    file: Path | None = None
    """The file; none where there was none."""
    theme: Path | None = None
    """The folder of the theme."""
    language: str | None = None
    """The language of the reports."""
    template: Path | None = None
    """The Word document whose styles and header a Word report takes."""

    @classmethod
    def find(cls, paths: Iterable[str | os.PathLike[str]]) -> "Settings":
        """Return the settings for policies: from the folder of each, else from the folder around it.

        Settings of folders further up do not count: what a report looks like does not depend on where somebody has
        put the whole.

        Raises:
            RenderingError: with every problem of the file; or policies have different settings.
        """
        files = dict.fromkeys(file for path in paths if (file := _file(Path(path))) is not None)
        if not files:
            return cls()
        first, *others = files
        if others:
            problems = [Problem(code="settings_two", data={"first": str(first)}, file=str(other)) for other in others]
            raise RenderingError(*problems)
        return _read(first)


def _file(path: Path) -> Path | None:
    """Return the file of settings that lies nearest to a policy."""
    folder = Path(os.path.normpath((path if path.is_dir() else path.parent).absolute()))  # links are not followed up
    places = (folder, folder.parent)
    return next((file for place in places if (file := place / SETTINGS_FILE).is_file()), None)


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
