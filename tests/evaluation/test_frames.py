"""An evaluation as data frames."""

import attrs
import pandas as pd
import pytest

import kommunepolitik.model as m
from kommunepolitik.errors import InvalidModel
from kommunepolitik.evaluation import Evaluation, Result, evaluate
from kommunepolitik.evaluation.evaluation import By

from .conftest import one_indicator, table


def evaluated() -> Evaluation:
    """Judge a level that is reached, and one without figures."""
    levels = [
        m.LevelTarget(id=f"t{number}", value=10, comparison="at_least", due="2025", group=group)
        for number, group in enumerate((None, "andre"))
    ]
    return evaluate(one_indicator(targets=levels), table({"2024": 11}))


def test_all_fields_of_a_result_are_columns() -> None:
    """With the municipality and the indicator in words; absent text is NA, an absent number NaN."""
    frame = evaluated().frame
    assert {field.name for field in attrs.fields(Result)} <= set(frame)
    assert frame.loc[0, ["municipality", "title", "status", "value"]].tolist() == ["Nybro", "I", "achieved", 11.0]
    absent = frame.loc[1, ["period", "value", "reason", "judgement", "progress"]].isna().tolist()
    assert absent == [True, True, False, True, True]
    assert pd.isna(frame.loc[0, "municipality_code"])


def test_a_frame_handed_out_cannot_change_the_evaluation() -> None:
    """Each frame is the caller's own."""
    evaluation = evaluated()
    for make in (lambda: evaluation.frame, evaluation.summary):
        before, changed = make(), make()
        changed.loc[0, ["policy", "title"]] = "another"
        changed.loc[0, changed.select_dtypes("number").columns] = 7
        pd.testing.assert_frame_equal(make(), before)
    with pytest.raises(ValueError, match="read-only"):
        evaluation.columns["status"][0] = "missed"


def test_a_summary_counts_by_municipality_and_refuses_what_it_does_not_know() -> None:
    """Policies of one municipality are one row; a misspelt word is an error that gives the nearest."""
    targets = [m.StandingTarget(value=5, comparison="at_least")]
    policies = [
        m.Policy(id=id, title=id, municipality="Slagelse", indicators=[m.Indicator(id="i", title="I", targets=targets)])
        for id in ("a", "b")
    ]
    evaluation = evaluate(m.Portfolio(policies), [{"policy": "a", "indicator": "i", "period": 2024, "value": 6}])
    (row,) = evaluation.summary(by="municipality").to_dict("records")
    assert (row["municipality_code"], row["municipality"], row["targets"], row["achieved"]) == ("330", "Slagelse", 2, 1)
    with pytest.raises(InvalidModel, match="municipality"):
        evaluation.summary(by="municipalty")  # type: ignore[arg-type]


def test_a_summary_counts_an_indicator_wherever_it_measures() -> None:
    """In each area of its goals, each goal and each track; what measures none of them is in a row without an id."""
    indicators = [
        m.Indicator(id=id, title=id, responsible=who, targets=[m.StandingTarget(value=5, comparison="at_least")])
        for id, who in (("both", "Centeret"), ("below", None), ("none", None))
    ]
    below = m.Goal(id="below-first", statement="S", measured_by=["below", "both"])
    areas = [
        m.FocusArea(id="a", title="A", goals=[m.Goal(id="first", statement="F", goals=[below])]),
        m.FocusArea(id="b", title="B", measured_by=["both"], responsible="Chefen"),
    ]
    whole = m.Goal(id="whole", statement="W", measured_by=["both", "both"], responsible="Direktionen")
    plan = m.Plan(
        id="plan", title="P", tracks=[m.Track(id="t", title="T", measured_by=["below"], responsible="Lederen")]
    )
    policy = m.Policy(
        id="p", title="P", municipality="Slagelse", indicators=indicators, focus_areas=areas, goals=[whole], plan=plan
    )
    evaluation = evaluate(policy, [{"indicator": "both", "period": 2024, "value": 6}])

    def counts(by: By) -> dict[str, tuple[int, int]]:
        """Return the targets and how many are achieved, by the ids of the rows."""
        rows = evaluation.summary(by).fillna({by: ""}).to_dict("records")
        return {row[by]: (row["targets"], row["achieved"]) for row in rows}

    assert counts("area") == {"a": (2, 1), "b": (1, 1), "": (1, 0)}
    assert counts("goal") == {"whole": (1, 1), "below-first": (2, 1), "": (1, 0)}
    assert counts("track") == {"t": (1, 0), "": (2, 1)}
    assert counts("responsible") == {"Centeret": (1, 1), "Lederen": (1, 0), "": (1, 0)}


@pytest.mark.parametrize("direction", ["increase", "decrease"])
def test_growth_without_a_target_is_explained_as_the_figure_grew(direction: str) -> None:
    """Whether or not it was to grow."""
    policy = one_indicator(direction=direction, baseline=m.Baseline(period="2016", value=50))
    assert "so far is 2.6" in evaluate(policy, table({"2023": 60.0}), method="cagr").explain("i")


def test_a_word_for_no_audience_is_refused() -> None:
    """A misspelt audience never shows what disclosure control withholds."""
    policy = m.Policy(id="p", title="P", municipality="Slagelse")
    for audience in ("Public", "offentlig", None):
        with pytest.raises(InvalidModel):
            evaluate(policy, [], audience=audience)  # type: ignore[arg-type]


def test_columns_cannot_be_replaced() -> None:
    """What an evaluation hands out is read, never written."""
    judged = evaluate(m.Policy(id="p", title="P", municipality="Slagelse"), [])
    with pytest.raises(TypeError):
        judged.columns["status"] = []  # type: ignore[index]
