"""Policy files in and out: YAML and JSON, with every problem reported at once and at its place."""

import errno
import os
from collections.abc import Collection, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.documents.data import read_document
from kommunepolitik.documents.files import (
    ACCOUNTS_FILE,
    CASE_FILE,
    ORGANISATION_FILE,
    YEARS_FOLDER,
    PathOrPaths,
    listed,
    nearly_named,
    observations_beside,
    policy_file,
    policy_files,
    read_text,
)
from kommunepolitik.documents.json_parser import parse_json
from kommunepolitik.documents.paths import is_there, may_look_into, real_path, subfolders
from kommunepolitik.documents.side_files import AccountsFile, CaseFile, OrganisationFile
from kommunepolitik.documents.tree import Parsed, Positions
from kommunepolitik.documents.write import to_json, to_yaml
from kommunepolitik.documents.writing import write_text
from kommunepolitik.documents.yaml_parser import parse_yaml
from kommunepolitik.errors import FileError, InvalidDocument, InvalidModel, Problem
from kommunepolitik.model import Account, Case, Department, MissingFigure, Period, Policy, Portfolio
from kommunepolitik.model.data import from_data, to_data
from kommunepolitik.model.record import Record
from kommunepolitik.model.scalars import check_object, describe

if TYPE_CHECKING:
    from kommunepolitik.documents.frames import to_frames
    from kommunepolitik.documents.frames_reader import from_frames
    from kommunepolitik.documents.table_files import read_tables, write_tables

__all__ = [
    "Document",
    "Positions",
    "dump",
    "from_data",
    "from_frames",
    "json_schema",
    "load",
    "load_portfolio",
    "parse",
    "read",
    "read_all",
    "read_tables",
    "to_data",
    "to_frames",
    "to_json",
    "to_yaml",
    "write_tables",
]

__dir__ = __all__.copy  # what Tab offers

if not TYPE_CHECKING:
    _ON_FIRST_USE = {
        "from_frames": "frames_reader",
        "read_tables": "table_files",
        "to_frames": "frames",
        "write_tables": "table_files",
    }

    def __getattr__(name):
        if name not in _ON_FIRST_USE:
            raise AttributeError(f"module 'kommunepolitik.documents' has no attribute {name!r}")
        return getattr(import_module(f"kommunepolitik.documents.{_ON_FIRST_USE[name]}"), name)


R = TypeVar("R", bound=Record)

_PARSERS = {".yaml": parse_yaml, ".yml": parse_yaml, ".json": parse_json}


@attrs.frozen(kw_only=True)
class Document:
    """A policy as read, with its file, the places of its parts, its accounts, and the files of its figures."""

    policy: Policy
    path: Path
    positions: Positions = attrs.field(eq=False, repr=False)
    observations: Sequence[Path]
    """The files of figures beside it: `observations.csv` or another table, `observations-…`, `statbank.csv`."""
    unread: Sequence[Path] = ()
    """The other tables beside it."""
    accounts: Sequence[Account] = ()
    """Those of `accounts.yaml` beside it and in the folders of its years."""
    missing_figures: Sequence[MissingFigure] = ()
    """The figures that are unavailable or come later, by these files."""
    case: Case | None = None
    """The case that puts the follow-up before a committee: that of the year, else of the file `case.yaml` beside it."""
    departments: Sequence[Department] = ()
    """Those of `organisation.yaml` in its folder, or else in the folder above."""

    __repr__ = short_repr


def unread_files(documents: Iterable[Document], given: Iterable[Path] = ()) -> list[Problem]:
    """Return a notice for each table beside a policy that is neither read with it nor given."""
    read = {real_path(file) for file in given}
    files = (file for document in documents for file in document.unread if real_path(file) not in read)
    return [Problem(code="file_not_read", file=str(file)) for file in files]


def load(path: str | os.PathLike[str]) -> Policy:
    """Read a policy from a YAML or JSON file, or from a folder that contains `policy.yaml`.

    Raises:
        FileError: there is no such file, or no policy in the folder.
        InvalidDocument: with every problem in the file, each with line, column and path (see `errors.Problem`).

    >>> import kommunepolitik.model as m
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse")
    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> dump(policy, folder / "policy.json")
    >>> load(folder / "policy.json").title
    'P'
    """
    return read(path).policy


