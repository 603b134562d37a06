"""One rule for what is absent, in every table that the library returns."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import kommunepolitik as kp
from kommunepolitik import comparison, documents, evaluation, observations, site
from kommunepolitik.documents import read_all

ROOT = Path(__file__).parents[1]
TYPES = {"string", "float64", "boolean", "Int64", "bool", "int64"}
WHOSE = ["municipality_code", "municipality"]


def tables() -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield every table of the examples and of Nybro, with the name of what returns it."""
    found = read_all([ROOT / "examples", ROOT / "docs" / "tutorial" / "nybro"])
    portfolio = kp.Portfolio(each.policy for each in found)
    old, new = (policy for policy in portfolio if policy.id.startswith("nybro"))
    figures = kp.read_observations(ROOT / "docs" / "tutorial" / "nybro" / "integration_2024" / "observations.csv", new)
    result = kp.evaluate(portfolio, {each.policy.id: each.observations for each in found}, at="2025")
    pair = kp.compare(old, new)
    yield "Observations.frame", figures.frame
    yield "Evaluation.frame", result.frame
    yield "Evaluation.readings", result.readings
    yield "Evaluation.since", result.since(kp.evaluate(portfolio, {new.id: figures}, at="2024"))
    for by in ("policy", "area", "goal", "track", "responsible", "municipality"):
        yield "Evaluation.summary", result.summary(by)
    yield "Comparison.frame", pair.frame
    yield "Comparison.structure_frame", pair.structure_frame
    yield "structure_frame", comparison.structure_frame(portfolio)
    yield "compare_matrix", comparison.compare_matrix(portfolio)
    yield "elements_frame", comparison.elements_frame(portfolio)
    indicator = new.indicators[0].id
    yield "benchmark", comparison.benchmark(kp.Portfolio([new]), indicator, figures)
    yield "benchmark_areas", comparison.benchmark_areas(new, indicator, figures)
    yield from (("to_frames", frame) for frame in kp.to_frames(portfolio).values())
    yield from (("public_figures", frame) for frame in site.public_figures(found)[0].values())


@pytest.fixture(scope="module")
def every() -> list[tuple[str, pd.DataFrame]]:
    """All tables."""
    return list(tables())


def test_every_function_that_returns_a_table_is_among_them(every: list[tuple[str, pd.DataFrame]]) -> None:
    """Public functions, methods and properties whose annotation names a data frame."""
    returning = set()
    for package in (kp, comparison, documents, evaluation, observations, site):
        for name in package.__all__:
            thing = getattr(package, name)
            members = vars(thing).items() if inspect.isclass(thing) else ()
            for own, member in [("", thing), *((f".{key}", content) for key, content in members if key[0] != "_")]:
                function = getattr(member, "fget", None) or getattr(member, "func", None) or member
                returned = str(getattr(function, "__annotations__", {}).get("return", ""))
                if re.search(r"\bDataFrame\b", returned):
                    returning.add(f"{name}{own}")
    assert returning == {name for name, _ in every}


def test_absent_is_na_and_no_cell_is_an_empty_text(every: list[tuple[str, pd.DataFrame]]) -> None:
    """So that `isna` finds all of it; no column holds objects of several types."""
    rows = 0
    for name, frame in every:
        rows += len(frame)
        kinds = {column: str(kind) for column, kind in frame.dtypes.items()}
        assert set(kinds.values()) <= TYPES, (name, kinds)
        texts = frame.select_dtypes("string")
        assert not (texts == "").fillna(False).to_numpy().any(), name
    assert rows > 1000


def test_whose_each_row_is_and_what_it_is_about_is_in_each(every: list[tuple[str, pd.DataFrame]]) -> None:
    """Policy, municipality and a title; a pair of policies has those of both, and a sum over policies has no policy."""
    for name, frame in every:
        if name == "compare_matrix":
            assert [*frame][:4] == ["old", "new", "old_municipality", "new_municipality"]
            continue
        assert {*WHOSE} <= {*frame}, name
        if "policy" in frame:
            assert {"title", "indicator_title"} & {*frame}, name
            assert frame["municipality"].notna().all(), name
        else:
            assert "targets" in frame, name
