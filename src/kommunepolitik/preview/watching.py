"""Which files a preview follows: those that a report of the policies reads, and those that it would read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from kommunepolitik.documents.files import (
    ORGANISATION_FILE,
    SETTINGS_FILE,
    YEARS_FOLDER,
    holds_policy,
    settings_file,
)
from kommunepolitik.documents.toml import TomlFile
from kommunepolitik.preview.pages import Chosen


@attrs.frozen(kw_only=True)
class Watched:
    """What is followed, as absolute paths: folders with all that is directly in them, and single files of others."""

    whole: frozenset[Path]
    single: frozenset[Path]

    @property
    def folders(self) -> list[Path]:
        """The folders that changes are looked for in; only those that are there."""
        return sorted(folder for folder in {*self.whole, *(each.parent for each in self.single)} if folder.is_dir())

    def holds(self, path: Path) -> bool:
        """Return whether a file is followed; those that editors and spreadsheet programs put beside it are not.

        >>> watched = Watched(whole=frozenset([Path("/p/unge")]), single=frozenset([Path("/p/organisation.yaml")]))
        >>> [watched.holds(Path(name)) for name in ("/p/unge/policy.yaml", "/p/unge/.policy.yaml.swp", "/p/andet.yaml")]
        [True, False, False]
        """
        if path.name.startswith((".", "~$")) or path.name.endswith(("~", ".tmp")):
            return False
        return path in self.single or path in self.whole or path.parent in self.whole


def watched(chosen: Chosen) -> Watched:
    """Return what a preview follows, as the folders are now."""
    whole: set[Path] = set()
    single = {file.resolve() for file in chosen.observations}
    for given in chosen.paths:
        path = given.resolve()
        home = path.parent if path.is_file() else path
        single |= {home, *_shared(given.absolute())}  # settings are those beside a link
        for folder in (home, *_folders_in(path)):
            whole |= {folder, folder / YEARS_FOLDER, *_folders_in(folder / YEARS_FOLDER)}
            single |= _shared(folder)
        if (settings := settings_file(given)) is not None:
            folders, files = _of_theme(settings)
            whole |= folders
            single |= files
    return Watched(whole=frozenset(whole), single=frozenset(single))


def _shared(folder: Path) -> set[Path]:
    """Return the files that the folder above has for several policies."""
    return {folder.parent / name for name in (ORGANISATION_FILE, SETTINGS_FILE)}


def _folders_in(folder: Path) -> Iterator[Path]:
    """Yield the folders directly in one that is no policy's; hidden ones aside."""
    if folder.is_dir() and not holds_policy(folder):
        yield from (each for each in folder.iterdir() if each.is_dir() and not each.name.startswith("."))


def _of_theme(settings: Path) -> tuple[set[Path], set[Path]]:
    """Return the folders and files of the theme that settings name, also where there is a mistake in them."""
    theme: Any = TomlFile.read(settings).data.get("theme")
    if isinstance(theme, str):
        folder = (settings.parent / theme).resolve()
        return {folder, folder / "templates"}, set()
    logo = theme.get("logo") if isinstance(theme, dict) else None
    return set(), {(settings.parent / logo).resolve()} if isinstance(logo, str) else set()
