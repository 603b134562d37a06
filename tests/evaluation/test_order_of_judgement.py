"""The order of judgement: unusable value, met, over, no due, no baseline, progress; and each reason why not."""

import attrs
import pandas as pd
import pytest

import kommunepolitik.model as m
from kommunepolitik.errors import InvalidModel
from kommunepolitik.evaluation import evaluate

from .conftest import JudgeFunction, one_indicator, table


def at_least(value: float, due: str | None = None, **fields: object) -> m.LevelTarget:
    """Return a level to reach from below."""
    return m.LevelTarget(value=value, comparison="at_least", due=None if due is None else m.Period(due), **fields)  # type: ignore[arg-type]


NO_FIGURES = pd.DataFrame({"indicator": [], "period": [], "value": []}, dtype="object")


def test_without_figures_nothing_is_stated_but_that(judged: JudgeFunction) -> None:
    """Never 0, never missed."""
    result = judged(at_least(10, "2024"), NO_FIGURES, at="2030")
    assert (result.status, result.reason, result.value) == ("not_assessed", "no_data", None)


def test_a_figure_without_a_period_is_never_judged(judged: JudgeFunction) -> None:
    """It is shown elsewhere; here it is the reason."""
    assert judged(at_least(10), {"": 12}).reason == "no_period"


def test_a_due_target_without_a_figure_for_due_is_not_missed(judged: JudgeFunction) -> None:
    """An older figure that met it does not make it achieved, and one that did not does not make it missed."""
    assert judged(at_least(10, "2024"), {"2023": 12}, at="2025").reason == "no_data"
    assert judged(at_least(10, "2024"), {"2023": 8}, at="2025").reason == "no_data"
    assert judged(at_least(10, "2024"), {"2023": 12, "2024-Q3": 9}, at="2025").reason == "no_data"


def test_a_late_source_is_awaited(judged: JudgeFunction) -> None:
    """A figure for 2024 that comes nine months later is not missing in June 2025, but in October."""
    source = m.DataSource(keeper="Danmarks Statistik", lag=9)
    assert judged(at_least(10, "2024"), {"2023": 8}, at="2025-06", data_source=source).reason == "awaiting_data"
    assert judged(at_least(10, "2024"), {"2023": 8}, at="2025-10", data_source=source).reason == "no_data"


def test_a_withheld_figure_is_not_replaced_by_an_older_one() -> None:
    """Suppressed is stated."""
    rows = {
        "indicator": ["i", "i"],
        "period": ["2022", "2023"],
        "value": [12, None],
        "quality": ["final", "suppressed"],
    }
    (result,) = evaluate(one_indicator(targets=[at_least(10, "2025")]), pd.DataFrame(rows)).results
    assert (result.reason, str(result.period)) == ("suppressed", "2023")


def test_a_forecast_is_no_measurement() -> None:
    """What is expected to be is not judged as if it were."""
    rows = {"indicator": ["i"], "period": ["2023"], "value": [12], "quality": ["forecast"]}
    (result,) = evaluate(one_indicator(targets=[at_least(10, "2025")]), pd.DataFrame(rows)).results
    assert result.reason == "no_data"


def test_a_met_target_needs_neither_due_nor_baseline(judged: JudgeFunction) -> None:
    """Achieved comes before everything but a usable value; it can be lost again."""
    assert judged(at_least(10), {"2023": 10}).status == "achieved"
    assert judged(at_least(10, "2030"), {"2023": 10}).status == "achieved"
    assert judged(at_least(10, "2030"), {"2023": 10, "2024": 9}, baseline=("2022", 5)).status == "on_track"


def test_missed_needs_no_baseline(judged: JudgeFunction) -> None:
    """Over and not met is missed, whatever it started from."""
    assert judged(at_least(10, "2023"), {"2023": 9}).status == "missed"


def test_what_is_lacking_is_named(judged: JudgeFunction) -> None:
    """No due, no baseline, nothing after the baseline."""
    assert judged(at_least(10), {"2023": 9}, baseline=("2020", 5)).reason == "no_due"
    assert judged(at_least(10, "2030"), {"2023": 9}).reason == "no_baseline"
    assert judged(at_least(10, "2030"), {"2020": 5}, baseline=("2020", 5)).reason == "baseline_only"
    assert judged(at_least(10, "2030"), NO_FIGURES, baseline=("2020", 5)).reason == "no_data"


