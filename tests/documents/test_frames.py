"""Policies as tidy data frames, and back."""

import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.errors import InvalidDocument
from tests.strategies import policies

EVERYTHING = kp.load_portfolio(["examples", "docs/tutorial/nybro"])


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(policies())
def test_frames_give_a_policy_back_equal(policy: kp.Policy) -> None:
    """Whatever a policy holds, nothing is lost."""
    assert kp.from_frames(kp.to_frames(policy))[policy.id] == policy


def test_frames_give_real_policies_back_equal() -> None:
    """All at once, with their order."""
    assert kp.from_frames(kp.to_frames(EVERYTHING)).policies == EVERYTHING.policies


def test_frames_that_were_csv_files_give_the_policies_back() -> None:
    """A CSV file has no types: all its cells are texts."""
    texts = {name: frame.to_csv(index=False) for name, frame in kp.to_frames(EVERYTHING).items()}
    frames = {
        name: pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, na_values=[""])
        for name, text in texts.items()
    }
    assert kp.from_frames(frames).policies == EVERYTHING.policies


def test_each_row_names_its_policy_municipality_and_what_it_is() -> None:
    """So that a table alone can be read."""
    frames = kp.to_frames(EVERYTHING)
    assert {
        "goals",
        "indicators",
        "targets",
        "tracks",
        "activities",
        "decisions",
        "gaps",
        "lineage",
        "supports",
    } <= set(frames)
    for name, frame in frames.items():
        assert not frame[["policy", "municipality", "title"]].isna().any(axis=None), name
        assert {str(dtype) for dtype in frame.dtypes} <= {"string", "float64", "Int64", "boolean"}, name


def test_the_area_of_a_sub_goal_is_in_its_row() -> None:
    """However deep a goal is, its area can be grouped by."""
    sub = m.Goal(id="under", statement="Under", goals=[m.Goal(id="dybt", statement="Dybt")])
    area = m.FocusArea(id="arbejde", title="Arbejde", goals=[sub])
    goals = kp.to_frames(m.Policy(id="p", title="P", municipality="Slagelse", focus_areas=[area]))["goals"]
    assert goals[["id", "area", "parent"]].to_numpy().tolist() == [
        ["under", "arbejde", "arbejde"],
        ["dybt", "arbejde", "under"],
    ]


def problems(frames: dict[str, pd.DataFrame]) -> list[str]:
    """Return what is wrong with tables, a line each."""
    with pytest.raises(InvalidDocument) as caught:
        kp.from_frames(frames)
    return caught.value.lines()


def test_all_that_is_wrong_is_reported_with_table_row_and_column(examples: Path) -> None:
    """Misspelt tables, columns, ids and words, in one go."""
    frames = kp.to_frames(kp.load(examples / "slagelse_2013"))
    frames["maal"] = frames.pop("supports")
    frames["indicators"] = frames["indicators"].rename(columns={"unit": "units"})
    frames["goals"].loc[2, "parent"] = "beskaeftigelse-og-erhvrev"
    frames["indicators"].loc[0, "direction"] = "op"
    frames["targets"].loc[0, "indicator"] = "findes-ikke"
    found = problems(frames)
    assert found[0].startswith("maal: there is no table 'maal'")
    assert "indicators: units: the table has no column 'units'; did you mean 'unit'?" in found
    assert any(
        line.startswith("goals!3:3: parent: no table has a row with the id") and "beskaeftigelse-og-erhverv" in line
        for line in found
    )
    assert any(line.startswith("indicators!1:1: direction:") for line in found)
    assert any(
        line.startswith("targets!1:1: indicator: no table has a row with the id 'findes-ikke'") for line in found
    )


def test_tables_without_policies_are_no_policies() -> None:
    """The table of policies says which there are."""
    assert problems({}) == ["policies: the table 'policies' is missing; it has a row for each policy"]


def test_rows_may_be_in_any_order(examples: Path) -> None:
    """Their position orders them."""
    policy = kp.load(examples / "slagelse_2023")
    frames = {name: frame.sample(frac=1, random_state=7) for name, frame in kp.to_frames(policy).items()}
    assert kp.from_frames(frames)[policy.id] == policy
