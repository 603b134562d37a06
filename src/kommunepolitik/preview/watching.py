"""Which files a preview follows: those that a report of the policies reads, and those that it would read."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs

from kommunepolitik.documents.files import ORGANISATION_FILE, SETTINGS_FILE, YEARS_FOLDER, holds_policy, settings_file
from kommunepolitik.documents.toml import TomlFile
from kommunepolitik.preview.pages import PreviewOptions


@attrs.frozen(kw_only=True)
class WatchedFiles:
    """What a preview follows, as absolute paths."""

    folders: frozenset[Path]
    """Folders of which every file counts, but not what is in folders in them."""
    files: frozenset[Path]
    """Single files in other folders."""

    @property
    def places(self) -> Sequence[Path]:
        """The folders in which changes are looked for; only those that are there."""
        return sorted(place for place in {*self.folders, *(file.parent for file in self.files)} if place.is_dir())

    def includes(self, path: Path) -> bool:
        """Return whether a file is followed; those that editors and spreadsheet programs put beside it are not.

        >>> watched = WatchedFiles(folders=frozenset([Path("/p/unge")]), files=frozenset([Path("/p/tal.csv")]))
        >>> names = ("/p/unge/policy.yaml", "/p/unge/.policy.yaml.swp", "/p/tal.csv", "/p/andet.csv")
        >>> [watched.includes(Path(name)) for name in names]
        [True, False, True, False]
        """
        if path.name.startswith((".", "~$")) or path.name.endswith(("~", ".tmp")):
            return False
        return path in self.files or path in self.folders or path.parent in self.folders


def watched_files(options: PreviewOptions) -> WatchedFiles:
    """Return what a preview follows, as the folders are now."""
    folders: set[Path] = set()
    files = {file.resolve() for file in options.observations}
    for given in options.paths:
        path = given.resolve()
        home = path.parent if path.is_file() else path
        files |= {home, *_shared_files(given.absolute())}  # settings are those beside a link
        for folder in (home, *_folders_in(path)):
            years = folder / YEARS_FOLDER
            folders |= {folder, years, *_folders_in(years)}
            files |= _shared_files(folder)
        if (settings := settings_file(given)) is not None:
            of_theme = _theme_places(settings)
            folders |= of_theme
            files |= of_theme  # a logo is a file
    return WatchedFiles(folders=frozenset(folders), files=frozenset(files))


def _shared_files(folder: Path) -> set[Path]:
    """Return the files that the folder above a policy has for several."""
    return {folder.parent / name for name in (ORGANISATION_FILE, SETTINGS_FILE)}


def _folders_in(folder: Path) -> Sequence[Path]:
    """Return the folders directly in one that is not a policy's own; hidden ones aside."""
    try:
        if holds_policy(folder):
            return []
        return [each for each in folder.iterdir() if each.is_dir() and not each.name.startswith(".")]
    except OSError:  # it is not there, or may not be read: reading it is what reports that
        return []


def _theme_places(settings: Path) -> set[Path]:
    """Return the folders or the logo of the theme that settings name, also where there is a mistake in it."""
    theme: Any = TomlFile.read(settings).data.get("theme")
    named = theme.get("logo") if isinstance(theme, dict) else theme
    if not isinstance(named, str):
        return set()
    place = (settings.parent / named).resolve()
    return {place} if isinstance(theme, dict) else {place, place / "templates"}
