"""Laws of judgement for dated levels, and of the evaluation as a whole."""

import random

import pandas as pd
from hypothesis import assume, given
from hypothesis import strategies as st

import kommunepolitik.model as m
from kommunepolitik.evaluation import STATUSES, Result, evaluate

from .conftest import one_indicator, table

GOOD = {
    status: rank for rank, status in enumerate(["achieved", "on_track", "behind", "far_behind", "worsening", "missed"])
}
values = st.integers(-1000, 1000).map(lambda n: n / 8)
years = st.integers(2021, 2032)
methods = st.sampled_from(["linear"])


def judge(
    value: float, year: int, *, base: float = 50.0, target: float = 80.0, sign: int = 1, due: int = 2030
) -> Result:
    """Judge one figure of a dated level with a baseline in 2020, as of the figure's own year."""
    comparison = "at_least" if sign > 0 else "at_most"
    level = m.LevelTarget(value=target, comparison=comparison, due=m.Period(str(due)))
    policy = one_indicator(targets=[level], baseline=m.Baseline(period=m.Period("2020"), value=base))
    (result,) = evaluate(policy, table({str(year): value}), at=str(year)).results
    return result


def rank(result: Result) -> int:
    """Return how good a status is, 0 the best; every dated level with a baseline and a figure has one."""
    assume(result.status in GOOD)
    return GOOD[result.status]


@given(values, values, years, values, values, st.sampled_from([1, -1]))
def test_a_value_moved_in_the_desired_direction_never_worsens(
    value: float, step: float, year: int, base: float, target: float, sign: int
) -> None:
    """Law: more of what is wanted is never judged worse, missed and achieved included."""
    before = judge(value, year, base=base, target=target, sign=sign)
    after = judge(value + sign * abs(step), year, base=base, target=target, sign=sign)
    assert rank(after) <= rank(before)


@given(values, years, values, values, values, st.sampled_from([1, -1]))
def test_an_easier_target_never_worsens(
    value: float, year: int, base: float, target: float, easing: float, sign: int
) -> None:
    """Law: asking for less is never judged worse."""
    strict = judge(value, year, base=base, target=target, sign=sign)
    easy = judge(value, year, base=base, target=target - sign * abs(easing), sign=sign)
    assert rank(easy) <= rank(strict)


@given(values, years, values, values, st.sampled_from([0.25, 2.0, 8.0]), values, st.sampled_from([1, -1]))
def test_linear_statuses_know_no_units(
    value: float, year: int, base: float, target: float, scale: float, shift: float, sign: int
) -> None:
    """Law: scaling, shifting and mirroring series and target together changes no status."""
    result = judge(value, year, base=base, target=target, sign=sign)
    moved = judge(value * scale + shift, year, base=base * scale + shift, target=target * scale + shift, sign=sign)
    mirrored = judge(-value, year, base=-base, target=-target, sign=-sign)
    assert moved.status == result.status
    assert mirrored.status == result.status
    assert mirrored.progress == result.progress


@given(values, years, values, values, st.sampled_from([1, -1]))
def test_on_track_and_behind_imply_movement_in_the_desired_direction(
    value: float, year: int, base: float, target: float, sign: int
) -> None:
    """Law: standing still or going back is never on track nor behind."""
    result = judge(value, year, base=base, target=target, sign=sign)
    if result.status in ("on_track", "behind"):
        assert sign * (value - base) > 0


@given(values, st.integers(2021, 2028), st.integers(1, 5), values, values, st.sampled_from([1, -1]))
def test_standing_still_never_improves_before_due(
    value: float, year: int, more: int, base: float, target: float, sign: int
) -> None:
    """Law: the same value a year later is no better, as long as the target is not due."""
    later = min(year + more, 2029)
    now, then = (judge(value, y, base=base, target=target, sign=sign) for y in (year, later))
    assert rank(then) >= rank(now)


@given(
    st.lists(
        st.tuples(st.sampled_from(["i", "landet"]), st.integers(2018, 2030), values),
        max_size=12,
        unique_by=lambda r: r[:2],
    ),
    st.randoms(),
)
def test_the_order_of_rows_never_matters(rows: list[tuple[str, int, float]], dice: random.Random) -> None:
    """Law: a shuffled table is judged alike."""
    assume(rows)
    policy = everything()
    frame = pd.DataFrame([{"indicator": i, "period": str(y), "value": v} for i, y, v in rows])
    shuffled = frame.sample(frac=1, random_state=dice.randint(0, 999)).reset_index(drop=True)
    assert evaluate(policy, frame).results == evaluate(policy, shuffled).results


@given(st.lists(st.tuples(st.integers(2018, 2030), values), max_size=8, unique_by=lambda r: r[0]), values)
def test_an_unrelated_series_changes_no_other_row(rows: list[tuple[int, float]], value: float) -> None:
    """Law: with a date given, shared figures of another indicator leave every row as it was."""
    assume(rows)
    frame = pd.DataFrame([{"policy": "p", "indicator": "i", "period": str(y), "value": v} for y, v in rows])
    other = pd.DataFrame([{"policy": "", "indicator": "fremmed", "period": "2031", "value": value}])
    alone = evaluate(everything(), frame, at="2025").results
    assert evaluate(everything(), pd.concat([frame, other]), at="2025").results == alone


def everything() -> m.Policy:
    """Return a policy with a target of each kind on one indicator."""
    targets = [
        m.LevelTarget(value=40, comparison="at_least", due=m.Period("2024")),
        m.LevelTarget(value=60, comparison="at_least", due=m.Period("2028")),
        m.StandingTarget(value=30, comparison="at_least"),
        m.ChangeTarget(amount=2, start=m.Period("2020")),
        m.LevelTarget(id="relativ", value=0, comparison="at_least", relative_to=m.RelativeTo(indicator="landet")),
    ]
    return one_indicator(targets=targets, baseline=m.Baseline(period=m.Period("2020"), value=20), direction="increase")


@given(
    st.lists(
        st.tuples(
            st.sampled_from([("p", "i"), ("", "i"), ("p", "landet"), ("q", "andet")]),
            st.sampled_from(
                ["", "2019", "2020", "2021-Q4", "2022", "2023-06", "2024", "2022/23", "2020..2023", "2030"]
            ),
            st.tuples(values, st.sampled_from(["final", "provisional", "forecast"])) | st.just((None, "suppressed")),
        ),
        max_size=15,
        unique_by=lambda row: row[:2],
    ),
    st.sampled_from([None, "2021", "2024-06", "2040"]),
    st.sampled_from(["linear", "cagr"]),
)
def test_any_table_is_judged_without_a_fault(
    rows: list[tuple[tuple[str, str], str, tuple[float | None, str]]], at: str | None, method: str
) -> None:
    """Law: every row has a known status, and a reason exactly when it is not assessed; every row explains itself."""
    names = ("policy", "indicator", "period", "value", "quality")
    records = [dict(zip(names, (*series, period, *figure), strict=True)) for series, period, figure in rows]
    evaluation = evaluate(everything(), records, at=at, method=method)  # type: ignore[arg-type]
    for result in evaluation.results:
        assert result.status in STATUSES
        assert (result.reason is not None) == (result.status == "not_assessed")
    assert len(evaluation.explain("i").splitlines()) == 5
    assert len(evaluation.frame) == 5
    assert evaluation.summary()["targets"].tolist() == [4]
