"""Fetches figures for policies, checks them, and writes them beside each policy, all or nothing."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.documents import Document, read_all
from kommunepolitik.documents.files import STATBANK_FILE, PathOrPaths
from kommunepolitik.documents.locking import known_content, unchanged
from kommunepolitik.documents.paths import holds
from kommunepolitik.documents.writing import write_files
from kommunepolitik.errors import FileError, InvalidModel, InvalidObservations, Problem, StatbankError
from kommunepolitik.errors.interruption import uninterrupted
from kommunepolitik.model import Indicator, Period
from kommunepolitik.observations.write import csv_content
from kommunepolitik.statbank.cells import read_figures
from kommunepolitik.statbank.client import Client, Manners
from kommunepolitik.statbank.files import ANSWERS_FOLDER, LOCK_FILE, Answers, Lock, lock_content, packed
from kommunepolitik.statbank.query import Query, resolve
from kommunepolitik.statbank.settings import url_for
from kommunepolitik.statbank.table_info import TableInfo, read_table_info
from kommunepolitik.statbank.vintages import Row, StatbankChange, as_observations, check_readable, merged, read_rows


@attrs.frozen(kw_only=True)
class PolicyRefresh:
    """The result of a refresh for one policy; with problems, nothing was changed."""

    policy: str
    path: Path
    area: str = ""
    """The area of its municipality, as in `FigureChange`."""
    tables: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    """The table of each indicator, by its id."""
    updated: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    """The day each table was last updated."""
    figures: tuple[StatbankChange, ...] = ()
    files: tuple[Path, ...] = ()
    """The files that were written, or would be, without the stored answers."""
    notices: tuple[Problem, ...] = ()
    """Notices of what is left out, or has changed in a table."""
    problems: tuple[Problem, ...] = ()

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class Refreshed:
    """The result of a refresh, by policy."""

    policies: tuple[PolicyRefresh, ...]

    __repr__ = short_repr

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems; the policies that have them are unchanged."""
        return tuple(dict.fromkeys(problem for each in self.policies for problem in each.problems))

    @property
    def changed(self) -> bool:
        """Whether any file beside a policy was written, or would be."""
        return any(each.files for each in self.policies)


class _Source(Protocol):
    """A source of answers."""

    def table(self, table: str) -> bytes:
        """Return the answer about a table."""

    def data(self, query: Query) -> bytes:
        """Return the answer to a request."""


@attrs.frozen
class _Online:
    """Answers of Statistikbanken itself; metadata of each table is requested once."""

    client: Client
    tables: dict[str, bytes] = attrs.field(factory=dict)

    def table(self, table: str) -> bytes:
        key = table.upper()
        if key not in self.tables:
            self.tables[key] = self.client.table(key)
        return self.tables[key]

    def data(self, query: Query) -> bytes:
        return self.client.data(query.table.id, query.variables)


def refresh(
    paths: PathOrPaths,
    *,
    retrieved: Period | dt.date | str,
    url: str | None = None,
    offline: bool = False,
    check: bool = False,
    manners: Manners = Manners(),  # noqa: B008 - a value that never changes
    progress: Callable[[str], object] = str,
) -> Refreshed:
    """Fetch figures for the indicators that name a table of Statistikbanken, and write them beside their policies.

    `paths` are files or folders of policies; `retrieved` is the day it is done. Beside each policy are written
    `statbank.csv` (the figures of all refreshes, by area), `statbank.lock.json` (what codes mean) and the folder
    `statbank.answers`, from which `offline` computes the same figures. With `check` nothing is written. A policy
    with a problem keeps its files as they are; the problems of all are returned together. `progress` is called with
    each table before its request.

    Raises:
        InvalidDocument: a policy cannot be read.
        InvalidModel: `retrieved` is not a day.
        MissingExtra: the extra `statbank` is not installed.

    >>> refresh("docs/tutorial/nybro/integration_2024", retrieved="2027-01-15").changed  # no indicator names a table
    False
    """
    day = Period(retrieved)
    if day.kind != "day":
        raise InvalidModel(Problem(code="not_a_date", data={"value": day}))
    documents = read_all(paths)
    folders = Counter(document.path.parent for document in documents)
    online: dict[str, _Online] = {}
    made = []
    try:
        for document in documents:
            folder = document.path.parent
            try:
                if folders[folder] > 1:
                    choices = ", ".join(each.path.name for each in documents if each.path.parent == folder)
                    raise StatbankError(Problem(code="several_policies", data={"choices": choices}, file=str(folder)))
                if offline:
                    source: _Source = Answers(folder / ANSWERS_FOLDER)
                else:
                    address = url or url_for(document.path)
                    source = online.setdefault(address, _Online(Client(url=address, manners=manners)))
            except StatbankError as error:
                made.append(_failed(document, error.problems))
                continue
            task = _PolicyTask(
                document=document, source=source, day=day, most_cells=manners.most_cells, progress=progress
            )
            made.append(task.run(check=check))
    finally:
        for each in online.values():
            each.client.close()
    return Refreshed(policies=tuple(made))