def test_a_break_stops_progress_but_not_a_verdict(judged: JudgeFunction) -> None:
    """Measured in a new way from 2022: the way gone cannot be stated, met and missed can."""
    broken = {"baseline": ("2020", 5.0), "breaks": [m.Break(period=m.Period("2022"))], "direction": "increase"}
    assert judged(at_least(10, "2030"), {"2023": 9}, **broken).reason == "break_in_series"
    assert judged(at_least(10, "2030"), {"2023": 9}, **broken).trend is None
    end, missed = (judged(at_least(10, due), {"2023": value}, **broken) for due, value in (("2030", 11), ("2023", 9)))
    assert (end.status, missed.status) == ("achieved", "missed")
    assert set(end.warnings) == set(missed.warnings) == {"break_since_target"}
    assert judged(at_least(10, "2030"), {"2021": 9}, **broken).status == "on_track"


def test_the_path_leads_through_earlier_targets() -> None:
    """From 50 (2020) through 60 (2022) to 90 (2024): in 2023 it should be 75."""
    targets = [at_least(60, "2022"), at_least(90, "2024")]
    policy = one_indicator(targets=targets, baseline=m.Baseline(period=m.Period("2020"), value=50))
    first, second = evaluate(policy, table({"2022": 61, "2023": 70})).results
    assert (first.status, first.target) == ("achieved", "level-2022")
    assert (second.required_value, second.progress, second.status) == (75, 0.8, "behind")


def test_an_inexact_value_is_judged_at_both_ends() -> None:
    """10-20 with at least 15 can be read in two ways; with at least 5 it is achieved either way."""
    rows = pd.DataFrame({"indicator": ["i"], "period": ["2023"], "value": [10], "value_high": [20]})
    (both,) = evaluate(one_indicator(targets=[at_least(15, "2023")]), rows).results
    assert both.status == "ambiguous"
    assert [reading.status for reading in both.readings] == ["missed", "achieved"]
    (clear,) = evaluate(one_indicator(targets=[at_least(5, "2023")]), rows).results
    assert clear.status == "achieved"
    under = pd.DataFrame({"indicator": ["i"], "period": ["2023"], "value": [20], "qualifier": ["under"]})
    (less,) = evaluate(one_indicator(unit="%", targets=[at_least(25, "2023")]), under).results
    assert less.status == "missed"


def test_a_standing_target_is_kept_for_the_latest_complete_period(judged: JudgeFunction) -> None:
    """100 young people a year: 2023 counts until 2024 is complete; quarters alone are no year."""
    yearly = m.StandingTarget(value=100, comparison="at_least")
    assert judged(yearly, {"2023": 100}).status == "achieved"
    assert judged(yearly, {"2022": 120, "2023": 99}).status == "missed"
    assert judged(yearly, {"2023": 100, "2024-Q2": 30}, at="2024-Q2").status == "achieved"
    assert judged(yearly, {"2023-Q3": 60, "2023-Q4": 60}).reason == "period_mismatch"
    assert judged(yearly, {"2022": 120}, at="2024-02").reason == "awaiting_data"
    quarterly = m.StandingTarget(value=25, comparison="at_least", per="quarter")
    assert judged(quarterly, {"2023-Q4": 30}, at="2023").status == "achieved"
    assert judged(quarterly, {"2023-11": 30}, at="2023").reason == "period_mismatch"


def test_a_change_is_judged_by_its_pace_since_the_start(judged: JudgeFunction) -> None:
    """2 % a year from 100: 104.04 after two years is met, 103 is behind, 99 is the wrong way."""
    target = m.ChangeTarget(amount=2, mode="percent", start=m.Period("2020"))
    assert judged(target, {"2020": 100, "2022": 104.04}).status == "achieved"
    assert judged(target, {"2020": 100, "2022": 103}).status == "behind"
    assert judged(target, {"2020": 100, "2022": 99}).status == "worsening"
    falling = m.ChangeTarget(amount=-2, mode="points", start=m.Period("2020"))
    assert judged(falling, {"2020": 60, "2022": 55}).status == "achieved"
    over = m.ChangeTarget(amount=2, mode="percent", start=m.Period("2020"), due=m.Period("2022"))
    assert judged(over, {"2020": 100, "2022": 103}).status == "missed"


