"""Reads files, frames and records into one validated long table."""

import os
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import attrs
import numpy as np

from kommunepolitik.documents import read_all
from kommunepolitik.documents.files import holds_policy
from kommunepolitik.documents.paths import is_folder
from kommunepolitik.errors import FileError, InvalidObservations, KommunepolitikError, Problem
from kommunepolitik.model import Policy, Portfolio
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.scalars import check_object, describe
from kommunepolitik.observations.areas import assigned_to_policies
from kommunepolitik.observations.columns import NAMES, NUMBERS, TEXTS
from kommunepolitik.observations.files import is_table_name, read_tables
from kommunepolitik.observations.grid import Place
from kommunepolitik.observations.number_text import number_text
from kommunepolitik.observations.numbering import Codes
from kommunepolitik.observations.observations import Observations, Texts
from kommunepolitik.observations.rules import Rows
from kommunepolitik.observations.tables import FIGURES, MAX_WRONG, RawTable, Table, too_many_wrong
from kommunepolitik.observations.titles import Titles
from kommunepolitik.observations.values import EMPTY, DecimalMark

Subject = Policy | Portfolio | None


def read_observations(source: Any, subject: Subject = None, decimal: DecimalMark | None = None) -> Observations:
    """Read figures into one long table, a row per figure and vintage.

    A source is a file (`.csv`; `.xlsx`, `.xls` and `.ods` with the extra `excel`; `.parquet` with the extra `parquet`),
    a data frame of any engine that narwhals knows (pandas, Polars, DuckDB, PyArrow) or a list of records. A list of
    sources is joined into one table. A mapping contains the sources of several policies, by policy id, and under an
    empty text those that all share. A folder of policies means the figures beside them. Every function with figures as
    a parameter accepts the same sources, and `Observations` itself at no cost. `decimal` (`","` or `"."`) is the
    decimal mark of tables in which every number can be read in two ways.

    A row that repeats another is left out. With a policy or portfolio, the indicators and groups of its rows must be
    known, values possible for their unit, and qualitative indicators judged. Rows of a table without the column
    `policy` are the policy's own. A row whose `policy` is empty is shared by all policies, and may name indicators that
    they do not have (`unused` counts them); but a single source that leaves the column empty throughout is the policy's
    own. A file beside a policy that names none is not shared.

    >>> import kommunepolitik as kp
    >>> figures = kp.read_observations([{"indikator": "job", "periode": "2024K4", "værdi": "ca. 10"}])
    >>> figures.frame[["period", "value", "qualifier"]].to_dict("records")
    [{'period': '2024-Q4', 'value': 10.0, 'qualifier': 'about'}]

    Raises:
        FileError: there is no such file, or its suffix is none of those.
        InvalidDocument: a folder contains no policy, or one that cannot be read.
        MissingExtra: the package that reads the file is not installed.
        InvalidObservations: with every problem of every source, each with file, row and column.
    """
    return normalise(source, subject, decimal)


def normalise(figures: Any, subject: Subject = None, decimal: DecimalMark | None = None) -> Observations:
    """Return figures as observations that are checked against a policy or portfolio; see `read_observations`."""
    policies = None if subject is None else (subject,) if isinstance(subject, Policy) else tuple(subject)
    for policy in policies or ():
        check_object(policy, Policy)
    if isinstance(figures, Observations):
        return _checked(figures, policies)
    tables, errors = _read_all(_sources(figures, subject, policies), policies, decimal)
    try:
        return _joined(tables, policies, errors)
    except InvalidObservations:
        if not any(table.raw.narrowed for table in tables):
            raise
    # Rows of a narrowed table do not have the numbers of the user's table.
    tables, errors = _read_all(_sources(figures, subject, policies), None, decimal)
    return _joined(tables, policies, errors)


class _Source(NamedTuple):
    figures: Any
    name: str | None = None
    """The name of a frame in messages, as it has none itself."""
    owner: str = ""
    """The policy that rows without one belong to; none if they are shared."""
    single: bool = True
    """Whether a table that leaves the column `policy` empty throughout is the owner's nevertheless."""