def read(path: str | os.PathLike[str], year: str = "") -> Document:
    """Read a policy as `load` does, with the places of its parts and the files beside it.

    Accounts are those of `accounts.yaml` beside it and of all its years (`opfoelgning/2026/accounts.yaml`, which go
    before those beside it). The case is that of the given `year`, else the one beside the policy.

    Raises:
        FileError: there is no such file, or no policy in the folder.
        InvalidDocument: with every problem of the policy and of the accounts beside it.

    >>> import kommunepolitik.model as m
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse")
    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> dump(policy, folder / "policy.yaml")
    >>> read(folder).path.name
    'policy.yaml'
    """
    file = policy_file(path)
    if file.suffix.lower() not in _PARSERS:
        raise FileError(Problem(code="unknown_format", data={"suffix": file.suffix or file.name}, file=str(path)))
    parsed: tuple[Policy, Positions] | None = None
    problems: list[Problem] = []
    try:
        parsed = _parse(read_text(file), file.suffix)
    except InvalidDocument as error:
        problems += [attrs.evolve(p, file=str(file)) for p in error.problems]
    home = None if parsed is None else parsed[0]
    years = file.parent / YEARS_FOLDER
    folders = _year_folders(years, problems)
    accounts: dict[tuple[str, Period], list[Account]] = {}
    missing: dict[tuple[str, str | None, Period], MissingFigure] = {}
    for each in (file.with_name(ACCOUNTS_FILE), *(folder / ACCOUNTS_FILE for folder in folders)):
        found = _read_beside(each, AccountsFile, home, problems)
        written: dict[tuple[str, Period], list[Account]] = {}
        for account in () if found is None else found.accounts:
            written.setdefault((account.element, account.period), []).append(account)
        accounts |= written
        missing |= {(m.indicator, m.group, m.period): m for m in (() if found is None else found.missing)}
    of_year = years / year / CASE_FILE
    case = _read_beside(of_year if year and is_there(of_year) else file.with_name(CASE_FILE), CaseFile, home, problems)
    above, beside = real_path(file).parent.parent / ORGANISATION_FILE, file.with_name(ORGANISATION_FILE)
    nearest_file = above if is_there(above) and not is_there(beside) else beside
    organisation = _read_beside(nearest_file, OrganisationFile, None, problems)
    if parsed is None or problems:
        raise InvalidDocument(*problems)
    observations, unread = observations_beside(file)
    return Document(
        policy=parsed[0],
        path=file,
        positions=parsed[1],
        observations=observations,
        unread=unread,
        accounts=tuple(account for written in accounts.values() for account in written),
        missing_figures=tuple(missing.values()),
        case=None if case is None else case.case,
        departments=() if organisation is None else organisation.departments,
    )


def _year_folders(years: Path, problems: list[Problem]) -> list[Path]:
    """Return the folders of the years beside a policy; one that may not be looked into is a problem."""
    folders = subfolders(years)
    for folder in folders:
        if not may_look_into(folder):
            data = {"detail": os.strerror(errno.EACCES)}
            problems.append(Problem(code="cannot_read", data=data, file=str(folder)))
    return folders


def _read_beside(file: Path, cls: type[R], policy: Policy | None, problems: list[Problem]) -> R | None:
    """Read a file beside a policy and add its problems; references are not checked if the policy could not be read."""
    if is_there(file):
        try:
            return _build(parse_yaml(read_text(file)), cls, policy)
        except (FileError, InvalidDocument) as error:
            reported = [p for p in error.problems if policy is not None or p.code not in ("dangling", "wrong_kind")]
            problems += [attrs.evolve(problem, file=str(file)) for problem in reported]
    elif (other := nearly_named(file)) is not None:
        problems.append(Problem(code="nearly_named", file=str(other), data={"value": file.name}))
    return None


def parse(text: str, suffix: str = ".yaml") -> Policy:
    """Read a policy from text: YAML, or JSON where the suffix is `.json`.

    Raises:
        InvalidDocument: with every problem in it, each with line, column and path; or the suffix is not known.

    >>> parse('{"kommunepolitik": 1, "id": "p", "title": "P", "municipality": "Slagelse"}', ".json")
    Policy(id='p', title='P', municipality='Slagelse Kommune')
    """
    return _parse(text, suffix)[0]


def parse_accounts(text: str, policy: Policy) -> AccountsFile:
    """Read the text of an `accounts.yaml` of a policy; raises `InvalidDocument` with every problem in it."""
    return _build(parse_yaml(text), AccountsFile, policy)


def _parse(text: str, suffix: str) -> tuple[Policy, Positions]:
    if suffix.lower() not in _PARSERS:
        raise InvalidDocument(Problem(code="unknown_format", data={"suffix": suffix}))
    parsed = _PARSERS[suffix.lower()](text)
    return _build(parsed, Policy), parsed.positions


