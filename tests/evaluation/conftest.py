"""Small policies and tables for tests of judgement."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import kommunepolitik.model as m
from kommunepolitik.evaluation import Result, evaluate

JudgeFunction = Callable[..., Result]


def one_indicator(**fields: Any) -> m.Policy:
    """Return a policy with one indicator."""
    groups = [m.Group(id="andre", title="Andre")]
    indicator = m.Indicator(**{"id": "i", "title": "I", **fields})
    reference = m.Indicator(id="landet", title="Hele landet", role="context")
    return m.Policy(
        id="p",
        title="P",
        municipality=m.Municipality(name="Nybro", fictitious=True),
        period="2000..2030",
        groups=groups,
        indicators=[indicator, reference],
    )


def table(figures: dict[str, Any], indicator: str = "i", group: str = "") -> pd.DataFrame:
    """Return figures of one series by period."""
    return pd.DataFrame(
        [
            {"indicator": indicator, "group": group, "period": period, "value": value}
            for period, value in figures.items()
        ]
    )


@pytest.fixture
def judged() -> JudgeFunction:
    """Judge one target of one series."""

    def run(
        target: m.Target | None,
        figures: dict[str, Any] | pd.DataFrame,
        *,
        baseline: tuple[str, float] | None = None,
        at: str | None = None,
        method: str = "linear",
        **fields: Any,
    ) -> Result:
        if baseline is not None:
            fields["baseline"] = m.Baseline(period=baseline[0], value=baseline[1])
        policy = one_indicator(targets=[] if target is None else [target], **fields)
        frame = figures if isinstance(figures, pd.DataFrame) else table(figures)
        (result,) = evaluate(policy, frame, at=at, method=method).results  # type: ignore[arg-type]
        return result

    return run
