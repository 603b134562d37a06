"""The settings of a folder of policies: `kommunepolitik.toml`."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.documents.extensions import SETTINGS
from kommunepolitik.documents.files import settings_file
from kommunepolitik.documents.toml import TomlFile
from kommunepolitik.errors import Problem, RenderingError
from kommunepolitik.formats.theme import Theme, theme_of
from kommunepolitik.i18n import LANGUAGES

OPEN_DATA: Final = ("licence", "contact", "publisher")
"""The settings that open data requires, which only the municipality knows."""


@attrs.frozen(kw_only=True)
class Settings:
    """The content of a file of settings; paths in it are relative to its folder."""

    file: Path | None = None
    theme: Theme | None = None
    """The folder in `theme`, or the theme in the table `[theme]`."""
    language: str = ""
    template: Path | None = None
    open_data: Mapping[str, str] = attrs.field(factory=dict)
    """The table `[open_data]`: licence, contact, publisher."""

    __repr__ = short_repr

    @classmethod
    def find(cls, paths: Iterable[str | os.PathLike[str]]) -> "Settings":
        """Return the settings for policies: from the folder of each, else from its parent folder, and no further up.

        Raises:
            RenderingError: with every problem of the file or its theme; or policies have different settings.

        >>> Settings.find(["docs/tutorial/nybro/integration_2024"]) == Settings()  # there is no file of settings
        True
        """
        files = list(dict.fromkeys(file for path in paths if (file := settings_file(path)) is not None))
        if len(files) > 1:
            data = {"first": str(files[0])}
            raise RenderingError(*(Problem(code="settings_two", data=data, file=str(other)) for other in files[1:]))
        return _read(files[0]) if files else cls()


def _read(path: Path) -> Settings:
    file = TomlFile.read(path)
    file.check_keys(SETTINGS)  # `statbank` is read where figures are fetched
    file.check_keys(OPEN_DATA, "open_data")
    open_data = {key: text for key in OPEN_DATA if (text := file.text("open_data", key))}
    language, template, theme = file.text("language"), file.text("template"), None
    if language and language not in LANGUAGES:
        file.report("not_one_of", "language", value=language, choices=", ".join(LANGUAGES))
    if isinstance(file.data.get("theme"), dict):
        theme = theme_of(file, "theme")
    elif folder := file.text("theme"):
        theme = Theme.read(path.parent / folder)
    file.texts("extensions")  # problems are reported here, too; extensions are loaded elsewhere
    if file.problems:
        raise RenderingError(*file.problems)
    template_file = path.parent / template if template else None
    return Settings(file=path, theme=theme, language=language, template=template_file, open_data=open_data)
