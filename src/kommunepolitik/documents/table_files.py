"""Tables of policies in files: a workbook with a sheet for each, or a folder of CSV or Parquet files."""

import csv
import io
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs

from kommunepolitik.documents.csv_text import frame_text, unmistakable_cell
from kommunepolitik.documents.files import check_no_policy, read_text
from kommunepolitik.documents.frames_reader import from_frames
from kommunepolitik.documents.limits import MAX_MARKS_OF_TABLES, MAX_SIZE
from kommunepolitik.documents.paths import check_there, entries, is_folder, is_there, opened
from kommunepolitik.documents.spreadsheet_text import without_mark
from kommunepolitik.documents.table_rows import check_frames
from kommunepolitik.documents.tables import FIGURES
from kommunepolitik.documents.workbooks import RawTable, read_workbook, to_workbook, too_large_part
from kommunepolitik.documents.writing import in_the_way, write_files
from kommunepolitik.errors import FileError, InvalidDocument, InvalidModel, MissingExtra, Problem
from kommunepolitik.errors.system import missing_extra
from kommunepolitik.model import Portfolio
from kommunepolitik.model.scalars import coerce_choice

if TYPE_CHECKING:
    import pandas as pd

TableFormat = Literal["xlsx", "csv", "parquet"]
"""How tables are stored in files: one workbook, or a folder with a file for each."""

FORMATS: Final[tuple[TableFormat, ...]] = ("xlsx", "csv", "parquet")


def write_tables(
    frames: "Mapping[str, pd.DataFrame]",
    path: str | os.PathLike[str],
    format: TableFormat,
    *,
    overwrite: bool = False,
) -> None:
    """Write tables to a workbook (`xlsx`), or to a folder with a `csv` or `parquet` file for each.

    All are written, or none. CSV is RFC 4180 in UTF-8: commas, decimal points, `true` and `false`; a text that a
    spreadsheet program would read as a formula has an apostrophe before it. In a workbook all cells but numbers are
    texts, and none is a formula.

    Raises:
        FileError: a file exists and `overwrite` is false, the folder contains a policy, or it cannot be written.
        InvalidModel: the format is none of these, or a text cannot be in a workbook.
        MissingExtra: the package that writes the format is not installed.

    >>> import kommunepolitik as kp
    >>> from kommunepolitik.documents import read_tables, write_tables
    >>> policies = kp.load_portfolio("examples")
    >>> write_tables(kp.to_frames(policies), "build/tables", "csv", overwrite=True)
    >>> read_tables("build/tables").policies == policies.policies
    True
    """
    path = Path(path)
    coerce_choice(format, FORMATS)
    check_frames(frames)
    if format == "xlsx":
        if is_folder(path):
            raise FileError(Problem(code="is_a_folder", file=str(path)))
        if path.suffix.lower() != ".xlsx":
            raise FileError(Problem(code="not_a_workbook_name", data={"name": f"{path.name}.xlsx"}, file=str(path)))
        if is_there(path) and not overwrite:
            raise FileError(Problem(code="exists", file=str(path)))
        write_files({path: _workbook(frames, path)}, durable=False)
        return
    check_no_policy(path)
    if is_there(path) and not is_folder(path):
        raise FileError(Problem(code="not_a_folder", file=str(path)))
    other = "parquet" if format == "csv" else "csv"
    if is_folder(path) and any(file.suffix.lower() == f".{other}" for file in entries(path)):
        raise FileError(Problem(code="tables_of_other_format", data={"other": other}, file=str(path)))
    files = {path / f"{name}.{format}": _content(frame, format) for name, frame in frames.items()}
    if not overwrite and (there := in_the_way(files)):
        more = len(there) - 1
        raise FileError(Problem(code="several_exist" if more else "exists", data={"count": more}, file=str(there[0])))
    write_files(files, durable=False)


def _workbook(frames: "Mapping[str, pd.DataFrame]", path: Path) -> bytes:
    try:
        content = to_workbook(frames)
    except InvalidModel as error:
        raise InvalidModel(*(attrs.evolve(each, file=str(path)) for each in error.problems)) from None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = too_large_part(archive, MAX_MARKS_OF_TABLES)
    if part is not None or len(content) > MAX_SIZE:
        cells = sum(int(frame.notna().to_numpy().sum()) for frame in frames.values())
        raise FileError(Problem(code="tables_larger_than_read", data={"cells": cells}, file=str(path)))
    return content


def _content(frame: "pd.DataFrame", format: TableFormat) -> bytes:
    return frame_text(frame, cell=unmistakable_cell).encode("utf-8") if format == "csv" else _to_parquet(frame)


def _pyarrow() -> tuple[Any, Any]:
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise MissingExtra(missing_extra("pyarrow", "parquet")) from error


def _to_parquet(frame: "pd.DataFrame") -> bytes:
    pa, pq = _pyarrow()
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), file)
    return file.getvalue()