def _sources(figures: Any, subject: Subject, policies: tuple[Policy, ...] | None) -> list[_Source]:
    owner = subject.id if isinstance(subject, Policy) else ""
    if figures is None:
        return []
    if isinstance(figures, Mapping):
        ids = {"", *(policy.id for policy in policies or ())}
        if policies is None or not figures.keys() <= ids:
            raise InvalidObservations(Problem(code="expected_table", data={"found": describe(figures)}))
        parts = ((id, source) for id, part in figures.items() for source in _sources(part, None, None))
        return [source._replace(owner=id, single=True) for id, source in parts]
    if isinstance(figures, str | os.PathLike) and is_folder(figures) and not is_table_name(figures):
        return list(_beside_policies(figures, policies))
    if isinstance(figures, list | tuple) and not (figures and all(isinstance(each, Mapping) for each in figures)):
        return [_Source(each, f"source[{number}]", owner, single=False) for number, each in enumerate(figures)]
    return [_Source(figures, owner=owner)]


def _beside_policies(folder: str | os.PathLike[str], policies: tuple[Policy, ...] | None) -> Iterator[_Source]:
    """Yield the files of figures beside the requested policies of a folder."""
    ids = None if policies is None else {policy.id for policy in policies}
    documents = read_all(folder)
    known = [document.policy.id for document in documents]
    if ids and ids.isdisjoint(known):
        data, near = {"policies": ", ".join(sorted(ids)[:8])}, nearest(min(ids), known)
        problem = Problem(code="folder_of_others", data=data, file=str(folder), nearest=near, choices=tuple(known))
        raise InvalidObservations(problem)
    for document in documents:
        if ids is None or document.policy.id in ids:
            yield from (_Source(file, owner=document.policy.id) for file in document.observations)


def _read_all(
    sources: Sequence[_Source], policies: tuple[Policy, ...] | None, decimal: DecimalMark | None
) -> tuple[list[Table], list[KommunepolitikError]]:
    """Read several sources; what is wrong with one as a whole is reported with the others' problems."""
    tables: list[Table] = []
    errors: list[KommunepolitikError] = []
    titles = Titles(policies or ())  # once, not for each of many files
    for source in sources:
        try:
            found = [_owned(table, source) for table in _read(source, policies, titles, decimal)]
            _check_shared(source, found, policies)
            tables += found
        except (FileError, InvalidObservations) as error:
            errors.append(error)
    if errors and not tables and all(isinstance(error, FileError) for error in errors):
        raise FileError(*(problem for error in errors for problem in error.problems))
    return tables, errors


def _check_shared(source: _Source, tables: Sequence[Table], policies: tuple[Policy, ...] | None) -> None:
    """Raise `InvalidObservations` where a policy's own file, which names no policy, would count for several."""
    if source.owner or len(policies or ()) < 2 or not isinstance(source.figures, str | os.PathLike):
        return
    path = Path(source.figures)
    if holds_policy(path.parent) and any(table.figures.texts["policy"].isin("").all() for table in tables):
        raise InvalidObservations(Problem(code="figures_of_one_policy", file=str(path)))


def _owned(table: Table, source: _Source) -> Table:
    """Return a table with the policy that its rows belong to where they name none."""
    policy = table.figures.texts["policy"]
    is_named = table.raw.narrowed or not policy.isin("").all()  # of a narrowed table, rows that were left out may be
    if "policy" in table.raw.columns and not (source.single and not is_named):
        return table
    own = policy.isin("") & table.figures.texts["area"].isin("")
    return attrs.evolve(table, figures=table.figures.replace(policy=policy.where(own, source.owner)))


def _read(
    source: _Source, policies: tuple[Policy, ...] | None, titles: Titles, decimal: DecimalMark | None
) -> list[Table]:
    figures = source.figures
    if isinstance(figures, Observations):
        raw = RawTable(columns=dict.fromkeys(NAMES), rows=range(1, len(figures) + 1), place=Place(file=source.name))
        return [Table(raw=raw, figures=figures, written=Texts.same(EMPTY, len(figures)))]
    if isinstance(figures, RawTable):
        return [Table.read(figures)]
    if isinstance(figures, str | os.PathLike):
        return [Table.read(raw) for raw in read_tables(Path(figures), policies, titles, decimal)]
    from kommunepolitik.observations.frames import from_frame, from_records

    if isinstance(figures, list | tuple):
        return [Table.read(from_records(figures, Place(file=source.name), decimal))]
    has_owner = bool(source.owner) and source.single
    return [Table.read(from_frame(figures, Place(file=source.name), policies, decimal, has_owner=has_owner))]


