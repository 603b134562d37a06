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
        line.startswith("goals!3: parent: no table has a row with the id") and "beskaeftigelse-og-erhverv" in line
        for line in found
    )
    assert any(line.startswith("indicators!1: direction:") for line in found)
    assert any(line.startswith("targets!1: indicator: no table has a row with the id 'findes-ikke'") for line in found)


def test_tables_without_policies_are_no_policies() -> None:
    """The table of policies states which there are."""
    assert problems({}) == ["policies: the table 'policies' is missing; it has a row for each policy"]


def test_rows_may_be_in_any_order(examples: Path) -> None:
    """Their position orders them."""
    policy = kp.load(examples / "slagelse_2023")
    frames = {name: frame.sample(frac=1, random_state=7) for name, frame in kp.to_frames(policy).items()}
    assert kp.from_frames(frames)[policy.id] == policy


def changed(examples: Path, table: str, row: int, **cells: object) -> dict[str, pd.DataFrame]:
    """Return the tables of a policy with other cells in one row, as a person would type them."""
    frames = kp.to_frames(kp.load(examples / "slagelse_2013"))
    frames[table] = frames[table].astype(dict.fromkeys(cells, object))
    for name, cell in cells.items():
        frames[table].loc[row, name] = cell
    return frames


def test_goals_that_belong_to_each_other_are_reported(examples: Path) -> None:
    """They would belong to no policy, and vanish."""
    frames = changed(examples, "goals", 4, parent="delmaal-6")
    frames["goals"].loc[5, "parent"] = "delmaal-5"
    assert [line.split(" the row ")[0] for line in problems(frames)] == ["goals!5: parent:", "goals!6: parent:"]


def test_an_area_must_agree_with_the_parent_or_be_in_its_place(examples: Path) -> None:
    """Of two answers neither is dropped."""
    policy = kp.load(examples / "slagelse_2013")
    assert "is not in the area 'boligx'" in problems(changed(examples, "goals", 5, area="boligx"))[0]
    assert kp.from_frames(changed(examples, "goals", 5, parent=None))[policy.id] == policy


@pytest.mark.parametrize(
    ("table", "cells", "reported"),
    [
        ("goals", {"position": "først"}, "position: the position must be a whole number, but is the text 'først'"),
        ("goals", {"policy": None}, "policy: the row names no policy"),
        ("policies", {"period": pd.Timestamp("2013-01-01")}, "period: is the date 2013-01-01"),
    ],
)
def test_a_cell_that_cannot_be_read_is_reported(
    examples: Path, table: str, cells: dict[str, object], reported: str
) -> None:
    """Nothing is guessed, and nothing dropped."""
    assert any(reported in line for line in problems(changed(examples, table, 0, **cells)))


def test_what_is_no_table_of_policies_is_reported(examples: Path) -> None:
    """A policy with two rows, a column that is there twice, a list for a frame."""
    frames = kp.to_frames(kp.load(examples / "slagelse_2013"))
    goals = frames["goals"]
    twice = {**frames, "policies": pd.concat([frames["policies"]] * 2)}
    assert "has a row already, in row 1" in problems(twice)[0]
    doubled = {**frames, "goals": pd.concat([goals, goals[["statement"]]], axis=1)}
    assert problems(doubled) == ["goals: statement: the column 'statement' is there twice"]
    assert problems({**frames, "goals": [1]})[0].startswith("goals: a table must be a data frame of pandas, but")  # type: ignore[dict-item]
    import polars as pl

    other = pl.DataFrame({"policy": ["p"]})
    assert problems({**frames, "goals": other})[0].startswith("goals: a table must be a data frame of pandas, but")  # type: ignore[dict-item]
    assert problems([])[0].startswith("expected tables by name")  # type: ignore[arg-type]


def test_a_municipality_is_made_up_or_not_and_nothing_between(examples: Path) -> None:
    """A cell that is neither true nor false makes no policy a real municipality's."""
    frames = changed(examples, "policies", 0, fictitious="måske")
    assert any("fictitious" in line and "måske" in line for line in problems(frames))


def test_a_cell_of_brackets_ends_in_a_problem(examples: Path) -> None:
    """However deep they go."""
    frames = changed(examples, "goals", 0, annotations="[" * 200_000)
    assert any("must be JSON" in line for line in problems(frames))


def test_danish_numbers_and_truth_values_are_read(examples: Path) -> None:
    """A decimal comma, unless it may separate thousands; ja and nej."""
    policy = kp.load(examples / "slagelse_2013")
    cells = {"kind": "level", "value": "12,5", "comparison": "at_least", "amount": None, "mode": None, "per": None}
    row = kp.to_frames(policy)["targets"].index[0]
    frames = changed(examples, "targets", row, **cells, start=None, cumulative="nej")
    target = kp.from_frames(frames)[policy.id].indicator(frames["targets"].loc[row, "indicator"]).targets[0]
    assert getattr(target, "value", None) == 12.5
    frames["targets"].loc[row, "value"] = "1,234"
    assert any("targets!1: value" in line for line in problems(frames))


def test_results_are_joined_to_targets_by_their_id() -> None:
    """Each result of a target finds the one row of it, whether or not the target has an id of its own."""
    policy = kp.load("docs/tutorial/nybro/integration_2024")
    results = kp.evaluate(policy, "docs/tutorial/nybro/integration_2024").frame.dropna(subset="target")
    targets = kp.to_frames(policy)["targets"]
    joined = results.merge(targets, on=["policy", "indicator", "target"], validate="many_to_one")
    assert len(joined) == len(results) > 20
    assert targets["id"].isna().any()