def read_tables(path: str | os.PathLike[str]) -> Portfolio:
    """Return the policies whose tables are in a workbook, or in a folder of CSV or Parquet files.

    CSV may have semicolons too, as Excel writes it in Denmark. Tables of figures (`observations`, `results`) are not
    part of policies, and are not read.

    Raises:
        FileError: there is no such file or folder, or no tables in it.
        InvalidDocument: with everything that is wrong, each with file, sheet, row and column.
        MissingExtra: the package that reads the format is not installed.

    >>> import kommunepolitik as kp
    >>> from kommunepolitik.documents import read_tables, write_tables
    >>> policy = kp.load("examples/furesoe_2018")
    >>> write_tables(kp.to_frames(policy), "build/furesoe.xlsx", "xlsx", overwrite=True)
    >>> read_tables("build/furesoe.xlsx")[policy.id] == policy
    True
    """
    return read_with_rest(Path(path))[0]


def read_with_rest(path: Path) -> tuple[Portfolio, Sequence[str]]:
    """Return the policies as `read_tables` does, and the names of the tables of figures that were not read."""
    import pandas as pd

    tables: dict[str, RawTable] = {}
    unread: list[Problem] = []
    files = _files(path)
    rest = [file.stem for file in files if file.stem in FIGURES]
    for file in files:
        if file.stem in rest:
            continue
        try:
            for table in _READERS[file.suffix.lower()](file):
                if table.name in FIGURES:
                    rest.append(table.name)
                else:
                    tables[table.name] = table
        except (FileError, InvalidDocument) as error:
            unread += error.problems
    if unread:
        raise InvalidDocument(*unread)
    problems = [problem for table in tables.values() for problem in table.problems]
    frames = {name: pd.DataFrame(table.rows, columns=[*table.names], dtype=object) for name, table in tables.items()}
    try:
        portfolio = from_frames(frames)
    except InvalidDocument as error:
        raise InvalidDocument(*problems, *(_placed(each, tables, path) for each in error.problems)) from None
    if problems:
        raise InvalidDocument(*problems)
    return portfolio, rest


def _placed(problem: Problem, tables: Mapping[str, RawTable], path: Path) -> Problem:
    """Return a problem of frames, with its place in the files."""
    data = dict(problem.data)
    if "table" in data:  # it names another row
        data["first"] = tables[data["table"]].lines[data["first"] - 1]
    table = tables.get(str(problem.sheet))
    if table is None:
        return attrs.evolve(problem, file=str(path), sheet=None, data=data)
    line = table.heading if problem.line is None and problem.path else problem.line and table.lines[problem.line - 1]
    name = next((str(step) for step in problem.path if step in table.places), None)
    column = None if name is None else table.places[name]
    return attrs.evolve(problem, file=table.file, sheet=table.sheet, line=line, column=column, data=data)


def _files(path: Path) -> list[Path]:
    """Return the files of the tables: a workbook, or those in a folder."""
    check_there(path)
    if not is_folder(path):
        if path.suffix.lower() in (".xlsx", ".xlsm"):
            return [path]
        raise FileError(
            Problem(code="unknown_tables_format", data={"suffix": path.suffix or path.name}, file=str(path))
        )
    here = entries(path)
    found = [[file for file in here if file.suffix.lower() == suffix] for suffix in (".csv", ".parquet")]
    if all(found) or not any(found):
        raise FileError(Problem(code="tables_twice" if all(found) else "no_tables", file=str(path)))
    return [file for files in found for file in files]


def _read_csv(file: Path) -> Iterator[RawTable]:
    csv.field_size_limit(MAX_SIZE)  # Python's own limit is 131,072 characters a cell
    text = read_text(file)
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, lines, problems, line = list[Sequence[Any]](), [], [], 0
    try:
        for row in reader:
            if any(row):
                rows.append([without_mark(cell) or None for cell in row])
                lines.append(line + 1)
            line = reader.line_num
    except csv.Error as error:
        problems.append(Problem(code="syntax", data={"detail": str(error)}, file=str(file), line=line + 1))
    if not rows and not problems:
        problems.append(Problem(code="empty_document", file=str(file)))
    yield RawTable.of(str(file), file.stem, rows, lines, problems)


def _read_parquet(file: Path) -> Iterator[RawTable]:
    pa, pq = _pyarrow()
    with opened(file) as source:
        try:
            table = pq.read_table(source)
        except (OSError, pa.ArrowException) as error:
            raise FileError(Problem(code="not_a_parquet_file", file=str(file))) from error
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    heads, lines = [table.column_names, *rows], range(table.num_rows + 1)
    yield RawTable.of(str(file), file.stem, heads, lines)


_READERS: Final[Mapping[str, Callable[[Path], Iterator[RawTable]]]] = {
    ".csv": _read_csv,
    ".parquet": _read_parquet,
    ".xlsx": read_workbook,
    ".xlsm": read_workbook,
}
