"""Data frames of any engine, and Parquet files, which are read as one."""

import datetime as dt
from importlib import import_module
from numbers import Number
from pathlib import Path
from typing import Any

from kommunepolitik.errors import InvalidObservations, MissingExtra, Problem
from kommunepolitik.model.record import describe
from kommunepolitik.observations.cells import Cells, Place, read_header
from kommunepolitik.observations.numbers import decimal_mark


def read_parquet(path: Path, place: Place) -> Cells:
    """Read a Parquet file; needs the extra `parquet` (pyarrow).

    Raises:
        MissingExtra: pyarrow is not installed.
        InvalidObservations: it is no Parquet file.
    """
    import narwhals as nw

    try:
        import_module("pyarrow.parquet")
    except ImportError as error:
        data = {"package": "pyarrow", "extra": "parquet"}
        raise MissingExtra(place.locate(Problem(code="missing_extra", data=data))) from error
    try:
        table = nw.read_parquet(str(path), backend="pyarrow")
    except (ValueError, NotImplementedError) as error:  # what pyarrow makes its errors from
        detail = str(error).partition(". ")[0]
        raise InvalidObservations(place.locate(Problem(code="cannot_read", data={"detail": detail}))) from error
    return from_frame(table, place)


def from_frame(frame: Any, place: Place) -> Cells:
    """Take the columns of a data frame (pandas, Polars, PyArrow, DuckDB …); rows are counted from 1.

    Raises:
        InvalidObservations: it is no data frame, or two of its columns have one name.
    """
    import narwhals as nw

    try:
        table = nw.from_native(frame, pass_through=False)
    except TypeError:
        data = {"found": describe(frame)}
        raise InvalidObservations(place.locate(Problem(code="expected_table", data=data))) from None
    except nw.exceptions.DuplicateError:
        raise InvalidObservations(*read_header(list(frame.columns), place).problems) from None
    if isinstance(table, nw.LazyFrame):
        table = table.collect()
    header = read_header(table.columns, place)
    columns = {name: _cells(table[table.columns[at - 1]]) for name, at in header.positions.items()}
    texts = [cell for name in ("value", "value_high") for cell in columns.get(name, ()) if isinstance(cell, str)]
    return Cells(
        columns=columns,
        rows=range(1, len(table) + 1),
        decimal=decimal_mark(texts, ";"),
        place=place,
        problems=header.problems,
    )


def _cells(column: Any) -> list[Any]:
    """Return the cells of a column, nothing where it holds none, whatever the engine puts there."""
    import narwhals as nw

    cells = column.to_list()
    if column.is_null().any():
        cells = [None if null else cell for cell, null in zip(cells, column.is_null().to_list(), strict=True)]
    if column.dtype.is_numeric() or column.dtype == nw.String:
        return list(cells)
    # Anything may stand in a column of objects; what is no scalar (a list, a pandas Period) counts as what it shows.
    scalar = (str, Number, dt.date, type(None))
    return [cell if isinstance(cell, scalar) else str(cell) for cell in cells]
