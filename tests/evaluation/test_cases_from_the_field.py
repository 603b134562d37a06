"""Cases that people who follow policies up have met, with what a careful person would conclude for each.

Each folder of `field_cases` holds a policy and its figures, made up. A test may write something else into its copy:
`edits` of the policy, `more` rows of figures, or other `rows` instead.
"""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import kommunepolitik as kp
from kommunepolitik.evaluation import Evaluation, Result

FOLDERS = Path(__file__).with_name("field_cases")
Field = Callable[..., Result]

ADDED_UP = {"due: 2027": "due: 2027, cumulative: true"}
FROM_2024 = {"due: 2027": "due: 2027, cumulative: true, start: 2024"}
IN_TOTAL = {"mode: percent": "mode: percent, per: total"}


def rewrite(folder: Path, edits: Mapping[str, str], more: str, rows: str | None) -> None:
    """Write other words into the policy of a folder, and further or other figures."""
    policy, figures = folder / "policy.yaml", folder / "observations.csv"
    text = policy.read_text("utf-8")
    for old, new in edits.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    policy.write_text(text, "utf-8")
    header, _, known = figures.read_text("utf-8").partition("\n")
    figures.write_text(f"{header}\n{known if rows is None else rows}{more}", "utf-8")


@pytest.fixture
def evaluated(tmp_path: Path) -> Callable[..., Evaluation]:
    """Judge a case by the name of its folder."""

    def run(
        name: str, *, edits: Mapping[str, str] | None = None, more: str = "", rows: str | None = None, **how: Any
    ) -> Evaluation:
        folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        shutil.copytree(FOLDERS / name, folder)
        rewrite(folder, edits or {}, more, rows)
        return kp.evaluate(kp.load(folder), folder / "observations.csv", **how)

    return run


@pytest.fixture
def field(evaluated: Callable[..., Evaluation]) -> Field:
    """Return the result of a case with one target."""

    def run(name: str, **how: Any) -> Result:
        (result,) = (r for r in evaluated(name, **how).results if r.target or r.kind == "judgement")
        return result

    return run


# 10: yearly totals, then a part of a year.


@pytest.mark.parametrize(
    ("name", "status", "value", "progress"),
    [
        ("10-flow-atmost", "worsening", 104, -4 / 5),
        ("10-flow-change", "achieved", 110, 10 / 5),
        ("10-flow-year-then-quarter", "on_track", 120, 20 / 10),
        ("10-flow-year-then-month", "on_track", 120, 20 / 10),
        ("10-flow-share-ok", "on_track", 65, 5 / 5),
    ],
)
def test_10_the_newest_year_is_judged(field: Field, name: str, status: str, value: float, progress: float) -> None:
    """On the baseline's length, whatever part of the next year has been counted."""
    result = field(name)
    assert (result.status, str(result.period), result.value) == (status, "2024", value)
    assert result.progress == pytest.approx(progress)


@pytest.mark.parametrize(
    ("name", "period", "value"),
    [
        ("10-flow-atmost", "2025-Q1", 26),
        ("10-flow-change", "2025-Q1", 30),
        ("10-flow-year-then-quarter", "2025-Q1", 33),
        ("10-flow-year-then-month", "2025-01", 11),
        ("10-flow-share-ok", "2025-Q1", 66),
    ],
)
def test_10_the_part_of_a_year_is_shown_as_newest(
    evaluated: Callable[..., Evaluation], name: str, period: str, value: float
) -> None:
    """In the result, and in words."""
    evaluation = evaluated(name)
    (result,) = evaluation.results
    assert (str(result.newest_period), result.newest_value) == (period, value)
    words = evaluation.explain(result.indicator)
    assert period in words
    assert str(value) in words


def test_10_so_is_a_year_to_date(field: Field) -> None:
    """62 in the first half of 2025, counted as a span, is no year."""
    result = field("10-flow-year-then-month", more="antal;2025-01..2025-06;62\n")
    assert (result.status, str(result.period), str(result.newest_period)) == ("on_track", "2024", "2025-01..2025-06")


def test_10_a_school_year_is_compared_with_a_calendar_year(field: Field) -> None:
    """120 in 2024/25: after 19 of 48 months 100 + 40·19/48 = 115.83 is required."""
    result = field("10-flow-schoolyear")
    assert (result.status, str(result.period)) == ("on_track", "2024/25")
    assert result.required_value == pytest.approx(100 + 40 * 19 / 48)


