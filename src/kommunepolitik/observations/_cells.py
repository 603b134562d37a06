"""Tables as they come: a CSV file out of a spreadsheet, or a data frame of any engine, as columns of raw cells."""

import csv
import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from kommunepolitik.errors import FileError, InvalidObservations, Problem
from kommunepolitik.model._nearest import nearest
from kommunepolitik.observations._columns import BY_HEADER, COLUMNS, NAMES
from kommunepolitik.observations._numbers import DecimalMark, decimal_mark

_SEPARATORS = (";", "\t", ",")


@attrs.frozen(kw_only=True)
class Cells:
    """A table before its cells are read: one list of raw cells per known column, all of one length."""

    columns: Mapping[str, Sequence[Any]]
    rows: Sequence[int]
    """Where each row stands: its line in a file, its number (from 1) in a frame."""
    decimal: DecimalMark
    file: str | None
    problems: list[Problem] = attrs.field(factory=list)


def read_csv(path: str | os.PathLike[str]) -> Cells:
    """Read a CSV file: UTF-8 or Windows-1252; semicolons, tabs or commas; Danish or English headers.

    Raises:
        FileError: there is no such file.
        InvalidObservations: the header is not that of a table of observations.
    """
    file = str(path)
    text = _decode(Path(path))
    lines = text.splitlines()
    if not lines or not text.strip():
        raise InvalidObservations(Problem(code="empty_document", file=file))
    separator = max(_SEPARATORS, key=lambda mark: sum(_plain(name) in BY_HEADER for name in lines[0].split(mark)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header = next(reader)
    names, problems = _read_header(header, file)
    rows: list[int] = []
    cells: list[list[str]] = []
    line = reader.line_num
    try:
        for row in reader:
            first, line = line + 1, reader.line_num
            if not any(cell.strip() for cell in row):
                continue
            if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
                data = {"found": len(row), "expected": len(header)}
                problems.append(Problem(code="extra_cells", data=data, file=file, line=first))
            rows.append(first)
            cells.append([*row, *[""] * (len(header) - len(row))])
    except csv.Error as error:
        problems.append(Problem(code="syntax", data={"detail": str(error)}, file=file, line=line + 1))
    columns = {name: [row[index] for row in cells] for index, name in enumerate(names) if name is not None}
    figures = [*columns.get("value", ()), *columns.get("value_high", ())]
    return Cells(columns=columns, rows=rows, decimal=decimal_mark(figures, separator), file=file, problems=problems)


def from_frame(frame: Any) -> Cells:
    """Take the columns of a data frame (pandas, Polars, PyArrow, DuckDB …)."""
    import narwhals as nw  # noqa: PLC0415 - only callers with frames need it

    table = nw.from_native(frame)
    if isinstance(table, nw.LazyFrame):
        table = table.collect()
    names, problems = _read_header(table.columns, None)
    columns = {
        name: table[header].to_list() for header, name in zip(table.columns, names, strict=True) if name is not None
    }
    return Cells(columns=columns, rows=range(1, len(table) + 1), decimal=",", file=None, problems=problems)


def _decode(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise FileError(Problem(code="not_found", file=str(path))) from None
    except OSError as error:
        data = {"detail": error.strerror or str(error)}
        raise FileError(Problem(code="cannot_read", data=data, file=str(path))) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What a Danish Excel writes as "CSV"; every byte sequence that is not UTF-8 is read so.
        return raw.decode("cp1252", "replace")


def _plain(header: str) -> str:
    return "_".join(str(header).strip().strip('"').casefold().split())


def _read_header(header: Sequence[str], file: str | None) -> tuple[list[str | None], list[Problem]]:
    names: list[str | None] = []
    problems: list[Problem] = []
    unknown: list[str] = []
    for column in header:
        name = BY_HEADER.get(_plain(column))
        if name is None and _plain(column):
            unknown.append(str(column))
        elif name in names and name is not None:
            problems.append(Problem(code="duplicate_column", data={"column": column}, file=file, line=1))
        names.append(name)
    guessed = {column: nearest(_plain(column), BY_HEADER) for column in unknown}
    for column, near in guessed.items():
        choices = () if near else NAMES
        data = {"column": column}
        problems.append(Problem(code="unknown_column", data=data, nearest=near, choices=choices, file=file, line=1))
    for wanted in COLUMNS:
        meant = {BY_HEADER[near] for near in guessed.values() if near}
        absent = wanted.name not in names and wanted.name not in meant
        if wanted.required and absent and not (wanted.name == "value" and "judgement" in names):
            problems.append(Problem(code="missing_column", data={"column": wanted.name}, file=file, line=1))
    return names, problems
