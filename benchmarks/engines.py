"""The cost of reading and judging with engines for data beyond one machine, beside ours with a pandas frame.

Dask and Spark are installed with the extra `engines`; Spark needs a Java runtime.
"""

import os
import sys
import warnings
from collections.abc import Iterator
from functools import partial
from typing import Any

import polars as pl

from benchmarks.evaluation import figures, portfolio
from benchmarks.measuring import Row, side_by_side
from kommunepolitik import evaluate


def spark_session() -> Any:
    """Start Spark locally."""
    from pyspark.sql import SparkSession

    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    builder = SparkSession.builder.master("local[2]")
    for name in ("spark.ui.enabled", "spark.ui.showConsoleProgress"):
        builder = builder.config(name, "false")
    return builder.config("spark.driver.host", "127.0.0.1").config("spark.log.level", "OFF").getOrCreate()


def rows(quick: bool = False) -> Iterator[Row]:
    """Yield the cost of each engine; in a quick run without those that are slow to start."""
    policies = portfolio(*((3, 2) if quick else (300, 98)))
    table = figures(policies)
    arrow = pl.from_pandas(table).to_arrow()
    given: dict[str, Any] = {"pandas": table, "pyarrow": arrow}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of narwhals and Spark, about future versions
        if not quick:
            import dask.dataframe as dd

            spark = spark_session()
            divided: Any = dd.from_pandas
            given |= {"Dask": divided(table, npartitions=4), "Spark": spark.createDataFrame(arrow).cache()}
        taken = side_by_side(
            {name: partial(evaluate, policies, frame) for name, frame in given.items()}, 1 if quick else 3
        )
        if not quick:
            spark.stop()
    base = taken.pop("pandas")
    for name, ours in taken.items():
        yield Row("engines", f"{name}: {len(table):,} figures read and judged", "with pandas", ours, base)
