"""Numbers of another size than the figures, and periods of two kinds."""

import pytest

from .made import findings, found

HEAD = "indicators:\n  - id: i\n    title: Bestået\n    unit: '%'\n"
ROWS = "indicator;period;value\ni;2023;83\ni;2024;87"


def with_target(target: str, unit: str = "'%'") -> str:
    """Return an indicator with one target."""
    return HEAD.replace("'%'", unit) + f"    targets:\n      - {{{target}}}\n"


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("kind: standing, value: 0, comparison: at_least", "is at least 0, but the figures are from 83 to 87, and all"),
        ("kind: standing, value: -2, comparison: at_least", "write relative_to where -2 is a difference"),
        ("kind: level, value: 8.2, comparison: at_least, due: 2027", "is at least 8.2"),
        ("kind: level, value: 900, comparison: at_most, due: 2027", "is at most 900"),
        ("kind: standing, value: 0.5, comparison: at_most", "is at most 0.5 in every period"),
        ("kind: level, value: 0.082, comparison: at_most, due: 2027", "write 82 if thousands are meant"),
    ],
)
def test_a_target_of_another_size_than_the_figures_is_found(target: str, words: str) -> None:
    """A forgotten relative_to, another unit, or a point between thousands."""
    (finding,) = findings("KP411", with_target(target), ROWS)
    assert words in finding.message()
    assert finding.path == ("indicators", 0, "targets", 0, "value")


@pytest.mark.parametrize(
    "target",
    [
        "kind: standing, value: 8.4, comparison: at_least",
        "kind: standing, value: 0, comparison: at_most",
        "kind: level, value: 0, comparison: at_most, due: 2027",
        "kind: level, value: 5, comparison: at_most, due: 2027",
        "kind: level, value: 8000, comparison: at_least, due: 2027",
        "kind: level, value: 870, comparison: at_most, due: 2027",
        "kind: change, amount: 0.1, mode: points",
        "kind: level, value: 0, comparison: at_least, due: 2027, relative_to: {group: g}",
        "kind: level, value: 1, comparison: at_least, due: 2027, cumulative: true",
    ],
)
def test_a_likely_target_is_not_found(target: str) -> None:
    """None of something may be the aim, and a difference is no level."""
    assert found("KP411", "groups:\n  - {id: g, title: Kvinder}\n" + with_target(target), ROWS) == []


def test_a_series_with_zeros_has_no_size_to_compare_with() -> None:
    """At least 0 is met by 0 too."""
    assert found("KP411", with_target("kind: standing, value: 0, comparison: at_least"), ROWS + "\ni;2025;0") == []
    assert found("KP411", with_target("kind: standing, value: 0, comparison: at_least")) == []


def test_amounts_of_a_month_are_no_measure_of_those_of_a_year() -> None:
    """1,200 a year may be 100 a month; of a share, months count."""
    target = "kind: standing, value: 1200, comparison: at_most"
    rows = "indicator;period;value\ni;2024-01;100\ni;2024-02;90"
    assert found("KP411", with_target(target, "antal"), rows) == []
    assert found("KP411", with_target(target), rows) == [("i", "warning")]


@pytest.mark.parametrize(("baseline", "is_found"), [("31.250", True), ("312", True), ("313", False), ("31250", False)])
def test_a_baseline_with_a_point_between_thousands_is_found(baseline: str, is_found: bool) -> None:
    """Also where the figures have another year than the baseline, and the unit is no count."""
    text = HEAD.replace("'%'", "MWh") + f"    baseline: {{period: 2021, value: {baseline}}}\n"
    rows = "indicator;period;value\ni;2022;31250\ni;2023;31210"
    assert found("KP411", text, rows) == [("i", "warning")] * is_found


def test_the_message_on_thousands_gives_the_number_to_write() -> None:
    """Without any mark that could be misread."""
    text = HEAD.replace("'%'", "MWh") + "    baseline: {period: 2021, value: 31.250}\n"
    (finding,) = findings("KP411", text, "indicator;period;value\ni;2022;31250")
    assert "write 31250 if thousands are meant" in finding.message()


RELATIVE = HEAD + (
    "    targets:\n      - {kind: standing, value: 0, comparison: at_least, relative_to: {indicator: landet}}\n"
    "  - {id: landet, title: Hele landet, role: context}\n"
)


@pytest.mark.parametrize(
    ("own", "country", "elements"),
    [
        (["2024/25", "2025/26"], ["2024/25", "2025/26"], []),
        (["2024/25", "2025/26"], ["2024/25", "2025"], ["landet"]),
        (["2024/25", "2025/26"], ["2024", "2025"], ["i"]),
        (["2024", "2025"], ["2024", "2025-Q1"], []),
        (["2024", "2025"], [], []),
    ],
)
def test_school_years_and_calendar_years_are_not_mixed(own: list[str], country: list[str], elements: list[str]) -> None:
    """Neither within a series nor between the two that a target compares."""
    rows = [f"i;{period};80" for period in own] + [f"landet;{period};81" for period in country]
    listed = findings("KP412", RELATIVE, "\n".join(["indicator;period;value", *rows]))
    assert [finding.element for finding in listed] == elements
    assert all("2025/26" in finding.message() or "2024/25" in finding.message() for finding in listed)
