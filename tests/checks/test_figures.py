"""Rules on figures: there, in agreement, new enough, and standing still."""

import polars as pl
import pytest

import kommunepolitik as kp

from .made import figures, findings, found, policy

RELATIVE = """
    groups:
      - {id: andre, title: Andre}
    indicators:
      - id: i
        title: Karakter
        targets:
          - {kind: standing, value: 0, comparison: at_least, relative_to: {group: andre}}
          - {kind: level, value: 0, comparison: at_least, due: 2027, relative_to: {indicator: landet}}
      - {id: landet, title: Landet}
"""


def test_a_target_that_compares_needs_the_other_series() -> None:
    """Each reference without a dated figure is found; a figure without a period is none."""
    rows = "indicator;group;period;value\ni;;2023;5\n"
    assert found("KP401", RELATIVE, rows) == [("i", "warning"), ("i", "warning")]
    assert len(found("KP401", RELATIVE, rows + "i;andre;;6\n")) == 2
    (finding,) = findings("KP401", RELATIVE, rows + "i;andre;2023;6\n")
    assert "compares with 'Landet'" in finding.message()
    assert found("KP401", RELATIVE, rows + "i;andre;2023;6\nlandet;;2023;6\n") == []


def test_a_series_that_policies_share_is_a_reference_too() -> None:
    """It has no policy of its own; another policy's figures are not ours."""
    rows = "policy;indicator;group;period;value\n;i;andre;2023;6\n{};landet;;2023;6\n"
    assert found("KP401", RELATIVE, rows.format("p")) == []
    assert len(found("KP401", RELATIVE, rows.format("q"))) == 1


def test_without_figures_nothing_is_asked_of_them() -> None:
    """A policy may be checked before there are any."""
    assert kp.check(policy(RELATIVE), at="2030", select=["KP4"]) == []


BASELINE = """
    indicators:
      - id: i
        title: Ledige
        baseline: {{period: 2022, {}}}
"""


@pytest.mark.parametrize(
    ("stated", "measured", "differs"),
    [
        ("value: 48", "48", False),
        ("value: 48", "47,2", True),
        ("value: 48, qualifier: about", "50", False),
        ("value: 48, qualifier: about", "60", True),
        ("value: 40, value_high: 50", "47,2", False),
        ("value: 40, value_high: 50", "51", True),
        ("value: 50, qualifier: under", "47,2", False),
        ("value: 50, qualifier: under", "51", True),
        ("value: 48", "under 50", False),
    ],
)
def test_a_stated_baseline_and_the_figure_of_its_period(stated: str, measured: str, differs: bool) -> None:
    """Inexact figures disagree only where they have no value in common."""
    rows = f"indicator;period;value\ni;2022;{measured}\ni;2023;99"
    assert found("KP402", BASELINE.format(stated), rows) == [("i", "warning")] * differs


def test_a_baseline_is_compared_with_the_decimals_it_is_published_with() -> None:
    """47.2 and 47.24 are the same with one decimal, and 2.25 is 2.3, half away from zero."""
    text = BASELINE.format("value: 47.2")
    rows = "indicator;period;value\ni;2022;47,24"
    assert len(found("KP402", text, rows)) == 1
    assert found("KP402", text.replace("title:", "decimals: 1\n        title:"), rows) == []
    half = BASELINE.format("value: 2.3").replace("title:", "decimals: 1\n        title:")
    assert found("KP402", half, "indicator;period;value\ni;2022;2,25") == []


def test_a_target_s_own_baseline_is_compared_with_its_group() -> None:
    """The figure of the group the target is for."""
    text = """
    groups:
      - {id: unge, title: Unge}
    indicators:
      - id: i
        title: Ledige
        targets:
          - {kind: level, value: 5, comparison: at_most, due: 2027, group: unge, baseline: {period: 2022, value: 9}}
    """
    rows = "indicator;group;period;value\ni;;2022;4\ni;unge;2022;"
    assert found("KP402", text, rows + "9") == []
    (finding,) = findings("KP402", text, rows + "8")
    assert finding.path == ("indicators", 0, "targets", 0, "baseline")
    assert "stated as 9 for 2022, but the figures give 8;" in finding.message()