def _checked(figures: Observations, policies: tuple[Policy, ...] | None) -> Observations:
    """Return observations that were read before, checked against the policies not yet checked against."""
    known = {id(policy) for policy in figures.policies or ()}
    if policies is None or all(id(policy) in known for policy in policies):
        return figures
    if figures.narrowed and (missing := {policy.id for policy in policies} - {p.id for p in figures.policies or ()}):
        raise InvalidObservations(Problem(code="narrowed_observations", data={"policies": ", ".join(sorted(missing))}))
    originals, figures = assigned_to_policies(figures, policies)
    rows = Rows(figures=figures, written=Texts.same(EMPTY, len(figures)), policies=policies)
    found = sorted(rows.problems(), key=_order)
    problems = [attrs.evolve(problem, line=int(originals[row]) + 1) for row, problem in found]
    if len(problems) > MAX_WRONG:
        problems.append(too_many_wrong(Place()))
    if problems:
        raise InvalidObservations(*dict.fromkeys(problems))
    return attrs.evolve(figures, policies=policies, unused=rows.unused())


def _joined(
    tables: Sequence[Table], policies: tuple[Policy, ...] | None, errors: Sequence[KommunepolitikError]
) -> Observations:
    """Put tables below each other; raise all that is wrong with any, in order of place."""
    parts = [table.figures for table in tables]
    numbers = {name: [part.numbers[name] for part in parts] for name in NUMBERS}
    unused = [_unused(table, policies or ()) for table in tables]
    notices = [notice for table in tables for notice in (*table.raw.notices, *_other_policies(table, policies or ()))]
    notices += [n for table, rest in zip(tables, unused, strict=True) for n in _other_indicators(table, rest, policies)]
    figures = Observations(
        {name: Texts.joined([part.texts[name] for part in parts]) for name in TEXTS},
        {name: each[0] if len(each) == 1 else np.concatenate([np.zeros(0), *each]) for name, each in numbers.items()},
        unused=dict(sum(unused, Counter())),
        notices=tuple(notices),
        policies=policies,
        narrowed=any(table.raw.narrowed for table in tables),
    )
    originals, figures = assigned_to_policies(figures, policies or ())
    written = Texts.joined([table.written for table in tables]).rows(originals)
    table_of = None
    if len(tables) > 1:
        table_of = np.repeat(np.arange(len(tables)), [len(table.raw.rows) for table in tables])[originals]
    rows = Rows(figures=figures, written=written, policies=policies or (), tables=table_of)
    problems = [problem for error in errors for problem in error.problems]
    problems += _problems(tables, rows, originals)
    if problems:
        raise InvalidObservations(*dict.fromkeys(problems))
    withheld = figures.texts["quality"].isin("suppressed") & figures.texts["suppressed"].isin("")
    if withheld.any():
        figures = figures.replace(suppressed=figures.texts["suppressed"].where(withheld, "source"))
    repeats = rows.repeats()
    return figures.where(~repeats) if repeats.any() else figures


def _unused(table: Table, policies: tuple[Policy, ...]) -> Counter[str]:
    """Count the rows of a shared table that name an indicator that no policy has, by its id."""
    if not table.figures.texts["policy"].isin("").any():
        return Counter(table.raw.unused)
    rows = Rows(figures=table.figures, written=table.written, policies=policies)
    return Counter(rows.unused()) + Counter(table.raw.unused)


def _other_policies(table: Table, policies: tuple[Policy, ...]) -> Iterator[Problem]:
    """Yield a notice of the rows of a table that name other policies than those that are read."""
    ids, named = [policy.id for policy in policies], table.figures.texts["policy"]
    others = [word for word in named.words if word and word not in ids] if policies else []
    if count := int(named.isin(*others).sum()):
        yield table.raw.place.locate(_rows_left_out("policies", count, others, ids))


