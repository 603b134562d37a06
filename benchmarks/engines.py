"""The cost of reading and judging with each engine, as ratios of one run.

Dask and Spark are installed by `make benchmark`; Spark needs a Java runtime. Run with `make benchmark`.
"""

import os
import sys
import warnings

import dask.dataframe as dd
import duckdb
import polars as pl
import pyarrow as pa
from evaluation import figures, portfolio
from measuring import seconds
from pyspark.sql import SparkSession

from kommunepolitik import evaluate


def spark_session() -> SparkSession:
    """Start Spark locally."""
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    builder = SparkSession.builder.master("local[2]")
    for name in ("spark.ui.enabled", "spark.ui.showConsoleProgress"):
        builder = builder.config(name, "false")
    return builder.config("spark.driver.host", "127.0.0.1").config("spark.log.level", "OFF").getOrCreate()


def main() -> None:
    """Measure and print."""
    warnings.simplefilter("ignore", FutureWarning)  # of narwhals and Spark, about future versions
    policies = portfolio(300)
    table = figures(policies)
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    spark = spark_session()
    engines = {
        "pandas": table,
        "Polars, lazy": pl.from_pandas(table).lazy(),
        "DuckDB": duckdb.from_arrow(arrow),
        "pyarrow": arrow,
        "Dask": dd.from_pandas(table, npartitions=4),
        "Spark": spark.createDataFrame(arrow).cache(),
    }
    print(f"Reading and judging {len(table):,} figures of {98 * 300:,} targets (ratio to pandas)")
    base = 0.0
    for name, frame in engines.items():
        taken = seconds(lambda frame=frame: evaluate(policies, frame), 3)
        base = base or taken
        print(f"  {name:<14} {taken:6.2f} s {taken / base:6.2f}")
    spark.stop()


if __name__ == "__main__":
    main()