def test_10_only_parts_of_years_are_a_mismatch(field: Field) -> None:
    """A flow without any figure of a year, and without a rule for adding up, cannot be judged."""
    result = field("10-flow-year-then-quarter", rows="antal;2025-Q1;33\n")
    assert (result.status, result.reason, str(result.newest_period)) == ("not_assessed", "period_mismatch", "2025-Q1")


# 11: 500 in all.


@pytest.mark.parametrize("edits", [ADDED_UP, FROM_2024], ids=["since the policy began", "since 2024"])
def test_11_505_of_500_in_all_are_enough(field: Field, edits: Mapping[str, str]) -> None:
    """100 + 130 + 125 + 150 where they are added up; the policy states that there were none in 2023."""
    result = field("11-cumulative-yearly", edits=edits)
    assert (result.status, result.value) == ("achieved", 505)


def test_11_what_is_not_added_up_is_judged_by_its_last_year(field: Field) -> None:
    """150 in 2027 is not 500."""
    result = field("11-cumulative-yearly")
    assert (result.status, result.value) == ("missed", 150)


# 12 and 99: a figure from early in the due period.


@pytest.mark.parametrize("name", ["12-due-partial-achieved", "12-due-partial-lag", "12-due-partial-missed"])
def test_12_a_quarter_of_the_due_year_settles_nothing(field: Field, name: str) -> None:
    """66 in 2024 is 6/7.5 of the way; the figure for 2025 is awaited when 2025 is over."""
    early = field(name)
    assert (early.status, str(early.period), str(early.newest_period)) == ("behind", "2024", "2025-Q1")
    assert early.progress == pytest.approx(0.8)
    late = field(name, at="2025")
    assert (late.status, late.reason, late.settled) == ("not_assessed", "awaiting_data", False)


def test_12_it_is_awaited_as_long_as_the_source_takes(field: Field) -> None:
    """Three months: to the end of March 2026; where no lag is stated, for the year until the next figure."""
    lag = [field("12-due-partial-lag", at="2025", known=month).reason for month in ("2026-02", "2026-03")]
    assert lag == ["awaiting_data", "no_data"]
    step = [field("12-due-partial-missed", at="2025", known=month).reason for month in ("2026-11", "2026-12")]
    assert step == ["awaiting_data", "no_data"]


def test_12_a_pace_that_is_kept_may_be_lost(field: Field) -> None:
    """6 % in 2024 is more than 5 % a year until 2025; for 2025 itself the figure is awaited."""
    early, late = field("12-due-change"), field("12-due-change", at="2025")
    assert (early.status, str(early.period), early.settled) == ("achieved", "2024", False)
    assert (late.status, late.reason) == ("not_assessed", "awaiting_data")


def test_99_a_due_of_several_years_is_over_when_the_last_one_is(field: Field) -> None:
    """70 of 80 in the second of four years is just where it should be; in 2027 a figure for 2027 is awaited."""
    early, late = field("99-due-span"), field("99-due-span", at="2027")
    assert (early.status, early.required_value, early.progress) == ("on_track", 70, pytest.approx(1))
    assert (late.status, late.reason, late.settled) == ("not_assessed", "awaiting_data", False)


# 15: a band.


@pytest.mark.parametrize(("at", "floor", "ceiling"), [("2024", "achieved", "achieved"), ("2023", "achieved", "missed")])
def test_15_a_band_is_a_floor_and_a_ceiling_in_one(
    evaluated: Callable[..., Evaluation], at: str, floor: str, ceiling: str
) -> None:
    """50 is between 45 and 55, 60 is not: one row, and the worse status counts."""
    evaluation = evaluated("15-band", at=at)
    (band,) = evaluation.bands(evaluation.results)
    assert {result.target: result.status for result in band} == {"mindst": floor, "hoejst": ceiling}
    (row,) = evaluation.summary().to_dict("records")
    assert (row["targets"], row["worst"], row[ceiling]) == (1, ceiling, 1)


# 16: 20 % fewer.