def test_what_a_change_lacks_is_named(judged: JudgeFunction) -> None:
    """Figures from before it starts, nothing after the start, percent of zero."""
    target = m.ChangeTarget(amount=2, mode="percent", start=m.Period("2013"))
    before = judged(target, {"2000": 37, "2010": 48})
    assert before.reason == "before_start"
    assert judged(target, {"2013": 50}).reason == "baseline_only"
    assert judged(target, {"2014": 50}).reason == "no_baseline"
    assert judged(target, {"2013": 0, "2015": 5}).reason == "undefined_percent"


def test_an_unknown_mode_is_ambiguous_only_if_the_words_shown_differ(judged: JudgeFunction) -> None:
    """Met or on track as percent, and neither as points; two finer words of one shown word give the worse."""
    target = m.ChangeTarget(amount=2, start=m.Period("2020"))
    assert judged(target, {"2020": 50, "2022": 52.1}).status == "ambiguous"
    assert judged(target, {"2020": 50, "2022": 51.95}).status == "ambiguous"
    both = judged(target, {"2020": 50, "2022": 51.9})
    assert both.status == "far_behind"
    assert [reading.status for reading in both.readings] == ["behind", "far_behind"]
    assert both.readings[1].progress == pytest.approx(1.9 / 4)


def test_a_reference_is_needed_for_the_same_period() -> None:
    """The national mean of another year means nothing for this one."""
    target = m.LevelTarget(value=0.5, comparison="at_most", relative_to=m.RelativeTo(indicator="landet"))
    figures = pd.concat([table({"2023": 4.4}), table({"2022": 3.9}, "landet")])
    (result,) = evaluate(one_indicator(targets=[target]), figures).results
    assert result.reason == "no_reference"


def test_a_difference_has_a_baseline_where_both_series_have_figures() -> None:
    """From 2.0 under the others (2020) to 1.0 under in 2022, level by 2024: half way in time and way."""
    start = m.Baseline(period="2020")
    target = at_least(0, "2024", relative_to=m.RelativeTo(group="andre"), baseline=start)
    figures = pd.concat([table({"2020": 5.0, "2022": 6.0}), table({"2020": 7.0, "2022": 7.0}, group="andre")])
    (result,) = evaluate(one_indicator(targets=[target]), figures).results
    assert (result.baseline_value, result.value, result.required_value) == (-2.0, -1.0, -1.0)
    assert result.status == "on_track"
    without = attrs.evolve(target, baseline=None)
    (result,) = evaluate(one_indicator(targets=[without], baseline=start), figures).results
    assert result.reason == "no_baseline"


def test_people_judge_what_is_qualitative() -> None:
    """A known word is a status; words of their own are shown."""
    policy = one_indicator(kind="qualitative")
    for judgement, status, reason in [("nået", "achieved", None), ("Godt på vej", "not_assessed", "own_words")]:
        rows = pd.DataFrame({"indicator": ["i"], "period": ["2023"], "value": [None], "judgement": [judgement]})
        (result,) = evaluate(policy, rows).results
        assert (result.kind, result.status, result.reason) == ("judgement", status, reason)
        assert judgement in evaluate(policy, rows).explain("i")


def test_the_pace_so_far_leads_to_a_year(judged: JudgeFunction) -> None:
    """From three figures on: 50, 52, 54 reach 60 in 2026, after the due year; two figures lead nowhere."""
    target = at_least(60, "2025")
    assert str(judged(target, {"2020": 50, "2021": 51, "2022": 52}, baseline=("2020", 50)).projected_period) == "2030"
    assert judged(target, {"2020": 50, "2022": 52}, baseline=("2020", 50)).projected_period is None
    assert judged(target, {"2020": 50, "2021": 49, "2022": 48}, baseline=("2020", 50)).projected_period is None
    met = {"2020": 50, "2021": 65, "2022": 70}
    assert judged(target, met, baseline=("2020", 50), at="2026").projected_period is None