def _other_indicators(
    table: Table, unused: Mapping[str, int], policies: tuple[Policy, ...] | None
) -> Iterator[Problem]:
    """Yield a notice of the rows of a table that name an indicator that no policy has."""
    if unused:
        known = dict.fromkeys(indicator.id for policy in policies or () for indicator in policy.indicators)
        yield table.raw.place.locate(_rows_left_out("indicators", sum(unused.values()), unused, known))


def _rows_left_out(what: str, count: int, names: Iterable[str], known: Collection[str]) -> Problem:
    near = next((near for name in names if (near := nearest(name, known)) is not None), None)
    data = {"count": count, what: ", ".join(sorted(names)[:8])}
    return Problem(code=f"rows_of_other_{what}", data=data, nearest=near)


def _problems(tables: Sequence[Table], rows: Rows, originals: Codes) -> Iterator[Problem]:
    """Yield all problems; `originals` is the number of each row in all tables together."""
    starts = list(accumulate((len(table.raw.rows) for table in tables), initial=0))
    found = [list(table.problems) for table in tables]
    # The columns whose cells could not be read, by table and row; an empty text for a row whose cells are not known.
    failed: dict[tuple[int, int], set[str]] = {}
    for number, table in enumerate(tables):
        for index, problem in table.problems:
            failed.setdefault((number, index), set()).add(str(problem.path[0]) if problem.path else "")

    def owner(row: int) -> tuple[int, int]:
        row = int(originals[row])
        number = bisect_right(starts, row) - 1
        return number, row - starts[number]

    def fails(number: int, index: int, column: str) -> bool:
        """Return whether a problem of a column would only follow from a cell of the row that could not be read."""
        columns = failed.get((number, index), set())
        return column in columns or "" in columns or (column in FIGURES and not columns.isdisjoint(FIGURES))

    def add(row: int, problem: Problem) -> None:
        number, index = owner(row)
        # Without a valid header, missing cells follow from it.
        if not tables[number].raw.problems and not fails(number, index, str(problem.path[0])):
            found[number].append((index, problem))

    for row, problem in rows.problems():
        add(row, problem)
    for row, first, column in rows.disagreements():
        number, index = owner(first)
        if fails(number, index, column) or len(found[owner(row)[0]]) > MAX_WRONG:
            continue
        if number == owner(row)[0] and tables[number].raw.value_columns:
            add(row, _cells_disagree(tables[number], owner(row)[1], index, column))
            continue
        code, place = "rows_disagree", str(tables[number].raw.rows[index])
        if number != owner(row)[0]:
            code, place = "rows_disagree_between", tables[number].raw.locate(index, Problem(code="empty")).place
        add(row, Problem(code=code, data={"first": place}, path=(column,)))
    for table, problems in zip(tables, found, strict=True):
        yield from table.raw.problems
        yield from (table.raw.locate(index, problem) for index, problem in sorted(dict.fromkeys(problems), key=_order))
        if len(problems) > MAX_WRONG:
            yield too_many_wrong(table.raw.place)


def _cells_disagree(table: Table, index: int, first: int, column: str) -> Problem:
    """Return the problem of two cells of a table with figures of the same series and period."""
    series = " ".join(filter(None, (_text(table, index, name) for name in ("indicator", "group", "period"))))
    cell = table.raw.place.name(table.raw.rows[first], table.raw.value_columns[first]).rpartition("!")[2]
    data = {"value": _text(table, index, column), "first": cell, "other": _text(table, first, column), "series": series}
    return Problem(code="cells_disagree", data=data, path=(column,))


def _text(table: Table, index: int, column: str) -> str:
    if column in NUMBERS:
        return number_text(float(table.figures.numbers[column][index]))
    texts = table.figures.texts[column]
    return str(texts.words[texts.codes[index]])


def _order(found: tuple[int, Problem]) -> tuple[int, int]:
    row, problem = found
    return row, NAMES.index(str(problem.path[0])) if problem.path else -1