def test_the_newest_figure_of_a_period_is_compared() -> None:
    """It was 40, and is 48 now."""
    rows = "indicator;period;value;published\ni;2022;48;2024\ni;2022;40;2023"
    assert found("KP402", BASELINE.format("value: 48"), rows) == []


INDICATOR = "indicators:\n  - {id: i, title: Ledige}\n"


@pytest.mark.parametrize(("at", "old"), [("2025", False), ("2026-01", True), ("2026", True)])
def test_figures_are_old_after_three_years(at: str, old: bool) -> None:
    """Counted from the end of the period to the end of the date."""
    rows = "indicator;period;value\ni;2020;5\ni;2022;6"
    assert found("KP403", INDICATOR, rows, at=at) == [("i", "warning")] * old


def test_figures_are_old_only_at_a_date_and_where_there_are_any() -> None:
    """Nothing is judged by today's date, and no figures are no old figures."""
    assert found("KP403", INDICATOR, "indicator;period;value\ni;2000;5") == []
    assert found("KP403", INDICATOR, "indicator;period;value", at="2030") == []
    context = INDICATOR.replace("title:", "role: context, title:")
    assert found("KP403", context, "indicator;period;value\ni;2000;5", at="2030") == []


def test_figures_after_the_date_are_not_looked_at() -> None:
    """At the end of 2026 the figure of 2027 was not there."""
    rows = "indicator;period;value\ni;2022;5\ni;2027;6"
    assert len(found("KP403", INDICATOR, rows, at="2026")) == 1
    (finding,) = findings("KP403", INDICATOR, rows, at="2020")
    assert finding.message() == "'Ledige' has no figure for 2020 or before; add its figures"


@pytest.mark.parametrize(
    ("value", "large"), [("44", False), ("44,1", True), ("36", False), ("35,9", True), ("40", False)]
)
def test_a_revision_is_large_over_a_tenth(value: str, large: bool) -> None:
    """Up or down, of what was published before."""
    rows = f"indicator;period;value;published\ni;2023;40;2024\ni;2023;{value};2025"
    assert found("KP404", INDICATOR, rows) == [("i", "info")] * large


def test_a_revision_from_nothing_is_large() -> None:
    """No share of zero can be determined."""
    assert len(found("KP404", INDICATOR, "indicator;period;value;published\ni;2023;0;2024\ni;2023;1;2025")) == 1


def test_two_periods_are_no_revision() -> None:
    """From one year to the next a figure may move as it likes."""
    assert found("KP404", INDICATOR, "indicator;period;value;published\ni;2022;10;2024\ni;2023;40;2024") == []


def test_figures_of_an_indicator_the_policy_does_not_have_are_passed_over() -> None:
    """They may be another policy's, in a file that several share."""
    assert found("KP404", INDICATOR, "indicator;period;value;published\nx;2023;1;2024\nx;2023;9;2025") == []


def test_a_revision_names_its_group() -> None:
    """The series is part of the message."""
    text = "groups:\n  - {id: unge, title: Unge}\n" + INDICATOR
    rows = "indicator;group;period;value;published\ni;unge;2023;10-20;2024\ni;unge;2023;40;2025"
    (finding,) = findings("KP404", text, rows)
    assert "'Ledige' (Unge) for 2023 was revised from 10–20 to 40" in finding.message()


def test_a_table_of_another_engine_is_read_alike() -> None:
    """Polars, eager and lazy, with missing columns."""
    frame = figures("indicator;period;value;published\ni;2023;40;2024\ni;2023;60;2025")
    wanted = kp.check(policy(INDICATOR), frame, "2030")
    other = pl.DataFrame(frame.frame[["indicator", "period", "value", "published"]].to_dict("list"))
    assert kp.check(policy(INDICATOR), other, "2030") == wanted
    assert kp.check(policy(INDICATOR), other.lazy(), "2030") == wanted
    assert {finding.code for finding in wanted} >= {"KP403", "KP404"}