def test_summaries_count_current_targets_once() -> None:
    """Of yearly ambitions the one next due counts, else the last; an indicator in two areas counts in both."""
    targets = [at_least(10, "2021"), at_least(12, "2022"), at_least(14, "2023")]
    policy = one_indicator(
        targets=targets, baseline=m.Baseline(period=m.Period("2020"), value=8), responsible="Centeret"
    )
    figures = table({"2021": 11, "2022": 11.5})
    evaluation = evaluate(policy, figures, at="2022-06")
    assert [result.target for result in evaluation.current()] == ["level-2022"]
    assert [result.target for result in evaluate(policy, figures, at="2025").current()] == ["level-2023"]
    summary = evaluation.summary().to_dict("records")[0]
    assert (summary["targets"], summary["assessable"]) == (1, 1)
    assert evaluation.summary(by="responsible")["responsible"].tolist() == ["Centeret"]


def test_since_distinguishes_new_periods_from_revised_figures() -> None:
    """A later figure, another figure for the same year, both."""
    policy = one_indicator(targets=[at_least(10, "2025")], baseline=m.Baseline(period=m.Period("2020"), value=5))
    old = evaluate(policy, table({"2021": 6}))
    assert evaluate(policy, table({"2021": 6})).since(old).empty
    causes = {
        "new_period": table({"2021": 6, "2022": 7}),
        "revised": table({"2021": 6.5}),
        "new_period, revised": table({"2020": 5.5, "2021": 6, "2022": 7}),
    }
    for cause, figures in causes.items():
        assert evaluate(policy, figures).since(old)["cause"].tolist() == [cause]


def test_a_date_has_an_end_and_a_method_a_name() -> None:
    """An open period is no date."""
    with pytest.raises(InvalidModel, match="has no end"):
        evaluate(one_indicator(), NO_FIGURES, at="2023..")
    with pytest.raises(InvalidModel, match="not one of linear, cagr"):
        evaluate(one_indicator(), NO_FIGURES, method="lineær")  # type: ignore[arg-type]


def test_an_inexact_figure_of_a_change_is_judged_at_both_ends() -> None:
    """8 to 12 after two years of 2 a year from 6: not met at the low end, met at the high one."""
    target = m.ChangeTarget(amount=2, mode="points", start=m.Period("2020"))
    rows = pd.DataFrame({"indicator": ["i"] * 2, "period": ["2020", "2022"], "value": [6, 8], "value_high": [None, 12]})
    (result,) = evaluate(one_indicator(targets=[target]), rows).results
    assert result.status == "ambiguous"
    assert [reading.status for reading in result.readings] == ["far_behind", "achieved"]


def test_levels_on_different_ways_all_count() -> None:
    """A level, a ceiling's level and a relative level of one series are three current targets."""
    targets = [
        at_least(10, "2024"),
        at_least(12, "2025"),
        at_least(0, "2024", id="relativ", relative_to=m.RelativeTo(indicator="landet")),
        at_least(11, "2024", id="ogsaa"),
    ]
    current = evaluate(one_indicator(targets=targets), table({"2023": 5})).current()
    assert {result.target for result in current} == {"level-2024", "ogsaa", "relativ"}


def test_nothing_is_awaited_before_it_is_due(judged: JudgeFunction) -> None:
    """Where nothing was ever measured, a lag explains nothing yet."""
    source = m.DataSource(keeper="Danmarks Statistik", lag=9)
    assert judged(at_least(10, "2027"), NO_FIGURES, at="2026-06", data_source=source).reason == "no_data"


def test_the_path_is_straight_where_the_baseline_meets_the_target(judged: JudgeFunction) -> None:
    """From 97 (2023) to at least 95 in 2027 it leads down: 96 is required in 2025; 94 is 3 below where it was."""
    result = judged(at_least(95, "2027"), {"2025": 94}, baseline=("2023", 97))
    assert (result.required_value, result.progress, result.status) == (96, None, "worsening")
    assert "baseline_meets_target" in result.warnings


def test_a_group_has_a_baseline_of_its_own_or_none() -> None:
    """The indicator's is that of the whole population; the group's own figure shows how much its own is."""
    figures = table({"2020": 50, "2022": 56}, group="andre")
    target, whole = at_least(60, "2024", group="andre"), m.Baseline(period="2020", value=10)
    (result,) = evaluate(one_indicator(targets=[target], baseline=whole), figures).results
    assert (result.baseline_value, result.reason) == (None, "no_baseline")
    own = attrs.evolve(target, baseline=m.Baseline(period="2020"))
    (result,) = evaluate(one_indicator(targets=[own], baseline=whole), figures).results
    assert (result.baseline_value, result.status) == (50, "on_track")