def read_all(paths: PathOrPaths, year: str = "") -> list[Document]:
    """Read all policies under a path, or under several, each as `read` does.

    A path is that of a file, of a policy's folder, or of a folder of policy folders.

    Raises:
        InvalidDocument: with the problems of all paths and files together: a path without a policy, what is wrong in a
            file, two files with the same policy id.

    >>> for document in read_all("docs/tutorial/nybro"):
    ...     print(document.policy.id, [file.name for file in document.observations])
    nybro-integration-2020 ['observations.csv']
    nybro-integration-2024 ['observations.csv']
    """
    documents, problems = read_each(paths, year)
    if problems:
        raise InvalidDocument(*problems)
    return documents


def read_each(paths: PathOrPaths, year: str = "") -> tuple[list[Document], list[Problem]]:
    """Read the policies that can be read, none if they conflict, and return the problems of the others."""
    documents: dict[Path, Document] = {}
    problems: list[Problem] = []
    for path in listed(paths):
        try:
            files = policy_files(path)
        except FileError as error:
            problems += error.problems
            continue
        for file in files:
            try:
                documents[file] = documents.get(file) or read(file, year)
            except (FileError, InvalidDocument) as error:
                problems += error.problems
    together = _collection_problems(documents.values())
    return ([] if together else list(documents.values())), [*problems, *together]


def load_portfolio(path_or_paths: PathOrPaths) -> Portfolio:
    """Read all policies under a path, or under several: files, policy folders, folders of policy folders.

    Raises:
        InvalidDocument: with every problem of every path and file together, as `read_all` reports them.

    >>> import kommunepolitik.model as m
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse")
    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> dump(policy, folder / "policy.yaml")
    >>> load_portfolio(folder)
    <Portfolio: 1 policy, 1 municipality>
    """
    return Portfolio(document.policy for document in read_all(path_or_paths))


def _collection_problems(documents: Collection[Document]) -> list[Problem]:
    problems: list[Problem] = []
    first: dict[str, Document] = {}
    for document in documents:
        earlier = first.setdefault(document.policy.id, document)
        if earlier is not document:
            line, column = document.positions.locate(("id",))
            data = {"value": document.policy.id, "first": str(earlier.path)}
            where = {"file": str(document.path), "line": line, "column": column, "path": ("id",)}
            problems.append(Problem(code="duplicate_policy", data=data, **where))  # type: ignore[arg-type]
    if problems:
        return problems
    try:
        Portfolio(document.policy for document in first.values())
    except InvalidModel as error:
        return [*error.problems]
    return []


def _build(parsed: Parsed, cls: type[R], home: Policy | None = None) -> R:
    if not isinstance(parsed.data, dict):
        problem = Problem(code="expected_mapping", data={"found": describe(parsed.data)}, line=1, column=1)
        raise InvalidDocument(*parsed.problems, problem)
    try:
        built = read_document(parsed.data, cls, home)
    except InvalidDocument as error:
        raise InvalidDocument(*parsed.placed([*parsed.problems, *error.problems])) from None
    if parsed.problems:
        raise InvalidDocument(*parsed.placed(parsed.problems))
    return built


def json_schema(name: str = "policy") -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a kind of file: `policy`, `accounts`, `case`, `organisation`, `imports`.

    Raises:
        UnknownElement: there is no such schema; the nearest is given.

    >>> json_schema()["required"]
    ['kommunepolitik', 'id', 'title', 'municipality']
    """
    from kommunepolitik.documents.schema import json_schema as made

    return made(name)


def dump(policy: Policy, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
    """Write a policy to a YAML or JSON file (by its suffix), so that `load` gives it back equal.

    Fields are in the order of the model; absent ones are left out. The file is written whole or not at all, with the
    folders that it is in.

    Raises:
        InvalidModel: it is not a policy.
        FileError: the file exists and `overwrite` is false, or it cannot be written, or its suffix is neither of the
            two.

    >>> import kommunepolitik.model as m
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse")
    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> dump(policy, folder / "policy.yaml")
    >>> load(folder / "policy.yaml") == policy
    True
    """
    check_object(policy, Policy)
    suffix = Path(path).suffix.lower()
    if suffix not in _PARSERS:
        raise FileError(Problem(code="unknown_format", data={"suffix": suffix or Path(path).name}, file=str(path)))
    write_text(path, to_json(policy) if suffix == ".json" else to_yaml(policy), overwrite=overwrite)
