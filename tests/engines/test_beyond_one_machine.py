"""The how-to of docs/howto/engines.md gives on Spark and Dask what one machine gives."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from tests.programs import absent

COMMON, ON_SPARK, ON_DASK = re.findall(
    r"```python\n(.*?)```", (Path(__file__).parents[2] / "docs" / "howto" / "engines.md").read_text("utf-8"), re.S
)
KEYS = ["policy", "indicator", "group", "target"]


def edition(town: int, number: int) -> kp.Policy:
    """Return an edition of a made-up municipality, with an indicator of its own and one of the country."""
    target = m.LevelTarget(value=60 + town, comparison="at_least", due=str(2018 + 4 * number))
    base = m.Baseline(period="2014", value=40)
    indicators = [
        m.Indicator(id=id, title=id, unit="%", direction="increase", baseline=base, targets=[target])
        for id in ("job", "landet")
    ]
    return kp.Policy(
        id=f"by{town}-{number}",
        title="Opdigtet",
        municipality=m.Municipality(name=f"Nybro {town}", fictitious=True),
        supersedes=f"by{town}-{number - 1}" if number else None,
        indicators=indicators,
    )


PORTFOLIO = kp.Portfolio(edition(town, number) for town in range(12) for number in range(3))
FIGURES = pd.DataFrame(
    [
        *(
            {"policy": policy.id, "indicator": "job", "period": str(year), "value": 40.0 + (year - 2014) * (n % 7)}
            for n, policy in enumerate(PORTFOLIO.policies[3:])  # the first municipality has no row of its own
            for year in range(2014, 2024)
        ),
        *(
            {"policy": "", "indicator": "landet", "period": str(year), "value": 40.0 + year - 2014}
            for year in (2014, 2023)
        ),
        {"policy": "anden", "indicator": "job", "period": "2020", "value": 1.0},
    ]
).sample(frac=1, random_state=2026, ignore_index=True)


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Return results by their keys, with the types of the library."""
    types = kp.evaluate(kp.Portfolio([]), []).frame.dtypes
    return frame.astype(types).sort_values(KEYS, ignore_index=True)


def test_the_table_of_no_results_has_the_types_of_every_other() -> None:
    """So it can be the schema of a distributed table."""
    assert kp.evaluate(kp.Portfolio([]), []).frame.dtypes.equals(kp.evaluate(PORTFOLIO, FIGURES).frame.dtypes)


@pytest.mark.filterwarnings("ignore:The copy keyword is deprecated:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
def test_spark_gives_what_one_machine_gives(spark: Any) -> None:
    """Municipality by municipality, the one without figures too."""
    rows = spark.createDataFrame(list(FIGURES.itertuples(index=False, name=None)), list(FIGURES.columns))
    names: dict[str, Any] = {"portfolio": PORTFOLIO, "figures": rows, "spark": spark}
    exec(COMMON + ON_SPARK, names)  # our own page
    expected = kp.evaluate(PORTFOLIO, FIGURES, at="2024").frame
    assert set(expected["status"]) > {"not_assessed", "achieved"}
    pd.testing.assert_frame_equal(in_order(names["results"]), in_order(expected))


def test_dask_gives_what_one_machine_gives() -> None:
    """However the rows were partitioned before."""
    try:
        import dask.dataframe as dd
    except ImportError:
        absent("dask")
    names: dict[str, Any] = {"portfolio": PORTFOLIO, "figures": dd.from_pandas(FIGURES, npartitions=5)}
    exec(COMMON + ON_DASK, names)  # our own page
    pd.testing.assert_frame_equal(
        in_order(names["results"]), in_order(kp.evaluate(PORTFOLIO, FIGURES, at="2024").frame)
    )
