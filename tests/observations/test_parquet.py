"""Figures in Parquet files, and in the frames of every engine."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.errors import FileError, InvalidObservations, MissingExtra
from tests.frames import filled

NO_FIGURE = (
    "; where there is no figure, leave out the row, and state why under missing in accounts.yaml (why: later or "
    "not_measured)"
)

POLICY = kp.Policy(
    id="p",
    title="P",
    municipality=kp.Municipality.find("330"),
    indicators=[m.Indicator(id="beskaeftigelse", title="B", unit="%", limit=100), m.Indicator(id="pladser", title="P")],
)
FIGURES = {
    "indikator": ["beskaeftigelse", "beskaeftigelse", "pladser", "pladser"],
    "periode": ["2012", "2012-Q4", "2013..2016", None],
    "værdi": [60.7, 62.5, None, 5.0],
    "kvalitet": [None, "foreløbig", "suppressed", ""],
    "note": ["", None, "Æøå", "x"],
}


def _relation(figures: dict[str, Any]) -> Any:
    """Return a DuckDB relation with a table's columns."""
    table = pa.table(figures)
    return duckdb.from_arrow(table)


ENGINES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "pandas": pd.DataFrame,
    "pandas nullable": lambda figures: pd.DataFrame(figures).convert_dtypes(),
    "polars": pl.DataFrame,
    "polars lazy": pl.LazyFrame,
    "pyarrow": pa.table,
    "duckdb": _relation,
}


@pytest.fixture
def expected(tmp_path: Path) -> pd.DataFrame:
    """The same figures from a CSV file."""
    path = tmp_path / "tal.csv"
    pd.DataFrame(FIGURES).to_csv(path, sep=";", decimal=",", index=False)
    return filled(kp.read_observations(path, POLICY).frame)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gives_the_same_table(engine: str, expected: pd.DataFrame) -> None:
    """Nulls, NaN and missing values of each engine are the same nothing."""
    frame = filled(kp.read_observations(ENGINES[engine](FIGURES), POLICY).frame)
    pd.testing.assert_frame_equal(frame.drop(columns="origin"), expected.drop(columns="origin"))


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_reports_mistakes_by_row(engine: str) -> None:
    """Rows of a frame count from 1."""
    figures = {**FIGURES, "indikator": ["beskaeftigelse", "beskaftigelse", "pladser", ""]}
    with pytest.raises(InvalidObservations) as caught:
        kp.read_observations(ENGINES[engine](figures), POLICY)
    assert caught.value.lines() == [
        "2: indicator: no indicator has the id 'beskaftigelse'; did you mean 'beskaeftigelse'?",
        "4: indicator: is empty; write a value or leave the key out",
    ]


def test_a_parquet_file_is_read_like_the_frame_it_holds(tmp_path: Path, expected: pd.DataFrame) -> None:
    """Decimals, dates and dictionaries included; problems name the file and the row."""
    path = tmp_path / "tal.parquet"
    table = pa.table(FIGURES)
    table = table.set_column(0, "indikator", table["indikator"].dictionary_encode())
    pq.write_table(table.set_column(2, "værdi", table["værdi"].cast(pa.decimal128(6, 2))), path)
    frame = filled(kp.read_observations(path, POLICY).frame)
    pd.testing.assert_frame_equal(frame.drop(columns="origin"), expected.drop(columns="origin"))
    pq.write_table(pa.table({**FIGURES, "værdi": ["60,7", "ja", None, "5"]}), path)
    with pytest.raises(InvalidObservations) as caught:
        kp.read_observations(path, POLICY)
    assert str(caught.value) == f"{path}:2: value: 'ja' is not a number" + NO_FIGURE


def test_what_is_no_parquet_file_is_reported(tmp_path: Path) -> None:
    """No file, or a file of another kind."""
    path = tmp_path / "tal.parquet"
    with pytest.raises(FileError, match="no such file"):
        kp.read_observations(path)
    path.write_text("indicator;value\n", "utf-8")
    with pytest.raises(InvalidObservations, match="cannot be read"):
        kp.read_observations(path)


def test_a_missing_package_states_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only who reads Parquet files needs pyarrow."""
    path = tmp_path / "tal.parquet"
    pq.write_table(pa.table(FIGURES), path)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(MissingExtra, match=r"pip install 'kommunepolitik\[parquet\]'"):
        kp.read_observations(path)


@pytest.mark.parametrize("cell", [[1, 2], {"a": 1}, (1, [2])])
def test_a_cell_that_is_no_scalar_is_no_number(cell: object) -> None:
    """Lists and mappings in a column of objects are reported, not stumbled over."""
    frame = pd.DataFrame({"indicator": ["pladser", "pladser"], "value": [1, cell]})
    with pytest.raises(InvalidObservations, match=r"^2: value: '.*' is not a number"):
        kp.read_observations(frame)


def test_what_is_no_table_is_reported_with_its_type() -> None:
    """A number, a mapping, a frame whose columns share a name."""
    with pytest.raises(InvalidObservations, match="expected a file or a data frame, found the number 5"):
        kp.read_observations(5)
    with pytest.raises(InvalidObservations, match="found keys with values"):
        kp.read_observations({"indicator": ["pladser"]})
    with pytest.raises(InvalidObservations, match="the column 'value' is there twice"):
        kp.read_observations(pd.DataFrame([["pladser", 1, 2]], columns=["indicator", "value", "value"]))


def test_periods_of_pandas_are_periods() -> None:
    """A column of quarters of pandas' own kind."""
    quarters = pd.period_range("2012Q4", periods=2, freq="Q")
    frame = pd.DataFrame({"indicator": "pladser", "period": quarters, "value": [1, 2]})
    assert kp.read_observations(frame).frame["period"].tolist() == ["2012-Q4", "2013-Q1"]
    months = frame.assign(period=pd.period_range("2010-11", periods=2, freq="M"))
    assert kp.read_observations(months).frame["period"].tolist() == ["2010-M11", "2010-12"]
