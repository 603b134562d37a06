"""Which files a preview follows: those that a report of the policies reads, and those that it would read."""

import errno
import os
from collections.abc import Sequence
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
from kommunepolitik.documents.paths import entries, is_file, is_folder, is_hidden, real_path, subfolders
from kommunepolitik.documents.toml import TomlFile
from kommunepolitik.errors import FileError, KommunepolitikError, Problem
from kommunepolitik.errors.system import detail_of
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
        """The folders in which changes are looked for; in the place of one that is not there, the one it would be in.

        Those whose name the system's notices cannot have are left out.
        """
        return [place for place in self._existing() if place not in self.unwatchable]

    @property
    def unwatchable(self) -> Sequence[Path]:
        """The folders that are there, and whose changes cannot be seen, since their name is not UTF-8."""
        return [place for place in self._existing() if str(place).encode("utf-8", "replace") != os.fsencode(place)]

    def _existing(self) -> Sequence[Path]:
        wanted = {*self.folders, *(file.parent for file in self.files)}
        nearest = {next((each for each in (place, *place.parents) if is_folder(each)), None) for place in wanted}
        return sorted(each for each in nearest if each is not None)  # a drive may be gone

    def includes(self, path: Path) -> bool:
        """Return whether a file is followed; those that editors and spreadsheet programs put beside it are not.

        >>> watched = WatchedFiles(folders=frozenset([Path("/p/unge")]), files=frozenset([Path("/p/tal.csv")]))
        >>> names = ("/p/unge/policy.yaml", "/p/unge/.policy.yaml.swp", "/p/tal.csv", "/p/andet.csv")
        >>> [watched.includes(Path(name)) for name in names]
        [True, False, True, False]
        """
        if any(each.is_relative_to(path) for each in (*self.folders, *self.files)):  # also a folder that it is in
            return True
        if is_hidden(path) or path.name.endswith(("~", ".tmp")):
            return False
        return path.parent in self.folders


def watched_files(options: PreviewOptions) -> WatchedFiles:
    """Return what a preview follows, as the folders are now; for a link, at both its ends."""
    folders: set[Path] = set()
    files = {real_path(file) for file in options.observations}
    for given in options.paths:
        path = real_path(given)
        place = Path(os.path.normpath(given.absolute()))
        homes = {each.parent if is_file(each) else each for each in (path, place)}
        files |= {path, place, *homes, *_shared_files(place)}  # settings are those beside a link
        for folder in (*homes, *_folders_in(path)):
            years = folder / YEARS_FOLDER
            folders |= {folder, years, *_folders_in(years)}
            files |= {*_shared_files(folder), *_linked_from(folder)}
        if (settings := settings_file(given)) is not None:
            of_theme = _theme_places(settings)
            folders |= of_theme
            files |= of_theme  # a logo is a file
    return WatchedFiles(folders=frozenset(folders), files=frozenset(files))


def _linked_from(folder: Path) -> set[Path]:
    """Return the files to which links in a folder lead, which are saved in another one."""
    try:
        return {real_path(each) for each in entries(folder) if each.is_symlink()}
    except FileError:
        return set()


def _shared_files(folder: Path) -> set[Path]:
    """Return the files that the folder above a policy has for several."""
    return {folder.parent / name for name in (ORGANISATION_FILE, SETTINGS_FILE)}


def _folders_in(folder: Path) -> Sequence[Path]:
    """Return the folders directly in one that is not a policy's own; hidden ones aside."""
    # Where it is not there, or may not be read, reading it is what reports that.
    return [] if holds_policy(folder) else [each for each in subfolders(folder) if not each.name.startswith(".")]


def _theme_places(settings: Path) -> set[Path]:
    """Return the folders or the logo of the theme that settings name, also where there is a mistake in it."""
    theme: Any = TomlFile.read(settings).data.get("theme")
    named = theme.get("logo") if isinstance(theme, dict) else theme
    if not isinstance(named, str):
        return set()
    place = real_path(settings.parent / named)
    return {place} if isinstance(theme, dict) else {place, place / "templates"}


def find_watched(options: PreviewOptions, before: WatchedFiles) -> tuple[WatchedFiles, Sequence[Problem]]:
    """Return what a preview follows now, or where that cannot be found out what it followed before; and what is wrong.

    >>> nothing = WatchedFiles(folders=frozenset(), files=frozenset())
    >>> watched, problems = find_watched(PreviewOptions(paths=[Path("docs")]), nothing)
    >>> watched.includes(Path("docs", "policy.yaml").absolute()), problems
    (True, [])
    """
    try:
        watched = watched_files(options)
        names = watched.unwatchable
    except (OSError, ValueError, RuntimeError, KommunepolitikError) as error:  # such as a current folder that is gone
        detail = detail_of(error)
        return before, [Problem(code="cannot_watch", data=detail)]
    detail = {"detail": os.strerror(errno.EILSEQ)}
    return watched, [Problem(code="cannot_watch", data=detail, file=str(name)) for name in names]