def test_16_a_fifth_fewer_in_all_is_not_a_fifth_fewer_a_year(field: Field) -> None:
    """90 of 100 after two of four years: half of it in all; 5.13 % of 20 % a year."""
    total, yearly = field("16-total-reduction", edits=IN_TOTAL), field("16-total-reduction")
    assert (total.status, total.required_value, total.progress) == ("on_track", 90, pytest.approx(1))
    assert (yearly.status, yearly.progress) == ("far_behind", pytest.approx(0.2566, abs=5e-5))


# 62: 94.96 % of the way.


def test_62_what_is_not_95_is_not_shown_as_95(evaluated: Callable[..., Evaluation]) -> None:
    """Behind, and the decimals are there that make it true."""
    evaluation = evaluated("62-progress-9496")
    (result,) = evaluation.results
    assert (result.status, result.progress) == ("behind", pytest.approx(0.9496))
    words = evaluation.explain("andel").replace("\u00a0", " ")
    assert "94.96 %" in words
    assert "95 %" not in words


# 80 to 83, 91 and 97.


def test_80_fewer_than_five_are_not_at_least_five(field: Field) -> None:
    """At most four persons, and the year is over."""
    result = field("80-under-at-least-5")
    assert (result.status, result.settled) == ("missed", True)


@pytest.mark.parametrize("at", [None, "2025", "2026-01-01"])
def test_81_the_figure_for_2025_is_final_on_the_first_of_january(field: Field, at: str | None) -> None:
    """Nothing more is awaited for 1 January 2026, which is the end of 2025."""
    result = field("81-due-jan1-at", at=at)
    assert (result.status, str(result.period), result.settled) == ("achieved", "2025", True)


@pytest.mark.parametrize("at", [None, "2025"])
def test_82_a_yearly_promise_is_kept_by_a_school_year(field: Field, at: str | None) -> None:
    """Twelve months are twelve months."""
    result = field("82-standing-schoolyear", at=at)
    assert (result.status, str(result.period), result.value) == ("achieved", "2024/25", 66)


def test_83_a_year_is_compared_with_the_same_year(field: Field) -> None:
    """2023 is the newest year that both have; that the country's 2024 is late is stated. 60 - 62 = -2."""
    result = field("83-rel-pop-shared")
    assert (str(result.period), result.value, result.reason) == ("2023", -2, "no_baseline")
    assert (result.relative_value, result.reference_value) == (60, 62)
    assert "reference_late" in result.warnings


@pytest.mark.parametrize(
    ("words", "statuses"),
    [
        ("Opfyldt", {"achieved"}),
        ("indfriet", {"achieved"}),
        ("ja", {"achieved"}),
        ("Ikke opfyldt", {"missed"}),
        ("nej", {"missed"}),
        ("grøn", {"achieved", "on_track"}),
        ("Delvist opfyldt", {"behind", "far_behind"}),
        ("gul", {"behind", "far_behind"}),
        ("rød", {"far_behind", "worsening", "missed"}),
    ],
)
def test_91_the_usual_danish_words_are_known(field: Field, words: str, statuses: set[str]) -> None:
    """Without a table of the policy's own."""
    result = field("91-judge", more=f"samarbejde;2025;{words}\n")
    assert (result.status in statuses, result.reason, result.judgement) == (True, None, words)


def test_91_what_is_on_no_table_is_shown_in_its_own_words(field: Field) -> None:
    """A 3 may be good or bad."""
    result = field("91-judge")
    assert (result.status, result.reason, result.judgement) == ("not_assessed", "own_words", "3")


def test_91_a_policy_states_what_its_words_mean(field: Field) -> None:
    """Also where they mean something else than usually."""
    scale = 'period: 2023..2027\njudgement_scale: [{word: "3", means: behind}, {word: grøn, means: achieved}]'
    edits = {"period: 2023..2027": scale}
    assert field("91-judge", edits=edits).status == "behind"
    green = "samarbejde;2025;Grøn\n"
    assert field("91-judge", edits=edits, more=green).status == "achieved"


def test_97_a_change_may_start_from_a_stated_baseline(field: Field) -> None:
    """112 after two years of 5 % from 100, which is 110.25."""
    result = field("97-change-stated-baseline")
    assert (result.status, result.value, result.required_value) == ("achieved", 112, pytest.approx(110.25))
