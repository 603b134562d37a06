"""Data frames of any engine, lists of records, and Parquet files."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt
import pandas as pd

from kommunepolitik.documents.limits import MAX_FIGURES
from kommunepolitik.documents.paths import is_folder, opened
from kommunepolitik.errors import InvalidObservations, MissingExtra, Problem
from kommunepolitik.errors.system import missing_extra
from kommunepolitik.model import Policy
from kommunepolitik.model.scalars import describe
from kommunepolitik.model.text import normalise_text
from kommunepolitik.observations.columns import NUMBERS
from kommunepolitik.observations.grid import Place
from kommunepolitik.observations.headers import read_header
from kommunepolitik.observations.tables import Cells, RawTable, scalar
from kommunepolitik.observations.values import DecimalMark, Notation


def read_parquet(path: Path, place: Place) -> RawTable:
    """Read a Parquet file; needs the extra `parquet` (pyarrow)."""
    try:
        parquet = import_module("pyarrow.parquet")
    except ImportError as error:
        raise MissingExtra(place.locate(missing_extra("pyarrow", "parquet"))) from error
    try:
        if is_folder(path):  # as Spark and Dask write it
            dataset = parquet.ParquetDataset(str(path))
            known, unknown = _columns(dataset.schema, place)
            _check_size(sum(each.metadata.num_rows for each in dataset.fragments), place)
            texts = _texts(dataset.schema)
            table = parquet.ParquetDataset(str(path), read_dictionary=texts).read(known)
        else:
            with opened(path) as file:
                found = parquet.ParquetFile(file)
                known, unknown = _columns(found.schema_arrow, place)
                _check_size(found.metadata.num_rows, place)
                texts = _texts(found.schema_arrow)
                file.seek(0)
                table = parquet.ParquetFile(file, read_dictionary=texts).read(known)
    except InvalidObservations:
        raise
    except (ValueError, NotImplementedError) as error:  # the base classes of pyarrow's errors
        detail = str(error).partition(". ")[0]
        raise InvalidObservations(place.locate(Problem(code="cannot_read", data={"detail": detail}))) from error
    raw = from_frame(table.replace_schema_metadata(None), place, None)  # what pandas notes there may be wrong
    return attrs.evolve(raw, problems=[*dict.fromkeys((*unknown, *raw.problems))])


def _columns(schema: Any, place: Place) -> tuple[list[str], Sequence[Problem]]:
    """Return the columns that are known, which alone are read, and what is wrong with the names of all."""
    names = [str(name) for name in schema.names]
    positions, problems = read_header(names, place)
    if problems and len(set(names)) < len(names):  # no column can be distinguished from the other of its name
        raise InvalidObservations(*problems)
    return [names[at - 1] for at in positions.values()], problems


def _check_size(rows: int, place: Place) -> None:
    if rows > MAX_FIGURES:  # a tiny file may have billions of equal rows
        place.refuse("too_many_rows", limit=MAX_FIGURES)


def _texts(schema: Any) -> list[str]:
    """Return the columns of texts; they are read with their dictionaries, as each row may repeat a long text."""
    return [each.name for each in schema if str(each.type) in ("string", "large_string")]


def from_records(records: Sequence[Mapping[str, Any]], place: Place, decimal: DecimalMark | None = None) -> RawTable:
    """Return the table of a list of records, one for each row."""
    for record in records:
        if not isinstance(record, Mapping):
            place.refuse("expected_table", found=describe(record))
    names = list(dict.fromkeys(name for record in records for name in record))
    positions, problems = read_header(names, place)
    columns = {
        name: pd.Series([record.get(names[at - 1]) for record in records], dtype=object)
        for name, at in positions.items()
    }
    return _raw(columns, len(records), place, problems, decimal)


def from_frame(
    frame: Any,
    place: Place,
    policies: Sequence[Policy] | None,
    decimal: DecimalMark | None = None,
    *,
    has_owner: bool = False,
) -> RawTable:
    """Return the table of a data frame, including named levels of a pandas index; rows are counted from 1.

    From a lazy frame or a database only the rows that concern the policies are fetched, if all indicators are known.
    `has_owner` means that the rows are a policy's own if none names a policy; then all are fetched.
    """
    if isinstance(frame, pd.DataFrame):
        return _from_pandas(frame, place, decimal)
    import narwhals as nw

    try:
        table = nw.from_native(frame, pass_through=True)
    except nw.exceptions.DuplicateError:  # of a table of pyarrow; other engines know no such table
        _, problems = read_header(frame.column_names, place)
        raise InvalidObservations(*problems) from None
    if not isinstance(table, nw.DataFrame | nw.LazyFrame):
        place.refuse("expected_table", found=describe(frame))
    names = table.collect_schema().names()
    positions, problems = read_header(names, place)
    by_name = {name: names[at - 1] for name, at in positions.items()}
    wanted = table.select(*by_name.values())
    unused: Mapping[str, int] = {}
    narrowed = False
    if isinstance(wanted, nw.LazyFrame):
        if policies is not None and "indicator" in by_name:
            wanted, unused, narrowed = _narrowed(wanted, by_name, policies, has_owner)
        wanted = wanted.collect()
    try:
        collected = wanted.to_pandas()
    except ImportError:  # some engines need pyarrow for it
        collected = pd.DataFrame({name: pd.Series(cells) for name, cells in wanted.to_dict(as_series=False).items()})
    raw = _from_pandas(collected, place, decimal)
    problems = [*dict.fromkeys((*problems, *raw.problems))]  # columns that are not known were not selected
    return attrs.evolve(raw, problems=problems, unused=unused, narrowed=narrowed)


def _narrowed(table: Any, by_name: Mapping[str, str], policies: Sequence[Policy], has_owner: bool) -> Any:
    """Return the rows of a lazy table that concern some policies, and count the shared rows that do not.

    All rows are kept where one of these is wrong, as its number is reported, or where all concern the policies.
    """
    import narwhals as nw

    def is_any(name: str, words: Sequence[str | None]) -> Any:
        column = nw.col(by_name[name]).cast(nw.String)
        found = column.is_in([word for word in words if word is not None])
        return found | column.is_null() if None in words else found

    is_named = "policy" in by_name
    named = (
        {word: normalise_text(word or "") for word in _counted(table, by_name["policy"])} if is_named else {None: ""}
    )
    if has_owner and not any(named.values()):
        return table, {}, False
    known = {policy.id for policy in policies}
    owners, blank = ([word for word, id in named.items() if id in chosen] for chosen in (known, ("",)))
    indicators = {each.id for policy in policies for each in policy.indicators}
    used, unused, shared = list[str | None](), Counter[str](), dict[str | None, int]()
    if blank:
        shared = _counted(table.filter(is_any("policy", blank)) if is_named else table, by_name["indicator"])
    for word, rows in shared.items():
        if (id := normalise_text(word or "")) in indicators:
            used.append(word)
        else:
            unused[id] += rows
    if "" in unused or (unused and not is_named) or (not unused and len(owners) + len(blank) == len(named)):
        return table, {}, False
    concerned = is_any("policy", owners)
    if used:
        concerned |= is_any("policy", blank) & is_any("indicator", used)
    return table.filter(concerned), unused, True


def _counted(table: Any, name: str) -> dict[str | None, int]:
    """Return how many rows of a lazy table have each text of a column; None where there is none."""
    import narwhals as nw

    texts = table.select(nw.col(name).cast(nw.String).alias("text"))
    counted = texts.group_by("text").agg(nw.len().alias("rows")).collect()
    found = Counter[str | None]()
    for text, rows in zip(counted["text"].to_list(), counted["rows"].to_list(), strict=True):
        found[text if isinstance(text, str) else None] += rows
    return found


def _from_pandas(frame: pd.DataFrame, place: Place, decimal: DecimalMark | None) -> RawTable:
    levels = [level for level, name in enumerate(frame.index.names) if name is not None]
    positions, problems = read_header([*(frame.index.names[level] for level in levels), *frame.columns], place)
    columns = {}
    for name, at in positions.items():
        if at <= len(levels):
            columns[name] = pd.Series(frame.index.get_level_values(levels[at - 1]).array)
        else:
            columns[name] = frame.iloc[:, at - 1 - len(levels)].reset_index(drop=True)
    return _raw(columns, len(frame), place, problems, decimal)


def _raw(
    columns: "Mapping[str, pd.Series[Any]]",
    count: int,
    place: Place,
    problems: Sequence[Problem],
    decimal: DecimalMark | None,
) -> RawTable:
    texts = [
        cell
        for name in ("value", "value_high")
        if name in columns and columns[name].dtype.kind not in "iuf"
        for cell in columns[name]
    ]
    if "period" in columns and _may_be_longer_than_days(columns["period"]):
        problems = [*problems, place.locate(Problem(code="dates_for_periods", path=("period",)))]
    notation = Notation.of(texts, decimal=decimal)
    cells = {name: _cells(column, is_number=name in NUMBERS) for name, column in columns.items()}
    return RawTable(columns=cells, rows=range(1, count + 1), place=place, notation=notation, problems=problems)


def _cells(series: "pd.Series[Any]", *, is_number: bool) -> "Cells | npt.NDArray[np.float64]":
    """Return the cells of a column of pandas: the numbers of one of numbers, else its distinct cells."""
    if is_number and series.dtype.kind in "iuf":
        return series.to_numpy(np.float64, na_value=np.nan)
    return _distinct(series)


def _distinct(series: "pd.Series[Any]") -> Cells:
    if isinstance(series.dtype, pd.CategoricalDtype):
        used = series.cat.remove_unused_categories().cat
        cells = _distinct(pd.Series(used.categories))
        rows = used.codes.to_numpy().astype(np.int64)
        return Cells(np.where(rows < 0, -1, np.append(cells.codes, -1)[rows]), cells.distinct)
    if series.dtype == object and pd.api.types.infer_dtype(series) not in ("string", "empty", "floating", "integer"):
        series = pd.Series([cell if cell is pd.NaT or cell is pd.NA else scalar(cell) for cell in series], dtype=object)
    if series.dtype.kind == "b":
        series = series.astype(object).map(str, na_action="ignore")
    codes, distinct = pd.factorize(series)
    return Cells(codes.astype(np.int64, copy=False), [*distinct])


def _may_be_longer_than_days(cells: "pd.Series[Any]") -> bool:
    """Return whether all times of a column begin or end a month, as pandas writes months, quarters and years."""
    if isinstance(cells.dtype, pd.CategoricalDtype):
        cells = pd.Series(cells.cat.categories)
    if cells.dtype.kind not in "MO" or isinstance(cells.dtype, pd.StringDtype):
        return False
    distinct = cells if cells.dtype == object else cells.drop_duplicates()
    days = [cell for cell in distinct if isinstance(cell, dt.datetime) and not pd.isna(cell)]
    return bool(days) and all(1 in (day.day, (day + dt.timedelta(days=1)).day) for day in days)