def _failed(document: Document, problems: Iterable[Problem]) -> PolicyRefresh:
    return PolicyRefresh(policy=document.policy.id, path=document.path, problems=tuple(problems))


@attrs.define(kw_only=True)
class _PolicyTask:
    """The refresh of one policy."""

    document: Document
    source: _Source
    day: Period
    most_cells: int
    progress: Callable[[str], object]
    problems: list[Problem] = attrs.field(factory=list)
    notices: list[Problem] = attrs.field(factory=list)
    queries: list[Query] = attrs.field(factory=list)
    answers: dict[Path, bytes] = attrs.field(factory=dict)
    """The stored answers."""

    def run(self, *, check: bool) -> PolicyRefresh:
        """Fetch all indicators, and write the files if there are no problems."""
        policy, folder = self.document.policy, self.document.path.parent
        asked = [
            (number, indicator)
            for number, indicator in enumerate(policy.indicators)
            if indicator.data_source is not None and indicator.data_source.statbank is not None
        ]
        if not asked:
            return PolicyRefresh(policy=policy.id, path=self.document.path)
        path = folder / STATBANK_FILE
        try:
            known = {file: known_content(file) for file in (path, folder / LOCK_FILE)}
            rows, lock = read_rows(path), Lock.read(folder / LOCK_FILE)
        except (FileError, InvalidObservations, StatbankError) as error:
            return _failed(self.document, error.problems)
        changes: list[StatbankChange] = []
        for number, indicator in asked:
            rows, found = self._fetched(number, indicator, lock, rows)
            changes += found
        figures = as_observations(rows)
        self.problems += [] if self.problems else check_readable(figures, path, policy)
        if self.problems:
            in_order = sorted(dict.fromkeys(self.problems), key=lambda each: (each.line or 0, each.column or 0))
            return _failed(self.document, in_order)
        files = {path: csv_content(figures), lock.path: lock_content(self.queries)}
        written = {file: content for file, content in files.items() if not holds(file, content)}
        if not check:
            try:
                with unchanged(known, [folder], files):
                    self._write(folder, written)
            except FileError as error:
                return _failed(self.document, error.problems)
        return PolicyRefresh(
            policy=policy.id,
            path=self.document.path,
            area=policy.municipality.code or policy.municipality.name,
            tables={query.indicator.id: query.table.id for query in self.queries},
            updated={query.table.id: query.table.published for query in self.queries},
            figures=tuple(changes),
            files=tuple(written),
            notices=tuple(dict.fromkeys(self.notices)),
        )

    def _fetched(
        self, number: int, indicator: Indicator, lock: Lock, rows: list[Row]
    ) -> tuple[list[Row], tuple[StatbankChange, ...]]:
        """Return the rows with the figures of one indicator; problems are collected, to be reported together."""
        source = indicator.data_source
        assert source is not None
        assert source.statbank is not None
        place = ("indicators", number, "data_source", "statbank")
        kept = Answers(self.document.path.parent / ANSWERS_FOLDER)
        try:
            self.progress(source.statbank.table)
            table = self._table(source.statbank.table)
            self.notices += lock.changes(table)
            most = self.most_cells
            query, notices = resolve(indicator, self.document.policy, table, lock.locked(table.id), most)
            answers = [(request, self.source.data(request)) for request in query.divided(most)]
            self.answers |= {kept.data_file(request): answer for request, answer in answers}
            figures, left_out = read_figures(query, answers)
        except (InvalidModel, StatbankError) as error:
            self.problems += [self._placed(problem, place) for problem in error.problems]
            return rows, ()
        self.answers[kept.table_file(table.id)] = table.as_json()
        self.queries.append(query)
        self.notices += [self._placed(notice, place) for notice in (*notices, *left_out)]
        return merged(rows, query, figures, self.day)

    def _table(self, table: str) -> TableInfo:
        return read_table_info(self.source.table(table), table)

    def _placed(self, problem: Problem, place: tuple[str | int, ...]) -> Problem:
        """Return a problem with its place in the policy, if it has none."""
        if problem.file is not None:
            return problem
        path = (*place, *problem.path)
        line, column = self.document.positions.locate(path)
        return attrs.evolve(problem, file=str(self.document.path), line=line, column=column, path=path)

    def _write(self, folder: Path, files: dict[Path, bytes]) -> None:
        """Write all or nothing; the figures last, so that they are never newer than their basis."""
        kept = Answers(folder / ANSWERS_FOLDER)
        stored = {path: packed(raw) if path.suffix == ".gz" else raw for path, raw in self.answers.items()}
        changed = {path: content for path, content in stored.items() if not holds(path, content)}
        with uninterrupted():
            write_files({**changed, **dict(reversed(files.items()))})
            for path in kept.others(self.answers):
                with suppress(OSError):
                    path.unlink()


def counts(figures: Iterable[StatbankChange]) -> Mapping[str, int]:
    """Return the numbers of new, revised, unchanged and vanished figures."""
    found: dict[str, Any] = dict.fromkeys(("new", "revised", "unchanged", "vanished"), 0)
    for each in figures:
        found[each.kind] += 1
    return found
