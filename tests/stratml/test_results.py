"""Results of others: a figure or target where its whole content is known, else kept whole."""

from typing import Any

import pytest

from kommunepolitik.documents.write import to_yaml
from kommunepolitik.stratml import StratmlImport, from_stratml, to_stratml
from tests.stratml.made import measured

YEAR = "<StartDate>2025-01-01</StartDate><EndDate>2025-12-31</EndDate>"


def descriptor(name: str, value: str) -> str:
    """Return a descriptor."""
    return f"<Descriptor><DescriptorName>{name}</DescriptorName><DescriptorValue>{value}</DescriptorValue></Descriptor>"


def read(*results: str) -> StratmlImport:
    """Return what a document with these results of one indicator is read as."""
    return from_stratml(measured(f"<MeasurementInstance>{''.join(results)}</MeasurementInstance>"))


def actual(number: str | int, more: str = "", dates: str = YEAR) -> str:
    """Return an actual result."""
    return f"<ActualResult>{dates}<NumberOfUnits>{number}</NumberOfUnits>{more}</ActualResult>"


def target(number: str | int, more: str = "", dates: str = YEAR) -> str:
    """Return a target result."""
    return actual(number, more, dates).replace("ActualResult", "TargetResult")


def rows(found: StratmlImport) -> list[dict[str, Any]]:
    """Return the figures that were read."""
    return [] if found.observations is None else found.observations.frame.to_dict("records")


def codes(found: StratmlImport) -> list[str]:
    """Return the codes of the warnings."""
    return [warning.code for warning in found.warnings]


def kept(found: StratmlImport) -> str:
    """Return the policy in writing, with all that is kept."""
    return to_yaml(found.policy)


@pytest.mark.parametrize(
    "more",
    [
        descriptor("Sex", "Girls"),
        descriptor("Status", "Weird"),
        descriptor("Status", "Provisional") + descriptor("Sex", "Girls"),
        descriptor("Status", "Provisional") + descriptor("Status", "Forecast"),
        descriptor("Group", "Piger") + descriptor("Group", "Drenge"),
        descriptor("Group", "Piger") + descriptor("Status", "Baseline"),
        descriptor("Group", ""),
        descriptor("Group", "Piger").replace("<Descriptor>", '<Descriptor scope="local">'),
        descriptor("Group", "Piger").replace("</Descriptor>", "<Note>i byen</Note></Descriptor>"),
        "<Population>Girls</Population>",
    ],
)
def test_a_result_that_is_not_understood_is_no_figure(more: str) -> None:
    """A figure of girls is not taken for one of all: it is kept whole, with a warning, and nothing is judged."""
    found = read(actual(40, more))
    assert rows(found) == []
    assert found.policy.indicators[0].baseline is None
    assert "text: '40'" in kept(found)
    assert set(codes(found)) & {"stratml_descriptor", "stratml_kept"}


@pytest.mark.parametrize("more", [descriptor("Sex", "Girls"), descriptor("Comparison", "Exactly"), "<Sex>Girls</Sex>"])
def test_a_target_that_is_not_understood_is_none(more: str) -> None:
    """Neither a target of girls nor an exact value is read as a least for all."""
    found = read(target(80, more))
    assert found.policy.indicators[0].targets == ()
    assert "text: '80'" in kept(found)
    assert found.warnings[-1].code in ("stratml_descriptor", "stratml_kept")


def test_group_and_status_are_read_wherever_they_are_among_the_descriptors() -> None:
    """Two descriptors are understood as one is."""
    found = read(
        actual(40, descriptor("Status", "Forecast") + descriptor("Group", "Piger")),
        actual(50, descriptor("Group", "Drenge") + descriptor("Status", "Provisional")),
        actual(45, descriptor("Status", "Forecast")),
    )
    titles = {group.id: group.title for group in found.policy.groups}
    assert [(titles.get(row["group"]), row["value"], row["quality"]) for row in rows(found)] == [
        ("Piger", 40.0, "forecast"),
        ("Drenge", 50.0, "provisional"),
        (None, 45.0, "forecast"),
    ]
    assert codes(found) == []


def test_a_forecast_is_no_figure_of_what_has_happened() -> None:
    """It is read as a forecast, and as a figure that does not count it is not written again but listed."""
    found = read(actual(54, descriptor("Status", "Forecast")))
    made = to_stratml(found.policy, found.observations)
    assert b"ActualResult" not in made.xml
    assert ("observations.vintages", 1) in [(loss.field, loss.count) for loss in made.losses]


def test_a_second_baseline_is_kept() -> None:
    """It is no figure of the year."""
    found = read(actual(40, descriptor("Status", "Baseline")), actual(50, descriptor("Status", "Baseline")))
    assert rows(found) == []
    assert codes(found) == ["stratml_kept"]


