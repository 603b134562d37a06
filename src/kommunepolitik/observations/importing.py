"""Reads files that others send, each with the import that fits it, or in a form that needs none."""

import shlex
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from unicodedata import normalize

import attrs

from kommunepolitik.documents import Document
from kommunepolitik.documents.imports import Import, ImportsDocument, imports_for, read_imports
from kommunepolitik.documents.paths import real_path
from kommunepolitik.errors import FileError, InvalidDocument, InvalidObservations, KommunepolitikError, Problem
from kommunepolitik.model import Policy, Portfolio
from kommunepolitik.observations.files import read_grids, read_tables
from kommunepolitik.observations.grid import Place
from kommunepolitik.observations.mapping import ImportReader
from kommunepolitik.observations.normalise import normalise
from kommunepolitik.observations.observations import Observations
from kommunepolitik.observations.tables import RawTable
from kommunepolitik.observations.titles import Titles
from kommunepolitik.observations.values import DecimalMark


@attrs.frozen(kw_only=True)
class FittingImport:
    """An import that a file fits, and the policies that its file of imports is for."""

    document: ImportsDocument
    at: int
    policies: Sequence[Policy]

    @property
    def wanted(self) -> Import:
        """The import."""
        return self.document.imports[self.at]


def imports_of(documents: Sequence[Document]) -> list[FittingImport]:
    """Return the imports beside some policies and in the folders above.

    Raises:
        InvalidDocument: with every problem of every file of imports.
    """
    files: dict[Path, tuple[Path, list[Policy]]] = {}
    problems: list[Problem] = []
    found: list[FittingImport] = []
    for document in documents:
        try:
            for file in imports_for(document.path.parent):
                files.setdefault(real_path(file), (file, []))[1].append(document.policy)
        except InvalidDocument as error:
            problems += error.problems
    for file, policies in files.values():
        try:
            read = read_imports(file)
        except (FileError, InvalidDocument) as error:
            problems += error.problems
        else:
            found += [FittingImport(document=read, at=at, policies=policies) for at in range(len(read.imports))]
    if problems:
        raise InvalidDocument(*dict.fromkeys(problems))
    return found


def fitting(path: Path, imports: Iterable[FittingImport]) -> list[FittingImport]:
    """Return the imports that a file's name fits; case and Unicode composition make no difference."""
    name = normalize("NFC", path.name).casefold()
    return [
        each
        for each in imports
        if any(fnmatchcase(name, normalize("NFC", pattern).casefold()) for pattern in each.wanted.file)
    ]


def import_figures(
    paths: Sequence[Path],
    documents: Sequence[Document],
    decimal: DecimalMark | None = None,
    published: str = "",
) -> Observations:
    """Return the figures of some files for some policies, each file read with the one import that its name fits.

    A file that fits none is read in the long form or the obvious wide form. `published` is the day of publication of
    files that state none.

    Raises:
        FileError: a file does not exist, or cannot be read.
        InvalidDocument: with every problem of every file of imports.
        InvalidObservations: with every problem of every file.
    """
    imports = imports_of(documents)
    policies = [document.policy for document in documents]
    titles = Titles(policies)
    tables: list[RawTable] = []
    problems: list[Problem] = []
    notices: list[Problem] = []
    for path in paths:
        place = Place(file=str(path), is_file=True)
        found = fitting(path, imports)
        if len(found) > 1:
            names = ", ".join(each.wanted.id for each in found)
            problems.append(place.locate(Problem(code="several_imports", data={"imports": names})))
            continue
        try:
            if not found:
                plain = [_with_imports(table, path, imports) for table in read_tables(path, policies, titles, decimal)]
                tables += [_dated(table, published) for table in plain]
                continue
            fit = found[0]
            reader = ImportReader(
                document=fit.document, at=fit.at, policies=fit.policies, decimal=decimal, published=published
            )
            read = reader.read(read_grids(path, place))
        except (FileError, InvalidObservations) as error:
            problems += error.problems
            continue
        tables += read.tables
        problems += read.problems
        notices += read.notices
    return _whole(tables, policies, problems, notices)


def _whole(
    tables: Sequence[RawTable], policies: Sequence[Policy], problems: list[Problem], notices: Sequence[Problem]
) -> Observations:
    """Return the tables as one, or raise all that is wrong with them and all that was wrong before."""
    subject = policies[0] if len(policies) == 1 else Portfolio(policies)
    figures = None
    try:
        figures = normalise([*tables], subject)
    except KommunepolitikError as error:
        problems += error.problems
    if problems or figures is None:
        only_files = all(problem.code in ("not_found", "cannot_read") for problem in problems)
        raise (FileError if only_files else InvalidObservations)(*dict.fromkeys(problems))
    return attrs.evolve(figures, notices=tuple(dict.fromkeys((*notices, *figures.notices))))


def _with_imports(table: RawTable, path: Path, imports: Sequence[FittingImport]) -> RawTable:
    """Return a table that needs a mapping, with the existing imports named, in case the file was renamed."""
    if not any(problem.code == "propose_mapping" for problem in table.problems):
        return table
    problems = [problem for problem in table.problems if problem.code != "propose_mapping"]
    if imports:
        known = "; ".join(f"{each.wanted.id}: {', '.join(each.wanted.file)}" for each in imports)
        problems.append(Problem(code="no_import_fits", data={"imports": known}, file=str(path)))
    help = Problem(code="propose_mapping", data={"file": shlex.quote(str(path))}, file=str(path))
    return attrs.evolve(table, problems=[*problems, help])


def _dated(table: RawTable, published: str) -> RawTable:
    """Return a table with a day of publication, if it has no such column."""
    if not published or "published" in table.columns:
        return table
    return attrs.evolve(table, columns={**table.columns, "published": [published] * len(table.rows)})
