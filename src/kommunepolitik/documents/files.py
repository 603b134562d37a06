"""Files: finding and reading them."""

import os
from collections.abc import Iterable
from pathlib import Path

from kommunepolitik.documents.limits import MAX_SIZE
from kommunepolitik.documents.paths import (
    check_there,
    entries,
    is_folder,
    is_hidden,
    is_there,
    may_look_into,
    read_bytes,
)
from kommunepolitik.errors import FileError, InvalidDocument, Problem

PathOrPaths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
"""A path, or several."""

POLICY_FILES = ("policy.yaml", "policy.yml", "policy.json")
OBSERVATIONS = "observations"
"""The prefix of the tables of figures beside a policy, alone or with a hyphen and more (`observations-2026.xlsx`)."""
IMPORTED_FILE = "observations-imported.csv"
"""The figures that were read from files that others send; written by the library."""
_STRATML = "observations-stratml"
"""The figures that were read from a StratML document; written by the library."""
STATBANK_FILE = "statbank.csv"
"""The figures that were fetched from Statistikbanken; written by the library."""
_TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".parquet")
ACCOUNTS_FILE = "accounts.yaml"
CASE_FILE = "case.yaml"
YEARS_FOLDER = "opfoelgning"
"""The folder beside a policy with a folder for each year of its follow-up."""
ORGANISATION_FILE = "organisation.yaml"
IMPORTS_FILE = "imports.yaml"
"""The mappings for sheets that others send; beside the policy, or in the folder above for several."""
SETTINGS_FILE = "kommunepolitik.toml"
"""The settings of a folder of policies."""
_SUFFIXES = (".yaml", ".yml")


def listed(paths: PathOrPaths) -> list[str | os.PathLike[str]]:
    """Return one path, or several, as a list."""
    return [paths] if isinstance(paths, str | os.PathLike) else list(paths)


def policy_file(path: str | os.PathLike[str]) -> Path:
    """Return the file of a policy: the path itself, or the one in it; raises `FileError` if there is no single one."""
    path = Path(path)
    if is_folder(path):
        found = [path / name for name in POLICY_FILES if is_there(path / name)]
        if len(found) > 1:
            choices = ", ".join(file.name for file in found)
            raise FileError(Problem(code="several_policies", data={"choices": choices}, file=str(path)))
        if found or not may_look_into(path):  # reading it gives the reason
            return (found or [path / POLICY_FILES[0]])[0]
        inside = [folder.name for folder in _policy_folders(path)]
        if inside:
            data = {"count": len(inside), "choices": ", ".join(inside[:8])}
            raise FileError(Problem(code="folder_of_policies", data=data, file=str(path)))
        raise FileError(Problem(code="no_policy_in_folder", file=str(path)))
    check_there(path)
    return path


def nearly_named(file: Path) -> Path | None:
    """Return the file with almost the expected name (`Case.yml` for `case.yaml`), if any."""
    names = {f"{file.stem}{suffix}" for suffix in _SUFFIXES}
    try:
        beside = entries(file.parent)
    except FileError:
        return None
    return next((other for other in beside if other.name != file.name and other.name.casefold() in names), None)


def settings_file(path: str | os.PathLike[str]) -> Path | None:
    """Return the settings for a policy: those in its folder, else in the folder around it, and no further up."""
    path = Path(path)
    folder = Path(os.path.normpath((path if is_folder(path) else path.parent).absolute()))  # links are not followed up
    return next((file for place in (folder, folder.parent) if is_there(file := place / SETTINGS_FILE)), None)


def observations_beside(policy: Path) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Return the files of figures beside a policy, and the tables in its folder that are not read."""
    tables = [file for file in entries(policy.parent) if _is_table(file)]
    figures = tuple(file for file in tables if file.name == STATBANK_FILE or _holds_figures(file, policy))
    return figures, tuple(file for file in tables if file not in figures) if policy.name in POLICY_FILES else ()


def stratml_file(policy: Path) -> Path:
    """Return the file beside a policy for the figures that were read from a StratML document."""
    return policy.with_name(f"{_STRATML}.csv" if policy.name in POLICY_FILES else f"{_STRATML}-{policy.stem}.csv")


def _holds_figures(file: Path, policy: Path) -> bool:
    """Return whether a table beside a policy contains its figures, and not those of another policy from StratML."""
    is_others = file.stem.startswith(f"{_STRATML}-") and file.stem != stratml_file(policy).stem
    return file.stem.split("-")[0] == OBSERVATIONS and not is_others


def _is_table(file: Path) -> bool:
    """Return whether a file is a table, and neither hidden nor the lock file of an open one.

    A pipe or a link that leads nowhere is one: reading it reports what is wrong with it.
    """
    return file.suffix.lower() in _TABLES and not is_hidden(file) and not is_folder(file)


def policy_files(path: str | os.PathLike[str]) -> list[Path]:
    """Return the policy files of a path: itself, the one in it, or those of the folders in it; else `FileError`."""
    path = Path(path)
    folders = _policy_folders(path) if is_folder(path) and not holds_policy(path) else []
    return [policy_file(folder) for folder in folders or [path]]


def _policy_folders(path: Path) -> list[Path]:
    """Return the folders in one that hold a policy, and those that may not be looked into, which may hold one."""
    folders = [folder for folder in entries(path) if is_folder(folder)]
    return [folder for folder in folders if holds_policy(folder) or not may_look_into(folder)]


def holds_policy(folder: Path) -> bool:
    """Return whether a folder is that of a policy."""
    return any(is_there(folder / name) for name in POLICY_FILES)


def check_no_policy(folder: Path) -> None:
    """Raise `FileError` for a folder that contains a policy, where no other files must be written."""
    for name in POLICY_FILES:
        if is_there(folder / name):
            raise FileError(Problem(code="holds_policy", data={"name": name}, file=str(folder)))


def read_text(path: Path, limit: int = MAX_SIZE) -> str:
    """Return the text of a file; raises `FileError`, or `InvalidDocument` if it is not UTF-8."""
    raw = read_bytes(path, limit)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise InvalidDocument(Problem(code="not_utf8", file=str(path), line=line, column=column)) from None