@pytest.mark.parametrize("more", [descriptor("Status", "Suppressed"), descriptor("Status", "suppressed")])
def test_the_number_of_a_result_that_is_withheld_is_left_out(more: str) -> None:
    """It is in no figure and no annotation, and listed as left out, so that `--strict` refuses it."""
    found = read(actual(4711, more))
    assert [warning.code for warning in found.left_out] == ["stratml_withheld"]
    assert "4711" not in kept(found) + "".join(str(row["value"]) for row in rows(found))


@pytest.mark.parametrize(
    "dates",
    [
        "<StartDate>2025-12-31</StartDate><EndDate>2025-01-01</EndDate>",
        "<StartDate>2025-13-01</StartDate><EndDate>2025-12-31</EndDate>",
        "<EndDate>31-12-2025</EndDate>",
    ],
)
def test_dates_that_cannot_be_are_kept_with_their_number(dates: str) -> None:
    """Who puts the dates right has the number beside them, and no figure is without its period meanwhile."""
    found = read(actual(40, dates=dates), target(60, dates=dates))
    assert rows(found) == []
    assert found.policy.indicators[0].targets == ()
    content = found.policy.indicators[0].annotations["stratml"]["kept"]
    assert [len(each["children"][0]["children"]) for each in content] == [1 + dates.count("</")] * 2
    assert codes(found).count("stratml_kept") == 2


def test_a_target_from_a_day_on_is_kept() -> None:
    """StratML has no target without an end, and ours has none with a beginning alone."""
    found = read(target(60, dates="<StartDate>2025-01-01</StartDate>"))
    assert found.policy.indicators[0].targets == ()
    assert codes(found) == ["stratml_kept"]


@pytest.mark.parametrize("number", ["12345678901234567890.5", "0." + "123456789" * 7])
def test_digits_that_are_not_kept_are_listed(number: str) -> None:
    """What a number loses is stated with what it is read as."""
    found = read(actual(number))
    assert [warning.code for warning in found.left_out] == ["stratml_digits"]
    assert rows(found)[0]["value"] == float(number)
    assert codes(read(actual("0.1"), actual("+12.50", dates=""))) == []


def test_results_in_words_have_one_warning_for_all() -> None:
    """Our own documents have many, of targets that are no level; each is kept."""
    words = f"<TargetResult>{YEAR}<Description>mindst 2 % mere</Description></TargetResult>"
    found = read(words, words, actual(40))
    assert [(warning.code, warning.data["count"]) for warning in found.warnings] == [("stratml_in_words", 2)]
    assert kept(found).count("mindst 2 % mere") == 2


def test_what_is_kept_is_written_again() -> None:
    """A result that is not understood comes back as it was."""
    found = read(actual(40, descriptor("Sex", "Girls")))
    made = to_stratml(found.policy, found.observations)
    assert made.losses == ()
    assert b"<DescriptorValue>Girls</DescriptorValue>" in made.xml
    assert "Girls" in to_yaml(from_stratml(made.xml).policy)


def test_a_kind_of_indicator_that_is_not_ours_is_kept() -> None:
    """As any attribute is; it is reported."""
    found = from_stratml(measured("", attributes=' PerformanceIndicatorType="Foo"'))
    assert "stratml_attribute" in codes(found)
    assert "Foo" in kept(found)


def test_a_withheld_figure_makes_no_indicator_a_matter_of_judgement() -> None:
    """That it is withheld implies that there is a figure; only words without any make it one that people judge."""
    withheld = actual("", descriptor("Status", "Suppressed")).replace("<NumberOfUnits></NumberOfUnits>", "")
    (indicator,) = read(withheld).policy.indicators
    assert indicator.kind == "quantitative"
    words = actual("", "<Description>Godt</Description>").replace("<NumberOfUnits></NumberOfUnits>", "")
    (indicator,) = read(words).policy.indicators
    assert indicator.kind == "qualitative"


def test_what_people_judge_may_have_a_baseline_in_figures() -> None:
    """It stays a matter of judgement; another figure makes it one that is measured, with a warning."""
    of_people = ' PerformanceIndicatorType="Qualitative"'
    baseline = f"<MeasurementInstance>{actual(3, descriptor('Status', 'Baseline'))}</MeasurementInstance>"
    found = from_stratml(measured(baseline, attributes=of_people))
    (indicator,) = found.policy.indicators
    assert indicator.baseline is not None
    assert (indicator.kind, indicator.baseline.value, codes(found)) == ("qualitative", 3.0, [])
    further = f"<MeasurementInstance>{actual(4)}</MeasurementInstance>"
    found = from_stratml(measured(baseline + further, attributes=of_people))
    assert (found.policy.indicators[0].kind, "stratml_kind" in codes(found)) == ("quantitative", True)
